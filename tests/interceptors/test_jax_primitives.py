"""JAX's primitives on every target, through the functions that use them."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax
from support.jax_detector import NativePrograms

import ivy

G = np.random.default_rng(0)
X = G.uniform(0.1, 0.9, (3, 3)).astype(np.float32)
V = X[0]
S = X @ X.T + np.eye(3, dtype=np.float32)
I = np.array([5, -5, 7], np.int32)  # noqa: E741
KEY = np.array([0, 7], np.uint32)


def _counting(r):
    return lax.while_loop(lambda c: c.sum() < 9, lambda c: c + 1, r)


def _summed(c, y):
    return c + y, c * y


CASES = {
    "abs_to": lambda: lax.sort(jnp.array([0.0, -0.0, jnp.nan, -1.0])),
    "argmin": lambda: jnp.argmin(X, 0),
    "atan2": lambda: lax.atan2(X, X.T),
    "betainc": lambda: lax.betainc(V, V, V),
    "cholesky": lambda: jnp.linalg.cholesky(jnp.stack([S, -S])),
    "clamp": lambda: lax.clamp(0.2, X, 0.5),
    "complex": lambda: lax.conj(lax.complex(X, X)),
    "cond": lambda: lax.cond(V[0] > 0, jnp.sin, jnp.cos, V),
    "cond of rows": lambda: jax.vmap(lambda r: lax.cond(r[0] > 0.5, jnp.sin, jnp.cos, r))(X),
    "cumulative": lambda: [
        f(X, 1) for f in (lax.cumsum, lax.cumprod, lax.cummax, lax.cumlogsumexp)
    ],
    "cumulative reversed": lambda: lax.cumprod(X, 0, reverse=True),
    "det": lambda: jnp.linalg.slogdet(S),
    "diagonal": lambda: jnp.diag(X),
    "dynamic_slice": lambda: lax.dynamic_slice(X, (1, 5), (2, 2)),
    "dynamic_update_slice": lambda: lax.dynamic_update_slice(X, X[:1], (1, 0)),
    "eigh": lambda: jnp.linalg.eigvalsh(S),
    "empty": lambda: jax.grad(lambda v: jax.scipy.stats.norm.ppf(v).sum())(V),
    "exp2": lambda: lax.exp2(X),
    "fft": lambda: [jnp.fft.rfft(X), jnp.fft.irfft(X), jnp.fft.ifft2(X)],
    "fori_loop": lambda: lax.fori_loop(0, 5, lambda i, c: c * i + 1, V),
    "gamma": lambda: jax.random.gamma(KEY, V),
    "polygamma": lambda: lax.polygamma(jnp.ones(3), V),
    "prod": lambda: jnp.prod(X),
    "qr": lambda: jnp.abs(jnp.linalg.qr(X)[1]),
    "reduce_precision": lambda: lax.reduce_precision(X, 5, 3),
    "rem": lambda: [lax.rem(I, I[::-1].copy()), jnp.mod(X * 5, 2)],
    "rev": lambda: lax.rev(X, (0, 1)),
    "round": lambda: [jnp.round(X * 3), lax.round(X * 3)],
    "scan": lambda: lax.scan(_summed, V, X),
    "scan, backward": lambda: jax.grad(lambda v: lax.scan(_summed, v, X)[1].sum())(V),
    "scan of nothing": lambda: lax.scan(_summed, V, X[:0]),
    "scan reversed": lambda: lax.scan(_summed, V, X, reverse=True),
    "searchsorted": lambda: jnp.searchsorted(jnp.sort(V), V),
    "solve": lambda: jnp.linalg.solve(S, V),
    "sort": lambda: lax.sort((I % 3, I), num_keys=2),
    "svd": lambda: jnp.linalg.svd(X, compute_uv=False),
    "switch": lambda: lax.switch(7, [jnp.sin, jnp.cos], V),
    "tile": lambda: lax.tile(X, (1, 2)),
    "top_k": lambda: lax.top_k(X, 2),
    "triangular": lambda: lax.linalg.triangular_solve(S, X, left_side=False, transpose_a=True),
    "unstack": lambda: jnp.unstack(X),
    "while": lambda: _counting(V),
    "while of rows": lambda: jax.vmap(_counting)(X),
}


@functools.cache
def native(name):
    return CASES[name]()


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("target", ["torch", "numpy", "tensorflow"])
def test_a_primitive(target, name):
    want = native(name)
    with NativePrograms() as xla, ivy.run_on(target, sources=["jax"], fallback="error"):
        got = CASES[name]()
        assert all(ivy.is_redirected(x) for x in jax.tree.leaves(got))
    xla.assert_none()
    for a, b in zip(jax.tree.leaves(got), jax.tree.leaves(want), strict=True):
        assert a.dtype == b.dtype and a.shape == b.shape
        np.testing.assert_allclose(np.asarray(a), np.asarray(b), rtol=2e-5, atol=1e-5)


def test_64_bits():
    with jax.enable_x64(True), ivy.run_on("torch", sources=["jax"], fallback="error"):
        out = [lax.cumsum(jnp.arange(3.0)), lax.clamp(0, jnp.arange(3), 1), lax.rev(V * 1.0, (0,))]
    assert [str(x.dtype) for x in out] == ["float64", "int64", "float32"]
