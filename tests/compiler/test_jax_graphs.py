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


def test_values_are_not_read():
    with pytest.raises(ivy.CompileError, match="for PyTorch"):
        ivy.compile_graph(lambda x: x + 1, jnp.ones(3), dynamic="specialize")
