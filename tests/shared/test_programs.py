"""Calls as programs: found again by their key, with floats as arguments, or op by op."""

from typing import Any

import ml_dtypes
import numpy as np
import pytest
from support.fake_source import (
    compiling_backend,
    executor,
    session,
    storage_of,
    value,
    window,
)

from interceptors.shared import eager_programs
from interceptors.shared.destination import CastRefused, Destination, ShapeMismatch
from interceptors.shared.eager_programs import EagerProgram
from interceptors.shared.programs import RUN_EAGERLY, Programs
from interceptors.shared.signature import ARRAY
from ivy import functional
from ivy._core import errors
from ivy._core.backend import load
from ivy._core.context import CURRENT

NUMPY = load("numpy")


def scale(x, by, plus=0.0):
    return functional.add(functional.multiply(x, by), plus)


def branches(x, by):
    """Needs the value of a float."""
    return functional.multiply(x, 2.0 if float(by) > 1 else 1.0)


def reads(x):
    """Needs the value of an array."""
    return functional.multiply(x, 2.0 if float(functional.sum(x)) > 1 else 1.0)


class Runs:
    """An executor on the compiling target, a block and what was compiled."""

    def __init__(self):
        self.target, self.compiled = compiling_backend()
        self.executor = executor(self.target)
        self.session = session(self.target)

    def __call__(self, function, *args, into=None, **kwargs):
        return self.executor.run(self.session, function, args, kwargs, into)

    def value(self, values):
        return value(values, self.target)

    @property
    def traces(self):
        return sum(len(c.traces) for c in self.compiled)


@pytest.fixture
def run():
    return Runs()


# -- one program per kind of call


def test_calls_of_one_kind_are_one_program(run):
    for i in range(3):
        assert run(scale, run.value([1.0, i]), 2).tolist() == [2, 2 * i]
    assert len(run.compiled) == run.traces == 1
    run(scale, run.value([1.0, 2.0, 3.0]), 2)  # another type: traced again, the same program
    assert (len(run.compiled), run.traces) == (1, 2)
    run(scale, run.value([1.0]), 3)
    run(scale, run.value([1.0]), True)
    run(scale, run.value([1.0]), by=3)
    assert len(run.compiled) == 4


def test_views_are_read_inside(run):
    x = run.value(np.arange(12.0))
    for offset in 1, 4, 7:
        out = run(scale, window(x, (2, 2), (3, -1), offset), 1)
        assert out.tolist() == [[offset, offset - 1], [offset + 3, offset + 2]]
    assert len(run.compiled) == run.traces == 1  # the offset is an argument
    assert run(scale, window(x, (2, 2), (3, 1), 0), 1).tolist() == [[0, 1], [3, 4]]
    assert len(run.compiled) == 2


def test_views_that_were_read_are_arrays(run):
    x = run.value(np.arange(6.0))
    part = window(x, (2,), (1,), 2)
    x.storage.read(part.view)
    assert run(scale, part, 1).tolist() == [2, 3]
    assert run.compiled[0].traces == [(((2,), np.dtype("float64")),)]
    x.storage.write(x.storage.base + 1)
    assert run(scale, part, 1).tolist() == [3, 4]
    assert len(run.compiled) == 2


def test_nested_values_and_names(run):
    def combine(xs, factors, *, plus):
        total = plus
        for x, f in zip(xs, factors, strict=True):
            total = functional.add(total, functional.multiply(x, f))
        return total

    x, y = run.value([1.0]), run.value([10.0])
    assert run(combine, [x, y], (2, 3), plus=x).tolist() == [33]
    assert run(combine, [y, x], (2, 3), plus=y).tolist() == [33]
    assert len(run.compiled) == 1


def test_the_target_is_the_current_one_while_a_program_is_traced(run):
    seen = []
    run(lambda x: seen.append(CURRENT.get()) or x, run.value([1.0]))
    assert seen == [run.target] and CURRENT.get() is None


def test_programs_are_dropped_when_asked(run):
    x = run.value([1.0])
    run(scale, x, 1)
    run.executor.forget_programs()
    run(scale, x, 1)
    assert len(run.compiled) == 2


