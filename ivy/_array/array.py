"""`ivy.Array`: a wrapped backend array with the methods and operators of the Array API standard."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from ivy._core import backend as _backend
from ivy._core.backend import Backend

_new = object.__new__
homes: dict[type, Backend | None] = dict.fromkeys(
    (bool, int, float, complex, str, type(None), slice, type(...), np.dtype, type)
)


def home(x: Any) -> Backend | None:
    """The backend of an array, or None for anything else."""
    kind = type(x)
    try:
        return homes[kind]
    except KeyError:
        found = _backend.backend_of(x)
        if found is None or not found.level:  # all traces share the class of boxes
            homes[kind] = found
        return found


class Array:
    """A wrapped backend array, created by `ivy.asarray`, `ivy.zeros`, ...

    >>> import ivy
    >>> x = ivy.asarray([1.0, 2.0, 4.0])
    >>> (x[1:] / 2).tolist()
    [1.0, 2.0]
    """

    __slots__ = ("__weakref__", "_value")
    __hash__ = None  # pyright: ignore[reportAssignmentType]
    __array_ufunc__ = None  # NumPy's operators defer to those of this class

    _value: Any

    if (
        TYPE_CHECKING
    ):  # attached by `indexing`, `operators` and `namespace`, which build on this file

        @property
        def T(self) -> Array: ...
        @property
        def mT(self) -> Array: ...
        def __getitem__(self, key: Any, /) -> Array: ...
        def __setitem__(self, key: Any, value: Any, /) -> None: ...
        def __getattr__(self, name: str) -> Any: ...

    def __init__(self, *_: Any, **__: Any) -> None:
        raise TypeError("create an ivy.Array by ivy.asarray or a like function.")

    def _backend(self) -> Backend:
        found = home(self._value)
        assert found is not None
        return found

    # the protocol of wrapper classes in `ivy._core.structures`
    @classmethod
    def of(cls, value: Any) -> Array:
        """The `ivy.Array` of a backend array."""
        array = _new(cls)
        array._value = value
        return array

    def _read(self) -> Any:
        return self._value

    @property
    def data(self) -> Any:
        """The backend array inside."""
        return self._value

    @property
    def dtype(self) -> np.dtype:
        """The dtype, as an `ivy.DType`."""
        return self._backend().dtype(self._value)

    @property
    def device(self) -> str:
        """The name of the device that holds the elements."""
        return self._backend().exchange.device(self._value)

    @property
    def shape(self) -> tuple[int, ...]:
        """The length of each axis."""
        return tuple(self._value.shape)

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self._value.shape)

    @property
    def size(self) -> int:
        """The number of elements."""
        return math.prod(self.shape)

    def __array_namespace__(self, /, *, api_version: str | None = None) -> Any:
        if api_version not in (None, "2021.12", "2022.12", "2023.12", "2024.12"):
            raise ValueError(f"ivy follows version 2024.12 of the standard, not {api_version!r}.")
        return sys.modules["ivy"]  # the package of this file: an import would be a cycle

    def to_device(self, device: str, /, *, stream: Any = None) -> Array:
        """The array on a device (itself if it is there already)."""
        backend = self._backend()
        move = backend.in_scope(backend.exchange.to_device)
        return wrap(move(self._value, device, stream=stream), backend)

    def __dlpack__(
        self,
        /,
        *,
        stream: Any = None,
        max_version: tuple[int, int] | None = None,
        dl_device: tuple[Any, int] | None = None,
        copy: bool | None = None,
    ) -> Any:
        return self._backend().exchange.to_dlpack(
            self._value, stream=stream, max_version=max_version, dl_device=dl_device, copy=copy
        )

    def __dlpack_device__(self, /) -> tuple[Any, int]:
        return self._backend().exchange.dlpack_device(self._value)

    def numpy(self) -> np.ndarray:
        """The values as a new NumPy array."""
        return self._backend().to_numpy(self._value)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        if copy is False:
            raise ValueError("converting an ivy.Array to a NumPy array copies.")
        return self.numpy() if dtype is None else self.numpy().astype(dtype)

    def tolist(self) -> Any:
        """The values as nested lists of Python numbers."""
        return self.numpy().tolist()

    def item(self) -> bool | int | float | complex:
        """The value of an array of one element."""
        if self.size != 1:
            raise ValueError(f"an array of shape {self.shape} is not a single number.")
        return self._backend().item(self._value)

    def _number(self, what: type) -> Any:
        if self.ndim:
            raise TypeError(f"only a 0-d array is a number, not one of shape {self.shape}.")
        value = self.item()
        if type(value) is complex and what in (int, float):
            raise TypeError(f"a complex number is not a {what.__name__}; see ivy.real and ivy.abs.")
        return value

    def __bool__(self, /) -> bool:
        return bool(self._number(bool))

    def __int__(self, /) -> int:
        return int(self._number(int))

    def __float__(self, /) -> float:
        return float(self._number(float))

    def __complex__(self, /) -> complex:
        return complex(self._number(complex))

    def __index__(self, /) -> int:
        value = self._number(int)
        if type(value) is not int:
            raise TypeError(f"only an integer array is an index, not {self.dtype}.")
        return value

    def __len__(self) -> int:
        if not self.ndim:
            raise TypeError("a 0-d array has no length.")
        return self.shape[0]

    def __iter__(self) -> Any:
        return (self[i] for i in range(len(self)))

    def __repr__(self) -> str:
        values = np.array2string(self.numpy(), separator=", ", prefix="ivy.Array(")
        return f"ivy.Array({values}, dtype={self.dtype.name}, backend={self._backend().name})"

    def __format__(self, spec: str) -> str:
        return format(self.item(), spec) if spec and not self.ndim else repr(self)

    def __reduce__(self) -> tuple:
        return _restored, (self.numpy(), self._backend().name)

    def __copy__(self) -> Array:
        return self.__deepcopy__({})

    def __deepcopy__(self, memo: dict) -> Array:
        backend = self._backend()
        return wrap(backend.from_numpy(backend.to_numpy(self._value)), backend)


def wrap(value: Any, backend: Backend) -> Array:
    """The `ivy.Array` of a backend array."""
    array = _new(Array)
    array._value = backend.canonical(value)
    return array


def _restored(values: np.ndarray, name: str) -> Array:
    backend = _backend.load(name)
    return wrap(backend.from_numpy(values), backend)
