"""Factorisations that TensorFlow has not, or in another form: one loop over the columns each."""

import tensorflow as tf

from ivy.backends.tensorflow._raw import ints, raw, scalar


def _count(n):
    return raw.Range(start=ints(0), limit=ints(n), delta=ints(1))


def _column(x, k):
    return raw.GatherV2(params=x, indices=ints(k), axis=ints(-1))


def _select(condition, x1, x2):
    return raw.SelectV2(condition=condition, t=x1, e=x2)


def _rows(x, order):
    """The rows of each matrix in the order given for it."""
    return raw.GatherV2(params=x, indices=order, axis=ints(-2), batch_dims=x.ndim - 2)


def _swapped(at, k, other):
    """The positions `at` with k and `other` exchanged."""
    other = raw.ExpandDims(input=other, axis=ints(-1))
    moves = _select(raw.Equal(x=at, y=ints(k)), other, at)
    return _select(raw.Equal(x=at, y=other), ints(k), moves)


def lu_factor(x, /):
    rows, columns = x.shape[-2:]
    if rows == columns and 0 not in x.shape:
        try:
            lu, order = raw.Lu(input=x, output_idx_type=tf.int64)
        except ValueError:  # a singular one among them
            return _lu_by_columns(x)
        return lu, _pivots(order)
    return _lu_by_columns(x)


def _pivots(order):
    """The swaps that make `order`."""
    size = order.shape[-1]
    at, now = _count(size), raw.BroadcastTo(input=_count(size), shape=ints(order.shape))
    pivots = []
    for k in range(size):
        wanted = raw.GatherV2(params=order, indices=ints((k,)), axis=ints(-1))
        other = raw.ArgMax(input=raw.Equal(x=now, y=wanted), dimension=ints(-1))
        pivots.append(other)
        moves = _swapped(at, k, other)
        now = raw.GatherV2(params=now, indices=moves, axis=ints(-1), batch_dims=now.ndim - 1)
    return raw.Cast(x=raw.Pack(values=pivots, axis=order.ndim - 1), DstT=tf.int32)


def _lu_by_columns(lu):
    rows, columns = lu.shape[-2:]
    at, across = _count(rows), _count(columns)
    pivots = []
    zero = scalar(0, lu.dtype)
    for k in range(min(rows, columns)):
        size = _magnitude(_column(lu, k))
        candidates = _select(raw.Less(x=at, y=ints(k)), scalar(-1, size.dtype), size)
        other = raw.ArgMax(input=candidates, dimension=ints(-1))
        pivots.append(other)
        lu = _rows(lu, _swapped(at, k, other))
        row = raw.GatherV2(params=lu, indices=ints((k,)), axis=ints(-2))
        column = _column(lu, k)
        pivot = raw.GatherV2(params=column, indices=ints((k,)), axis=ints(-1))
        divisor = _select(raw.Equal(x=pivot, y=zero), scalar(1, lu.dtype), pivot)
        below = raw.Greater(x=at, y=ints(k))
        factor = _select(below, raw.RealDiv(x=column, y=divisor), zero)
        factor = raw.ExpandDims(input=factor, axis=ints(-1))
        right = _select(raw.Greater(x=across, y=ints(k)), row, zero)
        lu = raw.Sub(x=lu, y=raw.Mul(x=factor, y=right))
        below = raw.ExpandDims(input=below, axis=ints(1))
        here = raw.LogicalAnd(x=below, y=raw.Equal(x=across, y=ints(k)))
        lu = _select(here, factor, lu)
    if not pivots:
        return lu, raw.Fill(dims=ints((*lu.shape[:-2], 0)), value=scalar(0, tf.int32))
    return lu, raw.Cast(x=raw.Pack(values=pivots, axis=lu.ndim - 2), DstT=tf.int32)


def _magnitude(x):
    return raw.ComplexAbs(x=x, Tout=x.dtype.real_dtype) if x.dtype.is_complex else raw.Abs(x=x)


def _conj(x):
    return raw.Conj(input=x) if x.dtype.is_complex else x


