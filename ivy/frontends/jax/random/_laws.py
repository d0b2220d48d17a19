"""Functions of `jax.random` that draw from continuous distributions and from counts."""

import math
import operator

import ml_dtypes

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax.random import _draws, _gamma, _stream


def _prepared(name, key, shape, dtype, *parameters):
    """The words, the shape, the dtype, and the parameters in that dtype and shape."""
    words, dtype = _stream.data(name, key), _stream.floating(name, dtype)
    arrays = [to.array(p) for p in parameters]
    shape = _stream.broadcast(name, shape, *arrays) if arrays else _stream.sizes(shape)
    for p, x in zip(parameters, arrays, strict=True):
        if not to.is_weak(p) and to.promote_types(ivy.dtype(x), dtype) != dtype:
            raise _UnsafeCast(f"In arguments to {name}, cannot safely cast to {dtype.name}")
    arrays = [ivy.broadcast_to(to.cast(x, dtype), shape) for x in arrays]
    return (words, shape, dtype, *arrays)


class _UnsafeCast(ValueError):
    """What JAX calls TypePromotionError."""


_UnsafeCast.__name__ = _UnsafeCast.__qualname__ = "TypePromotionError"


def normal(key, shape=(), dtype=None, *, out_sharding=None):
    words = _stream.data("normal", key)
    dtype = _stream.floating("normal", dtype, complex_too=True)
    return _stream.normal(words, _stream.sizes(shape), dtype)


def exponential(key, shape=(), dtype=None, *, out_sharding=None):
    words, shape, dtype = _prepared("exponential", key, shape, dtype)
    return _exponential(words, shape, dtype)


def _exponential(words, shape, dtype):
    return ivy.negative(ivy.log1p(ivy.negative(_stream.uniform(words, shape, dtype))))


def cauchy(key, shape=(), dtype=None, *, out_sharding=None):
    words, shape, dtype = _prepared("cauchy", key, shape, dtype)
    u = _stream.uniform(words, shape, dtype, dtypes.epsilon(dtype), 1.0)
    return ivy.tan((u - 0.5) * math.pi)


def laplace(key, shape=(), dtype=None, *, out_sharding=None):
    words, shape, dtype = _prepared("laplace", key, shape, dtype)
    low = -1.0 + float(ml_dtypes.finfo(dtype).epsneg)
    u = _stream.uniform(words, shape, dtype, low, 1.0)
    return ivy.sign(u) * ivy.log1p(ivy.negative(ivy.abs(u)))


def logistic(key, shape=(), dtype=None, *, out_sharding=None):
    words, shape, dtype = _prepared("logistic", key, shape, dtype)
    x = _stream.uniform(words, shape, dtype, float(ml_dtypes.finfo(dtype).tiny), 1.0)
    return ivy.log(x) - ivy.log1p(ivy.negative(x))


def maxwell(key, shape=(), dtype=None, *, out_sharding=None):
    words, shape, dtype = _prepared("maxwell", key, shape, dtype)
    x = _stream.normal(words, (*shape, 3), dtype)
    return ivy.sqrt(ivy.sum(ivy.square(x), axis=-1))


def double_sided_maxwell(key, loc, scale, shape=(), dtype=None):
    words, dtype = (
        _stream.data("double_sided_maxwell", key),
        _stream.floating("double_sided_maxwell", dtype),
    )
    loc, scale = to.array(loc), to.array(scale)
    own = _stream.broadcast("double_sided_maxwell", None, loc, scale)
    shape = (_stream.sizes(shape) or own) + own
    first, second = _stream.parts(words)
    sign = _draws.rademacher(second, shape, dtype)
    common = to.result_type(dtype, loc, scale)
    sized = to.cast(maxwell(first, shape, dtype) * sign, common)
    return sized * to.cast(scale, common) + to.cast(loc, common)


def weibull_min(key, scale, concentration, shape=(), dtype=None):
    words, dtype = _stream.data("weibull_min", key), _stream.floating("weibull_min", dtype)
    u = _stream.uniform(words, _stream.sizes(shape), dtype)
    common = to.result_type(dtype, scale, concentration)
    power = to.cast(1.0, common) / to.cast(to.array(concentration), common)
    size = to.cast(ivy.negative(ivy.log1p(ivy.negative(u))), common)
    return ivy.pow(size, power) * to.cast(to.array(scale), common)


def pareto(key, b, shape=None, dtype=None, *, out_sharding=None):
    words, shape, dtype, b = _prepared("pareto", key, shape, dtype, b)
    return ivy.exp(_exponential(words, shape, dtype) / b)


