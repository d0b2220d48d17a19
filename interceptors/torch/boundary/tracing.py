"""Records programs (`torch.export`, `make_fx`, `opcheck`) natively, also in a block.

A recorder runs a function to note its operators, mostly on tensors without values. There is nothing
to compute then, and our modes would be called from C++ code that cannot propagate Python
exceptions. So the block pauses while a program is recorded, read from a file or rewritten; the
program runs redirected when it is called in the block. `make_fx` on true values, its default,
computes natively and counts as a fall-back. Parameters that were made in the block are recorded as
native copies.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import torch

from interceptors.session import CURRENT
from interceptors.shared import trees
from interceptors.torch import _compat
from interceptors.torch.boundary import replacements
from interceptors.torch.tensors.tensor import RedirectedTensor, to_native


def record(wrapped: Callable, recorder: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """A recorder, called with the block paused and native tensors in place of redirected ones."""
    if not replacements.is_open():
        return wrapped(*args, **kwargs)
    if _compat.records_values(recorder):
        session = CURRENT.get()
        assert session is not None
        session.fall_back(
            "make_fx(...)", "it computes natively", "Pass tracing_mode='fake' or fallback='warn'."
        )
    args, kwargs = _compat.map_tensors(RedirectedTensor, _native, (args, kwargs))
    with contextlib.ExitStack() as stack:
        for module in args:
            if isinstance(module, torch.nn.Module):
                stack.enter_context(_with_native_state(module))
        stack.enter_context(_paused())
        return wrapped(*args, **kwargs)


def read(wrapped: Callable, _: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """A function whose C++ uses the memory of the tensors that it makes."""
    with _paused():
        return wrapped(*args, **kwargs)


def rewrite(wrapped: Callable, program: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """`ExportedProgram.run_decompositions`, which records a program anew."""
    _bring_up_to_date(program.state_dict.values())
    with _paused():
        return wrapped(*args, **kwargs)


def optimize(wrapped: Callable, _: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """Passes of `torch.jit.freeze` and its like, whose C++ evaluates parts of a graph in memory."""
    for module in args:
        if replacements.is_open() and isinstance(module, _compat.CppModule):
            state = _compat.script_state(_compat.wrap_script(module))
            _bring_up_to_date(trees.instances(torch.Tensor, [value for *_, value in state]))
    with _paused():
        return wrapped(*args, **kwargs)


def _bring_up_to_date(state: Iterable[torch.Tensor]) -> None:
    """Brings native memory up to date."""
    for value in state:
        value.data_ptr()


@contextlib.contextmanager
def _paused() -> Iterator[None]:
    """No block, and no modes: compilers inspect the stacks of modes."""
    above = [_compat.pop_mode() for _ in range(_compat.count_function_modes())]
    token = CURRENT.set(None)
    try:
        with _compat.without_modes():
            yield
    finally:
        CURRENT.reset(token)
        for mode in reversed(above):
            _compat.push_mode(mode)


def _native(tensor: RedirectedTensor) -> torch.Tensor:
    return to_native(tensor).clone().requires_grad_(tensor.requires_grad)


@contextlib.contextmanager
def _with_native_state(module: torch.nn.Module) -> Iterator[None]:
    replaced = []
    for part in module.modules():
        for state in _compat.module_state(part):
            for name, value in state.items():
                if isinstance(value, RedirectedTensor):
                    replaced.append((state, name, value))
                    native = to_native(value).clone()
                    if isinstance(value, torch.nn.Parameter):
                        native = torch.nn.Parameter(native, value.requires_grad)
                    state[name] = native
                elif value is not None:
                    value.data_ptr()  # brings its memory up to date
    try:
        yield
    finally:
        for state, name, value in replaced:
            state[name] = value
