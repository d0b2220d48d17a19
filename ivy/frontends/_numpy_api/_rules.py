"""The rules of a source: its dtypes, promotion, result types and errors.

The functions of this package take array-likes: arrays, Python numbers, nested lists of them. They
convert them by `rules.array` or `rules.promote` first; from then on they are backend arrays.

`Rules` has the defaults; `numpy._rules` and `jax._numpy._rules` override them. Methods without a
default raise NotImplementedError.
"""

from __future__ import annotations

import operator
from typing import Any, NoReturn

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes, errors
from ivy.frontends._numpy_api._values import (
    flat,
    is_number,
    kind,
    number,
    raise_if,
    shape_of,
    size_of,
)


class Rules:
    """The dtypes, promotion, result types and errors of a source."""

    # the exceptions that a source raises
    ShapeError: type[Exception] = ValueError  # `reshape` to a shape of another size
    DimensionError: type[Exception] = ValueError  # a negative dimension
    BroadcastError: type[Exception] = ValueError  # operands that do not broadcast
    JoinError: type[Exception] = ValueError  # arrays that cannot be concatenated
    ContractionError: type[Exception] = ValueError  # core dimensions of products that differ
    TensordotError: type[Exception] = ValueError  # the same, in `tensordot`
    IndicesError: type[Exception] = IndexError  # indices of `take_along_axis` of a wrong dtype
    AlignmentError: type[Exception] = IndexError  # the same, of a wrong shape
    KindError: type[Exception] = TypeError  # complex operands of `i0`
    LinAlgError: type[Exception] = ValueError  # operands that no factorization takes

    # whether `...` between arrays of an index separates them, where it stands for no axis
    ellipsis_separates = False

    # the type in which several arrays are returned
    sequence: type = tuple

    # -- dtypes and conversion

    @property
    def int_(self) -> np.dtype:
        """The dtype of Python's integers, and of positions."""
        raise NotImplementedError

    @property
    def float_(self) -> np.dtype:
        """The dtype of Python's floats."""
        raise NotImplementedError

    def dtype_of(self, name: Any) -> np.dtype:
        """The dtype that a user's `dtype` argument names."""
        raise NotImplementedError

    def array(self, x: Any, dtype: Any = None) -> Any:
        """An array-like as a backend array."""
        raise NotImplementedError

    def out(self, result: Any, out: Any, casting: str = "same_kind") -> Any:
        """`result` in the dtype and shape of `out`; `result` itself if `out` is None."""
        raise NotImplementedError

    def cast(self, x: Any, dtype: np.dtype) -> Any:
        """`x`, a backend array or a Python number, as an array of `dtype`."""
        if ivy.python_kind(x) is not None:
            return ivy.asarray(x, dtype=dtype)
        return x if ivy.dtype(x) == dtype else ivy.astype(x, dtype)

    def as_int(self, x: Any) -> Any:
        """Positions, which ops return as int64, in the integer dtype of the source."""
        return self.cast(x, self.int_)

    def inexact_dtype(self, dtype: np.dtype) -> np.dtype:
        """`dtype`, or the default floating dtype if it is integer or bool."""
        return self.float_ if dtypes.category(dtype) < 2 else dtype

    def inexact(self, x: Any, dtype: Any = None) -> Any:
        """`x` as an array of a floating or complex dtype (of `dtype`, if given)."""
        x = self.array(x)
        wanted = self.inexact_dtype(ivy.dtype(x)) if dtype is None else self.dtype_of(dtype)
        return self.cast(x, wanted)

    # -- promotion

    def common_dtype(self, *xs: Any) -> np.dtype:
        """The dtype that operands are promoted to."""
        raise NotImplementedError

    def promote(self, *xs: Any) -> list[Any]:
        """The operands as arrays of their common dtype."""
        common = self.common_dtype(*xs)
        return [self.cast(x if is_number(x) else self.array(x), common) for x in xs]

    def promote_inexact(self, *xs: Any) -> list[Any]:
        """As `promote`, but floating or complex; numbers are not cast to an integer dtype first."""
        common = self.inexact_dtype(self.common_dtype(*xs))
        return [self.cast(x if is_number(x) else self.array(x), common) for x in xs]

    def tolerances(self, atol: Any, rtol: Any, distance: Any, size: Any) -> list[Any]:
        """The operands of `isclose` in the dtype in which they are compared."""
        return [self.cast(self.array(v), ivy.dtype(size)) for v in (atol, rtol, distance, size)]

    def subtract(self, x1: Any, x2: Any) -> Any:
        """The ufunc `subtract`, which refuses bool."""
        raise NotImplementedError

    # -- axes and shapes

    def axis_error(self, axis: int, ndim: int) -> Exception:
        """The exception for an axis that an array does not have."""
        raise NotImplementedError

    def axis(self, axis: Any, ndim: int) -> int:
        """`axis` counted from the front."""
        axis = operator.index(axis)
        if not -ndim <= axis < ndim:
            raise self.axis_error(axis, ndim)
        return axis % ndim

    def axes(self, axis: Any, ndim: int) -> tuple[int, ...]:
        """One axis, several, or None for all, counted from the front and without duplicates."""
        if axis is None:
            return tuple(range(ndim))
        if not isinstance(axis, (tuple, list)):
            return (self.axis(axis, ndim),)
        found = tuple(self.axis(a, ndim) for a in axis)
        if len(set(found)) < len(found):
            raise ValueError(f"duplicate value in 'axis': {tuple(axis)}")
        return found

    def along(self, a: Any, axis: Any) -> tuple[Any, int]:
        """An array and the axis to work along; the flattened array if `axis` is None."""
        x = self.array(a)
        return (flat(x), 0) if axis is None else (x, self.axis(axis, len(x.shape)))

    def searched_axis(self, axis: Any, ndim: int) -> int:
        """The axis that `argmax` and the like search."""
        return self.axis(axis, ndim)

    def broadcast_shapes(self, *shapes: Any) -> tuple[int, ...]:
        """The shape that `shapes` broadcast to."""
        try:
            return np.broadcast_shapes(*map(tuple, shapes))
        except ValueError:
            shown = " ".join(str(tuple(s)).replace(" ", "") for s in shapes)
            text = f"operands could not be broadcast together with shapes {shown} "
            raise self.BroadcastError(text) from None

    def broadcast(self, *xs: Any) -> list[Any]:
        """The arrays broadcast against each other."""
        shape = self.broadcast_shapes(*(x.shape for x in xs))
        return [x if tuple(x.shape) == shape else ivy.broadcast_to(x, shape) for x in xs]

    def refuse_equal_axes(self, x: Any, axis1: int, axis2: int) -> NoReturn:
        """Raises for a diagonal along one and the same axis."""
        raise ValueError("axis1 and axis2 cannot be the same")

    def refuse_unknown_sizes(self) -> NoReturn:
        """Raises for a shape with more than one -1."""
        raise ValueError("can only specify one unknown dimension")

    # -- positions and truth values

    def truth(self, x: Any) -> Any:
        """A 0-d bool array as the source returns it."""
        return bool(ivy.item(x))

    def nonzero_operand(self, x: Any) -> Any:
        """An array that `nonzero` accepts."""
        if not len(x.shape):
            raise ValueError("Calling nonzero on 0d arrays is not allowed.")
        return x

    def refuse_positions(self, at: Any) -> NoReturn:
        """Raises unless the dtype of positions is an integer."""
        raise TypeError(
            f"Cannot cast array data from dtype('{ivy.dtype(at)}') to dtype('int64') according to "
            "the rule 'safe'"
        )

    keeps_empty_indices = False  # whether `ix_` keeps the dtype of an empty array

    def grid_shape(self, shape: Any) -> tuple[int, ...]:
        """The shape of an array whose flat positions are asked for."""
        return shape_of(shape)

    def flat_positions(self, at: Any, size: int) -> Any:
        """Positions of `unravel_index`, checked against an array of `size` elements."""
        outside = ivy.logical_or(ivy.less(at, 0), ivy.greater_equal(at, size))
        raise_if(outside, ValueError(f"index is out of bounds for array with size {size}"))
        return at

    def check_position(self, position: int, length: int, axis: int) -> None:
        """Raises for an integer index out of bounds."""
        if not -length <= position < length:
            raise IndexError(
                f"index {position} is out of bounds for axis {axis} with size {length}"
            )

    def index_array(self, at: Any, length: int, axis: int) -> Any:
        """An integer array index, checked and counted from the front."""
        at = ivy.astype(at, dtypes.int64)
        if size_of(at):
            self._check_positions(at, length, axis)
        return ivy.where(ivy.less(at, 0), ivy.add(at, length), at)

    def _check_positions(self, at: Any, length: int, axis: int) -> None:
        try:
            ends = [ivy.item(op(at)) for op in (ivy.min, ivy.max)]
        except errors.NoValueError:
            bad = ivy.logical_or(ivy.less(at, -length), ivy.greater_equal(at, length))
            message = f"an index is out of bounds for axis {axis} with size {length}"
            raise_if(bad, IndexError(message))
            return
        for position in ends:
            self.check_position(position, length, axis)

    # -- ranges

    def end_dtype(self, dtype: np.dtype, start: Any, stop: Any) -> np.dtype:
        """The dtype in which a range between two ends is computed."""
        return dtype

    def check_geometric(self, a: Any, b: Any) -> None:
        """Raises for ends that no geometric sequence has, if the source reads them."""

    # -- sums, means, quantiles

    def sum_dtype(self, dtype: np.dtype) -> np.dtype:
        """The dtype of sums of `dtype`."""
        raise NotImplementedError

    def cumsum_dtype(self, dtype: np.dtype) -> np.dtype:
        """The dtype of cumulative sums of `dtype`."""
        return self.sum_dtype(dtype)

    def all_nan(self, found: Any, nan: Any) -> Any:
        """Results of `nanargmax`, given where a slice is all NaN."""
        raise NotImplementedError

    def check_weights(self, scale: Any) -> None:
        """Raises for weights that sum to zero, if the source reads them."""

    def check_sample_weights(self, w: Any, name: str) -> None:
        """Raises for negative weights of `cov`, if the source reads them."""

    def refuse_weights(self) -> NoReturn:
        """Raises for weights of another shape than the array's, without an axis."""
        raise TypeError("Axis must be specified when shapes of a and weights differ.")

    def covariance_dtype(self, dtype: np.dtype) -> np.dtype:
        """The dtype in which covariances of `dtype` are computed."""
        return self.inexact_dtype(dtype)

    def quantile_operands(self, a: Any, q: Any, exact: bool) -> tuple[Any, Any, np.dtype]:
        """The array, the quantiles, and the dtype of the result."""
        x = self.array(a)
        if kind(x) == "c":
            raise TypeError("a must be an array of real numbers")
        q = self.cast(q, self.inexact_dtype(ivy.dtype(x))) if is_number(q) else self.inexact(q)
        dtype = self.common_dtype(x, q)
        wide = dtypes.float32 if dtype.itemsize == 2 else dtype
        found = self.quantile_dtype(ivy.dtype(x), dtype, exact)
        return self.cast(x, wide), self.cast(q, wide), found

    def exact_quantiles(self, q: Any, method: str, scale: float) -> bool:
        """Whether quantiles that are elements are exact, next to infinities too."""
        return True

    def quantile_dtype(self, dtype: np.dtype, common: np.dtype, exact: bool) -> np.dtype:
        """The dtype of quantiles of an array of `dtype`, where `common` is the promoted one."""
        return common

    def check_quantiles(self, q: Any) -> None:
        """Raises for quantiles outside [0, 1], if the source reads them."""

    sorted_complex_axis = 0  # of `sort_complex`

    def sorted_complex_dtype(self, dtype: np.dtype) -> np.dtype:
        """The dtype of `sort_complex`."""
        return dtypes.complex_of(self.inexact_dtype(dtype))

    # -- histograms

    def check_bins(self, edges: Any) -> None:
        """Raises for bins of no width, if the source reads their edges."""

    def weights_dtype(self, dtype: np.dtype) -> np.dtype:
        """The dtype in which `bincount` sums weights of `dtype`."""
        return self.float_

    def edge_array(self, edges: Any, x: Any) -> Any:
        """The user's bin edges for `x`, as they are returned."""
        return edges

    def density_dtype(self, edges: Any) -> np.dtype:
        """The dtype of densities between edges."""
        return self.float_

    def count_dtype(self, weights: Any, columns: Any) -> np.dtype:
        """The dtype of counts of the points in `columns`, or of sums of their weights."""
        return self.int_ if weights is None else ivy.dtype(weights)

    def box_dtype(self, weights: Any, columns: Any, density: Any) -> np.dtype:
        """The dtype of counts in `histogramdd`."""
        return self.float_

    interpolates_from_right = False  # whether `interp` does so where it finds NaN from the left

    # -- products and convolution

    def product_operands(self, x1: Any, x2: Any, dtype: Any = None) -> list[Any]:
        """Operands of a product in their common dtype."""
        a, b = self.promote(x1, x2)
        return [a, b] if dtype is None else [self.cast(v, self.dtype_of(dtype)) for v in (a, b)]

    def convolution_operands(self, a: Any, v: Any) -> list[Any]:
        """Operands of a convolution in their common dtype."""
        return self.promote(a, v)

    def refuse_axis_count(self, n: int) -> NoReturn:
        """Raises for a number of axes to sum over that the operands do not have."""
        raise IndexError("tuple index out of range")

    # -- polynomials

    def roots_dtype(self, p: Any) -> np.dtype:
        """The dtype of `roots` of a polynomial that has none."""
        raise NotImplementedError

    def zeros_operand(self, x: Any) -> Any:
        """Zeros of a polynomial in the dtype of its coefficients."""
        raise NotImplementedError

    def derivative_operand(self, p: Any) -> Any:
        """Coefficients in the dtype of their derivative."""
        return self.cast(p, self.common_dtype(p, ivy.zeros((1,), dtype=self.int_)))

    def real_coefficients(self, found: Any, zeros: Any) -> Any:
        """Coefficients of a polynomial with the given zeros: real if the zeros come in pairs."""
        if kind(found) != "c":
            return found
        values = ivy.to_numpy(zeros)
        paired = np.all(np.sort(values) == np.sort(values.conjugate()))
        return ivy.real(found) if paired else found

    # -- linear algebra and Fourier transforms

    def linalg_operand(self, x: Any) -> Any:
        """`x` in the dtype of a factorization."""
        return self.inexact(x)

    def check_singular(self, singular: Any) -> None:
        """Raises for singular matrices, if the source reads them."""

    def check_finite(self, x: Any) -> None:
        """Raises for infinities and NaN in a matrix, if the source reads them."""
        bad = ivy.logical_not(ivy.isfinite(x))
        raise_if(bad, self.LinAlgError("Array must not contain infs or NaNs"))

    def definite_factor(self, factor: Any, minor: Any) -> Any:
        """The Cholesky factor, given the minor that is not positive (0: none)."""
        bad = ivy.not_equal(minor, number(0, minor))
        raise_if(bad, self.LinAlgError("Matrix is not positive definite"))
        return factor

    def eigen_results(self, x: Any, values: Any, *vectors: Any) -> tuple[Any, ...]:
        """Eigenvalues and vectors of `x` in the dtype in which the source returns them."""
        return values, *vectors

    def pinv_cutoff(self, cutoff: float) -> float:
        """The default `rcond` of `pinv`, given the usual max(m, n) * eps."""
        return 1e-15

    def smallest_cutoff(self, epsilon: float) -> float:
        """The `rcond` for which `lstsq` takes a negative one."""
        return epsilon

    def has_residuals(self, x: Any, rank: Any) -> bool:
        """Whether `lstsq` returns residuals; NumPy does for full-rank overdetermined systems."""
        return int(ivy.item(rank)) == x.shape[1] and x.shape[0] > x.shape[1]

    def rank(self, count: Any) -> Any:
        """The rank that `lstsq` returns."""
        raise NotImplementedError

    def vector_rank(self, some: Any) -> Any:
        """The rank that `matrix_rank` returns for a vector, given whether any element is not 0."""
        raise NotImplementedError

    def fft_operand(self, x: Any) -> Any:
        """`x` in the dtype of a Fourier transform."""
        return self.inexact(x)

    def refuse_complex_rfft(self) -> NoReturn:
        """Raises for a complex operand of a real transform."""
        raise TypeError("ufunc 'rfft_n_even' did not contain a loop with signature matching types")
