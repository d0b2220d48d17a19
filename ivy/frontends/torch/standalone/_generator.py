"""PyTorch's random generator on the host: a Mersenne Twister with the same numbers per seed.

Source: aten/src/ATen/core/DistributionsHelper.h, aten/src/ATen/native/cpu/DistributionTemplates.h
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np


class Generator:
    """`torch.Generator`: a stream of random 32-bit integers."""

    def __init__(self, device: object = None):
        self._next_normal: float | None = None
        self.manual_seed(67280421310721)

    def manual_seed(self, seed: int) -> Generator:
        """Restarts the stream from a seed."""
        self._seed = int(seed)
        self._twister = np.random.MT19937()
        self._twister._legacy_seeding(self._seed & 0xFFFFFFFF)  # pyright: ignore
        self._next_normal = None
        return self

    def seed(self) -> int:
        """Restarts the stream from a random seed, and returns it."""
        self.manual_seed(int(np.random.SeedSequence().generate_state(1)[0]))
        return self._seed

    def initial_seed(self) -> int:
        """The seed of the stream."""
        return self._seed

    def integers(self, count: int) -> np.ndarray:
        """The next `count` integers of 32 bits."""
        return self._twister.random_raw(count)

    def long_integers(self, count: int) -> np.ndarray:
        """The next `count` integers of 64 bits."""
        pairs = self.integers(2 * count).reshape(count, 2)
        return (pairs[:, 0] << np.uint64(32)) | pairs[:, 1]

    def uniform(self, count: int, dtype: np.dtype) -> np.ndarray:
        """Numbers in [0, 1), with as many random bits as `dtype` has digits."""
        bits = {"float64": 53, "float32": 24, "float16": 11}.get(dtype.name, 8)
        raw = self.long_integers(count) if bits == 53 else self.integers(count)
        wide = np.float64 if bits == 53 else np.float32
        mask = np.uint64((1 << bits) - 1)
        return ((raw & mask).astype(wide) * wide(2.0**-bits)).astype(dtype)

    def normal(self, count: int, dtype: np.dtype) -> np.ndarray:
        """Numbers of the standard normal distribution."""
        if count < 16:
            return np.array([self._one_normal() for _ in range(count)]).astype(dtype)
        wide = np.dtype(np.float64 if dtype == np.float64 else np.float32)
        values = self.uniform(count, wide)
        whole = count // 16 * 16
        values[:whole] = _box_muller(values[:whole])
        if count % 16:
            values[-16:] = _box_muller(self.uniform(16, wide))
        return values.astype(dtype)

    def _one_normal(self) -> float:
        if self._next_normal is not None:
            value, self._next_normal = self._next_normal, None
            return value
        angle, share = self.uniform(2, np.dtype(np.float64))
        radius = math.sqrt(-2.0 * math.log1p(-share))
        self._next_normal = radius * math.sin(2 * math.pi * angle)
        return radius * math.cos(2 * math.pi * angle)

    def below(self, low: int, high: int, count: int) -> np.ndarray:
        """Integers in [low, high)."""
        wide = high - low >= 1 << 32
        raw = self.long_integers(count) if wide else self.integers(count)
        return (raw % np.uint64(high - low)).astype(np.int64) + low

    def permutation(self, count: int) -> np.ndarray:
        """A random permutation of 0, 1, ..., count - 1."""
        order = np.arange(count)
        for i, raw in enumerate(self.integers(max(count - 1, 0)).tolist()):
            j = i + raw % (count - i)
            order[i], order[j] = order[j], order[i]
        return order


def _box_muller(values: np.ndarray) -> np.ndarray:
    """Normal numbers from uniform ones, in blocks of sixteen: eight radii, then eight angles."""
    blocks = values.reshape(-1, 2, 8)
    radius = np.sqrt(-2 * np.log(1 - blocks[:, 0]))
    angle = values.dtype.type(2 * math.pi) * blocks[:, 1]
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).reshape(-1)


DEFAULT = Generator()


def of(generator: Generator | None) -> Generator:
    """The generator of a call: its argument, or the default one."""
    return DEFAULT if generator is None else generator


def transform(distribution: str) -> Callable:
    """Inverse transform of a distribution: a function of uniform numbers and its parameters."""
    return _TRANSFORMS[distribution]


_TRANSFORMS: dict[str, Callable] = {
    "exponential": lambda u, rate: -np.log1p(-u) / rate,
    "cauchy": lambda u, median, sigma: median + sigma * np.tan(math.pi * (u - 0.5)),
    "geometric": lambda u, p: np.ceil(np.log1p(-u) / math.log1p(-p)),
}
