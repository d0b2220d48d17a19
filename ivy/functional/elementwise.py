"""Elementwise ops. Operands of one call have one dtype, or are Python numbers."""

from __future__ import annotations

from ivy._core import dtypes, rules
from ivy._core.op import Array, Scalar, composite, primitive


@primitive(shape=rules.same, dtype=rules.real)
def abs(x: Array, /) -> Array:
    """Absolute value.

    >>> import ivy, numpy as np
    >>> ivy.abs(np.asarray([-1.5, 2.5])).tolist()
    [1.5, 2.5]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def acos(x: Array, /) -> Array:
    """Inverse cosine, in radians.

    >>> import ivy, numpy as np
    >>> ivy.acos(np.asarray([0.25, 0.5])).round(4).tolist()
    [1.3181, 1.0472]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def acosh(x: Array, /) -> Array:
    """Inverse hyperbolic cosine.

    >>> import ivy, numpy as np
    >>> ivy.acosh(np.asarray([1.0, 2.0])).round(4).tolist()
    [0.0, 1.317]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def add(x1: Array, x2: Array, /) -> Array:
    """Sum of `x1` and `x2`, with broadcasting.

    >>> import ivy, numpy as np
    >>> ivy.add(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).tolist()
    [-0.5, 4.5]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def asin(x: Array, /) -> Array:
    """Inverse sine, in radians.

    >>> import ivy, numpy as np
    >>> ivy.asin(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.2527, 0.5236]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def asinh(x: Array, /) -> Array:
    """Inverse hyperbolic sine.

    >>> import ivy, numpy as np
    >>> ivy.asinh(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.2475, 0.4812]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def atan(x: Array, /) -> Array:
    """Inverse tangent, in radians.

    >>> import ivy, numpy as np
    >>> ivy.atan(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.245, 0.4636]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def atan2(x1: Array, x2: Array, /) -> Array:
    """Angle in radians of the point (x2, x1), in [-pi, pi].

    >>> import ivy, numpy as np
    >>> ivy.atan2(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).round(4).tolist()
    [2.5536, 0.6747]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def atanh(x: Array, /) -> Array:
    """Inverse hyperbolic tangent.

    >>> import ivy, numpy as np
    >>> ivy.atanh(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.2554, 0.5493]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def bitwise_and(x1: Array, x2: Array, /) -> Array:
    """Bits set in both.

    >>> import ivy, numpy as np
    >>> ivy.bitwise_and(np.asarray([6, 3]), np.asarray([4, 5])).tolist()
    [4, 1]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def bitwise_invert(x: Array, /) -> Array:
    """Each bit inverted (logical not for bool).

    >>> import ivy, numpy as np
    >>> ivy.bitwise_invert(np.asarray([6, 3])).tolist()
    [-7, -4]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def bitwise_left_shift(x1: Array, x2: Array, /) -> Array:
    """Bits of `x1` moved left by `x2` places.

    >>> import ivy, numpy as np
    >>> ivy.bitwise_left_shift(np.asarray([6, 3]), 2).tolist()
    [24, 12]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def bitwise_or(x1: Array, x2: Array, /) -> Array:
    """Bits set in either.

    >>> import ivy, numpy as np
    >>> ivy.bitwise_or(np.asarray([6, 3]), np.asarray([4, 5])).tolist()
    [6, 7]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def bitwise_right_shift(x1: Array, x2: Array, /) -> Array:
    """Bits of `x1` moved right by `x2` places, the sign kept.

    >>> import ivy, numpy as np
    >>> ivy.bitwise_right_shift(np.asarray([6, 3]), 1).tolist()
    [3, 1]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def bitwise_xor(x1: Array, x2: Array, /) -> Array:
    """Bits set in one of the two.

    >>> import ivy, numpy as np
    >>> ivy.bitwise_xor(np.asarray([6, 3]), np.asarray([4, 5])).tolist()
    [2, 6]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def ceil(x: Array, /) -> Array:
    """Smallest integer not below `x`, in the dtype of `x`.

    >>> import ivy, numpy as np
    >>> ivy.ceil(np.asarray([-1.5, 2.5])).tolist()
    [-1.0, 3.0]
    """
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
    """The complex array re + i im, of two arrays of one floating dtype.

    >>> import ivy, numpy as np
    >>> ivy.complex(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).tolist()
    [(1-1.5j), (2+2.5j)]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def conj(x: Array, /) -> Array:
    """Complex conjugate (`x` itself if real).

    >>> import ivy, numpy as np
    >>> ivy.conj(np.asarray([1 + 2j, 3 - 1j])).tolist()
    [(1-2j), (3+1j)]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def copysign(x1: Array, x2: Array, /) -> Array:
    """Magnitude of `x1`, sign of `x2`.

    >>> import ivy, numpy as np
    >>> ivy.copysign(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).tolist()
    [-1.0, 2.0]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def cos(x: Array, /) -> Array:
    """Cosine of an angle in radians.

    >>> import ivy, numpy as np
    >>> ivy.cos(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.9689, 0.8776]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def cosh(x: Array, /) -> Array:
    """Hyperbolic cosine.

    >>> import ivy, numpy as np
    >>> ivy.cosh(np.asarray([0.25, 0.5])).round(4).tolist()
    [1.0314, 1.1276]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def divide(x1: Array, x2: Array, /) -> Array:
    """x1 / x2, floating dtypes.

    >>> import ivy, numpy as np
    >>> ivy.divide(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).round(4).tolist()
    [-0.6667, 0.8]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def equal(x1: Array, x2: Array, /) -> Array:
    """Whether equal.

    >>> import ivy, numpy as np
    >>> ivy.equal(np.asarray([1.0, 2.0]), np.asarray([1.0, 3.0])).tolist()
    [True, False]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def exp(x: Array, /) -> Array:
    """e to the power of `x`.

    >>> import ivy, numpy as np
    >>> ivy.exp(np.asarray([0.25, 0.5])).round(4).tolist()
    [1.284, 1.6487]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def exp2(x: Array, /) -> Array:
    """2 to the power of `x`.

    >>> import ivy, numpy as np
    >>> ivy.exp2(np.asarray([0.25, 0.5])).round(4).tolist()
    [1.1892, 1.4142]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def expm1(x: Array, /) -> Array:
    """exp(x) - 1, exact near 0.

    >>> import ivy, numpy as np
    >>> ivy.expm1(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.284, 0.6487]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def floor(x: Array, /) -> Array:
    """Largest integer not above `x`, in the dtype of `x`.

    >>> import ivy, numpy as np
    >>> ivy.floor(np.asarray([-1.5, 2.5])).tolist()
    [-2.0, 2.0]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def floor_divide(x1: Array, x2: Array, /) -> Array:
    """Floor of the quotient.

    >>> import ivy, numpy as np
    >>> ivy.floor_divide(np.asarray([7, -7]), 2).tolist()
    [3, -4]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def fmax(x1: Array, x2: Array, /) -> Array:
    """The larger one; the other one if one is NaN.

    >>> import ivy, numpy as np
    >>> ivy.fmax(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).tolist()
    [1.0, 2.5]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def fmin(x1: Array, x2: Array, /) -> Array:
    """The smaller one; the other one if one is NaN.

    >>> import ivy, numpy as np
    >>> ivy.fmin(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).tolist()
    [-1.5, 2.0]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def fmod(x1: Array, x2: Array, /) -> Array:
    """Remainder with the sign of `x1`.

    >>> import ivy, numpy as np
    >>> ivy.fmod(np.asarray([7, -7]), 3).tolist()
    [1, -1]
    """
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
    """Greatest common divisor of integers.

    >>> import ivy, numpy as np
    >>> ivy.gcd(np.asarray([6, 3]), np.asarray([4, 5])).tolist()
    [2, 1]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def greater(x1: Array, x2: Array, /) -> Array:
    """Whether `x1` > `x2`.

    >>> import ivy, numpy as np
    >>> ivy.greater(np.asarray([1.0, 2.0]), np.asarray([1.0, 3.0])).tolist()
    [False, False]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def greater_equal(x1: Array, x2: Array, /) -> Array:
    """Whether `x1` >= `x2`.

    >>> import ivy, numpy as np
    >>> ivy.greater_equal(np.asarray([1.0, 2.0]), np.asarray([1.0, 3.0])).tolist()
    [True, False]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def hypot(x1: Array, x2: Array, /) -> Array:
    """sqrt(x1**2 + x2**2) without overflow.

    >>> import ivy, numpy as np
    >>> ivy.hypot(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).round(4).tolist()
    [1.8028, 3.2016]
    """
    ...


