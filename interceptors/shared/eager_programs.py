"""Programs of targets that do not compile: a function with its static arguments filled in.

The first call of a kind is validated, later ones are not (`unchecked`). After some calls the ops that
the function calls run alone, without the code between them: a plan (`ivy._array.recording`).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from interceptors.shared import trees
from interceptors.shared.destination import cast_to
from interceptors.shared.slots import (
    Slot,
    cast_to_arguments,
    dtypes_in,
    fill,
    takes_native_arguments,
)
from ivy._array.recording import Recording
from ivy._core.backend import Backend
from ivy._core.context import CURRENT
from ivy._core.narrow import backend_for

CALLS_BEFORE_PLAN = 32  # of one kind


class EagerProgram:
    """A function of arrays on a target that does not compile, with its other arguments filled in."""

    def __init__(
        self,
        target: Backend,
        function: Callable,
        template: tuple,
        options: dict,
        writes: tuple,
        wanted: tuple | None = None,
        slot: Slot | None = None,
    ):
        self.target = target
        self.function = function
        self.template = template
        self.options = options
        self.writes = writes
        self.wanted = wanted
        self.slot = slot
        self.positions = [
            i for i, t in enumerate(template) if type(t) is Slot and t.geometry is None
        ]
        self.dtypes = dtypes_in((template, options, wanted))
        self.count = len(trees.instances(Slot, (template, options)))
        # whether arrays are arguments by position only, and whole
        self.is_flat = self.count == len(self.positions)

    def __call__(self, *arrays: Any) -> Any:
        return self._run(self.function, arrays, self._target_for(arrays))

    def entry_point(self, arrays: list) -> Callable[[list], Any]:
        """The call without validation, for arrays like those of a call that was validated.

        One that is made often becomes a plan: the ops that it runs, without the code between them.
        """
        function = getattr(self.function, "unchecked", self.function)
        run = functools.partial(self._run, function, target=self._target_for(arrays))
        if takes_native_arguments(function) or self.writes or self.wanted is not None:
            return run
        calls = 0

        def call(arrays: list) -> Any:
            nonlocal calls, run
            calls += 1
            if calls == CALLS_BEFORE_PLAN:
                run = self._plan(function, arrays) or run
            return run(arrays)

        return call

    def _plan(self, function: Callable, arrays: list) -> Callable[[list], Any] | None:
        """What `function` does with arrays like these; None if it depends on more than their types."""
        target, names = self.target, [f"x{i}" for i in range(len(arrays))]
        plain = all(isinstance(a, target.array_types) for a in arrays)
        if not plain or self._target_for(arrays) is not target:
            return None
        recording = Recording(target, names)
        boxes = [recording.argument(a, name) for a, name in zip(arrays, names, strict=True)]
        try:
            with target.scope(), recording.running():
                filled, options = self._fill(boxes)
                out = function(*filled, **options)
            plan = recording.plan(getattr(function, "__name__", "program"), out, wraps=False)
        except Exception:  # it has no plan, or `function` does what a trace can't
            return None

        def run(arrays: list) -> Any:
            token = CURRENT.set(target)
            try:
                with target.scope():
                    return plan(*arrays)
            finally:
                CURRENT.reset(token)

        return run

    def _target_for(self, arrays: Any) -> Backend:
        return backend_for(self.target, (*self.dtypes, *arrays))

    def _run(self, function: Callable, arrays: Any, target: Backend) -> Any:
        token = CURRENT.set(target)
        try:
            with self.target.scope():
                filled, options = self._fill(arrays)
                out = function(*filled, **options)
                if self.writes:
                    written = [filled[i] for i in self.writes]
                    return cast_to_arguments(out, written, self.target.canonical)
                if self.wanted is None or self.slot is None:
                    return out
                out = self.target.canonical(cast_to(out, *self.wanted))
                return self.slot.write(iter(arrays[self.count :]), out)
        finally:
            CURRENT.reset(token)

    def _fill(self, arrays: Any) -> tuple[list, dict]:
        if not self.is_flat:
            values = iter(arrays)
            filled = fill(self.template, values, self.target)
            return filled, {k: fill(t, values, self.target) for k, t in self.options.items()}
        filled = list(self.template)
        for i, array in zip(self.positions, arrays, strict=False):  # what is written comes last
            filled[i] = array
        return filled, self.options
