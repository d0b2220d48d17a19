"""Creation: constant arrays, triangles, ranges, windows, grids and diagonals."""

from __future__ import annotations

import math
import operator

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _joining, _reductions, _shapes
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import flat, kind, number, shape_of


def _window(values):
    """A window function `f(M)`, given its values for M > 1."""

    def function(rules: Rules, M):
        if M < 1:
            return ivy.zeros((0,), dtype=rules.float_)
        if M == 1:
            return ivy.ones((1,), dtype=rules.float_)
        return ivy.constant(values(M).astype(rules.float_))

    return function


def _steps(M):
    return np.arange(1 - M, M, 2)


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


def kaiser(rules: Rules, M, beta):
    if M == 1:
        return ivy.ones((1,), dtype=rules.float_)
    n, alpha = np.arange(0, M), (M - 1) / 2.0
    inside = beta * np.sqrt(1 - ((n - alpha) / alpha) ** 2.0)
    inside, whole = (ivy.constant(np.asarray(v, np.float64)) for v in (inside, beta))
    return rules.cast(ivy.divide(ivy.i0(inside), ivy.i0(whole)), rules.float_)


def _filled(rules: Rules, shape, value, dtype):
    shape = shape_of(shape)
    if any(n < 0 for n in shape):
        raise rules.DimensionError("negative dimensions are not allowed")
    return ivy.full(shape, value, dtype=dtype)


def _dtype_or_float(rules: Rules, dtype):
    return rules.float_ if dtype is None else rules.dtype_of(dtype)


def zeros(rules: Rules, shape, dtype=None, order="C", *, device=None):
    return _filled(rules, shape, 0, _dtype_or_float(rules, dtype))


def ones(rules: Rules, shape, dtype=None, order="C", *, device=None):
    return _filled(rules, shape, 1, _dtype_or_float(rules, dtype))


def empty(rules: Rules, shape, dtype=None, order="C", *, device=None):
    return _filled(rules, shape, 0, _dtype_or_float(rules, dtype))


def full(rules: Rules, shape, fill_value, dtype=None, order="C", *, device=None):
    value = rules.array(fill_value)
    value = rules.cast(value, ivy.dtype(value) if dtype is None else rules.dtype_of(dtype))
    _filled(rules, shape, 0, dtypes.bool_)  # checks the shape
    return _shapes.broadcast_to(rules, value, shape)


def _like(rules: Rules, a, value, dtype, shape):
    x = rules.array(a)
    dtype = ivy.dtype(x) if dtype is None else rules.dtype_of(dtype)
    return _filled(rules, x.shape if shape is None else shape, value, dtype)


def zeros_like(rules: Rules, a, dtype=None, order="K", subok=True, shape=None, *, device=None):
    return _like(rules, a, 0, dtype, shape)


def ones_like(rules: Rules, a, dtype=None, order="K", subok=True, shape=None, *, device=None):
    return _like(rules, a, 1, dtype, shape)


def empty_like(
    rules: Rules, prototype, dtype=None, order="K", subok=True, shape=None, *, device=None
):
    return _like(rules, prototype, 0, dtype, shape)


def full_like(
    rules: Rules, a, fill_value, dtype=None, order="K", subok=True, shape=None, *, device=None
):
    x = rules.array(a)
    dtype = ivy.dtype(x) if dtype is None else rules.dtype_of(dtype)
    value = rules.cast(rules.array(fill_value), dtype)
    return _shapes.broadcast_to(rules, value, x.shape if shape is None else shape)


def eye(rules: Rules, N, M=None, k=0, dtype=None, order="C", *, device=None):
    rows, columns = operator.index(N), operator.index(N if M is None else M)
    if rows < 0 or columns < 0:
        raise ValueError("negative dimensions are not allowed")
    return ivy.eye(rows, columns, k=operator.index(k), dtype=_dtype_or_float(rules, dtype))


def identity(rules: Rules, n, dtype=None):
    return eye(rules, n, dtype=dtype)


def tri(rules: Rules, N, M=None, k=0, dtype=None):
    mask = np.tri(operator.index(N), M, k, dtype=bool)
    return ivy.astype(ivy.constant(mask), _dtype_or_float(rules, dtype))


def tril(rules: Rules, m, k=0):
    return _triangle(rules, ivy.tril, m, k)


def triu(rules: Rules, m, k=0):
    return _triangle(rules, ivy.triu, m, k)


def _triangle(rules: Rules, op, m, k):
    x = rules.array(m)
    if len(x.shape) == 1:
        x = ivy.broadcast_to(x, (x.shape[0], x.shape[0]))
    if not len(x.shape):
        raise ValueError("an array of two axes is needed")
    if kind(x) == "b":
        return ivy.astype(op(ivy.astype(x, dtypes.uint8), k=k), dtypes.bool_)
    return op(x, k=operator.index(k))


