"""`run_on`: which pairs it takes, how it is entered and left, and what it says afterwards."""

import copy
import os
import re
import subprocess
import sys
import textwrap

import jax
import jax.numpy as jnp
import pytest
import torch

import ivy
from interceptors import sources
from interceptors.session import CURRENT, PRINTS_CALLS
from ivy._core.backend import _loaded, load
from ivy._core.errors import (
    ContextError,
    IvyError,
    UnknownBackendError,
    UnsupportedPairError,
)

REFUSED = [("jax", "tensorflow")]  # while a test of this file runs
WORKING = [
    (source, target)
    for source, targets in sources.TARGETS.items()
    for target in targets
    if (source, target) not in REFUSED
]


def is_inside():
    return CURRENT.get() is not None


@pytest.fixture(autouse=True)
def _targets(monkeypatch):
    """TensorFlow takes ten seconds to import, and no test here computes with it."""
    if "tensorflow" not in _loaded:
        stand_in = copy.copy(load("numpy"))
        stand_in.name = "tensorflow"
        monkeypatch.setitem(_loaded, "tensorflow", stand_in)
    for source, target in REFUSED:
        rest = tuple(t for t in sources.TARGETS[source] if t != target)
        monkeypatch.setitem(sources.TARGETS, source, rest)


# -- pairs


@pytest.mark.parametrize(("source", "target"), REFUSED)
def test_a_pair_that_does_not_work_is_refused_in_one_sentence(source, target):
    with pytest.raises(UnsupportedPairError) as refused, ivy.run_on(target, sources=source):
        pytest.fail("the block was entered")
    message = str(refused.value)
    assert message.startswith(f"{source} code does not run on {target} yet")
    assert all(works in message for works in sources.TARGETS[source])
    assert message.count(".") == 1 and "\n" not in message
    assert isinstance(refused.value, IvyError) and isinstance(refused.value, NotImplementedError)
    assert not is_inside()


@pytest.mark.parametrize(("source", "target"), REFUSED)
def test_a_working_source_does_not_excuse_one_that_was_named(source, target):
    others = [s for s, targets in sources.TARGETS.items() if target in targets]
    for named in ([*others, source], (source, *others)):
        with pytest.raises(UnsupportedPairError, match=f"{source} code"):
            ivy.run_on(target, sources=named).__enter__()
    assert not is_inside()


@pytest.mark.parametrize(("source", "target"), WORKING)
def test_pairs_that_work_are_entered(source, target):
    with ivy.run_on(target, sources=(source,)) as session:
        assert session.sources == (source,)


def test_imported_sources_that_do_not_run_on_the_target_are_left_alone():
    with ivy.run_on("jax") as session:  # JAX itself is imported, and is no source of its own target
        assert session.sources == ("torch",)
    with ivy.run_on("tensorflow", fallback="error") as session:
        assert session.sources == ("torch",)
        assert isinstance(jnp.ones(2) + 1, jax.Array) and not ivy.is_redirected(jnp.ones(2))


def test_a_block_that_could_redirect_nothing_is_refused(monkeypatch):
    monkeypatch.setattr(sources, "TARGETS", {"torch": ("numpy",), "jax": ("torch", "numpy")})
    with pytest.raises(
        UnsupportedPairError, match=r"torch code .*; the targets of torch are numpy"
    ):
        ivy.run_on("tensorflow").__enter__()
    with ivy.run_on("torch") as session:
        assert session.sources == ("jax",)
    with ivy.run_on("numpy") as session:
        assert session.sources == ("torch", "jax")
    monkeypatch.delitem(sys.modules, "jax")  # as if nobody had imported it
    with ivy.run_on("numpy") as session:
        assert session.sources == ("torch",)


def _run(program, **environment):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    return done


def test_before_anything_is_imported_or_has_run():
    _run("""
        import sys, ivy
        try:
            ivy.report()
        except ivy.ContextError as error:
            assert "no block has run yet" in str(error)
        else:
            raise SystemExit("a report of nothing")
        with ivy.run_on("numpy") as session:
            assert session.sources == ()
        assert "torch" not in sys.modules and "jax" not in sys.modules
        assert ivy.report().rows() == []
    """)


# -- arguments


def test_no_sources_redirect_nothing():
    with ivy.run_on("numpy", sources=()) as session:
        assert session.sources == () and not ivy.is_redirected(torch.ones(2) + 1)
    assert ivy.report().rows() == []


def test_the_target_as_a_source_is_left_out():
    with ivy.run_on("jax", sources=("jax", "torch")) as session:
        assert session.sources == ("torch",)


@pytest.mark.parametrize(
    ("arguments", "options", "error", "says"),
    [
        (("caffe",), {}, UnknownBackendError, "caffe"),
        (("numpy",), {"sources": "caffe"}, UnknownBackendError, "no source 'caffe'"),
        (("numpy",), {"sources": ("torch", "caffe")}, UnknownBackendError, "torch, jax"),
        (("numpy",), {"fallback": "maybe"}, ValueError, "'warn', 'error', 'allow'"),
        (("numpy",), {"rng": "dice"}, ValueError, "'source', 'target'"),
        (("numpy",), {"rng": "target"}, NotImplementedError, "not offered yet"),
        (("numpy",), {"lazy": True}, NotImplementedError, "not offered yet"),
        (("numpy",), {"device": "gpu"}, ValueError, "numpy"),
    ],
)
def test_wrong_arguments_are_errors_at_once(arguments, options, error, says):
    with pytest.raises(error, match=says):
        ivy.run_on(*arguments, **options)


# -- blocks, functions, installation