def test_native_arguments_are_not_translated(run):
    marker = object()

    def expansion(x, what):
        assert what is marker
        return x

    with pytest.raises(errors.ConversionError):
        run(expansion, run.value([1.0]), marker)
    expansion.takes_native_arguments = True
    assert run(expansion, run.value([1.0]), marker).tolist() == [1]


# -- what is written


def test_a_result_is_cast_to_what_it_is_written_to(run):
    into = storage_of(np.zeros(2, np.float32), run.target)
    out = run(scale, run.value([1, 2]), 3, into=Destination(into, None))
    assert out.dtype == np.float32 and out.tolist() == [3, 6]
    with pytest.raises(CastRefused):
        run(
            scale,
            run.value([1.0]),
            0.5,
            into=Destination(storage_of(np.zeros(1, int), run.target), None),
        )
    with pytest.raises(ShapeMismatch):
        run(scale, run.value([1.0]), 3, into=Destination(into, None))


def test_a_view_is_written_inside(run):
    x = run.value(np.arange(6.0))
    for offset in 1, 2:
        part = window(x, (2,), (2,), offset)
        base = run(scale, part, 10, into=Destination(x.storage, part.view))
        wanted = np.arange(6.0)
        wanted[[offset, offset + 2]] *= 10
        assert base.tolist() == wanted.tolist()
    assert len(run.compiled) == run.traces == 1


def test_whole_and_part_are_two_programs(run):
    x = run.value(np.arange(2.0))
    whole = run(scale, x, 2, into=Destination(x.storage, None))
    flipped = window(x, (2,), (-1,), 1)
    part = run(scale, x, 2, into=Destination(x.storage, flipped.view))
    assert whole.tolist() == [0, 2] and part.tolist() == [2, 0]


def test_a_program_does_not_keep_what_it_was_made_for(run):
    import weakref

    x = run.value(np.arange(4.0))
    part = window(x, (2,), (1,), 2)
    run(scale, part, 2, into=Destination(x.storage, part.view))
    gone = weakref.ref(x.storage)
    del x, part
    assert gone() is None


# -- floats


def test_floats_become_arguments_after_two_values(run):
    x = run.value([1.0])
    assert [run(scale, x, f).tolist() for f in (0.1, 0.2)] == [[0.1], [0.2]]
    assert len(run.compiled) == 2 and scale not in run.executor.lifted
    assert run(scale, x, 0.3).tolist() == [0.3]
    assert scale in run.executor.lifted
    made = len(run.compiled)
    for f in (0.4, 0.5, 0.1):
        assert np.array_equal(run(scale, x, f), [f * 1.0])
    assert len(run.compiled) == made + 1
    for f in (-0.0, 9999.0, -0.1, 17.0, -0.2):  # another sign, or above 1: PyTorch may refuse it
        assert np.array_equal(run(scale, x, f), [f * 1.0])
    assert len(run.compiled) == made + 4
    for f in (1e5, -1e300, float("inf")):  # which not every floating dtype holds
        assert np.array_equal(run(scale, x, f), [f * 1.0])
    assert len(run.compiled) == made + 7


def test_the_same_floats_again_lift_nothing(run):
    for _ in range(5):
        run(scale, run.value([1.0]), 0.1, plus=0.2)
        run(scale, run.value([1.0, 2.0]), 0.1, plus=0.2)
    assert scale not in run.executor.lifted and len(run.compiled) == 1


def test_a_function_that_reads_a_float_keeps_it_static(run):
    x = run.value([1.0])
    factors = (0.1, 0.2, 0.3, 1.4, 0.5, 1.5)
    assert [run(branches, x, f).tolist() for f in factors] == [[2 if f > 1 else 1] for f in factors]
    assert branches not in run.executor.lifted and branches in run.executor.keeps_floats
    before = len(run.compiled)
    run(branches, x, 0.6)  # a program of its own again, and never lifted again
    assert len(run.compiled) == before + 1 and branches not in run.executor.lifted


