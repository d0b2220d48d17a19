"""A forward value must not depend on whether somebody wants its gradient, to the last bit.

    torch_same_forward.py TARGET [--only softmax,cross] [--shard i/n]

Every differentiable entry of PyTorch's operator database runs twice on the target: with inputs that
need no gradient, where public functions are taken whole, and with inputs that need one, where PyTorch's
autograd takes them apart. All results must have the same bits.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).parent.parent))

from support import yardstick
from torch.testing._internal.common_methods_invocations import op_db
from torch.utils import _pytree as pytree

import ivy

SAMPLES = 12
# Their values are whatever lies in memory.
EMPTY = ("empty", "new_empty")
OPERATORS = [
    op
    for op in op_db
    if op.supports_autograd and torch.float32 in op.dtypes and not op.name.startswith(EMPTY)
]


def _values(op: Any, call: tuple, target: str) -> list[torch.Tensor]:
    torch.manual_seed(0)
    with ivy.run_on(target, fallback="error"):
        out = op(call[0], *call[1], **call[2])
    return [ivy.to_source(t.detach()).resolve_conj().resolve_neg() for t in yardstick.tensors(out)]


def _without_gradients(call: tuple) -> tuple:
    return pytree.tree_map_only(torch.Tensor, lambda t: t.detach().clone(), call)


def _bits(tensor: torch.Tensor) -> bytes:
    return bytes(tensor.contiguous().view(-1).view(torch.uint8).tolist())


def check(op: Any, call: tuple, target: str) -> bool:
    """Whether PyTorch has an answer for a call; fails unless the target has one with one value."""
    try:
        native = _without_gradients(call)
        op(native[0], *native[1], **native[2])
    except Exception:
        return False
    plain = _values(op, _without_gradients(call), target)
    tracked = _values(op, yardstick.copy(call), target)
    assert len(plain) == len(tracked), f"{len(plain)} results, {len(tracked)} with a gradient"
    for a, b in zip(plain, tracked, strict=True):
        assert a.dtype == b.dtype and a.shape == b.shape, (
            f"{a.dtype} {a.shape}: {b.dtype} {b.shape}"
        )
        if _bits(a) != _bits(b):
            most = (a.double() - b.double()).abs().max().item() if not a.is_complex() else "?"
            raise AssertionError(f"differ by up to {most}")
    return True


def checks(op: Any) -> Iterator[Callable[[str], bool]]:
    """The checks of an operator."""
    torch.manual_seed(0)
    samples = list(op.sample_inputs("cpu", torch.float32, requires_grad=True))
    for s in yardstick.spread(samples, SAMPLES):
        call = (s.input, s.args, s.kwargs)
        if all(t.layout is torch.strided for t in yardstick.tensors(call)):
            yield functools.partial(check, op, call)


ENTRIES = [
    yardstick.Entry(op.name, op.variant_test_name, functools.partial(checks, op))
    for op in OPERATORS
]

if __name__ == "__main__":
    yardstick.main(__doc__, ENTRIES)
