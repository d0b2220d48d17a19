"""Random numbers: a function of a key and a shape, the same on every backend.

A key is two 32-bit words, created by `random_key` from a seed and split by `random_split`; the
numbers are those of `jax.random`. Without a key, the next one of the seeded state (`random_seed`)
is used. Bits, integers and uniform numbers are bitwise equal on all backends; distributions that
use a logarithm or an inverse error function are as accurate as these are on the backend.

`ivy.random` has these functions under short names: `ivy.random.normal`.
"""

from __future__ import annotations

import math

import numpy as np

from ivy._core import dtypes, ops
from ivy._core.dtypes import DType, float32, int64
from ivy._core.op import Array, Key, Scalar, Shape, composite
from ivy.functional import _threefry

_WIDTHS = {"float16": (16, 10), "bfloat16": (8, 7), "float32": (32, 23), "float64": (64, 52)}


def _dtype_of_call(*_, dtype=float32, **__):
    return dtype


def _shape(shape):
    return (shape,) if isinstance(shape, int) else tuple(shape)


@composite()
def random_key(seed: int, /) -> Array:
    """The key of a seed: an array of two words (uint32), as from `jax.random.PRNGKey`.

    >>> import ivy
    >>> ivy.functional.random_key(42).tolist()
    [0, 42]
    """
    return ops.constant(np.asarray(_threefry.words_of(int(seed)), np.uint32))


@composite()
def random_seed(seed: int, /) -> None:
    """Sets the seeded state, which provides the keys of calls without one.

    >>> import ivy
    >>> ivy.random_seed(0)
    >>> first = ivy.functional.random_uniform(shape=2)
    >>> ivy.random_seed(0)
    >>> bool((ivy.functional.random_uniform(shape=2) == first).all())
    True
    """
    _threefry.state().set(int(seed))


@composite()
def random_split(key: Key, number: int = 2, /) -> Array:
    """`number` new keys, one per row, independent of each other and of `key`.

    >>> import ivy
    >>> ivy.functional.random_split(ivy.functional.random_key(0)).shape
    (2, 2)
    """
    return ops.astype(ops.stack(_threefry.pairs(key, _shape(number)), axis=-1), dtypes.uint32)


@composite()
def random_fold_in(key: Key, data: Array | Scalar, /) -> Array:
    """A new key from a key and a number, as from `jax.random.fold_in`.

    >>> import ivy
    >>> ivy.random_fold_in(ivy.random_key(0), 7).shape
    (2,)
    """
    if isinstance(data, int):
        words = _threefry.words_of(data)
        data = ops.constant(np.asarray(words, np.int64))
        pair = ops.slice_(data, (0,)), ops.slice_(data, (1,))
    else:
        low = ops.bitwise_and(ops.astype(data, int64), _threefry.MASK)
        pair = ops.zeros((), dtype=int64), low
    return ops.astype(
        ops.stack(_threefry.threefry(_threefry.words(key), pair), axis=-1), dtypes.uint32
    )


@composite(random=True)
def random_bits(shape: Shape = (), /, *, dtype: DType = dtypes.uint32, key: Key = None) -> Array:
    """Random bits as an unsigned integer dtype of at most 32 bits.

    Raises
    ------
    ValueError
        The dtype is another one.

    >>> import ivy
    >>> int(ivy.functional.random_bits(key=ivy.functional.random_key(0)))
    4070199207
    """
    if dtype.kind != "u" or dtype.itemsize > 4:
        raise ValueError(f"random_bits returns uint8, uint16 or uint32, not {dtype}.")
    bits = _threefry.bits(_threefry.key_or_next(key), _shape(shape), 8 * dtype.itemsize)
    return ops.astype(bits, dtype)


