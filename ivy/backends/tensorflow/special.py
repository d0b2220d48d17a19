"""Special functions."""

import math

import tensorflow as tf

from ivy._core.op import OPS
from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow._raw import ints, raw, scalar


def _where(condition, x1, x2):
    return raw.SelectV2(condition=condition, t=x1, e=x2)


def _number(value, x):
    return scalar(value, x.dtype)


def _incomplete_gamma(kernel, below):
    """`f(a, x)` with its limits; `below` is the one of x = 0."""

    def run(a, x, /):
        a, x = like.tensors(a, x)
        zero, nan, above = _number(0, a), _number(math.nan, a), 1 - below
        out = kernel(a=a, x=x)
        out = _where(raw.Equal(x=x, y=zero), _number(below, a), out)
        out = _where(raw.Equal(x=a, y=zero), _number(above, a), out)
        far_a, far_x = raw.IsInf(x=a), raw.IsInf(x=x)
        out = _where(far_x, _number(above, a), _where(far_a, _number(below, a), out))
        low = raw.LessEqual(x=raw.Maximum(x=a, y=x), y=zero)  # both are 0
        wrong = raw.LogicalOr(x=low, y=raw.LogicalAnd(x=far_a, y=far_x))
        least = raw.Minimum(x=a, y=x)
        wrong = raw.LogicalOr(x=wrong, y=raw.Less(x=least, y=zero))
        return _where(raw.LogicalOr(x=wrong, y=raw.IsNan(x=least)), nan, out)

    return like.through_half(run)


erfc = like.half(raw.Erfc)
erfinv = like.half(raw.Erfinv)
lgamma = like.half(raw.Lgamma)
ndtri = like.half(raw.Ndtri)
gammainc = _incomplete_gamma(raw.Igamma, 0)
gammaincc = _incomplete_gamma(raw.Igammac, 1)


@like.through_half
def digamma(x, /):
    pole = raw.Mul(x=raw.Reciprocal(x=x), y=_number(-math.inf, x))  # its sign is that of zero
    return _where(raw.Equal(x=x, y=_number(0, x)), pole, raw.Digamma(x=x))


@like.through_half
def erf(x, /):
    out = raw.Erf(x=x)
    # of infinite numbers the kernel makes NaN in float64
    return _where(raw.IsInf(x=x), raw.Sign(x=x), out) if x.dtype is tf.float64 else out


def entr(x, /):
    out = raw.Neg(x=raw.Xlogy(x=x, y=x))
    out = _where(raw.Equal(x=x, y=_number(0, x)), _number(0, x), out)
    return _where(raw.Less(x=x, y=_number(0, x)), _number(-math.inf, x), out)


@like.through_half
def log_ndtr(x, /):
    root = _number(math.sqrt(0.5), x)
    scaled = raw.Neg(x=raw.Mul(x=x, y=root))
    near = raw.Log1p(x=raw.Mul(x=raw.Erfc(x=raw.Neg(x=scaled)), y=_number(-0.5, x)))
    tail = OPS["erfcx"].declaration(raw.Maximum(x=scaled, y=_number(0, x)))
    tail = raw.Log(x=raw.Mul(x=tail, y=_number(0.5, x)))
    far = raw.Sub(x=tail, y=raw.Square(x=scaled))
    return _where(raw.Less(x=x, y=_number(-1, x)), far, near)


@like.through_half
def logit(x, /):
    return raw.Sub(x=raw.Log(x=x), y=raw.Log1p(x=raw.Neg(x=x)))


@like.through_half
def ndtr(x, /):
    scaled = raw.Mul(x=x, y=_number(-math.sqrt(0.5), x))
    return raw.Mul(x=raw.Erfc(x=scaled), y=_number(0.5, x))


def _zeta(x, q):
    """The kernel's sum begins at a positive `q`: what is before it is added here, term by term."""
    x, q = like.tensors(x, q)
    zero, one = _number(0, x), _number(1, x)
    x, q = raw.AddV2(x=x, y=raw.ZerosLike(x=q)), raw.AddV2(x=q, y=raw.ZerosLike(x=x))
    pole = raw.LogicalAnd(x=raw.LessEqual(x=q, y=zero), y=raw.Equal(x=q, y=raw.Floor(x=q)))
    pole = raw.LogicalAnd(x=pole, y=raw.Greater(x=x, y=one))

    def low(q, total):
        return raw.LogicalAnd(x=raw.Less(x=q, y=one), y=raw.IsFinite(x=q))

    def step(q, total):
        more = raw.AddV2(x=total, y=raw.Pow(x=q, y=raw.Neg(x=x)))
        here = low(q, total)
        return _where(here, raw.AddV2(x=q, y=one), q), _where(here, more, total)

    q, total = like.repeated(low, step, q, raw.ZerosLike(x=q))
    total = raw.AddV2(x=total, y=raw.Zeta(x=x, q=q))
    return _where(pole, _number(math.inf, x), total)


zeta = like.through_half(_zeta)


def polygamma(n, x, /):
    if n == 0:
        return digamma(x)
    scale = (-1.0) ** (n + 1) * math.gamma(n + 1)
    return like.through_half(lambda x: scale * _zeta(_number(n + 1, x), x))(x)


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
        zero = _number(0, x)
        out = _where(raw.Equal(x=x, y=zero), zero, of_two(x, y))  # not -0.0
        return _where(_is_nan(y), y, out)

    return run


def _is_nan(x):
    return raw.NotEqual(x=x, y=x) if x.dtype.is_complex else raw.IsNan(x=x)


xlog1py = _logarithm_times(raw.Xlog1py)
xlogy = _logarithm_times(raw.Xlogy)
