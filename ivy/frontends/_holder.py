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
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Self

import numpy as np

from ivy._core import backend as _backend
from ivy._core import errors
from ivy._core.backend import Backend
from ivy.frontends import _publish

_PLAIN = frozenset((bool, int, float, complex, str, bytes, type(None), type(Ellipsis), np.dtype))


class Holder:
    """The array class of a source, around one backend array.

    Subclasses add the methods of the source. What reads the array asks `_read()`, so that a class
    whose values change under it (views, variables) can look again.
    """

    __slots__ = ("__weakref__", "_array")
    __array_ufunc__: ClassVar[Any] = None  # NumPy arrays on the left leave operators to us
    __array_priority__ = 1000.0
    _frontend: ClassVar[Frontend]

    _array: Any

    @classmethod
    def of(cls, array: Any) -> Self:
        """A holder of a backend array, whatever the class's own constructor takes."""
        holder = object.__new__(cls)
        holder._array = array
        return holder

    def _read(self) -> Any:
        return self._array

    def _backend(self) -> Backend:
        found = _backend.backend_of(self._read())
        assert found is not None
        return found

    @property
    def shape(self) -> Any:
        """The lengths of the axes."""
        return tuple(self._read().shape)

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self._read().shape)

    @property
    def dtype(self) -> Any:
        """The dtype, as `ivy.DType`."""
        return self._backend().dtype(self._read())

    def item(self) -> Any:
        """The value of the one element, as a Python number."""
        return self.__array__().item()

    def tolist(self) -> Any:
        """The values as nested lists of Python numbers."""
        return self.__array__().tolist()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        values = self._backend().to_numpy(self._read())
        return values if dtype is None else values.astype(dtype)

    def __bool__(self) -> bool:
        return bool(self.item())

    def __int__(self) -> int:
        return int(self.item())

    def __float__(self) -> float:
        return float(self.item())

    def __complex__(self) -> complex:
        return complex(self.item())

    def __index__(self) -> int:
        if np.dtype(self.dtype).kind not in "iu":
            raise TypeError("only integer arrays with one element can be converted to an index")
        return int(self.item())

    def __len__(self) -> int:
        if not self.ndim:
            raise TypeError(f"len() of a 0-d {type(self).__name__}")
        return self.shape[0]

    def __iter__(self) -> Iterator[Any]:
        if not self.ndim:
            raise TypeError("iteration over a 0-d array")
        return (self[i] for i in range(self.shape[0]))  # pyright: ignore[reportIndexIssue]


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

        if isinstance(value, (list, tuple)) and any(map(_holds_array, value)):
            return ivy.stack([self.as_array(v) for v in value], axis=0)
        if _holds_array(value):
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
        return isinstance(other, (bool, int, float, complex, self.holder)) or _holds_array(other)


_UNARY = frozenset(("neg", "pos", "abs", "invert"))
_REFLECTED = frozenset(
    "add sub mul truediv floordiv mod divmod pow matmul and or xor lshift rshift".split()
)


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
    if isinstance(value, Holder):
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


def _holds_array(value: Any) -> bool:
    if type(value) in _PLAIN:
        return False
    if isinstance(value, (list, tuple)):
        return any(map(_holds_array, value))
    return isinstance(value, (Holder, np.ndarray)) or _backend.backend_of(value) is not None
