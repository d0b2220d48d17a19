"""Elementwise ops. Operands of one call have one dtype, or are Python numbers."""

from __future__ import annotations

from ivy._core import dtypes, rules
from ivy._core.op import Array, Scalar, composite, primitive


@primitive(shape=rules.same, dtype=rules.real)
def abs(x: Array, /) -> Array:
    """Absolute value."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def acos(x: Array, /) -> Array:
    """Inverse cosine, in radians."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def acosh(x: Array, /) -> Array:
    """Inverse hyperbolic cosine."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def add(x1: Array, x2: Array, /) -> Array:
    """Sum of `x1` and `x2`, with broadcasting."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def asin(x: Array, /) -> Array:
    """Inverse sine, in radians."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def asinh(x: Array, /) -> Array:
    """Inverse hyperbolic sine."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def atan(x: Array, /) -> Array:
    """Inverse tangent, in radians."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def atan2(x1: Array, x2: Array, /) -> Array:
    """Angle in radians of the point (x2, x1), in [-pi, pi]."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def atanh(x: Array, /) -> Array:
    """Inverse hyperbolic tangent."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def bitwise_and(x1: Array, x2: Array, /) -> Array:
    """Bits set in both."""
    ...


@primitive(shape=rules.same, dtype=rules.same)
def bitwise_invert(x: Array, /) -> Array:
    """Each bit inverted (logical not for bool)."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def bitwise_left_shift(x1: Array, x2: Array, /) -> Array:
    """Bits of `x1` moved left by `x2` places."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def bitwise_or(x1: Array, x2: Array, /) -> Array:
    """Bits set in either."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def bitwise_right_shift(x1: Array, x2: Array, /) -> Array:
    """Bits of `x1` moved right by `x2` places, the sign kept."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def bitwise_xor(x1: Array, x2: Array, /) -> Array:
    """Bits set in one of the two."""
    ...


@primitive(shape=rules.same, dtype=rules.same)
def ceil(x: Array, /) -> Array:
    """Smallest integer not below `x`, in the dtype of `x`."""
    ...


@composite(shape=rules.broadcast, dtype=rules.same)
def clip(
    x: Array, min: Array | Scalar | None = None, max: Array | Scalar | None = None, /
) -> Array:
    """`x` limited to the interval [min, max]; NaN stays NaN.

    >>> import ivy, numpy as np
    >>> ivy.clip(np.asarray([-1.0, 0.5, 2.0]), 0.0, 1.0).tolist()
    [0.0, 0.5, 1.0]
    """
    if min is not None:
        x = maximum(x, min)
    return x if max is None else minimum(x, max)


@primitive(shape=rules.broadcast, dtype=lambda re, im: dtypes.complex_of(re))
def complex(re: Array, im: Array, /) -> Array:
    """The complex array re + i im, of two arrays of one floating dtype."""
    ...


@primitive(shape=rules.same, dtype=rules.same)
def conj(x: Array, /) -> Array:
    """Complex conjugate (`x` itself if real)."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def copysign(x1: Array, x2: Array, /) -> Array:
    """Magnitude of `x1`, sign of `x2`."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def cos(x: Array, /) -> Array:
    """Cosine of an angle in radians."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def cosh(x: Array, /) -> Array:
    """Hyperbolic cosine."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def divide(x1: Array, x2: Array, /) -> Array:
    """x1 / x2, floating dtypes."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def equal(x1: Array, x2: Array, /) -> Array:
    """Whether equal."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def exp(x: Array, /) -> Array:
    """e to the power of `x`."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def exp2(x: Array, /) -> Array:
    """2 to the power of `x`."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def expm1(x: Array, /) -> Array:
    """exp(x) - 1, exact near 0."""
    ...


@primitive(shape=rules.same, dtype=rules.same)
def floor(x: Array, /) -> Array:
    """Largest integer not above `x`, in the dtype of `x`."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def floor_divide(x1: Array, x2: Array, /) -> Array:
    """Floor of the quotient."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def fmax(x1: Array, x2: Array, /) -> Array:
    """The larger one; the other one if one is NaN."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def fmin(x1: Array, x2: Array, /) -> Array:
    """The smaller one; the other one if one is NaN."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def fmod(x1: Array, x2: Array, /) -> Array:
    """Remainder with the sign of `x1`."""
    ...


@primitive(shape=lambda x: (x.shape, x.shape), dtype=lambda x: (x, dtypes.int32))
def frexp(x: Array, /) -> tuple[Array, Array]:
    """Mantissa in (-1, -0.5] or [0.5, 1), and exponent of 2 as int32.

    >>> import ivy, numpy as np
    >>> [a.tolist() for a in ivy.frexp(np.asarray([3.0, -0.25]))]
    [[0.75, -0.5], [2, -1]]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def gcd(x1: Array, x2: Array, /) -> Array:
    """Greatest common divisor of integers."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def greater(x1: Array, x2: Array, /) -> Array:
    """Whether `x1` > `x2`."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def greater_equal(x1: Array, x2: Array, /) -> Array:
    """Whether `x1` >= `x2`."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def hypot(x1: Array, x2: Array, /) -> Array:
    """sqrt(x1**2 + x2**2) without overflow."""
    ...


@primitive(shape=rules.same, dtype=rules.real)
def imag(x: Array, /) -> Array:
    """Imaginary part of a complex array."""
    ...


@primitive(shape=rules.same, dtype=rules.boolean)
def isfinite(x: Array, /) -> Array:
    """Whether neither infinite nor NaN."""
    ...


@primitive(shape=rules.same, dtype=rules.boolean)
def isinf(x: Array, /) -> Array:
    """Whether infinite."""
    ...


@primitive(shape=rules.same, dtype=rules.boolean)
def isnan(x: Array, /) -> Array:
    """Whether NaN."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def lcm(x1: Array, x2: Array, /) -> Array:
    """Least common multiple of integers."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def less(x1: Array, x2: Array, /) -> Array:
    """Whether `x1` < `x2`."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def less_equal(x1: Array, x2: Array, /) -> Array:
    """Whether `x1` <= `x2`."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def log(x: Array, /) -> Array:
    """Natural logarithm."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def log10(x: Array, /) -> Array:
    """Logarithm to base 10."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def log1p(x: Array, /) -> Array:
    """log(1 + x), exact near 0."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def log2(x: Array, /) -> Array:
    """Logarithm to base 2."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def logaddexp(x1: Array, x2: Array, /) -> Array:
    """log(exp(x1) + exp(x2))."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def logaddexp2(x1: Array, x2: Array, /) -> Array:
    """log2(2**x1 + 2**x2)."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def logical_and(x1: Array, x2: Array, /) -> Array:
    """Whether both are true."""
    ...


@primitive(shape=rules.same, dtype=rules.boolean)
def logical_not(x: Array, /) -> Array:
    """Whether `x` is false (zero)."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def logical_or(x1: Array, x2: Array, /) -> Array:
    """Whether one is true."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def logical_xor(x1: Array, x2: Array, /) -> Array:
    """Whether just one is true."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def maximum(x1: Array, x2: Array, /) -> Array:
    """The larger one; NaN if one is NaN."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def minimum(x1: Array, x2: Array, /) -> Array:
    """The smaller one; NaN if one is NaN."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def multiply(x1: Array, x2: Array, /) -> Array:
    """Product."""
    ...


