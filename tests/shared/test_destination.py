"""Results are cast into what they are written to, or refused."""

import ml_dtypes
import numpy as np
import pytest
from support.fake_source import storage_of

from interceptors.shared.destination import CastRefused, Destination, ShapeMismatch, cast_to
from interceptors.shared.storage import view_of
from ivy._core.backend import load
from ivy._core.context import running

NUMPY = load("numpy")
BFLOAT16 = np.dtype(ml_dtypes.bfloat16)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("float64", "float32"),
        ("float32", BFLOAT16),
        (BFLOAT16, "float16"),
        ("int64", "uint8"),
        ("int64", "float32"),
        ("bool", "int8"),
        ("bool", "bool"),
        ("float32", "complex64"),
    ],
)
def test_a_cast_within_a_kind_or_to_a_higher_one(given, wanted):
    with running(NUMPY):
        out = cast_to(np.ones((2, 1), given), np.dtype(wanted), (2, 1))
    assert out.dtype == np.dtype(wanted) and out.tolist() == [[1], [1]]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("float32", "int64"),
        ("complex64", "float64"),
        ("int8", "bool"),
        ("float32", "bool"),
        (BFLOAT16, "int32"),
    ],
)
def test_a_cast_to_a_lower_kind_is_refused(given, wanted):
    with running(NUMPY), pytest.raises(CastRefused, match="can't be cast") as refused:
        cast_to(np.ones(2, given), np.dtype(wanted), (2,))
    assert refused.value.dtype == np.dtype(given) and refused.value.wanted == np.dtype(wanted)


def test_what_fits_is_left_as_it_is():
    x = np.ones(2)
    with running(NUMPY):
        assert cast_to(x, x.dtype, (2,)) is x


@pytest.mark.parametrize("shape", [(2, 1), (1,), (), (3,)])
def test_another_shape_is_an_error(shape):
    with running(NUMPY), pytest.raises(ShapeMismatch, match="into"):
        cast_to(np.ones(2), np.dtype("float64"), shape)


def test_the_dtype_and_shape_of_what_is_written():
    storage = storage_of(np.zeros((2, 3), np.float32), NUMPY)
    whole, part = Destination(storage, None), Destination(storage, view_of(storage, (3,), (1,), 3))
    assert (whole.dtype, whole.shape) == (np.float32, (2, 3))
    assert (part.dtype, part.shape) == (np.float32, (3,))
    with running(NUMPY):
        assert part.cast(np.arange(3)).dtype == np.float32
        with pytest.raises(ShapeMismatch):
            whole.cast(np.arange(3))
