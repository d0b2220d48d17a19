"""Checks of results that are right without being equal: factors, partitions, roots, ties.

Each takes our result, the source's own, and the call (`case.Invocation`) that both are of. What the
source's factors multiply to says which matrix it read (a triangle of its argument, say): ours must
make the same, and have the properties that the name promises.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from frontends.case import Invocation

TOLERANCE = {"e": 4e-2, "f": 2e-4, "F": 2e-4, "d": 1e-8, "D": 1e-8}


def close(ours: Any, theirs: Any) -> None:
    """Equality in the tolerance of the narrower dtype; shapes are equal too."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    within = max(TOLERANCE[x.dtype.char] for x in (ours, theirs))
    np.testing.assert_allclose(ours, theirs, rtol=within, atol=within)


def dagger(x: np.ndarray) -> np.ndarray:
    """Conjugate transpose of matrices."""
    return np.conj(np.swapaxes(x, -1, -2))


def _orthonormal(columns: np.ndarray) -> None:
    eye = np.eye(columns.shape[-1], dtype=columns.dtype)
    close(dagger(columns) @ columns, np.broadcast_to(eye, (*columns.shape[:-2], *eye.shape)))


# -- factors


def qr(ours: Any, theirs: Any, call: Invocation) -> None:
    """`(q, r)`, or `r` alone: orthonormal columns, a triangle, the same product."""
    (q, r), (their_q, their_r) = (x if isinstance(x, tuple) else (x[:0], x) for x in (ours, theirs))
    close(r, np.triu(r))
    if not their_q.size:  # r alone was asked for: torch gives an empty q with it
        return close(dagger(r) @ r, dagger(their_r) @ their_r)
    _orthonormal(q)
    return close(q @ r, their_q @ their_r)


def geqrf(ours: Any, theirs: Any, call: Invocation) -> None:
    """`(reflectors below r, their factors)`: orthonormal columns, the same product."""
    qr(*(_of_reflectors(*parts) for parts in (ours, theirs)), call)


