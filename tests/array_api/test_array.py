"""`ivy.Array` and the public functions: what goes in and comes out, promotion, errors, assignment."""

import copy
import operator
import pickle

import numpy as np
import pytest

import ivy
from ivy._core import backend as _backend

BACKENDS = ("numpy", "jax", "torch")


@pytest.fixture(params=BACKENDS)
def backend(request):
    ivy.set_backend(request.param)
    yield _backend.load(request.param)
    ivy.unset_backend()


def _native(backend, values):
    return backend.from_numpy(np.asarray(values))


@pytest.mark.parametrize(
    "call",
    [
        lambda x: ivy.add(x, x),
        lambda x: ivy.multiply(x, 2.0),
        lambda x: ivy.sin(x),
        lambda x: ivy.sum(x, axis=0),
        lambda x: ivy.concat([x, x]),
        lambda x: ivy.where(ivy.greater(x, 0), x, 0.0),
        lambda x: ivy.linalg.svd(x).S,
        lambda x: ivy.fft.rfft(x),
        lambda x: ivy.zeros_like(x),
        lambda x: ivy.top_k(x, 1)[0],
        lambda x: ivy.unique_all(x).values,
    ],
)
def test_what_comes_in_goes_out(backend, call):
    native = _native(backend, np.array([[1.0, 2.0], [3.0, 5.0]], np.float32))
    out = call(native)
    assert isinstance(out, backend.array_types)
    wrapped = call(ivy.asarray(native))
    assert type(wrapped) is ivy.Array
    np.testing.assert_array_equal(wrapped.numpy(), backend.to_numpy(out))
    assert wrapped.dtype == backend.dtype(out)


def test_creation_gives_arrays_of_the_backend(backend):
    made = [
        *(ivy.zeros(3), ivy.ones((2, 2)), ivy.arange(3), ivy.eye(2), ivy.full(2, 7)),
        *(ivy.asarray([1.0]), ivy.linspace(0, 1, 3), ivy.empty(2), ivy.fft.fftfreq(4)),
    ]
    for x in made:
        assert type(x) is ivy.Array
        assert isinstance(x.data, backend.array_types)
    defaults = ivy.__array_namespace_info__().default_dtypes()
    assert ivy.zeros(1).dtype == ivy.asarray(1.0).dtype == defaults["real floating"]
    assert ivy.arange(1).dtype == ivy.asarray(1).dtype == defaults["integral"] == ivy.int64
    assert ivy.asarray(1j).dtype == defaults["complex floating"]


def test_64_bit_types_stay(backend):
    x = ivy.asarray([1, 2**40], dtype=ivy.int64)
    assert (x + x).tolist() == [2, 2**41]
    assert (ivy.asarray([0.1], dtype=ivy.float64) * 3).tolist() == [0.1 * 3]


ARITHMETIC = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow")
COMPARISONS = ("lt", "le", "gt", "ge", "eq", "ne")


@pytest.mark.parametrize("name", (*ARITHMETIC, *COMPARISONS))
def test_operators_do_what_numpys_do(backend, name):
    function = getattr(operator, name)
    a, b = np.array([4.5, -2.0, 3.0]), np.array([2.0, 3.0, -1.5])
    x, y = ivy.asarray(a), ivy.asarray(b)
    for ours, numpys in (
        (function(x, y), function(a, b)),
        (function(x, 2), function(a, 2)),
        (function(2.0, y), function(2.0, b)),
        (function(a, y), function(a, b)),
    ):
        assert type(ours) is ivy.Array
        np.testing.assert_allclose(ours.numpy(), numpys, rtol=1e-12)
        assert ours.dtype == numpys.dtype


@pytest.mark.parametrize("name", ("and", "or", "xor", "lshift", "rshift"))
def test_operators_of_bits(backend, name):
    function = getattr(operator, name + "_" if name in ("and", "or") else name)
    a, b = np.array([6, 1, 12], np.int32), np.array([3, 2, 1], np.int32)
    assert function(ivy.asarray(a), ivy.asarray(b)).tolist() == function(a, b).tolist()
    assert function(ivy.asarray(a), 2).tolist() == function(a, 2).tolist()
    assert function(12, ivy.asarray(b)).tolist() == function(12, b).tolist()


def test_in_place_operators_keep_dtype_and_shape(backend):
    x = ivy.asarray([1, 2], dtype=ivy.int8)
    same = x
    x += 3
    x <<= ivy.asarray([1, 0], dtype=ivy.int8)
    assert x is same
    assert x.tolist() == [8, 5]
    with pytest.raises(ivy.UnsupportedDtypeError):
        x += ivy.asarray([1, 2], dtype=ivy.int16)
    with pytest.raises(ivy.UnsupportedDtypeError):
        x += ivy.ones((2, 2), dtype=ivy.int8)
    assert x.tolist() == [8, 5]


