"""TorchScript in a block.

Its interpreter is C++ and calls operators that reach our modes, so most scripts run redirected.
Some of its own operators (`torch.tensor` in a script) write into the memory of tensors that they
allocate; redirected ones have none, and the process would end. Scripts with such operators run
natively, as a fallback.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from interceptors.session import CURRENT
from interceptors.shared import trees
from interceptors.shared.caches import IdentityMap
from interceptors.shared.storage import STORAGES
from interceptors.torch import _compat
from interceptors.torch.boundary.replacements import is_open
from interceptors.torch.dispatch.choose import engine
from interceptors.torch.dispatch.native_calls import upload
from interceptors.torch.tensors.tensor import RedirectedTensor, alias
from ivy._core import errors

_fills_memory = IdentityMap()


def call(wrapped: Callable, script: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """A scripted function or method, called."""
    if not is_open() or not _runs_natively(script):
        return wrapped(*args, **kwargs)
    session = CURRENT.get()
    assert session is not None
    reason = "TorchScript writes into memory of tensors that it allocates"
    session.fall_back(f"torch.jit: {script.name}(...)", reason, "Call the Python function instead.")
    given = trees.instances(torch.Tensor, (args, tuple(kwargs.values())))
    if torch.is_grad_enabled() and any(t.requires_grad for t in given):
        raise errors.UnsupportedOpError(
            f"torch.jit: {script.name}(...) on {session.target.name}: {reason}, and a fallback would "
            f"lose the gradient that an argument requires. Call the Python function instead."
        )
    for storage in list(STORAGES.values()):  # parameters, and whatever the arguments share
        storage.move_to_host()
    inputs = trees.map_instances(RedirectedTensor, alias, args)
    options = {k: trees.map_instances(RedirectedTensor, alias, v) for k, v in kwargs.items()}
    with _compat.without_modes(), _compat.DisableTorchFunction():
        out = wrapped(*inputs, **options)
    runs = engine(session.target)
    return trees.map_instances(torch.Tensor, lambda t: upload(runs, t), out)


def _runs_natively(script: Any) -> bool:
    known = _fills_memory.get(script)
    if known is None:
        graph = _compat.script_graph(script)
        found = any(graph.findAllNodes(name, True) for name in _compat.FILL_MEMORY)
        _fills_memory.set(script, found)
        return found
    return known[0]


METHODS = tuple((owner, "__call__", call) for owner in _compat.SCRIPTS)
