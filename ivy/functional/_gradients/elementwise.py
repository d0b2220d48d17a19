"""Gradients of elementwise ops, and of the composite `clip`."""

from __future__ import annotations

import math

from ivy._core import dtypes, ops
from ivy.functional._gradients._forms import (
    as_zero,
    binary,
    conj,
    is_complex,
    masked,
    summed_to,
    times,
    unary,
)


def _abs(g, out, x):
    return ops.multiply(ops.astype(g, ops.dtype(x)), ops.sign(x))


def _sign(g, out, x):
    if not is_complex(x):
        return None
    size = ops.abs(x)
    # only the part of g orthogonal to x changes x / |x|
    along = ops.multiply(_to_complex(ops.real(times(g, out)), x), out)
    return masked(ops.divide(ops.subtract(g, along), _to_complex(size, x)), ops.not_equal(size, 0))


def _to_complex(x, like):
    return ops.astype(x, ops.dtype(like))


def _shared(wins):
    """Gradient of a selection of one of two operands: to the selected one, half to each if equal.

    NaN is selected over numbers.
    """

    def of(this, other):
        def rule(g, out, x1, x2):
            mine, others = (x1, x2)[this], (x1, x2)[other]
            share = ops.where(ops.equal(mine, others), ops.multiply(g, 0.5), as_zero(g))
            return ops.where(ops.logical_or(wins(mine, others), _is_nan(mine)), g, share)

        return rule

    return binary(of(0, 1), of(1, 0))


def _first_if(wins):
    """To the first operand if it is selected or both are equal; numbers are selected over NaN."""

    def chosen(x1, x2):
        return ops.logical_or(wins(x1, x2), _is_nan(x2))

    return binary(
        lambda g, out, x1, x2: masked(g, chosen(x1, x2)),
        lambda g, out, x1, x2: masked(g, ops.logical_not(chosen(x1, x2))),
    )


def _is_nan(x):
    return math.isnan(x) if isinstance(x, (bool, int, float)) else ops.isnan(x)


def _pow_base(g, out, x1, x2):
    if not hasattr(x2, "shape"):
        return times(g, ops.multiply(ops.pow(x1, x2 - 1), x2)) if x2 else ops.multiply(g, 0)
    derivative = ops.multiply(ops.pow(x1, ops.subtract(x2, 1)), x2)
    return times(g, ops.where(ops.equal(x2, 0), as_zero(derivative), derivative))


def _pow_exponent(g, out, x1, x2):
    at_zero = ops.equal(x1, 0) if hasattr(x1, "shape") else x1 == 0
    if not hasattr(x1, "shape"):
        if at_zero:
            return masked(ops.multiply(g, -math.inf), ops.less(x2, 0))
        logarithm = math.log(x1) if not isinstance(x1, complex) and x1 > 0 else None
        if logarithm is None:
            logarithm = ops.log(ops.add(ops.multiply(x2, 0), x1))
            return times(g, ops.multiply(out, logarithm))
        return times(g, ops.multiply(out, logarithm))
    real = ops.real(x2) if is_complex(x2) else x2
    safe = ops.where(at_zero, ops.add(as_zero(x1), 1), x1)
    derivative = ops.multiply(out, ops.log(safe))
    lowest = as_zero(out) if is_complex(out) else ops.full((), -math.inf, dtype=ops.dtype(out))
    at = ops.where(ops.greater_equal(real, 0), as_zero(out), lowest)
    return times(g, ops.where(at_zero, at, derivative))


def _where(chosen):
    def rule(g, out, condition, x1, x2):
        x = x1 if chosen else x2
        zero = as_zero(g)
        part = ops.where(condition, g, zero) if chosen else ops.where(condition, zero, g)
        return summed_to(part, x.shape)

    return rule


def _clip_x(g, out, x, min=None, max=None):
    inside = None
    for bound, compare in ((min, ops.greater_equal), (max, ops.less_equal)):
        if bound is not None:
            holds = compare(x, bound)
            inside = holds if inside is None else ops.logical_and(inside, holds)
    return g if inside is None else summed_to(masked(g, inside), x.shape)


def _clip_min(g, out, x, min=None, max=None):
    hit = ops.less(x, min)
    if max is not None:
        hit = ops.logical_and(hit, ops.less(min, max))
    return summed_to(masked(g, hit), min.shape)


def _clip_max(g, out, x, min=None, max=None):
    hit = ops.greater(x, max)
    if min is not None:
        hit = ops.logical_or(hit, ops.greater_equal(min, max))
    return summed_to(masked(g, hit), max.shape)


def _complex_part(part):
    def rule(g, out, re, im):
        return summed_to(part(g), (re if part is ops.real else im).shape)

    return rule


def _real(g, out, x):
    return _to_complex(g, x)


def _imag(g, out, x):
    return ops.complex(ops.multiply(g, 0), g) if dtypes.is_complex(ops.dtype(x)) else None


def _copysign(g, out, x1, x2):
    same = ops.equal(ops.signbit(x1), ops.signbit(x2))
    return masked(ops.where(same, g, ops.negative(g)), ops.not_equal(x1, 0))


