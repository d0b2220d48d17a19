"""The table of all ops, one record per declaration; `ivy.functional` fills it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

OPS: dict[str, Op] = {}
FUNCTIONS: list[str] = []  # public functions that are not ops: transforms such as `grad`

# Annotations for declarations; the type of an array is up to the backend.
Array = Any
Scalar = bool | int | float | complex
Shape = tuple[int, ...]
Key = Any

_loaders: list[Callable[[], None]] = []


def declare_by(loader: Callable[[], None]) -> None:
    """Registers an importer of declarations: the core itself names no op and no module of ops."""
    _loaders.append(loader)


def declare_all() -> None:
    """Imports all declarations into `OPS`; loading a backend needs them."""
    for loader in _loaders:
        loader()


CO_VARARGS = 4  # `inspect.CO_VARARGS`; importing `inspect` takes longer than importing Ivy

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
    """The declaration of an op.

    `shape` and `dtype` are rules from `ivy._core.rules`, or None where only the backends know.
    Gradient and batching rules have their own tables (`ivy._core.tape.RULES`,
    `ivy._core.batching.RULES`).
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
        """Whether a parameter is a function of arrays, as for loops."""
        return "Callable" in self.declaration.__annotations__.values()

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each parameter, from its annotation."""
        code, notes = self.declaration.__code__, self.declaration.__annotations__
        count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & CO_VARARGS)
        return {n: KINDS.get(str(notes.get(n)), "static") for n in code.co_varnames[:count]}
