"""JAX's rules: its lattice of dtypes with weak Python numbers, and arrays where NumPy accepts lists."""

from __future__ import annotations

import math
from typing import Any, NoReturn

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import is_number, is_sequence, kind, number
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax._numpy import _ufuncs


class JaxRules(Rules):
    """Dtypes and errors of JAX."""

    ShapeError = TypeError
    DimensionError = TypeError
    JoinError = TypeError
    ContractionError = TypeError
    TensordotError = TypeError
    IndicesError = TypeError
    AlignmentError = ValueError
    KindError = ValueError

    sequence = list

    # -- dtypes and conversion

    @property
    def int_(self) -> np.dtype:
        return to.default_int()

    @property
    def float_(self) -> np.dtype:
        return to.default_float()

    def dtype_of(self, name: Any) -> np.dtype:
        return to.canonical(name)

    def array(self, x: Any, dtype: Any = None) -> Any:
        """An array or a number as a backend array; JAX does not accept lists."""
        if is_sequence(x) and type(x) is not to.Weak:
            text = f"a function of jax.numpy requires ndarray or scalar arguments, got {type(x)}"
            raise TypeError(text)
        x = to.array(x)
        return x if dtype is None else self.cast(x, self.dtype_of(dtype))

    def out(self, result: Any, out: Any, casting: str = "same_kind") -> Any:
        """`result`; JAX's arrays are immutable, so `out` is refused."""
        if out is not None:
            raise NotImplementedError("The 'out' argument to jnp functions is not supported.")
        return result

    def inexact_dtype(self, dtype: np.dtype) -> np.dtype:
        return to.inexact(dtype)

    # -- promotion

    def common_dtype(self, *xs: Any) -> np.dtype:
        return to.result_type(*map(self._checked, xs))

    def _checked(self, x: Any) -> Any:
        return x if is_number(x) or type(x) is to.Weak else self.array(x)

    def subtract(self, x1: Any, x2: Any) -> Any:
        return _ufuncs.FUNCTIONS["subtract"](self, x1, x2)

    def convolution_operands(self, a: Any, v: Any) -> list[Any]:
        return self.promote_inexact(a, v)

    def sum_dtype(self, dtype: np.dtype) -> np.dtype:
        """At least the width of JAX's default integer, for bool and integers."""
        if dtype.kind not in "biu" or dtypes.category(dtype) > 1:
            return dtype
        if dtype.kind == "b":
            return self.int_
        least = self.int_.itemsize
        return dtype if dtype.itemsize >= least else np.dtype(f"{dtype.kind}{least}")

    def cumsum_dtype(self, dtype: np.dtype) -> np.dtype:
        return self.int_ if dtype.kind == "b" else dtype

    def quantile_operands(self, a: Any, q: Any, exact: bool) -> tuple[Any, Any, np.dtype]:
        x, q = self.promote_inexact(self.array(a), q)
        if kind(x) == "c":
            raise ValueError(
                "quantile does not support complex input, as the operation is poorly defined."
            )
        dtype = ivy.dtype(x)
        wide = dtypes.float32 if dtype.itemsize == 2 else dtype
        return self.cast(x, wide), self.cast(q, wide), dtype

    # -- axes and shapes

    def axis_error(self, axis: int, ndim: int) -> Exception:
        return ValueError(f"axis {axis} is out of bounds for array of dimension {ndim}")

    def searched_axis(self, axis: Any, ndim: int) -> int:
        if isinstance(axis, int) and not -ndim <= axis < ndim:
            raise IndexError("list index out of range")
        return self.axis(axis, ndim)

    def refuse_permutation(self, x: Any, axes: Any) -> NoReturn:
        """Raises for axes of a transpose that are not a permutation."""
        raise TypeError(
            "transpose permutation isn't a permutation of operand dimensions, got permutation "
            f"{tuple(axes)} for operand shape {tuple(x.shape)}."
        )

    def refuse_equal_axes(self, x: Any, axis1: int, axis2: int) -> NoReturn:
        self.refuse_permutation(x, (axis1, axis2, *range(1, len(x.shape))))

    def refuse_unknown_sizes(self) -> NoReturn:
        raise TypeError("can only specify one unknown axis size with a `-1` value")

    def refuse_axis_count(self, n: int) -> NoReturn:
        raise TypeError(f"tensordot requires axes to be at most the number of axes, got {n}")

    def refuse_weights(self) -> NoReturn:
        raise ValueError("axis must be specified when shapes of a and weights differ.")

    # -- positions and truth values; JAX reads no values, so indices out of bounds are clamped

    def truth(self, x: Any) -> Any:
        return x

    def nonzero_operand(self, x: Any) -> Any:
        return x if len(x.shape) else ivy.reshape(x, (1,))

    def refuse_positions(self, at: Any) -> NoReturn:
        raise TypeError(f"Indexer must have integer or boolean type, got {ivy.dtype(at).name}")

    def flat_positions(self, at: Any, size: int) -> Any:
        at = ivy.where(ivy.less(at, 0), ivy.add(at, size), at)
        return ivy.clip(at, 0, max(size - 1, 0))

    def check_position(self, position: int, length: int, axis: int) -> None:
        pass

    def index_array(self, at: Any, length: int, axis: int) -> Any:
        at = ivy.astype(at, dtypes.int64)
        return ivy.where(ivy.less(at, 0), ivy.add(at, length), at)

    def all_nan(self, found: Any, nan: Any) -> Any:
        return ivy.where(nan, number(-1, found), found)

    # -- histograms

    def weights_dtype(self, dtype: np.dtype) -> np.dtype:
        return dtype

    def edge_array(self, edges: Any, x: Any) -> Any:
        return self.cast(edges, self.inexact_dtype(ivy.dtype(x)))

    def density_dtype(self, edges: Any) -> np.dtype:
        return ivy.dtype(edges)

    def count_dtype(self, weights: Any, columns: Any) -> np.dtype:
        parts = columns if weights is None else [*columns, weights]
        return self.inexact_dtype(self.common_dtype(*parts))

    def box_dtype(self, weights: Any, columns: Any, density: Any) -> np.dtype:
        if weights is None and not density:
            return self.int_
        return self.count_dtype(weights, columns)

    # -- polynomials

    def roots_dtype(self, p: Any) -> np.dtype:
        return dtypes.complex_of(self.inexact_dtype(ivy.dtype(p)))

    def zeros_operand(self, x: Any) -> Any:
        return self.inexact(x)

    def derivative_operand(self, p: Any) -> Any:
        return self.inexact(p)

    def real_coefficients(self, found: Any, zeros: Any) -> Any:
        return found

    # -- linear algebra and Fourier transforms; singular matrices give infinities or NaN

    def check_finite(self, x: Any) -> None:
        pass

    def definite_factor(self, factor: Any, minor: Any) -> Any:
        bad = ivy.not_equal(minor, number(0, minor))
        bad = ivy.reshape(bad, (*bad.shape, 1, 1))
        return ivy.where(bad, ivy.full(factor.shape, math.nan, dtype=ivy.dtype(factor)), factor)

    def pinv_cutoff(self, cutoff: float) -> float:
        return 10.0 * cutoff

    def has_residuals(self, x: Any, rank: Any) -> bool:
        return True

    def rank(self, count: Any) -> Any:
        return self.as_int(count)

    def vector_rank(self, some: Any) -> Any:
        return self.cast(some, dtypes.int32)

    def fft_operand(self, x: Any) -> Any:
        if kind(x) == "f" and ivy.dtype(x).itemsize == 2:
            return self.cast(x, dtypes.float32)
        return self.inexact(x)

    def refuse_complex_rfft(self) -> NoReturn:
        raise ValueError("only real valued inputs supported for rfft")
