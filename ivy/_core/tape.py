"""Reverse-mode differentiation: a trace that records ops and their values on a tape.

Each op with a gradient rule becomes a node; a composite without one is recorded as the ops of its
body. Rules are written with ops and run on the backend below the tape, so gradients of gradients
are tapes on tapes.

Complex gradients follow PyTorch's convention: the direction of steepest ascent of a real result.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from typing import Any

from ivy._core import dtypes, errors
from ivy._core.backend import Backend
from ivy._core.context import CURRENT
from ivy._core.nested import is_nested, rebuilt
from ivy._core.registry import Op
from ivy._core.tracing import Box, Trace

# Gradient rules by op name: a function per positional parameter, written with ops (None: no
# gradient). An empty tuple: the derivative is zero wherever it exists.
RULES: dict[str, tuple[Callable[..., Any] | None, ...]] = {}


# A box in an argument: its index if that is a list, its node, its index among the node's results.
Member = tuple[int | None, "Node", int]
# The position of an argument, and the boxes in it.
Parent = tuple[int, "list[Member]"]


class Node:
    """A recorded call, or an input of the function (`op` None).

    `parents` has an entry for each positional argument that contains boxes.
    """

    __slots__ = ("args", "kwargs", "number", "op", "out", "parents")

    def __init__(
        self,
        number: int,
        op: Op | None,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        parents: list[Parent],
    ):
        self.number = number
        self.op = op
        self.args = args
        self.kwargs = kwargs
        self.parents = parents
        self.out: Any = None

    def __lt__(self, other: Node) -> bool:
        return self.number > other.number  # a heap of nodes pops the latest first


class Traced(Box):
    """A value on a tape: the result of `node` with the index `place`."""

    __slots__ = ("node", "place")

    def __init__(self, trace: Trace, value: Any, node: Node, place: int = 0):
        super().__init__(trace, value)
        self.node = node
        self.place = place


class Tape(Trace):
    """A trace that records the ops applied to its inputs."""

    def __init__(self, base: Backend):
        super().__init__(base)
        self._count = 0

    def input(self, value: Any) -> Traced:
        """A box of `value`, an input of the traced function.

        Raises
        ------
        TypeError
            The dtype is not floating.
        """
        if not self._is_differentiable(value):
            raise TypeError(f"gradients need floating arrays, not {self.base.dtype(value)}")
        return Traced(self, value, self._node(None, (), {}, []))

    def _is_differentiable(self, value: Any) -> bool:
        return isinstance(value, self.base.array_types) and (
            dtypes.category(self.base.dtype(value)) >= 2
        )

    def _node(
        self, op: Op | None, args: tuple[Any, ...], kwargs: dict[str, Any], parents: list[Parent]
    ) -> Node:
        self._count += 1
        return Node(self._count, op, args, kwargs, parents)

    def process(self, op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        rules = RULES.get(op.name)
        if rules is None and op.composite:
            return self.decompose(op, args, kwargs)
        opened = self.unboxed(args)
        options = {k: self.unboxed(v) for k, v in kwargs.items()}
        try:
            out = getattr(self.base, op.name)(*opened, **options)
        except errors.ConversionError as error:
            if op.takes_function and rules is None:  # and the function closes over a box
                raise _no_rule(op) from error
            raise
        if rules == ():
            return out
        if any(map(self.holds, kwargs.values())):
            raise errors.UnsupportedOpError(
                f"ivy.{op.name}: arrays that need gradients must be positional arguments."
            )
        return self._recorded(out, self._node(op, opened, options, self._parents(args)))

    def called(
        self, vjp: Callable[..., tuple[list[Any], Callable[..., Any]]], values: list[Any]
    ) -> list[Any]:
        """The results of a function that is not made of ops: `vjp` gives them, and its pullback."""
        opened = self.unboxed(values)
        results, pull = vjp(*opened)
        node = self._node(_CALL, (opened,), {"pull": pull}, self._parents((values,)))
        return self._recorded(results, node)

    def _parents(self, args: tuple[Any, ...]) -> list[Parent]:
        parents: list[Parent] = []
        for position, value in enumerate(args):
            if self.owns(value):
                members: list[Member] = [(None, value.node, value.place)]
            elif self.holds(value):
                members = [(i, v.node, v.place) for i, v in enumerate(value) if self.owns(v)]
            else:
                continue
            parents.append((position, members))
        return parents

    def _recorded(self, out: Any, node: Node) -> Any:
        node.out = out
        if is_nested(out):
            results = enumerate(out)
            return rebuilt(
                out,
                [Traced(self, v, node, i) if self._is_differentiable(v) else v for i, v in results],
            )
        return Traced(self, out, node) if self._is_differentiable(out) else out

    # -- the backward pass

    def gradients(
        self, outputs: Sequence[Any], cotangents: Sequence[Any], inputs: Sequence[Traced]
    ) -> list[Any]:
        """The gradient of each of `inputs`, summed over `outputs`; None for zero."""
        token = CURRENT.set(self.base)
        try:
            return self._gradients(outputs, cotangents, inputs)
        finally:
            CURRENT.reset(token)

    def _gradients(
        self, outputs: Sequence[Any], cotangents: Sequence[Any], inputs: Sequence[Traced]
    ) -> list[Any]:
        sums = _Accumulator(self.base)
        for out, cotangent in zip(outputs, cotangents, strict=True):
            if self.owns(out):
                sums.add(out.node, out.place, cotangent)
        wanted = {x.node: i for i, x in enumerate(inputs)}
        found: list[Any] = [None] * len(inputs)
        while sums.heap:
            node, cotangent = sums.take()
            if node.op is None:
                found[wanted[node]] = cotangent[0]
                continue
            self._back_through(node, cotangent, sums)
        return found

    def _back_through(self, node: Node, cotangents: dict[int, Any], sums: _Accumulator) -> None:
        assert node.op is not None
        rules = RULES.get(node.op.name)
        if rules is None:
            raise _no_rule(node.op)
        g = self._cotangent(node.out, cotangents)
        for position, members in node.parents:
            rule = rules[position] if position < len(rules) else None
            gradient = rule and rule(g, node.out, *node.args, **node.kwargs)
            if gradient is None:
                continue
            for place, parent, which in members:
                part = gradient if place is None else gradient[place]
                if part is not None:
                    sums.add(parent, which, part)

    def _cotangent(self, out: Any, cotangents: dict[int, Any]) -> Any:
        """The cotangent of a result; for several results a tuple, with zeros for missing ones."""
        if not is_nested(out):
            return cotangents[0]
        return tuple(
            cotangents[i] if i in cotangents else self._zeros(value) for i, value in enumerate(out)
        )

    def _zeros(self, value: Any) -> Any:
        if not self._is_differentiable(value):
            return None
        return self.base.zeros(tuple(value.shape), dtype=self.base.dtype(value))


def _pulled(g: Any, out: Any, values: Any, pull: Callable[..., Any]) -> Any:
    return pull(g)


_CALL = Op("call", _pulled, composite=False)
RULES["call"] = (_pulled,)


def _no_rule(op: Op) -> errors.UnsupportedOpError:
    return errors.UnsupportedOpError(
        f"ivy.{op.name} has no gradient rule; ivy.stop_gradient(x) excludes its argument."
    )


class _Accumulator:
    """Cotangents accumulated per node, and a heap of the nodes to visit."""

    def __init__(self, base: Backend):
        self.base = base
        self.heap: list[Node] = []
        self.of: dict[Node, dict[int, Any]] = {}

    def add(self, node: Node, place: int, cotangent: Any) -> None:
        known = self.of.get(node)
        if known is None:
            known = self.of[node] = {}
            heapq.heappush(self.heap, node)
        known[place] = self.base.add(known[place], cotangent) if place in known else cotangent

    def take(self) -> tuple[Node, dict[int, Any]]:
        node = heapq.heappop(self.heap)
        return node, self.of.pop(node)
