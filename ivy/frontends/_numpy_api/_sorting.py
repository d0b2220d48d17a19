"""Sorting, unique elements, and sets."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _joining
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import flat, host_integers, is_sequence, size_of
from ivy.frontends._numpy_api._values import kind as kind_of


class UniqueAllResult(NamedTuple):
    """The result of `unique_all`."""

    values: Any
    indices: Any
    inverse_indices: Any
    counts: Any


class UniqueCountsResult(NamedTuple):
    """The result of `unique_counts`."""

    values: Any
    counts: Any


class UniqueInverseResult(NamedTuple):
    """The result of `unique_inverse`."""

    values: Any
    inverse_indices: Any


def sort_order(x, axis):
    """Positions that sort an axis; complex numbers by real, then by imaginary part."""
    if kind_of(x) != "c":
        return ivy.argsort(x, axis=axis)
    nan = ivy.isnan(x)
    first = ivy.argsort(ivy.imag(x), axis=axis)
    real = ivy.take_along_axis(ivy.real(x), first, axis=axis)
    both = ivy.take_along_axis(first, ivy.argsort(real, axis=axis), axis=axis)
    broken = ivy.take_along_axis(nan, both, axis=axis)
    last = ivy.argsort(ivy.astype(broken, dtypes.uint8), axis=axis)
    return ivy.take_along_axis(both, last, axis=axis)


def ascending(x, axis):
    """`x` sorted along an axis."""
    if kind_of(x) == "c":
        return ivy.take_along_axis(x, sort_order(x, axis), axis=axis)
    return ivy.sort(x, axis=axis)


def sort(rules: Rules, a, axis=-1, kind=None, order=None, *, stable=None):
    x, at = rules.along(a, axis)
    _check_sort(kind, order, stable)
    return ascending(x, at)


def argsort(rules: Rules, a, axis=-1, kind=None, order=None, *, stable=None):
    x, at = rules.along(a, axis)
    _check_sort(kind, order, stable)
    return rules.as_int(sort_order(x, at))


def _check_sort(kind, order, stable):
    if order is not None:
        raise ValueError("Cannot specify order when the array has no fields.")
    if kind is not None and stable is not None:
        raise ValueError("`kind` and keyword parameters can't be provided at the same time.")
    known = ("quicksort", "mergesort", "heapsort", "stable")
    if kind is not None and kind.lower() not in known:
        raise ValueError(f"sort kind must be one of 'quick', 'heap', or 'stable' (got {kind!r})")


def sort_complex(rules: Rules, a):
    x = sort(rules, rules.array(a), rules.sorted_complex_axis)
    return rules.cast(x, rules.sorted_complex_dtype(ivy.dtype(x)))


def lexsort(rules: Rules, keys, axis=-1):
    parts = keys if is_sequence(keys) else _joining.unstack(rules, keys)
    parts = [rules.array(k) for k in parts]
    if not parts:
        raise TypeError("need sequence of keys with len > 0 in lexsort")
    if len({tuple(p.shape) for p in parts}) > 1:
        raise ValueError("all keys need to be the same shape")
    if not len(parts[0].shape):
        return ivy.zeros((), dtype=rules.int_)
    at = rules.axis(axis, len(parts[0].shape))
    found = None
    for p in parts:
        if found is None:
            found = sort_order(p, at)
            continue
        ordered = ivy.take_along_axis(p, found, axis=at)
        found = ivy.take_along_axis(found, sort_order(ordered, at), axis=at)
    return rules.as_int(found)


def partition(rules: Rules, a, kth, axis=-1, kind="introselect", order=None):
    x, at = rules.along(a, axis)
    _check_kth(kth, x.shape[at])
    return ascending(x, at)


def argpartition(rules: Rules, a, kth, axis=-1, kind="introselect", order=None):
    x, at = rules.along(a, axis)
    _check_kth(kth, x.shape[at])
    return rules.as_int(sort_order(x, at))


def _check_kth(kth, length):
    for k in host_integers(kth):
        if not -length <= k < length:
            raise ValueError(f"kth(={k}) out of bounds ({length})")


# -- unique elements


def unique(
    rules: Rules,
    ar,
    return_index=False,
    return_inverse=False,
    return_counts=False,
    axis=None,
    *,
    equal_nan=True,
    sorted=True,
):
    x = rules.array(ar)
    axis = None if axis is None else rules.axis(axis, len(x.shape))
    if axis is None or len(x.shape) == 1:
        values, first, inverse, counts = _unique_values(flat(x), equal_nan)
        inverse = ivy.reshape(inverse, tuple(x.shape))
    else:
        values, first, inverse, counts = _unique_rows(x, axis)
    wanted = ((return_index, first), (return_inverse, inverse), (return_counts, counts))
    found = [values, *(rules.as_int(v) for w, v in wanted if w)]
    return tuple(found) if len(found) > 1 else values


def _unique_values(x, equal_nan):
    """Values, first positions, inverse and counts of a 1-d array."""
    order = sort_order(x, 0)
    ordered = ivy.take(x, order, axis=0)
    new = _is_new(ordered, equal_nan)
    return _runs(ordered, order, new)


def _is_new(ordered, equal_nan):
    """Whether an element differs from the one before it."""
    if not ordered.shape[0]:
        return ivy.zeros((0,), dtype=dtypes.bool_)
    after, before = ordered[1:], ordered[:-1]
    differs = ivy.not_equal(after, before)
    if equal_nan and kind_of(ordered) in "fc":
        both = ivy.logical_and(ivy.isnan(after), ivy.isnan(before))
        differs = ivy.logical_and(differs, ivy.logical_not(both))
    return ivy.concat([ivy.ones((1,), dtype=dtypes.bool_), differs], axis=0)


def _runs(ordered, order, new):
    """As `_unique_values`, given the sorted array, its order, and where a new value starts."""
    starts = ivy.nonzero(new)[0]
    values = ivy.take(ordered, starts, axis=0)
    first = ivy.take(order, starts, axis=0)
    total = ivy.constant(np.asarray([ordered.shape[0]], np.int64))
    counts = ivy.subtract(ivy.concat([starts[1:], total], axis=0)[: starts.shape[0]], starts)
    if not ordered.shape[0]:
        return values, first, order, counts
    rank = ivy.subtract(ivy.cumsum(ivy.astype(new, dtypes.int64), axis=0), 1)
    inverse = ivy.take(rank, ivy.invert_permutation(order), axis=0)
    return values, first, inverse, counts


def _unique_rows(x, axis):
    """As `_unique_values`, of the slices along an axis, in lexicographic order."""
    rows = ivy.moveaxis(x, axis, 0)
    count = rows.shape[0]
    table = ivy.reshape(rows, (count, size_of(rows) // max(count, 1)))
    order = ivy.constant(np.arange(count, dtype=np.int64))
    for column in range(table.shape[1])[::-1]:
        key = ivy.take(table[:, column], order, axis=0)
        order = ivy.take(order, sort_order(key, 0), axis=0)
    ordered = ivy.take(table, order, axis=0)
    differs = ivy.any(ivy.not_equal(ordered[1:], ordered[:-1]), axis=1)
    new = ivy.concat([ivy.ones((1,), dtype=dtypes.bool_), differs], axis=0)[:count]
    values, first, inverse, counts = _runs(ordered, order, new)
    values = ivy.reshape(values, (values.shape[0], *rows.shape[1:]))
    return ivy.moveaxis(values, 0, axis), first, inverse, counts


def unique_all(rules: Rules, x, /):
    found = unique(rules, x, True, True, True, equal_nan=False)
    return UniqueAllResult(*found)


def unique_counts(rules: Rules, x, /):
    return UniqueCountsResult(*unique(rules, x, return_counts=True, equal_nan=False))


def unique_inverse(rules: Rules, x, /):
    return UniqueInverseResult(*unique(rules, x, return_inverse=True, equal_nan=False))


def unique_values(rules: Rules, x, /):
    return unique(rules, x, equal_nan=False)


# -- sets


def isin(rules: Rules, element, test_elements, assume_unique=False, invert=False, *, kind=None):
    x, known = rules.promote(element, test_elements)
    rows, table = flat(x), ascending(flat(known), 0)
    if not table.shape[0] or not rows.shape[0]:
        return ivy.full(x.shape, bool(invert), dtype=dtypes.bool_)
    if kind_of(x) == "c":  # which can't be searched
        hit = ivy.any(ivy.equal(ivy.expand_dims(rows, axis=1), table), axis=1)
    else:
        last = ivy.asarray(table.shape[0] - 1, dtype=dtypes.int64)
        at = ivy.minimum(ivy.searchsorted(table, rows), last)
        hit = ivy.equal(ivy.take(table, at, axis=0), rows)
    hit = ivy.reshape(hit, tuple(x.shape))
    return ivy.logical_not(hit) if invert else hit


def intersect1d(rules: Rules, ar1, ar2, assume_unique=False, return_indices=False):
    a, b = rules.promote(ar1, ar2)
    a, b = flat(a), flat(b)
    first, second = (_unique_values(v, True)[1] for v in (a, b))
    if assume_unique:
        first, second = (ivy.constant(np.arange(v.shape[0], dtype=np.int64)) for v in (a, b))
    values = [ivy.take(a, first, axis=0), ivy.take(b, second, axis=0)]
    both = ivy.concat(values, axis=0)
    order = sort_order(both, 0)
    ordered = ivy.take(both, order, axis=0)
    hits = ivy.nonzero(ivy.equal(ordered[1:], ordered[:-1]))[0]
    common = ivy.take(ordered, hits, axis=0)
    if not return_indices:
        return common
    left = ivy.take(first, ivy.take(order, hits, axis=0), axis=0)
    at = ivy.subtract(ivy.take(order, ivy.add(hits, 1), axis=0), first.shape[0])
    return common, rules.as_int(left), rules.as_int(ivy.take(second, at, axis=0))


def union1d(rules: Rules, ar1, ar2):
    a, b = rules.promote(ar1, ar2)
    return _unique_values(ivy.concat([flat(a), flat(b)], axis=0), True)[0]


def setdiff1d(rules: Rules, ar1, ar2, assume_unique=False):
    a, b = rules.array(ar1), rules.array(ar2)
    a = flat(a) if assume_unique else _unique_values(flat(a), True)[0]
    if not assume_unique:
        b = _unique_values(flat(b), True)[0]
    left = ivy.nonzero(isin(rules, a, b, invert=True))[0]
    return ivy.take(a, left, axis=0)


def setxor1d(rules: Rules, ar1, ar2, assume_unique=False):
    a, b = (flat(v) for v in rules.promote(ar1, ar2))
    if not assume_unique:
        a, b = (_unique_values(v, True)[0] for v in (a, b))
    both = ascending(ivy.concat([a, b], axis=0), 0)
    if not both.shape[0]:
        return both
    new = _is_new(both, False)
    last = ivy.concat([new[1:], ivy.ones((1,), dtype=dtypes.bool_)], axis=0)
    return ivy.take(both, ivy.nonzero(ivy.logical_and(new, last))[0], axis=0)
