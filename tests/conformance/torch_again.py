"""A call gives the same on parts of larger tensors, again and again in one block, in every mode.

    torch_again.py TARGET [--only add,where] [--shard i/n]

Every entry of PyTorch's operator database runs on its samples with and without gradients switched on
and in inference mode: first on tensors by themselves, then on parts of larger ones that begin at
changing offsets, among calls that are traced. All of it shares what the process has kept by then, and
nothing may be computed natively. A sample that differs from PyTorch by itself where gradients are
switched on is no sample: `torch_operators.py` counts it.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).parent.parent))

from support import conformance
from support.compare import assert_same
from torch.testing._internal.common_methods_invocations import op_db
from torch.utils import _pytree as pytree

import ivy

SAMPLES = 3
MODES = (torch.enable_grad, torch.no_grad, torch.inference_mode)
OFFSETS = (0, 4, 9, 9, 5)
LARGE = 4000  # elements: a larger tensor shows nothing more
OPERATORS = [op for op in op_db if torch.float32 in op.dtypes and conformance.has_values(op)]


def _part(t: torch.Tensor, offset: int) -> torch.Tensor:
    """The same elements as a part of a larger tensor, others before and behind them."""
    count = t.numel()
    overlaps = any(s == 0 and n > 1 for n, s in zip(t.shape, t.stride(), strict=True))
    if not count or overlaps or t.is_conj() or t.is_neg():
        return t.detach().clone()
    flat = t.detach().clone(memory_format=torch.contiguous_format).reshape(-1)
    before = flat.roll(3).repeat(offset // count + 1)[:offset]
    return torch.cat([before, flat, flat.roll(2)])[offset : offset + count].view(t.shape)


def _parts(call: tuple, offset: int) -> tuple:
    return pytree.tree_map_only(torch.Tensor, lambda t: _part(t, offset), call)


def _values(op: Any, call: tuple) -> list[torch.Tensor]:
    torch.manual_seed(0)
    out = op(call[0], *call[1], **call[2])
    return [conformance.dense(t.detach()) for t in conformance.tensors(out)]


def _same(ours: list[torch.Tensor], native: list[torch.Tensor]) -> None:
    for a, b in zip(ours, native, strict=True):
        assert_same(ivy.to_source(a).resolve_conj().resolve_neg(), b.resolve_conj().resolve_neg())


def check(op: Any, call: tuple, mode: Any, target: str) -> bool:
    """Whether PyTorch and the target agree on a call by itself; fails unless they do on all parts."""
    with mode():
        try:
            alone = _values(op, conformance.copy(call))
            native = [_values(op, _parts(call, n)) for n in OFFSETS]
        except Exception:
            return False
    given = [_parts(call, n) for n in OFFSETS]
    ours = []
    with conformance.strictly_on(target), mode():
        first = _values(op, conformance.copy(call))
        for inputs in given:
            torch.nn.functional.pad(torch.ones(2, 2), (1, 1))  # PyTorch's expansion of it is traced
            ours.append(_values(op, inputs))
    try:
        _same(first, alone)
    except AssertionError:
        if _differs_anyway(op, call, target):
            return False
        raise
    for values, wanted in zip(ours, native, strict=True):
        _same(values, wanted)
    return True


def _differs_anyway(op: Any, call: tuple, target: str) -> bool:
    native = _values(op, conformance.copy(call))
    with ivy.run_on(target, fallback="error"):
        ours = _values(op, conformance.copy(call))
    try:
        _same(ours, native)
    except AssertionError:
        return True
    return False


def checks(op: Any) -> Iterator[Callable[[str], bool]]:
    """The checks of an operator."""
    torch.manual_seed(0)
    samples = list(op.sample_inputs("cpu", torch.float32, requires_grad=False))
    for s in conformance.spread(samples, SAMPLES):
        call = (s.input, s.args, s.kwargs)
        tensors = conformance.tensors(call)
        if tensors and all(t.layout is torch.strided and t.numel() < LARGE for t in tensors):
            for mode in MODES:
                yield functools.partial(check, op, call, mode)


ENTRIES = conformance.of_operators(OPERATORS, checks)

if __name__ == "__main__":
    conformance.main(__doc__, ENTRIES)
