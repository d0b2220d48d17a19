"""Discrete Fourier transforms."""

import numpy as np


def fftn(x, /, *, axes, norm="backward"):
    return np.fft.fftn(x, axes=axes, norm=norm)


def ifftn(x, /, *, axes, norm="backward"):
    return np.fft.ifftn(x, axes=axes, norm=norm)


def irfftn(x, /, *, axes, size, norm="backward"):
    return np.fft.irfftn(x, [x.shape[a] for a in axes[:-1]] + [size], axes, norm)


def rfftn(x, /, *, axes, norm="backward"):
    return np.fft.rfftn(x, axes=axes, norm=norm)
