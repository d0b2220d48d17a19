"""Special functions of floating arrays. Operands of one call have one dtype."""

from __future__ import annotations

from collections.abc import Callable

from ivy._core import rules
from ivy._core.op import Array, composite, primitive
from ivy.functional import _cephes, _integrals, _polynomials


@composite(shape=rules.broadcast, dtype=rules.floating)
def betainc(a: Array, b: Array, x: Array, /) -> Array:
    """Regularized incomplete beta function.

    >>> import ivy, numpy as np
    >>> ivy.betainc(np.asarray(2.0), np.asarray(3.0), np.asarray([0.25, 0.5])).round(4).tolist()
    [0.2617, 0.6875]
    """
    return _integrals.betainc(a, b, x)


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
    """Chebyshev polynomial of the second kind of degree `n`; 0 for negative `n`.

    >>> import ivy, numpy as np
    >>> ivy.chebyshev_polynomial_u(np.asarray([0.25, 0.5]), np.asarray([2.0, 3.0])).tolist()
    [-0.75, -1.0]
    """
    return _polynomials.chebyshev_u(x, n)


@composite(shape=rules.broadcast, dtype=rules.floating)
def chebyshev_polynomial_v(x: Array, n: Array, /) -> Array:
    """Chebyshev polynomial of the third kind of degree `n`; 0 for negative `n`.

    >>> import ivy, numpy as np
    >>> ivy.chebyshev_polynomial_v(np.asarray([0.25, 0.5]), np.asarray([2.0, 3.0])).tolist()
    [-1.25, -1.0]
    """
    return _polynomials.chebyshev_v(x, n)


@composite(shape=rules.broadcast, dtype=rules.floating)
def chebyshev_polynomial_w(x: Array, n: Array, /) -> Array:
    """Chebyshev polynomial of the fourth kind of degree `n`; 0 for negative `n`.

    >>> import ivy, numpy as np
    >>> ivy.chebyshev_polynomial_w(np.asarray([0.25, 0.5]), np.asarray([2.0, 3.0])).tolist()
    [-0.25, -1.0]
    """
    return _polynomials.chebyshev_w(x, n)


@composite(shape=rules.same, dtype=rules.floating)
def dawsn(x: Array, /) -> Array:
    """Dawson's integral, exp(-x**2) times the integral of exp(t**2) from 0 to `x`.

    >>> import ivy, numpy as np
    >>> ivy.dawsn(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.2398, 0.4244]
    """
    return _integrals.dawsn(x)


