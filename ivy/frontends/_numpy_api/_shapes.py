"""What moves and repeats elements."""

from __future__ import annotations

import math
import operator

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._joining import Joining
from ivy.frontends._numpy_api._rules import flat, host_integers, is_sequence, shape_of


class Shapes(Joining):
    """Shapes and axes."""

    def reshape(self, a, /, shape, order="C", *, copy=None):
        x = self.array(a)
        shape = self.resolved_shape(x, shape)
        self.check_order(order)
        if order == "F":
            backwards = ivy.reshape(self._reversed(x), shape[::-1])
            return self._reversed(backwards)
        return ivy.reshape(x, shape)

    def check_order(self, order):
        """Raises unless the order of elements is one that there is."""
        if order not in ("C", "F", "A", "K"):
            raise ValueError(f"order must be one of 'C', 'F', 'A', or 'K' (got {order!r})")

    def _reversed(self, x):
        return ivy.permute_dims(x, tuple(range(len(x.shape)))[::-1]) if len(x.shape) > 1 else x

    def resolved_shape(self, x, shape):
        """`shape` with its -1 replaced; it must hold the elements of `x`."""
        wanted, size = list(shape_of(shape)), self.size(x)
        open_ = [i for i, n in enumerate(wanted) if n == -1]
        known = math.prod(n for n in wanted if n != -1)
        fits = known == size if not open_ else known > 0 and size % known == 0
        if len(open_) > 1:
            raise ValueError("can only specify one unknown dimension")
        if not fits or any(n < -1 for n in wanted):
            text = f"cannot reshape array of size {size} into shape {tuple(shape_of(shape))}"
            raise self.ShapeError(text)
        for i in open_:
            wanted[i] = size // known
        return tuple(wanted)

    def ravel(self, a, order="C"):
        return self.reshape(a, (-1,) if self.size(self.array(a)) else (0,), order=order)

    def transpose(self, a, axes=None):
        x = self.array(a)
        if axes is None:
            return self._reversed(x)
        order = self.axes(axes, len(x.shape))
        if len(order) != len(x.shape):
            raise ValueError("axes don't match array")
        return ivy.permute_dims(x, order)

    def matrix_transpose(self, x, /):
        x = self.array(x)
        if len(x.shape) < 2:
            raise ValueError(
                f"Input array must be at least 2-dimensional, but it is {len(x.shape)}"
            )
        return ivy.matrix_transpose(x)

    def moveaxis(self, a, source, destination):
        x = self.array(a)
        source, destination = (self.axes(v, len(x.shape)) for v in (source, destination))
        if len(source) != len(destination):
            raise ValueError(
                "`source` and `destination` arguments must have the same number of elements"
            )
        order = [i for i in range(len(x.shape)) if i not in source]
        for to, at in sorted(zip(destination, source)):
            order.insert(to, at)
        return ivy.permute_dims(x, order)

    def rollaxis(self, a, axis, start=0):
        x = self.array(a)
        at = self.axis(axis, len(x.shape))
        if not -len(x.shape) <= operator.index(start) <= len(x.shape):
            raise self.axis_error(start, len(x.shape) + 1)
        to = start + len(x.shape) if start < 0 else start
        to = to - 1 if at < to else to
        return self.moveaxis(x, at, to) if at != to else x

    def swapaxes(self, a, axis1, axis2):
        x = self.array(a)
        i, j = self.axis(axis1, len(x.shape)), self.axis(axis2, len(x.shape))
        order = list(range(len(x.shape)))
        order[i], order[j] = order[j], order[i]
        return ivy.permute_dims(x, order)

    def squeeze(self, a, axis=None):
        x = self.array(a)
        if axis is None:
            axes = tuple(i for i, n in enumerate(x.shape) if n == 1)
        else:
            axes = self.axes(axis, len(x.shape))
        if any(x.shape[i] != 1 for i in axes):
            raise ValueError("cannot select an axis to squeeze out which has size not equal to one")
        return ivy.squeeze(x, axis=axes) if axes else x

    def expand_dims(self, a, axis):
        x = self.array(a)
        count = len(axis) if is_sequence(axis) else 1
        return ivy.expand_dims(x, axis=tuple(sorted(self.axes(axis, len(x.shape) + count))))

    def broadcast_to(self, array, shape):
        x, shape = self.array(array), shape_of(shape)
        fits = len(x.shape) <= len(shape) and all(
            n in (1, m) for n, m in zip(x.shape[::-1], shape[::-1])
        )
        if not fits:
            text = f"input operand has shape {tuple(x.shape)}, which does not broadcast to {shape}"
            raise ValueError(text)
        return ivy.broadcast_to(x, shape)

    def broadcast_arrays(self, *args):
        arrays = [self.array(a) for a in args]
        try:
            return tuple(self.broadcast(*arrays))
        except TypeError as error:
            raise ValueError(str(error)) from None

    def _at_least(self, arrays, lift):
        found = [lift(self.array(a)) for a in arrays]
        return found[0] if len(found) == 1 else tuple(found)

    def atleast_1d(self, *arys):
        return self._at_least(arys, lambda x: x if len(x.shape) else ivy.reshape(x, (1,)))

    def atleast_2d(self, *arys):
        return self._at_least(arys, self._two_axes)

    def _two_axes(self, x):
        return x if len(x.shape) > 1 else ivy.reshape(x, (1, self.size(x)))

    def atleast_3d(self, *arys):
        def lift(x):
            if len(x.shape) > 2:
                return x
            if len(x.shape) == 2:
                return ivy.expand_dims(x, axis=2)
            return ivy.reshape(x, (1, self.size(x), 1))

        return self._at_least(arys, lift)

    # -- repeating and turning

    def tile(self, A, reps):
        x = self.array(A)
        reps = tuple(host_integers(reps))
        ndim = max(len(reps), len(x.shape))
        x = ivy.reshape(x, (1,) * (ndim - len(x.shape)) + tuple(x.shape))
        reps = (1,) * (ndim - len(reps)) + reps
        return ivy.tile(x, reps) if ndim else x

    def repeat(self, a, repeats, axis=None):
        x = self.array(a)
        if axis is None:
            x, at = flat(x), 0
        else:
            at = self.axis(axis, len(x.shape))
        counts = host_integers(repeats)
        if any(n < 0 for n in counts):
            raise ValueError("repeats may not contain negative values.")
        if len(counts) not in (1, x.shape[at]):
            self.refuse_repeats(len(counts), x.shape[at])
        if len(counts) == 1:
            counts = counts * x.shape[at]
        where = [i for i, n in enumerate(counts) for _ in range(n)]
        return self.pick(x, where, at)

    def refuse_repeats(self, given, needed):
        """Raises for a number of repeats that is not that of the elements."""
        raise ValueError(
            f"operands could not be broadcast together with shape ({needed},) ({given},)"
        )

    def pick(self, x, positions, axis):
        """The slices of `x` at host positions along an axis."""
        at = ivy.constant(_int64(positions))
        return ivy.take(x, at, axis=axis)

    def flip(self, m, axis=None):
        x = self.array(m)
        return ivy.flip(x, axis=self.axes(axis, len(x.shape))) if len(x.shape) else x

    def fliplr(self, m):
        x = self.array(m)
        if len(x.shape) < 2:
            raise ValueError("Input must be >= 2-d.")
        return ivy.flip(x, axis=(1,))

    def flipud(self, m):
        x = self.array(m)
        if not len(x.shape):
            raise ValueError("Input must be >= 1-d.")
        return ivy.flip(x, axis=(0,))

    def rot90(self, m, k=1, axes=(0, 1)):
        x = self.array(m)
        if len(axes) != 2:
            raise ValueError("len(axes) must be 2.")
        i, j = (self.axis(a, len(x.shape)) for a in axes)
        if i == j:
            raise ValueError(f"Axes={axes} must be different")
        k %= 4
        if k == 2:
            return ivy.flip(x, axis=(i, j))
        order = list(range(len(x.shape)))
        order[i], order[j] = order[j], order[i]
        if k == 1:
            return ivy.permute_dims(ivy.flip(x, axis=(j,)), order)
        return x if k == 0 else ivy.flip(ivy.permute_dims(x, order), axis=(j,))

    def roll(self, a, shift, axis=None):
        x = self.array(a)
        shifts = host_integers(shift)
        if axis is None:
            return ivy.reshape(ivy.roll(flat(x), sum(shifts), axis=0), tuple(x.shape))
        axes = [self.axis(i, len(x.shape)) for i in (axis if is_sequence(axis) else (axis,))]
        if len(shifts) != len(axes) and 1 not in (len(shifts), len(axes)):
            raise ValueError("'shift' and 'axis' should be scalars or 1D sequences")
        count = max(len(shifts), len(axes))
        shifts = shifts * count if len(shifts) == 1 else shifts
        axes = axes * count if len(axes) == 1 else axes
        for n, at in zip(shifts, axes):
            x = ivy.roll(x, n, axis=at)
        return x

    def resize(self, a, new_shape):
        x, shape = flat(self.array(a)), shape_of(new_shape)
        if any(n < 0 for n in shape):
            raise ValueError("all elements of `new_shape` must be non-negative")
        size = math.prod(shape)
        if not x.shape[0]:
            return ivy.zeros(shape, dtype=ivy.dtype(x))
        whole = ivy.tile(x, (-(-size // x.shape[0]),)) if size else x
        return ivy.reshape(whole[:size], shape)

    def delete(self, arr, obj, axis=None):
        x, at = self._along(arr, axis)
        keep = [True] * x.shape[at]
        for i in self._places(obj, x.shape[at]):
            keep[i] = False
        return self.pick(x, [i for i, k in enumerate(keep) if k], at)

    def _along(self, arr, axis):
        x = self.array(arr)
        return (flat(x), 0) if axis is None else (x, self.axis(axis, len(x.shape)))

    def _places(self, obj, length):
        """Positions along an axis that an integer, a slice, a mask or integers name."""
        if isinstance(obj, slice):
            return list(range(*obj.indices(length)))
        if is_sequence(obj) or hasattr(obj, "dtype"):
            mask = obj if is_sequence(obj) else ivy.to_numpy(obj).reshape(-1).tolist()
            if mask and all(type(m) is bool for m in mask):
                if len(mask) != length:
                    raise ValueError(
                        "boolean array argument obj to delete must be one dimensional and match "
                        f"the axis length of {length}"
                    )
                return [i for i, m in enumerate(mask) if m]
        places = host_integers(obj)
        for i in places:
            if not -length <= i < length:
                raise IndexError(f"index {i} is out of bounds for axis with size {length}")
        return [i % length for i in places]

    def insert(self, arr, obj, values, axis=None):
        x, at = self._along(arr, axis)
        length = x.shape[at]
        values = self.cast(self.array(values), ivy.dtype(x))
        if isinstance(obj, slice):
            places, single = list(range(*obj.indices(length))), False
        else:
            places = host_integers(obj)
            single = not is_sequence(obj) and not getattr(obj, "shape", ())
        for i in places:
            if not -length <= i <= length:
                raise IndexError(f"index {i} is out of bounds for axis {at} with size {length}")
        places = [i + length if i < 0 else i for i in places]
        if single:
            return self._insert_one(x, places[0], values, at)
        order = sorted(range(len(places)), key=lambda i: places[i])
        shape = [*x.shape]
        shape[at] = len(places)
        values = ivy.broadcast_to(values, tuple(shape))
        both = ivy.concat([x, values], axis=at)
        source = list(range(length))
        for count, i in enumerate(order):
            source.insert(places[i] + count, length + i)
        return self.pick(both, source, at)

    def _insert_one(self, x, place, values, at):
        """One position takes all that `values` holds there; without an axis of its own it gets one."""
        if len(values.shape) < len(x.shape):
            values = ivy.reshape(
                values, (1,) * (len(x.shape) - len(values.shape)) + tuple(values.shape)
            )
        values = ivy.moveaxis(values, 0, at)
        shape = [*x.shape]
        shape[at] = values.shape[at]
        values = ivy.broadcast_to(values, tuple(shape))
        whole = (slice(None),) * at
        before, after = (
            ivy.slice_(x, (*whole, s)) for s in (slice(None, place), slice(place, None))
        )
        return ivy.concat([before, values, after], axis=at)

    def trim_zeros(self, filt, trim="fb", axis=None):
        x = self.array(filt)
        self.dynamic("trim_zeros")
        for at in self.axes(axis, len(x.shape)):
            others = tuple(i for i in range(len(x.shape)) if i != at)
            mask = self.cast(x, dtypes.bool_)
            hits = ivy.nonzero(ivy.any(mask, axis=others) if others else mask)[0]
            where = ivy.to_numpy(hits).tolist() or [x.shape[at], x.shape[at] - 1]
            first = where[0] if "f" in trim.lower() else 0
            last = where[-1] + 1 if "b" in trim.lower() else x.shape[at]
            x = ivy.slice_(x, (*(slice(None),) * at, slice(first, max(first, last))))
        return x


def _int64(values):
    import numpy as np

    return np.asarray(list(values), np.int64)
