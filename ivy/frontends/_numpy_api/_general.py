"""What NumPy and jax.numpy share beside the families: rounding, bits, padding, applied functions."""

from __future__ import annotations

import math
import operator

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._creation import Creation
from ivy.frontends._numpy_api._products import Products
from ivy.frontends._numpy_api._rules import flat, is_sequence, kind
from ivy.frontends._numpy_api._shapes import Shapes
from ivy.frontends._numpy_api._statistics import Statistics


class General(Creation, Products, Shapes, Statistics):
    """Functions of no family."""

    def _is_array(self, x):
        return hasattr(x, "shape") and hasattr(x, "dtype") and not isinstance(x, type)

    def isdtype(self, dtype, kind):
        return np.isdtype(dtype, kind)

    def ndim(self, a):
        return len(self.array(a).shape)

    def shape(self, a):
        return tuple(self.array(a).shape)

    def size(self, a, axis=None):
        """The number of elements, along some axes or in all."""
        x = self.array(a)
        return math.prod(x.shape[i] for i in self.axes(axis, len(x.shape)))

    def broadcast_shapes(self, *args):
        """The shape that shapes broadcast to."""
        return super().broadcast_shapes(*((a,) if isinstance(a, int) else a for a in args))

    def iterable(self, y):
        return is_sequence(y) or isinstance(y, (str, dict)) or bool(getattr(y, "shape", ()))

    def around(self, a, decimals=0, out=None):
        return self.round(a, decimals, out)

    def round(self, a, decimals=0, out=None):
        x = self.array(a)
        decimals = operator.index(decimals)
        if kind(x) == "c":
            parts = (self.round(p, decimals) for p in (ivy.real(x), ivy.imag(x)))
            return self.out(ivy.complex(*parts), out)
        return self.out(self._rounded(x, decimals), out)

    def _rounded(self, x, decimals):
        if kind(x) == "b":
            return (
                self.cast(x, dtypes.float16)
                if decimals == 0
                else self._rounded(self.cast(x, dtypes.float16), decimals)
            )
        if kind(x) in "iu":
            if decimals >= 0:
                return x
            scale = 10**-decimals
            wide = ivy.astype(x, dtypes.float64)
            return ivy.astype(ivy.round(wide / scale) * scale, ivy.dtype(x))
        if decimals == 0:
            return ivy.round(x)
        scale = self.number(10.0 ** abs(decimals), x)
        if decimals > 0:
            return ivy.divide(ivy.round(ivy.multiply(x, scale)), scale)
        return ivy.multiply(ivy.round(ivy.divide(x, scale)), scale)

    def isposinf(self, x, out=None):
        return self._infinite(x, out, ivy.logical_not)

    def isneginf(self, x, out=None):
        return self._infinite(x, out, lambda negative: negative)

    def _infinite(self, x, out, side):
        x = self.array(x)
        if kind(x) == "c":
            raise TypeError(
                f"This operation is not supported for {ivy.dtype(x)} values because it would "
                "be ambiguous."
            )
        if kind(x) != "f":
            return self.out(ivy.zeros(x.shape, dtype=dtypes.bool_), out)
        return self.out(ivy.logical_and(ivy.isinf(x), side(ivy.signbit(x))), out)

    def cumulative_sum(self, x, /, *, axis=None, dtype=None, out=None, include_initial=False):
        return self._cumulative(self.cumsum, 0, x, axis, dtype, out, include_initial)

    def cumulative_prod(self, x, /, *, axis=None, dtype=None, out=None, include_initial=False):
        return self._cumulative(self.cumprod, 1, x, axis, dtype, out, include_initial)

    def _cumulative(self, run, start, x, axis, dtype, out, include_initial):
        x = self.array(x)
        if not len(x.shape):
            x = ivy.reshape(x, (1,))
        if axis is None and len(x.shape) > 1:
            raise ValueError(
                "For arrays which have more than one dimension ``axis`` argument is required."
            )
        axis = self.axis(0 if axis is None else axis, len(x.shape))
        found = run(x, axis, dtype)
        if include_initial:
            shape = list(found.shape)
            shape[axis] = 1
            first = ivy.full(tuple(shape), start, dtype=ivy.dtype(found))
            found = ivy.concat([first, found], axis=axis)
        return self.out(found, out)

    def apply_along_axis(self, func1d, axis, arr, *args, **kwargs):
        x = self.array(arr)
        at = self.axis(axis, len(x.shape))
        rows = ivy.moveaxis(x, at, -1)
        outer = tuple(rows.shape[:-1])
        if 0 in outer:
            raise ValueError("Cannot apply_along_axis when any iteration dimensions are 0")
        found = [self.array(func1d(rows[i], *args, **kwargs)) for i in np.ndindex(*outer)]
        found = ivy.stack(self.promote(*found), axis=0)
        inner = tuple(found.shape[1:])
        found = ivy.reshape(found, (*outer, *inner))
        first = tuple(range(at))
        last = tuple(range(at, len(outer)))
        middle = tuple(range(len(outer), len(outer) + len(inner)))
        return ivy.permute_dims(found, (*first, *middle, *last)) if len(found.shape) > 1 else found

    def apply_over_axes(self, func, a, axes):
        x = self.array(a)
        for axis in axes if is_sequence(axes) else (axes,):
            axis = self.axis(axis, len(x.shape))
            found = self.array(func(x, axis))
            found = found if len(found.shape) == len(x.shape) else self.expand_dims(found, axis)
            if len(found.shape) != len(x.shape):
                raise ValueError("function is not returning an array of the correct shape")
            x = found
        return x

    def packbits(self, a, /, axis=None, bitorder="big"):
        x, at = self._bit_rows(a, axis, bitorder)
        if kind(x) not in "biu":
            raise TypeError("Expected an input array of integer or boolean data type")
        bits = ivy.astype(ivy.moveaxis(self.cast(x, dtypes.bool_), at, -1), dtypes.int64)
        count = -(-bits.shape[-1] // 8)
        bits = ivy.pad(bits, [(0, 0)] * (len(bits.shape) - 1) + [(0, 8 * count - bits.shape[-1])])
        bits = ivy.reshape(bits, (*bits.shape[:-1], count, 8))
        found = ivy.sum(ivy.multiply(bits, ivy.constant(_weights(bitorder))), axis=-1)
        return ivy.moveaxis(ivy.astype(found, dtypes.uint8), -1, at)

    def unpackbits(self, a, /, axis=None, count=None, bitorder="big"):
        x, at = self._bit_rows(a, axis, bitorder)
        if ivy.dtype(x) != dtypes.uint8:
            raise TypeError("Expected an input array of unsigned byte data type")
        rows = ivy.expand_dims(ivy.astype(ivy.moveaxis(x, at, -1), dtypes.int64), axis=-1)
        bits = ivy.bitwise_and(rows, ivy.constant(_weights(bitorder)))
        bits = ivy.astype(ivy.not_equal(bits, 0), dtypes.uint8)
        total = 8 * rows.shape[-2]
        bits = ivy.reshape(bits, (*bits.shape[:-2], total))
        if count is not None:
            end = total + count if count < 0 else count
            wider = [(0, 0)] * (len(bits.shape) - 1) + [(0, max(end - total, 0))]
            bits = ivy.pad(bits, wider)[..., :end]
        return ivy.moveaxis(bits, -1, at)

    def _bit_rows(self, a, axis, bitorder):
        if bitorder not in ("big", "little"):
            raise ValueError("'order' must be either 'little' or 'big'")
        x = self.array(a)
        return (flat(x), 0) if axis is None else (x, self.axis(axis, len(x.shape)))

    def pad(self, array, pad_width, mode="constant", **kwargs):
        x = self.array(array)
        widths = _pairs(pad_width, len(x.shape))
        if any(n < 0 for pair in widths for n in pair):
            raise ValueError("index can't contain negative values")
        if callable(mode) or mode not in _PADDING:
            raise ValueError(f"mode '{mode}' is not supported")
        unknown = set(kwargs) - _PADDING[mode]
        if unknown:
            raise ValueError(f"unsupported keyword arguments for mode '{mode}': {unknown}")
        for axis, (low, high) in enumerate(widths):
            x = self._padded(x, axis, low, high, mode, kwargs)
        return x

    def _padded(self, x, axis, low, high, mode, options):
        n = x.shape[axis]
        if mode in ("constant", "linear_ramp", "empty") or mode in _STATISTICS:
            ends = self._pad_values(x, axis, low, high, mode, options)
            return ivy.concat([ends[0], x, ends[1]], axis=axis)
        if n == 0 and low + high:
            raise ValueError(
                f"can't extend empty axis {axis} using modes other than 'constant' or 'empty'"
            )
        at = np.pad(np.arange(n), (low, high), mode)
        odd = options.get("reflect_type", "even") == "odd"
        if not odd:
            return self.pick(x, at, axis)
        return self._odd_reflection(x, axis, low, high, mode)

    def _odd_reflection(self, x, axis, low, high, mode):
        """Reflections through the ends: 2 * end - x, as integer combinations of elements."""
        n = x.shape[axis]
        table = np.pad(np.eye(n, dtype=np.int64), ((low, high), (0, 0)), mode, reflect_type="odd")
        moved = ivy.moveaxis(x, axis, 0)
        factors = self.cast(ivy.constant(table), ivy.dtype(x))
        return ivy.moveaxis(self._tensordot(factors, moved, (1,), (0,)), 0, axis)

    def _pad_values(self, x, axis, low, high, mode, options):
        if mode in ("constant", "linear_ramp"):
            key = "constant_values" if mode == "constant" else "end_values"
            values = _pairs(options.get(key, 0), len(x.shape), number=True)[axis]
        else:
            values = (0, 0)
        found = []
        for side, (count, value) in enumerate(zip((low, high), values)):
            shape = list(x.shape)
            shape[axis] = count
            if mode in _STATISTICS:
                found.append(self._statistic_pad(x, axis, shape, side, mode, options))
            elif mode == "linear_ramp":
                found.append(self._ramp(x, axis, count, side, value))
            else:
                value = self.cast(self.cast(self.array(value), ivy.dtype(x)), ivy.dtype(x))
                found.append(ivy.broadcast_to(value, tuple(shape)))
        return found

    def _statistic_pad(self, x, axis, shape, side, mode, options):
        lengths = options.get("stat_length")
        count = x.shape[axis] if lengths is None else _pairs(lengths, len(x.shape))[axis][side]
        count = min(count, x.shape[axis])
        whole = (slice(None),) * axis
        part = slice(0, count) if side == 0 else slice(x.shape[axis] - count, None)
        part = ivy.slice_(x, (*whole, part))
        value = getattr(self, _STATISTICS[mode])(part, axis, keepdims=True)
        if kind(x) in "iu" and kind(value) == "f":
            value = ivy.round(value)
        return ivy.broadcast_to(self.cast(value, ivy.dtype(x)), tuple(shape))

    def _ramp(self, x, axis, count, side, value):
        whole = (slice(None),) * axis
        edge = ivy.slice_(x, (*whole, 0 if side == 0 else x.shape[axis] - 1))
        ramp = self.linspace(value, edge, count, endpoint=False, dtype=ivy.dtype(x), axis=axis)
        return ramp if side == 0 else ivy.flip(ramp, axis=(axis,))


_STATISTICS = {"maximum": "max", "minimum": "min", "mean": "mean", "median": "median"}
_PADDING = {
    "empty": set(),
    "edge": set(),
    "wrap": set(),
    "constant": {"constant_values"},
    "linear_ramp": {"end_values"},
    "maximum": {"stat_length"},
    "mean": {"stat_length"},
    "median": {"stat_length"},
    "minimum": {"stat_length"},
    "reflect": {"reflect_type"},
    "symmetric": {"reflect_type"},
}


def _weights(bitorder):
    weights = 1 << np.arange(8, dtype=np.int64)
    return weights if bitorder == "little" else weights[::-1].copy()


def _pairs(widths, ndim, number=False):
    """`(before, after)` per axis, from a number, a pair, or pairs."""
    if isinstance(widths, dict):
        widths = [widths.get(i, widths.get(i - ndim, (0, 0))) for i in range(ndim)]
        widths = [w if is_sequence(w) else (w, w) for w in widths]
    values = np.asarray(ivy.to_numpy(widths) if hasattr(widths, "shape") else widths)
    if not number and values.dtype.kind not in "iu":
        raise TypeError("`pad_width` must be of integral type.")
    return np.broadcast_to(values, (ndim, 2)).tolist()
