"""Properties of an array: its dtype, its host value, whether it represents a Python number."""

from __future__ import annotations

import numpy as np

from ivy._core import rules
from ivy._core.dtypes import DType
from ivy._core.op import Array, primitive


@primitive(shape=rules.same, dtype=rules.named_second)
def astype(x: Array, dtype: DType, /) -> Array:
    """`x` converted to `dtype`; real to bool is "is not zero", complex to real keeps the real part.

    Floats of 8 bits are rounded as PyTorch does it: see `ivy._core.float8`.

    >>> import ivy, numpy as np
    >>> ivy.astype(np.asarray([-1.5, 2.5]), ivy.int32).tolist()
    [-1, 2]
    """
    ...


def _bitcast_shape(x, dtype):
    if x.dtype.itemsize == dtype.itemsize:
        return tuple(x.shape)
    shape = tuple(x.shape) or (1,)
    return (*shape[:-1], shape[-1] * x.dtype.itemsize // dtype.itemsize)


@primitive(shape=_bitcast_shape, dtype=rules.named_second)
def bitcast(x: Array, dtype: DType, /) -> Array:
    """The bytes of `x` read as `dtype`; the last axis grows or shrinks if the widths differ.

    A 0-d array counts as an array of one element.

    >>> import ivy, numpy as np
    >>> ivy.bitcast(np.float32([1.0]), ivy.int32).tolist()
    [1065353216]
    """
    ...


@primitive()
def dtype(x: Array, /) -> DType:
    """The dtype of an array, as `ivy.DType`.

    >>> import ivy, numpy as np
    >>> ivy.dtype(np.float32([1.0]))
    dtype('float32')
    """
    ...


@primitive(reads_value=True)
def item(x: Array, /) -> bool | int | float | complex:
    """The value of a one-element array, as a Python number.

    >>> import ivy, numpy as np
    >>> ivy.item(np.asarray([2.5]))
    2.5
    """
    ...


@primitive()
def python_kind(x: object, /) -> type | None:
    """The type of a Python number (or of its representation in a trace), None for an array.

    >>> import ivy, numpy as np
    >>> ivy.python_kind(1.5), ivy.python_kind(np.ones(1))
    (<class 'float'>, None)
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def require(
    x: Array, holds: Array, /, *, message: str, error: type[Exception] = ValueError
) -> Array:
    """`x`; raises `error` unless all of `holds` is true, whether the result is used or not.

    In a program the error comes with the result, on an accelerator when a value is next read.

    >>> import ivy, numpy as np
    >>> ivy.require(np.asarray([1.0, 2.0]), np.asarray(True), message="no reason").tolist()
    [1.0, 2.0]
    """
    ...


@primitive(reads_value=True)
def to_numpy(x: Array, /) -> np.ndarray:
    """The values of `x`, copied to a NumPy array.

    >>> import ivy, numpy as np
    >>> ivy.to_numpy(np.asarray([1, 2])).tolist()
    [1, 2]
    """
    ...
