"""NumPy's main namespace: the shared families by NumPy's rules, and what NumPy does in its own way."""

from __future__ import annotations

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._creation import Creation
from ivy.frontends._numpy_api._general import General
from ivy.frontends._numpy_api._indexing import Indexing
from ivy.frontends._numpy_api._numerics import Numerics
from ivy.frontends._numpy_api._polynomials import Polynomials
from ivy.frontends._numpy_api._products import Products
from ivy.frontends._numpy_api._rules import kind
from ivy.frontends._numpy_api._selection import Selection
from ivy.frontends._numpy_api._shapes import Shapes
from ivy.frontends._numpy_api._sorting import Sorting
from ivy.frontends._numpy_api._statistics import Statistics
from ivy.frontends.numpy._ufuncs import Ufuncs


class Families(
    Ufuncs,
    General,
    Creation,
    Indexing,
    Numerics,
    Polynomials,
    Products,
    Selection,
    Shapes,
    Sorting,
    Statistics,
):
    """All families, by NumPy's rules."""


class NumPy(Families):
    """`numpy`."""

    # -- rules

    def refuse_axes(self, n):
        raise IndexError("tuple index out of range")

    def end_dtype(self, dtype, start, stop):
        # numbers are arrays of float64 here, so that float32 ends alone do not decide
        return np.result_type(*(ivy.dtype(self.array(v)) for v in (start, stop)), 1.0)

    def check_weights(self, scale):
        if ivy.item(ivy.any(ivy.equal(scale, self.number(0, scale)))):
            raise ZeroDivisionError("Weights sum to zero, can't be normalized")

    def check_quantiles(self, q):
        inside = ivy.logical_and(
            ivy.greater_equal(q, self.number(0, q)), ivy.less_equal(q, self.number(1, q))
        )
        if not ivy.item(ivy.all(inside)):
            raise ValueError("Quantiles must be in the range [0, 1]")

    def all_nan(self, found, nan):
        if ivy.item(ivy.any(nan)):
            raise ValueError("All-NaN slice encountered")
        return found

    def check_geometric(self, a, b):
        if any(ivy.item(ivy.any(ivy.equal(v, self.number(0, v)))) for v in (a, b)):
            raise ValueError("Geometric sequence cannot include zero")

    def covariance_dtype(self, dtype):
        return np.result_type(dtype, np.float64)

    def sorted_complex_dtype(self, dtype):
        if dtype.name in ("int8", "uint8", "int16", "uint16"):
            return dtypes.complex64
        return dtype if dtypes.is_complex(dtype) else dtypes.complex128

    def quantile_dtype(self, dtype, common, method):
        return dtype if method in _DISCRETE else common

    def products(self, x1, x2, dtype=None):
        # no ufuncs: a Python number becomes an array of 64 bits
        return super().products(self.array(x1), self.array(x2), dtype)

    def matvec(
        self, x1, x2, /, out=None, *, casting="same_kind", order="K", dtype=None, subok=True
    ):
        return self.out(super().matvec(*self.products(x1, x2, dtype)), out)

    def vecmat(
        self, x1, x2, /, out=None, *, casting="same_kind", order="K", dtype=None, subok=True
    ):
        return self.out(super().vecmat(*self.products(x1, x2, dtype)), out)

    def close_operands(self, a, b):
        return self.promote_inexact(a, b)

    def roots_dtype(self, p):
        return dtypes.float64

    def zeros_dtype(self, x):
        return self.cast(x, _mintypecode(ivy.dtype(x)))

    def eigenvalues(self, x):
        return self.linalg.eigvals(x)

    def least_squares(self, a, b, rcond):
        return self.linalg.lstsq(a, b, rcond)

    def inverse(self, x):
        return self.linalg.inv(x)

    # -- dtypes

    def astype(self, x, dtype, /, *, copy=True, device=None):
        if not hasattr(x, "dtype"):
            raise TypeError(f"Input should be a NumPy array. It is of type {type(x)}.")
        return self.cast(x, self.dtype_of(dtype))

    def result_type(self, *arrays_and_dtypes):
        return np.result_type(
            *(ivy.dtype(x) if self._is_array(x) else x for x in arrays_and_dtypes)
        )

    def promote_types(self, type1, type2):
        return np.promote_types(type1, type2)

    def can_cast(self, from_, to, casting="safe"):
        if ivy.python_kind(from_) is not None:
            raise TypeError("can_cast() does not support Python ints, floats, and complex")
        return np.can_cast(ivy.dtype(from_) if self._is_array(from_) else from_, to, casting)

    def issubdtype(self, arg1, arg2):
        return np.issubdtype(arg1, arg2)

    def min_scalar_type(self, a, /):
        if self._is_array(a) and a.shape:
            return ivy.dtype(a)
        return np.min_scalar_type(ivy.to_numpy(a)[()] if self._is_array(a) else a)

    def common_type(self, *arrays):
        found = [np.empty(0, ivy.dtype(self.array(a))) for a in arrays]
        return np.common_type(*found)

    def isscalar(self, element):
        return ivy.python_kind(element) is not None or isinstance(element, (str, bytes))

    # -- geometry

    # -- making arrays

    def array(self, object, dtype=None, *, copy=True, order="K", subok=False, ndmin=0, like=None):
        """`numpy.array`, through which every array-like goes."""
        x = super().array(object, dtype)
        if ndmin > len(x.shape):
            return ivy.reshape(x, (1,) * (ndmin - len(x.shape)) + tuple(x.shape))
        return x

    def asarray(self, a, dtype=None, order=None, *, device=None, copy=None, like=None):
        return self.array(a, dtype)

    def asanyarray(self, a, dtype=None, order=None, *, device=None, copy=None, like=None):
        return self.array(a, dtype)

    def ascontiguousarray(self, a, dtype=None, *, like=None):
        return self.array(a, dtype, ndmin=1)

    def asfortranarray(self, a, dtype=None, *, like=None):
        return self.array(a, dtype, ndmin=1)

    def asarray_chkfinite(self, a, dtype=None, order=None):
        x = self.array(a, dtype)
        if kind(x) in "fc" and not ivy.item(ivy.all(ivy.isfinite(x))):
            raise ValueError("array must not contain infs or NaNs")
        return x

    def require(self, a, dtype=None, requirements=None, *, like=None):
        known = {"C", "F", "A", "W", "O", "E", "C_CONTIGUOUS", "CONTIGUOUS", "F_CONTIGUOUS"}
        known |= {"FORTRAN", "ALIGNED", "WRITEABLE", "OWNDATA", "ENSUREARRAY"}
        for r in requirements or ():
            if r.upper() not in known:
                raise KeyError(r.upper())
        return self.array(a, dtype)

    def copy(self, a, order="K", subok=False):
        self.check_order(order)
        return ivy.positive(x) if kind(x := self.array(a)) != "b" else ivy.astype(x, dtypes.bool_)

    def fromiter(self, iter, dtype, count=-1, *, like=None):
        values = [v for _, v in zip(range(count), iter)] if count >= 0 else list(iter)
        if len(values) < count:
            raise ValueError(
                f"iterator too short: Expected {count} but iterator had only {len(values)} items."
            )
        return self.array(values, dtype)

    # -- clipping and rounding

    def clip(self, a, a_min=None, a_max=None, out=None, *, min=None, max=None, **kwargs):
        low, high = (m if a is None else a for a, m in ((a_min, min), (a_max, max)))
        if (a_min is not None and min is not None) or (a_max is not None and max is not None):
            raise ValueError(
                "Passing `min` or `max` keyword argument when `a_min` and `a_max` are provided is "
                "forbidden."
            )
        x = self.array(a)
        if low is None and high is None:
            return self.out(x, out)
        options = {k: v for k, v in kwargs.items() if k in ("where", "casting", "dtype")}
        if low is not None:
            x = self.maximum(x, low, out if high is None else None, **options)
        return self.minimum(x, high, out, **options) if high is not None else x

    def fix(self, x, out=None):
        return self.trunc(x, out)

    def real_if_close(self, a, tol=100):
        x = self.array(a)
        if kind(x) != "c":
            return x
        imag = ivy.imag(x)
        limit = tol * dtypes.epsilon(ivy.dtype(imag)) if tol > 1 else tol
        small = ivy.all(ivy.less(ivy.abs(imag), self.number(limit, imag)))
        return ivy.real(x) if ivy.item(small) else x

    # -- applying functions

    # -- bits

    # -- padding


# the quantiles that are elements of the array
_DISCRETE = ("lower", "higher", "nearest", "inverted_cdf", "closest_observation")


def _mintypecode(dtype):
    """The smallest of NumPy's own numbers in which eigenvalues could be."""
    return np.dtype(np.mintypecode(dtype.char)) if dtype.char in "fdFD" else dtypes.float64
