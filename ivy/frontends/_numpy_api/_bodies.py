"""What each ufunc computes, on arrays that are already in the dtype of its loop.

NumPy's meaning, where backends differ: integers divided by 0 give 0, bool has its own sums and
products, complex numbers are in lexicographic order.
"""

from __future__ import annotations

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import kind


def _number(value, x):
    return ivy.asarray(value, dtype=ivy.dtype(x))


def _of_bool(op, other):
    """`op`, but `other` for bool."""
    return lambda *xs: other(*xs) if kind(xs[0]) == "b" else op(*xs)


def _unless(kinds, op, other=ivy.positive):
    """`op`, but `other` (by default nothing) for some kinds of dtypes."""
    return lambda x: other(x) if kind(x) in kinds else op(x)


def absolute(x):
    return x if kind(x) in "bu" else ivy.abs(x)


def _divided(op):
    """Integers divided by 0 give 0."""

    def function(x, y):
        if kind(x) not in "iu":
            return op(x, y)
        nothing = ivy.equal(y, _number(0, y))
        found = op(x, ivy.where(nothing, _number(1, y), y))
        return ivy.where(nothing, _number(0, x), found)

    return function


def _floor_divided(x, y):
    """As C's `npy_floor_divide`: the quotient of what the remainder leaves, rounded."""
    if kind(x) != "f":
        return ivy.floor_divide(x, y)
    dtype = ivy.dtype(x)
    a, b = _wide(x), _wide(y)
    mod = ivy.fmod(a, b)
    div = ivy.divide(ivy.subtract(a, mod), b)
    zero = _number(0, a)
    turned = ivy.logical_and(
        ivy.not_equal(mod, zero), ivy.not_equal(ivy.less(b, zero), ivy.less(mod, zero))
    )
    div = ivy.where(turned, ivy.subtract(div, _number(1, div)), div)
    whole = ivy.floor(div)
    whole = ivy.where(
        ivy.greater(ivy.subtract(div, whole), _number(0.5, div)),
        ivy.add(whole, _number(1, div)),
        whole,
    )
    whole = ivy.where(ivy.equal(div, zero), ivy.copysign(zero + 0 * a, ivy.divide(a, b)), whole)
    found = ivy.where(ivy.equal(b, zero), ivy.divide(a, b), whole)
    return found if ivy.dtype(found) == dtype else ivy.astype(found, dtype)


def _wide(x):
    """16-bit floats in 32 bits."""
    return ivy.astype(x, dtypes.float32) if ivy.dtype(x).itemsize == 2 and kind(x) == "f" else x


def _remainder(x, y):
    if kind(x) != "f":
        return ivy.remainder(x, y)
    dtype = ivy.dtype(x)
    a, b = _wide(x), _wide(y)
    mod = ivy.fmod(a, b)
    zero = _number(0, a)
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


def cbrt(x):
    dtype = ivy.dtype(x)
    x = _wide(x)
    size = ivy.abs(x)
    root = ivy.pow(size, _number(1 / 3, size))
    # one step of Newton's method: the power is right to a few units of the last place only
    safe = ivy.where(
        ivy.logical_and(ivy.greater(size, _number(0, x)), ivy.isfinite(size)), root, _number(1, x)
    )
    better = safe - (safe * safe * safe - size) / (3 * safe * safe)
    usual = ivy.logical_and(ivy.greater(size, _number(0, x)), ivy.isfinite(size))
    found = ivy.copysign(ivy.where(usual, better, size), x)
    return found if ivy.dtype(found) == dtype else ivy.astype(found, dtype)


def conjugate(x):
    return ivy.conj(x) if kind(x) == "c" else x


def deg2rad(x):
    return ivy.multiply(x, _number(math.pi / 180, x))


def rad2deg(x):
    return ivy.multiply(x, _number(180 / math.pi, x))


def heaviside(x, y):
    zero = _number(0, x)
    step = ivy.where(ivy.greater(x, zero), _number(1, x), zero)
    found = ivy.where(ivy.equal(x, zero), y, step)
    return ivy.where(ivy.isnan(x), x, found)


def invert(x):
    return ivy.logical_not(x) if kind(x) == "b" else ivy.bitwise_invert(x)


def isfinite(x):
    return ivy.isfinite(x) if kind(x) in "fc" else ivy.ones(x.shape, dtype=dtypes.bool_)


