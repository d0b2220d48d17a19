"""Orthogonal polynomials of any degree, by their three-term recurrences.

Inside (-1, 1) the recurrence of Chebyshev polynomials loses accuracy as the degree grows; from
degree 7 or 9 on, the trigonometric form is used there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy._core import ops


def _together(x: Any, n: Any) -> tuple[Any, Any]:
    shape = (x + n).shape
    return ops.broadcast_to(x, shape), ops.broadcast_to(ops.trunc(n), shape)


def _one(x: Any) -> Any:
    return ops.ones(x.shape, dtype=ops.dtype(x))


def _zero(x: Any) -> Any:
    return ops.zeros(x.shape, dtype=ops.dtype(x))


def _member(step: Callable, first: Any, second: Any, n: Any) -> Any:
    return ops.recurrence(step, first, second, n)


def _chebyshev(x: Any, n: Any, second: Any, closed: Callable, ends: Callable, above: int) -> Any:
    """A solution of p[k] = 2x p[k-1] - p[k-2], from 1 and `second(x)`.

    `closed(angle, n)` holds inside (-1, 1), `ends(n)` gives the absolute values at 1 and at -1.
    """
    x, n = _together(x, n)
    inside = ops.logical_and(ops.abs(x) < 1, n > above)
    at_end = ops.abs(x) == 1
    skip = ops.logical_or(inside, at_end)
    walked = _member(
        lambda k, a, b: 2 * x * b - a, _one(x), second(x), ops.where(skip, _zero(n), n)
    )
    at_one, at_minus_one = ends(n)
    odd = ops.remainder(n, 2) == 1
    end = ops.where(x > 0, at_one, ops.where(odd, -at_minus_one, at_minus_one))
    out = ops.where(inside, closed(ops.acos(x), n), ops.where(at_end, end, walked))
    return ops.where(ops.logical_and(n >= 0, ops.isfinite(n)), out, _zero(x))


def chebyshev_t(x: Any, n: Any) -> Any:
    def ends(n: Any) -> tuple:
        return _one(n), _one(n)

    return _chebyshev(x, n, lambda x: x, lambda a, n: ops.cos(n * a), ends, 6)


def chebyshev_u(x: Any, n: Any) -> Any:
    def closed(a: Any, n: Any) -> Any:
        return ops.sin((n + 1) * a) / ops.sin(a)

    return _chebyshev(x, n, lambda x: 2 * x, closed, lambda n: (n + 1, n + 1), 8)


def chebyshev_v(x: Any, n: Any) -> Any:
    def closed(a: Any, n: Any) -> Any:
        return ops.cos(ops.add(n, 0.5) * a) / ops.cos(a / 2)

    return _chebyshev(x, n, lambda x: 2 * x - 1, closed, lambda n: (_one(n), 2 * n + 1), 8)


def chebyshev_w(x: Any, n: Any) -> Any:
    def closed(a: Any, n: Any) -> Any:
        return ops.sin(ops.add(n, 0.5) * a) / ops.sin(a / 2)

    return _chebyshev(x, n, lambda x: 2 * x + 1, closed, lambda n: (2 * n + 1, _one(n)), 8)


def hermite_h(x: Any, n: Any) -> Any:
    x, n = _together(x, n)
    return _member(lambda k, a, b: 2 * x * b - 2 * (k - 1) * a, _one(x), 2 * x, n)


def hermite_he(x: Any, n: Any) -> Any:
    x, n = _together(x, n)
    return _member(lambda k, a, b: x * b - (k - 1) * a, _one(x), x, n)


def laguerre(x: Any, n: Any) -> Any:
    x, n = _together(x, n)
    return _member(lambda k, a, b: ((2 * k - 1 - x) * b - (k - 1) * a) / k, _one(x), 1 - x, n)


def legendre(x: Any, n: Any) -> Any:
    x, n = _together(x, n)
    return _member(lambda k, a, b: ((2 * k - 1) * x * b - (k - 1) * a) / k, _one(x), x, n)
