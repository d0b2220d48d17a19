"""The table of all ops, and what a declaration says of one: filled by `ivy.functional`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

OPS: dict[str, Op] = {}
FUNCTIONS: list[str] = []  # the public functions beside the ops: those of functions, as `grad`

# Names for annotations of declarations; what an array is, the backend decides.
Array = Any
Scalar = bool | int | float | complex
Shape = tuple[int, ...]
Key = Any

_loaders: list[Callable[[], None]] = []


def declare_by(loader: Callable[[], None]) -> None:
    """Registers what imports the declarations: the core knows no op and no file of any."""
    _loaders.append(loader)


def declare_all() -> None:
    """Completes `OPS`, which a backend needs when it is loaded."""
    for loader in _loaders:
        loader()


CO_VARARGS = 4  # as in `inspect`, which costs more to import than all of Ivy

KINDS = {
    "Array": "tensor",
    "Array | None": "optional tensor",
    "Array | Scalar": "tensor or scalar",
    "Array | Scalar | None": "tensor or scalar",
    "Sequence[Array]": "tensor list",
    "Scalar": "scalar",
    "Scalar | None": "scalar",
    "float": "scalar",
    "Shape": "shape",
    "Key": "key",
    "Callable": "function",
}


class Op(NamedTuple):
    """One declaration.

    `shape` and `dtype` are rules from `ivy._core.rules` (None: only the backends know). The rules of
    transforms have tables of their own, in `ivy._core.tape` and `ivy._core.batching`.
    """

    name: str
    declaration: Callable[..., Any]
    composite: bool
    shape: Callable[..., Any] | None = None
    dtype: Callable[..., Any] | None = None
    dynamic_shape: bool = False
    random: bool = False
    reads_value: bool = False

    @property
    def takes_function(self) -> bool:
        """Whether a parameter is a function of arrays, as in loops."""
        return "Callable" in self.declaration.__annotations__.values()

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each parameter, read off its annotation."""
        code, notes = self.declaration.__code__, self.declaration.__annotations__
        count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & CO_VARARGS)
        return {n: KINDS.get(str(notes.get(n)), "static") for n in code.co_varnames[:count]}