@primitive(shape=rules.same, dtype=rules.real)
def imag(x: Array, /) -> Array:
    """Imaginary part of a complex array.

    >>> import ivy, numpy as np
    >>> ivy.imag(np.asarray([1 + 2j, 3 - 1j])).tolist()
    [2.0, -1.0]
    """
    ...


@primitive(shape=rules.same, dtype=rules.boolean)
def isfinite(x: Array, /) -> Array:
    """Whether neither infinite nor NaN.

    >>> import ivy, numpy as np
    >>> ivy.isfinite(np.asarray([1.0, np.inf, np.nan])).tolist()
    [True, False, False]
    """
    ...


@primitive(shape=rules.same, dtype=rules.boolean)
def isinf(x: Array, /) -> Array:
    """Whether infinite.

    >>> import ivy, numpy as np
    >>> ivy.isinf(np.asarray([1.0, np.inf, np.nan])).tolist()
    [False, True, False]
    """
    ...


@primitive(shape=rules.same, dtype=rules.boolean)
def isnan(x: Array, /) -> Array:
    """Whether NaN.

    >>> import ivy, numpy as np
    >>> ivy.isnan(np.asarray([1.0, np.inf, np.nan])).tolist()
    [False, False, True]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def lcm(x1: Array, x2: Array, /) -> Array:
    """Least common multiple of integers.

    >>> import ivy, numpy as np
    >>> ivy.lcm(np.asarray([6, 3]), np.asarray([4, 5])).tolist()
    [12, 15]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def less(x1: Array, x2: Array, /) -> Array:
    """Whether `x1` < `x2`.

    >>> import ivy, numpy as np
    >>> ivy.less(np.asarray([1.0, 2.0]), np.asarray([1.0, 3.0])).tolist()
    [False, True]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def less_equal(x1: Array, x2: Array, /) -> Array:
    """Whether `x1` <= `x2`.

    >>> import ivy, numpy as np
    >>> ivy.less_equal(np.asarray([1.0, 2.0]), np.asarray([1.0, 3.0])).tolist()
    [True, True]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def log(x: Array, /) -> Array:
    """Natural logarithm.

    >>> import ivy, numpy as np
    >>> ivy.log(np.asarray([0.25, 0.5])).round(4).tolist()
    [-1.3863, -0.6931]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def log10(x: Array, /) -> Array:
    """Logarithm to base 10.

    >>> import ivy, numpy as np
    >>> ivy.log10(np.asarray([0.25, 0.5])).round(4).tolist()
    [-0.6021, -0.301]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def log1p(x: Array, /) -> Array:
    """log(1 + x), exact near 0.

    >>> import ivy, numpy as np
    >>> ivy.log1p(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.2231, 0.4055]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def log2(x: Array, /) -> Array:
    """Logarithm to base 2.

    >>> import ivy, numpy as np
    >>> ivy.log2(np.asarray([0.25, 0.5])).tolist()
    [-2.0, -1.0]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def logaddexp(x1: Array, x2: Array, /) -> Array:
    """log(exp(x1) + exp(x2)).

    >>> import ivy, numpy as np
    >>> ivy.logaddexp(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).round(4).tolist()
    [1.0789, 2.9741]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def logaddexp2(x1: Array, x2: Array, /) -> Array:
    """log2(2**x1 + 2**x2).

    >>> import ivy, numpy as np
    >>> ivy.logaddexp2(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).round(4).tolist()
    [1.2348, 3.2716]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def logical_and(x1: Array, x2: Array, /) -> Array:
    """Whether both are true.

    >>> import ivy, numpy as np
    >>> ivy.logical_and(np.asarray([True, False]), np.asarray([True, True])).tolist()
    [True, False]
    """
    ...


