"""Bessel, modified Bessel and Airy functions. A trailing `e`: exponentially scaled."""

from __future__ import annotations

from ivy._core import rules
from ivy._core.op import Array, composite, primitive
from ivy.functional import _cephes


@composite(shape=rules.same, dtype=rules.floating)
def airy_ai(x: Array, /) -> Array:
    """Airy function Ai.

    >>> import ivy, numpy as np
    >>> ivy.airy_ai(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.2912, 0.2317]
    """
    return _cephes.airy_ai(x)


@composite(shape=rules.same, dtype=rules.floating)
def bessel_j0(x: Array, /) -> Array:
    """Bessel function of the first kind, order 0.

    >>> import ivy, numpy as np
    >>> ivy.bessel_j0(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.9844, 0.9385]
    """
    return _cephes.bessel_j0(x)


@composite(shape=rules.same, dtype=rules.floating)
def bessel_j1(x: Array, /) -> Array:
    """Bessel function of the first kind, order 1.

    >>> import ivy, numpy as np
    >>> ivy.bessel_j1(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.124, 0.2423]
    """
    return _cephes.bessel_j1(x)


@composite(shape=rules.same, dtype=rules.floating)
def bessel_k0(x: Array, /) -> Array:
    """Modified Bessel function of the second kind, order 0.

    >>> import ivy, numpy as np
    >>> ivy.bessel_k0(np.asarray([0.25, 0.5])).round(4).tolist()
    [1.5415, 0.9244]
    """
    return _cephes.bessel_k0(x)


@composite(shape=rules.same, dtype=rules.floating)
def bessel_k0e(x: Array, /) -> Array:
    """exp(x) times `bessel_k0(x)`.

    >>> import ivy, numpy as np
    >>> ivy.bessel_k0e(np.asarray([0.25, 0.5])).round(4).tolist()
    [1.9793, 1.5241]
    """
    return _cephes.bessel_k0(x, scaled=True)


@composite(shape=rules.same, dtype=rules.floating)
def bessel_k1(x: Array, /) -> Array:
    """Modified Bessel function of the second kind, order 1.

    >>> import ivy, numpy as np
    >>> ivy.bessel_k1(np.asarray([0.25, 0.5])).round(4).tolist()
    [3.747, 1.6564]
    """
    return _cephes.bessel_k1(x)


@composite(shape=rules.same, dtype=rules.floating)
def bessel_k1e(x: Array, /) -> Array:
    """exp(x) times `bessel_k1(x)`.

    >>> import ivy, numpy as np
    >>> ivy.bessel_k1e(np.asarray([0.25, 0.5])).round(4).tolist()
    [4.8113, 2.731]
    """
    return _cephes.bessel_k1(x, scaled=True)


@composite(shape=rules.same, dtype=rules.floating)
def bessel_y0(x: Array, /) -> Array:
    """Bessel function of the second kind, order 0.

    >>> import ivy, numpy as np
    >>> ivy.bessel_y0(np.asarray([0.25, 0.5])).round(4).tolist()
    [-0.9316, -0.4445]
    """
    return _cephes.bessel_y0(x)


@composite(shape=rules.same, dtype=rules.floating)
def bessel_y1(x: Array, /) -> Array:
    """Bessel function of the second kind, order 1.

    >>> import ivy, numpy as np
    >>> ivy.bessel_y1(np.asarray([0.25, 0.5])).round(4).tolist()
    [-2.7041, -1.4715]
    """
    return _cephes.bessel_y1(x)


@primitive(shape=rules.same, dtype=rules.floating)
def i0(x: Array, /) -> Array:
    """Modified Bessel function of the first kind, order 0.

    >>> import ivy, numpy as np
    >>> ivy.i0(np.asarray([0.25, 0.5])).round(4).tolist()
    [1.0157, 1.0635]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def i0e(x: Array, /) -> Array:
    """exp(-|x|) times `i0(x)`.

    >>> import ivy, numpy as np
    >>> ivy.i0e(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.791, 0.645]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def i1(x: Array, /) -> Array:
    """Modified Bessel function of the first kind, order 1.

    >>> import ivy, numpy as np
    >>> ivy.i1(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.126, 0.2579]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def i1e(x: Array, /) -> Array:
    """exp(-|x|) times `i1(x)`.

    >>> import ivy, numpy as np
    >>> ivy.i1e(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.0981, 0.1564]
    """
    ...
