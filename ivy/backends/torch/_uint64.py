"""Quotients and signs of unsigned 64-bit numbers, from the signed ones that have their bits."""

import torch

_TOP = -(2**63)
_REST = 2**63 - 1


def _not_less(x1, x2):
    return (x1 ^ _TOP) >= (x2 ^ _TOP)


def divide(x1, x2, /):
    return x1.view(torch.uint64).to(torch.float64) / x2.view(torch.uint64).to(torch.float64)


def floor_divide(x1, x2, /):
    large = x2 < 0  # 2**63 or more: it goes in once or not at all
    divisor = torch.where(large, 1, x2)
    quotient = (((x1 >> 1) & _REST) // divisor) << 1
    quotient = quotient + _not_less(x1 - quotient * divisor, divisor).to(torch.int64)
    return torch.where(large, _not_less(x1, x2).to(torch.int64), quotient)


def remainder(x1, x2, /):
    return x1 - floor_divide(x1, x2) * x2


def gcd(x1, x2, /):
    while x2.any():
        rest = remainder(x1, torch.where(x2 == 0, 1, x2))
        x1, x2 = torch.where(x2 == 0, x1, x2), torch.where(x2 == 0, 0, rest)
    return x1.clone()


def sign(x, /):
    return (x != 0).to(torch.int64)
