"""PyTorch's `dim` as an axis. A 0-d tensor counts as having one dimension."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from ivy import functional as ivy


def of(dim: Any, input: Any) -> Any:
    """The axes that `dim` names for a reduction of `input`; none named means all."""
    if isinstance(dim, (list, tuple)):
        return of(dim[0], input) if len(dim) == 1 else tuple(dim) or None
    if dim is None or input.ndim:
        return dim
    if not -1 <= dim <= 0:
        raise IndexError(f"dim {dim} of a tensor without dimensions")
    return None


def lifted(function: Callable) -> Callable:
    """Runs a function of `input` and other arguments on one dimension where `input` has none."""

    @functools.wraps(function)
    def run(input: Any, *args: Any, **kwargs: Any) -> Any:
        if input.ndim:
            return function(input, *args, **kwargs)
        out = function(ivy.reshape(input, (1,)), *args, **kwargs)
        if isinstance(out, tuple):
            return tuple(ivy.reshape(o, ()) for o in out)
        return ivy.reshape(out, ())

    return run


def require_elements(name: str, input: Any, dim: Any) -> None:
    """Raises what PyTorch raises where there is nothing to choose from along `dim`."""
    for axis in dim if isinstance(dim, (list, tuple)) else (dim,):
        if input.ndim and input.shape[axis] == 0:
            raise IndexError(f"{name}(): Expected reduction dim {axis} to have non-zero size.")


def selected(x: Any, positions: Any, axis: int, keepdims: bool) -> Any:
    """`x` at one position along `axis`; `positions` have length 1 there."""
    out = ivy.take_along_axis(x, positions, axis=axis, bounds="clip")
    return out if keepdims else ivy.squeeze(out, axis=axis)
