"""What joins arrays, and splits them."""

from __future__ import annotations

import itertools
import operator

from ivy import functional as ivy
from ivy.frontends._numpy_api._rules import Rules, flat, host_integers, is_sequence


class Joining(Rules):
    """Joining and splitting."""

    def _several(self, arrays, dtype=None):
        """The arrays of a list (or the rows of an array), in one dtype."""
        if not is_sequence(arrays):
            x = self.array(arrays)
            if not len(x.shape):
                raise TypeError("a sequence of arrays is needed")
            arrays = [x[i] for i in range(x.shape[0])]
        if not arrays:
            raise ValueError("need at least one array to concatenate")
        arrays = [self.array(a) for a in arrays]
        if dtype is not None:
            return [self.cast(a, self.dtype_of(dtype)) for a in arrays]
        return self.promote(*arrays)

    def concatenate(self, arrays, /, axis=0, out=None, *, dtype=None, casting="same_kind"):
        parts = self._several(arrays, dtype)
        if axis is None:
            return self.out(ivy.concat([flat(p) for p in parts], axis=0), out)
        if not len(parts[0].shape):
            raise ValueError("zero-dimensional arrays cannot be concatenated")
        at = self.axis(axis, len(parts[0].shape))
        for p in parts[1:]:
            if len(p.shape) != len(parts[0].shape):
                raise self.JoinError(
                    "all the input array dimensions except for the concatenation axis must match "
                    f"exactly, but they have {len(parts[0].shape)} and {len(p.shape)} axes"
                )
            if any(n != m for i, (n, m) in enumerate(zip(p.shape, parts[0].shape)) if i != at):
                raise self.JoinError(
                    "all the input array dimensions except for the concatenation axis must match "
                    f"exactly, but they are {tuple(parts[0].shape)} and {tuple(p.shape)}"
                )
        return self.out(ivy.concat(parts, axis=at), out)

    def stack(self, arrays, axis=0, out=None, *, dtype=None, casting="same_kind"):
        parts = self._several(arrays, dtype)
        if len({tuple(p.shape) for p in parts}) > 1:
            raise ValueError("all input arrays must have the same shape")
        at = self.axis(axis, len(parts[0].shape) + 1)
        return self.out(ivy.stack(parts, axis=at), out)

    def hstack(self, tup, *, dtype=None, casting="same_kind"):
        parts = [self.atleast_1d(p) for p in self._several(tup, dtype)]
        return self.concatenate(parts, axis=0 if len(parts[0].shape) == 1 else 1)

    def vstack(self, tup, *, dtype=None, casting="same_kind"):
        return self.concatenate([self.atleast_2d(p) for p in self._several(tup, dtype)], axis=0)

    def dstack(self, tup, *, dtype=None):
        return self.concatenate([self.atleast_3d(p) for p in self._several(tup, dtype)], axis=2)

    def column_stack(self, tup):
        parts = self._several(tup)
        parts = [p if len(p.shape) > 1 else ivy.reshape(p, (self.size(p), 1)) for p in parts]
        return self.concatenate(parts, axis=1)

    def append(self, arr, values, axis=None):
        if axis is None:
            return self.concatenate([flat(self.array(arr)), flat(self.array(values))], axis=0)
        return self.concatenate([self.array(arr), self.array(values)], axis=axis)

    def block(self, arrays):
        depth = _depth(arrays)
        leaves = _leaves(arrays)
        ndim = max([depth, *(len(self.array(a).shape) for a in leaves)])
        return self._block(arrays, depth, ndim, self.common(*map(self.array, leaves)))

    def _block(self, arrays, depth, ndim, dtype):
        if not isinstance(arrays, list):
            x = self.cast(self.array(arrays), dtype)
            return ivy.reshape(x, (1,) * (ndim - len(x.shape)) + tuple(x.shape))
        parts = [self._block(a, depth - 1, ndim, dtype) for a in arrays]
        return self.concatenate(parts, axis=-depth)

    # -- splitting

    def array_split(self, ary, indices_or_sections, axis=0):
        x = self.array(ary)
        at = self.axis(axis, len(x.shape))
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

    def split(self, ary, indices_or_sections, axis=0):
        x = self.array(ary)
        at = self.axis(axis, len(x.shape))
        if not is_sequence(indices_or_sections) and not getattr(indices_or_sections, "shape", ()):
            sections = operator.index(indices_or_sections)
            if sections <= 0 or x.shape[at] % sections:
                raise ValueError("array split does not result in an equal division")
        return self.array_split(x, indices_or_sections, at)

    def hsplit(self, ary, indices_or_sections):
        x = self.array(ary)
        if not len(x.shape):
            raise ValueError("hsplit only works on arrays of 1 or more dimensions")
        return self.split(x, indices_or_sections, 1 if len(x.shape) > 1 else 0)

    def vsplit(self, ary, indices_or_sections):
        x = self.array(ary)
        if len(x.shape) < 2:
            raise ValueError("vsplit only works on arrays of 2 or more dimensions")
        return self.split(x, indices_or_sections, 0)

    def dsplit(self, ary, indices_or_sections):
        x = self.array(ary)
        if len(x.shape) < 3:
            raise ValueError("dsplit only works on arrays of 3 or more dimensions")
        return self.split(x, indices_or_sections, 2)

    def unstack(self, x, /, *, axis=0):
        x = self.array(x)
        if not len(x.shape):
            raise ValueError("Input array must be at least 1-d.")
        at = self.axis(axis, len(x.shape))
        whole = (slice(None),) * at
        return tuple(ivy.slice_(x, (*whole, i)) for i in range(x.shape[at]))


def _depth(arrays):
    return 1 + max(map(_depth, arrays)) if isinstance(arrays, list) and arrays else 0


def _leaves(arrays):
    return [x for a in arrays for x in _leaves(a)] if isinstance(arrays, list) else [arrays]
