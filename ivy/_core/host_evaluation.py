"""Host evaluation: NumPy, restricted to steps that give the same bits on any backend.

For a function of arrays that is called only a few times, running it on the host is faster than
compiling its program. The results must not differ, so a function may run here as long as it only

* moves elements, of any dtype;
* computes with integers;
* compares normal finite values (no NaN, no subnormal numbers, which XLA flushes to zero);
* rounds once, by IEEE 754, from normal finite values to normal finite values. (A compiler may fuse
  two such steps into one that rounds once: a fused multiply-add.)

Any other step raises `NotExact`. Composites are decomposed into their steps.
"""

from __future__ import annotations

import copy
import functools
import threading
from collections.abc import Callable
from typing import Any, TypeGuard, cast

import ml_dtypes
import numpy as np

from ivy._core.backend import Backend, load
from ivy._core.registry import OPS

LARGE = 65_536  # elements of a step that rounds or compares; larger ones are worth a program
_COSTLY = 4096  # elements of a step on integers, which may sort or search
_WHOLE = "biu"
_NUMBERS = (bool, int, float, complex)
_SMALLEST_OF = {
    np.dtype(kind): float(cast(Any, ml_dtypes.finfo(kind)).smallest_normal)
    for kind in (np.float16, ml_dtypes.bfloat16, np.float32, np.float64)
}
_SMALLEST = _SMALLEST_OF[np.dtype(np.float32)]

MOVES = frozenset({
    "as_strided", "as_strided_scatter", "bitcast", "broadcast_to", "concat", "dtype", "expand_dims",
    "flip", "get_index", "moveaxis", "ones", "pad", "permute_dims", "python_kind", "repeat",
    "reshape", "roll", "slice_", "squeeze", "stack", "take", "take_along_axis", "tile", "tril",
    "triu", "zeros",
})  # fmt: skip
CONVERT = frozenset({"asarray", "astype", "full", "where"})
ROUND = frozenset({"add", "multiply", "subtract"})
COMPARE = frozenset({"equal", "greater", "greater_equal", "less", "less_equal", "not_equal"})


class NotExact(Exception):
    """A step whose result may depend on the backend."""


class _Steps(threading.local):
    rounded = False


_steps = _Steps()


class _Runs:
    """How many programs the host has stood in for in this process."""

    count = 0


runs = _Runs()


def run(body: Callable[..., Any], arrays: list[np.ndarray]) -> Any:
    """`body(backend, *arrays)` on the host.

    Raises
    ------
    NotExact
        The result of a step might differ elsewhere.
    """
    exact = backend()
    _steps.rounded = False
    with exact.scope():
        return body(exact, *arrays)


@functools.cache
def backend() -> Backend:
    """The backend `numpy` with a check of exactness around each op."""
    numpy = load("numpy")
    made = copy.copy(numpy)
    made.as_number = lambda x: x.item()  # pyright: ignore[reportAttributeAccessIssue]
    for name, op in OPS.items():
        if op.composite:
            setattr(made, name, op.declaration)
        elif name not in MOVES and name in numpy.own:
            setattr(made, name, _checked(name, getattr(numpy, name)))
    return made


def _checked(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
    """`step`, raising NotExact unless its arguments and result are exact."""
    most = LARGE if name in CONVERT | ROUND | COMPARE else _COSTLY

    def checked(*args: Any, **kwargs: Any) -> Any:
        operands: list[Any] = []
        for a in (*args, *kwargs.values()):
            operands.extend(a) if type(a) in (list, tuple) else operands.append(a)
        arrays = [a for a in operands if _is_array(a)]
        numbers = [a for a in operands if type(a) in _NUMBERS]
        if sum([a.size for a in arrays]) > most or any(map(callable, operands)):
            raise NotExact(name)
        out = step(*args, **kwargs)
        if not _is_exact(name, arrays, numbers, out):
            raise NotExact(name)
        return out

    return checked


def _is_exact(name: str, arrays: list[Any], numbers: list[Any], out: Any) -> bool:
    if not all(map(_is_normal, numbers)):
        return False
    if _is_integral(out):
        whole = all(a.dtype.kind in _WHOLE for a in arrays)
        return whole or (name in COMPARE and all(map(_is_normal, arrays)))
    if not _is_array(out):
        return False
    if name in CONVERT:
        changed = [a for a in arrays if a.dtype != out.dtype and a.dtype.kind != "b"]
        safe = all(np.can_cast(a.dtype, out.dtype) for a in changed)
        return all(map(_is_normal, changed)) and (safe or _rounds(out))
    return name in ROUND and all(map(_is_normal, arrays)) and _rounds(out)


def _is_array(x: object) -> TypeGuard[np.ndarray[Any, Any] | np.generic[Any]]:
    return isinstance(x, (np.ndarray, np.generic))


def _rounds(out: Any) -> bool:
    """Whether this is the first step that rounds, and its results are normal finite values."""
    first, _steps.rounded = not _steps.rounded, True
    return first and _is_normal(out)


def _is_integral(out: Any) -> bool:
    if type(out) in (list, tuple):
        return all(map(_is_integral, out))
    if _is_array(out):
        return out.dtype.kind in _WHOLE
    return type(out) in (bool, int)


def _is_normal(x: Any) -> bool:
    """Whether no value is NaN, or so small that XLA flushes it to zero."""
    if type(x) in _NUMBERS:
        return type(x) is not complex and (x == 0 or abs(x) > _SMALLEST)
    smallest = _SMALLEST_OF.get(x.dtype)
    if smallest is None:
        return x.dtype.kind in _WHOLE
    size = np.abs(x)
    return bool(((size > smallest) | (size == 0)).all())