@primitive(shape=rules.same, dtype=rules.floating)
def digamma(x: Array, /) -> Array:
    """Derivative of `lgamma`.

    >>> import ivy, numpy as np
    >>> ivy.digamma(np.asarray([0.25, 0.5])).round(4).tolist()
    [-4.2275, -1.9635]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def entr(x: Array, /) -> Array:
    """-x log(x); 0 at 0, -inf below.

    >>> import ivy, numpy as np
    >>> ivy.entr(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.3466, 0.3466]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def erf(x: Array, /) -> Array:
    """Error function.

    >>> import ivy, numpy as np
    >>> ivy.erf(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.2763, 0.5205]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def erfc(x: Array, /) -> Array:
    """1 - erf(x), exact where that is small.

    >>> import ivy, numpy as np
    >>> ivy.erfc(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.7237, 0.4795]
    """
    ...


@composite(shape=rules.same, dtype=rules.floating)
def erfcx(x: Array, /) -> Array:
    """exp(x**2) erfc(x), without overflow for large `x`.

    >>> import ivy, numpy as np
    >>> ivy.erfcx(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.7703, 0.6157]
    """
    return _cephes.erfcx(x)


@primitive(shape=rules.same, dtype=rules.floating)
def erfinv(x: Array, /) -> Array:
    """Inverse of `erf`.

    >>> import ivy, numpy as np
    >>> ivy.erfinv(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.2253, 0.4769]
    """
    ...


@composite(shape=rules.same, dtype=rules.floating)
def expi(x: Array, /) -> Array:
    """Exponential integral Ei, the integral of exp(t) / t from -inf to `x`.

    >>> import ivy, numpy as np
    >>> ivy.expi(np.asarray([-1.0, 0.5])).round(4).tolist()
    [-0.2194, 0.4542]
    """
    return _integrals.expi(x)


@composite(shape=rules.broadcast, dtype=rules.floating)
def expn(n: Array, x: Array, /) -> Array:
    """Exponential integral of a whole order `n`, the integral of exp(-x t) / t**n from 1 to inf.

    >>> import ivy, numpy as np
    >>> ivy.expn(np.asarray([1.0, 2.0]), np.asarray([0.5, 1.0])).round(4).tolist()
    [0.5598, 0.1485]
    """
    return _integrals.expn(n, x)


@primitive(shape=rules.broadcast, dtype=rules.floating)
def gammainc(a: Array, x: Array, /) -> Array:
    """Regularized lower incomplete gamma function.

    >>> import ivy, numpy as np
    >>> ivy.gammainc(np.asarray([1.0, 2.0]), np.asarray([0.25, 0.5])).round(4).tolist()
    [0.2212, 0.0902]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def gammaincc(a: Array, x: Array, /) -> Array:
    """Regularized upper incomplete gamma function.

    >>> import ivy, numpy as np
    >>> ivy.gammaincc(np.asarray([1.0, 2.0]), np.asarray([0.25, 0.5])).round(4).tolist()
    [0.7788, 0.9098]
    """
    ...


@composite(shape=rules.broadcast, dtype=rules.floating)
def hermite_polynomial_h(x: Array, n: Array, /) -> Array:
    """Physicist's Hermite polynomial of degree `n`; 0 for negative `n`.

    >>> import ivy, numpy as np
    >>> ivy.hermite_polynomial_h(np.asarray([0.25, 0.5]), np.asarray([2.0, 3.0])).tolist()
    [-1.75, -5.0]
    """
    return _polynomials.hermite_h(x, n)


@composite(shape=rules.broadcast, dtype=rules.floating)
def hermite_polynomial_he(x: Array, n: Array, /) -> Array:
    """Probabilist's Hermite polynomial of degree `n`; 0 for negative `n`.

    >>> import ivy, numpy as np
    >>> ivy.hermite_polynomial_he(np.asarray([0.25, 0.5]), np.asarray([2.0, 3.0])).tolist()
    [-0.9375, -1.375]
    """
    return _polynomials.hermite_he(x, n)


@composite(shape=rules.broadcast, dtype=rules.floating)
def laguerre_polynomial_l(x: Array, n: Array, /) -> Array:
    """Laguerre polynomial of degree `n`; 0 for negative `n`.

    >>> import ivy, numpy as np
    >>> ivy.laguerre_polynomial_l(np.asarray([0.25, 0.5]), np.asarray([2.0, 3.0])).round(4).tolist()
    [0.5312, -0.1458]
    """
    return _polynomials.laguerre(x, n)


@composite(shape=rules.broadcast, dtype=rules.floating)
def legendre_polynomial_p(x: Array, n: Array, /) -> Array:
    """Legendre polynomial of degree `n`; 0 for negative `n`.

    >>> import ivy, numpy as np
    >>> ivy.legendre_polynomial_p(np.asarray([0.25, 0.5]), np.asarray([2.0, 3.0])).round(4).tolist()
    [-0.4062, -0.4375]
    """
    return _polynomials.legendre(x, n)


