"""Discrete Fourier transforms."""

import torch


def fftn(x, /, *, axes, norm="backward"):
    return torch.fft.fftn(x, dim=tuple(axes), norm=norm)


def ifftn(x, /, *, axes, norm="backward"):
    return torch.fft.ifftn(x, dim=tuple(axes), norm=norm)


def irfftn(x, /, *, axes, size, norm="backward"):
    sizes = [x.shape[a] for a in axes[:-1]] + [size]
    return torch.fft.irfftn(x, s=sizes, dim=tuple(axes), norm=norm)


def rfftn(x, /, *, axes, norm="backward"):
    return torch.fft.rfftn(x, dim=tuple(axes), norm=norm)
