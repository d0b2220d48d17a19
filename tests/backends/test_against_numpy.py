"""The backends against the NumPy one, on every dtype that has a meaning for the op.

JAX compiles each of these calls, and PyTorch's own suite holds it: here it gets one dtype.
"""

import functools

import ml_dtypes
import numpy as np
import pytest

from ivy._core import dtypes
from ivy._core.backend import CURRENT, load

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
    return functools.partial(_agree, load(request.param))


def of(kinds):
    """Each other backend with each dtype; JAX, which compiles each call, with one of them only."""
    pairs = [
        pytest.param(other, dtype, id=f"{other}-{dtype}")
        for other in OTHERS
        for dtype in kinds
        if other != "jax" or dtype == np.dtype("float32")
    ]
    return pytest.mark.parametrize(("agree", "dtype"), pairs, indirect=["agree"])


def sample(dtype, seed=0):
    draw = np.random.RandomState(seed)
    x = draw.randn(3, 4) * 3
    if dtype.kind == "c":
        return (x + 1j * draw.randn(3, 4)).astype(dtype)
    if dtype.kind == "u":  # near the end of the range, where signed and unsigned differ
        return np.abs(x).astype(dtype) + np.array(np.iinfo(dtype).max - 20, dtype)
    return x.astype(dtype)


def _agree(other, name, /, *args, **kwargs):
    results = [_on(backend, name, args, kwargs) for backend in (NUMPY, other)]
    for want, got in zip(*results, strict=True):
        assert got.dtype == want.dtype and got.shape == want.shape
        wide = np.complex128 if want.dtype.kind == "c" else np.float64
        rtol = TOLERANCES[dtypes.real_of(want.dtype)] if dtypes.category(want.dtype) > 1 else 0
        np.testing.assert_allclose(got.astype(wide), want.astype(wide), rtol=rtol, atol=rtol / 10)


def _on(backend, name, args, kwargs):
    """What one op of a backend gives, as host arrays."""
    token = CURRENT.set(backend)
    try:
        with backend.scope():
            out = getattr(backend, name)(
                *[_enter(backend, a) for a in args],
                **{k: _enter(backend, v) for k, v in kwargs.items()},
            )
            return [np.asarray(backend.to_numpy(o)) for o in _listed(out)]
    finally:
        CURRENT.reset(token)


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


@of(INTEGERS + FLOATS)
@pytest.mark.parametrize("name", BINARY.split())
def test_binary(agree, name, dtype):
    agree(name, sample(dtype), sample(dtype, 1))
    if dtype != BFLOAT16:  # NumPy widens it
        agree(name, sample(dtype), 2)


@of(INTEGERS)
@pytest.mark.parametrize("name", OF_INTEGERS.split())
def test_of_integers(agree, name, dtype):
    arguments = sample(dtype), sample(dtype, 1) | np.array(1, dtype)
    agree(name, *arguments)
    agree(name, arguments[0], (arguments[1] % np.array(7, dtype)) + np.array(1, dtype))


@pytest.mark.parametrize("name", ["floor_divide", "fmod", "gcd", "lcm", "remainder"])
def test_uint64_beyond_the_signed_range(agree, name):
    x = np.array([0, 1, 2**63 - 1, 2**63, 2**63 + 12, 2**64 - 1], np.uint64)
    agree(name, x[:, None], x[1:] if name not in ("gcd", "lcm") else x)


@of(INTEGERS)
@pytest.mark.parametrize("name", ["abs", "sign", "square", "ceil", "round"])
def test_of_one_integer(agree, name, dtype):
    agree(name, sample(dtype))


@of(INTEGERS)
def test_powers(agree, dtype):
    agree("pow", sample(dtype) % np.array(5, dtype), np.arange(4).astype(dtype))


@of(INTEGERS)
@pytest.mark.parametrize("name", ["bitwise_left_shift", "bitwise_right_shift"])
def test_shifts(agree, name, dtype):
    agree(name, sample(dtype), np.arange(4).astype(dtype))


