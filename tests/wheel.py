"""Runs tests on an installed wheel, from a copy of the tests outside the repository.

    wheel.py INSTALLED [PYTEST ARGUMENTS]

INSTALLED is the folder that `pip install --target` was given. `make wheel-test` does all of it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOOK = ROOT / "ivy_runtime" / "startup.pth"
TESTS = ("tests/functional", "tests/runtime", "tests/interceptors/test_torch_writes.py")
PROGRAM = """
import importlib.resources, sys
import ivy, interceptors, ivy_runtime
for package in (ivy, interceptors, ivy_runtime):
    assert package.__file__.startswith(sys.argv[1]), package.__file__
results = importlib.resources.files(ivy_runtime) / "results"
assert sorted(f.name for f in results.iterdir() if f.name.endswith(".json")), results
"""


def _extensions(folder: Path) -> set[str]:
    found = [p for ext in ("so", "pyd") for p in folder.rglob(f"*.{ext}")]
    return {p.relative_to(folder).as_posix() for p in found}


def main(installed: Path, arguments: list[str]) -> int:
    """The exit code of pytest."""
    packages = [ROOT / p for p in ("ivy", "interceptors", "ivy_runtime")]
    built = {f"{p.name}/{e}" for p in packages for e in _extensions(p)}
    assert built == _extensions(installed), f"{built} built, {_extensions(installed)} in the wheel"
    assert (installed / "ivy_runtime_startup.pth").read_text() == HOOK.read_text()
    assert (installed / "bin" / "ivy-run").exists()
    assert not [p for ext in ("c", "h", "inc") for p in installed.rglob(f"*.{ext}")]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "tests", f"{folder}/tests")
        shutil.copy(ROOT / "pyproject.toml", folder)  # pytest's settings
        environment = {**os.environ, "PYTHONPATH": str(installed)}
        python = [sys.executable, "-P"]  # neither this folder nor that of the tests
        given = {"cwd": folder, "env": environment}
        subprocess.run([*python, "-c", PROGRAM, str(installed)], check=True, **given)
        command = [*python, "-m", "pytest", *(arguments or ("-n", "2", *TESTS))]
        return subprocess.run(command, check=False, **given).returncode


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2:]))
