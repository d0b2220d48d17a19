"""What stands beyond the standard, as users call it: `ivy.name` on `ivy.Array`, on each backend.

Most values are computed here with NumPy, some are those of the definitions.
"""

import numpy as np
import pytest

import ivy
from ivy._core.backend import NAMES

X = np.array([[2.0, 3.0, 4.0], [5.0, 0.0, 7.0]], np.float32)
LINE = np.array([3.0, 1.0, 2.0, 5.0], np.float32)
IMAGE = np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)
AT = np.array([2, 0])
IDS = np.array([0, 0, 2])
ROWS = np.array([[1.0, 5.0], [3.0, 2.0], [4.0, 4.0]], np.float32)


@pytest.fixture(params=NAMES)
def backend(request):
    pytest.importorskip(request.param)
    ivy.set_backend(request.param)
    yield request.param
    ivy.unset_backend()


def _before(x, how, axis):
    """Products or sums of what stands before each element."""
    first = np.full_like(np.take(x, [0], axis), 0 if how is np.add else 1)
    return how.accumulate(np.concatenate([first, np.delete(x, -1, axis)], axis), axis)


def _softmax(x):
    x = np.exp(x - x.max(-1, keepdims=True))
    return x / x.sum(-1, keepdims=True)


def _attention(q, k, v):
    return _softmax(q @ np.swapaxes(k, -1, -2) / np.float32(np.sqrt(q.shape[-1]))) @ v


Q = np.random.default_rng(0).standard_normal((3, 2, 4, 6)).astype(np.float32)
WEIGHTS = np.random.default_rng(1).standard_normal((18, 6)).astype(np.float32)


def _heads(x):
    q, k, v = np.split(x @ WEIGHTS.T, 3, -1)
    parts = [a.reshape(*a.shape[:-1], 2, 3).swapaxes(-2, -3) for a in (q, k, v)]
    return _attention(*parts).swapaxes(-2, -3).reshape(x.shape)


