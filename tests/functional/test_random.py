"""Random numbers are those of `jax.random`, on every backend."""

import jax
import numpy as np
import pytest
from support.backends import TARGETS

from ivy import functional as F
from ivy._core import dtypes
from ivy._core.backend import CURRENT, load

SHAPES = [(), (3,), (4, 5)]


@pytest.fixture(params=TARGETS)
def backend(request):
    found = load(request.param)
    with found.scope():
        token = CURRENT.set(found)
        yield found
        CURRENT.reset(token)


def _both(seed=7):
    return F.random_key(seed), jax.random.PRNGKey(seed)


def _native(function, *args, **options):
    """What JAX draws with its own default of 32 bits."""
    with jax.enable_x64(False):
        return function(*args, **options)


def _same(ours, theirs, **tolerance):
    ours, theirs = F.to_numpy(ours), np.asarray(theirs)
    assert ours.dtype == theirs.dtype
    assert ours.shape == theirs.shape
    if tolerance:
        np.testing.assert_allclose(ours, theirs, **tolerance)
    else:
        np.testing.assert_array_equal(ours, theirs)


def test_keys(backend):
    for seed in (0, 42, 2**31 + 5, -3):
        with jax.enable_x64(True):  # seeds have 64 bits, as everything of ours
            key, theirs = _both(seed)
        _same(F.random_split(key), jax.random.split(theirs))
        _same(F.random_split(key, 5), jax.random.split(theirs, 5))
        _same(F.random_fold_in(key, 9), jax.random.fold_in(theirs, 9))
        at = F.constant(np.asarray(9, np.int32))
        _same(F.random_fold_in(key, at), jax.random.fold_in(theirs, 9))


@pytest.mark.parametrize("shape", SHAPES)
def test_bits_and_integers(backend, shape):
    key, theirs = _both()
    for name in ("uint8", "uint16", "uint32"):
        dtype = dtypes.as_dtype(name)
        _same(F.random_bits(shape, dtype=dtype, key=key), jax.random.bits(theirs, shape, dtype))
    for low, high in ((0, 10), (-5, 70000), (0, 1), (3, 2)):
        for dtype in (dtypes.int32, dtypes.int64):
            with jax.enable_x64(True):
                expected = jax.random.randint(theirs, shape, low, high, dtype)
            _same(F.randint(low, high, shape, dtype=dtype, key=key), expected)
    _same(F.bernoulli(0.3, shape, key=key), _native(jax.random.bernoulli, theirs, 0.3, shape))


@pytest.mark.parametrize("name", ["float16", "bfloat16", "float32", "float64"])
def test_uniform_numbers_are_equal_to_the_last_bit(backend, name):
    key, theirs = _both()
    dtype = dtypes.as_dtype(name)
    with jax.enable_x64(True):
        expected = jax.random.uniform(theirs, (4, 5), dtype)
    _same(F.random_uniform(shape=(4, 5), dtype=dtype, key=key), expected)


def test_distributions(backend):
    key, theirs = _both()
    close = {"rtol": 2e-6, "atol": 2e-6}
    _same(F.random_normal(shape=50, key=key), _native(jax.random.normal, theirs, 50), **close)
    _same(
        F.random_normal(shape=8, dtype=dtypes.complex64, key=key),
        _native(jax.random.normal, theirs, 8, "complex64"),
        **close,
    )
    _same(
        F.random_uniform(-2.0, 3.0, 9, key=key),
        _native(jax.random.uniform, theirs, 9, minval=-2, maxval=3),
        **close,
    )
    _same(F.random_gumbel(9, key=key), _native(jax.random.gumbel, theirs, 9), **close)
    _same(F.random_exponential(9, key=key), _native(jax.random.exponential, theirs, 9), **close)
    _same(
        F.random_truncated_normal(-1.0, 0.5, 9, key=key),
        _native(jax.random.truncated_normal, theirs, -1.0, 0.5, 9),
        **close,
    )


def test_orders_and_choices(backend):
    key, theirs = _both()
    table = np.arange(12.0, dtype=np.float32).reshape(4, 3)
    x = F.constant(table)
    _same(F.random_permutation(x, key=key), jax.random.permutation(theirs, table))
    _same(
        F.random_permutation(x, axis=1, independent=True, key=key),
        jax.random.permutation(theirs, table, axis=1, independent=True),
    )
    found = F.random_categorical(x, (2, 4), key=key)
    np.testing.assert_array_equal(
        F.to_numpy(found), jax.random.categorical(theirs, table, shape=(2, 4))
    )


def test_the_seeded_state_repeats_itself(backend):
    F.random_seed(3)
    first = [F.to_numpy(F.random_uniform(shape=3)) for _ in range(2)]
    F.random_seed(3)
    again = [F.to_numpy(F.random_uniform(shape=3)) for _ in range(2)]
    np.testing.assert_array_equal(first, again)
    assert (first[0] != first[1]).all()


def test_moments_and_dropout(backend):
    key = F.random_key(1)
    x = F.to_numpy(F.random_normal(2.0, 3.0, 4000, key=key))
    assert x.mean() == pytest.approx(2, abs=0.2)
    assert x.std() == pytest.approx(3, abs=0.2)
    ones = F.ones((4000,), dtype=dtypes.float32)
    dropped = F.to_numpy(F.dropout(ones, 0.25, key=key))
    assert set(dropped.round(4)) == {0.0, np.float32(1.3333)}
    assert dropped.mean() == pytest.approx(1, abs=0.1)
    assert F.dropout(ones, 0.25, training=False) is ones
    weights = F.constant(np.asarray([[0.0, 1.0, 3.0]]))
    drawn = F.to_numpy(F.multinomial(weights, 2000, key=key))
    assert drawn.shape == (1, 2000)
    assert (drawn == 2).mean() == pytest.approx(0.75, abs=0.05)
    assert not (drawn == 0).any()
    assert sorted(F.to_numpy(F.multinomial(weights, 2, replace=False, key=key))[0]) == [1, 2]


def test_mistakes_are_told(backend):
    with pytest.raises(TypeError, match="floating"):
        F.random_uniform(shape=2, dtype=dtypes.int32)
    with pytest.raises(ValueError, match="no such range"):
        F.randint(0, 300, dtype=dtypes.uint8)
    with pytest.raises(ValueError, match="uint64"):
        F.random_bits(dtype=dtypes.uint64)
