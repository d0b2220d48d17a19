"""Arrays that go from one backend to another, and what the namespace says of itself."""

import itertools

import numpy as np
import pytest

import ivy

BACKENDS = ("numpy", "jax", "torch")
VALUES = (
    np.arange(6, dtype=np.float32).reshape(2, 3),
    np.array([True, False]),
    np.array([2**40, -1]),
    np.array([1 + 2j], np.complex64),
    np.array(2.5),
    np.zeros((0, 3), np.uint8),
)


@pytest.fixture(autouse=True)
def no_backend_stays():
    yield
    ivy.unset_backend()


def _made(backend, values):
    ivy.set_backend(backend)
    return ivy.asarray(values)


@pytest.mark.parametrize("source, target", list(itertools.product(BACKENDS, BACKENDS)))
def test_any_backend_takes_arrays_of_any(source, target):
    for values in VALUES:
        x = _made(source, values)
        ivy.set_backend(target)
        for y in (
            ivy.from_dlpack(x),
            ivy.from_dlpack(x.data),  # of the framework itself
            ivy.from_dlpack(x, copy=True),
            ivy.asarray(x),
            ivy.asarray(x.data, dtype=x.dtype),
        ):
            assert type(y) is ivy.Array
            assert ivy.sum(y, axis=()).data.__class__ is ivy.asarray(values).data.__class__
            assert (y.dtype, y.shape) == (values.dtype, values.shape)
            np.testing.assert_array_equal(y.numpy(), values)


@pytest.mark.parametrize("source, target", list(itertools.permutations(BACKENDS, 2)))
def test_transposed_arrays_and_copies(source, target):
    x = _made(source, VALUES[0]).mT
    ivy.set_backend(target)
    np.testing.assert_array_equal(ivy.from_dlpack(x).numpy(), VALUES[0].T)
    y = ivy.asarray(x, copy=True)
    y[0, 0] = 9
    assert x.tolist() == VALUES[0].T.tolist()


def test_copy_false_shares_memory_or_raises():
    x = _made("torch", np.arange(4.0))
    ivy.set_backend("numpy")
    for y in (ivy.from_dlpack(x, copy=False), ivy.asarray(x, copy=False)):
        x.data[0] += 7  # torch's own assignment
        assert y[0] == x.data[0].item()
    odd = np.zeros(33, np.uint8)[1:].view(np.float32)[:2]  # JAX wants 64 bytes in line
    ivy.set_backend("jax")
    with pytest.raises(BufferError, match="aligned"):
        ivy.from_dlpack(odd, copy=False)
    with pytest.raises(ValueError, match="copy=False"):
        ivy.asarray(_made_strided(), copy=False)


def _made_strided():
    x = _made("torch", np.arange(8.0))
    ivy.set_backend("jax")
    return x.data[1::2]


@pytest.mark.parametrize("backend", BACKENDS)
def test_what_offers_no_memory(backend):
    ivy.set_backend(backend)
    for x in (3, [1.0], "x", object()):
        with pytest.raises(TypeError, match=r"__dlpack__; see ivy\.asarray"):
            ivy.from_dlpack(x)


def test_without_a_backend_an_array_stays_what_it_is():
    torch = pytest.importorskip("torch")
    assert isinstance(ivy.from_dlpack(torch.ones(2)).data, torch.Tensor)
    assert isinstance(ivy.asarray(torch.ones(2)).data, torch.Tensor)


def test_mixed_arrays_say_how_to_convert():
    x = _made("torch", VALUES[0])
    ivy.set_backend("jax")
    with pytest.raises(ivy.MixedBackendsError, match=r"jax and torch.*set_backend.*ivy\.asarray"):
        ivy.concat([x, ivy.ones((2, 3))])
    assert ivy.concat([ivy.asarray(x), ivy.ones((2, 3))]).shape == (4, 3)


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_namespace_describes_the_backend(backend):
    ivy.set_backend(backend)
    info = ivy.__array_namespace_info__()
    assert info.default_device() in info.devices()
    assert ivy.ones(2).device == info.default_device()
    made = {"real floating": 1.0, "complex floating": 1j, "integral": 1}
    for kind, number in made.items():
        assert ivy.asarray(number).dtype == info.default_dtypes()[kind]
    assert ivy.argmax(ivy.ones(2)).dtype == info.default_dtypes()["indexing"]
    assert len(info.dtypes()) == 13
    for name, dtype in info.dtypes().items():
        assert ivy.zeros(2, dtype=dtype).dtype == dtype == getattr(ivy, name, ivy.bool)
    several = info.dtypes(kind=("bool", "unsigned integer"))
    assert several == {**info.dtypes(kind="bool"), **info.dtypes(kind="unsigned integer")}
    assert info.capabilities()["boolean indexing"] is True
    for ask in (info.dtypes, info.default_dtypes):
        assert ask(device=info.default_device()) == ask()
        with pytest.raises(ValueError, match="nowhere"):
            ask(device="nowhere")
