"""TorchScript in a block.

Its interpreter is C++ and calls operators that reach our modes, so scripts run redirected. Some
nodes of a graph work in the memory of tensors instead (`torch.tensor`, `tolist` and `print` in a
script), run on other threads, or call methods that are known only then. Such a graph is copied, and
these nodes call Python: each becomes a function of its own, which a handler runs.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import torch

from interceptors.session import CURRENT
from interceptors.shared import trees
from interceptors.shared.caches import BoundedCache
from interceptors.torch import _compat
from interceptors.torch.boundary import memory_access
from interceptors.torch.boundary.replacements import is_open
from interceptors.torch.dispatch.choose import engine
from interceptors.torch.dispatch.native_calls import upload
from interceptors.torch.tensors.tensor import RedirectedTensor, to_native
from ivy._core import errors

_rewritten = BoundedCache(256)  # by the identity of a graph: the graph, and what runs instead of it
_raised: ContextVar[list[Exception] | None] = ContextVar("ivy_raised", default=None)
_call = _compat.call_script


def call(wrapped: Callable, script: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """A scripted function or method, called."""
    if not is_open():
        return wrapped(*args, **kwargs)
    raised: list[Exception] = []
    token = _raised.set(raised)
    try:
        function = _function(script)
        inputs = None if function is None else _compat.bound_to_script(script, args, kwargs)
        if inputs is not None:
            return _call(function, *inputs)
        return wrapped(*args, **kwargs)
    except RuntimeError as error:
        _explain(error, raised)
        raise
    finally:
        _raised.reset(token)


def note(error: Exception) -> None:
    """Keeps an error that goes through C++ code, which may forget what it is."""
    raised = _raised.get()
    if raised is not None:
        raised.append(error)


def _explain(error: RuntimeError, raised: list[Exception]) -> None:
    """Raises the error that an operator raised as the interpreter would raise one of PyTorch's own."""
    where, marker, text = str(error).partition("\nRuntimeError: ")
    if not raised or not marker or (text.strip() and str(raised[-1]) not in text):
        return
    if isinstance(raised[-1], errors.IvyError):
        raise raised[-1] from None
    raise type(error)(f"{where}{marker}{raised[-1]}\n") from None


def _function(script: Any) -> Callable | None:
    """What runs instead of a script, None if its own graph may."""
    known = _rewritten.get(id(script.graph))
    if known is None:
        graph = _compat.script_graph(script)
        known = _rewritten[id(script.graph)] = script.graph, _rewrite(graph, script.name)
    return known[1]


def _rewrite(graph: Any, name: str) -> Callable | None:
    copy, changed = graph.copy(), False
    for kind, make in _HANDLERS.items():
        for node in copy.findAllNodes(kind, True):
            handler = make(node)
            if handler is not None:
                _compat.call_python(copy, node, _noting(handler))
                changed = True
    return _compat.function_of_graph(copy, name) if changed else None


def _noting(handler: Callable) -> Callable:
    def run(*inputs: Any) -> Any:
        try:
            return handler(*inputs)
        except Exception as error:
            note(error)
            raise

    return run


# -- what is done with a node: a function of its inputs


def _in_native_memory(node: Any) -> Callable | None:
    """A node that works in memory: it runs natively, and its results go to the target."""
    if _compat.only_casts(node):
        return None
    function = _compat.function_of_node(node)

    def run(*inputs: Any) -> Any:
        session = CURRENT.get()
        assert session is not None
        given = trees.map_instances(RedirectedTensor, to_native, inputs)
        with _compat.without_modes(), _compat.DisableTorchFunction():
            out = _call(function, *given)
        return trees.map_instances(torch.Tensor, lambda t: _uploaded(session, t), out)

    return run


def _uploaded(session: Any, tensor: torch.Tensor) -> torch.Tensor:
    made = upload(engine(session.target), tensor.detach())
    return made.requires_grad_() if tensor.requires_grad else made


def _with_native_integers(node: Any) -> Callable:
    """An operator whose C++ code reads integers from memory."""
    function = _compat.function_of_node(node)

    def run(*inputs: Any) -> Any:
        try:
            return _call(function, *inputs)
        except RuntimeError as error:
            return memory_access.retry(_call, (function, *inputs), {}, error)

    return run


def _at_once(node: Any) -> Callable:
    """A part that PyTorch would run on another thread, which is in no block."""
    graph = _compat.forked_graph(node)
    function = _rewrite(graph, "forked") or _compat.function_of_graph(graph, "forked")
    return functools.partial(_call, function)


def _by_method(node: Any) -> Callable:
    """A method of a module that is known by its interface only."""
    name = _compat.method_name(node)
    return lambda module, *inputs: getattr(module, name)(*inputs)


_HANDLERS: dict[str, Callable[[Any], Callable | None]] = {
    **dict.fromkeys(_compat.NODES_IN_MEMORY, _in_native_memory),
    **dict.fromkeys(_compat.NODES_THAT_READ_INTEGERS, _with_native_integers),
    _compat.FORK: _at_once,
    _compat.CALL_METHOD: _by_method,
}

METHODS = tuple((owner, "__call__", call) for owner in _compat.SCRIPTS)
