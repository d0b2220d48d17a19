"""Records the cases from PyTorch's operator database: `python tests/frontends/record_op_db.py`."""

from __future__ import annotations

import lzma
import pickle
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
for folder in (HERE.parent, HERE.parent.parent):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


def main() -> None:
    """Writes the file that `cases/torch_op_db.py` reads."""
    from frontends.cases import _op_db

    recorded = pickle.dumps(_op_db.cases())
    (HERE / "cases" / "torch_op_db.pickle.xz").write_bytes(lzma.compress(recorded))


if __name__ == "__main__":
    main()
