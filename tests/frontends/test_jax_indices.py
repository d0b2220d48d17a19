"""`x[index]` and `x.at[index]` of the JAX frontend, on every backend, against JAX's own arrays."""

import numpy as np
import pytest

import ivy
import ivy.frontends.jax as jax

jnp = pytest.importorskip("jax.numpy")

VALUES = np.arange(12, dtype=np.int32).reshape(3, 4)
MASK = VALUES % 3 == 0
INDICES = {
    "integer": 1,
    "negative integer": -1,
    "integer out of bounds": 7,
    "integer below the bounds": -9,
    "slice": slice(1, 3),
    "slice with a step": slice(None, None, -2),
    "ellipsis": (..., 0),
    "new axis": (None, 1),
    "row and column": (2, 3),
    "array": np.array([0, 2, 2]),
    "array out of bounds": np.array([-5, 1, 9]),
    "arrays that broadcast": (np.array([[0], [2]]), np.array([1, 3])),
    "slice and array": (slice(0, 2), np.array([3, 0])),
    "mask": MASK,
    "mask of one axis": np.array([True, False, True]),
}


@pytest.fixture
def backend(target):
    ivy.set_backend(target)
    yield target
    ivy.unset_backend()


def _ours():
    # made of a list: an array of the backend would stay one
    return jax.numpy.asarray(VALUES.tolist())


def _same(ours, native):
    ours, native = np.asarray(ours), np.asarray(native)
    assert ours.dtype == native.dtype
    np.testing.assert_array_equal(ours, native)


@pytest.mark.parametrize("index", INDICES.values(), ids=INDICES)
def test_reads(backend, index):
    _same(_ours()[index], jnp.asarray(VALUES)[index])


@pytest.mark.parametrize("method", ["set", "add", "multiply", "min", "max"])
@pytest.mark.parametrize("index", INDICES.values(), ids=INDICES)
def test_updates(backend, index, method):
    ours = getattr(_ours().at[index], method)(5)
    _same(ours, getattr(jnp.asarray(VALUES).at[index], method)(5))


@pytest.mark.parametrize("mode", ["clip", "fill"])
def test_reads_by_mode(backend, mode):
    index = np.array([-5, 1, 9])
    ours = _ours().at[index].get(mode=mode)
    _same(ours, jnp.asarray(VALUES).at[index].get(mode=mode))


def test_a_list_is_no_index(backend):
    with pytest.raises(TypeError, match="non-tuple sequence"):
        _ours()[[0, 1]]