def _over(g, below):
    return ops.divide(g, conj(below))


_LN2, _LN10 = math.log(2), math.log(10)


def _one_minus_square(x):
    return ops.subtract(1, ops.square(x))


RULES = {
    "abs": _abs,
    "acos": unary(lambda x, out: ops.negative(ops.rsqrt(_one_minus_square(x)))),
    "acosh": unary(lambda x, out: ops.reciprocal(ops.multiply(ops.sqrt(x - 1), ops.sqrt(x + 1)))),
    "add": binary(lambda g, *_: g, lambda g, *_: g),
    "asin": unary(lambda x, out: ops.rsqrt(_one_minus_square(x))),
    "asinh": unary(lambda x, out: ops.rsqrt(ops.add(ops.square(x), 1))),
    "atan": unary(lambda x, out: ops.reciprocal(ops.add(ops.square(x), 1))),
    "atan2": binary(
        lambda g, out, y, x: g * x / ops.add(ops.square(x), ops.square(y)),
        lambda g, out, y, x: ops.negative(g) * y / ops.add(ops.square(x), ops.square(y)),
    ),
    "atanh": unary(lambda x, out: ops.reciprocal(_one_minus_square(x))),
    "ceil": (),
    "clip": (_clip_x, _clip_min, _clip_max),
    "complex": (_complex_part(ops.real), _complex_part(ops.imag)),
    "conj": lambda g, out, x: conj(g),
    "copysign": binary(_copysign, None),
    "cos": unary(lambda x, out: ops.negative(ops.sin(x))),
    "cosh": unary(lambda x, out: ops.sinh(x)),
    "divide": binary(
        lambda g, out, x1, x2: _over(g, x2) if hasattr(x2, "shape") else ops.divide(g, _host(x2)),
        lambda g, out, x1, x2: ops.negative(times(g, ops.divide(out, x2))),
    ),
    "exp": unary(lambda x, out: out),
    "exp2": unary(lambda x, out: ops.multiply(out, _LN2)),
    "expm1": unary(lambda x, out: ops.add(out, 1)),
    "floor": (),
    "floor_divide": (),
    "fmax": _first_if(ops.greater_equal),
    "fmin": _first_if(ops.less_equal),
    "fmod": binary(lambda g, *_: g, lambda g, out, x1, x2: g * ops.negative(ops.trunc(x1 / x2))),
    "hypot": binary(
        lambda g, out, x1, x2: masked(g * x1 / out, ops.not_equal(out, 0)),
        lambda g, out, x1, x2: masked(g * x2 / out, ops.not_equal(out, 0)),
    ),
    "imag": _imag,
    "log": lambda g, out, x: _over(g, x),
    "log10": lambda g, out, x: _over(g, ops.multiply(x, _LN10)),
    "log1p": lambda g, out, x: _over(g, ops.add(x, 1)),
    "log2": lambda g, out, x: _over(g, ops.multiply(x, _LN2)),
    "logaddexp": binary(
        lambda g, out, x1, x2: times(g, ops.exp(x1 - out)),
        lambda g, out, x1, x2: times(g, ops.exp(x2 - out)),
    ),
    "logaddexp2": binary(
        lambda g, out, x1, x2: g * ops.exp2(x1 - out),
        lambda g, out, x1, x2: g * ops.exp2(x2 - out),
    ),
    "maximum": _shared(ops.greater),
    "minimum": _shared(ops.less),
    "multiply": binary(
        lambda g, out, x1, x2: times(g, x2) if hasattr(x2, "shape") else ops.multiply(g, _host(x2)),
        lambda g, out, x1, x2: times(g, x1) if hasattr(x1, "shape") else ops.multiply(g, _host(x1)),
    ),
    "negative": lambda g, out, x: ops.negative(g),
    "nextafter": (),
    "positive": lambda g, out, x: g,
    "pow": binary(_pow_base, _pow_exponent),
    "real": _real,
    "reciprocal": unary(lambda x, out: ops.negative(ops.square(out))),
    "remainder": binary(
        lambda g, *_: g, lambda g, out, x1, x2: g * ops.negative(ops.floor(x1 / x2))
    ),
    "round": (),
    "rsqrt": unary(lambda x, out: ops.multiply(ops.multiply(out, ops.square(out)), -0.5)),
    "sigmoid": unary(lambda x, out: ops.multiply(out, ops.subtract(1, out))),
    "sign": _sign,
    "sin": unary(lambda x, out: ops.cos(x)),
    "sinh": unary(lambda x, out: ops.cosh(x)),
    "sqrt": lambda g, out, x: ops.divide(g, ops.multiply(conj(out), 2)),
    "square": unary(lambda x, out: ops.multiply(x, 2)),
    "subtract": binary(lambda g, *_: g, lambda g, *_: ops.negative(g)),
    "tan": unary(lambda x, out: ops.add(ops.square(out), 1)),
    "tanh": unary(lambda x, out: _one_minus_square(out)),
    "trunc": (),
    "where": (None, _where(True), _where(False)),
}


def _host(number):
    return number.conjugate() if isinstance(number, complex) else number
