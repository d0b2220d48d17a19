"""Reductions, running totals and sliding windows of `jax.lax`."""

import builtins
import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax import _tree
from ivy.frontends.jax.lax import _adapters as like
from ivy.frontends.jax.lax import _bits, _folding, _shape

argmax = like.position(ivy.argmax)
argmin = like.position(ivy.argmin)
cumlogsumexp = like.cumulative(like.wide_along(ivy.cumlogsumexp), "fc")
cumprod = like.cumulative(ivy.cumprod, like.NUMBERS)
cumsum = like.cumulative(ivy.cumsum, like.NUMBERS)
reduce_prod = like.reduction(like.wide_along(ivy.prod), like.NUMBERS)


def _by(op, of_array):
    """A reduction by a binary `op`, for kinds of dtypes that backends do not reduce."""

    def reduced(x, *, axis):
        kind = ivy.dtype(x).kind
        if kind == "c" or (kind == "b" and of_array in (ivy.max, ivy.min)) or of_array is None:
            rows = _folding.leading(x, axis)
            return _folding.fold(lambda a, b: [op(a[0], b[0])], [rows])[0]
        return of_array(x, axis=axis)

    def function(x, *, axis):
        if not axis:
            return x
        if 0 in (x.shape[a] for a in axis):
            kept = tuple(n for d, n in enumerate(x.shape) if d not in axis)
            value = to.like(_identity(op, ivy.dtype(x)), x)
            return ivy.broadcast_to(value, kept)
        return reduced(x, axis=axis)

    return function


def _identity(op, dtype):
    if dtypes.category(dtype) > 1:
        return -math.inf if op is _bits.larger else math.inf
    if op in (ivy.bitwise_or, ivy.bitwise_xor):
        return 0
    if op is ivy.bitwise_and:
        return True if dtype.kind == "b" else -1 if dtype.kind == "i" else dtypes.limits(dtype)[1]
    return dtypes.limits(dtype)[0 if op is _bits.larger else 1]


def _running(op, of_array):
    def function(x, *, axis):
        if ivy.dtype(x).kind != "c":
            return of_array(x, axis=axis)
        x = ivy.moveaxis(x, axis, 0)
        (out,) = _folding.prefixes(lambda a, b: [op(a[0], b[0])], [x])
        return ivy.moveaxis(out, 0, axis)

    return function


cummax = like.cumulative(_running(_bits.larger, ivy.cummax), like.NUMBERS)
cummin = like.cumulative(_running(_bits.smaller, ivy.cummin), like.NUMBERS)
reduce_max = like.reduction(_by(_bits.larger, ivy.max), like.ALL)
reduce_min = like.reduction(_by(_bits.smaller, ivy.min), like.ALL)
reduce_and = like.reduction(_by(ivy.bitwise_and, None), "bi")
reduce_or = like.reduction(_by(ivy.bitwise_or, None), "bi")
reduce_xor = like.reduction(_by(ivy.bitwise_xor, None), "bi")


_sum = like.wide_along(ivy.sum)


@like.checks(_sum)
def reduce_sum(operand, axes, *, out_sharding=None):
    (x,) = like.operands("reduce_sum", like.NUMBERS, operand)
    return _sum(x, axis=like.distinct("reduce_sum", axes, x.ndim))


def reduce(operands, init_values, computation, dimensions, out_sharding=None):
    arrays = [to.array(x) for x in _tree.leaves(operands)]
    starts = _starts(arrays, init_values, "reduce")
    if not _tree.same_structure(operands, init_values):
        raise ValueError("Operands must have the same tree structure as init_values")
    axes = like.distinct("reduce", dimensions, arrays[0].ndim)
    if not axes:  # XLA returns such operands unchanged, without their start
        return _tree.rebuilt(operands, arrays)
    rows = [_folding.leading(x, axes) for x in arrays]
    return _tree.rebuilt(operands, _folded(operands, rows, starts, computation))


def _starts(arrays, init_values, name):
    """Initial values of the reduction of each array; a number takes the array's dtype."""
    values = _tree.leaves(init_values)
    if len(values) != len(arrays):
        raise ValueError(f"{name}: operands must have the same tree structure as initial values")
    starts = []
    for x, value in zip(arrays, values, strict=True):
        start = to.cast(value, ivy.dtype(x)) if to.is_weak(value) else to.array(value)
        like.one_dtype(name, x, start)
        if len(start.shape):
            raise ValueError(f"{name} found non-scalar initial values")
        starts.append(start)
    return starts


