"""Functions of `jax.numpy.fft` that differ from the shared ones: their axes are checked earlier."""

from __future__ import annotations

from ivy.frontends._numpy_api import _fft
from ivy.frontends._numpy_api._values import is_sequence
from ivy.frontends.jax._numpy._refusals import length_along
from ivy.frontends.jax._numpy._rules import JaxRules


def hfft(rules: JaxRules, a, n=None, axis=-1, norm=None):
    length_along(rules.array(a), axis)
    return _fft.hfft(rules, a, n, axis, norm)


def ihfft(rules: JaxRules, a, n=None, axis=-1, norm=None):
    length_along(rules.array(a), axis)
    return _fft.ihfft(rules, a, n, axis, norm)


def fftshift(rules: JaxRules, x, axes=None):
    _check_axes(rules.array(x), axes)
    return _fft.fftshift(rules, x, axes)


def ifftshift(rules: JaxRules, x, axes=None):
    _check_axes(rules.array(x), axes)
    return _fft.ifftshift(rules, x, axes)


def _check_axes(x, axes):
    for axis in () if axes is None else axes if is_sequence(axes) else (axes,):
        length_along(x, axis)
