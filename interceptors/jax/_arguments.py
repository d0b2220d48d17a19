"""How parameters of JAX primitives become arguments of frontend functions, by type.

The one table of this source. A type that is not in it is an error: nothing slips through unread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import numpy as np

from interceptors.jax import _compat
from ivy._core import errors


def _same(value: Any) -> Any:
    return value


def _name(value: Any) -> str:
    return value.name


_MODES = {
    _compat.GatherScatterMode.CLIP: "clip",
    _compat.GatherScatterMode.FILL_OR_DROP: "drop",
    _compat.GatherScatterMode.PROMISE_IN_BOUNDS: "promise",
    _compat.GatherScatterMode.ONE_HOT: "one_hot",
}

TABLE: dict[type, Callable[[Any], Any]] = {
    bool: _same,
    int: _same,
    float: _same,
    complex: _same,
    str: _same,
    type(None): _same,
    jax.lax.Precision: _name,
    jax.lax.RoundingMethod: _name,
    _compat.GatherScatterMode: _MODES.__getitem__,
    _compat.GatherDimensionNumbers: _same,  # fields of tuples of integers
    _compat.ScatterDimensionNumbers: _same,
    _compat.PRNGImpl: _name,
    _compat.ArrayCopySemantics: _name,
}


def translate(value: Any, function: Callable[[Any], Callable]) -> Any:
    """A parameter as frontends take it; `function` makes one of a program.

    Raises
    ------
    ConversionError
        Frontends have no counterpart of this type.
    """
    convert = TABLE.get(type(value))
    if convert is not None:
        return convert(value)
    if isinstance(value, (_compat.ClosedJaxpr, _compat.Jaxpr)):
        return function(value)
    if isinstance(value, (np.dtype, np.generic)):
        return value
    if type(value) in (list, tuple):
        return type(value)(translate(v, function) for v in value)
    if isinstance(value, (jax.Device, jax.sharding.Sharding)):
        return str(value)
    raise errors.ConversionError(
        f"a parameter of type {type(value).__module__}.{type(value).__qualname__} has no "
        f"counterpart in ivy.frontends.jax"
    )
