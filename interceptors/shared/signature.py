"""The signature of a call: a key of its kind, and its arrays.

Two calls with the same key run the same program, on arrays whose shapes and dtypes are a key of
their own (`Backend.type_token`). The C extension (`fastpath/_signature.inc`) builds the same keys,
so that both ways find the same programs. A key has, in the order of the arguments:

    names of keyword arguments, if any, at its start
    ARRAY                              a whole array, or a view whose elements are known
    (shape, strides)                   the same, of a view with gaps or in another order
    (shape, strides, offset == 0)      a view to be read inside of the program; its offset is an array
    (type, value)                      anything static; zeros and NaN of floats by their text, and
                                       all numbers of other classes that have a sign of zero
    (float, sign, whether it is <= 1)  a number that is an array of the program ("lifted"), by what
                                       PyTorch's checks depend on; a large one is static, so that
                                       they see whether its dtype holds it
    (type, *integers)                  a list or tuple of integers; a slice of them
    (type, key)                        any other list or tuple
"""

from __future__ import annotations

import bisect
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from interceptors.shared.storage import View

ARRAY = "array"
SEQUENCES = (list, tuple)
# 0 and 1, the largest integers of 8, 16, 32 and 64 bits, the largest floats of 16, 32 and 64 bits
_LIMITS = (
    0,
    1,
    127,
    255,
    32767,
    65504,
    (1 << 31) - 1,
    (1 << 63) - 1,
    3.4028234663852886e38,
    sys.float_info.max,
)
_MOST_LIFTED = 1e4  # as in `fastpath/_signature.inc`
_SIGNED_ZERO = (float, complex, np.inexact)


@dataclass(slots=True)
class Encoder:
    """Builds signatures. `locate(value)` gives the storage and view of an instance of `kind`."""

    kind: type
    locate: Callable[[Any], tuple]
    number_array: Callable[[float], Any]
    offset_array: Callable[[int], Any]

    def encode(
        self, args: tuple, kwargs: dict[str, Any], *, lift: bool, static: bool
    ) -> tuple[list[Any], list[Any]]:
        """The key, and the arrays in order.

        `lift` makes arrays of floats. `static` puts offsets of views into the key: an array made while
        a program is traced would become a constant of it.
        """
        key: list[Any] = []
        arrays: list[Any] = []
        if kwargs:
            key.append(tuple(kwargs))
            args = (*args, *kwargs.values())
        self._encode(args, key, arrays, lift, static)
        return key, arrays

    def _encode(self, values: Iterable, key: list, arrays: list, lift: bool, static: bool) -> None:
        for a in values:
            of = type(a)
            if isinstance(a, self.kind):
                self._encode_value(a, key, arrays, static)
            elif lift and is_lifted(a):
                key.append((float, (a > 0) - (a < 0), abs(a) <= 1))
                arrays.append(self.number_array(a))
            elif of is float:  # the text tells -0.0 from 0.0 and one NaN from another
                key.append((float, a if a > 0 or a < 0 else repr(a)))
            elif of in SEQUENCES and all([type(i) is int for i in a]):  # noqa: C419 - faster
                key.append((of, *a))
            elif of in SEQUENCES:
                inner: list[Any] = []
                self._encode(a, inner, arrays, lift, static)
                key.append((of, tuple(inner)))
            else:  # complex numbers, and numbers of NumPy: equal ones may differ in the sign of a zero
                key.append((of, repr(a) if isinstance(a, _SIGNED_ZERO) else a))

    def _encode_value(self, a: Any, key: list, arrays: list, static: bool) -> None:
        storage, view = self.locate(a)
        base = storage.current(view)
        if view is None:
            key.append(ARRAY)
            arrays.append(base)
        elif view.is_current(storage):
            key.append(ARRAY if view.dense else (view.shape, view.strides))
            arrays.append(view.value)
        else:
            arrays.append(base)
            self.encode_view(view, key, arrays, static)

    def encode_view(self, view: View, key: list, arrays: list, static: bool) -> None:
        """The geometry of a view that is read, or written, inside of a program."""
        if static:
            key.append((view.shape, view.strides, view.offset, "static"))
            return
        key.append((view.shape, view.strides, view.offset == 0))
        if view.offset:
            arrays.append(self.offset_array(view.offset))


def is_lifted(value: Any) -> bool:
    """Whether it is a float that may be an argument of programs: any floating dtype can hold it."""
    return type(value) is float and abs(value) <= _MOST_LIFTED


def float_range(number: float) -> tuple[int, int]:
    """The sign of a float, and between which limits of dtypes it lies: what checks may depend on."""
    if number != number:
        return 2, 0
    return (number > 0) - (number < 0), bisect.bisect_left(_LIMITS, abs(number))


def floats(values: Iterable) -> Iterator[float]:
    """The floats among arguments, in order."""
    for v in values:
        if type(v) is float:
            yield v
        elif type(v) in SEQUENCES:
            yield from floats(v)
