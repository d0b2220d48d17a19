"""Sorting in `jax.lax`."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax.lax import _adapters as like


def _order(keys, axis):
    """Permutation that sorts lexicographically by `keys`."""
    parts = []
    for key in keys:
        parts += [ivy.real(key), ivy.imag(key)] if ivy.dtype(key).kind == "c" else [key]
    order = None
    for key in reversed(parts):
        key = ivy.astype(key, dtypes.uint8) if ivy.dtype(key) == dtypes.bool_ else key
        if order is None:
            order = ivy.argsort(key, axis=axis)
        else:
            inner = ivy.argsort(ivy.take_along_axis(key, order, axis=axis), axis=axis)
            order = ivy.take_along_axis(order, inner, axis=axis)
    return order


def sort(operand, dimension=-1, is_stable=True, num_keys=1):
    several = isinstance(operand, (list, tuple))
    arrays = [to.array(x) for x in operand] if several else [to.array(operand)]
    if several and not arrays:
        raise TypeError("Sort requires at least one operand")
    if not 1 <= num_keys <= len(arrays):
        raise ValueError(f"num_keys={num_keys} must be between 1 and the {len(arrays)} operands")
    if len({tuple(x.shape) for x in arrays}) > 1:
        raise TypeError("Arguments to sort must have equal shapes")
    axis = like.at(dimension, arrays[0].ndim)
    order = _order(arrays[:num_keys], axis)
    sorted_ = [ivy.take_along_axis(x, order, axis=axis) for x in arrays]
    return tuple(sorted_) if several else sorted_[0]


def sort_key_val(keys, values, dimension=-1, is_stable=True):
    return sort((keys, values), dimension, is_stable)


def top_k(operand, k, *, axis=-1):
    x = to.array(operand)
    dtype = ivy.dtype(x)
    if not x.ndim or not -x.ndim <= axis < x.ndim:
        raise ValueError(f"top_k along the axis {axis} of an array of {x.ndim}")
    if k < 0:
        raise ValueError(f"k argument to top_k must be nonnegative, got {k}")
    if k > x.shape[axis]:
        raise ValueError(f"k argument to top_k must be no larger than size along axis; got {k=}")
    if dtype.kind == "c":
        raise ValueError("top_k is not compatible with complex inputs.")
    axis %= x.ndim
    numbers = ivy.astype(x, dtypes.uint8) if dtype == dtypes.bool_ else x
    values, positions = ivy.top_k(numbers, k, axis=axis)
    return [ivy.astype(values, dtype), ivy.astype(positions, dtypes.int32)]


def approx_max_k(
    operand,
    k,
    reduction_dimension=-1,
    recall_target=0.95,
    reduction_input_size_override=-1,
    aggregate_to_topk=True,
):
    return _extremes(operand, k, reduction_dimension, True)


def approx_min_k(
    operand,
    k,
    reduction_dimension=-1,
    recall_target=0.95,
    reduction_input_size_override=-1,
    aggregate_to_topk=True,
):
    return _extremes(operand, k, reduction_dimension, False)


def _extremes(operand, k, axis, largest):
    """The exact answer, which is an allowed approximation."""
    x = to.array(operand)
    if not -x.ndim <= axis < x.ndim:
        raise IndexError(f"an axis {axis} of an array of {x.ndim}")
    axis %= x.ndim
    if not dtypes.is_floating(ivy.dtype(x)):
        raise ValueError("operand must be a floating type")
    if k < 0:
        raise ValueError(f"k must be nonnegative, got {k}")
    if k > x.shape[axis]:
        raise ValueError("k must be smaller than the size of reduction_dimension")
    values, positions = ivy.top_k(x, k, axis=axis, largest=largest)
    return [values, ivy.astype(positions, dtypes.int32)]


_publish.publish(__name__, native="jax.lax")
