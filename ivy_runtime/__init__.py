"""When and where native code is redirected: blocks, process-wide installation, reports.

    python -m ivy_runtime run --on jax script.py     the command line: `command.py`, `script.py`
    IVY_RUN_ON=jax python script.py                  the environment: `process.py`
    %load_ext ivy_runtime                            notebooks: `notebook.py`
    pytest -p ivy_runtime.pytest_plugin              test suites

The public names are loaded on first access, so that a program can be started before NumPy is imported.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interceptors.session import FallbackWarning as FallbackWarning
    from ivy_runtime.blocks import Installation as Installation
    from ivy_runtime.blocks import installed as installed
    from ivy_runtime.blocks import report as report
    from ivy_runtime.blocks import uninstall as uninstall
    from ivy_runtime.context import install as install
    from ivy_runtime.context import run_on as run_on
    from ivy_runtime.conversion import convert_state as convert_state
    from ivy_runtime.explanation import explain as explain
    from ivy_runtime.graphs import compile_graph as compile_graph
    from ivy_runtime.lowerings import register_lowering as register_lowering
    from ivy_runtime.lowerings import unregister_lowering as unregister_lowering
    from ivy_runtime.modules import to_ivy_module as to_ivy_module
    from ivy_runtime.values import is_redirected as is_redirected
    from ivy_runtime.values import target_array as target_array
    from ivy_runtime.values import to_source as to_source
    from ivy_runtime.verification import verify as verify
    from ivy_runtime.wrapping import wrap as wrap

_HOMES = {
    "FallbackWarning": "interceptors.session",
    "Installation": "ivy_runtime.blocks",
    "compile_graph": "ivy_runtime.graphs",
    "convert_state": "ivy_runtime.conversion",
    "explain": "ivy_runtime.explanation",
    "install": "ivy_runtime.context",
    "installed": "ivy_runtime.blocks",
    "is_redirected": "ivy_runtime.values",
    "register_lowering": "ivy_runtime.lowerings",
    "report": "ivy_runtime.blocks",
    "run_on": "ivy_runtime.context",
    "target_array": "ivy_runtime.values",
    "to_ivy_module": "ivy_runtime.modules",
    "to_source": "ivy_runtime.values",
    "uninstall": "ivy_runtime.blocks",
    "unregister_lowering": "ivy_runtime.lowerings",
    "verify": "ivy_runtime.verification",
    "wrap": "ivy_runtime.wrapping",
}
__all__ = [*_HOMES]  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'ivy_runtime' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext ivy_runtime`: adds `%run_on` and `%%run_on`."""
    from ivy_runtime import notebook

    notebook.load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """`%unload_ext ivy_runtime`: ends what `%run_on` has installed."""
    from ivy_runtime import notebook

    notebook.unload(shell)
