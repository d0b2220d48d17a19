"""Sums, products, norms and softmax of sparse tensors, and their gradients."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends._publish import NATIVE, Coordinates
from ivy.frontends.torch._sparse import _formats as formats


def _axes(dim: Any, rank: int) -> list[int]:
    dims = [dim] if isinstance(dim, int) else dim
    if any(not -rank <= d < rank for d in dims) or len({d % rank for d in dims}) < len(dims):
        raise IndexError("dimensions out of range, or named twice")
    return sorted(d % rank for d in dims)


def _sum(x, dtype=None):
    return NATIVE["torch.sum"](x.values, dtype=dtype)


def _sum_of_dimensions(x, dim, keepdim=False, dtype=None):
    """`torch.sum` of some dimensions."""
    if not isinstance(x, Coordinates):
        if dim is None or not keepdim or x.layout != "torch.sparse_csr":
            raise NotImplementedError("a sum of rows that loses dimensions")
        return _reduced_rows(x, dim, dtype, "add")
    if not dim:
        return _sum(x, dtype)
    found = _sparse_sum(x if dtype is None else x._replace(values=ivy.astype(x.values, dtype)), dim)
    if keepdim:
        for axis in _axes(dim, len(x.shape)):
            found = _kept(found, axis)
    return found


def _kept(x: Any, axis: int) -> Any:
    return unsqueeze(x, axis) if formats.is_sparse(x) else ivy.expand_dims(x, axis=axis)


def _sparse_sum(x, dim):
    """Sparse, unless no sparse dimension is left."""
    axes, rank = _axes(dim, len(x.shape)), x.indices.shape[0]
    dense = tuple(d - rank + 1 for d in axes if d >= rank)
    values = NATIVE["torch.sum"](x.values, dense) if dense else x.values
    kept = [d for d in range(rank) if d not in axes]
    if not kept:
        return NATIVE["torch.sum"](values, (0,))
    indices = ivy.stack([x.indices[d] for d in kept], axis=0)
    shape = tuple(n for d, n in enumerate(x.shape) if d not in axes)
    return formats.coalesce(Coordinates(indices, values, shape, False))


def _sparse_sum_backward(grad, x, dim):
    """The gradient at the elements of `x`."""
    if (formats.is_sparse(grad) and not formats.count_of(grad)) or 0 in grad.shape:
        return formats.empty(x.shape, x.indices.shape[0], ivy.dtype(x.values))
    axes, rank, x = _axes(dim, len(x.shape)), x.indices.shape[0], formats.coalesce(x)
    kept = [d for d in range(rank) if d not in axes]
    inner = tuple(1 if d in axes else n for d, n in enumerate(x.shape) if d >= rank)
    count = x.values.shape[0]
    if not kept:
        values = ivy.reshape(grad, (1, *inner))
    else:
        grad = formats.coalesce(grad)
        wanted = formats.along_rows([x.indices[d] for d in kept], grad.shape[: len(kept)])
        values = ivy.reshape(values_at(grad, wanted), (count, *inner))
    return x._replace(values=ivy.broadcast_to(values, (count, *x.shape[rank:])))


def values_at(x: Coordinates, wanted: Any) -> Any:
    """The values of a coalesced tensor at `keys`, zero where it has none."""
    if x.values.shape[0] == 0:
        return ivy.zeros((wanted.shape[0], *x.values.shape[1:]), dtype=ivy.dtype(x.values))
    at, there = formats.find(x, wanted)
    there = ivy.reshape(there, (-1, *(1,) * (x.values.ndim - 1)))
    found = ivy.take(x.values, at, axis=0)
    return ivy.where(there, found, ivy.zeros(found.shape, dtype=ivy.dtype(found)))


def _reduced_rows(x: Any, dim: Any, dtype: Any, how: str) -> Any:
    """A sum or product of a matrix of compressed rows over its rows, columns or both."""
    first = formats.coordinates(x)
    values = first.values if dtype is None else ivy.astype(first.values, dtype)
    whole = ivy.dtype(values).kind in "iub"
    values = ivy.astype(values, dtypes.int64) if whole and dtype is None else values
    axes = _axes(dim, 2)
    shape = tuple(1 if d in axes else n for d, n in enumerate(x.shape))
    zero = ivy.zeros((values.shape[0],), dtype=dtypes.int64)
    places = [zero if d in axes else p for d, p in enumerate(formats.places(first))]
    numbers = formats.along_rows(places, shape)
    counts = formats.sum_at(numbers, ivy.ones(numbers.shape, dtype=dtypes.int64), math.prod(shape))
    kept = formats.where(ivy.greater(counts, 0))
    start = (ivy.zeros if how == "add" else ivy.ones)(counts.shape, dtype=ivy.dtype(values))
    total = ivy.set_index(start, [numbers], values, reduction=how) if values.shape[0] else start
    indices = formats.stacked(formats.back(kept, shape), kept.shape[0])
    found = Coordinates(indices, ivy.take(total, kept, axis=0), shape, True)
    return formats.compress(found, x.layout, index_dtype=ivy.dtype(x.plain))


def _reduction_of_rows(how: str) -> Callable:
    def call(x: Any, dim: Any, keepdim: bool = False, *, dtype: Any = None) -> Any:
        if not keepdim:
            raise NotImplementedError("a reduction of rows that loses dimensions")
        return _reduced_rows(x, dim, dtype, how)

    return call


def _norm(x, p=None, dim=None, keepdim=False, dtype=None):
    """Of all elements."""
    if dim and len(dim) != len(x.shape):
        raise NotImplementedError("a norm of some dimensions")
    values = ivy.reshape(formats.coalesce(x).values, (-1,))
    return NATIVE["torch.linalg.vector_norm"](values, 2 if p is None else p, dtype=dtype)


# -- softmax


class _Rows:
    """The elements of a coalesced tensor in groups that differ in one sparse dimension only."""

    def __init__(self, x: Coordinates, dim: int):
        rank = x.indices.shape[0]
        rest = [d for d in range(rank) if d != dim]
        self.count = math.prod(x.shape[d] for d in rest)
        numbers = ivy.zeros((x.values.shape[0],), dtype=dtypes.int64)
        if rest:
            numbers = formats.along_rows(
                [x.indices[d] for d in rest], tuple(x.shape[d] for d in rest)
            )
        self.numbers = numbers

    def sums(self, values: Any) -> Any:
        """The sum of the group of each element."""
        return ivy.take(formats.sum_at(self.numbers, values, self.count), self.numbers, axis=0)

    def largest(self, values: Any) -> Any:
        """The largest one of the group of each element."""
        shape = (self.count, *values.shape[1:])
        start = ivy.full(shape, float("-inf"), dtype=ivy.dtype(values))
        best = ivy.set_index(start, [self.numbers], values, reduction="maximum")
        return ivy.take(best, self.numbers, axis=0)


def _softmax(log: bool) -> Callable:
    """Of the elements that are listed: others are taken for minus infinity."""

    def call(x: Any, dim: int, half_to_float: bool) -> Any:
        x, axis = formats.coalesce(x), _axes(dim, len(x.shape))[0]
        rank = x.indices.shape[0]
        if 0 in x.values.shape:
            return x
        if axis >= rank:
            name = f"torch.ops.aten._{'log_' if log else ''}softmax"
            return x._replace(values=NATIVE[name](x.values, axis - rank + 1, half_to_float))
        rows = _Rows(x, axis)
        shifted = ivy.subtract(x.values, rows.largest(x.values))
        powers = ivy.exp(shifted)
        if log:
            return x._replace(values=ivy.subtract(shifted, ivy.log(rows.sums(powers))))
        return x._replace(values=ivy.divide(powers, rows.sums(powers)))

    return call


def _softmax_backward(log: bool) -> Callable:
    def call(grad: Any, output: Any, dim: int, x: Any) -> Any:
        axis, rank = _axes(dim, len(x.shape))[0], output.indices.shape[0]
        output = formats.coalesce(output)
        if 0 in output.values.shape:
            return output
        given = values_at(formats.coalesce(grad), formats.keys(output))
        y = output.values

        def sums(values: Any) -> Any:
            if axis >= rank:
                return ivy.sum(values, axis=axis - rank + 1, keepdims=True)
            return _Rows(output, axis).sums(values)

        if log:
            values = ivy.subtract(given, ivy.multiply(ivy.exp(y), sums(given)))
        else:
            values = ivy.multiply(y, ivy.subtract(given, sums(ivy.multiply(given, y))))
        return output._replace(values=values)

    return call


def unsqueeze(x, dim):
    """A new dimension of size one, sparse if it stands among sparse ones or right behind them."""
    rank, axis = x.indices.shape[0], dim % (len(x.shape) + 1)
    if not -len(x.shape) - 1 <= dim <= len(x.shape):
        raise IndexError("dimension out of range")
    shape = (*x.shape[:axis], 1, *x.shape[axis:])
    if axis > rank:
        return formats.made(x.indices, ivy.expand_dims(x.values, axis=axis - rank + 1), shape)
    zeros = ivy.zeros((1, x.indices.shape[1]), dtype=ivy.dtype(x.indices))
    indices = ivy.concat([x.indices[:axis], zeros, x.indices[axis:]], axis=0)
    return formats.made(indices, x.values, shape)


_publish.publish_sparse(
    {
        "_sparse_csr_prod.dim_dtype": _reduction_of_rows("multiply"),
        "_sparse_csr_sum.dim_dtype": _reduction_of_rows("add"),
        "_sparse_log_softmax": _softmax(log=True),
        "_sparse_log_softmax_backward_data": _softmax_backward(log=True),
        "_sparse_softmax": _softmax(log=False),
        "_sparse_softmax_backward_data": _softmax_backward(log=False),
        "_sparse_sum.dim": _sparse_sum,
        "_sparse_sum_backward": _sparse_sum_backward,
        "native_norm": _norm,
        "norm.ScalarOpt_dim": _norm,
        "norm.ScalarOpt_dim_dtype": _norm,
        "sum": _sum,
        "sum.dim_IntList": _sum_of_dimensions,
        "unsqueeze": unsqueeze,
    }
)
