"""Functions on values and arguments with which NumPy's own tests found them wrong."""

import itertools
import math
import pickle
import warnings

import numpy as np
import pytest
from support.numpy_side import TARGETS, assert_same, redirected

import ivy

INF, NAN = math.inf, math.nan


@pytest.fixture(params=TARGETS)
def target(request):
    return request.param


def both(target, function):
    """Asserts that a function gives natively what it gives in a block, warnings apart."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        native = function()
        ours = redirected(target, function)
    assert_same(ours, native)
    return ours


def outcome(function, *args, **kwargs):
    """What a call returns, or the class of what it raises."""
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return type(error).__name__


class Holder:
    array, mean, add = np.array, np.mean, np.add


def test_functions_as_attributes_of_classes(target):
    def attributes():
        class Inside:
            zeros, mean = np.zeros, np.mean

        holder = Holder()
        bound = [outcome(holder.mean), Inside().mean.__self__.__class__ is Inside]
        return [holder.array([[1, 2]]), holder.add(1, np.ones(2)), Inside().zeros(2), bound]

    both(target, attributes)


def test_functions_are_pickled_as_numpys(target):
    with ivy.run_on(target, sources=["numpy"]):
        for function in (np.sum, np.zeros, np.add, np.linalg.norm, np.random.default_rng):
            assert callable(pickle.loads(pickle.dumps(function))) and repr(function)


def test_one_of_several_results_is_kept(target):
    def triangles():
        x = np.arange(12.0).reshape(3, 4) + np.eye(3, 4)
        return [abs(np.linalg.qr(x, mode="r")) for _ in range(3)]

    both(target, triangles)


def test_views_of_native_arrays(target):
    def views():
        wide = np.broadcast_to([0], (1 << 32, 2))
        first, second = np.broadcast_arrays([1, 2], [[1], [2]])
        parts = [p.shape for p in np.array_split(wide, 4)]
        return [wide.strides, wide.flags.writeable, first.strides, second.strides, parts]

    both(target, views)


def test_views_of_arrays_without_axes(target):
    def shared():
        x = np.zeros(())
        wide, same = np.broadcast_arrays(np.zeros(2), x)
        y = x[...]
        x[()] = 3
        arrays = (x, y, same, x.reshape(1), x.view(np.int64))
        return same, y, [np.shares_memory(a, b) for a in arrays for b in (*arrays, wide)]

    both(target, shared)


class Counted:
    """An object with an array of its own."""

    def __array__(self, dtype=None, copy=None):
        return np.arange(3)


def test_objects_that_have_an_array(target):
    def calls():
        x = Counted()
        return [np.array(x), np.sum(x), np.sin(x), np.unique(x), np.add.reduce(x), np.ravel(x)]

    assert ivy.is_redirected(both(target, calls)[0])


def test_lists_of_nothing_have_no_dtype(target):
    both(
        target,
        lambda: [
            np.ix_([])[0],
            np.ix_(range(0))[0],
            np.ix_(np.zeros(0))[0],
            np.sum([]),
            np.add([], []),
        ],
    )


def test_checks_of_lists(target):
    both(
        target,
        lambda: [
            outcome(np.pad, [], 4, mode="mean"),
            np.unravel_index(0, ()),
            outcome(np.unravel_index, [0], ()),
            outcome(np.histogram, np.array([1, 1 + 2e-16] * 10), 10),
            outcome(np.unravel_index, 1, (2**32 - 1, 2**31 + 1)),
            outcome(np.ravel_multi_index, ([0], [0]), (2**62, 2)),
        ],
    )


@pytest.mark.parametrize("function", [np.quantile, np.nanquantile, np.percentile])
def test_quantiles_next_to_infinities(target, function):
    function = function.__name__
    methods = "linear lower hazen inverted_cdf midpoint nearest weibull closest_observation"
    rows = [[1, INF], [INF, INF], [-INF, 1, INF], [0, 0.2, 0.4], [1, NAN]]

    def quantiles():
        f = getattr(np, function)
        pairs = itertools.product(rows, (0, 0.0, 1, [0.5, 1.0], 0.45))
        linear = [f(row, q) for row, q in pairs]
        return linear + [f(rows[2], [0.0, 0.5, 0.7], method=m) for m in methods.split()]

    both(target, quantiles)


def test_medians_are_means_of_two_elements(target):
    both(
        target,
        lambda: [
            np.median([INF, 1.0]),
            np.median(np.array([[INF, -INF], [0.1, 0.3]], np.float32), axis=1),
            np.nanmedian([[INF, NAN, 4], [NAN, 1, 2]], axis=1),
        ],
    )


@pytest.mark.parametrize("part", [1, 2 - 1j])
def test_interpolation_between_infinities(target, part):
    def lines():
        at = np.array([0.5, NAN, 0, 1, 2, -1])
        places = [[0, 1], [-INF, INF], [-INF, 1], [0, INF]]
        heights = [[0, 10], [10, 10], [-INF, 10], [0, INF], [-INF, INF]]
        if part != 1:
            heights = [[complex(v, -v) for v in row] for row in heights]
        return [np.interp(at, xp, fp) for xp in places for fp in heights]

    both(target, lines)


def test_bins_that_fall(target):
    x = np.arange(5, -6, -1)
    both(target, lambda: [np.digitize(x, np.arange(5, -5, -1), r) for r in (False, True)])


def test_insertions(target):
    places = [[1, -1, 3], slice(-1, None, -1), [True, False, False, True], [1], 0, slice(1, 2)]

    def insertions():
        x, square = np.arange(3), np.arange(9).reshape(3, 3)
        masks = [np.array([True] * 4), np.array([False, True, False, True])]
        return [
            [outcome(np.insert, x, at, v) for at in places + masks for v in (9, [7, 8, 9], [[7]])],
            [outcome(np.insert, square, at, v, 1) for at in places for v in (9, [[7], [8], [9]])],
        ]

    both(target, insertions)


def test_sets(target):
    both(
        target,
        lambda: [
            np.unique([NAN, 0, NAN], axis=0),
            np.isin(np.array([2, 300], np.int16), np.array([2], np.uint8)),
            np.isin([1, NAN, 3.5], [3.5, NAN]),
            np.isin([1j, 2], [1j]),
            outcome(np.isin, np.array([1], np.int16), np.array([-128, 127], np.int8), kind="table"),
            np.sort_complex([[3, 1j, 2], [1, 2, 0]]),
        ],
    )


def test_weights_of_samples(target):
    def covariances():
        row = np.arange(3.0)
        return [
            outcome(np.cov, row, fweights=np.array([1, -1, 1])),
            outcome(np.cov, row, aweights=[1, 1, -1]),
            np.cov(np.ones((1, 3)), rowvar=False),
            np.cov(row, fweights=[1, 2, 1]),
        ]

    both(target, covariances)


def test_zeros_at_the_ends(target):
    def trimmed():
        zeros, some = np.zeros(3), np.array([0, 1, 0, 2, 0])
        arrays = [np.trim_zeros(x, trim) for x in (zeros, some) for trim in ("f", "b", "fb")]
        return arrays, np.trim_zeros([0, 1, 0])

    both(target, trimmed)


def test_phases_of_integers(target):
    steps = np.array([0, 127, 254, 0, 128, 180])
    both(target, lambda: [np.unwrap(steps, period=255, discont=d) for d in (None, 126.5, 140)])


def test_positions_that_are_broadcast(target):
    def written():
        x = np.ones((3, 4, 1))
        np.put_along_axis(x, np.arange(10).reshape(1, 2, 5) % 4, 20, axis=1)
        return x

    both(target, written)


def test_nan_to_num_in_place(target):
    def replaced():
        x = np.array([1, NAN, INF, NAN])
        part = x[::2]
        return np.nan_to_num(part, copy=False, posinf=3) is part, x, np.nan_to_num(x), x

    both(target, replaced)


def test_objects_of_polynomials(target):
    def polynomials():
        p = np.poly1d([1, 2, 3])
        classes = [type(q).__name__ for q in (*np.polydiv([1, 2, 3], p), np.polyadd(p, 1))]
        return classes, np.polyval(p, np.array([1.0, 2.0]))

    both(target, polynomials)


def test_least_squares_of_small_singular_values(target):
    def solutions():
        x = np.array([[1, 2], [3, 4.0]], np.float32)
        narrow = np.diag([1.0, 1.5e-16])
        ranks = [np.linalg.lstsq(narrow, np.ones(2), rcond=r)[2] for r in (-1, None)]
        return np.linalg.lstsq(x, np.array([2, 1], np.float32))[0].round(5), ranks

    both(target, solutions)


def test_transforms_along_an_axis_twice(target):
    both(target, lambda: np.fft.rfftn(np.ones((2, 3)), axes=(0, 0, 1), s=(10, 20, 40)).round(9))


def test_results_of_no_axes(target):
    def results():
        v, z, m = np.arange(3.0), np.array(2.5), np.arange(9.0).reshape(3, 3)
        arrays = [np.cov(v), np.tensordot(v, v, 1), np.roll(z, 1), np.tile(z, ()), np.isin(z, v)]
        arrays += [np.select([z > 1], [z]), np.i0(z), np.resize(v, ()), z.conj(), np.block(z)]
        scalars = [
            np.dot(v, v),
            np.linalg.norm(v),
            np.interp(z, v, v),
            np.quantile(v, 0.5),
            np.trace(m),
        ]
        scalars += [
            np.round(z),
            np.einsum("i,i->", v, v),
            np.polyval(v, z),
            np.corrcoef(v),
            np.exp(z),
        ]
        arrays += [
            np.add(z, 1, out=...),
            *np.modf(z, out=...),
            np.add.reduce(v, out=...),
        ]
        return arrays, scalars

    both(target, results)
