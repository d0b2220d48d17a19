"""`ivy.verify`: a call natively and redirected, compared operation by operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from interceptors import sources as _sources
from interceptors.protocol import Call
from interceptors.shared import trees
from interceptors.verification import Tolerance, Verification
from ivy._core import errors
from ivy._core.backend import load
from ivy_runtime.context import run_on
from ivy_runtime.imports import is_imported


def verify(
    function: Callable,
    *args: Any,
    on: str,
    sources: str | None = None,
    grads: bool = True,
    rtol: float | dict[str, float] | None = None,
    atol: float | dict[str, float] | None = None,
    fallback: str = "warn",
    device: str | None = None,
    **kwargs: Any,
) -> Verification:
    """Runs `function(*args, **kwargs)` natively and on a target, and tells what differs.

    Every operation gets the same arguments on both sides, so the first that differs is to blame.
    Results, what each module returns, and gradients are those of whole runs. Random numbers are the
    same; parameters, buffers, gradients, optimizers, arguments and random states are left as they were.

    Parameters
    ----------
    function
        A function or module of PyTorch, a function of JAX or NumPy.
    on
        The target.
    sources
        Whose code it is; None: that of the arguments, else of what is imported.
    grads
        Compares gradients of parameters and floating arguments too.
    rtol, atol
        Allowed errors, one for all dtypes or by the name of a dtype: `{"float32": 1e-3}`.
    fallback, device
        As for `run_on`.

    >>> import ivy, torch
    >>> found = ivy.verify(torch.nn.Linear(3, 2), torch.ones(1, 3), on='numpy')
    >>> found.ok, found.first_difference
    (True, None)
    """
    call = Call(function, args, kwargs, grads)
    source = source_on(sources, call, on)
    found = Verification(on, Tolerance(rtol, atol))

    def block(**options: Any) -> run_on:
        return run_on(on, sources=(source,), fallback=fallback, device=device, **options)

    block()  # wrong arguments are errors before anything runs
    _sources.get(source).verify(block, found, call)
    return found


def source_on(source: str | None, call: Call, target: str) -> str:
    """The source of a call, which runs on the target.

    Raises
    ------
    UnsupportedPairError
        It does not.
    """
    source = source or _source_of(call, target)
    if target not in _sources.TARGETS.get(source, ()):
        raise errors.UnsupportedPairError(f"{source} code does not run on {target} yet.")
    return source


def _source_of(call: Call, target: str) -> str:
    """Whose code a call is, by its values, or else by what is imported."""
    load(target)
    possible = [n for n in _sources.NAMES if n != target and target in _sources.TARGETS[n]]
    values = (call.function, *trees.leaves((call.args, call.kwargs)))
    homes = {base.__module__.split(".")[0] for value in values for base in type(value).__mro__}
    homes |= {str(getattr(call.function, "__module__", "")).split(".")[0]}
    named = [n for n in _sources.NAMES if homes & {n, f"{n}lib"}]
    for name in (n for n in possible if n in named or (not named and is_imported(n))):
        return name
    whose = " or ".join(named) if named else "an imported source"
    raise errors.UnsupportedPairError(f"no code of {whose} runs on {target} yet.")
