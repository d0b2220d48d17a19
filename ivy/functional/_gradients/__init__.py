"""Gradient rules, one file per family: of primitives, and of composites with a better rule than
their body.

Each file has a table `RULES` by op name, with one function per positional parameter,
`rule(g, out, *args, **kwargs)`: the gradient of that argument, given the gradient `g` of the result
(tuples, for several results). None means "no gradient"; an empty tuple that the derivative is zero
wherever it exists. Rules are written with ops, so they are differentiable themselves.

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
