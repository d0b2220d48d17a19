"""Indices: parts that are views, elements, and what arrays of positions select or write."""

from __future__ import annotations

import dis
import operator
import sys
from typing import Any

import numpy as np

from interceptors import lookup
from interceptors.numpy import float_errors, geometry
from interceptors.numpy.array import (
    Redirected,
    RedirectedArray,
    RedirectedScalar,
    fresh,
    host_value,
    view_on,
)
from interceptors.numpy.calls import Call
from interceptors.numpy.engine import Engine, current
from interceptors.session import Session
from interceptors.shared.destination import Destination

_BASIC = (int, slice, type(None), type(...))


def basic(index: Any) -> tuple | None:
    """An index without arrays, with Python's own integers; None if it has arrays."""
    items = index if type(index) is tuple else (index,)
    found = []
    for item in items:
        if type(item) is slice:
            ends = (item.start, item.stop, item.step)
            item = slice(*[None if e is None else operator.index(e) for e in ends])
        elif type(item) not in _BASIC:
            item = _integer(item)
            if item is None:
                return None
        found.append(item)
    return tuple(found)


def _integer(item: Any) -> int | None:
    """An integer of NumPy, 0-d arrays included, as Python's; None for all that selects as an array."""
    if isinstance(item, (Redirected, np.generic, np.ndarray)):
        whole: Any = item
        return operator.index(whole) if item.dtype.kind in "iu" and not item.shape else None
    if isinstance(item, (list, tuple, bool)) or not hasattr(item, "__index__"):
        return None
    return operator.index(item)


def _part(x: Redirected, index: tuple) -> Any:
    """The view that an index without arrays selects; of all axes too."""
    full = index if any(i is Ellipsis for i in index) else (*index, ...)
    return view_on(x, x._shape_on()[full])


def getitem(self: Redirected, index: Any) -> Any:
    """`self[index]`."""
    if type(index) is not tuple and isinstance(index, tuple):
        index = tuple(index)
    try:
        items = basic(index)
    except TypeError:
        return self._shape_on()[host_value(index)]  # which raises NumPy's error
    if items is None:
        return _select(self, index)
    part = _part(self, items)
    if part._ghost.ndim or any(i is Ellipsis for i in items):
        is_view = type(self) is RedirectedArray and not _has_arrays(index)
        return part if is_view else _element(self, part)
    return _element(self, part)


def _has_arrays(index: Any) -> bool:
    """Whether an integer of the index is a 0-d array: then NumPy copies what it selects."""
    kinds = np.ndarray, RedirectedArray
    return any(type(i) in kinds for i in (index if type(index) is tuple else (index,)))


def _element(self: Redirected, part: Any) -> Any:
    """The element, or for scalars an array, that a view shows now."""
    engine, _ = current((self,))
    array = engine.target.canonical(engine.array(part))
    return fresh(
        engine.target, array, RedirectedScalar if not part._ghost.ndim else RedirectedArray
    )


def split(engine: Engine, index: Any) -> tuple[tuple, list]:
    """The template of an index, as frontends take it, and its arrays."""
    arrays: list[Any] = []
    template: list[Any] = []
    for item in index if type(index) is tuple else (index,):
        if type(item) is slice:
            ends = (item.start, item.stop, item.step)
            template.append(("slice", *[None if e is None else operator.index(e) for e in ends]))
        elif type(item) in (int, bool, type(None), type(...)):
            template.append(item)
        else:
            if isinstance(item, (list, tuple)):
                item = host_value(item) if not len(item) else item
                item = np.asarray(item, np.intp) if not len(item) else item
            template.append("array")
            arrays.append(engine.array_like(item))
    return tuple(template), arrays


def _native_getitem(x: Any, index: Any) -> Any:
    return x[index]


def _native_setitem(x: Any, index: Any, value: Any) -> None:
    x[index] = value


def _select(self: Redirected, index: Any) -> Any:
    engine, session = current((self,))
    function = lookup.protocol("numpy.ndarray.__getitem__")
    assert function is not None
    call = Call("numpy.ndarray.__getitem__", _native_getitem, function, (self, index), {})
    try:
        facts = engine.check(call)
        template, arrays = split(engine, index)
        result = engine.executor.run(session, function, (self, template, *arrays), {})
    except Exception as error:
        return engine.failed(session, call, error)
    session.count(call.name, engine.executor.way)
    return engine.wrap(result, True, facts.orders)


