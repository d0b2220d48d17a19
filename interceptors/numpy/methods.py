"""Methods and attributes of arrays, from the frontend's tables and from NumPy's own class."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from interceptors import lookup
from interceptors.numpy import _compat, dispatch
from interceptors.numpy.array import (
    Redirected,
    RedirectedArray,
    RedirectedScalar,
    host_value,
)
from interceptors.numpy.calls import Call
from interceptors.numpy.engine import current


def _method(name: str, function: Callable, native: Callable) -> Callable:
    zero_axes = name in _compat.ZERO_AXES
    key = f"numpy.ndarray.{name}"

    def method(self: Redirected, *args: Any, **kwargs: Any) -> Any:
        engine, session = current((self,))
        keeps = zero_axes and isinstance(self, RedirectedArray)
        return engine.run(session, Call(key, native, function, (self, *args), kwargs), keeps)

    return method


def _view(name: str, function: Callable | None, native: Callable) -> Callable:
    key = f"numpy.ndarray.{name}"

    def method(self: Redirected, *args: Any, **kwargs: Any) -> Any:
        engine, session = current((self,))
        return dispatch.view_rule(engine, key, native, function, session, (self, *args), kwargs)

    return method


def _by_function(name: str) -> Callable:
    """A method that writes what a function of the same name returns, or writes itself."""
    function = getattr(np, name)

    def method(self: RedirectedArray, *args: Any, **kwargs: Any) -> None:
        engine, session = current((self,))
        found = dispatch.run(engine, session, function, (self, *args), kwargs)
        if found is not None:
            self[...] = found  # type: ignore[index]

    return method


def _attribute(native: Callable) -> property:
    """A view without arguments: `T`, `real`."""
    name = native.__name__

    def read(self: Redirected) -> Any:
        engine, session = current((self,))
        return dispatch.view_rule(
            engine,
            f"numpy.ndarray.{name}",
            native,
            lookup.view(f"numpy.{name}"),
            session,
            (self,),
            {},
        )

    def write(self: RedirectedArray, value: Any) -> None:
        read(self)[...] = value

    return property(read, write)


def T(x: Any) -> Any:
    """`x.T`."""
    return x.T


def mT(x: Any) -> Any:
    """`x.mT`."""
    return x.mT


def real(x: Any) -> Any:
    """`x.real`."""
    return x.real


def imag(x: Any) -> Any:
    """`x.imag`."""
    return x.imag


def fill(self: RedirectedArray, value: Any) -> None:
    """Sets all elements to one value."""
    self[...] = value  # type: ignore[index]


def copy(self: Redirected) -> Any:
    """A shallow copy, which has its own elements, as in NumPy."""
    return self.copy()  # type: ignore[attr-defined]


def deepcopy(self: Redirected, memo: Any) -> Any:
    """A copy of the elements."""
    return self.copy()  # type: ignore[attr-defined]


def view(self: Redirected, dtype: Any = None, type: Any = None) -> Any:
    """The same memory, its bytes as another dtype."""
    if type is None and isinstance(dtype, _TYPE) and issubclass(dtype, np.ndarray):
        dtype, type = None, dtype
    if type is not None and type is not np.ndarray:
        return self._host().view(type)
    engine, session = current((self,))
    name, native = "numpy.ndarray.view", np.ndarray.view
    args = (self,) if dtype is None else (self, dtype)
    if dtype is not None and not engine.is_supported(np.dtype(dtype)):
        heading = "native value", np.dtype(dtype).name
        return engine.run_natively(session, Call(name, native, native, args, {}), heading)
    return dispatch.view_rule(engine, name, native, None, session, args, {})


_TYPE = type


def resize(self: RedirectedArray, *shape: Any, refcheck: bool = True) -> None:
    """Changes the shape in place, with zeros for new elements."""
    if self._owner is not None:
        raise ValueError("cannot resize this array: it does not own its data")
    zeros = np.empty(0, self.dtype)
    zeros.resize(*host_value(shape), refcheck=False)
    engine, _ = current((self,))
    new = engine.upload(zeros)
    kept = self.reshape(-1)[: zeros.size]  # type: ignore[attr-defined]
    new.reshape(-1)[: kept.size] = kept
    self._storage, self._view, self._ghost = new._storage, new._view, new._ghost
    self._type = None


class FlatIterator:
    """`x.flat`: the elements in row-major order, to read and to write."""

    def __init__(self, array: RedirectedArray):
        self.base = array
        self.index = 0

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        if self.index >= self.base.size:
            raise StopIteration
        self.index += 1
        return self[self.index - 1]

    def __len__(self) -> int:
        return self.base.size

    def _at(self, index: Any) -> Any:
        """The positions that an index selects, as NumPy finds them."""
        shape = self.base.shape
        return np.arange(self.base.size).reshape(shape).flat[host_value(index)]

    def __getitem__(self, index: Any) -> Any:
        at = self._at(index)
        found = self.base.reshape(-1)[at]  # type: ignore[attr-defined]
        return found if isinstance(found, RedirectedScalar) else found.copy()

    def __setitem__(self, index: Any, value: Any) -> None:
        at = self._at(index)
        many = np.size(at)
        if np.ndim(value) and many:
            value = np.resize(value, (many,))
        flat = self.base.reshape(-1)  # type: ignore[attr-defined]
        flat[at] = value
        if flat._owner is None:
            self.base[...] = flat.reshape(self.base.shape)  # type: ignore[index]

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        return np.asarray(self.base._host().reshape(-1), dtype)

    @property
    def coords(self) -> tuple:
        """The index of the next element."""
        return np.unravel_index(self.index, self.base.shape)

    def copy(self) -> Any:
        """The elements as an array of one axis."""
        return self.base.flatten()  # type: ignore[attr-defined]


def _flat(self: RedirectedArray) -> FlatIterator:
    return FlatIterator(self)


def _set_flat(self: RedirectedArray, value: Any) -> None:
    _flat(self)[...] = value


def give() -> None:
    """Adds the methods; the tables of the frontend must be loaded."""
    for name in _compat.METHODS:
        native, key = getattr(np.ndarray, name), f"numpy.ndarray.{name}"
        function = lookup.view(key)
        if function is not None:
            method = _view(name, function, native)
        elif name in _compat.IN_PLACE_METHODS:
            method = _by_function(name)
        else:
            function = lookup.find([key])
            if function is None:
                continue
            method = _method(name, function, native)
        owner = RedirectedArray if name in _compat.IN_PLACE_METHODS else Redirected
        setattr(owner, name, functools.wraps(native)(method))
    for attribute in (T, mT, real, imag):
        setattr(Redirected, attribute.__name__, _attribute(attribute))
    Redirected.view = view  # type: ignore[attr-defined]
    RedirectedArray.fill = fill  # type: ignore[attr-defined]
    RedirectedArray.resize = resize  # type: ignore[attr-defined]
    RedirectedArray.__copy__ = copy  # type: ignore[attr-defined]
    RedirectedArray.__deepcopy__ = deepcopy  # type: ignore[attr-defined]
    RedirectedArray.flat = property(_flat, _set_flat)  # type: ignore[attr-defined]
