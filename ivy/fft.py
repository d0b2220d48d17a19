"""Discrete Fourier transforms (`ivy.fft`).

Axes are first cropped or zero-padded to the lengths `n` or `s`. `norm` selects the scaling by the
number of points: 'backward' scales the inverse, 'forward' the forward transform, 'ortho' both by
the root.
"""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Any

import numpy as np

from ivy import functional
from ivy._array import creation as _creation
from ivy._array import pointwise
from ivy._array.boundary import Axes, creation, standard
from ivy._array.indexing import normal_axes, normal_axis
from ivy._core import dtypes
from ivy._core.dtypes import DType

_SWAPPED = {"backward": "forward", "forward": "backward", "ortho": "ortho"}


def _prepared(
    name: str, x: Any, lengths: Any, axes: Any, kinds: str, norm: str
) -> tuple[Any, tuple[int, ...]]:
    """`x` with the requested lengths, and the axes counted from the front."""
    pointwise.check(f"fft.{name}", functional.dtype(x), kinds)
    if norm not in _SWAPPED:
        raise ValueError(f"norm is 'backward', 'ortho' or 'forward', not {norm!r}.")
    if axes is None:
        count = x.ndim if lengths is None else len(lengths)
        axes = range(x.ndim - count, x.ndim)
    axes = tuple([normal_axis(a, x.ndim) for a in axes])
    if not axes:
        raise ValueError(f"ivy.fft.{name} needs an axis.")
    if lengths is not None:
        if len(lengths) != len(axes):
            raise ValueError("s and axes differ in length.")
        x = _sized(x, dict(zip(axes, lengths, strict=True)))
    return x, axes


def _sized(x: Any, lengths: dict[int, int]) -> Any:
    """`x` cropped or zero-padded along some axes."""
    widths = [(0, lengths.get(a, n) - n) for a, n in enumerate(x.shape)]
    if not builtins.any(grown for _, grown in widths):
        return x
    if builtins.min(lengths.values()) < 1:
        raise ValueError(f"there is no transform of length {builtins.min(lengths.values())}.")
    return functional.pad(x, widths)


def _complex(x: Any) -> Any:
    dtype = functional.dtype(x)
    return x if dtypes.is_complex(dtype) else functional.astype(x, dtypes.complex_of(dtype))


def _halved(x: Any, lengths: Any, axes: Any, name: str, norm: str) -> tuple[Any, Any, int]:
    """The input of an inverse real transform: axes, and the number of points of the last one."""
    sizes = None if lengths is None else [*lengths[:-1], lengths[-1] // 2 + 1]
    x, axes = _prepared(name, x, sizes, axes, "fc", norm)
    size = 2 * (x.shape[axes[-1]] - 1) if lengths is None else lengths[-1]
    return _complex(x), axes, size


def _one(n: int | None) -> Any:
    return None if n is None else (n,)


@standard
def fft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: str = "backward") -> Any:
    """The transform along one axis.

    >>> import ivy
    >>> ivy.fft.fft(ivy.asarray([1.0, 0.0], dtype=ivy.complex128)).tolist()
    [(1+0j), (1+0j)]
    """
    x, axes = _prepared("fft", x, _one(n), (axis,), "fc", norm)
    return functional.fftn(_complex(x), axes=axes, norm=norm)


@standard
def ifft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: str = "backward") -> Any:
    """The inverse transform along one axis.

    >>> import ivy
    >>> ivy.fft.ifft(ivy.asarray([2.0, 0.0], dtype=ivy.complex128)).tolist()
    [(1+0j), (1+0j)]
    """
    x, axes = _prepared("ifft", x, _one(n), (axis,), "fc", norm)
    return functional.ifftn(_complex(x), axes=axes, norm=norm)


@standard
def fftn(
    x: Any,
    /,
    *,
    s: Sequence[int] | None = None,
    axes: Sequence[int] | None = None,
    norm: str = "backward",
) -> Any:
    """The transform along several axes (None: all, or the last ones).

    >>> import ivy
    >>> ivy.fft.fftn(ivy.ones((2, 2), dtype=ivy.complex64)).tolist()
    [[(4+0j), 0j], [0j, 0j]]
    """
    x, found = _prepared("fftn", x, s, axes, "fc", norm)
    return functional.fftn(_complex(x), axes=found, norm=norm)


@standard
def ifftn(
    x: Any,
    /,
    *,
    s: Sequence[int] | None = None,
    axes: Sequence[int] | None = None,
    norm: str = "backward",
) -> Any:
    """The inverse transform along several axes.

    >>> import ivy
    >>> ivy.fft.ifftn(ivy.ones((2, 2), dtype=ivy.complex64)).tolist()
    [[(1+0j), 0j], [0j, 0j]]
    """
    x, found = _prepared("ifftn", x, s, axes, "fc", norm)
    return functional.ifftn(_complex(x), axes=found, norm=norm)


