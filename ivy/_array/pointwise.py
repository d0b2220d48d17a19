"""Elementwise functions: promotion and dtype checks, once per combination of operand types.

The implementation of a call depends only on the current backend and on the types and dtypes of its
operands. `ready` caches it, so that the next such call costs one look-up. Any other call takes the
slow path, which checks, promotes and fills the cache. With the C extension, an `Enter` (`entries`)
is tried first; it keeps what was found in `ready`.
"""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable
from typing import Any

from ivy import functional
from ivy._array import boundary, entries, promotion
from ivy._array.array import Array
from ivy._array.wrapping import unwrap, wrap_all, wrapper
from ivy._core import dtypes, errors
from ivy._core.backend import Backend
from ivy._core.context import CURRENT
from ivy._core.registry import OPS
from ivy._core.specialization import resolve

_current: Callable[[], Any] = CURRENT.get
_USES = 1000  # eager calls before compiling, which pays off after some thousand calls
_NUMBERS = dict.fromkeys(promotion.NUMBERS)  # a look-up in a dictionary is faster than in a tuple
_NAMES = {"b": "bool", "i": "integer", "f": "real floating", "c": "complex"}

# Dtype kinds per function, by the standard: b bool, i integer, f real floating, c complex.
UNARY = {
    "abs": "ifc",
    "acos": "fc",
    "acosh": "fc",
    "asin": "fc",
    "asinh": "fc",
    "atan": "fc",
    "atanh": "fc",
    "bitwise_invert": "bi",
    "ceil": "if",
    "conj": "ifc",
    "cos": "fc",
    "cosh": "fc",
    "exp": "fc",
    "exp2": "fc",
    "expm1": "fc",
    "floor": "if",
    "imag": "c",
    "isfinite": "bifc",
    "isinf": "bifc",
    "isnan": "bifc",
    "log": "fc",
    "log10": "fc",
    "log1p": "fc",
    "log2": "fc",
    "logical_not": "b",
    "negative": "ifc",
    "positive": "ifc",
    "real": "ifc",
    "reciprocal": "fc",
    "round": "ifc",
    "rsqrt": "fc",
    "sigmoid": "fc",
    "sign": "ifc",
    "signbit": "f",
    "sin": "fc",
    "sinh": "fc",
    "sqrt": "fc",
    "square": "ifc",
    "tan": "fc",
    "tanh": "fc",
    "trunc": "if",
}
BINARY = {
    "add": "ifc",
    "atan2": "f",
    "bitwise_and": "bi",
    "bitwise_left_shift": "i",
    "bitwise_or": "bi",
    "bitwise_right_shift": "i",
    "bitwise_xor": "bi",
    "copysign": "f",
    "divide": "fc",
    "equal": "bifc",
    "floor_divide": "if",
    "fmax": "if",
    "fmin": "if",
    "fmod": "if",
    "gcd": "i",
    "greater": "if",
    "greater_equal": "if",
    "hypot": "f",
    "lcm": "i",
    "less": "if",
    "less_equal": "if",
    "logaddexp": "f",
    "logaddexp2": "f",
    "logical_and": "b",
    "logical_or": "b",
    "logical_xor": "b",
    "maximum": "if",
    "minimum": "if",
    "multiply": "ifc",
    "nextafter": "f",
    "not_equal": "bifc",
    "pow": "ifc",
    "remainder": "if",
    "subtract": "ifc",
}
WHOLE = ("ceil", "floor", "round", "trunc", "conj", "real")  # the identity for integers


def check(name: str, dtype: Any, kinds: str) -> None:
    """Raises UnsupportedDtypeError unless `dtype` is of one of the kinds."""
    if "bifc"[dtypes.category(dtype)] not in kinds:
        takes = " and ".join(_NAMES[k] for k in kinds)
        raise errors.UnsupportedDtypeError(
            f"ivy.{name}({dtype}): it takes {takes} dtypes; convert the array with ivy.astype."
        )


def unary(name: str, kinds: str) -> Callable:
    """The public function of one array."""
    ready: dict[tuple, tuple[Callable, Callable]] = {}  # implementation, wrapper of the result
    enter = entries.fast_path("o")

    def slow(value: Any) -> tuple[Callable, Callable, Any]:
        about = boundary.Call()
        about.inspect(value)
        if not about.arrays:
            raise TypeError(f"ivy.{name}: {type(value).__name__} is not an array; see ivy.asarray.")
        backend = about.backend()
        key = _current(), type(value), value.dtype
        value = unwrap(value, backend)
        dtype = backend.dtype(value)
        check(name, dtype, kinds)
        raw = "positive" if name in WHOLE and dtypes.is_integral(dtype) else name
        function = _around(backend, _plain(_bound(raw, backend), value), value)
        wrap_result = wrapper(backend)
        if type(value) is key[1] and not backend.level:
            ready[key] = function, wrap_result
        return function, wrap_result, value

    @functools.wraps(OPS[name].declaration)
    def public(x: Any, /) -> Any:
        wrapped = type(x) is Array
        value = x._value if wrapped else x
        try:
            function, wrap_result = ready[_current(), type(value), value.dtype]
            if enter:
                enter.keep(function, wrapped, (value,), wrap_result)
        except (KeyError, AttributeError):
            function = None
        if function is None:  # outside of `except`: an error must not be chained to the KeyError
            function, wrap_result, value = slow(value)
        out = function(value)
        return wrap_result(out) if wrapped else out

    public.__module__ = "ivy"
    return entries.with_fast_path(enter, public)


