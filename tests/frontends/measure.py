"""Holds what a frontend does with a case to what its source did (`outcomes.py`)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from frontends.case import Case, Invocation, leaves
from frontends.outcomes import Missing, Outcome, outcome
from frontends.sources import Key, Ours

# rtol, atol by dtype as in support/compare.py; anything else is exact. Beyond them
# a result may be no further from that of a wider dtype than twice the source's own error.
TOLERANCES = {
    "float64": (1e-8, 1e-10),
    "complex128": (1e-8, 1e-10),
    "float32": (1e-4, 1e-5),
    "complex64": (1e-4, 1e-5),
    "bfloat16": (1.6e-2, 1e-3),
    "float16": (2e-3, 1e-4),
}
# Modules of classes that users can't name: there the nearest base counts.
UNNAMED = ("numpy._core._exceptions",)


def verdict(case: Case, expected: Sequence[Outcome], side: Ours) -> tuple[str, str]:
    """`("right" | "wrong" | "missing", reason)` of a case on one backend."""
    try:
        for i, (call, want) in enumerate(zip((*case.samples, *case.refused), expected)):
            bad = i >= len(case.samples)
            what = f"bad call {i - len(case.samples)}" if bad else f"sample {i}"
            problem = _problem(case, call, want, side, bad)
            if problem:
                return "wrong", f"{what}: {problem}"
    except Missing as error:
        return "missing", str(error)
    return "right", ""


def invalid(case: Case, expected: Sequence[Outcome]) -> str:
    """Why a case measures nothing: the source does not do what the case says, or ""."""
    for i, want in enumerate(expected[: len(case.samples)]):
        if want.error:
            return f"sample {i}: the source itself raises {want.error[0][1]}: {want.message}"
    for i, want in enumerate(expected[len(case.samples) :]):
        if not want.error:
            return f"bad call {i}: the source does not refuse it"
    return ""


def _problem(case: Case, call: Invocation, want: Outcome, side: Ours, bad: bool) -> str:
    got = outcome(side, case, call)
    if bad:
        return "" if _same_class(want, got) else f"{_class(want)} expected, got {_class(got)}"
    if got.error:
        return f"{_class(got)}: {got.message}"
    try:
        _compare(case.check, got, want, call)
    except AssertionError as error:
        return " ".join(str(error).split())[:200] or "the check of the case failed"
    return ""


def _compare(check: Any, got: Outcome, want: Outcome, call: Invocation) -> None:
    if check == "random":
        _check_draws(want, got)
    elif callable(check):
        _same_kind(got.result, want.result)
        check(got.result, want.result, call)
    else:
        _same(got.result, want.result, want.wider, check == "values")
        _same(got.after, want.after, None, check == "values")


def _class(outcome: Outcome) -> str:
    return ".".join(outcome.error[0]) if outcome.error else "no error"


def _same_class(want: Outcome, got: Outcome) -> bool:
    """Whether ours is the source's class or a subclass.

    A frontend can't raise a class of a framework that is not installed: there a class of the same
    name counts, if it is every built-in class that the source's is (but the root of the framework's
    own errors, which says nothing).
    """
    if not got.error:
        return False
    module, name = next(c for c in want.error if c[0] not in UNNAMED)
    if (module, name) in got.error:
        return True
    if module == "builtins" or _short(name) not in {_short(n) for _, n in got.error}:
        return False
    return {c for c in want.error if c[0] == "builtins"} <= set(got.error)


def _short(name: str) -> str:
    return name.rpartition(".")[2].lstrip("_")


def _same(ours: Any, theirs: Any, wider: Any, values: bool, place: str = "") -> None:
    if isinstance(theirs, Key):
        assert isinstance(ours, Key), f"{place}{type(ours).__name__} for a key"
        return _same_arrays(ours.data, theirs.data, None, values, place)
    if isinstance(theirs, np.ndarray):
        assert isinstance(ours, np.ndarray), f"{place}{_shown(ours)} for an array"
        return _same_arrays(ours, theirs, wider, values, place)
    if isinstance(theirs, (tuple, dict)):
        assert type(ours) is type(theirs), f"{place}{_shown(ours)} for a {type(theirs).__name__}"
        assert len(ours) == len(theirs), f"{place}{len(ours)} parts for {len(theirs)}"
        for key in theirs if isinstance(theirs, dict) else range(len(theirs)):
            part = (
                wider[key]
                if isinstance(wider, type(theirs)) and len(wider) == len(theirs)
                else None
            )
            _same(ours[key], theirs[key], part, values, f"{place}[{key!r}] ")
        return None
    return _same_numbers(ours, theirs, values, place)


def _same_numbers(ours: Any, theirs: Any, values: bool, place: str) -> None:
    assert type(ours) is type(theirs), f"{place}{_shown(ours)} for {_shown(theirs)}"
    if isinstance(theirs, (float, complex)) and values:
        assert np.isclose(ours, theirs, 1e-4, 1e-5, equal_nan=True), f"{place}{ours} for {theirs}"
    elif values:
        assert ours == theirs, f"{place}{_shown(ours)} for {_shown(theirs)}"


def _same_arrays(ours: Any, theirs: Any, wider: Any, values: bool, place: str) -> None:
    got, want = f"{ours.dtype}{list(ours.shape)}", f"{theirs.dtype}{list(theirs.shape)}"
    assert got == want, f"{place}{got} for {want}"
    if values:
        problem = difference(ours, theirs, wider)
        assert not problem, f"{place}{problem}"


def difference(ours: np.ndarray, theirs: np.ndarray, wider: Any = None) -> str:
    """How two arrays of one dtype and shape differ beyond the tolerance of the dtype, or ""."""
    rtol, atol = TOLERANCES.get(theirs.dtype.name, (0, 0))
    if not rtol:
        return "" if np.array_equal(ours, theirs) else f"{_shown(ours)} for {_shown(theirs)}"
    ours, theirs = _computable(ours), _computable(theirs)
    if np.allclose(ours, theirs, rtol, atol, equal_nan=True):
        return ""
    if isinstance(wider, np.ndarray) and wider.shape == theirs.shape:
        error = [np.nan_to_num(np.abs(x - _computable(wider)), nan=0.0) for x in (ours, theirs)]
        if np.array_equal(np.isnan(ours), np.isnan(theirs)) and (
            error[0].max(initial=0) <= 2 * error[1].max(initial=0) + atol
        ):
            return ""
    with np.errstate(all="ignore"):
        worst = np.nanmax(np.abs(ours - theirs), initial=0)
    return f"differs by {worst:.3g}: {_shown(ours)} for {_shown(theirs)}"


def _computable(a: np.ndarray) -> np.ndarray:
    """The values in 64 bits; NumPy has no comparisons of bfloat16 with tolerance."""
    return a.astype(np.complex128 if a.dtype.kind == "c" else np.float64)


def _shown(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return np.array2string(value.reshape(-1)[:6], precision=5, separator=",")
    return f"{type(value).__name__} {value!r}"[:80]


def _same_kind(ours: Any, theirs: Any) -> None:
    _same(ours, theirs, None, values=False)


def _check_draws(want: Outcome, got: Outcome) -> None:
    """Draws have the source's shape and dtype, and go by their seed."""
    same, other = got.again
    _same_kind(got.result, want.result)
    _same(got.result, same, None, values=True)
    if _differ(want.result, want.again[1]):  # as the source's own draws do
        assert _differ(got.result, other), "another seed gives the same numbers"


def _differ(a: Any, b: Any) -> bool:
    pairs = itertools.zip_longest(leaves(a), leaves(b))
    return any(not np.array_equal(x, y, equal_nan=False) for x, y in pairs)
