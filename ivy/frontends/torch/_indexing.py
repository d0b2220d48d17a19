"""Reading and writing at positions that tensors give."""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _positions as at


def gather(input, dim, index, *, sparse_grad=False):
    cells, lifted = at.lifted(input), at.lifted(index)
    if 0 in index.shape:
        return ivy.zeros(index.shape, dtype=ivy.dtype(input))
    axis = dim % cells.ndim
    for i, (n, m) in enumerate(zip(lifted.shape, cells.shape, strict=True)):
        if i != axis and n > m:
            raise RuntimeError(
                f"Size does not match at dimension {i} expected index {list(index.shape)} to be "
                f"no larger than self {list(input.shape)} apart from dimension {dim}"
            )
    return ivy.reshape(ivy.take_along_axis(cells, lifted, axis=axis), index.shape)


def index_add(input, dim, index, source, *, alpha=1):
    if type(alpha) is not int or alpha != 1:
        source = ivy.multiply(source, to.cast(alpha, ivy.dtype(source)))
    write = at.slices_writer(input, dim, index)
    return ivy.reshape(write(input, source, "add"), input.shape)


def index_copy(input, dim, index, source):
    return ivy.reshape(at.slices_writer(input, dim, index)(input, source), input.shape)


def index_fill(input, dim, index, value):
    size = input.shape[dim] if input.ndim else 1
    write = at.slices_writer(input, dim, at.wrapped(index, size))
    return ivy.reshape(write(input, to.exactly(value, ivy.dtype(input))), input.shape)


def index_put(input, indices, values, accumulate=False):
    if ivy.dtype(values) != ivy.dtype(input):
        raise RuntimeError(
            f"Index put requires the source and destination dtypes match, got "
            f"{ivy.dtype(input)} for the destination and {ivy.dtype(values)} for the source."
        )
    everywhere = at.spread(input, indices, values)
    if everywhere is not None:
        mask, values = everywhere
        if not accumulate and math.prod(values.shape) == 1 and not to.is_bool(mask):
            raise RuntimeError("masked_fill_ only supports boolean masks")
        mask = to.cast(mask, dtypes.bool_)
        return ivy.where(mask, ivy.add(input, values) if accumulate else values, input)
    places = at.resolved(input.shape, indices)
    return ivy.set_index(input, places, values, reduction="add" if accumulate else "set")


def index_reduce(input, dim, index, source, reduce, *, include_self=True):
    write = at.slices_writer(input, dim, index)
    return at.reduced(write, input, source, reduce, include_self)


def index_select(input, dim, index):
    index = ivy.reshape(index, (-1,))
    if input.ndim == 0:
        return ivy.reshape(ivy.take(at.lifted(input), index, axis=0), ())
    return ivy.take(input, index, axis=dim % input.ndim)


def masked_fill(input, mask, value):
    return ivy.where(to.cast(mask, dtypes.bool_), to.exactly(value, ivy.dtype(input)), input)


def masked_scatter(input, mask, source):
    if not to.is_bool(mask):
        raise RuntimeError(
            f"masked_scatter_ only supports boolean masks, but got {ivy.dtype(mask)}"
        )
    input, mask = ivy.broadcast_arrays(input, mask)
    if 0 in source.shape:
        return input
    hits = ivy.reshape(mask, (-1,))
    rank = ivy.where(hits, ivy.cumsum(ivy.astype(hits, dtypes.int64), axis=0) - 1, 0)
    taken = ivy.take(ivy.reshape(source, (-1,)), rank, axis=0)
    return ivy.where(mask, ivy.reshape(taken, input.shape), input)


def masked_select(input, mask):
    input, mask = ivy.broadcast_arrays(input, to.cast(mask, dtypes.bool_))
    hits = ivy.nonzero(ivy.reshape(mask, (-1,)))[0]
    return ivy.take(ivy.reshape(input, (-1,)), hits, axis=0)


def nonzero(input):
    if input.ndim == 0:
        count = ivy.nonzero(ivy.reshape(input, (1,)))[0].shape[0]
        return ivy.zeros((count, 0), dtype=dtypes.int64)
    return ivy.stack(list(ivy.nonzero(input)), axis=1)


def nonzero_static(input, *, size, fill_value=-1):
    hits = ivy.reshape(to.cast(input, dtypes.bool_), (-1,))
    result = ivy.full((size, input.ndim), fill_value, dtype=dtypes.int64)
    if 0 in (hits.shape[0], size, input.ndim):
        return result
    rank = ivy.where(hits, ivy.cumsum(ivy.astype(hits, dtypes.int64), axis=0) - 1, size)
    flat = ivy.arange(0, hits.shape[0], dtype=dtypes.int64)
    strides = at.row_major(input.shape)
    places = [ivy.remainder(ivy.floor_divide(flat, s), n) for s, n in zip(strides, input.shape)]
    return ivy.set_index(result, [rank], ivy.stack(places, axis=1), bounds="drop")


def put(input, index, source, accumulate=False):
    flat, index = ivy.reshape(input, (-1,)), ivy.reshape(index, (-1,))
    result = ivy.set_index(
        flat,
        [at.wrapped(index, flat.shape[0])],
        ivy.reshape(source, (-1,)),
        reduction="add" if accumulate else "set",
    )
    return ivy.reshape(result, input.shape)


def scatter(input, dim, index, src, *, reduce=None):
    reduction = "set" if reduce is None else at.REDUCTIONS[reduce]
    write = at.cells_writer(input, dim, index)
    return ivy.reshape(write(input, src, reduction), input.shape)


def scatter_add(input, dim, index, src):
    return ivy.reshape(at.cells_writer(input, dim, index)(input, src, "add"), input.shape)


def scatter_reduce(input, dim, index, src, reduce, *, include_self=True):
    if 0 in index.shape:
        return input
    write = at.cells_writer(input, dim, index)
    return at.reduced(write, input, src, reduce, include_self)


def take(input, index):
    flat = ivy.reshape(input, (-1,))
    return ivy.take(flat, at.wrapped(index, flat.shape[0]), axis=0)


_publish.publish(__name__, native="torch")
