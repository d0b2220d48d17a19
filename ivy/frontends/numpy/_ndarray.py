"""`numpy.ndarray` of this frontend: a wrapper of a backend array.

This file has the geometry of the array, indices, writes and host values. Methods that are functions are
added from the tables, by name.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy.frontends._aliasing import Aliasing
from ivy.frontends._numpy_api import _elementwise, _indexing, _selection, _shapes
from ivy.frontends._numpy_api._values import size_of
from ivy.frontends._publish import NATIVE, VIEWS
from ivy.frontends.numpy._frontend import NumPyFrontend, write
from ivy.frontends.numpy._tables import RULES


class ndarray(Aliasing):
    """NumPy's array."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    def __new__(cls, shape: Any, dtype: Any = float, *_: Any, **__: Any) -> ndarray:
        """An uninitialized array (here zeros)."""
        return _zeros(shape, dtype)

    # -- geometry

    @property
    def size(self) -> int:
        """The number of elements."""
        return math.prod(self.shape)

    @property
    def itemsize(self) -> int:
        """The size of an element in bytes."""
        return self.dtype.itemsize

    @property
    def nbytes(self) -> int:
        """The size of all elements in bytes."""
        return self.size * self.itemsize

    @property
    def strides(self) -> tuple[int, ...]:
        """The step in memory from one element to the next along each axis, in bytes."""
        return tuple(n * self.itemsize for n in self._array.strides)

    @property
    def base(self) -> ndarray | None:
        """The array that owns the memory, or None if this one does."""
        cell = self._array
        return None if cell.base is None else ndarray.on(cell.owner)

    @property
    def T(self) -> ndarray:
        """The array with its axes in reverse order."""
        return self.transpose()  # pyright: ignore[reportAttributeAccessIssue]

    @property
    def mT(self) -> ndarray:
        """The array with its last two axes swapped."""
        return _matrix_transpose(self)

    @property
    def real(self) -> ndarray:
        """The real part."""
        return _real(self)

    @property
    def imag(self) -> ndarray:
        """The imaginary part."""
        return _imag(self)

    @property
    def flat(self) -> Iterator[Any]:
        """An iterator over the elements."""
        return iter(self.ravel())  # pyright: ignore[reportAttributeAccessIssue]

    @property
    def device(self) -> str:
        """The device of the array."""
        return "cpu"

    # -- indices

    def __getitem__(self, index: Any) -> ndarray:
        index = _whole_numbers(index)
        if not _indexing.is_basic(index):
            return _getitem(self, index)
        part = _getitem_view(self, index)
        full = not part.ndim and not _has_ellipsis(index)
        return ndarray.of(part._read()) if full else part

    def __setitem__(self, index: Any, value: Any) -> None:
        write(self, _setitem(self, _whole_numbers(index), value)._read())

    def __contains__(self, value: Any) -> bool:
        return bool(_any(_equal(self, value)))

    # -- in place

    def fill(self, value: Any) -> None:
        """Sets all elements to one value."""
        self[...] = value

    def sort(
        self, axis: int = -1, kind: Any = None, order: Any = None, *, stable: Any = None
    ) -> None:
        """Sorts the elements in place."""
        write(self, _sort(self, axis, kind, order, stable=stable)._read())

    def partition(
        self, kth: Any, axis: int = -1, kind: str = "introselect", order: Any = None
    ) -> None:
        """Moves element `kth` to its sorted position, smaller ones before and larger ones after it."""
        write(self, _partition(self, kth, axis, kind, order)._read())

    def put(self, indices: Any, values: Any, mode: str = "raise") -> None:
        """Sets elements at positions of the flattened array."""
        write(self, _put(self, indices, values, mode)._read())

    def resize(self, *new_shape: Any, refcheck: bool = True) -> None:
        """Changes the shape in place, with zeros for new elements."""
        shape = (
            new_shape[0] if len(new_shape) == 1 and isinstance(new_shape[0], tuple) else new_shape
        )
        if self._array.base is not None:
            raise ValueError("cannot resize this array: it does not own its data")
        self._array.array = _resized(self, shape)._read()
        self._array._places = None

    # -- host values

    def item(self, *args: Any) -> Any:
        """One element as a Python number."""
        return self.__array__().item(*args)

    def __float__(self) -> float:
        return float(self._scalar())

    def __int__(self) -> int:
        return int(self._scalar())

    def __complex__(self) -> complex:
        return complex(self._scalar())

    def _scalar(self) -> Any:
        if self.ndim:
            raise TypeError("only 0-dimensional arrays can be converted to Python scalars")
        return self.item()

    def tobytes(self, order: str = "C") -> bytes:
        """The elements as bytes."""
        return self.__array__().tobytes(order)  # pyright: ignore[reportArgumentType]

    def view(self, dtype: Any = None, type: Any = None) -> ndarray:
        """A view, with the bytes interpreted as another dtype."""
        return _getitem_view(self, ...) if dtype is None else _bytes_as(self, dtype)

    def __repr__(self) -> str:
        return repr(self.__array__())

    def __str__(self) -> str:
        return str(self.__array__())

    def __format__(self, spec: str) -> str:
        return format(self.__array__() if self.ndim else self.__array__()[()], spec)

    def __copy__(self) -> ndarray:
        return ndarray.of(self._read())

    def __deepcopy__(self, memo: Any) -> ndarray:
        return ndarray.of(self._read())


