"""Plans: what is met again is answered as what is met first, and mistakes are told as before."""

import doctest
import gc
import inspect
import os
import subprocess
import sys
import threading
import weakref

import numpy as np
import pytest
import torch

import ivy
from ivy import functional
from ivy._array import namespace
from ivy._array.entries import ENTER, Entry

NATIVE = {"numpy": np.asarray, "torch": lambda x: torch.from_numpy(np.array(x))}
FLOATS = np.asarray([[0.5, -1.0, 2.0], [0.0, 3.0, -0.0]], np.float32)
INTS = np.asarray([[1, -2, 3], [4, 5, 0]], np.int32)
CALLS = [
    (ivy.sum, {}),
    (ivy.sum, {"axis": 0}),
    (ivy.sum, {"axis": (0, 1), "keepdims": True}),
    (ivy.sum, {"axis": [0]}),
    (ivy.prod, {"dtype": ivy.float64}),
    (ivy.max, {"axis": -1}),
    (ivy.argmax, {"axis": 1}),
    (ivy.cumulative_sum, {"axis": 0, "include_initial": True}),
    (ivy.astype, {"dtype": ivy.bool}),
    (ivy.astype, {"dtype": ivy.float32}),
    (ivy.clip, {"min": 0, "max": 1}),
    (ivy.repeat, {"repeats": 2}),
    (ivy.reshape, {"shape": (-1,)}),
    (ivy.flip, {}),
    (ivy.zeros_like, {}),
    (ivy.softmax, {"axis": 0}),
]


@pytest.fixture(autouse=True, params=list(NATIVE))
def backend(request):
    ivy.set_backend(request.param)
    yield request.param
    ivy.unset_backend()


def call(function, x, options):
    """The result on the host and its kind, or the error."""
    options = dict(options)
    positional = [options.pop(n) for n in ("dtype",) if function is ivy.astype] or [
        options.pop(n) for n in ("repeats",) if n in options
    ]
    try:
        out = function(x, *positional, **options)
    except Exception as error:
        return type(error), str(error)
    host = np.asarray(ivy.to_numpy(out))
    return type(out), host.dtype, host.shape, host.tobytes()


@pytest.mark.parametrize("of", ["arrays", "ivy.Array"])
def test_each_call_is_like_the_first(backend, of):
    shapes = [FLOATS, INTS, FLOATS[0], FLOATS[:, :2], INTS[0, 0], FLOATS[:0]]
    inputs = [NATIVE[backend](a) for a in shapes]
    if of == "ivy.Array":
        inputs = [ivy.asarray(a) for a in inputs]
    rounds = [[call(f, x, o) for f, o in CALLS for x in inputs] for _ in range(5)]
    for later in rounds[1:]:
        assert later == rounds[0]


def test_equal_numbers_of_other_kinds_are_kept_apart(backend):
    full = lambda v: ivy.to_numpy(ivy.full((1,), v))  # noqa: E731
    where = lambda v: ivy.to_numpy(ivy.where(ivy.asarray([False]), ivy.asarray([1.0]), v))  # noqa: E731
    for _ in range(4):
        assert [full(v).dtype.kind for v in (1, 1.0, True)] == ["i", "f", "b"]
        assert [bool(np.signbit(f(v))[0]) for f in (full, where) for v in (0.0, -0.0)] == [
            *(False, True),
            *(False, True),
        ]


def test_the_sign_of_a_zero_of_numpy(backend):
    full = lambda v: ivy.to_numpy(ivy.full((1,), np.float64(v)))  # noqa: E731
    for _ in range(4):
        assert [bool(np.signbit(full(v))[0]) for v in (0.0, -0.0)] == [False, True]


def test_made_anew_by_each_call(backend):
    made = [ivy.to_native(ivy.zeros((2,))) for _ in range(5)]
    assert len({id(a) for a in made}) == 5
    made[-1][0] = 1
    assert float(ivy.sum(ivy.zeros((2,)))) == 0


def test_examples_give_the_same_each_time(backend):
    functions = [getattr(ivy, n) for n in namespace.names()]
    planned = 0
    for function in filter(inspect.isfunction, functions):
        test = doctest.DocTestParser().get_doctest(
            inspect.getdoc(function) or "", {}, function.__name__, None, 0
        )
        told = []
        for _ in range(4):
            lines = []
            ivy.set_backend(backend)
            doctest.DocTestRunner(verbose=False).run(test, out=lines.append, clear_globs=False)
            told.append("".join(lines))
        assert len(set(told)) == 1, told[0] + told[-1]
        planned += bool(_plans(function))
    assert planned > (200 if backend == "numpy" else 50)


def _plans(function):
    """What the entry of a public function has found so far, the long way left out."""
    entry = getattr(function.__globals__.get("missing"), "__self__", None)
    if not isinstance(entry, Entry):
        return []
    found = [*entry.bare.values(), *entry.wrapping.values()]
    return [plan for plan in found if getattr(plan, "__name__", "") != "slow_path"]


MIXED = [
    lambda x, y: ivy.add(x, y),
    lambda x, y: ivy.concat([x, y]),
    lambda x, y: ivy.where(ivy.greater(x, x), x, y),
    lambda x, y: ivy.matmul(x, y),
]


