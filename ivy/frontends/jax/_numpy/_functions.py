"""Functions of jax.numpy's main namespace that differ from the shared ones, or take more arguments."""

from __future__ import annotations

import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import (
    _bodies,
    _joining,
    _numerics,
    _polynomials,
    _products,
    _selection,
    _shapes,
    _sorting,
)
from ivy.frontends._numpy_api._values import (
    flat,
    is_array,
    is_sequence,
    kind,
    number,
    size_of,
)
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax._numpy import _ufuncs
from ivy.frontends.jax._numpy._rules import JaxRules

# -- results of a size given beforehand


def nonzero(rules: JaxRules, a, *, size=None, fill_value=None):
    found = _selection.nonzero(rules, a)
    if size is None:
        return found
    fills = fill_value if is_sequence(fill_value) else (fill_value,) * len(found)
    return tuple(_sized(rules, f, size, 0 if v is None else v) for f, v in zip(found, fills))


def _sized(rules: JaxRules, x, size, fill):
    """The first `size` elements, padded with `fill` if there are fewer."""
    x = x[:size]
    fill = rules.cast(rules.array(fill), ivy.dtype(x))
    rest = ivy.broadcast_to(fill, (size - x.shape[0],))
    return ivy.concat([x, rest], axis=0)


def flatnonzero(rules: JaxRules, a, *, size=None, fill_value=None):
    return nonzero(rules, flat(rules.array(a)), size=size, fill_value=fill_value)[0]


def argwhere(rules: JaxRules, a, *, size=None, fill_value=None):
    x = rules.array(a)
    if size is None or not len(x.shape):
        return _selection.argwhere(rules, x)
    found = nonzero(rules, x, size=size, fill_value=fill_value)
    return ivy.stack(list(found), axis=1)


def where(rules: JaxRules, condition, x=None, y=None, /, *, size=None, fill_value=None):
    if x is None and y is None:
        return nonzero(rules, condition, size=size, fill_value=fill_value)
    if x is None or y is None:
        raise TypeError("where requires ndarray or scalar arguments, got <class 'NoneType'>")
    return _selection.where(rules, condition, x, y)


# -- dtypes


def result_type(rules: JaxRules, *args):
    if not args:
        raise ValueError("at least one array or dtype is required")
    return to.result_type(*args)


def promote_types(rules: JaxRules, a, b):
    return to.promote_types(a, b)


def can_cast(rules: JaxRules, from_, to, casting="safe"):
    return np.can_cast(from_, to, casting)


def issubdtype(rules: JaxRules, arg1, arg2):
    return np.issubdtype(_named_kind(arg1), _named_kind(arg2))


def isscalar(rules: JaxRules, element):
    return np.isscalar(element) or (is_array(element) and not tuple(element.shape))


# -- creation


def asarray(
    rules: JaxRules, a, dtype=None, order=None, *, copy=None, device=None, out_sharding=None
):
    x = _made(rules, a)
    return x if dtype is None else rules.cast(x, rules.dtype_of(dtype))


def array(rules: JaxRules, object, dtype=None, copy=True, order="K", ndmin=0, *, device=None):
    x = asarray(rules, object, dtype)
    return ivy.reshape(x, (1,) * max(ndmin - len(x.shape), 0) + tuple(x.shape))


def _made(rules: JaxRules, a):
    if not is_sequence(a) or type(a) is to.Weak:
        return rules.array(a)
    if any(map(_holds_array, a)):
        return _joining.stack(rules, [_made(rules, v) for v in a])
    values = np.asarray(a)
    return rules.cast(ivy.constant(values), rules.dtype_of(values.dtype))


def copy(rules: JaxRules, a, order=None):
    return rules.array(a)


def astype(rules: JaxRules, x, dtype, /, *, copy=False, device=None):
    x = rules.array(x)
    wanted = rules.float_ if dtype is None else rules.dtype_of(dtype)
    if kind(x) == "c" and dtypes.category(wanted) < 3 and wanted != dtypes.bool_:
        x = ivy.real(x)
    return rules.cast(x, wanted)


# -- functions with JAX's own parameters


def float_power(rules: JaxRules, x, y, /):
    return _ufuncs.compute(rules, "float_power", _bodies.power, x, y)


