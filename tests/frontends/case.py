"""What a case of a frontend function is: arguments on which it must do as the source's own does.

    CASES = [
        Case(
            "numpy.clip",
            samples=[call(x, 0, 1), call(x.astype("float32"), a_min=None, a_max=0.5)],
            bad=call(x),
        ),
        Case("torch.Tensor.view", samples=[call(x, -1), call(k, 2, 3)], bad=call(x, 7)),
    ]

* NumPy arrays stand for the source's tensors, at any depth; NumPy scalars, numbers and the rest are
  passed as they are. The first argument of a method (a path through a class) is its `self`.
* A dtype is Ivy's own (`ivy.float32`, which is NumPy's); the native call gets the source's.
* What only a namespace can give is `of(lambda torch: torch.device("cpu"))`: the function gets the
  native package for the native call, the frontend for ours.
* `host(a)` stays a NumPy array on both sides.
* `call(f).then(x)`: the result is a function (of `jax.vmap`), and is called with `x`.
* `bad` is one call or several, all of which the source refuses.
* `check` says how values are compared where equality is not the question: "random" (two results of
  one seed are equal, of another seed differ; shape and dtype are the source's), "shape" (values are
  undefined), or a function of (ours, native, call), trees of NumPy arrays and the call that gave
  them, that raises AssertionError (`cases/properties.py` has those of factors and partitions).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np


@dataclass(frozen=True)
class Invocation:
    """The arguments of one call; `applied` are those of a call of its result."""

    args: tuple
    kwargs: dict[str, Any]
    applied: tuple | None = None

    def then(self, *args: Any) -> Invocation:
        """This call gives a function, and what counts is what that gives for `args`."""
        return replace(self, applied=args)

    @property
    def contents(self) -> tuple:
        """All that goes in."""
        return (self.args, self.kwargs, self.applied)


@dataclass(frozen=True)
class Of:
    """An argument made by a namespace."""

    make: Callable[[Any], Any]


@dataclass(frozen=True)
class Host:
    """A NumPy array that is none of the source's tensors."""

    array: np.ndarray


class Case(NamedTuple):
    """A native path and the calls that measure it."""

    path: str
    samples: Sequence[Invocation]
    bad: Invocation | Sequence[Invocation] = ()
    check: str | Callable[[Any, Any, Invocation], None] = "values"

    @property
    def refused(self) -> tuple[Invocation, ...]:
        """The bad calls."""
        return (self.bad,) if isinstance(self.bad, Invocation) else tuple(self.bad)


def call(*args: Any, **kwargs: Any) -> Invocation:
    """The arguments of one call, written as the call is."""
    return Invocation(args, kwargs)


def of(make: Callable[[Any], Any]) -> Of:
    """An argument that the namespace under test makes: a device, a key, a function of its arrays."""
    return Of(make)


def host(array: Any) -> Host:
    """An argument that stays a NumPy array."""
    return Host(np.asarray(array))


def mapped(change: Callable[[Any], Any], value: Any) -> Any:
    """`value` with every leaf of its lists, tuples, dicts and slices replaced."""
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(mapped(change, v) for v in value))
    if isinstance(value, (list, tuple)):
        return type(value)(mapped(change, v) for v in value)
    if isinstance(value, dict):
        return {k: mapped(change, v) for k, v in value.items()}
    if isinstance(value, slice):
        return slice(*(mapped(change, v) for v in (value.start, value.stop, value.step)))
    return change(value)


def leaves(value: Any) -> list[Any]:
    """The leaves of lists, tuples, dicts and slices, in order."""
    found: list[Any] = []
    mapped(found.append, value)
    return found
