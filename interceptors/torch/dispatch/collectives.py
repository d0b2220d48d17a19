"""Operators that move tensors between processes (`torch.distributed`).

They move values and compute nothing that a target could, so by design they run natively on copies,
and the report counts them under `collective`. Most are asynchronous and return a `Work` handle.
Programs get our own handle, which writes the results back on completion; until then their tensors
keep their old values, where natively the contents are undefined.
"""

from __future__ import annotations

from collections import deque
from contextvars import ContextVar
from typing import Any

import torch

from interceptors.session import Session
from interceptors.shared import trees
from interceptors.shared.errors import NotRedirectable
from interceptors.torch import _compat
from interceptors.torch.boundary.subclasses import needs_own_dispatch
from interceptors.torch.dispatch.expansion import run_kernel
from interceptors.torch.dispatch.native_calls import Copies, on_copies, write_back
from interceptors.torch.dispatch.schema import Operator
from interceptors.torch.engine import Engine
from ivy._core import errors


def move(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs an operator that sends tensors to other processes, or gets some."""
    _check(op, session, args, kwargs)
    for pending in list(_running):
        if pending.is_completed():  # what nobody has waited for has come for all that
            _kept.append(pending)
    session.report.count_native("collective", op.name)
    if not _compat.returns_work(op.func):
        return on_copies(engine, op, session, args, kwargs)
    copies = Copies(engine, op)
    inputs, options = copies.enter(args), {k: copies.enter(v) for k, v in kwargs.items()}
    with _compat.without_modes():
        out = op.func(*inputs, **options)
    *tensors, work = out if isinstance(out, tuple) else (out,)
    pending = PendingWork(_compat.Work.unbox(work), copies, session)
    if not _in_cpp.get():
        work = pending.boxed()
    return (*copies.leave(tensors), work) if tensors else work


def move_by_others(
    engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict
) -> Any:
    """Runs an operator that PyTorch's C++ makes of those above.

    C++ registers the `Work` with the tensor and waits for it there: it can't register ours,
    which is implemented in Python.
    """
    _check(op, session, args, kwargs)
    given = {id(engine.locate(t)[0].root) for t in trees.instances(torch.Tensor, [args, kwargs])}
    for pending in list(_running):
        if not given.isdisjoint(pending.storages()):
            pending.wait()
    token = _in_cpp.set(True)
    try:
        return run_kernel(engine, op, session, args, kwargs)
    finally:
        _in_cpp.reset(token)


def _check(op: Operator, session: Session, args: tuple, kwargs: dict) -> None:
    if session.tracing:
        raise errors.ReadsValueError(f"{op.name} can't be part of a program")
    if needs_own_dispatch((*args, *kwargs.values())):
        raise NotRedirectable


class PendingWork(_compat.Work):
    """Work of PyTorch's on copies that writes its results back when it is complete."""

    def __init__(self, work: Any, copies: Copies, session: Session):
        super().__init__()
        self.work = work
        self.copies = copies
        self.session = session
        _running.add(self)

    def storages(self) -> set[int]:
        """The identities of the storages that it reads and writes."""
        engine = self.copies.engine
        return {id(engine.locate(tensor)[0].root) for _, tensor in self.copies.pairs()}

    def wait(self, *timeout: Any) -> bool:
        """See `torch.distributed.Work`."""
        with _compat.without_modes():  # some work copies its results when it is waited for
            done = self.work.wait(*timeout)
        self._finish()
        return done

    def is_completed(self) -> bool:
        """See `torch.distributed.Work`."""
        done = self.work.is_completed()
        if done:
            self._finish()
        return done

    def result(self) -> list[torch.Tensor]:
        """See `torch.distributed.Work`."""
        return self.copies.leave(self.work.result())

    def get_future(self) -> torch.futures.Future:
        """A future of the results; they are there, as its callbacks may not run in another thread."""
        future = self.work.get_future()
        with _compat.without_modes():
            try:
                results = future.wait()
            except RuntimeError:
                return future  # which says what went wrong
        self._finish()
        made: torch.futures.Future = torch.futures.Future()
        made.set_result(self.copies.leave(results))
        return made

    def _finish(self) -> None:
        if self not in _running:
            return
        _running.remove(self)
        for copy, tensor in self.copies.written():
            write_back(self.copies.engine, self.session, tensor, copy)
            if not self.session.sources:  # its block is over
                self.copies.engine.locate(tensor)[0].move_to_host()


def _of_work(name: str) -> Any:
    def method(self: PendingWork, *args: Any) -> Any:
        return getattr(self.work, name)(*args)

    return method


# C++ may wait for work that has come: an object that Python drops would lose its methods there.
_running: set[PendingWork] = set()
_kept: deque[PendingWork] = deque(maxlen=100)
_in_cpp: ContextVar[bool] = ContextVar("ivy_in_cpp", default=False)
for _name in _compat.METHODS_OF_WORK:
    setattr(PendingWork, _name, _of_work(_name))
