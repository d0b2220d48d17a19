"""Drawn calls of every op: dtypes, shapes (no axes, no elements, broadcast), layouts, options.

What an op takes is read off its declaration where all that it needs are arrays (`of_declaration`);
the others have a sample in `rule_samples`. A `Given` stands for an array of the backend under test.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from ivy._array import pointwise
from ivy._core import dtypes, rules
from ivy._core.op import Op

LAYOUTS = ("plain", "strided", "transposed", "reversed")
SIZES = st.sampled_from((0, 1, 2, 3))
BY_KIND: dict[str, list] = {kind: [] for kind in "bifc"}
for _name in dtypes.NAMES:
    _dtype = dtypes.as_dtype(_name)
    BY_KIND["bifc"[dtypes.category(_dtype)]].append(_dtype)


class Given(NamedTuple):
    """An array to be: its values, and how they shall lie in memory."""

    values: np.ndarray
    layout: str

    def on(self, backend: Any) -> Any:
        """The array on a backend."""
        x, layout = self.values, self.layout
        if not x.ndim:
            line = backend.from_numpy(np.stack([x, x]))
            return backend.slice_(line, (1,)) if layout == "strided" else backend.from_numpy(x)
        if layout == "strided":
            spread = backend.from_numpy(np.repeat(x, 2, axis=-1))
            return backend.slice_(spread, (..., slice(None, None, 2)))
        if layout == "reversed":
            turned = backend.from_numpy(np.flip(x, axis=0).copy())
            return backend.slice_(turned, (slice(None, None, -1),))
        if layout == "transposed" and x.ndim > 1:
            return backend.matrix_transpose(backend.from_numpy(np.swapaxes(x, -1, -2).copy()))
        return backend.from_numpy(x)


class Draw:
    """What samples draw from."""

    def __init__(self, draw: Callable, known: frozenset):
        self.draw = draw
        self.known = known  # the dtypes of the backend

    def of(self, *values: Any) -> Any:
        """One of several things."""
        return self.draw(st.sampled_from(values))

    def flag(self) -> bool:
        """True or False."""
        return self.draw(st.booleans())

    def dtype(self, kinds: str = "bifc") -> Any:
        """A dtype of one of the kinds: bool, integer, floating, complex."""
        found = [d for d in BY_KIND[self.of(*kinds)] if d in self.known]
        return self.of(*found)

    def shape(self, least: int = 0, most: int = 3, smallest: int = 0) -> tuple[int, ...]:
        """A shape with so many axes, of at least `smallest` elements each."""
        sizes = SIZES.map(lambda n: max(n, smallest))
        return tuple(self.draw(st.lists(sizes, min_size=least, max_size=most)))

    def size(self, least: int = 0, most: int = 3) -> int:
        """The length of an axis."""
        return self.draw(st.integers(least, most))

    def part(self, shape: Sequence[int]) -> tuple[int, ...]:
        """A shape that broadcasts to `shape`."""
        kept = shape[self.draw(st.integers(0, len(shape))) :]
        return tuple(1 if self.flag() else n for n in kept)

    def array(self, shape: Sequence[int], dtype: Any, values: Any = None) -> Given:
        """An array; of ones and twos, which are in the domain of almost every function."""
        if values is None:
            values = np.arange(math.prod(shape)) % 2 + 1
        return Given(np.reshape(values, shape).astype(dtype), self.of(*LAYOUTS))

    def indices(self, shape: Sequence[int], below: int) -> Given:
        """An array of positions."""
        values = np.arange(math.prod(shape)) % max(below, 1)
        return self.array(shape, self.of(np.dtype("int64"), np.dtype("int32")), values)

    def axis(self, rank: int) -> int:
        """One axis, from the front or from the back."""
        return self.draw(st.integers(-rank, rank - 1))

    def axes(self, rank: int) -> Any:
        """None, an axis or several."""
        some = st.lists(st.integers(0, max(rank - 1, 0)), max_size=rank, unique=True).map(tuple)
        kinds = [st.none(), some, some.map(list)]
        return self.draw(st.one_of(*kinds, *([st.integers(-rank, rank - 1)] if rank else [])))


def call(*args: Any, **options: Any) -> tuple[tuple, dict]:
    """The arguments of a call."""
    return args, options


# -- what can be read off a declaration

# the kinds of dtypes of ops for which neither the standard nor the rule of the dtype tells them
TAKES = {
    **dict.fromkeys(("logical_and", "logical_not", "logical_or", "logical_xor"), "bifc"),
    **dict.fromkeys(("relu", "relu6", "sort", "argsort", "sort_with_indices"), "if"),
    **dict.fromkeys(("adjoint", "matrix_transpose", "stop_gradient", "tril", "triu"), "bifc"),
    "imag": "ifc",
}


# what a Python number is that stands for an operand, by the kind of the other one
NUMBERS = {"b": (True,), "i": (2,), "f": (2, 1.5), "c": (2, 1.5, 1 + 2j)}
WITH_NUMBERS = frozenset(pointwise.BINARY)


def kinds_of(op: Op) -> str:
    """The kinds of dtypes that an elementwise op takes."""
    found = TAKES.get(op.name) or pointwise.UNARY.get(op.name) or pointwise.BINARY.get(op.name)
    return found or ("f" if op.dtype in (rules.floating, rules.real) else "bifc")


def of_declaration(op: Op) -> Callable | None:
    """A sample of an elementwise op, or None if the declaration does not say enough."""
    notes = op.declaration.__annotations__
    defaults = len(op.declaration.__defaults__ or ())
    count = op.declaration.__code__.co_argcount - defaults
    needed = [op.kinds[n] for n in op.declaration.__code__.co_varnames[:count]]
    keywords = op.declaration.__kwdefaults__ or {}
    more = op.declaration.__code__.co_kwonlyargcount - len(keywords)
    if op.shape not in (rules.same, rules.broadcast) or "return" not in notes or more:
        return None
    if set(needed) != {"tensor"} or {"axis"} & {*op.kinds}:
        return None
    numbers = op.name in WITH_NUMBERS
    return lambda d: _elementwise(d, kinds_of(op), count, op.shape is rules.broadcast, numbers)


def _elementwise(
    d: Draw, kinds: str, count: int, broadcast: bool, numbers: bool
) -> tuple[tuple, dict]:
    dtype, shape = d.dtype(kinds), d.shape()
    shapes = [shape, *(d.part(shape) if broadcast else shape for _ in range(count - 1))]
    operands = [d.array(s, dtype) for s in shapes]
    if numbers and d.of(False, False, True):
        operands[1] = d.of(*NUMBERS["bifc"[dtypes.category(dtype)]])
    return call(*(operands[::-1] if d.flag() else operands))
