"""`ivy.wrap` of NumPy code, for JAX, PyTorch and TensorFlow."""

import inspect

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch

import ivy

X = np.array([0.5, -1.2, 2.0], np.float32)
ROWS = np.stack([X, X * 2])


def weighted(x, power=2.0):
    """A sum that writes, indexes and selects."""
    y = np.zeros_like(x)
    y[1:] = x[1:] * x[:-1]
    y[0] = x[0] ** power
    y[y > 100] = 100
    return np.sum(np.where(y > 0, y, -2 * y) * np.arange(len(x)))


def close(a, b, tolerance=1e-5):
    a, b = (np.asarray(x.detach() if isinstance(x, torch.Tensor) else x) for x in (a, b))
    assert a.shape == b.shape
    np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)


def gradient(x, step=1e-3):
    """Central differences of `weighted`."""
    x = x.astype(np.float64)
    moved = [(weighted(x + step * e) - weighted(x - step * e)) / 2 / step for e in np.eye(len(x))]
    return np.array(moved)


@pytest.fixture(scope="module")
def tf():
    return pytest.importorskip("tensorflow")


# -- JAX


def test_jit_grad_and_vmap_of_jax():
    f, x = ivy.wrap(weighted, "jax", fallback="error"), jnp.asarray(X)
    out = f(x)
    assert isinstance(out, jax.Array)
    close(out, weighted(X))
    close(jax.jit(f)(x), weighted(X))
    close(jax.vmap(f)(jnp.asarray(ROWS)), [weighted(r) for r in ROWS])
    close(jax.jit(jax.grad(f))(x), gradient(X), 1e-3)
    close(jax.jvp(f, (x,), (x,))[1], gradient(X) @ X, 1e-3)
    cubes = ivy.wrap(lambda x: np.sum(x**3), "jax", source="numpy", fallback="error")
    close(jax.hessian(cubes)(x), np.diag(6 * X))


def test_it_looks_like_the_original():
    f = ivy.wrap(weighted, "jax")
    assert f.__name__ == "weighted" and f.__doc__ == weighted.__doc__
    assert inspect.signature(f) == inspect.signature(weighted)


def test_64_bit_types_of_jax():
    f = ivy.wrap(lambda x: np.linspace(0, 1, 3) * x, "jax", source="numpy")
    assert f(jnp.ones(3)).dtype == jax.jit(f)(jnp.ones(3)).dtype == jnp.float32


# -- PyTorch


def test_autograd_and_transformations_of_pytorch():
    f = ivy.wrap(weighted, "torch", fallback="error")
    x = torch.tensor(X, requires_grad=True)
    value = f(x)
    value.backward()
    close(value, weighted(X))
    close(x.grad, gradient(X), 1e-3)
    still, rows = x.detach(), torch.tensor(ROWS)
    close(torch.func.vmap(f)(rows), [weighted(r) for r in ROWS])
    close(torch.func.vmap(torch.func.grad(f))(rows), [gradient(r) for r in ROWS], 1e-3)
    close(torch.func.jvp(f, (still,), (still,))[1], gradient(X) @ X, 1e-3)
    close(torch.func.hessian(f)(still), [[0, -2, 0], [-2, 0, -4], [0, -4, 0]])


# -- TensorFlow


