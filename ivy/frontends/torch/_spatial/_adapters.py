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


def _applied_to_bytes(x, axis, table):
    """As `_applied`, in the fixed point that PyTorch uses for uint8: 16-bit weights, rounded sums."""
    weights, bits = table.fixed_point()
    count, outputs = table.positions.shape
    shape = (count, outputs) + (1,) * (x.ndim - axis - 1)
    read = ivy.take(x, ivy.constant(table.positions, dtype=dtypes.int64), axis=axis)
    weighted = read * ivy.reshape(ivy.constant(weights, dtype=dtypes.int32), shape)
    total = ivy.sum(weighted, axis=axis) + (1 << (bits - 1))
    shift = ivy.full((), bits, dtype=dtypes.int32)
    return ivy.clip(ivy.bitwise_right_shift(total, shift), 0, 255)


def _resampled(x, tables):
    """The last axes of `x` resampled, each by its table, the last one first."""
    dtype = ivy.dtype(x)
    is_bytes = dtype == dtypes.uint8
    x = to.cast(x, dtypes.int32) if is_bytes else opmath.widen(x)
    lead = x.ndim - len(tables)
    for i in reversed(range(len(tables))):
        x = (_applied_to_bytes if is_bytes else _applied)(x, lead + i, tables[i])
    return to.cast(x, dtype)


def _tables(x, make, lengths, counts, factors):
    """One table per axis, in the precision of `x`."""
    dtype = ivy.dtype(x)
    dtype = opmath.wide(dtype) if dtypes.is_floating(dtype) else dtypes.float64
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


def smooth(table):
    """`f(self, output_size, align_corners, *scales)`, or all scales as one list (overload `vec`)."""

    def function(self, output_size, align_corners, *scales):
        if len(scales) == 1 and (scales[0] is None or isinstance(scales[0], (list, tuple))):
            scales = tuple(scales[0] or ())
        if output_size is None:
            output_size = [int(n * s) for n, s in zip(self.shape[2:], scales, strict=True)]

        def make(n, m, factor, dtype):
            return table(n, m, align_corners, factor, dtype)

        return _resampled(self, _tables(self, make, self.shape[2:], output_size, scales))

    return function


def antialiased_table(kind):
    def table(*numbers):
        return taps.antialiased(kind, *numbers)

    return table