@pytest.mark.parametrize(
    "one, other, expected",
    [
        ("int8", "uint8", "int16"),
        ("uint8", "int32", "int32"),
        ("float32", "float64", "float64"),
        ("float32", "complex64", "complex64"),
        ("float64", "complex64", "complex128"),
    ],
)
def test_promotion(backend, one, other, expected):
    x, y = (ivy.ones(2, dtype=np.dtype(d)) for d in (one, other))
    assert ivy.add(x, y).dtype.name == ivy.multiply(y, x).dtype.name == expected
    assert ivy.result_type(x, y).name == ivy.concat([x, y]).dtype.name == expected


@pytest.mark.parametrize(
    "dtype, number, expected",
    [
        ("int8", 1, "int8"),
        ("float32", 1, "float32"),
        ("float32", 1.5, "float32"),
        ("complex64", 1.5, "complex64"),
        ("float32", 1j, "complex64"),
        ("float64", 1j, "complex128"),
    ],
)
def test_numbers_take_the_dtype_of_arrays(backend, dtype, number, expected):
    x = ivy.ones(2, dtype=np.dtype(dtype))
    assert (x + number).dtype.name == (number * x).dtype.name == expected


@pytest.mark.parametrize(
    "call, error",
    [
        (lambda: ivy.ones(2) + ivy.arange(2), ivy.UnsupportedDtypeError),
        (lambda: ivy.arange(2) + 1.5, ivy.UnsupportedDtypeError),
        (lambda: ivy.asarray([True]) + ivy.asarray([True]), ivy.UnsupportedDtypeError),
        (lambda: ivy.arange(2, dtype=ivy.uint64) + ivy.arange(2), ivy.UnsupportedDtypeError),
        (lambda: ivy.sin(ivy.arange(2)), ivy.UnsupportedDtypeError),
        (lambda: ivy.asarray([1], dtype=ivy.int8) + 300, OverflowError),
        (lambda: ivy.asarray(300, dtype=ivy.int8), OverflowError),
        (lambda: ivy.add(1, 2), TypeError),
        (lambda: ivy.sin("x"), TypeError),
        (lambda: ivy.sum([1, 2]), TypeError),
        (lambda: ivy.matmul([[1]], [[2]]), TypeError),
        (lambda: ivy.ones(2)[2], IndexError),
        (lambda: ivy.ones(2)[0, 0], IndexError),
        (lambda: ivy.ones(2)[ivy.asarray([5])], IndexError),
        (lambda: ivy.asarray([ivy]), ivy.ConversionError),
        (lambda: bool(ivy.ones(2)), TypeError),
        (lambda: operator.index(ivy.asarray(1.0)), TypeError),
        (lambda: ivy.zeros(2, device="nowhere"), ValueError),
        (lambda: ivy.no_such_function, AttributeError),
        (lambda: ivy.ones(2).no_such_method, AttributeError),
        (lambda: ivy.Array([1]), TypeError),
        (lambda: ivy.linalg.inv(ivy.zeros((2, 2))), ValueError),
        (lambda: ivy.max(ivy.zeros(0)), ValueError),
    ],
)
def test_errors(backend, call, error):
    with pytest.raises(error):
        call()


def test_errors_say_what_to_do():
    with pytest.raises(ivy.UnsupportedDtypeError, match=r"ivy.add\(float64, int64\).*ivy.astype"):
        ivy.add(np.ones(2), np.arange(2))
    with pytest.raises(ivy.UnsupportedDtypeError, match=r"ivy.sin\(int64\).*floating.*ivy.astype"):
        ivy.sin(np.arange(2))


def test_arrays_of_two_backends():
    torch = pytest.importorskip("torch")
    x, y = torch.ones(2), pytest.importorskip("jax.numpy").ones(2)
    for first, second in ((x, y), (ivy.asarray(x), ivy.asarray(y))):
        with pytest.raises(ivy.MixedBackendsError, match=r"jax and torch.*set_backend"):
            ivy.add(first, second)
    ivy.set_backend("torch")
    try:
        with pytest.raises(ivy.MixedBackendsError):
            ivy.sin(y)
        assert isinstance(ivy.sin(np.ones(2)), torch.Tensor)  # NumPy's arrays are converted
        assert isinstance((ivy.asarray(x) + np.ones(2, np.float32)).data, torch.Tensor)
    finally:
        ivy.unset_backend()


