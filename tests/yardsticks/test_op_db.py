"""A sample of PyTorch's operator database on every target, in `fallback='error'`, with the detector.

`make yardsticks` runs the whole of it by a program that is not ours; here every nth entry runs with two
of its samples, forward and backward, so that `make test` sees what breaks. IVY_OP_DB_EVERY=1: all.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
import torch
from support import expectations
from support.backends import TARGETS
from support.compare import assert_same
from support.yardstick import copy, strictly_on, tensors, weighted_sum
from torch.testing._internal.common_methods_invocations import op_db

EVERY = int(os.environ.get("IVY_OP_DB_EVERY", "9"))
# Values are undefined, or factors are unique up to sign: shapes, dtypes and magnitudes are compared.
EMPTY = ("empty", "new_empty")
MAGNITUDES = ("linalg.eig", "linalg.svd", "svd", "linalg.qr", "qr", "geqrf", "linalg.lu", "lu")


def _name(op: Any) -> str:
    return f"{op.name}:{op.variant_test_name}" if op.variant_test_name else op.name


def _cases() -> list[Any]:
    ops = [o for o in op_db if torch.float32 in o.dtypes and not o.name.startswith(EMPTY)][::EVERY]
    return [
        pytest.param(
            op,
            target,
            mode,
            id=f"{_name(op)}-{target}-{mode}",
            marks=expectations.marks("torch", target, _name(op), mode),
        )
        for op in ops
        for target in TARGETS
        for mode in ("forward", "grad")
        if mode == "forward" or op.supports_autograd
    ]


def _backward(out: Any, inputs: Any) -> list[Any]:
    leaves = [t for t in tensors(inputs) if t.requires_grad]
    outs = [t for t in tensors(out) if t.requires_grad]
    if not outs or not leaves:
        return []
    total = sum(map(weighted_sum, outs))
    return list(torch.autograd.grad(total, leaves, allow_unused=True))


def _run(op: Any, inputs: Any, mode: str) -> Any:
    torch.manual_seed(0)
    out = op(inputs[0], *inputs[1], **inputs[2])
    return _backward(out, inputs) if mode == "grad" else out


def _is_strided(structure: Any) -> bool:
    return all(t.layout is torch.strided for t in tensors(structure))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("op", "target", "mode"), _cases())
def test_entry(op: Any, target: str, mode: str) -> None:
    torch.manual_seed(0)
    samples = list(op.sample_inputs("cpu", torch.float32, requires_grad=mode == "grad"))
    samples = [(s.input, s.args, s.kwargs) for s in (samples[0], samples[len(samples) // 2])]
    ran = 0
    for inputs in filter(_is_strided, samples):
        native, ours = copy(inputs), copy(inputs)
        try:
            expected = _run(op, native, mode)
        except Exception:
            continue  # PyTorch itself has no answer for this sample (CUDA only, say)
        with strictly_on(target):
            result = _run(op, ours, mode)
        assert_same(result, expected, magnitudes=op.name in MAGNITUDES)
        assert_same(ours, native)  # what native changes in place is changed, nothing else is
        ran += 1
    if not ran:
        pytest.skip("PyTorch itself has no answer for these samples here (CUDA only, say)")
