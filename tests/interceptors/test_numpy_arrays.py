"""What redirected arrays and scalars are to Python code: classes, values, copies, errors, views."""

import array
import contextvars
import copy
import io
import pickle
import threading
import warnings

import numpy as np
import pytest
from numpy import zeros as early_bound
from support.numpy_side import TARGETS, assert_same, redirected

import ivy


@pytest.fixture(params=TARGETS)
def target(request):
    return request.param


def both(target, function):
    """Asserts that a function gives natively what it gives in a block."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        native = function()
    ours = redirected(target, function)
    assert_same(ours, native)
    return ours


def test_classes_are_numpys(target):
    def classes():
        x = np.arange(6.0).reshape(2, 3)
        s = x.sum()
        return [
            isinstance(x, np.ndarray),
            isinstance(s, float),
            isinstance(x.argmax(), np.integer),
            np.isscalar(s),
            isinstance(s, np.ndarray),
            x.__class__ is np.ndarray,
            s.__class__ is np.float64,
            callable(np.add) and isinstance(np.add, np.ufunc),
        ]

    both(target, classes)


def test_values_on_the_host(target):
    def values():
        x = np.arange(6.0).reshape(2, 3)
        s = x[1, 2]
        return [
            repr(x), str(s), f"{s:.3f}", "%.2f" % s,  # noqa: UP031
            x.tolist(), x.item(4), float(s), int(s),
            bool(s > 1), round(s, 1), len(x), [float(v) for row in x for v in row], 5.0 in x,
            {s: 1}[5.0], list(range(x.argmax())), x.tobytes(), sorted(x[0]), s.is_integer(),
        ]  # fmt: skip

    both(target, values)


def test_copies_and_pickles(target):
    def copies():
        x = np.arange(4.0)
        y, z, w = copy.copy(x), copy.deepcopy(x), pickle.loads(pickle.dumps(x))
        x += 1
        file = io.BytesIO()
        np.save(file, x)
        return y, z, w, np.load(io.BytesIO(file.getvalue()))

    assert all(map(ivy.is_redirected, both(target, copies)))


def test_writes_through_views(target):
    def writes():
        x = np.arange(24.0).reshape(2, 3, 4)
        kept = x[:, ::-1, 1:3]
        kept += 100
        x.T[..., 0] *= 2
        x[1:, 0] = x[:1, 1]
        x[0, [0, 2]] = -1
        x[x > 200] = 0
        np.add(x, 1, out=x[::-1])
        x.flat[3] = 77
        x.real[0, 0, 0] = 5
        np.fill_diagonal(x[0], 9)
        np.add.at(x[1], ([0, 0], [1, 1]), 1)
        np.put(x, [1, 2], [3, 4])
        x[0].sort(axis=-1)
        return x, kept, x[1:].base is x, np.shares_memory(x, kept), x.strides, kept.flags.owndata

    both(target, writes)


def test_overlapping_writes(target):
    def overlapping():
        x = np.arange(8)
        x[1:] = x[:-1]
        x[::-1] += x
        m = np.arange(9).reshape(3, 3)
        m[...] = m.T
        m += m.T
        return x, m

    both(target, overlapping)


def test_writes_that_share_memory_with_what_is_read(target):
    def write():
        x, y = np.arange(6, dtype=np.int16), np.arange(6)
        np.invert.at(x[::-1], x)
        np.add.at(y, y[::-1], y)
        windows = np.lib.stride_tricks.as_strided(np.arange(6.0), (4, 3), (8, 8))
        windows[...] = windows.copy()
        return x, y, windows

    both(target, write)


def test_a_fallback_that_writes_leaves_views_that_were_only_read(target):
    def write():
        x = np.arange(6.0)
        np.hypot.reduce(x[::-1], where=x > 2, out=x[:1].reshape(()))  # no rule
        return x

    with ivy.run_on(target, sources=["numpy"], fallback="allow"):
        ours = write()
    assert_same(ours, write())


def test_shapes_that_depend_on_values_are_no_part_of_an_entry(target):
    def select():
        x, found = np.zeros(6, bool), []
        for i in range(4):
            x[i] = True
            found += [np.argwhere(x), np.flatnonzero(x), np.unique(x), np.extract(x, x), x[x]]
        return found

    both(target, select)


def test_dtypes_of_sums_and_comparisons(target):
    def compute():
        x, i = np.ones(256, bool), np.arange(16, dtype=np.int16).reshape(4, 4)
        close = np.isclose(np.float32([1]), np.float32(0), atol=np.nextafter(1, 0))
        sums = np.cumsum(x, dtype=bool), np.add.accumulate(x, dtype=bool)
        joined = np.concatenate([np.float32(1), 1.0], axis=None)
        return [
            *sums,
            close,
            joined,
            np.einsum(i, [0, 1], i, [1, 2]),
            np.einsum(i, [..., 0], [...]),
        ]

    both(target, compute)


def test_sizes_and_axes_as_arrays(target):
    def views():
        x, order = np.arange(24).reshape(np.array([2, 3, 4])), np.array([2, 0, 1])
        shapes = [x.transpose(order), np.transpose(x, order), x.reshape(order[:0].sum() + 4, -1)]
        return [*shapes, np.moveaxis(x, order[:2], np.array([0, 1])), np.size(x, order[0])]

    both(target, views)


def test_views_of_other_dtypes(target):
    def views():
        z = np.array([1 + 2j, 3 - 4j])
        z.imag += 1
        bits = np.array([1.0, -2.0]).view(np.int64)
        x = np.zeros(2, np.int32)
        x.view(np.uint8)[::4] = 7
        return z, bits, x, z.real.base is z

    both(target, views)


def test_a_view_of_another_dtype_sees_writes_to_its_base(target):
    def writes():
        found = []
        for _ in range(4):
            x = np.zeros((), np.float32)
            bits = x.view(np.int32)
            x[()] = 1
            found.append(bits + 1)
            x[...] = bits
            found.append(bits + 1)
        return found

    both(target, writes)


ERRORS = [
    lambda x: x[7],
    lambda x: x[[0, 9]],
    lambda x: x[0, 0, 0],
    lambda x: x + np.ones(5),
    lambda x: x.reshape(5, 5),
    lambda x: np.concatenate([x, x[0]]),
    lambda x: x.sum(axis=5),
    lambda x: np.linalg.inv(np.zeros((2, 2))),
    lambda x: np.linalg.cholesky(-np.eye(2)),
    lambda x: x @ x,
    lambda x: np.add(x, x, out=np.zeros(3)),
    lambda x: x.astype(int).__iadd__(1.5),
    lambda x: np.broadcast_to(x, (2, 2, 3)).__setitem__(0, 1),
    lambda x: x.transpose(0, 0),
    lambda x: bool(x),
    lambda x: np.uint8(1) + np.array([1], np.uint8) * 300,
]


@pytest.mark.parametrize("number", range(len(ERRORS)))
def test_errors_are_numpys(number, target):
    def fails():
        x = np.arange(6.0).reshape(2, 3)
        try:
            ERRORS[number](x)
        except Exception as error:
            return [type(error).__name__, str(error)]
        return "no error"

    both(target, fails)


def test_error_state(target):
    def states():
        x = np.array([0.0, 1.0])
        found = []
        with np.errstate(divide="raise"):
            try:
                1 / x
            except FloatingPointError as error:
                found.append(str(error))
        with np.errstate(all="ignore"):
            found.append(1 / x)
        return found

    both(target, states)


def test_warnings_of_errors_are_numpys_for_who_records_them(target):
    calls = [
        lambda: np.array([1.0, 0.0]) / 0,
        lambda: np.log(np.array([-1.0])),
        lambda: np.array([]).mean(),
        lambda: np.array([np.nan]).astype(int),
    ]

    def record():
        found = []
        for call in calls:
            with warnings.catch_warnings(record=True) as noted:
                warnings.simplefilter("always")
                call()
            found.append([(w.category, str(w.message)) for w in noted])
        return found

    both(target, record)


def test_random_numbers_are_numpys(target):
    def drawn():
        np.random.seed(1)
        rng, state = np.random.default_rng(2), np.random.RandomState(3)
        x = np.arange(6)
        rng.shuffle(x)
        np.random.shuffle(x)
        return [
            np.random.rand(2), np.random.randint(0, 9, 3), rng.normal(size=3), rng.permutation(x), x,
            state.randn(2), rng.choice(x, 2), float(rng.random()), state.permutation(3),
            isinstance(rng, np.random.Generator), np.random.standard_normal((2, 2)),
        ]  # fmt: skip

    both(target, drawn)


def test_promotion_is_numpys(target):
    def promoted():
        u, f, i = np.array([200], np.uint8), np.array([1.5], np.float32), np.array([3])
        return [
            u + 1, u + u, f * 2, f * np.float64(2), i / 2, u < 300, i**2, f + i, u - np.int16(1),
            np.True_ + u, np.sum(u), np.mean(u), i // 2, np.maximum(u, 7),
        ]  # fmt: skip

    both(target, promoted)


def test_mixed_with_native_arrays(target):
    made_before = np.arange(3.0)
    ours = redirected(
        target, lambda: (made_before + np.ones(3), np.sin(made_before), [1, 2] * np.ones(2))
    )
    assert all(map(ivy.is_redirected, ours))
    assert_same(ours, (made_before + 1, np.sin(made_before), np.array([1.0, 2.0])))


def test_objects_strings_and_structures_stay_native(target):
    def native():
        words = np.array(["a", "bb"])
        things = np.array([1, None], dtype=object)
        records = np.zeros(2, dtype=[("x", float), ("y", int)])
        records["x"] = np.ones(2)
        return words, things, records, np.ones(2).astype(str), np.char.upper(words)

    with ivy.run_on(target, sources=["numpy"], fallback="error"):
        ours = native()
    assert not any(map(ivy.is_redirected, ours))
    assert repr(ours) == repr(native())


def test_what_the_users_module_sees(target):
    before = np, np.zeros, early_bound
    with ivy.run_on(target, sources=["numpy"]):
        import numpy as again
        from numpy import ones
        from numpy.linalg import norm

        made = [
            early_bound(2),
            ones(2),
            again.zeros(2),
            norm(again.ones(2)),
            np.r_[1, 2, np.ones(1)],
        ]
        assert all(map(ivy.is_redirected, made))
        assert again is np is not before[0]
    assert (np, np.zeros, early_bound) == before
    assert not ivy.is_redirected(ones(2))


def test_arrays_work_after_the_block(target):
    x = redirected(target, lambda: np.arange(3.0))
    y = np.sin(x * 2) + x[::-1]
    assert ivy.is_redirected(y)
    native = np.arange(3.0)
    assert_same(y, np.sin(native * 2) + native[::-1])
    x[0] = 5
    assert x.tolist() == [5, 1, 2]
    np.testing.assert_array_equal(x, [5, 1, 2])


def test_threads(target):
    found = []

    def work():
        found.append(ivy.is_redirected(np.ones(2)))

    with ivy.run_on(target, sources=["numpy"]):
        threads = [threading.Thread(target=work)]
        threads[0].start()
        threads[0].join()
        contextvars.Context().run(work)
    assert found == [True, False]


def test_numpy_is_redirected_only_if_it_is_named():
    import torch

    with ivy.run_on("jax"):
        assert not ivy.is_redirected(np.ones(2))
        assert ivy.is_redirected(torch.ones(2) + 1)


def test_read_only_values_for_c_code(target):
    x = redirected(target, lambda: np.arange(3.0))
    values = np.asarray(x)
    assert type(values) is np.ndarray and not values.flags.writeable
    with pytest.raises(TypeError, match="no host memory"):
        _ = x.ctypes


def test_functions_of_dates_are_native(target):
    def call():
        return np.busday_count("2024-01-01", np.array(["2024-02-01"], "datetime64[D]"))

    both(target, call)
    assert ("native value", "datetime64[D]") in ivy.report().native


def test_report(target):
    redirected(target, lambda: np.sum(np.ones(3)) + np.random.rand())
    report = ivy.report()
    assert report.calls["numpy.sum"] == 1 and ("random", "numpy.random.rand") in report.native


def test_what_computes_natively_is_counted(target):
    def native():
        np.sin(1.0), np.sum(2.0)
        np.polynomial.polynomial.polyfit(np.arange(3.0), np.arange(3.0), 1)
        np.arange(3).view("S8")

    redirected(target, native)
    found = {place for place in ivy.report().native if place[0] not in ("transfer", "creation")}
    assert found == {
        ("numbers", "sin"),
        ("numbers", "sum"),
        ("host copy", "numpy.polynomial.polyutils"),
        ("native value", "bytes64"),
    }


def test_sequences_are_arrays(target):
    def sequences():
        return (
            np.sum(range(4)), np.sin(array.array("d", [1, 2])), np.add.reduce(range(3)),
            np.vander([1, 2]), np.diag([1, 2]), np.meshgrid([1, 2], [3]), np.histogram(range(5)),
        )  # fmt: skip

    both(target, sequences)
    assert {heading for heading, _ in ivy.report().native} == {"transfer"}


def test_resize(target):
    def resized():
        x, y = np.arange(4.0), np.arange(4.0)
        x.resize(2, 3)
        y.resize((3,))
        x += 1
        return x, y

    assert all(map(ivy.is_redirected, both(target, resized)))


def test_calls_that_differ_by_class_or_sign_have_entries_of_their_own(target):
    def calls():
        scalar, zero = np.arange(3.0).sum(), np.zeros(())
        found = [x.astype(int) for x in (scalar, scalar, scalar, zero, zero)]
        made = [np.full(1, complex(1, s)) for s in (0.0, 0.0, 0.0, -0.0)]
        return found, [np.signbit(x.imag) for x in made]

    both(target, calls)


def test_a_profile_has_times(target):
    with ivy.run_on(target, sources=["numpy"], profile=True):
        x = np.arange(4.0)
        for _ in range(4):
            x = np.sin(x + 1)
    seconds = ivy.report().profile.seconds
    assert {op for op, _ in seconds} == {"numpy.add", "numpy.sin"} and all(seconds.values())


class Holder:
    make = np.zeros
    pair = (np.ones, np.sum)


CALLS = [np.ones, np.full]
GENERATOR = np.random.default_rng(5)


def test_a_generator_made_before_the_block(target):
    def drawn():
        x = np.arange(12.0).reshape(4, 3)
        GENERATOR.shuffle(x)
        return x, GENERATOR.normal(size=2)

    before, state = GENERATOR, GENERATOR.bit_generator.state
    native = drawn()
    GENERATOR.bit_generator.state = state
    ours = redirected(target, drawn)
    assert all(map(ivy.is_redirected, ours)) and GENERATOR is before
    assert_same(ours, native)


def test_a_generator_in_a_variable_since_before_the_block_does_not_swap_rows(target):
    local = [np.random.default_rng(5)][0]  # no global: NumPy's own, whose C code swaps views
    with warnings.catch_warnings(), ivy.run_on(target, sources=["numpy"]):
        warnings.simplefilter("ignore")
        x = np.arange(6.0).reshape(3, 2)
        with pytest.raises(TypeError, match="make the generator inside"):
            local.shuffle(x)
        x[0] = x[2]
        assert x.tolist() == [[4.0, 5.0], [2.0, 3.0], [4.0, 5.0]]


def test_classes_and_lists_of_the_users_module_hold_stand_ins(target):
    before = Holder.make, Holder.pair, CALLS[0]
    with ivy.run_on(target, sources=["numpy"]):
        assert Holder.make is np.zeros and CALLS[0] is np.ones and Holder.pair[1] is np.sum
        assert ivy.is_redirected(CALLS[1](2, 1.0))
    assert (Holder.make, Holder.pair, CALLS[0]) == before and CALLS[0] is np.ones