@primitive(shape=rules.same, dtype=rules.same)
def negative(x: Array, /) -> Array:
    """-x."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def nextafter(x1: Array, x2: Array, /) -> Array:
    """The next number after `x1` towards `x2`."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def not_equal(x1: Array, x2: Array, /) -> Array:
    """Whether different."""
    ...


@primitive(shape=rules.same, dtype=rules.same)
def positive(x: Array, /) -> Array:
    """`x`."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def pow(x1: Array, x2: Array, /) -> Array:
    """`x1` to the power of `x2`."""
    ...


@primitive(shape=rules.same, dtype=rules.real)
def real(x: Array, /) -> Array:
    """Real part of a complex array."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def reciprocal(x: Array, /) -> Array:
    """1 / x."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def remainder(x1: Array, x2: Array, /) -> Array:
    """Remainder with the sign of `x2`."""
    ...


@primitive(shape=rules.same, dtype=rules.same)
def round(x: Array, /) -> Array:
    """Nearest integer, halves to even, in the dtype of `x`."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def rsqrt(x: Array, /) -> Array:
    """1 / sqrt(x)."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def sigmoid(x: Array, /) -> Array:
    """Logistic function 1 / (1 + exp(-x))."""
    ...


@primitive(shape=rules.same, dtype=rules.same)
def sign(x: Array, /) -> Array:
    """-1, 0 or 1 (x / |x| if complex; NaN stays NaN)."""
    ...


@primitive(shape=rules.same, dtype=rules.boolean)
def signbit(x: Array, /) -> Array:
    """Whether the sign bit is set."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def sin(x: Array, /) -> Array:
    """Sine of an angle in radians."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def sinh(x: Array, /) -> Array:
    """Hyperbolic sine."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def sqrt(x: Array, /) -> Array:
    """Square root."""
    ...


@primitive(shape=rules.same, dtype=rules.same)
def square(x: Array, /) -> Array:
    """x * x."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def subtract(x1: Array, x2: Array, /) -> Array:
    """x1 - x2."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def tan(x: Array, /) -> Array:
    """Tangent of an angle in radians."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def tanh(x: Array, /) -> Array:
    """Hyperbolic tangent."""
    ...


@primitive(shape=rules.same, dtype=rules.same)
def trunc(x: Array, /) -> Array:
    """Integer nearest to 0, in the dtype of `x`."""
    ...


@primitive(shape=rules.broadcast, dtype=lambda condition, x1, x2: rules.promote(x1, x2))
def where(condition: Array, x1: Array | Scalar, x2: Array | Scalar, /) -> Array:
    """`x1` where `condition` holds, `x2` elsewhere."""
    ...