def setitem(self: RedirectedArray, index: Any, value: Any) -> None:
    """`self[index] = value`."""
    if type(index) is int and isinstance(value, Redirected) and value._storage is self._storage:
        _refuse_swaps_in_c()
    engine, session = current((self,))
    call = Call("numpy.ndarray.__setitem__", _native_setitem, setitem, (self, index, value), {})
    ghost = self._shape_on()
    if not ghost.flags.writeable:
        raise ValueError("assignment destination is read-only")
    if ghost.ndim and 0 in ghost.strides:
        ghost[:0] = 0  # NumPy warns of writes to what `broadcast_arrays` returns
    if type(index) is not tuple and isinstance(index, tuple):
        index = tuple(index)
    try:
        items = basic(index)
        if items is None or float_errors.are_asked_for():
            engine.check(call)
        new = _value(engine, self, value)
        if items is not None:
            _assign(engine, session, _part(self, items), new)
        else:
            _scatter(engine, session, self, index, new)
    except Exception as error:
        engine.failed(session, call, error)
        return
    session.count(call.name, engine.executor.way)


def _refuse_swaps_in_c() -> None:
    """Refuses the assignment of a row by C code: `x[i], x[j] = x[j], x[i]` loses one of two views.

    That is what `shuffle` of NumPy's own generators does with whatever is not an `ndarray`.

    Raises
    ------
    TypeError
        The caller is not an assignment in Python.
    """
    frame = sys._getframe(2)
    if dis.opname[frame.f_code.co_code[frame.f_lasti]] != "STORE_SUBSCR":
        raise TypeError(
            "C code can't swap rows of a redirected array. If it is `shuffle`: make the generator "
            "inside the block, or use np.random.shuffle."
        )


def _value(engine: Engine, x: RedirectedArray, value: Any) -> Any:
    """What is assigned, as an argument of frontends."""
    if isinstance(value, Redirected) or type(value) in (bool, int, float, complex):
        return value
    value = engine.array_like(value) if not isinstance(value, (str, bytes)) else value
    if isinstance(value, (list, tuple)):
        engine_, session = current((x,))
        make = lookup.find(["numpy.array"])
        return engine_.run(session, Call("numpy.array", np.array, make, (value,), {}), True)  # type: ignore[arg-type]
    if not isinstance(value, Redirected):
        value = engine.upload(np.asarray(value).astype(x.dtype))
    return value


def _assign(engine: Engine, session: Session, part: Any, value: Any) -> None:
    if _is_same(part, value):  # what `x[i] += y` ends with
        return
    whole = _ready(engine, part, value)
    if whole is not None:
        engine.assign(session, part, whole)
        return
    storage, view = engine.locate(part)
    fill = lookup.protocol("numpy.ndarray.fill")
    assert fill is not None
    into = Destination(storage, view)
    base = engine.executor.run(session, fill, (value, into.dtype, into.shape), {}, into)
    storage.write(base, whole=view is None)


def _is_same(part: Any, value: Any) -> bool:
    """Whether a value is the very part of the memory that it is assigned to."""
    if not isinstance(value, RedirectedArray) or value._storage is not part._storage:
        return False
    ghosts = part._shape_on(), value._shape_on()
    a, b = [(g.shape, g.strides, g.dtype, geometry.address(g)) for g in ghosts]
    return a == b


def _ready(engine: Engine, part: Any, value: Any) -> Any:
    """The array to assign, if it needs no cast; None if it does."""
    if isinstance(value, Redirected):
        same = value.dtype == part.dtype and value.shape == part.shape
        return engine.array(value) if same else None
    if engine.executor.compiles or engine.locate(part)[1] is None:
        return None
    return engine.number(value, part.dtype)


def _scatter(engine: Engine, session: Session, x: RedirectedArray, index: Any, value: Any) -> None:
    function = lookup.protocol("numpy.ndarray.__setitem__")
    assert function is not None
    template, arrays = split(engine, index)
    storage, view = engine.locate(x)
    into = Destination(storage, view)
    base = engine.executor.run(session, function, (x, template, value, *arrays), {}, into)
    storage.write(base, whole=view is None)


def delitem(self: Redirected, index: Any) -> None:
    """Arrays have a fixed size.

    Raises
    ------
    ValueError
        Always.
    """
    raise ValueError("cannot delete array elements")


def contains(self: Redirected, value: Any) -> bool:
    """Whether an element equals a value."""
    return bool((self == value).any())  # type: ignore[attr-defined]


Redirected.__getitem__ = getitem  # type: ignore[attr-defined]
Redirected.__contains__ = contains  # type: ignore[attr-defined]
RedirectedArray.__delitem__ = delitem  # type: ignore[attr-defined]
RedirectedArray.__setitem__ = setitem  # type: ignore[attr-defined]
