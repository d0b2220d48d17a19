"""Gradients of special functions, for the arguments in which they have one in closed form."""

from __future__ import annotations

import math

from ivy._core import errors, ops
from ivy.functional._gradients._forms import binary, masked, summed_to, unary

_ROOT_PI = math.sqrt(math.pi)


def _gauss(x):
    return ops.exp(ops.negative(ops.square(x)))


def _density(x):
    return ops.multiply(ops.exp(ops.multiply(ops.square(x), -0.5)), 1 / math.sqrt(2 * math.pi))


def _gamma_density(a, x):
    power = ops.subtract(ops.multiply(ops.subtract(a, 1), ops.log(x)), x)
    return ops.exp(ops.subtract(power, ops.lgamma(a)))


def _polygamma(g, out, n, x):
    return ops.multiply(g, ops.polygamma(n + 1, x))


def _i1(x, out):
    at_zero = ops.equal(x, 0)
    safe = ops.where(at_zero, ops.add(x, 1), x)
    return ops.where(
        at_zero, ops.add(ops.multiply(x, 0), 0.5), ops.subtract(ops.i0(x), ops.divide(out, safe))
    )


def _i1e(x, out):
    at_zero = ops.equal(x, 0)
    safe = ops.where(at_zero, ops.add(x, 1), x)
    slope = ops.subtract(ops.i0e(x), ops.multiply(out, ops.add(ops.sign(x), ops.reciprocal(safe))))
    return ops.where(at_zero, ops.add(ops.multiply(x, 0), 0.5), slope)


def _j1(x, out):
    at_zero = ops.equal(x, 0)
    safe = ops.where(at_zero, ops.add(x, 1), x)
    return ops.where(
        at_zero,
        ops.add(ops.multiply(x, 0), 0.5),
        ops.subtract(ops.bessel_j0(x), ops.divide(out, safe)),
    )


def _log_ndtr(x, out):
    # density / ndtr, both of which vanish for very negative x
    scaled = ops.exp(ops.subtract(ops.multiply(ops.square(x), -0.5), out))
    return ops.multiply(scaled, 1 / math.sqrt(2 * math.pi))


def _xlogy_x(g, out, x, y):
    return masked(ops.multiply(g, ops.log(y)), _counts(x, y))


def _xlog1py_x(g, out, x, y):
    return masked(
        ops.multiply(g, ops.log1p(y)), ops.logical_not(_nothing(x, ops.less_equal(y, -1)))
    )


def _counts(x, y):
    return ops.logical_not(_nothing(x, ops.less_equal(y, 0)))


def _nothing(x, outside):
    return ops.logical_and(ops.equal(x, 0), outside)


def _none_for(name, argument):
    """A rule that says that there is none: a gradient of 0 would be wrong."""

    def rule(*_, **__):
        raise errors.UnsupportedOpError(
            f"gradients of ivy.{name}: none for its argument {argument}, as in PyTorch; "
            f"ivy.stop_gradient({argument}) leaves it out."
        )

    return rule


def _betainc_x(g, out, a, b, x):
    log_beta = ops.subtract(ops.add(ops.lgamma(a), ops.lgamma(b)), ops.lgamma(ops.add(a, b)))
    power = ops.xlogy(ops.subtract(a, 1), x)
    power = ops.add(power, ops.xlog1py(ops.subtract(b, 1), ops.negative(x)))
    return summed_to(ops.multiply(g, ops.exp(ops.subtract(power, log_beta))), x.shape)


def _spence(x, out):
    at_one = ops.equal(x, 1)
    safe = ops.where(at_one, ops.add(x, 1), x)
    return ops.where(at_one, -1.0, ops.divide(ops.log(safe), ops.subtract(1, safe)))


def _owens_t_h(g, out, h, a):
    inner = ops.erf(ops.multiply(ops.multiply(h, a), 1 / math.sqrt(2)))
    return ops.multiply(g, ops.multiply(ops.multiply(_density(h), inner), -0.5))


def _owens_t_a(g, out, h, a):
    slope = ops.add(ops.square(a), 1)
    density = ops.exp(ops.multiply(ops.multiply(ops.square(h), slope), -0.5))
    return ops.multiply(g, ops.divide(density, ops.multiply(slope, 2 * math.pi)))