def isinf(x):
    return ivy.isinf(x) if kind(x) in "fc" else ivy.zeros(x.shape, dtype=dtypes.bool_)


def isnan(x):
    return ivy.isnan(x) if kind(x) in "fc" else ivy.zeros(x.shape, dtype=dtypes.bool_)


def ldexp(x, n):
    """x * 2**n, in two steps, so that no power overflows where the result does not."""
    wide = _wide(x)
    big = dtypes.float64 if ivy.dtype(wide) == dtypes.float32 else ivy.dtype(wide)
    n = ivy.astype(n, dtypes.int64)
    half = ivy.bitwise_right_shift(n, _number(1, n))
    first, second = (
        ivy.pow(_number_of(2.0, big), ivy.astype(p, big)) for p in (half, ivy.subtract(n, half))
    )
    return ivy.astype(
        ivy.multiply(ivy.multiply(ivy.astype(wide, big), first), second), ivy.dtype(x)
    )


def _number_of(value, dtype):
    return ivy.asarray(value, dtype=dtype)


def modf(x):
    whole = ivy.trunc(x)
    part = ivy.where(ivy.isinf(x), ivy.zeros(x.shape, dtype=ivy.dtype(x)), ivy.subtract(x, whole))
    return ivy.copysign(part, x), whole


def logaddexp(x, y):
    if kind(x) == "c":
        return ivy.log(ivy.add(ivy.exp(x), ivy.exp(y)))
    return ivy.logaddexp(x, y)


def power(x, y):
    if kind(x) == "b":
        return ivy.logical_or(x, ivy.logical_not(y))
    if kind(x) != "c":
        return ivy.pow(x, y)
    return _complex_power(x, y)


def _complex_power(x, y):
    """0 to a power whose real part is positive is 0, and anything to the power of 0 is 1."""
    zero, one = _number(0, x), _number(1, x)
    nothing = ivy.equal(x, zero)
    found = ivy.pow(ivy.where(nothing, one, x), y)
    real = ivy.real(y)
    grows = ivy.greater(real, _number(0, real))
    found = ivy.where(ivy.logical_and(nothing, grows), zero, found)
    nan = ivy.complex(_number(math.nan, real), _number(math.nan, real))
    found = ivy.where(ivy.logical_and(nothing, ivy.logical_not(grows)), nan, found)
    return ivy.where(ivy.equal(y, zero), one, found)


def sign(x):
    if kind(x) == "u" or kind(x) == "b":
        return ivy.astype(ivy.not_equal(x, _number(0, x)), ivy.dtype(x))
    return ivy.sign(x)


def signbit(x):
    return ivy.signbit(x)


def spacing(x):
    dtype = ivy.dtype(x)
    up = ivy.full(x.shape, math.inf, dtype=dtype)
    ends = ivy.copysign(up, x)
    found = ivy.subtract(ivy.nextafter(x, ends), x)
    high = _number(dtypes.limits(dtype)[1], x)
    inner = ivy.subtract(x, ivy.nextafter(x, ivy.zeros(x.shape, dtype=dtype)))
    found = ivy.where(ivy.equal(ivy.abs(x), high), inner, found)
    return ivy.where(ivy.isfinite(x), found, _number(math.nan, x))


def reciprocal(x):
    if kind(x) in "iu":
        return _divided(lambda one, v: _truncated(one, v))(ivy.ones(x.shape, dtype=ivy.dtype(x)), x)
    return ivy.divide(ivy.ones(x.shape, dtype=ivy.dtype(x)), x)


def _truncated(one, x):
    """1 / x of integers: all but 1 and -1 give 0."""
    alone = ivy.equal(x, one)
    if kind(x) == "i":
        alone = ivy.logical_or(alone, ivy.equal(x, ivy.negative(one)))
    return ivy.where(alone, x, _number(0, x))


def _shifted(op, gone):
    """Shifts by the width of the dtype or more move all bits out."""

    def function(x, n):
        width = 8 * ivy.dtype(x).itemsize
        signed = kind(x) == "i"
        out = ivy.greater_equal(n, _number(width, n))
        if signed:
            out = ivy.logical_or(out, ivy.less(n, _number(0, n)))
        found = op(x, ivy.where(out, _number(0, n), n))
        return ivy.where(out, gone(x), found)

    return function


def _nothing(x):
    return _number(0, x)


def _sign_bits(x):
    if kind(x) != "i":
        return _number(0, x)
    return ivy.where(ivy.less(x, _number(0, x)), _number(-1, x), _number(0, x))


