"""Roots, exponentials, logarithms and angles."""

import numpy as np

from ivy.backends.numpy import _adapters as like

acos = np.arccos
acosh = np.arccosh
asin = np.arcsin
asinh = np.arcsinh
atan = np.arctan
atan2 = like.wide(np.arctan2)
atanh = np.arctanh
cos = np.cos
cosh = np.cosh
exp = np.exp
exp2 = np.exp2
hypot = like.wide(np.hypot)
log = np.log
log10 = np.log10
log1p = np.log1p
log2 = np.log2
logaddexp = like.binary(np.logaddexp)
logaddexp2 = like.binary(np.logaddexp2)
sin = np.sin
sinh = np.sinh
sqrt = np.sqrt
tan = np.tan
tanh = np.tanh


def expm1(x, /):
    if x.dtype.kind != "c":
        return np.expm1(x)
    # NumPy's own loses infinities and the sign of zeros
    grown, half = np.expm1(x.real), np.sin(x.imag / 2)
    exact = like.from_parts(grown - (grown + 1) * (2 * half * half), (grown + 1) * np.sin(x.imag))
    limit = np.exp(x)
    exact = np.where(x.imag == 0, like.from_parts(grown + 0.0, x.imag), exact)  # 0, never -0
    return np.where(np.isfinite(x), exact, like.from_parts(limit.real - 1, limit.imag))


def rsqrt(x, /):
    return 1 / np.sqrt(x)


@like.wide
def sigmoid(x, /):
    # exp of a negative number cannot overflow
    e = np.exp(-np.abs(x)) if x.dtype.kind == "f" else np.exp(x)
    return np.where(x >= 0, 1 / (1 + e), e / (1 + e)) if x.dtype.kind == "f" else e / (1 + e)
