"""Ops of neural networks have the values of PyTorch's functions, on every backend."""

import numpy as np
import pytest
import torch
from support.backends import TARGETS
from support.nn_cases import CASES, X

from ivy import functional as F
from ivy._core.backend import CURRENT, load


@pytest.fixture(params=TARGETS)
def backend(request):
    found = load(request.param)
    with found.scope():
        token = CURRENT.set(found)
        yield found
        CURRENT.reset(token)


# compiling each of them on JAX takes minutes: every fifth, all of them on NumPy
def _some():
    for name in TARGETS:
        for k, case_name in enumerate(CASES):
            if name == "numpy" or k % 5 == 0:
                yield pytest.param(name, case_name, id=f"{name}-{case_name}")


@pytest.mark.parametrize("target, name", list(_some()))
@pytest.mark.filterwarnings("ignore:reduction. 'mean'", "ignore:Using padding='same'")
def test_values_are_those_of_torch(target, name):
    ours, theirs, inputs = CASES[name]
    expected = theirs(*map(torch.tensor, inputs))
    found = load(target)
    with found.scope():
        token = CURRENT.set(found)
        try:
            out = ours(*[found.from_numpy(a) for a in inputs])
            out = F.to_numpy(out)
        finally:
            CURRENT.reset(token)
    np.testing.assert_allclose(out, expected.numpy(), rtol=1e-7, atol=1e-9)


_LARGE = np.linspace(900, 1100, 24).reshape(2, 4, 3)
_STEEP = (
    "airy_ai bessel_j0 bessel_j1 bessel_k0 bessel_k0e bessel_k1 bessel_y0 bessel_y1 erfcx i0 i1"
)
_IN_16_BITS = {
    "batch_norm": lambda x: F.batch_norm(x, x[0, :, 0], x[1, :, 1], training=True)[0],
    "group_norm": lambda x: F.group_norm(x, 2),
    "layer_norm": F.layer_norm,
    "rms_norm": F.rms_norm,
    **{name: getattr(F, name) for name in _STEEP.split()},
}


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.parametrize("name", _IN_16_BITS)
def test_nothing_on_the_way_leaves_the_range_of_16_bits(backend, name, dtype):
    values = np.linspace(0.5, 11, 24) if name in _STEEP else _LARGE
    narrow = backend.from_numpy(values.astype(np.dtype(dtype)))
    out = backend.to_numpy(_IN_16_BITS[name](narrow))
    wide = F.to_numpy(_IN_16_BITS[name](F.astype(narrow, np.dtype("float64"))))
    assert out.dtype == dtype
    rtol = 2e-3 if dtype == "float16" else 1.6e-2
    np.testing.assert_allclose(out.astype(np.float64), wide, rtol=rtol, atol=rtol / 10)


@pytest.mark.parametrize("name", ["bessel_j0", "erfcx"])
def test_small_whole_numbers_are_no_narrow_floats(backend, name):
    if backend.name == "tensorflow":  # its kernels are of floats only: refused, never wrong
        with pytest.raises(TypeError):
            getattr(F, name)(backend.from_numpy(np.array([1, 2], np.int8)))
        return
    out = backend.to_numpy(getattr(F, name)(backend.from_numpy(np.array([1, 2], np.int8))))
    wanted = F.to_numpy(getattr(F, name)(backend.from_numpy(np.array([1.0, 2.0]))))
    np.testing.assert_allclose(out, wanted, rtol=1e-2)


# running statistics have no gradient in PyTorch
_WANTED = {
    "batch_norm": (0,),
    "batch_norm-training": (0, 3, 4),
    **dict.fromkeys((n for n in CASES if n.startswith("soft_margin_loss")), (0,)),
}
_SMOOTH = [n for n in CASES if not n.startswith(("embedding", "sparse"))]


@pytest.mark.parametrize("name", _SMOOTH)
@pytest.mark.filterwarnings("ignore:reduction. 'mean'", "ignore:Using padding='same'")
def test_gradients_are_those_of_torch(name):
    ours, theirs, inputs = CASES[name]
    wanted = _WANTED.get(name, range(len(inputs)))
    floating = [a.dtype.kind == "f" and k in wanted for k, a in enumerate(inputs)]
    tensors = [torch.tensor(a, requires_grad=f) for a, f in zip(inputs, floating, strict=True)]
    out = theirs(*tensors)
    weights = np.random.default_rng(1).standard_normal(tuple(out.shape))
    (out * torch.tensor(weights)).nansum().backward()
    places = [k for k, f in enumerate(floating) if f]
    with load("numpy").scope():
        value, back = F.vjp(
            lambda *a: ours(
                *[a[places.index(k)] if f else inputs[k] for k, f in enumerate(floating)]
            ),
            *[inputs[k] for k in places],
        )
        found = back(np.where(np.isnan(value), 0.0, weights))
    for k, gradient in zip(places, found, strict=True):
        if tensors[k].grad is None:  # PyTorch has none for a target, say
            continue
        expected = tensors[k].grad.numpy()
        keep = np.isfinite(expected) & np.isfinite(inputs[k])
        np.testing.assert_allclose(gradient[keep], expected[keep], rtol=1e-6, atol=1e-8)


