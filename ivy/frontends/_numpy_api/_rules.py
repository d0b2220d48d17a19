"""What a function asks its source: dtypes, promotion, errors.

Functions of the families take array-likes: arrays, Python numbers, nested lists of them. They go
through `array` or `promote` first, and are backend arrays from then on.
"""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes


class Rules:
    """The rules that a source adds; what both have in common stands here."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """A function of another family."""

    # errors of a shape that does not fit, of operands that do not broadcast, of arrays to be joined
    ShapeError: type[Exception] = ValueError
    BroadcastError: type[Exception] = ValueError
    JoinError: type[Exception] = ValueError

    # -- dtypes

    @property
    def int_(self) -> np.dtype:
        """The dtype of Python's integers, and of positions."""
        raise NotImplementedError

    @property
    def float_(self) -> np.dtype:
        """The dtype of Python's floats."""
        raise NotImplementedError

    def dtype_of(self, name: Any) -> np.dtype:
        """The dtype that the user names."""
        raise NotImplementedError

    def array(self, x: Any, dtype: Any = None) -> Any:
        """An array-like as a backend array."""
        raise NotImplementedError

    def common(self, *xs: Any) -> np.dtype:
        """The dtype that operands are promoted to."""
        raise NotImplementedError

    def summed(self, dtype: np.dtype) -> np.dtype:
        """The dtype in which integers of `dtype` are summed."""
        raise NotImplementedError

    def axis_error(self, axis: int, ndim: int) -> Exception:
        """What is raised for an axis that is not there."""
        raise NotImplementedError

    def out(self, result: Any, out: Any, casting: str = "same_kind") -> Any:
        """The new value of `out`, given the result of a function (itself if `out` is None)."""
        raise NotImplementedError

    def dynamic(self, what: str) -> None:
        """Says that the shape of a result depends on values."""

    # -- what follows from them

    def cast(self, x: Any, dtype: np.dtype) -> Any:
        """`x`, a backend array or a Python number, as an array of `dtype`."""
        if ivy.python_kind(x) is not None:
            return ivy.asarray(x, dtype=dtype)
        return x if ivy.dtype(x) == dtype else ivy.astype(x, dtype)

    def promote(self, *xs: Any) -> list[Any]:
        """The operands as arrays of their common dtype."""
        common = self.common(*xs)
        return [self.cast(self.array(x) if not self.is_number(x) else x, common) for x in xs]

    def promote_inexact(self, *xs: Any) -> list[Any]:
        """As `promote`, then floating or complex; numbers do not pass through an integer dtype."""
        common = self.inexact_dtype(self.common(*xs))
        return [self.cast(self.array(x) if not self.is_number(x) else x, common) for x in xs]

    @staticmethod
    def is_number(x: Any) -> bool:
        """Whether `x` is a Python number."""
        return not isinstance(x, (list, tuple)) and ivy.python_kind(x) is not None

    def inexact_dtype(self, dtype: np.dtype) -> np.dtype:
        """`dtype`, the default floating one if it is integer or bool."""
        return self.float_ if dtypes.category(dtype) < 2 else dtype

    def inexact(self, x: Any, dtype: Any = None) -> Any:
        """`x` as an array of a floating or complex dtype (of `dtype`, if it is given)."""
        x = self.array(x)
        wanted = self.inexact_dtype(ivy.dtype(x)) if dtype is None else self.dtype_of(dtype)
        return self.cast(x, wanted)

    def int(self, x: Any) -> Any:
        """Positions, which ops give as int64, in the dtype of the source."""
        return self.cast(x, self.int_)

    def number(self, value: Any, x: Any) -> Any:
        """A Python number as a 0-d array of the dtype of `x`."""
        return ivy.asarray(value, dtype=ivy.dtype(x))

    # -- axes and shapes

    def axis(self, axis: Any, ndim: int) -> int:
        """`axis` counted from the front."""
        axis = operator.index(axis)
        if not -ndim <= axis < ndim:
            raise self.axis_error(axis, ndim)
        return axis % ndim

    def axes(self, axis: Any, ndim: int) -> tuple[int, ...]:
        """An axis, several, or None for all, counted from the front and each named once."""
        if axis is None:
            return tuple(range(ndim))
        if not isinstance(axis, (tuple, list)):
            return (self.axis(axis, ndim),)
        found = tuple(self.axis(a, ndim) for a in axis)
        if len(set(found)) < len(found):
            raise ValueError(f"duplicate value in 'axis': {tuple(axis)}")
        return found

    def broadcast_shapes(self, *shapes: Any) -> tuple[int, ...]:
        """The shape that `shapes` broadcast to."""
        try:
            return np.broadcast_shapes(*map(tuple, shapes))
        except ValueError:
            shown = " ".join(str(tuple(s)).replace(" ", "") for s in shapes)
            text = f"operands could not be broadcast together with shapes {shown} "
            raise self.BroadcastError(text) from None

    def broadcast(self, *xs: Any) -> list[Any]:
        """The arrays, each repeated to the shape that they broadcast to."""
        shape = self.broadcast_shapes(*(x.shape for x in xs))
        return [x if tuple(x.shape) == shape else ivy.broadcast_to(x, shape) for x in xs]

    def size(self, x: Any) -> Any:
        """The number of elements of a backend array."""
        return math.prod(x.shape)


def shape_of(shape: Any) -> tuple[int, ...]:
    """A shape, or a length, as a tuple of integers."""
    if isinstance(shape, (tuple, list)):
        return tuple(operator.index(n) for n in shape)
    if hasattr(shape, "__index__") and not getattr(shape, "shape", ()):
        return (operator.index(shape),)
    return tuple(operator.index(n) for n in shape)


def kind(x: Any) -> str:
    """The kind of an array's dtype: "b", "i", "u", "f" or "c"."""
    dtype = ivy.dtype(x)
    return "f" if dtype.name == "bfloat16" else dtype.kind


def is_sequence(x: Any) -> bool:
    """Whether `x` is a list or tuple."""
    return isinstance(x, (list, tuple))


def flat(x: Any) -> Any:
    """The elements of `x` on one axis."""
    return x if len(x.shape) == 1 else ivy.reshape(x, (-1,)) if 0 not in x.shape else _empty(x)


def _empty(x: Any) -> Any:
    return ivy.reshape(x, (0,))


def host_integers(xs: Any) -> list[int]:
    """Integers that decide a shape, read on the host if they stand in an array."""
    if hasattr(xs, "dtype"):
        return [int(n) for n in np.asarray(ivy.to_numpy(xs)).reshape(-1)]
    return [operator.index(n) for n in xs] if is_sequence(xs) else [operator.index(xs)]
