"""Bunch-Kaufman factorisation of symmetric and Hermitian matrices, which XLA does not have.

The algorithm and the packed form are LAPACK's (sytf2, sytrs, lower triangle), one matrix under
`vmap`. A pivot k + 1 > 0 names the row that a 1x1 block was swapped with; -(k + 1) < 0, twice, the
row that the second row of a 2x2 block was swapped with.
"""

import functools
import math

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

_GROWTH = (1 + math.sqrt(17)) / 8


def _size(x):
    return jnp.abs(x.real) + jnp.abs(x.imag) if x.dtype.kind == "c" else jnp.abs(x)


def _swapped(n, i, j):
    order = jnp.arange(n)
    return order.at[i].set(j).at[j].set(i)


def _choose(a, k, at):
    """The row to swap with, and whether the block is 1x1, at step k."""
    column = jnp.where(at > k, _size(a[:, k]), -1)
    largest = jnp.argmax(column)
    here, below = _size(a[k, k]), jnp.maximum(column[largest], 0)
    row = jnp.max(jnp.where((at >= k) & (at != largest), _size(a[largest]), 0))
    stay = (here >= _GROWTH * below) | (here * row >= _GROWTH * below * below)
    single = stay | (_size(a[largest, largest]) >= _GROWTH * row)
    return jnp.where(stay, k, largest), single


def _eliminate(a, k, single, at, conj):
    """The trailing matrix after the block at k, whose multipliers take the place of its columns."""
    n = a.shape[0]
    k1 = jnp.minimum(k + 1, n - 1)
    first, second = a[:, k], jnp.where(single, 0, a[:, k1])
    d = jnp.where(a[k, k] == 0, 1, a[k, k])
    det = a[k, k] * a[k1, k1] - a[k1, k] * conj(a[k1, k])
    det = jnp.where(single | (det == 0), 1, det)
    l1 = jnp.where(single, first / d, (first * a[k1, k1] - second * a[k1, k]) / det)
    l2 = jnp.where(single, 0, (second * a[k, k] - first * conj(a[k1, k])) / det)
    below = at > jnp.where(single, k, k1)
    l1, l2 = jnp.where(below, l1, 0), jnp.where(below, l2, 0)
    update = jnp.outer(l1, conj(first)) + jnp.outer(l2, conj(second))
    a = jnp.where(below[:, None] & below, a - update, a)
    a = a.at[:, k].set(jnp.where(below, l1, a[:, k]))
    return jnp.where(single, a, a.at[:, k1].set(jnp.where(below, l2, a[:, k1])))


def _factor(x, hermitian):
    n = x.shape[0]
    at = jnp.arange(n)
    conj = jnp.conj if hermitian else lambda v: v
    x = jnp.tril(x) + conj(jnp.tril(x, -1).T)
    if hermitian and x.dtype.kind == "c":
        x = jnp.where(jnp.eye(n, dtype=bool), x.real, x)

    def step(state):
        k, a, pivots = state
        other, single = _choose(a, k, at)
        order = _swapped(n, jnp.where(single, k, k + 1), other)
        trailing = (at >= k)[:, None] & (at >= k)
        a = jnp.where(trailing, a[order][:, order], a)
        a = _eliminate(a, k, single, at, conj)
        mark = jnp.where(single, other + 1, -(other + 1)).astype(np.int32)
        pivots = jnp.where((at == k) | (~single & (at == k + 1)), mark, pivots)
        return k + jnp.where(single, 1, 2), a, pivots

    start = (jnp.zeros((), at.dtype), x, jnp.zeros(n, np.int32))
    _, a, pivots = lax.while_loop(lambda state: state[0] < n, step, start)
    return jnp.tril(a), pivots


def _solve(ld, pivots, b, hermitian):
    n = ld.shape[0]
    at = jnp.arange(n)[:, None]
    conj = jnp.conj if hermitian else lambda v: v

    def forward(state):
        k, b = state
        single = pivots[k] > 0
        k1 = jnp.minimum(k + 1, n - 1)
        other = jnp.abs(pivots[k]) - 1
        b = b[_swapped(n, jnp.where(single, k, k1), other)]
        below = at > jnp.where(single, k, k1)
        b = b - jnp.where(below, ld[:, k, None] * b[k], 0)
        b = b - jnp.where(below & ~single, ld[:, k1, None] * b[k1], 0)
        d1, d2, e = ld[k, k], ld[k1, k1], ld[k1, k]
        det = jnp.where(single, 1, d1 * d2 - e * conj(e))
        one = jnp.where(single, b[k] / d1, (b[k] * d2 - conj(e) * b[k1]) / det)
        two = jnp.where(single, b[k1], (b[k1] * d1 - e * b[k]) / det)
        b = b.at[k1].set(two).at[k].set(one)
        return k + jnp.where(single, 1, 2), b

    def backward(state):
        k, b = state
        single = pivots[k] > 0
        k0 = jnp.maximum(k - 1, 0)
        rest = jnp.where(at > k, b, 0)
        lower = conj(ld)
        new = b.at[k].add(-lower[:, k] @ rest)
        pair = new.at[k0].add(-lower[:, k0] @ rest)
        b = jnp.where(single, new, pair)
        b = b[_swapped(n, k, jnp.abs(pivots[k]) - 1)]
        return k - jnp.where(single, 1, 2), b

    start = jnp.zeros((), at.dtype)
    _, b = lax.while_loop(lambda state: state[0] < n, forward, (start, b))
    return lax.while_loop(lambda state: state[0] >= 0, backward, (start + n - 1, b))[1]


def _over_batch(function, dimensions):
    for _ in range(dimensions):
        function = jax.vmap(function)
    return function


def ldl_factor(x, /, *, hermitian=False):
    if not x.size:
        return x, jnp.zeros(x.shape[:-1], np.int32)
    return _over_batch(functools.partial(_factor, hermitian=hermitian), x.ndim - 2)(x)


def ldl_solve(ld, pivots, x2, /, *, hermitian=False):
    if not x2.size:
        return x2
    solve = functools.partial(_solve, hermitian=hermitian)
    return _over_batch(solve, x2.ndim - 2)(ld, pivots, x2)
