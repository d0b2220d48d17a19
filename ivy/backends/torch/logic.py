"""Comparisons, logic and bits."""

import torch

from ivy.backends.torch import _adapters as like

bitwise_and = like.binary(torch.bitwise_and)
bitwise_invert = like.unsigned(torch.bitwise_not)
bitwise_left_shift = like.binary(torch.bitwise_left_shift)
bitwise_or = like.binary(torch.bitwise_or)
bitwise_xor = like.binary(torch.bitwise_xor)
equal = like.binary(torch.eq)
greater = like.binary(torch.gt, of_uint64="order")
greater_equal = like.binary(torch.ge, of_uint64="order")
isfinite = torch.isfinite
isinf = torch.isinf
isnan = torch.isnan
less = like.binary(torch.lt, of_uint64="order")
less_equal = like.binary(torch.le, of_uint64="order")
logical_and = like.binary(torch.logical_and)
logical_not = like.unsigned(torch.logical_not)
logical_or = like.binary(torch.logical_or)
logical_xor = like.binary(torch.logical_xor)
not_equal = like.binary(torch.ne)
where = torch.where
_shift_right = like.binary(torch.bitwise_right_shift)


def bitwise_right_shift(x1, x2, /):
    x1 = like.tensor(x1, x2)
    if x1.dtype is not torch.uint64:
        return _shift_right(x1, x2)
    # signed 64 bits would keep the sign: shift by one, clear it, shift the rest
    signed, places = x1.view(torch.int64), torch.as_tensor(x2).to(torch.int64)
    rest = ((signed >> 1) & (2**63 - 1)) >> (places - 1).clamp(min=0)
    rest = torch.where(places < 0, 0, rest)  # 2**63 places or more
    return torch.where(places == 0, signed, rest).view(torch.uint64)
