"""Linear algebra over the last two axes."""

import tensorflow as tf

from ivy._core.backend import unsupported
from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow import _factors, indexing, sorting
from ivy.backends.tensorflow._raw import ints, raw, scalar

_NO_LDL = "TensorFlow has no Bunch-Kaufman factorisation"
ldl_factor = unsupported(_NO_LDL)
ldl_solve = unsupported(_NO_LDL)

householder_product = _factors.householder_product
lu_factor = _factors.lu_factor
qr_reflectors = _factors.qr_reflectors
_PRODUCTS = {
    tf.bool: tf.int32,
    tf.int8: tf.int32,
    tf.uint8: tf.int32,
    tf.uint16: tf.int32,
    tf.uint32: tf.int64,
    tf.uint64: tf.int64,
    **like.HALF,
}


def _matmul(x1, x2, /):
    one, other = x1.ndim == 1, x2.ndim == 1
    x1 = raw.ExpandDims(input=x1, axis=ints(0)) if one else x1
    x2 = raw.ExpandDims(input=x2, axis=ints(1)) if other else x2
    kernel_free = x1.dtype.is_integer and 0 in (*x1.shape, *x2.shape)
    out = _empty_product(x1, x2) if kernel_free else raw.BatchMatMulV2(x=x1, y=x2)
    dropped = [a for a, gone in ((-2, one), (-1, other)) if gone]
    return raw.Squeeze(input=out, axis=dropped) if dropped else out


def _empty_product(x1, x2):
    batch = tf.broadcast_static_shape(x1.shape[:-2], x2.shape[:-2])
    return raw.Fill(dims=ints((*batch, x1.shape[-2], x2.shape[-1])), value=scalar(0, x1.dtype))


matmul = like.through(_PRODUCTS, _matmul)


def _einsum(arrays, equation):
    return tf.einsum(equation, *arrays)


def einsum(equation, arrays, /):
    if "..." in equation and "->" not in equation:  # of which TensorFlow knows no result
        once = sorted(a for a in {*equation} if a.isalpha() and equation.count(a) == 1)
        equation = f"{equation}->...{''.join(once)}"
    try:
        return like.through(_PRODUCTS, _einsum)(list(arrays), equation)
    except tf.errors.InvalidArgumentError as error:
        raise ValueError(error.message) from error


def cholesky_factor(x, /):
    """The order of the first bad minor is found by bisection: minors of good ones are good."""
    factor = raw.Cholesky(input=x)
    bad = _is_bad(_embedded(x)) if x.dtype.is_complex else _has_nan(factor)
    minor = raw.Cast(x=raw.ZerosLike(x=bad), DstT=tf.int32)
    if raw.Any(input=bad, axis=ints(range(bad.ndim))):
        minor = raw.SelectV2(condition=bad, t=_first_bad_minor(x), e=minor)
    return factor, minor


def _real(x):
    return raw.Real(input=x, Tout=x.dtype.real_dtype) if x.dtype.is_complex else x


def _has_nan(x):
    return raw.Any(input=raw.IsNan(x=x), axis=ints((-2, -1)), keep_dims=False)


def _is_bad(x):
    return _has_nan(raw.Cholesky(input=x))


def _embedded(x):
    """The real matrix that is definite if the complex one is, from its lower triangle.

    Of complex matrices that are not, TensorFlow leaves the factor unwritten (2.21).
    """
    if not x.dtype.is_complex:
        return x
    dtype = x.dtype.real_dtype
    re, im = raw.Real(input=x, Tout=dtype), raw.Imag(input=x, Tout=dtype)
    im = raw.MatrixBandPart(input=im, num_lower=-1, num_upper=0)
    im = raw.Sub(x=im, y=tf.linalg.matrix_transpose(im))
    upper = raw.ConcatV2(values=[re, raw.Neg(x=im)], axis=-1)
    return raw.ConcatV2(values=[upper, raw.ConcatV2(values=[im, re], axis=-1)], axis=-2)