@of(FLOATS[1:] + COMPLEX)
@pytest.mark.parametrize("name", OF_FLOATS.split())
def test_of_floats(agree, name, dtype):
    if dtype.kind != "c" or name not in ("floor", "round", "rsqrt", "sigmoid"):
        agree(name, sample(dtype))


@of(INTEGERS + FLOATS[1:])
@pytest.mark.parametrize("axis", [None, 0, -1, (0, 1), ()], ids=str)
@pytest.mark.parametrize("name", ["all", "any", "max", "min", "prod", "sum"])
def test_reductions(agree, name, axis, dtype):
    agree(name, sample(dtype), axis=axis)
    agree(name, sample(dtype), axis=axis, keepdims=True)


@of(INTEGERS + FLOATS[1:])
@pytest.mark.parametrize(
    "name", ["argmax", "argmin", "cummax", "cummin", "cumsum", "sort", "argsort"]
)
def test_along_an_axis(agree, name, dtype):
    agree(name, sample(dtype), axis=1)


@of(INTEGERS + FLOATS[1:])
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


@of(INTEGERS + FLOATS + COMPLEX)
def test_moves(agree, dtype):
    x = sample(dtype)
    agree("slice_", x, (slice(None, None, -1), slice(3, 0, -2)))
    agree("slice_", x, (None, ..., slice(2, 0, -1)))
    agree("as_strided", x, (2, 3), (1, 2), 1)
    agree("as_strided_scatter", x, x[:2, :2].copy(), (2, 2), (1, 4), 1)
    agree("as_strided_scatter", x, x[:2, :3].copy(), (2, 3), (0, 2))
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


@of([FLOATS[1], FLOATS[2], FLOATS[3], INTEGERS[1], *COMPLEX])
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


@of(INTEGERS + FLOATS[1:] + COMPLEX)
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


@of(FLOATS)
def test_integrals(agree, dtype):
    x = np.linspace(0.05, 12.0, 40).astype(dtype)
    agree("betainc", x, x[::-1].copy(), np.linspace(0.0, 1.0, 40).astype(dtype))
    agree("expn", np.tile([0.0, 1.0, 2.0, 5.0], 10).astype(dtype), x)


def test_betainc_at_the_ends_of_its_domain(agree):
    ends = np.array([-1.0, 0.0, 0.5, 2.0, np.inf, np.nan])
    a, b = np.repeat(ends, 6), np.tile(ends, 6)
    for x in (-0.5, 0.0, 0.5, 1.0, np.nan):
        agree("betainc", a, b, np.full(36, x))


@of([FLOATS[0], BFLOAT16])
@pytest.mark.parametrize("name", ["erfcx", "ndtri", "bessel_j0", "log_ndtr", "airy_ai"])
def test_half_precision_without_a_kernel(agree, name, dtype):
    agree(name, np.linspace(0.1, 0.9, 5).astype(dtype))


# -- matrices, transforms and the like, in 64 bits

WIDE = pytest.mark.parametrize("dtype", [np.dtype("float64"), np.dtype("complex128")], ids=str)
REAL = pytest.mark.parametrize("dtype", [np.dtype("float64")], ids=str)


def matrices(dtype, *shape, seed=0):
    draw = np.random.RandomState(seed)
    x = draw.randn(*shape) + (1j * draw.randn(*shape) if dtype.kind == "c" else 0)
    return x.astype(dtype)


def on(agree, name, *args, **kwargs):
    """As `_on`, of the backend under test."""
    return _on(agree.args[0], name, args, kwargs)


@WIDE
@pytest.mark.parametrize(
    "shape", [(3, 3), (2, 4, 3), (2, 3, 5), (2, 2, 4, 4), (0, 0), (3, 0)], ids=str
)
def test_factorisations(agree, shape, dtype):
    x = matrices(dtype, *shape)
    if dtype.kind == "f":  # of complex numbers LAPACK takes another one for the largest
        agree("lu_factor", x)
    if shape[-2] >= shape[-1]:
        none = np.zeros((*x.shape[:-2], 0), dtype)
        reflectors, tau = NUMPY.qr_reflectors(x) if x.size else (x, none)
        agree("householder_product", reflectors, tau)
    if 0 not in shape:
        agree("qr_reflectors", x)
        agree("svdvals", x)
        u, s, v = on(agree, "svd", x, full_matrices=False)
        np.testing.assert_allclose((u * s[..., None, :]) @ v, x, atol=1e-12)


