"""What reads and writes elements at positions, by masks, or by conditions."""

from __future__ import annotations

import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules, flat, is_sequence, kind, shape_of


class Selection(Rules):
    """Selection by positions and conditions."""

    def where(self, condition, x=None, y=None, /):
        if x is None and y is None:
            return self.nonzero(condition)
        if x is None or y is None:
            raise ValueError("either both or neither of x and y should be given")
        mask = self.cast(self.array(condition), dtypes.bool_)
        return ivy.where(*self.broadcast(mask, *self.promote(x, y)))

    def nonzero(self, a):
        x = self.array(a)
        if not len(x.shape):
            raise ValueError("Calling nonzero on 0d arrays is not allowed.")
        self.dynamic("nonzero")
        return tuple(self.int(i) for i in ivy.nonzero(self.cast(x, dtypes.bool_)))

    def flatnonzero(self, a):
        return self.nonzero(flat(self.array(a)))[0]

    def argwhere(self, a):
        x = self.array(a)
        if not len(x.shape):
            count = len(self.nonzero(ivy.reshape(x, (1,)))[0])
            return ivy.zeros((count, 0), dtype=self.int_)
        return ivy.stack(list(self.nonzero(x)), axis=1)

    def positions(self, indices, length, mode="raise"):
        """Integer positions along an axis, counted from the front, each inside."""
        at = self.array(indices)
        if self.size(at) == 0 and kind(at) == "f":
            at = self.cast(at, self.int_)
        if kind(at) not in "iub":
            self.refuse_positions(at)
        at = ivy.astype(at, dtypes.int64)
        if mode == "wrap":
            return ivy.remainder(at, self.number(max(length, 1), at))
        if mode == "clip":
            return ivy.clip(at, self.number(0, at), self.number(max(length - 1, 0), at))
        outside = ivy.logical_or(
            ivy.less(at, self.number(-length, at)), ivy.greater_equal(at, self.number(length, at))
        )
        if self.size(at) and ivy.item(ivy.any(outside)):
            raise IndexError(f"index is out of bounds for axis with size {length}")
        return ivy.where(ivy.less(at, self.number(0, at)), ivy.add(at, self.number(length, at)), at)

    def refuse_positions(self, at):
        """Raises for positions that are no integers."""
        raise TypeError(
            f"Cannot cast array data from dtype('{ivy.dtype(at)}') to dtype('int64') according to "
            "the rule 'safe'"
        )

    def check_mode(self, mode):
        """Raises for a way to treat positions outside that there is not."""
        if mode not in ("raise", "wrap", "clip"):
            raise ValueError(f"clipmode must be one of 'clip', 'raise', or 'wrap' (got '{mode}')")

    def take(self, a, indices, axis=None, out=None, mode="raise"):
        self.check_mode(mode)
        x = self.array(a)
        if axis is None:
            x, at = flat(x), 0
        else:
            at = self.axis(axis, len(x.shape))
        where = self.positions(indices, x.shape[at], mode)
        if not x.shape[at] and self.size(where):
            raise IndexError("cannot do a non-empty take from an empty axes.")
        return self.out(ivy.take(x, where, axis=at), out)

    def take_along_axis(self, arr, indices, axis=-1):
        x, at = self.array(arr), self.array(indices)
        if axis is None:
            if len(at.shape) != 1:
                raise ValueError("when axis=None, `indices` must have a single dimension.")
            x, axis = flat(x), 0
        axis = self.axis(axis, len(x.shape))
        x, where = self._aligned(x, at, axis)
        return ivy.take_along_axis(x, where, axis=axis)

    def _aligned(self, x, at, axis):
        """An array and the positions along its axis, broadcast on the other axes."""
        if kind(at) not in "iu":
            raise self.IndicesError("`indices` must be an integer array")
        if len(x.shape) != len(at.shape):
            raise ValueError("`indices` and `arr` must have the same number of dimensions")
        where = self.positions(at, x.shape[axis])
        rest = [tuple(1 if i == axis else n for i, n in enumerate(a.shape)) for a in (x, at)]
        try:
            shape = list(np.broadcast_shapes(*rest))
        except ValueError:
            raise self.AlignmentError(
                "shape mismatch: indexing arrays could not be broadcast together"
            ) from None
        shapes = []
        for a in (x, at):
            shape[axis] = a.shape[axis]
            shapes.append(tuple(shape))
        return ivy.broadcast_to(x, shapes[0]), ivy.broadcast_to(where, shapes[1])

    IndicesError: type[Exception] = IndexError
    AlignmentError: type[Exception] = IndexError

    def choose(self, a, choices, out=None, mode="raise"):
        self.check_mode(mode)
        at = self.array(a)
        options = self.promote(*(choices if is_sequence(choices) else self.unstack(choices)))
        if kind(at) not in "iub":
            self.refuse_positions(at)
        where, *options = self.broadcast(at, *options)
        outside = ivy.astype(where, dtypes.int64)
        if mode == "raise":
            bad = ivy.logical_or(ivy.less(outside, 0), ivy.greater_equal(outside, len(options)))
            if self.size(where) and ivy.item(ivy.any(bad)):
                raise ValueError("invalid entry in choice array")
        where = self.positions(where, len(options), mode)
        table = ivy.stack(options, axis=0)
        found = ivy.take_along_axis(table, ivy.expand_dims(where, axis=0), axis=0)
        return self.out(ivy.squeeze(found, axis=0), out)

    def select(self, condlist, choicelist, default=0):
        if len(condlist) != len(choicelist):
            raise ValueError("list of cases must be same length as list of conditions")
        if not condlist:
            raise ValueError("select with an empty condition list is not possible")
        conditions = [self.array(c) for c in condlist]
        for c in conditions:
            if kind(c) != "b":
                raise TypeError("invalid entry in condlist: should be boolean ndarray")
        *choices, result = self.promote(*choicelist, default)
        everything = self.broadcast(*conditions, *choices, result)
        result, half = everything[-1], len(conditions)
        for c, v in zip(everything[:half][::-1], everything[half : 2 * half][::-1]):
            result = ivy.where(c, v, result)
        return result

    def piecewise(self, x, condlist, funclist, *args, **kw):
        x = self.array(x)
        if not is_sequence(condlist):
            condlist = [condlist]
        conditions = [
            self.broadcast_to(self.cast(self.array(c), dtypes.bool_), x.shape) for c in condlist
        ]
        if len(funclist) not in (len(conditions), len(conditions) + 1):
            raise ValueError(
                f"with {len(conditions)} condition(s), either {len(conditions)} or "
                f"{len(conditions) + 1} functions are expected"
            )
        result = ivy.zeros(x.shape, dtype=ivy.dtype(x))
        if len(funclist) > len(conditions):
            some = conditions[0]
            for c in conditions[1:]:
                some = ivy.logical_or(some, c)
            conditions = [*conditions, ivy.logical_not(some)]
        for c, f in zip(conditions, funclist):
            value = f(x, *args, **kw) if callable(f) else f
            value = self.cast(self.array(value), ivy.dtype(x))
            result = ivy.where(c, ivy.broadcast_to(value, x.shape), result)
        return result

    def compress(self, condition, a, axis=None, out=None):
        mask = self.cast(self.array(condition), dtypes.bool_)
        if len(mask.shape) != 1:
            raise ValueError("condition must be a 1-d array")
        x = self.array(a)
        x, at = (flat(x), 0) if axis is None else (x, self.axis(axis, len(x.shape)))
        self.dynamic("compress")
        hits = ivy.nonzero(mask)[0]
        return self.out(ivy.take(x, self.positions(hits, x.shape[at]), axis=at), out)

    def extract(self, condition, arr):
        x = flat(self.array(arr))
        mask = flat(self.cast(self.array(condition), dtypes.bool_))
        self.dynamic("extract")
        return ivy.take(x, self.positions(ivy.nonzero(mask)[0], x.shape[0]), axis=0)

    # -- positions as numbers

    def searchsorted(self, a, v, side="left", sorter=None):
        if side not in ("left", "right"):
            raise ValueError(f"search side must be one of 'left' or 'right' (got '{side}')")
        x, v = self.promote(a, v)
        if len(x.shape) != 1:
            raise ValueError("object too deep for desired array")
        if sorter is not None:
            order = self.array(sorter)
            if order.shape != x.shape:
                raise ValueError("sorter.size must equal a.size")
            x = ivy.take(x, self.positions(order, x.shape[0]), axis=0)
        return self.int(ivy.searchsorted(x, v, side=side))

    def digitize(self, x, bins, right=False):
        x, bins = self.promote(x, bins)
        if len(bins.shape) != 1:
            raise ValueError("bins must be one-dimensional")
        if kind(x) == "c":
            raise TypeError("x may not be complex")
        side = "left" if right else "right"
        values = ivy.to_numpy(bins)
        if (values[1:] >= values[:-1]).all():
            return self.int(ivy.searchsorted(bins, x, side=side))
        if not (values[1:] <= values[:-1]).all():
            raise ValueError("bins must be monotonically increasing or decreasing")
        side = "right" if right else "left"
        at = ivy.searchsorted(ivy.flip(bins, axis=0), x, side=side)
        return self.int(ivy.subtract(self.number(bins.shape[0], at), at))

    def ravel_multi_index(self, multi_index, dims, mode="raise", order="C"):
        parts = multi_index if is_sequence(multi_index) else self.unstack(multi_index)
        dims = shape_of(dims)
        if len(parts) != len(dims):
            raise ValueError(f"parameter multi_index must be a sequence of length {len(dims)}")
        parts = self.broadcast(*[self.array(p) for p in parts])
        if any(kind(p) not in "iu" for p in parts):
            raise TypeError("only int indices permitted")
        modes = mode if is_sequence(mode) else (mode,) * len(dims)
        strides = [math.prod(dims[i + 1 :]) for i in range(len(dims))]
        if order == "F":
            strides = [math.prod(dims[:i]) for i in range(len(dims))]
        total = None
        for p, n, m, stride in zip(parts, dims, modes, strides):
            at = ivy.multiply(self._coordinate(p, n, m), ivy.asarray(stride, dtype=dtypes.int64))
            total = at if total is None else ivy.add(total, at)
        return self.int(total)

    def _coordinate(self, p, n, mode):
        at = ivy.astype(p, dtypes.int64)
        if mode == "raise":
            outside = ivy.logical_or(ivy.less(at, 0), ivy.greater_equal(at, n))
            if self.size(at) and ivy.item(ivy.any(outside)):
                raise ValueError("invalid entry in coordinates array")
            return at
        self.check_mode(mode)
        return self.positions(at, n, mode)

    def unravel_index(self, indices, shape, order="C"):
        shape = shape_of(shape)
        at = self.array(indices)
        if kind(at) not in "iu":
            raise TypeError("only int indices permitted")
        at = ivy.astype(at, dtypes.int64)
        at = self.unraveled(at, math.prod(shape))
        found = []
        for n in shape if order == "F" else shape[::-1]:
            found.append(self.int(ivy.remainder(at, self.number(max(n, 1), at))))
            at = ivy.floor_divide(at, self.number(max(n, 1), at))
        return tuple(found if order == "F" else found[::-1])

    def unraveled(self, at, size):
        """Flat positions that are inside an array of `size` elements."""
        outside = ivy.logical_or(ivy.less(at, 0), ivy.greater_equal(at, size))
        if self.size(at) and ivy.item(ivy.any(outside)):
            raise ValueError(f"index is out of bounds for array with size {size}")
        return at

    def _triangle_positions(self, mask):
        return tuple(self.int(ivy.constant(i)) for i in np.nonzero(mask))

    def tril_indices(self, n, k=0, m=None):
        return self._triangle_positions(np.tri(n, m, k, dtype=bool))

    def triu_indices(self, n, k=0, m=None):
        return self._triangle_positions(~np.tri(n, m, k - 1, dtype=bool))

    def tril_indices_from(self, arr, k=0):
        x = self._matrix(arr)
        return self.tril_indices(x.shape[0], k, x.shape[1])

    def triu_indices_from(self, arr, k=0):
        x = self._matrix(arr)
        return self.triu_indices(x.shape[0], k, x.shape[1])

    def _matrix(self, arr):
        x = self.array(arr)
        if len(x.shape) != 2:
            raise ValueError("input array must be 2-d")
        return x

    def diag_indices(self, n, ndim=2):
        return (self.int(ivy.constant(np.arange(n))),) * ndim

    def diag_indices_from(self, arr):
        x = self.array(arr)
        if len(x.shape) < 2:
            raise ValueError("input array must be at least 2-d")
        if len(set(x.shape)) > 1:
            raise ValueError("All dimensions of input must be of equal length")
        return self.diag_indices(x.shape[0], len(x.shape))

    def mask_indices(self, n, mask_func, k=0):
        return self.nonzero(mask_func(ivy.ones((n, n), dtype=self.int_), k))

    def ix_(self, *args):
        found = []
        for i, a in enumerate(args):
            x = self.array(a)
            if len(x.shape) != 1:
                raise ValueError("Cross index must be 1 dimensional")
            if not x.shape[0]:
                x = self.cast(x, self.int_)
            if kind(x) == "b":
                x = self.int(ivy.nonzero(x)[0])
            shape = [1] * len(args)
            shape[i] = x.shape[0]
            found.append(ivy.reshape(x, tuple(shape)))
        return tuple(found)
