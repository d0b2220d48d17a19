"""Base of the sources' array classes: a thin wrapper of one backend array."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Self

import numpy as np

from ivy._core import backend as _backend
from ivy._core.backend import Backend


class TensorWrapper:
    """Array class of a source, around one backend array.

    Subclasses add the methods of the source. All reads go through `_read()`, which classes override
    whose values can change elsewhere (views, variables).
    """

    __slots__ = ("__weakref__", "_array")
    __array_ufunc__: ClassVar[Any] = None  # NumPy arrays on the left defer to our operators
    __array_priority__ = 1000.0

    _array: Any

    @classmethod
    def of(cls, array: Any) -> Self:
        """Wraps a backend array, whatever the class's own constructor takes."""
        wrapper = object.__new__(cls)
        wrapper._array = array
        return wrapper

    def _read(self) -> Any:
        return self._array

    def _backend(self) -> Backend:
        found = _backend.backend_of(self._read())
        assert found is not None
        return found

    @property
    def shape(self) -> Any:
        """The lengths of the axes."""
        return tuple(self._read().shape)

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self._read().shape)

    @property
    def dtype(self) -> Any:
        """The dtype, as `ivy.DType`."""
        return self._backend().dtype(self._read())

    def item(self) -> Any:
        """The value of the one element, as a Python number."""
        return self.__array__().item()

    def tolist(self) -> Any:
        """The values as nested lists of Python numbers."""
        return self.__array__().tolist()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        values = self._backend().to_numpy(self._read())
        return values if dtype is None else values.astype(dtype)

    def __bool__(self) -> bool:
        return bool(self.item())

    def __int__(self) -> int:
        return int(self.item())

    def __float__(self) -> float:
        return float(self.item())

    def __complex__(self) -> complex:
        return complex(self.item())

    def __index__(self) -> int:
        if np.dtype(self.dtype).kind not in "iu":
            raise TypeError("only integer arrays with one element can be converted to an index")
        return int(self.item())

    def __len__(self) -> int:
        if not self.ndim:
            raise TypeError(f"len() of a 0-d {type(self).__name__}")
        return self.shape[0]

    def __iter__(self) -> Iterator[Any]:
        if not self.ndim:
            raise TypeError("iteration over a 0-d array")
        return (self[i] for i in range(self.shape[0]))  # pyright: ignore[reportIndexIssue]
