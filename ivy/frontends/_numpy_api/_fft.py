"""Fourier transforms: `numpy.fft` and `jax.numpy.fft`."""

from __future__ import annotations

import operator

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import is_sequence, kind

_INVERSE_NORM = {"backward": "forward", "forward": "backward", "ortho": "ortho"}


def _checked_norm(norm):
    if norm not in (None, "backward", "ortho", "forward"):
        raise ValueError(f'Invalid norm value {norm}; should be "backward", "ortho" or "forward".')
    return norm or "backward"


def _size(x, n, axis):
    size = x.shape[axis] if n is None else operator.index(n)
    if size < 1:
        raise ValueError(f"Invalid number of FFT data points ({size}) specified.")
    return size


def _fitted(x, n, axis):
    """`x` cropped or zero-padded to a size along an axis."""
    if x.shape[axis] > n:
        return ivy.slice_(x, (slice(None),) * axis + (slice(0, n),))
    if x.shape[axis] == n:
        return x
    widths = [(0, 0)] * len(x.shape)
    widths[axis] = (0, n - x.shape[axis])
    return ivy.pad(x, widths)


# -- the kinds of transforms: `transform(rules, x, sizes, axes, norm)`
#    One axis after the other, as one may occur twice.


def _complex(rules: Rules, x):
    x = rules.fft_operand(x)
    return x if kind(x) == "c" else ivy.astype(x, dtypes.complex_of(ivy.dtype(x)))


def _complex_to_complex(op):
    def transform(rules: Rules, x, sizes, axes, norm):
        x = _complex(rules, x)
        for n, axis in reversed([*zip(sizes, axes)]):
            x = op(_fitted(x, n, axis), axes=(axis,), norm=norm)
        return x

    return transform


def _real_to_complex(rules: Rules, x, sizes, axes, norm):
    if kind(x) == "c":
        rules.refuse_complex_rfft()
    x = _fitted(rules.fft_operand(x), sizes[-1], axes[-1])
    x = ivy.rfftn(x, axes=(axes[-1],), norm=norm)
    for n, axis in reversed([*zip(sizes[:-1], axes[:-1])]):
        x = ivy.fftn(_fitted(x, n, axis), axes=(axis,), norm=norm)
    return x


def _complex_to_real(rules: Rules, x, sizes, axes, norm):
    x = _complex(rules, x)
    for n, axis in zip(sizes[:-1], axes[:-1]):
        x = ivy.ifftn(_fitted(x, n, axis), axes=(axis,), norm=norm)
    x = _fitted(x, sizes[-1] // 2 + 1, axes[-1])
    return ivy.irfftn(x, axes=(axes[-1],), size=sizes[-1], norm=norm)


def _hermitian_to_real(rules: Rules, x, sizes, axes, norm):
    x = ivy.conj(x) if kind(x) == "c" else x
    return _complex_to_real(rules, x, sizes, axes, _INVERSE_NORM[norm])


def _real_to_hermitian(rules: Rules, x, sizes, axes, norm):
    return ivy.conj(_real_to_complex(rules, x, sizes, axes, _INVERSE_NORM[norm]))


# -- the functions


def _of_one_axis(transform, halved=False):
    """`f(a, n, axis, norm, out)`; `halved`: the operand holds half of the frequencies."""

    def function(rules: Rules, a, n=None, axis=-1, norm=None, out=None):
        x = rules.array(a)
        norm = _checked_norm(norm)
        axis = rules.axis(axis, len(x.shape))
        n = 2 * (x.shape[axis] - 1) if halved and n is None else n
        return rules.out(transform(rules, x, (_size(x, n, axis),), (axis,), norm), out)

    return function


fft = _of_one_axis(_complex_to_complex(ivy.fftn))
ifft = _of_one_axis(_complex_to_complex(ivy.ifftn))
rfft = _of_one_axis(_real_to_complex)
irfft = _of_one_axis(_complex_to_real, halved=True)
hfft = _of_one_axis(_hermitian_to_real, halved=True)
ihfft = _of_one_axis(_real_to_hermitian)


def _of_axes(transform, default, halved=False):
    """`f(a, s, axes, norm, out)`; `halved`: the operand holds half of the frequencies."""

    def function(rules: Rules, a, s=None, axes=default, norm=None, out=None):
        x = rules.array(a)
        sizes, places = _sizes_and_axes(rules, x, s, axes)
        norm = _checked_norm(norm)
        if sizes is None and halved:
            sizes = [x.shape[i] for i in places]
            sizes[-1] = 2 * (sizes[-1] - 1)
        sizes = [None] * len(places) if sizes is None else sizes
        sizes = tuple(_size(x, n, i) for n, i in zip(sizes, places))
        return rules.out(transform(rules, x, sizes, places, norm), out)

    return function


def _sizes_and_axes(rules: Rules, x, s, axes):
    if axes is None:
        axes = tuple(range(-len(s), 0)) if s is not None else tuple(range(len(x.shape)))
    places = tuple(rules.axis(a, len(x.shape)) for a in axes)
    if s is None:
        return None, places
    if len(s) != len(places):
        raise ValueError("Shape and axes have different lengths.")
    return [x.shape[i] if n == -1 else n for n, i in zip(s, places)], places


fftn = _of_axes(_complex_to_complex(ivy.fftn), None)
ifftn = _of_axes(_complex_to_complex(ivy.ifftn), None)
rfftn = _of_axes(_real_to_complex, None)
irfftn = _of_axes(_complex_to_real, None, halved=True)
fft2 = _of_axes(_complex_to_complex(ivy.fftn), (-2, -1))
ifft2 = _of_axes(_complex_to_complex(ivy.ifftn), (-2, -1))
rfft2 = _of_axes(_real_to_complex, (-2, -1))
irfft2 = _of_axes(_complex_to_real, (-2, -1), halved=True)


# -- frequencies


def fftfreq(rules: Rules, n, d=1.0, *, device=None):
    return _frequencies(rules, np.fft.fftfreq, n, d)


def rfftfreq(rules: Rules, n, d=1.0, *, device=None):
    return _frequencies(rules, np.fft.rfftfreq, n, d)


def _frequencies(rules: Rules, make, n, d):
    try:
        n = operator.index(n)
    except TypeError:
        raise ValueError("n should be an integer") from None
    return rules.cast(ivy.constant(make(n, d)), rules.float_)


def fftshift(rules: Rules, x, axes=None):
    return _shifted(rules, x, axes, 1)


def ifftshift(rules: Rules, x, axes=None):
    return _shifted(rules, x, axes, -1)


def _shifted(rules: Rules, x, axes, sign):
    x = rules.array(x)
    if axes is None:
        axes = tuple(range(len(x.shape)))
    axes = [rules.axis(a, len(x.shape)) for a in (axes if is_sequence(axes) else (axes,))]
    for a in axes:
        n = x.shape[a]
        x = ivy.roll(x, n // 2 if sign > 0 else -(n // 2), axis=a)
    return x
