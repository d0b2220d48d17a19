"""What a run costs from cold: the programs that JAX compiles, seconds of compiling, seconds in all."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import jax

_compiled = {"programs": 0, "seconds": 0.0}


def _listen(name: str, seconds: float, **_: object) -> None:
    if name.startswith("/jax/core/compile/"):
        _compiled["seconds"] += seconds
        _compiled["programs"] += "backend_compile" in name


jax.monitoring.register_event_duration_secs_listener(_listen)


def measured(run: Callable[[], Any]) -> dict[str, float]:
    """Programs compiled, seconds spent compiling (tracing and lowering included), wall seconds."""
    before, start = dict(_compiled), time.perf_counter()
    run()
    return {
        "programs": _compiled["programs"] - before["programs"],
        "compile_seconds": round(_compiled["seconds"] - before["seconds"], 2),
        "wall_seconds": round(time.perf_counter() - start, 2),
    }
