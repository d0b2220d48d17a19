"""The TensorFlow frontend, with TensorFlow not in sight: backends, errors, tensors, variables."""

import importlib
import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

import ivy
import ivy.frontends.tensorflow as tf

sys.path.insert(0, str(Path(__file__).parent))
BACKENDS = [b for b in ("numpy", "torch", "jax", "tensorflow") if importlib.util.find_spec(b)]


@pytest.fixture(params=BACKENDS)
def backend(request):
    ivy.set_backend(request.param)
    yield request.param
    ivy.unset_backend()


@pytest.fixture
def on_numpy():
    ivy.set_backend("numpy")
    yield
    ivy.unset_backend()


def test_products_along_an_axis(backend):
    x = tf.constant([[1.0, 2.0, 3.0]])
    assert tf.math.cumprod(x, -1).numpy().tolist() == [[1.0, 2.0, 6.0]]


def test_clip(backend):
    x = tf.constant([-1.0, 0.5, 3.0])
    assert tf.clip_by_value(x, 0, 1).numpy().tolist() == [0.0, 0.5, 1.0]


def test_arrays_of_the_backend_come_back_as_such():
    torch = pytest.importorskip("torch")
    ivy.set_backend("torch")
    try:
        result = tf.math.cumprod(torch.tensor([[0.0, 1.0, 2.0]]), -1)
    finally:
        ivy.unset_backend()
    assert isinstance(result, torch.Tensor) and result.tolist() == [[0.0, 0.0, 0.0]]


def test_dtypes_do_not_mix(on_numpy):
    with pytest.raises(tf.errors.InvalidArgumentError, match="expected to be a float32"):
        tf.constant([1.0]) + tf.constant([1])
    with pytest.raises(tf.errors.InvalidArgumentError, match="list of allowed values"):
        tf.sin(tf.constant([1]))


def test_raw_ops_take_keywords_only(on_numpy):
    assert tf.raw_ops.AddV2(x=[1.0], y=2).numpy().tolist() == [3.0]
    with pytest.raises(TypeError):
        tf.raw_ops.AddV2([1.0], [2.0])


def test_indices(on_numpy):
    x = tf.reshape(tf.range(24), [2, 3, 4])
    values = np.arange(24).reshape(2, 3, 4)
    for index in (0, (-1, 2), (..., slice(None, None, -2)), (None, 1, ..., None)):
        assert np.array_equal(x[index].numpy(), values[index])
    with pytest.raises(tf.errors.InvalidArgumentError, match="out of bounds"):
        x[5]


def test_operators_take_the_dtype_of_the_tensor(on_numpy):
    x = tf.constant([1.0, 2.0], dtype=tf.float64)
    assert (1 - x).dtype == tf.float64 and (x / 2).numpy().tolist() == [0.5, 1.0]
    assert (x == [1.0, 3.0]).numpy().tolist() == [True, False]


def test_variables_are_assigned_to(on_numpy):
    v = tf.Variable([1.0, 2.0])
    assert v.assign_add([1.0, 1.0]) is v and v.numpy().tolist() == [2.0, 3.0]
    with pytest.raises(ValueError, match="Shape mismatch"):
        v.assign([1.0])
    assert v.numpy().tolist() == [2.0, 3.0]


def test_control_flow(on_numpy):
    count = tf.while_loop(lambda i: i < 3, lambda i: (i + 1,), [tf.constant(0)])
    assert int(count[0]) == 3
    assert tf.scan(lambda a, x: a + x, tf.constant([1, 2, 3])).numpy().tolist() == [1, 3, 6]


def test_signatures_name_what_is_there():
    signatures = importlib.import_module("tensorflow_signatures")
    lines = [line.split()[0] for line in signatures.FILE.read_text().splitlines()]
    assert lines == signatures.defined()
