"""Whether a redirected result is PyTorch's: dtype, shape, and values within a tolerance by dtype."""

from __future__ import annotations

from typing import Any

import torch
from torch.utils import _pytree as pytree

import ivy

# (rtol, atol) by dtype; every other dtype is exact. There is no per-operation entry.
TOLERANCE = {
    torch.float64: (1e-8, 1e-10),
    torch.complex128: (1e-8, 1e-10),
    torch.float32: (1e-4, 1e-5),
    torch.complex64: (1e-4, 1e-5),
    torch.bfloat16: (1.6e-2, 1e-3),
    torch.float16: (2e-3, 1e-4),
}


def to_plain(value: Any) -> Any:
    """Every tensor of a structure as a plain, detached native one."""
    return pytree.tree_map_only(
        torch.Tensor, lambda t: ivy.to_source(t.detach()).resolve_conj().resolve_neg(), value
    )


def assert_same(
    ours: Any,
    native: Any,
    *,
    magnitudes: bool = False,
    values: bool = True,
    reference: Any = None,
) -> None:
    """Fails unless two structures agree.

    `magnitudes` compares |x|, for factors unique up to sign; without `values`, only dtypes and shapes
    count. `reference` is the native result of a wider dtype: beyond the tolerance, our error may be at
    most twice PyTorch's own.
    """
    mine, theirs = (pytree.tree_leaves(to_plain(v)) for v in (ours, native))
    wide = pytree.tree_leaves(to_plain(reference))
    assert len(mine) == len(theirs), f"{len(mine)} leaves for {len(theirs)}"
    if len(wide) != len(theirs):
        wide = [None] * len(theirs)
    for a, b, w in zip(mine, theirs, wide, strict=True):
        if not isinstance(b, torch.Tensor):
            assert not values or _is_same_number(a, b), f"{a!r} for {b!r}"
            continue
        assert isinstance(a, torch.Tensor), f"{type(a).__name__} for a tensor"
        assert a.dtype == b.dtype and a.shape == b.shape, (
            f"{a.dtype} {tuple(a.shape)} for {b.dtype} {tuple(b.shape)}"
        )
        if magnitudes:
            a, b, w = a.abs(), b.abs(), None
        if values:
            _assert_close(a, b, w)


def _is_same_number(a: Any, b: Any) -> bool:
    return a == b or (a != a and b != b) or abs(a - b) <= 1e-5 * max(1, abs(b))


def _assert_close(ours: torch.Tensor, native: torch.Tensor, reference: Any) -> None:
    rtol, atol = TOLERANCE.get(native.dtype, (0, 0))
    try:
        torch.testing.assert_close(ours, native, rtol=rtol, atol=atol, equal_nan=True)
    except AssertionError:
        if not (rtol and isinstance(reference, torch.Tensor) and reference.shape == native.shape):
            raise
        if not torch.equal(ours.isnan(), native.isnan()):
            raise
        if _error(ours, reference) > 2 * _error(native, reference) + atol:
            raise


def _error(found: torch.Tensor, reference: torch.Tensor) -> float:
    """The largest error, of finite elements."""
    return (found.to(reference.dtype) - reference).abs().nan_to_num(0.0).max().item()