def _bound(name: str, backend: Backend) -> Callable:
    """An op of a backend; a composite runs by its dispatcher, with `backend` as the current one."""
    corrected = _CORRECTED.get((name, None)) or _CORRECTED.get((name, backend.name))
    if corrected is None and name in backend.own:
        return getattr(backend, name)
    op = corrected or getattr(functional, name)

    def run(*args: Any) -> Any:
        token = CURRENT.set(backend)
        try:
            return op(*args)
        finally:
            CURRENT.reset(token)

    return run


def _floor_divide(x1: Any, x2: Any) -> Any:
    """The floor of the quotient, with the standard's infinities and signed zeros."""
    out = functional.floor_divide(x1, x2)
    if not dtypes.is_floating(functional.dtype(out)):
        return out
    quotient = functional.floor(functional.divide(x1, x2))
    for x in (x1, x2):
        if isinstance(x, float):
            out = quotient if math.isinf(x) else out
        else:
            out = functional.where(functional.isinf(x), quotient, out)
    return functional.where(functional.equal(quotient, 0), quotient, out)


def _remainder(x1: Any, x2: Any) -> Any:
    """The remainder, with the sign of the divisor also for zeros."""
    out = functional.remainder(x1, x2)
    dtype = functional.dtype(out)
    if not dtypes.is_floating(dtype):
        return out
    divisor = functional.full((), x2, dtype=dtype) if isinstance(x2, float) else x2
    signed = functional.copysign(out, divisor)
    return functional.where(functional.equal(out, 0), signed, out)


# Ops that on a backend (None: on all) deviate from the standard for zeros and infinities.
_CORRECTED: dict[tuple[str, str | None], Callable] = {
    ("floor_divide", None): _floor_divide,
    ("remainder", "jax"): _remainder,
    ("remainder", "tensorflow"): _remainder,
}


def binary(name: str, kinds: str) -> Callable:
    """The public function of two operands, one of which may be a Python number."""
    ready: dict[tuple, tuple[Callable, Callable]] = {}
    enter = entries.fast_path("oo")

    def slow(x1: Any, x2: Any) -> tuple[Any, Backend]:
        about = boundary.Call()
        about.inspect(x1)
        about.inspect(x2)
        backend = about.backend()
        key = _key(x1, x2)
        x1, x2 = unwrap(x1, backend), unwrap(x2, backend)
        function = _around(backend, _prepared(name, kinds, backend, x1, x2), x1, x2)
        if not backend.level and key == _key(x1, x2):
            ready[key] = function, wrapper(backend)
        return function(x1, x2), backend

    @functools.wraps(OPS[name].declaration)
    def public(x1: Any, x2: Any, /) -> Any:
        wrapped = False
        if type(x1) is Array:
            x1, wrapped = x1._value, True
        if type(x2) is Array:
            x2, wrapped = x2._value, True
        try:
            kind = type(x1)
            if kind is type(x2) and x1.dtype is x2.dtype:
                function, wrap_result = ready[_current(), kind, x1.dtype]
            elif type(x2) in _NUMBERS:
                function, wrap_result = ready[_current(), kind, x1.dtype, type(x2)]
            else:
                function, wrap_result = ready[_key(x1, x2)]
            if enter:
                enter.keep(function, wrapped, (x1, x2), wrap_result)
        except (KeyError, AttributeError):
            function = None
        if function is None:
            out, backend = slow(x1, x2)
            return wrap_all(out, backend) if wrapped else out
        out = function(x1, x2)
        return wrap_result(out) if wrapped else out

    public.__module__ = "ivy"
    return entries.with_fast_path(enter, public)


def _key(x1: Any, x2: Any) -> tuple:
    """The cache key of two operands."""
    first, second = getattr(x1, "dtype", None), getattr(x2, "dtype", None)
    if type(x2) in _NUMBERS:
        return _current(), type(x1), first, type(x2)
    if type(x1) is type(x2) and first is second:
        return _current(), type(x1), first
    return _current(), type(x1), first, type(x2), second


