"""The frequencies of discrete Fourier transforms."""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to


def _scaled(places, n, d, dtype):
    unit = 1.0 / (n * d) if n * d else math.inf
    return ivy.multiply(ivy.astype(places, dtype or to.default_dtype()), unit)


def fftfreq(
    n, d=1.0, *, dtype=None, layout=None, device=None, pin_memory=None, requires_grad=False
):
    places = ivy.arange(0, n, dtype=dtypes.int64)
    places = ivy.where(ivy.less(places, (n + 1) // 2), places, places - n)
    return _scaled(places, n, d, dtype)


def rfftfreq(
    n, d=1.0, *, dtype=None, layout=None, device=None, pin_memory=None, requires_grad=False
):
    return _scaled(ivy.arange(0, n // 2 + 1, dtype=dtypes.int64), n, d, dtype)


_publish.publish(__name__, native="torch.fft")
