"""Gradients of elementwise ops, the composite `clip` among them, where both bounds are kept."""

from __future__ import annotations

import math

from ivy._core import dtypes
from ivy.functional import creation as c
from ivy.functional import elementwise as e
from ivy.functional import inspection as i
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
    return e.multiply(i.astype(g, i.dtype(x)), e.sign(x))


def _sign(g, out, x):
    if not is_complex(x):
        return None
    size = e.abs(x)
    # the part of g that is at right angles to x, which is what moves x / |x|
    along = e.multiply(_to_complex(e.real(times(g, out)), x), out)
    return masked(e.divide(e.subtract(g, along), _to_complex(size, x)), e.not_equal(size, 0))


def _to_complex(x, like):
    return i.astype(x, i.dtype(like))


def _shared(wins):
    """The gradient of a choice between two: to the one that wins, in halves where they are equal.

    NaN wins against all numbers.
    """

    def of(this, other):
        def rule(g, out, x1, x2):
            mine, others = (x1, x2)[this], (x1, x2)[other]
            share = e.where(e.equal(mine, others), e.multiply(g, 0.5), as_zero(g))
            return e.where(e.logical_or(wins(mine, others), _is_nan(mine)), g, share)

        return rule

    return binary(of(0, 1), of(1, 0))


def _first_if(wins):
    """To the first one where it wins or both are equal; NaN loses against all numbers."""

    def chosen(x1, x2):
        return e.logical_or(wins(x1, x2), _is_nan(x2))

    return binary(
        lambda g, out, x1, x2: masked(g, chosen(x1, x2)),
        lambda g, out, x1, x2: masked(g, e.logical_not(chosen(x1, x2))),
    )


def _is_nan(x):
    return math.isnan(x) if isinstance(x, (bool, int, float)) else e.isnan(x)


def _pow_base(g, out, x1, x2):
    if not hasattr(x2, "shape"):
        return times(g, e.multiply(e.pow(x1, x2 - 1), x2)) if x2 else e.multiply(g, 0)
    derivative = e.multiply(e.pow(x1, e.subtract(x2, 1)), x2)
    return times(g, e.where(e.equal(x2, 0), as_zero(derivative), derivative))


def _pow_exponent(g, out, x1, x2):
    at_zero = e.equal(x1, 0) if hasattr(x1, "shape") else x1 == 0
    if not hasattr(x1, "shape"):
        if at_zero:
            return masked(e.multiply(g, -math.inf), e.less(x2, 0))
        logarithm = math.log(x1) if not isinstance(x1, complex) and x1 > 0 else None
        if logarithm is None:
            logarithm = e.log(e.add(e.multiply(x2, 0), x1))
            return times(g, e.multiply(out, logarithm))
        return times(g, e.multiply(out, logarithm))
    real = e.real(x2) if is_complex(x2) else x2
    safe = e.where(at_zero, e.add(as_zero(x1), 1), x1)
    derivative = e.multiply(out, e.log(safe))
    lowest = as_zero(out) if is_complex(out) else c.full((), -math.inf, dtype=i.dtype(out))
    at = e.where(e.greater_equal(real, 0), as_zero(out), lowest)
    return times(g, e.where(at_zero, at, derivative))


def _where(chosen):
    def rule(g, out, condition, x1, x2):
        x = x1 if chosen else x2
        zero = as_zero(g)
        part = e.where(condition, g, zero) if chosen else e.where(condition, zero, g)
        return summed_to(part, x.shape)

    return rule


def _clip_x(g, out, x, min=None, max=None):
    inside = None
    for bound, compare in ((min, e.greater_equal), (max, e.less_equal)):
        if bound is not None:
            holds = compare(x, bound)
            inside = holds if inside is None else e.logical_and(inside, holds)
    return g if inside is None else summed_to(masked(g, inside), x.shape)


def _clip_min(g, out, x, min=None, max=None):
    hit = e.less(x, min)
    if max is not None:
        hit = e.logical_and(hit, e.less(min, max))
    return summed_to(masked(g, hit), min.shape)


def _clip_max(g, out, x, min=None, max=None):
    hit = e.greater(x, max)
    if min is not None:
        hit = e.logical_or(hit, e.greater_equal(min, max))
    return summed_to(masked(g, hit), max.shape)


def _complex_part(part):
    def rule(g, out, re, im):
        return summed_to(part(g), (re if part is e.real else im).shape)

    return rule


def _real(g, out, x):
    return _to_complex(g, x)


def _imag(g, out, x):
    return e.complex(e.multiply(g, 0), g) if dtypes.is_complex(i.dtype(x)) else None


def _copysign(g, out, x1, x2):
    same = e.equal(e.signbit(x1), e.signbit(x2))
    return masked(e.where(same, g, e.negative(g)), e.not_equal(x1, 0))


def _over(g, below):
    return e.divide(g, conj(below))


