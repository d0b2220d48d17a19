"""Special functions of floating arrays. Operands of one call have one dtype."""

from __future__ import annotations

from collections.abc import Callable

from ivy._core import rules
from ivy._core.op import Array, composite, primitive
from ivy.functional import _cephes, _polynomials


@composite(shape=rules.same, dtype=rules.floating)
def airy_ai(x: Array, /) -> Array:
    """Airy function Ai."""
    return _cephes.airy_ai(x)


@composite(shape=rules.same, dtype=rules.floating)
def bessel_j0(x: Array, /) -> Array:
    """Bessel function of the first kind, order 0."""
    return _cephes.bessel_j0(x)


@composite(shape=rules.same, dtype=rules.floating)
def bessel_j1(x: Array, /) -> Array:
    """Bessel function of the first kind, order 1."""
    return _cephes.bessel_j1(x)


@composite(shape=rules.same, dtype=rules.floating)
def bessel_k0(x: Array, /) -> Array:
    """Modified Bessel function of the second kind, order 0."""
    return _cephes.bessel_k0(x)


@composite(shape=rules.same, dtype=rules.floating)
def bessel_k0e(x: Array, /) -> Array:
    """exp(x) times `bessel_k0(x)`."""
    return _cephes.bessel_k0(x, scaled=True)


@composite(shape=rules.same, dtype=rules.floating)
def bessel_k1(x: Array, /) -> Array:
    """Modified Bessel function of the second kind, order 1."""
    return _cephes.bessel_k1(x)


@composite(shape=rules.same, dtype=rules.floating)
def bessel_k1e(x: Array, /) -> Array:
    """exp(x) times `bessel_k1(x)`."""
    return _cephes.bessel_k1(x, scaled=True)


@composite(shape=rules.same, dtype=rules.floating)
def bessel_y0(x: Array, /) -> Array:
    """Bessel function of the second kind, order 0."""
    return _cephes.bessel_y0(x)


@composite(shape=rules.same, dtype=rules.floating)
def bessel_y1(x: Array, /) -> Array:
    """Bessel function of the second kind, order 1."""
    return _cephes.bessel_y1(x)


@composite(shape=rules.broadcast, dtype=rules.floating)
def chebyshev_polynomial_t(x: Array, n: Array, /) -> Array:
    """Chebyshev polynomial of the first kind of degree `n`; 0 for negative `n`.

    >>> import ivy, numpy as np
    >>> ivy.chebyshev_polynomial_t(np.asarray(2.0), np.asarray([0.0, 1.0, 2.0])).tolist()
    [1.0, 2.0, 7.0]
    """
    return _polynomials.chebyshev_t(x, n)


@composite(shape=rules.broadcast, dtype=rules.floating)
def chebyshev_polynomial_u(x: Array, n: Array, /) -> Array:
    """Chebyshev polynomial of the second kind of degree `n`; 0 for negative `n`."""
    return _polynomials.chebyshev_u(x, n)


@composite(shape=rules.broadcast, dtype=rules.floating)
def chebyshev_polynomial_v(x: Array, n: Array, /) -> Array:
    """Chebyshev polynomial of the third kind of degree `n`; 0 for negative `n`."""
    return _polynomials.chebyshev_v(x, n)


@composite(shape=rules.broadcast, dtype=rules.floating)
def chebyshev_polynomial_w(x: Array, n: Array, /) -> Array:
    """Chebyshev polynomial of the fourth kind of degree `n`; 0 for negative `n`."""
    return _polynomials.chebyshev_w(x, n)


