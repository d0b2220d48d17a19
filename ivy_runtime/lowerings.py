"""`ivy.register_lowering`: a user's function runs a native operation on the targets."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from interceptors import lowerings, sources
from ivy._core import errors
from ivy._core.backend import NAMES


def register_lowering(
    name: str, *, on: str | None = None, vjp: Callable | None = None
) -> Callable[[Callable], Callable]:
    """A decorator that makes a function the lowering of a native function or operator.

    It comes before Ivy's own, in blocks of all targets or of the one named.

    Parameters
    ----------
    name
        Its path: 'torch.ops.mylib.foo', 'torch.special.foo', 'jax.primitive.foo'. The message of an
        `UnsupportedOpError` has it.
    on
        The only target: the function may then be written with the target's own functions. None: it
        consists of ivy functions and operators.
    vjp
        `vjp(cotangent, result, *arguments)` returns the gradient of each array among the arguments
        (None: zero). Without one, PyTorch's derivative is used, or else that of the ivy functions.

    Raises
    ------
    ValueError
        There is no source or function of this name, or `vjp` is given for a primitive of JAX, whose
        own rules differentiate.
    UnknownBackendError
        There is no target of this name.

    >>> import ivy, torch
    >>> @ivy.register_lowering("torch.special.entr")
    ... def entr(x):
    ...     return ivy.where(x > 0, 0.0 - x * ivy.log(x), 0.0)
    >>> with ivy.run_on("numpy"):
    ...     torch.special.entr(torch.tensor([0.0, 1.0])).tolist()
    [0.0, 0.0]
    >>> ivy.unregister_lowering("torch.special.entr")
    """
    _check(name, on)
    if vjp is not None and name.startswith("jax."):
        raise ValueError(f"vjp of {name}: JAX's own rules differentiate its primitives.")

    def register(function: Callable) -> Callable:
        lowerings.register(name, on, function, vjp)
        _forget()
        return function

    return register


def unregister_lowering(name: str, *, on: str | None = None) -> None:
    """Undoes `register_lowering` of this name and target.

    Raises
    ------
    ValueError
        There is no such lowering.
    """
    try:
        lowerings.unregister(name, on)
    except KeyError:
        raise ValueError(f"no lowering of {name!r} is registered with on={on!r}.") from None
    _forget()


def _forget() -> None:
    for source in sources.loaded():
        source.forget()


def _check(name: str, on: str | None) -> None:
    source, _, path = name.partition(".")
    if source not in sources.NAMES or not path:
        raise ValueError(
            f"{name!r}: must be the path of a native function, as 'torch.ops.mylib.foo'; sources are "
            f"{', '.join(sources.NAMES)}."
        )
    if on is not None and on not in NAMES:
        raise errors.UnknownBackendError(f"no backend {on!r}; there are {', '.join(NAMES)}.")
    module = sys.modules.get(source)
    # operators and primitives may be defined later
    if module is not None and path.partition(".")[0] not in ("ops", "primitive"):
        found: Any = module
        for part in path.split("."):
            found = getattr(found, part, None)
            if found is None:
                raise ValueError(f"{name!r}: there is no such function.")
