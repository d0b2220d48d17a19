"""jax.numpy's main namespace: the shared families, and what JAX does in its own way."""

from __future__ import annotations

import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _bodies
from ivy.frontends._numpy_api._creation import Creation
from ivy.frontends._numpy_api._general import General
from ivy.frontends._numpy_api._numerics import Numerics
from ivy.frontends._numpy_api._polynomials import Polynomials
from ivy.frontends._numpy_api._products import Products
from ivy.frontends._numpy_api._rules import flat, host_integers, is_sequence, kind
from ivy.frontends._numpy_api._selection import Selection
from ivy.frontends._numpy_api._shapes import Shapes
from ivy.frontends._numpy_api._sorting import Sorting
from ivy.frontends._numpy_api._statistics import Statistics
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax._numpy._refusals import Refusals
from ivy.frontends.jax._numpy._ufuncs import Ufuncs


class Families(
    Ufuncs,
    General,
    Creation,
    Numerics,
    Polynomials,
    Products,
    Selection,
    Shapes,
    Sorting,
    Statistics,
):
    """All families, by JAX's rules."""


class JaxNumPy(Refusals, Families):
    """`jax.numpy`."""

    ContractionError = TypeError
    TensordotError = TypeError
    IndicesError = TypeError
    AlignmentError = ValueError
    KindError = ValueError

    # -- rules

    def refuse_axes(self, n):
        raise TypeError(f"tensordot requires axes to be at most the number of axes, got {n}")

    def refuse_positions(self, at):
        raise TypeError(f"Indexer must have integer or boolean type, got {ivy.dtype(at).name}")

    def searched_axis(self, axis, ndim):
        if isinstance(axis, int) and not -ndim <= axis < ndim:
            raise IndexError("list index out of range")
        return self.axis(axis, ndim)

    def mean(self, a, axis=None, dtype=None, out=None, keepdims=False, *, where=None):
        self._check_averaged(a, axis)
        return super().mean(a, axis, dtype, out, keepdims, where=where)

    def std(self, a, axis=None, *args, **kwargs):
        self._check_averaged(a, axis)
        return super().std(a, axis, *args, **kwargs)

    def var(self, a, axis=None, *args, **kwargs):
        self._check_averaged(a, axis)
        return super().var(a, axis, *args, **kwargs)

    def _check_averaged(self, a, axis):
        """An axis that is not there: JAX looks its length up first."""
        for i in axis if is_sequence(axis) else (axis,):
            self.searched_axis(i, len(self.array(a).shape)) if i is not None else None

    def _spread_weights(self, w, x, axis, axes):
        if axis is None:
            raise ValueError("axis must be specified when shapes of a and weights differ.")
        return super()._spread_weights(w, x, axis, axes)

    def resolved_shape(self, x, shape):
        if sum(n == -1 for n in host_integers(shape)) > 1:
            raise TypeError("can only specify one unknown axis size with a `-1` value")
        return super().resolved_shape(x, shape)

    def grid(self, arrays):
        return list(arrays)

    def several(self, arrays):
        return list(arrays)

    def edge_list(self, edges):
        return list(edges)

    def all_nan(self, found, nan):
        return ivy.where(nan, self.number(-1, found), found)

    def quantile_operands(self, a, q, method):
        x = self.array(a)
        x, q = self.promote_inexact(x, q)
        if kind(x) == "c":
            raise ValueError(
                "quantile does not support complex input, as the operation is poorly defined."
            )
        dtype = ivy.dtype(x)
        wide = dtypes.float32 if dtype.itemsize == 2 else dtype
        return self.cast(x, wide), self.cast(q, wide), dtype

    def leading(self, p):
        return p

    def remainder_of(self, rest):
        return rest

    def eigenvalues(self, x):
        return self.linalg.eigvals(x)

    def least_squares(self, a, b, rcond):
        return self.linalg.lstsq(a, b, rcond)

    def inverse(self, x):
        return self.linalg.inv(x)

    def roots_dtype(self, p):
        return dtypes.complex_of(self.inexact_dtype(ivy.dtype(p)))

    def zeros_dtype(self, x):
        return self.inexact(x)

    def real_polynomial(self, found, zeros):
        return found

    def derived(self, p):
        return self.inexact(p)

    def _sequences(self, a, v):
        return super()._sequences(*self.promote_inexact(a, v))

    def density_dtype(self, edges):
        return ivy.dtype(edges)

    def weights_dtype(self, dtype):
        return dtype

    def box_dtype(self, weights, columns, density):
        if weights is None and not density:
            return self.int_
        return self.count_dtype(weights, columns)

    def count_dtype(self, weights, columns):
        parts = columns if weights is None else [*columns, weights]
        return self.inexact_dtype(self.common(*parts))

    def edge_array(self, edges, x):
        return self.cast(edges, self.inexact_dtype(ivy.dtype(x)))

    def unraveled(self, at, size):
        at = ivy.where(ivy.less(at, 0), ivy.add(at, size), at)
        return ivy.clip(at, 0, max(size - 1, 0))

    # -- results of a size that is named beforehand

    def nonzero(self, a, *, size=None, fill_value=None):
        x = self.array(a)
        found = super().nonzero(ivy.reshape(x, (1,)) if not len(x.shape) else x)
        if size is None:
            return found
        fills = fill_value if is_sequence(fill_value) else (fill_value,) * len(found)
        return tuple(self._sized(f, size, 0 if v is None else v) for f, v in zip(found, fills))

    def _sized(self, x, size, fill):
        """The first `size` elements, with `fill` behind them if there are fewer."""
        x = x[:size]
        fill = self.cast(self.array(fill), ivy.dtype(x))
        rest = ivy.broadcast_to(fill, (size - x.shape[0],))
        return ivy.concat([x, rest], axis=0)

    def flatnonzero(self, a, *, size=None, fill_value=None):
        return self.nonzero(flat(self.array(a)), size=size, fill_value=fill_value)[0]

    def argwhere(self, a, *, size=None, fill_value=None):
        x = self.array(a)
        if size is None or not len(x.shape):
            return super().argwhere(x)
        found = self.nonzero(x, size=size, fill_value=fill_value)
        return ivy.stack(list(found), axis=1)

    def where(self, condition, x=None, y=None, /, *, size=None, fill_value=None):
        if x is None and y is None:
            return self.nonzero(condition, size=size, fill_value=fill_value)
        if x is None or y is None:
            raise TypeError("where requires ndarray or scalar arguments, got <class 'NoneType'>")
        return super().where(condition, x, y)

    # -- dtypes

    def result_type(self, *args):
        if not args:
            raise ValueError("at least one array or dtype is required")
        return to.result_type(*args)

    def promote_types(self, a, b):
        return to.promote_types(a, b)

    def can_cast(self, from_, to, casting="safe"):
        return np.can_cast(from_, to, casting)

    def issubdtype(self, arg1, arg2):
        return np.issubdtype(_named_kind(arg1), _named_kind(arg2))

    def isscalar(self, element):
        return np.isscalar(element) or (self._is_array(element) and not tuple(element.shape))

    # -- making arrays

    def asarray(self, a, dtype=None, order=None, *, copy=None, device=None, out_sharding=None):
        x = self._made(a)
        return x if dtype is None else self.cast(x, self.dtype_of(dtype))

    def array_(self, object, dtype=None, copy=True, order="K", ndmin=0, *, device=None):
        """`jax.numpy.array`."""
        x = self.asarray(object, dtype)
        return ivy.reshape(x, (1,) * max(ndmin - len(x.shape), 0) + tuple(x.shape))

    def _made(self, a):
        if not is_sequence(a) or type(a) is to.Weak:
            return self.array(a)
        if any(map(_holds_array, a)):
            return self.stack([self._made(v) for v in a])
        values = np.asarray(a)
        return self.cast(ivy.constant(values), self.dtype_of(values.dtype))

    def copy(self, a, order=None):
        return self.array(a)

    def astype(self, x, dtype, /, *, copy=False, device=None):
        x = self.array(x)
        wanted = self.float_ if dtype is None else self.dtype_of(dtype)
        if kind(x) == "c" and dtypes.category(wanted) < 3 and wanted != dtypes.bool_:
            x = ivy.real(x)
        return self.cast(x, wanted)

    # -- functions with other parameters than NumPy's

    def float_power(self, x, y, /):
        return self.compute("float_power", _bodies.power, x, y)

    def ldexp(self, x1, x2, /):
        x, n = self.array(x1), self.array(x2)
        if kind(n) not in "biu" or kind(x) == "c":
            raise ValueError("ldexp not supported for these types")
        x = self.inexact(x)
        self.checked_shapes("ldexp", x, n)
        return _bodies.ldexp(x, n)

    def clip(self, arr=None, /, min=None, max=None):
        if arr is None:
            raise ValueError("At most one of a_min and a_max may be None")
        if any(v is not None and kind(self.array(v)) == "c" for v in (arr, min, max)):
            raise ValueError(
                "Clip received a complex value either through the input or the min/max keywords."
            )
        x = self.array(arr)
        x = x if min is None else self.maximum(arr, min)
        return x if max is None else self.minimum(x if min is not None else arr, max)

    def dot(self, a, b, *, precision=None, preferred_element_type=None, out_sharding=None):
        return self._preferred(super().dot(a, b), preferred_element_type)

    def inner(self, a, b, *, precision=None, preferred_element_type=None):
        return self._preferred(super().inner(a, b), preferred_element_type)

    def vdot(self, a, b, *, precision=None, preferred_element_type=None):
        return self._preferred(super().vdot(a, b), preferred_element_type)

    def matmul(self, a, b, *, precision=None, preferred_element_type=None, out_sharding=None):
        return self._preferred(super().matmul(a, b), preferred_element_type)

    def _preferred(self, found, dtype):
        return found if dtype is None else self.cast(found, self.dtype_of(dtype))

    def sort(self, a, axis=-1, *, kind=None, order=None, stable=True, descending=False):
        x, at = self._along(a, axis)
        found = self.sorted(x, at)
        return ivy.flip(found, axis=(at,)) if descending else found

    def argsort(
        self, a, axis=-1, *, kind=None, order=None, stable=True, descending=False, dtype=None
    ):
        x, at = self._along(a, axis)
        found = ivy.argsort(x, axis=at, descending=True) if descending else self.order(x, at)
        return self.int(found) if dtype is None else self.cast(found, self.dtype_of(dtype))

    def polyval(self, p, x, *, unroll=16):
        return super().polyval(p, x)

    def polymul(self, a1, a2, *, trim_leading_zeros=False):
        a, b = self._coefficients(a1, a2)
        if trim_leading_zeros:
            a, b = (Polynomials.leading(self, v) for v in (a, b))
        return self.convolve(a, b)

    def polydiv(self, u, v, *, trim_leading_zeros=False):
        q, r = super().polydiv(u, v)
        return q, Polynomials.remainder_of(self, r) if trim_leading_zeros else r

    def roots(self, p, *, strip_zeros=True):
        return super().roots(p)

    def take(
        self,
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
        x = self.array(a)
        x, at = (flat(x), 0) if axis is None else (x, self.axis(axis, len(x.shape)))
        where = self.array(indices)
        if kind(where) not in "iub":
            raise ValueError("indices must have an integer type")
        n = x.shape[at]
        where = ivy.astype(where, dtypes.int64)
        if mode in ("clip", "wrap"):
            return self.out(ivy.take(x, self.positions(where, n, mode), axis=at), out)
        where = ivy.where(ivy.less(where, 0), ivy.add(where, n), where)
        outside = ivy.logical_or(ivy.less(where, 0), ivy.greater_equal(where, n))
        found = ivy.take(x, where, axis=at, bounds="clip")
        shape = (1,) * at + tuple(where.shape) + (1,) * (len(x.shape) - at - 1)
        fill = self.number(self._filling(x) if fill_value is None else fill_value, x)
        return self.out(ivy.where(ivy.reshape(outside, shape), fill, found), out)

    def _filling(self, x):
        """What JAX puts where an index is outside: NaN, or the number farthest from the others."""
        dtype = ivy.dtype(x)
        if dtypes.category(dtype) >= 2:
            return math.nan
        return dtypes.limits(dtype)[0 if dtype.kind == "i" else 1]

    def einsum(
        self,
        subscripts,
        /,
        *operands,
        out=None,
        optimize="auto",
        precision=None,
        preferred_element_type=None,
    ):
        return self._preferred(
            super().einsum(subscripts, *operands, out=out), preferred_element_type
        )

    def delete(self, arr, obj, axis=None, *, assume_unique_indices=False):
        if hasattr(obj, "__index__") and not tuple(getattr(obj, "shape", ())):
            x, at = self._along(arr, axis)
            self.axis(obj, x.shape[at])
        return super().delete(arr, obj, axis)

    def searchsorted(self, a, v, side="left", sorter=None, *, method="scan"):
        return self.cast(super().searchsorted(a, v, side, sorter), dtypes.int32)

    def digitize(self, x, bins, right=False, *, method=None):
        return self.cast(super().digitize(x, bins, right), dtypes.int32)

    def argpartition(self, a, kth, axis=-1):
        return self.cast(super().argpartition(a, kth, axis), dtypes.int32)

    def put(self, a, ind, v, mode=None, *, inplace=True):
        self._refuse_writing(inplace)
        x, size = self.array(a), self.size(self.array(a))
        at = flat(self.array(ind))
        values = self.resize(self.cast(self.array(v), ivy.dtype(x)), (at.shape[0],))
        at = self.positions(at, size, mode or "clip")
        found = ivy.set_index(flat(x), [at], values)
        return ivy.reshape(found, tuple(x.shape))

    def _refuse_writing(self, inplace):
        if inplace:
            raise ValueError("JAX arrays are immutable, must set inplace=False")

    def fill_diagonal(self, a, val, wrap=False, *, inplace=True):
        self._refuse_writing(inplace)
        x = self.array(a)
        if wrap:
            raise NotImplementedError("wrap=True is not implemented.")
        if len(x.shape) < 2:
            raise ValueError("array must be at least 2-d")
        n = min(x.shape)
        values = self.resize(flat(self.cast(self.array(val), ivy.dtype(x))), (n,))
        at = ivy.constant(np.arange(n))
        return ivy.set_index(x, [at] * len(x.shape), values)

    def place(self, arr, mask, vals, *, inplace=True):
        self._refuse_writing(inplace)
        x, mask = self.array(arr), self.cast(self.array(mask), dtypes.bool_)
        if self.size(x) != self.size(mask):
            raise ValueError("place: arr and mask must be the same size")
        values = flat(self.cast(self.array(vals), ivy.dtype(x)))
        if not values.shape[0]:
            raise ValueError("Cannot place values from an empty array")
        hits = ivy.nonzero(flat(mask))[0]
        found = ivy.set_index(flat(x), [hits], self.resize(values, (hits.shape[0],)))
        return ivy.reshape(found, tuple(x.shape))

    def put_along_axis(self, arr, indices, values, axis, inplace=True, *, mode=None):
        self._refuse_writing(inplace)
        x, at = self.array(arr), self.array(indices)
        axis = self.axis(axis, len(x.shape))
        _, where = self._aligned(x, at, axis)
        values = self.broadcast_to(self.cast(self.array(values), ivy.dtype(x)), tuple(where.shape))
        return ivy.put_along_axis(x, where, values, axis=axis)


def _named_kind(dtype):
    """NumPy's hierarchy of dtypes has no place for bfloat16, which is a float in JAX's."""
    return np.floating if getattr(dtype, "name", dtype) == "bfloat16" else dtype


def _holds_array(x):
    if is_sequence(x):
        return any(map(_holds_array, x))
    return hasattr(x, "dtype") and hasattr(x, "shape")