@primitive(shape=rules.same, dtype=rules.floating)
def digamma(x: Array, /) -> Array:
    """Derivative of `lgamma`."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def entr(x: Array, /) -> Array:
    """-x log(x); 0 at 0, -inf below."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def erf(x: Array, /) -> Array:
    """Error function."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def erfc(x: Array, /) -> Array:
    """1 - erf(x), exact where that is small."""
    ...


@composite(shape=rules.same, dtype=rules.floating)
def erfcx(x: Array, /) -> Array:
    """exp(x**2) erfc(x), without overflow for large `x`."""
    return _cephes.erfcx(x)


@primitive(shape=rules.same, dtype=rules.floating)
def erfinv(x: Array, /) -> Array:
    """Inverse of `erf`."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def gammainc(a: Array, x: Array, /) -> Array:
    """Regularized lower incomplete gamma function."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def gammaincc(a: Array, x: Array, /) -> Array:
    """Regularized upper incomplete gamma function."""
    ...


@composite(shape=rules.broadcast, dtype=rules.floating)
def hermite_polynomial_h(x: Array, n: Array, /) -> Array:
    """Physicist's Hermite polynomial of degree `n`; 0 for negative `n`."""
    return _polynomials.hermite_h(x, n)


@composite(shape=rules.broadcast, dtype=rules.floating)
def hermite_polynomial_he(x: Array, n: Array, /) -> Array:
    """Probabilist's Hermite polynomial of degree `n`; 0 for negative `n`."""
    return _polynomials.hermite_he(x, n)


@primitive(shape=rules.same, dtype=rules.floating)
def i0(x: Array, /) -> Array:
    """Modified Bessel function of the first kind, order 0."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def i0e(x: Array, /) -> Array:
    """exp(-|x|) times `i0(x)`."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def i1(x: Array, /) -> Array:
    """Modified Bessel function of the first kind, order 1."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def i1e(x: Array, /) -> Array:
    """exp(-|x|) times `i1(x)`."""
    ...


@composite(shape=rules.broadcast, dtype=rules.floating)
def laguerre_polynomial_l(x: Array, n: Array, /) -> Array:
    """Laguerre polynomial of degree `n`; 0 for negative `n`."""
    return _polynomials.laguerre(x, n)


@composite(shape=rules.broadcast, dtype=rules.floating)
def legendre_polynomial_p(x: Array, n: Array, /) -> Array:
    """Legendre polynomial of degree `n`; 0 for negative `n`."""
    return _polynomials.legendre(x, n)


@primitive(shape=rules.same, dtype=rules.floating)
def lgamma(x: Array, /) -> Array:
    """Logarithm of the absolute value of the gamma function."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def log_ndtr(x: Array, /) -> Array:
    """Logarithm of `ndtr`, exact for very negative `x`."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def logit(x: Array, /) -> Array:
    """log(x / (1 - x)), the inverse of `sigmoid`."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def ndtr(x: Array, /) -> Array:
    """Cumulative distribution function of the standard normal distribution."""
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def ndtri(x: Array, /) -> Array:
    """Inverse of `ndtr`."""
    ...


@primitive(dtype=lambda n, x: x)
def polygamma(n: int, x: Array, /) -> Array:
    """Derivative `n` of `digamma`."""
    ...


@primitive(dtype=lambda step, first, second, n: first)
def recurrence(step: Callable, first: Array, second: Array, n: Array, /) -> Array:
    """Member `n`, elementwise, of the sequence first, second, ... that `step` continues.

    `step(k, a, b)` gives member k from a and b, members k - 2 and k - 1. All arrays have one
    floating dtype and one shape; 0 where `n` is negative or not finite.

    >>> import ivy, numpy as np
    >>> n = np.asarray([1.0, 5.0, 10.0])
    >>> ivy.recurrence(lambda k, a, b: a + b, np.zeros(3), np.ones(3), n).tolist()
    [1.0, 5.0, 55.0]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def xlog1py(x: Array, y: Array, /) -> Array:
    """x log(1 + y); 0 where `x` is 0."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def xlogy(x: Array, y: Array, /) -> Array:
    """x log(y); 0 where `x` is 0."""
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def zeta(x: Array, q: Array, /) -> Array:
    """Hurwitz zeta function, the sum of (k + q)**-x."""
    ...
