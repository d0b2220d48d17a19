"""Discrete Fourier transforms, which TensorFlow has along the last axes."""

import math

import tensorflow as tf

from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow._raw import raw, scalar

_FORWARD = {1: raw.FFT, 2: raw.FFT2D, 3: raw.FFT3D}
_INVERSE = {1: raw.IFFT, 2: raw.IFFT2D, 3: raw.IFFT3D}


def _order(ndim, axes):
    """Permutations that bring `axes` to the end, and back."""
    axes = [a % ndim for a in axes]
    there = (*(a for a in range(ndim) if a not in axes), *axes)
    back = tuple(there.index(a) for a in range(ndim))
    return there, back


def _transform(x, axes, kernels):
    """The transform without any scaling of the forward one, three axes at a time."""
    axes = list(axes)
    while axes:
        group, axes = axes[-3:], axes[:-3]
        there, back = _order(x.ndim, group)
        out = kernels[len(group)](input=like.transposed(x, there))
        x = like.transposed(out, back)
    return x


def _scaled(x, points, power):
    """`x` times points**power."""
    return raw.Mul(x=x, y=scalar(float(points) ** power, x.dtype)) if power else x


_FORWARD_POWER = {"backward": 0, "ortho": -0.5, "forward": -1}
_INVERSE_POWER = {"backward": 0, "ortho": 0.5, "forward": 1}


def _points(shape, axes):
    return math.prod(shape[a] for a in axes)


def fftn(x, /, *, axes, norm="backward"):
    if 0 in x.shape:
        return x
    return _scaled(_transform(x, axes, _FORWARD), _points(x.shape, axes), _FORWARD_POWER[norm])


def ifftn(x, /, *, axes, norm="backward"):
    if 0 in x.shape:
        return x
    return _scaled(_transform(x, axes, _INVERSE), _points(x.shape, axes), _INVERSE_POWER[norm])


def irfftn(x, /, *, axes, size, norm="backward"):
    x = ifftn(x, axes=axes[:-1], norm=norm)
    axis = axes[-1] % x.ndim
    length = tf.constant([size], tf.int32)
    half = like.moved_last(x, axis)
    out = raw.IRFFT(input=half, fft_length=length, Treal=x.dtype.real_dtype)
    return _scaled(like.moved_back(out, axis), size, _INVERSE_POWER[norm])


def rfftn(x, /, *, axes, norm="backward"):
    axis = axes[-1] % x.ndim
    size = x.shape[axis]
    pairs = tf.complex128 if x.dtype is tf.float64 else tf.complex64
    length = tf.constant([size], tf.int32)
    out = raw.RFFT(input=like.moved_last(x, axis), fft_length=length, Tcomplex=pairs)
    out = _scaled(like.moved_back(out, axis), size, _FORWARD_POWER[norm])
    return fftn(out, axes=axes[:-1], norm=norm)