def test_gather_and_scatter(backend):
    x = F.constant(np.arange(24).reshape(2, 3, 4))
    at = F.constant(np.array([[2, 0], [1, 1]]))
    host = F.to_numpy(x)
    np.testing.assert_array_equal(F.to_numpy(F.gather(x, at, axis=2)), host[:, :, [[2, 0], [1, 1]]])
    for axis in (1, 2):
        found = F.to_numpy(F.gather(x, at, axis=axis, batch_dims=1))
        expected = np.stack([np.take(host[k], [[2, 0], [1, 1]][k], axis - 1) for k in range(2)])
        np.testing.assert_array_equal(found, expected)
    pairs = F.constant(np.array([[0, 2], [1, 0]]))
    np.testing.assert_array_equal(F.to_numpy(F.gather_nd(x, pairs)), host[[0, 1], [2, 0]])
    np.testing.assert_array_equal(
        F.to_numpy(F.gather_nd(x, pairs, batch_dims=1)), host[[0, 1], [0, 1], [2, 0]]
    )
    updates = F.constant(np.array([[5, 6, 7, 8], [1, 2, 3, 4]]))
    changed = host.copy()
    changed[[0, 1], [2, 0]] += F.to_numpy(updates)
    found = F.scatter_nd_update(x, pairs, updates, reduction="add")
    np.testing.assert_array_equal(F.to_numpy(found), changed)
    one = F.constant(np.array([[1], [1], [3]]))
    values = F.constant(np.array([4.0, -2.0, 5.0]))
    for how, expected in {
        "add": [0, 2, 0, 5],
        "maximum": [0, 4, 0, 5],
        "minimum": [0, -2, 0, 5],
        "multiply": [0, -8, 0, 5],
    }.items():
        found = F.to_numpy(F.scatter_nd(one, values, (4,), reduction=how))
        assert found.tolist() == expected


def test_segments_and_windows(backend):
    x = F.constant(np.array([[1.0, 5.0], [3.0, 2.0], [4.0, 4.0]]))
    ids = F.constant(np.array([0, 0, 2]))
    expected = {
        "segment_sum": [[4, 7], [0, 0], [4, 4]],
        "segment_mean": [[2, 3.5], [0, 0], [4, 4]],
        "segment_prod": [[3, 10], [1, 1], [4, 4]],
        "segment_max": [[3, 5], [-np.inf, -np.inf], [4, 4]],
        "segment_min": [[1, 2], [np.inf, np.inf], [4, 4]],
    }
    for name, rows in expected.items():
        assert F.to_numpy(getattr(F, name)(x, ids, 3)).tolist() == rows
    line = F.constant(np.array([3.0, 1.0, 2.0, 5.0]))
    for name, row in {
        "window_max": [3, 2, 5],
        "window_min": [1, 1, 2],
        "window_mean": [2, 1.5, 3.5],
        "window_prod": [3, 2, 10],
    }.items():
        assert F.to_numpy(getattr(F, name)(line, 2, axis=0)).tolist() == row


def test_one_hot_takes_whole_floats_and_an_axis(backend):
    x = F.constant(np.array([0.0, 2.0]))
    found = F.to_numpy(F.one_hot(x, 3, axis=0, on_value=5.0, off_value=-1.0))
    assert found.tolist() == [[5, -1], [-1, -1], [-1, 5]]
    assert found.dtype == np.float32


def test_same_padding_of_transposes_is_tensorflows(backend):
    x = F.constant(np.arange(3.0).reshape(1, 3, 1))
    kernel = F.constant(np.array([1.0, 10.0, 100.0]).reshape(3, 1, 1))
    same = F.to_numpy(F.conv_transpose(x, kernel, strides=2, padding="SAME"))
    assert same.shape == (1, 6, 1)
    valid = F.to_numpy(F.conv_transpose(x, kernel, strides=2))
    assert valid.ravel().tolist() == [0, 0, 1, 10, 102, 20, 200]
    np.testing.assert_array_equal(same.ravel(), valid.ravel()[:6])


def test_resize_is_that_of_jax(backend):
    import jax

    for method in ("nearest", "linear", "cubic"):
        for shape in ((2, 4, 3, 9), (2, 4, 12, 2)):
            with jax.enable_x64(True):
                expected = np.asarray(jax.image.resize(X, shape, method))
            out = F.to_numpy(F.resize(F.constant(X), shape, method=method))
            np.testing.assert_allclose(out, expected, rtol=1e-6, atol=1e-6)


def test_loops_and_branches(backend):
    x, two = F.constant(np.array([1.0, 2.0, 3.0])), F.constant(np.array(2.0))
    assert float(F.while_loop(lambda s: s < 50, lambda s: F.multiply(s, s), two)) == 256
    assert F.to_numpy(F.map(lambda r: F.square(r), x)).tolist() == [1, 4, 9]
    assert float(F.fori_loop(0, 3, lambda k, s: F.add(s, s), two)) == 16
    assert float(F.switch(F.constant(np.array(7)), [F.negative, F.square], two)) == 4
    assert F.to_numpy(F.associative_scan(F.multiply, x, reverse=True)).tolist() == [6, 6, 3]

    def loss(x):
        carry, rows = F.scan(lambda c, r: ((c[0] * r[0],), (c[0] + r[0],)), (two,), (x,))
        kept = F.cond(carry[0] > 1, F.square, F.negative, carry[0])
        return kept + F.sum(rows[0])

    # (2 x0 x1 x2)**2 + sum of (2, 2 x0, 2 x0 x1) + x
    assert F.to_numpy(F.grad(loss)(x)).tolist() == [
        pytest.approx(288 + 2 + 4 + 1), pytest.approx(144 + 2 + 1), pytest.approx(96 + 1),
    ]  # fmt: skip


def test_old_names(backend):
    x = F.constant(np.array([[1.0, 2.0], [3.0, 4.0]]))
    for name, plain in {"reduce_sum": "sum", "reduce_max": "max", "reduce_var": "var"}.items():
        left = F.to_numpy(getattr(F, name)(x, 0, keepdims=True))
        np.testing.assert_array_equal(left, F.to_numpy(getattr(F, plain)(x, axis=0, keepdims=True)))
    assert float(F.reduce_std(x)) == pytest.approx(np.sqrt(1.25))
