"""Threefry-2x32, the counter-based generator of JAX, and the seeded state for calls without a key.

Words are 32-bit numbers in 64-bit integers, which every backend supports. Derived keys and bits are
those of JAX (`jax_threefry_partitionable`, the default since 0.5): element i of an array is a
function of the key and i alone.
"""

from __future__ import annotations

import math
import operator
import threading
from typing import Any

import numpy as np

from ivy._core import dtypes, ops
from ivy._core.context import subroutine

MASK = 0xFFFFFFFF
_ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))


class _Host:
    """The same operations on Python integers."""

    add = operator.add
    bitwise_and = operator.and_
    bitwise_left_shift = operator.lshift
    bitwise_or = operator.or_
    bitwise_right_shift = operator.rshift
    bitwise_xor = operator.xor


def _plus(o: Any, a: Any, b: Any) -> Any:
    return o.bitwise_and(o.add(a, b), MASK)


def _rotated(o: Any, x: Any, by: int) -> Any:
    left = o.bitwise_and(o.bitwise_left_shift(x, by), MASK)
    return o.bitwise_or(left, o.bitwise_right_shift(x, 32 - by))


@subroutine
def threefry(key: tuple[Any, Any], words: tuple[Any, Any], o: Any = ops) -> tuple[Any, Any]:
    """Two words of random bits per two words of counter."""
    schedule = (*key, o.bitwise_xor(o.bitwise_xor(key[0], key[1]), 0x1BD11BDA))
    a, b = _plus(o, words[0], key[0]), _plus(o, words[1], key[1])
    for group in range(5):
        for rotation in _ROTATIONS[group % 2]:
            a = _plus(o, a, b)
            b = o.bitwise_xor(_rotated(o, b, rotation), a)
        a = _plus(o, a, schedule[(group + 1) % 3])
        b = _plus(o, b, o.add(schedule[(group + 2) % 3], group + 1))
    return a, b


def words_of(number: int) -> tuple[int, int]:
    """The key of a seed: its upper and lower half."""
    return (number >> 32) & MASK, number & MASK


def words(key: Any) -> tuple[Any, Any]:
    """The two words of a key array."""
    key = ops.astype(key, dtypes.int64)
    return ops.slice_(key, (..., 0)), ops.slice_(key, (..., 1))


def pairs(key: Any, shape: tuple[int, ...]) -> tuple[Any, Any]:
    """Two arrays of random words of a shape."""
    count = ops.arange(0, math.prod(shape), dtype=dtypes.int64)
    high = ops.bitwise_right_shift(count, 32)
    a, b = threefry(words(key), (high, ops.bitwise_and(count, MASK)))
    return ops.reshape(a, shape), ops.reshape(b, shape)


def bits(key: Any, shape: tuple[int, ...], width: int) -> Any:
    """`width` (at most 32) random bits per element, as int64."""
    a, b = pairs(key, shape)
    both = ops.bitwise_xor(a, b)
    return both if width == 32 else ops.bitwise_and(both, (1 << width) - 1)


class _State:
    """The seed, and the number of keys taken since."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.set(int.from_bytes(np.random.SeedSequence().generate_state(2).tobytes(), "little"))

    def set(self, seed: int) -> None:
        with self.lock:
            self.key, self.taken = words_of(seed), 0

    def take(self) -> tuple[int, int]:
        with self.lock:
            self.taken += 1
            return threefry(self.key, words_of(self.taken), _Host)


_state: _State | None = None


def state() -> _State:
    """The state of this process, created at first use: importing Ivy draws no entropy."""
    global _state
    if _state is None:
        _state = _State()
    return _state


def key_or_next(key: Any) -> Any:
    """The given key, or the next one of the seeded state."""
    if key is not None:
        return key
    return ops.constant(np.asarray(state().take(), np.uint32))
