"""Libraries take redirected arrays and give right values; they see an untouched NumPy."""

import multiprocessing
import os
import warnings

import numpy as np
import pytest
import scipy.integrate
import scipy.interpolate
import scipy.ndimage
import scipy.optimize
import scipy.sparse
import scipy.special
import scipy.stats
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression
from support.numpy_side import TARGETS, redirected

import ivy


@pytest.fixture(params=TARGETS)
def target(request):
    return request.param


def minimum():
    def rosenbrock(x):
        return np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)

    return scipy.optimize.minimize(rosenbrock, np.array([0.5, 0.5])).x


def root():
    return scipy.optimize.root(
        lambda x: np.array([x[0] ** 2 + x[1] - 3, x[0] - x[1]]), np.ones(2)
    ).x


def curve():
    x = np.linspace(0, 1, 20)
    return scipy.optimize.curve_fit(lambda x, a, b: a * np.exp(-b * x), x, 2 * np.exp(-1.3 * x))[0]


def ordinary_differential_equation():
    def rotation(t, y):
        return np.array([-y[1], y[0]])

    found = scipy.integrate.solve_ivp(
        rotation, (0, 1), np.array([1.0, 0.0]), t_eval=np.linspace(0, 1, 5)
    )
    return found.y


def integrals():
    x = np.linspace(0, 3, 21)
    return [scipy.integrate.simpson(np.sin(x), x=x), scipy.integrate.trapezoid(x**2, x)]


def functions_of_scipy():
    x = np.linspace(0.1, 1, 8)
    return [
        scipy.special.erf(x),
        scipy.ndimage.gaussian_filter(x, 1),
        scipy.stats.zscore(x),
        scipy.interpolate.interp1d(x, x**2)(0.3),
        scipy.sparse.csr_matrix(np.eye(3)).toarray(),
        scipy.optimize.linear_sum_assignment(np.arange(9.0).reshape(3, 3) % 4),
    ]


def learned():
    rng = np.random.default_rng(0)
    x = np.concatenate([rng.normal(size=(10, 2)), rng.normal(size=(10, 2)) + 5])
    model = LinearRegression().fit(x, x @ np.array([1.0, 2.0]))
    centres = KMeans(2, n_init=2, random_state=0).fit(x).cluster_centers_
    return [
        model.coef_,
        model.predict(x[:3]),
        np.abs(PCA(1).fit_transform(x)),
        np.sort(np.asarray(centres), axis=0),
    ]


CALLS = [
    minimum,
    root,
    curve,
    ordinary_differential_equation,
    integrals,
    functions_of_scipy,
    learned,
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
def test_a_library_gives_what_it_gives_natively(call, target):
    native, ours = call(), redirected(target, call)
    pairs = zip(ours, native, strict=True) if isinstance(native, list) else [(ours, native)]
    for a, b in pairs:
        np.testing.assert_allclose(np.asarray(a), np.asarray(b), rtol=1e-5, atol=1e-6)


def test_matplotlib_draws_redirected_arrays(target):
    from matplotlib import pyplot

    pyplot.switch_backend("agg")
    (line,) = redirected(target, lambda: pyplot.plot(np.arange(3.0), np.sin(np.arange(3.0))))
    np.testing.assert_allclose(line.get_ydata(), np.sin(np.arange(3.0)))


def _in_child(x, found):
    found.put((float(x.sum()), ivy.is_redirected(np.ones(2)), float((x * 2)[0])))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_process_has_the_values_and_never_uses_the_target(target):
    context = multiprocessing.get_context("fork")
    found = context.Queue()
    with warnings.catch_warnings(), ivy.run_on(target, sources=["numpy"]):
        warnings.simplefilter("ignore")
        x = np.arange(3.0) + 1
        child = context.Process(target=_in_child, args=(x, found))
        child.start()
        assert found.get(timeout=60) == (6.0, False, 2.0)
        child.join(60)
        assert child.exitcode == 0
        assert (x + 1).tolist() == [2, 3, 4]
