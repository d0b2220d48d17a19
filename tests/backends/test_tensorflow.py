"""What TensorFlow's kernels do not do, or do slowly, and its backend does for them."""

import math
import random

import ml_dtypes
import numpy as np
import pytest
import torch

import ivy
from ivy._core.backend import load
from ivy.backends.tensorflow import _compat

TENSORFLOW = load("tensorflow")


def tensor(values, dtype="float32"):
    return TENSORFLOW.from_numpy(np.asarray(values, dtype))


def numpy(x):
    return TENSORFLOW.to_numpy(x)


def alternating(rank, first):
    """A shape of 1, 2, 1, 2, ... or 2, 1, 2, 1, ...: no two axes of operands can be joined."""
    return tuple(1 + (axis + first) % 2 for axis in range(rank))


@pytest.mark.parametrize("rank", [5, 6, 9, 10])
def test_operands_of_any_interleaving_broadcast(rank):
    a, b = (np.random.RandomState(0).randn(*alternating(rank, k)) for k in (0, 1))
    x, y = tensor(a, "float64"), tensor(b, "float64")
    whole = (2,) * rank
    np.testing.assert_array_equal(numpy(TENSORFLOW.add(x, y)), a + b)
    np.testing.assert_array_equal(numpy(TENSORFLOW.maximum(x, y)), np.maximum(a, b))
    np.testing.assert_array_equal(numpy(TENSORFLOW.broadcast_to(x, whole)), a + np.zeros(whole))
    chosen = TENSORFLOW.where(TENSORFLOW.greater(x, 0), y, TENSORFLOW.broadcast_to(y, whole))
    np.testing.assert_array_equal(numpy(chosen), b + np.zeros(whole))


def geometry(draw):
    """The shape of an array, and the geometry of views of views of it."""
    lengths = tuple(draw.randint(1, 5) for _ in range(draw.randint(0, 4)))
    t = torch.arange(math.prod(lengths)).reshape(lengths)
    for _ in range(draw.randint(1, 4)):
        axis = draw.randrange(t.ndim) if t.ndim else 0
        match draw.randrange(5):
            case 0 if t.ndim:
                t = t.permute(draw.sample(range(t.ndim), t.ndim))
            case 1 if t.ndim:
                start = draw.randrange(t.shape[axis])
                t = t[(slice(None),) * axis + (slice(start, None, draw.randint(1, 3)),)]
            case 2 if t.ndim:
                t = t.select(axis, draw.randrange(t.shape[axis]))
            case 3 if t.ndim:
                t = t.unfold(axis, draw.randint(1, t.shape[axis]), draw.randint(1, 2))
            case _:
                t = t.expand(2, *t.shape)
    return lengths, tuple(t.shape), t.stride(), t.storage_offset()


DTYPES = ("float32", "int64", "complex64", "bool", "float16")


@pytest.mark.parametrize("seed", range(5))
def test_any_geometry_is_read_and_written(seed):
    draw = random.Random(seed)
    written = 0
    for _ in range(150):
        lengths, *places = geometry(draw)
        values = (np.arange(math.prod(lengths)) % 7 + 1).astype(draw.choice(DTYPES))
        x = tensor(values.reshape(lengths), values.dtype)
        native = torch.tensor(values)
        part = native.as_strided(*places)
        np.testing.assert_array_equal(numpy(TENSORFLOW.as_strided(x, *places)), part.numpy())
        kept = [slice(-1, None) if stride == 0 else slice(None) for stride in places[1]]
        at = torch.arange(values.size).as_strided(*places).numpy()[tuple(kept)]
        if len({*at.flat}) != at.size:
            continue  # which of several values is written to one place, is open
        new = (np.arange(part.numel()).reshape(part.shape) % 5).astype(values.dtype)
        wanted = values.copy()
        wanted[at] = new[tuple(kept)]
        out = TENSORFLOW.as_strided_scatter(x, tensor(new, values.dtype), *places)
        np.testing.assert_array_equal(numpy(out), wanted.reshape(lengths))
        np.testing.assert_array_equal(numpy(x), values.reshape(lengths))  # ops are pure
        written += 1
    assert written > 100


