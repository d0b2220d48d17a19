"""Functions of each element, casts and tests of dtypes."""

import math

import ivy.frontends.torch as torch
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to


def addr(input, vec1, vec2, *, beta=1, alpha=1):
    if vec1.ndim != 1 or vec2.ndim != 1:
        raise RuntimeError("addr: Expected 1-D vectors")
    product = torch.outer(vec1, vec2)
    if input.dtype == torch.bool:
        return (product & bool(alpha)) | (input & bool(beta))
    product = product if alpha == 1 else product * alpha
    if beta == 0:
        return product.to(torch.promote_types(input.dtype, product.dtype)).expand(
            torch.broadcast_shapes(input.shape, product.shape)
        )
    return product + (input if beta == 1 else input * beta)


def conj_physical(input):
    return input.conj().clone()


def float_power(input, exponent):
    if not any(hasattr(x, "dtype") for x in (input, exponent)):
        raise TypeError("float_power() received an invalid combination of arguments")
    kinds = [x.dtype if hasattr(x, "dtype") else type(x) for x in (input, exponent)]
    wide = any(k is complex or (k not in (int, float, bool) and to.kind(k) == "c") for k in kinds)
    dtype = torch.complex128 if wide else torch.float64
    input = input.to(dtype) if hasattr(input, "dtype") else torch.tensor(input, dtype=dtype)
    return torch.pow(input, exponent.to(dtype) if hasattr(exponent, "dtype") else exponent)


def is_complex(input):
    return dtypes.is_complex(input.dtype)


def is_floating_point(input):
    return dtypes.is_floating(input.dtype)


def is_nonzero(input):
    return bool(input)


def is_same_size(input, other):
    return input.shape == other.shape


def is_conj(input):
    return False


def is_neg(input):
    return False


def isreal(input):
    return input.imag == 0 if input.is_complex() else torch.ones_like(input, dtype=torch.bool)


def isin(elements, test_elements, *, assume_unique=False, invert=False):
    dtype = torch.result_type(elements, test_elements)
    elements = _as_tensor(elements, dtype)
    test_elements = _as_tensor(test_elements, dtype)
    found = (elements.unsqueeze(-1) == test_elements.reshape(-1)).any(-1)
    return ~found if invert else found


def _as_tensor(x, dtype):
    return x if hasattr(x, "dtype") else torch.tensor(x, dtype=dtype)


def ldexp(input, other):
    return torch.mul(input, 2.0**other)


def mvlgamma(input, p):
    if p < 1:
        raise RuntimeError("p has to be greater than or equal to 1")
    if not input.is_floating_point():
        input = input.to(torch.get_default_dtype())
    steps = torch.arange(1 - p, 1, dtype=torch.float64).to(input.dtype) / 2
    terms = torch.lgamma(input.unsqueeze(-1) + steps).sum(-1)
    return terms + p * (p - 1) * math.log(math.pi) / 4


def sinc(input):
    input = input if input.is_floating_point() or input.is_complex() else input.to(torch.float32)
    angle = input * math.pi
    safe = torch.where(input == 0, torch.ones_like(angle), angle)
    return torch.where(input == 0, torch.ones_like(angle), torch.sin(safe) / safe)


def result_type(tensor1, tensor2):
    return to.result_type(*(_array_of(x) for x in (tensor1, tensor2)))


def _array_of(x):
    return x._read() if hasattr(x, "_read") else x


def can_cast(from_, to_):
    return dtypes.category(from_) <= dtypes.category(to_)


def promote_types(type1, type2):
    return to.promote_types(type1, type2)


def numel(input):
    return input.numel()


def is_tensor(obj):
    return isinstance(obj, torch.Tensor)


def is_signed(input):
    return input.dtype.kind in "ifcV" and input.dtype != torch.bool


_publish.publish(__name__, native="torch", registry=_publish.COMPOSED)
