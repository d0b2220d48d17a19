"""Windows, periodic by default."""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to


def _window(values):
    """`f(window_length, periodic, ..., dtype=None)`; `values(k, last, ...)` of the places 0 to last."""

    def window(length, periodic, dtype, *own):
        dtype = dtype or to.default_dtype()
        if type(length) is not int:
            raise TypeError(f"argument 'window_length' must be int, not {type(length).__name__}")
        if length < 0:
            raise RuntimeError(f"requires non-negative window_length, got window_length={length}")
        if not dtypes.is_floating(dtype):
            raise RuntimeError(f"expects floating point dtypes, got: {dtype}")
        if length < 2:
            return ivy.ones((length,), dtype=dtype)
        last = length if periodic else length - 1
        wide = dtypes.float64 if dtype == dtypes.float64 else dtypes.float32
        return ivy.astype(values(ivy.arange(0, length, dtype=wide), last, *own), dtype)

    return window


@_window
def _triangle(k, last):
    rising = k * (2.0 / last)
    return ivy.where(ivy.less_equal(k * 2, last), rising, 2 - rising)


@_window
def _cosine(k, last, alpha, beta):
    return ivy.cos(k * (2 * math.pi / last)) * -beta + alpha


@_window
def _two_cosines(k, last):
    k = k * (math.pi / last)
    return ivy.cos(k * 4) * 0.08 - ivy.cos(k * 2) * 0.5 + 0.42


@_window
def _bessel(k, last, beta):
    x = k * (2.0 / last) - 1
    scale = ivy.i0(ivy.full((), beta, dtype=ivy.dtype(k)))
    return ivy.i0(beta * ivy.sqrt(ivy.maximum(1 - x * x, 0.0))) / scale


def bartlett_window(
    window_length,
    periodic=True,
    *,
    dtype=None,
    layout=None,
    device=None,
    pin_memory=None,
    requires_grad=False,
):
    return _triangle(window_length, periodic, dtype)


def blackman_window(
    window_length,
    periodic=True,
    *,
    dtype=None,
    layout=None,
    device=None,
    pin_memory=None,
    requires_grad=False,
):
    return _two_cosines(window_length, periodic, dtype)


def hamming_window(
    window_length,
    periodic=True,
    alpha=0.54,
    beta=0.46,
    *,
    dtype=None,
    layout=None,
    device=None,
    pin_memory=None,
    requires_grad=False,
):
    return _cosine(window_length, periodic, dtype, alpha, beta)


def hann_window(
    window_length,
    periodic=True,
    *,
    dtype=None,
    layout=None,
    device=None,
    pin_memory=None,
    requires_grad=False,
):
    return _cosine(window_length, periodic, dtype, 0.5, 0.5)


def kaiser_window(
    window_length,
    periodic=True,
    beta=12.0,
    *,
    dtype=None,
    layout=None,
    device=None,
    pin_memory=None,
    requires_grad=False,
):
    return _bessel(window_length, periodic, dtype, beta)


_publish.publish(__name__, native="torch")