def test_a_large_geometry_without_a_block_is_read_and_written():
    values = np.arange(5000.0)
    x, places = tensor(values, "float64"), ((2400,), (2,), 7)
    windows = np.lib.stride_tricks.sliding_window_view(values, 3)
    np.testing.assert_array_equal(numpy(TENSORFLOW.as_strided(x, (4998, 3), (1, 1))), windows)
    wanted = values.copy()
    wanted[7:4807:2] = -1
    out = TENSORFLOW.as_strided_scatter(x, tensor(np.full(2400, -1), "float64"), *places)
    np.testing.assert_array_equal(numpy(out), wanted)
    offset = tensor(7, "int64")  # an array, as programs have it
    np.testing.assert_array_equal(
        numpy(TENSORFLOW.as_strided(x, *places[:2], offset)), values[7:4807:2]
    )


def test_a_geometry_beyond_the_elements_is_refused():
    for places in (((3,), (2,), 1), ((2, 2), (4, 1), 0)):
        with pytest.raises(ValueError, match="leave an array of 5 elements"):
            TENSORFLOW.as_strided(tensor(np.arange(5)), *places)
        with pytest.raises(ValueError, match="leave an array of 5 elements"):
            TENSORFLOW.as_strided_scatter(tensor(np.arange(5)), tensor(1), *places)


@pytest.mark.parametrize("shape", [(3, 4), (7, 5, 6), (190, 200), (2, 3, 4, 5, 2)])
@pytest.mark.parametrize("dtype", ["float32", ml_dtypes.bfloat16, "int8", "bool"])
def test_small_and_large_arrays_are_transposed(shape, dtype):
    values = (np.arange(math.prod(shape)).reshape(shape) % 3).astype(dtype)
    order = (*range(1, len(shape)), 0)
    out = numpy(TENSORFLOW.permute_dims(tensor(values, dtype), order))
    np.testing.assert_array_equal(out, values.transpose(order))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((3, 4), (4, 5)),
        ((80, 70), (70, 90)),  # more than the kernel for small products gets
        ((2, 3, 4), (4, 5)),
        ((3, 1, 60, 50), (2, 50, 70)),
        ((4,), (2, 4, 5)),
        ((3, 0), (0, 2)),
        ((0, 3), (3, 2)),
    ],
)
@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "uint8", "complex64"])
def test_small_and_large_products(left, right, dtype):
    a, b = (np.random.RandomState(0).randint(0, 3, s).astype(dtype) for s in (left, right))
    out = numpy(TENSORFLOW.matmul(tensor(a, dtype), tensor(b, dtype)))
    np.testing.assert_array_equal(out, a @ b)  # of small integers a product has no rounding


CONVOLUTIONS = {
    "one axis": ((2, 3, 9), (4, 3, 3), {"strides": [2], "padding": [(1, 2)]}),
    "two axes": ((2, 3, 7, 9), (4, 3, 3, 2), {"padding": [(1, 0), (2, 1)], "rhs_dilation": [2, 1]}),
    "groups": ((2, 6, 7, 6), (4, 3, 2, 2), {"feature_group_count": 2}),
    "groups of the batch": ((4, 3, 7, 6), (6, 3, 5, 4), {"batch_group_count": 2}),
    "zeros between": ((2, 3, 4, 5), (2, 3, 3, 3), {"lhs_dilation": [2, 3], "strides": [1, 2]}),
    "cropped": ((2, 3, 6, 6), (2, 3, 3, 3), {"padding": [(-1, 2), (0, -2)]}),
    "points": ((2, 3, 6, 6), (2, 3, 1, 1), {"strides": [1, 2]}),
    "no batch": ((0, 3, 6, 6), (2, 3, 3, 3), {}),
    "three axes": ((1, 2, 4, 5, 6), (3, 2, 2, 2, 2), {"strides": [2, 1, 1]}),
}


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "int32", "complex64"])
@pytest.mark.parametrize("name", CONVOLUTIONS)
def test_convolutions_by_kernel_and_by_product(name, dtype):
    left, right, given = CONVOLUTIONS[name]
    x, filters = (np.random.RandomState(0).randint(-2, 3, s).astype(dtype) for s in (left, right))
    rank = len(left) - 2
    options = {"strides": [1] * rank, "padding": [(0, 0)] * rank, "lhs_dilation": [1] * rank}
    options |= {"rhs_dilation": [1] * rank, **given}
    out = TENSORFLOW.conv_general(tensor(x, dtype), tensor(filters, dtype), **options)
    np.testing.assert_array_equal(numpy(out), load("numpy").conv_general(x, filters, **options))


