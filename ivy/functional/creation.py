"""Ops that create arrays. Each takes the name of a `device`, or None for the backend's default."""

from __future__ import annotations

import math

import numpy as np

from ivy._core import rules
from ivy._core.dtypes import DType
from ivy._core.op import Array, Scalar, Shape, primitive


def _count(start, stop, step=1, **_):
    return (max(math.ceil((stop - start) / step), 0),)


def _shape_of_values(values, **_):
    return np.shape(values) if isinstance(values, (list, int, float)) else tuple(values.shape)


def _dtype_of_values(values, *, dtype=None):
    if dtype is not None:
        return dtype
    return values if isinstance(values, np.dtype) else np.asarray(values).dtype


@primitive(shape=_count, dtype=rules.named)
def arange(start: Scalar, stop: Scalar, step: Scalar = 1, /, *, dtype: DType) -> Array:
    """Numbers from `start` up to but excluding `stop`.

    >>> import ivy
    >>> ivy.arange(0, 6, 2, dtype=ivy.int64).tolist()
    [0, 2, 4]
    """
    ...


@primitive(shape=rules.same, dtype=rules.named)
def asarray(x: Array | Scalar, /, *, dtype: DType) -> Array:
    """The array or Python number `x` as an array of `dtype`.

    >>> import ivy
    >>> ivy.asarray([1, 2], dtype=ivy.float32).tolist()
    [1.0, 2.0]
    """
    ...


@primitive(shape=_shape_of_values, dtype=_dtype_of_values)
def constant(values: object, /, *, dtype: DType | None = None) -> Array:
    """An array with the values of a host array (NumPy) or nested list.

    >>> import ivy
    >>> ivy.constant([1.0, 2.0]).tolist()
    [1.0, 2.0]
    """
    ...


@primitive(shape=lambda n, m=None, **_: (n, n if m is None else m), dtype=rules.named)
def eye(n: int, m: int | None = None, /, *, k: int = 0, dtype: DType) -> Array:
    """An `n` by `m` matrix with ones on diagonal `k`.

    >>> import ivy
    >>> ivy.eye(2, 3, k=1, dtype=ivy.int64).tolist()
    [[0, 1, 0], [0, 0, 1]]
    """
    ...


@primitive(shape=rules.given, dtype=rules.named)
def full(shape: Shape, value: Array | Scalar, /, *, dtype: DType) -> Array:
    """An array filled with one value.

    >>> import ivy
    >>> ivy.full((2,), 7, dtype=ivy.int64).tolist()
    [7, 7]
    """
    ...


@primitive(shape=lambda start, stop, num, **_: (num,), dtype=rules.named)
def linspace(start: Scalar, stop: Scalar, num: int, /, *, dtype: DType) -> Array:
    """`num` evenly spaced numbers, both ends included.

    >>> import ivy
    >>> ivy.linspace(0, 1, 5, dtype=ivy.float64).tolist()
    [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    ...


@primitive(shape=rules.given, dtype=rules.named)
def ones(shape: Shape, /, *, dtype: DType) -> Array:
    """An array of ones.

    >>> import ivy
    >>> ivy.ones((2,), dtype=ivy.float64).tolist()
    [1.0, 1.0]
    """
    ...


@primitive(shape=rules.given, dtype=rules.named)
def zeros(shape: Shape, /, *, dtype: DType) -> Array:
    """An array of zeros.

    >>> import ivy
    >>> ivy.zeros((2,), dtype=ivy.int64).tolist()
    [0, 0]
    """
    ...
