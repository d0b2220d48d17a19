"""`jax.config`, of which there is one switch: 64-bit types."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from ivy.frontends.jax import _promotion


class Configuration:
    """What `jax.config` offers, as far as it means something here."""

    @property
    def jax_enable_x64(self) -> bool:
        """Whether 64-bit types stay what they are."""
        return _promotion.x64_enabled()

    def update(self, name: str, value: Any) -> None:
        """Sets a switch.

        Raises
        ------
        AttributeError
            There is no such switch.
        """
        if name != "jax_enable_x64":
            raise AttributeError(f"Unrecognized config option: {name}")
        _promotion.enable_x64(value)


config = Configuration()


@contextlib.contextmanager
def enable_x64(new_val: bool = True) -> Iterator[None]:
    """64-bit types (or not) in a block."""
    before = _promotion.x64_enabled()
    _promotion.enable_x64(new_val)
    try:
        yield
    finally:
        _promotion.enable_x64(before)
