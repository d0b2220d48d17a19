"""Discrete Fourier transforms."""

import jax.numpy as jnp

_AT_ONCE = 3  # XLA transforms at most three axes in one go


def _groups(axes):
    """The axes in groups that XLA takes, the last axis in the first group."""
    axes = list(axes)
    while axes:
        yield axes[-_AT_ONCE:]
        del axes[-_AT_ONCE:]


def fftn(x, /, *, axes, norm="backward"):
    for group in _groups(axes):
        x = jnp.fft.fftn(x, axes=group, norm=norm)
    return x


def ifftn(x, /, *, axes, norm="backward"):
    for group in _groups(axes):
        x = jnp.fft.ifftn(x, axes=group, norm=norm)
    return x


def irfftn(x, /, *, axes, size, norm="backward"):
    x = ifftn(x, axes=axes[:-1], norm=norm)
    return jnp.fft.irfft(x, size, axes[-1], norm)


def rfftn(x, /, *, axes, norm="backward"):
    x = jnp.fft.rfft(x, axis=axes[-1], norm=norm)
    return fftn(x, axes=axes[:-1], norm=norm)
