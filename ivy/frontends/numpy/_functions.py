"""Functions of NumPy's main namespace that differ from the shared ones, or have no counterpart."""

from __future__ import annotations

import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _products, _shapes, _sorting
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import is_array, kind, number, raise_if
from ivy.frontends.numpy import _ufuncs

# -- dtypes


def astype(rules: Rules, x, dtype, /, *, copy=True, device=None):
    if not hasattr(x, "dtype"):
        raise TypeError(f"Input should be a NumPy array. It is of type {type(x)}.")
    return rules.cast(x, rules.dtype_of(dtype))


def result_type(rules: Rules, *arrays_and_dtypes):
    return np.result_type(*(ivy.dtype(x) if is_array(x) else x for x in arrays_and_dtypes))


def promote_types(rules: Rules, type1, type2):
    return np.promote_types(type1, type2)


def can_cast(rules: Rules, from_, to, casting="safe"):
    if ivy.python_kind(from_) is not None:
        raise TypeError("can_cast() does not support Python ints, floats, and complex")
    return np.can_cast(ivy.dtype(from_) if is_array(from_) else from_, to, casting)


def issubdtype(rules: Rules, arg1, arg2):
    return np.issubdtype(arg1, arg2)


def min_scalar_type(rules: Rules, a, /):
    if is_array(a) and a.shape:
        return ivy.dtype(a)
    return np.min_scalar_type(ivy.to_numpy(a)[()] if is_array(a) else a)


def common_type(rules: Rules, *arrays):
    found = [np.empty(0, ivy.dtype(rules.array(a))) for a in arrays]
    return np.common_type(*found)


def isscalar(rules: Rules, element):
    return ivy.python_kind(element) is not None or isinstance(element, (str, bytes))


# -- creation


def array(
    rules: Rules, object, dtype=None, *, copy=True, order="K", subok=False, ndmin=0, like=None
):
    x = rules.array(object, dtype)
    if ndmin > len(x.shape):
        return ivy.reshape(x, (1,) * (ndmin - len(x.shape)) + tuple(x.shape))
    return x


def asarray(rules: Rules, a, dtype=None, order=None, *, device=None, copy=None, like=None):
    return rules.array(a, dtype)


def asanyarray(rules: Rules, a, dtype=None, order=None, *, device=None, copy=None, like=None):
    return rules.array(a, dtype)


def ascontiguousarray(rules: Rules, a, dtype=None, *, like=None):
    return array(rules, a, dtype, ndmin=1)


def asfortranarray(rules: Rules, a, dtype=None, *, like=None):
    return array(rules, a, dtype, ndmin=1)


def asarray_chkfinite(rules: Rules, a, dtype=None, order=None):
    x = rules.array(a, dtype)
    if kind(x) in "fc":
        raise_if(
            ivy.logical_not(ivy.isfinite(x)), ValueError("array must not contain infs or NaNs")
        )
    return x


def require(rules: Rules, a, dtype=None, requirements=None, *, like=None):
    known = {"C", "F", "A", "W", "O", "E", "C_CONTIGUOUS", "CONTIGUOUS", "F_CONTIGUOUS"}
    known |= {"FORTRAN", "ALIGNED", "WRITEABLE", "OWNDATA", "ENSUREARRAY"}
    for r in requirements or ():
        if r.upper() not in known:
            raise KeyError(r.upper())
    return rules.array(a, dtype)


def copy(rules: Rules, a, order="K", subok=False):
    _shapes.check_order(order)
    return ivy.positive(x) if kind(x := rules.array(a)) != "b" else ivy.astype(x, dtypes.bool_)


def fromiter(rules: Rules, iter, dtype, count=-1, *, like=None):
    values = [v for _, v in zip(range(count), iter)] if count >= 0 else list(iter)
    if len(values) < count:
        raise ValueError(
            f"iterator too short: Expected {count} but iterator had only {len(values)} items."
        )
    return rules.array(values, dtype)


# -- clipping and rounding


def clip(rules: Rules, a, a_min=None, a_max=None, out=None, *, min=None, max=None, **kwargs):
    low, high = (m if a is None else a for a, m in ((a_min, min), (a_max, max)))
    if (a_min is not None and min is not None) or (a_max is not None and max is not None):
        raise ValueError(
            "Passing `min` or `max` keyword argument when `a_min` and `a_max` are provided is "
            "forbidden."
        )
    x = rules.array(a)
    if low is None and high is None:
        return rules.out(x, out)
    options = {k: v for k, v in kwargs.items() if k in ("where", "casting", "dtype")}
    if low is not None:
        x = _ufuncs.FUNCTIONS["maximum"](rules, x, low, out if high is None else None, **options)
    return x if high is None else _ufuncs.FUNCTIONS["minimum"](rules, x, high, out, **options)


def fix(rules: Rules, x, out=None):
    return _ufuncs.FUNCTIONS["trunc"](rules, x, out)


def real_if_close(rules: Rules, a, tol=100):
    x = rules.array(a)
    if kind(x) != "c":
        return x
    imag = ivy.imag(x)
    limit = tol * dtypes.epsilon(ivy.dtype(imag)) if tol > 1 else tol
    small = ivy.all(ivy.less(ivy.abs(imag), number(limit, imag)))
    return ivy.real(x) if ivy.item(small) else x


# -- sets


def isin(rules: Rules, element, test_elements, assume_unique=False, invert=False, *, kind=None):
    found = _sorting.isin(rules, element, test_elements, assume_unique, invert, kind=kind)
    known = rules.array(test_elements)
    if kind == "table" and math.prod(known.shape) and dtypes.is_integral(ivy.dtype(known)):
        extent = int(ivy.item(ivy.max(known))) - int(ivy.item(ivy.min(known)))
        if extent > np.iinfo(ivy.dtype(known)).max:
            raise RuntimeError(
                "You have specified kind='table', but the range of values in `ar2` or `ar1` exceed "
                "the maximum integer of the datatype. Please set `kind` to None or 'sort'."
            )
    return found


# -- products, which take the parameters of ufuncs


def matvec(
    rules: Rules, x1, x2, /, out=None, *, casting="same_kind", order="K", dtype=None, subok=True
):
    return rules.out(_products.matvec(rules, *rules.product_operands(x1, x2, dtype)), out)


def vecmat(
    rules: Rules, x1, x2, /, out=None, *, casting="same_kind", order="K", dtype=None, subok=True
):
    return rules.out(_products.vecmat(rules, *rules.product_operands(x1, x2, dtype)), out)
