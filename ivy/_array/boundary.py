"""Where arrays come in and go out: unwrapping, the choice of a backend, wrapping.

A function of this layer is written on backend arrays with raw ops, and made public by `standard`:
`ivy.Array` in gives `ivy.Array` out, backend arrays in give backend arrays out, and what gets no
array at all (creation) gives `ivy.Array`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from ivy._array.array import Array, wrap
from ivy._core import backend as _backend
from ivy._core import errors
from ivy._core.backend import CURRENT, Backend

_current = CURRENT.get
_homes: dict[type, Backend | None] = dict.fromkeys(
    (bool, int, float, complex, str, type(None), slice, type(...), np.dtype, type)
)


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


def call(function: Callable, args: tuple, kwargs: dict[str, Any], creates: bool = False) -> Any:
    """Calls a function of backend arrays with arguments from outside."""
    about = Call()
    for value in args:
        about.look(value)
    for value in kwargs.values():
        about.look(value)
    backend = about.backend()
    args = tuple([opened(a, backend) for a in args])
    kwargs = {name: opened(a, backend) for name, a in kwargs.items()}
    out = run(function, backend, args, kwargs)
    return closed(out, backend) if creates or about.wrapped or not about.arrays else out


def standard(body: Callable) -> Callable:
    """Makes a function of backend arrays public."""

    @functools.wraps(body)
    def public(*args: Any, **kwargs: Any) -> Any:
        return call(body, args, kwargs)

    public.__module__ = "ivy"
    return public


def creation(body: Callable) -> Callable:
    """Makes a function public that gives an `ivy.Array` whatever it gets."""

    @functools.wraps(body)
    def public(*args: Any, **kwargs: Any) -> Any:
        return call(body, args, kwargs, creates=True)

    public.__module__ = "ivy"
    return public
