"""Random functions as functions of a key of Ivy's, for graphs: the same numbers on every backend.

They take the key before their own arguments, without a generator. Those that write return what the
tensor holds afterwards.
"""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._publish import KEYED
from ivy.frontends.torch import _dtypes as to


def _uniform_of(key, size, dtype=None, **_):
    return ivy.random_uniform(shape=tuple(size), dtype=dtype or to.default_dtype(), key=key)


def _normal_of(key, size, dtype=None, **_):
    return ivy.random_normal(shape=tuple(size), dtype=dtype or to.default_dtype(), key=key)


def _like(draw):
    def function(key, input, *args, dtype=None, **_):
        return draw(key, *args, tuple(input.shape), dtype=dtype or ivy.dtype(input))

    return function


def _integers_between(key, low, high, size, dtype=dtypes.int64, **_):
    dtype = dtype or dtypes.int64
    if dtype.kind in "iu":
        return ivy.randint(low, high, tuple(size), dtype=dtype, key=key)
    return to.cast(ivy.randint(low, high, tuple(size), key=key), dtype)


def _integers(key, high, size, dtype=dtypes.int64, **_):
    return _integers_between(key, 0, high, size, dtype)


def _integers_like(key, input, *limits, dtype=None, **_):
    low, high = limits if len(limits) == 2 else (0, *limits)
    return _integers_between(key, low, high, input.shape, dtype or ivy.dtype(input))


def _permutation(key, n, dtype=dtypes.int64, **_):
    return to.cast(ivy.random_permutation(n, key=key), dtype or dtypes.int64)


def _bernoulli(key, input, p=None):
    kept = ivy.bernoulli(input if p is None else p, tuple(input.shape), key=key)
    return to.cast(kept, ivy.dtype(input))


def _bernoulli_filled(key, self, p=0.5):
    if not isinstance(p, (int, float)):
        p = ivy.broadcast_to(p, tuple(self.shape))
    return to.cast(ivy.bernoulli(p, tuple(self.shape), key=key), ivy.dtype(self))


def _uniform(key, self, low=0.0, high=1.0):
    return ivy.random_uniform(low, high, tuple(self.shape), dtype=ivy.dtype(self), key=key)


def _normal(key, self, mean=0.0, std=1.0):
    return ivy.random_normal(mean, std, tuple(self.shape), dtype=ivy.dtype(self), key=key)


def _log_normal(key, self, mean=1.0, std=2.0):
    return ivy.exp(_normal(key, self, mean, std))


def _exponential(key, self, rate=1.0):
    drawn = ivy.random_exponential(tuple(self.shape), dtype=ivy.dtype(self), key=key)
    return ivy.divide(drawn, rate)


def _cauchy(key, self, median=0.0, sigma=1.0):
    angle = ivy.multiply(ivy.subtract(_uniform(key, self), 0.5), 3.141592653589793)
    return ivy.add(ivy.multiply(ivy.tan(angle), sigma), median)


def _geometric(key, self, p):
    shape = tuple(self.shape)
    unit = ivy.random_uniform(5.9604645e-08, 1.0, shape, dtype=dtypes.float32, key=key)
    count = ivy.ceil(ivy.divide(ivy.log(unit), ivy.log1p(ivy.constant(-p, dtype=dtypes.float32))))
    return to.cast(ivy.maximum(count, 1.0), ivy.dtype(self))


def _end_of(dtype):
    """Where the integers end that `random_()` draws: those that the dtype can tell apart."""
    floating = dtypes.is_floating(dtype)
    return int(2 / dtypes.epsilon(dtype)) if floating else dtypes.limits(dtype)[1] + 1


def _integers_filled(key, self, *limits):
    low, high = limits if len(limits) == 2 else (0, *(limits or (_end_of(ivy.dtype(self)),)))
    return _integers_between(key, low, high, self.shape, ivy.dtype(self))


def _normal_around(key, mean, std=1.0):
    drawn = ivy.random_normal(shape=tuple(mean.shape), dtype=ivy.dtype(mean), key=key)
    return ivy.add(ivy.multiply(drawn, std), mean)


def _normal_of_width(key, mean, std):
    return _normal_around(key, ivy.zeros(tuple(std.shape), dtype=ivy.dtype(std)), std)


def _normal_of_both(key, mean, std):
    mean, std = ivy.broadcast_arrays(mean, std)
    return _normal_around(key, mean, std)


def _dropout(key, input, p, train=True):
    if not train or p == 0:
        return input, ivy.ones(tuple(input.shape), dtype=dtypes.bool_)
    kept = ivy.bernoulli(1 - p, tuple(input.shape), key=key)
    scaled = ivy.multiply(input, 1 / (1 - p) if p < 1 else 0.0)
    return ivy.where(kept, scaled, ivy.zeros((), dtype=ivy.dtype(input))), kept


def _choices(key, input, num_samples, replacement=False):
    return ivy.multinomial(input, num_samples, replace=replacement, key=key)


KEYED.update(
    {
        "torch.ops.aten.bernoulli": _bernoulli,
        "torch.ops.aten.bernoulli_": _bernoulli_filled,
        "torch.ops.aten.cauchy_": _cauchy,
        "torch.ops.aten.exponential_": _exponential,
        "torch.ops.aten.geometric_": _geometric,
        "torch.ops.aten.log_normal_": _log_normal,
        "torch.ops.aten.multinomial": _choices,
        "torch.ops.aten.native_dropout": _dropout,
        "torch.ops.aten.normal.Tensor_Tensor": _normal_of_both,
        "torch.ops.aten.normal.Tensor_float": _normal_around,
        "torch.ops.aten.normal.float_Tensor": _normal_of_width,
        "torch.ops.aten.normal_": _normal,
        "torch.ops.aten.rand": _uniform_of,
        "torch.ops.aten.rand_like": _like(_uniform_of),
        "torch.ops.aten.randint": _integers,
        "torch.ops.aten.randint.low": _integers_between,
        "torch.ops.aten.randint_like": _integers_like,
        "torch.ops.aten.randn": _normal_of,
        "torch.ops.aten.randn_like": _like(_normal_of),
        "torch.ops.aten.random_": _integers_filled,
        "torch.ops.aten.randperm": _permutation,
        "torch.ops.aten.uniform_": _uniform,
    }
)
