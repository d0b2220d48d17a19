"""Cases of PyTorch's functions and methods from PyTorch's own operator database.

The database needs PyTorch, which the processes of backends don't have. So the first process that has it
records the cases in a file of this user's, and the others read them.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import importlib.util
import pickle
import tempfile
from pathlib import Path

_SOURCE = Path(__file__).with_name("_op_db.py")


def _file() -> Path:
    version = importlib.metadata.version("torch")
    digest = hashlib.sha256(_SOURCE.read_bytes() + version.encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"ivy_torch_op_db_{digest}.pickle"


@functools.cache
def _cases() -> list:
    file = _file()
    if not file.exists():
        from frontends.cases import _op_db

        part = file.with_suffix(f".{id(file)}")
        part.write_bytes(pickle.dumps(_op_db.cases()))
        part.replace(file)
    return pickle.loads(file.read_bytes())


CASES = _cases()
