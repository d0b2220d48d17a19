"""When calls ran and how long they took, in a block with `profile=True`.

A hook of a source opens a *frame* around each call that it sees; whatever is counted meanwhile gets
the times of the innermost frame. Frames nest: a call that PyTorch expands into others contains their
frames, so each event has its whole duration, and its own time without theirs. Blocks without a
profile have no frames, and their hooks are the usual ones.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from time import perf_counter_ns
from typing import Any, NamedTuple

from ivy._core import host_evaluation

MOST_EVENTS = 200_000  # kept one by one; times per operation are complete


class Event(NamedTuple):
    """One call: times are in seconds since the block was opened."""

    op: str
    where: str
    way: str
    line: str
    start: float
    seconds: float
    own: float  # without the calls that it is made of
    thread: int


class Frame:
    """One call that a hook has seen; `found` is what it was counted as."""

    __slots__ = ("found", "inner", "start")

    def __init__(self) -> None:
        self.found: list[tuple[str, str, str]] = []  # operation, where, way
        self.inner = 0  # nanoseconds in frames inside this one
        self.start = perf_counter_ns()


class _Thread(threading.local):
    """The open frames of a thread, and its number in the order of first use."""

    numbers = itertools.count()

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.number = next(_Thread.numbers)


class Profile:
    """The events of one block."""

    def __init__(self, target: str):
        self.target = target
        self.start = perf_counter_ns()
        self.events: list[Event] = []
        self.seconds: dict[tuple[str, str], float] = {}  # own time by operation and where
        self.lines: dict[tuple[str, str], str] = {}  # where each was called first
        self.dropped = 0
        self.end: int | None = None
        self._thread = _Thread()

    @property
    def total(self) -> float:
        """How long the block is, or was, open, in seconds."""
        return ((self.end or perf_counter_ns()) - self.start) * 1e-9

    def run(
        self,
        call: Callable[..., Any],
        args: tuple,
        *,
        line: Callable[[], str],
        wait: Callable[[Any], None],
        settle: Callable[[Frame, bool], None],
    ) -> Any:
        """`call(*args)` in a frame.

        `wait(result)` returns when the result is there. `settle(frame, on_host)` adds to what the frame
        has found; `on_host` says that the host has evaluated a program.
        """
        frames, runs = self._thread.frames, host_evaluation.runs.count
        frame = Frame()
        frames.append(frame)
        try:
            out = call(*args)
            wait(out)
            settle(frame, host_evaluation.runs.count > runs)
            return out
        finally:
            spent = perf_counter_ns() - frame.start
            frames.pop()
            if frame.found:
                self._close(frame, spent, line())
                spent_inside = spent
            else:  # not a call of its own: what it has spent is its caller's, but for counted calls
                spent_inside = frame.inner
            if frames:
                frames[-1].inner += spent_inside

    def note(self, op: str, where: str, way: str = "") -> None:
        """Takes what the innermost frame is counted as."""
        frames = self._thread.frames
        if frames:
            frames[-1].found.append((op, where, way))

    def _close(self, frame: Frame, spent: int, line: str) -> None:
        *others, last = frame.found
        start = (frame.start - self.start) * 1e-9
        for op, where, way in others:  # parts of the same call, which have no times of their own
            self._add(Event(op, where, way, line, start, 0, 0, 0), keep=False)
        op, where, way = last
        own = max(spent - frame.inner, 0)
        thread = self._thread
        event = Event(op, where, way, line, start, spent * 1e-9, own * 1e-9, thread.number)
        self._add(event, keep=True)

    def _add(self, event: Event, *, keep: bool) -> None:
        key = event.op, event.where
        self.seconds[key] = self.seconds.get(key, 0) + event.own
        self.lines.setdefault(key, event.line)
        if keep and len(self.events) < MOST_EVENTS:
            self.events.append(event)
        elif keep:
            self.dropped += 1