@WIDE
def test_singular_matrices(agree, dtype):
    x = np.ones((2, 3, 3), dtype)
    x[1] = matrices(np.dtype("float64"), 3, 3)
    agree("lu_factor", x)
    agree("lu_factor", np.zeros((3, 3), dtype))
    agree("solve_triangular", np.diag([1, 0, 2]).astype(dtype), np.eye(3, dtype=dtype)[:, :1])


@WIDE
def test_definite_matrices(agree, dtype):
    x = matrices(dtype, 3, 4, 4)
    x = x @ np.conj(np.swapaxes(x, -1, -2)) + 4 * np.eye(4)
    agree("cholesky_factor", x)
    agree("eigvalsh", x)
    agree("eigvalsh", x, upper=True)
    values, vectors = on(agree, "eigh", x, upper=True)
    np.testing.assert_allclose(x @ vectors, vectors * values[..., None, :], atol=1e-10)
    values, vectors = on(agree, "eig", x)
    np.testing.assert_allclose(x @ vectors, vectors * values[..., None, :], atol=1e-10)
    x[1, 2, 2] = -9
    np.testing.assert_array_equal(on(agree, "cholesky_factor", x)[1], [0, 3, 0])


@WIDE
def test_triangles_and_exponentials(agree, dtype):
    x, right = matrices(dtype, 2, 1, 3, 3) + 3 * np.eye(3), matrices(dtype, 4, 3, 2)
    for upper in (False, True):
        for unit in (False, True):
            agree("solve_triangular", x, right, upper=upper, unit_diagonal=unit)
    agree("matrix_exp", matrices(dtype, 2, 3, 3))
    agree("matrix_diagonal", matrices(dtype, 2, 3, 5))
    agree("adjoint", matrices(dtype, 2, 3, 5))


@REAL
def test_permutations(agree, dtype):
    pivots = np.array([[2, 1, 3, 3], [0, 1, 2, 3]], np.int32)
    agree("pivots_to_permutation", pivots, 4)
    agree("permutation_sign", pivots)
    agree("invert_permutation", np.array([[2, 0, 1], [1, 2, 0]]))


@of([*INTEGERS, np.dtype("float64"), np.dtype("complex128")])
def test_products(agree, dtype):
    x1, x2 = sample(dtype), sample(dtype, 1).T.copy()
    for operands in [(x1, x2), (x1[0], x2), (x1, x2[:, 0]), (x1[0], x2[:, 0]), (x1[:0], x2)]:
        agree("matmul", *operands)
    agree("matmul", x1.reshape(3, 1, 2, 2), x2.reshape(1, 3, 2, 2))
    if dtype.kind != "u":
        agree("einsum", "ij,jk->ki", [x1, x2])
        agree("einsum", "ii->i", [x1[:3, :3].copy()])
        agree("einsum", "...i,...i", [x1, x1])


@REAL
@pytest.mark.parametrize("norm", ["backward", "ortho", "forward"])
def test_transforms(agree, norm, dtype):
    x = matrices(np.dtype("complex128"), 2, 3, 4, 5)
    for axes in [(0,), (-1, 1), (0, 1, 2, 3)]:
        agree("fftn", x, axes=axes, norm=norm)
        agree("ifftn", x, axes=axes, norm=norm)
        agree("rfftn", x.real.copy(), axes=axes, norm=norm)
        half = x.shape[axes[-1]]
        agree("irfftn", x, axes=axes, size=2 * half - 1, norm=norm)
        agree("irfftn", x, axes=axes, size=half, norm=norm)


