"""Functions of another framework as code of a target calls them, and what that needs of a target.

A `Foreign` takes and returns arrays of the target. Its derivatives are functions of the same kind,
made by the framework that it is written in, so its own rules hold (`detach`, `no_grad`, values at
kinks), to any order. Each target offers them to its own transformations: `Backend.foreign` is a
module with

    arrays             classes that code of the target may hand over
    enter(x)           such a value as an array of the target, as the source should see it
    is_traced(arrays)  whether one stands for values that are not there yet
    is_watched(arrays) whether a transformation differentiates or traces one
    to_keep(x)         an array as one that outlives the transformation it is in; None if it can't
    tracing()          a context for running the source's code on such arrays
    key_words(key)     a random key as an array of integers
    register(cls, ...) makes a class of the runtime what the target's transformations look into
    call_back(f, a)    the results of a function of the target itself, called from inside a `call`
    vjp(f, a)          these, and the function from cotangents of them to those of `a` (None: no such)
    call(f, arrays)    the results of `f`, which the target's transformations can differentiate
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol


class Foreign(Protocol):
    """A function of arrays, written in another framework."""

    def run(self, *arrays: Any) -> list[Any]:
        """The arrays that the function returns."""
        ...

    def pullback(self, inputs: Sequence[int], outputs: Sequence[int]) -> Foreign:
        """From all arguments, and a cotangent of each of `outputs`, to one of each of `inputs`."""
        ...

    def pushforward(self, inputs: Sequence[int], outputs: Sequence[int]) -> Foreign:
        """From all arguments, and a tangent of each of `inputs`, to one of each of `outputs`."""
        ...


class Vectorized(Foreign, Protocol):
    """A function that its own framework can vectorise, for targets that can't."""

    def batched(self, axes: Sequence[int | None]) -> Foreign:
        """Over batches: the axis of each argument, None for those without; that of results is first."""
        ...