@pytest.mark.parametrize("graph", [False, True], ids=["eager", "tf.function"])
def test_tapes_and_graphs(tf, graph):
    f = ivy.wrap(weighted, "tensorflow", fallback="error")

    def step(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            value = f(x)
        return value, tape.gradient(value, x)

    run = tf.function(step) if graph else step
    for given in (X, X * 2):
        value, found = run(tf.constant(given))
        close(value, weighted(given))
        close(found, gradient(given), 1e-3)


# -- every target

ARRAYS = {
    "jax": lambda: jnp.asarray(X),
    "torch": lambda: torch.tensor(X),
    "tensorflow": lambda: pytest.importorskip("tensorflow").constant(X),
}


@pytest.fixture(params=ARRAYS)
def target(request):
    return request.param


@pytest.fixture
def x(target):
    return ARRAYS[target]()


class Smoother:
    """A class of the user's, with arrays as state."""

    def __init__(self, size):
        self.kernel = np.ones(size) / size
        self.seen = 0

    def __call__(self, x):
        self.seen = self.seen + x.sum()
        return np.convolve(x, self.kernel, "same")

    @property
    def total(self):
        return self.kernel.sum()


def test_classes_and_their_objects(target, x):
    native = Smoother(2)
    smoother = ivy.wrap(Smoother, target, source="numpy", fallback="error")(2)
    for _ in range(2):
        out = smoother(x)
        close(out, native(X))
    assert type(out) is type(x) and type(smoother.kernel) is type(x)
    close(smoother.seen, native.seen)
    close(smoother.total, 1.0)
    assert isinstance(smoother.__wrapped__, Smoother)


def test_results_that_are_no_arrays(target, x):
    f = ivy.wrap(lambda x: (np.array(["a"]), x.shape, 3, {"y": x[0]}), target, source="numpy")
    text, shape, number, rest = f(x)
    assert text.tolist() == ["a"] and shape == (3,) and number == 3
    assert type(rest["y"]) is type(x)


def test_numpy_itself(target, x):
    numpy = ivy.wrap(np, target, fallback="error")
    close(numpy.linalg.norm(x), np.linalg.norm(X))
    close(numpy.add.reduce(x), X.sum())
    assert numpy.pi == np.pi and type(numpy.zeros(3)) is type(x)


def test_native_arrays_go_in(target):
    f = ivy.wrap(lambda x: np.cumsum(x), target, source="numpy", fallback="error")
    close(f(X), np.cumsum(X))


def test_a_package(target, x):
    import scipy.linalg
    import scipy.optimize
    import scipy.stats

    ours = ivy.wrap(scipy, target)
    close(ours.optimize.rosen(x), scipy.optimize.rosen(X))
    close(ours.stats.zscore(x), scipy.stats.zscore(X))
    close(ours.special.logsumexp(x), scipy.special.logsumexp(X))
    close(ours.special.erf(x), scipy.special.erf(X))
    close(ours.linalg.det(ours.linalg.toeplitz(x)), scipy.linalg.det(scipy.linalg.toeplitz(X)))
    assert scipy.optimize._optimize.np is np and scipy.optimize.rosen(X).dtype == np.float32
    with pytest.raises(ValueError, match="at least two-dimensional"):
        ours.linalg.det(x[:2])


def test_functions_of_the_target_go_in():
    f = ivy.wrap(lambda f, x: np.sum(f(x) * x), "jax", source="numpy", fallback="error")
    x = jnp.asarray(X)
    close(f(jnp.sin, x), np.sum(np.sin(X) * X))
    close(jax.grad(lambda x: f(jnp.sin, x))(x), np.sin(X) + X * np.cos(X))
    f = ivy.wrap(lambda f, x: np.sum(f(x) * x), "torch", source="numpy", fallback="error")
    x = torch.tensor(X, requires_grad=True)
    f(torch.sin, x).backward()
    close(x.grad, np.sin(X) + X * np.cos(X))
    with pytest.raises(ivy.ConversionError, match="can't differentiate a function"):
        torch.func.hessian(lambda x: f(torch.sin, x))(x.detach())


# -- what can't be


def test_values_that_are_not_there():
    x = jnp.asarray(X)
    branch = ivy.wrap(lambda x: x if np.sum(x) > 0 else -x, "jax", source="numpy")
    close(branch(x), X)
    for transformed in (jax.jit(branch), jax.grad(lambda x: branch(x).sum())):
        with pytest.raises(
            ivy.IvyError, match=r"test_wrap_numpy\.py:.* needs the value of an array"
        ):
            transformed(x)


def test_a_host_fall_back_has_no_gradient():
    import scipy.special

    erf = ivy.wrap(scipy.special.erf, "torch")
    x = torch.tensor(X, requires_grad=True)
    out = erf(x)
    close(out, scipy.special.erf(X))
    with pytest.raises(ivy.ConversionError, match="erf would lose the gradient"):
        out.sum().backward()
    with pytest.raises(ivy.IvyError, match="needs the value of an array"):
        jax.jit(ivy.wrap(scipy.special.erf, "jax"))(jnp.asarray(X))


def test_arrays_of_another_framework():
    f = ivy.wrap(lambda x: np.sum(x), "jax", source="numpy")
    with pytest.raises(ivy.ConversionError, match="takes arrays of jax, got one of torch"):
        f(torch.ones(3))
