"""Free lists of empty wrappers, by the type of the arrays that they will hold."""

import copy

import numpy as np
import pytest

from interceptors.shared.pool import _MOST_LISTS, BATCH_SIZE, WrapperPool
from ivy._core.backend import load

NUMPY = load("numpy")


class Wrapper:
    array = None

    def __init__(self, shape, dtype):
        self.shape, self.dtype = shape, dtype


class Described:
    """An array whose type has an identity of its own."""

    def __init__(self, description):
        self.description = description


def described_backend():
    backend = copy.copy(NUMPY)
    backend.TYPE_ATTRIBUTE = "description"
    backend.type_token = lambda x: x.description
    backend.shape = lambda x: x.description.shape
    backend.dtype = lambda x: x.description.dtype
    return backend


@pytest.fixture
def batches():
    return []


def pool_of(backend, batches):
    def make(shape, dtype, count):
        batches.append((shape, dtype, count))
        return [Wrapper(shape, dtype) for _ in range(count)]

    return WrapperPool(backend, make, lambda wrapper, array: setattr(wrapper, "array", array))


def test_wrappers_are_made_in_batches_and_used_once(batches):
    pool, arrays = pool_of(NUMPY, batches), [np.full((2, 3), i) for i in range(BATCH_SIZE + 1)]
    wrappers = [pool.take(a) for a in arrays]
    assert batches == [((2, 3), np.dtype(int), BATCH_SIZE)] * 2
    assert all(w.array is a for w, a in zip(wrappers, arrays, strict=True))
    assert len(set(map(id, wrappers))) == len(wrappers)


def test_shape_and_dtype_choose_the_list(batches):
    pool = pool_of(NUMPY, batches)
    for array in np.ones(2), np.ones(3), np.ones(2, np.float32), np.ones(2):
        wrapper = pool.take(array)
        assert (wrapper.shape, wrapper.dtype) == (array.shape, array.dtype)
    assert len(batches) == 3


def test_the_identity_of_the_type_chooses_the_list(batches):
    pool = pool_of(described_backend(), batches)
    one, two = np.ones(2), np.ones(2)  # equal, but two descriptions
    pool.take(Described(one))
    pool.take(Described(one))
    assert len(batches) == 1
    pool.take(Described(two))
    assert len(batches) == 2


def test_the_description_lives_as_long_as_its_list(batches):
    """Else another type could get its address, and with it wrappers of the wrong shape."""
    pool = pool_of(described_backend(), batches)
    for n in range(100):
        wrapper = pool.take(Described(np.ones(n)))
        assert wrapper.shape == (n,)
        del wrapper


def test_refilling_a_list_that_was_dropped(batches):
    pool = pool_of(NUMPY, batches)
    free_list, recipe = pool.entry(np.ones(2))
    assert free_list == [] and pool.refill(recipe) is free_list and len(free_list) == BATCH_SIZE
    for n in range(_MOST_LISTS):
        pool.entry(np.ones(n + 3))
    refilled = pool.refill(recipe)
    assert refilled is not free_list and len(refilled) == BATCH_SIZE
    assert pool.entry(np.ones(2))[0] is refilled
    assert len(pool.lists) <= _MOST_LISTS
