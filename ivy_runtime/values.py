"""Looking at redirected values: what holds them, and how to get a native value back."""

from __future__ import annotations

from typing import Any

from interceptors import sources
from ivy._core import errors


def is_redirected(x: Any) -> bool:
    """Whether `x` is a native-looking value whose array lives on a target.

    >>> import ivy, torch
    >>> with ivy.run_on('numpy'):
    ...     ivy.is_redirected(torch.ones(2))
    True
    """
    return any(source.is_redirected(x) for source in sources.loaded())


def _source_of(x: Any) -> Any:
    for source in sources.loaded():
        if source.is_redirected(x):
            return source
    raise errors.ConversionError(
        f"a {type(x).__module__}.{type(x).__qualname__} is not redirected; test with "
        f"ivy.is_redirected(x) first."
    )


def target_array(x: Any) -> Any:
    """The target's own array inside a redirected value (a `jax.Array`, an `np.ndarray`, ...).

    Raises
    ------
    ConversionError
        `x` is not redirected.
    """
    return _source_of(x).target_array(x)


def to_source(x: Any) -> Any:
    """A true value of the source framework with the content of a redirected one.

    Of what `ivy.wrap` has made, the original: a module with the parameters that it has now. A value
    that is not redirected comes back as it is.
    """
    original = getattr(type(x), "__ivy_to_source__", None)  # of what `ivy.wrap` has made
    if original is not None:
        return original(x)
    return _source_of(x).to_source(x) if is_redirected(x) else x
