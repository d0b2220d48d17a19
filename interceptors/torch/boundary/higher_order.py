"""Operators that take functions (`cond`, `while_loop`, `scan`).

Their eager kernels run, and the functions that they are given run redirected.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import torch

from interceptors.session import Session
from interceptors.shared import trees
from interceptors.torch import _compat
from interceptors.torch.engine import Engine
from interceptors.torch.tensors.tensor import HANDLER
from ivy._core import errors


def higher_order(engine: Engine, session: Session, func: Any, args: tuple, kwargs: dict) -> Any:
    """Runs the eager kernel of an operator that takes functions, or the engine's own implementation."""
    own = engine.functionals.get(func.name())
    if own is not None:
        return own(engine, session, *args, **kwargs)
    kernel = _compat.eager_kernel(func)
    if kernel is None:
        raise errors.UnsupportedOpError(
            f"torch.ops.higher_order.{func.name()} on {session.target.name}: it has no eager kernel, "
            f"and runs only in a compiled program of PyTorch's own."
        )

    def convert(leaf: Any) -> Any:
        if isinstance(leaf, torch.Tensor) or not callable(leaf):
            return leaf
        return redirected(leaf)

    def redirected(function: Callable) -> Callable:
        @functools.wraps(function)
        def run(*values: Any, **options: Any) -> Any:
            with engine.mode(session):
                return function(*values, **options)

        return run

    # these kernels have to run below every mode: redirected tensors find the engine by themselves
    token = HANDLER.set(functools.partial(engine.run, session))
    try:
        with _compat.without_modes():
            given = trees.map_leaves(convert, args)
            return kernel(*given, **{k: trees.map_leaves(convert, v) for k, v in kwargs.items()})
    finally:
        HANDLER.reset(token)
