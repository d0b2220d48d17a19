"""Primitives computed natively too, and calls compared as a whole: `ivy.verify`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import jax
import numpy as np

from interceptors.jax import _compat, programs
from interceptors.protocol import Call
from interceptors.report import user_line
from interceptors.session import Session
from interceptors.verification import Difference, Tolerance, Verification, compare, worse


def primitive_too(session: Session, primitive: Any, args: Sequence, params: dict, out: Any) -> None:
    """Runs a primitive natively on the same arguments, and notes how `out` differs."""
    found = session.report.verification
    assert found is not None
    name = f"jax.primitive.{primitive.name}"
    try:
        with _compat.on(_compat.EVAL):
            native = primitive.bind(*map(programs.native, args), **params)
    except Exception:  # it holds values of the block
        found.skip(name)
        return
    many = primitive.multiple_results
    pairs = zip(out, native, strict=True) if many else [(out, native)]
    worst = Difference()
    for ours, theirs in pairs:
        worst = worse(worst, compared(programs.native(ours), theirs, found.tolerance))
    found.add("operation", name, worst, line=user_line())


def compared(ours: Any, native: Any, tolerance: Tolerance, **options: Any) -> Difference:
    """How two JAX values differ; keys by their words."""
    if isinstance(native, _compat.KeyArray):
        ours, native = _compat.key_words(ours), _compat.key_words(native)
    return compare(np.asarray(ours), np.asarray(native), tolerance, **options)


def verify(block: Callable[..., Any], found: Verification, call: Call) -> None:
    """Fills `found`; `block(verify=...)` opens a block."""
    native = _run(call)
    with block(verify=False):
        ours = {key: programs.native(value) for key, value in _run(call).items()}
    with block(verify=True) as session, jax.disable_jit():
        session.report.verification = found
        _run(call)
    found.add_run(ours, native, compared)


def explain(block: Callable[[], Any], call: Call) -> None:
    """Runs a call in a block whose session has an explanation."""
    with block():
        _run(call)


def _run(call: Call) -> dict[tuple[str, str], Any]:
    """Results and gradients by kind and name."""
    function, args, kwargs, grads = call
    at = [i for i, a in enumerate(args) if grads and _is_floating(a)]
    found: dict[tuple[str, str], Any] = {}

    def of_floating(*chosen: Any) -> Any:
        given = list(args)
        for i, value in zip(at, chosen, strict=True):
            given[i] = value
        return function(*given, **kwargs)

    if at:
        out, back = jax.vjp(of_floating, *[args[i] for i in at])
        weights = jax.tree.map(_weights, out)
        for i, gradient in zip(at, back(weights), strict=True):
            for path, leaf in jax.tree_util.tree_leaves_with_path(gradient):
                found["gradient", f"args[{i}]{jax.tree_util.keystr(path)}"] = leaf
    else:
        out = function(*args, **kwargs)
    for path, leaf in jax.tree_util.tree_leaves_with_path(out):
        found["result", f"result{jax.tree_util.keystr(path)}"] = leaf
    return found


def _is_floating(value: Any) -> bool:
    leaves = jax.tree.leaves(value)
    return bool(leaves) and all(
        isinstance(leaf, (jax.Array, np.ndarray, float))
        and np.issubdtype(jax.numpy.result_type(leaf), np.inexact)
        for leaf in leaves
    )


def _weights(out: Any) -> Any:
    """Cotangents that are all different, the same in each run; of integers they are nothing."""
    values = np.random.default_rng(0).uniform(0.5, 1.5, np.shape(out))
    if not np.issubdtype(out.dtype, np.inexact):
        return np.zeros(np.shape(out), jax.dtypes.float0)
    return jax.numpy.asarray(values, out.dtype)
