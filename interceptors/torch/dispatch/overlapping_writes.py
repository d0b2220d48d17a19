"""Writes to a view that shows one element at several positions, where PyTorch performs them.

PyTorch's kernels go from position to position, and each reads what the one before has written. Mostly
that does not matter: the functional twin, run again on what it has written, changes nothing. If it
does, the positions of each element take turns, in the order in which an elementwise kernel visits
them. Other kernels have orders of their own: forwards and backwards must give the same, or the call
falls back.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from interceptors.session import Session
from interceptors.shared import trees
from interceptors.shared.destination import cast_to
from interceptors.shared.storage import Storage, places, repeats
from interceptors.torch import _compat
from interceptors.torch.dispatch.schema import Operator
from interceptors.torch.engine import Engine
from interceptors.torch.tensors import layout
from interceptors.torch.validation import replay
from interceptors.torch.validation.errors import describe
from ivy._core.context import running
from ivy._core.narrow import backend_for

_MOST_TURNS = 64


def is_overlapping(engine: Engine, out: Any) -> bool:
    """Whether a tensor that is to be written, or one of a list, shows an element more than once."""
    for tensor in trees.instances(torch.Tensor, out):
        view = engine.locate(tensor)[1]
        if view is not None and not view.dense and repeats(view.shape, view.strides):
            return True
    return False


def write(
    engine: Engine,
    op: Operator,
    session: Session,
    given: tuple[tuple, dict],
    outs: list[torch.Tensor],
    twin: Callable[[], Any],
) -> None:
    """Writes `outs` as PyTorch's kernel would; `given` are the arguments, `twin` is the twin's call."""
    if len(outs) == 1:
        memory = _Memory(engine, op, given, outs[0], twin)
        start = memory.storage.current()
        if memory.settles():
            return
        turns = memory.turns()
        ends = []
        iterated = op.writes_lists or _compat.is_iterated(op.func)
        for order in (turns,) if iterated else (turns, turns[::-1]):
            memory.storage.write(start)
            if len(turns) <= _MOST_TURNS:
                ends.append(memory.in_turns(order))
        if ends and not _differ(ends[0], ends[-1]).any():
            return
        memory.storage.write(start)
    session.fall_back(
        describe(op.name, *given),
        "the result depends on the order in which PyTorch writes to one element",
        "Write to a copy (clone()) instead, or pass fallback='warn'.",
    )
    for out, elements in replay.memory_after(op.func, *given, outs):
        _put(engine, engine.locate(out)[0], elements)


def _put(engine: Engine, storage: Storage, elements: np.ndarray) -> None:
    """Replaces all elements of a storage."""
    storage.write(engine.target.from_numpy(elements.reshape(storage.shape)))


class _Memory:
    """The memory that a call writes through a view, and what the call writes at its positions."""

    def __init__(
        self,
        engine: Engine,
        op: Operator,
        given: tuple[tuple, dict],
        out: torch.Tensor,
        twin: Callable[[], Any],
    ):
        self.engine = engine
        self.storage, view = engine.locate(out)
        assert view is not None
        self.shape = view.shape
        self.places = (places(view.shape, view.strides) + view.offset).ravel()
        self.twin = twin
        self.position = next(iter((op.twin_outputs or {0: 0}).values()))  # of its result
        # whether what is written does not depend on what has been written
        self.is_fixed = op.is_random or op.is_out or _compat.op_name(op.func) in _compat.COPIED
        self.computed: np.ndarray | None = None
        args, kwargs = given
        tensors = [out, *trees.instances(torch.Tensor, (args, tuple(kwargs.values())))]
        self.inputs = [layout.geometry_of(t)[:2] for t in tensors]

    def result(self) -> np.ndarray:
        """What the functional twin gives now, position by position."""
        if self.computed is None or not self.is_fixed:
            results = trees.instances(torch.Tensor, self.twin())
            value = self.engine.array(results[self.position])
            with running(backend_for(self.engine.target, (self.storage.dtype,))):
                value = cast_to(value, self.storage.dtype, self.shape)
            self.computed = self.engine.target.to_numpy(value).reshape(-1)
        assert self.computed is not None
        return self.computed

    def elements(self) -> np.ndarray:
        """A copy of the memory."""
        return self.engine.target.to_numpy(self.storage.current()).reshape(-1)

    def settles(self) -> bool:
        """Whether the order does not matter; if so, the result is in the memory."""
        memory, result = self.elements(), self.result()
        changed = _differ(memory[self.places], result)
        places, written = self.places[changed], result[changed]
        memory[places] = written
        if _differ(memory[places], written).any():
            return False
        _put(self.engine, self.storage, memory)
        return not _differ(memory[self.places], self.result()).any()

    def turns(self) -> list[np.ndarray]:
        """The positions of the view: at first those that are the first of their element, and so on."""
        order = layout.order_of_axes(self.shape, self.inputs)[::-1]
        visited = np.arange(math.prod(self.shape)).reshape(self.shape).transpose(order).ravel()
        by_place = np.argsort(self.places[visited], kind="stable")
        _, starts, counts = np.unique(
            self.places[visited][by_place], return_index=True, return_counts=True
        )
        turn = np.empty_like(visited)
        turn[visited[by_place]] = np.arange(visited.size) - np.repeat(starts, counts)
        return [np.flatnonzero(turn == i) for i in range(counts.max())]

    def in_turns(self, turns: list[np.ndarray]) -> np.ndarray:
        """The memory after all positions have been written, turn by turn."""
        for positions in turns:
            memory = self.elements()
            memory[self.places[positions]] = self.result()[positions]
            _put(self.engine, self.storage, memory)
        return self.elements()


def _differ(a: np.ndarray, b: np.ndarray) -> Any:
    """Where the bytes of two rows of elements differ."""
    bytes_of = [np.ascontiguousarray(x).view(np.uint8).reshape(x.size, x.itemsize) for x in (a, b)]
    return (bytes_of[0] != bytes_of[1]).any(1)