@REAL
def test_orders(agree, dtype):
    x = np.array([[3.0, np.nan, -0.0, 0.0, np.inf], [1.0, 1.0, -np.inf, 2.0, np.nan]])
    for axis in (0, 1):
        for down in (False, True):
            agree("argsort", x, axis=axis, descending=down)
            agree("sort_with_indices", x, axis=axis, descending=down)
            agree("top_k", x, 2, axis=axis, largest=down)
    agree("lexsort", [np.array([1, 0, 2, 0]), np.array([1.0, 2.0, 1.0, 2.0])])
    table = np.sort(x, axis=1)
    for side in ("left", "right"):
        agree("searchsorted", table, x, side=side)
        agree("searchsorted", table[0], x, side=side)
        agree("searchsorted", table[0, :0].copy(), x, side=side)
    agree("nonzero", x > 0)
    agree("bitwise_xor_reduce", np.arange(12).reshape(3, 4), axis=(0, -1), keepdims=True)


@REAL
def test_indices_of_several_axes(agree, dtype):
    x, rows = np.arange(120.0).reshape(2, 3, 4, 5), np.array([[0, 1], [1, 0]])
    for index in [[rows], [None, rows], [rows, None, rows], [None, rows, rows], [None, None, rows]]:
        agree("get_index", x, index)
        shape = NUMPY.get_index(x, index).shape
        agree("set_index", x, index, np.arange(np.prod(shape)).reshape(shape) + 0.5)
        agree("set_index", x, index, np.float64([[7.0]]), reduction="add")
        outside = [i if i is None else i * 9 for i in index]
        agree("get_index", x, outside, bounds="drop")
        agree("set_index", x, outside, np.float64([7.0]), bounds="drop", reduction="multiply")
    with pytest.raises(IndexError):
        on(agree, "take", x, np.array([9]), axis=1)
    with pytest.raises(IndexError):
        on(agree, "get_index", x, [None, np.array([-1])])


@REAL
def test_more_moves(agree, dtype):
    x = np.arange(24.0).reshape(2, 3, 4)
    agree("moveaxis", x, (0, -1), (1, 0))
    agree("repeat", x, 2, axis=-1)
    agree("require", x, x > -100, message="never")
    agree("roll", x, (1, -2), axis=(0, 2))
    agree("squeeze", x[:, :1].copy(), axis=[1])
    agree("stack", [x, x], axis=-1)
    agree("tile", x, (2, 1))
    agree("tile", x[0], (2, 1, 3))
    for k in (-5, -1, 0, 1, 9):
        agree("tril", x, k=k)
        agree("triu", x, k=k)
    for index in [(0,), (..., -1), (1, slice(5, None)), (slice(-1, None, -1), None, 2), ()]:
        agree("slice_", x, index)
    with pytest.raises(IndexError):
        on(agree, "slice_", x, (2,))


@REAL
def test_creation(agree, dtype):
    for bounds in [(0, 5), (5, 0, -2), (0.0, 1.0, 0.3), (1, 1)]:
        agree("arange", *bounds, dtype=dtype)
    agree("arange", 2**63, 2**63 + 3, dtype=np.dtype("uint64"))
    agree("linspace", 0.0, 1.0, 7, dtype=dtype)
    agree("linspace", 0.0, 1.0, 0, dtype=dtype)
    agree("eye", 3, 4, k=-1, dtype=dtype)
    agree("full", (2, 3), 200, dtype=np.dtype("uint8"))
    agree("full", (2, 3), True, dtype=dtype)


@REAL
def test_layers_and_loops(agree, dtype):
    x = np.array([[0.5, -np.inf, 1.0], [800.0, 0.0, -800.0], [np.nan, 1.0, 2.0]])
    for axis in (0, 1):
        agree("softmax", x, axis=axis)
        agree("log_softmax", x, axis=axis)
        agree("cumlogsumexp", x[:2], axis=axis)
    agree("gelu", x)
    agree("gelu", x, approximate=True)
    agree("polygamma", 2, np.array([0.5, 3.0]))
    agree("grouped_matmul", x[:2], np.ones((2, 3, 2)), np.array([1, 2]))
