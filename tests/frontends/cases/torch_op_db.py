"""Cases of PyTorch's functions and methods from PyTorch's own operator database.

The database needs PyTorch, which the processes of backends don't have, and makes its samples anew each
time. So the cases are kept in a file, which `python tests/frontends/record_op_db.py` records.
"""

from __future__ import annotations

import lzma
import pickle
import sys
from functools import partial
from pathlib import Path
from typing import Any

from frontends.case import Invocation, Of
from frontends.cases._op_db_parts import CHECKS, tensor

FILE = Path(__file__).with_suffix(".pickle.xz")


def _cases() -> list[Any]:
    cases = pickle.loads(lzma.decompress(FILE.read_bytes()))
    cases = [c for c in cases if not c.path.startswith("torch.torch.")]  # an operator, no function
    return [_written(c._replace(check=_check(c))) for c in cases]


def _written(case: Any) -> Any:
    """A function that changes its first argument needs one of the package's own there."""
    if case.path == "torch.nn.functional.multi_head_attention_forward":  # else it draws numbers
        return case._replace(samples=[s for s in case.samples if not s.kwargs.get("training", True)])
    if case.path not in ("torch.zero_", "torch.resize_as_"):
        return case
    samples = [
        Invocation((Of(partial(tensor, s.args[0])), *s.args[1:]), s.kwargs) for s in case.samples
    ]
    return case._replace(samples=samples)


def _check(case: Any) -> Any:
    if case.path in CHECKS:
        return CHECKS[case.path]
    return sys.intern(case.check)  # names of checks are compared by identity


CASES = _cases()