CALLS = {
    "one_hot": (lambda: ivy.one_hot(_(AT), 3), np.eye(3, dtype=np.float32)[AT]),
    "one_hot of whole floats": (
        lambda: ivy.one_hot(_(AT.astype(np.float32)), 3, on_value=5, off_value=1, axis=0),
        np.array([[1, 5], [1, 1], [5, 1]], np.float32),
    ),
    "clip": (lambda: ivy.clip(_(X), 1.0, 4.0), np.clip(X, 1, 4)),
    "clip below": (lambda: ivy.clip(_(X), 3.0), np.maximum(X, 3)),
    "clip between arrays": (lambda: ivy.clip(_(X), _(X[0]), 5.0), np.clip(X, X[0], 5)),
    "cumprod": (lambda: ivy.cumprod(_(X), axis=1), np.cumprod(X, 1)),
    "cumprod exclusive": (
        lambda: ivy.cumprod(_(X), axis=-1, exclusive=True),
        _before(X, np.multiply, 1),
    ),
    "cumprod reverse": (
        lambda: ivy.cumprod(_(X), axis=1, reverse=True),
        np.cumprod(X[:, ::-1], 1)[:, ::-1],
    ),
    "cumprod exclusive, reverse": (
        lambda: ivy.cumprod(_(X), axis=0, exclusive=True, reverse=True),
        _before(X[::-1], np.multiply, 0)[::-1],
    ),
    "cumsum": (lambda: ivy.cumsum(_(X), axis=0), np.cumsum(X, 0)),
    "cumsum exclusive": (lambda: ivy.cumsum(_(X), axis=1, exclusive=True), _before(X, np.add, 1)),
    "cumsum reverse": (
        lambda: ivy.cumsum(_(X), axis=-1, reverse=True),
        np.cumsum(X[:, ::-1], 1)[:, ::-1],
    ),
    "cumsum exclusive, reverse": (
        lambda: ivy.cumsum(_(X), axis=1, exclusive=True, reverse=True),
        _before(X[:, ::-1], np.add, 1)[:, ::-1],
    ),
    "gather": (lambda: ivy.gather(_(X), _(AT), axis=1), X[:, AT]),
    "gather rows of a batch": (
        lambda: ivy.gather(_(X), _(AT[:, None]), axis=1, batch_dims=1),
        np.array([[4.0], [5.0]], np.float32),
    ),
    "gather clipped": (lambda: ivy.gather(_(LINE), _(AT + 5), bounds="clip"), LINE[[3, 3]]),
    "gather_nd": (
        lambda: ivy.gather_nd(_(X), _(np.array([[0, 2], [1, 0]]))),
        np.array([4.0, 5.0], np.float32),
    ),
    "take_along_axis": (
        lambda: ivy.take_along_axis(_(X), _(np.argsort(X, 1)), axis=1),
        np.sort(X, 1),
    ),
    "put_along_axis": (
        lambda: ivy.put_along_axis(
            _(X), _(np.array([[1], [2]])), _(np.float32([[9.0], [8.0]])), axis=1, reduction="add"
        ),
        X + np.array([[0, 9, 0], [0, 0, 8]], np.float32),
    ),
    "scatter": (
        lambda: ivy.scatter(_(LINE), _(AT), _(np.float32([7.0, 8.0]))),
        np.array([8.0, 1.0, 7.0, 5.0], np.float32),
    ),
    "scatter columns": (
        lambda: ivy.scatter(_(X), _(AT), _(X[:, :2]), axis=1, reduction="add"),
        X + X[:, [1, 1, 0]] * np.float32([1, 0, 1]),
    ),
    "scatter_flat": (
        lambda: ivy.scatter_flat(_(np.array([1, 1, 3])), _(LINE[:3]), 5),
        np.array([0, 4, 0, 2, 0], np.float32),
    ),
    "scatter_nd": (
        lambda: ivy.scatter_nd(_(np.array([[0, 1], [1, 2]])), _(LINE[:2]), (2, 3)),
        np.array([[0, 3, 0], [0, 0, 1]], np.float32),
    ),
    "scatter_nd_update": (
        lambda: ivy.scatter_nd_update(_(X), _(np.array([[1]])), _(X[:1])),
        np.stack([X[0], X[0]]),
    ),
    "einsum": (
        lambda: ivy.einsum("ij,kj->ik", [_(X), _(X)]),
        X @ X.T,
    ),
    "einsum of one": (lambda: ivy.einsum("ij->j", [_(X)]), X.sum(0)),
    "top_k": (lambda: ivy.top_k(_(X), 2)[0], np.sort(X, 1)[:, :0:-1]),
    "top_k indices": (lambda: ivy.top_k(_(X), 2)[1] + 0, np.argsort(-X, 1)[:, :2]),
    "top_k smallest": (lambda: ivy.top_k(_(X), 1, axis=0, largest=False)[0], X.min(0)[None]),
    "segment_sum": (
        lambda: ivy.segment_sum(_(ROWS), _(IDS), 3),
        np.array([[4, 7], [0, 0], [4, 4]], np.float32),
    ),
    "segment_mean": (
        lambda: ivy.segment_mean(_(ROWS), _(IDS), 3),
        np.array([[2, 3.5], [0, 0], [4, 4]], np.float32),
    ),
    "segment_prod": (
        lambda: ivy.segment_prod(_(ROWS), _(IDS), 3),
        np.array([[3, 10], [1, 1], [4, 4]], np.float32),
    ),
    "segment_max": (
        lambda: ivy.segment_max(_(ROWS), _(IDS), 3),
        np.array([[3, 5], [-np.inf, -np.inf], [4, 4]], np.float32),
    ),
    "segment_min": (
        lambda: ivy.segment_min(_(ROWS), _(IDS), 3),
        np.array([[1, 2], [np.inf, np.inf], [4, 4]], np.float32),
    ),
    "windows": (
        lambda: ivy.windows(_(LINE), 2, axis=0, stride=2),
        LINE.reshape(2, 2),
    ),
    "window_sum": (lambda: ivy.window_sum(_(LINE), 2, axis=0), LINE[1:] + LINE[:-1]),
    "window_max": (lambda: ivy.window_max(_(LINE), 2, axis=0), np.float32([3, 2, 5])),
    "window_min": (lambda: ivy.window_min(_(LINE), 2, axis=0), np.float32([1, 1, 2])),
    "window_mean": (lambda: ivy.window_mean(_(LINE), 2, axis=0), np.float32([2, 1.5, 3.5])),
    "window_prod": (lambda: ivy.window_prod(_(LINE), 2, axis=0), np.float32([3, 2, 10])),
    "scaled_dot_product_attention": (
        lambda: ivy.scaled_dot_product_attention(_(Q[0]), _(Q[1]), _(Q[2])),
        _attention(*Q),
    ),
    "scaled_dot_product_attention, causal": (
        lambda: ivy.scaled_dot_product_attention(_(Q[0]), _(Q[1]), _(Q[2]), is_causal=True)[:, :1],
        Q[2][:, :1],
    ),
    "multi_head_attention": (
        lambda: ivy.multi_head_attention(_(Q[0]), num_heads=2, in_weight=_(WEIGHTS)),
        _heads(Q[0]),
    ),
    "interpolate": (
        lambda: ivy.interpolate(_(IMAGE), 2, mode="nearest"),
        IMAGE[..., ::2, ::2],
    ),
    "interpolate linearly": (
        lambda: ivy.interpolate(_(IMAGE), 2, mode="bilinear"),
        IMAGE.reshape(1, 1, 2, 2, 2, 2).mean((3, 5)),
    ),
    "resize": (
        lambda: ivy.resize(_(IMAGE), (1, 1, 8, 4), method="nearest"),
        np.repeat(IMAGE, 2, 2),
    ),
    "reduce_sum": (lambda: ivy.reduce_sum(_(X), 0), X.sum(0)),
    "reduce_prod": (lambda: ivy.reduce_prod(_(X), 1, True), X.prod(1, keepdims=True)),
    "reduce_mean": (lambda: ivy.reduce_mean(_(X)), X.mean()),
    "reduce_var": (lambda: ivy.reduce_var(_(X), axis=1), X.var(1)),
    "reduce_std": (lambda: ivy.reduce_std(_(X), axis=(0, 1)), X.std()),
    "reduce_min": (lambda: ivy.reduce_min(_(X), keepdims=True), X.min(keepdims=True)),
    "reduce_max": (lambda: ivy.reduce_max(_(X), -1), X.max(-1)),
    "reduce_any": (lambda: ivy.reduce_any(_(X > 4), 0), (X > 4).any(0)),
    "reduce_all": (lambda: ivy.reduce_all(_(X > 1), 1), (X > 1).all(1)),
    "reduce_logsumexp": (lambda: ivy.reduce_logsumexp(_(X), 0), np.log(np.exp(X).sum(0))),
    "reduce_norm": (lambda: ivy.reduce_norm(_(X), 1), np.sqrt((X * X).sum(1))),
    "map": (lambda: ivy.map(lambda row: ivy.sum(row * row), _(X)), (X * X).sum(1)),
    "cond": (
        lambda: ivy.cond(ivy.sum(_(X)) > 0, ivy.negative, ivy.square, _(X)),
        -X,
    ),
    "while_loop": (
        lambda: ivy.while_loop(lambda s: ivy.sum(s) < 100, lambda s: s * 2, _(LINE)),
        LINE * 16,
    ),
    "fori_loop": (lambda: ivy.fori_loop(0, 3, lambda k, s: s + s, _(LINE)), LINE * 8),
    "switch": (
        lambda: ivy.switch(_(np.array(1)), [ivy.negative, ivy.square], _(LINE)),
        LINE * LINE,
    ),
    "scan": (
        lambda: ivy.scan(lambda c, x: ((c[0] + x[0],), (c[0] * x[0],)), (_(LINE[0]),), (_(LINE),))[
            1
        ][0],
        np.array([9, 6, 14, 45], np.float32),
    ),
    "associative_scan": (lambda: ivy.associative_scan(ivy.add, _(LINE)), np.cumsum(LINE)),
    "vmap": (lambda: ivy.vmap(lambda row: row / ivy.sum(row))(_(X)), X / X.sum(1, keepdims=True)),
    "vmap over columns": (
        lambda: ivy.vmap(lambda row, y: ivy.sum(row) + y, in_axes=(1, None))(_(X), _(LINE[0])),
        X.sum(0) + 3,
    ),
    "grad": (lambda: ivy.grad(lambda x: ivy.sum(x**3))(_(X)), 3 * X * X),
    "value_and_grad": (
        lambda: ivy.value_and_grad(lambda x, y: ivy.sum(x * y), argnums=1)(_(X), _(X + 1))[1],
        X,
    ),
    "execute_with_gradients": (
        lambda: ivy.execute_with_gradients(
            lambda v: ivy.reduce_mean((v["w"] - 1) ** 2), {"w": _(X)}
        )[1]["w"],
        (X - 1) / 3,
    ),
    "stop_gradient": (
        lambda: ivy.grad(lambda x: ivy.sum(ivy.stop_gradient(x) * x))(_(X)),
        X,
    ),
    "gradient of a gradient": (
        lambda: ivy.grad(lambda x: ivy.sum(ivy.grad(lambda y: ivy.sum(y**3))(x)))(_(X)),
        6 * X,
    ),
    "gradient in a batch": (
        lambda: ivy.vmap(ivy.grad(lambda row: ivy.sum(row) ** 2))(_(X)),
        np.broadcast_to(2 * X.sum(1, keepdims=True), X.shape),
    ),
}


