"""The computation of each ufunc, on arrays that have the dtype of its loop.

NumPy decides where backends differ: sums and products of bool, rounding of integers, complex powers
of 0.
"""

from __future__ import annotations

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _bits, _orders, _quotients
from ivy.frontends._numpy_api._values import kind, number, wide


def _of_bool(op, other):
    """`op`, or `other` for bool."""
    return lambda *xs: other(*xs) if kind(xs[0]) == "b" else op(*xs)


def _unless(kinds, op):
    """`op`, or the identity for some kinds of dtypes."""
    return lambda x: x if kind(x) in kinds else op(x)


def absolute(x):
    return x if kind(x) in "bu" else ivy.abs(x)


def cbrt(x):
    dtype = ivy.dtype(x)
    x = wide(x)
    size = ivy.abs(x)
    root = ivy.pow(size, number(1 / 3, size))
    # one step of Newton's method, as the power is off by a few units in the last place
    usual = ivy.logical_and(ivy.greater(size, number(0, x)), ivy.isfinite(size))
    safe = ivy.where(usual, root, number(1, x))
    better = safe - (safe * safe * safe - size) / (3 * safe * safe)
    found = ivy.copysign(ivy.where(usual, better, size), x)
    return found if ivy.dtype(found) == dtype else ivy.astype(found, dtype)


def conjugate(x):
    return ivy.conj(x) if kind(x) == "c" else x


def deg2rad(x):
    return ivy.multiply(x, number(math.pi / 180, x))


def rad2deg(x):
    return ivy.multiply(x, number(180 / math.pi, x))


def heaviside(x, y):
    zero = number(0, x)
    step = ivy.where(ivy.greater(x, zero), number(1, x), zero)
    found = ivy.where(ivy.equal(x, zero), y, step)
    return ivy.where(ivy.isnan(x), x, found)


def isfinite(x):
    return ivy.isfinite(x) if kind(x) in "fc" else ivy.ones(x.shape, dtype=dtypes.bool_)


def isinf(x):
    return ivy.isinf(x) if kind(x) in "fc" else ivy.zeros(x.shape, dtype=dtypes.bool_)


def isnan(x):
    return ivy.isnan(x) if kind(x) in "fc" else ivy.zeros(x.shape, dtype=dtypes.bool_)


def ldexp(x, n):
    """x * 2**n in two steps, so that no power overflows unless the result does."""
    at_least_32_bits = wide(x)
    dtype = ivy.dtype(at_least_32_bits)
    big = dtypes.float64 if dtype == dtypes.float32 else dtype
    n = ivy.astype(n, dtypes.int64)
    half = ivy.bitwise_right_shift(n, number(1, n))
    first, second = (
        ivy.pow(ivy.asarray(2.0, dtype=big), ivy.astype(p, big))
        for p in (half, ivy.subtract(n, half))
    )
    scaled = ivy.multiply(ivy.multiply(ivy.astype(at_least_32_bits, big), first), second)
    # not 0 times an infinity
    found = ivy.where(ivy.equal(at_least_32_bits, 0), at_least_32_bits, ivy.astype(scaled, dtype))
    return ivy.astype(found, ivy.dtype(x))


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
    """NumPy's complex power: 0**y is 0 if the real part of y is positive, x**0 is 1."""
    zero, one = number(0, x), number(1, x)
    nothing = ivy.equal(x, zero)
    found = ivy.pow(ivy.where(nothing, one, x), y)
    real = ivy.real(y)
    grows = ivy.greater(real, number(0, real))
    found = ivy.where(ivy.logical_and(nothing, grows), zero, found)
    nan = ivy.complex(number(math.nan, real), number(math.nan, real))
    found = ivy.where(ivy.logical_and(nothing, ivy.logical_not(grows)), nan, found)
    return ivy.where(ivy.equal(y, zero), one, found)


def sign(x):
    if kind(x) == "u" or kind(x) == "b":
        return ivy.astype(ivy.not_equal(x, number(0, x)), ivy.dtype(x))
    return ivy.sign(x)


