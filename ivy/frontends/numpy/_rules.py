"""NumPy's rules: NEP 50, in which Python numbers are weak, and NumPy's own errors.

NumPy is installed wherever Ivy is, so dtypes and exceptions are taken from NumPy itself; it computes
no array here.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import (
    is_number,
    is_sequence,
    kind,
    number,
    raise_if,
    shape_of,
)
from ivy.frontends.numpy import _ufuncs

# quantile methods that return elements of the array
_DISCRETE = ("lower", "higher", "nearest", "inverted_cdf", "closest_observation")


class NumPyRules(Rules):
    """Dtypes and errors of NumPy."""

    LinAlgError = np.linalg.LinAlgError

    ellipsis_separates = True

    int_ = dtypes.int64
    float_ = dtypes.float64

    # -- dtypes and conversion

    def dtype_of(self, name: Any) -> np.dtype:
        """The dtype of a dtype, its name, or a Python or NumPy scalar type."""
        dtype = dtypes.as_dtype(name) if name == "bfloat16" else np.dtype(name)
        if dtype.name not in dtypes.NAMES:
            raise TypeError(f"arrays of dtype {dtype} are not supported here")
        return dtype

    def tolerances(self, atol: Any, rtol: Any, distance: Any, size: Any) -> list[Any]:
        return self.promote(atol, rtol, distance, size)

    def array(self, x: Any, dtype: Any = None) -> Any:
        """An array-like as a backend array; nested lists may hold arrays."""
        if is_sequence(x):
            x = self._of_sequence(x)
        elif ivy.python_kind(x) is not None:
            return self.cast(x, self._of_number(x) if dtype is None else self.dtype_of(dtype))
        elif not hasattr(x, "dtype"):
            raise TypeError(f"an array of {type(x).__name__!r} objects is not supported here")
        return x if dtype is None else self.cast(x, self.dtype_of(dtype))

    def _of_number(self, x: Any) -> np.dtype:
        kind = ivy.python_kind(x)
        if kind is int and not isinstance(x, int):
            return self.int_  # a symbolic number of a traced program
        return np.asarray(x).dtype if kind is int else np.dtype(kind)

    def _of_sequence(self, x: Any) -> Any:
        if any(map(_holds_array, x)):
            parts = self.promote(*map(self.array, x))
            if len({tuple(p.shape) for p in parts}) > 1:
                raise ValueError(
                    "setting an array element with a sequence. The requested array has an "
                    "inhomogeneous shape"
                )
            return ivy.stack(parts, axis=0)
        values = np.asarray(x)
        self.dtype_of(values.dtype)
        return ivy.constant(values)

    def out(self, result: Any, out: Any, casting: str = "same_kind") -> Any:
        """The new values of `out`, which the caller writes."""
        if isinstance(out, tuple) and len(out) == 1:
            out = out[0]
        if out is None:
            return result
        if not hasattr(out, "dtype"):
            raise TypeError("return arrays must be of ArrayType")
        have, want = ivy.dtype(result), ivy.dtype(out)
        if not np.can_cast(have, want, casting):
            text = f"Cannot cast output from {have!r} to {want!r} with casting rule {casting!r}"
            raise TypeError(text)
        fits = len(result.shape) <= len(out.shape) and all(
            n in (1, m) for n, m in zip(result.shape[::-1], out.shape[::-1])
        )
        if not fits:
            raise ValueError(
                f"non-broadcastable output operand with shape {tuple(out.shape)} doesn't match "
                f"the broadcast shape {tuple(result.shape)}"
            )
        return ivy.broadcast_to(self.cast(result, want), tuple(out.shape))

    def cast(self, x: Any, dtype: np.dtype) -> Any:
        """As for every source, but a Python integer must fit the dtype."""
        if type(x) is int and dtype.kind in "iu":
            np.asarray(x, dtype)  # raises OverflowError
        if type(x) is complex and dtypes.category(dtype) < 3:
            raise TypeError("float() argument must be a string or a real number, not 'complex'")
        return super().cast(x, dtype)

    def inexact_dtype(self, dtype: np.dtype) -> np.dtype:
        return dtypes.float64 if dtypes.category(dtype) < 2 else dtype

    # -- promotion

    def common_dtype(self, *xs: Any) -> np.dtype:
        """NumPy's `result_type`."""
        found = [x if is_number(x) else ivy.dtype(self.array(x)) for x in xs]
        return np.result_type(*found)

    def subtract(self, x1: Any, x2: Any) -> Any:
        return _ufuncs.FUNCTIONS["subtract"](self, x1, x2)

    def product_operands(self, x1: Any, x2: Any, dtype: Any = None) -> list[Any]:
        """As for every source, but Python numbers are no weak operands: they become 64-bit arrays."""
        return super().product_operands(self.array(x1), self.array(x2), dtype)

    def end_dtype(self, dtype: np.dtype, start: Any, stop: Any) -> np.dtype:
        """At least float64, in which NumPy computes ranges."""
        return np.result_type(*(ivy.dtype(self.array(v)) for v in (start, stop)), 1.0)

    def sum_dtype(self, dtype: np.dtype) -> np.dtype:
        """64 bits for bool and integers."""
        if dtype.kind in "bi":
            return dtypes.int64
        return dtypes.uint64 if dtype.kind == "u" else dtype

    def covariance_dtype(self, dtype: np.dtype) -> np.dtype:
        return np.result_type(dtype, np.float64)

    def exact_quantiles(self, q: Any, method: str, scale: float) -> bool:
        whole = method == "linear" and scale == 1 and kind(self.array(q)) in "iub"
        return method in _DISCRETE or whole

    def quantile_dtype(self, dtype: np.dtype, common: np.dtype, exact: bool) -> np.dtype:
        return dtype if exact else common

    sorted_complex_axis = -1

    def sorted_complex_dtype(self, dtype: np.dtype) -> np.dtype:
        if dtype.name in ("int8", "uint8", "int16", "uint16"):
            return dtypes.complex64
        return dtype if dtypes.is_complex(dtype) else dtypes.complex128

    interpolates_from_right = True

    def roots_dtype(self, p: Any) -> np.dtype:
        return dtypes.float64

    def zeros_operand(self, x: Any) -> Any:
        dtype = ivy.dtype(x)
        return self.cast(
            x, np.dtype(np.mintypecode(dtype.char)) if dtype.char in "fdFD" else dtypes.float64
        )

    # -- errors that depend on values

    def axis_error(self, axis: int, ndim: int) -> Exception:
        return np.exceptions.AxisError(axis, ndim)

    keeps_empty_indices = True

    def grid_shape(self, shape: Any) -> tuple[int, ...]:
        found = shape_of(shape)
        if math.prod(found) > np.iinfo(np.intp).max:
            raise ValueError(
                "invalid dims: array size defined by dims is larger than the maximum possible size."
            )
        return found

    def all_nan(self, found: Any, nan: Any) -> Any:
        raise_if(nan, ValueError("All-NaN slice encountered"))
        return found

    def check_weights(self, scale: Any) -> None:
        error = ZeroDivisionError("Weights sum to zero, can't be normalized")
        raise_if(ivy.equal(scale, number(0, scale)), error)

    def check_sample_weights(self, w: Any, name: str) -> None:
        if kind(w) != "u":
            raise_if(ivy.less(w, number(0, w)), ValueError(f"{name} cannot be negative"))

    def check_quantiles(self, q: Any) -> None:
        inside = ivy.logical_and(
            ivy.greater_equal(q, number(0, q)), ivy.less_equal(q, number(1, q))
        )
        error = ValueError("Quantiles must be in the range [0, 1]")
        raise_if(ivy.logical_not(inside), error)

    def check_bins(self, edges: Any) -> None:
        if not ivy.item(ivy.all(ivy.less(edges[:-1], edges[1:]))):
            raise ValueError(
                f"Too many bins for data range. Cannot create {edges.shape[0] - 1} finite-sized bins."
            )

    def check_geometric(self, a: Any, b: Any) -> None:
        for v in (a, b):
            error = ValueError("Geometric sequence cannot include zero")
            raise_if(ivy.equal(v, number(0, v)), error)

    # -- linear algebra

    def linalg_operand(self, x: Any) -> Any:
        if ivy.dtype(x).itemsize == 2 and kind(x) == "f":
            raise TypeError(f"array type {ivy.dtype(x)} is unsupported in linalg")
        return super().linalg_operand(x)

    def check_singular(self, singular: Any) -> None:
        raise_if(singular, self.LinAlgError("Singular matrix"))

    def eigen_results(self, x: Any, values: Any, *vectors: Any) -> tuple[Any, ...]:
        """Real results for a real matrix, if all its eigenvalues are real."""
        if kind(x) == "c":
            return values, *vectors
        imag = ivy.imag(values)
        if not ivy.item(ivy.all(ivy.equal(imag, number(0, imag)))):
            return values, *vectors
        return tuple(map(ivy.real, (values, *vectors)))

    def smallest_cutoff(self, epsilon: float) -> float:
        return epsilon / 2  # LAPACK's relative machine precision

    def rank(self, count: Any) -> Any:
        return ivy.astype(count, dtypes.int32)

    def vector_rank(self, some: Any) -> Any:
        return int(ivy.item(some))


def _holds_array(x: Any) -> bool:
    if is_sequence(x):
        return any(map(_holds_array, x))
    return hasattr(x, "dtype")
