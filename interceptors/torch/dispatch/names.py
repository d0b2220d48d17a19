"""The native path of a public PyTorch function, from the function object that a mode sees."""

from __future__ import annotations

import functools
from typing import Any

import torch

_NAMESPACES = (
    ("torch", torch),
    ("torch.nn.functional", torch.nn.functional),
    ("torch.linalg", torch.linalg),
    ("torch.fft", torch.fft),
    ("torch.special", torch.special),
    ("torch.Tensor", torch.Tensor),
    ("torch.Tensor", torch.Tensor.__base__),  # where the methods written in C stand
)
# Python's operators that are methods under another name
_OPERATORS = {"truediv": "div", "radd": "add", "rmul": "mul", "invert": "bitwise_not"}
_IN_PLACE = {"iadd": "add_", "imul": "mul_", "isub": "sub_", "itruediv": "div_"}


@functools.cache
def _index() -> dict[Any, str]:
    names: dict[Any, str] = {}
    for path, namespace in _NAMESPACES:
        for name, value in vars(namespace).items():
            if callable(value) and not isinstance(value, type):
                names.setdefault(value, f"{path}.{name}")
    return names


def lookup_names(func: Any) -> tuple[str, ...]:
    """The native names under which the frontend may hold `func`, most exact first."""
    try:
        name = _index().get(func)
    except TypeError:  # unhashable: no function of PyTorch's own
        return ()
    if name is None:
        return ()
    path, _, base = name.rpartition(".")
    if path != "torch.Tensor":
        return (name,)
    if base.startswith("__") and base.endswith("__"):
        base = base.strip("_")
        if base in _IN_PLACE:
            return (f"torch.Tensor.{_IN_PLACE[base]}",)
        base = _OPERATORS.get(base, base)
        return (f"torch.{base}",)
    return (name, f"torch.{base}")


def is_of_operators(native: tuple[str, ...], operators: set[str]) -> bool:
    """Whether one of the names of a public function is that of an ATen operator in the set."""
    return any(f"aten::{name.rpartition('.')[2]}" in operators for name in native)
