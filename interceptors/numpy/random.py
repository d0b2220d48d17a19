"""Random numbers: NumPy's own generators draw them, so a seeded program gets the same ones."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from interceptors.numpy import _compat
from interceptors.numpy.calls import Call
from interceptors.numpy.engine import engine
from interceptors.session import CURRENT


def _draw(native: Callable, args: tuple, kwargs: dict[str, Any]) -> Any:
    session = CURRENT.get()
    if session is None or "numpy" not in session.sources:
        return native(*args, **kwargs)
    name = f"numpy.random.{native.__name__}"
    call = Call(name, _outside(native), native, args, kwargs)
    return engine(session.target).run_natively(session, call, ("random", name), scalars=False)


def _outside(native: Callable) -> Callable:
    """A function in whose own code nothing is redirected: `choice` calls `random`."""

    def call(*args: Any, **kwargs: Any) -> Any:
        token = CURRENT.set(None)
        try:
            return native(*args, **kwargs)
        finally:
            CURRENT.reset(token)

    return call


def _function(native: Callable) -> Callable:
    @functools.wraps(native)
    def drawn(*args: Any, **kwargs: Any) -> Any:
        return _draw(native, args, kwargs)

    return drawn


def _method(native: Callable) -> Callable:
    @functools.wraps(native)
    def drawn(self: Any, *args: Any, **kwargs: Any) -> Any:
        return _draw(native.__get__(self), args, kwargs)

    return drawn


def _subclass(base: type) -> Any:
    """A generator whose draws are redirected; instances of the native class count as its own."""

    class Meta(type):
        def __instancecheck__(cls, instance: Any) -> bool:
            return isinstance(instance, base)

        def __subclasscheck__(cls, other: type) -> bool:
            return issubclass(other, base)

    names = [n for n in dir(base) if not n.startswith("_") and callable(getattr(base, n))]
    members = {n: _method(getattr(base, n)) for n in names if n not in _compat.UNDRAWN}
    return Meta(base.__name__, (base,), {**members, "__module__": base.__module__})


def of_generator(native: np.random.Generator) -> Any:
    """A generator that draws from the same stream, with redirected results."""
    return _generator()(native.bit_generator)


@functools.cache
def _generator() -> Any:
    return _subclass(np.random.Generator)


def proxies() -> Iterator[tuple[Any, Any]]:
    """What of `numpy.random` is replaced, and by what."""
    generator, state = _generator(), _subclass(np.random.RandomState)
    yield np.random.Generator, generator
    yield np.random.RandomState, state

    @functools.wraps(np.random.default_rng)
    def default_rng(seed: Any = None) -> Any:
        made = np.random.default_rng(seed)
        return made if type(made) is generator else generator(made.bit_generator)

    yield np.random.default_rng, default_rng
    for name in dir(np.random):
        value = getattr(np.random, name)
        is_method = isinstance(getattr(value, "__self__", None), np.random.RandomState)
        if is_method and name not in _compat.UNDRAWN:
            yield value, _function(value)