def ldexp(rules: JaxRules, x1, x2, /):
    x, n = rules.array(x1), rules.array(x2)
    if kind(n) not in "biu" or kind(x) == "c":
        raise ValueError("ldexp not supported for these types")
    x = rules.inexact(x)
    _ufuncs.checked_shapes(rules, "ldexp", x, n)
    return _bodies.ldexp(x, n)


def clip(rules: JaxRules, arr=None, /, min=None, max=None):
    if arr is None:
        raise ValueError("At most one of a_min and a_max may be None")
    if any(v is not None and kind(rules.array(v)) == "c" for v in (arr, min, max)):
        raise ValueError(
            "Clip received a complex value either through the input or the min/max keywords."
        )
    x = rules.array(arr)
    x = x if min is None else _ufuncs.FUNCTIONS["maximum"](rules, arr, min)
    if max is None:
        return x
    return _ufuncs.FUNCTIONS["minimum"](rules, arr if min is None else x, max)


def dot(rules: JaxRules, a, b, *, precision=None, preferred_element_type=None, out_sharding=None):
    return _preferred(rules, _products.dot(rules, a, b), preferred_element_type)


def inner(rules: JaxRules, a, b, *, precision=None, preferred_element_type=None):
    return _preferred(rules, _products.inner(rules, a, b), preferred_element_type)


def vdot(rules: JaxRules, a, b, *, precision=None, preferred_element_type=None):
    return _preferred(rules, _products.vdot(rules, a, b), preferred_element_type)


def matmul(
    rules: JaxRules, a, b, *, precision=None, preferred_element_type=None, out_sharding=None
):
    return _preferred(rules, _products.matmul(rules, a, b), preferred_element_type)


def _preferred(rules: JaxRules, found, dtype):
    return found if dtype is None else rules.cast(found, rules.dtype_of(dtype))


def vecdot(rules: JaxRules, x1, x2, /, *, axis=-1, precision=None, preferred_element_type=None):
    return _preferred(rules, _products.vecdot(rules, x1, x2, axis=axis), preferred_element_type)


def sort(rules: JaxRules, a, axis=-1, *, kind=None, order=None, stable=True, descending=False):
    x, at = rules.along(a, axis)
    found = _sorting.ascending(x, at)
    return ivy.flip(found, axis=(at,)) if descending else found


def argsort(
    rules: JaxRules, a, axis=-1, *, kind=None, order=None, stable=True, descending=False, dtype=None
):
    x, at = rules.along(a, axis)
    found = ivy.argsort(x, axis=at, descending=True) if descending else _sorting.sort_order(x, at)
    return rules.as_int(found) if dtype is None else rules.cast(found, rules.dtype_of(dtype))


def polyval(rules: JaxRules, p, x, *, unroll=16):
    return _polynomials.polyval(rules, p, x)


def polymul(rules: JaxRules, a1, a2, *, trim_leading_zeros=False):
    a, b = _polynomials.coefficients(rules, a1, a2)
    if trim_leading_zeros:
        a, b = map(_polynomials.without_leading_zeros, (a, b))
    return _numerics.convolve(rules, a, b)


def polydiv(rules: JaxRules, u, v, *, trim_leading_zeros=False):
    q, r = _polynomials.division(rules, u, v)
    return q, _polynomials.trimmed_remainder(r) if trim_leading_zeros else r


def roots(rules: JaxRules, p, *, strip_zeros=True):
    return _polynomials.roots(rules, p)


def take(
    rules: JaxRules,
    a,
    indices,
    axis=None,
    out=None,
    mode=None,
    unique_indices=False,
    indices_are_sorted=False,
    fill_value=None,
):
    if mode not in (None, "fill", "clip", "wrap"):
        raise ValueError(f"Invalid mode '{mode}' for np.take")
    x, at = rules.along(a, axis)
    where = rules.array(indices)
    if kind(where) not in "iub":
        raise ValueError("indices must have an integer type")
    n = x.shape[at]
    where = ivy.astype(where, dtypes.int64)
    if mode in ("clip", "wrap"):
        return rules.out(ivy.take(x, _selection.positions(rules, where, n, mode), axis=at), out)
    where = ivy.where(ivy.less(where, 0), ivy.add(where, n), where)
    outside = ivy.logical_or(ivy.less(where, 0), ivy.greater_equal(where, n))
    found = ivy.take(x, where, axis=at, bounds="clip")
    shape = (1,) * at + tuple(where.shape) + (1,) * (len(x.shape) - at - 1)
    fill = number(_filling(x) if fill_value is None else fill_value, x)
    return rules.out(ivy.where(ivy.reshape(outside, shape), fill, found), out)


