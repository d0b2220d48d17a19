"""JAX's type promotion: a lattice of dtypes in which Python numbers are weak.

A weak operand (a Python number, or an array that came of Python numbers alone: `Weak`) brings its
kind, not its width. Without `jax_enable_x64`, which is off at first as in JAX, 64-bit types become
32-bit ones wherever they come in.
Source: https://docs.jax.dev/en/latest/type_promotion.html
"""

from __future__ import annotations

import functools
from contextvars import ContextVar
from typing import Any, NamedTuple

import numpy as np

from ivy import functional
from ivy._core import dtypes

_x64: ContextVar[bool] = ContextVar("jax_enable_x64", default=False)

_NARROW = {
    "int64": "int32",
    "uint64": "uint32",
    "float64": "float32",
    "complex128": "complex64",
}

# Each dtype with those right above it; "i*", "f*" and "c*" are weak.
_ABOVE = {
    "bool": ("i*",),
    "i*": ("uint8", "int8"),
    "uint8": ("int16", "uint16"),
    "uint16": ("int32", "uint32"),
    "uint32": ("int64", "uint64"),
    "uint64": ("f*",),
    "int8": ("int16",),
    "int16": ("int32",),
    "int32": ("int64",),
    "int64": ("f*",),
    "f*": ("bfloat16", "float16", "c*"),
    "bfloat16": ("float32",),
    "float16": ("float32",),
    "float32": ("float64", "complex64"),
    "float64": ("complex128",),
    "c*": ("complex64",),
    "complex64": ("complex128",),
    "complex128": (),
}


class Weak(NamedTuple):
    """An array whose dtype is only its kind: it came of Python numbers alone."""

    array: Any


def x64_enabled() -> bool:
    """Whether 64-bit types stay what they are."""
    return _x64.get()


def enable_x64(value: bool) -> None:
    """Follows `jax.config.update("jax_enable_x64", value)`, in this context."""
    _x64.set(bool(value))


def named(dtype: Any) -> np.dtype:
    """The dtype of a dtype, its name, or a Python or NumPy scalar type, 64 bits or not."""
    try:
        dtype = dtypes.as_dtype(dtype) if isinstance(dtype, str) else np.dtype(dtype)
    except TypeError:
        raise TypeError(f"Cannot interpret {dtype!r} as a data type") from None
    if dtype.name not in _ABOVE:
        raise TypeError(f"JAX only supports number, bool, and string dtypes, got dtype {dtype}")
    return dtype


def canonical(dtype: Any) -> np.dtype:
    """The dtype that JAX gives an array of this dtype, name, or Python or NumPy scalar type.

    Raises
    ------
    TypeError
        JAX has no such dtype.
    """
    dtype = named(dtype)
    return dtype if _x64.get() else dtypes.as_dtype(_NARROW.get(dtype.name, dtype.name))


def default_int() -> np.dtype:
    """The dtype of positions, and of integers that come of Python."""
    return canonical(int)


def default_float() -> np.dtype:
    """The dtype of floats that come of Python, and of integers made floating."""
    return canonical(float)


def is_weak(x: Any) -> bool:
    """Whether `x` is a Python number or a weakly typed array."""
    return type(x) is Weak or functional.python_kind(x) is not None


def dtype(x: Any) -> np.dtype:
    """The dtype of an array or Python number, as JAX sees it.

    Raises
    ------
    TypeError
        `x` is neither.
    """
    kind = None if type(x) is Weak else functional.python_kind(x)
    if kind is not None:
        return canonical(kind)
    if not hasattr(x, "dtype") and type(x) is not Weak:
        raise TypeError(f"an array or a number is needed, got {type(x)}")
    return canonical(functional.dtype(x.array if type(x) is Weak else x))


@functools.cache
def _bounds(node: str, x64: bool) -> frozenset[str]:
    """`node` and all above it."""
    above = _ABOVE[node]
    if node == "uint32" and not x64:
        above = ("int32", "uint64")
    return frozenset((node,)).union(*(_bounds(n, x64) for n in above))


@functools.cache
def _least_upper_bound(nodes: frozenset[str], x64: bool) -> str:
    common = frozenset.intersection(*(_bounds(n, x64) for n in nodes))
    (least,) = (common & nodes) or {n for n in common if common <= _bounds(n, x64)}
    return least


def _node(dtype: np.dtype, weak: bool) -> str:
    return f"{'bifc'[dtypes.category(dtype)]}*" if weak and dtype.kind != "b" else dtype.name


_STRONG = {"i*": int, "f*": float, "c*": complex}


def lattice(pairs: Any) -> tuple[np.dtype, bool]:
    """The common dtype of `(dtype, is it weak)` pairs, and whether that is weak."""
    pairs = list(pairs)
    weak = all(w for _, w in pairs)
    nodes = frozenset(_node(d, w and not weak) for d, w in pairs)
    least = _least_upper_bound(nodes, _x64.get())
    result = canonical(_STRONG.get(least, least))
    weak = weak or least in _STRONG
    if weak and result.kind != "b":  # a weak type of another width has the default one
        result = canonical("uint64" if result.kind == "u" else _STRONG[_node(result, True)])
    return result, weak and result.kind != "b"


def promote_types(a: Any, b: Any) -> np.dtype:
    """`jax.numpy.promote_types`: the Python types int, float and complex are weak, 64 bits stay."""
    weak = {kind: node for node, kind in _STRONG.items()}
    nodes = frozenset(weak[d] if d in weak else named(d).name for d in (a, b))
    least = _least_upper_bound(nodes, _x64.get())
    return named(_STRONG.get(least, least))


def result_type(*operands: Any) -> np.dtype:
    """The common dtype of arrays, Python numbers and dtypes."""
    return lattice(map(_described, operands))[0]


def _described(x: Any) -> tuple[np.dtype, bool]:
    if isinstance(x, (str, type, np.dtype)):
        return canonical(x), isinstance(x, type) and x in (int, float, complex)
    return dtype(x), is_weak(x)


def cast(x: Any, to: np.dtype) -> Any:
    """`x`, an array or a Python number, as a backend array of the dtype `to`."""
    if type(x) is Weak:
        x = x.array
    if functional.python_kind(x) is not None:
        return functional.asarray(x, dtype=to)
    return x if functional.dtype(x) == to else functional.astype(x, to)


def array(x: Any) -> Any:
    """`x` as a backend array of the dtype that JAX gives it."""
    return cast(x, dtype(x))


def promote(*operands: Any) -> list[Any]:
    """The operands as arrays of their common dtype."""
    common = result_type(*operands)
    return [cast(x, common) for x in operands]


def inexact(dtype: np.dtype) -> np.dtype:
    """`dtype`; that of floats of the same width if it is integer, of 32 bits at least."""
    if dtypes.category(dtype) >= 2:
        return dtype
    return canonical("float64" if dtype.itemsize == 8 else "float32")


def promote_inexact(*operands: Any) -> list[Any]:
    """As `promote`, then floating or complex; numbers do not pass through an integer dtype."""
    common = inexact(result_type(*operands))
    return [cast(x, common) for x in operands]


def like(value: Any, x: Any) -> Any:
    """A Python number as a 0-d array of the dtype of `x`."""
    return functional.asarray(value, dtype=functional.dtype(x))