def _sici(g, out, x):
    of_si, of_ci = g
    at_zero = ops.equal(x, 0)
    safe = ops.where(at_zero, ops.add(x, 1), x)
    si = ops.where(at_zero, 1.0, ops.divide(ops.sin(safe), safe))
    return ops.add(ops.multiply(of_si, si), ops.multiply(of_ci, ops.divide(ops.cos(x), x)))


RULES = {
    "betainc": (_none_for("betainc", "a"), _none_for("betainc", "b"), _betainc_x),
    "bessel_j0": unary(lambda x, out: ops.negative(ops.bessel_j1(x))),
    "bessel_j1": unary(_j1),
    "bessel_k0": unary(lambda x, out: ops.negative(ops.bessel_k1(x))),
    "bessel_k0e": unary(lambda x, out: ops.subtract(out, ops.bessel_k1e(x))),
    "bessel_k1": unary(lambda x, out: ops.negative(ops.add(ops.bessel_k0(x), ops.divide(out, x)))),
    "bessel_k1e": unary(
        lambda x, out: ops.subtract(ops.subtract(out, ops.bessel_k0e(x)), ops.divide(out, x))
    ),
    "bessel_y0": unary(lambda x, out: ops.negative(ops.bessel_y1(x))),
    "bessel_y1": unary(lambda x, out: ops.subtract(ops.bessel_y0(x), ops.divide(out, x))),
    "dawsn": unary(lambda x, out: ops.subtract(1, ops.multiply(ops.multiply(x, out), 2))),
    "digamma": unary(lambda x, out: ops.polygamma(1, x)),
    "entr": unary(lambda x, out: ops.subtract(ops.negative(ops.log(x)), 1)),
    "erf": unary(lambda x, out: ops.multiply(_gauss(x), 2 / _ROOT_PI)),
    "erfc": unary(lambda x, out: ops.multiply(_gauss(x), -2 / _ROOT_PI)),
    "erfcx": unary(
        lambda x, out: ops.subtract(ops.multiply(ops.multiply(x, out), 2), 2 / _ROOT_PI)
    ),
    "erfinv": unary(lambda x, out: ops.multiply(ops.exp(ops.square(out)), _ROOT_PI / 2)),
    "expi": unary(lambda x, out: ops.divide(ops.exp(x), x)),
    "expn": binary(
        _none_for("expn", "n"),
        lambda g, out, n, x: ops.multiply(g, ops.negative(ops.expn(ops.subtract(n, 1), x))),
    ),
    "gammainc": binary(
        _none_for("gammainc", "a"), lambda g, out, a, x: ops.multiply(g, _gamma_density(a, x))
    ),
    "gammaincc": binary(
        _none_for("gammaincc", "a"),
        lambda g, out, a, x: ops.multiply(ops.negative(g), _gamma_density(a, x)),
    ),
    "i0": unary(lambda x, out: ops.i1(x)),
    "i0e": unary(lambda x, out: ops.subtract(ops.i1e(x), ops.multiply(ops.sign(x), out))),
    "i1": unary(_i1),
    "i1e": unary(_i1e),
    "lgamma": unary(lambda x, out: ops.digamma(x)),
    "log_ndtr": unary(_log_ndtr),
    "logit": unary(lambda x, out: ops.reciprocal(ops.multiply(x, ops.subtract(1, x)))),
    "ndtr": unary(lambda x, out: _density(x)),
    "ndtri": unary(
        lambda x, out: ops.multiply(
            ops.exp(ops.multiply(ops.square(out), 0.5)), math.sqrt(2 * math.pi)
        )
    ),
    "owens_t": binary(_owens_t_h, _owens_t_a),
    "polygamma": (None, _polygamma),
    "sici": _sici,
    "spence": unary(_spence),
    "xlog1py": binary(
        _xlog1py_x, lambda g, out, x, y: ops.divide(ops.multiply(g, x), ops.add(y, 1))
    ),
    "xlogy": binary(_xlogy_x, lambda g, out, x, y: ops.divide(ops.multiply(g, x), y)),
    "zeta": binary(
        _none_for("zeta", "x"),
        lambda g, out, x, q: ops.multiply(
            ops.multiply(g, ops.negative(x)), ops.zeta(ops.add(x, 1), q)
        ),
    ),
}
