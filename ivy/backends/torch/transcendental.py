"""Roots, exponentials, logarithms and angles."""

import torch

from ivy.backends.torch import _adapters as like
from ivy.backends.torch import _complex

acosh = torch.acosh
asin = torch.asin
asinh = torch.asinh
atan = torch.atan
atan2 = like.binary(torch.atan2)
atanh = torch.atanh
cos = torch.cos
cosh = torch.cosh
exp = torch.exp
exp2 = torch.exp2
hypot = like.binary(torch.hypot)
log = torch.log
log10 = torch.log10
log2 = torch.log2
logaddexp = like.binary(torch.logaddexp)
logaddexp2 = like.binary(torch.logaddexp2)
rsqrt = torch.rsqrt
sigmoid = torch.sigmoid
sin = torch.sin
sinh = torch.sinh
sqrt = torch.sqrt
tan = torch.tan

acos = like.by_kind(torch.acos, _complex.acos)
expm1 = like.by_kind(torch.expm1, _complex.expm1)
log1p = like.by_kind(torch.log1p, _complex.log1p)
tanh = like.by_kind(torch.tanh, _complex.tanh)