def spacing(x):
    dtype = ivy.dtype(x)
    up = ivy.full(x.shape, math.inf, dtype=dtype)
    ends = ivy.copysign(up, x)
    found = ivy.subtract(ivy.nextafter(x, ends), x)
    high = number(dtypes.limits(dtype)[1], x)
    inner = ivy.subtract(x, ivy.nextafter(x, ivy.zeros(x.shape, dtype=dtype)))
    found = ivy.where(ivy.equal(ivy.abs(x), high), inner, found)
    return ivy.where(ivy.isfinite(x), found, number(math.nan, x))


def _truths(op):
    return lambda *xs: op(*(v if kind(v) == "b" else ivy.not_equal(v, number(0, v)) for v in xs))


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
    real = ivy.where(ivy.less(ivy.abs(x), number(0.5, a)), near, ivy.log(size))
    return ivy.complex(real, ivy.atan2(b, a + 1))


def exp2(x):
    return ivy.exp2(x) if kind(x) != "c" else ivy.exp(ivy.multiply(x, number(math.log(2), x)))


def _by_ln(op, base):
    def function(x):
        if kind(x) != "c":
            return op(x)
        found = ivy.log(x)
        parts = ivy.real(found), ivy.imag(found)
        return ivy.complex(*(ivy.divide(p, number(math.log(base), p)) for p in parts))

    return function


UNARY = {
    "absolute": absolute,
    "arccos": ivy.acos,
    "arccosh": ivy.acosh,
    "arcsin": ivy.asin,
    "arcsinh": ivy.asinh,
    "arctan": ivy.atan,
    "arctanh": ivy.atanh,
    "bitwise_count": _bits.bitwise_count,
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
    "invert": _bits.invert,
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
    "reciprocal": _quotients.reciprocal,
    "rint": lambda x: (
        ivy.complex(ivy.round(ivy.real(x)), ivy.round(ivy.imag(x)))
        if kind(x) == "c"
        else ivy.round(x)
    ),
    "sign": sign,
    "signbit": ivy.signbit,
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
    "equal": _orders.equality(ivy.equal),
    "float_power": power,
    "floor_divide": _quotients.floor_divide,
    "fmax": _orders.fmax,
    "fmin": _orders.fmin,
    "fmod": _quotients.fmod,
    "gcd": ivy.gcd,
    "greater": _orders.greater,
    "greater_equal": _orders.greater_equal,
    "heaviside": heaviside,
    "hypot": ivy.hypot,
    "lcm": ivy.lcm,
    "ldexp": ldexp,
    "left_shift": _bits.left_shift,
    "less": _orders.less,
    "less_equal": _orders.less_equal,
    "logaddexp": logaddexp,
    "logaddexp2": ivy.logaddexp2,
    "logical_and": _truths(ivy.logical_and),
    "logical_or": _truths(ivy.logical_or),
    "logical_xor": _truths(ivy.logical_xor),
    "maximum": _orders.maximum,
    "minimum": _orders.minimum,
    "multiply": _of_bool(ivy.multiply, ivy.logical_and),
    "nextafter": ivy.nextafter,
    "not_equal": _orders.equality(ivy.not_equal),
    "power": power,
    "remainder": _quotients.remainder,
    "right_shift": _bits.right_shift,
    "subtract": ivy.subtract,
}
PAIRS = {"divmod": _quotients.divmod}

# second names of ufuncs
ALIASES = {
    "abs": "absolute",
    "acos": "arccos",
    "acosh": "arccosh",
    "asin": "arcsin",
    "asinh": "arcsinh",
    "atan": "arctan",
    "atan2": "arctan2",
    "atanh": "arctanh",
    "bitwise_invert": "invert",
    "bitwise_left_shift": "left_shift",
    "bitwise_not": "invert",
    "bitwise_right_shift": "right_shift",
    "conj": "conjugate",
    "mod": "remainder",
    "pow": "power",
    "true_divide": "divide",
}