@primitive(shape=rules.same, dtype=rules.boolean)
def logical_not(x: Array, /) -> Array:
    """Whether `x` is false (zero).

    >>> import ivy, numpy as np
    >>> ivy.logical_not(np.asarray([True, False])).tolist()
    [False, True]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def logical_or(x1: Array, x2: Array, /) -> Array:
    """Whether one is true.

    >>> import ivy, numpy as np
    >>> ivy.logical_or(np.asarray([True, False]), np.asarray([True, True])).tolist()
    [True, True]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def logical_xor(x1: Array, x2: Array, /) -> Array:
    """Whether just one is true.

    >>> import ivy, numpy as np
    >>> ivy.logical_xor(np.asarray([True, False]), np.asarray([True, True])).tolist()
    [False, True]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def maximum(x1: Array, x2: Array, /) -> Array:
    """The larger one; NaN if one is NaN.

    >>> import ivy, numpy as np
    >>> ivy.maximum(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).tolist()
    [1.0, 2.5]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def minimum(x1: Array, x2: Array, /) -> Array:
    """The smaller one; NaN if one is NaN.

    >>> import ivy, numpy as np
    >>> ivy.minimum(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).tolist()
    [-1.5, 2.0]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def multiply(x1: Array, x2: Array, /) -> Array:
    """Product.

    >>> import ivy, numpy as np
    >>> ivy.multiply(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).tolist()
    [-1.5, 5.0]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def negative(x: Array, /) -> Array:
    """-x.

    >>> import ivy, numpy as np
    >>> ivy.negative(np.asarray([-1.5, 2.5])).tolist()
    [1.5, -2.5]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def nextafter(x1: Array, x2: Array, /) -> Array:
    """The next number after `x1` towards `x2`.

    >>> import ivy, numpy as np
    >>> (ivy.nextafter(np.zeros(1), np.ones(1)) > 0).tolist()
    [True]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def not_equal(x1: Array, x2: Array, /) -> Array:
    """Whether different.

    >>> import ivy, numpy as np
    >>> ivy.not_equal(np.asarray([1.0, 2.0]), np.asarray([1.0, 3.0])).tolist()
    [False, True]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def positive(x: Array, /) -> Array:
    """`x`.

    >>> import ivy, numpy as np
    >>> ivy.positive(np.asarray([-1.5, 2.5])).tolist()
    [-1.5, 2.5]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def pow(x1: Array, x2: Array, /) -> Array:
    """`x1` to the power of `x2`.

    >>> import ivy, numpy as np
    >>> ivy.pow(np.asarray([-1.5, 2.5]), 2.0).tolist()
    [2.25, 6.25]
    """
    ...


