"""`ivy.compile_graph` of functions and modules written with Ivy."""

import numpy as np
import pytest

import ivy

X = np.linspace(-1, 2, 15, dtype=np.float32).reshape(5, 3)
KEY = np.asarray([0, 42], np.uint32)


class Net(ivy.Module):
    def __init__(self):
        self.norm = ivy.BatchNorm(3)
        self.drop = ivy.Dropout(0.5)
        self.out = ivy.Linear(3, 2)

    def forward(self, x):
        return self.out(self.drop(self.norm(x)))


def test_a_module_has_parameters_and_state():
    net = Net()
    graph = ivy.compile_graph(net, ivy.asarray(X))
    assert [graph.nodes[i].name for i in graph.inputs] == ["x"]
    assert sorted(graph.params) == ["norm.bias", "norm.weight", "out.bias", "out.weight"]
    assert list(graph.new_state) == ["norm.running_mean", "norm.running_var"]
    with pytest.raises(ivy.CompileError, match="capture the module itself"):
        ivy.compile_graph(lambda x: net(x), ivy.asarray(X))
    graph = ivy.compile_graph(net.eval(), ivy.asarray(X), dynamic_shapes=({0: "n"},))
    for name in ("numpy", "jax", "torch"):
        got = np.asarray(graph.to_backend(name)(X[:2]))
        np.testing.assert_allclose(got, net(X[:2]), 1e-5, 1e-6)


def test_layers_are_one_op_at_every_capture():
    weight = np.ones((2, 3), np.float32)

    def function(x):
        return ivy.layer_norm(ivy.softmax(ivy.linear(x, weight), axis=-1), axis=(1,))

    for shapes in (None, ({0: "n"},), None):
        graph = ivy.compile_graph(function, ivy.asarray(X), dynamic_shapes=shapes)
        assert [n.op for n in graph.nodes[1:]] == ["linear", "softmax", "layer_norm"]


def test_writes_draws_and_loops():
    def function(x):
        x[0] = 1.0
        x += ivy.random_normal(shape=x.shape)
        total = ivy.while_loop(lambda s: ivy.sum(s) < 100, lambda s: s * 2 + 1, ivy.abs(x))
        return total, ivy.grad(lambda y: ivy.sum(ivy.tanh(y)))(x)

    graph = ivy.compile_graph(function, ivy.asarray(X))
    first, second = (graph.to_backend(name)(X, key=KEY) for name in ("numpy", "jax"))
    for got, wanted in zip(second, first, strict=True):
        np.testing.assert_allclose(got, wanted, 1e-4, 1e-5)


def test_values_that_decide_are_named_by_their_line():
    def function(x):
        return x if ivy.sum(x) > 0 else -x

    with pytest.raises(ivy.IvyError, match=r"test_ivy_graphs.py:\d+"):
        ivy.compile_graph(function, ivy.asarray(X))
    program = ivy.compile_graph(function, ivy.asarray(X), dynamic="specialize").to_backend("numpy")
    with pytest.raises(ivy.CompileError, match="captured"):
        program(-X)
