"""The backends against the NumPy one, on every dtype that has a meaning for the op.

JAX compiles each of these calls, and PyTorch's own suite holds it: here it gets one dtype.
"""

import functools

import ml_dtypes
import numpy as np
import pytest

from ivy._core import dtypes
from ivy._core.backend import load

NUMPY = load("numpy")
OTHERS = ("torch", "tensorflow", "jax")
BFLOAT16 = np.dtype(ml_dtypes.bfloat16)
INTEGERS = [np.dtype(n) for n in "int8 int32 int64 uint8 uint16 uint32 uint64".split()]
FLOATS = [np.dtype(n) for n in ("float16", "float32", "float64")] + [BFLOAT16]
TOLERANCES = dict(zip(FLOATS, (1e-2, 1e-5, 1e-12, 1e-2), strict=True))
COMPLEX = [np.dtype("complex64")]


@pytest.fixture(params=OTHERS)
def agree(request):
    """Compares one op of a backend with NumPy's."""
    dtype = request.node.callspec.params.get("dtype", np.dtype("float32"))
    if request.param == "jax" and dtype != np.dtype("float32"):
        pytest.skip("JAX compiles each call: one dtype")
    return functools.partial(_agree, load(request.param))


def sample(dtype, seed=0):
    draw = np.random.RandomState(seed)
    x = draw.randn(3, 4) * 3
    if dtype.kind == "c":
        return (x + 1j * draw.randn(3, 4)).astype(dtype)
    if dtype.kind == "u":  # near the end of the range, where signed and unsigned differ
        return np.abs(x).astype(dtype) + np.array(np.iinfo(dtype).max - 20, dtype)
    return x.astype(dtype)


def _agree(other, name, /, *args, **kwargs):
    results = []
    for backend in (NUMPY, other):
        with backend.scope():
            out = getattr(backend, name)(
                *[_enter(backend, a) for a in args],
                **{k: _enter(backend, v) for k, v in kwargs.items()},
            )
            results.append([np.asarray(backend.to_numpy(o)) for o in _listed(out)])
    for want, got in zip(*results, strict=True):
        assert got.dtype == want.dtype and got.shape == want.shape
        wide = np.complex128 if want.dtype.kind == "c" else np.float64
        rtol = TOLERANCES[dtypes.real_of(want.dtype)] if dtypes.category(want.dtype) > 1 else 0
        np.testing.assert_allclose(got.astype(wide), want.astype(wide), rtol=rtol, atol=rtol / 10)


def _enter(backend, value):
    if isinstance(value, np.ndarray):
        return backend.from_numpy(value)
    return [_enter(backend, v) for v in value] if isinstance(value, list) else value


def _listed(out):
    return out if isinstance(out, tuple) else (out,)


BINARY = (
    "add equal greater greater_equal less less_equal maximum minimum multiply not_equal subtract"
)
OF_INTEGERS = "bitwise_and bitwise_or bitwise_xor floor_divide fmod gcd lcm remainder"
OF_FLOATS = (
    "acos atan cos cosh exp expm1 floor log log1p reciprocal round rsqrt sigmoid sin sqrt tanh"
)


@pytest.mark.parametrize("dtype", INTEGERS + FLOATS, ids=str)
@pytest.mark.parametrize("name", BINARY.split())
def test_binary(agree, name, dtype):
    agree(name, sample(dtype), sample(dtype, 1))
    if dtype != BFLOAT16:  # NumPy widens it
        agree(name, sample(dtype), 2)


@pytest.mark.parametrize("dtype", INTEGERS, ids=str)
@pytest.mark.parametrize("name", OF_INTEGERS.split())
def test_of_integers(agree, name, dtype):
    arguments = sample(dtype), sample(dtype, 1) | np.array(1, dtype)
    agree(name, *arguments)
    agree(name, arguments[0], (arguments[1] % np.array(7, dtype)) + np.array(1, dtype))


@pytest.mark.parametrize("name", ["floor_divide", "fmod", "gcd", "lcm", "remainder"])
def test_uint64_beyond_the_signed_range(agree, name):
    x = np.array([0, 1, 2**63 - 1, 2**63, 2**63 + 12, 2**64 - 1], np.uint64)
    agree(name, x[:, None], x[1:] if name not in ("gcd", "lcm") else x)


@pytest.mark.parametrize("dtype", INTEGERS, ids=str)
@pytest.mark.parametrize("name", ["abs", "sign", "square", "ceil", "round"])
def test_of_one_integer(agree, name, dtype):
    if name not in ("ceil", "round"):  # NumPy makes these floating
        agree(name, sample(dtype))
    else:
        backend, x = agree.args[0], sample(dtype)
        out = getattr(backend, name)(backend.from_numpy(x))
        np.testing.assert_array_equal(backend.to_numpy(out), x, strict=True)


@pytest.mark.parametrize("dtype", INTEGERS, ids=str)
def test_powers(agree, dtype):
    agree("pow", sample(dtype) % np.array(5, dtype), np.arange(4).astype(dtype))


@pytest.mark.parametrize("dtype", INTEGERS, ids=str)
@pytest.mark.parametrize("name", ["bitwise_left_shift", "bitwise_right_shift"])
def test_shifts(agree, name, dtype):
    agree(name, sample(dtype), np.arange(4).astype(dtype))


@pytest.mark.parametrize("dtype", FLOATS[1:] + COMPLEX, ids=str)
@pytest.mark.parametrize("name", OF_FLOATS.split())
def test_of_floats(agree, name, dtype):
    if dtype.kind != "c" or name not in ("floor", "round", "rsqrt", "sigmoid"):
        agree(name, sample(dtype))


