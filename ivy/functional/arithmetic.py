"""Elementwise arithmetic: sums, products, quotients, rounding, signs, parts of complex numbers.

The operands of a call have the same dtype, or are Python numbers.
"""

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


@primitive(shape=rules.broadcast, dtype=rules.promote)
def add(x1: Array, x2: Array, /) -> Array:
    """Sum of `x1` and `x2`, with broadcasting.

    >>> import ivy, numpy as np
    >>> ivy.add(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).tolist()
    [-0.5, 4.5]
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


@primitive(shape=rules.broadcast, dtype=rules.floating)
def divide(x1: Array, x2: Array, /) -> Array:
    """x1 / x2, floating dtypes.

    >>> import ivy, numpy as np
    >>> ivy.divide(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).round(4).tolist()
    [-0.6667, 0.8]
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
    """The larger operand; if one is NaN, the other one.

    >>> import ivy, numpy as np
    >>> ivy.fmax(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).tolist()
    [1.0, 2.5]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def fmin(x1: Array, x2: Array, /) -> Array:
    """The smaller operand; if one is NaN, the other one.

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


@primitive(shape=rules.same, dtype=rules.real)
def imag(x: Array, /) -> Array:
    """Imaginary part of a complex array.

    >>> import ivy, numpy as np
    >>> ivy.imag(np.asarray([1 + 2j, 3 - 1j])).tolist()
    [2.0, -1.0]
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


@primitive(shape=rules.broadcast, dtype=rules.promote)
def maximum(x1: Array, x2: Array, /) -> Array:
    """The larger operand; NaN if one is NaN.

    >>> import ivy, numpy as np
    >>> ivy.maximum(np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).tolist()
    [1.0, 2.5]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def minimum(x1: Array, x2: Array, /) -> Array:
    """The smaller operand; NaN if one is NaN.

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


@primitive(shape=rules.same, dtype=rules.same)
def trunc(x: Array, /) -> Array:
    """`x` rounded towards 0, in its dtype.

    >>> import ivy, numpy as np
    >>> ivy.trunc(np.asarray([-1.5, 2.5])).tolist()
    [-1.0, 2.0]
    """
    ...
