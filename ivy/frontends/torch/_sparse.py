"""Sparse tensors in coordinate format: gradients of embeddings, and the steps of optimizers on them.

Registered by ATen operator in `SPARSE`. A sparse tensor is given as `Coordinates`, a dense one as its
array. Operators without an entry fall back.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._publish import SPARSE, Coordinates
from ivy.frontends.torch import _dtypes, _runs


def _made(sparse_dim, dense_dim, size, indices, values, *, is_coalesced=None, **_):
    return Coordinates(indices, values, tuple(size), bool(is_coalesced))


def _empty(sparse_dim, dense_dim, size, *, dtype=None, **_):
    shape = (0, *size[sparse_dim:])
    values = ivy.zeros(shape, dtype=dtype or _dtypes.default_dtype())
    return Coordinates(ivy.zeros((sparse_dim, 0), dtype=dtypes.int64), values, tuple(size), True)


def _coalesce(x):
    """Each position once, in row-major order."""
    if x.coalesced:
        return x
    sparse = x.shape[: x.indices.shape[0]]
    steps = [math.prod(sparse[i + 1 :]) for i in range(len(sparse))]
    weights = ivy.constant(steps, dtype=dtypes.int64)[:, None]
    places, inverse, _ = _runs.unique(ivy.sum(x.indices * weights, axis=0), True, True, False)
    indices = [ivy.remainder(ivy.floor_divide(places, s), n) for s, n in zip(steps, sparse)]
    values = ivy.zeros((places.shape[0], *x.values.shape[1:]), dtype=ivy.dtype(x.values))
    values = ivy.set_index(values, [inverse], x.values, reduction="add")
    return Coordinates(ivy.stack(indices, axis=0), values, x.shape, True)


def _indices(x):
    return x.indices


def _values(x):
    return x.values


def _only_coalesced(name: str, part: Callable) -> Callable:
    def call(x: Any) -> Any:
        if not x.coalesced:
            raise RuntimeError(
                f"Cannot get {name} on an uncoalesced tensor, please call .coalesce() first"
            )
        return part(x)

    return call


def _is_coalesced(x):
    return x.coalesced


def _count(x):
    return x.values.shape[0]


def _sparse_dim(x):
    return x.indices.shape[0]


def _dense_dim(x):
    return len(x.shape) - x.indices.shape[0]


def _zero(x):
    rank = x.indices.shape[0]
    return _empty(rank, len(x.shape) - rank, x.shape, dtype=ivy.dtype(x.values))


def _marked(x, coalesced):
    return x._replace(coalesced=coalesced)


def _detach(x):
    return x


def _clone(x, *, memory_format=None):
    return x


def _places(x):
    return [x.indices[i] for i in range(x.indices.shape[0])]


def _to_dense(x, dtype=None, masked_grad=None):
    dense = ivy.zeros(x.shape, dtype=ivy.dtype(x.values))
    dense = ivy.set_index(dense, _places(x), x.values, reduction="add")
    return dense if dtype is None else ivy.astype(dense, dtype)


def _mask(x, mask):
    x = _to_dense(x) if isinstance(x, Coordinates) else x
    return mask._replace(values=ivy.get_index(x, _places(mask)))


def _add(x, y, *, alpha=1):
    """Dense and sparse, or both sparse."""
    if not isinstance(y, Coordinates):
        raise NotImplementedError("a dense tensor added to a sparse one")
    dtype = _dtypes.promote_types(ivy.dtype(getattr(x, "values", x)), ivy.dtype(y.values))
    values = ivy.multiply(ivy.astype(y.values, dtype), ivy.asarray(alpha, dtype=dtype))
    if not isinstance(x, Coordinates):
        return ivy.set_index(ivy.astype(x, dtype), _places(y), values, reduction="add")
    both = Coordinates(
        ivy.concat([x.indices, y.indices], axis=1),
        ivy.concat([ivy.astype(x.values, dtype), values], axis=0),
        x.shape,
        False,
    )
    if x.coalesced and y.coalesced:
        return _coalesce(both)
    # PyTorch keeps sums from growing without bound
    crowded = both.values.shape[0] > math.prod(x.shape)
    return _coalesce(both)._replace(coalesced=False) if crowded else both


def _subtract(x, y, *, alpha=1):
    return _add(x, y, alpha=-alpha)


def _by_number(function: Callable, *, in_place: bool = True) -> Callable:
    """For a sparse tensor and a number, or a tensor without dimensions.

    The in-place form of most functions writes into the values; others replace indices and values.
    """

    def call(x: Any, number: Any) -> Any:
        if isinstance(number, Coordinates) or getattr(number, "ndim", 0):
            raise NotImplementedError("a sparse tensor with another tensor, element by element")
        values = function(x.values, ivy.asarray(number, dtype=ivy.dtype(x.values)))
        return x._replace(values=values, indices=x.indices if in_place else ivy.add(x.indices, 0))

    return call


def _by_value(function: Callable, *, linear: bool = False) -> Callable:
    """For functions with f(0) = 0; unless linear, of the sum of the values at each position."""

    @functools.wraps(function)
    def call(x: Any) -> Any:
        x = x if linear else _coalesce(x)
        return x._replace(values=function(x.values))

    return call


SPARSE.update(
    {
        f"torch.ops.aten.{name}": function
        for name, function in {
            "_sparse_coo_tensor_with_dims_and_tensors": _made,
            "_sparse_coo_tensor_with_dims": _empty,
            "_coalesce": _coalesce,
            "_coalesced": _marked,
            "_indices": _indices,
            "_nnz": _count,
            "_to_dense": _to_dense,
            "_values": _values,
            "abs": _by_value(ivy.abs),
            "add.Tensor": _add,
            "clone": _clone,
            "dense_dim": _dense_dim,
            "detach": _detach,
            "div.Tensor": _by_number(ivy.divide),
            "indices": _only_coalesced("indices", _indices),
            "is_coalesced": _is_coalesced,
            "mul.Tensor": _by_number(ivy.multiply, in_place=False),
            "neg": _by_value(ivy.negative, linear=True),
            "sparse_dim": _sparse_dim,
            "sparse_mask": _mask,
            "sqrt": _by_value(ivy.sqrt),
            "sub.Tensor": _subtract,
            "values": _only_coalesced("values", _values),
            "zero": _zero,
        }.items()
    }
)
