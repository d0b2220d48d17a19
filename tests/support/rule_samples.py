"""Samples of calls of the ops whose declarations do not say all that a call needs.

A sample draws the arguments of a call: `d` is a `rule_calls.Draw`.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from hypothesis import strategies as st
from support.rule_calls import Draw, call

from ivy import functional as F
from ivy._core import dtypes

SAMPLES: dict[str, Callable] = {}
# ops whose results no rule can tell
WITHOUT_RULE = {
    **dict.fromkeys(("dtype", "python_kind"), "tells what an array is"),
    **dict.fromkeys(("item", "to_numpy"), "gives no array of the backend"),
    **dict.fromkeys(("random_seed", "seed"), "gives nothing"),
    **dict.fromkeys(
        ("associative_scan", "cond", "fori_loop", "map", "scan", "switch", "while_loop"),
        "gives what the function gives that it is called with",
    ),
}
INT32 = dtypes.int32


def sample(*names: str) -> Callable:
    """Puts a sample of several ops into the table; it gets the name."""

    def put(function: Callable) -> Callable:
        for name in names:
            SAMPLES[name] = lambda d, name=name: function(d, name)
        return function

    return put


# -- creation, and what arrays are


@sample("arange")
def _(d: Draw, name: str):
    bounds = d.of((0, 5), (5, 0, -2), (0, 1), (1, 1), (0.0, 1.0, 0.3), (3, 0))
    return call(*bounds, dtype=d.dtype("if"))


@sample("asarray")
def _(d: Draw, name: str):
    x = d.array(d.shape(), d.dtype("bif")) if d.flag() else d.of(True, 2, 1.5)
    return call(x, dtype=d.dtype("bifc" if x is not True else "b"))


@sample("constant")
def _(d: Draw, name: str):
    values = d.of([1.0, 2.0], [[1], [2]], [], 3, [True])
    return call(values, dtype=d.of(None, d.dtype("ifc")))


@sample("eye")
def _(d: Draw, name: str):
    return call(d.size(), d.of(None, d.size()), k=d.of(-1, 0, 2), dtype=d.dtype())


@sample("full")
def _(d: Draw, name: str):
    dtype = d.dtype()
    value = d.array((), dtype) if d.flag() else d.of(True, 1)
    return call(d.shape(), value, dtype=dtype)


@sample("linspace")
def _(d: Draw, name: str):
    return call(0.0, d.of(1.0, 5.0), d.size(), dtype=d.dtype("f"))


@sample("ones", "zeros")
def _(d: Draw, name: str):
    return call(d.shape(), dtype=d.dtype())


@sample("astype")
def _(d: Draw, name: str):
    return call(d.array(d.shape(), d.dtype()), d.dtype())


@sample("bitcast")
def _(d: Draw, name: str):
    dtype, other = d.dtype("if"), d.dtype("if")
    shape = (*d.shape(0, 2), d.of(0, 1, 2) * 8) if other.itemsize > dtype.itemsize else d.shape()
    return call(d.array(shape, dtype), other)


@sample("require")
def _(d: Draw, name: str):
    return call(d.array(d.shape(), d.dtype()), d.array(d.shape(), np.bool_), message="never")


# -- elementwise, with options


@sample("clip")
def _(d: Draw, name: str):
    dtype, shape = d.dtype("if"), d.shape()
    bounds = [d.of(None, n, d.array(d.part(shape), dtype)) for n in (1, 2)]
    return call(d.array(shape, dtype), *bounds)


@sample("where")
def _(d: Draw, name: str):
    shape, dtype = d.shape(), d.dtype()
    first = d.array(d.part(shape), dtype)
    other = d.array(d.part(shape), dtype) if d.flag() or dtype == dtypes.bool_ else 1
    operands = (first, other) if d.flag() else (other, first)
    return call(d.array(shape, dtypes.bool_), *operands)


@sample("complex")
def _(d: Draw, name: str):
    dtype, shape = d.of(dtypes.float32, dtypes.float64), d.shape()
    return call(d.array(shape, dtype), d.array(d.part(shape), dtype))


@sample("frexp", "sici")
def _(d: Draw, name: str):
    return call(d.array(d.shape(), d.dtype("f")))


@sample("threshold")
def _(d: Draw, name: str):
    return call(d.array(d.shape(), d.dtype("if")), 1, 3)


@sample("polygamma")
def _(d: Draw, name: str):
    return call(d.of(0, 1, 3), d.array(d.shape(), d.dtype("f")))


@sample("recurrence")
def _(d: Draw, name: str):
    shape, dtype = d.shape(), d.dtype("f")
    return call(lambda k, a, b: F.add(a, b), *[d.array(shape, dtype) for _ in range(3)])


# -- reductions and accumulations

_REDUCTIONS = {
    **dict.fromkeys(("all", "any", "reduce_all", "reduce_any"), "bifc"),
    **dict.fromkeys(("sum", "prod", "reduce_sum", "reduce_prod"), "ifc"),
    **dict.fromkeys(("mean", "var", "reduce_mean", "reduce_var", "reduce_std"), "fc"),
    **dict.fromkeys(("logsumexp", "reduce_logsumexp", "vector_norm", "reduce_norm"), "fc"),
    "bitwise_xor_reduce": "i",
}


@sample(*_REDUCTIONS)
def _(d: Draw, name: str):
    shape = d.shape()
    options = {"axis": d.axes(len(shape)), "keepdims": d.flag()}
    if name.endswith("norm"):
        options["ord"] = d.of(0, 1, 2, 3, 0.5, math.inf)
    return call(d.array(shape, d.dtype(_REDUCTIONS[name])), **options)


@sample("max", "min", "reduce_max", "reduce_min")
def _(d: Draw, name: str):
    shape = d.shape(smallest=1)
    return call(d.array(shape, d.dtype("if")), axis=d.axes(len(shape)), keepdims=d.flag())


@sample("argmax", "argmin")
def _(d: Draw, name: str):
    shape = d.shape(smallest=1)
    axis = d.axis(len(shape)) if shape and d.flag() else None
    return call(d.array(shape, d.dtype("if")), axis=axis, keepdims=d.flag())


_ALONG = {
    **dict.fromkeys(("cummax", "cummin"), "if"),
    **dict.fromkeys(("cumprod", "cumsum"), "ifc"),
    "cumlogsumexp": "fc",
    **dict.fromkeys(("log_softmax", "softmax", "softmin", "standardize"), "f"),
    **dict.fromkeys(("argsort", "sort", "sort_with_indices"), "if"),
    **dict.fromkeys(("layer_norm", "rms_norm", "lp_normalize"), "f"),
}


@sample(*_ALONG)
def _(d: Draw, name: str):
    shape = d.shape(least=1)
    options = {"axis": d.axis(len(shape))}
    if name in ("cumprod", "cumsum"):
        options |= {"exclusive": d.flag(), "reverse": d.flag()}
    if "sort" in name:
        options["descending"] = d.flag()
    return call(d.array(shape, d.dtype(_ALONG[name])), **options)


@sample("glu", "geglu")
def _(d: Draw, name: str):
    shape = list(d.shape(least=1))
    axis = d.axis(len(shape))
    shape[axis] *= 2
    return call(d.array(shape, d.dtype("f")), axis=axis)


@sample("top_k")
def _(d: Draw, name: str):
    shape = d.shape(least=1)
    axis = d.axis(len(shape))
    k = d.size(0, shape[axis])
    return call(d.array(shape, d.dtype("if")), k, axis=axis, largest=d.flag())


@sample("lexsort")
def _(d: Draw, name: str):
    n = d.size()
    return call([d.array((n,), d.dtype("if")) for _ in range(d.size(1))])


@sample("searchsorted")
def _(d: Draw, name: str):
    dtype = d.dtype("if")
    lead, n = d.shape(most=2), d.size()
    return call(
        d.array((*lead, n), dtype, np.ones((*lead, n))),
        d.array((*lead, d.size()) if lead else d.shape(), dtype),
        side=d.of("left", "right"),
    )


# -- moving elements


def _any(d: Draw, least: int = 0):
    shape = d.shape(least)
    return shape, d.array(shape, d.dtype())


@sample("as_strided")
def _(d: Draw, name: str):
    geometry = d.of(((2, 2), (1, 2), 1), ((), (), 3), ((0, 2), (1, 1)), ((3, 2), (0, 1)))
    return call(d.array((2, 3), d.dtype()), *geometry)


@sample("as_strided_scatter")
def _(d: Draw, name: str):
    dtype, shape = d.dtype(), d.of((2, 2), (0, 2))
    return call(d.array((2, 3), dtype), d.array(shape, dtype), shape, (1, 2), 1)


@sample("broadcast_arrays")
def _(d: Draw, name: str):
    shape = d.shape()
    return call(*[d.array(d.part(shape), d.dtype()) for _ in range(d.size(1))])


@sample("broadcast_to")
def _(d: Draw, name: str):
    shape = d.shape()
    return call(d.array(d.part(shape), d.dtype()), shape)


@sample("concat")
def _(d: Draw, name: str):
    shape, dtype = d.shape(least=1), d.dtype()
    axis = d.axis(len(shape))
    shapes = [list(shape) for _ in range(d.size(1))]
    for other in shapes:
        other[axis] = d.size()
    return call([d.array(s, dtype) for s in shapes], axis=axis)


@sample("expand_dims")
def _(d: Draw, name: str):
    return call(_any(d)[1], axis=d.of(0, -1, (0, -1), [0, 1]))


@sample("flip")
def _(d: Draw, name: str):
    shape, x = _any(d)
    return call(x, axis=d.axes(len(shape)))


@sample("moveaxis")
def _(d: Draw, name: str):
    shape, x = _any(d, 2)
    source, destination = (d.draw(_orders(len(shape)))[:2] for _ in "ab")
    return call(x, *((source, destination) if d.flag() else (source[0], -1)))


def _orders(rank):
    return st.permutations(range(rank)).map(tuple)


@sample("permute_dims")
def _(d: Draw, name: str):
    shape, x = _any(d)
    return call(x, d.draw(_orders(len(shape))))


@sample("pad")
def _(d: Draw, name: str):
    shape, x = _any(d)
    return call(x, [(d.of(0, 2, -n), d.size()) for n in shape], d.of(0, 1))


@sample("repeat")
def _(d: Draw, name: str):
    shape, x = _any(d, 1)
    return call(x, d.size(), axis=d.axis(len(shape)))


@sample("reshape")
def _(d: Draw, name: str):
    shape, x = _any(d)
    return call(x, d.of((math.prod(shape),), (*shape, 1), (1, *shape), shape[::-1]))


@sample("roll")
def _(d: Draw, name: str):
    shape, x = _any(d)
    if shape and d.flag():
        return call(x, 1, axis=d.axis(len(shape)))
    axes = tuple(range(len(shape)))
    if d.flag() or not shape:
        return call(x, d.of(2, -1), axis=None)
    return call(x, [1 for _ in axes], axis=axes)


@sample("slice_")
def _(d: Draw, name: str):
    x = d.array((3, *d.shape(most=2)), d.dtype())
    steps = slice(None, None, -1), slice(5, None), slice(0, 2), slice(2, None, -2)
    index = d.of((..., None), (1,), (-1, ...), (None,), (), *[(s,) for s in steps])
    return call(x, index)


@sample("squeeze")
def _(d: Draw, name: str):
    shape, dtype = d.shape(most=2), d.dtype()
    if d.flag():
        return call(d.array((1, *shape, 1), dtype), axis=d.of((0, -1), [0]))
    return call(d.array((*shape, 1), dtype), axis=-1)


@sample("stack")
def _(d: Draw, name: str):
    shape, dtype = d.shape(), d.dtype()
    arrays = [d.array(shape, dtype) for _ in range(d.size(1))]
    return call(arrays, axis=d.axis(len(shape) + 1))


@sample("tile")
def _(d: Draw, name: str):
    return call(_any(d)[1], d.of((2,), (1, 3), (2, 1, 2), (0,)))


@sample("tril", "triu")
def _(d: Draw, name: str):
    return call(_any(d, 2)[1], k=d.of(-4, -1, 0, 1, 4))


@sample("adjoint", "matrix_transpose", "matrix_diagonal")
def _(d: Draw, name: str):
    return call(_any(d, 2)[1])


# -- positions

_REDUCED = "set", "add", "multiply", "minimum", "maximum"


def _bounds(d: Draw):
    return d.of("error", "clip", "drop", "wrap")


def _reduction(d: Draw, dtype):
    return d.of(*_REDUCED) if dtypes.category(dtype) in (1, 2) else "set"


@sample("take")
def _(d: Draw, name: str):
    shape = d.shape(least=1, smallest=1)
    axis = d.of(*range(len(shape)))
    return call(
        d.array(shape, d.dtype()), d.indices(d.shape(), shape[axis]), axis=axis, bounds=_bounds(d)
    )


@sample("get_index", "set_index")
def _(d: Draw, name: str):
    x, dtype = (3, 2, 4), d.dtype()
    lead = d.shape(most=2)
    where = d.of((0,), (1,), (0, 1), (0, 2), (1, 2), (0, 1, 2))
    indices = [d.indices(d.part(lead), x[k]) if k in where else None for k in range(where[-1] + 1)]
    array, bounds = d.array(x, dtype), _bounds(d)
    if name == "get_index":
        return call(array, indices, bounds=bounds)
    values = d.array((), dtype)
    return call(array, indices, values, reduction=_reduction(d, dtype), bounds=bounds)


@sample("nonzero")
def _(d: Draw, name: str):
    return call(_any(d, 1)[1])


@sample("take_along_axis", "put_along_axis")
def _(d: Draw, name: str):
    shape, dtype = d.shape(least=1, smallest=1), d.dtype()
    axis = d.of(*range(len(shape)))
    along = list(shape)
    along[axis] = d.size()
    x, indices = d.array(shape, dtype), d.indices(along, shape[axis])
    options = {"axis": axis, "bounds": _bounds(d)}
    if name == "take_along_axis":
        return call(x, indices, **options)
    return call(x, indices, d.array(along, dtype), reduction=_reduction(d, dtype), **options)


@sample("one_hot")
def _(d: Draw, name: str):
    shape = d.shape()
    options = {} if d.flag() else {"on_value": 2, "off_value": 1}
    return call(
        d.indices(shape, 3), d.size(), axis=d.axis(len(shape) + 1), dtype=d.dtype("if"), **options
    )


@sample("gather")
def _(d: Draw, name: str):
    batch = d.shape(most=1)
    shape = (*batch, *d.shape(least=1, most=2, smallest=1))
    axis = d.of(*range(len(batch), len(shape)))
    indices = d.indices((*batch, *d.shape(most=2)), shape[axis])
    return call(d.array(shape, d.dtype()), indices, axis=axis, batch_dims=len(batch))


@sample("gather_nd")
def _(d: Draw, name: str):
    batch, depth = d.shape(most=1), d.size(1, 2)
    indices = d.indices((*batch, *d.shape(most=1), depth), 2)
    return call(d.array((*batch, 2, 3, 2), d.dtype()), indices, batch_dims=len(batch))


@sample("scatter")
def _(d: Draw, name: str):
    dtype, n = d.dtype(), d.size()
    axis = d.of(0, 1)
    updates = (n, 2) if axis == 0 else (3, n)
    return call(
        d.array((3, 2), dtype), d.indices((n,), 2), d.array(updates, dtype), axis=axis,
        reduction=_reduction(d, dtype),
    )  # fmt: skip


@sample("scatter_nd_update", "scatter_nd")
def _(d: Draw, name: str):
    dtype, n, depth = d.dtype("if"), d.size(), d.size(1, 2)
    indices, updates = d.indices((n, depth), 2), d.array((n, *(3, 2)[depth:]), dtype)
    reduction = _reduction(d, dtype)
    if name == "scatter_nd":
        return call(indices, updates, (3, 2), reduction=reduction)
    return call(d.array((3, 2), dtype), indices, updates, reduction=reduction)


@sample("scatter_flat")
def _(d: Draw, name: str):
    dtype, n = d.dtype("if"), d.size()
    return call(d.indices((n,), 4), d.array((n,), dtype), 4, reduction=_reduction(d, dtype))


@sample("segment_max", "segment_mean", "segment_min", "segment_prod", "segment_sum")
def _(d: Draw, name: str):
    n, dtype = d.size(), d.dtype("f" if name == "segment_mean" else "if")
    return call(d.array((n, *d.shape(most=2)), dtype), d.indices((n,), 2), d.size(0, 3))


@sample("embedding")
def _(d: Draw, name: str):
    weight = d.array((3, d.size()), d.dtype("f"))
    return call(weight, d.indices(d.shape(), 3), max_norm=d.of(None, 1.0))