def _unit(key, shape, dtype):
    """Uniform numbers in [0, 1): random bits as fractional digits."""
    try:
        width, digits = _WIDTHS[dtype.name]
    except KeyError:
        raise TypeError(f"random numbers of {dtype}: they need a floating dtype.") from None
    if width == 64:
        high, low = _threefry.pairs(key, shape)
        whole = ops.bitwise_or(ops.bitwise_left_shift(high, 20), ops.bitwise_right_shift(low, 12))
    else:
        whole = ops.bitwise_right_shift(_threefry.bits(key, shape, width), width - digits)
    # both steps are exact: an integer of at most that many digits, times a power of 2
    return ops.multiply(ops.astype(whole, dtype), 2.0**-digits)


def _number(x, dtype):
    return x if isinstance(x, (bool, int, float)) else ops.astype(x, dtype)


@composite(random=True, dtype=_dtype_of_call)
def random_uniform(
    low: Array | Scalar = 0.0,
    high: Array | Scalar = 1.0,
    shape: Shape = (),
    *,
    dtype: DType = float32,
    key: Key = None,
) -> Array:
    """Uniform numbers in [low, high).

    >>> import ivy
    >>> key = ivy.functional.random_key(0)
    >>> [round(float(n), 4) for n in ivy.functional.random_uniform(shape=2, key=key)]
    [0.9477, 0.9786]
    """
    unit = _unit(_threefry.key_or_next(key), _shape(shape), dtype)
    if type(low) is float and type(high) is float and (low, high) == (0.0, 1.0):
        return unit
    low, high = ops.asarray(low, dtype=dtype), ops.asarray(high, dtype=dtype)
    return ops.maximum(ops.add(ops.multiply(unit, ops.subtract(high, low)), low), low)


@composite(random=True, dtype=_dtype_of_call)
def random_normal(
    mean: Array | Scalar = 0.0,
    std: Array | Scalar = 1.0,
    shape: Shape = (),
    *,
    dtype: DType = float32,
    key: Key = None,
) -> Array:
    """Normally distributed numbers; complex ones have independent parts and variance `std`².

    >>> import ivy
    >>> key = ivy.functional.random_key(0)
    >>> [round(float(n), 4) for n in ivy.functional.random_normal(shape=2, key=key)]
    [1.6226, 2.0253]
    """
    key, shape = _threefry.key_or_next(key), _shape(shape)
    if dtypes.is_complex(dtype):
        keys = random_split(key)
        real = dtypes.real_of(dtype)
        parts = [_standard_normal(ops.slice_(keys, (k,)), shape, real) for k in (0, 1)]
        out = ops.divide(ops.complex(*parts), math.sqrt(2))
    else:
        out = _standard_normal(key, shape, dtype)
    if isinstance(mean, (int, float)) and isinstance(std, (int, float)) and (mean, std) == (0, 1):
        return out
    return ops.add(ops.multiply(out, _number(std, dtype)), _number(mean, dtype))


def _standard_normal(key, shape, dtype):
    lowest = -1.0 + dtypes.epsilon(dtype) / 2
    u = random_uniform(lowest, 1.0, shape, dtype=dtype, key=key)
    return ops.multiply(ops.erfinv(u), math.sqrt(2))


