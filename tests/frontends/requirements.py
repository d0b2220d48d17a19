"""What a case must try before its function counts: dtypes, an optional argument, bad input."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from frontends.case import Case, Invocation, leaves
from frontends.outcomes import Outcome, dtypes_of
from frontends.sources import NATIVE, resolve

# Parameters that no result depends on, or that have no meaning on other frameworks.
IGNORED = frozenset(
    "out name device requires_grad layout pin_memory memory_format generator like subok casting "
    "signature sharding out_sharding accuracy precision".split()
)


def lacking(case: Case, expected: Sequence[Outcome]) -> str:
    """What the samples of a case do not try, or ""."""
    if not case.samples:
        return "no sample"
    if len(_dtypes(case, expected)) < 2:
        return "fewer than two dtypes"
    if not case.refused:
        return "no bad input"
    optional = [p for p in _parameters(case.path) if _is_optional(p)]
    if type(_native(case.path)).__name__ == "ufunc" and case.path.startswith("jax."):
        optional = []  # jnp.ufunc names `out` and `where`, and refuses both (docs/coverage.md)
    if optional and not any(_beside_defaults(case.path, s) for s in case.samples):
        return f"no argument beside the defaults of {', '.join(p.name for p in optional)}"
    return ""


def _dtypes(case: Case, expected: Sequence[Outcome]) -> set[np.dtype]:
    """Those of the arguments; also of the results, where no array goes in."""
    calls = [s.contents for s in case.samples]
    if not any(isinstance(leaf, np.ndarray) for leaf in leaves(calls)):
        calls += [o.result for o in expected[: len(case.samples)]]
    return set(dtypes_of(calls))


def _is_optional(parameter: inspect.Parameter) -> bool:
    return parameter.default is not parameter.empty and parameter.name not in IGNORED


def _native(path: str) -> Any:
    """What stands at a path of the source itself."""
    return resolve(NATIVE[path.split(".")[0]].root, path)[1]


def _signature(path: str) -> inspect.Signature | None:
    """The source's own signature where it shows one, else that of the frontend."""
    source = path.split(".")[0]
    for root in (NATIVE[source].root, importlib.import_module(f"ivy.frontends.{source}")):
        try:
            function: Callable = resolve(root, path)[1]
            found = inspect.signature(function)
        except (AttributeError, TypeError, ValueError):
            continue
        kinds = {p.kind for p in found.parameters.values()}
        if not kinds <= {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}:
            return found
    return None


def _parameters(path: str) -> list[inspect.Parameter]:
    signature = _signature(path)
    return list(signature.parameters.values()) if signature else []


def _beside_defaults(path: str, call: Invocation) -> bool:
    """Whether a call gives an optional parameter another value than its default."""
    signature = _signature(path)
    assert signature is not None
    try:
        given = signature.bind(*call.args, **call.kwargs).arguments
    except TypeError:  # an overload that the signature does not tell
        needed = [p for p in signature.parameters.values() if p.default is p.empty]
        return len(call.args) > len(needed) or bool(call.kwargs.keys() - IGNORED)
    return any(
        name in given and not _equal(given[name], parameter.default)
        for name, parameter in signature.parameters.items()
        if _is_optional(parameter)
    )


def _equal(given: Any, default: Any) -> bool:
    if given is default:
        return True
    return type(given) is type(default) and not isinstance(given, np.ndarray) and given == default
