"""Reductions of consecutive segments of an axis."""

import math

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch.nn import _adapters as like
from ivy.frontends.torch.nn import _formulas as formula
from ivy.frontends.torch.nn import _segments as parts


@like.in_float32
def _segment_reduce_backward(
    grad, output, data, reduce, *, lengths=None, offsets=None, axis=0, initial=None
):
    axis %= data.ndim
    reduce = parts.SECOND_NAMES.get(reduce, reduce)
    segments = parts.of(data, lengths, offsets, axis)
    outer, inner = math.prod(data.shape[:axis]), math.prod(data.shape[axis + 1 :])
    shape = (outer, -1, inner)
    flat, grads = ivy.reshape(data, (outer, data.shape[axis], inner)), ivy.reshape(grad, shape)
    spread = parts.gather(grads, segments)
    if reduce in ("max", "min"):
        reduced = parts.gather(ivy.reshape(output, shape), segments)
        chosen = ivy.logical_or(ivy.equal(flat, reduced), ivy.isnan(flat))
        times = parts.reduce(ivy.astype(chosen, ivy.dtype(data)), segments, "add", 0.0)
        spread = ivy.divide(spread, ivy.maximum(parts.gather(times, segments), 1.0))
        slope = formula.zero_where(~chosen, spread)
    elif reduce == "prod":
        slope = ivy.multiply(spread, parts.products_of_others(flat, segments, initial))
    elif reduce == "mean":
        sizes = ivy.astype(parts.gather(segments.sizes, segments), ivy.dtype(data))
        slope = ivy.divide(spread, sizes[:, :, None])
    else:
        slope = spread
    slope = formula.zero_where(~segments.within[:, :, None], slope)
    return ivy.reshape(slope, data.shape)


@like.in_float32
def segment_reduce(
    data,
    reduce,
    *,
    lengths=None,
    indices=None,
    offsets=None,
    axis=0,
    unsafe=False,
    initial=None,
):
    axis %= data.ndim
    reduce = parts.SECOND_NAMES.get(reduce, reduce)
    segments = parts.of(data, lengths, offsets, axis)
    flat = ivy.reshape(data, (segments.row.shape[0], data.shape[axis], -1))
    start = parts.STARTS[reduce] if initial is None else initial
    out = parts.reduce(flat, segments, parts.REDUCTIONS[reduce], start)
    if reduce == "mean":
        sizes = ivy.astype(segments.sizes, ivy.dtype(data))[:, :, None]
        empty = start if initial is not None else math.nan
        out = ivy.where(ivy.equal(sizes, 0.0), empty, ivy.divide(out, ivy.maximum(sizes, 1.0)))
    count = segments.sizes.shape[1]
    return ivy.reshape(out, (*data.shape[:axis], count, *data.shape[axis + 1 :]))


_publish.publish(__name__, native="torch.ops.aten")
