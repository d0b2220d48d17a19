"""One call of wrapped code: its arguments, the state of objects that take part, its results."""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from interceptors.shared import trees
from ivy_runtime.wrapping.border import Border, Function
from ivy_runtime.wrapping.state import State, is_object


class Slot:
    """The place of an array among arguments or results."""

    __slots__ = ("at",)

    def __init__(self, at: int):
        self.at = at


class Call:
    """A call of a function of the source with arguments of the target.

    `arrays` has arrays of the target by the identity of the values in `objects` that they stand for;
    what the call makes of these is in `updated`, while the objects keep their own. Those in `still` get
    no gradient. Random numbers are drawn from `key`, by the target; without one, by the source.
    The function may run more than once, for derivatives; the last run describes the results.
    """

    def __init__(
        self,
        border: Border,
        function: Callable,
        args: tuple,
        kwargs: dict[str, Any],
        *,
        objects: Sequence[Any] = (),
        arrays: Mapping[int, Any] = MappingProxyType({}),
        still: Collection[int] = (),
        key: Any = None,
    ):
        self.border = border
        self.foreign = border.backend.foreign
        self.source = border.interceptor
        self.function = function
        self.given: list[Any] = []
        self.objects = list(objects)
        owner = getattr(function, "__self__", None)
        if isinstance(function, types.MethodType) and is_object(owner):
            self.objects.append(owner)
        self.template = trees.map_leaves(self._enter, (args, kwargs))
        self.count = len(self.given)
        self.state = State(self.objects, self.source.value_types)
        self.replaced = arrays
        self.held = {key: self.foreign.enter(array) for key, array in arrays.items()}
        others = {k: v for k, v in self.state.values.items() if k not in self.held}
        self.natives = {k for k, v in others.items() if not self.source.is_redirected(v)}
        kept = dict(zip(others, self._arrays(others.values()), strict=True))
        # derivatives are taken for what objects hold, too; values of a trace must not stay in them
        self.watched = self.foreign.is_watched([*self.given, *self.held.values(), *kept.values()])
        if self.watched:
            self.held |= kept
        self.given += self.held.values()
        self.still = {self.count + i for i, key in enumerate(self.held) if key in still}
        if key is not None:
            self.given.append(self.foreign.key_words(key))
        self.has_key = key is not None
        self.results: Any = None
        self.iterates = False
        self.updated: dict[int, Any] = {}
        self.changes: list[tuple[dict, Any, Any]] = []

    def _enter(self, leaf: Any) -> Any:
        if isinstance(leaf, self.foreign.arrays):
            self.given.append(self.foreign.enter(leaf))
            return Slot(len(self.given) - 1)
        converted = self.border.inward(self.border, leaf)
        if converted is leaf:
            self.border.check(leaf)
        if is_object(converted):
            self.objects.append(converted)
        return converted

    def _arrays(self, values: Iterable[Any]) -> list[Any]:
        values = list(values)
        if not values:
            return []
        with self.border.crossed():
            return [self.source.target_array(v) for v in values]

    def __call__(self) -> Any:
        """The result for code of the target."""
        border = self.border
        arrays = self.foreign.call(Function(border, self.run, self.still), self.given)
        if self.changes:
            with border.crossed(arrays) as session:
                wrap = self.source.from_target
                for holder, key, entry in self.changes:
                    made = filled(entry, lambda at: wrap(session, arrays[at]))
                    dict.__setitem__(holder, key, made)
        updated = {key: arrays[slot.at] for key, slot in self.updated.items()}
        self.updated = {k: a for k, a in updated.items() if not self._is_same(self.replaced[k], a)}
        result = trees.map_leaves(
            lambda x: arrays[x.at] if type(x) is Slot else border.outward(border, x), self.results
        )
        return iter(result) if self.iterates else result

    def _is_same(self, old: Any, new: Any) -> bool:
        """Whether a write has changed nothing: evaluated layers write the averages that they read."""
        if new is old or self.foreign.is_traced([old, new]):
            return new is old
        to_numpy = self.border.backend.to_numpy
        return np.array_equal(to_numpy(old), to_numpy(new), equal_nan=True)

    def run(self, *values: Any) -> list[Any]:
        """The function on values of the source: those that it returns, or has put into objects."""
        args, kwargs = filled(self.template, values.__getitem__)
        if self.has_key:
            self.border.draw_from(values[-1])
            values = values[:-1]
        given = zip(self.held, values[self.count :], strict=True)
        held = {key: self.source.like(value, self.state.values[key]) for key, value in given}
        before = {id(v): self.source.content(v) for v in held.values()}
        self.state.put(lambda x: held.get(id(x), x))
        found: list[Any] = []
        try:
            results = self._as_tree(self.function(*args, **kwargs))
            self.results = trees.map_leaves(lambda leaf: self._leave(leaf, found), results)
            if self.watched or held:
                self._note_changes(held, before, found)
        finally:
            if held:
                now = State(self.objects, self.state.kinds)
                self.state.restore(now, drops=self.watched)
        return found

    def _as_tree(self, results: Any) -> Any:
        """The results; of an iterator, which would go on outside of the block, all that it gives."""
        self.iterates = isinstance(results, Iterator) and not is_object(results)
        return list(results) if self.iterates else results

    def _leave(self, leaf: Any, found: list[Any]) -> Any:
        """A slot for a value of the source, which joins those found; all else stays as it is."""
        if not isinstance(leaf, self.state.kinds):
            return leaf
        found.append(leaf)
        return Slot(len(found) - 1)

    def _note_changes(self, held: dict[int, Any], before: dict[int, Any], found: list[Any]) -> None:
        """Joins what the call has put into objects to what was found.

        Raises
        ------
        ConversionError
            Traced values are in an object whose values are native: it outlives the trace.
        """
        made = [x for x in trees.leaves(self.results) if is_object(x)] if self.watched else []
        entries = {(id(holder), key): entry for holder, key, entry in self.state.entries}
        names = {id(value): key for key, value in held.items()}
        self.updated, self.changes, written = {}, [], []
        traced = self.foreign.is_traced(self.given)

        def change(leaf: Any, old: Any) -> Any:
            """What an entry is to hold afterwards: a slot for a new value, or the old one."""
            if not isinstance(leaf, self.state.kinds):
                return leaf
            key = names.get(id(leaf))
            if key is not None and self.source.content(leaf) is before[id(leaf)]:
                return self.state.values[key]
            key = id(old) if key is None else key
            if key in self.replaced:
                self.updated[key] = self._leave(leaf, found)
                return self.state.values[key]
            if not self.watched:
                return leaf
            if key in self.natives and traced:
                written.append(f"{leaf.dtype}{list(leaf.shape)}")
            return self._leave(leaf, found)

        for holder, key, entry in State([*self.objects, *made], self.state.kinds).entries:
            old, new = trees.leaves(entries.get((id(holder), key))), trees.leaves(entry)
            old = old if len(old) == len(new) else [None] * len(new)
            template = [change(*pair) for pair in zip(new, old, strict=True)]
            if any(type(x) is Slot for x in template):
                self.changes.append((holder, key, trees.rebuilt(entry, template)))
        self.border.refuse_writes(written)


def filled(template: Any, value: Callable[[int], Any]) -> Any:
    """A nesting with the values of its slots."""
    return trees.map_leaves(lambda x: value(x.at) if type(x) is Slot else x, template)
