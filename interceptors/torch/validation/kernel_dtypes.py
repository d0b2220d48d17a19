"""Whether PyTorch has a kernel for the dtypes of a call, found by trying it on single elements.

Nothing in PyTorch tells which dtypes a kernel takes; tensors without data pass, because they have no
kernels. So the call is tried on tensors of one element each, filled with 1 and with 0; its numbers,
if they do not suit such tensors, are made windows and sizes of 1. It is the dtype that is refused if
both fail, and one of them works with float32 or int64 in its place; else nothing was learnt. In the
same way a number is tried that may be out of a dtype's range.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from typing import Any

import torch

from interceptors.torch import _compat

_ALWAYS = {torch.float32, torch.float64}
_FEW = 4096  # elements
_USUAL = (torch.float32, torch.int64)  # every kernel takes one of them
_META = torch.device("meta")
# How a tensor of a shape and dtype, and how a number of a name, becomes an argument; the call of both.
Make = Callable[[tuple[int, ...], torch.dtype], torch.Tensor]
Number = Callable[[str, int], int]
Call = Callable[[Make, Number], Any]


def refusal(call: Call, dtypes: Iterable[torch.dtype]) -> Exception | None:
    """What PyTorch raises because it lacks a kernel for one of the dtypes, or None."""
    doubtful = set(dtypes) - _ALWAYS
    if doubtful:
        for number in (as_it_is, _small):
            if _gives_single_elements(call, number):
                return _refusal(call, number, doubtful)
    return None


def overflow(call: Call) -> Exception | None:
    """What PyTorch raises because a number does not fit the dtype that it goes into, or None."""
    if not _gives_single_elements(call, as_it_is, _FEW):
        return None
    errors = (_attempt(call, as_it_is, fill) for fill in (1, 0))
    return next((e for e in errors if _compat.OVERFLOW in str(e)), None)


def _refusal(call: Call, number: Number, doubtful: set[torch.dtype]) -> Exception | None:
    errors = [_attempt(call, number, fill) for fill in (1, 0)]
    # a number may be the fault: none in an empty tensor is divided by 0
    if None in errors or _attempt(call, lambda name, value: number(name, value) or 1, 1) is None:
        return None
    for dtype in doubtful:
        if any(_attempt(call, number, f, dtype, k) is None for k in _USUAL for f in (1, 0)):
            return errors[0]
    return None


def as_it_is(name: str, value: int) -> int:
    """A number that stays what it is."""
    return value


def _small(name: str, value: int) -> int:
    """A number that suits tensors of one element: no padding, windows and sizes of 1, any axis."""
    if "dim" in name:
        return value
    return 0 if "pad" in name else min(value, 1)


def _attempt(
    call: Call,
    number: Number,
    fill: int,
    instead: torch.dtype | None = None,
    usual: torch.dtype = torch.float32,
) -> Exception | None:
    def make(shape: tuple[int, ...], dtype: torch.dtype) -> torch.Tensor:
        return torch.full((1,) * len(shape), fill, dtype=usual if dtype is instead else dtype)

    state = torch.get_rng_state()
    try:
        with warnings.catch_warnings(), _compat.quiet():
            warnings.simplefilter("ignore")
            call(make, number)
    except Exception as error:
        return error
    finally:
        torch.set_rng_state(state)
    return None


def _gives_single_elements(call: Call, number: Number, most: int = 1) -> bool:
    """Whether a call on single elements computes no more than single elements, or `most`."""

    def make(shape: tuple[int, ...], dtype: torch.dtype) -> torch.Tensor:
        return torch.empty((1,) * len(shape), dtype=dtype, device=_META)

    try:
        with _compat.quiet():
            out = call(make, number)
    except Exception as error:  # elementwise, where an expansion does not take the dtype
        return _compat.NO_SAFE_CAST in str(error)
    outs = out if isinstance(out, (list, tuple)) else [out]
    return all(o.numel() <= most for o in outs if isinstance(o, torch.Tensor))
