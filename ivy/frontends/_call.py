"""One call of a wrapped function: arguments are lowered to backend arrays, results are lifted."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ivy._core import backend as _backend
from ivy._core import errors
from ivy._core.backend import Backend
from ivy.frontends._holder import Holder

if TYPE_CHECKING:
    from ivy.frontends._frontend import Frontend


_PLAIN = frozenset((bool, int, float, complex, str, bytes, type(None), type(Ellipsis), np.dtype))


class Call:
    """The conversions of one call, which remember what they saw.

    `held` says whether a holder came in, `raw` whether a backend array did.
    """

    __slots__ = ("backend", "frontend", "held", "raised", "raw")

    def __init__(self, frontend: Frontend, backend: Backend):
        self.frontend, self.backend = frontend, backend
        self.raised: list[tuple[Holder, Any]] = []
        self.held = self.raw = False

    def lower(self, value: Any) -> Any:
        """An argument as raw functions take it: holders become their arrays, at any depth."""
        if type(value) in _PLAIN:
            return value
        if isinstance(value, Holder):
            return self._lower_holder(value)
        if isinstance(value, self.backend.array_types):
            self.raw = True
            return value
        if isinstance(value, (list, tuple)):
            return _rebuilt(value, map(self.lower, value))
        if isinstance(value, dict):
            return {k: self.lower(v) for k, v in value.items()}
        if isinstance(value, slice):
            return slice(*map(self.lower, (value.start, value.stop, value.step)))
        if isinstance(value, (np.ndarray, np.generic)):
            self.raw = True
            return self.backend.from_numpy(np.asarray(value))
        return self._lower_other(value)

    def _lower_holder(self, value: Holder) -> Any:
        if not isinstance(value, self.frontend.holder):
            raise errors.ConversionError(
                f"a function of {self.frontend.native} got a {type(value).__module__}."
                f"{type(value).__qualname__}; convert it first, through NumPy or DLPack."
            )
        self.held = True
        array = value._read()
        if isinstance(array, self.backend.array_types):
            return array
        if isinstance(array, np.ndarray):
            return self.backend.from_numpy(array)
        raise self._mixed(array)

    def _lower_other(self, value: Any) -> Any:
        if hasattr(value, "_read"):  # an ivy.Array stands for its array
            return self.lower(value._read())
        if _backend.backend_of(value) is not None:
            raise self._mixed(value)
        if callable(value) and not isinstance(value, type):
            return self._callback(value)
        return self.frontend.lower(value, self)

    def _mixed(self, array: Any) -> errors.MixedBackendsError:
        return errors.MixedBackendsError(
            f"the backend is {self.backend.name}, and an argument holds a "
            f"{type(array).__module__}.{type(array).__qualname__}; convert it, or choose its "
            f"backend with ivy.set_backend(name)."
        )

    def _callback(self, function: Callable) -> Callable:
        """A function among the arguments: it sees what its caller's own calls would give."""

        @functools.wraps(function, updated=())
        def called(*args: Any, **kwargs: Any) -> Any:
            result = function(*map(self.lift, args), **{k: self.lift(v) for k, v in kwargs.items()})
            return Call(self.frontend, self.backend).lower(result)

        return called

    def lift(self, result: Any) -> Any:
        """A result as the user gets it."""
        if self.raw and not self.held:
            return self._mapped(self.backend.canonical, result)
        return self._mapped(lambda x: self.frontend.hold(self.backend.canonical(x)), result)

    def raise_(self, value: Any) -> Any:
        """An argument as composed functions take it: backend arrays become holders."""
        if type(value) in _PLAIN:
            return value
        if isinstance(value, self.frontend.holder):
            self.held = True
            return value
        if isinstance(value, (list, tuple)):
            return _rebuilt(value, map(self.raise_, value))
        if isinstance(value, (np.ndarray, np.generic, *self.backend.array_types)):
            array = self.backend.canonical(self.lower(value))
            holder = self.frontend.hold(array)
            if isinstance(holder, Holder):
                self.raised.append((holder, array))
            return holder
        if hasattr(value, "_read"):
            return self.raise_(value._read())
        if callable(value):
            return value
        return self.lower(value)

    def demand_unwritten(self, name: str) -> None:
        """Raises if a function wrote into what stood for a backend array: that stays as it was."""
        if any(holder._read() is not array for holder, array in self.raised):
            raise TypeError(
                f"{self.frontend.native}: {name} writes into an argument, which must be a "
                f"{self.frontend.holder.__name__} then; a backend array is not written."
            )

    def sink(self, result: Any) -> Any:
        """A result of a composed function as who gave backend arrays gets it."""
        if isinstance(result, Holder):
            return result._read()
        if type(result) in (list, tuple) or hasattr(result, "_fields"):
            return _rebuilt(result, map(self.sink, result))
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
