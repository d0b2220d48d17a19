"""The sparse samples of PyTorch's operator database, `op_db`, through `ivy.run_on`.

    torch_sparse.py TARGET [--grad] [--layouts sparse_coo,sparse_csr] [--only add,where] [--shard i/n]

An entry is an operator on tensors of one layout. A sample is right if all results (and gradients) are
those of PyTorch in layout, size, dtype, indices, values and, in coordinate format, in being coalesced;
if redirected tensors hold the parts of the results; and if PyTorch computed nothing. Arguments are
tensors made in the block for every other sample, and PyTorch's own for the rest. Where the database has
no sparse samples, its dense ones are converted, as PyTorch's own tests do. Operators that it does not
list as sparse are in `support/sparse_cases.py`.
"""

from __future__ import annotations

import argparse
import functools
import sys
import unittest
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).parent.parent))

from support import conformance
from support.compare import assert_same
from support.sparse import facts
from support.sparse_cases import CASES, converted
from torch.testing._internal.common_methods_invocations import op_db
from torch.utils import _pytree as pytree

SAMPLES = 12
SECONDS = 300  # per entry
LAYOUTS = ("sparse_coo", "sparse_csr", "sparse_csc", "sparse_bsr", "sparse_bsc")


def _run(op: Any, call: tuple, grad: bool) -> Any:
    torch.manual_seed(0)
    out = op(call[0], *call[1], **call[2])
    if not grad:
        return out
    leaves = [t for t in conformance.tensors(call) if t.requires_grad]
    outs = [t for t in conformance.tensors(out) if t.requires_grad]
    if not outs or not leaves:
        return []
    total = sum(conformance.weighted_sum(conformance.dense(t)) for t in outs)
    return [*outs, *torch.autograd.grad(total, leaves, allow_unused=True)]


def check(op: Any, grad: bool, inside: bool, call: tuple, target: str) -> bool:
    """Whether PyTorch has one answer for a sample; fails unless the target has it too."""
    try:
        native = facts(_run(op, conformance.copy(call), grad))
        assert_same(facts(_run(op, conformance.copy(call), grad)), native)
    except Exception:  # the layout has no such operator, or no gradient of it
        return False
    given = None if inside else conformance.copy(call)
    with conformance.strictly_on(target):
        found = _run(op, conformance.copy(call) if given is None else given, grad)
        conformance.assert_held(found, target)
    ours = pytree.tree_leaves_with_path(facts(found))
    theirs = pytree.tree_leaves_with_path(native)
    assert [path for path, _ in ours] == [path for path, _ in theirs], f"{ours} for {theirs}"
    for (path, mine), (_, value) in zip(ours, theirs, strict=True):
        conformance.assert_same_parts({pytree.keystr(path): mine}, {pytree.keystr(path): value})
    return True


def _samples(op: Any, layout: str, grad: bool) -> list[tuple]:
    try:
        made = list(
            op.sample_inputs_sparse(
                getattr(torch, layout), "cpu", torch.float32, requires_grad=grad
            )
        )
        return [(s.input, s.args, s.kwargs) for s in made]
    except unittest.SkipTest:  # none of this layout
        return []
    except NotImplementedError:
        made = op.sample_inputs("cpu", torch.float32, requires_grad=grad)
        calls = [(s.input, s.args, s.kwargs) for s in made if s.input.ndim >= 2]
        return [(x, *call[1:]) for call in calls for x in converted(call[0], layout)]


def checks(op: Any, layout: str, grad: bool) -> Iterator[Callable[[str], bool]]:
    """The checks of an operator on a layout."""
    torch.manual_seed(0)
    for i, call in enumerate(conformance.spread(_samples(op, layout, grad), SAMPLES)):
        yield functools.partial(check, op, grad, i % 2 == 1, call)


def _case_checks(name: str, layout: str, grad: bool) -> Iterator[Callable[[str], bool]]:
    torch.manual_seed(0)
    for i, (function, call) in enumerate(CASES[name](layout, grad)):
        yield functools.partial(check, function, grad, i % 2 == 1, call)


@dataclass(frozen=True)
class Way:
    """What is compared, on which layouts."""

    grad: bool = False
    layouts: tuple[str, ...] = LAYOUTS


def entries(way: Way) -> list[conformance.Entry]:
    """An entry for each operator of the database on each layout that it supports, and each case."""
    found = [
        conformance.Entry(
            op.name,
            ".".join(filter(None, (op.variant_test_name, layout))),
            functools.partial(checks, op, layout, way.grad),
        )
        for layout in way.layouts
        for op in op_db
        if getattr(op, "supports_sparse" if layout == "sparse_coo" else f"supports_{layout}")
        and torch.float32 in op.dtypes
        and (op.supports_autograd or not way.grad)
    ]
    return found + [
        conformance.Entry(
            name, f"case.{layout}", functools.partial(_case_checks, name, layout, way.grad)
        )
        for layout in way.layouts
        for name in CASES
    ]


def _parser() -> argparse.ArgumentParser:
    parser = conformance.parser(__doc__, SECONDS)
    parser.add_argument("--grad", action="store_true")
    parser.add_argument("--layouts", default=",".join(LAYOUTS), help="separated by commas")
    return parser


def way(arguments: Sequence[str]) -> Way:
    """The way that arguments of the command line say."""
    return _way(_parser().parse_args(["jax", *arguments]))


def _way(options: argparse.Namespace) -> Way:
    return Way(options.grad, tuple(options.layouts.split(",")))


if __name__ == "__main__":
    chosen = _parser().parse_args()
    conformance.run(entries(_way(chosen)), chosen)
