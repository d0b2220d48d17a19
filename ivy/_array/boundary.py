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

from ivy._array import entries
from ivy._array.array import Array, home, homes
from ivy._array.signatures import Signature
from ivy._array.wrapping import unwrap, wrap_all
from ivy._core import backend as _backend
from ivy._core import errors
from ivy._core.backend import Backend
from ivy._core.context import CURRENT
from ivy._core.registry import CO_VARARGS, Op

# Parameters of the functions of this layer that may be arrays are annotated as Any, no others.
Axes = int | Sequence[int] | None
Ints = int | Sequence[int]

_current: Callable[[], Any] = CURRENT.get
_UNKNOWN: Any = object()


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
            f"one call got arrays of {' and '.join(sorted(found))}; choose a backend with "
            f"ivy.set_backend(name), and convert the others by ivy.asarray(x)."
        )


def _facing(function: Callable) -> Callable:
    """A caller's function of `ivy.Array` (the body of a loop, say) as one of backend arrays."""

    @functools.wraps(function)
    def inner(*args: Any, **kwargs: Any) -> Any:
        backend = _current()
        out = function(*wrap_all(args, backend), **wrap_all(kwargs, backend))
        return unwrap(out, backend)

    return inner


def run(function: Callable, backend: Backend, args: Any, kwargs: dict[str, Any]) -> Any:
    """Calls a function of raw ops, with `backend` as the current one and ready to compute."""
    function = backend.in_scope(function)
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
    args = [unwrap(a, backend) for a in args]
    kwargs = {name: unwrap(a, backend) for name, a in kwargs.items()}
    if about.wrapped:
        args = [_facing(a) if isinstance(a, FunctionType) else a for a in args]
    out = run(function, backend, args, kwargs)
    return wrap_all(out, backend) if creates or about.wrapped or not about.arrays else out


def standard(body: Callable) -> Callable:
    """Makes a function of backend arrays public: one of arrays, or one that creates them."""
    kinds = {n: _kind(note) for n, note in _notes(body).items()}
    first = next(iter(kinds), "")
    if kinds[first] == "either":
        kinds[first] = "array"
    strict = kinds[first] == "array" and "either" not in kinds.values()
    return _public(body, body, kinds, strict=strict)


def creation(body: Callable) -> Callable:
    """Makes a function public that gives an `ivy.Array` whatever it gets."""
    kinds = {n: _kind(note) for n, note in _notes(body).items()}
    kinds = {n: "typed" if kind == "either" else kind for n, kind in kinds.items()}
    return _public(body, body, kinds, creates=True)


def op(raw: Callable, about: Op) -> Callable:
    """Makes an op public as it is declared."""
    kinds = {
        n: _OF_OPS.get(about.kinds.get(n, "")) or _kind(note)
        for n, note in _notes(about.declaration).items()
    }
    if about.random:
        kinds["random"] = ""
    return _public(raw, about.declaration, kinds, own_defaults=True)


_OF_OPS = {
    "tensor": "array",
    "optional tensor": "either",
    "tensor or scalar": "either",
    "tensor list": "arrays",
    "shape": "static",
}


def _notes(function: Callable) -> dict[str, str]:
    """The annotation of each parameter."""
    code, notes = function.__code__, function.__annotations__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    found = {n: str(notes.get(n, "Any")) for n in names}
    return {**found, "*": ""} if code.co_flags & CO_VARARGS else found


def _kind(note: str) -> str:
    """The kind of a parameter of an entry, "" if there can be no entry."""
    if note in ("Any", "Array", "Sequence[Any]"):
        return "arrays" if note == "Sequence[Any]" else "either"
    if any(word in note for word in ("Any", "Array", "Callable", "Key")) or not note:
        return ""
    return "typed" if any(w in note for w in ("float", "Scalar", "object")) else "static"


def _public(
    body: Callable,
    like: Callable,
    kinds: dict[str, str],
    creates: bool = False,
    strict: bool = False,
    own_defaults: bool = False,
) -> Callable:
    if "" in kinds.values():
        return _of_any_arrays(body, creates)

    def long_way(args: list[Any], kwargs: dict[str, Any], wraps: bool) -> Any:
        if strict and home(args[0]) is None:
            kind = type(args[0]).__name__
            raise TypeError(f"ivy.{body.__name__}: {kind} is no array; see ivy.asarray.")
        return call(body, args, kwargs, wraps or creates)

    defaults = _defaults(like) if own_defaults else {}
    signature = Signature(like, kinds)
    start = "bare" if signature.taking and not creates else "wrapping"
    return entries.Entry(body, signature, long_way, _owner, defaults, start).written(like)


def _defaults(function: Callable) -> dict[str, Any]:
    values, code = function.__defaults__ or (), function.__code__
    names = code.co_varnames[code.co_argcount - len(values) : code.co_argcount]
    return {**dict(zip(names, values, strict=True)), **(function.__kwdefaults__ or {})}


def _owner(arrays: list[Any]) -> Backend | None:
    """The backend of a call if all of its arrays are its own, and it is no trace."""
    about = Call()
    about.look(arrays)
    try:
        backend = about.backend()
    except errors.MixedBackendsError:
        return None
    own = all(home(a) is backend for a in about.arrays) and (about.arrays or not arrays)
    return backend if own and not backend.level else None


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
            owner = homes.get(type(x), _UNKNOWN)
            if owner is backend:
                found = True
            elif owner is not None:
                return call(body, args, kwargs, creates)
            values.append(x)
        for x in kwargs.values():
            if homes.get(type(x), _UNKNOWN) is not None:
                return call(body, args, kwargs, creates)
        function = entered.get(backend)
        if function is None:
            function = entered[backend] = backend.in_scope(body)
        out = function(*values, **kwargs)
        return wrap_all(out, backend) if wrapped or not found else out

    public.__module__ = "ivy"
    return public
