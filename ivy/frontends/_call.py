"""Conversions of one call of a wrapped function: arguments to backend arrays, results back.

Raw functions get unwrapped arguments (`lower`), and their results are wrapped (`lift`). Composed
functions get wrapped ones, and their results are unwrapped if only backend arrays came in.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from ivy._core import backend as _backend
from ivy._core import errors
from ivy._core.backend import Backend
from ivy.frontends._wrapper import TensorWrapper

_PLAIN = frozenset((bool, int, float, complex, str, bytes, type(None), type(Ellipsis), np.dtype))


class Conventions:
    """What a source decides about the conversions of a call.

    Parameters
    ----------
    native
        The root of the native paths, "torch".
    holder
        The source's array class.
    """

    def __init__(self, native: str, holder: type[TensorWrapper]):
        self.native = native
        self.holder = holder

    def wrap_array(self, array: Any) -> Any:
        """What the user gets for a backend array."""
        return self.holder.of(array)

    def lower(self, value: Any, call: Call) -> Any:
        """A value of no type that all frontends know, as raw functions take it."""
        return value


class Call:
    """Conversions of one call.

    `has_wrapped` and `has_raw` record whether the arguments held a wrapper, and a backend array.
    """

    __slots__ = ("backend", "conventions", "has_raw", "has_wrapped", "temporary")

    def __init__(self, conventions: Conventions, backend: Backend):
        self.conventions, self.backend = conventions, backend
        self.temporary: list[tuple[TensorWrapper, Any]] = []
        self.has_wrapped = self.has_raw = False

    def lower(self, value: Any) -> Any:
        """An argument as raw functions take it: wrappers replaced by their arrays, at any depth."""
        if type(value) in _PLAIN:
            return value
        if isinstance(value, TensorWrapper):
            return self._lower_wrapper(value)
        if isinstance(value, self.backend.array_types):
            self.has_raw = True
            return value
        if isinstance(value, (list, tuple)):
            return _rebuilt(value, map(self.lower, value))
        if isinstance(value, dict):
            return {k: self.lower(v) for k, v in value.items()}
        if isinstance(value, slice):
            return slice(*map(self.lower, (value.start, value.stop, value.step)))
        if isinstance(value, (np.ndarray, np.generic)):
            self.has_raw = True
            return self.backend.from_numpy(np.asarray(value))
        return self._lower_other(value)

    def _lower_wrapper(self, value: TensorWrapper) -> Any:
        if not isinstance(value, self.conventions.holder):
            raise errors.ConversionError(
                f"a function of {self.conventions.native} got a {type(value).__module__}."
                f"{type(value).__qualname__}; convert it first, through NumPy or DLPack."
            )
        self.has_wrapped = True
        array = value._read()
        if isinstance(array, self.backend.array_types):
            return array
        if isinstance(array, np.ndarray):
            return self.backend.from_numpy(array)
        raise self._mixed(array)

    def _lower_other(self, value: Any) -> Any:
        if hasattr(value, "_read"):  # an ivy.Array
            return self.lower(value._read())
        if _backend.backend_of(value) is not None:
            raise self._mixed(value)
        if callable(value) and not isinstance(value, type):
            return self._callback(value)
        return self.conventions.lower(value, self)

    def _mixed(self, array: Any) -> errors.MixedBackendsError:
        return errors.MixedBackendsError(
            f"the backend is {self.backend.name}, and an argument holds a "
            f"{type(array).__module__}.{type(array).__qualname__}; convert it, or choose its "
            f"backend with ivy.set_backend(name)."
        )

    def _callback(self, function: Callable) -> Callable:
        """A function among the arguments, which gets and returns what its caller works with."""

        @functools.wraps(function, updated=())
        def called(*args: Any, **kwargs: Any) -> Any:
            result = function(*map(self.lift, args), **{k: self.lift(v) for k, v in kwargs.items()})
            return Call(self.conventions, self.backend).lower(result)

        return called

    def lift(self, result: Any) -> Any:
        """A result as the user gets it."""
        if self.has_raw and not self.has_wrapped:
            return self._mapped(self.backend.canonical, result)
        return self._mapped(
            lambda x: self.conventions.wrap_array(self.backend.canonical(x)), result
        )

    def wrap_argument(self, value: Any) -> Any:
        """An argument as composed functions take it: backend arrays are wrapped."""
        if type(value) in _PLAIN:
            return value
        if isinstance(value, self.conventions.holder):
            self.has_wrapped = True
            return value
        if isinstance(value, (list, tuple)):
            return _rebuilt(value, map(self.wrap_argument, value))
        if isinstance(value, (np.ndarray, np.generic, *self.backend.array_types)):
            array = self.backend.canonical(self.lower(value))
            wrapper = self.conventions.wrap_array(array)
            if isinstance(wrapper, TensorWrapper):
                self.temporary.append((wrapper, array))
            return wrapper
        if hasattr(value, "_read"):
            return self.wrap_argument(value._read())
        if callable(value):
            return value
        return self.lower(value)

    def demand_unwritten(self, name: str) -> None:
        """Raises if the function wrote into an argument that was a backend array."""
        if any(wrapper._read() is not array for wrapper, array in self.temporary):
            raise TypeError(
                f"{self.conventions.native}: {name} writes into an argument, which must be a "
                f"{self.conventions.holder.__name__} then; a backend array is not written."
            )

    def unwrap_result(self, result: Any) -> Any:
        """A result of a composed function, for a caller who passed backend arrays only."""
        if isinstance(result, TensorWrapper):
            return result._read()
        if type(result) in (list, tuple) or hasattr(result, "_fields"):
            return _rebuilt(result, map(self.unwrap_result, result))
        return result

    def _mapped(self, change: Callable, result: Any) -> Any:
        if isinstance(result, self.backend.array_types):
            return change(result)
        if type(result) in (list, tuple) or hasattr(result, "_fields"):
            return _rebuilt(result, (self._mapped(change, x) for x in result))
        if type(result) is dict:
            return {k: self._mapped(change, v) for k, v in result.items()}
        return result


def _rebuilt(sequence: Sequence, items: Any) -> Any:
    """A list or tuple of the same kind; subclasses without fields become plain ones."""
    if hasattr(sequence, "_fields"):
        return type(sequence)(*items)
    return list(items) if isinstance(sequence, list) else tuple(items)


def _leaves(value: Any) -> Iterator[Any]:
    if hasattr(value, "_read"):
        yield value._read()
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif type(value) not in _PLAIN:
        yield value


def found_backend(args: tuple, kwargs: dict[str, Any]) -> Backend:
    """The backend of a call: the one that is set, else that of the arrays in it, else NumPy."""
    return _backend.CURRENT.get() or _backend.of_arguments((*_leaves(args), *_leaves(kwargs)), {})


def holds_array(value: Any) -> bool:
    """Whether a value is an array of any kind, or has one in it."""
    if type(value) in _PLAIN:
        return False
    if isinstance(value, (list, tuple)):
        return any(map(holds_array, value))
    return (
        isinstance(value, np.ndarray)
        or hasattr(value, "_read")
        or _backend.backend_of(value) is not None
    )
