"""One call natively, redirected, and redirected with each operator verified: `ivy.verify`.

Each run starts from the same state: parameters, buffers, gradients, optimizers, random generators and
what else is reachable from the function and its arguments are put back after each.
"""

from __future__ import annotations

import contextlib
import copy
import inspect
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from interceptors.protocol import Call
from interceptors.shared.storage import STORAGES
from interceptors.torch import _compat, verifying
from interceptors.torch.tensors.tensor import RedirectedTensor, to_native
from interceptors.verification import Verification
from ivy._core.abstract import AbstractArray

_DEPTH = 6
_PLAIN = (str, bytes, int, float, complex, bool, type(None), type(inspect))


def verify(block: Callable[..., Any], found: Verification, call: Call) -> None:
    """Fills `found`; `block(verify=...)` opens a block."""
    with torch.random.fork_rng(devices=[]):
        state = State(call)
        try:
            native = _native_run(state, call)
            native.finish(state)
            state.restore()
            with block(verify=False):
                ours = _Run(state, call)
            ours.finish(state)
            state.restore()
            with block(verify=True) as session:
                session.report.verification = found
                _Run(state, call, collects=False)
        finally:
            state.restore()
            state.end()
    found.add_run(ours.found, native.found, verifying.compared)


def explain(block: Callable[[], Any], call: Call) -> None:
    """Runs a call in a block whose session has an explanation, and leaves no trace of it."""
    with torch.random.fork_rng(devices=[]):
        state = State(call)
        try:
            with block() as session, verifying.watched_modules():
                session.report.explanation.module = verifying.current_module
                try:
                    _Run(state, call, collects=False)
                finally:
                    for storage in list(STORAGES.values()):
                        if isinstance(storage.base, AbstractArray):
                            storage.forget()
        finally:
            state.restore()


def _native_run(state: State, call: Call) -> _Run:
    """The native run, with gradients of the arguments if the function allows it."""
    if call.grads and torch.is_grad_enabled():
        state.require_gradients()
        try:
            return _Run(state, call)
        except RuntimeError:  # it writes into them, say, or asks for their memory
            state.end()
            state.restore()
    return _Run(state, call)


class _Run:
    """What one run has returned, on the host: by kind and name, in order."""

    def __init__(self, state: State, call: Call, *, collects: bool = True):
        self.found: dict[tuple[str, str], Any] = {}
        watched = verifying.watched_modules(self._module)
        with watched if collects else contextlib.nullcontext():
            out = call.function(*call.args, **call.kwargs)
        results = _named("result", out)
        for name, value in results if collects else ():
            self.found["result", name] = _plain(value)
        if call.grads and torch.is_grad_enabled():
            found = self._gradients(state, [t for _, t in results if isinstance(t, torch.Tensor)])
            for name, gradient in found if collects else ():
                self.found["gradient", name] = _plain(gradient)

    def finish(self, state: State) -> None:
        """Notes what the run has changed, after the block."""
        for name, tensor in state.tensors():
            self.found["state", name] = _plain(tensor)
            if tensor.grad is not None:
                self.found["gradient", f"{name}.grad"] = _plain(tensor.grad)

    def _module(self, path: str, output: Any) -> None:
        count = sum(name.partition(" call")[0].rpartition("[")[0] == path for _, name in self.found)
        for name, value in _named("", output):
            self.found["module", f"{path}[{count}]{name}"] = _plain(value)

    def _gradients(
        self, state: State, results: list[torch.Tensor]
    ) -> list[tuple[str, torch.Tensor]]:
        outputs = [t for t in results if t.requires_grad]
        leaves = [(n, t) for n, t in state.tensors() if t.requires_grad]
        if not outputs or not leaves:
            return []
        weights = [_weights(t, i) for i, t in enumerate(outputs)]
        tensors = [t for _, t in leaves]
        try:
            found = torch.autograd.grad(outputs, tensors, weights, allow_unused=True)
        except RuntimeError as error:
            if "second time" not in str(error):  # the function itself has gone backward
                raise
            return []
        named = zip(leaves, found, strict=True)
        return [(name, gradient) for (name, _), gradient in named if gradient is not None]


def _weights(tensor: torch.Tensor, seed: int) -> torch.Tensor:
    """Cotangents that are all different, the same in each run."""
    values = np.random.default_rng(seed).uniform(0.5, 1.5, tuple(tensor.shape))
    return torch.from_numpy(np.asarray(values)).to(tensor.dtype)


def _plain(value: Any) -> Any:
    if not isinstance(value, torch.Tensor):
        return value
    with torch.no_grad():
        copied = value.detach().clone()
    with _compat.without_modes():
        return to_native(copied)


def _named(prefix: str, value: Any) -> list[tuple[str, Any]]:
    leaves = _compat.pytree_leaves(value)
    if len(leaves) == 1:
        return [(prefix, leaves[0])]
    return [(f"{prefix}[{i}]", leaf) for i, leaf in enumerate(leaves)]


# -- what a run may change


@dataclass(slots=True)
class _Tensor:
    """A tensor of the user's, and how it was."""

    name: str
    tensor: torch.Tensor
    values: torch.Tensor
    gradient: torch.Tensor | None
    gradient_values: torch.Tensor | None
    required: bool


