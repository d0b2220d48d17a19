"""Vectorization (`vmap`): a trace whose values have a leading batch axis that its boxes hide.

An op with a rule runs once, on the whole batch. An op without one (factorizations of some shapes,
ops that take functions) runs row by row, and the rows are stacked. Composites are decomposed, so
only primitives need rules.
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

# Rules by op name: `rule(trace, op, args, kwargs)` returns values with the batch axis in front.
RULES: dict[str, Callable[..., Any]] = {}
# Rules of ops that take functions: `rule(trace, *args)` returns boxes.
LOOPS: dict[str, Callable[..., Any]] = {}
READS = "vmap: the value of an array differs from row to row; use ivy.where or ivy.cond."


class Batched(Box):
    """A box whose value has a leading batch axis, which the box hides."""

    __slots__ = ()

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one row."""
        return tuple(self.value.shape)[1:]


class Batch(Trace):
    """A trace that runs ops on a batch of `size` rows."""

    def __init__(self, base: Backend, size: int):
        super().__init__(base)
        self.size = size

    def input(self, value: Any, axis: int) -> Batched:
        """A box of the rows of `value` along `axis`."""
        return Batched(self, self.base.moveaxis(value, axis, 0) if axis else value)

    def shape(self, x: Any) -> tuple[int, ...]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """The shape of an array; of a box, that of one row."""
        return x.shape if self.owns(x) else self.base.shape(x)

    def query(self, name: str, x: Box) -> Any:
        if name in ("item", "to_numpy"):
            raise errors.ReadsValueError(READS)
        return super().query(name, x)

    def process(self, op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        rule = RULES.get(op.name)
        if op.name in LOOPS:
            return LOOPS[op.name](self, *args)
        if rule is None and op.composite:
            return self.decompose(op, args, kwargs)
        if rule is not None:
            out = self._below(lambda: rule(self, op, args, kwargs))
            if out is not NotImplemented:
                return self.boxed(out)
        return self._row_by_row(op, args, kwargs)

    def _below(self, function: Callable[..., Any]) -> Any:
        """Runs a rule, with the backend below as the current one."""
        token = CURRENT.set(self.base)
        try:
            return function()
        finally:
            CURRENT.reset(token)

    def boxed(self, out: Any) -> Any:
        """Values in boxes."""
        return map_leaves(lambda value: Batched(self, value), out)

    def whole(self, x: Any) -> Any:
        """The value of a box; any other array repeated for each row."""
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
