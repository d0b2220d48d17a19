"""`tensorflow.signal`."""

import functools
import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.tensorflow import _convert as to
from ivy.frontends.tensorflow import _public
from ivy.frontends.tensorflow._public import public
from ivy.frontends.tensorflow._raw import _spectral as raw
from ivy.frontends.tensorflow.errors import invalid

fft = public(raw.FFT)
fft2d = public(raw.FFT2D)
fft3d = public(raw.FFT3D)
ifft = public(raw.IFFT)
ifft2d = public(raw.IFFT2D)
ifft3d = public(raw.IFFT3D)


def _forward(op, count):
    """`f(input_tensor, fft_length=None)`: real input is padded to the lengths."""

    def function(input_tensor, fft_length=None, name=None):
        x = to.tensor(input_tensor, dtypes.float32)
        dtype = ivy.dtype(x)
        if dtype not in (dtypes.float32, dtypes.float64):
            raise ValueError("RFFT requires tf.float32 or tf.float64 inputs")
        axes = tuple(range(-count, 0))
        sizes = x.shape[-count:] if fft_length is None else to.host(fft_length).tolist()
        if len(sizes) != count:
            raise ValueError(f"Shape mismatch: fft_length must have {count} elements")
        wanted = [max(n, x.shape[a]) for a, n in zip(axes, sizes, strict=True)]
        x = raw.fitted(x, axes, wanted)
        return op(
            input=x, fft_length=np.asarray(sizes, np.int32), Tcomplex=dtypes.complex_of(dtype)
        )

    return function


rfft, rfft2d, rfft3d = (
    _forward(op, i + 1) for i, op in enumerate((raw.RFFT, raw.RFFT2D, raw.RFFT3D))
)


