"""Functions of `jax.random` that make keys of seeds and of keys."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax.random import _stream


def _implementation(name):
    """Raises unless `name` is that of Threefry, the one generator here."""
    if name is None or name == "threefry2x32" or getattr(name, "name", None) == "key<fry>":
        return
    if not isinstance(name, str):
        raise TypeError(f"unrecognized type {type(name)} for specifying PRNG implementation.")
    if name in ("rbg", "unsafe_rbg", "threefry4x32", "philox2x32", "philox4x32"):
        raise NotImplementedError(f"the generator {name} is not written with ivy functions")
    raise ValueError(f'unrecognized PRNG implementation "{name}".')


def _seeded(name, seed, impl):
    _implementation(impl)
    if type(seed) is _stream.Typed:
        raise TypeError(f"{name} accepts a scalar seed, but was given a PRNG key.")
    if ivy.python_kind(seed) is int:
        limits = dtypes.limits(to.canonical(int))
        if not dtypes.limits(dtypes.int64)[0] <= seed <= dtypes.limits(dtypes.int64)[1]:
            raise OverflowError(f"Python int {seed} too large to convert to int64")
        seed &= 2 ** (8 * to.canonical(int).itemsize) - 1 if seed > limits[1] or seed < 0 else -1
        return ivy.random_key(seed)
    seed = to.array(seed)
    if seed.ndim:
        raise TypeError(
            f"{name} accepts a scalar seed, but was given an array of shape {tuple(seed.shape)}"
        )
    if not dtypes.is_integral(ivy.dtype(seed)):
        raise TypeError(f"PRNG key seed must be an integer; got {ivy.dtype(seed).name}")
    return ivy.random_key(int(ivy.item(seed)) & (2 ** (8 * ivy.dtype(seed).itemsize) - 1))


def key(seed, *, impl=None, dtype=None):
    if dtype is not None and impl is not None:
        raise ValueError("Cannot specify both `impl` and `dtype` arguments to jax.random.key")
    return _stream.Typed(_seeded("key", seed, dtype or impl))


def PRNGKey(seed, *, impl=None):
    return _seeded("PRNGKey", seed, impl)


def split(key, num=2):
    words = _stream.data("split", key)
    shape = _stream.sizes(num) if isinstance(num, (tuple, list)) else _stream.sizes((num,))
    return _stream.like(key, ivy.random_split(words, shape))


def fold_in(key, data):
    words = _stream.data("fold_in", key)
    if ivy.python_kind(data) is int:
        return _stream.like(key, ivy.random_fold_in(words, data & 0xFFFFFFFF))
    data = to.array(data)
    if data.ndim:
        raise TypeError(
            f"fold_in accepts a scalar, but was given an array of shape {tuple(data.shape)}"
        )
    data = ivy.astype(ivy.astype(data, dtypes.int64), dtypes.uint32)
    return _stream.like(key, ivy.random_fold_in(words, data))


def key_data(keys):
    return _stream.data("key_data", keys, several=True)


def wrap_key_data(key_bits_array, *, impl=None, dtype=None):
    if dtype is not None and impl is not None:
        raise ValueError("Cannot specify both `impl` and `dtype` arguments")
    _implementation(dtype or impl)
    return _stream.Typed(_stream.data("wrap_key_data", key_bits_array, several=True))


def key_impl(keys):
    _stream.data("key_impl", keys, several=True)
    return "threefry2x32"


def clone(key):
    return key


_publish.publish(__name__, native="jax.random")
