"""Forked processes (the workers of a DataLoader) run natively and never touch the target.

A child that a fork makes has one thread and a copy of everything else: locks of a runtime such as XLA's
may be held for ever there. So before a fork all elements are brought to native memory, and in the child
that memory is the truth: tensors made before work there as tensors that have left their block, blocks
are over, and no array of a target is read or even freed. Nothing is done to the parent.
"""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import Iterator
from typing import Any

from interceptors import _base
from interceptors.torch.store import STORES, Derived, Store
from interceptors.torch.tensor import RedirectedTensor

_ready = False
_copies: list[tuple[RedirectedTensor, Store]] = []
_filters: list[warnings.catch_warnings] = []
_kept: list[Any] = []


def prepare() -> None:
    """Makes every fork from now on do so; where no block has been, it has nothing to do."""
    global _ready
    if not _ready:
        _ready = True
        os.register_at_fork(before=_before, after_in_parent=_in_parent, after_in_child=_in_child)


def _redirected() -> Iterator[RedirectedTensor]:
    for each in gc.get_objects():
        # the class of the object itself: proxies answer `isinstance` by running code
        if not issubclass(type(each), RedirectedTensor):
            continue
        if getattr(each, "_own", None) is not None or getattr(each, "_array", None) is not None:
            yield each  # and not one that lies empty on a shelf


def _before() -> None:
    for tensor in _redirected():
        store = tensor._store
        if isinstance(store, Derived):  # its values are not those of its memory
            copy = Store(store.backend, store.current(), store.dtype, store.shape)
            copy.flush()
            _copies.append((tensor, copy))
        store.flush()
    for store in list(STORES.values()):
        store.flush()
    # JAX warns of what is made harmless here, and programs may turn warnings into errors
    silence = warnings.catch_warnings()
    silence.__enter__()
    warnings.filterwarnings("ignore", message=r"os\.fork\(\) was called", category=RuntimeWarning)
    _filters.append(silence)


def _in_parent() -> None:
    _copies.clear()
    _filters.pop().__exit__(None, None, None)


def _in_child() -> None:
    session = _base.CURRENT.get()
    while session is not None:  # first of all: whatever happens below, nothing runs on the target
        session.root.end()
        session = session.root.outer
    _filters.pop().__exit__(None, None, None)
    for tensor, copy in _copies:
        tensor._store = copy
    for store in {id(t._store): t._store for t in _redirected()}.values():
        _leave(store)
    for store in list(STORES.values()):
        _leave(store)


def _leave(store: Store) -> None:
    _kept.append(store.base)
    store.release()
