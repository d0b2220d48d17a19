"""`jax.nn.initializers`: functions that give functions of a key, a shape and a dtype."""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax.lax import _shape
from ivy.frontends.jax.random import _draws, _laws


def zeros(key, shape, dtype=None, out_sharding=None):
    return _shape.full(shape, 0, dtype or to.default_float())


def ones(key, shape, dtype=None, out_sharding=None):
    return _shape.full(shape, 1, dtype or to.default_float())


def constant(value, dtype=None):
    def init(key, shape, dtype=dtype, out_sharding=None):
        dtype = to.canonical(dtype or to.default_float())
        return ivy.broadcast_to(to.cast(to.array(value), dtype), tuple(shape))

    return init


def uniform(scale=0.01, dtype=None):
    def init(key, shape, dtype=dtype, out_sharding=None):
        out = _draws.uniform(key, shape, dtype or to.default_float())
        return out * to.cast(scale, ivy.dtype(out))

    return init


def normal(stddev=0.01, dtype=None):
    def init(key, shape, dtype=dtype, out_sharding=None):
        out = _laws.normal(key, shape, dtype or to.default_float())
        return out * to.cast(stddev, ivy.dtype(out))

    return init


def truncated_normal(stddev=0.01, dtype=None, lower=-2.0, upper=2.0):
    def init(key, shape, dtype=dtype, out_sharding=None):
        out = _laws.truncated_normal(key, lower, upper, shape, dtype or to.default_float())
        return out * to.cast(stddev, ivy.dtype(out))

    return init


def _fans(shape, in_axis, out_axis, batch_axis):
    if in_axis == -2 and len(shape) <= 1:
        raise ValueError(
            f"Can't compute input and output sizes of a {len(shape)}-dimensional weights tensor "
            "with default in_axis."
        )
    into, out, batch = (
        math.prod(shape[a] for a in ((axis,) if isinstance(axis, int) else axis))
        for axis in (in_axis, out_axis, batch_axis)
    )
    field = math.prod(shape) / into / out / batch
    return into * field, out * field


def variance_scaling(scale, mode, distribution, in_axis=-2, out_axis=-1, batch_axis=(), dtype=None):
    def init(key, shape, dtype=dtype, out_sharding=None):
        dtype = to.canonical(dtype or to.default_float())
        if dtypes.category(dtype) != 2:
            raise NotImplementedError(f"variance_scaling of {dtype.name}")
        into, out = _fans(tuple(shape), in_axis, out_axis, batch_axis)
        fans = {
            "fan_in": into,
            "fan_out": out,
            "fan_avg": (into + out) / 2,
            "fan_geo_avg": (into * out) ** 0.5,
        }
        if mode not in fans:
            raise ValueError(f"invalid mode for variance scaling initializer: {mode}")
        variance = ivy.full((), scale / fans[mode], dtype=dtype)
        if distribution == "truncated_normal":
            width = ivy.sqrt(variance) / to.like(0.87962566103423978, variance)
            return _laws.truncated_normal(key, -2, 2, shape, dtype) * width
        if distribution == "normal":
            return _laws.normal(key, shape, dtype) * ivy.sqrt(variance)
        if distribution == "uniform":
            return _draws.uniform(key, shape, dtype, -1) * ivy.sqrt(3 * variance)
        raise ValueError(f"invalid distribution for variance scaling initializer: {distribution}")

    return init


def _scaled(scale, mode, distribution):
    def function(in_axis=-2, out_axis=-1, batch_axis=(), dtype=None):
        return variance_scaling(scale, mode, distribution, in_axis, out_axis, batch_axis, dtype)

    function.__module__ = __name__
    return function


glorot_normal = _scaled(1.0, "fan_avg", "truncated_normal")
glorot_uniform = _scaled(1.0, "fan_avg", "uniform")
he_normal = _scaled(2.0, "fan_in", "truncated_normal")
he_uniform = _scaled(2.0, "fan_in", "uniform")
kaiming_normal = _scaled(2.0, "fan_in", "truncated_normal")
kaiming_uniform = _scaled(2.0, "fan_in", "uniform")
lecun_normal = _scaled(1.0, "fan_in", "truncated_normal")
lecun_uniform = _scaled(1.0, "fan_in", "uniform")
xavier_normal = _scaled(1.0, "fan_avg", "truncated_normal")
xavier_uniform = _scaled(1.0, "fan_avg", "uniform")


def orthogonal(scale=1.0, column_axis=-1, dtype=None):
    def init(key, shape, dtype=dtype, out_sharding=None):
        dtype = to.canonical(dtype or to.default_float())
        shape = tuple(shape)
        if len(shape) < 2:
            raise ValueError("orthogonal initializer requires at least a 2D shape")
        if 0 in shape:
            return ivy.zeros(shape, dtype=dtype)
        columns = shape[column_axis]
        q = _laws.orthogonal(key, math.prod(shape) // columns, (), dtype, columns)
        axis = column_axis % len(shape)
        q = ivy.reshape(q, (*shape[:axis], *shape[axis + 1 :], columns))
        return ivy.moveaxis(q, -1, axis) * to.like(scale, q)

    return init


_publish.publish(__name__, native="jax.nn.initializers")