def _of_reflectors(packed: np.ndarray, tau: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows = packed.shape[-2]
    q = np.eye(rows, dtype=packed.dtype)
    for i in range(tau.shape[-1]):
        v = np.where(np.arange(rows) > i, packed[:, i], np.arange(rows) == i)
        q = q - tau[i] * np.outer(q @ v, v.conj())
    return q, np.triu(packed)


def svd(ours: Any, theirs: Any, call: Invocation) -> None:
    """`(u, s, vh)`, or `s` alone: the same falling values, orthonormal factors, the same product."""
    if isinstance(theirs, np.ndarray):
        return close(ours, theirs)
    (u, s, vh), (their_u, their_s, their_vh) = ours, theirs
    close(s, their_s)
    if not their_u.size:  # values were asked for alone
        return None
    _orthonormal(u)
    _orthonormal(dagger(vh))
    k = s.shape[-1]
    whole = [
        (x[..., :k] * y[..., None, :]) @ z[..., :k, :]
        for x, y, z in ((u, s, vh), (their_u, their_s, their_vh))
    ]
    return close(*whole)


def svd_of_torch(ours: Any, theirs: Any, call: Invocation) -> None:
    """`(u, s, v)`, as `torch.svd` gives them."""
    svd(*((u, s, dagger(v)) for u, s, v in (ours, theirs)), call)


def svd_of_tensorflow(ours: Any, theirs: Any, call: Invocation) -> None:
    """`(s, u, v)`, or `s` alone; raw ops give empty factors with it."""
    if isinstance(theirs, np.ndarray):
        return svd(ours, theirs, call)
    if not theirs[1].size:
        return svd(ours[0], theirs[0], call)
    return svd(*((u, s, dagger(v)) for s, u, v in (ours, theirs)), call)


def eigh(ours: Any, theirs: Any, call: Invocation) -> None:
    """`(values, vectors)`: the same rising values, orthonormal vectors, the same matrix."""
    if isinstance(theirs, np.ndarray):
        return close(ours, theirs)
    (w, v), (their_w, their_v) = ours, theirs
    close(w, their_w)
    if not their_v.size:
        return None
    _orthonormal(v)
    return close((v * w[..., None, :]) @ dagger(v), (their_v * their_w[..., None, :]) @ dagger(their_v))


def eig(ours: Any, theirs: Any, call: Invocation) -> None:
    """`(values, vectors)`: the same values in some order, vectors of size 1, the same matrix."""
    if isinstance(theirs, np.ndarray):
        return values_in_any_order(ours, theirs, call)
    (w, v), (their_w, their_v) = ours, theirs
    values_in_any_order(w, their_w, call)
    if not their_v.size:
        return None
    close(np.linalg.norm(v, axis=-2), np.ones(w.shape, w.real.dtype))
    whole = (their_v * their_w[..., None, :]) @ np.linalg.inv(their_v)
    return close(whole @ v, v * w[..., None, :])


def eig_or_eigh(ours: Any, theirs: Any, call: Invocation) -> None:
    """By whether values are complex."""
    (eig if theirs[0].dtype.kind == "c" else eigh)(ours, theirs, call)


def values_in_any_order(ours: Any, theirs: Any, call: Invocation) -> None:
    """Numbers of the last axis, each of which has one of its own in the other result."""
    assert ours.shape == theirs.shape
    for mine, left in zip(ours.reshape(-1, ours.shape[-1]), theirs.reshape(-1, ours.shape[-1])):
        for number in mine:
            nearest = np.argmin(np.abs(left - number))
            close(number, left[nearest])
            left = np.delete(left, nearest)


# -- orders


def _argument(call: Invocation, place: int, name: str, default: Any) -> Any:
    return call.args[place] if len(call.args) > place else call.kwargs.get(name, default)


def _is_partition(x: np.ndarray, whole: np.ndarray, kth: Any, axis: int) -> None:
    ordered = np.sort(whole, axis)
    np.testing.assert_array_equal(np.sort(x, axis), ordered)
    x, ordered = np.moveaxis(x, axis, -1), np.moveaxis(ordered, axis, -1)
    for k in np.atleast_1d(kth):
        pivot = ordered[..., [k]]
        np.testing.assert_array_equal(x[..., [k]], pivot)
        k = k % x.shape[-1]
        assert (x[..., :k] <= pivot).all() and (x[..., k:] >= pivot).all()


def partition(ours: Any, theirs: Any, call: Invocation) -> None:
    """The element at `kth` is that of the sorted array; none greater before it, none less behind."""
    kth, axis = _argument(call, 1, "kth", None), _argument(call, 2, "axis", -1)
    _is_partition(ours, call.args[0], kth, axis)


def argpartition(ours: Any, theirs: Any, call: Invocation) -> None:
    """The positions make a partition, and each is there once."""
    kth, axis = _argument(call, 1, "kth", None), _argument(call, 2, "axis", -1)
    places = np.broadcast_to(np.arange(ours.shape[axis]), np.moveaxis(ours, axis, -1).shape)
    np.testing.assert_array_equal(np.sort(ours, axis), np.moveaxis(places, -1, axis))
    _is_partition(np.take_along_axis(call.args[0], ours, axis), call.args[0], kth, axis)


def set_of_values(ours: Any, theirs: Any, call: Invocation) -> None:
    """The same elements in some order."""
    np.testing.assert_array_equal(np.sort(ours, axis=None), np.sort(theirs, axis=None))


def selection(ours: Any, theirs: Any, call: Invocation) -> None:
    """`(values, positions)` along a dimension (the third argument): the values are the source's, and
    stand at the positions, no two of which are equal; torch leaves open which of equal values it is.
    """
    (values, places), (expected, _) = ours, theirs
    np.testing.assert_array_equal(values, expected)
    x, axis = call.args[0], _argument(call, 2, "dim", -1)
    if not x.ndim:
        assert not places.any()
        return
    if places.ndim < x.ndim:  # kthvalue without keepdim
        places, values = np.expand_dims(places, axis), np.expand_dims(values, axis)
    np.testing.assert_array_equal(np.take_along_axis(x, places, axis), values)
    assert (np.diff(np.sort(places, axis), axis=axis) > 0).all()