FRONTEND = NumPyFrontend("numpy", ndarray)


def _whole_numbers(index: Any) -> Any:
    """An index with 0-d integer arrays replaced by integers."""
    if isinstance(index, tuple):
        return tuple(map(_whole_numbers, index))
    is_integer = isinstance(index, (ndarray, np.integer)) and not index.shape
    return int(index) if is_integer and index.dtype.kind in "iu" else index


def _has_ellipsis(index: Any) -> bool:
    return index is Ellipsis or (isinstance(index, tuple) and any(i is Ellipsis for i in index))


def _as_bytes(x: Any, dtype: Any) -> Any:
    dtype = RULES.dtype_of(dtype)
    have, want = ivy.dtype(x).itemsize, dtype.itemsize
    if have == want:
        return ivy.bitcast(x, dtype)
    if not x.shape or (x.shape[-1] * have) % want:
        raise ValueError(
            "When changing to a larger dtype, its size must be a divisor of the total size in bytes "
            "of the last axis of the array."
        )
    return ivy.bitcast(x, dtype)


def _put_back(a: Any, ind: Any, v: Any, mode: str = "raise") -> Any:
    _selection.check_mode(mode)
    size = size_of(a)
    at = ivy.reshape(_selection.positions(RULES, ind, size, mode), (-1,))
    values = ivy.reshape(RULES.cast(RULES.array(v), ivy.dtype(a)), (-1,))
    if not at.shape[0] or not values.shape[0]:
        return a
    values = _shapes.resize(RULES, values, (at.shape[0],))
    flat = ivy.set_index(ivy.reshape(a, (size,)), [at], values)
    return ivy.reshape(flat, tuple(a.shape))


def _grown(x: Any, shape: Any) -> Any:
    wanted, flat = math.prod(shape), ivy.reshape(x, (size_of(x),))
    flat = ivy.pad(flat, [(0, max(wanted - flat.shape[0], 0))])[:wanted]
    return ivy.reshape(flat, tuple(shape))


_getitem = FRONTEND.wrap(
    lambda x, index: _indexing.getitem(RULES, x, index), "numpy.ndarray.__getitem__"
)
_getitem_view = FRONTEND.wrap_view(
    lambda x, index: _indexing.getitem(RULES, x, index), "numpy.ndarray.__getitem__"
)
_setitem = FRONTEND.wrap(
    lambda x, index, value: _indexing.setitem(RULES, x, index, value), "numpy.ndarray.__setitem__"
)
_zeros = FRONTEND.wrap(NATIVE["numpy.zeros"])
_sort = FRONTEND.wrap(NATIVE["numpy.sort"])
_partition = FRONTEND.wrap(NATIVE["numpy.partition"])
_any = FRONTEND.wrap(NATIVE["numpy.any"])
_equal = FRONTEND.wrap(NATIVE["numpy.equal"])
_put = FRONTEND.wrap(_put_back, "numpy.put")
_resized = FRONTEND.wrap(_grown)
_bytes_as = FRONTEND.wrap(_as_bytes)
_matrix_transpose = FRONTEND.wrap_view(VIEWS["numpy.matrix_transpose"])


def _shows_otherwise(function: Any) -> Any:
    function.reinterprets = True
    return function


_real = FRONTEND.wrap_view(_shows_otherwise(lambda x: _elementwise.real(RULES, x)))
_imag = FRONTEND.wrap_view(_shows_otherwise(lambda x: _elementwise.imag(RULES, x)))
