"""Products, norms, diagonals and transposes of `ivy.linalg`; factorizations are in that module."""

from __future__ import annotations

import builtins
import math
from typing import Any

import numpy as np

from ivy import functional
from ivy._array import boundary, pointwise
from ivy._array.boundary import Axes, standard
from ivy._array.indexing import normal_axes, normal_axis
from ivy._array.reductions import _total
from ivy._core import dtypes
from ivy._core.dtypes import DType
from ivy._core.programs import jit_unit


def matrices(name: str, x: Any, *, square: bool = False, kinds: str = "fc") -> None:
    """Raises unless `x` is a matrix (or a batch of them) of these kinds of dtypes."""
    pointwise.check(f"linalg.{name}", functional.dtype(x), kinds)
    if x.ndim < 2 or (square and x.shape[-1] != x.shape[-2]):
        what = "square matrices" if square else "matrices"
        raise ValueError(f"ivy.linalg.{name} takes {what}, not an array of {tuple(x.shape)}.")


def pair(name: str, x1: Any, x2: Any, kinds: str = "ifc") -> list[Any]:
    """The operands promoted to a common dtype."""
    return pointwise.unified(name, kinds, boundary._current(), x1, x2)


@standard
@jit_unit
def cross(x1: Any, x2: Any, /, *, axis: int = -1) -> Any:
    """The vector product along an axis of length 3.

    >>> import ivy
    >>> ivy.linalg.cross(ivy.asarray([1, 0, 0]), ivy.asarray([0, 1, 0])).tolist()
    [0, 0, 1]
    """
    x1, x2 = pair("linalg.cross", x1, x2)
    if not -builtins.min(x1.ndim, x2.ndim) <= axis < 0 and x1.ndim != x2.ndim:
        raise ValueError(f"axis {axis} means different axes of the two arrays.")
    if x1.shape[axis] != 3 or x2.shape[axis] != 3:
        raise ValueError("ivy.linalg.cross takes vectors of three elements.")
    x1, x2 = functional.broadcast_arrays(x1, x2)
    axis = normal_axis(axis, x1.ndim)
    a, b = ([functional.slice_(x, (*[slice(None)] * axis, i)) for i in range(3)] for x in (x1, x2))
    parts = [
        functional.subtract(functional.multiply(a[i], b[j]), functional.multiply(a[j], b[i]))
        for i, j in ((1, 2), (2, 0), (0, 1))
    ]
    return functional.stack(parts, axis=axis)


def _diagonal(x: Any, offset: int) -> Any:
    """The elements of one diagonal of the last two axes."""
    rows, columns = x.shape[-2:]
    start = (builtins.max(-offset, 0), builtins.max(offset, 0))
    size = builtins.max(builtins.min(rows - start[0], columns - start[1]), 0)
    flat = functional.reshape(x, (*x.shape[:-2], rows * columns))
    at = (np.arange(size) + start[0]) * columns + np.arange(size) + start[1]
    return functional.take(flat, functional.constant(at), axis=x.ndim - 2)


@standard
@jit_unit
def diagonal(x: Any, /, *, offset: int = 0) -> Any:
    """A diagonal of the last two axes (`offset` > 0: above the main one).

    >>> import ivy
    >>> ivy.linalg.diagonal(ivy.asarray([[1, 2], [3, 4]]), offset=1).tolist()
    [2]
    """
    matrices("diagonal", x, kinds="bifc")
    return _diagonal(x, offset)


@standard
def matmul(x1: Any, x2: Any, /) -> Any:
    """The matrix product, with broadcast batch axes; operands of one axis are vectors.

    >>> import ivy
    >>> ivy.matmul(ivy.asarray([[1, 2]]), ivy.asarray([3, 4])).tolist()
    [11]
    """
    x1, x2 = pair("matmul", x1, x2)
    try:
        return functional.matmul(x1, x2)
    except Exception:  # backends raise different errors
        if not x1.ndim or not x2.ndim:
            raise ValueError("ivy.matmul takes arrays of one axis or more.") from None
        if x1.shape[-1] != x2.shape[-2 if x2.ndim > 1 else 0]:
            shapes = f"{tuple(x1.shape)} and {tuple(x2.shape)}"
            raise ValueError(f"ivy.matmul: {shapes} do not fit.") from None
        raise


@standard
@jit_unit
def matrix_norm(x: Any, /, *, keepdims: bool = False, ord: str | float = "fro") -> Any:
    """A norm of each matrix: 'fro', 'nuc', 1, 2, inf, or their counterparts -1, -2, -inf.

    >>> import ivy
    >>> float(ivy.linalg.matrix_norm(ivy.asarray([[3.0, 4.0]])))
    5.0
    """
    matrices("matrix_norm", x)
    if ord in ("nuc", 2, -2):
        values = functional.svdvals(x)
        reduce = {"nuc": functional.sum, 2: functional.max, -2: functional.min}[ord]
        out = _over(reduce, values, (x.ndim - 2,), empty=0.0)
    elif ord == "fro":
        out = functional.vector_norm(x, axis=(x.ndim - 2, x.ndim - 1))
    elif ord in (1, -1, math.inf, -math.inf):
        summed = x.ndim - (2 if builtins.abs(ord) == 1 else 1)
        sums = functional.sum(functional.abs(x), axis=(summed,))
        out = _over(functional.max if ord > 0 else functional.min, sums, (x.ndim - 2,), empty=0.0)
    else:
        raise ValueError(f"ivy.linalg.matrix_norm knows no norm {ord!r}.")
    return functional.reshape(out, (*out.shape, 1, 1)) if keepdims else out


