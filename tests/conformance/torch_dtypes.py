"""What PyTorch has no kernel for must be refused on a target: operators on dtypes they do not take.

    torch_dtypes.py TARGET [--only gather,cat] [--shard i/n]

For each entry of PyTorch's operator database and each dtype of a target that the entry does not list,
one sample is cast to that dtype. Where PyTorch then raises, the call must raise an exception of exactly
the same class inside `ivy.run_on(target, fallback='error')`; what PyTorch takes after all does not
count.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).parent.parent))

from conformance import torch_errors
from support import conformance
from torch.testing._internal.common_methods_invocations import op_db
from torch.utils import _pytree as pytree

DTYPES = (
    torch.float32,
    torch.float64,
    torch.float16,
    torch.bfloat16,
    torch.complex64,
    torch.int64,
    torch.uint8,
    torch.bool,
)


def _sample(op: Any, dtype: torch.dtype) -> tuple | None:
    """The first sample of an entry that has elements."""
    torch.manual_seed(0)
    for s in op.sample_inputs("cpu", dtype):
        call = (s.input, s.args, s.kwargs)
        found = conformance.tensors(call)
        if found and all(t.numel() and t.layout is torch.strided for t in found):
            return call
    return None


def _cast(call: tuple, known: torch.dtype, wanted: torch.dtype) -> tuple:
    return pytree.tree_map_only(
        torch.Tensor, lambda t: t.detach().to(wanted if t.dtype == known else t.dtype), call
    )


def checks(op: Any) -> Iterator[Callable[[str], bool]]:
    """The checks of an entry, one per dtype that it does not list."""
    known = next((d for d in DTYPES if d in op.dtypes), None)
    call = None if known is None else _sample(op, known)
    if call is None:
        return
    for wanted in DTYPES:
        if wanted not in op.dtypes:
            native, ours = (conformance.copy(_cast(call, known, wanted)) for _ in range(2))
            yield functools.partial(torch_errors.check, op, native, ours)


ENTRIES = [
    conformance.Entry(op.name, op.variant_test_name, functools.partial(checks, op)) for op in op_db
]

if __name__ == "__main__":
    conformance.main(__doc__, ENTRIES)
