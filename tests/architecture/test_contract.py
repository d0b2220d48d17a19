"""Every op on every backend has a line of its own, a body, or a written absence."""

import inspect
from pathlib import Path

import numpy as np
import pytest
from support.backends import TARGETS

import ivy
from ivy import functional
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


def test_functional_has_the_names_of_functions_and_of_its_files_only():
    names = {n for n in dir(functional) if not n.startswith("_")}
    files = {f.stem for f in Path(functional.__file__).parent.glob("[a-z]*.py")}
    assert names == {*functional.__all__, *files}


def test_ivy_shows_no_name_that_it_only_imports():
    assert not {"Any", "TYPE_CHECKING"} & {*dir(ivy)}


def test_every_op_is_documented():
    assert not [n for n, op in OPS.items() if not inspect.getdoc(op.declaration)]


# -- the shape and dtype rules are what backends return

_ARGUMENTS = {
    1: [
        (np.linspace(0.1, 0.9, 6, dtype=np.float32).reshape(2, 3),),
        (np.float64([[0.5], [0.25]]),),
    ],
    2: [
        (np.full((2, 1, 3), 0.5, np.float32), np.full((4, 1), 2.0, np.float32)),
        (np.float64([0.5, 0.25]), np.float64(0.125)),
    ],
}


_INTEGERS = np.array([[5, 3, 12], [6, 1, 2]])
_MATRIX = np.float64([[4, 1, 0], [1, 3, 1], [0, 1, 2]])
_WHOLE = {1: [(_INTEGERS,)], 2: [(_INTEGERS, _INTEGERS[:1]), (np.int32([6, 4]), np.int32(2))]}
_SQUARE = [(_MATRIX,), (np.float32([_MATRIX, 2 * _MATRIX]),)]
# What ops take that don't take floating numbers of any shape.
_OWN_ARGUMENTS = {
    **dict.fromkeys(("bitwise_invert", "bitwise_xor_reduce"), _WHOLE[1]),
    **dict.fromkeys(
        (
            *("bitwise_and", "bitwise_or", "bitwise_xor", "gcd", "lcm"),
            *("bitwise_left_shift", "bitwise_right_shift"),
        ),
        _WHOLE[2],
    ),
    **dict.fromkeys(
        ("cholesky_factor", "eig", "eigh", "eigvals", "eigvalsh", "matrix_exp"), _SQUARE
    ),
    "householder_product": [(_MATRIX, np.float64([0.5, 0.25, 0.125]))],
    "invert_permutation": [(np.array([2, 0, 1]),)],
    "matmul": [(_MATRIX, _MATRIX[:, :2]), (_MATRIX[0], _MATRIX), (_MATRIX, _MATRIX[0])],
    "searchsorted": [
        (_MATRIX[0], _MATRIX[1, :2]),
        (np.float32(_MATRIX), np.float32(_MATRIX[:, :2])),
    ],
    "solve_triangular": [(_MATRIX, _MATRIX[:, :2]), (np.float32([_MATRIX]), np.float32([_MATRIX]))],
}


def _simple():
    """Ops whose every parameter without a default is a tensor, and that have both rules."""
    for op in OPS.values():
        needed = [
            p.name
            for p in inspect.signature(op.declaration).parameters.values()
            if p.default is p.empty
        ]
        tensors = all(op.kinds.get(n) in ("tensor", "tensor or scalar") for n in needed)
        ruled = op.shape and op.dtype and not op.dynamic_shape
        if ruled and tensors and len(needed) in _ARGUMENTS:
            yield op, _OWN_ARGUMENTS.get(op.name, _ARGUMENTS[len(needed)])


def _each(rule, parts):
    """What a rule says about each of several results: one thing for all, or one for each."""
    several = isinstance(rule, tuple) and rule and isinstance(rule[0], (tuple, np.dtype, type))
    return rule if several else (rule,) * parts


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("op, samples", [pytest.param(*c, id=c[0].name) for c in _simple()])
def test_rules_tell_what_comes_back(name, op, samples):
    backend = load(name)
    line = getattr(backend, op.name)
    if isinstance(line, Unsupported):
        pytest.skip(line.reason)
    for arrays in samples:
        hosts = [np.asarray(a) for a in arrays]
        inputs = [backend.from_numpy(a) for a in hosts]
        with backend.scope():
            out = getattr(functional, op.name)(*inputs)
        outs = out if isinstance(out, (tuple, list)) else (out,)
        shapes = _each(op.shape(*hosts), len(outs))
        dtypes = _each(op.dtype(*[a.dtype for a in hosts]), len(outs))
        for part, shape, dtype in zip(outs, shapes, dtypes, strict=True):
            assert tuple(part.shape) == tuple(shape)
            assert backend.dtype(part) == np.dtype(dtype)
