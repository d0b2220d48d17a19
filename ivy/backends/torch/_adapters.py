"""Calling conventions that many lines of this backend share.

torch has the dtypes uint16, uint32 and uint64, but hardly a kernel for them (2.13). `unsigned`
repeats a call that found none in wider signed integers, so that other calls pay nothing for it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import torch

from ivy._core.specialization import Call, specializes

_WIDER = {torch.uint16: torch.int32, torch.uint32: torch.int64, torch.uint64: torch.int64}
_MASK = {torch.uint16: 0xFFFF, torch.uint32: 0xFFFFFFFF}
_TOP = -(2**63)
_HALF = (torch.float16, torch.bfloat16)


def _unsigned_dtype(values: Sequence[Any]) -> torch.dtype | None:
    for value in values:
        if isinstance(value, (list, tuple)):
            found = _unsigned_dtype(value)
            if found is not None:
                return found
        elif isinstance(value, torch.Tensor) and value.dtype in _WIDER:
            return value.dtype
    return None


def unsigned(function: Callable, *, of_uint64: str | Callable = "bits") -> Callable:
    """`function`, also on dtypes without a kernel.

    64 bits have no wider type. Sums, products and bits are the same in signed ones ("bits"), and
    the order is once the highest bit is flipped ("order"); else it takes a function of such bits.
    """

    def call(*args: Any, **options: Any) -> Call | None:
        return None if has_unsigned(args) else (function, args, options)

    @specializes(call)
    @functools.wraps(function)
    def run(*args: Any, **options: Any) -> Any:
        try:
            return function(*args, **options)
        except NotImplementedError:
            narrow = _unsigned_dtype(args)
            if narrow is None:
                raise
        flip = _TOP if of_uint64 == "order" and narrow is torch.uint64 else 0
        of_bits = of_uint64 if narrow is torch.uint64 and callable(of_uint64) else function
        out = of_bits(*[_widen(a, narrow, flip) for a in args], **options)
        return _narrow(out, narrow, flip)

    return run


def has_unsigned(values: Sequence[Any]) -> bool:
    """Whether there is an array of a dtype without kernels among `values`, also in lists."""
    return any(
        has_unsigned(v) if isinstance(v, (list, tuple)) else getattr(v, "dtype", None) in _WIDER
        for v in values
    )


def _widen(value: Any, narrow: torch.dtype, flip: int) -> Any:
    if isinstance(value, (list, tuple)):
        return [_widen(v, narrow, flip) for v in value]
    if not isinstance(value, torch.Tensor) or value.dtype is not narrow:
        return value
    if narrow is torch.uint64:
        return value.view(torch.int64) ^ flip
    return value.to(_WIDER[narrow])


def comparable(x: torch.Tensor) -> torch.Tensor:
    """Numbers in the order of `x`, of a dtype that has every kernel."""
    if x.dtype is torch.bool:
        return x.to(torch.uint8)
    return _widen(x, x.dtype, _TOP) if x.dtype in _WIDER else x


def _narrow(value: torch.Tensor, narrow: torch.dtype, flip: int) -> torch.Tensor:
    if value.dtype is not _WIDER[narrow]:
        return value
    if narrow is torch.uint64:
        return (value ^ flip).view(narrow)
    return (value & _MASK[narrow]).to(narrow)


def half(function: Callable, *, always: bool = False) -> Callable:
    """`function`, in float32 where it has no kernel of 16-bit floats (`always`: a poor one)."""

    @functools.wraps(function)
    def run(*args: Any, **options: Any) -> Any:
        narrow = next((a.dtype for a in args if getattr(a, "dtype", None) in _HALF), None)
        if narrow is None or not always:
            try:
                return function(*args, **options)
            except NotImplementedError:
                if narrow is None:
                    raise
        args = tuple(a.float() if getattr(a, "dtype", None) is narrow else a for a in args)
        out = function(*args, **options)
        return (
            tuple(_halved(o, narrow) for o in out)
            if isinstance(out, tuple)
            else _halved(out, narrow)
        )

    return run


def _halved(x: torch.Tensor, narrow: torch.dtype) -> torch.Tensor:
    return x.to(narrow) if x.dtype is torch.float32 else x


def binary(function: Callable, *, of_uint64: str | Callable = "bits") -> Callable:
    """`f(x1, x2)` of which one may be a Python number, where torch wants two tensors."""
    of_tensors = unsigned(function, of_uint64=of_uint64)

    def call(x1: Any, x2: Any, /) -> Call | None:
        both = hasattr(x1, "dtype") and hasattr(x2, "dtype")
        return (of_tensors, (x1, x2), {}) if both else None

    @specializes(call)
    @functools.wraps(function)
    def run(x1: Any, x2: Any, /) -> Any:
        try:
            return function(x1, x2)
        except (TypeError, NotImplementedError):
            return of_tensors(tensor(x1, x2), tensor(x2, x1))

    return run


def tensor(x: Any, other: Any) -> torch.Tensor:
    """A Python number as a tensor of the dtype of `other`; tensors as they are."""
    return x if isinstance(x, torch.Tensor) else torch.tensor(x, dtype=other.dtype)


def by_kind(real: Callable, of_complex: Callable) -> Callable:
    """`f(x)` with a function of its own for complex numbers."""

    @specializes(lambda x, /: (of_complex if x.dtype.is_complex else real, (x,), {}))
    def run(x: torch.Tensor, /) -> torch.Tensor:
        return of_complex(x) if x.is_complex() else real(x)

    return run


def axes(axis: Any, ndim: int) -> tuple[int, ...]:
    """An axis, several or None (all of them) as a tuple."""
    if axis is None:
        return tuple(range(ndim))
    return (axis,) if isinstance(axis, int) else tuple(axis)


def fewest(axis: Any) -> Any:
    """An axis instead of a tuple of one, for torch to read."""
    return axis[0] if isinstance(axis, (list, tuple)) and len(axis) == 1 else axis


def reduction(function: Callable, *, of_uint64: str | Callable = "bits") -> Callable:
    """`f(x, axis=, keepdims=)` from torch's `f(x, dims, keepdim)`, which takes no axes for all.

    torch is the faster the less it has to read: a plan calls `f(x)` or `f(x, 1)` where that will do.
    """
    function = unsigned(function, of_uint64=of_uint64)

    def call(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Call | None:
        if axis is None and not keepdims:
            return function, (x,), {}
        dims = fewest(axes(axis, x.ndim))
        return None if dims == () else (function, (x, dims, *[True] * keepdims), {})

    @specializes(call)
    def run(x: torch.Tensor, /, *, axis: Any = None, keepdims: bool = False) -> torch.Tensor:
        dims = axes(axis, x.ndim)
        return function(x, dims, keepdims) if dims else function(x.unsqueeze(0), (0,), False)

    return run


def exact(function: Callable) -> Callable:
    """`function` in the dtype of its array, where torch would widen integers."""

    def call(x: Any, /, *args: Any) -> Call:
        keeps = x.dtype.is_floating_point or x.dtype.is_complex
        return function, (x, *args), {} if keeps else {"dtype": x.dtype}

    @specializes(call)
    @functools.wraps(function)
    def run(x: torch.Tensor, *args: Any) -> torch.Tensor:
        return function(x, *args, dtype=x.dtype)

    return run
