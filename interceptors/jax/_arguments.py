"""Parameters of JAX primitives as frontends take them: the table of this source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import numpy as np

from interceptors.jax import _compat
from interceptors.shared.arguments import Translator, same


def _name(value: Any) -> str:
    return value.name


_MODES = {
    _compat.GatherScatterMode.CLIP: "clip",
    _compat.GatherScatterMode.FILL_OR_DROP: "drop",
    _compat.GatherScatterMode.PROMISE_IN_BOUNDS: "promise",
    _compat.GatherScatterMode.ONE_HOT: "one_hot",
}

_TABLE: dict[type, Callable[[Any], Any]] = {
    jax.lax.Precision: _name,
    jax.lax.RoundingMethod: _name,
    jax.lax.FftType: _name,
    _compat.GatherScatterMode: _MODES.__getitem__,
    jax.lax.ConvDimensionNumbers: same,
    _compat.GatherDimensionNumbers: same,  # fields of tuples of integers
    _compat.ScatterDimensionNumbers: same,
    _compat.PRNGImpl: _name,
    _compat.ArrayCopySemantics: _name,
    _compat.MemorySpace: _name,
}


def translator(function: Callable[[Any], Callable]) -> Translator:
    """Converts parameters as frontends take them; `function` makes one of a program."""
    rules = (
        ((_compat.ClosedJaxpr, _compat.Jaxpr), function),
        ((np.integer,), int),
        ((np.dtype, np.generic), same),
        ((type(jax.numpy.float32),), np.dtype),
        ((jax.Device, jax.sharding.Sharding), str),
    )

    def parts(value: Any) -> dict[str, Any]:
        return {k: v if type(v) is int else function(v) for k, v in _compat.fields(value).items()}

    return Translator("jax", _TABLE | {_compat.LinearSolveTuple: parts}, rules)
