"""The array class of a source: a thin holder of one backend array."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from ivy._core import backend as _backend
from ivy._core.backend import Backend

if TYPE_CHECKING:
    from ivy.frontends._frontend import Frontend


class Holder:
    """The array class of a source, around one backend array.

    Subclasses add the methods of the source. What reads the array asks `_read()`, so that a class
    whose values change under it (views, variables) can look again.
    """

    __slots__ = ("__weakref__", "_array")
    __array_ufunc__: ClassVar[Any] = None  # NumPy arrays on the left leave operators to us
    __array_priority__ = 1000.0
    _frontend: ClassVar[Frontend]

    _array: Any

    @classmethod
    def of(cls, array: Any) -> Self:
        """A holder of a backend array, whatever the class's own constructor takes."""
        holder = object.__new__(cls)
        holder._array = array
        return holder

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
