"""Storages, views and versions: elements move, and whoever shows them shows what is there now."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.fake_source import (
    Buffer,
    BufferStorage,
    compiling_backend,
    storage_of,
    storage_with_memory,
)

from interceptors import session
from interceptors.shared.storage import (
    STORAGES,
    ReinterpretedStorage,
    Storage,
    View,
    contiguous,
    storages_on,
    view_of,
)
from ivy._core.backend import load

NUMPY = load("numpy")


def positions(shape, strides, offset):
    """Where in a flat storage each element of a view is."""
    index = np.full(shape, offset)
    for axis, (n, stride) in enumerate(zip(shape, strides, strict=True)):
        index += (np.arange(n) * stride).reshape(
            [-1 if a == axis else 1 for a in range(len(shape))]
        )
    return index


# -- elements that move between native memory and the target


def test_elements_are_loaded_at_the_first_use():
    storage, buffer = storage_with_memory([[1.0, 2.0], [3.0, 4.0]], NUMPY)
    assert storage.base is None
    assert storage.current().tolist() == [[1, 2], [3, 4]]
    buffer.values[0] = 9  # the array is a copy
    assert storage.current().tolist() == [[1, 2], [3, 4]]
    assert not storage.dirty


def test_what_was_written_is_in_native_memory_after_a_flush():
    storage, buffer = storage_with_memory([1.0, 2.0], NUMPY)
    storage.write(np.array([5.0, 6.0]))
    assert storage.dirty and buffer.values.tolist() == [1, 2]
    storage.flush()
    assert not storage.dirty and buffer.values.tolist() == [5, 6]
    assert storage.base.tolist() == [5, 6]  # and still on the target


def test_a_flush_of_what_is_clean_leaves_native_memory_alone():
    storage, buffer = storage_with_memory([1.0, 2.0], NUMPY)
    storage.load()
    buffer.values[:] = 7
    storage.flush()
    assert buffer.values.tolist() == [7, 7]


def test_a_flush_allocates_memory_once():
    storage = storage_of([1.0, 2.0], NUMPY)
    assert storage.memory is None
    storage.flush()
    memory = storage.memory
    assert memory.values.tolist() == [1, 2]
    assert STORAGES[memory.key, storage.dtype] is storage
    storage.write(np.array([3.0, 4.0]))
    storage.flush()
    assert storage.memory is memory and memory.values.tolist() == [3, 4]


def test_on_the_host_native_memory_is_the_truth():
    storage = storage_of([1.0, 2.0], NUMPY)
    storage.move_to_host()
    assert storage.base is None
    before = storage.version
    storage.memory.values[:] = [8, 9]
    assert storage.current().tolist() == [8, 9]
    assert storage.version > before  # views that were read before must read again


def test_storages_are_found_by_their_memory_for_as_long_as_they_live():
    storage, buffer = storage_with_memory([1.0], NUMPY)
    assert STORAGES[buffer.key, storage.dtype] is storage
    del storage
    assert (buffer.key, np.dtype(float)) not in STORAGES


def test_a_storage_knows_the_block_that_loaded_it_and_the_block_counts():
    storage, _ = storage_with_memory([1.0, 2.0], NUMPY)
    block = session.Session(NUMPY)
    thread = block.child()
    token = session.CURRENT.set(thread)
    try:
        storage.load()
        storage.write(np.array([3.0, 4.0]))
        storage.flush()
        storage.flush()  # clean: no transfer
    finally:
        session.CURRENT.reset(token)
    assert storage.owner is block
    assert dict(block.report.native) == {("transfer", "to target"): 1, ("transfer", "to host"): 1}


def test_moving_to_another_target():
    other, _ = compiling_backend()
    seen = []
    other.from_numpy = lambda a: seen.append(a) or np.array(a)
    storage = storage_of([[1.0, 2.0]], NUMPY)
    view = view_of(storage, (2,), (1,), 0)
    storage.read(view)
    storage.move_to(other)
    assert storage.backend is other and len(seen) == 1
    assert not view.is_current(storage)
    assert storage.read(view).tolist() == [1, 2]


def test_elements_in_native_memory_need_not_move():
    other, _ = compiling_backend()
    other.from_numpy = lambda a: np.array(a) + 1
    storage, _ = storage_with_memory([1.0, 2.0], NUMPY)
    storage.move_to(other)
    assert storage.base is None
    assert storage.current().tolist() == [2, 3]


# -- memory with a second owner


def observed(values):
    storage, buffer = storage_with_memory(np.asarray(values), NUMPY)
    buffer.observed = True
    return storage, buffer


def test_observed_memory_is_compared_at_each_read():
    storage, buffer = observed([1.0, np.nan])
    first, version = storage.current(), storage.version
    assert storage.base is None  # so fast paths ask again
    assert storage.current() is first and storage.version == version
    buffer.values[0] = 5
    assert storage.current().tolist()[0] == 5 and storage.version > version
    assert first.tolist()[0] == 1


def test_a_write_goes_to_observed_memory_at_once():
    storage, buffer = observed([1.0, 2.0])
    written = np.array([5.0, 6.0])
    storage.write(written)
    assert buffer.values.tolist() == [5, 6] and storage.current() is written
    assert not storage.dirty


def test_what_others_write_beside_a_view_stays():
    storage, buffer = observed([1.0, 2.0, 3.0])
    base = storage.current().copy()
    buffer.values[2] = 9  # another process, between the read and the write of one call
    base[0] = 5
    storage.write(base, whole=False)
    assert buffer.values.tolist() == [5, 2, 9]
    assert storage.current().tolist() == [5, 2, 9]
    storage.write(base)
    assert buffer.values.tolist() == [5, 2, 3]


def test_a_small_view_of_observed_memory_is_read_alone():
    storage, buffer = observed(np.arange(12.0))
    view = view_of(storage, (2, 2), (4, 1), 5)
    for _ in range(2):
        assert storage.current(view) is None and storage.has_read(view)
        assert storage.read(view).tolist() == buffer.values[[5, 6, 9, 10]].reshape(2, 2).tolist()
        buffer.values += 1
    large = view_of(storage, (3, 4), (1, 3), 0)
    assert storage.read(large)[1, 0] == buffer.values[1]


def test_elements_move_to_the_target_when_the_other_owner_is_gone():
    storage, buffer = observed([1.0, 2.0])
    array = storage.current()
    buffer.observed = False
    assert storage.current() is array and storage.base is array
    other, buffer = observed([1.0, 2.0])
    other.current()
    buffer.values[:], buffer.observed = 7, False
    assert other.current().tolist() == [7, 7] and other.base is not None
    last, buffer = observed([1.0, 2.0])
    last.current()
    buffer.observed = False
    last.write(np.array([3.0, 4.0]))
    assert last.dirty and buffer.values.tolist() == [1, 2]


def test_observed_memory_on_another_target():
    other, _ = compiling_backend()
    other.from_numpy = lambda a: np.array(a) + 1
    storage, _ = observed([1.0, 2.0])
    assert storage.current().tolist() == [1, 2]
    storage.move_to(other)
    assert storage.current().tolist() == [2, 3]


def test_memory_may_have_a_storage_for_each_dtype():
    storage, buffer = storage_with_memory(np.array([1.0, 2.0], np.float32), NUMPY)
    bits = BufferStorage(NUMPY, None, np.dtype("int32"), (2,))
    bits.attach(buffer)
    assert set(map(id, storages_on(buffer.key))) == {id(storage), id(bits)}


# -- what is dropped


@pytest.mark.parametrize("others", [0, 1])
def test_a_dropped_storage_is_flushed_for_others_on_its_memory(others):
    storage, buffer = storage_with_memory([1.0, 2.0], NUMPY)
    buffer.others = others
    storage.write(np.array([5.0, 6.0]))
    del storage
    assert buffer.values.tolist() == ([5, 6] if others else [1, 2])


def test_only_storages_with_memory_have_a_finalizer():
    storage = storage_of([1.0], NUMPY)
    assert not hasattr(storage, "__del__")  # most results: they must be cheap to drop
    storage.flush()
    assert hasattr(storage, "__del__")


# -- views


def test_contiguous():
    assert contiguous((2, 3, 4)) == (12, 4, 1)
    assert contiguous(()) == ()
    assert contiguous((2, 0, 3)) == (3, 3, 1)


def test_the_whole_storage_is_no_view():
    storage = storage_of(np.arange(6.0).reshape(2, 3), NUMPY)
    assert view_of(storage, (2, 3), (3, 1), 0) is None
    reshaped = view_of(storage, (3, 2), (2, 1), 0)
    assert reshaped.dense
    assert not view_of(storage, (3, 2), (1, 3), 0).dense
    assert view_of(storage, (3,), (1,), 3).dense  # row-major, although it begins elsewhere
    assert storage.read(None) is storage.base


@st.composite
def geometries(draw):
    """A flat size, and a view of some of its elements: any order, gaps, negative strides, overlaps."""
    shape = tuple(draw(st.lists(st.integers(0, 3), max_size=3)))
    strides = tuple(draw(st.lists(st.integers(-3, 3), min_size=len(shape), max_size=len(shape))))
    steps = [(max(n, 1) - 1) * s for n, s in zip(shape, strides, strict=True)]
    offset = -sum(min(s, 0) for s in steps) + draw(st.integers(0, 3))
    size = offset + sum(max(s, 0) for s in steps) + 1 + draw(st.integers(0, 3))
    return size, shape, strides, offset


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(geometries())
def test_a_view_reads_and_writes_its_elements_and_no_other(geometry):
    size, shape, strides, offset = geometry
    flat, index = np.arange(1.0, size + 1), positions(shape, strides, offset)
    storage = storage_of(flat, NUMPY)
    view = View(shape, strides, offset, strides == contiguous(shape))
    assert np.array_equal(storage.read(view), flat[index])
    if index.size != np.unique(index).size:
        return  # which of several writes to one element remains is not promised
    new = -np.arange(1.0, index.size + 1).reshape(shape)
    storage.write(NUMPY.as_strided_scatter(storage.base, new, shape, strides, offset))
    wanted = flat.copy()
    wanted[index] = new
    assert np.array_equal(storage.current(), wanted)
    assert np.array_equal(storage.read(view), new)


def test_a_view_is_read_again_after_a_write_and_only_then():
    storage = storage_of(np.arange(6.0), NUMPY)
    view = view_of(storage, (3,), (-2,), 5)
    assert not view.is_current(storage)
    first = storage.read(view)
    assert first.tolist() == [5, 3, 1]
    assert view.is_current(storage) and storage.read(view) is first
    storage.write(storage.base * 10)
    assert not view.is_current(storage)
    assert storage.read(view).tolist() == [50, 30, 10]


def test_overlapping_windows_see_a_write_through_another_one():
    storage = storage_of(np.arange(5.0), NUMPY)
    windows = view_of(storage, (3, 3), (1, 1), 0)
    tail = view_of(storage, (2,), (1,), 3)
    assert storage.read(windows).tolist() == [[0, 1, 2], [1, 2, 3], [2, 3, 4]]
    geometry = tail.shape, tail.strides, tail.offset
    storage.write(NUMPY.as_strided_scatter(storage.base, np.array([8.0, 9.0]), *geometry))
    assert storage.read(windows).tolist() == [[0, 1, 2], [1, 2, 8], [2, 8, 9]]


def test_a_view_of_elements_that_come_from_native_memory():
    storage, buffer = storage_with_memory(np.arange(4.0), NUMPY)
    view = view_of(storage, (2,), (2,), 1)
    assert storage.read(view).tolist() == [1, 3]
    storage.move_to_host()
    buffer.values[:] = [5, 6, 7, 8]
    assert storage.read(view).tolist() == [6, 8]


def test_a_source_without_views():
    """Variables: whole storages, written and read, need no view at all."""
    storage = storage_of(3.0, NUMPY)
    storage.write(np.array(4.0))
    assert storage.read(None) == 4 and storage.shape == () and storage.size == 1


# -- storages that show others through a function


def to_bytes_of(dtype):
    dtype = np.dtype(dtype)
    return (
        lambda flat, parent, *extra: flat.view(dtype),
        lambda flat, parent, *extra: flat.view(parent),
    )


@pytest.mark.parametrize("dtype", ["int32", "uint8", "int64"])
def test_bytes_are_reinterpreted_both_ways(dtype):
    values = np.array([[1.5, -2.0], [0.0, 3.0]], np.float32)
    storage = storage_of(values, NUMPY)
    seen = ReinterpretedStorage(storage, to_bytes_of(dtype), (), np.dtype(dtype))
    wanted = values.reshape(-1).view(dtype)
    assert seen.shape == wanted.shape and seen.size == wanted.size
    assert seen.read(None).dtype == dtype and np.array_equal(seen.read(None), wanted)

    changed = wanted.copy()
    changed[0] = changed[-1]
    seen.write(changed)
    assert storage.current().dtype == np.float32 and storage.dirty
    assert np.array_equal(storage.current(), changed.view(np.float32).reshape(2, 2))
    assert np.array_equal(seen.read(None), changed)

    storage.write(values * 2)
    assert np.array_equal(seen.read(None), (values * 2).reshape(-1).view(dtype))


def test_views_of_a_reinterpreted_storage_follow_writes_to_the_parent():
    storage = storage_of(np.array([1.0, 2.0], np.float32), NUMPY)
    seen = ReinterpretedStorage(storage, to_bytes_of("uint8"), (), np.dtype("uint8"))
    last = view_of(seen, (4,), (-1,), 7)
    assert storage.base.tobytes()[:3:-1] == bytes(seen.read(last).tolist())
    storage.write(np.array([1.0, 5.0], np.float32))
    assert storage.base.tobytes()[:3:-1] == bytes(seen.read(last).tolist())
    assert last.is_current(seen)


def test_the_functions_get_the_dtype_of_the_parent_and_what_else_they_need():
    calls = []

    def scale(flat, parent, factor):
        calls.append((flat.shape, parent, factor))
        return flat * factor

    functions = scale, lambda flat, parent, factor: flat / factor
    storage = storage_of(np.ones((2, 2)), NUMPY)
    seen = ReinterpretedStorage(storage, functions, (4.0,), np.dtype("float64"))
    assert calls == [((4,), np.dtype("float64"), 4.0)]
    seen.read(None)
    assert len(calls) == 1  # computed once per version of the parent
    seen.write(np.full(4, 8.0))
    assert storage.current().tolist() == [[2, 2], [2, 2]]


def test_native_memory_of_a_reinterpreted_storage_is_that_of_its_parent():
    storage, buffer = storage_with_memory(np.array([1.0, 2.0], np.float32), NUMPY)
    seen = ReinterpretedStorage(storage, to_bytes_of("int32"), (), np.dtype("int32"))
    seen.write(np.array([7.0, 8.0], np.float32).view(np.int32))
    seen.flush()
    assert seen.memory is buffer and buffer.values.tolist() == [7, 8]
    seen.move_to_host()
    assert storage.base is None
    buffer.values[:] = [3, 4]
    assert seen.read(None).view(np.float32).tolist() == [3, 4]


def test_one_function_over_another():
    storage = storage_of(np.array([1.0, 2.0], np.float32), NUMPY)
    whole = ReinterpretedStorage(storage, to_bytes_of("int32"), (), np.dtype("int32"))
    parts = ReinterpretedStorage(whole, to_bytes_of("uint8"), (), np.dtype("uint8"))
    parts.write(np.zeros(8, np.uint8))
    assert storage.current().tolist() == [0, 0]
    storage.write(np.array([1.0, 2.0], np.float32))
    assert parts.read(None).tobytes() == np.array([1.0, 2.0], np.float32).tobytes()


class Marked(np.ndarray):
    """The array of another target."""


def marking_backend():
    other, _ = compiling_backend()
    other.from_numpy = lambda a: np.array(a).view(Marked)
    other.reshape = lambda x, shape: x.reshape(shape)
    return other


def test_a_reinterpreted_storage_moves_with_its_parent_and_back():
    other = marking_backend()
    storage = storage_of(np.array([1.0, 2.0], np.float32), NUMPY)
    seen = ReinterpretedStorage(storage, to_bytes_of("int32"), (), np.dtype("int32"))
    seen.move_to(other)
    assert type(seen.current()) is Marked
    seen.write(other.from_numpy(np.zeros(2, np.int32)))
    assert storage.backend is other and type(storage.current()) is Marked
    seen.move_to(NUMPY)
    assert type(seen.current()) is np.ndarray and seen.current().tolist() == [0, 0]
    storage.move_to(other)  # by another value that shows it
    seen.write(np.ones(2, np.int32))
    assert type(storage.current()) is np.ndarray


def test_every_storage_is_of_the_class_of_its_source():
    storage, _ = storage_with_memory([1.0], NUMPY)
    assert isinstance(storage, BufferStorage) and isinstance(storage.memory, Buffer)
    assert isinstance(storage, Storage)
