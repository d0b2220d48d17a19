"""Arguments of a function as a template, with slots for the arrays of a program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

import numpy as np

from interceptors.shared import signature, trees
from interceptors.shared.destination import cast_to
from interceptors.shared.storage import View
from ivy import functional
from ivy._core.backend import Backend
from ivy._core.context import CURRENT

# While a program is traced: by the identity of a number that is an argument, the one it is traced with.
EXAMPLES: ContextVar[dict[int, float] | None] = ContextVar("ivy_examples", default=None)


class Slot:
    """An argument of a program that is an array, and the view to read it through.

    `example` is the number that the program is made with, of an argument that is a number.
    """

    __slots__ = ("example", "geometry", "has_offset")

    def __init__(
        self,
        geometry: tuple | None = None,
        has_offset: bool = False,
        example: float | None = None,
    ):
        self.geometry = geometry
        self.has_offset = has_offset
        self.example = example

    @classmethod
    def of_view(cls, view: View, static: bool) -> Slot:
        """The slot of a view, whose offset is an argument too unless it is 0 or `static`."""
        if static:
            return cls((view.shape, view.strides, view.offset))
        return cls((view.shape, view.strides), view.offset != 0)

    def _geometry(self, values: Iterator[Any]) -> tuple:
        assert self.geometry is not None
        return (*self.geometry, next(values)) if self.has_offset else self.geometry

    def read(self, values: Iterator[Any], backend: Backend) -> Any:
        """The array, or number, from the arguments of the program."""
        array = next(values)
        if self.example is not None:
            number = backend.as_number(array) if backend.as_number is not None else array
            if (examples := EXAMPLES.get()) is not None:
                examples[id(number)] = self.example
            return number
        if self.geometry is None:
            return array
        return functional.as_strided(array, *self._geometry(values))

    def write(self, values: Iterator[Any], result: Any) -> Any:
        """The array with the result written through the view."""
        base = next(values)
        return functional.as_strided_scatter(base, result, *self._geometry(values))


def fill(template: Any, values: Iterator[Any], backend: Backend) -> Any:
    """The arguments of a function: a template with arrays in its slots."""
    return trees.map_leaves(
        lambda leaf: leaf.read(values, backend) if type(leaf) is Slot else leaf, template
    )


def takes_native_arguments(function: Callable) -> bool:
    """Whether a function wants arguments as the source has them (an expansion), not translated."""
    return hasattr(function, "takes_native_arguments")


def cast_to_arguments(
    out: Any, written: list, canonical: Callable[[Any], Any] = lambda x: x
) -> Any:
    """The results in dtype and shape of what they are written to: one, or one after the other.

    In a list, None stands for what comes back as it was.
    """

    def cast(value: Any, array: Any) -> Any:
        shape = CURRENT.get().shape(array)
        return canonical(cast_to(value, functional.dtype(array), shape))

    if len(written) == 1 and type(written[0]) not in signature.SEQUENCES:
        return cast(out, written[0])
    values = out if len(written) > 1 else [out]
    pairs = zip(values, written, strict=False)  # a functional twin may return more than is written
    return [
        None if o is w else cast(o, w)
        for value, arrays in pairs
        for o, w in zip(value, arrays, strict=True)
    ]


def dtypes_in(values: Any) -> list[np.dtype]:
    """The dtypes among arguments."""
    return trees.instances(np.dtype, values)
