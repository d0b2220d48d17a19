"""JAX's rules: its lattice of dtypes with weak Python numbers, arrays where NumPy takes lists."""

from __future__ import annotations

from typing import Any

import numpy as np

from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules, is_sequence
from ivy.frontends.jax import _promotion as to


class JaxRules(Rules):
    """Dtypes and errors of JAX."""

    ShapeError = TypeError
    JoinError = TypeError
    BroadcastError = ValueError

    @property
    def int_(self) -> np.dtype:
        return to.default_int()

    @property
    def float_(self) -> np.dtype:
        return to.default_float()

    def dtype_of(self, name: Any) -> np.dtype:
        return to.canonical(name)

    def array(self, x: Any, dtype: Any = None) -> Any:
        """An array or a number as a backend array; JAX takes no lists for arrays."""
        if is_sequence(x) and type(x) is not to.Weak:
            text = f"a function of jax.numpy requires ndarray or scalar arguments, got {type(x)}"
            raise TypeError(text)
        x = to.array(x)
        return x if dtype is None else self.cast(x, self.dtype_of(dtype))

    def common(self, *xs: Any) -> np.dtype:
        return to.result_type(*map(self._checked, xs))

    def _checked(self, x: Any) -> Any:
        return x if self.is_number(x) or type(x) is to.Weak else self.array(x)

    def summed(self, dtype: np.dtype) -> np.dtype:
        """Bool and integers become as wide as JAX's default integer, at least."""
        if dtype.kind not in "biu" or dtypes.category(dtype) > 1:
            return dtype
        if dtype.kind == "b":
            return self.int_
        least = self.int_.itemsize
        return dtype if dtype.itemsize >= least else np.dtype(f"{dtype.kind}{least}")

    def accumulated(self, dtype: np.dtype) -> np.dtype:
        return self.int_ if dtype.kind == "b" else dtype

    def inexact_dtype(self, dtype: np.dtype) -> np.dtype:
        return to.inexact(dtype)

    def axis_error(self, axis: int, ndim: int) -> Exception:
        return ValueError(f"axis {axis} is out of bounds for array of dimension {ndim}")

    def out(self, result: Any, out: Any, casting: str = "same_kind") -> Any:
        """`result`: JAX's arrays never change, so that nothing can be written to `out`."""
        if out is not None:
            raise NotImplementedError("The 'out' argument to jnp functions is not supported.")
        return result

    def truth(self, x: Any) -> Any:
        return x