def _real(x):
    return raw.Real(input=x, Tout=x.dtype.real_dtype) if x.dtype.is_complex else x


def _as(x, dtype):
    return x if x.dtype is dtype else raw.Cast(x=x, DstT=dtype)


def _sum(x):
    return raw.Sum(input=x, axis=ints((-1,)), keep_dims=True)


def _reflected(x, v, tau):
    """(I - tau v v^H) x, for columns v."""
    v = raw.ExpandDims(input=v, axis=ints(-1))
    products = raw.BatchMatMulV2(x=v, y=x, adj_x=True)
    return raw.Sub(x=x, y=raw.Mul(x=raw.Mul(x=v, y=products), y=tau))


def _reflector(column, k):
    """v and tau of LAPACK's larfg, and what it makes of element k."""
    at, dtype = _count(column.shape[-1]), column.dtype
    zero = scalar(0, dtype)
    alpha = raw.GatherV2(params=column, indices=ints((k,)), axis=ints(-1))
    rest = _select(raw.Greater(x=at, y=ints(k)), column, zero)
    tail = _sum(raw.Square(x=_magnitude(rest)))
    norm = raw.Sqrt(x=raw.AddV2(x=tail, y=raw.Square(x=_magnitude(alpha))))
    real = _real(alpha)
    beta = _select(raw.Less(x=real, y=scalar(0, real.dtype)), norm, raw.Neg(x=norm))
    # nothing to do below the diagonal, and a real element on it: no reflection
    done = raw.Equal(x=tail, y=scalar(0, real.dtype))
    if dtype.is_complex:
        imag = raw.Imag(input=alpha, Tout=real.dtype)
        done = raw.LogicalAnd(x=done, y=raw.Equal(x=imag, y=scalar(0, real.dtype)))
    beta = _select(done, real, beta)
    safe = _select(done, scalar(1, real.dtype), beta)
    tau = raw.RealDiv(x=raw.Sub(x=_as(beta, dtype), y=alpha), y=_as(safe, dtype))
    gap = _select(done, scalar(1, dtype), raw.Sub(x=alpha, y=_as(beta, dtype)))
    v = _select(raw.Equal(x=at, y=ints(k)), scalar(1, dtype), raw.RealDiv(x=rest, y=gap))
    return v, tau, _as(beta, dtype)


def qr_reflectors(x, /):
    rows, columns = x.shape[-2:]
    at, across = _count(rows), _count(columns)
    taus, packed = [], x
    for k in range(min(rows, columns)):
        v, tau, beta = _reflector(_column(packed, k), k)
        taus.append(raw.Squeeze(input=tau, axis=[-1]))
        turned = _reflected(packed, v, raw.ExpandDims(input=_conj(tau), axis=ints(-1)))
        packed = _select(raw.Greater(x=across, y=ints(k)), turned, packed)
        column = _select(raw.Equal(x=at, y=ints(k)), beta, v)
        below = raw.ExpandDims(input=raw.GreaterEqual(x=at, y=ints(k)), axis=ints(1))
        here = raw.LogicalAnd(x=below, y=raw.Equal(x=across, y=ints(k)))
        packed = _select(here, raw.ExpandDims(input=column, axis=ints(-1)), packed)
    if not taus:
        return x, raw.Fill(dims=ints((*x.shape[:-2], 0)), value=scalar(0, x.dtype))
    return packed, raw.Pack(values=taus, axis=x.ndim - 2)


def householder_product(x, tau, /):
    if 0 in x.shape:
        return x
    rows, columns = x.shape[-2:]
    at = _count(rows)
    out = tf.eye(rows, columns, batch_shape=x.shape[:-2], dtype=x.dtype)
    for k in reversed(range(tau.shape[-1])):
        v = _select(raw.Greater(x=at, y=ints(k)), _column(x, k), scalar(0, x.dtype))
        v = _select(raw.Equal(x=at, y=ints(k)), scalar(1, x.dtype), v)
        factor = raw.GatherV2(params=tau, indices=ints((k,)), axis=ints(-1))
        out = _reflected(out, v, raw.ExpandDims(input=factor, axis=ints(-1)))
    return out