def rayleigh(key, scale, shape=None, dtype=None, *, out_sharding=None):
    words, shape, dtype, scale = _prepared("rayleigh", key, shape, dtype, scale)
    return scale * ivy.sqrt(ivy.log(_stream.uniform(words, shape, dtype)) * -2.0)


def lognormal(key, sigma=1.0, shape=None, dtype=None, *, out_sharding=None):
    words, shape, dtype, sigma = _prepared("lognormal", key, shape, dtype, sigma)
    return ivy.exp(_stream.normal(words, shape, dtype) * sigma)


def wald(key, mean, shape=None, dtype=None, *, out_sharding=None):
    words, shape, dtype, mean = _prepared("wald", key, shape, dtype, mean)
    first, second = _stream.parts(words)
    y = ivy.square(_stream.normal(first, shape, dtype))
    z = _stream.uniform(second, shape, dtype)
    root = ivy.sqrt(4 * mean * y + ivy.square(mean) * ivy.square(y))
    x = mean + ivy.square(mean) * y / 2 - mean / 2 * root
    return ivy.where(ivy.less_equal(z, mean / (mean + x)), x, ivy.square(mean) / x)


def geometric(key, p, shape=None, dtype=None, *, out_sharding=None):
    words, dtype = _stream.data("geometric", key), _stream.integral("geometric", dtype, ValueError)
    (p,) = to.promote_inexact(p)
    shape = _stream.broadcast("geometric", shape, p)
    u = _stream.uniform(words, shape, ivy.dtype(p))
    u = ivy.where(ivy.equal(u, 0), to.like(1.0, u), u)
    count = ivy.floor(ivy.log(u) / ivy.log1p(ivy.negative(p))) + 1
    return ivy.astype(count, dtype)


def triangular(key, left, mode, right, shape=None, dtype=None, *, out_sharding=None):
    prepared = _prepared("triangular", key, shape, dtype, left, mode, right)
    words, shape, dtype, left, mode, right = prepared
    u = _stream.uniform(words, shape, dtype)
    below = left + ivy.sqrt(u * (right - left) * (mode - left))
    above = right - ivy.sqrt((1 - u) * (right - left) * (right - mode))
    return ivy.where(ivy.less(u, (mode - left) / (right - left)), below, above)


def truncated_normal(key, lower, upper, shape=None, dtype=None, *, out_sharding=None):
    words, dtype = (
        _stream.data("truncated_normal", key),
        _stream.floating("truncated_normal", dtype),
    )
    lower, upper = to.cast(to.array(lower), dtype), to.cast(to.array(upper), dtype)
    shape = _stream.broadcast("truncated_normal", shape, lower, upper)
    root = to.like(math.sqrt(2), lower)
    u = _stream.uniform(words, shape, dtype, ivy.erf(lower / root), ivy.erf(upper / root))
    infinite = to.like(math.inf, u)
    out = ivy.maximum(root * ivy.erfinv(u), ivy.nextafter(lower, infinite))
    return ivy.minimum(out, ivy.nextafter(upper, ivy.negative(infinite)))


def multivariate_normal(
    key, mean, cov, shape=None, dtype=None, method="cholesky", *, out_sharding=None
):
    words = _stream.data("multivariate_normal", key)
    mean, cov = to.promote_inexact(mean, cov)
    if method not in ("svd", "eigh", "cholesky"):
        raise ValueError("method must be one of {'svd', 'eigh', 'cholesky'}")
    if method != "cholesky":
        raise NotImplementedError(f"multivariate_normal with method={method!r}")
    dtype = _stream.floating("multivariate_normal", dtype or ivy.dtype(mean))
    if mean.ndim < 1 or cov.ndim < 2:
        raise ValueError("multivariate_normal requires mean.ndim >= 1 and cov.ndim >= 2")
    n = mean.shape[-1]
    if tuple(cov.shape[-2:]) != (n, n):
        raise ValueError(f"multivariate_normal requires cov.shape == (..., n, n) for n={n}")
    own = (_draws._Shaped(tuple(mean.shape[:-1])), _draws._Shaped(tuple(cov.shape[:-2])))
    shape = _stream.broadcast("multivariate_normal", shape, *own)
    factor, _ = ivy.cholesky_factor(cov)
    noise = to.cast(_stream.normal(words, (*shape, n), dtype), ivy.dtype(factor))
    spread = ivy.matmul(factor, ivy.expand_dims(noise, axis=-1))
    return ivy.add(mean, ivy.squeeze(spread, axis=-1))