@standard
def rfft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: str = "backward") -> Any:
    """The first half of the transform of a real array along one axis.

    >>> import ivy
    >>> ivy.fft.rfft(ivy.asarray([1.0, 0.0, 0.0])).tolist()
    [(1+0j), (1+0j)]
    """
    x, axes = _prepared("rfft", x, _one(n), (axis,), "f", norm)
    return functional.rfftn(x, axes=axes, norm=norm)


@standard
def irfft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: str = "backward") -> Any:
    """The real inverse of the first half of a transform; `n` is the number of points.

    >>> import ivy
    >>> ivy.fft.irfft(ivy.asarray([2.0, 0.0], dtype=ivy.complex128)).tolist()
    [1.0, 1.0]
    """
    x, axes, size = _halved(x, _one(n), (axis,), "irfft", norm)
    return functional.irfftn(x, axes=axes, size=size, norm=norm)


@standard
def rfftn(
    x: Any,
    /,
    *,
    s: Sequence[int] | None = None,
    axes: Sequence[int] | None = None,
    norm: str = "backward",
) -> Any:
    """The transform of a real array along several axes, the first half along the last of them.

    >>> import ivy
    >>> ivy.fft.rfftn(ivy.ones((2, 2))).shape
    (2, 2)
    """
    x, found = _prepared("rfftn", x, s, axes, "f", norm)
    return functional.rfftn(x, axes=found, norm=norm)


@standard
def irfftn(
    x: Any,
    /,
    *,
    s: Sequence[int] | None = None,
    axes: Sequence[int] | None = None,
    norm: str = "backward",
) -> Any:
    """The real inverse of `rfftn`.

    >>> import ivy
    >>> ivy.fft.irfftn(ivy.ones((2, 2), dtype=ivy.complex64)).tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    x, found, size = _halved(x, s, axes, "irfftn", norm)
    return functional.irfftn(x, axes=found, size=size, norm=norm)


@standard
def hfft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: str = "backward") -> Any:
    """The real transform of a Hermitian signal, of which the first half is given.

    >>> import ivy
    >>> ivy.fft.hfft(ivy.asarray([1.0, 0.0], dtype=ivy.complex128)).tolist()
    [1.0, 1.0]
    """
    x, axes, size = _halved(x, _one(n), (axis,), "hfft", norm)
    return functional.irfftn(functional.conj(x), axes=axes, size=size, norm=_SWAPPED[norm])


@standard
def ihfft(x: Any, /, *, n: int | None = None, axis: int = -1, norm: str = "backward") -> Any:
    """The inverse of `hfft`.

    >>> import ivy
    >>> ivy.fft.ihfft(ivy.asarray([1.0, 1.0])).tolist()
    [(1-0j), -0j]
    """
    x, axes = _prepared("ihfft", x, _one(n), (axis,), "f", norm)
    return functional.conj(functional.rfftn(x, axes=axes, norm=_SWAPPED[norm]))


def _frequencies(values: np.ndarray, dtype: DType | None, device: str | None) -> Any:
    dtype = dtype or _creation.default(float)
    return _creation._placed(functional.constant(values.astype(dtype)), device)


@creation
def fftfreq(
    n: int, /, *, d: float = 1.0, dtype: DType | None = None, device: str | None = None
) -> Any:
    """The frequencies of the points of `fft`, for samples `d` apart.

    >>> import ivy
    >>> ivy.fft.fftfreq(4).tolist()
    [0.0, 0.25, -0.5, -0.25]
    """
    return _frequencies(np.fft.fftfreq(n, d), dtype, device)


@creation
def rfftfreq(
    n: int, /, *, d: float = 1.0, dtype: DType | None = None, device: str | None = None
) -> Any:
    """The frequencies of the points of `rfft`, for samples `d` apart.

    >>> import ivy
    >>> ivy.fft.rfftfreq(4).tolist()
    [0.0, 0.25, 0.5]
    """
    return _frequencies(np.fft.rfftfreq(n, d), dtype, device)


@standard
def fftshift(x: Any, /, *, axes: Axes = None) -> Any:
    """`x` with the zero frequency in the middle of the axes.

    >>> import ivy
    >>> ivy.fft.fftshift(ivy.asarray([0.0, 1.0, -1.0])).tolist()
    [-1.0, 0.0, 1.0]
    """
    found = normal_axes(axes, x.ndim)
    return functional.roll(x, tuple([x.shape[a] // 2 for a in found]), axis=found)


@standard
def ifftshift(x: Any, /, *, axes: Axes = None) -> Any:
    """The inverse of `fftshift`.

    >>> import ivy
    >>> ivy.fft.ifftshift(ivy.asarray([-1.0, 0.0, 1.0])).tolist()
    [0.0, 1.0, -1.0]
    """
    found = normal_axes(axes, x.ndim)
    return functional.roll(x, tuple([-(x.shape[a] // 2) for a in found]), axis=found)


__all__ = [
    "fft",
    "fftfreq",
    "fftn",
    "fftshift",
    "hfft",
    "ifft",
    "ifftn",
    "ifftshift",
    "ihfft",
    "irfft",
    "irfftn",
    "rfft",
    "rfftfreq",
    "rfftn",
]
