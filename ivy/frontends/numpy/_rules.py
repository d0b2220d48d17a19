"""NumPy's rules: NEP 50, in which Python numbers are weak, and NumPy's own errors.

NumPy is installed wherever Ivy is, so that dtypes and classes of errors are asked of NumPy itself;
no array is computed by it here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules, is_sequence


class NumPyRules(Rules):
    """Dtypes and errors of NumPy."""

    int_ = dtypes.int64
    float_ = dtypes.float64

    def dtype_of(self, name: Any) -> np.dtype:
        """The dtype of a dtype, its name, or a Python or NumPy scalar type."""
        dtype = dtypes.as_dtype(name) if name == "bfloat16" else np.dtype(name)
        if dtype.name not in dtypes.NAMES:
            raise TypeError(f"arrays of dtype {dtype} are not supported here")
        return dtype

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
            return self.int_  # stands for a number of a program that is traced
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

    def common(self, *xs: Any) -> np.dtype:
        """NumPy's `result_type`."""
        found = [x if self.is_number(x) else ivy.dtype(self.array(x)) for x in xs]
        return np.result_type(*found)

    def cast(self, x: Any, dtype: np.dtype) -> Any:
        """As everywhere, but a Python integer must fit the dtype."""
        if type(x) is int and dtype.kind in "iu":
            np.asarray(x, dtype)  # raises OverflowError
        if type(x) is complex and dtypes.category(dtype) < 3:
            raise TypeError("float() argument must be a string or a real number, not 'complex'")
        return super().cast(x, dtype)

    def summed(self, dtype: np.dtype) -> np.dtype:
        """Bool and integers become 64 bits wide."""
        if dtype.kind in "bi":
            return dtypes.int64
        return dtypes.uint64 if dtype.kind == "u" else dtype

    def inexact_dtype(self, dtype: np.dtype) -> np.dtype:
        return dtypes.float64 if dtypes.category(dtype) < 2 else dtype

    def axis_error(self, axis: int, ndim: int) -> Exception:
        return np.exceptions.AxisError(axis, ndim)

    def out(self, result: Any, out: Any, casting: str = "same_kind") -> Any:
        """The new values of `out`, an array that the caller writes them to."""
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


def _holds_array(x: Any) -> bool:
    if is_sequence(x):
        return any(map(_holds_array, x))
    return hasattr(x, "dtype")