@primitive(shape=rules.same, dtype=rules.real)
def real(x: Array, /) -> Array:
    """Real part of a complex array.

    >>> import ivy, numpy as np
    >>> ivy.real(np.asarray([1 + 2j, 3 - 1j])).tolist()
    [1.0, 3.0]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def reciprocal(x: Array, /) -> Array:
    """1 / x.

    >>> import ivy, numpy as np
    >>> ivy.reciprocal(np.asarray([0.25, 0.5])).tolist()
    [4.0, 2.0]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def remainder(x1: Array, x2: Array, /) -> Array:
    """Remainder with the sign of `x2`.

    >>> import ivy, numpy as np
    >>> ivy.remainder(np.asarray([7, -7]), 3).tolist()
    [1, 2]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def round(x: Array, /) -> Array:
    """Nearest integer, halves to even, in the dtype of `x`.

    >>> import ivy, numpy as np
    >>> ivy.round(np.asarray([-1.5, 2.5])).tolist()
    [-2.0, 2.0]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def rsqrt(x: Array, /) -> Array:
    """1 / sqrt(x).

    >>> import ivy, numpy as np
    >>> ivy.rsqrt(np.asarray([0.25, 0.5])).round(4).tolist()
    [2.0, 1.4142]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def sigmoid(x: Array, /) -> Array:
    """Logistic function 1 / (1 + exp(-x)).

    >>> import ivy, numpy as np
    >>> ivy.sigmoid(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.5622, 0.6225]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def sign(x: Array, /) -> Array:
    """-1, 0 or 1 (x / |x| if complex; NaN stays NaN).

    >>> import ivy, numpy as np
    >>> ivy.sign(np.asarray([-1.5, 2.5])).tolist()
    [-1.0, 1.0]
    """
    ...


@primitive(shape=rules.same, dtype=rules.boolean)
def signbit(x: Array, /) -> Array:
    """Whether the sign bit is set.

    >>> import ivy, numpy as np
    >>> ivy.signbit(np.asarray([-1.5, 2.5])).tolist()
    [True, False]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def sin(x: Array, /) -> Array:
    """Sine of an angle in radians.

    >>> import ivy, numpy as np
    >>> ivy.sin(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.2474, 0.4794]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def sinh(x: Array, /) -> Array:
    """Hyperbolic sine.

    >>> import ivy, numpy as np
    >>> ivy.sinh(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.2526, 0.5211]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def sqrt(x: Array, /) -> Array:
    """Square root.

    >>> import ivy, numpy as np
    >>> ivy.sqrt(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.5, 0.7071]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def square(x: Array, /) -> Array:
    """x * x.

    >>> import ivy, numpy as np
    >>> ivy.square(np.asarray([0.25, 0.5])).tolist()
    [0.0625, 0.25]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def subtract(x1: Array, x2: Array, /) -> Array:
    """x1 - x2.

    >>> import ivy, numpy as np
    >>> ivy.subtract(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).tolist()
    [2.5, -0.5]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def tan(x: Array, /) -> Array:
    """Tangent of an angle in radians.

    >>> import ivy, numpy as np
    >>> ivy.tan(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.2553, 0.5463]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def tanh(x: Array, /) -> Array:
    """Hyperbolic tangent.

    >>> import ivy, numpy as np
    >>> ivy.tanh(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.2449, 0.4621]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def trunc(x: Array, /) -> Array:
    """Integer nearest to 0, in the dtype of `x`.

    >>> import ivy, numpy as np
    >>> ivy.trunc(np.asarray([-1.5, 2.5])).tolist()
    [-1.0, 2.0]
    """
    ...


@primitive(shape=rules.broadcast, dtype=lambda condition, x1, x2: rules.promote(x1, x2))
def where(condition: Array, x1: Array | Scalar, x2: Array | Scalar, /) -> Array:
    """`x1` where `condition` holds, `x2` elsewhere.

    >>> import ivy, numpy as np
    >>> ivy.where(np.asarray([True, False]), np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).tolist()
    [1.0, 2.5]
    """
    ...