def _filling(x):
    """The value for an index out of bounds: NaN, or the extreme of an integer dtype."""
    dtype = ivy.dtype(x)
    if dtypes.category(dtype) >= 2:
        return math.nan
    return dtypes.limits(dtype)[0 if dtype.kind == "i" else 1]


def einsum(
    rules: JaxRules,
    subscripts,
    /,
    *operands,
    out=None,
    optimize="auto",
    precision=None,
    preferred_element_type=None,
):
    return _preferred(
        rules, _products.einsum(rules, subscripts, *operands, out=out), preferred_element_type
    )


def delete(rules: JaxRules, arr, obj, axis=None, *, assume_unique_indices=False):
    if hasattr(obj, "__index__") and not tuple(getattr(obj, "shape", ())):
        x, at = rules.along(arr, axis)
        rules.axis(obj, x.shape[at])
    return _shapes.delete(rules, arr, obj, axis)


def searchsorted(rules: JaxRules, a, v, side="left", sorter=None, *, method="scan"):
    return rules.cast(_selection.searchsorted(rules, a, v, side, sorter), dtypes.int32)


def digitize(rules: JaxRules, x, bins, right=False, *, method=None):
    return rules.cast(_selection.digitize(rules, x, bins, right), dtypes.int32)


def argpartition(rules: JaxRules, a, kth, axis=-1):
    return rules.cast(_sorting.argpartition(rules, a, kth, axis), dtypes.int32)


def put(rules: JaxRules, a, ind, v, mode=None, *, inplace=True):
    _refuse_writing(inplace)
    x, size = rules.array(a), size_of(rules.array(a))
    at = flat(rules.array(ind))
    values = _shapes.resize(rules, rules.cast(rules.array(v), ivy.dtype(x)), (at.shape[0],))
    at = _selection.positions(rules, at, size, mode or "clip")
    found = ivy.set_index(flat(x), [at], values)
    return ivy.reshape(found, tuple(x.shape))


def _refuse_writing(inplace):
    if inplace:
        raise ValueError("JAX arrays are immutable, must set inplace=False")


def fill_diagonal(rules: JaxRules, a, val, wrap=False, *, inplace=True):
    _refuse_writing(inplace)
    x = rules.array(a)
    if wrap:
        raise NotImplementedError("wrap=True is not implemented.")
    if len(x.shape) < 2:
        raise ValueError("array must be at least 2-d")
    n = min(x.shape)
    values = _shapes.resize(rules, flat(rules.cast(rules.array(val), ivy.dtype(x))), (n,))
    at = ivy.constant(np.arange(n))
    return ivy.set_index(x, [at] * len(x.shape), values)


def place(rules: JaxRules, arr, mask, vals, *, inplace=True):
    _refuse_writing(inplace)
    x, mask = rules.array(arr), rules.cast(rules.array(mask), dtypes.bool_)
    if size_of(x) != size_of(mask):
        raise ValueError("place: arr and mask must be the same size")
    values = flat(rules.cast(rules.array(vals), ivy.dtype(x)))
    if not values.shape[0]:
        raise ValueError("Cannot place values from an empty array")
    hits = ivy.nonzero(flat(mask))[0]
    found = ivy.set_index(flat(x), [hits], _shapes.resize(rules, values, (hits.shape[0],)))
    return ivy.reshape(found, tuple(x.shape))


def put_along_axis(rules: JaxRules, arr, indices, values, axis, inplace=True, *, mode=None):
    _refuse_writing(inplace)
    x, at = rules.array(arr), rules.array(indices)
    axis = rules.axis(axis, len(x.shape))
    _, where = _selection.aligned(rules, x, at, axis)
    values = _shapes.broadcast_to(
        rules, rules.cast(rules.array(values), ivy.dtype(x)), tuple(where.shape)
    )
    return ivy.put_along_axis(x, where, values, axis=axis)


def _named_kind(dtype):
    """A dtype for `np.issubdtype`, which does not know that bfloat16 is floating."""
    return np.floating if getattr(dtype, "name", dtype) == "bfloat16" else dtype


def _holds_array(x):
    if is_sequence(x):
        return any(map(_holds_array, x))
    return hasattr(x, "dtype") and hasattr(x, "shape")
