"""The encoder in C and the one in Python give the same keys, and the same arrays in the same order."""

import contextlib
import math

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ivy
from interceptors.shared import signature
from interceptors.shared.signature import ARRAY
from interceptors.torch import _compat
from interceptors.torch.dispatch.choose import engine
from interceptors.torch.fastpath import extension
from interceptors.torch.fastpath.calls import DEFER_TO_AUTOGRAD, NOT_HANDLED
from ivy._core.backend import load

pytestmark = pytest.mark.skipif(
    extension.EXTENSION is None, reason="the extension is not built here: python hatch_build.py"
)


@pytest.fixture
def block(target):
    with ivy.run_on(target, sources="torch", fallback="error"):
        yield engine(load(target))


@contextlib.contextmanager
def _as_in_a_call():
    """Without the block's modes: to ask a tensor for its address would be a call of its own."""
    with _compat.without_modes(), _compat.DisableTorchFunction():
        yield


def in_c(of, args, kwargs=None, *, lift=False, above=False, written=()):
    with _as_in_a_call():
        return of.facts.gather(args, kwargs, above, lift, written)


def in_python(of, args, kwargs=None, *, lift=False):
    with _as_in_a_call():
        key, arrays = of.executor.encoder.encode(args, kwargs or {}, lift=lift, static=False)
    return tuple(key), arrays


def types(key):
    """A key with the classes of its parts: True equals 1, and 1 equals 1.0."""
    return tuple(map(types, key)) if isinstance(key, tuple) else (type(key), repr(key))


def same_array(of, a, b):
    if a is b:
        return True
    if type(a) is float or type(b) is float:  # lifted, on a target that does not compile
        return type(a) is type(b) and repr(a) == repr(b)
    return of.executor.type_token(a) == of.executor.type_token(b) and (
        of.target.to_numpy(a).tobytes() == of.target.to_numpy(b).tobytes()
    )


def check(of, args, kwargs=None, *, lift=False):
    found = in_c(of, args, kwargs, lift=lift)
    assert len(found) == 3, found
    key, arrays, dense = found
    wanted, theirs = in_python(of, args, kwargs, lift=lift)
    assert key == wanted and hash(key) == hash(wanted)
    assert types(key) == types(wanted)
    assert len(arrays) == len(theirs)
    assert all(same_array(of, a, b) for a, b in zip(arrays, theirs, strict=True))
    with _as_in_a_call():
        assert dense is of.is_dense((args, kwargs or {}))
    return key


# -- what tensors there are

TENSORS = {
    "whole": lambda: torch.ones(2, 3),
    "whole of a storage": lambda: _with_storage(torch.ones(2, 3)),
    "number": lambda: torch.tensor(1.5),
    "empty": lambda: torch.ones(0, 3),
    "fresh dense view": lambda: _read(torch.arange(6)[2:4]),
    "fresh view with gaps": lambda: _read(torch.arange(6)[1::2]),
    "fresh transposed view": lambda: _read(torch.ones(2, 3).t()),
    "stale view": lambda: torch.arange(6)[2:4],
    "stale view from the start": lambda: torch.ones(2, 3).t(),
    "stale overlapping view": lambda: torch.arange(6).as_strided((3, 3), (1, 1), 1),
    "expanded view": lambda: torch.ones(3, 1).expand(3, 4),
    "view after a write": lambda: _written(torch.arange(6)),
}


def _with_storage(x):
    assert x.view(-1) is not None
    return x


def _read(x):
    x._storage.read(x._view)
    return x


def _written(x):
    part = _read(x[1:4:2])
    x.add_(1)
    return part


@pytest.mark.parametrize("kind", TENSORS)
def test_a_tensor(block, kind):
    key = check(block, (TENSORS[kind](),))
    arrays = {"whole", "whole of a storage", "number", "empty", "fresh dense view"}
    if not block.executor.compiles:  # there the fast path reads views, as no program does
        arrays.add("stale view")
    assert (key == (ARRAY,)) == (kind in arrays)


@pytest.mark.parametrize("kind", TENSORS)
def test_views_are_read_by_neither_where_programs_read_them(kind):
    with ivy.run_on("jax", sources="torch"):
        of, tensor = engine(load("jax")), TENSORS[kind]()
        view = tensor._view
        before = None if view is None else view.version
        wanted = in_python(of, (tensor,))
        assert in_c(of, (tensor,))[:2] == (wanted[0], wanted[1])
        assert view is None or view.version == before


def test_native_tensors_once_the_engine_knows_them(target):
    native = torch.arange(6.0).reshape(2, 3)
    natives = [native, native.t(), native[1], torch.nn.Parameter(torch.ones(2)).detach()]
    with ivy.run_on(target, sources="torch"):
        of = engine(load(target))
        for tensor in natives:
            assert in_c(of, (tensor,)) == (NOT_HANDLED,)
            of.locate(tensor)
            check(of, (tensor, [tensor, 1]))
        native.add_(1)
        for tensor in natives:
            check(of, (tensor, tensor))
    of.imported.forget(native)


# -- what else there is