@pytest.mark.parametrize("mixed", MIXED)
def test_arrays_of_two_backends(mixed):
    ivy.unset_backend()
    for _ in range(3):
        with pytest.raises(ivy.MixedBackendsError, match=r"numpy and torch.*ivy\.set_backend") as e:
            mixed(np.ones((2, 2)), torch.ones(2, 2))
        assert e.value.__context__ is None


WRONG = [
    (lambda x: ivy.sin(x), r"ivy\.sin\(int32\).*ivy\.astype"),
    (lambda x: ivy.mean(x), r"ivy\.mean\(int32\).*ivy\.astype"),
    (lambda x: ivy.add(x, ivy.astype(x, ivy.float32)), r"ivy\.add\(int32, float32\).*ivy\.astype"),
    (lambda x: ivy.multiply(x, 1.5), r"ivy\.multiply\(int32, float\).*ivy\.astype"),
    (lambda x: ivy.matmul(x, x > 0), r"ivy\.matmul\(int32, bool\).*ivy\.astype"),
]


@pytest.mark.parametrize(("wrong", "words"), WRONG)
def test_a_wrong_dtype(wrong, words):
    for _ in range(3):
        with pytest.raises(ivy.UnsupportedDtypeError, match=words):
            wrong(ivy.asarray(INTS))


def test_a_missing_op(backend):
    with pytest.raises(AttributeError, match="no attribute 'frobnicate'"):
        ivy.frobnicate  # noqa: B018
    with pytest.raises(AttributeError, match="no attribute 'frobnicate'"):
        ivy.ones(2).frobnicate  # noqa: B018
    name = "ldl_solve" if backend == "numpy" else "special_none"
    chosen = ivy._core.backend.load(backend)
    with pytest.raises(ivy.UnsupportedOpError, match=rf"ivy\.{name}x on {backend}: no such op"):
        getattr(chosen, name + "x")
    assert functional.sum is not None


SHORT = """
import sys, numpy as np, ivy
from ivy._array.entries import ENTER
assert not (ENTER and sys.argv[1] == "1"), "switched off"
ivy.set_backend("numpy")
x = np.asarray([[0.5, -1.0, 2.0], [0.0, 3.0, -0.0]], np.float32)
for _ in range(4):
    for a in (x, ivy.asarray(x), x[0], ivy.asarray(x[0])):
        print(repr(ivy.sum(a)), repr(ivy.sum(a, axis=-1, keepdims=True)), repr(ivy.reshape(a, (-1, 1))))
        print(repr(ivy.add(a, 1)), repr(ivy.where(a > 0, a, -0.0)), repr(ivy.concat([a, a], axis=0)))
    print(repr(ivy.asarray(x)[0, 1:]), repr(ivy.zeros((2,))), repr(ivy.matmul(x, x.T)))
    try:
        ivy.matmul(x, x)
    except ValueError as error:
        print(error, error.__context__)
print(repr(ivy.grad(lambda v: ivy.sum(ivy.reshape(v * v, (-1,))))(ivy.asarray(x))))
"""


