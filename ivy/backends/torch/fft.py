"""Discrete Fourier transforms, of contiguous tensors: the strides would change the last bits."""

import torch


def fftn(x, /, *, axes, norm="backward"):
    return torch.fft.fftn(x.contiguous(), dim=tuple(axes), norm=norm)


def ifftn(x, /, *, axes, norm="backward"):
    return torch.fft.ifftn(x.contiguous(), dim=tuple(axes), norm=norm)


def irfftn(x, /, *, axes, size, norm="backward"):
    sizes = [x.shape[a] for a in axes[:-1]] + [size]
    return torch.fft.irfftn(x.contiguous(), s=sizes, dim=tuple(axes), norm=norm)


def rfftn(x, /, *, axes, norm="backward"):
    return torch.fft.rfftn(x.contiguous(), dim=tuple(axes), norm=norm)
