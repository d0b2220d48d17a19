"""Forked processes: arrays made before the fork are there, as native values.

Locks of a runtime such as XLA's may be held in a child for ever, so it never uses the target: before a
fork all elements are copied to the host, and in the child NumPy is their target.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import os
from typing import Any

from interceptors.numpy.geometry import ArrayStorage
from interceptors.shared import forks
from ivy._core import errors
from ivy._core.backend import load

_copies: list[tuple[ArrayStorage, Any]] = []
_kept: list[Any] = []  # arrays of a target that a child must not free


@functools.cache
def prepare() -> None:
    """Covers all arrays in every fork from now on."""
    forks.prepare(list)  # which ends blocks in the child; it has no values of NumPy's to care for
    os.register_at_fork(before=_before, after_in_parent=_copies.clear, after_in_child=_in_child)


def _before() -> None:
    for storage in gc.get_objects():
        if type(storage) is ArrayStorage and storage.base is not None:
            with contextlib.suppress(errors.ReadsValueError):  # left in a transformation: no values
                _copies.append((storage, storage.backend.to_numpy(storage.base)))


def _in_child() -> None:
    numpy = load("numpy")
    for storage, values in _copies:
        _kept.append(storage.base)
        storage.move_without_reading(numpy, values)
    _copies.clear()
