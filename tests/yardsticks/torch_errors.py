"""What PyTorch refuses must be refused on a target: the error inputs of PyTorch's operator database.

Each input is first given to PyTorch alone, to see the exception. Inside `ivy.run_on(target,
fallback='error')` the same call must raise an exception of exactly the same class, and leave every
tensor of the user as it was. Prints a JSON line per entry.

    python tests/yardsticks/torch_errors.py TARGET [--shard i/n] [--ops a,b]
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from typing import Any

import torch
from torch.testing._internal.common_methods_invocations import op_db
from torch.utils import _pytree as pytree

import ivy

ENTRIES = [op for op in op_db if op.error_inputs_func is not None]


def calls(op: Any) -> list[tuple]:
    """Fresh inputs, the same ones at every call: copies would not keep how tensors overlap."""
    torch.manual_seed(0)
    samples = [e.sample_input for e in op.error_inputs("cpu")]
    return [(s.input, s.args, s.kwargs) for s in samples]


def refusal(op: Any, call: tuple) -> Exception | None:
    """The exception that a call raises, or None."""
    value, args, kwargs = call
    try:
        op(value, *args, **kwargs)
    except Exception as error:
        return error
    return None


def spell(error: Exception | None) -> str:
    """The class of an exception, in one word."""
    return "nothing" if error is None else f"{type(error).__module__}.{type(error).__qualname__}"


def _tensors(call: tuple) -> list[torch.Tensor]:
    return [t for t in pytree.tree_leaves(call) if isinstance(t, torch.Tensor)]


def snapshot(call: tuple) -> list[torch.Tensor]:
    """The elements of all tensors of a call."""
    return [t.detach().clone() for t in _tensors(call)]


def is_unchanged(call: tuple, before: list[torch.Tensor]) -> bool:
    """Whether all tensors of a call have the elements and shapes that they had."""
    return all(
        t.shape == b.shape and (t.is_meta or torch.equal(t.nan_to_num(), b.nan_to_num()))
        for t, b in zip(_tensors(call), before, strict=True)
    )


def complaint(op: Any, target: str, native: tuple, ours: tuple) -> str | None:
    """What is wrong about a call on a target; None if nothing, "accepted" if PyTorch takes it."""
    expected = refusal(op, native)
    if expected is None:
        return "accepted"
    before = snapshot(ours)
    with ivy.run_on(target, fallback="error"):
        found = refusal(op, ours)
    if type(found) is not type(expected):
        return f"{spell(found)} for {spell(expected)}: {str(expected)[:100]} | {str(found)[:160]}"
    return None if is_unchanged(ours, before) else "a tensor was changed"


def measure(op: Any, target: str) -> dict[str, Any]:
    """The row of one entry."""
    complaints = [complaint(op, target, *pair) for pair in zip(calls(op), calls(op), strict=True)]
    tried = [c for c in complaints if c != "accepted"]
    wrong = [c for c in tried if c is not None]
    return {
        "op": op.name,
        "variant": op.variant_test_name,
        "samples": len(tried),
        "failed": len(wrong),
        "first": wrong[:1],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--shard", default="0/1")
    parser.add_argument("--ops")
    options = parser.parse_args()
    start, step = map(int, options.shard.split("/"))
    wanted = options.ops.split(",") if options.ops else None
    warnings.simplefilter("ignore")
    for op in ENTRIES[start::step]:
        if wanted is None or op.name in wanted:
            print(json.dumps(measure(op, options.target)), flush=True)


if __name__ == "__main__":
    sys.exit(main())
