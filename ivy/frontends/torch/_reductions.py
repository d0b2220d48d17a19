"""Reductions, running totals and comparisons of whole tensors."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _axes as axes
from ivy.frontends.torch import _dtypes as to


def _over(op, prepare=to.cast):
    """`f(input, dim=None, keepdim=False, *, dtype=None)`; `prepare(input, dtype)` comes first."""

    def function(input, dim=None, keepdim=False, *, dtype=None):
        input = prepare(input, dtype)
        return op(input, axis=axes.of(dim, input), keepdims=keepdim)

    return function


def _as_is(input, dtype):
    return to.cast(input, dtype) if dtype else input


def _accumulated(input, dtype):
    return to.cast(input, dtype or to.accumulated(ivy.dtype(input)))


def _continuous(input, dtype):
    input = _as_is(input, dtype)
    if dtypes.category(ivy.dtype(input)) < 2:
        raise TypeError("the mean of integers")
    return input


def _present(input, dtype):
    if dtypes.category(ivy.dtype(input)) > 1:
        input = ivy.where(ivy.isnan(input), 0.0, input)
    return _accumulated(input, dtype)


mean = _over(ivy.mean, _continuous)
nansum = _over(ivy.sum, _present)
prod = _over(ivy.prod, _accumulated)
sum = _over(ivy.sum, _accumulated)


def _truth(op):
    """`f(input, dim=None, keepdim=False)`, bool, or uint8 of uint8; no reduction over `dim=[]`."""

    def function(input, dim=None, keepdim=False):
        dtype = dtypes.uint8 if ivy.dtype(input) == dtypes.uint8 else dtypes.bool_
        holds = to.cast(input, dtypes.bool_)
        if not isinstance(dim, (list, tuple)) or dim:
            holds = op(holds, axis=axes.of(dim, input), keepdims=keepdim)
        return to.cast(holds, dtype)

    return function


all = _truth(ivy.all)
any = _truth(ivy.any)


def _extreme(op, name):
    """`f(input, dim=(), keepdim=False)`."""

    def function(input, dim=(), keepdim=False):
        axes.require_elements(name, input, dim)
        return op(input, axis=axes.of(dim, input), keepdims=keepdim)

    return function


amax = _extreme(ivy.max, "amax")
amin = _extreme(ivy.min, "amin")


def _position(op, name):
    """`f(input, dim=None, keepdim=False)`."""

    def function(input, dim=None, keepdim=False):
        if ivy.dtype(input) == dtypes.bool_:
            raise TypeError("bool has no order")
        if dim is not None:
            axes.require_elements(name, input, dim)
        return op(input, axis=axes.of(dim, input), keepdims=keepdim)

    return function


argmax = _position(ivy.argmax, "argmax")
argmin = _position(ivy.argmin, "argmin")


def _best(op, position, pairwise, name):
    """`f(input)`, `f(input, dim, keepdim=False)` with positions, or `f(input, other)`."""

    def function(input, dim=None, keepdim=False):
        if dim is None:
            return op(input)
        if ivy.python_kind(dim) is None:
            return pairwise(*to.promote(input, dim))
        axes.require_elements(name, input, dim)
        axis = axes.of(dim, input)
        return (
            op(input, axis=axis, keepdims=keepdim),
            position(input, axis=axis, keepdims=keepdim),
        )

    return function


max = _best(ivy.max, ivy.argmax, ivy.maximum, "max")
min = _best(ivy.min, ivy.argmin, ivy.minimum, "min")


def _running(op):
    """`f(input, dim, *, dtype=None)`, integers in int64."""

    def function(input, dim, *, dtype=None):
        return op(_accumulated(input, dtype), axis=dim)

    return axes.lifted(function)


cumprod = _running(ivy.cumprod)
cumsum = _running(ivy.cumsum)


def _running_best(op):
    """`f(input, dim)`: the best so far, and where it is: the last one of equals."""

    def function(input, dim):
        best = op(input, axis=dim)
        here = ivy.equal(input, best)
        if dtypes.category(ivy.dtype(input)) > 1:
            here = ivy.logical_or(here, ivy.isnan(input))
        positions = _positions(input.shape, dim % input.ndim)
        return best, ivy.cummax(ivy.where(here, positions, 0), axis=dim)

    return axes.lifted(function)


def _positions(shape, axis):
    along = ivy.arange(0, shape[axis], dtype=dtypes.int64)
    return ivy.broadcast_to(ivy.reshape(along, (-1,) + (1,) * (len(shape) - axis - 1)), shape)


cummax = _running_best(ivy.cummax)
cummin = _running_best(ivy.cummin)


def allclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    return ivy.item(ivy.all(isclose(input, other, rtol, atol, equal_nan)))


def aminmax(input, *, dim=None, keepdim=False):
    axis = axes.of(dim, input)
    return (
        ivy.min(input, axis=axis, keepdims=keepdim),
        ivy.max(input, axis=axis, keepdims=keepdim),
    )


def count_nonzero(input, dim=None):
    holds = ivy.astype(to.cast(input, dtypes.bool_), dtypes.int64)
    return ivy.sum(holds, axis=axes.of(dim, input))


def equal(input, other):
    if input.shape == other.shape:
        return ivy.item(ivy.all(ivy.equal(*to.promote(input, other))))
    return ivy.item(ivy.zeros((), dtype=dtypes.bool_))  # a compiled program has no Python values


def hash_tensor(input, dim=(), *, keepdim=False, mode=0):
    if dtypes.category(ivy.dtype(input)) == 2:
        bits = ivy.bitcast(to.cast(input, dtypes.float64), dtypes.uint64)
    else:
        bits = ivy.bitcast(to.cast(input, dtypes.int64), dtypes.uint64)
    return ivy.bitwise_xor_reduce(bits, axis=axes.of(dim, input), keepdims=keepdim)


def isclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    if ivy.dtype(input) != ivy.dtype(other) or rtol < 0 or atol < 0:
        raise TypeError("two dtypes, or a negative tolerance")
    close = ivy.equal(input, other)
    kind = dtypes.category(ivy.dtype(input))
    if equal_nan and kind > 1:
        close = ivy.logical_or(close, ivy.logical_and(ivy.isnan(input), ivy.isnan(other)))
    if rtol == 0 and atol == 0:
        return close
    if kind == 0:
        input, other = to.cast(input, dtypes.int64), to.cast(other, dtypes.int64)
    allowed = ivy.abs(to.floating(other) * rtol) + atol
    distance = ivy.abs(input - other)
    near = ivy.less_equal(*to.promote(distance, allowed))
    return ivy.logical_or(close, ivy.logical_and(near, ivy.isfinite(distance)))


@axes.lifted
def logcumsumexp(input, dim):
    return ivy.cumlogsumexp(input, axis=dim)


def logsumexp(input, dim, keepdim=False):
    input = to.floating(input)
    return ivy.logsumexp(input, axis=axes.of(dim, input), keepdims=keepdim)


_publish.publish(__name__, native="torch")
