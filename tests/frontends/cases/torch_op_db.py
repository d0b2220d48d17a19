"""Cases of PyTorch's functions and methods from PyTorch's own operator database.

The database needs PyTorch, which the processes of backends don't have, and makes its samples anew each
time. So the cases are kept in a file, which `python tests/frontends/record_op_db.py` records.
"""

from __future__ import annotations

import lzma
import pickle
import sys
from pathlib import Path
from typing import Any

from frontends.cases._op_db_parts import CHECKS

FILE = Path(__file__).with_suffix(".pickle.xz")


def _cases() -> list[Any]:
    cases = pickle.loads(lzma.decompress(FILE.read_bytes()))
    cases = [c for c in cases if not c.path.startswith("torch.torch.")]  # an operator, no function
    return [c._replace(check=_check(c)) for c in cases]


def _check(case: Any) -> Any:
    if case.path in CHECKS:
        return CHECKS[case.path]
    return sys.intern(case.check)  # names of checks are compared by identity


CASES = _cases()
