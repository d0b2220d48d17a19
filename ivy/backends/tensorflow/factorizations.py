"""Factorizations of matrices."""

import tensorflow as tf

from ivy._core.backend import unsupported
from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow import _factors, indexing, linalg, sorting
from ivy.backends.tensorflow._raw import ints, raw, scalar

_NO_LDL = "TensorFlow has no Bunch-Kaufman factorisation"
ldl_factor = unsupported(_NO_LDL)
ldl_solve = unsupported(_NO_LDL)

householder_product = _factors.householder_product
lu_factor = _factors.lu_factor
qr_reflectors = _factors.qr_reflectors


def cholesky_factor(x, /):
    """The order of the first bad minor is found by bisection: minors of good ones are good."""
    factor = raw.Cholesky(input=x)
    bad = _is_bad(_embedded(x)) if x.dtype.is_complex else _has_nan(factor)
    minor = raw.Cast(x=bad, DstT=tf.int32)
    if not like.is_traced(bad) and raw.Any(input=bad, axis=ints(range(bad.ndim))):
        minor = raw.SelectV2(condition=bad, t=_first_bad_minor(x), e=minor)
        factor = raw.MatrixBandPart(input=factor, num_lower=-1, num_upper=0)  # was not written
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
    x = linalg.matrix_transpose(x)
    return raw.Conj(input=x) if x.dtype.is_complex else x


def eigh(x, /, *, upper=False):
    out = _self_adjoint_eig(_lower(x, upper), True)
    return _real(out.e), out.v


def eigvalsh(x, /, *, upper=False):
    return _real(_self_adjoint_eig(_lower(x, upper), False).e)


def _self_adjoint_eig(x, compute_v):
    try:
        return raw.SelfAdjointEigV2(input=x, compute_v=compute_v)
    except ValueError:
        safe, mark = _finite(x)
        out = raw.SelfAdjointEigV2(input=safe, compute_v=compute_v)
        return type(out)(e=out.e + mark[..., 0], v=out.v + mark if compute_v else out.v)


def _finite(x):
    """0 in place of matrices that are not finite; and per matrix 0 or NaN, to mark the results."""
    mark = raw.Sum(input=raw.Sub(x=x, y=x), axis=ints((-2, -1)), keep_dims=True)
    finite = raw.Equal(x=mark, y=raw.ZerosLike(x=mark))
    return raw.SelectV2(condition=finite, t=x, e=raw.ZerosLike(x=x)), mark


def invert_permutation(order, /):
    return sorting.argsort(order)


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


def svd(x, /, *, full_matrices=True):
    safe, mark = _finite(x)
    out = raw.Svd(input=safe, compute_uv=True, full_matrices=full_matrices)
    adjoint = linalg.matrix_transpose(out.v)
    if x.dtype.is_complex:
        adjoint = raw.Conj(input=adjoint)
    return out.u + mark, _real(out.s + mark[..., 0]), adjoint + mark


def svdvals(x, /):
    safe, mark = _finite(x)
    return _real(raw.Svd(input=safe, compute_uv=False, full_matrices=False).s + mark[..., 0])