KEYS = (
    *(0, -1, slice(None), slice(1, None), slice(None, None, -1), slice(2, 0, -1), ..., None),
    *((0, 1), (slice(None), -2), (..., 0), (None, 1), (slice(0, 2), None, slice(1, 3))),
    *(np.array([2, 0, -1]), (np.array([0, 1]), np.array([1, 2])), (1, np.array([0, 3]))),
    *(np.array([True, False, True]), np.arange(12).reshape(3, 4) % 2 == 0),
    *((slice(None), np.array([0, 0, 3])), np.array(True), (np.array([0]), slice(None), None)),
)


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_indexing_is_numpys(backend, key):
    a = np.arange(12.0).reshape(3, 4)
    x = ivy.asarray(a.copy())
    ours = tuple(ivy.asarray(k) if isinstance(k, np.ndarray) else k for k in _listed(key))
    ours = ours if isinstance(key, tuple) else ours[0]
    np.testing.assert_array_equal(x[ours].numpy(), a[key])
    x[ours] = -1
    a[key] = -1
    np.testing.assert_array_equal(x.numpy(), a)
    value = np.arange(x[ours].size, dtype=np.float64).reshape(x[ours].shape)
    if value.size:
        x[ours] = ivy.asarray(value)
        a[key] = value
    np.testing.assert_array_equal(x.numpy(), a)


def _listed(key):
    return key if isinstance(key, tuple) else (key,)


def test_assignment_changes_no_other_array(backend):
    host = np.arange(6.0).reshape(2, 3)
    x = ivy.asarray(host)
    views = (ivy.reshape(x, (6,)), x[0], x.mT, ivy.asarray(x.data))
    before = [v.tolist() for v in views]
    same = x
    x[0, 0] = 99
    x[1] = ivy.zeros(3, dtype=x.dtype)
    assert same is x
    assert x.tolist() == [[99, 1, 2], [0, 0, 0]]
    assert [v.tolist() for v in views] == before
    assert host[0, 0] == 0
    with pytest.raises(ivy.UnsupportedDtypeError):
        x[0] = 1j
    assert x[0, 0] == 99


def test_assignment_in_a_loop_does_not_copy():
    x = ivy.zeros(1000)
    x[0] = 1
    place = x.data.__array_interface__["data"]
    for i in range(10):
        x[i] = i
    assert x.data.__array_interface__["data"] == place


def test_numbers_and_copies(backend):
    x = ivy.asarray(3.5)
    assert (float(x), int(x), bool(x), complex(x), x.item()) == (3.5, 3, True, 3.5, 3.5)
    assert range(5)[ivy.asarray(2)] == 2
    y = ivy.asarray([[1, 2], [3, 4]])
    assert (len(y), y.ndim, y.size, y.shape) == (2, 2, 4, (2, 2))
    assert [row.tolist() for row in y] == y.T.mT.tolist()
    for other in (copy.deepcopy(y), copy.copy(y), pickle.loads(pickle.dumps(y))):
        assert type(other) is ivy.Array
        other[0, 0] = 7
        assert y.tolist() == [[1, 2], [3, 4]]
    assert np.asarray(y).tolist() == y.tolist()
    assert y.sum(axis=0).tolist() == [4, 6]
    assert "dtype=int64" in repr(y)


def test_dlpack(backend):
    x = ivy.asarray([1.0, 2.0])
    assert np.from_dlpack(x).tolist() == [1.0, 2.0]
    assert ivy.from_dlpack(np.arange(3)).tolist() == [0, 1, 2]
    assert ivy.from_dlpack(x).tolist() == [1.0, 2.0]
    assert x.to_device(x.device).tolist() == x.tolist()


def test_the_namespace():
    x = ivy.ones(2)
    assert x.__array_namespace__() is ivy
    with pytest.raises(ValueError, match=r"2024\.12"):
        x.__array_namespace__(api_version="1999.1")
    assert {"sin", "linalg", "fft", "Array", "one_hot", "run_on"} <= set(dir(ivy))


def test_without_a_backend_the_arguments_decide():
    torch = pytest.importorskip("torch")
    assert isinstance(ivy.sum(torch.ones(2)), torch.Tensor)
    assert isinstance(ivy.mean(ivy.asarray(torch.ones(2))).data, torch.Tensor)
    assert isinstance(ivy.zeros(2).data, np.ndarray)


def test_functions_as_arguments_see_what_the_caller_sees():
    seen = []

    def loss(x):
        seen.append(type(x))
        return ivy.sum(x * x)

    assert ivy.grad(loss)(ivy.asarray([1.0, 2.0])).tolist() == [2.0, 4.0]
    assert seen == [ivy.Array]


@pytest.mark.parametrize("name", (*BACKENDS, "tensorflow"))
@pytest.mark.parametrize("dtype", [ivy.float32, ivy.int64, ivy.uint8])
@pytest.mark.parametrize(
    ("one", "other"),
    [((2, 3), (4, 5)), ((0, 3), (4, 0)), ((0,), (1,)), ((2, 0, 3), (2, 4, 3)), ((1, 0), (1, 1))],
)
def test_matmul_refuses_what_does_not_fit(name, dtype, one, other):
    ivy.set_backend(name)
    try:
        for _ in range(3):  # also as a plan
            with pytest.raises(ValueError, match=r"do not fit"):
                ivy.matmul(ivy.zeros(one, dtype=dtype), ivy.zeros(other, dtype=dtype))
    finally:
        ivy.unset_backend()