VALUES = {
    "nothing": None,
    "bools": [True, False],
    "integers": [0, 1, -1, 2**80],
    "text": ["", "a", "mean", "nan", "-0.0"],
    "dtypes": [torch.float32, torch.int64],
    "floats": [0.0, -0.0, 1.0, -1.5, 1e-320, 1e300, math.inf, -math.inf, math.nan, -math.nan],
    "rows": [[], (), [1], (1,), [1, 2, 3], (1, 2), [True], (1, True), [1.0], (-0.0, 0.0), [None]],
    "nested": [[[1, 2], [3]], ([],), [()], [[1, "a"], (2.5, [None, (1,)])], [[[[[0.5]]]]]],
    "long": [list(range(100)), [0.5] * 100, ["x"] * 33, [[i, str(i)] for i in range(40)]],
}


@pytest.mark.parametrize("lift", [False, True])
@pytest.mark.parametrize("kind", VALUES)
def test_values(block, kind, lift):
    values = VALUES[kind] or [None]
    x = torch.ones(2)
    for v in values:
        check(block, (x, v), lift=lift)
        check(block, (v,), lift=lift)
        check(block, (x,), {"dim": v, "other": x}, lift=lift)
    check(block, tuple(values), lift=lift)
    check(block, (x,), {f"name{i}": v for i, v in enumerate(values)}, lift=lift)


def test_no_arguments(block):
    check(block, ())
    check(block, (), {})
    assert in_c(block, (), None) == ((), [], True)


def test_floats_that_are_lifted_keep_their_value(block):
    for value in VALUES["floats"]:
        key, arrays, _ = in_c(block, (value,), lift=True)
        if not signature.is_lifted(value):  # too large, or no number
            assert not arrays
            continue
        assert key == ((float, (value > 0) - (value < 0), abs(value) <= 1),)
        number = arrays[0]
        if block.executor.compiles:  # elsewhere the float itself is the argument
            number = block.target.to_numpy(number)
        got = np.float64(number)
        assert repr(float(got)) == repr(value)


def test_a_zero_of_numpy_keeps_its_sign_in_the_program_of_another(target):
    with ivy.run_on(target, sources="torch", fallback="error"):
        zeros = [(torch.ones(1) * np.float64(zero)).signbit().tolist() for zero in (0.0, -0.0)]
    assert zeros == [[False], [True]]


def test_slices_are_told_apart(block):
    """In C alone: Python does not hash them."""
    indices = (slice(None), slice(0, 2), slice(-1, None, 3), ..., (slice(1), 0), (..., slice(2)))
    keys = [in_c(block, (torch.ones(2), i))[0] for i in indices]
    again = [in_c(block, (torch.ones(2), i))[0] for i in indices]
    assert keys == again and len(set(keys)) == len(indices)


# -- what C leaves to Python


class Odd(int):
    pass


@pytest.mark.parametrize(
    "value",
    [
        1j,
        np.float64(0.5),
        np.int64(1),
        Odd(1),
        slice(0.5, 2),
        {"a": 1},
        torch.Size((1, 2)),
        torch.device("cpu"),
        torch.strided,
        float,
    ],
    ids=repr,
)
def test_other_types_are_left_to_the_general_path(block, value):
    x = torch.ones(2)
    for args in (x, value), (x, [value]), (x, [1, (value,)]):
        assert in_c(block, args) == (NOT_HANDLED,)
    assert in_c(block, (x,), {"k": value}) == (NOT_HANDLED,)


def test_subclasses_of_tensors_are_left_to_the_general_path(block):
    class Users(torch.Tensor):
        pass

    with torch._C.DisableTorchFunction():
        tensor = torch.ones(2).as_subclass(Users)
    assert in_c(block, (tensor,)) == (NOT_HANDLED,)


def test_what_needs_a_gradient_is_left_to_autograd_if_seen_above_it(block):
    x, w = torch.ones(2), torch.ones(2, requires_grad=True)
    assert in_c(block, (x, [w]), above=True) == (DEFER_TO_AUTOGRAD,)
    assert len(in_c(block, (x, x), above=True)) == len(in_c(block, (x, w))) == 3
    with torch.no_grad():
        assert len(in_c(block, (x, w), above=True)) == 3


def test_a_view_of_what_is_written_is_left_to_the_general_path(block):
    x = torch.ones(4)
    part, whole = x[1:], torch.ones(3)
    assert in_c(block, (whole, part), written=(x._storage,)) == (NOT_HANDLED,)
    assert len(in_c(block, (x, whole), written=(x._storage,))) == 3
    assert len(in_c(block, (whole, part), written=(whole._storage,))) == 3


# -- any call


class Kind(str):
    """A tensor, to be made inside of the block."""


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=3),
    st.sampled_from([torch.float32, torch.bool]),
    st.sampled_from([*map(Kind, TENSORS)]),
)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple)
)
CALLS = st.tuples(
    st.lists(TREES, max_size=4),
    st.dictionaries(st.sampled_from("abcd"), TREES, max_size=3),
    st.booleans(),
)


def _made(tree):
    if isinstance(tree, (list, tuple)):
        return type(tree)(map(_made, tree))
    return TENSORS[tree]() if type(tree) is Kind else tree


@settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(CALLS)
def test_any_call(target, call):
    args, kwargs, lift = call
    with ivy.run_on(target, sources="torch", fallback="error"):
        args = tuple(map(_made, args))
        kwargs = {k: _made(v) for k, v in kwargs.items()}
        check(engine(load(target)), args, kwargs, lift=lift)
