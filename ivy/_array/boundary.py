"""Where arrays come in and go out: unwrapping, the choice of a backend, wrapping.

A function of this layer is written on backend arrays with raw ops, and made public by `standard`:
`ivy.Array` in gives `ivy.Array` out, backend arrays in give backend arrays out, and what gets no
array at all (creation) gives `ivy.Array`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any

import numpy as np

from ivy._array.array import Array, wrap
from ivy._core import backend as _backend
from ivy._core import errors
from ivy._core.backend import CURRENT, Backend
from ivy._core.op import CO_VARARGS, Op

# Parameters of the functions of this layer that may be arrays are annotated as Any, no others.
Axes = int | Sequence[int] | None
Ints = int | Sequence[int]

_current: Callable[[], Any] = CURRENT.get
_homes: dict[type, Backend | None] = dict.fromkeys(
    (bool, int, float, complex, str, type(None), slice, type(...), np.dtype, type)
)
_UNKNOWN: Any = object()


def home(x: Any) -> Backend | None:
    """The backend whose array `x` is, or None."""
    kind = type(x)
    try:
        return _homes[kind]
    except KeyError:
        found = _backend.backend_of(x)
        if found is None or not found.level:  # the boxes of traces have one class for all of them
            _homes[kind] = found
        return found


class Call:
    """What the arguments of one call say: their backend, and whether results are to be wrapped."""

    __slots__ = ("arrays", "wrapped")

    def __init__(self) -> None:
        self.arrays: list[Any] = []
        self.wrapped = False

    def look(self, x: Any) -> None:
        """Notes the arrays in an argument."""
        kind = type(x)
        if kind is Array:
            self.wrapped = True
            self.arrays.append(x._value)
        elif kind is list or kind is tuple:
            for item in x:
                self.look(item)
        elif kind is dict:
            for item in x.values():
                self.look(item)
        elif home(x) is not None:
            self.arrays.append(x)

    def backend(self) -> Backend:
        """The backend that is set, or that of the arrays, or NumPy.

        Raises
        ------
        MixedBackendsError
            The arrays are of several backends, or of another one than is set (and not NumPy's).
        """
        chosen = _current()
        found: dict[str, Backend] = {}
        for backend in filter(None, map(home, self.arrays)):
            known = found.get(backend.name)
            if known is None or backend.level > known.level:
                found[backend.name] = backend
        if chosen is None:
            if len(found) <= 1:
                return next(iter(found.values())) if found else _backend.load("numpy")
        else:
            own = found.pop(chosen.name, chosen)
            if not found or list(found) == ["numpy"]:
                return own if own.level > chosen.level else chosen
            found[chosen.name] = chosen
        raise errors.MixedBackendsError(
            f"one call got arrays of {' and '.join(sorted(found))}; convert them to one backend "
            f"first, or choose one with ivy.set_backend(name)."
        )


def opened(x: Any, backend: Backend) -> Any:
    """An argument with backend arrays in place of `ivy.Array`, NumPy's carried to the backend."""
    kind = type(x)
    if kind is Array:
        x = x._value
        kind = type(x)
    elif kind is list or kind is tuple:
        return kind([opened(item, backend) for item in x])
    elif kind is dict:
        return {key: opened(item, backend) for key, item in x.items()}
    owner = home(x)
    if owner is None or owner.name == backend.name:
        return x
    return backend.from_numpy(np.asarray(x))


def closed(x: Any, backend: Backend) -> Any:
    """A result with `ivy.Array` in place of backend arrays."""
    if isinstance(x, backend.array_types):
        return wrap(x, backend)
    if isinstance(x, (list, tuple)):
        items = [closed(item, backend) for item in x]
        return type(x)(*items) if hasattr(x, "_fields") else type(x)(items)
    if type(x) is dict:
        return {key: closed(item, backend) for key, item in x.items()}
    return x


def _facing(function: Callable) -> Callable:
    """A caller's function of `ivy.Array` (the body of a loop, say) as one of backend arrays."""

    @functools.wraps(function)
    def inner(*args: Any, **kwargs: Any) -> Any:
        backend = _current()
        out = function(*closed(args, backend), **closed(kwargs, backend))
        return opened(out, backend)

    return inner


def run(function: Callable, backend: Backend, args: Any, kwargs: dict[str, Any]) -> Any:
    """Calls a function of raw ops, with `backend` as the current one and ready to compute."""
    function = backend.around(function)
    if _current() is backend:
        return function(*args, **kwargs)
    token = CURRENT.set(backend)
    try:
        return function(*args, **kwargs)
    finally:
        CURRENT.reset(token)


def call(function: Callable, args: Any, kwargs: dict[str, Any], creates: bool = False) -> Any:
    """Calls a function of backend arrays with arguments from outside."""
    about = Call()
    for value in args:
        about.look(value)
    for value in kwargs.values():
        about.look(value)
    backend = about.backend()
    args = [opened(a, backend) for a in args]
    kwargs = {name: opened(a, backend) for name, a in kwargs.items()}
    if about.wrapped:
        args = [_facing(a) if isinstance(a, FunctionType) else a for a in args]
    out = run(function, backend, args, kwargs)
    return closed(out, backend) if creates or about.wrapped or not about.arrays else out


def standard(body: Callable) -> Callable:
    """Makes a function of backend arrays public: one of arrays, or one that creates them."""
    return (
        _of_one_array(body, strict=True) if _takes_one_array(body) else _of_any_arrays(body, False)
    )


def creation(body: Callable) -> Callable:
    """Makes a function public that gives an `ivy.Array` whatever it gets."""
    return _of_any_arrays(body, True)


def op(raw: Callable, about: Op) -> Callable:
    """Makes an op public as it is declared."""
    kinds = list(about.kinds.values())
    one = kinds[:1] == ["tensor"] and set(kinds[1:]) <= {"scalar", "shape", "static"}
    varied = about.declaration.__code__.co_flags & CO_VARARGS
    return _of_one_array(raw) if one and not varied else _of_any_arrays(raw, False)


def _takes_one_array(body: Callable) -> bool:
    """Whether the first parameter may be an array and no other: arrays are annotated as Any."""
    notes = {n: a for n, a in body.__annotations__.items() if n != "return"}
    code = body.__code__
    count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & CO_VARARGS)
    arrays = [n for n in code.co_varnames[:count] if notes.get(n, "Any") in ("Any", "Array")]
    return arrays == list(code.co_varnames[:1]) and not code.co_flags & CO_VARARGS