def _said(pure):
    done = subprocess.run(
        [sys.executable, "-c", SHORT, pure],
        env={**os.environ, "IVY_PURE_PYTHON": pure},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_without_extensions_all_is_as_with_them():
    assert _said("1") == _said("0")


@pytest.mark.parametrize("of", [lambda x: x, lambda x: ivy.asarray(x)])
def test_a_plan_for_small_arrays_leaves_large_ones_to_what_adds_them_up_well(backend, of):
    for count in (16, 16, 16, 16, 2**21, 16):  # PyTorch's kernel makes 144.88 of 144.815
        x = of(NATIVE[backend](np.full((1, count), 0.1, np.float32)))
        length = ivy.to_numpy(ivy.linalg.vector_norm(x, axis=1))
        assert length[0] == pytest.approx(0.1 * count**0.5, rel=1e-6)


needs_enter = pytest.mark.skipif(ENTER is None, reason="the extension is not built, or not wanted")


def _never(*_):
    raise AssertionError("the entry was asked")


@needs_enter
@pytest.mark.parametrize("of", [lambda x: x, lambda x: ivy.asarray(x)])
def test_what_is_met_again_is_known_without_the_entry(backend, of, monkeypatch):
    x = of(NATIVE[backend](FLOATS))
    calls = [
        lambda: ivy.sum(x, axis=1),
        lambda: ivy.where(x > 0, x, 0.5 - 1.0),
        lambda: ivy.concat([x, x], axis=0),
        lambda: ivy.reshape(x, (len(FLOATS.T), -1)),
        lambda: ivy.zeros((2, 3)),
    ]
    for call_, function in zip(calls, (ivy.sum, ivy.where, ivy.concat, ivy.reshape, ivy.zeros)):
        for _ in range(6):
            first = ivy.to_numpy(call_())
        enter = function.__globals__["enter"]
        monkeypatch.setattr(enter, "again", _never)
        assert ivy.to_numpy(call_()).tolist() == first.tolist()
        enter.forget()
        with pytest.raises(AssertionError, match="was asked"):
            call_()
        monkeypatch.undo()


class Told:
    """An `Enter` and how often it left a call to what stands behind it."""

    def __init__(self, kinds, **options):
        self.count = 0
        self.enter = ENTER.Enter(kinds, self.again, **options)

    def again(self, *values):
        self.count += 1
        self.enter.keep(lambda *a: a, False, values)
        return "again"


@needs_enter
def test_what_is_the_same_to_an_entry_in_c():
    x, told = np.ones(2), Told("ac")
    same = [(x, 3), (np.ones((3, 3)), 3), (x, 1 + 2), (x, int("3"))]
    for values in same:
        told.enter(*values)
    assert told.count == 1
    other = [
        (x, 3.0),
        (x, True),
        (x, 1),
        (x, (3,)),
        (x, "3"),
        (3, 3),
        (3.0, 3),
        (0.0, 3),
        (-0.0, 3),
    ]
    for k, values in enumerate([*other, (x.astype(int), 3), (x, np.int64(3)), (x, [3])]):
        assert told.enter(*values) == "again", values
        assert told.count == k + 2
    told.enter.forget()
    for shape in (2, "9" * 30), (2, "9" * 30), (2.0, "8"):  # what is too long is asked again
        told.enter(x, (shape[0], int(shape[1])))
    assert told.count == k + 5


@needs_enter
def test_an_entry_in_c_keeps_no_array():
    class Own(np.ndarray):
        pass

    told = Told("aXc")
    x = np.ones(2).view(Own)
    ends = [weakref.ref(x)]
    for _ in range(3):
        assert told.enter(x, [x, x], None) in ("again", (x, [x, x]))
    told.enter(1, [x], x)  # a constant that may change is never kept
    told.enter(1, [x], [x])
    del x
    gc.collect()
    assert [end() for end in ends] == [None]
    assert told.count == 3


@needs_enter
def test_an_entry_in_c_is_collected():
    told = Told("a")
    told.enter(np.ones(2))
    end = weakref.ref(told)
    del told  # it holds its method, and the method holds it
    gc.collect()
    assert end() is None
    with pytest.raises(ValueError, match="16 letters"):
        ENTER.Enter("q", None)
    with pytest.raises(TypeError):
        ENTER.Enter("a", None)(1)


@needs_enter
def test_attributes_that_call_the_entry_again():
    told = Told("aa")

    class Deep:
        depth = 0

        @property
        def dtype(self):
            Deep.depth += 1
            if Deep.depth < 20:
                told.enter(self, Deep.depth)
                told.enter.forget()
                told.enter.kinds = "xa"
            return np.dtype("int8")

        ndim = 1

    for _ in range(5):
        told.enter(Deep(), 1.0)
        Deep.depth = 0
    told.enter(Deep(), 1.0)
    with pytest.raises(KeyboardInterrupt):
        told.enter(type("Stop", (), {"dtype": property(_interrupted)})(), 1)


def _interrupted(_):
    raise KeyboardInterrupt


def test_classes_derived_from_an_array_go_the_long_way(backend):
    class Mine(ivy.Array):
        pass

    x = Mine.of(NATIVE[backend](FLOATS))
    y = ivy.asarray(NATIVE[backend](FLOATS))
    for function in (ivy.sum, ivy.sin, ivy.flip):
        assert len({call(function, v, {}) for v in [y, y, y]}) == 1
        first = call(function, x, {})
        assert [call(function, x, {}) for _ in range(4)] == [first] * 4


def test_traces_between_calls_that_are_known(backend):
    x = ivy.asarray(NATIVE[backend](FLOATS))
    loss = lambda v: ivy.sum(ivy.reshape(v * v, (-1,)), axis=0)  # noqa: E731
    for _ in range(4):
        assert float(loss(x)) == 14.25
        assert ivy.to_numpy(ivy.grad(loss)(x)).tolist() == (2 * FLOATS).tolist()
        rows = ivy.vmap(lambda v: ivy.sum(v, axis=0))(x)
        assert ivy.to_numpy(rows).tolist() == FLOATS.sum(1).tolist()


def test_threads_of_several_backends(backend):
    wrong = []

    def work(name):
        ivy.set_backend(name)
        x = NATIVE[name](FLOATS)
        for k in range(300):
            out = ivy.reshape(ivy.sum(x, axis=k % 2), (-1, 1))
            if type(out) is not type(x) or tuple(out.shape) != (3 - k % 2, 1):
                wrong.append((name, out))

    threads = [threading.Thread(target=work, args=(name,)) for name in [*NATIVE, *NATIVE]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_mistakes_of_known_calls(backend):
    x, y = NATIVE[backend](FLOATS), NATIVE[backend](FLOATS.T)
    for _ in range(4):
        assert tuple(ivy.matmul(x, y).shape) == (2, 2)
        with pytest.raises(ValueError, match=r"^ivy\.matmul: \(2, 3\) and \(2, 3\) do not fit"):
            ivy.matmul(x, x)
        with pytest.raises(TypeError):
            ivy.matmul(x)
        with pytest.raises(TypeError):
            ivy.sum(x, axes=1)
