"""An array, and a scalar, whose elements are on a target.

Neither is an `ndarray`: C code that needs memory asks `__array__` and gets the true values, read-only.
But their `__class__` says `np.ndarray` or `np.float64`, so Python code takes them for NumPy's. This
file has their geometry and their values on the host. Operators, indices and methods are added by
`ufuncs.py`, `indexing.py` and `methods.py`.
"""

from __future__ import annotations

import operator
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from interceptors.numpy import _compat, geometry
from interceptors.numpy.geometry import ArrayStorage
from interceptors.session import CURRENT, count_transfer
from interceptors.shared.caches import IdentityMap
from interceptors.shared.storage import Storage, View
from ivy._core import errors
from ivy._core.backend import Backend
from ivy._core.tape import Tape
from ivy._core.tracing import Box

_TYPES: dict[tuple, tuple] = {}  # dtype, shape and order in memory, each triple one object
# Of native copies that code outside has: the storage with which they count as sharing memory.
HOSTS = IdentityMap()
LAZY: Any = object()  # in place of a view: to be found from the ghost when it is needed


class Redirected:
    """What arrays and scalars have in common: a view of a storage."""

    __slots__ = ("__weakref__", "_ghost", "_owner", "_storage", "_type", "_view")
    __array_priority__ = 1000

    def _locate(self) -> tuple[Storage, View | None]:
        """The storage and the view."""
        view = self._view
        if view is LAZY:
            self._storage, view = geometry.located(self._storage, self._ghost)
            self._view = view
        return self._storage, view

    def _signature(self) -> Any:
        """The one object for this dtype, shape and order in memory."""
        if self._type is not None:
            return self._type
        ghost = self._ghost
        kind = self.dtype, self.shape, None if ghost is None else geometry.order(ghost)
        kind = _TYPES.setdefault(kind, kind)
        if kind[0] == self._storage.root.dtype:  # else it has to look for writes to the root
            self._type = kind
        return kind

    def _shape_on(self) -> np.ndarray:
        """The ghost, made at its first use."""
        if self._ghost is None:
            self._ghost = geometry.root_ghost(self._storage)
        return self._ghost

    # -- geometry

    @property
    def shape(self) -> tuple[int, ...]:
        """The length of each axis."""
        ghost = self._ghost
        return self._storage.shape if ghost is None else ghost.shape

    @property
    def dtype(self) -> np.dtype:
        """The type of the elements."""
        ghost = self._ghost
        return self._storage.dtype if ghost is None else ghost.dtype

    ndim = property(lambda self: len(self.shape))
    size = property(lambda self: self._shape_on().size)
    itemsize = property(lambda self: self.dtype.itemsize)
    nbytes = property(lambda self: self._shape_on().nbytes)
    strides = property(lambda self: self._shape_on().strides)
    flags = property(lambda self: self._shape_on().flags)
    device = property(lambda self: "cpu")

    # -- values on the host

    def _target_array(self) -> Any:
        storage, view = self._locate()
        return storage.read(view)

    def _host(self) -> np.ndarray:
        """The values as a native array."""
        refuse_gradient(self, "reading values on the host")
        return self._values()

    def _values(self) -> np.ndarray:
        """As `_host`, also of a value that is on a tape: for text."""
        storage, view = self._locate()
        values = storage.backend.to_numpy(storage.read(view)).reshape(self.shape)
        count_transfer("to host", values.nbytes)
        layout = None if self._ghost is None else geometry.layout(self._ghost)
        if layout is None:
            return values
        laid_out = geometry.empty(self.shape, values.dtype, layout)
        laid_out[...] = values
        return laid_out

    def _native(self) -> Any:
        """The native array, or scalar, with the same values."""
        return self._host()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        session = CURRENT.get()
        if session is not None:  # who asks computes natively with them
            session.report.count_native("host copy", sys._getframe(1).f_globals["__name__"])
        values = self._host()
        if dtype is not None and values.dtype != dtype:
            values = values.astype(dtype)
        values.flags.writeable = bool(copy)  # what is written there would be lost
        if not copy:
            HOSTS.set(values, self._storage)
        return values

    def __bool__(self) -> bool:
        return bool(self._host())

    def __int__(self) -> int:
        return int(self._native())

    def __float__(self) -> float:
        return float(self._native())

    def __complex__(self) -> complex:
        return complex(self._native())

    def __index__(self) -> int:
        return operator.index(self._native())

    def __repr__(self) -> str:
        return repr(self._shown())

    def __str__(self) -> str:
        return str(self._shown())

    def __format__(self, spec: str) -> str:
        return format(self._shown(), spec)

    def _shown(self) -> Any:
        return self._values()

    def __bytes__(self) -> bytes:
        return bytes(self._native())

    def __array_wrap__(self, array: Any, context: Any = None, return_scalar: bool = False) -> Any:
        """A result of native code as one of this class."""
        return UNPICKLE(array[()] if return_scalar else array)

    def item(self, *args: Any) -> Any:
        """One element as a Python number."""
        return self._host().item(*map(host_value, args))

    def tolist(self) -> Any:
        """The elements as nested lists."""
        return self._host().tolist()

    def tobytes(self, order: Any = "C") -> bytes:
        """The elements as bytes."""
        return self._host().tobytes(order)

    def tofile(self, fid: Any, sep: str = "", format: str = "%s") -> None:
        """Writes the elements to a file."""
        self._host().tofile(fid, sep, format)

    def dump(self, file: Any) -> None:
        """Pickles a native array into a file."""
        self._host().dump(file)

    def dumps(self) -> bytes:
        """The pickle of a native array."""
        return self._host().dumps()

    @property
    def data(self) -> memoryview:
        """Memory with a copy of the elements, read-only."""
        return self.__array__().data

    @property
    def ctypes(self) -> Any:
        """There is no memory to point to.

        Raises
        ------
        TypeError
            Always.
        """
        raise TypeError("a redirected array has no host memory to point to: use np.array(x)")

    def __dlpack__(self, **options: Any) -> Any:
        return self._storage.backend.exchange.to_dlpack(self._target_array(), **options)

    def __dlpack_device__(self) -> Any:
        return self._storage.backend.exchange.dlpack_device(self._target_array())

    def __reduce__(self) -> Any:
        return _unpickled, (self._native(),)


