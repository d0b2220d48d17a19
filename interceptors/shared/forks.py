"""Forked processes (the workers of a DataLoader) run natively and never touch the target.

A forked child has one thread and a copy of everything else; locks of a runtime such as XLA's may be
held in it for ever. So before a fork all elements are copied to native memory, and in the child
that memory is the truth: values made before are there like values that have left their block,
blocks are over, and no array of a target is read or even freed. The parent is left as it was.

A value that a transformation of the target left behind has no elements: to read it is an error before
the fork, and in the child too.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable
from typing import Any

from interceptors.session import CURRENT
from interceptors.shared.storage import STORAGES, Storage
from ivy._core import errors

_sources: list[Callable[[], Iterable[Storage]]] = []
_unreadable: dict[int, Storage] = {}
_filters: list[warnings.catch_warnings] = []
_kept: list[Any] = []


def prepare(storages: Callable[[], Iterable[Storage]]) -> None:
    """Covers all storages of a source in every fork from now on; to be called for each target.

    JAX warns of forks, which are made harmless here, and programs may turn warnings into errors. Hooks
    run in the reverse order of their registration, so warnings are silenced again for each target.
    """
    if storages not in _sources:
        if not _sources:
            os.register_at_fork(
                before=_before, after_in_parent=_unreadable.clear, after_in_child=_in_child
            )
        _sources.append(storages)
    os.register_at_fork(before=_silence, after_in_parent=_restore, after_in_child=_restore)


def _silence() -> None:
    silence = warnings.catch_warnings()
    silence.__enter__()
    warnings.filterwarnings("ignore", message=r"os\.fork\(\) was called", category=RuntimeWarning)
    _filters.append(silence)


def _restore() -> None:
    _filters.pop().__exit__(None, None, None)


def _storages() -> Iterable[Storage]:
    found = [s for storages in _sources for s in storages()] + list(STORAGES.values())
    return {id(s): s for s in found}.values()


def _before() -> None:
    for storage in _storages():
        try:
            storage.flush()
        except errors.ReadsValueError:
            _unreadable[id(storage)] = storage


def _in_child() -> None:
    session = CURRENT.get()
    while session is not None:  # first of all: whatever happens below, nothing runs on the target
        session.root.end()
        session = session.root.outer
    for storage in _storages():
        if id(storage) not in _unreadable:
            _kept.append((storage.base, storage.memory and storage.memory.seen))
            storage.move_to_host()
