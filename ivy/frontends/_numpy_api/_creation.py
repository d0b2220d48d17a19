"""What makes arrays: of shapes, of ranges, of windows, of other arrays' shapes."""

from __future__ import annotations

import math
import operator

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules, flat, kind, shape_of


def _window(values):
    def function(self, M):
        if M < 1:
            return ivy.zeros((0,), dtype=self.window_dtype())
        if M == 1:
            return ivy.ones((1,), dtype=self.window_dtype())
        return ivy.constant(values(M).astype(self.window_dtype()))

    return function


def _steps(M):
    return np.arange(1 - M, M, 2)


class Creation(Rules):
    """Creation functions."""

    blackman = _window(
        lambda M: (
            0.42
            + 0.5 * np.cos(np.pi * _steps(M) / (M - 1))
            + 0.08 * np.cos(2.0 * np.pi * _steps(M) / (M - 1))
        )
    )
    hamming = _window(lambda M: 0.54 + 0.46 * np.cos(np.pi * _steps(M) / (M - 1)))
    hanning = _window(lambda M: 0.5 + 0.5 * np.cos(np.pi * _steps(M) / (M - 1)))
    bartlett = _window(
        lambda M: np.where(_steps(M) <= 0, 1 + _steps(M) / (M - 1), 1 - _steps(M) / (M - 1))
    )

    def window_dtype(self):
        """The dtype of windows."""
        return self.float_

    def kaiser(self, M, beta):
        if M == 1:
            return ivy.ones((1,), dtype=self.window_dtype())
        n, alpha = np.arange(0, M), (M - 1) / 2.0
        inside = beta * np.sqrt(1 - ((n - alpha) / alpha) ** 2.0)
        inside, whole = (ivy.constant(np.asarray(v, np.float64)) for v in (inside, beta))
        return self.cast(ivy.divide(ivy.i0(inside), ivy.i0(whole)), self.window_dtype())

    def _filled(self, shape, value, dtype):
        shape = shape_of(shape)
        if any(n < 0 for n in shape):
            raise ValueError("negative dimensions are not allowed")
        return ivy.full(shape, value, dtype=dtype)

    def _dtype_or_float(self, dtype):
        return self.float_ if dtype is None else self.dtype_of(dtype)

    def zeros(self, shape, dtype=None, order="C", *, device=None):
        return self._filled(shape, 0, self._dtype_or_float(dtype))

    def ones(self, shape, dtype=None, order="C", *, device=None):
        return self._filled(shape, 1, self._dtype_or_float(dtype))

    def empty(self, shape, dtype=None, order="C", *, device=None):
        return self._filled(shape, 0, self._dtype_or_float(dtype))

    def full(self, shape, fill_value, dtype=None, order="C", *, device=None):
        value = self.array(fill_value)
        value = self.cast(value, ivy.dtype(value) if dtype is None else self.dtype_of(dtype))
        self._filled(shape, 0, dtypes.bool_)
        return self.broadcast_to(value, shape)

    def _like(self, a, value, dtype, shape):
        x = self.array(a)
        dtype = ivy.dtype(x) if dtype is None else self.dtype_of(dtype)
        return self._filled(x.shape if shape is None else shape, value, dtype)

    def zeros_like(self, a, dtype=None, order="K", subok=True, shape=None, *, device=None):
        return self._like(a, 0, dtype, shape)

    def ones_like(self, a, dtype=None, order="K", subok=True, shape=None, *, device=None):
        return self._like(a, 1, dtype, shape)

    def empty_like(self, prototype, dtype=None, order="K", subok=True, shape=None, *, device=None):
        return self._like(prototype, 0, dtype, shape)

    def full_like(
        self, a, fill_value, dtype=None, order="K", subok=True, shape=None, *, device=None
    ):
        x = self.array(a)
        dtype = ivy.dtype(x) if dtype is None else self.dtype_of(dtype)
        value = self.cast(self.array(fill_value), dtype)
        return self.broadcast_to(value, x.shape if shape is None else shape)

    def eye(self, N, M=None, k=0, dtype=None, order="C", *, device=None):
        rows, columns = operator.index(N), operator.index(N if M is None else M)
        if rows < 0 or columns < 0:
            raise ValueError("negative dimensions are not allowed")
        return ivy.eye(rows, columns, k=operator.index(k), dtype=self._dtype_or_float(dtype))

    def identity(self, n, dtype=None):
        return self.eye(n, dtype=dtype)

    def tri(self, N, M=None, k=0, dtype=None):
        mask = np.tri(operator.index(N), M, k, dtype=bool)
        return ivy.astype(ivy.constant(mask), self._dtype_or_float(dtype))

    def tril(self, m, k=0):
        return self._triangle(ivy.tril, m, k)

    def triu(self, m, k=0):
        return self._triangle(ivy.triu, m, k)

    def _triangle(self, op, m, k):
        x = self.array(m)
        if len(x.shape) == 1:
            x = ivy.broadcast_to(x, (x.shape[0], x.shape[0]))
        if not len(x.shape):
            self.refuse_triangle(x)
        if kind(x) == "b":
            return ivy.astype(op(ivy.astype(x, dtypes.uint8), k=k), dtypes.bool_)
        return op(x, k=operator.index(k))

    def refuse_triangle(self, x):
        """Raises for an array without axes."""
        raise ValueError("an array of two axes is needed")

    # -- ranges

    def arange(self, start, stop=None, step=None, dtype=None, *, device=None):
        if stop is None:
            start, stop = 0, start
        step = 1 if step is None else step
        numbers = [_scalar(v) for v in (start, stop, step)]
        if numbers[2] == 0:
            raise ZeroDivisionError("division by zero")
        known = [self.array(v) for v in (start, stop, step)]
        dtype = self.range_dtype(*known) if dtype is None else self.dtype_of(dtype)
        length = max(0, math.ceil((numbers[1] - numbers[0]) / numbers[2]))
        if dtypes.category(dtype) < 2 and all(isinstance(v, int) for v in numbers):
            start, _, step = numbers
            return ivy.astype(ivy.constant(start + step * np.arange(length, dtype=np.int64)), dtype)
        return ivy.constant(_range(numbers[0], numbers[2], length, dtype))

    def range_dtype(self, *xs):
        """The dtype of a range between numbers."""
        dtype = self.common(*xs)
        return self.int_ if dtype == dtypes.bool_ else dtype

    def linspace(
        self, start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0, *, device=None
    ):
        num = self.count(num)
        a, b = self.broadcast(*self._ends(start, stop))
        computed = ivy.dtype(a)
        wanted = computed if dtype is None else self.dtype_of(dtype)
        parts = num - 1 if endpoint else num
        path = ivy.subtract(b, a)
        step = ivy.divide(path, self.number(parts, path)) if parts > 0 else path * math.nan
        values = self._spread(a, b, path, step, num, parts, endpoint)
        if dtypes.is_integral(wanted):
            values = ivy.floor(values)
        values = ivy.moveaxis(values, 0, self.axis(axis, len(values.shape)))
        values = self.cast(values, wanted)
        return (values, step) if retstep else values

    def count(self, num):
        """The number of samples, which must not be negative."""
        num = operator.index(num)
        if num < 0:
            raise ValueError(f"Number of samples, {num}, must be non-negative.")
        return num

    def _ends(self, start, stop):
        ends = [self.array(v) for v in (start, stop)]
        dtype = self.inexact_dtype(self.common(*ends))
        dtype = self.end_dtype(dtype, start, stop)
        return [self.cast(v, dtype) for v in ends]

    def end_dtype(self, dtype, start, stop):
        """The dtype in which a range between two ends is computed."""
        return dtype

    def _spread(self, a, b, path, step, num, parts, endpoint):
        steps = ivy.constant(np.arange(num).reshape((-1,) + (1,) * len(a.shape)))
        steps = self.cast(steps, ivy.dtype(a))
        if parts > 0:
            exact = ivy.add(ivy.multiply(steps, step), a)
            tiny = ivy.add(ivy.multiply(ivy.divide(steps, self.number(parts, steps)), path), a)
            values = ivy.where(ivy.equal(step, 0 * step), tiny, exact)
        else:
            values = ivy.add(ivy.multiply(steps, path), a)
        if endpoint and num > 1:
            values = ivy.concat([values[:-1], ivy.expand_dims(b, axis=0)], axis=0)
        return values

    def logspace(self, start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
        places = self.linspace(start, stop, num, endpoint, axis=axis)
        base, places = self.promote_inexact(base, places)
        values = ivy.pow(base, places)
        return values if dtype is None else self.cast(values, self.dtype_of(dtype))

    def geomspace(self, start, stop, num=50, endpoint=True, dtype=None, axis=0):
        num = self.count(num)
        a, b = self.broadcast(*self._ends(start, stop))
        computed = ivy.dtype(a)
        self.check_geometric(a, b)
        wanted = computed if dtype is None else self.dtype_of(dtype)
        sign = ivy.sign(a)
        low, high = (ivy.log10(ivy.divide(v, sign)) for v in (a, b))
        values = ivy.pow(self.number(10.0, a), self.linspace(low, high, num, endpoint))
        values = ivy.multiply(values, sign)
        if num > 0:
            first = [ivy.expand_dims(a, axis=0)]
            last = [ivy.expand_dims(b, axis=0)] if num > 1 and endpoint else []
            values = ivy.concat([*first, values[1 : num - len(last)], *last], axis=0)
        values = ivy.moveaxis(values, 0, self.axis(axis, len(values.shape)))
        return self.cast(values, wanted)

    def check_geometric(self, a, b):
        """Raises for ends that no geometric sequence has, where the source looks."""

    # -- grids and diagonals

    def meshgrid(self, *xi, copy=True, sparse=False, indexing="xy"):
        if indexing not in ("xy", "ij"):
            raise ValueError("Valid values for `indexing` are 'xy' and 'ij'.")
        xs = [flat(self.array(x)) for x in xi]
        order = list(range(len(xs)))
        if indexing == "xy" and len(xs) > 1:
            order[:2] = 1, 0
        grids = []
        for x, at in zip(xs, order):
            shape = [1] * len(xs)
            shape[at] = -1
            grids.append(ivy.reshape(x, tuple(shape)))
        return self.grid(grids if sparse or not grids else self.broadcast(*grids))

    def grid(self, arrays):
        """The grids of `meshgrid` in the sequence that the source gives."""
        return tuple(arrays)

    def indices(self, dimensions, dtype=None, sparse=False):
        found = np.indices(tuple(dimensions), np.int64, sparse)
        dtype = self.int_ if dtype is None else self.dtype_of(dtype)
        if sparse:
            return tuple(self.cast(ivy.constant(f), dtype) for f in found)
        return self.cast(ivy.constant(found), dtype)

    def fromfunction(self, function, shape, *, dtype=float, **kwargs):
        return function(*self.unstack(self.indices(shape, dtype=dtype)), **kwargs)

    def vander(self, x, N=None, increasing=False):
        x = self.array(x)
        if len(x.shape) != 1:
            raise ValueError("x must be a one-dimensional array or sequence.")
        count = x.shape[0] if N is None else operator.index(N)
        if count < 0:
            raise ValueError("N must be nonnegative")
        x = self.cast(x, self.common(x, self.array(0)))
        columns = [ivy.ones(x.shape, dtype=ivy.dtype(x))]
        for _ in range(count - 1):
            columns.append(ivy.multiply(columns[-1], x))
        columns = columns[:count] if increasing else columns[:count][::-1]
        return (
            ivy.stack(columns, axis=1)
            if columns
            else ivy.zeros((x.shape[0], 0), dtype=ivy.dtype(x))
        )

    def diag(self, v, k=0):
        x = self.array(v)
        if len(x.shape) == 1:
            return self._diagonal_matrix(x, operator.index(k))
        if len(x.shape) != 2:
            raise ValueError("Input must be 1- or 2-d.")
        return self.diagonal(x, k)

    def diagflat(self, v, k=0):
        return self._diagonal_matrix(flat(self.array(v)), operator.index(k))

    def _diagonal_matrix(self, x, k):
        n = x.shape[0] + abs(k)
        low, high = max(k, 0), max(-k, 0)
        row = ivy.pad(self._as_number(x), [(low, high)])
        spread = ivy.broadcast_to(ivy.expand_dims(row, axis=0), (n, n))
        mask = ivy.constant(np.eye(n, k=k, dtype=bool))
        nothing = ivy.zeros((n, n), dtype=ivy.dtype(spread))  # 0 * infinity would be NaN
        return self.cast(ivy.where(mask, spread, nothing), ivy.dtype(x))

    def _as_number(self, x):
        return ivy.astype(x, dtypes.uint8) if kind(x) == "b" else x

    def diagonal(self, a, offset=0, axis1=0, axis2=1):
        x = self.array(a)
        if len(x.shape) < 2:
            raise ValueError("diag requires an array of at least two dimensions")
        i, j = self.axis(axis1, len(x.shape)), self.axis(axis2, len(x.shape))
        if i == j:
            raise ValueError("axis1 and axis2 cannot be the same")
        order = [m for m in range(len(x.shape)) if m not in (i, j)]
        x = ivy.permute_dims(x, (*order, i, j))
        rows, columns = x.shape[-2:]
        low, high = max(-offset, 0), max(offset, 0)
        count = max(0, min(rows - low, columns - high))
        index = (Ellipsis, slice(low, low + count), slice(high, high + count))
        return ivy.matrix_diagonal(ivy.slice_(x, index))

    def trace(self, a, offset=0, axis1=0, axis2=1, dtype=None, out=None):
        return self.sum(self.diagonal(a, offset, axis1, axis2), -1, dtype, out)


def _scalar(x):
    return x if isinstance(x, (bool, int, float, complex)) else ivy.item(x)


def _range(start, step, length, dtype):
    """As NumPy fills a range: the step is the difference of its first two numbers, in `dtype`."""
    if not length:
        return np.zeros(0, dtype)
    first, second = (np.asarray(v, dtype) for v in (start, start + step))
    if dtype.itemsize == 2:
        return (start + step * np.arange(length)).astype(dtype)
    return (first + np.arange(length).astype(dtype) * (second - first)).astype(dtype)
