"""Fourier transforms: `numpy.fft` and `jax.numpy.fft`."""

from __future__ import annotations

import operator

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import is_sequence, kind

_SWAPPED = {None: "forward", "backward": "forward", "forward": "backward", "ortho": "ortho"}


def _of_one_axis(transform):
    def function(self, a, n=None, axis=-1, norm=None, out=None):
        found = transform(self, self._space.array(a), n, axis, self._norm(norm))
        return self._space.out(found, out)

    return function


def _of_axes(transform, default):
    def function(self, a, s=None, axes=default, norm=None, out=None):
        x = self._space.array(a)
        sizes, places = self._sizes(x, s, axes)
        return self._space.out(transform(self, x, sizes, places, self._norm(norm)), out)

    return function


class FFT:
    """Transforms by the rules of a main namespace."""

    def __init__(self, space):
        self._space = space

    # -- the four kinds, along axes

    def _norm(self, norm):
        if norm not in (None, "backward", "ortho", "forward"):
            raise ValueError(
                f'Invalid norm value {norm}; should be "backward", "ortho" or "forward".'
            )
        return norm or "backward"

    def _size(self, x, n, axis):
        size = x.shape[axis] if n is None else operator.index(n)
        if size < 1:
            raise ValueError(f"Invalid number of FFT data points ({size}) specified.")
        return size

    def _fitted(self, x, n, axis):
        """`x` cropped or padded with zeros to `n` elements along an axis."""
        if x.shape[axis] == n:
            return x
        if x.shape[axis] > n:
            return ivy.slice_(x, (slice(None),) * axis + (slice(0, n),))
        widths = [(0, 0)] * len(x.shape)
        widths[axis] = (0, n - x.shape[axis])
        return ivy.pad(x, widths)

    def _real(self, x):
        if kind(x) == "c":
            raise TypeError(
                "ufunc 'rfft_n_even' did not contain a loop with signature matching types"
            )
        return self._computed(x)

    def _computed(self, x):
        return self._space.inexact(x)

    def _complex(self, x):
        x = self._computed(x)
        return x if kind(x) == "c" else ivy.astype(x, dtypes.complex_of(ivy.dtype(x)))

    def _whole(self, op, x, sizes, axes, norm):
        x = self._complex(x)
        for n, axis in zip(sizes, axes):
            x = self._fitted(x, n, axis)
        for axis in axes[::-1]:
            x = op(x, axes=(axis,), norm=norm)
        return x

    def _forward_real(self, x, sizes, axes, norm):
        x = self._real(x)
        for n, axis in zip(sizes, axes):
            x = self._fitted(x, n, axis)
        x = ivy.rfftn(x, axes=(axes[-1],), norm=norm)
        for axis in axes[:-1][::-1]:
            x = ivy.fftn(x, axes=(axis,), norm=norm)
        return x

    def _back_to_real(self, x, sizes, axes, norm):
        x = self._complex(x)
        for n, axis in zip((*sizes[:-1], sizes[-1] // 2 + 1), axes):
            x = self._fitted(x, n, axis)
        for axis in axes[:-1]:
            x = ivy.ifftn(x, axes=(axis,), norm=norm)
        return ivy.irfftn(x, axes=(axes[-1],), size=sizes[-1], norm=norm)

    def _along(self, op, x, n, axis, norm):
        axis = self._space.axis(axis, len(x.shape))
        return op(x, (self._size(x, n, axis),), (axis,), norm)

    fft = _of_one_axis(
        lambda self, x, n, axis, norm: self._along(
            lambda *p: self._whole(ivy.fftn, *p), x, n, axis, norm
        )
    )
    ifft = _of_one_axis(
        lambda self, x, n, axis, norm: self._along(
            lambda *p: self._whole(ivy.ifftn, *p), x, n, axis, norm
        )
    )
    rfft = _of_one_axis(
        lambda self, x, n, axis, norm: self._along(self._forward_real, x, n, axis, norm)
    )
    irfft = _of_one_axis(
        lambda self, x, n, axis, norm: self._half(self._back_to_real, x, n, axis, norm)
    )
    hfft = _of_one_axis(
        lambda self, x, n, axis, norm: self._half(
            self._back_to_real, self._conjugate(x), n, axis, _SWAPPED[norm]
        )
    )
    ihfft = _of_one_axis(
        lambda self, x, n, axis, norm: ivy.conj(
            self._along(self._forward_real, x, n, axis, _SWAPPED[norm])
        )
    )

    def _conjugate(self, x):
        return ivy.conj(x) if kind(x) == "c" else x

    def _half(self, op, x, n, axis, norm):
        axis = self._space.axis(axis, len(x.shape))
        n = 2 * (x.shape[axis] - 1) if n is None else n
        return op(x, (self._size(x, n, axis),), (axis,), norm)

    def _sizes(self, x, s, axes):
        if axes is None:
            axes = tuple(range(-len(s), 0)) if s is not None else tuple(range(len(x.shape)))
        places = tuple(self._space.axis(a, len(x.shape)) for a in axes)
        if s is None:
            return None, places
        if len(s) != len(places):
            raise ValueError("Shape and axes have different lengths.")
        return [x.shape[i] if n == -1 else n for n, i in zip(s, places)], places

    def _given(self, x, sizes, places):
        sizes = [None] * len(places) if sizes is None else sizes
        return tuple(self._size(x, n, i) for n, i in zip(sizes, places))

    fftn = _of_axes(
        lambda self, x, s, at, norm: self._whole(ivy.fftn, x, self._given(x, s, at), at, norm), None
    )
    ifftn = _of_axes(
        lambda self, x, s, at, norm: self._whole(ivy.ifftn, x, self._given(x, s, at), at, norm),
        None,
    )
    rfftn = _of_axes(
        lambda self, x, s, at, norm: self._forward_real(x, self._given(x, s, at), at, norm), None
    )
    irfftn = _of_axes(
        lambda self, x, s, at, norm: self._back_to_real(x, self._halves(x, s, at), at, norm), None
    )
    fft2 = _of_axes(
        lambda self, x, s, at, norm: self._whole(ivy.fftn, x, self._given(x, s, at), at, norm),
        (-2, -1),
    )
    ifft2 = _of_axes(
        lambda self, x, s, at, norm: self._whole(ivy.ifftn, x, self._given(x, s, at), at, norm),
        (-2, -1),
    )
    rfft2 = _of_axes(
        lambda self, x, s, at, norm: self._forward_real(x, self._given(x, s, at), at, norm),
        (-2, -1),
    )
    irfft2 = _of_axes(
        lambda self, x, s, at, norm: self._back_to_real(x, self._halves(x, s, at), at, norm),
        (-2, -1),
    )

    def _halves(self, x, sizes, places):
        if sizes is None:
            sizes = [x.shape[i] for i in places]
            sizes[-1] = 2 * (sizes[-1] - 1)
        return self._given(x, sizes, places)

    # -- frequencies

    def fftfreq(self, n, d=1.0, *, device=None):
        return self._frequencies(np.fft.fftfreq, n, d)

    def rfftfreq(self, n, d=1.0, *, device=None):
        return self._frequencies(np.fft.rfftfreq, n, d)

    def _frequencies(self, make, n, d):
        try:
            n = operator.index(n)
        except TypeError:
            raise ValueError("n should be an integer") from None
        return self._space.cast(ivy.constant(make(n, d)), self._space.float_)

    def fftshift(self, x, axes=None):
        return self._shifted(x, axes, 1)

    def ifftshift(self, x, axes=None):
        return self._shifted(x, axes, -1)

    def _shifted(self, x, axes, sign):
        x = self._space.array(x)
        if axes is None:
            axes = tuple(range(len(x.shape)))
        axes = [self._space.axis(a, len(x.shape)) for a in (axes if is_sequence(axes) else (axes,))]
        for a in axes:
            n = x.shape[a]
            x = ivy.roll(x, n // 2 if sign > 0 else -(n // 2), axis=a)
        return x
