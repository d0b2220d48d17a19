"""Public functions from functions of backend arrays: unwrapping, choice of the backend, wrapping.

Functions of this layer are written for backend arrays, with raw ops; `standard` makes them public.
They return `ivy.Array` for `ivy.Array`, backend arrays for backend arrays, and `ivy.Array` if there
are no arrays among the arguments (creation).
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

# Convention of this layer: a parameter is annotated as Any if and only if it may be an array.
Axes = int | Sequence[int] | None
Ints = int | Sequence[int]

_current: Callable[[], Any] = CURRENT.get
_UNKNOWN: Any = object()


class Call:
    """The arrays among the arguments of a call: their backend, and whether to wrap the results."""

    __slots__ = ("arrays", "wrapped")

    def __init__(self) -> None:
        self.arrays: list[Any] = []
        self.wrapped = False

    def inspect(self, x: Any) -> None:
        """Collects the arrays of an argument."""
        kind = type(x)
        if kind is Array:
            self.wrapped = True
            self.arrays.append(x._value)
        elif kind is list or kind is tuple:
            for item in x:
                self.inspect(item)
        elif kind is dict:
            for item in x.values():
                self.inspect(item)
        elif home(x) is not None:
            self.arrays.append(x)

    def backend(self) -> Backend:
        """The current backend, or else that of the arrays, or else NumPy.

        Raises
        ------
        MixedBackendsError
            Arrays of several backends, or of one that is neither the current one nor NumPy.
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


def _on_backend_arrays(function: Callable) -> Callable:
    """A user's function of `ivy.Array` (the body of a loop, say) as one of backend arrays."""

    @functools.wraps(function)
    def inner(*args: Any, **kwargs: Any) -> Any:
        backend = _current()
        out = function(*wrap_all(args, backend), **wrap_all(kwargs, backend))
        return unwrap(out, backend)

    return inner


def run(function: Callable, backend: Backend, args: Any, kwargs: dict[str, Any]) -> Any:
    """Calls a function of raw ops, with `backend` as the current one and in its scope."""
    function = backend.in_scope(function)
    if _current() is backend:
        return function(*args, **kwargs)
    token = CURRENT.set(backend)
    try:
        return function(*args, **kwargs)
    finally:
        CURRENT.reset(token)


def call(function: Callable, args: Any, kwargs: dict[str, Any], creates: bool = False) -> Any:
    """Calls a function of backend arrays with the arguments of a public call."""
    about = Call()
    for value in args:
        about.inspect(value)
    for value in kwargs.values():
        about.inspect(value)
    backend = about.backend()
    args = [unwrap(a, backend) for a in args]
    kwargs = {name: unwrap(a, backend) for name, a in kwargs.items()}
    if about.wrapped:
        args = [_on_backend_arrays(a) if isinstance(a, FunctionType) else a for a in args]
    out = run(function, backend, args, kwargs)
    return wrap_all(out, backend) if creates or about.wrapped or not about.arrays else out


def standard(body: Callable) -> Callable:
    """Makes a function of backend arrays public."""
    kinds = {n: _kind(note) for n, note in _notes(body).items()}
    first = next(iter(kinds), "")
    if kinds[first] == "either":
        kinds[first] = "array"
    strict = kinds[first] == "array" and "either" not in kinds.values()
    return _public(body, body, kinds, strict=strict)


def creation(body: Callable) -> Callable:
    """Makes a function public that always returns an `ivy.Array`."""
    kinds = {n: _kind(note) for n, note in _notes(body).items()}
    kinds = {n: "typed" if kind == "either" else kind for n, kind in kinds.items()}
    return _public(body, body, kinds, creates=True)


def op(raw: Callable, about: Op) -> Callable:
    """Makes an op public, with the signature of its declaration."""
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
    """The kind of a parameter (`signatures.Parameter`), or "" if it rules out an entry."""
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

    def slow_path(args: list[Any], kwargs: dict[str, Any], wraps: bool) -> Any:
        if strict and home(args[0]) is None:
            kind = type(args[0]).__name__
            raise TypeError(f"ivy.{body.__name__}: {kind} is not an array; see ivy.asarray.")
        return call(body, args, kwargs, wraps or creates)

    defaults = _defaults(like) if own_defaults else {}
    signature = Signature(like, kinds)
    start = "bare" if signature.array_names and not creates else "wrapping"
    return entries.Entry(body, signature, slow_path, _owner, defaults, start).generate(like)


def _defaults(function: Callable) -> dict[str, Any]:
    values, code = function.__defaults__ or (), function.__code__
    names = code.co_varnames[code.co_argcount - len(values) : code.co_argcount]
    return {**dict(zip(names, values, strict=True)), **(function.__kwdefaults__ or {})}


def _owner(arrays: list[Any]) -> Backend | None:
    """The backend of a call, if all arrays are of this backend and it is not a trace."""
    about = Call()
    about.inspect(arrays)
    try:
        backend = about.backend()
    except errors.MixedBackendsError:
        return None
    own = all(home(a) is backend for a in about.arrays) and (about.arrays or not arrays)
    return backend if own and not backend.level else None


def _of_any_arrays(body: Callable, creates: bool) -> Callable:
    scoped: dict[Backend, Callable] = {}

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
        function = scoped.get(backend)
        if function is None:
            function = scoped[backend] = backend.in_scope(body)
        out = function(*values, **kwargs)
        return wrap_all(out, backend) if wrapped or not found else out

    public.__module__ = "ivy"
    return public
