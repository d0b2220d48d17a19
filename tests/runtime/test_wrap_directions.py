"""`ivy.wrap` in other directions: PyTorch for TensorFlow and NumPy, JAX for PyTorch and NumPy."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

import ivy

X = np.linspace(-1, 1, 4, dtype=np.float32)


def close(a, b, tolerance=1e-5):
    a, b = (np.asarray(x.detach() if isinstance(x, torch.Tensor) else x) for x in (a, b))
    assert a.shape == b.shape
    np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)


# -- PyTorch for NumPy


def test_pytorch_for_numpy():
    fn = ivy.wrap(F, "numpy", fallback="error")
    out = fn.softmax(X, dim=0)
    assert type(out) is np.ndarray and out.dtype == np.float32
    close(out, F.softmax(torch.tensor(X), dim=0))
    close(fn.one_hot(np.array([0, 2]), 3), F.one_hot(torch.tensor([0, 2]), 3))
    net = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3))
    module = ivy.wrap(net, "numpy", fallback="error")
    rows = np.stack([X, X**2])
    close(module(rows), net(torch.tensor(rows)))
    close(module.state["1.running_mean"], net[1].running_mean)
    calls = []
    apply = ivy.wrap(lambda x, f: f(x) * 2, "numpy", source="torch")
    close(apply(X, lambda x: calls.append(type(x)) or np.sin(x)), 2 * np.sin(X))
    assert calls == [np.ndarray]


# -- PyTorch for TensorFlow


def loss(x):
    return (F.gelu(x) * x.sum()).sum()


@pytest.fixture(scope="module")
def tf():
    return pytest.importorskip("tensorflow")


@pytest.fixture(scope="module")
def native():
    leaf = torch.tensor(X, requires_grad=True)
    value = loss(leaf)
    value.backward()
    return value, leaf.grad


@pytest.mark.parametrize("graph", [False, True], ids=["eager", "tf.function"])
def test_tapes_and_graphs(tf, native, graph):
    f = ivy.wrap(loss, "tensorflow", fallback="error")

    def step(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            value = f(x)
        return value, tape.gradient(value, x)

    value, gradient = (tf.function(step) if graph else step)(tf.constant(X))
    assert tf.is_tensor(value)
    close(value, native[0])
    close(gradient, native[1])


def test_second_order_on_a_tape(tf):
    f, x = ivy.wrap(loss, "tensorflow", fallback="error"), tf.constant(X)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as tape:
            tape.watch(x)
            value = f(x)
        gradient = tape.gradient(value, x)
    hessian = torch.autograd.functional.hessian(loss, torch.tensor(X))
    close(outer.gradient(gradient, x), hessian.sum(0))


def test_modules_train_in_a_graph(tf):
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3))
    module = ivy.wrap(net, "tensorflow", fallback="error")
    params = {name: tf.Variable(p) for name, p in module.params.items()}
    rows = np.random.default_rng(0).standard_normal((6, 4), dtype=np.float32)

    @tf.function
    def step(x, state):
        with tf.GradientTape() as tape:
            out, state = module.apply(params, x, state=state)
            value = tf.reduce_sum(out**4)
        return tape.gradient(value, params), state

    gradients, state = step(tf.constant(rows), module.state)
    net(torch.tensor(rows)).pow(4).sum().backward()
    close(gradients["0.weight"], net[0].weight.grad, 1e-3)
    close(state["1.running_var"], net[1].running_var)


def test_what_graphs_do_not_have(tf):
    f = ivy.wrap(lambda x: x if x.sum() > 0 else -x, "tensorflow", source="torch")
    close(f(tf.constant(X + 1)), X + 1)
    with pytest.raises(ivy.IvyError, match="needs the value of an array"):
        tf.function(f)(tf.constant(X))
    with pytest.raises(ivy.ConversionError, match=r"\(None,\) can't be handed over"):
        tf.function(f, input_signature=[tf.TensorSpec((None,))])(tf.constant(X))


# -- JAX for PyTorch


def sines(x):
    return jnp.sin(x) * x.sum()


def test_autograd_flows_through_jax():
    f = ivy.wrap(sines, "torch", fallback="error")
    x = torch.tensor(X, requires_grad=True)
    y = f(x)
    assert type(y) is torch.Tensor
    close(y, sines(X))
    y.sum().backward()
    total = lambda x: sines(x).sum()  # noqa: E731
    close(x.grad, jax.grad(total)(X))
    hessian = torch.autograd.functional.hessian(lambda x: f(x).sum(), x.detach())
    close(hessian, jax.hessian(total)(X))
    close(ivy.wrap(jax.jit(sines), "torch")(x), sines(X))


def test_transformations_of_torch_func_on_jax():
    f, x = ivy.wrap(sines, "torch", fallback="error"), torch.tensor(X)
    rows = np.stack([X, X + 1])
    close(torch.func.vmap(f)(torch.tensor(rows)), jax.vmap(sines)(rows))
    slope = torch.func.grad(lambda x: f(x).sum())
    expected = jax.grad(lambda x: sines(x).sum())
    close(slope(x), expected(X))
    close(torch.func.vmap(slope)(torch.tensor(rows)), jax.vmap(expected)(rows))
    tangent = torch.func.jvp(f, (x,), (torch.ones(4),))[1]
    close(tangent, jax.jvp(sines, (X,), (np.ones_like(X),))[1])


def test_dtypes_of_jax():
    f = ivy.wrap(sines, "torch", fallback="error")
    assert f(torch.tensor(X).double()).dtype is torch.float64
    assert f(torch.tensor(X)).dtype is torch.float32
    close(f(torch.tensor(X).double()), sines(X))
    assert not jax.config.jax_enable_x64


def test_objects_of_jax_libraries():
    class Gauss:
        def __init__(self, loc):
            self.loc = jnp.asarray(loc)

        def log_prob(self, x):
            return jax.scipy.stats.norm.logpdf(x, self.loc, 1.0)

    gauss = ivy.wrap(Gauss, "torch", source="jax", fallback="error")
    loc = torch.zeros(4, requires_grad=True)
    made = gauss(loc)
    assert isinstance(made.loc, torch.Tensor)
    made.log_prob(torch.tensor(X)).sum().backward()
    close(loc.grad, X)
    stats = ivy.wrap(jax.scipy.stats, "torch", fallback="error")
    close(stats.norm.logpdf(torch.tensor(X)), jax.scipy.stats.norm.logpdf(X))


def test_functions_of_pytorch_as_arguments_of_jax():
    f = ivy.wrap(lambda x, g: g(x) * 2, "torch", source="jax")
    close(f(torch.tensor(X), torch.sin), 2 * np.sin(X))
    with pytest.raises(ivy.ConversionError, match="that JAX traces"):
        f(torch.tensor(X, requires_grad=True), torch.sin).sum().backward()
    with pytest.raises(ivy.ConversionError, match="takes arrays of torch, got one of jax"):
        f(jnp.ones(2), torch.sin)


@pytest.mark.parametrize("graph", [False, True], ids=["eager", "tf.function"])
def test_jax_on_tapes_and_in_graphs(tf, graph):
    f = ivy.wrap(lambda x: sines(x).sum(), "tensorflow", source="jax", fallback="error")

    def step(x):
        with tf.GradientTape() as outer:
            outer.watch(x)
            with tf.GradientTape() as tape:
                tape.watch(x)
                value = f(x)
            gradient = tape.gradient(value, x)
        return value, gradient, outer.gradient(gradient, x)

    found = (tf.function(step) if graph else step)(tf.constant(X))
    total = lambda x: sines(x).sum()  # noqa: E731
    close(found[0], total(X))
    close(found[1], jax.grad(total)(X))
    close(found[2], jax.hessian(total)(X).sum(0))
    stats = ivy.wrap(jax.scipy.stats, "tensorflow", fallback="error")
    close(stats.norm.ppf(tf.constant(X / 4 + 0.5)), jax.scipy.stats.norm.ppf(X / 4 + 0.5))


def test_jax_for_numpy():
    det = ivy.wrap(jnp.linalg.det, "numpy", fallback="error")
    out = det(np.eye(3))
    assert type(out) is np.ndarray and out.dtype == np.float64
    close(out, 1.0)
