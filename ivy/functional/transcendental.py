"""Elementwise roots, exponentials, logarithms, trigonometric and hyperbolic functions.

The operands of a call have the same dtype, or are Python numbers.
"""

from __future__ import annotations

from ivy._core import rules
from ivy._core.op import Array, primitive


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
    """exp(x) - 1, accurate near 0.

    >>> import ivy, numpy as np
    >>> ivy.expm1(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.284, 0.6487]
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
    """log(1 + x), accurate near 0.

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
