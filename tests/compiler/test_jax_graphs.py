"""`ivy.compile_graph` of JAX code."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import ivy


def test_nested_arguments_have_names():
    graph = ivy.compile_graph(
        lambda x, y: x["a"] - x["b"] * y, {"a": jnp.ones(3), "b": jnp.ones(3)}, jnp.ones(3)
    )
    assert [graph.nodes[i].name for i in graph.inputs] == ["x_a", "x_b", "y"]
    module = {}
    exec(graph.source("numpy"), module)
    given = {"a": np.full(3, 9.0, np.float32), "b": np.full(3, 2.0, np.float32)}
    np.testing.assert_array_equal(module["forward"](given, np.full(3, 4.0, np.float32)), np.ones(3))


def test_dynamic_axes():
    def function(x, w):
        rows = jnp.arange(x.shape[0])[:, None] + x
        return jax.nn.softmax(rows @ w, axis=0)

    x, w = np.ones((4, 3), np.float32), np.arange(6.0, dtype=np.float32).reshape(3, 2)
    graph = ivy.compile_graph(function, jnp.asarray(x), w, dynamic_shapes=({0: "rows"},))
    program = graph.to_backend("numpy")
    for n in (4, 1, 7):
        x = np.linspace(0, 1, 3 * n, dtype=np.float32).reshape(n, 3)
        np.testing.assert_allclose(program(x, w), function(x, w), 1e-5, 1e-6)


X = jnp.linspace(-1, 2, 6, dtype=jnp.float32).reshape(2, 3)
KEY = np.asarray([0, 42], np.uint32)


def assert_runs(fn, *args, backends=("numpy", "jax", "torch"), **options):
    """Captures a call, and compares its results on backends with JAX's."""
    graph = ivy.compile_graph(fn, *args, **options)
    wanted = jax.tree.leaves(fn(*args))
    for name in backends:
        got = jax.tree.leaves(graph.to_backend(name)(*map(np.asarray, args)))
        for g, w in zip(got, wanted, strict=True):
            assert np.asarray(g).dtype == w.dtype
            np.testing.assert_allclose(g, w, 1e-5, 1e-5)
    return graph


CONTROL = {
    "scan": lambda x: jax.lax.scan(lambda c, r: (c + r, c * r), jnp.zeros(3), x, reverse=True),
    "scan_of_constants": lambda x: jax.lax.scan(
        lambda c, r: (c + r * x[0], c), jnp.zeros(3), jnp.arange(100.0)
    ),
    "while_loop": lambda x: jax.lax.while_loop(lambda x: x.sum() < 100, lambda x: x * 2 + 1, x),
    "batch": jax.vmap(lambda r: jax.lax.while_loop(lambda r: r.sum() < 9, lambda r: r * 2 + 1, r)),
    "fori_loop": lambda x: jax.lax.fori_loop(0, 5, lambda i, c: c * x + i, x),
    "cond": lambda x: jax.lax.cond(x.sum() > 1, lambda a: a * 2, lambda a: a - 1, x),
    "indices": lambda x: jax.lax.fori_loop(0, 2, lambda i, c: c + x[i] + x[i, i], x),
    "map": lambda x: jax.lax.map(lambda r: r.sum() * r, x),
    "gradient": jax.grad(
        lambda x: jax.lax.scan(lambda c, r: (jnp.tanh(c + r), c * r), jnp.zeros(3), x)[1].sum()
    ),
}


@pytest.mark.parametrize("name", CONTROL)
def test_control_flow_is_a_graph(name):
    graph = assert_runs(CONTROL[name], X)
    assert {"scan", "while_loop", "cond"} & {n.op for n in graph.nodes}


def test_means_over_dynamic_axes():
    graph = ivy.compile_graph(lambda x: x.mean(0) / x.shape[0], X, dynamic_shapes=({0: "n"},))
    x = np.ones((5, 3), np.float32)
    np.testing.assert_allclose(graph.to_backend("jax")(x), np.full(3, 0.2), 1e-6)


def test_keys_are_arguments():
    def function(key, x):
        return jax.random.normal(jax.random.split(key)[1], (3,)) + x

    key = jax.random.key(3)
    graph = ivy.compile_graph(function, key, X)
    got = graph.to_backend("numpy")(np.asarray(jax.random.key_data(key)), np.asarray(X))
    np.testing.assert_allclose(got, function(key, X), 1e-5)


def test_values_that_decide():
    def function(x):
        return x * 2 if x.sum() > 1 else -x

    with pytest.raises(ivy.IvyError, match=r"test_jax_graphs.py:\d+.*lax.cond"):
        ivy.compile_graph(function, X)
    graph = assert_runs(function, X, dynamic="specialize")
    with pytest.raises(ivy.CompileError, match="captured"):
        graph.to_backend("numpy")(-np.asarray(X))


def test_models_of_jax_libraries():
    from flax import linen, nnx

    class Net(linen.Module):
        @linen.compact
        def __call__(self, x, train=False):
            x = linen.BatchNorm(use_running_average=not train)(linen.Dense(4)(x))
            return linen.Dropout(0.5, deterministic=not train)(x)

    net = Net()
    variables = net.init(jax.random.key(0), X)
    graph = assert_runs(net.bind(variables), X)
    assert set(graph.params) == {
        f"{n}" for n in ("Dense_0.kernel", "Dense_0.bias", "BatchNorm_0.scale", "BatchNorm_0.bias")
    }
    assert_runs(lambda x: net.apply(variables, x), X)
    with pytest.raises(ivy.CompileError, match="apply, variables, x"):
        ivy.compile_graph(net, X)
    module = nnx.Sequential(nnx.Linear(3, 2, rngs=nnx.Rngs(0)), nnx.Dropout(0.5, rngs=nnx.Rngs(0)))
    program = ivy.compile_graph(module, X).to_backend("numpy")
    assert (program(np.asarray(X), key=KEY) == 0).any()
    module.eval()
    assert list(assert_runs(module, X).params) == ["layers.0.bias", "layers.0.kernel"]


def test_models_whose_values_are_given():
    equinox = pytest.importorskip("equinox")
    haiku = pytest.importorskip("haiku")
    model = equinox.nn.MLP(3, 2, 4, 1, key=jax.random.key(0))
    assert "layers.0.weight" in assert_runs(model, X[0]).params
    transformed = haiku.transform(lambda x: haiku.Linear(2)(x))
    params = transformed.init(jax.random.key(0), X)
    graph = ivy.compile_graph(transformed.apply, params, None, X)
    got = graph.to_backend("numpy")(jax.tree.map(np.asarray, params), None, np.asarray(X))
    np.testing.assert_allclose(got, transformed.apply(params, None, X), 1e-5)
    with pytest.raises(ivy.CompileError, match="apply, params, key, x"):
        ivy.compile_graph(transformed, X)
