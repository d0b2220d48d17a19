"""What a case does on its source or on a frontend: results, changed arguments, errors.

Outcomes are made of NumPy arrays and Python values, so the two sides may be run in different
processes, ours without the source installed. `memory.py` keeps the source's.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
from frontends.case import Case, Host, Invocation, Of, leaves, mapped
from frontends.sources import NATIVE, Key, Side, resolve

from ivy._core import errors

WIDER = {
    "float32": np.dtype("float64"),
    "bfloat16": np.dtype("float32"),
    "float16": np.dtype("float32"),
    "complex64": np.dtype("complex128"),
}
SEEDS = (11, 11, 12)
SECONDS = 60


class Outcome(NamedTuple):
    """What one call did: its result, its arrays afterwards, or the classes of what it raised.

    `wider` is the result in wider dtypes, where there is one; `again` what further calls gave.
    """

    result: Any = None
    after: Any = None
    error: tuple[tuple[str, str], ...] = ()
    message: str = ""
    wider: Any = None
    again: tuple = ()


class Missing(Exception):
    """The frontend has no such function, or the backend no op that it needs."""


def native(case: Case) -> list[Outcome]:
    """The outcomes of the samples, then of the bad calls, on the source itself."""
    side = NATIVE[case.path.split(".")[0]]
    return [outcome(side, case, call) for call in (*case.samples, *case.refused)]


def in_wider(case: Case, expected: Sequence[Outcome]) -> list[Outcome]:
    """The same outcomes, with the results of wider dtypes."""
    if case.check != "values":
        return list(expected)
    side = NATIVE[case.path.split(".")[0]]
    found = [o._replace(wider=_in_wider(side, case, s)) for o, s in zip(expected, case.samples)]
    return found + list(expected[len(case.samples) :])


def outcome(side: Side, case: Case, call: Invocation) -> Outcome:
    """What one call of a case does on a side.

    Raises
    ------
    Missing
        The side has no such function.
    """
    try:
        with _limit(SECONDS), side.scope(is_wide(call)):
            if case.check == "random":
                first, *again = (run(side, case.path, call, seed)[0] for seed in SEEDS)
                return Outcome(first, again=tuple(again))
            return Outcome(*run(side, case.path, call))
    except (Missing, KeyboardInterrupt):
        raise
    except errors.UnsupportedOpError as error:
        raise Missing(" ".join(str(error).split())[:200]) from None
    except Exception as error:
        classes = tuple((c.__module__, c.__qualname__) for c in type(error).__mro__)
        return Outcome(error=classes, message=" ".join(str(error).split())[:160])


def run(side: Side, path: str, call: Invocation, seed: int | None = None) -> tuple[Any, Any]:
    """The result of a call, and its arrays afterwards, as NumPy arrays and Python values."""
    try:
        owner, function = resolve(side.root, path)
    except AttributeError as error:
        raise Missing(str(error)) from None
    if seed is not None and side.seed:
        resolve(side.root, f"{side.name}.{side.seed}")[1](seed)
    args, kwargs, applied = arguments = _arguments(side, call, owner)
    if owner is not None and args and isinstance(args[0], owner):
        # through the instance, so that properties are read and methods bound as in users' code
        found = getattr(args[0], path.rpartition(".")[2])
        result = found(*args[1:], **kwargs) if callable(found) else found
    else:
        result = function(*args, **kwargs)
    if applied is not None:
        result = result(*applied)
    return _plain(side, result), _plain(side, _arrays_of(call, arguments))


def _arguments(side: Side, call: Invocation, owner: Any) -> tuple[tuple, dict[str, Any], Any]:
    def given(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            return side.array(value)
        if isinstance(value, np.dtype):
            return side.dtype(value)
        if isinstance(value, Of):
            return value.make(side.root)
        return np.array(value.array) if isinstance(value, Host) else value

    args, kwargs, applied = call.contents
    first = args[:1]
    if owner is not None and first and isinstance(first[0], np.ndarray):
        first, args = (side.instance(first[0], owner),), args[1:]
        return (*first, *mapped(given, args)), mapped(given, kwargs), mapped(given, applied)
    return mapped(given, (args, kwargs, applied))


def _arrays_of(call: Invocation, arguments: tuple) -> list[Any]:
    """The arrays among the arguments, which the call may have changed."""
    pairs = zip(leaves(call.contents), leaves(arguments))
    return [ours for given, ours in pairs if isinstance(given, np.ndarray)]


def _plain(side: Side, value: Any) -> Any:
    """The value with NumPy arrays for arrays; what iterates otherwise (a `Size`) is a tuple."""
    if isinstance(value, dict):
        return {k: _plain(side, v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_plain(side, v) for v in value)
    return side.plain(value)


def is_wide(call: Invocation) -> bool:
    """Whether a call holds arrays of 64-bit elements, or names their dtypes."""
    names = {d.name for d in dtypes_of(call.contents)}
    return bool(names & {"int64", "uint64", "float64", "complex128"})


def dtypes_of(value: Any) -> Iterator[np.dtype]:
    """The dtypes of the arrays in `value`, and those named in it."""
    for leaf in leaves(value):
        if isinstance(leaf, (np.ndarray, Key)):
            yield (leaf.data if isinstance(leaf, Key) else leaf).dtype
        elif isinstance(leaf, np.dtype):
            yield leaf


def _in_wider(side: Side, case: Case, call: Invocation) -> Any:
    """The source's result for the same numbers in wider dtypes; None if there is none."""

    def widened(value: Any) -> Any:
        if isinstance(value, np.ndarray) and value.dtype.name in WIDER:
            return value.astype(WIDER[value.dtype.name])
        return WIDER.get(value.name, value) if isinstance(value, np.dtype) else value

    if not any(d.name in WIDER for d in dtypes_of(call.contents)):
        return None
    wide = Invocation(*mapped(widened, call.contents))
    try:
        with _limit(SECONDS), side.scope(is_wide(wide)):
            return run(side, case.path, wide)[0]
    except Exception:
        return None


@contextmanager
def _limit(seconds: int):
    def out_of_time(*_: object) -> None:
        raise TimeoutError(f"not done in {seconds} s")

    before = signal.signal(signal.SIGALRM, out_of_time)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