# -- ranges


def arange(rules: Rules, start, stop=None, step=None, dtype=None, *, device=None):
    if stop is None:
        start, stop = 0, start
    step = 1 if step is None else step
    numbers = [_scalar(v) for v in (start, stop, step)]
    if numbers[2] == 0:
        raise ZeroDivisionError("division by zero")
    known = [rules.array(v) for v in (start, stop, step)]
    dtype = _range_dtype(rules, *known) if dtype is None else rules.dtype_of(dtype)
    length = max(0, math.ceil((numbers[1] - numbers[0]) / numbers[2]))
    if dtypes.category(dtype) < 2 and all(isinstance(v, int) for v in numbers):
        start, stop, step = numbers
        return ivy.astype(ivy.arange(start, stop, step, dtype=dtypes.int64), dtype)
    return ivy.constant(_range(numbers[0], numbers[2], length, dtype))


def _range_dtype(rules: Rules, *xs):
    """The dtype of a range between numbers."""
    dtype = rules.common_dtype(*xs)
    return rules.int_ if dtype == dtypes.bool_ else dtype


def linspace(
    rules: Rules,
    start,
    stop,
    num=50,
    endpoint=True,
    retstep=False,
    dtype=None,
    axis=0,
    *,
    device=None,
):
    num = _sample_count(num)
    a, b = rules.broadcast(*_ends(rules, start, stop))
    computed = ivy.dtype(a)
    wanted = computed if dtype is None else rules.dtype_of(dtype)
    parts = num - 1 if endpoint else num
    path = ivy.subtract(b, a)
    step = ivy.divide(path, number(parts, path)) if parts > 0 else path * math.nan
    values = _spread(rules, a, b, path, step, num, parts, endpoint)
    if dtypes.is_integral(wanted):
        values = ivy.floor(values)
    values = ivy.moveaxis(values, 0, rules.axis(axis, len(values.shape)))
    values = rules.cast(values, wanted)
    return (values, step) if retstep else values


def _sample_count(num):
    """The number of samples, checked."""
    num = operator.index(num)
    if num < 0:
        raise ValueError(f"Number of samples, {num}, must be non-negative.")
    return num


def _ends(rules: Rules, start, stop):
    ends = [rules.array(v) for v in (start, stop)]
    dtype = rules.inexact_dtype(rules.common_dtype(*ends))
    dtype = rules.end_dtype(dtype, start, stop)
    return [rules.cast(v, dtype) for v in ends]


def _spread(rules: Rules, a, b, path, step, num, parts, endpoint):
    steps = ivy.constant(np.arange(num).reshape((-1,) + (1,) * len(a.shape)))
    steps = rules.cast(steps, ivy.dtype(a))
    if parts > 0:
        exact = ivy.add(ivy.multiply(steps, step), a)
        tiny = ivy.add(ivy.multiply(ivy.divide(steps, number(parts, steps)), path), a)
        values = ivy.where(ivy.equal(step, 0 * step), tiny, exact)
    else:
        values = ivy.add(ivy.multiply(steps, path), a)
    if endpoint and num > 1:
        values = ivy.concat([values[:-1], ivy.expand_dims(b, axis=0)], axis=0)
    return values


