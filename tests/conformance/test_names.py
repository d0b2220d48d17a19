"""A sample of all functions and methods in child processes; `make conformance` calls them all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import expectations

PROGRAM = Path(__file__).parent / "torch_names.py"
EVERY = os.environ.get("IVY_CONFORMANCE_EVERY", "70")


@pytest.mark.parametrize("target", expectations.TARGETS)
def test_no_call_ends_the_process_or_loses_a_write(target):
    command = [sys.executable, str(PROGRAM), target, "--every", EVERY]
    out = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    rows = [json.loads(line) for line in out.splitlines()]
    assert sum(row["samples"] for row in rows) > len(rows) > 20
    assert [row for row in rows if row["failed"]] == []
