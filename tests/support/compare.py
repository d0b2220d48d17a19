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


def assert_same(ours: Any, native: Any, *, magnitudes: bool = False) -> None:
    """Fails unless two structures agree; `magnitudes` compares |x|, for factors unique up to sign."""
    mine, _ = pytree.tree_flatten(to_plain(ours))
    theirs, _ = pytree.tree_flatten(to_plain(native))
    assert len(mine) == len(theirs), f"{len(mine)} leaves for {len(theirs)}"
    for a, b in zip(mine, theirs, strict=True):
        if not isinstance(b, torch.Tensor):
            assert a == b or (a != a and b != b) or abs(a - b) <= 1e-5 * max(1, abs(b))
            continue
        assert a.dtype == b.dtype and a.shape == b.shape
        if magnitudes:
            a, b = a.abs(), b.abs()
        rtol, atol = TOLERANCE.get(b.dtype, (0, 0))
        torch.testing.assert_close(a, b, rtol=rtol, atol=atol, equal_nan=True)
