"""Joining and splitting arrays."""

from __future__ import annotations

import itertools
import operator

from ivy import functional as ivy
from ivy.frontends._numpy_api import _shapes
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import flat, host_integers, is_sequence, size_of


def _several(rules: Rules, arrays, dtype=None, make=None):
    """The arrays of a list, or the rows of an array, in one dtype."""
    if not is_sequence(arrays):
        x = rules.array(arrays)
        if not len(x.shape):
            raise TypeError("a sequence of arrays is needed")
        arrays = [x[i] for i in range(x.shape[0])]
    if not arrays:
        raise ValueError("need at least one array to concatenate")
    arrays = list(map(make or rules.array, arrays))
    if dtype is not None:
        return [rules.cast(a, rules.dtype_of(dtype)) for a in arrays]
    return rules.promote(*arrays)


def concatenate(rules: Rules, arrays, /, axis=0, out=None, *, dtype=None, casting="same_kind"):
    parts = _several(rules, arrays, dtype, lambda x: x if ivy.python_kind(x) else rules.array(x))
    if axis is None:
        return rules.out(ivy.concat([flat(p) for p in parts], axis=0), out)
    if not len(parts[0].shape):
        raise ValueError("zero-dimensional arrays cannot be concatenated")
    at = rules.axis(axis, len(parts[0].shape))
    for p in parts[1:]:
        if len(p.shape) != len(parts[0].shape):
            raise rules.JoinError(
                "all the input array dimensions except for the concatenation axis must match "
                f"exactly, but they have {len(parts[0].shape)} and {len(p.shape)} axes"
            )
        if any(n != m for i, (n, m) in enumerate(zip(p.shape, parts[0].shape)) if i != at):
            raise rules.JoinError(
                "all the input array dimensions except for the concatenation axis must match "
                f"exactly, but they are {tuple(parts[0].shape)} and {tuple(p.shape)}"
            )
    return rules.out(ivy.concat(parts, axis=at), out)


def stack(rules: Rules, arrays, axis=0, out=None, *, dtype=None, casting="same_kind"):
    parts = _several(rules, arrays, dtype)
    if len({tuple(p.shape) for p in parts}) > 1:
        raise ValueError("all input arrays must have the same shape")
    at = rules.axis(axis, len(parts[0].shape) + 1)
    return rules.out(ivy.stack(parts, axis=at), out)


def hstack(rules: Rules, tup, *, dtype=None, casting="same_kind"):
    parts = [_shapes.atleast_1d(rules, p) for p in _several(rules, tup, dtype)]
    return concatenate(rules, parts, axis=0 if len(parts[0].shape) == 1 else 1)


def vstack(rules: Rules, tup, *, dtype=None, casting="same_kind"):
    return concatenate(
        rules, [_shapes.atleast_2d(rules, p) for p in _several(rules, tup, dtype)], axis=0
    )


def dstack(rules: Rules, tup, *, dtype=None):
    return concatenate(
        rules, [_shapes.atleast_3d(rules, p) for p in _several(rules, tup, dtype)], axis=2
    )


def column_stack(rules: Rules, tup):
    parts = _several(rules, tup)
    parts = [p if len(p.shape) > 1 else ivy.reshape(p, (size_of(p), 1)) for p in parts]
    return concatenate(rules, parts, axis=1)


def append(rules: Rules, arr, values, axis=None):
    if axis is None:
        return concatenate(rules, [flat(rules.array(arr)), flat(rules.array(values))], axis=0)
    return concatenate(rules, [rules.array(arr), rules.array(values)], axis=axis)


def block(rules: Rules, arrays):
    depth = _depth(arrays)
    leaves = _leaves(arrays)
    ndim = max([depth, *(len(rules.array(a).shape) for a in leaves)])
    return _block(rules, arrays, depth, ndim, rules.common_dtype(*map(rules.array, leaves)))


def _block(rules: Rules, arrays, depth, ndim, dtype):
    if not isinstance(arrays, list):
        x = rules.cast(rules.array(arrays), dtype)
        return ivy.reshape(x, (1,) * (ndim - len(x.shape)) + tuple(x.shape))
    parts = [_block(rules, a, depth - 1, ndim, dtype) for a in arrays]
    return concatenate(rules, parts, axis=-depth)


# -- splitting


def array_split(rules: Rules, ary, indices_or_sections, axis=0):
    x = rules.array(ary)
    at = rules.axis(axis, len(x.shape))
    length = x.shape[at]
    if is_sequence(indices_or_sections) or getattr(indices_or_sections, "shape", ()):
        ends = [0, *host_integers(indices_or_sections), length]
    else:
        sections = operator.index(indices_or_sections)
        if sections <= 0:
            raise ValueError("number sections must be larger than 0.")
        each, extra = divmod(length, sections)
        sizes = [each + 1] * extra + [each] * (sections - extra)
        ends = [sum(sizes[:i]) for i in range(sections + 1)]
    whole = (slice(None),) * at
    return [ivy.slice_(x, (*whole, slice(a, b))) for a, b in itertools.pairwise(ends)]


def split(rules: Rules, ary, indices_or_sections, axis=0):
    x = rules.array(ary)
    at = rules.axis(axis, len(x.shape))
    if not is_sequence(indices_or_sections) and not getattr(indices_or_sections, "shape", ()):
        sections = operator.index(indices_or_sections)
        if sections <= 0 or x.shape[at] % sections:
            raise ValueError("array split does not result in an equal division")
    return array_split(rules, x, indices_or_sections, at)


def hsplit(rules: Rules, ary, indices_or_sections):
    x = rules.array(ary)
    if not len(x.shape):
        raise ValueError("hsplit only works on arrays of 1 or more dimensions")
    return split(rules, x, indices_or_sections, 1 if len(x.shape) > 1 else 0)


def vsplit(rules: Rules, ary, indices_or_sections):
    x = rules.array(ary)
    if len(x.shape) < 2:
        raise ValueError("vsplit only works on arrays of 2 or more dimensions")
    return split(rules, x, indices_or_sections, 0)


def dsplit(rules: Rules, ary, indices_or_sections):
    x = rules.array(ary)
    if len(x.shape) < 3:
        raise ValueError("dsplit only works on arrays of 3 or more dimensions")
    return split(rules, x, indices_or_sections, 2)


def unstack(rules: Rules, x, /, *, axis=0):
    x = rules.array(x)
    if not len(x.shape):
        raise ValueError("Input array must be at least 1-d.")
    at = rules.axis(axis, len(x.shape))
    whole = (slice(None),) * at
    return tuple(ivy.slice_(x, (*whole, i)) for i in range(x.shape[at]))


def _depth(arrays):
    return 1 + max(map(_depth, arrays)) if isinstance(arrays, list) and arrays else 0


def _leaves(arrays):
    return [x for a in arrays for x in _leaves(a)] if isinstance(arrays, list) else [arrays]
