"""Functions that create arrays, with the default dtypes and device names of the backend."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ivy import functional
from ivy._array import boundary, datatypes
from ivy._array.array import Array
from ivy._array.boundary import creation, standard
from ivy._array.wrapping import wrap_all
from ivy._core import backend as _backend
from ivy._core import dtypes, errors
from ivy._core.dtypes import DType

_DEFAULTS = {bool: "bool", int: "int64"}


def default(number: type) -> DType:
    """The default dtype for Python numbers of a type on the current backend."""
    if number in _DEFAULTS:
        return np.dtype(_DEFAULTS[number])
    kind = "real floating" if number is float else "complex floating"
    return np.dtype(boundary._current().exchange.DEFAULT_DTYPES[kind])


def _placed(x: Any, device: str | None) -> Any:
    return x if device is None else boundary._current().exchange.to_device(x, device)


def _shape(shape: Any) -> tuple[int, ...]:
    return (shape,) if isinstance(shape, int) else tuple([s.__index__() for s in shape])


@creation
def arange(
    start: Any,
    /,
    stop: Any = None,
    step: Any = 1,
    *,
    dtype: DType | None = None,
    device: str | None = None,
) -> Any:
    """Numbers from `start` up to but excluding `stop`; from 0 if there is one argument.

    >>> import ivy
    >>> ivy.arange(1, 6, 2).tolist()
    [1, 3, 5]
    """
    first, last = (0, start) if stop is None else (start, stop)
    whole = isinstance(first, int) and isinstance(last, int) and isinstance(step, int)
    dtype = dtype or default(int if whole else float)
    if whole and dtypes.is_integral(dtype):
        values = np.arange(first, last, step, dtype=dtype)
    else:
        count = len(range(first, last, step)) if whole else math.ceil((last - first) / step)
        values = (first + np.arange(max(count, 0)) * step).astype(dtype)
    return _placed(functional.constant(values), device)


@creation
def _asarray(obj: Any, *, dtype: Any, device: Any, copy: Any) -> Any:
    backend = boundary._current()
    if isinstance(obj, backend.array_types):
        return _from_array(obj, dtype, device, copy)
    if copy is False:
        raise ValueError(f"copy=False: the elements of a {type(obj).__name__} have to be copied.")
    values = _on_host(obj)
    if dtype is None and _of_python(obj):
        if values.dtype.kind in "uO":
            raise OverflowError("a number is too large for int64; name the dtype.")
        dtype = default({"b": bool, "i": int, "f": float, "c": complex}[values.dtype.kind])
    if dtype is not None and values.dtype != dtype:
        values = _fitted(values, dtype)
    return _placed(functional.constant(values), device)


def asarray(
    obj: Any,
    /,
    *,
    dtype: DType | None = None,
    device: str | None = None,
    copy: bool | None = None,
) -> Array:
    """An array of a Python number, nested lists, a buffer, or another array (of any backend).

    `copy=False` raises if the elements have to be copied; None copies only if needed. An
    `ivy.Array` that needs no change is returned as it is.

    Raises
    ------
    ValueError
        The elements have to be copied, and `copy` is False.
    OverflowError
        An integer does not fit into the dtype.
    ConversionError
        Not an array, a number, or a nested list of these.

    >>> import ivy
    >>> ivy.asarray([[1, 2], [3, 4]], dtype=ivy.float32).shape
    (2, 2)
    """
    if type(obj) is Array and not copy and dtype in (None, obj.dtype):
        chosen = boundary._current()
        same = chosen is None or chosen.name == obj._backend().name
        if same and (device is None or device == obj.device):
            return obj
    return _asarray(_carried(obj, copy), dtype=dtype, device=device, copy=copy)


def _carried(obj: Any, copy: bool | None) -> Any:
    """An array of another backend, converted to the current one; anything else unchanged."""
    chosen, owner = boundary._current(), boundary.home(to_native(obj))
    if chosen is None or owner is None or owner.name in (chosen.name, "numpy"):
        return obj
    if copy is not False:
        return chosen.from_numpy(owner.to_numpy(to_native(obj)))
    try:
        return from_dlpack(obj, copy=False)
    except (BufferError, RuntimeError, ValueError) as error:
        raise ValueError(
            f"copy=False: {chosen.name} does not share this memory: {error}"
        ) from error


def _from_array(x: Any, dtype: DType | None, device: str | None, copy: bool | None) -> Any:
    backend = boundary._current()
    x = backend.canonical(x)
    converts = dtype is not None and dtype != backend.dtype(x)
    moves = device is not None and device != backend.exchange.device(x)
    if copy is False and (converts or moves):
        raise ValueError("copy=False: another dtype or device needs a copy.")
    if converts:
        x = functional.astype(x, dtype or backend.dtype(x))
    elif copy:
        x = datatypes.copied(x)
    return _placed(x, device)


def _of_python(obj: Any) -> bool:
    """Whether something consists of Python numbers only, which have no dtype."""
    if isinstance(obj, (list, tuple)):
        return all(map(_of_python, obj))
    return type(obj) in (bool, int, float, complex)


def _on_host(obj: Any) -> np.ndarray:
    """Numbers, nested sequences (of arrays, too) and buffers as a NumPy array."""
    if isinstance(obj, (list, tuple)) and not _of_python(obj):
        obj = _listed(obj)
    values = np.asarray(obj)
    if values.dtype.kind == "u":  # NumPy has two types of 64 bits, and PyTorch accepts one
        return values.view(values.dtype.name)
    if values.dtype.kind == "f" and values.size and values.max() >= 2.0**63 and _of_python(obj):
        exact = np.asarray(obj, object)  # NumPy converts int64 mixed with uint64 to float64
        if all(isinstance(v, int) for v in exact.flat):
            return exact
    if values.dtype.kind not in "biufcV" or values.dtype.names:
        if values.dtype.kind == "O" and all(isinstance(v, int) for v in values.flat):
            return values
        raise errors.ConversionError(f"ivy.asarray: {type(obj).__name__} holds no numbers.")
    return values


def _listed(obj: Any) -> Any:
    if isinstance(obj, (list, tuple)):
        return [_listed(o) for o in obj]
    owner = boundary.home(obj)
    return obj if owner is None else owner.to_numpy(obj)


def _fitted(values: np.ndarray, dtype: DType) -> np.ndarray:
    """Host values in `dtype`.

    Raises
    ------
    OverflowError
        An integer does not fit.
    TypeError
        Complex numbers, and a real dtype.
    """
    if values.dtype.kind == "c" and not dtypes.is_complex(dtype) and dtype != dtypes.bool_:
        raise TypeError(f"complex numbers do not become {dtype}; see ivy.real.")
    if dtypes.is_integral(dtype) and values.dtype.kind in "iuO" and values.size:
        lowest, highest = dtypes.limits(dtype)
        if values.min() < lowest or values.max() > highest:
            raise OverflowError(f"a number is out of range for {dtype}.")
    return values.astype(dtype)


@creation
def empty(shape: Any, *, dtype: DType | None = None, device: str | None = None) -> Any:
    """An array of unspecified values (in fact, zeros).

    >>> import ivy
    >>> ivy.empty((2, 3)).shape
    (2, 3)
    """
    return _placed(functional.zeros(_shape(shape), dtype=dtype or default(float)), device)


@standard
def empty_like(x: Any, /, *, dtype: DType | None = None, device: str | None = None) -> Any:
    """An array of the shape of `x`, of unspecified values.

    >>> import ivy
    >>> ivy.empty_like(ivy.ones((2, 3))).shape
    (2, 3)
    """
    return _like(x, 0, dtype, device)


@creation
def eye(
    n_rows: int,
    n_cols: int | None = None,
    /,
    *,
    k: int = 0,
    dtype: DType | None = None,
    device: str | None = None,
) -> Any:
    """A matrix with ones on diagonal `k`.

    >>> import ivy
    >>> ivy.eye(2, 3, k=1).tolist()
    [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    n_cols = n_rows if n_cols is None else n_cols
    k = min(max(k, -n_rows), n_cols)
    return _placed(functional.eye(n_rows, n_cols, k=k, dtype=dtype or default(float)), device)


def from_dlpack(x: Any, /, *, device: str | None = None, copy: bool | None = None) -> Array:
    """An array that shares the memory of an array of another library or backend, by DLPack.

    Raises
    ------
    TypeError
        Not an array with `__dlpack__`.
    BufferError
        The elements have to be copied, and `copy` is False.

    >>> import ivy, numpy as np
    >>> ivy.from_dlpack(np.arange(3)).tolist()
    [0, 1, 2]
    """
    value = to_native(x)
    owner = boundary.home(value)
    if owner is None and not hasattr(value, "__dlpack__"):
        name = type(x).__name__
        raise TypeError(f"ivy.from_dlpack: {name} offers no memory by __dlpack__; see ivy.asarray.")
    backend = boundary._current() or owner or _backend.load("numpy")
    if owner is not None and owner.name != backend.name:
        value = Array.of(value)  # offers it as each library needs it
    options = {"device": device, "copy": copy}
    return wrap_all(boundary.run(backend.exchange.from_dlpack, backend, (value,), options), backend)


@creation
def full(
    shape: Any, fill_value: Any, *, dtype: DType | None = None, device: str | None = None
) -> Any:
    """An array filled with one value, by default of the dtype for its type.

    >>> import ivy
    >>> ivy.full((2,), 7).tolist()
    [7, 7]
    """
    if type(fill_value) in _NUMBERS:
        dtype = dtype or default(type(fill_value))
    else:
        dtype = dtype or functional.dtype(fill_value)
    return _placed(_filled(_shape(shape), fill_value, dtype), device)


_NUMBERS = (bool, int, float, complex)


def _filled(shape: tuple[int, ...], value: Any, dtype: DType) -> Any:
    if type(value) in _NUMBERS:
        value = functional.constant(_fitted(np.asarray(value), dtype))
    return functional.full(shape, value, dtype=dtype)


@standard
def full_like(
    x: Any, /, fill_value: Any, *, dtype: DType | None = None, device: str | None = None
) -> Any:
    """An array of the shape and dtype of `x`, filled with one value.

    >>> import ivy
    >>> ivy.full_like(ivy.zeros(2), 7.0).tolist()
    [7.0, 7.0]
    """
    return _like(x, fill_value, dtype, device)


def _like(x: Any, value: Any, dtype: DType | None, device: str | None) -> Any:
    exchange = boundary._current().exchange
    out = _filled(tuple(x.shape), value, dtype or functional.dtype(x))
    return _placed(out, device or exchange.device(x))


@creation
def linspace(
    start: Any,
    stop: Any,
    /,
    num: int,
    *,
    dtype: DType | None = None,
    device: str | None = None,
    endpoint: bool = True,
) -> Any:
    """`num` evenly spaced numbers from `start` to `stop`, the latter included if `endpoint`.

    >>> import ivy
    >>> ivy.linspace(0.0, 1.0, 4, endpoint=False).tolist()
    [0.0, 0.25, 0.5, 0.75]
    """
    either = complex in (type(start), type(stop))
    dtype = dtype or default(complex if either else float)
    values = np.linspace(start, stop, num, endpoint=endpoint)
    return _placed(functional.constant(values.astype(dtype)), device)


@standard
def meshgrid(*arrays: Any, indexing: str = "xy") -> list[Any]:
    """Coordinate arrays of the grid that 1-d arrays span; 'xy' swaps the first two axes.

    >>> import ivy
    >>> [a.tolist() for a in ivy.meshgrid(ivy.asarray([1, 2]), ivy.asarray([3]), indexing="ij")]
    [[[1], [2]], [[3], [3]]]
    """
    if indexing not in ("xy", "ij"):
        raise ValueError(f"indexing is 'xy' or 'ij', not {indexing!r}.")
    count = len(arrays)
    swap = indexing == "xy" and count > 1
    order = [1, 0, *range(2, count)] if swap else list(range(count))
    shaped = [
        functional.reshape(a, tuple(-1 if axis == at else 1 for axis in range(count)))
        for a, at in zip(arrays, order, strict=True)
    ]
    return functional.broadcast_arrays(*shaped)


@creation
def ones(shape: Any, *, dtype: DType | None = None, device: str | None = None) -> Any:
    """An array of ones.

    >>> import ivy
    >>> ivy.ones(2, dtype=ivy.int64).tolist()
    [1, 1]
    """
    return _placed(functional.ones(_shape(shape), dtype=dtype or default(float)), device)


@standard
def ones_like(x: Any, /, *, dtype: DType | None = None, device: str | None = None) -> Any:
    """An array of ones, of the shape and dtype of `x`.

    >>> import ivy
    >>> ivy.ones_like(ivy.asarray([5, 6])).tolist()
    [1, 1]
    """
    return _like(x, 1, dtype, device)


@creation
def zeros(shape: Any, *, dtype: DType | None = None, device: str | None = None) -> Any:
    """An array of zeros.

    >>> import ivy
    >>> ivy.zeros(2).tolist()
    [0.0, 0.0]
    """
    return _placed(functional.zeros(_shape(shape), dtype=dtype or default(float)), device)


@standard
def zeros_like(x: Any, /, *, dtype: DType | None = None, device: str | None = None) -> Any:
    """An array of zeros, of the shape and dtype of `x`.

    >>> import ivy
    >>> ivy.zeros_like(ivy.asarray([5, 6])).tolist()
    [0, 0]
    """
    return _like(x, 0, dtype, device)


def to_native(x: Any, /) -> Any:
    """The backend array in an `ivy.Array`; anything else unchanged.

    >>> import ivy
    >>> type(ivy.to_native(ivy.zeros(2))).__name__
    'ndarray'
    """
    return x._value if type(x) is Array else x


array = asarray

__all__ = [
    "arange",
    "array",
    "asarray",
    "empty",
    "empty_like",
    "eye",
    "from_dlpack",
    "full",
    "full_like",
    "linspace",
    "meshgrid",
    "ones",
    "ones_like",
    "to_native",
    "zeros",
    "zeros_like",
]