def _of_any_arrays(body: Callable, creates: bool) -> Callable:
    entered: dict[Backend, Callable] = {}

    @functools.wraps(body)
    def public(*args: Any, **kwargs: Any) -> Any:
        backend = _current()
        if backend is None or backend.level:
            return call(body, args, kwargs, creates)
        wrapped, found, values = creates, False, []
        for x in args:
            if type(x) is Array:
                x, wrapped = x._value, True
            owner = _homes.get(type(x), _UNKNOWN)
            if owner is backend:
                found = True
            elif owner is not None:
                return call(body, args, kwargs, creates)
            values.append(x)
        for x in kwargs.values():
            if _homes.get(type(x), _UNKNOWN) is not None:
                return call(body, args, kwargs, creates)
        function = entered.get(backend)
        if function is None:
            function = entered[backend] = backend.around(body)
        out = function(*values, **kwargs)
        return closed(out, backend) if wrapped or not found else out

    public.__module__ = "ivy"
    return public


def _of_one_array(body: Callable, strict: bool = False) -> Callable:
    """As `call`, in a hurry where the array is one of the backend that is set."""
    entered: dict[Backend, Callable] = {}

    @functools.wraps(body)
    def public(*args: Any, **kwargs: Any) -> Any:
        x = args[0] if args else None
        backend = _current()
        if type(x) is Array:
            value = x._value
            if backend is not None and _homes.get(type(value)) is backend:
                function = entered.get(backend) or entered.setdefault(backend, around(body))
                out = function(value, *args[1:], **kwargs)
                return (
                    wrap(out, backend) if _homes.get(type(out)) is backend else closed(out, backend)
                )
        elif backend is not None and _homes.get(type(x)) is backend:
            function = entered.get(backend) or entered.setdefault(backend, around(body))
            return function(*args, **kwargs)
        elif strict and args and home(x) is None:
            raise TypeError(f"{body.__name__}: {type(x).__name__} is no array; see ivy.asarray.")
        return call(body, args, kwargs)

    def around(function: Callable) -> Callable:
        backend = _current()
        return backend.around(function) if backend else function

    public.__module__ = "ivy"
    return public