class RedirectedArray(Redirected):
    """An array of a target that Python code takes for an `np.ndarray`."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    @property
    def __class__(self) -> Any:
        return np.ndarray

    @property
    def base(self) -> Any:
        """The array that owns the memory, None if this one does."""
        return self._owner

    @property
    def shape(self) -> tuple[int, ...]:
        """The length of each axis; settable where that needs no copy."""
        ghost = self._ghost
        return self._storage.shape if ghost is None else ghost.shape

    @shape.setter
    def shape(self, shape: Any) -> None:
        ghost = self._shape_on().view()
        _compat.set_shape(ghost, host_value(shape))
        self._ghost, self._view, self._type = ghost, LAZY, None

    def setflags(self, write: Any = None, align: Any = None, uic: Any = None) -> None:
        """Makes the array read-only, or writable where its base is."""
        self._shape_on().setflags(write=write, align=align, uic=uic)

    def __len__(self) -> int:
        shape = self.shape
        if not shape:
            raise TypeError("len() of unsized object")
        return shape[0]

    def __iter__(self: Any) -> Iterator[Any]:
        if not self.shape:
            raise TypeError("iteration over a 0-d array")
        return iter([self[i] for i in range(len(self))])

    def __setstate__(self, state: Any) -> None:
        raise TypeError("a redirected array can't be set from a pickled state")


class RedirectedScalar(Redirected):
    """A 0-d result, which NumPy returns as a scalar: immutable, with a hash."""

    __slots__ = ()

    @property
    def __class__(self) -> Any:
        return self._storage.dtype.type

    base = property(lambda self: None)

    def _shown(self) -> Any:
        return self._values()[()]

    def _native(self) -> Any:
        return self._host()[()]

    def __hash__(self) -> int:
        return hash(self._native())

    def __round__(self, digits: Any = None) -> Any:
        return round(self._native(), *([] if digits is None else [digits]))

    def __trunc__(self) -> int:
        return self._native().__trunc__()

    def __floor__(self) -> int:
        return self._native().__floor__()

    def __ceil__(self) -> int:
        return self._native().__ceil__()

    def __copy__(self) -> RedirectedScalar:
        return self

    def __deepcopy__(self, memo: Any) -> RedirectedScalar:
        return self

    def __getattr__(self, name: str) -> Any:
        """What only some scalars have: `is_integer`, `as_integer_ratio`, `bit_count`, `hex`."""
        if name.startswith("__") or not hasattr(self._storage.dtype.type, name):
            raise AttributeError(f"{self.__class__!r} object has no attribute {name!r}")
        return getattr(self._native(), name)


def refuse_gradient(x: Redirected, what: str) -> None:
    """Raises for a value on a tape, which loses its gradient outside of the target.

    Raises
    ------
    ConversionError
        `x` is such a value.
    """
    storage, view = x._locate()
    if isinstance(storage.backend, Tape) and isinstance(storage.read(view), Box):
        raise errors.ConversionError(
            f"{what} would lose the gradient of a value that requires one; use functions of NumPy "
            "that run on the target, or take the gradient without this step."
        )


def make(kind: type, storage: Storage, view: Any, ghost: Any, owner: Any = None) -> Any:
    """An array or scalar over a storage."""
    made = object.__new__(kind)
    made._storage, made._view, made._ghost, made._owner = storage, view, ghost, owner
    made._type = None
    return made


def fresh(backend: Backend, array: Any, kind: type = RedirectedArray) -> Any:
    """An array that owns an array of the target."""
    array = backend.canonical(array)
    storage = ArrayStorage(backend, array, backend.dtype(array), backend.shape(array))
    return make(kind, storage, None, None)


def ordered(backend: Backend, array: Any, order: tuple[int, ...]) -> Any:
    """An array whose axes are in this order in memory, given that of the target with that order."""
    made = fresh(backend, array)
    storage = made._storage
    storage.ghost = np.empty(storage.shape, storage.dtype)
    made._ghost = storage.ghost.transpose(np.argsort(order))
    made._view = LAZY
    return made


def view_on(parent: Redirected, ghost: np.ndarray) -> Any:
    """The view of an array with this ghost, which NumPy made of the ghost of `parent`."""
    owner = parent if parent._owner is None else parent._owner
    return make(RedirectedArray, parent._storage, LAZY, ghost, owner)


def host_value(value: Any) -> Any:
    """A value with redirected parts replaced by native ones, at any depth."""
    if isinstance(value, Redirected):
        return value._native()
    if type(value) in (list, tuple):
        return type(value)(map(host_value, value))
    if type(value) is slice:
        return slice(*map(host_value, (value.start, value.stop, value.step)))
    return value


def _unpickled(values: Any) -> Any:
    """An unpickled array: redirected again if a block with this source is open."""
    return UNPICKLE(values)


UNPICKLE: Any = host_value  # replaced by what the engine of an open block makes of it
