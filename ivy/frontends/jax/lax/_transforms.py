"""Fourier transforms of `jax.lax`."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _promotion as to

_NAMES = {"FFT": ivy.fftn, "IFFT": ivy.ifftn, "RFFT": ivy.rfftn}


def fft(x, fft_type, fft_lengths):
    x, lengths = to.array(x), tuple(fft_lengths)
    kind = fft_type.upper() if isinstance(fft_type, str) else getattr(fft_type, "name", None)
    if kind not in ("FFT", "IFFT", "RFFT", "IRFFT"):
        error = ValueError if isinstance(fft_type, str) else TypeError
        raise error(f"Unknown FFT type value '{fft_type}'")
    if kind == "RFFT" and ivy.dtype(x).kind == "c":
        raise ValueError("only real valued inputs supported for rfft")
    x = to.cast(x, to.inexact(ivy.dtype(x)))
    if kind != "RFFT":
        x = to.cast(x, dtypes.complex_of(ivy.dtype(x)))
    if not lengths:
        return x
    if len(lengths) > 3:
        raise ValueError(f"FFT input shape must have at most 3 axes to transform, got {lengths}")
    axes = tuple(range(x.ndim - len(lengths), x.ndim))
    given = tuple(x.shape[a] for a in axes)
    if kind == "IRFFT":
        if given != (*lengths[:-1], lengths[-1] // 2 + 1):
            raise ValueError(f"irfft of shape {tuple(x.shape)} to lengths {lengths}")
        return ivy.irfftn(x, axes=axes, size=lengths[-1])
    if given != lengths:
        raise ValueError(f"fft_lengths {lengths} must equal the last sizes of {tuple(x.shape)}")
    return _NAMES[kind](x, axes=axes)


_publish.publish(__name__, native="jax.lax")
