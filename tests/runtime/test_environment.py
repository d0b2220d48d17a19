"""Environment variables for the options of `run_on`, and the start-up hook for `IVY_RUN_ON`."""

import re
import shutil
from pathlib import Path

import jax
import pytest
import torch
from support.python import ROOT, python, write

import ivy
import ivy_runtime
from interceptors.session import CURRENT
from ivy_runtime import settings

SITE = """
    import os, site
    site.addsitedir(os.path.dirname(__file__))
"""


@pytest.fixture
def folder(tmp_path):
    """A folder whose Python has the hook of an installation."""
    write(tmp_path, site__sitecustomize=SITE)
    package = Path(ivy_runtime.__file__).parent
    files = (
        package / "startup.pth",
        package.parent / "ivy_runtime_startup.pth",
    )  # source tree, wheel
    hook = next(file for file in files if file.exists())
    shutil.copy(hook, tmp_path / "site" / "ivy_runtime_startup.pth")
    return tmp_path


def run(folder, *words, **environment):
    """A process with the hook."""
    return python(folder, *words, PYTHONPATH=f"{folder / 'site'}:{ROOT}", **environment)


PROGRAM = """
    import subprocess, sys
    import torch, ivy_runtime

    def where(x):
        return type(x + 1).__name__

    if __name__ == "__main__":
        print(where(torch.ones(2)), *sys.argv, __file__ == sys.argv[0])
        print(ivy_runtime.installed())
        if len(sys.argv) == 1:
            subprocess.run([sys.executable, __file__, "child"], check=False)
        1 / 0
"""


def test_a_program_is_redirected_with_the_processes_that_it_starts(folder):
    write(folder, script=PROGRAM)
    name = str(folder / "script.py")
    options = {"IVY_FALLBACK": "error", "IVY_REPORT": "1"}
    code, out, err = run(folder, name, IVY_RUN_ON="numpy", **options)
    installed = (
        "(Installation(target='numpy', sources=('torch',), fallback='error', device=None, "
        "rng='source', by='IVY_RUN_ON'),)"
    )
    lines = [
        f"Tensor_on_numpy {name} True",
        installed,
        f"Tensor_on_numpy {name} child True",
        installed,
    ]
    assert sorted(out.splitlines()) == sorted(lines), err
    assert code == 1 and err.count("ZeroDivisionError") == 2 and "ivy_runtime" not in err
    assert len(re.findall(r"torch.add +numpy +1", err)) == 2


def test_the_hook_does_nothing_else(folder):
    program = "import sys; print([m for m in sys.modules if m.startswith(('ivy', 'interc'))])"
    assert run(folder, "-c", program) == (0, "[]\n", "")
    assert run(folder, "-c", program, IVY_RUN_ON="") == (0, "[]\n", "")
    write(folder, script="import sys; print({'numpy', 'ivy', 'torch', 'jax'} & {*sys.modules})")
    assert run(folder, "script.py", IVY_RUN_ON="jax", IVY_REPORT="0") == (0, "set()\n", "")


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"IVY_RUN_ON": "caffe"}, "IVY_RUN_ON: target='caffe': must be one of"),
        ({"IVY_RUN_ON": "jax", "IVY_FALLBACK": "maybe"}, "IVY_FALLBACK: fallback='maybe'"),
        ({"IVY_RUN_ON": "jax", "IVY_SOURCES": "caffe"}, "no source 'caffe'"),
        ({"IVY_RUN_ON": "jax", "IVY_RNG": "target"}, "not offered yet"),
    ],
)
def test_a_wrong_value_ends_the_process(folder, variables, says):
    code, out, err = run(folder, "-c", "print('ran')", **variables)
    assert (code, out) == (2, "") and err.startswith("ivy: ") and says in err


def test_the_command_line_comes_before_the_environment(folder):
    program = "import ivy_runtime; print([i[:4:2] + i[5:] for i in ivy_runtime.installed()])"
    words = ("-m", "ivy_runtime", "run", "--on", "numpy", "-c", program)
    for variables in ({}, {"IVY_RUN_ON": "jax"}):
        code, out, err = run(folder, *words, IVY_FALLBACK="allow", **variables)
        assert (code, out) == (0, "[('numpy', 'allow', 'command line')]\n"), err
    code, out, err = run(folder, *words[:3], "-c", program, IVY_RUN_ON="torch")
    assert (code, out) == (0, "[('torch', 'warn', 'command line')]\n"), err


def test_an_argument_comes_first(monkeypatch):
    monkeypatch.setenv("IVY_FALLBACK", "error")
    assert settings.value("fallback") == "error"
    with ivy.run_on("numpy") as session:
        assert session.fallback == "error"
    with ivy.run_on("numpy", fallback="allow") as session:
        assert session.fallback == "allow"
    monkeypatch.setitem(settings.command_line, "fallback", "warn")
    with ivy.run_on("numpy") as session:
        assert session.fallback == "warn"
    monkeypatch.setenv("IVY_FALLBACK", "never")
    monkeypatch.delitem(settings.command_line, "fallback")
    with pytest.raises(ValueError, match="IVY_FALLBACK: fallback='never'"):
        ivy.run_on("numpy")
    monkeypatch.setenv("IVY_FALLBACK", "")
    assert settings.value("fallback") == "warn"


def test_sources_of_the_environment(monkeypatch):
    monkeypatch.setenv("IVY_SOURCES", "jax, numpy")
    with ivy.run_on("torch") as session:
        assert session.sources == ("jax", "numpy") and ivy.is_redirected(jax.numpy.ones(2) + 1)
    with ivy.run_on("numpy", sources="torch") as session:
        assert session.sources == ("torch",)
    monkeypatch.setenv("IVY_SOURCES", "caffe")
    with pytest.raises(ivy.UnknownBackendError, match="caffe"):
        ivy.run_on("numpy")
    monkeypatch.setenv("IVY_SOURCES", "")
    with ivy.run_on("numpy") as session:
        assert "torch" in session.sources and ivy.is_redirected(torch.ones(2) + 1)
    assert CURRENT.get() is None


def test_each_option_has_a_variable_and_a_flag():
    options = settings.OPTIONS.values()
    assert len({o.variable for o in options}) == len({o.flag for o in options}) == len(options)