def orthogonal(key, n, shape=(), dtype=None, m=None, *, out_sharding=None):
    words, shape, dtype = _prepared("orthogonal", key, shape, dtype)
    n = operator.index(n)
    m = n if m is None else operator.index(m)
    z = _stream.normal(words, (*shape, max(n, m), min(n, m)), dtype)
    q, r = ivy.qr(z)
    diagonal = ivy.sum(r * ivy.eye(min(n, m), dtype=dtype), axis=-2)
    x = q * ivy.expand_dims(ivy.sign(diagonal), axis=-2)
    return ivy.matrix_transpose(x) if n < m else x


# -- made of gamma


def gamma(key, a, shape=None, dtype=None, *, out_sharding=None):
    return _gammas("gamma", key, a, shape, dtype, log=False)


def loggamma(key, a, shape=None, dtype=None, *, out_sharding=None):
    return _gammas("gamma", key, a, shape, dtype, log=True)


def _gammas(name, key, a, shape, dtype, log):
    words, dtype = _stream.data(name, key), _stream.floating(name, dtype)
    a = to.cast(to.array(a), dtype)
    shape = _stream.broadcast(name, shape, a)
    return _gamma.draw(words, ivy.broadcast_to(a, shape), log=log)


def beta(key, a, b, shape=None, dtype=None, *, out_sharding=None):
    words, shape, dtype, a, b = _prepared("beta", key, shape, dtype, a, b)
    first, second = _stream.parts(words)
    x, y = _gamma.draw(first, a, log=True), _gamma.draw(second, b, log=True)
    top = ivy.maximum(x, y)
    x, y = ivy.exp(x - top), ivy.exp(y - top)
    return x / (x + y)


def chisquare(key, df, shape=None, dtype=None, *, out_sharding=None):
    words, shape, dtype, df = _prepared("chisquare", key, shape, dtype, df)
    return ivy.exp(_gamma.draw(words, df / 2, log=True)) * 2


def dirichlet(key, alpha, shape=None, dtype=None, *, out_sharding=None):
    words, dtype = _stream.data("dirichlet", key), _stream.floating("dirichlet", dtype)
    alpha = to.cast(to.array(alpha), dtype)
    if alpha.ndim < 1:
        raise ValueError("dirichlet requires alpha.ndim >= 1, got alpha.ndim == 0")
    shape = _stream.broadcast("dirichlet", shape, _draws._Shaped(tuple(alpha.shape[:-1])))
    alpha = ivy.broadcast_to(alpha, (*shape, alpha.shape[-1]))
    return ivy.softmax(_gamma.draw(words, alpha, log=True), axis=-1)


def f(key, dfnum, dfden, shape=None, dtype=None, *, out_sharding=None):
    words, shape, dtype, above, below = _prepared("f", key, shape, dtype, dfnum, dfden)
    second, first = _stream.parts(words)
    x = chisquare(first, above, shape, dtype)
    y = chisquare(second, below, shape, dtype)
    return (x / above) / (y / below)


def t(key, df, shape=None, dtype=None, *, out_sharding=None):
    words, shape, dtype, df = _prepared("t", key, shape, dtype, df)
    first, second = _stream.parts(words)
    half = df / 2
    g = _gamma.draw(second, half, log=False)
    return _stream.normal(first, shape, dtype) * ivy.sqrt(half / g)


def generalized_normal(key, p, shape=(), dtype=None, *, out_sharding=None):
    words, shape, dtype = _prepared("generalized_normal", key, shape, dtype)
    first, second = _stream.parts(words)
    g = gamma(first, 1 / p, shape, dtype)
    sign = _draws.rademacher(second, shape, dtype)
    return sign * ivy.pow(g, to.like(1 / p, g))


def ball(key, d, p=2, shape=(), dtype=None, *, out_sharding=None):
    words, shape, dtype = _prepared("ball", key, shape, dtype)
    first, second = _stream.parts(words)
    g = generalized_normal(first, p, (*shape, operator.index(d)), dtype)
    e = _exponential(second, shape, dtype)
    size = ivy.sum(ivy.pow(ivy.abs(g), to.like(p, g)), axis=-1) + e
    return g / ivy.expand_dims(ivy.pow(size, to.like(1 / p, size)), axis=-1)


def poisson(key, lam, shape=None, dtype=None, *, out_sharding=None):
    words, lam = _stream.data("poisson", key), to.array(lam)
    dtype = _stream.integral("poisson", dtype)
    shape = _stream.broadcast("poisson", shape, lam)
    lam = ivy.broadcast_to(to.cast(lam, dtypes.float32), shape)
    return _gamma.poisson(words, lam, dtype)


_publish.publish(__name__, native="jax.random")