def test_the_number_in_an_array_of_one_element():
    for dtype, kind in ((ml_dtypes.bfloat16, float), ("float16", float), ("int8", int)):
        value = TENSORFLOW.item(tensor([[3]], dtype))
        assert type(value) is kind and value == 3


def test_the_type_token_is_that_of_shape_and_dtype():
    shapes, kinds = ((2, 3), (3, 2), (), (0,)), ("float32", "int32", "bool")
    tokens = [TENSORFLOW.type_token(tensor(np.zeros(s), d)) for s in shapes for d in kinds]
    again = [TENSORFLOW.type_token(tensor(np.ones(s), d)) for s in shapes for d in kinds]
    assert tokens == again and len({*tokens}) == len(shapes) * len(kinds)
    x = tensor(np.zeros((2, 3)), "int32")
    assert TENSORFLOW.shape(x) == (2, 3) and TENSORFLOW.dtype(x) == np.dtype("int32")
    assert type(x) is TENSORFLOW.array_types[0]


def test_frontend_functions_that_count_elements():
    """TensorFlow's tensors have no attribute `size`."""

    def results():
        x = torch.tensor([[3.0, 4.0], [0.0, 1.0], [3.0, 4.0]])
        rows, inverse = torch.unique(x, dim=0, return_inverse=True)
        at = torch.tensor([[0, 1], [1, 2]])
        bag = torch.nn.functional.embedding(at, x.clone(), max_norm=1.0)
        empty = torch.nn.functional.embedding(at, torch.zeros(3, 0, requires_grad=True))
        empty.sum().backward()
        return rows, inverse, bag

    wanted = results()
    with ivy.run_on("tensorflow", fallback="error"):
        out = results()
    for a, b in zip(out, wanted, strict=True):
        torch.testing.assert_close(ivy.to_source(a), b)


MANY_AXES = {
    "argmax": (lambda xp, x: xp.argmax(x, axis=3), lambda x: x.argmax(3)),
    "flip": (lambda xp, x: xp.flip(x, axis=(0, 4)), lambda x: np.flip(x, (0, 4))),
    "nonzero": (lambda xp, x: xp.stack(xp.nonzero(x)), lambda x: np.stack(np.nonzero(x))),
    "pad": (
        lambda xp, x: xp.pad(x, [(0, 0), (1, 2), (-1, 1)] + [(0, 0)] * 6, 9),
        lambda x: np.pad(x, [(0, 0), (1, 2), (0, 1)] + [(0, 0)] * 6, constant_values=9)[:, :, 1:],
    ),
    "slice_": (
        lambda xp, x: xp.slice_(x, (0, slice(None, None, -1), None, ..., slice(1, 2), -1)),
        lambda x: x[0, ::-1, None, ..., 1:2, -1],
    ),
}


@pytest.mark.parametrize("name", MANY_AXES)
def test_arrays_of_nine_axes(name):
    ours, reference = MANY_AXES[name]
    values = np.random.RandomState(0).randint(0, 3, (1, 2, 3, 2, 2, 1, 2, 2, 3)).astype("float64")
    np.testing.assert_array_equal(
        numpy(ours(TENSORFLOW, tensor(values, "float64"))), reference(values)
    )


def test_a_missing_private_name_is_named():
    with pytest.raises(ImportError, match=r"has no EagerTensor\._nothing, which ivy needs"):
        _compat._required("_nothing", _compat.EagerTensor, "EagerTensor")