left_shift = _shifted(ivy.bitwise_left_shift, _nothing)
right_shift = _shifted(ivy.bitwise_right_shift, _sign_bits)


def bitwise_count(x):
    """How many bits are set in |x|."""
    x = ivy.abs(x) if kind(x) == "i" else x
    bits = (
        ivy.bitcast(x, dtypes.as_dtype(f"uint{8 * ivy.dtype(x).itemsize}")) if kind(x) == "i" else x
    )
    if kind(bits) == "b":
        return ivy.astype(bits, dtypes.uint8)
    count = ivy.zeros(bits.shape, dtype=dtypes.uint8)
    one = _number(1, bits)
    for i in range(8 * ivy.dtype(bits).itemsize):
        bit = ivy.bitwise_and(ivy.bitwise_right_shift(bits, _number(i, bits)), one)
        count = ivy.add(count, ivy.astype(bit, dtypes.uint8))
    return count


def _ordered(real_op, strict, on_equal):
    """A comparison; of complex numbers by real, then imaginary parts; of a mix of signs by value."""

    def function(x, y):
        if kind(x) == "c":
            a, b, c, d = ivy.real(x), ivy.real(y), ivy.imag(x), ivy.imag(y)
            return ivy.logical_or(
                ivy.logical_and(strict(a, b), ivy.logical_not(ivy.isnan(c + d))),
                ivy.logical_and(ivy.equal(a, b), on_equal(c, d)),
            )
        if ivy.dtype(x) != ivy.dtype(y):
            return _of_mixed_signs(real_op, x, y)
        if kind(x) == "b":
            x, y = (ivy.astype(v, dtypes.uint8) for v in (x, y))
        return real_op(x, y)

    return function


def _of_mixed_signs(op, x, y):
    """Compares int64 with uint64: a negative number is below all of the other."""
    signed_first = kind(x) == "i"
    signed, other = (x, y) if signed_first else (y, x)
    below = ivy.less(signed, _number(0, signed))
    same = ivy.astype(ivy.where(below, _number(0, signed), signed), dtypes.uint64)
    a, b = (same, other) if signed_first else (other, same)
    low, high = _number(0, other), _number(1, other)
    far = op(low, high) if signed_first else op(high, low)
    return ivy.where(below, far, op(a, b))


def _equality(op):
    return lambda x, y: op(x, y) if ivy.dtype(x) == ivy.dtype(y) else _of_mixed_signs(op, x, y)


less = _ordered(ivy.less, ivy.less, ivy.less)
less_equal = _ordered(ivy.less_equal, ivy.less, ivy.less_equal)
greater = _ordered(ivy.greater, ivy.greater, ivy.greater)
greater_equal = _ordered(ivy.greater_equal, ivy.greater, ivy.greater_equal)


def _chosen(op, first_wins, of_bool, skip_nan):
    """The larger or smaller; of complex numbers in lexicographic order."""

    def function(x, y):
        if kind(x) == "b":
            return of_bool(x, y)
        if kind(x) != "c":
            return op(x, y)
        nan = [ivy.isnan(v) for v in (x, y)]
        take = first_wins(x, y)
        if skip_nan:
            take = ivy.logical_and(
                ivy.logical_or(take, nan[1]), ivy.logical_or(ivy.logical_not(nan[0]), nan[1])
            )
        else:
            take = ivy.logical_and(
                ivy.logical_or(take, nan[0]), ivy.logical_or(ivy.logical_not(nan[1]), nan[0])
            )
        return ivy.where(take, x, y)

    return function


maximum = _chosen(ivy.maximum, greater_equal, ivy.logical_or, False)
minimum = _chosen(ivy.minimum, less_equal, ivy.logical_and, False)
fmax = _chosen(ivy.fmax, greater_equal, ivy.logical_or, True)
fmin = _chosen(ivy.fmin, less_equal, ivy.logical_and, True)


def _truths(op):
    return lambda *xs: op(*(v if kind(v) == "b" else ivy.not_equal(v, _number(0, v)) for v in xs))


def expm1(x):
    if kind(x) != "c":
        return ivy.expm1(x)
    # exact near 0: the real part is expm1(a) cos(b) - 2 sin(b/2)**2
    a, b = ivy.real(x), ivy.imag(x)
    half = ivy.sin(b * 0.5)
    return ivy.complex(ivy.expm1(a) * ivy.cos(b) - 2 * half * half, ivy.exp(a) * ivy.sin(b))


