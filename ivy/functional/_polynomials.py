"""Orthogonal polynomials of any degree, by their three-term recurrences.

Inside (-1, 1) the recurrence of a Chebyshev polynomial loses digits as the degree grows; there, from
degree 7 or 9 on, the trigonometric form is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy.functional import elementwise as e
from ivy.functional.creation import ones, zeros
from ivy.functional.inspection import dtype
from ivy.functional.manipulation import broadcast_to


def _together(x: Any, n: Any) -> tuple[Any, Any]:
    shape = (x + n).shape
    return broadcast_to(x, shape), broadcast_to(e.trunc(n), shape)


def _one(x: Any) -> Any:
    return ones(x.shape, dtype=dtype(x))


def _zero(x: Any) -> Any:
    return zeros(x.shape, dtype=dtype(x))


def _member(step: Callable, first: Any, second: Any, n: Any) -> Any:
    from ivy.functional.special import recurrence

    return recurrence(step, first, second, n)


def _chebyshev(x: Any, n: Any, second: Any, closed: Callable, ends: Callable, above: int) -> Any:
    """A solution of p[k] = 2x p[k-1] - p[k-2], from 1 and `second(x)`.

    `closed(angle, n)` holds inside (-1, 1), `ends(n)` gives the absolute values at 1 and at -1.
    """
    x, n = _together(x, n)
    inside = e.logical_and(e.abs(x) < 1, n > above)
    at_end = e.abs(x) == 1
    skip = e.logical_or(inside, at_end)
    walked = _member(lambda k, a, b: 2 * x * b - a, _one(x), second(x), e.where(skip, _zero(n), n))
    at_one, at_minus_one = ends(n)
    odd = e.remainder(n, 2) == 1
    end = e.where(x > 0, at_one, e.where(odd, -at_minus_one, at_minus_one))
    out = e.where(inside, closed(e.acos(x), n), e.where(at_end, end, walked))
    return e.where(e.logical_and(n >= 0, e.isfinite(n)), out, _zero(x))


def chebyshev_t(x: Any, n: Any) -> Any:
    def ends(n: Any) -> tuple:
        return _one(n), _one(n)

    return _chebyshev(x, n, lambda x: x, lambda a, n: e.cos(n * a), ends, 6)


def chebyshev_u(x: Any, n: Any) -> Any:
    def closed(a: Any, n: Any) -> Any:
        return e.sin((n + 1) * a) / e.sin(a)

    return _chebyshev(x, n, lambda x: 2 * x, closed, lambda n: (n + 1, n + 1), 8)


def chebyshev_v(x: Any, n: Any) -> Any:
    def closed(a: Any, n: Any) -> Any:
        return e.cos((n + 0.5) * a) / e.cos(a / 2)

    return _chebyshev(x, n, lambda x: 2 * x - 1, closed, lambda n: (_one(n), 2 * n + 1), 8)


def chebyshev_w(x: Any, n: Any) -> Any:
    def closed(a: Any, n: Any) -> Any:
        return e.sin((n + 0.5) * a) / e.sin(a / 2)

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
