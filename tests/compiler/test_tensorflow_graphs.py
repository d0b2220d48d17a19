"""`ivy.compile_graph` of TensorFlow code: the same results on every backend."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import ivy

BACKENDS = ("numpy", "jax", "torch", "tensorflow")
KEY = np.asarray([0, 42], np.uint32)
X = np.linspace(-1, 1, 6, dtype=np.float32).reshape(2, 3)


@pytest.fixture(scope="module")
def tf():
    return pytest.importorskip("tensorflow")


def assert_runs(tf, fn, *args, calls=(), **options):
    """Captures a call, and compares its results, and those of further calls, with TensorFlow's."""
    graph = ivy.compile_graph(fn, *map(tf.constant, args), **options)
    for call in (args, *calls):
        wanted = tf.nest.flatten(fn(*map(tf.constant, call)))
        for name in BACKENDS:
            got = tf.nest.flatten(graph.to_backend(name)(*call))
            for g, w in zip(got, wanted, strict=True):
                assert np.asarray(g).dtype == w.dtype.as_numpy_dtype
                np.testing.assert_allclose(g, w, 1e-5, 1e-5)
    return graph


def test_a_function_runs_on_every_backend_and_as_text(tf):
    def function(x, w):
        h = tf.nn.gelu(tf.matmul(x, w) + 1.0)
        return {"y": tf.nn.softmax(h), "m": tf.einsum("ij,kj->ik", h, h)[0, :1]}

    graph = assert_runs(tf, function, X, np.ones((3, 2), np.float32))
    assert [graph.nodes[i].name for i in graph.inputs] == ["x", "w"]
    module = {}
    exec(graph.source("numpy"), module)
    wanted = function(tf.constant(X), tf.ones((3, 2)))
    got = module["forward"](X, np.ones((3, 2), np.float32))
    np.testing.assert_allclose(got["y"], wanted["y"], 1e-5)


def test_branches_and_loops_are_graphs(tf):
    calls = [(X + 1, np.int32(1)), (X - 1, np.int32(7))]
    graph = assert_runs(tf, tf.function(_control(tf)), X, np.int32(0), calls=calls)
    assert {n.op for n in graph.nodes} >= {"scan", "while_loop", "cond", "switch"}


def _control(tf):
    def function(x, n):
        total = tf.constant(0.0)
        for i in tf.range(20):
            total += tf.reduce_sum(x) * tf.cast(i, tf.float32)
        while tf.reduce_max(x) < 100.0:
            x = x * 2.0 + 1.0
        if total > 1.0:
            x = x - total
        return tf.switch_case(n, [lambda: x, lambda: x * 2.0, lambda: x * 3.0])

    return function


def test_array_lists_and_indices_that_count(tf):
    @tf.function
    def function(x):
        rows = tf.TensorArray(tf.float32, size=4)
        total = tf.zeros(3)
        for i in tf.range(4):
            rows = rows.write(i, x[0] * tf.cast(i, tf.float32))
        for i in tf.range(2):
            total += x[i]
        return rows.stack(), total, tf.map_fn(lambda row: row * 2.0, x)

    assert_runs(tf, function, X)


def test_variables_are_parameters_and_those_that_are_assigned_state(tf):
    class Model(tf.Module):
        def __init__(self):
            super().__init__()
            self.w = tf.Variable(tf.ones((3, 2)), name="other")
            self.count = tf.Variable(0.0, trainable=False)

        def __call__(self, x):
            if tf.reduce_sum(x) > 100.0:
                self.count.assign_add(10.0)
            for _ in tf.range(3):
                self.count.assign_add(1.0)
            return x @ self.w * self.count

    model = Model()
    graph = ivy.compile_graph(model, tf.constant(X))
    assert (list(graph.params), list(graph.state)) == (["w"], ["count"])
    for name in BACKENDS:
        program = graph.to_backend(name)
        program(X)
        np.testing.assert_allclose(program(X), X @ np.ones((3, 2)) * 6, 1e-5)
        assert float(program.state["count"]) == 6
    assert float(model.count) == 0


def test_random_numbers_are_those_of_the_key(tf):
    def function(x):
        fixed = tf.random.stateless_uniform((3,), [1, 2])
        return tf.nn.dropout(x, 0.5) + tf.random.normal((3,)), fixed

    graph = ivy.compile_graph(function, tf.constant(X))
    first, second = (graph.to_backend(name)(X, key=KEY) for name in ("numpy", "jax"))
    np.testing.assert_allclose(first[0], second[0], 1e-5)
    np.testing.assert_array_equal(second[1], tf.random.stateless_uniform((3,), [1, 2]))


def test_attributes_have_other_names_in_traces(tf):
    def function(x):
        rows = tf.squeeze(x[None, :, :, None], [0])
        return tf.nn.conv1d(x[None], tf.ones((2, 3, 1)), 1, "SAME"), rows

    assert_runs(tf, function, X)


def test_checks_of_values_are_those_of_the_graph(tf):
    program = ivy.compile_graph(tf.linalg.inv, tf.eye(2) * 2).to_backend("numpy")
    np.testing.assert_allclose(program(np.eye(2, dtype=np.float32)), np.eye(2))
    with pytest.raises(RuntimeError, match="not invertible"):
        program(np.zeros((2, 2), np.float32))


def test_dynamic_axes(tf):
    def function(x):
        rows = tf.shape(x)[0]
        both = tf.reshape(tf.concat([x, x], 1), (rows, -1))
        return both * tf.cast(rows, tf.float32) + tf.reduce_mean(both, 0)

    calls = [(np.ones((n, 3), np.float32),) for n in (1, 5)]
    assert_runs(tf, function, X, dynamic_shapes=({0: "rows"},), calls=calls)


def test_errors_name_the_op_and_the_line(tf):
    x = tf.constant(X)
    with pytest.raises(ivy.UnsupportedOpError, match=r"AsString.*test_tensorflow_graphs.py:\d+"):
        ivy.compile_graph(lambda x: tf.strings.as_string(x), x)
    with pytest.raises(ivy.UnsupportedOpError, match=r"nonzero.*test_tensorflow_graphs.py:\d+"):
        ivy.compile_graph(lambda x: tf.boolean_mask(x, x > 0), x)

    def checked(x):
        tf.debugging.assert_positive(x, message="no positive number")
        return tf.sqrt(x)

    program = ivy.compile_graph(checked, x + 2).to_backend("jax")
    with pytest.raises(ValueError, match="no positive number"):
        program(X)


def test_models_of_keras():
    script = Path(__file__).parents[1] / "conformance" / "graph_keras.py"
    names = ["conv_batchnorm_dropout", "lstm"]
    environment = {**os.environ, "KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"}
    run = subprocess.run(
        [sys.executable, str(script), *names], env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr[-2000:]