@pytest.mark.parametrize("dtype", INTEGERS + FLOATS[1:], ids=str)
@pytest.mark.parametrize("axis", [None, 0, -1, (0, 1), ()], ids=str)
@pytest.mark.parametrize("name", ["all", "any", "max", "min", "prod", "sum"])
def test_reductions(agree, name, axis, dtype):
    agree(name, sample(dtype), axis=axis)
    agree(name, sample(dtype), axis=axis, keepdims=True)


@pytest.mark.parametrize("dtype", INTEGERS + FLOATS[1:], ids=str)
@pytest.mark.parametrize(
    "name", ["argmax", "argmin", "cummax", "cummin", "cumsum", "sort", "argsort"]
)
def test_along_an_axis(agree, name, dtype):
    agree(name, sample(dtype), axis=1)


@pytest.mark.parametrize("dtype", INTEGERS + FLOATS[1:], ids=str)
@pytest.mark.parametrize("reduction", ["set", "add", "multiply", "minimum", "maximum"])
def test_writes(agree, reduction, dtype):
    x, values = sample(dtype), sample(dtype, 1)
    rows, columns = np.array([0, 2, 1, 2]), np.array([3, 0, 1, 2])
    agree("set_index", x, [rows, columns], values[0], reduction=reduction)
    agree("set_index", x, [rows[:2], None], values[:2], reduction=reduction)
    outside = np.array([0, 5, -1, 2])
    agree("set_index", x, [outside, columns], values[0], reduction=reduction, bounds="drop")
    at = np.array([[0, 2], [1, 0], [1, 2]])
    agree("put_along_axis", x, at, values[:, :2].copy(), axis=1, reduction="set")


@pytest.mark.parametrize("bounds", ["clip", "drop", "wrap"])
def test_reads_outside(agree, bounds):
    x, outside = sample(FLOATS[1]), np.array([0, 5, -1, 2])
    agree("take", x, outside, axis=1, bounds=bounds)
    agree(
        "get_index", x, [outside, None] if bounds != "drop" else [outside, outside], bounds=bounds
    )


@pytest.mark.parametrize("dtype", INTEGERS + FLOATS + COMPLEX, ids=str)
def test_moves(agree, dtype):
    x = sample(dtype)
    agree("slice_", x, (slice(None, None, -1), slice(3, 0, -2)))
    agree("slice_", x, (None, ..., slice(2, 0, -1)))
    agree("as_strided", x, (2, 3), (1, 2), 1)
    agree("as_strided_scatter", x, x[:2, :2].copy(), (2, 2), (1, 4), 1)
    agree("pad", x, [(1, -1), (2, 0)])
    agree("flip", x)
    agree("roll", x, 1, axis=None)
    agree("tril", x, k=1)
    agree("concat", [x, x], axis=1)
    agree("expand_dims", x, axis=(0, -1))
    agree("bitcast", x, np.dtype("uint8"))


CONVOLUTIONS = [
    {},
    {"strides": [2, 1], "padding": [(1, 2), (0, -1)]},
    {"lhs_dilation": [2, 1], "rhs_dilation": [1, 2]},
    {"feature_group_count": 2},
    {"batch_group_count": 2},
]


@pytest.mark.parametrize("dtype", [FLOATS[1], FLOATS[2], FLOATS[3], INTEGERS[1], *COMPLEX], ids=str)
@pytest.mark.parametrize("options", CONVOLUTIONS, ids=str)
def test_convolution(agree, options, dtype):
    x, filters = (np.arange(192) % 7).reshape(4, 2, 4, 6), (np.arange(48) % 5 - 2)
    filters = filters.reshape((4, 1, 3, 4) if "feature_group_count" in options else (4, 2, 3, 2))
    same = {"strides": [1, 1], "padding": [(0, 0)] * 2, "lhs_dilation": [1, 1]}
    agree(
        "conv_general",
        x.astype(dtype),
        filters.astype(dtype),
        **{**same, "rhs_dilation": [1, 1], **options},
    )


def test_convolution_without_space_and_with_much(agree):
    options = {"strides": [], "padding": [], "lhs_dilation": [], "rhs_dilation": []}
    agree("conv_general", np.ones((2, 3)), np.ones((4, 3)), **options)
    options = {"strides": [1] * 4, "padding": [(0, 0)] * 4}
    options |= {"lhs_dilation": [1] * 4, "rhs_dilation": [1] * 4}
    x = np.arange(162.0).reshape(1, 2, 3, 3, 3, 3)
    agree("conv_general", x, x[:, :, :2, :2, :2, :2].copy(), **options)


@pytest.mark.parametrize("dtype", INTEGERS + FLOATS[1:] + COMPLEX, ids=str)
@pytest.mark.parametrize("options", [{}, {"stride": 2}, {"dilation": 2}], ids=str)
def test_sliding_windows(agree, options, dtype):
    x = sample(dtype).reshape(2, 6)
    agree("windows", x, 2, axis=1, **options)
    agree("window_sum", x, 2, axis=1, **options)
    agree("overlap_add", x.reshape(2, 3, 2), 9, axis=1, **options)


def test_recurrence(agree):
    first, second = np.zeros(5), np.ones(5)
    n = np.array([0.0, 1.0, 7.0, -1.0, np.inf])
    agree("recurrence", lambda k, a, b: a * k + b, first, second, n)


@pytest.mark.parametrize("dtype", [FLOATS[0], BFLOAT16], ids=str)
@pytest.mark.parametrize("name", ["erfcx", "ndtri", "bessel_j0", "log_ndtr", "airy_ai"])
def test_half_precision_without_a_kernel(agree, name, dtype):
    agree(name, np.linspace(0.1, 0.9, 5).astype(dtype))