def test_two_calls_may_find_out_at_once_that_a_float_is_read(run):
    x, calls = run.value([1.0]), []

    def function(x, by):
        calls.append(by)
        if len(calls) == 4:  # what another thread does while this one is traced
            run(function, x_again, 0.5)
        return functional.multiply(x, float(by))

    x_again = run.value([2.0])
    assert [run(function, x, f).tolist() for f in (0.1, 0.2, 0.3, 0.5)] == [
        [0.1],
        [0.2],
        [0.3],
        [0.5],
    ]
    assert function in run.executor.keeps_floats


# -- op by op


def test_a_function_that_reads_an_array_runs_op_by_op(run):
    assert run(reads, run.value([3.0])).tolist() == [6]
    assert run(reads, run.value([0.5])).tolist() == [0.5]
    programs = run.executor.programs_of(reads)
    assert list(programs.values()) == [RUN_EAGERLY]
    assert len(run.compiled) == 1  # it was tried once


def test_inside_of_another_program_it_is_an_error(run):
    run.session.tracing = 1
    for _ in range(2):
        with pytest.raises(errors.ReadsValueError):
            run(reads, run.value([3.0]))
    run.session.tracing = 0
    assert run(reads, run.value([3.0])).tolist() == [6]
    run.session.tracing = 1
    with pytest.raises(errors.ReadsValueError, match="earlier"):
        run(reads, run.value([3.0]))


def test_op_by_op_and_as_a_program_a_view_is_written_alike(run):
    results = []
    for calls in (run.executor.run_eagerly, run.executor.run_program):
        x = run.value(np.arange(6, dtype=np.float32))
        part = window(x, (3,), (-2,), 5)
        into = Destination(x.storage, part.view)
        results.append(calls(run.session, scale, (part, 3), {"plus": 1}, into))
    assert results[0].dtype == results[1].dtype == np.float32
    assert results[0].tolist() == results[1].tolist() == [0, 4, 2, 10, 4, 16]


def test_other_errors_of_a_function_are_raised_as_they_are(run):
    def fails(x):
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            run(fails, run.value([1.0]))


# -- constants


def test_a_call_without_arrays_is_made_once_on_the_host(run):
    made = []

    def full(shape, fill):
        made.append(CURRENT.get().name)
        return np.full(shape, fill)

    assert run(full, (2,), 3.0).tolist() == [3, 3]
    assert run(full, (2,), 3.0).tolist() == [3, 3]
    assert made == ["numpy"] and not run.compiled
    assert run(full, (2,), 4.0).tolist() == [4, 4]


def test_zeros_of_both_signs_are_two_constants(run):
    def full(fill):
        return np.full((), fill)

    assert [bool(np.signbit(run(full, z))) for z in (0.0, -0.0, 0.0)] == [False, True, False]


def test_large_constants_and_what_fails_on_the_host_are_programs(run):
    run(lambda n: functional.zeros((n,)), 100_000)
    assert len(run.compiled) == 1

    def only_on_the_target(n):
        if CURRENT.get() is not run.target:
            raise RuntimeError
        return np.zeros(n)

    assert run(only_on_the_target, 2).tolist() == [0, 0]
    assert len(run.compiled) == 2


# -- programs of the fast path


def test_a_fast_path_makes_programs_with_arrays_or_constants(run):
    programs = run.executor.programs_of(scale)
    x = run.value([1.0])
    made = programs.make(("key",), (x, 2), {}, [x.storage.base], False)
    assert programs["key",] is made and made(x.storage.base).tolist() == [2]

    full = run.executor.programs_of(lambda n: np.zeros(n))
    constant = full.make(("k",), (3,), {}, [], False)
    assert full["k",] is constant and constant().tolist() == [0, 0, 0]
    broken = run.executor.programs_of(lambda n: 1 / 0)
    assert broken.make(("k",), (3,), {}, [], False) is RUN_EAGERLY and not broken


