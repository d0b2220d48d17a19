"""Products of arrays in `jax.lax`."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _primitives
from ivy.frontends.jax import _promotion as to


def dot_general(
    lhs,
    rhs,
    dimension_numbers,
    precision=None,
    preferred_element_type=None,
    *,
    out_sharding=None,
):
    x, y = to.array(lhs), to.array(rhs)
    (summed_x, summed_y), (batch_x, batch_y) = dimension_numbers
    summed, batch = (tuple(summed_x), tuple(summed_y)), (tuple(batch_x), tuple(batch_y))
    for word, (of_x, of_y) in (("contracting", summed), ("batch", batch)):
        _check_axes(word, x, of_x)
        _check_axes(word, y, of_y)
        if [x.shape[i] for i in of_x] != [y.shape[i] for i in of_y]:
            raise TypeError(f"dot_general requires {word} dimensions to have the same shape")
    if set(summed[0]) & set(batch[0]) or set(summed[1]) & set(batch[1]):
        raise TypeError("dot_general requires batch dimensions apart from contracting dimensions")
    dtype = preferred_element_type and to.canonical(preferred_element_type)
    return _product(x, y, (summed, batch), dtype)


def _check_axes(word, x, axes):
    if len(set(axes)) != len(axes):
        raise TypeError(f"dot_general requires {word} dimensions to be distinct, got {axes}")
    if any(not 0 <= a < x.ndim for a in axes):
        raise TypeError(f"dot_general requires {word} dimensions to be axes, got {axes}")


def _product(x, y, dimension_numbers, dtype):
    common = to.result_type(x, y)
    x, y = to.cast(x, common), to.cast(y, common)
    if common == dtypes.bool_:
        x, y = ivy.astype(x, dtypes.int32), ivy.astype(y, dtypes.int32)
    wide = dtypes.float32 if dtypes.is_floating(common) and common.itemsize < 4 else None
    out = _primitives.dot_general(
        x, y, dimension_numbers=dimension_numbers, preferred_element_type=wide or dtype
    )
    return to.cast(out, dtype or common)


def dot(
    lhs,
    rhs,
    *,
    dimension_numbers=None,
    precision=None,
    preferred_element_type=None,
    out_sharding=None,
):
    if dimension_numbers is None:
        x, y = to.array(lhs), to.array(rhs)
        if x.ndim not in (1, 2) or y.ndim not in (1, 2) or x.shape[-1] != y.shape[0]:
            raise ValueError(
                "jax.lax.dot: dimension_numbers must be specified when not performing simple "
                "un-batched matrix-matrix, matrix-vector, or vector-vector products; got "
                f"shapes {tuple(x.shape)} and {tuple(y.shape)}."
            )
        dimension_numbers = (((x.ndim - 1,), (0,)), ((), ()))
    return dot_general(lhs, rhs, dimension_numbers, precision, preferred_element_type)


def batch_matmul(lhs, rhs, precision=None):
    x, y = to.array(lhs), to.array(rhs)
    if min(x.ndim, y.ndim) < 2:
        raise ValueError(f"Arguments to batch_matmul must be at least 2D, got {x.ndim}, {y.ndim}")
    if x.ndim != y.ndim:
        raise ValueError(f"Arguments to batch_matmul must have same ndim, got {x.ndim}, {y.ndim}")
    batch = tuple(range(x.ndim - 2))
    return dot_general(x, y, (((x.ndim - 1,), (x.ndim - 2,)), (batch, batch)))


def ragged_dot(
    lhs,
    rhs,
    group_sizes,
    precision=None,
    preferred_element_type=None,
    group_offset=None,
    out_sharding=None,
):
    x, y, sizes = to.array(lhs), to.array(rhs), to.array(group_sizes)
    if group_offset is not None:
        raise NotImplementedError("ragged_dot with a group_offset")
    if x.ndim != 2 or y.ndim != 3 or sizes.ndim != 1:
        raise TypeError(f"ragged_dot of {x.ndim}, {y.ndim} and {sizes.ndim} axes; 2, 3, 1 needed")
    if x.shape[1] != y.shape[1] or y.shape[0] != sizes.shape[0]:
        raise TypeError(f"ragged_dot of shapes {tuple(x.shape)}, {tuple(y.shape)}, {sizes.shape}")
    if not dtypes.is_integral(ivy.dtype(sizes)):
        raise TypeError("ragged_dot requires that group_sizes.dtype is subtype of np.integer.")
    dtype = preferred_element_type and to.canonical(preferred_element_type)
    total = None
    ends = ivy.cumsum(ivy.astype(sizes, dtypes.int64), axis=0)
    row = ivy.arange(0, x.shape[0], dtype=dtypes.int64)
    for g in range(y.shape[0]):  # each row belongs to one group; rows past the last are 0
        stop = ivy.slice_(ends, (g,))
        start = stop - ivy.astype(ivy.slice_(sizes, (g,)), dtypes.int64)
        mine = ivy.logical_and(ivy.greater_equal(row, start), ivy.less(row, stop))
        part = _product(
            ivy.where(ivy.expand_dims(mine, axis=1), x, ivy.zeros((), dtype=ivy.dtype(x))),
            ivy.slice_(y, (g,)),
            (((1,), (0,)), ((), ())),
            dtype,
        )
        total = part if total is None else ivy.add(total, part)
    return total


_publish.publish(__name__, native="jax.lax")