def _backward(op, count):
    """`f(input_tensor, fft_length=None)`."""

    def function(input_tensor, fft_length=None, name=None):
        x = to.tensor(input_tensor, dtypes.complex64)
        if not dtypes.is_complex(ivy.dtype(x)):
            raise ValueError("IRFFT requires complex inputs")
        axes = tuple(range(-count, 0))
        if fft_length is None:
            sizes = [*x.shape[-count:-1], max(2 * (x.shape[-1] - 1), 0)]
        else:
            sizes = to.host(fft_length).tolist()
        needed = [*sizes[:-1], sizes[-1] // 2 + 1]
        x = raw.fitted(x, axes, [max(n, x.shape[a]) for a, n in zip(axes, needed, strict=True)])
        return op(
            input=x, fft_length=np.asarray(sizes, np.int32), Treal=dtypes.real_of(ivy.dtype(x))
        )

    return function


irfft, irfft2d, irfft3d = (
    _backward(op, i + 1) for i, op in enumerate((raw.IRFFT, raw.IRFFT2D, raw.IRFFT3D))
)


def _shifted(sign):
    def function(x, axes=None, name=None):
        x = to.tensor(x)
        axes = range(x.ndim) if axes is None else np.reshape(axes, -1).tolist()
        for a in axes:
            if not -x.ndim <= a < x.ndim:
                raise invalid(f"axis {a} is out of range")
            n = x.shape[a]
            x = ivy.roll(x, n // 2 if sign > 0 else -(n // 2), axis=a)
        return x

    return function


fftshift, ifftshift = _shifted(1), _shifted(-1)


def frame(signal, frame_length, frame_step, pad_end=False, pad_value=0, axis=-1, name=None):
    x = to.tensor(signal)
    length, step = map(to.host, (frame_length, frame_step))
    if length.dtype.kind not in "iu" or step.dtype.kind not in "iu":
        raise invalid("frame_length and frame_step must be integers")
    length, step = int(length), int(step)
    axis = axis % x.ndim
    size = x.shape[axis]
    if pad_end:
        count = -(-size // step)
        widths = [(0, 0)] * x.ndim
        widths[axis] = (0, max(0, (count - 1) * step + length - size))
        x = ivy.pad(x, widths, pad_value)
    else:
        count = max(0, 1 + (size - length) // step)
    if not count:
        shape = (*x.shape[:axis], 0, length, *x.shape[axis + 1 :])
        return ivy.zeros(shape, dtype=ivy.dtype(x))
    whole = (slice(None),) * axis + (slice(0, (count - 1) * step + length),)
    return ivy.windows(ivy.slice_(x, whole), length, axis=axis, stride=step)


def overlap_and_add(signal, frame_step, name=None):
    x = to.tensor(signal)
    step = int(to.host(frame_step))
    if x.ndim < 2:
        raise ValueError("Input shape must have rank at least 2")
    frames, length = x.shape[-2:]
    return ivy.overlap_add(x, (frames - 1) * step + length, axis=x.ndim - 2, stride=step)


def _raised_cosine(a, b):
    """`f(window_length, periodic=True, dtype=float32)`."""

    def function(window_length, periodic=True, dtype=dtypes.float32, name=None):
        dtype = to.as_dtype(dtype)
        if not dtypes.is_floating(dtype):
            raise ValueError(f"dtype must be a floating point type. Found {dtype}")
        n = int(to.host(window_length))
        if n == 1:
            return ivy.ones((1,), dtype=dtype)
        even = 1 - n % 2
        span = n + int(bool(to.host(periodic))) * even - 1
        values = a - b * np.cos(2 * math.pi * np.arange(n) / span)
        return ivy.constant(values.astype(dtype))

    return function


hamming_window = _raised_cosine(0.54, 0.46)
hann_window = _raised_cosine(0.5, 0.5)


def kaiser_window(window_length, beta=12.0, dtype=dtypes.float32, name=None):
    return ivy.constant(_kaiser(int(to.host(window_length)), beta).astype(_floating(dtype)))


def _kaiser(n, beta):
    return np.ones(1) if n == 1 else np.kaiser(n, float(to.host(beta)))


def _floating(dtype):
    dtype = to.as_dtype(dtype)
    if not dtypes.is_floating(dtype):
        raise ValueError(f"dtype must be a floating point type. Found {dtype}")
    return dtype


def kaiser_bessel_derived_window(window_length, beta=12.0, dtype=dtypes.float32, name=None):
    half = int(to.host(window_length)) // 2
    sums = np.cumsum(_kaiser(half + 1, beta))
    side = np.sqrt(sums[:-1] / sums[-1])
    return ivy.constant(np.concatenate([side, side[::-1]]).astype(_floating(dtype)))


def vorbis_window(window_length, dtype=dtypes.float32, name=None):
    n = int(to.host(window_length))
    inner = np.sin(math.pi / n * (np.arange(n) + 0.5))
    return ivy.constant(np.sin(math.pi / 2 * inner**2).astype(_floating(dtype)))


def _enclosing(n):
    return 1 << max(n - 1, 0).bit_length()


def stft(
    signals, frame_length, frame_step, fft_length=None, window_fn=hann_window, pad_end=False, name=None
):  # fmt: skip
    x = to.tensor(signals)
    if not x.ndim:
        raise ValueError("Shape must be at least rank 1")
    length, step = int(to.host(frame_length)), int(to.host(frame_step))
    size = _enclosing(length) if fft_length is None else int(to.host(fft_length))
    frames = frame(x, length, step, pad_end=pad_end)
    if window_fn is not None:
        frames = ivy.multiply(frames, window_fn(length, dtype=ivy.dtype(frames)))
    return rfft(frames, [size])


@functools.cache
def _cosines(n, size):
    """The matrix of the second type of discrete cosine transform, from `size` to `n` elements."""
    k, i = np.arange(n)[:, None], np.arange(size)
    return 2 * np.cos(math.pi * k * (2 * i + 1) / (2 * size))


def dct(input, type=2, n=None, axis=-1, norm=None, name=None):
    x, n = _cosine_input(input, type, n, axis, norm)
    return _cosine_transform(x, type, n, norm)


def _cosine_input(input, type, n, axis, norm):
    if axis != -1:
        raise NotImplementedError(f"axis must be -1. Got: {axis}")
    if n is not None and n < 1:
        raise ValueError(f"n should be a positive integer. Got: {n}")
    if type not in (1, 2, 3, 4):
        raise ValueError(f"Types I, II, III and IV (I)DCT are supported. Got: {type}")
    if type == 1 and norm == "ortho":
        raise ValueError("Normalization is not supported for the Type-I DCT.")
    if norm not in (None, "ortho"):
        raise ValueError(f"Unknown normalization. Expected None or 'ortho', got: {norm}")
    x = to.tensor(input)
    if n is not None:
        x = raw.fitted(x, (-1,), (n,))
    return x, x.shape[-1]


def _cosine_matrix(type, n, norm):
    """The n by n matrix of a discrete cosine transform."""
    i, k = np.arange(n)[None], np.arange(n)[:, None]
    if type == 1:
        matrix = 2 * np.cos(math.pi * k * i / (n - 1))
        matrix[:, [0, -1]] /= 2
        return matrix
    if type == 2:
        matrix = _cosines(n, n).copy()
    elif type == 3:
        matrix = 2 * np.cos(math.pi * (2 * k + 1) * i / (2 * n))
        matrix[:, 0] /= 2
    else:
        matrix = 2 * np.cos(math.pi * (2 * k + 1) * (2 * i + 1) / (4 * n))
    if norm == "ortho":
        matrix *= math.sqrt(1 / (2 * n))
        if type == 2:
            matrix[0] *= math.sqrt(0.5)
        if type == 3:
            matrix[:, 0] *= math.sqrt(2)
    return matrix


def _cosine_transform(x, type, n, norm):
    matrix = ivy.constant(_cosine_matrix(type, n, norm).T.astype(ivy.dtype(x)))
    return ivy.matmul(x, matrix)


def idct(input, type=2, n=None, axis=-1, norm=None, name=None):
    x, _ = _cosine_input(input, type, n, axis, norm)
    return _cosine_transform(x, {1: 1, 2: 3, 3: 2, 4: 4}[type], x.shape[-1], norm)


def linear_to_mel_weight_matrix(
    num_mel_bins=20, num_spectrogram_bins=129, sample_rate=8000, lower_edge_hertz=125.0,
    upper_edge_hertz=3800.0, dtype=dtypes.float32, name=None,
):  # fmt: skip
    dtype = to.as_dtype(dtype)
    low, high, rate = (float(to.host(v)) for v in (lower_edge_hertz, upper_edge_hertz, sample_rate))
    if num_mel_bins <= 0 or low < 0 or low >= high or rate <= 0 or high > rate / 2:
        raise ValueError("edges of bands must rise from 0 to half the sample rate")
    if not dtypes.is_floating(dtype):
        raise ValueError(f"dtype must be a floating point type. Got: {dtype}")

    def mel(hertz):
        return 1127.0 * np.log1p(hertz / 700.0)

    bins = mel(np.linspace(0.0, rate / 2, num_spectrogram_bins)[1:])[:, None]
    edges = np.linspace(mel(low), mel(high), num_mel_bins + 2)
    lower, centre, upper = edges[:-2], edges[1:-1], edges[2:]
    slopes = (bins - lower) / (centre - lower), (upper - bins) / (upper - centre)
    weights = np.maximum(0, np.minimum(*slopes))
    return ivy.constant(np.pad(weights, [(1, 0), (0, 0)]).astype(dtype))


def mfccs_from_log_mel_spectrograms(log_mel_spectrograms, name=None):
    x = to.tensor(log_mel_spectrograms)
    if not x.ndim or not x.shape[-1]:
        raise ValueError("num_mel_bins must be positive")
    return ivy.multiply(dct(x), 1 / math.sqrt(2.0 * x.shape[-1]))


_public.publish(__name__, native="tensorflow.signal")
