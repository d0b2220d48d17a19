"""Functions of a frontend namespace: the raw ones, on the source's own arrays.

Raw functions (`_publish.NATIVE`) work on backend arrays. `Frontend.wrap` turns each into the function
that users call: the source's arrays, backend arrays, NumPy arrays and numbers go in; the source's
arrays come out, unless all arrays that went in were backend arrays. Such a function is a method, too,
because a method's first argument is an argument like any other.

    class Tensor(TensorWrapper): ...
    frontend = Frontend("torch", Tensor)
    frontend.wrap(NATIVE["torch.add"])(Tensor.of(x), 1)
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import backend as _backend
from ivy.frontends import _namespaces
from ivy.frontends._call import Call, Conventions, found_backend, holds_array
from ivy.frontends._publish import COMPOSED, NATIVE, STANDALONE, VIEWS
from ivy.frontends._wrapper import TensorWrapper


class Frontend(Conventions):
    """Conventions of one source for arguments and results of its functions.

    Parameters
    ----------
    native
        The root of the native paths, "torch".
    holder
        The source's array class.
    array_like
        Names of parameters that take lists and numbers for an array, as NumPy's functions do.
    """

    def __init__(self, native: str, holder: type[TensorWrapper], array_like: Collection[str] = ()):
        super().__init__(native, holder)
        self.array_like = frozenset(array_like)

    # -- overridden by sources

    def prepare(self, name: str, function: Callable) -> Callable:
        """The raw function with what the source adds to every call (renamed parameters, `out`)."""
        return function

    def as_array(self, value: Any) -> Any:
        """A list or number for a parameter in `array_like`; any arrays in it are lowered already."""
        if isinstance(value, (list, tuple)) and any(map(holds_array, value)):
            return ivy.stack([self.as_array(v) for v in value], axis=0)
        if holds_array(value):
            return value
        return ivy.constant(np.asarray(value))

    # -- wrapping

    def wrap(self, function: Callable, name: str | None = None) -> Callable:
        """The function that users call, of a raw one."""
        raw = self.prepare(name or function.__name__, function)
        likes = self._array_like_parameters(function)

        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            backend = found_backend(args, kwargs)
            conversion = Call(self, backend)
            token = _backend.CURRENT.set(backend)
            try:
                with backend.scope():
                    args = tuple(map(conversion.lower, args))
                    kwargs = {k: conversion.lower(v) for k, v in kwargs.items()}
                    if likes:
                        args, kwargs = self._made_arrays(likes, args, kwargs)
                    return conversion.lift(raw(*args, **kwargs))
            finally:
                _backend.CURRENT.reset(token)

        return call

    def wrap_view(self, function: Callable, name: str | None = None) -> Callable:
        """As `wrap`, for a function whose result shares memory, if the source has views."""
        return self.wrap(function, name)

    def wrap_composed(self, function: Callable, name: str | None = None) -> Callable:
        """The function that users call, of one that is written with the source's own functions.

        It runs on the source's arrays; where only backend arrays came in, backend arrays go out.
        """

        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            backend = found_backend(args, kwargs)
            conversion = Call(self, backend)
            token = _backend.CURRENT.set(backend)
            try:
                args = tuple(map(conversion.wrap_argument, args))
                kwargs = {k: conversion.wrap_argument(v) for k, v in kwargs.items()}
                result = function(*args, **kwargs)
                conversion.demand_unwritten(function.__name__)
                if conversion.has_raw and not conversion.has_wrapped:
                    return conversion.unwrap_result(result)
                return result
            finally:
                _backend.CURRENT.reset(token)

        return call

    def _array_like_parameters(self, function: Callable) -> dict[str, int]:
        if not self.array_like:
            return {}
        code = function.__code__
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        return {
            n: i if i < code.co_argcount else -1
            for i, n in enumerate(names)
            if n in self.array_like
        }

    def _made_arrays(self, likes: dict[str, int], args: tuple, kwargs: dict) -> tuple[tuple, dict]:
        values = list(args)
        for name, place in likes.items():
            if 0 <= place < len(values):
                values[place] = self._made_array(values[place])
            elif name in kwargs:
                kwargs[name] = self._made_array(kwargs[name])
        return tuple(values), kwargs

    def _made_array(self, value: Any) -> Any:
        return self.as_array(value) if isinstance(value, (list, tuple)) else value

    def expose(self, package_name: str) -> None:
        """Imports the tables of a frontend, and puts their functions at their native paths.

        `NATIVE["torch.linalg.det"]` becomes `det` in the module `linalg` of the package, which is
        created if there is no file for it.
        """
        package = _namespaces.load_tables(package_name)
        for path, functions in self.functions().items():
            _namespaces.put(package, path, functions)

    def functions(self) -> dict[tuple[str, ...], dict[str, Callable]]:
        """All wrapped functions, by namespace and name; those of the array class become its methods."""
        found: dict[tuple[str, ...], dict[str, Callable]] = defaultdict(dict)
        for table, wrap in (
            (NATIVE, self.wrap),
            (STANDALONE, self.wrap),
            (VIEWS, self.wrap_view),
            (COMPOSED, self.wrap_composed),
        ):
            for key, function in table.items():
                root, *path, name = key.split(".")
                if root == self.native:
                    found[tuple(path)][name] = wrap(function, key)
        for name, method in found.pop((self.holder.__name__,), {}).items():
            setattr(self.holder, name, method)
        return found

    def give_operators(self, functions: Mapping[str, Callable]) -> None:
        """Adds Python's operators, from wrapped functions: `{"add": f}` gives `__add__`, `__radd__`.

        They defer to the other operand if it is neither a number nor an array.
        """
        for name, function in functions.items():
            setattr(self.holder, f"__{name}__", self._operator(name, function, reflected=False))
            if name in _REFLECTED:
                operator = self._operator(f"r{name}", function, reflected=True)
                setattr(self.holder, f"__r{name}__", operator)

    def _operator(self, name: str, function: Callable, reflected: bool) -> Callable:
        def unary(self: Any) -> Any:
            return function(self)

        def binary(tensor: Any, other: Any) -> Any:
            if not self.is_operand(other):
                return NotImplemented
            return function(other, tensor) if reflected else function(tensor, other)

        operator = unary if name in _UNARY else binary
        operator.__name__ = f"__{name}__"
        operator.__qualname__ = f"{self.holder.__name__}.{operator.__name__}"
        return operator

    def is_operand(self, other: Any) -> bool:
        """Whether operators take `other`, an array or a number; they defer to all other classes."""
        return isinstance(other, (bool, int, float, complex, self.holder)) or holds_array(other)


_UNARY = frozenset(("neg", "pos", "abs", "invert"))
_REFLECTED = frozenset(
    "add sub mul truediv floordiv mod divmod pow matmul and or xor lshift rshift".split()
)