def _over(reduce: Any, x: Any, axes: tuple[int, ...], empty: float) -> Any:
    """A reduction, of which an array without elements along the axes has the value `empty`."""
    if 0 in [x.shape[a] for a in axes]:
        shape = tuple(n for a, n in enumerate(x.shape) if a not in axes)
        return functional.full(shape, empty, dtype=functional.dtype(x))
    return reduce(x, axis=axes)


@standard
def matrix_transpose(x: Any, /) -> Any:
    """The last two axes swapped.

    >>> import ivy
    >>> ivy.matrix_transpose(ivy.ones((2, 3))).shape
    (3, 2)
    """
    matrices("matrix_transpose", x, kinds="bifc")
    return functional.matrix_transpose(x)


@standard
@jit_unit
def outer(x1: Any, x2: Any, /) -> Any:
    """The products of all elements of one vector with all of the other.

    >>> import ivy
    >>> ivy.linalg.outer(ivy.asarray([1, 2]), ivy.asarray([3, 4])).tolist()
    [[3, 4], [6, 8]]
    """
    x1, x2 = pair("linalg.outer", x1, x2)
    if x1.ndim != 1 or x2.ndim != 1:
        raise ValueError("ivy.linalg.outer takes vectors.")
    return functional.multiply(functional.reshape(x1, (-1, 1)), functional.reshape(x2, (1, -1)))


@standard
@jit_unit
def tensordot(x1: Any, x2: Any, /, *, axes: Any = 2) -> Any:
    """Sums of products over pairs of axes, or over the last of one and the first of the other.

    >>> import ivy
    >>> int(ivy.tensordot(ivy.asarray([1, 2]), ivy.asarray([3, 4]), axes=1))
    11
    """
    x1, x2 = pair("tensordot", x1, x2)
    if isinstance(axes, int):
        left, right = tuple(range(x1.ndim - axes, x1.ndim)), tuple(range(axes))
    else:
        left, right = (normal_axes(tuple(a), x.ndim) for a, x in zip(axes, (x1, x2), strict=True))
    if [x1.shape[a] for a in left] != [x2.shape[a] for a in right]:
        raise ValueError(f"ivy.tensordot: {tuple(x1.shape)} and {tuple(x2.shape)} do not fit.")
    kept1 = [a for a in range(x1.ndim) if a not in left]
    kept2 = [a for a in range(x2.ndim) if a not in right]
    inner = math.prod(x1.shape[a] for a in left)
    shape = [x1.shape[a] for a in kept1] + [x2.shape[a] for a in kept2]
    rows, columns = (math.prod(x.shape[a] for a in kept) for x, kept in ((x1, kept1), (x2, kept2)))
    a = functional.reshape(functional.permute_dims(x1, (*kept1, *left)), (rows, inner))
    b = functional.reshape(functional.permute_dims(x2, (*right, *kept2)), (inner, columns))
    return functional.reshape(functional.matmul(a, b), tuple(shape))


@standard
@jit_unit
def trace(x: Any, /, *, offset: int = 0, dtype: DType | None = None) -> Any:
    """The sums of a diagonal of the last two axes; integers add up in 64 bits.

    >>> import ivy
    >>> int(ivy.linalg.trace(ivy.asarray([[1, 2], [3, 4]])))
    5
    """
    matrices("trace", x, kinds="ifc")
    x = _diagonal(x, offset)
    wanted = dtype or _total(functional.dtype(x))
    x = x if functional.dtype(x) == wanted else functional.astype(x, wanted)
    return functional.sum(x, axis=(x.ndim - 1,))


@standard
@jit_unit
def vecdot(x1: Any, x2: Any, /, *, axis: int = -1) -> Any:
    """Sums of products along an axis, the first operand conjugated.

    >>> import ivy
    >>> int(ivy.vecdot(ivy.asarray([1, 2]), ivy.asarray([3, 4])))
    11
    """
    x1, x2 = pair("vecdot", x1, x2)
    if not -builtins.min(x1.ndim, x2.ndim) <= axis < builtins.max(x1.ndim, x2.ndim):
        raise IndexError(f"there is no axis {axis}.")
    if x1.shape[axis] != x2.shape[axis]:
        raise ValueError(f"ivy.vecdot: {tuple(x1.shape)} and {tuple(x2.shape)} do not fit.")
    if dtypes.is_complex(functional.dtype(x1)):
        x1 = functional.conj(x1)
    x1, x2 = functional.broadcast_arrays(x1, x2)
    x1, x2 = (functional.moveaxis(x, normal_axis(axis, x.ndim), -1) for x in (x1, x2))
    rows = functional.reshape(x1, (*x1.shape[:-1], 1, x1.shape[-1]))
    columns = functional.reshape(x2, (*x2.shape, 1))
    return functional.reshape(functional.matmul(rows, columns), tuple(x1.shape[:-1]))


@standard
@jit_unit
def vector_norm(x: Any, /, *, axis: Axes = None, keepdims: bool = False, ord: float = 2) -> Any:
    """The `ord`-norm along `axis`; 0 counts nonzeros, inf and -inf are largest and smallest.

    >>> import ivy
    >>> float(ivy.linalg.vector_norm(ivy.asarray([3.0, 4.0])))
    5.0
    """
    pointwise.check("linalg.vector_norm", functional.dtype(x), "fc")
    axes = normal_axes(axis, x.ndim)
    return functional.vector_norm(x, axis=axes, keepdims=keepdims, ord=ord)
