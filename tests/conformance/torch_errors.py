"""What PyTorch refuses must be refused on a target: the error inputs of PyTorch's operator database.

    torch_errors.py TARGET [--only gather,cat] [--shard i/n]

Each input is first given to PyTorch alone, to see the exception. Inside `ivy.run_on(target,
fallback='error')` the same call must raise an exception of exactly the same class, and leave every
tensor of the user as it was. Entries are those of `op_db`, and of the database of PyTorch's reference
implementations (`_refs.add`).
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
from torch.testing._internal.common_methods_invocations import op_db, python_ref_db

import ivy

OPERATORS = [op for op in (*op_db, *python_ref_db) if op.error_inputs_func is not None]


def _calls(op: Any) -> list[tuple]:
    """Fresh inputs, the same ones at every call: copies would not keep how tensors overlap."""
    torch.manual_seed(0)
    samples = [e.sample_input for e in op.error_inputs("cpu")]
    return [(s.input, s.args, s.kwargs) for s in samples]


def _refusal(op: Any, call: tuple) -> Exception | None:
    """The exception that a call raises, or None."""
    try:
        op(call[0], *call[1], **call[2])
    except Exception as error:
        return error
    return None


def _spell(error: Exception | None) -> str:
    return "nothing" if error is None else f"{type(error).__module__}.{type(error).__qualname__}"


def _snapshot(call: tuple) -> list[torch.Tensor]:
    return [t.detach().clone() for t in conformance.tensors(call)]


def _is_unchanged(call: tuple, before: list[torch.Tensor]) -> bool:
    """Whether all tensors of a call have the elements and shapes that they had."""
    return all(
        t.shape == b.shape and (t.is_meta or torch.equal(t.nan_to_num(), b.nan_to_num()))
        for t, b in zip(conformance.tensors(call), before, strict=True)
    )


def check(op: Any, native: tuple, ours: tuple, target: str) -> bool:
    """Whether PyTorch refuses a call at all; fails unless the target then does the same."""
    expected = _refusal(op, native)
    if expected is None:
        return False
    before = _snapshot(ours)
    with ivy.run_on(target, fallback="error"):
        found = _refusal(op, ours)
    assert type(found) is type(expected), (
        f"{_spell(found)} for {_spell(expected)}: {str(expected)[:120]} | {str(found)[:160]}"
    )
    assert _is_unchanged(ours, before), "a tensor was changed"
    return True


def checks(op: Any) -> Iterator[Callable[[str], bool]]:
    """The checks of an operator."""
    for native, ours in zip(_calls(op), _calls(op), strict=True):
        yield functools.partial(check, op, native, ours)


ENTRIES = [
    conformance.Entry(op.name, op.variant_test_name, functools.partial(checks, op))
    for op in OPERATORS
]

if __name__ == "__main__":
    conformance.main(__doc__, ENTRIES)
