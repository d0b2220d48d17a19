"""Fourier transforms of the last axes, and of chosen ones."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.tensorflow import _schema
from ivy.frontends.tensorflow._schema import Host
from ivy.frontends.tensorflow.errors import require


def _last(count):
    return tuple(range(-count, 0))


def _ranked(input, count):
    require(input.ndim >= count, f"Input must have rank of at least {count}: {list(input.shape)}")


def _complex(op, count):
    """`f(input)` over the last `count` axes."""

    def function(input):
        _ranked(input, count)
        return op(input, axes=_last(count))

    return function


FFT = _complex(ivy.fftn, 1)
FFT2D = _complex(ivy.fftn, 2)
FFT3D = _complex(ivy.fftn, 3)
IFFT = _complex(ivy.ifftn, 1)
IFFT2D = _complex(ivy.ifftn, 2)
IFFT3D = _complex(ivy.ifftn, 3)


def fitted(x, axes, sizes):
    """`x` with zeros added, or cut, behind on `axes`."""
    widths = [(0, 0)] * x.ndim
    for a, n in zip(axes, sizes, strict=True):
        widths[a] = (0, n - x.shape[a])
    return ivy.pad(x, widths) if any(w != (0, 0) for w in widths) else x


def _lengths(fft_length, count):
    require(fft_length.shape == (count,), f"fft_length must have shape [{count}]")
    sizes = [int(n) for n in fft_length]
    require(all(n >= 0 for n in sizes), f"fft_length must be >= 0: {sizes}")
    return sizes


def _of_real(count):
    """`f(input, fft_length, Tcomplex)`."""

    def function(input, fft_length: Host, Tcomplex):
        _ranked(input, count)
        sizes, axes = _lengths(fft_length, count), _last(count)
        for a, n in zip(axes, sizes, strict=True):
            fits = input.shape[a] >= n or input.shape[a] == 0
            require(fits, f"Input dimension {a} must have length of at least {n}")
        require(dtypes.complex_of(ivy.dtype(input)) == Tcomplex, "Wrong types for forward real FFT")
        return ivy.rfftn(fitted(input, axes, sizes), axes=axes)

    return function


RFFT, RFFT2D, RFFT3D = map(_of_real, (1, 2, 3))


def _to_real(count):
    """`f(input, fft_length, Treal)`."""

    def function(input, fft_length: Host, Treal):
        _ranked(input, count)
        sizes, axes = _lengths(fft_length, count), _last(count)
        wanted = [*sizes[:-1], sizes[-1] // 2 + 1]
        for a, n in zip(axes, wanted, strict=True):
            fits = input.shape[a] >= n or input.shape[a] == 0
            require(fits, f"Input dimension {a} must have length of at least {n}")
        require(dtypes.real_of(ivy.dtype(input)) == Treal, "Wrong types for backward real FFT")
        return ivy.irfftn(fitted(input, axes, wanted), axes=axes, size=sizes[-1])

    return function


IRFFT, IRFFT2D, IRFFT3D = map(_to_real, (1, 2, 3))


_schema.publish(__name__)
