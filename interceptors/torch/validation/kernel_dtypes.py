"""Whether PyTorch has a kernel for the dtypes of a call, found by trying it on single elements.

Nothing in PyTorch tells which dtypes a kernel takes; tensors without data pass, because they have no
kernels. So the call is tried on tensors of one element each, filled with 1 and with 0; its numbers,
if they do not suit such tensors, are made windows and sizes of 1. It is the dtype that is refused if
both fail, and one of them works with float32 or int64 in the place of all tensors of that dtype, or
of one of them; else nothing was learnt. In the same way a number is tried that may be out of a
dtype's range.
"""

from __future__ import annotations

import itertools
import math
import warnings
from collections.abc import Callable, Sequence
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


def refusal(call: Call, dtypes: Sequence[torch.dtype]) -> Exception | None:
    """What PyTorch raises because it lacks a kernel for these dtypes of tensors, or None."""
    if len(set(dtypes)) > 1 or not _ALWAYS.issuperset(dtypes):
        for number in (as_it_is, _small):
            if _gives_single_elements(call, number):
                narrow = any(d.is_floating_point and d.itemsize == 1 for d in dtypes)
                return _refusal(call, number, dtypes, 2 if narrow else 1)
    return None


def overflow(call: Call) -> Exception | None:
    """What PyTorch raises because a number does not fit the dtype that it goes into, or None."""
    if not _gives_single_elements(call, as_it_is, _FEW):
        return None
    errors = (_attempt(call, as_it_is, fill) for fill in (1, 0))
    return next((e for e in errors if _compat.OVERFLOW in str(e)), None)


def _refusal(
    call: Call, number: Number, dtypes: Sequence[torch.dtype], side: int
) -> Exception | None:
    errors = {fill: _attempt(call, number, fill, side=side) for fill in (1, 0)}
    # a number may be the fault: none in an empty tensor is divided by 0
    if (
        None in errors.values()
        or _attempt(call, lambda n, v: number(n, v) or 1, 1, side=side) is None
    ):
        return None
    # every tensor of a dtype, or a single one: the same dtype may be right for an index
    for instead in (*set(dtypes), *range(len(dtypes))):
        for usual, fill in itertools.product(_USUAL, errors):
            if _attempt(call, number, fill, instead, usual, side) is None:
                return errors[fill]
    # an 8-bit float that is alone goes other ways
    return None if side == 1 else _refusal(call, number, dtypes, 1)


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
    instead: torch.dtype | int | None = None,
    usual: torch.dtype = torch.float32,
    side: int = 1,
) -> Exception | None:
    """What the call raises; tensors of the dtype `instead`, or at that position, are `usual` ones."""
    position = itertools.count()

    def make(shape: tuple[int, ...], dtype: torch.dtype) -> torch.Tensor:
        changed = instead in (dtype, next(position))
        sides = (1 if math.prod(shape) == 1 else side,) * len(shape)
        return torch.full(sides, fill, dtype=usual if changed else dtype)

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
