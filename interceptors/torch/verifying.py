"""Operators computed natively too, on copies of the same arguments: `run_on(..., verify=True)`.

The mode of such a block goes around the usual one. Public functions are passed on, so that every
operator comes by. PyTorch's generators are set back for the native side, so both draw the same
numbers. The module in which an operator is called is known by hooks.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

import torch
from torch.nn.modules import module as modules

from interceptors.report import user_line
from interceptors.session import CURRENT, Session
from interceptors.shared import trees
from interceptors.shared.errors import NotRedirectable
from interceptors.torch import _compat
from interceptors.torch.dispatch import schema
from interceptors.torch.dispatch.native_calls import Copies
from interceptors.torch.engine import Engine
from interceptors.torch.tensors import conversion
from interceptors.torch.tensors.tensor import RedirectedTensor, to_native
from interceptors.verification import Difference, Tolerance, compare, worse


class VerifiesOperators:
    """Part of a dispatch mode."""

    engine: Engine
    session: Session

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        kwargs = kwargs or {}
        session, run = self.session, super().__torch_dispatch__  # type: ignore[misc]
        if CURRENT.get() is not session or not isinstance(func, _compat.OpOverload):
            return run(func, types, args, kwargs)
        op, generator = schema.operator(func), _generator(kwargs)
        copies = Copies(self.engine, op)
        before = generator.get_state() if op.is_random else None
        try:
            inputs = copies.enter(args)
            options = {k: copies.enter(v) for k, v in kwargs.items()}
        except (NotRedirectable, RuntimeError):
            copies = None
        out = run(func, types, args, kwargs)
        if out is NotImplemented:
            return out
        if copies is None:
            assert session.report.verification is not None
            session.report.verification.skip(op.label)
            return out
        with _compat.without_modes(), _with_state(generator, before):
            self._compare(op, copies, inputs, options, out)
        return out

    def _compare(self, op: Any, copies: Copies, inputs: tuple, options: dict, out: Any) -> None:
        found = self.session.report.verification
        assert found is not None
        try:
            with torch.no_grad():
                native = op.func(*inputs, **options)
        except Exception:  # it has no kernel on the CPU, or is the user's own
            found.skip(op.label)
            return
        written = [(original, copy) for copy, original in copies.written(inputs, options)]
        pairs = [*zip(trees.leaves(out), trees.leaves(native), strict=True), *written]
        name = _compat.op_name(op.func)
        undefined = name in _compat.UNDEFINED
        worst = Difference()
        for ours, theirs in pairs:
            if theirs is None:  # an undefined tensor: a workspace, a gradient that nobody wants
                continue
            if isinstance(ours, torch.Tensor) and not isinstance(ours, RedirectedTensor):
                with contextlib.suppress(NotRedirectable):  # it may have been written on the target
                    self.engine.locate(ours)[0].flush()
            difference = compared(ours, theirs, found.tolerance)
            if not difference.ok and (name in _compat.UP_TO_SIGN or name in _compat.TIES):
                again = _among_equals(name, ours, theirs, found.tolerance)
                if again.ok:
                    found.ambiguous.add(op.label)
                difference = again
            if isinstance(theirs, torch.Tensor) and theirs.dtype in (torch.float16, torch.bfloat16):
                found.narrow = str(theirs.dtype).removeprefix("torch.")
            if undefined and not difference.problem.startswith(("dtype", "shape")):
                continue
            worst = worse(worst, difference)
        found.add("operation", op.label, worst, current_module(), user_line())


def _among_equals(name: str, ours: Any, native: Any, tolerance: Tolerance) -> Difference:
    """Compares results that are not unique: but for signs, or positions of equal elements."""
    if name in _compat.UP_TO_SIGN:
        return compared(ours, native, tolerance, magnitudes=True)
    positions = isinstance(native, torch.Tensor) and native.dtype is torch.int64
    same = positions and ours.dtype is native.dtype and ours.shape == native.shape
    return Difference() if same else compared(ours, native, tolerance)


def compared(ours: Any, native: Any, tolerance: Tolerance, **options: Any) -> Difference:
    """How two leaves of results differ: tensors, or Python values."""
    if isinstance(native, torch.Tensor):
        if not isinstance(ours, torch.Tensor):
            return Difference(problem=f"a {type(ours).__name__} for a tensor", ok=False)
        if ours.layout is not native.layout:
            return Difference(problem=f"layout {ours.layout} for {native.layout}", ok=False)
        if native.is_meta or native.is_nested:  # without values, or computed natively on both sides
            return Difference()
        if native.layout is not torch.strided:
            ours, native = (to_native(x).to_dense() for x in (ours, native))
        if native.is_quantized:
            with _compat.quiet():
                return Difference(ok=ours.is_quantized and torch.equal(ours, native))
        return compare(_on_host(ours), _on_host(native), tolerance, **options)
    if type(ours) is not type(native):
        return Difference(problem=f"a {type(ours).__name__} for {native!r:.40}", ok=False)
    if isinstance(native, (bool, int, float, complex)):
        a, b = (_on_host(torch.tensor(v)) for v in (ours, native))
        return compare(a, b, tolerance, **options)
    return Difference()


def _on_host(tensor: torch.Tensor) -> Any:
    with _compat.quiet():
        plain = to_native(tensor).detach().resolve_conj().resolve_neg()
        return conversion.to_host(plain.contiguous())


def _generator(kwargs: dict[str, Any]) -> torch.Generator:
    return kwargs.get("generator") or torch.default_generator


@contextlib.contextmanager
def _with_state(generator: torch.Generator, state: Any) -> Any:
    """The generator at `state`, and afterwards where it was."""
    if state is None:
        yield
        return
    after = generator.get_state()
    generator.set_state(state)
    try:
        yield
    finally:
        generator.set_state(after)


# -- modules


class _Open(threading.local):
    """The modules whose `forward` runs in this thread, with their paths."""

    def __init__(self) -> None:
        self.stack: list[tuple[torch.nn.Module, str]] = []


_open = _Open()
Seen = Callable[[str, Any], None]  # a path, and what the module has returned


def current_module() -> str:
    """The path of the module whose `forward` runs: `Net.layers.0`."""
    return _open.stack[-1][1] if _open.stack else ""


def _enter(module: torch.nn.Module, inputs: Any) -> None:
    if not _open.stack:
        path = type(module).__name__
    else:
        outer, above = _open.stack[-1]
        name = next((n for n, m in outer.named_modules() if m is module), type(module).__name__)
        path = f"{above}.{name}"
    _open.stack.append((module, path))


@contextlib.contextmanager
def watched_modules(seen: Seen | None = None) -> Any:
    """While it lasts, paths of modules are known, and `seen` is told what each returns."""

    def leave(module: torch.nn.Module, inputs: Any, output: Any) -> None:
        while _open.stack:
            known, path = _open.stack.pop()
            if known is module:
                if seen is not None:
                    seen(path, output)
                break

    handles = (
        modules.register_module_forward_pre_hook(_enter),
        modules.register_module_forward_hook(leave, always_call=True),
    )
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