def logspace(rules: Rules, start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    places = linspace(rules, start, stop, num, endpoint, axis=axis)
    base, places = rules.promote_inexact(base, places)
    values = ivy.pow(base, places)
    return values if dtype is None else rules.cast(values, rules.dtype_of(dtype))


def geomspace(rules: Rules, start, stop, num=50, endpoint=True, dtype=None, axis=0):
    num = _sample_count(num)
    a, b = rules.broadcast(*_ends(rules, start, stop))
    computed = ivy.dtype(a)
    rules.check_geometric(a, b)
    wanted = computed if dtype is None else rules.dtype_of(dtype)
    sign = ivy.sign(a)
    low, high = (ivy.log10(ivy.divide(v, sign)) for v in (a, b))
    values = ivy.pow(number(10.0, a), linspace(rules, low, high, num, endpoint))
    values = ivy.multiply(values, sign)
    if num > 0:
        first = [ivy.expand_dims(a, axis=0)]
        last = [ivy.expand_dims(b, axis=0)] if num > 1 and endpoint else []
        values = ivy.concat([*first, values[1 : num - len(last)], *last], axis=0)
    values = ivy.moveaxis(values, 0, rules.axis(axis, len(values.shape)))
    return rules.cast(values, wanted)


# -- grids and diagonals


def meshgrid(rules: Rules, *xi, copy=True, sparse=False, indexing="xy"):
    if indexing not in ("xy", "ij"):
        raise ValueError("Valid values for `indexing` are 'xy' and 'ij'.")
    xs = [flat(rules.array(x)) for x in xi]
    order = list(range(len(xs)))
    if indexing == "xy" and len(xs) > 1:
        order[:2] = 1, 0
    grids = []
    for x, at in zip(xs, order):
        shape = [1] * len(xs)
        shape[at] = -1
        grids.append(ivy.reshape(x, tuple(shape)))
    return rules.sequence(grids if sparse or not grids else rules.broadcast(*grids))


def indices(rules: Rules, dimensions, dtype=None, sparse=False):
    found = np.indices(tuple(dimensions), np.int64, sparse)
    dtype = rules.int_ if dtype is None else rules.dtype_of(dtype)
    if sparse:
        return tuple(rules.cast(ivy.constant(f), dtype) for f in found)
    return rules.cast(ivy.constant(found), dtype)


def fromfunction(rules: Rules, function, shape, *, dtype=float, **kwargs):
    return function(*_joining.unstack(rules, indices(rules, shape, dtype=dtype)), **kwargs)


def vander(rules: Rules, x, N=None, increasing=False):
    x = rules.array(x)
    if len(x.shape) != 1:
        raise ValueError("x must be a one-dimensional array or sequence.")
    count = x.shape[0] if N is None else operator.index(N)
    if count < 0:
        raise ValueError("N must be nonnegative")
    x = rules.cast(x, rules.common_dtype(x, rules.array(0)))
    columns = [ivy.ones(x.shape, dtype=ivy.dtype(x))]
    for _ in range(count - 1):
        columns.append(ivy.multiply(columns[-1], x))
    columns = columns[:count] if increasing else columns[:count][::-1]
    return ivy.stack(columns, axis=1) if columns else ivy.zeros((x.shape[0], 0), dtype=ivy.dtype(x))


def diag(rules: Rules, v, k=0):
    x = rules.array(v)
    if len(x.shape) == 1:
        return _diagonal_matrix(rules, x, operator.index(k))
    if len(x.shape) != 2:
        raise ValueError("Input must be 1- or 2-d.")
    return diagonal(rules, x, k)


def diagflat(rules: Rules, v, k=0):
    return _diagonal_matrix(rules, flat(rules.array(v)), operator.index(k))


def _diagonal_matrix(rules: Rules, x, k):
    n = x.shape[0] + abs(k)
    low, high = max(k, 0), max(-k, 0)
    row = ivy.pad(_as_number(x), [(low, high)])
    spread = ivy.broadcast_to(ivy.expand_dims(row, axis=0), (n, n))
    mask = ivy.constant(np.eye(n, k=k, dtype=bool))
    nothing = ivy.zeros((n, n), dtype=ivy.dtype(spread))  # 0 * infinity would be NaN
    return rules.cast(ivy.where(mask, spread, nothing), ivy.dtype(x))


def _as_number(x):
    return ivy.astype(x, dtypes.uint8) if kind(x) == "b" else x


def diagonal(rules: Rules, a, offset=0, axis1=0, axis2=1):
    x = rules.array(a)
    if len(x.shape) < 2:
        raise ValueError("diag requires an array of at least two dimensions")
    i, j = rules.axis(axis1, len(x.shape)), rules.axis(axis2, len(x.shape))
    if i == j:
        rules.refuse_equal_axes(x, axis1, axis2)
    order = [m for m in range(len(x.shape)) if m not in (i, j)]
    x = ivy.permute_dims(x, (*order, i, j))
    rows, columns = x.shape[-2:]
    low, high = max(-offset, 0), max(offset, 0)
    count = max(0, min(rows - low, columns - high))
    index = (Ellipsis, slice(low, low + count), slice(high, high + count))
    return ivy.matrix_diagonal(ivy.slice_(x, index))


def trace(rules: Rules, a, offset=0, axis1=0, axis2=1, dtype=None, out=None):
    return _reductions.sum(rules, diagonal(rules, a, offset, axis1, axis2), -1, dtype, out)


def _scalar(x):
    return x if isinstance(x, (bool, int, float, complex)) else ivy.item(x)


def _range(start, step, length, dtype):
    """A range as NumPy fills it: the step is the difference of the first two numbers in `dtype`."""
    if not length:
        return np.zeros(0, dtype)
    first, second = (np.asarray(v, dtype) for v in (start, start + step))
    if dtype.itemsize == 2:
        return (start + step * np.arange(length)).astype(dtype)
    return (first + np.arange(length).astype(dtype) * (second - first)).astype(dtype)
