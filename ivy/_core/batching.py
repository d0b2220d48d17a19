"""Batches: a trace whose boxes hold one more axis than they show, for `vmap`.

An op with a rule runs once on the values, their batch axis in front. An op without one (the
factorizations of some shapes, ops with a function) is called row by row, and the rows are stacked.
Composites are taken apart, so what needs a rule are the primitives.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy._core import errors
from ivy._core.backend import Backend
from ivy._core.context import CURRENT
from ivy._core.nested import is_nested, map_leaves, rebuilt
from ivy._core.registry import Op
from ivy._core.tracing import Box, Trace

# by the name of an op: `rule(trace, op, args, kwargs)` gives values with the batch in front
RULES: dict[str, Callable[..., Any]] = {}
# of ops that take functions: `rule(trace, *args)` gives boxes
LOOPS: dict[str, Callable[..., Any]] = {}
READS = "the value of an array in vmap: it is another one in each row; use ivy.where or ivy.cond."


class Batched(Box):
    """A value whose first axis is the batch, which the box does not show."""

    __slots__ = ()

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of the axes of one row."""
        return tuple(self.value.shape)[1:]


class Batch(Trace):
    """Ops on all of `size` rows at once."""

    def __init__(self, base: Backend, size: int):
        super().__init__(base)
        self.size = size

    def input(self, value: Any, axis: int) -> Batched:
        """A box of the rows of `value` along `axis`."""
        return Batched(self, self.base.moveaxis(value, axis, 0) if axis else value)

    def ask(self, name: str, x: Box) -> Any:
        if name in ("item", "to_numpy"):
            raise errors.ReadsValueError(READS)
        return super().ask(name, x)

    def process(self, op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        rule = RULES.get(op.name)
        if op.name in LOOPS:
            return LOOPS[op.name](self, *args)
        if rule is None and op.composite:
            return self._taken_apart(op, args, kwargs)
        if rule is not None:
            out = self._below(lambda: rule(self, op, args, kwargs))
            if out is not NotImplemented:
                return self.boxed(out)
        return self._row_by_row(op, args, kwargs)

    def _taken_apart(self, op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        current = CURRENT.get()
        if current is not None and current.level >= self.level:
            return op.declaration(*args, **kwargs)
        with self.running():
            return op.declaration(*args, **kwargs)

    def _below(self, function: Callable[..., Any]) -> Any:
        """Runs a rule, whose ops are those of the backend below."""
        token = CURRENT.set(self.base)
        try:
            return function()
        finally:
            CURRENT.reset(token)

    def boxed(self, out: Any) -> Any:
        """Values as boxes."""
        return map_leaves(lambda value: Batched(self, value), out)

    def whole(self, x: Any) -> Any:
        """The value of a box, or an array that is the same in all rows repeated as a batch."""
        if self.owns(x):
            return x.value
        if not isinstance(x, self.base.array_types):
            return x
        shape = tuple(x.shape)
        return self.base.broadcast_to(self.base.reshape(x, (1, *shape)), (self.size, *shape))

    def row(self, x: Any, k: int) -> Any:
        """Row `k` of an argument."""
        if self.owns(x):
            return self.base.slice_(x.value, (k,))
        if is_nested(x) and self.holds(x):
            return rebuilt(x, [self.row(item, k) for item in x])
        return x

    def _row_by_row(self, op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if op.reads_value or op.dynamic_shape:
            raise errors.ReadsValueError(READS)
        function = getattr(self.base, op.name)
        rows = [
            function(
                *[self.row(a, k) for a in args], **{n: self.row(v, k) for n, v in kwargs.items()}
            )
            for k in range(self.size)
        ]
        return self._stacked(rows)

    def _stacked(self, rows: list[Any]) -> Any:
        first = rows[0]
        if is_nested(first):
            return rebuilt(
                first, [self._stacked(list(column)) for column in zip(*rows, strict=True)]
            )
        return Batched(self, self.base.stack(rows, axis=0))
