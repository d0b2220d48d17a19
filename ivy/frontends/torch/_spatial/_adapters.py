"""Calling conventions of resampling functions, which go axis by axis."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _opmath as opmath
from ivy.frontends.torch._spatial import taps


def _applied(x, axis, table):
    """`x` with `axis` resampled by a table."""
    positions = ivy.constant(table.positions, dtype=dtypes.int64)
    weights = ivy.constant(table.weights, dtype=ivy.dtype(x))
    count, outputs = table.positions.shape
    shape = (outputs,) + (1,) * (x.ndim - axis - 1)
    if count == 1:
        x = ivy.take(x, ivy.reshape(positions, (outputs,)), axis=axis)
        return x * ivy.reshape(weights, shape)
    read = ivy.take(x, positions, axis=axis)
    return ivy.sum(read * ivy.reshape(weights, (count, *shape)), axis=axis)


def _resampled(x, tables):
    """The last axes of `x` resampled, each by its table; integers are rounded."""
    dtype = ivy.dtype(x)
    is_integral = dtypes.is_integral(dtype)
    x = to.cast(x, dtypes.float32) if is_integral else opmath.widen(x)
    lead = x.ndim - len(tables)
    for i in reversed(range(len(tables))):
        x = _applied(x, lead + i, tables[i])
    if is_integral:
        x = ivy.clip(ivy.round(x), *map(float, dtypes.limits(dtype)))
    return to.cast(x, dtype)


def _tables(x, make, lengths, counts, factors):
    """One table per axis, in the precision of `x`."""
    dtype = ivy.dtype(x)
    dtype = opmath.wide(dtype) if dtypes.is_floating(dtype) else dtypes.float32
    factors = factors or (None,) * len(lengths)
    return [make(n, m, f, dtype) for n, m, f in zip(lengths, counts, factors, strict=True)]


def _backward(grad, make, output_size, input_size, factors):
    lengths = tuple(input_size[2:])
    tables = _tables(grad, make, lengths, output_size, factors)
    return _resampled(grad, [t.reversed(n) for t, n in zip(tables, lengths, strict=True)])


def nearest_backward(exact):
    """`f(grad_output, output_size, input_size, *scales)`."""

    def function(grad_output, output_size, input_size, *scales):
        def make(n, m, factor, dtype):
            return taps.nearest(n, m, factor, exact, dtype)

        return _backward(grad_output, make, output_size, input_size, scales)

    return function


def smooth_backward(table):
    """`f(grad_output, output_size, input_size, align_corners, *scales)`."""

    def function(grad_output, output_size, input_size, align_corners, *scales):
        def make(n, m, factor, dtype):
            return table(n, m, align_corners, factor, dtype)

        return _backward(grad_output, make, output_size, input_size, scales)

    return function


def antialiased(kind):
    """`f(self, output_size, align_corners, *scales)`."""

    def function(self, output_size, align_corners, *scales):
        def make(n, m, factor, dtype):
            return taps.antialiased(kind, n, m, align_corners, factor, dtype)

        return _resampled(self, _tables(self, make, self.shape[2:], output_size, scales))

    return function


def antialiased_table(kind):
    def table(*numbers):
        return taps.antialiased(kind, *numbers)

    return table
