"""A NumPy backend of which only those steps are left that give the same bits wherever they run.

A function of arrays that is called a few times is done on the host sooner than its program would be
compiled. That nobody may notice, so a function runs here as long as it does nothing but

* move elements, of any dtype;
* compute with whole numbers;
* compare usual numbers: not NaN, none below the smallest normal one (XLA takes those for zero);
* round once, as IEEE 754 says, usual numbers to usual ones. Of two such steps a compiler may make one
  that rounds once (a fused multiply-add).

Any other step raises `NotExact`. Compositions are taken apart into their steps.
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

LARGE = 65_536  # elements of a step that rounds or compares: more of them are worth a program
_COSTLY = 4096  # elements of a step on whole numbers, which may sort or search
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
    """A step whose result may depend on where it is computed."""


class _Steps(threading.local):
    rounded = False


_steps = _Steps()


def run(body: Callable[..., Any], arrays: list[np.ndarray]) -> Any:
    """`body(backend, *arrays)` on the host.

    Raises
    ------
    NotExact
        A step of it might give other bits elsewhere.
    """
    exact = backend()
    _steps.rounded = False
    with exact.scope():
        return body(exact, *arrays)


@functools.cache
def backend() -> Backend:
    """The backend `numpy`, less every step that is not exact."""
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
    """`step`, which raises unless what it takes and gives is exact."""
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
    if not all(map(_is_usual, numbers)):
        return False
    if _is_whole(out):
        whole = all(a.dtype.kind in _WHOLE for a in arrays)
        return whole or (name in COMPARE and all(map(_is_usual, arrays)))
    if not _is_array(out):
        return False
    if name in CONVERT:
        changed = [a for a in arrays if a.dtype != out.dtype and a.dtype.kind != "b"]
        safe = all(np.can_cast(a.dtype, out.dtype) for a in changed)
        return all(map(_is_usual, changed)) and (safe or _rounds(out))
    return name in ROUND and all(map(_is_usual, arrays)) and _rounds(out)


def _is_array(x: object) -> TypeGuard[np.ndarray[Any, Any] | np.generic[Any]]:
    return isinstance(x, (np.ndarray, np.generic))


def _rounds(out: Any) -> bool:
    """Whether this is the first step that rounds, and gives usual numbers."""
    first, _steps.rounded = not _steps.rounded, True
    return first and _is_usual(out)


def _is_whole(out: Any) -> bool:
    if type(out) in (list, tuple):
        return all(map(_is_whole, out))
    if _is_array(out):
        return out.dtype.kind in _WHOLE
    return type(out) in (bool, int)


def _is_usual(x: Any) -> bool:
    """Whether none is NaN, and none so small that XLA takes it for zero."""
    if type(x) in _NUMBERS:
        return type(x) is not complex and (x == 0 or abs(x) > _SMALLEST)
    smallest = _SMALLEST_OF.get(x.dtype)
    if smallest is None:
        return x.dtype.kind in _WHOLE
    size = np.abs(x)
    return bool(((size > smallest) | (size == 0)).all())
