"""Sees XLA at work: programs compiled, and compiled programs run from Python.

JAX tells its monitoring listeners of each compilation, whoever asks for it. A program compiled before
the block would not be seen that way, so the Python functions that start one are counted too. Runs of
JAX's C++ fast path go by neither; it is keyed by the current trace, which in a block is ours.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import jax
from jax._src import pjit
from jax._src.interpreters import pxla

_found: Counter[str] = Counter()
_STARTS = ((pjit, "_pjit_call_impl_python"), (pxla.ExecuteReplicated, "__call__"))


def _compiled(event: str, duration: float, **_: Any) -> None:
    if "backend_compile" in event:
        _found["compile"] += 1


jax.monitoring.register_event_duration_secs_listener(_compiled)


class NativePrograms:
    """Within this block, what XLA did in this process is counted in `found`."""

    def __enter__(self) -> NativePrograms:
        _found.clear()
        self.originals = [getattr(owner, name) for owner, name in _STARTS]
        for (owner, name), original in zip(_STARTS, self.originals, strict=True):
            setattr(owner, name, self._counting(name, original))
        return self

    def _counting(self, name: str, original: Any) -> Any:
        def start(*args: Any, **kwargs: Any) -> Any:
            _found[name] += 1
            return original(*args, **kwargs)

        return start

    def __exit__(self, *_: object) -> None:
        for (owner, name), original in zip(_STARTS, self.originals, strict=True):
            setattr(owner, name, original)

    @property
    def found(self) -> dict[str, int]:
        """What was seen since the block was entered, by kind."""
        return dict(_found)

    def assert_none(self) -> None:
        """Fails if XLA has compiled or run anything."""
        assert not _found, f"done by XLA: {dict(_found)}"
