"""JAX's array class around a backend array."""

from __future__ import annotations

from typing import Any

from ivy.frontends._holder import Frontend, Holder


class Array(Holder):
    """`jax.Array`: values that never change."""

    __slots__ = ("_weak",)


class Key(Holder):
    """An array of typed random keys; inside, two numbers of 32 bits for each."""

    __slots__ = ()

    @property
    def shape(self) -> Any:
        """The lengths of the axes."""
        return super().shape[:-1]

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def dtype(self) -> Any:
        """The name of the dtype of keys."""
        return "key<fry>"


FRONTEND = Frontend("jax", Array)
