"""Functions of `numpy.random` as functions of a key of Ivy's, for graphs: the same numbers everywhere.

They take the key before their own arguments, and serve the methods of generators of the same name.
"""

import math
import operator

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._publish import KEYED
from ivy.frontends.numpy._tables import RULES


def _shape(size):
    if size is None:
        return ()
    return tuple(map(operator.index, size)) if np.iterable(size) else (operator.index(size),)


def _filled(draw):
    """`f(key, size, dtype)` of a law without parameters."""

    def function(key, size=None, dtype=np.float64, out=None, **_):
        if out is not None:
            raise NotImplementedError("out")
        return draw(_shape(size), dtype=np.dtype(dtype), key=key)

    return function


def _unit(shape, *, dtype, key):
    return ivy.random_uniform(shape=shape, dtype=dtype, key=key)


def _normal(shape, *, dtype, key):
    return ivy.random_normal(shape=shape, dtype=dtype, key=key)


def _cauchy(shape, *, dtype, key):
    return ivy.tan((_unit(shape, dtype=dtype, key=key) - 0.5) * math.pi)


def _logistic(shape, *, dtype, key):
    tiny = float(np.finfo(dtype).tiny)
    u = ivy.random_uniform(tiny, 1.0, shape, dtype=dtype, key=key)
    return ivy.log(u) - ivy.log1p(-u)


def _laplace(shape, *, dtype, key):
    low = -1.0 + float(np.finfo(dtype).eps)
    u = ivy.random_uniform(low, 1.0, shape, dtype=dtype, key=key)
    return -ivy.sign(u) * ivy.log1p(-ivy.abs(u))


def _rayleigh(shape, *, dtype, key):
    return ivy.sqrt(2.0 * ivy.random_exponential(shape, dtype=dtype, key=key))


def _of_dimensions(draw):
    return lambda key, *sizes: draw(_shape(sizes), dtype=dtypes.float64, key=key)


def _moved(draw, *defaults, finish=lambda x: x):
    """`f(key, loc, scale, size)` of a law that a location and a scale move."""

    def function(key, loc=defaults[0], scale=defaults[1], size=None):
        parts = list(map(_double, (loc, scale)))
        common = np.broadcast_shapes(*(tuple(p.shape) for p in parts))
        drawn = draw(common if size is None else _shape(size), dtype=dtypes.float64, key=key)
        drawn = drawn if _is(scale, 1) else ivy.multiply(drawn, parts[1])
        return finish(drawn if _is(loc, 0) else ivy.add(drawn, parts[0]))

    return function


def _is(value, number):
    return isinstance(value, (int, float)) and value == number


def _scaled(draw, default):
    """`f(key, scale, size)` of a law that a scale stretches."""
    moved = _moved(draw, 0.0, default)
    return lambda key, scale=default, size=None: moved(key, 0.0, scale, size)


def _uniform(key, low=0.0, high=1.0, size=None):
    numbers = all(isinstance(v, (int, float)) for v in (low, high))
    width = high - low if numbers else ivy.subtract(*map(_double, (high, low)))
    return _moved(_unit, 0.0, 1.0)(key, low, width, size)


def _double(x):
    return RULES.cast(RULES.array(x), dtypes.float64)


def _integers(key, low, high=None, size=None, dtype=np.int64, endpoint=False):
    low, high = (0, low) if high is None else (low, high)
    low, high, dtype = operator.index(low), operator.index(high) + bool(endpoint), np.dtype(dtype)
    if low >= high:
        raise ValueError("low >= high")
    if dtype == dtypes.bool_:
        return ivy.astype(ivy.randint(low, high, _shape(size), key=key), dtype)
    return ivy.randint(low, high, _shape(size), dtype=dtype, key=key)


def _permutation(key, x, axis=0):
    if isinstance(x, (int, np.integer)):
        return ivy.random_permutation(operator.index(x), key=key)
    return ivy.random_permutation(RULES.array(x), axis=axis, key=key)


def _permuted(key, x, axis=None, out=None):
    x = RULES.array(x)
    flat = ivy.reshape(x, (-1,)) if axis is None else x
    drawn = ivy.random_permutation(flat, axis=axis or 0, independent=True, key=key)
    return ivy.reshape(drawn, tuple(x.shape))


def _choice(key, a, size=None, replace=True, p=None, axis=0, shuffle=True):
    is_number = isinstance(a, (int, np.integer))
    a = ivy.arange(0, operator.index(a), dtype=dtypes.int64) if is_number else RULES.array(a)
    shape, count = _shape(size), a.shape[axis]
    number = math.prod(shape)
    if p is not None:
        places = ivy.multinomial(_double(p), number, replace=replace, key=key)
    elif replace:
        places = ivy.randint(0, count, (number,), key=key)
    elif number > count:
        raise ValueError("Cannot take a larger sample than population when replace is False")
    else:
        places = ivy.slice_(ivy.random_permutation(count, key=key), (slice(number),))
    drawn = ivy.take(a, places, axis=axis, bounds="clip")
    before, after = tuple(a.shape[:axis]), tuple(a.shape[axis + 1 :])
    return ivy.reshape(drawn, (*before, *shape, *after))


def _weibull(key, a, size=None):
    a = _double(a)
    shape = tuple(a.shape) if size is None else _shape(size)
    return ivy.pow(ivy.random_exponential(shape, dtype=dtypes.float64, key=key), ivy.divide(1.0, a))


_DRAWS = {
    "choice": _choice,
    "exponential": _scaled(ivy.random_exponential, 1.0),
    "gumbel": _moved(ivy.random_gumbel, 0.0, 1.0),
    "integers": _integers,
    "laplace": _moved(_laplace, 0.0, 1.0),
    "logistic": _moved(_logistic, 0.0, 1.0),
    "lognormal": _moved(_normal, 0.0, 1.0, finish=lambda x: ivy.exp(x)),
    "normal": _moved(_normal, 0.0, 1.0),
    "permutation": _permutation,
    "permuted": _permuted,
    "rand": _of_dimensions(_unit),
    "randint": _integers,
    "randn": _of_dimensions(_normal),
    "random": _filled(_unit),
    "random_sample": _filled(_unit),
    "rayleigh": _scaled(_rayleigh, 1.0),
    "standard_cauchy": _filled(_cauchy),
    "standard_exponential": _filled(ivy.random_exponential),
    "standard_normal": _filled(_normal),
    "uniform": _uniform,
    "weibull": _weibull,
}
KEYED.update({f"numpy.random.{name}": function for name, function in _DRAWS.items()})