_LN2, _LN10 = math.log(2), math.log(10)


def _one_minus_square(x):
    return e.subtract(1, e.square(x))


RULES = {
    "abs": _abs,
    "acos": unary(lambda x, out: e.negative(e.rsqrt(_one_minus_square(x)))),
    "acosh": unary(lambda x, out: e.reciprocal(e.multiply(e.sqrt(x - 1), e.sqrt(x + 1)))),
    "add": binary(lambda g, *_: g, lambda g, *_: g),
    "asin": unary(lambda x, out: e.rsqrt(_one_minus_square(x))),
    "asinh": unary(lambda x, out: e.rsqrt(e.add(e.square(x), 1))),
    "atan": unary(lambda x, out: e.reciprocal(e.add(e.square(x), 1))),
    "atan2": binary(
        lambda g, out, y, x: g * x / e.add(e.square(x), e.square(y)),
        lambda g, out, y, x: e.negative(g) * y / e.add(e.square(x), e.square(y)),
    ),
    "atanh": unary(lambda x, out: e.reciprocal(_one_minus_square(x))),
    "ceil": (),
    "clip": (_clip_x, _clip_min, _clip_max),
    "complex": (_complex_part(e.real), _complex_part(e.imag)),
    "conj": lambda g, out, x: conj(g),
    "copysign": binary(_copysign, None),
    "cos": unary(lambda x, out: e.negative(e.sin(x))),
    "cosh": unary(lambda x, out: e.sinh(x)),
    "divide": binary(
        lambda g, out, x1, x2: _over(g, x2) if hasattr(x2, "shape") else e.divide(g, _host(x2)),
        lambda g, out, x1, x2: e.negative(times(g, e.divide(out, x2))),
    ),
    "exp": unary(lambda x, out: out),
    "exp2": unary(lambda x, out: e.multiply(out, _LN2)),
    "expm1": unary(lambda x, out: e.add(out, 1)),
    "floor": (),
    "floor_divide": (),
    "fmax": _first_if(e.greater_equal),
    "fmin": _first_if(e.less_equal),
    "fmod": binary(lambda g, *_: g, lambda g, out, x1, x2: g * e.negative(e.trunc(x1 / x2))),
    "hypot": binary(
        lambda g, out, x1, x2: masked(g * x1 / out, e.not_equal(out, 0)),
        lambda g, out, x1, x2: masked(g * x2 / out, e.not_equal(out, 0)),
    ),
    "imag": _imag,
    "log": lambda g, out, x: _over(g, x),
    "log10": lambda g, out, x: _over(g, e.multiply(x, _LN10)),
    "log1p": lambda g, out, x: _over(g, e.add(x, 1)),
    "log2": lambda g, out, x: _over(g, e.multiply(x, _LN2)),
    "logaddexp": binary(
        lambda g, out, x1, x2: times(g, e.exp(x1 - out)),
        lambda g, out, x1, x2: times(g, e.exp(x2 - out)),
    ),
    "logaddexp2": binary(
        lambda g, out, x1, x2: g * e.exp2(x1 - out),
        lambda g, out, x1, x2: g * e.exp2(x2 - out),
    ),
    "maximum": _shared(e.greater),
    "minimum": _shared(e.less),
    "multiply": binary(
        lambda g, out, x1, x2: times(g, x2) if hasattr(x2, "shape") else e.multiply(g, _host(x2)),
        lambda g, out, x1, x2: times(g, x1) if hasattr(x1, "shape") else e.multiply(g, _host(x1)),
    ),
    "negative": lambda g, out, x: e.negative(g),
    "nextafter": (),
    "positive": lambda g, out, x: g,
    "pow": binary(_pow_base, _pow_exponent),
    "real": _real,
    "reciprocal": unary(lambda x, out: e.negative(e.square(out))),
    "remainder": binary(lambda g, *_: g, lambda g, out, x1, x2: g * e.negative(e.floor(x1 / x2))),
    "round": (),
    "rsqrt": unary(lambda x, out: e.multiply(e.multiply(out, e.square(out)), -0.5)),
    "sigmoid": unary(lambda x, out: e.multiply(out, e.subtract(1, out))),
    "sign": _sign,
    "sin": unary(lambda x, out: e.cos(x)),
    "sinh": unary(lambda x, out: e.cosh(x)),
    "sqrt": lambda g, out, x: e.divide(g, e.multiply(conj(out), 2)),
    "square": unary(lambda x, out: e.multiply(x, 2)),
    "subtract": binary(lambda g, *_: g, lambda g, *_: e.negative(g)),
    "tan": unary(lambda x, out: e.add(e.square(out), 1)),
    "tanh": unary(lambda x, out: _one_minus_square(out)),
    "trunc": (),
    "where": (None, _where(True), _where(False)),
}


def _host(number):
    return number.conjugate() if isinstance(number, complex) else number