def test_a_fast_path_lifts_floats_too_and_leaves_changing_ones_to_the_general_path(run):
    x = run.value([1.0])
    programs = run.executor.programs_of(scale)

    def make(f, lift=False):
        return programs.make((f, lift), (x, f), {}, [x.storage.base], lift)

    assert RUN_EAGERLY not in (make(0.1), make(0.2))
    assert make(0.3) is RUN_EAGERLY and scale in run.executor.lifted
    lifted = make(0.4, lift=True)
    assert lifted(x.storage.base, np.asarray(0.5)).tolist() == [0.5]

    run.executor.keep_floats(scale)
    for i in range(10):
        last = make(1.0 + i)
    assert last is RUN_EAGERLY and scale not in run.executor.lifted


def test_the_program_of_what_can_not_be_one_says_so():
    with pytest.raises(errors.ReadsValueError):
        RUN_EAGERLY(1, 2)
    assert RUN_EAGERLY.entry_point([]) is None


def test_programs_are_bounded(run):
    programs = Programs(run.executor, scale, ())
    for i in range(programs.limit + 1):
        programs[i] = None
    assert len(programs) <= programs.limit and 0 not in programs and programs.limit in programs


def test_writes_are_programs_of_their_own(run):
    assert run.executor.programs_of(scale) is run.executor.programs_of(scale)
    assert run.executor.programs_of(scale) is not run.executor.programs_of(scale, (0,))


def test_results_in_the_type_of_the_arguments_that_are_written(run):
    def both(xs, ys):
        return [functional.add(x, 1.0) for x in xs], ys

    xs = [run.value(np.zeros(2, np.float32)), run.value(np.zeros(3))]
    ys = [run.value(np.ones(1))]
    bases = [v.storage.base for v in (*xs, *ys)]
    program = run.executor.compile(both, (xs, ys), {}, False, writes=(0, 1))
    out = program(*bases)
    assert [o if o is None else (o.dtype.name, o.tolist()) for o in out] == [
        ("float32", [1, 1]),
        ("float64", [1, 1, 1]),
        None,  # comes back as it was
    ]


# -- a target that does not compile


@pytest.fixture
def plain():
    runs = executor(NUMPY)
    return lambda function, *args, into=None, **kwargs: runs.run(
        session(NUMPY), function, args, kwargs, into
    )


def test_every_op_runs_by_itself(plain):
    x = value(np.arange(6.0), NUMPY)
    assert plain(scale, window(x, (2,), (-3,), 4), 0.5, plus=1).tolist() == [3, 1.5]
    assert plain(reads, x).tolist() == [0, 2, 4, 6, 8, 10]
    assert not executor(NUMPY).compiles


def test_its_program_is_the_function_with_its_other_arguments():
    runs = executor(NUMPY)
    x = value([1.0, 2.0], NUMPY)
    program = runs.compile(scale, (x, 3), {"plus": 1}, False)
    assert isinstance(program, EagerProgram)
    assert program(np.array([5.0])).tolist() == [16]
    assert CURRENT.get() is None


def test_only_the_first_call_is_validated():
    calls = []

    def checked(x):
        calls.append("checked")
        return x

    checked.unchecked = lambda x: calls.append("unchecked") or x
    program = executor(NUMPY).compile(checked, (value([1.0], NUMPY),), {}, False)
    program(np.ones(1))
    program.entry_point([np.ones(1)])([np.ones(1)])
    assert calls == ["checked", "unchecked"]


def test_arrays_in_lists_names_and_views():
    def combine(xs, *, plus):
        return functional.add(functional.add(*xs), plus)

    runs, x = executor(NUMPY), value(np.arange(6.0), NUMPY)
    whole = window(x, (6,), (1,), 0)
    program = runs.compile(combine, ([whole, whole],), {"plus": whole}, False)
    ones = np.ones(6)
    assert program(ones, ones * 2, ones * 3).tolist() == [6] * 6

    turned = window(x, (2, 3), (1, 2), 0)
    program = runs.compile(scale, (turned, 1), {}, False)
    assert program(x.storage.base).tolist() == [[0, 2, 4], [1, 3, 5]]


def test_its_programs_write_in_the_dtype_of_the_argument():
    runs, x = executor(NUMPY), value(np.zeros(2, np.float32), NUMPY)
    program = runs.compile(scale, (x, 2), {"plus": 1.0}, False, writes=(0,))
    out = program(np.ones(2, np.float32))
    assert out.dtype == np.float32 and out.tolist() == [3, 3]


