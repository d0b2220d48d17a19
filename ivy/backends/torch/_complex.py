"""Functions of complex numbers as the Array API standard has them at zeros and infinities.

torch 2.13 loses signs of zeros there, or gives NaN where the standard has an infinity.
"""

import torch


def acos(x, /):
    out = torch.acos(x)
    return torch.complex(out.real, torch.copysign(out.imag, -x.imag))


def expm1(x, /):
    re, im = x.real, x.imag
    half = torch.sin(im / 2)
    real = torch.expm1(re) * torch.cos(im) - 2 * half * half
    imag = torch.exp(re) * torch.sin(im)
    on_axis, endless = im == 0, torch.isinf(re) & ~torch.isfinite(im)
    edge = torch.where(re > 0, torch.inf, -1.0)  # its direction does not matter
    real = torch.where(on_axis, torch.expm1(re) + 0.0, torch.where(endless, edge, real))
    imag = torch.where(endless & (re < 0), 0, imag)
    return torch.complex(real, torch.where(on_axis, im, imag))


def log1p(x, /):
    out, angle = torch.log1p(x), torch.atan2(x.imag, x.real)  # the 1 does not turn what is infinite
    endless = torch.isinf(x.real) | torch.isinf(x.imag)
    real = torch.where(endless, torch.inf, out.real)
    return torch.complex(real, torch.where(endless, angle, out.imag))


def negative(x, /):
    return torch.complex(-x.real, -x.imag)


def tanh(x, /):
    out = torch.tanh(x)
    endless = torch.isinf(x.real) & torch.isfinite(x.imag)
    zero = torch.copysign(torch.zeros_like(x.imag), x.imag)
    return torch.complex(out.real, torch.where(endless, zero, out.imag))
