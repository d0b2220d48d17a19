"""Importing Ivy is cheap: NumPy, and nothing else."""

import subprocess
import sys
import textwrap

import pytest

FRAMEWORKS = ("torch", "jax", "tensorflow", "scipy", "wrapt", "optree")


def _loaded(statement):
    program = f"{statement}\nimport sys\nprint(*sys.modules)"
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return {name.split(".")[0] for name in out.stdout.split()}


@pytest.mark.parametrize(
    "statement",
    ["import ivy", "import ivy.frontends.torch", "import ivy, numpy as np; ivy.sin(np.ones(2))"],
)
def test_imports_no_framework(statement):
    assert not _loaded(statement) & set(FRAMEWORKS[:3])


def test_importing_ivy_imports_numpy_only():
    ours = {"ivy", "ml_dtypes", "_ml_dtypes_ext"}
    assert not (_loaded("import ivy") - _loaded("import numpy, ast, inspect, dis")) & set(
        FRAMEWORKS
    )
    assert ours >= {n for n in _loaded("import ivy") if n.startswith(("ivy", "ml_"))}


def test_importing_changes_nothing():
    program = (
        "import threading, warnings; before = threading.Thread.start, warnings.showwarning\n"
        "import ivy, ivy_runtime\n"
        "assert before == (threading.Thread.start, warnings.showwarning)"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)


def test_the_first_calls_do_not_import_the_compiler_of_pytorch():
    program = """
        import torch, ivy, sys
        x = torch.arange(6.0).reshape(2, 3)
        compiled = []

        @torch._disable_dynamo
        def left_out(x):
            compiled.append(torch.compiler.is_compiling())
            return x * 2

        with ivy.run_on("numpy", fallback="error"):
            torch.relu(x), torch.softmax(x, -1), x @ x.T, x.sum(), torch.nn.Linear(3, 2)(x)
        assert "torch._dynamo" not in sys.modules
        f = torch.compile(lambda x: torch.relu(x) + 1, backend="eager", fullgraph=True)
        assert torch.equal(f(x), torch.relu(x) + 1)
        f = torch.compile(lambda x: left_out(x + 1) + 3, backend="eager")
        assert torch.equal(f(x), 2 * x + 5) and compiled == [False]
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=True)