def _(values):
    return ivy.asarray(values)


@pytest.mark.parametrize("name", CALLS)
def test_values(backend, name):
    call, expected = CALLS[name]
    found = call()
    assert type(found) is ivy.Array
    assert found.shape == expected.shape
    np.testing.assert_allclose(found.numpy(), expected, rtol=1e-5, atol=1e-6)
    if expected.dtype != np.int64:  # indices have the dtype that the backend gives them
        assert found.dtype == expected.dtype


def test_the_loss_and_what_else_the_function_gives(backend):
    loss, gradients, more = ivy.execute_with_gradients(
        lambda v: (ivy.reduce_mean((v - 1) ** 2), {"seen": v * 2}), _(X)
    )
    assert float(loss) == pytest.approx(((X - 1) ** 2).mean())
    np.testing.assert_allclose(gradients.numpy(), (X - 1) / 3, rtol=1e-6)
    np.testing.assert_array_equal(more["seen"].numpy(), X * 2)
    value, gradient = ivy.value_and_grad(lambda x: ivy.sum(x * x))(_(X))
    assert float(value) == (X * X).sum()
    np.testing.assert_array_equal(gradient.numpy(), 2 * X)


def test_explicit_keys(backend):
    key = ivy.random.key(3)
    first, second = ivy.random.split(key)
    draws = [
        lambda k: ivy.random.normal(shape=(2, 3), key=k),
        lambda k: ivy.random.uniform(-1.0, 1.0, (2, 3), key=k),
        lambda k: ivy.random.randint(0, 1000, (2, 3), key=k),
        lambda k: ivy.random.bernoulli(0.5, (40,), key=k),
        lambda k: ivy.random.exponential((2, 3), key=k),
        lambda k: ivy.random.gumbel((2, 3), key=k),
        lambda k: ivy.random.truncated_normal(-1.0, 1.0, (2, 3), key=k),
        lambda k: ivy.random.permutation(_(np.arange(50)), key=k),
        lambda k: ivy.random.shuffle(_(np.arange(50)), key=k),
        lambda k: ivy.random.categorical(_(np.zeros(9, np.float32)), (40,), key=k),
        lambda k: ivy.random.multinomial(_(np.ones(9, np.float32)), 40, key=k),
        lambda k: ivy.random.dropout(_(np.ones(40, np.float32)), 0.5, key=k),
    ]
    for draw in draws:
        one, same, other = draw(first), draw(first), draw(second)
        assert type(one) is ivy.Array
        np.testing.assert_array_equal(one.numpy(), same.numpy())
        assert (one.numpy() != other.numpy()).any()
    ivy.random.seed(0)
    state = ivy.random.normal(shape=3).numpy()
    ivy.random.seed(0)
    ivy.random.normal(shape=3, key=first)  # takes nothing from the state
    np.testing.assert_array_equal(ivy.random.normal(shape=3).numpy(), state)


