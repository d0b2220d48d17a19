"""The gradient rules of primitives, one file per family, and of composites that have a better one
than their body.

A file has a table `RULES`: under the name of an op one function per positional parameter,
`rule(g, out, *args, **kwargs)`, which gives the gradient for that argument from the gradient `g` of
the result (tuples, if there are several results). None stands for "no gradient"; an empty tuple says
that the result is constant wherever it has a derivative. Rules are written with ops, so they have
gradients themselves.

The convention for complex numbers is PyTorch's: `g * conj(derivative)`.
"""

from ivy._core.tape import RULES
from ivy.functional._gradients import (
    convolution,
    elementwise,
    factorizations,
    fft,
    indexing,
    linalg,
    manipulation,
    nn,
    reductions,
    special,
)

for _family in (
    convolution,
    elementwise,
    factorizations,
    fft,
    indexing,
    linalg,
    manipulation,
    nn,
    reductions,
    special,
):
    for _name, _rule in _family.RULES.items():
        if _name in RULES:
            raise ValueError(f"{_name} has two gradient rules, one in {_family.__name__}")
        RULES[_name] = _rule if isinstance(_rule, tuple) else (_rule,)
