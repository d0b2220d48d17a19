"""NumPy's main namespace: the shared families by NumPy's rules, and what NumPy does in its own way."""

from __future__ import annotations

import math
import operator

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._creation import Creation
from ivy.frontends._numpy_api._indexing import Indexing
from ivy.frontends._numpy_api._numerics import Numerics
from ivy.frontends._numpy_api._polynomials import Polynomials
from ivy.frontends._numpy_api._products import Products
from ivy.frontends._numpy_api._rules import flat, is_sequence, kind
from ivy.frontends._numpy_api._selection import Selection
from ivy.frontends._numpy_api._shapes import Shapes
from ivy.frontends._numpy_api._sorting import Sorting
from ivy.frontends._numpy_api._statistics import Statistics
from ivy.frontends.numpy._ufuncs import Ufuncs


class Families(
    Ufuncs,
    Creation,
    Indexing,
    Numerics,
    Polynomials,
    Products,
    Selection,
    Shapes,
    Sorting,
    Statistics,
):
    """All families, by NumPy's rules."""


class NumPy(Families):
    """`numpy`."""

    # -- rules

    def refuse_axes(self, n):
        raise IndexError("tuple index out of range")

    def end_dtype(self, dtype, start, stop):
        # numbers are arrays of float64 here, so that float32 ends alone do not decide
        found = np.result_type(*(ivy.dtype(self.array(v)) for v in (start, stop)), 1.0)
        return found

    def check_weights(self, scale):
        if ivy.item(ivy.any(ivy.equal(scale, self.number(0, scale)))):
            raise ZeroDivisionError("Weights sum to zero, can't be normalized")

    def check_quantiles(self, q):
        inside = ivy.logical_and(
            ivy.greater_equal(q, self.number(0, q)), ivy.less_equal(q, self.number(1, q))
        )
        if not ivy.item(ivy.all(inside)):
            raise ValueError("Quantiles must be in the range [0, 1]")

    def all_nan(self, found, nan):
        if ivy.item(ivy.any(nan)):
            raise ValueError("All-NaN slice encountered")
        return found

    def check_geometric(self, a, b):
        if any(ivy.item(ivy.any(ivy.equal(v, self.number(0, v)))) for v in (a, b)):
            raise ValueError("Geometric sequence cannot include zero")

    def covariance_dtype(self, dtype):
        return np.result_type(dtype, np.float64)

    def sorted_complex_dtype(self, dtype):
        if dtype.name in ("int8", "uint8", "int16", "uint16", "float16"):
            return dtypes.complex64
        return dtypes.complex_of(self.inexact_dtype(dtype))

    def close_operands(self, a, b):
        return self.promote_inexact(a, b)

    def roots_dtype(self, p):
        return dtypes.float64

    def zeros_dtype(self, x):
        return self.cast(x, _mintypecode(ivy.dtype(x)))

    def eigenvalues(self, x):
        return self.linalg.eigvals(x)

    def least_squares(self, a, b, rcond):
        return self.linalg.lstsq(a, b, rcond)

    def inverse(self, x):
        return self.linalg.inv(x)

    # -- dtypes

    def astype(self, x, dtype, /, *, copy=True, device=None):
        if not hasattr(x, "dtype"):
            raise TypeError(f"Input should be a NumPy array. It is of type {type(x)}.")
        return self.cast(x, self.dtype_of(dtype))

    def result_type(self, *arrays_and_dtypes):
        found = [x if isinstance(x, (np.dtype, type, str)) else x for x in arrays_and_dtypes]
        return np.result_type(*(ivy.dtype(x) if self._is_array(x) else x for x in found))

    def _is_array(self, x):
        return hasattr(x, "shape") and hasattr(x, "dtype") and not isinstance(x, type)

    def promote_types(self, type1, type2):
        return np.promote_types(type1, type2)

    def can_cast(self, from_, to, casting="safe"):
        if ivy.python_kind(from_) is not None:
            raise TypeError("can_cast() does not support Python ints, floats, and complex")
        return np.can_cast(ivy.dtype(from_) if self._is_array(from_) else from_, to, casting)

    def issubdtype(self, arg1, arg2):
        return np.issubdtype(arg1, arg2)

    def isdtype(self, dtype, kind):
        return np.isdtype(dtype, kind)

    def min_scalar_type(self, a, /):
        if self._is_array(a) and a.shape:
            return ivy.dtype(a)
        return np.min_scalar_type(ivy.to_numpy(a)[()] if self._is_array(a) else a)

    def common_type(self, *arrays):
        found = [np.empty(0, ivy.dtype(self.array(a))) for a in arrays]
        return np.common_type(*found)

    def isscalar(self, element):
        return ivy.python_kind(element) is not None or isinstance(element, (str, bytes))

    # -- geometry

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

    # -- making arrays

    def array(self, object, dtype=None, *, copy=True, order="K", subok=False, ndmin=0, like=None):
        """`numpy.array`, through which every array-like goes."""
        x = super().array(object, dtype)
        if ndmin > len(x.shape):
            return ivy.reshape(x, (1,) * (ndmin - len(x.shape)) + tuple(x.shape))
        return x

    def asarray(self, a, dtype=None, order=None, *, device=None, copy=None, like=None):
        return self.array(a, dtype)

    def asanyarray(self, a, dtype=None, order=None, *, device=None, copy=None, like=None):
        return self.array(a, dtype)

    def ascontiguousarray(self, a, dtype=None, *, like=None):
        return self.array(a, dtype, ndmin=1)

    def asfortranarray(self, a, dtype=None, *, like=None):
        return self.array(a, dtype, ndmin=1)

    def asarray_chkfinite(self, a, dtype=None, order=None):
        x = self.array(a, dtype)
        if kind(x) in "fc" and not ivy.item(ivy.all(ivy.isfinite(x))):
            raise ValueError("array must not contain infs or NaNs")
        return x

    def require(self, a, dtype=None, requirements=None, *, like=None):
        known = {"C", "F", "A", "W", "O", "E", "C_CONTIGUOUS", "CONTIGUOUS", "F_CONTIGUOUS"}
        known |= {"FORTRAN", "ALIGNED", "WRITEABLE", "OWNDATA", "ENSUREARRAY"}
        for r in requirements or ():
            if r.upper() not in known:
                raise KeyError(r.upper())
        return self.array(a, dtype)

    def copy(self, a, order="K", subok=False):
        self.check_order(order)
        return ivy.positive(x) if kind(x := self.array(a)) != "b" else ivy.astype(x, dtypes.bool_)

    def fromiter(self, iter, dtype, count=-1, *, like=None):
        values = [v for _, v in zip(range(count), iter)] if count >= 0 else list(iter)
        if len(values) < count:
            raise ValueError(
                f"iterator too short: Expected {count} but iterator had only {len(values)} items."
            )
        return self.array(values, dtype)

    # -- clipping and rounding

    def clip(self, a, a_min=None, a_max=None, out=None, *, min=None, max=None, **kwargs):
        low, high = (m if a is None else a for a, m in ((a_min, min), (a_max, max)))
        if (a_min is not None and min is not None) or (a_max is not None and max is not None):
            raise ValueError(
                "Passing `min` or `max` keyword argument when `a_min` and `a_max` are provided is forbidden."
            )
        x = self.array(a)
        if low is None and high is None:
            return self.out(x, out)
        options = {k: v for k, v in kwargs.items() if k in ("where", "casting", "dtype")}
        if low is not None:
            x = self.maximum(x, low, out if high is None else None, **options)
        return self.minimum(x, high, out, **options) if high is not None else x

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

    def fix(self, x, out=None):
        return self.trunc(x, out)

    def isposinf(self, x, out=None):
        return self._infinite(x, out, ivy.logical_not)

    def isneginf(self, x, out=None):
        return self._infinite(x, out, lambda negative: negative)

    def _infinite(self, x, out, side):
        x = self.array(x)
        if kind(x) == "c":
            raise TypeError(
                f"This operation is not supported for {ivy.dtype(x)} values because it would be ambiguous."
            )
        if kind(x) != "f":
            return self.out(ivy.zeros(x.shape, dtype=dtypes.bool_), out)
        return self.out(ivy.logical_and(ivy.isinf(x), side(ivy.signbit(x))), out)

    def real_if_close(self, a, tol=100):
        x = self.array(a)
        if kind(x) != "c":
            return x
        imag = ivy.imag(x)
        limit = tol * dtypes.epsilon(ivy.dtype(imag)) if tol > 1 else tol
        small = ivy.all(ivy.less(ivy.abs(imag), self.number(limit, imag)))
        return ivy.real(x) if ivy.item(small) else x

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

    # -- applying functions

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

    # -- bits

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

    # -- padding

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


def _mintypecode(dtype):
    """The smallest of NumPy's own numbers in which eigenvalues could be."""
    return np.dtype(np.mintypecode(dtype.char)) if dtype.char in "fdFD" else dtypes.float64
