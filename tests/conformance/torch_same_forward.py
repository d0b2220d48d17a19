"""A forward value must not depend on whether somebody wants its gradient, to the last bit.

    torch_same_forward.py TARGET [--only softmax,cross] [--shard i/n]

Every differentiable entry of PyTorch's operator database runs twice on the target: with inputs that
need no gradient, where public functions are taken whole, and with inputs that need one, where PyTorch's
autograd takes them apart. All results must have the same bits, unless PyTorch's own have not (a product
that it folds in one case only).
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
from torch.testing._internal.common_methods_invocations import op_db
from torch.utils import _pytree as pytree

import ivy

SAMPLES = 12
OPERATORS = [
    op
    for op in op_db
    if op.supports_autograd and torch.float32 in op.dtypes and conformance.has_values(op)
]


def _values(op: Any, call: tuple) -> list[torch.Tensor]:
    torch.manual_seed(0)
    out = op(call[0], *call[1], **call[2])
    return [conformance.dense(t.detach()) for t in conformance.tensors(out)]


def _on(target: str, op: Any, call: tuple) -> list[torch.Tensor]:
    with ivy.run_on(target, fallback="error"):
        out = _values(op, call)
    return [ivy.to_source(t).resolve_conj().resolve_neg() for t in out]


def _without_gradients(call: tuple) -> tuple:
    return pytree.tree_map_only(torch.Tensor, lambda t: t.detach().clone(), call)


def _has_one_value(op: Any, call: tuple) -> bool:
    """Whether PyTorch has an answer, and the same one with and without a gradient."""
    try:
        plain, tracked = _values(op, _without_gradients(call)), _values(op, conformance.copy(call))
    except Exception:
        return False
    plain, tracked = ([t.resolve_conj().resolve_neg() for t in ts] for ts in (plain, tracked))
    return list(map(conformance.bits, plain)) == list(map(conformance.bits, tracked))


def check(op: Any, call: tuple, target: str) -> bool:
    """Whether PyTorch has one answer for a call; fails unless the target has one."""
    if not _has_one_value(op, call):
        return False
    plain, tracked = (
        _on(target, op, _without_gradients(call)),
        _on(target, op, conformance.copy(call)),
    )
    assert len(plain) == len(tracked), f"{len(plain)} results, {len(tracked)} with a gradient"
    for a, b in zip(plain, tracked, strict=True):
        conformance.assert_same_bits(a, b)
    return True


def checks(op: Any) -> Iterator[Callable[[str], bool]]:
    """The checks of an operator."""
    torch.manual_seed(0)
    samples = list(op.sample_inputs("cpu", torch.float32, requires_grad=True))
    for s in conformance.spread(samples, SAMPLES):
        call = (s.input, s.args, s.kwargs)
        if all(t.layout is torch.strided for t in conformance.tensors(call)):
            yield functools.partial(check, op, call)


ENTRIES = conformance.of_operators(OPERATORS, checks)

if __name__ == "__main__":
    conformance.main(__doc__, ENTRIES)