@primitive(shape=rules.same, dtype=rules.floating)
def lgamma(x: Array, /) -> Array:
    """Logarithm of the absolute value of the gamma function.

    >>> import ivy, numpy as np
    >>> ivy.lgamma(np.asarray([0.25, 0.5])).round(4).tolist()
    [1.288, 0.5724]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def log_ndtr(x: Array, /) -> Array:
    """Logarithm of `ndtr`, exact for very negative `x`.

    >>> import ivy, numpy as np
    >>> ivy.log_ndtr(np.asarray([0.25, 0.5])).round(4).tolist()
    [-0.513, -0.3689]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def logit(x: Array, /) -> Array:
    """log(x / (1 - x)), the inverse of `sigmoid`.

    >>> import ivy, numpy as np
    >>> ivy.logit(np.asarray([0.25, 0.5])).round(4).tolist()
    [-1.0986, 0.0]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def ndtr(x: Array, /) -> Array:
    """Cumulative distribution function of the standard normal distribution.

    >>> import ivy, numpy as np
    >>> ivy.ndtr(np.asarray([0.25, 0.5])).round(4).tolist()
    [0.5987, 0.6915]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def ndtri(x: Array, /) -> Array:
    """Inverse of `ndtr`.

    >>> import ivy, numpy as np
    >>> ivy.ndtri(np.asarray([0.25, 0.5])).round(4).tolist()
    [-0.6745, 0.0]
    """
    ...


@composite(shape=rules.broadcast, dtype=rules.floating)
def owens_t(h: Array, a: Array, /) -> Array:
    """Owen's T function: the probability of X > h and 0 < Y < a X, of independent normal X and Y.

    >>> import ivy, numpy as np
    >>> ivy.owens_t(np.asarray([0.0, 0.5]), np.asarray([1.0, 2.0])).round(4).tolist()
    [0.125, 0.1416]
    """
    return _integrals.owens_t(h, a)


@primitive(shape=rules.same_as_second, dtype=rules.same_as_second)
def polygamma(n: int, x: Array, /) -> Array:
    """Derivative `n` of `digamma`.

    >>> import ivy, numpy as np
    >>> ivy.polygamma(1, np.asarray([1.0, 2.0])).round(4).tolist()
    [1.6449, 0.6449]
    """
    ...


@primitive(shape=lambda step, first, second, n: n.shape, dtype=rules.same_as_second)
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


@composite(shape=lambda x: (x.shape, x.shape), dtype=lambda x: (x, x))
def sici(x: Array, /) -> tuple[Array, Array]:
    """Sine and cosine integrals of `x`.

    >>> import ivy, numpy as np
    >>> [a.round(4).tolist() for a in ivy.sici(np.asarray([0.5, 1.0]))]
    [[0.4931, 0.9461], [-0.1778, 0.3374]]
    """
    return _integrals.sici(x)


@composite(shape=rules.same, dtype=rules.floating)
def spence(x: Array, /) -> Array:
    """Dilogarithm of 1 - x, as SciPy's `spence`.

    >>> import ivy, numpy as np
    >>> ivy.spence(np.asarray([0.5, 2.0])).round(4).tolist()
    [0.5822, -0.8225]
    """
    return _integrals.spence(x)


@primitive(shape=rules.broadcast, dtype=rules.floating)
def xlog1py(x: Array, y: Array, /) -> Array:
    """x log(1 + y); 0 where `x` is 0.

    >>> import ivy, numpy as np
    >>> ivy.xlog1py(np.asarray([1.0, 2.0]), np.asarray([0.25, 0.5])).round(4).tolist()
    [0.2231, 0.8109]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def xlogy(x: Array, y: Array, /) -> Array:
    """x log(y); 0 where `x` is 0.

    >>> import ivy, numpy as np
    >>> ivy.xlogy(np.asarray([1.0, 2.0]), np.asarray([0.25, 0.5])).round(4).tolist()
    [-1.3863, -1.3863]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.floating)
def zeta(x: Array, q: Array, /) -> Array:
    """Hurwitz zeta function, the sum of (k + q)**-x.

    >>> import ivy, numpy as np
    >>> ivy.zeta(np.asarray([2.0, 3.0]), np.asarray([1.0, 2.0])).round(4).tolist()
    [1.6449, 0.2021]
    """
    ...