def log1p(x):
    if kind(x) != "c":
        return ivy.log1p(x)
    a, b = ivy.real(x), ivy.imag(x)
    size = ivy.hypot(a + 1, b)
    near = ivy.log1p(a * (a + 2) + b * b) * 0.5
    real = ivy.where(ivy.less(ivy.abs(x), _number(0.5, a)), near, ivy.log(size))
    return ivy.complex(real, ivy.atan2(b, a + 1))


def exp2(x):
    return ivy.exp2(x) if kind(x) != "c" else ivy.exp(ivy.multiply(x, _number(math.log(2), x)))


def _by_ln(op, base):
    return lambda x: op(x) if kind(x) != "c" else ivy.divide(ivy.log(x), _number(math.log(base), x))


def gcd(x, y):
    return ivy.gcd(x, y)


UNARY = {
    "absolute": absolute,
    "arccos": ivy.acos,
    "arccosh": ivy.acosh,
    "arcsin": ivy.asin,
    "arcsinh": ivy.asinh,
    "arctan": ivy.atan,
    "arctanh": ivy.atanh,
    "bitwise_count": bitwise_count,
    "cbrt": cbrt,
    "ceil": _unless("biu", ivy.ceil),
    "conjugate": conjugate,
    "cos": ivy.cos,
    "cosh": ivy.cosh,
    "deg2rad": deg2rad,
    "degrees": rad2deg,
    "exp": ivy.exp,
    "exp2": exp2,
    "expm1": expm1,
    "fabs": ivy.abs,
    "floor": _unless("biu", ivy.floor),
    "invert": invert,
    "isfinite": isfinite,
    "isinf": isinf,
    "isnan": isnan,
    "log": ivy.log,
    "log10": _by_ln(ivy.log10, 10),
    "log1p": log1p,
    "log2": _by_ln(ivy.log2, 2),
    "logical_not": _truths(ivy.logical_not),
    "negative": ivy.negative,
    "positive": ivy.positive,
    "rad2deg": rad2deg,
    "radians": deg2rad,
    "reciprocal": reciprocal,
    "rint": lambda x: (
        ivy.complex(ivy.round(ivy.real(x)), ivy.round(ivy.imag(x)))
        if kind(x) == "c"
        else ivy.round(x)
    ),
    "sign": sign,
    "signbit": signbit,
    "sin": ivy.sin,
    "sinh": ivy.sinh,
    "spacing": spacing,
    "sqrt": ivy.sqrt,
    "square": ivy.square,
    "tan": ivy.tan,
    "tanh": ivy.tanh,
    "trunc": _unless("biu", ivy.trunc),
}
TWO_RESULTS = {"frexp": ivy.frexp, "modf": modf}
BINARY = {
    "add": _of_bool(ivy.add, ivy.logical_or),
    "arctan2": ivy.atan2,
    "bitwise_and": _of_bool(ivy.bitwise_and, ivy.logical_and),
    "bitwise_or": _of_bool(ivy.bitwise_or, ivy.logical_or),
    "bitwise_xor": _of_bool(ivy.bitwise_xor, ivy.logical_xor),
    "copysign": ivy.copysign,
    "divide": ivy.divide,
    "equal": _equality(ivy.equal),
    "float_power": power,
    "floor_divide": floor_divide,
    "fmax": fmax,
    "fmin": fmin,
    "fmod": fmod,
    "gcd": gcd,
    "greater": greater,
    "greater_equal": greater_equal,
    "heaviside": heaviside,
    "hypot": ivy.hypot,
    "lcm": ivy.lcm,
    "ldexp": ldexp,
    "left_shift": left_shift,
    "less": less,
    "less_equal": less_equal,
    "logaddexp": logaddexp,
    "logaddexp2": ivy.logaddexp2,
    "logical_and": _truths(ivy.logical_and),
    "logical_or": _truths(ivy.logical_or),
    "logical_xor": _truths(ivy.logical_xor),
    "maximum": maximum,
    "minimum": minimum,
    "multiply": _of_bool(ivy.multiply, ivy.logical_and),
    "nextafter": ivy.nextafter,
    "not_equal": _equality(ivy.not_equal),
    "power": power,
    "remainder": remainder,
    "right_shift": right_shift,
    "subtract": ivy.subtract,
}
PAIRS = {"divmod": divmod}
