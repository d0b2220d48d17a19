"""Runs programs of `torch.distributed` natively and in a block, in several processes, and compares.

    python processes.py FILE TARGET STORE RANK PROCESSES NAME...

`NAME` is a function of `FILE` that takes the rank and the number of processes.
"""

from __future__ import annotations

import datetime
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

_TIMEOUT = 240  # seconds; the machine may be busy
_HERE = Path(__file__).resolve()


def check(file: str, target: str, store: Path, count: int, *names: str) -> None:
    """Fails unless each function gives in a block what it gives natively, on every rank."""
    command = [sys.executable, "-W", "ignore", str(_HERE), file, target, str(store)]
    running = [
        subprocess.Popen(
            [*command, str(rank), str(count), *names],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for rank in range(count)
    ]
    try:
        texts = [process.communicate(timeout=_TIMEOUT)[0] for process in running]
    finally:
        for process in running:
            process.kill()
    codes = [process.returncode for process in running]
    assert not any(codes), "\n".join(text[-4000:] for text in texts)


def work(file: str, target: str, store: str, rank: int, count: int, *names: str) -> None:
    """What one process does."""
    import torch
    from support.compare import assert_same
    from torch import distributed

    import ivy

    torch.set_num_threads(1)
    programs = _load(file)
    distributed.init_process_group(
        "gloo",
        init_method=f"file://{store}",
        rank=rank,
        world_size=count,
        timeout=datetime.timedelta(seconds=120),
    )
    for name in names:
        run = getattr(programs, name)
        wanted = run(rank, count)
        with ivy.run_on(target, fallback="error"):
            out = run(rank, count)
        try:
            assert_same(out, wanted)
        except AssertionError as error:
            raise AssertionError(f"{name}, rank {rank}: {out} for {wanted}") from error
    distributed.barrier()
    distributed.destroy_process_group()


def _load(file: str) -> Any:
    spec = importlib.util.spec_from_file_location("programs_of_processes", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.path.insert(0, str(_HERE.parents[1]))
    _file, _target, _store, _rank, _count, *_names = sys.argv[1:]
    work(_file, _target, _store, int(_rank), int(_count), *_names)