def on_target(name):
    kind = type(ivy.target_array(torch.ones(2) + 1))
    return kind.__module__.split(".")[0].removesuffix("lib") == name


def test_nested_blocks_end_one_by_one():
    with ivy.run_on("numpy", sources="torch") as outer:
        assert on_target("numpy")
        with ivy.run_on("jax", sources="torch") as inner:
            assert on_target("jax") and inner.outer is outer and CURRENT.get() is inner
            with ivy.run_on("numpy", sources="torch"):
                assert on_target("numpy")
            assert on_target("jax")
        assert on_target("numpy") and CURRENT.get() is outer
        with pytest.raises(UnsupportedPairError):
            ivy.run_on("tensorflow", sources="jax").__enter__()
        assert on_target("numpy")
    assert not is_inside() and not ivy.is_redirected(torch.ones(2) + 1)


def test_a_block_is_left_by_an_error_too():
    with pytest.raises(ZeroDivisionError), ivy.run_on("numpy", sources="torch"):
        1 / 0  # noqa: B018
    assert not is_inside() and type(torch.ones(2) + 1) is torch.Tensor


def test_one_object_may_open_several_blocks():
    block = ivy.run_on("numpy", sources="torch")
    with block as first:
        with block as second:
            assert second.outer is first
        assert on_target("numpy")
    with block:
        assert on_target("numpy")
    assert not is_inside() and not block.open


def test_a_decorated_function_runs_in_a_block_of_its_own():
    seen = []

    @ivy.run_on("numpy", sources="torch", fallback="error")
    def function(x, depth):
        """Says where it runs."""
        session = CURRENT.get()
        seen.append(session)
        assert session.fallback == "error" and session.sources == ("torch",)
        return function(x, depth - 1) if depth else x + 1

    assert function.__name__ == "function" and function.__doc__ == "Says where it runs."
    out = function(torch.ones(2), depth=1)
    assert ivy.is_redirected(out) and not is_inside()
    assert len(set(map(id, seen))) == 2 and seen[1].outer is seen[0]
    with pytest.raises(UnsupportedPairError):
        ivy.run_on("tensorflow", sources="jax")(lambda: None)()


def test_install_lasts_until_uninstall():
    ivy.install("numpy", sources="torch")
    try:
        assert on_target("numpy")
        ivy.install("jax", sources="torch", fallback="error")
        try:
            assert on_target("jax") and CURRENT.get().fallback == "error"
        finally:
            ivy.uninstall()
        assert on_target("numpy")
    finally:
        ivy.uninstall()
    assert not is_inside()
    with pytest.raises(ContextError, match="nothing is installed"):
        ivy.uninstall()


def test_a_refused_installation_installs_nothing():
    with pytest.raises(UnsupportedPairError):
        ivy.install("tensorflow", sources="jax")
    with pytest.raises(ContextError):
        ivy.uninstall()


# -- the report


def test_rows_of_the_report_have_the_ways_that_calls_took(target):
    x = torch.arange(6.0).reshape(2, 3)
    with ivy.run_on(target, sources="torch", fallback="error"):
        for _ in range(4):
            y = torch.cosh(x.t()) * 2
        y.tolist()
        inside = ivy.report()
    report = ivy.report()
    assert report is inside and report.target == target
    rows = {row["op"]: row for row in report.rows()}
    keys = {"op", "where", "calls", "ways", "seconds", "bytes", "reason", "line"}
    assert all(row.keys() == keys for row in rows.values())
    on_the_target = [row for row in rows.values() if row["where"] == target]
    assert on_the_target and all(sum(r["ways"].values()) == r["calls"] for r in on_the_target)
    ways = {"fast path", "program", "op by op", "view", "expansion"}
    assert all({*row["ways"]} <= ways for row in on_the_target)
    [cosh] = [row for op, row in rows.items() if "cosh" in op]
    assert cosh["calls"] == 4
    # what ran natively by design took no way on the target
    others = [row for row in rows.values() if row["where"] != target]
    assert others and not any(row["ways"] for row in others)
    assert f"{report.calls.total()} calls on the target" in str(report)
    assert re.search(r"cosh\S* +\w+ +4  \d \w", str(report))


def test_a_call_that_fails_is_not_counted(target):
    with ivy.run_on(target, sources="torch", fallback="error"):
        with pytest.raises(RuntimeError):
            torch.mm(torch.ones(2, 3), torch.ones(2, 3))
        assert not any("mm" in row["op"] for row in ivy.report().rows())


PRINTS = """
    import torch, ivy
    x = torch.ones(2, 3)
    with ivy.run_on("numpy", fallback="error"):
        for _ in range(3):
            y = torch.tanh(x)
        y = y.t()
"""


def test_each_call_is_printed_if_asked():
    printed = _run(PRINTS, IVY_PRINT_CALLS="1").stderr.splitlines()
    tanh = [line for line in printed if "tanh" in line]
    assert len(tanh) == 3  # the fast path would not say how it went
    form = r"ivy: (\S+) on numpy: (program|op by op|view|expansion), at <?\S+"
    assert all(re.fullmatch(form, line) for line in printed if line.startswith("ivy:"))
    assert any(": view, at" in line for line in printed)


@pytest.mark.skipif(PRINTS_CALLS, reason="IVY_PRINT_CALLS is set here")
def test_nothing_is_printed_else(capfd):
    exec(textwrap.dedent(PRINTS), {})
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("value", "prints"), [("", False), ("0", False), ("1", True)])
def test_what_the_variable_says(value, prints):
    program = "from interceptors.session import PRINTS_CALLS; print(PRINTS_CALLS)"
    assert _run(program, IVY_PRINT_CALLS=value).stdout.strip() == str(prints)
