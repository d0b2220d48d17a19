"""A suite under `-p ivy_runtime.pytest_plugin`: what is redirected, known failures, the summary."""

import re

import pytest
from support.python import python, write

from ivy_runtime.pytest_plugin import Expected

SUITE = """
    import unittest, pytest, torch

    MADE = torch.ones(2)

    def where(x):
        return type(x).__name__

    @pytest.fixture(scope="session")
    def fixture():
        yield torch.ones(2) + 1
        assert where(torch.ones(2) + 1) == "Tensor"

    @pytest.mark.parametrize("x", [torch.ones(2) * 2])
    def test_the_call_is_redirected_and_nothing_else(fixture, x):
        assert where(x) == where(fixture) == where(MADE) == "Tensor"
        assert where(x + fixture + MADE) == "Tensor_on_numpy"

    class TestCase(unittest.TestCase):
        def setUp(self):
            self.x = torch.ones(2) + 1
        def test_set_up_is_part_of_the_call(self):
            assert where(self.x) == "Tensor_on_numpy"

    def test_without_torch():
        assert 1 + 1 == 2

    def test_falls_back():
        torch.quantize_per_tensor(torch.ones(2), 0.1, 3, torch.qint8)

    @pytest.mark.parametrize("n", [1, 2])
    def test_fails(n):
        torch.ones(2).mul(n)
        assert n == 1

    def test_known():
        assert where(torch.ones(2) + 1) == "Tensor"

    @pytest.mark.skip
    def test_skipped(): pass
"""
XFAILS = """
"test_suite.py::test_known" = "asks for the class"
"*::test_gone" = "is gone"
"""
INI = """
[pytest]
filterwarnings =
    error
    ignore:torch.quantize
"""
COUNTS = {
    "passed": 3, "passed without a call to redirect": 1, "passed with fall-backs": 1, "failed": 1,
    "expected failures": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("suite")
    write(made, test_suite=SUITE)
    (made / "x.toml").write_text(XFAILS)
    (made / "pytest.ini").write_text(INI)
    return made


def suite(folder, *words, **environment):
    """A run: exit status, and the output from the summary on."""
    plugin = ("-p", "ivy_runtime.pytest_plugin", "-p", "no:cacheprovider")
    code, out, err = python(folder, "-m", "pytest", *plugin, *words, **environment)
    return code, out + err


def counted(out):
    line = out.partition("= ivy: on numpy =")[2].splitlines()[1]
    return {kind: int(n) for n, kind in re.findall(r"(\d+) ([^,]+)", line)}


@pytest.mark.parametrize("words", [(), ("-n", "2")])
def test_a_suite(folder, words):
    code, out = suite(folder, "--ivy-run-on", "numpy", "--ivy-xfails", "x.toml", *words)
    assert code == 1 and counted(out) == COUNTS, out
    assert re.search(r"torch.quantize_per_tensor\S* +0 +1 +0 +0  nested and quantized", out), out
    assert re.search(r"torch.add +\d +0 +0 +\d", out)
    assert ("1 entries of x.toml are of no test here: *::test_gone" in out) == (not words)


def test_without_fall_backs(folder):
    words = ("--ivy-run-on", "numpy", "-k", "falls or known")
    code, out = suite(folder, *words, IVY_FALLBACK="error")
    assert code == 1 and counted(out) == {"failed": 2}, out
    assert re.search(r"torch.quantize_per_tensor\S* +0 +0 +1", out), out


def test_known_failures_are_strict(folder):
    (folder / "strict.toml").write_text(
        '"*test_fails[[]*" = "1 passes"\n"*test_fails[1]" = "passes"'
    )
    code, out = suite(folder, "--ivy-run-on=numpy", "--ivy-xfails=strict.toml", "-k", "fails")
    assert code == 1 and "[XPASS(strict)] passes" in out and counted(out) == {"failed": 2}, out


def test_without_a_target_nothing_happens(folder):
    code, out = suite(folder, "-k", "without_torch")
    assert code == 0 and "ivy" not in out.partition("plugins")[2].partition("\n")[2]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--ivy-run-on", "caffe"], "target='caffe'"),
        (["--ivy-run-on", "jax", "--ivy-fallback", "x"], "fallback='x'"),
        (["--ivy-run-on", "jax", "--ivy-xfails", "none.toml"], "none.toml"),
    ],
)
def test_wrong_options(tmp_path, words, says):
    code, out = suite(tmp_path, *words)
    assert code == 4 and says in out


def test_a_known_failure_has_a_reason(tmp_path):
    file = tmp_path / "x.toml"
    file.write_text('"a" = ""')
    with pytest.raises(ValueError, match="'a' needs a reason"):
        Expected(str(file))
    file.write_text('"t.py::test[a*b]" = "why"')
    expected = Expected(str(file))
    assert expected.reason("t.py::test[axxb]") == "why" and expected.reason("t.py::testa") is None
