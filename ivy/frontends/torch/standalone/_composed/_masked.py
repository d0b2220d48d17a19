"""`torch.masked`: what is masked out counts as the neutral element."""

import builtins

import ivy.frontends.torch as torch
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED


def _mask_of(input, mask):
    if mask is None:
        return torch.ones(input.shape, dtype=torch.bool)
    if mask.ndim > input.ndim:
        raise IndexError(
            "_input_mask expected mask dimensionality to be less or equal to that of input"
        )
    return mask.to(torch.bool).expand(input.shape)


def _limit(dtype, lowest):
    if dtypes.is_floating(dtype):
        return -float("inf") if lowest else float("inf")
    return dtypes.limits(dtype)[0 if lowest else 1]


def _axes(dim):
    return dim if dim is None or isinstance(dim, int) or len(dim) else None


def _accumulated(input, dtype):
    if dtype is not None:
        return input.to(dtype)
    whole = not (input.is_floating_point() or input.is_complex())
    return input.to(torch.int64) if whole else input


def _filled(input, mask, value):
    return torch.where(_mask_of(input, mask), input, torch.full((), value, dtype=input.dtype))


def sum(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    return _filled(_accumulated(input, dtype), mask, 0).sum(_axes(dim), keepdim)


def prod(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = _filled(_accumulated(input, dtype), mask, 1)
    dims = range(x.ndim) if _axes(dim) is None else (dim,) if isinstance(dim, int) else dim
    for d in sorted((d % builtins.max(x.ndim, 1) for d in dims), reverse=True):
        x = x.prod(d, keepdim)
    return x


def cumsum(input, dim, *, dtype=None, mask=None):
    return _filled(_accumulated(input, dtype), mask, 0).cumsum(dim)


def cumprod(input, dim, *, dtype=None, mask=None):
    return _filled(_accumulated(input, dtype), mask, 1).cumprod(dim)


def amax(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = input if dtype is None else input.to(dtype)
    return _filled(x, mask, _limit(x.dtype, True)).amax(() if _axes(dim) is None else dim, keepdim)


def amin(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = input if dtype is None else input.to(dtype)
    return _filled(x, mask, _limit(x.dtype, False)).amin(() if _axes(dim) is None else dim, keepdim)


def argmax(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = input if dtype is None else input.to(dtype)
    return _filled(x, mask, _limit(x.dtype, True)).argmax(dim, keepdim).to(x.dtype)


def argmin(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = input if dtype is None else input.to(dtype)
    return _filled(x, mask, _limit(x.dtype, False)).argmin(dim, keepdim).to(x.dtype)


def mean(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = input if dtype is None else input.to(dtype)
    if not (x.is_floating_point() or x.is_complex()):
        raise ValueError("masked mean does not support integer inputs")
    counts = _mask_of(x, mask).to(torch.int64).sum(_axes(dim), keepdim)
    return _filled(x, mask, 0).sum(_axes(dim), keepdim) / counts


def median(input, dim=-1, *, keepdim=False, dtype=None, mask=None):
    x = input if dtype is None else input.to(dtype)
    if not x.is_floating_point():
        raise ValueError("masked median expected an input of floating dtype")
    if mask is None:
        return x.median(dim, keepdim).values
    if bool(torch.isnan(x).any()):
        raise ValueError("masked median expected no fully masked out rows if using sparse or nan")
    return _filled(x, mask, float("nan")).nanmedian(dim, keepdim).values


def norm(input, ord=2.0, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = input if dtype is None else input.to(dtype)
    neutral = float("inf") if ord == -float("inf") else 0
    return torch.linalg.vector_norm(_filled(x, mask, neutral), ord, _axes(dim), keepdim)


def _spread(input, dim, unbiased, correction, keepdim, dtype, mask):
    x = input if dtype is None else input.to(dtype)
    if not (x.is_floating_point() or x.is_complex()):
        x = x.to(torch.float32)
    if correction is None:
        correction = 0 if unbiased is False else 1
    counts = _mask_of(x, mask).to(torch.int64).sum(_axes(dim), True)
    apart = x - _filled(x, mask, 0).sum(_axes(dim), True) / counts
    square = (apart * apart.conj()).real if x.is_complex() else apart * apart
    total = _filled(square, mask, 0).sum(_axes(dim), keepdim)
    counts = counts.reshape(total.shape) - correction
    return total / torch.maximum(counts, torch.zeros_like(counts))


def var(input, dim=None, unbiased=None, *, correction=None, keepdim=False, dtype=None, mask=None):
    return _spread(input, dim, unbiased, correction, keepdim, dtype, mask)


def std(input, dim=None, unbiased=None, *, correction=None, keepdim=False, dtype=None, mask=None):
    return _spread(input, dim, unbiased, correction, keepdim, dtype, mask).sqrt()


def softmax(input, dim, *, dtype=None, mask=None):
    x = input if dtype is None else input.to(dtype)
    return torch.softmax(_filled(x, mask, -float("inf")), dim)


def log_softmax(input, dim, *, dtype=None, mask=None):
    x = input if dtype is None else input.to(dtype)
    return torch.log_softmax(_filled(x, mask, -float("inf")), dim)


def softmin(input, dim, *, dtype=None, mask=None):
    x = input if dtype is None else input.to(dtype)
    return torch.softmax(-_filled(x, mask, float("inf")), dim)


def normalize(input, ord, dim, *, eps=1e-12, dtype=None, mask=None):
    x = input if dtype is None else input.to(dtype)
    length = norm(x, ord, dim, keepdim=True, mask=mask)
    return _filled(x, mask, 0) / torch.maximum(length, torch.full_like(length, eps))


def logaddexp(input, other, *, dtype=None, input_mask=None, other_mask=None):
    x, y = (v if dtype is None else v.to(dtype) for v in (input, other))
    never = -float("inf")
    return torch.logaddexp(_filled(x, input_mask, never), _filled(y, other_mask, never))


def logsumexp(input, dim=None, *, keepdim=False, dtype=None, mask=None):
    x = input if dtype is None else input.to(dtype)
    whole = not (x.is_floating_point() or x.is_complex())
    filled = _filled(x.to(torch.float32) if whole else x, mask, -float("inf"))
    dims = tuple(range(x.ndim)) if _axes(dim) is None else dim
    return torch.logsumexp(filled, dims, keepdim).to(x.dtype)


_publish.publish(__name__, native="torch.masked", registry=COMPOSED)