def test_numbers_are_the_same_on_every_backend(backend):
    key = ivy.random.fold_in(ivy.random.key(3), 7)
    found = ivy.random.uniform(shape=4, key=key).numpy()
    whole = ivy.random.randint(0, 1000, (4,), key=key).numpy()
    ivy.set_backend("numpy")
    key = ivy.random.fold_in(ivy.random.key(3), 7)
    np.testing.assert_array_equal(found, ivy.random.uniform(shape=4, key=key).numpy())
    np.testing.assert_array_equal(whole, ivy.random.randint(0, 1000, (4,), key=key).numpy())


def test_the_seeded_state(backend):
    draws = []
    for _again in range(2):
        ivy.random.seed(11)
        draws.append([ivy.random.normal(shape=(3,)).numpy() for _k in range(2)])
        draws[-1].append(ivy.random.randint(0, 10**6, (3,)).numpy())
        draws[-1].append(ivy.random.permutation(_(np.arange(20))).numpy())
    for one, again in zip(*draws, strict=True):
        np.testing.assert_array_equal(one, again)
    assert (draws[0][0] != draws[0][1]).all()


def test_the_largest_whole_numbers(backend):
    for name, number in (("uint64", 2**64 - 1), ("int64", -(2**63)), ("uint8", 255)):
        dtype = getattr(ivy, name)
        for made in (
            ivy.asarray([number, 1], dtype=dtype),
            ivy.full(2, number, dtype=dtype),
            ivy.constant([number, 1], dtype=dtype),
            ivy.asarray(number, dtype=dtype),
        ):
            assert made.dtype == dtype
            assert made.numpy().flat[0] == number
    mixed = ivy.asarray([[2**64 - 1], [2**53 + 1]], dtype=ivy.uint64)
    assert mixed.numpy().tolist() == [[2**64 - 1], [2**53 + 1]]
    assert ivy.asarray([2.0**63, 1.0], dtype=ivy.float64).numpy().tolist() == [2.0**63, 1.0]
    for numbers in ([2**64 - 1, 1], [2**63], 2**64):
        with pytest.raises(OverflowError, match="int64"):
            ivy.asarray(numbers)
