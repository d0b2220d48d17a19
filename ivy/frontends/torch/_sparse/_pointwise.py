"""Functions of each element: those that keep zeros, sums, products."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends._publish import NATIVE, Compressed, Coordinates
from ivy.frontends.torch import _dtypes
from ivy.frontends.torch._sparse import _formats as formats


def _by_value(name: str, *, linear: bool = False) -> Callable:
    """PyTorch's function `name`, which keeps zeros, on the values.

    Unless it is linear, it is one of the sum of the values at each position.
    """

    def call(x: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(x, Coordinates) and not linear:
            x = formats.coalesce(x)
        return x._replace(values=NATIVE[name](x.values, *args, **kwargs))

    return call


def _number(x: Any) -> bool:
    return not formats.is_sparse(x) and getattr(x, "ndim", 0) == 0


def _by_number(name: str) -> Callable:
    """A function of a sparse tensor and a number, or a tensor without dimensions, on the values."""

    def call(x: Any, number: Any, **kwargs: Any) -> Any:
        if not formats.is_sparse(x) or not _number(number):
            raise NotImplementedError("with another tensor, element by element")
        if kwargs.get("rounding_mode") or name == "torch.pow":
            x = formats.coalesce(x) if isinstance(x, Coordinates) else x
        return x._replace(values=NATIVE[name](x.values, number, **kwargs))

    return call


# -- sums


def _add(x, y, *, alpha=1):
    """Dense and sparse, or both sparse."""
    if isinstance(x, Compressed) and not formats.is_sparse(y):
        x, y = y, x
    if not formats.is_sparse(y):
        raise NotImplementedError("a dense tensor added to a sparse one")
    dtype = _dtypes.promote_types(formats.dtype_of(x), formats.dtype_of(y))
    if tuple(x.shape) != tuple(y.shape):
        raise ValueError("sizes differ")
    if not formats.is_sparse(x):
        return _add_to_dense(ivy.astype(x, dtype), _scaled(formats.as_coordinates(y), dtype, alpha))
    if x.layout != y.layout:
        raise NotImplementedError("a sum of two layouts")
    if isinstance(x, Coordinates) and isinstance(y, Coordinates):
        return _add_coordinates(x, y, dtype, alpha)
    first, second = (formats.coordinates(each) for each in (x, y))
    found = formats.coalesce(_joined(first, _scaled(second, dtype, alpha), dtype))
    return formats.like(found, x)


def _scaled(x: Coordinates, dtype: Any, alpha: Any) -> Coordinates:
    values = ivy.astype(x.values, dtype)
    if alpha != 1:
        values = ivy.multiply(values, ivy.asarray(alpha, dtype=dtype))
    return x._replace(values=values)


def _add_to_dense(x: Any, y: Coordinates) -> Any:
    if 0 in y.values.shape:
        return x
    if y.indices.shape[0] == 0:
        return ivy.add(x, formats.to_dense(y))
    return ivy.set_index(x, formats.places(y), y.values, reduction="add")


def _joined(x: Coordinates, y: Coordinates, dtype: Any) -> Coordinates:
    indices = ivy.concat([x.indices, y.indices], axis=1)
    values = ivy.concat([ivy.astype(x.values, dtype), y.values], axis=0)
    return Coordinates(indices, values, x.shape, False)


def _add_coordinates(x: Coordinates, y: Coordinates, dtype: Any, alpha: Any) -> Coordinates:
    y = _scaled(y, dtype, alpha)
    if x.indices.shape[0] != y.indices.shape[0]:
        raise ValueError("numbers of sparse dimensions differ")
    if y.values.shape[0] == 0:
        return x._replace(values=ivy.astype(x.values, dtype))
    if x.values.shape[0] == 0:
        return y
    both = _joined(x, y, dtype)
    if x.coalesced and y.coalesced:
        return formats.coalesce(both)
    # PyTorch keeps sums from growing without bound
    crowded = both.values.shape[0] > math.prod(x.shape)
    return formats.coalesce(both)._replace(coalesced=False) if crowded else both


def _subtract(x, y, *, alpha=1):
    return _add(x, y, alpha=-alpha)


# -- products


def _multiply(x, y):
    """A product with a number, a dense tensor, or a sparse one."""
    if not formats.is_sparse(x):
        x, y = y, x
    if _number(y):
        return x._replace(values=NATIVE["torch.mul"](x.values, y))
    dtype = _dtypes.promote_types(formats.dtype_of(x), formats.dtype_of(y))
    if isinstance(x, Compressed):
        return _multiply_compressed(x, y, dtype)
    if not formats.is_sparse(y):
        return _multiply_by_dense(x, y, dtype)
    if not x.shape or not y.shape:
        return _multiply_by_single(x, y) if not y.shape else _multiply_by_single(y, x)
    if x.values.shape[0] == 0 or y.values.shape[0] == 0:
        return formats.empty(x.shape, formats.sparse_rank(x), dtype)
    return _intersection(x, y, dtype)


def _multiplied(x, y):
    """`x.mul_(y)`, after which PyTorch does not call x coalesced, unless by a sparse tensor."""
    found = _multiply(x, y)
    if isinstance(found, Coordinates) and not formats.is_sparse(y):
        return found._replace(coalesced=False)
    return found


def _multiply_by_single(x: Coordinates, y: Coordinates) -> Coordinates:
    """By a sparse tensor without dimensions."""
    if y.values.shape[0] == 0:
        values = ivy.zeros(x.values.shape, dtype=ivy.dtype(x.values))
        return x._replace(values=values)
    return x._replace(values=NATIVE["torch.mul"](x.values, formats.coalesce(y).values[0]))


def _multiply_compressed(x: Compressed, y: Any, dtype: Any) -> Any:
    other = formats.as_coordinates(y) if formats.is_sparse(y) else y
    first = formats.coalesce(formats.coordinates(x))
    if not formats.is_sparse(y):
        values = _values_at(other, first)
        found = first._replace(
            values=ivy.multiply(_cast(first.values, dtype), _cast(values, dtype))
        )
    else:
        found = _intersection(first, formats.coalesce(other), dtype)
    return formats.like(found, x)


def _cast(x: Any, dtype: Any) -> Any:
    return ivy.astype(x, dtype)


def _values_at(x: Any, pattern: Coordinates) -> Any:
    """The elements of a dense tensor, broadcast to the size of a pattern, at its positions."""
    rank = pattern.indices.shape[0]
    if x.ndim > len(pattern.shape):
        raise NotImplementedError("a dense factor with more dimensions")
    x = ivy.reshape(x, (1,) * (len(pattern.shape) - x.ndim) + tuple(x.shape))
    positions = []
    for index, n in zip(formats.places(pattern), x.shape[:rank]):
        positions.append(ivy.zeros(index.shape, dtype=dtypes.int64) if n == 1 else index)
    return ivy.get_index(x, positions) if rank else ivy.expand_dims(x, axis=0)


def _multiply_by_dense(x: Coordinates, y: Any, dtype: Any) -> Coordinates:
    shape = np.broadcast_shapes(x.shape, tuple(y.shape))
    x = broadcast(x, shape)
    values = ivy.multiply(_cast(x.values, dtype), _cast(_values_at(y, x), dtype))
    return x._replace(values=values)


def _intersection(x: Coordinates, y: Coordinates, dtype: Any) -> Coordinates:
    """The positions of both, with the products of the values."""
    rank = x.indices.shape[0]
    if x.shape[:rank] != y.shape[:rank] or rank != y.indices.shape[0]:
        raise ValueError("sparse dimensions differ")
    coalesced = x.coalesced and y.coalesced
    x, y = formats.coalesce(x), formats.coalesce(y)
    shape = np.broadcast_shapes(x.shape, y.shape)
    if x.values.shape[0] == 0 or y.values.shape[0] == 0:
        return formats.empty(shape, rank, dtype)
    at, there = formats.find(y, formats.keys(x))
    hits = formats.where(there)
    first = ivy.take(_cast(x.values, dtype), hits, axis=0)
    second = ivy.take(_cast(y.values, dtype), ivy.take(at, hits, axis=0), axis=0)
    indices = ivy.take(x.indices, hits, axis=1)
    values = ivy.multiply(*_aligned(first, second))
    return Coordinates(indices, values, shape, coalesced)


def _aligned(x: Any, y: Any) -> list[Any]:
    """Values whose elements broadcast against each other behind the first axis."""
    rank = max(x.ndim, y.ndim)
    return [ivy.reshape(v, (v.shape[0], *(1,) * (rank - v.ndim), *v.shape[1:])) for v in (x, y)]


def broadcast(x: Coordinates, shape: tuple) -> Coordinates:
    """A sparse tensor broadcast to a size: elements are repeated along sparse dimensions."""
    shape, added = tuple(shape), len(shape) - len(x.shape)
    if shape == x.shape:
        return x
    rank, count = x.indices.shape[0], x.values.shape[0]
    old = (1,) * added + x.shape
    wide = [i for i in range(rank + added) if old[i] != shape[i] or i < added]
    if any(old[i] != 1 and old[i] != shape[i] for i in range(len(shape))):
        raise RuntimeError("sizes do not broadcast")
    times = math.prod(shape[i] for i in wide)
    inner = formats.back(ivy.arange(0, times, dtype=dtypes.int64), tuple(shape[i] for i in wide))
    which = ivy.floor_divide(ivy.arange(0, times * count, dtype=dtypes.int64), max(times, 1))
    rows = formats.places(x)
    found = []
    for i in range(rank + added):
        if i in wide:
            found.append(ivy.tile(inner[wide.index(i)], (count,)))
        else:
            found.append(ivy.take(rows[i - added], which, axis=0))
    values = ivy.take(x.values, which, axis=0)
    values = ivy.broadcast_to(values, (times * count, *shape[rank + added :]))
    indices = formats.stacked(found, times * count)
    # repeated along the first dimensions only, the order is that of rows no more
    coalesced = x.coalesced and (not wide or wide[0] > _last_varied(x, added))
    return Coordinates(indices, values, shape, coalesced)


def _last_varied(x: Coordinates, added: int) -> int:
    rank = x.indices.shape[0]
    return max((i + added for i in range(rank) if x.shape[i] != 1), default=-1)


# -- others


def _threshold_backward(grad, x, threshold):
    x = formats.coalesce(x) if isinstance(x, Coordinates) else x
    grad = formats.coalesce(grad) if isinstance(grad, Coordinates) else grad
    kept = ivy.astype(ivy.greater(x.values, threshold), ivy.dtype(grad.values))
    return grad._replace(values=ivy.multiply(grad.values, kept))


def _any(x):
    return ivy.any(ivy.not_equal(x.values, 0))


_OF_ZERO = """abs angle asin asinh atan atanh ceil deg2rad erf erfinv expm1 floor frac isinf isnan
isneginf isposinf log1p nan_to_num rad2deg relu round sgn sign signbit sin sinh sqrt tan tanh
trunc""".split()
_LINEAR = {"neg": "torch.neg", "_conj_physical": "torch.conj_physical"}


def _name(base: str) -> str:
    return next(n for n in (f"torch.{base}", f"torch.nn.functional.{base}") if n in NATIVE)


def _late(base: str) -> Callable:
    """As `_by_value`; other files, which have the function, may be read after this one."""

    @functools.cache
    def function() -> Callable:
        return _by_value(_name(base))

    return lambda x, *args, **kwargs: function()(x, *args, **kwargs)


_publish.publish_sparse(
    {
        **{base: _late(base) for base in _OF_ZERO},
        **{base: _by_value(name, linear=True) for base, name in _LINEAR.items()},
        "conj_physical": _by_value("torch.conj_physical", linear=True),
        "_sparse_broadcast_to": lambda x, size: broadcast(x, size),
        "add.Tensor": _add,
        "any": _any,
        "div.Scalar": _by_number("torch.div"),
        "div.Scalar_mode": _by_number("torch.div"),
        "div.Tensor": _by_number("torch.div"),
        "div.Tensor_mode": _by_number("torch.div"),
        "floor_divide": _by_number("torch.floor_divide"),
        "mul.Scalar": _multiply,
        "mul.Tensor": _multiply,
        "mul_.Tensor": _multiplied,
        "pow.Tensor_Scalar": _by_number("torch.pow"),
        "sub.Tensor": _subtract,
        "threshold_backward": _threshold_backward,
    }
)
