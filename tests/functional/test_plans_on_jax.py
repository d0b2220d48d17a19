"""Plans on JAX: a program gives what op by op was given, and is none where it can't be."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import ivy
from ivy.backends.jax import _plans

FLOATS = np.asarray([[0.5, -1.0, 2.0], [np.inf, np.nan, -0.0]], np.float32)
INTS = np.asarray([[1, -2, 3], [4, 5, 0]], np.int32)
AT = np.asarray([1, 0])
CALLS = {
    "argmax": lambda x: ivy.argmax(x, axis=1),
    "astype": lambda x: ivy.astype(x, ivy.uint8),
    "bool": lambda x: ivy.astype(x, ivy.bool),
    "clip": lambda x: ivy.clip(x, 0, 1),
    "concat": lambda x: ivy.concat([x, x, x], axis=-1),
    "cumulative_sum": lambda x: ivy.cumulative_sum(x, axis=1, include_initial=True),
    "double": lambda x: ivy.astype(x, ivy.float64),
    "matrix_norm": lambda x: ivy.linalg.matrix_norm(ivy.astype(x, ivy.float32)),
    "ones_like": ivy.ones_like,
    "reshape": lambda x: ivy.reshape(x, (3, 2)),
    "same": lambda x: ivy.reshape(x, (2, 3)),
    "sort": lambda x: ivy.sort(x, axis=0, descending=True),
    "sum": ivy.sum,
    "take": lambda x: ivy.take(x, ivy.asarray(AT), axis=1),
    "unstack": ivy.unstack,
    "where": lambda x: ivy.where(ivy.asarray(FLOATS > 0), x, x),
    "zeros": lambda x: ivy.zeros((2, 3), dtype=ivy.float64),
}


@pytest.fixture(autouse=True)
def backend():
    ivy.set_backend("jax")
    yield
    ivy.unset_backend()


def seen(out):
    """What can be told of a result."""
    if isinstance(out, (list, tuple)):
        return [seen(o) for o in out]
    host = np.asarray(ivy.to_numpy(out))
    return type(out), host.dtype, host.shape, host.tobytes()


def often(function, *args):
    """The results of as many calls as it takes to come to a program."""
    return [seen(function(*args)) for _ in range(_plans._USES + 5)]


@pytest.mark.parametrize("x", [FLOATS, INTS], ids=["floats", "integers"])
@pytest.mark.parametrize("name", CALLS)
def test_a_program_gives_what_its_ops_gave(name, x):
    found = often(CALLS[name], ivy.asarray(x))
    assert all(f == found[0] for f in found)


def test_each_shape_has_a_program_of_its_own():
    for size in (2, 3, 4, 2, 3):
        found = often(lambda x: ivy.sum(x, axis=0), jnp.ones((size, size)))
        assert found[0][2] == (size,) and all(f == found[0] for f in found)


def test_an_error_is_told_each_time():
    x, at = ivy.asarray([1.0, 2.0]), ivy.asarray([5])
    for _ in range(_plans._USES + 5):
        with pytest.raises(ivy.IndexOutOfRangeError):
            ivy.take(x, at, axis=0)
    for _ in range(_plans._USES + 5):
        ivy.take(x, ivy.asarray([1]), axis=0)
    with pytest.raises(ivy.IndexOutOfRangeError):
        ivy.take(x, at, axis=0)


def test_functions_of_jax_trace_what_is_a_program_outside():
    x = jnp.asarray(FLOATS[0])
    often(lambda x: ivy.softmax(x, axis=0), x)
    expected = np.asarray(jax.nn.softmax(x))
    np.testing.assert_allclose(jax.jit(lambda x: ivy.softmax(x, axis=0))(x), expected, rtol=1e-6)
    rows = jax.vmap(lambda x: ivy.softmax(x, axis=0))(x[None])
    np.testing.assert_allclose(rows[0], expected, rtol=1e-6)
    slope = jax.grad(lambda x: ivy.sum(x * ivy.softmax(x, axis=0)))(x)
    assert np.isfinite(slope).all()


def test_what_is_made_is_new_each_time():
    made = [ivy.zeros((2,), dtype=ivy.float32)._value for _ in range(_plans._USES + 5)]
    made[-1].delete()
    assert not made[-2].is_deleted()
    assert seen(ivy.zeros((2,), dtype=ivy.float32))[1:3] == (np.dtype("float32"), (2,))


@pytest.mark.parametrize("key", [(0, slice(1, None)), (None, -1), (slice(None), slice(2, 0, -1))])
def test_a_key_that_comes_often_reads_what_it_read(key):
    x = ivy.asarray(FLOATS.astype(np.float64))
    found = often(lambda x: x[key], x)
    assert all(f == found[0] for f in found)
    assert found[0][2:] == (FLOATS[key].shape, FLOATS[key].astype(np.float64).tobytes())
    traced = jax.jit(lambda x: ivy.asarray(x)[key]._value)(x._value.astype("float32"))
    np.testing.assert_array_equal(traced, FLOATS[key])


def test_a_place_outside_is_told_each_time():
    x = ivy.asarray(FLOATS)
    for _ in range(_plans._USES + 5):
        with pytest.raises(IndexError):
            _ = x[2, 0]
