"""Lowerings that users write: functions of the target's arrays, by the native name they stand for.

They come before Ivy's own (`lookup.find`), for the names and targets given only. A lowering is made of
ivy functions and operators, so it works on every target and has a gradient; or it is written with the
functions of one target, `on` which it is then used.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import keyword
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from ivy._core import errors
from ivy._core.context import CURRENT
from ivy.frontends._publish import NATIVE


class Variant(NamedTuple):
    """A function, and its gradient `vjp(cotangent, result, *arguments)` if one was given."""

    function: Callable
    vjp: Callable | None


_VARIANTS: dict[str, dict[str | None, Variant]] = {}


class _Asked(threading.local):
    target: str | None = None  # that a function is looked up for; None: any


_asked = _Asked()


@contextlib.contextmanager
def for_target(name: str) -> Iterator[None]:
    """While it lasts, this thread finds no lowerings that are for other targets."""
    before, _asked.target = _asked.target, name
    try:
        yield
    finally:
        _asked.target = before


def register(name: str, on: str | None, function: Callable, vjp: Callable | None) -> None:
    """Makes `function` the lowering of the native function or operator `name`."""
    _VARIANTS.setdefault(name, {})[on] = Variant(function, vjp)
    _lowering.cache_clear()
    pullback.cache_clear()


def unregister(name: str, on: str | None) -> None:
    """Undoes `register`.

    Raises
    ------
    KeyError
        There is no such lowering.
    """
    del _VARIANTS[name][on]
    if not _VARIANTS[name]:
        del _VARIANTS[name]
    _lowering.cache_clear()
    pullback.cache_clear()


def find(candidates: tuple[str, ...]) -> Callable | None:
    """The lowering under the first of the native names that has one."""
    if not _VARIANTS:
        return None
    target = _asked.target
    for name in candidates:
        if name in _VARIANTS and (target is None or _variant(name, target) is not None):
            own = next((NATIVE[n] for n in candidates if n in NATIVE), None)
            return _lowering(name, own)
    return None


def is_lowering(function: Any) -> bool:
    """Whether a function comes from here: it gets arrays of the target, never of the host instead."""
    return hasattr(function, "native_name")


def is_elsewhere(function: Any, target: str) -> bool:
    """Whether a function comes from here, and is for other targets."""
    return is_lowering(function) and _variant(function.native_name, target) is None


def has_gradient(function: Any, target: str) -> bool:
    """Whether the user has given the gradient of a lowering on this target."""
    variant = _variant(function.native_name, target)
    return variant is not None and variant.vjp is not None


def _variant(name: str, target: str) -> Variant | None:
    variants = _VARIANTS.get(name, {})
    return variants.get(target) or variants.get(None)


@functools.cache
def _lowering(name: str, own: Callable | None) -> Callable:
    """One function for all targets of a name; `own` is Ivy's, where the user has none."""

    @functools.wraps(next(iter(_VARIANTS[name].values())).function)
    def run(*args: Any, **kwargs: Any) -> Any:
        variant = _variant(name, CURRENT.get().name)
        function = own if variant is None else variant.function
        if function is None:
            raise errors.UnsupportedOpError(f"{name}: its lowering is for other targets")
        out = function(*args, **kwargs)
        if out is ...:
            raise errors.UnsupportedOpError(f"{name}: its lowering returns `...`")
        return out

    run.native_name = name  # pyright: ignore[reportAttributeAccessIssue]
    return run


@functools.cache
def pullback(function: Callable) -> Callable:
    """The gradients of a lowering: `pull(cotangents, results, positions, wanted, *args, **kwargs)`.

    `positions` are those of `args` that are arrays; gradients come back of those that are `wanted`.

    Raises
    ------
    ValueError
        The user's `vjp` does not return one gradient per array.
    """
    name = function.native_name  # pyright: ignore[reportFunctionMemberAccess]

    def pull(
        cotangents: Any, results: Any, positions: Any, wanted: Any, *args: Any, **kwargs: Any
    ) -> Any:
        from ivy.functional.transforms import vjp  # not before there is a gradient

        variant = _variant(name, CURRENT.get().name)
        if variant is not None and variant.vjp is not None:
            found = variant.vjp(cotangents, results, *args, **kwargs)
            row = list(found) if isinstance(found, (list, tuple)) else [found]
            if len(row) != len(positions):
                raise ValueError(
                    f"vjp of {name} returned {len(row)} gradients for {len(positions)} arrays"
                )
            return [g for g, p in zip(row, positions, strict=True) if p in wanted]

        def of_arrays(*arrays: Any) -> Any:
            filled = list(args)
            for position, array in zip(wanted, arrays, strict=True):
                filled[position] = array
            return function(*filled, **kwargs)

        return list(vjp(of_arrays, *[args[p] for p in wanted])[1](cotangents))

    pull.native_name = f"{name}, gradient"  # pyright: ignore[reportFunctionMemberAccess]
    return pull


def lines_to_write(name: str, parameters: Iterable[inspect.Parameter]) -> str:
    """What a user may paste to fill a gap: the name, the parameters, the body that is missing."""
    shown = []
    for p in parameters:
        kind = p.KEYWORD_ONLY if p.kind is p.KEYWORD_ONLY else p.POSITIONAL_OR_KEYWORD
        word = f"{p.name}_" if keyword.iskeyword(p.name) else p.name
        shown.append(inspect.Parameter(word, kind, default=p.default))
    base = next(part for part in reversed(name.split(".")) if part.isidentifier())
    signature = str(inspect.Signature(shown)) if shown else "(*args)"
    if keyword.iskeyword(base):
        base += "_"
    return (
        f'@ivy.register_lowering("{name}")\n'
        f"def {base}{signature}:\n"
        f"    return ...  # of arrays of the target, with ivy functions and operators"
    )