@composite(random=True)
def randint(
    low: int, high: int, /, shape: Shape = (), *, dtype: DType = int64, key: Key = None
) -> Array:
    """Uniform integers in [low, high).

    Raises
    ------
    ValueError
        The range is wider than 2**31, or does not fit the dtype.

    >>> import ivy
    >>> ivy.functional.randint(0, 10, shape=4, key=ivy.functional.random_key(0)).tolist()
    [5, 1, 5, 7]
    """
    low, high = int(low), int(high)
    lowest, highest = dtypes.limits(dtype)
    if high - low > 2**31 or not (lowest <= low and high - 1 <= highest):
        raise ValueError(f"randint({low}, {high}) of {dtype}: no such range.")
    span, width = max(high - low, 1), 8 * dtype.itemsize
    keys, shape = random_split(_threefry.key_or_next(key)), _shape(shape)
    parts = [_remainder(ops.slice_(keys, (k,)), shape, width, span) for k in (0, 1)]
    # as in the generator: the square wraps around in the width of the dtype
    factor = (2 ** (width // 2) % span) ** 2 % 2**width % span
    offset = ops.add(ops.multiply(parts[0], factor), parts[1])
    if width < 64:
        offset = ops.bitwise_and(offset, (1 << width) - 1)
    return ops.astype(ops.add(ops.remainder(offset, span), low), dtype)


def _remainder(key, shape, width, span):
    """Random bits of the width, modulo `span`."""
    if width < 64:
        return ops.remainder(_threefry.bits(key, shape, width), span)
    high, low = _threefry.pairs(key, shape)
    high = ops.multiply(ops.remainder(high, span), 2**32 % span)
    return ops.remainder(ops.add(ops.remainder(high, span), ops.remainder(low, span)), span)


@composite(random=True)
def bernoulli(
    probability: Array | Scalar = 0.5, /, shape: Shape | None = None, *, key: Key = None
) -> Array:
    """True with the given probability.

    >>> import ivy
    >>> ivy.functional.bernoulli(0.5, shape=4, key=ivy.functional.random_key(0)).tolist()
    [False, False, True, True]
    """
    is_number = isinstance(probability, (bool, int, float))
    if shape is None:
        shape = () if is_number else tuple(probability.shape)
    dtype = float32 if is_number else ops.dtype(probability)
    return ops.less(random_uniform(shape=shape, dtype=dtype, key=key), probability)


@composite(random=True, dtype=_dtype_of_call)
def random_gumbel(shape: Shape = (), /, *, dtype: DType = float32, key: Key = None) -> Array:
    """Numbers of the Gumbel distribution, -log(-log(u)).

    >>> import ivy
    >>> ivy.random_gumbel((2, 3), key=ivy.random_key(0)).shape
    (2, 3)
    """
    import ml_dtypes

    tiny = float(ml_dtypes.finfo(dtype).tiny)
    u = random_uniform(tiny, 1.0, shape, dtype=dtype, key=key)
    return ops.negative(ops.log(ops.negative(ops.log(u))))


@composite(random=True, dtype=_dtype_of_call)
def random_exponential(shape: Shape = (), /, *, dtype: DType = float32, key: Key = None) -> Array:
    """Numbers of the exponential distribution with mean 1.

    >>> import ivy
    >>> ivy.random_exponential((2, 3), key=ivy.random_key(0)).shape
    (2, 3)
    """
    return ops.negative(ops.log1p(ops.negative(random_uniform(shape=shape, dtype=dtype, key=key))))


@composite(random=True, dtype=_dtype_of_call)
def random_truncated_normal(
    low: float, high: float, /, shape: Shape = (), *, dtype: DType = float32, key: Key = None
) -> Array:
    """Standard normal numbers, truncated to [low, high].

    >>> import ivy
    >>> ivy.random_truncated_normal(-1.0, 1.0, (2, 3), key=ivy.random_key(0)).shape
    (2, 3)
    """
    a, b = (
        ops.erf(ops.divide(ops.full((), bound, dtype=dtype), math.sqrt(2))) for bound in (low, high)
    )
    u = random_uniform(a, b, shape, dtype=dtype, key=key)
    ends = ops.full((), low, dtype=dtype), ops.full((), high, dtype=dtype)
    infinite = ops.full((), math.inf, dtype=dtype)
    return ops.clip(
        ops.multiply(ops.erfinv(u), math.sqrt(2)),
        ops.nextafter(ends[0], infinite),
        ops.nextafter(ends[1], ops.negative(infinite)),
    )


@composite(random=True)
def random_categorical(
    logits: Array, /, shape: Shape | None = None, *, axis: int = -1, key: Key = None
) -> Array:
    """Positions (int64) along `axis`, drawn with the probabilities softmax(logits).

    `shape` may have further axes before the other axes of `logits`.

    >>> import ivy, numpy as np
    >>> logits = np.log(np.asarray([0.01, 0.98, 0.01]))
    >>> key = ivy.functional.random_key(0)
    >>> ivy.functional.random_categorical(logits, shape=4, key=key).tolist()
    [1, 1, 1, 1]
    """
    axis = axis % logits.ndim - logits.ndim
    rest = list(logits.shape)
    size = rest.pop(axis)
    shape = tuple(rest) if shape is None else _shape(shape)
    full = list(shape)
    full.insert(len(full) + axis + 1, size)
    noise = random_gumbel(tuple(full), dtype=ops.dtype(logits), key=key)
    return ops.argmax(ops.add(noise, logits), axis=axis)


@composite(random=True)
def random_permutation(
    x: Array | Scalar, /, *, axis: int = 0, independent: bool = False, key: Key = None
) -> Array:
    """The slices of `x` along `axis` in random order; for an integer n, those of `arange(n)`.

    With `independent`, each row along `axis` is permuted by itself.

    >>> import ivy
    >>> ivy.functional.random_permutation(5, key=ivy.functional.random_key(0)).tolist()
    [0, 1, 4, 3, 2]
    """
    key = _threefry.key_or_next(key)
    if isinstance(x, int):
        x = ops.arange(0, x, dtype=int64)
    axis %= x.ndim
    if independent or x.ndim == 1:
        return _shuffled(key, x, axis)
    order = _shuffled(key, ops.arange(0, x.shape[axis], dtype=int64), 0)
    return ops.take(x, order, axis=axis, bounds="clip")


def _shuffled(key, x, axis):
    rounds = math.ceil(3 * math.log(max(1, math.prod(x.shape))) / math.log(_threefry.MASK))
    for _ in range(rounds):
        keys = random_split(key)
        key = ops.slice_(keys, (0,))
        order = ops.argsort(_threefry.bits(ops.slice_(keys, (1,)), tuple(x.shape), 32), axis=axis)
        x = ops.take_along_axis(x, order, axis=axis, bounds="clip")
    return x


@composite(random=True)
def shuffle(x: Array, /, *, key: Key = None) -> Array:
    """`x` with its slices along the first axis in random order.

    >>> import ivy, numpy as np
    >>> sorted(ivy.shuffle(np.arange(5), key=ivy.random_key(0)).tolist())
    [0, 1, 2, 3, 4]
    """
    return random_permutation(x, key=key)


@composite(random=True)
def multinomial(
    probabilities: Array, number: int, /, *, replace: bool = True, key: Key = None
) -> Array:
    """`number` positions (int64) along the last axis, drawn with the given weights.

    Raises
    ------
    ValueError
        Fewer positions than are to be drawn without replacement.

    >>> import ivy, numpy as np
    >>> ivy.multinomial(np.asarray([0.25, 0.75]), 4, key=ivy.random_key(0)).shape
    (4,)
    """
    logits = ops.log(probabilities)
    lead = tuple(probabilities.shape[:-1])
    if replace:
        found = random_categorical(logits, (number, *lead), key=key)
        return ops.moveaxis(found, 0, -1)
    if number > probabilities.shape[-1]:
        raise ValueError(f"{number} of {probabilities.shape[-1]} without replacement.")
    noise = random_gumbel(tuple(logits.shape), dtype=ops.dtype(logits), key=key)
    return ops.top_k(ops.add(logits, noise), number)[1]


@composite(random=True)
def dropout(
    x: Array, probability: float = 0.5, /, *, training: bool = True, key: Key = None
) -> Array:
    """`x` with elements set to 0 with a probability, the others scaled to preserve the mean.

    >>> import ivy, numpy as np
    >>> ivy.functional.dropout(np.ones(4), 0.5, key=ivy.functional.random_key(0)).tolist()
    [0.0, 0.0, 2.0, 2.0]
    """
    if not training or probability == 0:
        return x
    if probability >= 1:
        return ops.multiply(x, 0)
    kept = bernoulli(1 - probability, tuple(x.shape), key=key)
    return ops.where(kept, ops.divide(x, 1 - probability), ops.zeros((), dtype=ops.dtype(x)))
