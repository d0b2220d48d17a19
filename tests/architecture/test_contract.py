"""Every op on every backend has a line of its own, a body, or a written absence."""

import inspect
from pathlib import Path

import pytest

import ivy
from ivy import functional
from ivy._core import ops
from ivy._core.backend import NAMES, Unsupported, load
from ivy._core.op import OPS


@pytest.mark.parametrize("name", NAMES)
def test_every_op_is_answered(name):
    backend = load(name)
    silent = [n for n, op in OPS.items() if n not in backend.own and not op.composite]
    assert not silent


@pytest.mark.parametrize("name", NAMES)
def test_an_absence_has_a_reason(name):
    backend = load(name)
    absent = [
        getattr(backend, n) for n in backend.own if isinstance(getattr(backend, n), Unsupported)
    ]
    for line in absent:
        assert line.reason
        with pytest.raises(ivy.UnsupportedOpError, match=line.where[1]):
            line()


@pytest.mark.parametrize("name", NAMES)
def test_a_line_takes_the_arguments_of_its_declaration(name):
    """Optional arguments by the declared names; what can't be inspected is held by its use."""
    backend, wrong = load(name), []
    for op in OPS.values():
        try:
            own = inspect.signature(getattr(backend, op.name)).parameters.values()
        except (TypeError, ValueError):
            continue
        if any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in own):
            continue
        declared = inspect.signature(op.declaration).parameters.values()
        options = {p.name for p in declared if p.kind is p.KEYWORD_ONLY}
        missing = options - {p.name for p in own}
        if missing:
            wrong.append((op.name, missing))
    assert not wrong


def test_public_names_are_the_ops_and_a_short_list():
    ops = {n for n in OPS if not n.startswith("_")}
    assert ops <= {n for n in dir(functional) if not n.startswith("_")}
    assert ops <= {n for n in dir(ivy) if not n.startswith("_")}


def test_the_namespace_of_composites_has_all_ops():
    assert {n: getattr(ops, n) for n in OPS} == {n: getattr(functional, n) for n in OPS}
    with pytest.raises(AttributeError, match="no op"):
        ops.nothing  # noqa: B018


def test_functional_has_the_names_of_functions_and_of_its_files_only():
    names = {n for n in dir(functional) if not n.startswith("_")}
    files = {f.stem for f in Path(functional.__file__).parent.glob("[a-z]*.py")}
    assert names == {*functional.__all__, *files}


def test_ivy_shows_no_name_that_it_only_imports():
    assert not {"Any", "TYPE_CHECKING"} & {*dir(ivy)}


def test_every_op_is_documented():
    assert not [n for n, op in OPS.items() if not inspect.getdoc(op.declaration)]
