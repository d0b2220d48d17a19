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
from support.compare import assert_same
from support.detector import NativeKernels
from torch.testing._internal.common_methods_invocations import op_db
from torch.utils import _pytree as pytree

import ivy

EVERY = int(os.environ.get("IVY_OP_DB_EVERY", "9"))
TARGETS = os.environ.get("IVY_TEST_BACKENDS", "numpy,jax").split(",")
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
    leaves = [
        t for t in pytree.tree_leaves(inputs) if isinstance(t, torch.Tensor) and t.requires_grad
    ]
    outs = [t for t in pytree.tree_leaves(out) if isinstance(t, torch.Tensor) and t.requires_grad]
    if not outs or not leaves:
        return []
    outs = [o.abs() if o.is_complex() else o for o in outs]
    total = sum(
        (o * torch.linspace(0.5, 1.5, max(o.numel(), 1))[: o.numel()].view(o.shape)).sum()
        for o in outs
    )
    return list(torch.autograd.grad(total, leaves, allow_unused=True))


def _copy(structure: Any) -> Any:
    return pytree.tree_map_only(
        torch.Tensor, lambda t: t.detach().clone().requires_grad_(t.requires_grad), structure
    )


def _run(op: Any, inputs: Any, mode: str) -> Any:
    torch.manual_seed(0)
    out = op(inputs[0], *inputs[1], **inputs[2])
    return _backward(out, inputs) if mode == "grad" else out


def _is_strided(structure: Any) -> bool:
    return all(
        t.layout is torch.strided
        for t in pytree.tree_leaves(structure)
        if isinstance(t, torch.Tensor)
    )


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("op", "target", "mode"), _cases())
def test_entry(op: Any, target: str, mode: str) -> None:
    torch.manual_seed(0)
    samples = list(op.sample_inputs("cpu", torch.float32, requires_grad=mode == "grad"))
    samples = [(s.input, s.args, s.kwargs) for s in (samples[0], samples[len(samples) // 2])]
    ran = 0
    for inputs in filter(_is_strided, samples):
        native, ours = _copy(inputs), _copy(inputs)
        try:
            expected = _run(op, native, mode)
        except Exception:
            continue  # PyTorch itself has no answer for this sample (CUDA only, say)
        with NativeKernels() as kernels, ivy.run_on(target, fallback="error"):
            result = _run(op, ours, mode)
        kernels.assert_none()
        assert_same(result, expected, magnitudes=op.name in MAGNITUDES)
        assert_same(ours, native)  # what native changes in place is changed, nothing else is
        ran += 1
    if not ran:
        pytest.skip("PyTorch itself has no answer for these samples here (CUDA only, say)")
