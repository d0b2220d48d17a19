"""NumPy's quotients and remainders, in which integers divided by 0 give 0."""

from __future__ import annotations

from ivy import functional as ivy
from ivy.frontends._numpy_api._values import kind, number, wide


def _divided(op):
    """`op`, with 0 for integers divided by 0."""

    def function(x, y):
        if kind(x) not in "iu":
            return op(x, y)
        nothing = ivy.equal(y, number(0, y))
        found = op(x, ivy.where(nothing, number(1, y), y))
        return ivy.where(nothing, number(0, x), found)

    return function


def _floor_divided(x, y):
    """As C's `npy_floor_divide`: x minus the remainder, divided by y and rounded."""
    if kind(x) != "f":
        return ivy.floor_divide(x, y)
    dtype = ivy.dtype(x)
    a, b = wide(x), wide(y)
    mod = ivy.fmod(a, b)
    div = ivy.divide(ivy.subtract(a, mod), b)
    zero = number(0, a)
    turned = ivy.logical_and(
        ivy.not_equal(mod, zero), ivy.not_equal(ivy.less(b, zero), ivy.less(mod, zero))
    )
    div = ivy.where(turned, ivy.subtract(div, number(1, div)), div)
    whole = ivy.floor(div)
    whole = ivy.where(
        ivy.greater(ivy.subtract(div, whole), number(0.5, div)),
        ivy.add(whole, number(1, div)),
        whole,
    )
    whole = ivy.where(ivy.equal(div, zero), ivy.copysign(zero + 0 * a, ivy.divide(a, b)), whole)
    found = ivy.where(ivy.equal(b, zero), ivy.divide(a, b), whole)
    return found if ivy.dtype(found) == dtype else ivy.astype(found, dtype)


def _remainder(x, y):
    if kind(x) != "f":
        return ivy.remainder(x, y)
    dtype = ivy.dtype(x)
    a, b = wide(x), wide(y)
    mod = ivy.fmod(a, b)
    zero = number(0, a)
    turned = ivy.logical_and(
        ivy.not_equal(mod, zero), ivy.not_equal(ivy.less(b, zero), ivy.less(mod, zero))
    )
    found = ivy.where(turned, ivy.add(mod, b), mod)
    found = ivy.where(ivy.equal(mod, zero), ivy.copysign(ivy.abs(mod), b), found)
    return found if ivy.dtype(found) == dtype else ivy.astype(found, dtype)


floor_divide = _divided(_floor_divided)
remainder = _divided(_remainder)
fmod = _divided(ivy.fmod)


def divmod(x, y):
    return floor_divide(x, y), remainder(x, y)


def reciprocal(x):
    if kind(x) in "iu":
        return _divided(lambda one, v: _truncated(one, v))(ivy.ones(x.shape, dtype=ivy.dtype(x)), x)
    return ivy.divide(ivy.ones(x.shape, dtype=ivy.dtype(x)), x)


def _truncated(one, x):
    """1 / x of integers, which is 0 for all but 1 and -1."""
    alone = ivy.equal(x, one)
    if kind(x) == "i":
        alone = ivy.logical_or(alone, ivy.equal(x, ivy.negative(one)))
    return ivy.where(alone, x, number(0, x))
