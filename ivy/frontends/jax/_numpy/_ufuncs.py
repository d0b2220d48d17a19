"""jax.numpy's ufuncs: dtypes by JAX's lattice, values by the bodies shared with NumPy."""

from __future__ import annotations

from collections.abc import Callable

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _bodies, _quotients
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import kind

ALL, NUMBERS, REAL, INTEGERS, BITS, ORDERED = "biufc", "iufc", "iuf", "iu", "biu", "biuf"

# The kinds of dtypes that a ufunc accepts; for names not listed, integers become floating.
_KEPT = {
    **dict.fromkeys(
        "add multiply equal not_equal less less_equal greater greater_equal".split(), ALL
    ),
    **dict.fromkeys("maximum minimum logical_and logical_or logical_xor logical_not".split(), ALL),
    **dict.fromkeys("fmax fmin".split(), ALL),
    **dict.fromkeys("isfinite isinf isnan absolute conjugate positive square sign".split(), ALL),
    **dict.fromkeys("subtract negative".split(), NUMBERS),
    **dict.fromkeys("power".split(), ALL),
    **dict.fromkeys("floor_divide remainder fmod divmod".split(), ORDERED),
    **dict.fromkeys("ceil floor trunc signbit".split(), ORDERED),
    **dict.fromkeys("gcd lcm left_shift right_shift".split(), INTEGERS),
    **dict.fromkeys("bitwise_and bitwise_or bitwise_xor bitwise_count invert".split(), BITS),
}
_REAL_ONLY = (
    "arctan2 cbrt copysign deg2rad degrees fabs frexp heaviside hypot logaddexp2 modf nextafter "
    "rad2deg radians spacing"
).split()


def _accepted(name: str, x: object) -> None:
    takes = _KEPT.get(name, "fiub" if name in _REAL_ONLY else ALL)
    if kind(x) not in takes:
        raise TypeError(f"{name} does not accept dtype {ivy.dtype(x).name}.")


def compute(rules: Rules, name, body, *xs):
    """The results of a ufunc."""
    promote = rules.promote if name in _KEPT else rules.promote_inexact
    arrays = promote(*xs)
    if name in ("gcd", "lcm") and kind(arrays[0]) not in "iu":
        raise ValueError(f"Arguments to jax.numpy.{name} must be integers.")
    checked_shapes(rules, name, *arrays)
    for x in arrays:
        _accepted(name, x)
    return body(*arrays)


def checked_shapes(rules: Rules, name, *arrays):
    """Raises for operands that do not broadcast."""
    try:
        rules.broadcast_shapes(*(x.shape for x in arrays))
    except ValueError:
        shapes = ", ".join(str(tuple(x.shape)) for x in arrays)
        if len({len(x.shape) for x in arrays}) > 1:
            text = f"Incompatible shapes for broadcasting: shapes={shapes}"
            raise ValueError(text) from None
        raise TypeError(f"{name} got incompatible shapes for broadcasting: {shapes}.") from None


def _refuse(out: object, where: object) -> None:
    """Raises for arguments that JAX's ufunc objects declare and do not support."""
    for name, value in (("out", out), ("where", where)):
        if value is not None:
            raise NotImplementedError(f"{name} argument of a jnp.ufunc")


def _unary_object(name: str, body: Callable) -> Callable:
    def function(rules: Rules, x, /, *, out=None, where=None):
        _refuse(out, where)
        return compute(rules, name, body, x)

    return function


def _binary_object(name: str, body: Callable) -> Callable:
    def function(rules: Rules, x1, x2, /, *, out=None, where=None):
        _refuse(out, where)
        return compute(rules, name, body, x1, x2)

    return function


def _unary(name: str, body: Callable) -> Callable:
    def function(rules: Rules, x, /):
        return compute(rules, name, body, x)

    return function


def _binary(name: str, body: Callable) -> Callable:
    def function(rules: Rules, x1, x2, /):
        return compute(rules, name, body, x1, x2)

    return function


def _floor_divide(x, y):
    if kind(x) == "b":
        x, y = (ivy.astype(v, dtypes.int32) for v in (x, y))
    found = _quotients.floor_divide(x, y)
    if kind(x) not in "iu":
        return found
    # XLA's division by 0: all bits set, minus one if it is rounded down
    zero = ivy.asarray(0, dtype=ivy.dtype(x))
    ones = ivy.bitwise_invert(zero)
    down = ivy.subtract(ones, ivy.asarray(1, dtype=ivy.dtype(x))) if kind(x) == "i" else ones
    by_zero = ivy.where(ivy.equal(x, zero), ones, down)
    return ivy.where(ivy.equal(y, zero), by_zero, found)


def _signbit(x):
    if kind(x) in "bu":
        return ivy.zeros(x.shape, dtype=dtypes.bool_)
    return ivy.less(x, ivy.asarray(0, dtype=ivy.dtype(x))) if kind(x) == "i" else ivy.signbit(x)


_OWN = {
    "floor_divide": _floor_divide,
    "signbit": _signbit,
    "divmod": lambda x, y: (_floor_divide(x, y), _quotients.remainder(x, y)),
}
_WITHOUT = ("ldexp", "float_power")

_OBJECTS = (
    "add bitwise_and bitwise_or bitwise_xor logaddexp logaddexp2 logical_and logical_or "
    "logical_xor maximum minimum multiply negative subtract"
).split()
_AS_OBJECT = {_unary: _unary_object, _binary: _binary_object}

FUNCTIONS = {}
for _table, _make in (
    (_bodies.UNARY, _unary),
    (_bodies.TWO_RESULTS, _unary),
    (_bodies.BINARY, _binary),
    (_bodies.PAIRS, _binary),
):
    for _name, _body in _table.items():
        if _name not in _WITHOUT:
            _as = _AS_OBJECT[_make] if _name in _OBJECTS else _make
            FUNCTIONS[_name] = _as(_name, _OWN.get(_name, _body))
FUNCTIONS |= {alias: FUNCTIONS[name] for alias, name in _bodies.ALIASES.items()}