def _folded(tree, rows, starts, computation):
    """The rows of each array folded by a function of trees, from an initial value."""

    def combine(a, b):
        result = computation(_tree.rebuilt(tree, a), _tree.rebuilt(tree, b))
        found = [to.array(x) for x in _tree.leaves(result)]
        return [to.cast(x, ivy.dtype(y)) for x, y in zip(found, a, strict=True)]

    starts = [
        ivy.broadcast_to(start, (1, *x.shape[1:])) for start, x in zip(starts, rows, strict=True)
    ]
    together = [ivy.concat(pair, axis=0) for pair in zip(starts, rows, strict=True)]
    return _folding.fold(combine, together)


def reduce_window(
    operand,
    init_value,
    computation,
    window_dimensions,
    window_strides=None,
    padding="VALID",
    base_dilation=None,
    window_dilation=None,
):
    arrays = [to.array(x) for x in _tree.leaves(operand)]
    starts = _starts(arrays, init_value, "reduce_window")
    ndim = arrays[0].ndim
    ones = (1,) * ndim
    sizes, steps = tuple(window_dimensions), tuple(window_strides or ones)
    base, apart = tuple(base_dilation or ones), tuple(window_dilation or ones)
    if not ndim == len(sizes) == len(steps) == len(base) == len(apart):
        raise TypeError(f"reduce_window of {ndim} axes with windows {sizes}, strides {steps}")
    if builtins.min((*sizes, *steps, *base, *apart), default=1) < 1:
        raise TypeError("reduce_window needs windows, strides and dilations of at least 1")
    padding = _window_padding(arrays[0].shape, sizes, steps, padding, base, apart)
    rows = [
        _window_rows(x, start, sizes, steps, padding, base, apart)
        for x, start in zip(arrays, starts, strict=True)
    ]
    return _tree.rebuilt(operand, _folded(operand, rows, starts, computation))


def _window_padding(shape, sizes, steps, padding, base, apart):
    if not isinstance(padding, str):
        return [tuple(p) for p in padding]
    spread = [0 if n == 0 else 1 + d * (n - 1) for n, d in zip(shape, base, strict=True)]
    reach = [1 + d * (n - 1) for n, d in zip(sizes, apart, strict=True)]
    return padtype_to_pads(spread, reach, steps, padding)


def _window_rows(x, start, sizes, steps, padding, base, apart):
    """The elements of each window, along the first axis."""
    config = [(low, high, d - 1) for (low, high), d in zip(padding, base, strict=True)]
    x = _shape.padded(x, start, config)
    for axis in reversed(range(x.ndim)):  # each axis becomes two
        reach = 1 + apart[axis] * (sizes[axis] - 1)
        if reach > x.shape[axis]:
            shape = [*x.shape[:axis], 0, sizes[axis], *x.shape[axis + 1 :]]
            x = ivy.zeros(tuple(shape), dtype=ivy.dtype(x))
        else:
            x = ivy.windows(x, sizes[axis], axis=axis, stride=steps[axis], dilation=apart[axis])
    return _folding.leading(x, tuple(range(1, x.ndim, 2)))


def padtype_to_pads(in_shape, window_shape, window_strides, padding):
    kind = padding.upper() if isinstance(padding, str) else padding
    if kind == "VALID":
        return [(0, 0)] * len(in_shape)
    if not isinstance(kind, str):
        raise TypeError(f"Unknown padding type: {padding}.")
    if kind not in ("SAME", "SAME_LOWER"):
        raise RuntimeError(
            f"Unrecognized padding type: expected 'VALID', 'SAME', or 'SAME_LOWER', got {padding}."
        )
    pads = []
    for n, size, step in zip(in_shape, window_shape, window_strides, strict=True):
        total = builtins.max((-(-n // step) - 1) * step + size - n, 0)
        halves = (total // 2, total - total // 2)
        pads.append(halves if kind == "SAME" else halves[::-1])
    return pads


def reduce_window_shape_tuple(
    operand_shape,
    window_dimensions,
    window_strides,
    padding,
    base_dilation=None,
    window_dilation=None,
):
    ones = (1,) * len(operand_shape)
    shape = []
    for n, size, step, (low, high), base, apart in zip(
        operand_shape,
        window_dimensions,
        window_strides,
        padding,
        base_dilation or ones,
        window_dilation or ones,
        strict=True,
    ):
        n = (0 if n == 0 else 1 + base * (n - 1)) + low + high
        reach = 1 + apart * (size - 1)
        shape.append(0 if n < reach else (n - reach) // step + 1)
    return tuple(shape)


_publish.publish(__name__, native="jax.lax")
