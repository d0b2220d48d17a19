"""What a frontend namespace shows: the raw functions, taking and giving the source's own arrays.

Raw functions (`_publish.NATIVE`) work on backend arrays. `Frontend.wrap` makes of each the function
that users call: holders, backend arrays, NumPy arrays and numbers go in; holders come out, unless the
arrays that went in were all backend arrays. The same wrapper makes a method, because a holder is a
first argument like any other.

    class Tensor(Holder): ...
    frontend = Frontend("torch", Tensor)
    frontend.wrap(NATIVE["torch.add"])(Tensor.of(x), 1)
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np

from ivy._core import backend as _backend
from ivy.frontends import _publish
from ivy.frontends._call import Call, found_backend, holds_array
from ivy.frontends._holder import Holder


class Frontend:
    """One source's conventions for what goes into its functions and what comes out.

    Parameters
    ----------
    native
        The root of the native paths, "torch".
    holder
        The source's array class.
    array_like
        Names of parameters that take lists and numbers for an array, as NumPy's functions do.
    """

    def __init__(self, native: str, holder: type[Holder], array_like: Collection[str] = ()):
        self.native = native
        self.holder = holder
        self.array_like = frozenset(array_like)
        holder._frontend = self

    # -- what a source may do in its own way

    def hold(self, array: Any) -> Any:
        """What the user gets for a backend array."""
        return self.holder.of(array)

    def lower(self, value: Any, call: Call) -> Any:
        """A value of no type that all frontends know, as raw functions take it."""
        return value

    def prepare(self, name: str, function: Callable) -> Callable:
        """The raw function with what the source adds to every call (renamed parameters, `out`)."""
        return function

    def as_array(self, value: Any) -> Any:
        """A list or number for a parameter in `array_like`; any arrays in it are lowered already."""
        from ivy import functional as ivy

        if isinstance(value, (list, tuple)) and any(map(holds_array, value)):
            return ivy.stack([self.as_array(v) for v in value], axis=0)
        if holds_array(value):
            return value
        return ivy.constant(np.asarray(value))

    # -- the mechanism

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
        """As `wrap`, for a function whose result aliases; most sources have no such thing."""
        return self.wrap(function, name)

    def wrap_composed(self, function: Callable, name: str | None = None) -> Callable:
        """The function that users call, of one that is written with the source's own functions.

        It runs on holders; where only backend arrays came in, backend arrays go out.
        """

        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            backend = found_backend(args, kwargs)
            conversion = Call(self, backend)
            token = _backend.CURRENT.set(backend)
            try:
                args = tuple(map(conversion.raise_, args))
                kwargs = {k: conversion.raise_(v) for k, v in kwargs.items()}
                result = function(*args, **kwargs)
                conversion.demand_unwritten(function.__name__)
                return conversion.sink(result) if conversion.raw and not conversion.held else result
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
        """Puts the wrapped functions of the source where the native ones stand.

        `NATIVE["torch.linalg.det"]` becomes `det` in the module `linalg` of the package, which is
        made if there is no file of it. A path through the holder's name makes a method of it.
        """
        _publish.expose(package_name, self.native, frontend=self)

    def give_operators(self, functions: Mapping[str, Callable]) -> None:
        """Python's operators, from wrapped functions: `{"add": f}` gives `__add__`, `__radd__`.

        What is neither a number nor an array is left to the other operand.
        """
        for name, function in functions.items():
            setattr(self.holder, f"__{name}__", self._operator(name, function, reflected=False))
            if name in _REFLECTED:
                operator = self._operator(f"r{name}", function, reflected=True)
                setattr(self.holder, f"__r{name}__", operator)

    def _operator(self, name: str, function: Callable, reflected: bool) -> Callable:
        def unary(self: Any) -> Any:
            return function(self)

        def binary(holder: Any, other: Any) -> Any:
            if not self.is_operand(other):
                return NotImplemented
            return function(other, holder) if reflected else function(holder, other)

        operator = unary if name in _UNARY else binary
        operator.__name__ = f"__{name}__"
        operator.__qualname__ = f"{self.holder.__name__}.{operator.__name__}"
        return operator

    def is_operand(self, other: Any) -> bool:
        """Whether operators take `other`: an array, a number; other classes answer themselves."""
        return isinstance(other, (bool, int, float, complex, self.holder)) or holds_array(other)


_UNARY = frozenset(("neg", "pos", "abs", "invert"))
_REFLECTED = frozenset(
    "add sub mul truediv floordiv mod divmod pow matmul and or xor lshift rshift".split()
)
