"""Blocks of space as batch or depth, diagonals, and bands of matrices."""

import math

import numpy as np

from ivy import functional as ivy
from ivy.frontends.tensorflow import _schema
from ivy.frontends.tensorflow._raw._shapes import widths_of
from ivy.frontends.tensorflow._schema import Host
from ivy.frontends.tensorflow.errors import NotFoundError, require


def _blocks(block_shape, widths, input):
    require(block_shape.ndim == 1, "block_shape must be one-dimensional")
    require((block_shape >= 1).all(), "all block sizes must be positive")
    count = block_shape.size
    require(input.ndim > count, f"input rank should be >= {1 + count}")
    return [int(b) for b in block_shape], widths_of(widths, count)


def SpaceToBatchND(input, block_shape: Host, paddings: Host):
    blocks, widths = _blocks(block_shape, paddings, input)
    rest = input.ndim - 1 - len(blocks)
    x = ivy.pad(input, [(0, 0), *widths, *[(0, 0)] * rest])
    shape = [x.shape[0]]
    for n, b in zip(x.shape[1:], blocks, strict=False):
        require(n % b == 0, f"padded_shape={n} is not divisible by block_shape={b}")
        shape += [n // b, b]
    x = ivy.reshape(x, (*shape, *x.shape[1 + len(blocks) :]))
    count = len(blocks)
    order = (
        *(2 + 2 * i for i in range(count)), 0, *(1 + 2 * i for i in range(count)),
        *range(1 + 2 * count, x.ndim),
    )  # fmt: skip
    x = ivy.permute_dims(x, order)
    return ivy.reshape(x, (math.prod(x.shape[: count + 1]), *x.shape[count + 1 :]))


def BatchToSpaceND(input, block_shape: Host, crops: Host):
    blocks, widths = _blocks(block_shape, crops, input)
    count, whole = len(blocks), math.prod(blocks)
    require(input.shape[0] % whole == 0, f"Input batch is not divisible by {whole}")
    batch = input.shape[0] // whole
    x = ivy.reshape(input, (*blocks, batch, *input.shape[1:]))
    order = [count]
    for i in range(count):
        order += [count + 1 + i, i]
    x = ivy.permute_dims(x, (*order, *range(2 * count + 1, x.ndim)))
    sizes = [n * b for n, b in zip(input.shape[1:], blocks, strict=False)]
    x = ivy.reshape(x, (batch, *sizes, *input.shape[1 + count :]))
    index = [slice(None)]
    for n, (low, high) in zip(sizes, widths, strict=True):
        require(low + high <= n, f"cropped size must be non-negative: {n} - {low} - {high}")
        index.append(slice(low, n - high))
    return ivy.slice_(x, tuple(index))


def SpaceToBatch(input, paddings: Host, block_size):
    return _schema.kernel(SpaceToBatchND)(input, np.asarray([block_size] * 2), paddings)


def BatchToSpace(input, crops: Host, block_size):
    return _schema.kernel(BatchToSpaceND)(input, np.asarray([block_size] * 2), crops)


def _nhwc(input, data_format):
    if data_format != "NHWC":
        raise NotFoundError(None, None, f"Could not find device for node: {data_format}")
    require(input.ndim == 4, "Input rank should be 4")
    return input.shape


def SpaceToDepth(input, block_size, data_format):
    n, h, w, c = _nhwc(input, data_format)
    b = block_size
    require(b > 1, f"Block size should be > 1: {b}")
    require(h % b == 0 and w % b == 0, f"Image width {w} and height {h} should be divisible by {b}")
    x = ivy.reshape(input, (n, h // b, b, w // b, b, c))
    return ivy.reshape(ivy.permute_dims(x, (0, 1, 3, 2, 4, 5)), (n, h // b, w // b, b * b * c))


def DepthToSpace(input, block_size, data_format):
    n, h, w, c = _nhwc(input, data_format)
    b = block_size
    require(b > 1, f"Block size should be > 1: {b}")
    require(c % (b * b) == 0, f"Input depth dimension {c} should be divisible by {b * b}")
    x = ivy.reshape(input, (n, h, w, b, b, c // (b * b)))
    return ivy.reshape(ivy.permute_dims(x, (0, 1, 3, 2, 4, 5)), (n, h * b, w * b, c // (b * b)))


def Diag(diagonal):
    require(diagonal.ndim >= 1, "Input must be at least rank 1, got 0")
    shape = tuple(diagonal.shape)
    count = math.prod(shape)
    flat = ivy.reshape(diagonal, (count, 1))
    square = ivy.where(ivy.constant(np.eye(count, dtype=bool)), flat, 0)
    return ivy.reshape(square, shape + shape)


def DiagPart(input):
    half = input.ndim // 2
    require(input.ndim % 2 == 0 and half, f"The rank of the tensor should be even: {input.ndim}")
    shape = tuple(input.shape[:half])
    require(shape == tuple(input.shape[half:]), "Invalid shape: dimensions do not match")
    count = math.prod(shape)
    square = ivy.reshape(input, (count, count))
    return ivy.reshape(ivy.matrix_diagonal(square), shape)


def _band(k):
    require(k.ndim < 2 and 0 < k.size <= 2, "diag_index must be a scalar or vector of 1 or 2")
    low, high = (int(k.reshape(-1)[i]) for i in (0, -1))
    require(low <= high, f"lower_diag_index must not be larger than upper: {low} > {high}")
    return low, high


def _positions(rows, columns, low, high, align):
    """Where the diagonals `high` to `low` of a matrix lie: arrays of rows, columns, and which count.

    Line i of each is a diagonal, as long as the longest one and aligned as TensorFlow's packed form.
    """
    lengths = [min(rows + min(d, 0), columns - max(d, 0)) for d in range(high, low - 1, -1)]
    width = max(lengths)
    upper, lower = align.split("_")
    at = np.arange(width)
    r, c, inside = [], [], []
    for d, length in zip(range(high, low - 1, -1), lengths, strict=True):
        side = upper if d >= 0 else lower
        i = at - (width - length if side == "RIGHT" else 0)
        r.append(i - min(d, 0))
        c.append(i + max(d, 0))
        inside.append((i >= 0) & (i < length))
    return np.asarray(r), np.asarray(c), np.asarray(inside)


def _in_matrix(low, high, rows, columns):
    for d in (low, high):
        fits = -rows < d < columns or d == 0
        require(fits, f"diag_index is out of bound: {d} in {rows} by {columns}")


def MatrixDiagPartV3(input, k: Host, padding_value, align):
    require(input.ndim >= 2, "input must be at least 2-dim")
    rows, columns = input.shape[-2:]
    low, high = _band(k)
    _in_matrix(low, high, rows, columns)
    r, c, inside = _positions(rows, columns, low, high, align)
    flat = ivy.reshape(input, (*input.shape[:-2], rows * columns))
    places = np.where(inside, r * columns + c, 0)
    found = ivy.take(flat, ivy.constant(places), axis=input.ndim - 2)
    if not inside.all():
        found = ivy.where(ivy.constant(inside), found, ivy.reshape(padding_value, ()))
    return found if low < high else ivy.squeeze(found, axis=input.ndim - 2)


def _matrix_size(low, high, width, rows, columns):
    """The number of rows and columns; -1 stands for the smallest, or what makes a square."""
    least_rows, least_columns = width + max(-high, 0), width + max(low, 0)
    if rows == columns == -1:
        rows = columns = max(least_rows, least_columns)
    rows = least_rows if rows == -1 else rows
    columns = least_columns if columns == -1 else columns
    fits = rows >= least_rows and columns >= least_columns
    require(fits, f"num_rows or num_cols is too small: {rows}, {columns}")
    exact = rows == least_rows or columns == least_columns
    require(exact, "The number of rows or columns is not consistent with the diagonals")
    return rows, columns


def MatrixDiagV3(diagonal, k: Host, num_rows: Host, num_cols: Host, padding_value, align):
    require(diagonal.ndim >= 1, "diagonal must be at least 1-dim")
    low, high = _band(k)
    if low < high:
        fits = diagonal.ndim >= 2 and diagonal.shape[-2] == high - low + 1
        require(fits, "The number of diagonals provided in the input does not match k")
    rows, columns = _matrix_size(low, high, diagonal.shape[-1], int(num_rows), int(num_cols))
    batch = tuple(diagonal.shape[: diagonal.ndim - 1 - (low < high)])
    value = ivy.reshape(padding_value, ())
    matrix = ivy.broadcast_to(value, (*batch, rows, columns))
    return _with_diagonals(matrix, diagonal, low, high, align)


def _with_diagonals(matrix, diagonal, low, high, align):
    batch, (rows, columns) = tuple(matrix.shape[:-2]), matrix.shape[-2:]
    r, c, inside = _positions(rows, columns, low, high, align)
    wanted = (*batch, *inside.shape) if low < high else (*batch, inside.shape[1])
    require(tuple(diagonal.shape) == wanted, f"diagonal must be of shape {list(wanted)}")
    source = np.full((rows, columns), -1)
    source[r[inside], c[inside]] = np.flatnonzero(inside)
    flat = ivy.reshape(diagonal, (*batch, inside.size))
    places = ivy.constant(np.maximum(source, 0))
    found = ivy.take(flat, places, axis=len(batch))
    return ivy.where(ivy.constant(source >= 0), found, matrix)


def MatrixSetDiagV3(input, diagonal, k: Host, align):
    require(input.ndim >= 2, "input must be at least 2-dim")
    low, high = _band(k)
    _in_matrix(low, high, *input.shape[-2:])
    return _with_diagonals(input, diagonal, low, high, align)


def _zero_like(x):
    return ivy.zeros((), dtype=ivy.dtype(x))


_LEFT = "LEFT_LEFT"
_MAIN = np.asarray(0)


def MatrixDiagPartV2(input, k: Host, padding_value):
    return _schema.kernel(MatrixDiagPartV3)(input, k, padding_value, _LEFT)


def MatrixDiagV2(diagonal, k: Host, num_rows: Host, num_cols: Host, padding_value):
    return _schema.kernel(MatrixDiagV3)(diagonal, k, num_rows, num_cols, padding_value, _LEFT)


def MatrixSetDiagV2(input, diagonal, k: Host):
    return _schema.kernel(MatrixSetDiagV3)(input, diagonal, k, _LEFT)


def MatrixDiagPart(input):
    return _schema.kernel(MatrixDiagPartV3)(input, _MAIN, _zero_like(input), _LEFT)


def MatrixDiag(diagonal):
    size = np.asarray(-1)
    return _schema.kernel(MatrixDiagV3)(diagonal, _MAIN, size, size, _zero_like(diagonal), _LEFT)


def MatrixSetDiag(input, diagonal):
    return _schema.kernel(MatrixSetDiagV3)(input, diagonal, _MAIN, _LEFT)


def MatrixBandPart(input, num_lower: Host, num_upper: Host):
    require(input.ndim >= 2, "input must be at least 2-dim")
    rows, columns = input.shape[-2:]
    lower, upper = int(num_lower), int(num_upper)
    require(lower <= rows, f"num_lower must be negative or less or equal to {rows}")
    require(upper <= columns, f"num_upper must be negative or less or equal to {columns}")
    offset = np.arange(columns) - np.arange(rows)[:, None]
    kept = ((lower < 0) | (-offset <= lower)) & ((upper < 0) | (offset <= upper))
    return ivy.where(ivy.constant(kept), input, _zero_like(input))


_schema.publish(__name__)
