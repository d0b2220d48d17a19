"""What the functions of `jax.random` draw from: keys in arrays, and the numbers they stand for.

A key is two words. `Typed` marks keys made by `jax.random.key`, which come back as such; a plain array
of words is a key as `jax.random.PRNGKey` makes it.
"""

from __future__ import annotations

import math
import operator
from typing import Any, NamedTuple

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.jax import _promotion as to
from ivy.functional import _threefry

Words = tuple[Any, Any]


class Typed(NamedTuple):
    """An array of words that is an array of keys to its user."""

    array: Any


def data(name: str, key: Any, several: bool = False) -> Any:
    """The words of a key, or of an array of keys.

    Raises
    ------
    TypeError
        It is no key.
    ValueError
        There are several where one is asked for.
    """
    words = key.array if type(key) is Typed else key
    if ivy.python_kind(words) is not None or not hasattr(words, "dtype"):
        raise TypeError(f"unexpected PRNG key type {type(key)}")
    if ivy.dtype(words) != dtypes.uint32 or tuple(words.shape[-1:]) != (2,):
        raise TypeError(
            f"JAX encountered invalid PRNG key data: expected uint32 of shape (..., 2), got "
            f"{ivy.dtype(words).name} of shape {tuple(words.shape)}"
        )
    if not several and words.ndim != 1:
        raise ValueError(
            f"{name} accepts a single key, but was given a key array of shape "
            f"{tuple(words.shape[:-1])} != (). Use jax.vmap for batching."
        )
    return words


def like(key: Any, words: Any) -> Any:
    """New keys of the kind of `key`."""
    return Typed(words) if type(key) is Typed else words


def sizes(shape: Any) -> tuple[int, ...]:
    """A shape, which must be a sequence of numbers that are not negative."""
    found = tuple(operator.index(n) for n in shape)
    if any(n < 0 for n in found):
        raise ValueError(f"Shapes must have nonnegative sizes, got {found}")
    return found


def floating(name: str, dtype: Any, complex_too: bool = False) -> Any:
    """A floating dtype, the default one for None.

    Raises
    ------
    ValueError
        It is another one.
    """
    found = to.canonical(float if dtype is None else dtype)
    if dtypes.category(found) != 2 and not (complex_too and found.kind == "c"):
        raise ValueError(f"dtype argument to `{name}` must be a float dtype, got {found}")
    return found


def integral(name: str, dtype: Any, error: type[Exception] = TypeError) -> Any:
    """An integer dtype, the default one for None."""
    found = to.canonical(int if dtype is None else dtype)
    if not dtypes.is_integral(found):
        raise error(f"{name} only accepts integer dtypes, got {found}")
    return found


def broadcast(name: str, shape: Any, *arrays: Any) -> tuple[int, ...]:
    """The shape of a result with these parameters, which must be `shape` if that is given."""
    import numpy as np

    found = np.broadcast_shapes(*(tuple(x.shape) for x in arrays))
    if shape is None:
        return found
    shape = sizes(shape)
    if np.broadcast_shapes(shape, found) != shape:
        raise ValueError(
            f"{name} parameter shapes must be broadcast-compatible with shape argument, got "
            f"{found} for {shape}."
        )
    return shape


def parts(words: Any, number: int = 2) -> list[Any]:
    """`number` new keys."""
    keys = ivy.random_split(words, number)
    return [ivy.slice_(keys, (i,)) for i in range(number)]


def bits(words: Any, shape: tuple[int, ...], width: int) -> Any:
    """Random bits, as int64 up to 32 of them, else as uint64."""
    if width <= 32:
        return _threefry.bits(words, shape, width)
    high, low = _threefry.pairs(words, shape)
    both = ivy.bitwise_or(ivy.bitwise_left_shift(high, to.like(32, high)), low)
    return ivy.bitcast(both, dtypes.uint64)


def uniform(words: Any, shape: tuple[int, ...], dtype: Any, low: Any = 0.0, high: Any = 1.0) -> Any:
    """Uniform numbers; the bounds are numbers or arrays."""
    unit = ivy.random_uniform(shape=shape, dtype=dtype, key=words)
    if type(low) is float and type(high) is float and (low, high) == (0.0, 1.0):
        return unit
    low, high = to.cast(low, dtype), to.cast(high, dtype)
    return ivy.maximum(low, unit * (high - low) + low)


def normal(words: Any, shape: tuple[int, ...], dtype: Any) -> Any:
    """Standard normal numbers."""
    return ivy.random_normal(shape=shape, dtype=dtype, key=words)


# -- a key for each element: words are two int64 arrays of one shape


def each(words: Any, count: int) -> Words:
    """A key for each of `count` elements."""
    return _threefry.words(ivy.random_split(words, count))


def each_part(words: Words, number: int = 2) -> list[Words]:
    """`number` new keys for each key."""
    zero = ivy.zeros((), dtype=dtypes.int64)
    return [
        _threefry.threefry(words, (zero, ivy.full((), i, dtype=dtypes.int64)))
        for i in range(number)
    ]


def each_uniform(words: Words, dtype: Any, low: float = 0.0, high: float = 1.0) -> Any:
    """One uniform number for each key."""
    zero = ivy.zeros((), dtype=dtypes.int64)
    a, b = _threefry.threefry(words, (zero, zero))
    width, digits = {"float16": (16, 10), "bfloat16": (8, 7), "float32": (32, 23)}.get(
        dtype.name, (64, 52)
    )
    if width == 64:
        whole = ivy.bitwise_or(
            ivy.bitwise_left_shift(a, to.like(20, a)), ivy.bitwise_right_shift(b, to.like(12, b))
        )
    else:
        both = ivy.bitwise_xor(a, b) & ((1 << width) - 1)
        whole = ivy.bitwise_right_shift(both, to.like(width - digits, both))
    unit = ivy.astype(whole, dtype) * 2.0**-digits
    if (low, high) == (0.0, 1.0):
        return unit
    low_, high_ = to.like(low, unit), to.like(high, unit)
    return ivy.maximum(low_, unit * (high_ - low_) + low_)


def each_normal(words: Words, dtype: Any) -> Any:
    """One standard normal number for each key."""
    u = each_uniform(words, dtype, -1.0 + dtypes.epsilon(dtype) / 2, 1.0)
    return ivy.erfinv(u) * math.sqrt(2)


def chosen(mask: Any, new: Any, old: Any) -> Any:
    """`new` where a mask holds, of arrays or pairs of words."""
    if isinstance(new, tuple):
        return tuple(ivy.where(mask, a, b) for a, b in zip(new, old, strict=True))
    return ivy.where(mask, new, old)
