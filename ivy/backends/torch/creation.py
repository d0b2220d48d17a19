"""Ops that make arrays."""

import numpy as np
import torch

from ivy._core.specialization import specializes
from ivy.backends import torch as backend


def arange(start, stop, step=1, /, *, dtype):
    native = backend.native_dtype(dtype)
    if (stop - start) * step < 0:
        return torch.empty(0, dtype=native)
    if not all(isinstance(n, int) for n in (start, stop, step)):
        return torch.arange(start, stop, step, dtype=torch.float64).to(native)
    if max(start, stop) < 2**63:
        return torch.arange(start, stop, step).to(native)
    lowest = start - 2**64 if start >= 2**63 else start  # which has the same bits
    return (torch.arange(0, stop - start, step) + lowest).view(torch.uint64).to(native)


def asarray(x, /, *, dtype):
    if isinstance(x, torch.Tensor):
        return x.to(backend.native_dtype(dtype))
    return torch.tensor(x, dtype=backend.native_dtype(dtype))


def constant(values, /, *, dtype=None):
    return backend.from_numpy(np.asarray(values, dtype))


def eye(n, m=None, /, *, k=0, dtype):
    rows, columns = torch.arange(n).unsqueeze(1), torch.arange(n if m is None else m)
    return (columns - rows == k).to(backend.native_dtype(dtype))


def full(shape, value, /, *, dtype):
    native = backend.native_dtype(dtype)
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    if isinstance(value, torch.Tensor):
        return value.to(native).expand(shape).clone()
    return torch.full(shape, value, dtype=native)


def linspace(start, stop, num, /, *, dtype):
    return torch.linspace(start, stop, num, dtype=torch.float64).to(backend.native_dtype(dtype))


def _filled(make):
    def call(shape, /, *, dtype):
        return make, (shape,), {"dtype": backend.native_dtype(dtype)}

    @specializes(call)
    def run(shape, /, *, dtype):
        return make(shape, dtype=backend.native_dtype(dtype))

    return run


ones = _filled(torch.ones)
zeros = _filled(torch.zeros)