def _first_bad_minor(x):
    size = x.shape[-1]
    good = raw.Fill(dims=ints(x.shape[:-2]), value=scalar(0, tf.int32))
    bad = raw.Fill(dims=ints(x.shape[:-2]), value=scalar(size, tf.int32))
    at, one = tf.range(size, dtype=tf.int32), tf.eye(size, dtype=x.dtype)
    for _ in range(size.bit_length()):
        middle = (good + bad) // 2
        inside = at < middle[..., None]
        block = tf.where(inside[..., :, None] & inside[..., None, :], x, one)
        holds = raw.LogicalNot(x=_is_bad(_embedded(block)))
        good, bad = tf.where(holds, middle, good), tf.where(holds, bad, middle)
    return bad


def _complex_of(x):
    return tf.complex128 if x.dtype in (tf.float64, tf.complex128) else tf.complex64


def eig(x, /):
    out = raw.Eig(input=x, Tout=_complex_of(x), compute_v=True)
    return out.e, out.v


def eigvals(x, /):
    return raw.Eig(input=x, Tout=_complex_of(x), compute_v=False).e


def _lower(x, upper):
    if not upper:
        return x
    x = matrix_transpose(x)
    return raw.Conj(input=x) if x.dtype.is_complex else x


def eigh(x, /, *, upper=False):
    out = raw.SelfAdjointEigV2(input=_lower(x, upper), compute_v=True)
    return _real(out.e), out.v


def eigvalsh(x, /, *, upper=False):
    return _real(raw.SelfAdjointEigV2(input=_lower(x, upper), compute_v=False).e)


def invert_permutation(order, /):
    return sorting.argsort(order)


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


def matrix_transpose(x, /):
    return raw.Transpose(x=x, perm=ints((*range(x.ndim - 2), x.ndim - 1, x.ndim - 2)))


def _count(n, dtype):
    return raw.Cast(x=raw.Range(start=ints(0), limit=ints(n), delta=ints(1)), DstT=dtype)


def permutation_sign(pivots, /):
    moved = raw.NotEqual(x=pivots, y=_count(pivots.shape[-1], pivots.dtype))
    swaps = raw.Sum(input=raw.Cast(x=moved, DstT=tf.int64), axis=ints(-1))
    odd = raw.FloorMod(x=swaps, y=ints(2))
    return raw.Sub(x=ints(1), y=raw.Mul(x=odd, y=ints(2)))


def pivots_to_permutation(pivots, size, /):
    pivots = raw.Cast(x=pivots, DstT=tf.int64)
    at = _count(size, tf.int64)
    order = raw.BroadcastTo(input=at, shape=ints((*pivots.shape[:-1], size)))
    for i, other in enumerate(raw.Unpack(value=pivots, num=pivots.shape[-1], axis=pivots.ndim - 1)):
        other = raw.ExpandDims(input=other, axis=ints(-1))
        moves = raw.SelectV2(condition=raw.Equal(x=at, y=ints(i)), t=other, e=at)
        moves = raw.SelectV2(condition=raw.Equal(x=at, y=other), t=ints(i), e=moves)
        order = indexing.take_along_axis(order, moves, axis=-1, bounds="clip")
    return order


def qr(x, /, *, mode="reduced"):
    out = raw.Qr(input=x, full_matrices=mode == "complete")
    return out.q, out.r


def solve_triangular(x1, x2, /, *, upper=False, unit_diagonal=False):
    if unit_diagonal:
        one = raw.Fill(dims=ints(x1.shape[:-1]), value=scalar(1, x1.dtype))
        x1 = raw.MatrixSetDiagV3(input=x1, diagonal=one, k=tf.constant(0, tf.int32))
    batch = tf.broadcast_static_shape(x1.shape[:-2], x2.shape[:-2])
    if 0 in (*batch, *x2.shape[-2:]):
        return raw.Fill(dims=ints((*batch, *x2.shape[-2:])), value=scalar(0, x2.dtype))
    return raw.MatrixTriangularSolve(matrix=x1, rhs=x2, lower=not upper, adjoint=False)


def svd(x, /, *, full_matrices=True):
    out = raw.Svd(input=x, compute_uv=True, full_matrices=full_matrices)
    adjoint = matrix_transpose(out.v)
    if x.dtype.is_complex:
        adjoint = raw.Conj(input=adjoint)
    return out.u, _real(out.s), adjoint


def svdvals(x, /):
    return _real(raw.Svd(input=x, compute_uv=False, full_matrices=False).s)
