"""Functions about dtypes: conversion, promotion, limits, kinds."""

from __future__ import annotations

from typing import Any, NamedTuple

from ivy import functional
from ivy._array import boundary, promotion
from ivy._array.array import Array
from ivy._core import dtypes
from ivy._core.dtypes import DType

_KINDS = {
    "bool": ("bool",),
    "signed integer": ("int8", "int16", "int32", "int64"),
    "unsigned integer": ("uint8", "uint16", "uint32", "uint64"),
    "real floating": ("bfloat16", "float16", "float32", "float64"),
    "complex floating": ("complex64", "complex128"),
}
_KINDS["integral"] = _KINDS["signed integer"] + _KINDS["unsigned integer"]
_KINDS["numeric"] = _KINDS["integral"] + _KINDS["real floating"] + _KINDS["complex floating"]


class FloatLimits(NamedTuple):
    """Result of `ivy.finfo`."""

    bits: int
    eps: float
    max: float
    min: float
    smallest_normal: float
    dtype: DType


class IntegerLimits(NamedTuple):
    """Result of `ivy.iinfo`."""

    bits: int
    max: int
    min: int
    dtype: DType


@boundary.standard
def astype(x: Any, dtype: DType, /, *, copy: bool = True, device: str | None = None) -> Any:
    """`x` converted to `dtype`; a new array even if it has that dtype, unless `copy=False`.

    >>> import ivy
    >>> ivy.astype(ivy.asarray([1.5, 0.0]), ivy.int64).tolist()
    [1, 0]
    """
    backend = boundary._current()
    if backend.dtype(x) != dtype:
        x = functional.astype(x, dtype)
    elif copy:
        x = copied(x)
    return x if device is None else backend.exchange.to_device(x, device)


def copied(x: Any) -> Any:
    """A new array with the elements of `x`."""
    backend = boundary._current()
    copy = getattr(backend.exchange, "copied", None)
    return copy(x) if copy else backend.from_numpy(backend.to_numpy(x))


def sharing(x: Any, out: Any) -> Any:
    """`out`, checked to share the memory of `x`.

    Raises
    ------
    ValueError
        The elements were copied.
    """
    shares = getattr(boundary._current().exchange, "shares", None)
    if shares is None or (not shares(x, out) and x.shape != out.shape):
        raise ValueError("copy=False: the elements have to be copied.")
    return out


def dtype_of(x: Any) -> DType:
    """The dtype of an array of any backend, or the dtype itself."""
    if isinstance(x, DType):
        return x
    if type(x) is Array:
        return x.dtype
    backend = boundary.home(x)
    if backend is None:
        raise TypeError(f"{type(x).__name__} is neither an array nor a dtype.")
    return backend.dtype(x)


def can_cast(from_: Any, to: DType, /) -> bool:
    """Whether promotion can lead from one dtype (or that of an array) to another.

    >>> import ivy
    >>> ivy.can_cast(ivy.int8, ivy.int16), ivy.can_cast(ivy.int8, ivy.uint8)
    (True, False)
    """
    try:
        return promotion.promote(dtype_of(from_), to) == to
    except TypeError:
        return False


def finfo(type: Any, /) -> FloatLimits:
    """Limits of a floating dtype, as Python numbers.

    >>> import ivy
    >>> ivy.finfo(ivy.float32).bits
    32
    """
    import ml_dtypes

    dtype = dtypes.real_of(dtype_of(type))
    if not dtypes.is_floating(dtype):
        raise TypeError(f"ivy.finfo({dtype}): it takes floating dtypes; see ivy.iinfo.")
    info = ml_dtypes.finfo(dtype)
    eps, most, least = float(info.eps), float(info.max), float(info.min)
    return FloatLimits(info.bits, eps, most, least, float(info.smallest_normal), dtype)


def iinfo(type: Any, /) -> IntegerLimits:
    """Limits of an integer dtype.

    >>> import ivy
    >>> ivy.iinfo(ivy.int8).max
    127
    """
    dtype = dtype_of(type)
    if not dtypes.is_integral(dtype):
        raise TypeError(f"ivy.iinfo({dtype}): it takes integer dtypes; see ivy.finfo.")
    lowest, highest = dtypes.limits(dtype)
    return IntegerLimits(dtype.itemsize * 8, highest, lowest, dtype)


def isdtype(dtype: DType, kind: Any) -> bool:
    """Whether `dtype` is of a kind ('real floating', 'integral', ...), or one of several.

    >>> import ivy
    >>> ivy.isdtype(ivy.float32, ("bool", "real floating"))
    True
    """
    if isinstance(kind, tuple):
        return any(isdtype(dtype, k) for k in kind)
    if isinstance(kind, DType):
        return dtype == kind
    if kind not in _KINDS:
        raise ValueError(f"no kind {kind!r} of dtypes; there are {', '.join(_KINDS)}.")
    return dtype.name in _KINDS[kind]


def result_type(*arrays_and_dtypes: Any) -> DType:
    """The dtype that arrays, dtypes and Python numbers promote to.

    >>> import ivy
    >>> ivy.result_type(ivy.int8, ivy.uint8, 1).name
    'int16'
    """
    if not arrays_and_dtypes:
        raise ValueError("at least one array or dtype is needed.")
    return promotion.result(
        a if type(a) in promotion.NUMBERS else dtype_of(a) for a in arrays_and_dtypes
    )


__all__ = ["astype", "can_cast", "finfo", "iinfo", "isdtype", "result_type"]
