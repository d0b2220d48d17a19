"""What is computed on the host at first must have the bits that its program gives later.

    torch_on_host.py jax [--only add,where] [--shard i/n]

Every entry of PyTorch's operator database runs twice on the target, in each of its dtypes: where
exact steps are done on the host (`ivy._core.host_evaluation`), and where everything is a program.
All results must have the same bits, or both must raise the same class. A call that has nothing to
do on the host is no sample.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import torch

sys.path.insert(0, str(Path(__file__).parent.parent))

from support import conformance
from torch.testing._internal.common_methods_invocations import op_db

import ivy

SAMPLES = 4  # of each dtype
DTYPES = (
    torch.float32, torch.float64, torch.bfloat16, torch.float16, torch.complex64, torch.int64,
    torch.uint8, torch.bool,
)  # fmt: skip
OPERATORS = [op for op in op_db if conformance.has_values(op)]


def _outcome(op: Any, call: tuple, uses: int, target: str) -> tuple[Any, int]:
    """What a call gives, or the class of what it raises; and how often the host did something."""
    from ivy._core import host_evaluation
    from ivy.backends.jax import _compile

    done, run = [], host_evaluation.run

    def counted(*args: Any) -> Any:
        out = run(*args)
        done.append(out)
        return out

    torch.manual_seed(0)
    call = conformance.copy(call)
    with (
        mock.patch.object(_compile, "_USES", uses),
        mock.patch.object(host_evaluation, "run", counted),
    ):
        try:
            with ivy.run_on(target, fallback="error"):
                out = op(call[0], *call[1], **call[2])
                found = [conformance.dense(t.detach()) for t in conformance.tensors(out)]
            return [ivy.to_source(t).resolve_conj().resolve_neg() for t in found], len(done)
        except Exception as error:
            return type(error), len(done)


def check(op: Any, call: tuple, target: str) -> bool:
    """Whether the host did anything; fails unless the program gives the same."""
    on_host, count = _outcome(op, call, 1_000_000, target)
    if not count:
        return False
    compiled, _ = _outcome(op, call, 0, target)
    if isinstance(on_host, type) or isinstance(compiled, type):
        assert on_host is compiled, f"{on_host} on the host, {compiled} as a program"
        return True
    assert len(on_host) == len(compiled), f"{len(on_host)} results, {len(compiled)} of a program"
    for a, b in zip(on_host, compiled, strict=True):
        conformance.assert_same_bits(a, b)
    return True


def checks(op: Any) -> Iterator[Callable[[str], bool]]:
    """The checks of an operator."""
    for dtype in DTYPES:
        if dtype not in op.dtypes:
            continue
        torch.manual_seed(0)
        samples = list(op.sample_inputs("cpu", dtype))
        for s in conformance.spread(samples, SAMPLES):
            call = (s.input, s.args, s.kwargs)
            if all(t.layout is torch.strided for t in conformance.tensors(call)):
                yield functools.partial(check, op, call)


ENTRIES = conformance.of_operators(OPERATORS, checks)

if __name__ == "__main__":
    conformance.main(__doc__, ENTRIES)