def _prepared(name: str, kinds: str, backend: Backend, x1: Any, x2: Any) -> Callable:
    """The implementation for operands of these types and dtypes, promotion included."""
    function = _bound(name, backend)
    found = [_described(name, x, backend) for x in (x1, x2)]
    dtype = _common(name, found)
    check(name, dtype, kinds)
    first, second = (_conversion(about, dtype, backend) for about in found)
    if first and second:
        return lambda x1, x2: function(first(x1), second(x2))
    if second:
        return lambda x1, x2: function(x1, second(x2))
    return (lambda x1, x2: function(first(x1), x2)) if first else _plain(function, x1, x2)


def _plain(function: Callable, *operands: Any) -> Callable:
    """The framework function that an adapter calls for operands of these dtypes."""
    found, args, kwargs = resolve(function, operands, {})
    same = not kwargs and len(args) == len(operands) and all(map(operator.is_, args, operands))
    return found if same else function


def _around(backend: Backend, function: Callable, *operands: Any) -> Callable:
    arrays = [x for x in operands if type(x) is not float]
    if any(type(x) in _NUMBERS for x in arrays):  # integers may need 64 bits
        return backend.in_scope(function)
    found = backend.plan_in_scope(function, [function], map(backend.dtype, arrays))
    compiled = backend.compiled_plan
    if compiled is None or backend.level:
        return found
    if len(arrays) < len(operands):
        return _with_number(backend, function, found, operands)
    return compiled(function, found, {f"x{i}": x for i, x in enumerate(arrays)}, uses=_USES)


def _with_number(
    backend: Backend, function: Callable, eager: Callable, operands: tuple
) -> Callable:
    """`function` of an array and a float, as a program that takes the float as an argument."""
    at = [type(x) is float for x in operands].index(True)
    as_array, as_number, uses = backend.number_array, backend.as_number, 0

    def replaced(row: tuple, change: Callable) -> list[Any]:
        return [change(x) if i == at else x for i, x in enumerate(row)]

    program = backend.compiled_plan(
        lambda *row: function(*replaced(row, as_number)),
        lambda *row: eager(*replaced(row, float)),
        {f"x{i}": x for i, x in enumerate(replaced(operands, as_array))},
        uses=0,
    )

    def run(x1: Any, x2: Any) -> Any:
        nonlocal uses
        if uses < _USES:
            uses += 1
            return eager(x1, x2)
        return program(x1, as_array(x2)) if at else program(as_array(x1), x2)

    return run


def _conversion(about: Any, dtype: dtypes.DType, backend: Backend) -> Callable | None:
    """The conversion of an operand to `dtype` (numbers stay numbers), or None if not needed."""
    if not isinstance(about, dtypes.DType):
        category = dtypes.category(dtype)
        if category == 2:
            return None if type(about) is float else float
        return (lambda x: promotion.fitting(x, dtype)) if category == 1 else None
    if about == dtype:
        return None
    convert = backend.astype
    return lambda x: convert(x, dtype)


def unified(name: str, kinds: str, backend: Backend, *operands: Any) -> list[Any]:
    """Operands promoted to one dtype (Python numbers stay numbers, checked to fit).

    Raises
    ------
    UnsupportedDtypeError
        There is no common dtype, or the function does not accept it.
    """
    native = getattr(operands[0], "dtype", None)
    if native and all(type(o) in backend.array_types and o.dtype is native for o in operands):
        check(name, backend.dtype(operands[0]), kinds)
        return list(operands)
    found = [_described(name, o, backend) for o in operands]
    dtype = _common(name, found)
    check(name, dtype, kinds)
    changes = [_conversion(about, dtype, backend) for about in found]
    return [change(o) if change else o for o, change in zip(operands, changes, strict=True)]


def _described(name: str, operand: Any, backend: Backend) -> Any:
    """The dtype of an array; a Python number itself."""
    if isinstance(operand, promotion.NUMBERS) and type(operand) in promotion.NUMBERS:
        return operand
    if not isinstance(operand, backend.array_types):
        raise TypeError(
            f"ivy.{name}: {type(operand).__name__} is neither an array nor a number; see ivy.asarray."
        )
    return backend.dtype(operand)


def _common(name: str, found: list[Any]) -> Any:
    try:
        return promotion.result(found)
    except errors.UnsupportedDtypeError as error:
        shown = ", ".join(
            d.name if isinstance(d, dtypes.DType) else type(d).__name__ for d in found
        )
        raise errors.UnsupportedDtypeError(f"ivy.{name}({shown}): {error}") from None
    except ValueError:
        raise TypeError(f"ivy.{name} needs an array among its operands; see ivy.asarray.") from None


for _name, _kinds in UNARY.items():
    globals()[_name] = unary(_name, _kinds)
for _name, _kinds in BINARY.items():
    globals()[_name] = binary(_name, _kinds)

__all__ = sorted((*UNARY, *BINARY))  # pyright: ignore[reportUnsupportedDunderAll]
