"""How calls of JAX are written in source text; see `ivy.compiler.spelling`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from ivy.backends.jax import _compat

MODULES = {"jax": "jax", "jax.numpy": "jnp", "jax.lax": "lax", "jaxlib": "jaxlib"}
IMPORTS = {
    "jax": "import jax",
    "jnp": "import jax.numpy as jnp",
    "lax": "from jax import lax",
    "jax.scipy": "import jax.scipy",
}
AS_THEY_ARE = ("_compat", "_compile", "_exchange", "_foreign", "_plans")
OPERATORS = {
    "jnp.add": "+",
    "jnp.subtract": "-",
    "jnp.multiply": "*",
    "jnp.true_divide": "/",
    "jnp.floor_divide": "//",
    "jnp.remainder": "%",
    "jnp.power": "**",
    "jnp.matmul": "@",
    "jnp.negative": "-",
    "jnp.bitwise_and": "&",
    "jnp.bitwise_or": "|",
    "jnp.bitwise_xor": "^",
    "jnp.bitwise_invert": "~",
    "jnp.equal": "==",
    "jnp.not_equal": "!=",
    "jnp.less": "<",
    "jnp.less_equal": "<=",
    "jnp.greater": ">",
    "jnp.greater_equal": ">=",
}
_OF_BOOL = {
    "jnp.logical_and": "jnp.bitwise_and",
    "jnp.logical_or": "jnp.bitwise_or",
    "jnp.logical_not": "jnp.bitwise_invert",
}
# functions that take a Python number beside an array
TAKE_NUMBERS = ("jnp.where", "jnp.maximum", "jnp.minimum")
ARRAY = "jnp.array({values}, dtype={dtype})"
FULL = "jnp.full({shape}, {value}, dtype={dtype})"
ARANGE = "jnp.arange({start}, {stop}, {step}, dtype={dtype})"
TRI = "jnp.tri({n}, {m}, {k}, dtype=bool)"
WHERE = "jnp.where({condition}, {yes}, {no})"
REPEATED = "jnp.broadcast_to({x}, {shape})"
RESHAPE = "{x}.reshape({shape})"
UPLOAD = "jnp.asarray(array)"
_PRECISE = '@jax.default_matmul_precision("highest")'
_WIDE = "@jax.enable_x64(True)  # 64-bit types stay what they are"


def is_array(x: Any) -> bool:
    """Whether `x` is an array or tracer."""
    return isinstance(x, jax.Array)


def is_value(x: Any) -> bool:
    """Whether something that can be called is a value: a dtype."""
    return isinstance(x, type(jnp.float32))


def array(a: np.ndarray) -> Any:
    """A host array as an array."""
    with jax.ensure_compile_time_eval():
        return jnp.asarray(a)


def to_host(x: Any) -> np.ndarray:
    """The elements of a constant."""
    return np.asarray(x)


def literal(x: Any) -> str | None:
    """The text of a value of JAX's own."""
    if isinstance(x, lax.Precision):
        return f"lax.Precision.{x.name}"
    if isinstance(x, lax.ConvDimensionNumbers):
        return f"lax.ConvDimensionNumbers({x.lhs_spec}, {x.rhs_spec}, {x.out_spec})"
    if (
        isinstance(x, np.dtype)
        or is_value(x)
        or (isinstance(x, type) and issubclass(x, np.generic))
    ):
        name = np.dtype(x).name
        return "bool" if name == "bool" else f"jnp.{name}"
    if isinstance(x, (lax.GatherScatterMode, lax.GatherDimensionNumbers)):
        return f"lax.{x}"
    return {bool: "bool", int: "int", float: "float"}.get(x) if isinstance(x, type) else None


def call(function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """Calls a function of JAX."""
    return function(*args, **kwargs)


def simpler(path: str, args: Any, kwargs: Any, typed: Any) -> tuple[str, Any, Any]:
    """A call without what the entry says for all, and what is a default."""
    if kwargs.get("precision") in ("highest", lax.Precision.HIGHEST):
        kwargs = {k: v for k, v in kwargs.items() if k != "precision"}
    kwargs = {k: v for k, v in kwargs.items() if not (k.endswith("_group_count") and v == 1)}
    if path in _OF_BOOL and all(getattr(a, "dtype", None) == np.bool_ for a in args):
        path = _OF_BOOL[path]
    return path, args, kwargs


def static(x: Any) -> None:
    """What a call of plain numbers gives as plain numbers: not needed here."""


def abstractly(function: Callable[..., None], types: Sequence[Any]) -> None:
    """Runs a function on tracers."""

    def traced(*values: Any) -> int:
        function(*values)
        return 0

    with _compat.x64():
        jax.make_jaxpr(traced)(*[jax.ShapeDtypeStruct(t.shape, t.dtype) for t in types])


def rewrite(name: str, module: Any, spelling: Any) -> None:
    """Without what looks at values: integers divided by 0 give what JAX gives."""
    if name == "_adapters":
        module.division = lambda function: function
    if name == "_bounds":  # what is compiled takes the nearest element instead
        known = module.resolve
        module.resolve = lambda indices, size, bounds: known(
            indices, size, "clip" if bounds == "error" else bounds
        )


def entry(text: str, wide: bool) -> list[str]:
    """What stands above the function that is called."""
    products = any(word in text for word in (" @ ", "einsum(", "conv", "dot", "matmul("))
    return [_WIDE] * wide + [_PRECISE] * products
