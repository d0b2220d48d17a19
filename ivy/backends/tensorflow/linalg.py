"""Linear algebra over the last two axes."""

import math

import tensorflow as tf

from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow._compat import shape_of
from ivy.backends.tensorflow._raw import ints, raw, scalar

_PRODUCTS = {
    tf.bool: tf.int32,
    tf.int8: tf.int32,
    tf.uint8: tf.int32,
    tf.uint16: tf.int32,
    tf.uint32: tf.int64,
    tf.uint64: tf.int64,
    **like.HALF,
}
_SUMS = {**_PRODUCTS, tf.int16: tf.int32}  # of products, of which there is one kernel less


def _matmul(x1, x2, /):
    left, right = shape_of(x1), shape_of(x2)
    one, other = len(left) == 1, len(right) == 1
    if not (one or other):
        return _product(x1, x2, left, right)
    x1, left = (raw.ExpandDims(input=x1, axis=ints(0)), (1, *left)) if one else (x1, left)
    x2, right = (raw.ExpandDims(input=x2, axis=ints(1)), (*right, 1)) if other else (x2, right)
    out = _product(x1, x2, left, right)
    dropped = [a for a, gone in ((-2, one), (-1, other)) if gone]
    return raw.Squeeze(input=out, axis=dropped) if dropped else out


# Of float32 oneDNN has the kernels of MatMul and BatchMatMulV2, which are up to three times as fast as
# that of BatchMatMulV3 for large products, and start up to 60 µs later for a row of small ones.
_FEW = 2**18  # multiplications


def _product(x1, x2, left, right):
    dtype = x1.dtype
    if dtype is tf.float32 and math.prod(left[:-1]) * math.prod(right) > _FEW:
        if len(left) == len(right) == 2:
            return raw.MatMul(a=x1, b=x2)
        return raw.BatchMatMulV2(x=x1, y=x2)
    return raw.BatchMatMulV3(x=x1, y=x2, Tout=dtype)


matmul = like.through(_PRODUCTS, _matmul)


def _einsum(arrays, equation):
    return tf.einsum(equation, *arrays)


def einsum(equation, arrays, /):
    if "..." in equation and "->" not in equation:  # of which TensorFlow knows no result
        once = sorted(a for a in {*equation} if a.isalpha() and equation.count(a) == 1)
        equation = f"{equation}->...{''.join(once)}"
    try:
        return like.through(_SUMS, _einsum)(list(arrays), equation)
    except tf.errors.InvalidArgumentError as error:
        raise ValueError(error.message) from error


def matrix_diagonal(x, /):
    if 0 in x.shape[-2:]:
        shape = (*x.shape[:-2], 0)
        return raw.Fill(dims=ints(shape), value=scalar(0, x.dtype))
    return raw.MatrixDiagPartV3(
        input=x, k=tf.constant(0, tf.int32), padding_value=scalar(0, x.dtype)
    )


def matrix_exp(x, /):
    # squaring in float32 loses half of the digits
    wide = {**like.HALF, tf.float32: tf.float64, tf.complex64: tf.complex128}
    return like.through(wide, tf.linalg.expm)(x) if 0 not in x.shape else x


def solve_triangular(x1, x2, /, *, upper=False, unit_diagonal=False):
    if unit_diagonal:
        one = raw.Fill(dims=ints(x1.shape[:-1]), value=scalar(1, x1.dtype))
        x1 = raw.MatrixSetDiagV3(input=x1, diagonal=one, k=tf.constant(0, tf.int32))
    batch = tf.broadcast_static_shape(x1.shape[:-2], x2.shape[:-2])
    if 0 in (*batch, *x2.shape[-2:]):
        return raw.Fill(dims=ints((*batch, *x2.shape[-2:])), value=scalar(0, x2.dtype))
    return raw.MatrixTriangularSolve(matrix=x1, rhs=x2, lower=not upper, adjoint=False)


def matrix_transpose(x, /):
    return like.transposed(x, (*range(x.ndim - 2), x.ndim - 1, x.ndim - 2))