def test_floats_of_its_programs_are_lifted_as_they_are():
    runs, x = executor(NUMPY), value([1.0], NUMPY)
    program = runs.compile(branches, (x, 0.5), {}, True)
    assert program(np.ones(1), 0.5).tolist() == [1]
    assert program(np.ones(1), 1.5).tolist() == [2]  # it may read them
    tokens = [runs.type_token(f) for f in (0.5, 0.25, 2.0, -0.5, 0.0, 1e31)]
    assert tokens[0] == tokens[1] and len(set(tokens)) == 5  # what checks of a range ask for
    assert runs.type_token(np.ones((2, 3), np.int8)) == ((2, 3), np.dtype("int8"))


def test_axes_are_permuted_on_both_kinds_of_target(run):
    x = np.arange(6.0).reshape(1, 2, 3)
    for runs in executor(NUMPY), run.executor:
        for _ in range(2):
            assert np.array_equal(runs.permuted(x, (2, 0, 1)), x.transpose(2, 0, 1))
    assert len(run.compiled) == 1


def test_a_key_has_no_part_of_another_call(run):
    """A write to a view after the arguments, and arguments that are views."""
    x = run.value(np.arange(4.0))
    part = window(x, (2,), (1,), 1)
    into = Destination(x.storage, part.view)
    run(scale, run.value([1.0, 2.0]), 1, into=into)
    run(scale, run.value([1.0, 2.0]), 1)
    run(scale, part, 1)
    keys = list(run.executor.programs_of(scale))
    assert keys == [
        (ARRAY, (int, 1), (np.dtype("float64"), (2,)), ((2,), (1,), False)),
        (ARRAY, (int, 1)),
        (((2,), (1,), False), (int, 1)),
    ]


class TestPlans:
    """On a target that does not compile, a function that is called often is replaced by its ops."""

    @pytest.fixture(autouse=True)
    def soon(self, monkeypatch):
        monkeypatch.setattr(eager_programs, "CALLS_BEFORE_PLAN", 2)

    def calls(self, function, *args, lift=False, kind: Any = np.float64):
        runs = []

        def counted(*given, **options):
            runs.append(given)
            return function(*given, **options)

        arrays = [np.arange(3, dtype=kind)] + [a for a in args if lift and type(a) is float]
        run = executor(NUMPY)
        program = run.compile(counted, (value(arrays[0], NUMPY), *args), {}, lift)
        enter = program.entry_point(arrays)
        found = [enter([np.arange(3, dtype=kind) + i, *arrays[1:]]) for i in range(5)]
        return found, len(runs)

    def test_the_ops_alone_run(self):
        found, runs = self.calls(scale, 2.0, 1.0)
        assert runs == 2  # the last time to record them
        for i, out in enumerate(found):
            np.testing.assert_array_equal(out, (np.arange(3) + i) * 2 + 1)

    def test_a_function_that_reads_values_runs_itself(self):
        found, runs = self.calls(reads)
        assert runs > 5
        np.testing.assert_array_equal(found[4], (np.arange(3) + 4) * 2)

    def test_numbers_that_are_arguments_stay_so(self):
        _, runs = self.calls(scale, 2.0, lift=True)
        assert runs == 5

    def test_narrow_floats_run_as_before(self):
        found, runs = self.calls(lambda x: functional.add(x, x), kind=ml_dtypes.float8_e5m2)
        assert runs == 5
        assert found[1].astype(float).tolist() == [2, 4, 6]

    def test_several_results(self):
        found, _ = self.calls(lambda x: (functional.abs(x), [functional.negative(x)]))
        assert [type(found[4]), type(found[4][1])] == [tuple, list]
        np.testing.assert_array_equal(found[4][1][0], -(np.arange(3) + 4))

    def test_a_constant_that_comes_back_is_not_written(self):
        found, _ = self.calls(lambda x: functional.constant(np.ones(2)))
        assert not found[4].flags.writeable
