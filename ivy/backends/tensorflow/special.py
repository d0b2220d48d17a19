"""Special functions."""

import math

from ivy._core.op import OPS
from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow._raw import ints, raw, scalar


def _half(kernel):
    return like.through(like.HALF, like.unary(kernel))


def _two(kernel, first, second):
    """`f(x1, x2)` from a kernel with names of its own."""

    def run(x1, x2, /):
        x1, x2 = like.tensors(x1, x2)
        return kernel(**{first: x1, second: x2})

    return like.through(like.HALF, run)


bessel_j0 = _half(raw.BesselJ0)
bessel_j1 = _half(raw.BesselJ1)
bessel_k0 = _half(raw.BesselK0)
bessel_k0e = _half(raw.BesselK0e)
bessel_k1 = _half(raw.BesselK1)
bessel_k1e = _half(raw.BesselK1e)
bessel_y0 = _half(raw.BesselY0)
bessel_y1 = _half(raw.BesselY1)
erf = _half(raw.Erf)
erfc = _half(raw.Erfc)
erfinv = _half(raw.Erfinv)
i0 = _half(raw.BesselI0)
i0e = _half(raw.BesselI0e)
i1 = _half(raw.BesselI1)
i1e = _half(raw.BesselI1e)
lgamma = _half(raw.Lgamma)
ndtri = _half(raw.Ndtri)
zeta = _two(raw.Zeta, "x", "q")
gammainc = _two(raw.Igamma, "a", "x")
gammaincc = _two(raw.Igammac, "a", "x")


def _where(condition, x1, x2):
    return raw.SelectV2(condition=condition, t=x1, e=x2)


def _number(value, x):
    return scalar(value, x.dtype)


@lambda function: like.through(like.HALF, function)
def digamma(x, /):
    pole = raw.Mul(x=raw.Reciprocal(x=x), y=_number(-math.inf, x))  # its sign is that of zero
    return _where(raw.Equal(x=x, y=_number(0, x)), pole, raw.Digamma(x=x))


def entr(x, /):
    out = raw.Neg(x=xlogy(x, x))
    return _where(raw.Less(x=x, y=_number(0, x)), _number(-math.inf, x), out)


@lambda function: like.through(like.HALF, function)
def log_ndtr(x, /):
    root = _number(math.sqrt(0.5), x)
    scaled = raw.Neg(x=raw.Mul(x=x, y=root))
    near = raw.Log1p(x=raw.Mul(x=raw.Erfc(x=raw.Neg(x=scaled)), y=_number(-0.5, x)))
    tail = OPS["erfcx"].declaration(raw.Maximum(x=scaled, y=_number(0, x)))
    tail = raw.Log(x=raw.Mul(x=tail, y=_number(0.5, x)))
    far = raw.Sub(x=tail, y=raw.Square(x=scaled))
    return _where(raw.Less(x=x, y=_number(-1, x)), far, near)


@lambda function: like.through(like.HALF, function)
def logit(x, /):
    return raw.Sub(x=raw.Log(x=x), y=raw.Log1p(x=raw.Neg(x=x)))


@lambda function: like.through(like.HALF, function)
def ndtr(x, /):
    scaled = raw.Mul(x=x, y=_number(-math.sqrt(0.5), x))
    return raw.Mul(x=raw.Erfc(x=scaled), y=_number(0.5, x))


def _polygamma(x, n):
    return raw.Polygamma(a=_number(n, x), x=x)


def polygamma(n, x, /):
    return digamma(x) if n == 0 else like.through(like.HALF, _polygamma)(x, n)


def recurrence(step, first, second, n, /):
    k, before, last = 2, first, second
    finite = raw.IsFinite(x=n)
    while True:
        live = raw.LogicalAnd(x=finite, y=raw.GreaterEqual(x=n, y=_number(k, n)))
        live = raw.LogicalAnd(x=live, y=raw.LogicalNot(x=raw.IsNan(x=last)))
        if not raw.Any(input=live, axis=ints(range(live.ndim))):
            break
        now = step(_number(k, first), before, last)
        before, last, k = _where(live, last, before), _where(live, now, last), k + 1
    out = _where(raw.Equal(x=n, y=_number(0, n)), first, last)
    counts = raw.LogicalAnd(x=finite, y=raw.GreaterEqual(x=n, y=_number(0, n)))
    return _where(counts, out, _number(0, out))


def _logarithm_times(kernel):
    """`f(x, y)` from a kernel that gives 0 for x = 0 even where y is NaN."""
    of_two = like.binary(kernel)

    def run(x, y, /):
        x, y = like.tensors(x, y)
        return _where(_is_nan(y), y, of_two(x, y))

    return run


def _is_nan(x):
    return raw.NotEqual(x=x, y=x) if x.dtype.is_complex else raw.IsNan(x=x)


xlog1py = _logarithm_times(raw.Xlog1py)
xlogy = _logarithm_times(raw.Xlogy)