@dataclass
class State:
    """What is reachable from a call, as it was before."""

    call: Call
    known: dict[int, _Tensor] = field(default_factory=dict)
    modules: list[tuple[torch.nn.Module, dict[str, Any]]] = field(default_factory=list)
    optimizers: list[tuple[Any, Any, Any]] = field(default_factory=list)
    generators: list[tuple[torch.Generator, torch.Tensor]] = field(default_factory=list)
    arguments: list[torch.Tensor] = field(default_factory=list)
    random: tuple = ()

    def __post_init__(self) -> None:
        self.random = torch.get_rng_state(), random.getstate(), np.random.get_state()
        seen: set[int] = set()
        for i, arg in enumerate(self.call.args):
            self._visit(f"args[{i}]", arg, seen, 0)
        for name, arg in self.call.kwargs.items():
            self._visit(name, arg, seen, 0)
        self.arguments = [entry.tensor for entry in self.known.values()]
        self._visit("", self.call.function, seen, 0)

    def tensors(self) -> Iterator[tuple[str, torch.Tensor]]:
        """All tensors, with names."""
        return ((entry.name, entry.tensor) for entry in self.known.values())

    def require_gradients(self) -> None:
        """Makes floating arguments require gradients, until `end`."""
        for tensor in self.arguments:
            if (tensor.is_floating_point() or tensor.is_complex()) and tensor.is_leaf:
                tensor.requires_grad_(True)

    def end(self) -> None:
        """Undoes `require_gradients`."""
        for entry in self.known.values():
            if entry.tensor.is_leaf and entry.tensor.requires_grad != entry.required:
                entry.tensor.requires_grad_(entry.required)

    def _visit(self, name: str, value: Any, seen: set[int], depth: int) -> None:
        if isinstance(value, _PLAIN) or id(value) in seen or depth > _DEPTH:
            return
        seen.add(id(value))
        if isinstance(value, torch.Tensor):
            self._note(name, value)
        elif isinstance(value, torch.nn.Module):
            self._visit_module(name, value)
        elif isinstance(value, torch.Generator):
            self.generators.append((value, value.get_state()))
        elif isinstance(value, torch.optim.Optimizer):
            groups = [{k: v for k, v in g.items() if k != "params"} for g in value.param_groups]
            self.optimizers.append((value, copy.deepcopy(dict(value.state)), copy.deepcopy(groups)))
        for key, inner in _parts(value):
            self._visit(f"{name}.{key}" if name else key, inner, seen, depth + 1)

    def _visit_module(self, name: str, module: torch.nn.Module) -> None:
        for path, tensor in (*module.named_parameters(), *module.named_buffers()):
            self._note(f"{name}.{path}" if name else path, tensor)
        for part in module.modules():
            own = {k: dict(v) if isinstance(v, dict) else v for k, v in vars(part).items()}
            self.modules.append((part, own))

    def _note(self, name: str, tensor: torch.Tensor) -> None:
        if id(tensor) in self.known or isinstance(tensor, RedirectedTensor):
            return
        gradient = tensor.grad if tensor.is_leaf else None
        saved = None if gradient is None else gradient.detach().clone()
        values = tensor.detach().clone()
        self.known[id(tensor)] = _Tensor(
            name, tensor, values, gradient, saved, tensor.requires_grad
        )

    def restore(self) -> None:
        """Puts everything back."""
        for module, own in self.modules:
            now = vars(module)
            for key in [k for k in now if k not in own]:
                del now[key]
            for key, value in own.items():
                if isinstance(value, dict) and isinstance(now.get(key), dict):
                    now[key].clear()
                    now[key].update(value)
                else:
                    now[key] = value
        with torch.no_grad():
            for entry in self.known.values():
                _put_back(entry.tensor, entry.values)
                if entry.tensor.is_leaf:
                    entry.tensor.grad = entry.gradient
                if entry.gradient is not None and entry.gradient_values is not None:
                    _put_back(entry.gradient, entry.gradient_values)
        for optimizer, state, groups in self.optimizers:
            optimizer.state.clear()
            optimizer.state.update({p: copy.deepcopy(s) for p, s in state.items()})
            for group, saved in zip(optimizer.param_groups, groups, strict=False):
                group.update(copy.deepcopy(saved))
        for generator, known in self.generators:
            generator.set_state(known)
        torch.set_rng_state(self.random[0])
        random.setstate(self.random[1])
        np.random.set_state(self.random[2])


def _put_back(tensor: torch.Tensor, values: torch.Tensor) -> None:
    if tensor.shape != values.shape:
        tensor.data = values.clone()
    elif values.layout is torch.strided and not _same_bytes(tensor, values):
        tensor.data.copy_(values)


def _same_bytes(a: torch.Tensor, b: torch.Tensor) -> bool:
    return torch.equal(a, b) or bool(((a == b) | ((a != a) & (b != b))).all())


def _parts(value: Any) -> list[tuple[str, Any]]:
    """What may be changed through a value: items, and what a function refers to."""
    if isinstance(value, dict):
        return [(str(k), v) for k, v in value.items()]
    if isinstance(value, (list, tuple, set)):
        return [(str(i), v) for i, v in enumerate(value)]
    if isinstance(value, (torch.Tensor, torch.nn.Module, type)):
        return []
    found = []
    if hasattr(value, "func") and hasattr(value, "keywords"):  # functools.partial
        found += [("func", value.func), ("args", value.args), ("keywords", value.keywords)]
    if inspect.ismethod(value):
        found += [("self", value.__self__), ("func", value.__func__)]
    code = getattr(value, "__code__", None)
    if code is not None:
        cells = zip(code.co_freevars, getattr(value, "__closure__", None) or (), strict=False)
        found += [(n, c.cell_contents) for n, c in cells if not _is_empty(c)]
        names = getattr(value, "__globals__", {})
        found += [(n, names[n]) for n in code.co_names if n in names]
        found += [("defaults", value.__defaults__)]
    elif hasattr(value, "__dict__") and type(value).__module__ not in ("builtins", "torch"):
        found += list(vars(value).items())
    return found


def _is_empty(cell: Any) -> bool:
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return True
    return False
