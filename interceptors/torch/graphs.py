"""PyTorch functions and modules as graphs: what a capture does besides running on symbols.

The interceptor sends every operator to the recording backend. Added here are

* parameters and buffers: their storages hold a symbol while the capture goes on. One that holds another
  symbol afterwards has changed: that is the new state;
* views: their value is set by the operation itself (a transposition, say), so that graphs do not show
  how memory is laid out; what is read after a write goes through the geometry, as ever;
* random numbers: nodes of Ivy's generator instead of numbers that PyTorch draws;
* the module that is running, for the names in the graph.
"""

from __future__ import annotations

import contextlib
import functools
import warnings
from collections.abc import Callable, Generator
from typing import Any

import torch

from interceptors import lookup
from interceptors.report import line_outside
from interceptors.session import Session
from interceptors.shared import trees as nested
from interceptors.shared.errors import NotRedirectable
from interceptors.shared.storage import STORAGES, Storage, View, contiguous
from interceptors.torch import _compat
from interceptors.torch.boundary import memory_access
from interceptors.torch.dispatch import choose
from interceptors.torch.dispatch.random import draw_for_key
from interceptors.torch.dispatch.schema import Operator, aten_lookup_names
from interceptors.torch.dispatch.views import view
from interceptors.torch.engine import Engine
from interceptors.torch.modes import Binder, is_plain, public_call
from interceptors.torch.tensors import conversion, meta
from interceptors.torch.tensors.strides import with_strides
from ivy import functional
from ivy._core import errors
from ivy._core.context import running
from ivy.compiler import trees
from ivy.compiler.graph import Graph
from ivy.compiler.passes import with_stops
from ivy.compiler.recording import (
    SIMPLE,
    Example,
    Options,
    Recorder,
    Symbol,
    parameter_names,
    recorder,
    recording_backend,
)


def takes(fn: Any, leaves: list[Any]) -> bool:
    """Whether a function is PyTorch's: a module, or one that is called with tensors."""
    return module_of(fn) is not None or any(isinstance(x, torch.Tensor) for x in leaves)


def module_of(fn: Any) -> torch.nn.Module | None:
    """The module that a function is, or belongs to."""
    owner = fn if isinstance(fn, torch.nn.Module) else getattr(fn, "__self__", None)
    return owner if isinstance(owner, torch.nn.Module) else None


def capture(fn: Any, args: tuple, kwargs: dict[str, Any], asked: Options) -> Graph:
    """The graph of a call."""
    module = module_of(fn)
    name = type(module).__name__ if module is not None else getattr(fn, "__name__", "graph")
    recorder = asked.recorder(name, line_outside("torch"))
    if module is not None and any(map(torch.nn.parameter.is_lazy, module.parameters())):
        fn(*args, **kwargs)  # the first call decides about the shapes
    engine = engine_of_graphs()
    with contextlib.ExitStack() as stack:
        stack.callback(asked.open_session("torch").close)
        stack.enter_context(recorder.recording())
        stack.enter_context(torch.no_grad())
        stack.enter_context(_compat.as_if_exporting())
        given, options = recorder.arguments(
            (args, kwargs),
            parameter_names(fn.forward if isinstance(fn, torch.nn.Module) else fn),
            asked.shapes,
            functools.partial(_example, engine),
        )
        if module is not None:
            stack.enter_context(_module(engine, recorder, module))
            stack.enter_context(_scopes(recorder, module))
        stack.enter_context(_no_writes_elsewhere(recorder))
        stack.enter_context(_undifferentiated(recorder))
        stack.enter_context(_compat.watched_functions(_warn_of_backward))
        recorder.outputs(_plain(fn(*given, **options)), functools.partial(_array_of, engine))
    return with_stops(recorder.graph, recorder.constant_nodes)


def _warn_of_backward(function: type) -> None:
    warnings.warn(
        f"{function.__qualname__} has a backward of its own, which is no part of a graph: gradients "
        f"are those of what it computes.",
        stacklevel=3,
    )


@contextlib.contextmanager
def _undifferentiated(recorder: Recorder) -> Generator[None]:
    """Notes where the program itself switches gradients off."""

    def change(step: int) -> None:
        recorder.undifferentiated += step

    with _compat.watched_no_grad(change):
        yield


# -- what goes in and out


def _example(engine: Engine, leaf: Any) -> Example | None:
    if not isinstance(leaf, torch.Tensor):
        return None

    def values() -> Any:
        with _compat.quiet():
            return conversion.to_host(leaf.detach()).copy()

    dtype = conversion.dtype_of(leaf.dtype)
    return Example(tuple(leaf.shape), dtype, values, engine.wrap_array)


def _array_of(engine: Engine, leaf: Any) -> Any:
    if not isinstance(leaf, torch.Tensor):
        return None
    with _compat.quiet():
        return engine.array(leaf)


def _plain(out: Any) -> Any:
    """Results in plain containers: a user's dictionary class becomes a dict."""
    if isinstance(out, (torch.Tensor, *SIMPLE)):
        return out
    if isinstance(out, dict):
        return {k: _plain(v) for k, v in out.items()}
    if isinstance(out, (list, tuple)):
        items = [_plain(v) for v in out]
        return type(out)(*items) if hasattr(out, "_fields") else _sequence(out)(items)
    leaves = _compat.pytree_leaves(out)
    return out if len(leaves) == 1 and leaves[0] is out else leaves


def _sequence(out: Any) -> type:
    return list if isinstance(out, list) else tuple


# -- modules


class _Stored:
    """The parameters and buffers of a module, which are symbols while it is captured."""

    def __init__(self, engine: Engine, recorder: Recorder, module: torch.nn.Module):
        self.engine = engine
        self.recorder = recorder
        self.module = module
        self.before = [(m, _attributes(m)) for m in module.modules()]
        self.held: list[tuple[str, Symbol]] = []
        self.storages: dict[int, Storage] = {}
        self.names: dict[Any, str] = {}  # by storage, and by storage and view

    def take(self, name: str, tensor: torch.Tensor, table: dict[str, int]) -> None:
        """Makes an input of a tensor, or notes that it is another one by a second name."""
        storage, view = self.engine.locate(tensor)
        place = id(storage), view and (view.shape, view.strides, view.offset)
        known = self.names.get(place)
        if known is None and tensor.numel() == storage.size:  # or they are parts of one memory
            known = self.names.get(id(storage))
        if known is not None:
            self.recorder.graph.tied[name] = known
            return
        self.names[place] = self.names[id(storage)] = name
        self.storages[id(storage)] = storage
        values = conversion.to_host(tensor.detach()).copy()
        symbol = self.recorder.input(name, values.shape, values.dtype)
        self.recorder.graph.values[name] = values
        table[name] = symbol.place.node
        if self.recorder.examples is not None:
            self.recorder.examples[symbol.place.node] = values
        self.held.append((name, symbol))
        _put(storage, view, symbol)

    def note_changes(self) -> None:
        """Notes new state: what a buffer holds now."""
        graph = self.recorder.graph
        for name, symbol in self.held:
            path, _, last = name.rpartition(".")
            value = self.engine.array(getattr(self.module.get_submodule(path), last))
            if value is not symbol:
                if name in graph.params:
                    raise errors.CompileError(f"{graph.name} writes into its parameter {name}.")
                graph.new_state[name] = self.recorder.entry(value)

    def warn_of_attributes(self) -> None:
        """Warns of tensors that the call reads and replaces although they are not buffers."""
        for module, before in self.before:
            for name, old in before.items():
                if not isinstance(old, torch.Tensor) or vars(module).get(name) is old:
                    continue
                if self.engine.cached(old) is not None:  # else it is only written
                    warnings.warn(
                        f"{type(module).__name__}.{name} changes and is not a buffer: every call of "
                        f"the graph starts with its present value. Use register_buffer.",
                        stacklevel=2,
                    )

    def give_back(self) -> None:
        """Leaves the module as it was."""
        for module, attributes in self.before:
            vars(module).clear()
            vars(module).update(attributes)
        for storage in self.storages.values():
            _reset(storage)


@contextlib.contextmanager
def _module(engine: Engine, recorder: Recorder, module: torch.nn.Module) -> Generator[None]:
    """Parameters and buffers as inputs; afterwards the module is as it was."""
    stored, graph = _Stored(engine, recorder, module), recorder.graph
    try:
        with _compat.quiet():
            for name, tensor in module.named_parameters(remove_duplicate=False):
                stored.take(name, tensor, graph.params)
            for name, tensor in module.named_buffers(remove_duplicate=False):
                stored.take(name, tensor, graph.state)
        yield
        with _compat.quiet():
            stored.note_changes()
            stored.warn_of_attributes()
    finally:
        with _compat.quiet():
            stored.give_back()


def _attributes(module: torch.nn.Module) -> dict[str, Any]:
    """What a module holds, with copies of its own tables."""
    return {
        k: v.copy() if k in ("_buffers", "_parameters", "_modules") else v
        for k, v in vars(module).items()
    }


def _put(storage: Storage, view: Any, symbol: Symbol) -> None:
    """Makes a symbol the value of a tensor in native memory."""
    base = symbol
    if view is not None:
        with running(recording_backend()):
            base = functional.as_strided_scatter(
                storage.current(), symbol, view.shape, view.strides, view.offset
            )
    storage.hold(base)
    if view is not None:
        view.value, view.version = symbol, storage.version


def _reset(storage: Storage) -> None:
    """Makes native memory the truth again, as if nothing had been written."""
    storage.dirty = False
    storage.version += 1
    storage.move_to_host()


@contextlib.contextmanager
def _scopes(recorder: Recorder, module: torch.nn.Module) -> Generator[None]:
    """Notes which module runs."""
    names = {id(m): name for name, m in module.named_modules()}
    scopes = recorder.scopes

    def enter(called: torch.nn.Module, *_: Any) -> None:
        scopes.append(names.get(id(called), scopes[-1] if scopes else ""))

    def leave(*_: Any) -> None:
        scopes.pop()

    hooks = (
        torch.nn.modules.module.register_module_forward_pre_hook(enter),
        torch.nn.modules.module.register_module_forward_hook(leave, always_call=True),
    )
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


@contextlib.contextmanager
def _no_writes_elsewhere(recorder: Recorder) -> Generator[None]:
    """Refuses a function that writes into memory which is neither an argument nor a module's."""
    own = {id(s) for s in STORAGES.values() if isinstance(s.base, Symbol)}
    yield
    backend = recording_backend()
    for storage in list(STORAGES.values()):
        if storage.backend is backend and storage.dirty and id(storage) not in own:
            _reset(storage)
            raise errors.CompileError(
                f"{recorder.graph.name} writes into a tensor of {list(storage.shape)} that is neither "
                f"an argument nor a buffer of the module; register it as a buffer."
            )


# -- operators


@functools.cache
def engine_of_graphs() -> Engine:
    """The engine whose target records."""
    engine = choose.engine(recording_backend())
    lookup.load_views("torch")
    engine.facts = (
        None  # fast paths know calls by the types of arrays; what is recorded never repeats
    )
    engine.functionals = {_compat.BRANCH: branch, _compat.LOOP: loop}
    engine.own_rules = (
        (lambda op: op.is_random and lookup.keyed(names_of(op)) is not None, draw),
        (lambda op: op.is_view and not op.is_composite and not op.reinterpretation, named_view),
    )
    for name, layer in lookup.layers("torch").items():
        func = functools.reduce(getattr, name.split(".")[1:], torch)
        key = (lambda: recorder().key()) if hasattr(layer, "draws") else None
        engine.calls[func] = _layer_call(engine, func, layer, key)
    return engine


def _layer_call(
    engine: Engine, func: Any, layer: Callable, key: Callable[[], Any] | None
) -> Callable:
    """A call of a public function that is one op, or else what it is elsewhere.

    `key` makes keys for random numbers, for a layer that draws.
    """
    binder = Binder(layer if key is None else functools.partial(layer, None))
    usual = public_call(engine, func)

    def call(session: Session, args: tuple, kwargs: dict[str, Any]) -> Any:
        bound = binder.bind(args, kwargs) if kwargs else (args, kwargs)
        tensors = nested.instances(torch.Tensor, (args, kwargs))
        if bound is not None and not _compat.is_transformed() and not _needs_grad(tensors):
            run = layer if key is None else functools.partial(layer, key())
            try:
                out = engine.wrap(engine.executor.run_eagerly(session, run, *bound))
            except (NotRedirectable, TypeError, ValueError):
                pass
            else:
                return _laid_out(engine, func, args, kwargs, tensors, out)
        if usual is not None:
            return usual(session, args, kwargs)
        return memory_access.pass_on(engine, func, args, kwargs)

    return call


def _needs_grad(tensors: list[torch.Tensor]) -> bool:
    floating = {t.dtype for t in tensors if t.is_floating_point()}
    return len(floating) > 1 or (torch.is_grad_enabled() and any(t.requires_grad for t in tensors))


def _laid_out(engine: Engine, func: Any, args: tuple, kwargs: dict, tensors: list, out: Any) -> Any:
    """A result with the strides that PyTorch would give it."""
    if all(is_plain(t, engine.tensor, False) for t in tensors):
        return out
    native = meta.results(func, args, kwargs)
    return out if native is None else with_strides(engine, out, native[0].stride())


def branch(
    engine: Engine, session: Session, condition: Any, yes: Any, no: Any, operands: Any
) -> Any:
    """A branch on a value, as one of the graph."""
    if not isinstance(condition, torch.Tensor):
        return (yes if condition else no)(*operands)
    tensors, tree = trees.flatten(tuple(operands))
    inside = _Inside(engine, session, tree)
    arrays = [engine.array(t) for t in tensors]
    with running(recording_backend()):
        condition = functional.reshape(engine.array(condition), ())
        functions = inside.function(yes), inside.function(no)
        return inside.results(functional.cond(condition, *functions, *arrays))


def loop(
    engine: Engine, session: Session, condition: Any, body: Any, start: Any, others: Any = ()
) -> Any:
    """A loop as one of the graph."""
    tensors, tree = trees.flatten(tuple(start))
    inside = _Inside(engine, session, tree, tuple(others))
    test = _Inside(engine, session, tree, tuple(others)).function(condition)
    arrays = tuple(engine.array(t) for t in tensors)

    def goes_on(state: tuple) -> Any:
        return functional.reshape(test(*state)[0], ())

    with running(recording_backend()):
        step = inside.function(body)
        return inside.results(functional.while_loop(goes_on, lambda state: step(*state), arrays))


class _Inside:
    """Functions of tensors as functions of arrays; `others` are their last arguments."""

    def __init__(self, engine: Engine, session: Session, tree: Any, others: tuple = ()):
        self.engine = engine
        self.session = session
        self.tree = tree
        self.others = others
        self.out_tree: Any = None

    def function(self, fn: Any) -> Any:
        """`fn` with arrays for the leaves of its arguments, which returns a tuple of arrays."""

        def run(*arrays: Any) -> tuple:
            given = self.tree.unflatten([self.engine.wrap(a) for a in arrays])
            with self.engine.mode(self.session):
                out = fn(*given, *self.others)
            leaves, self.out_tree = trees.flatten(out)
            with _compat.quiet():
                return tuple(self.engine.array(x) for x in leaves)

        return run

    def results(self, arrays: Any) -> Any:
        """What the function has returned, as tensors."""
        return self.out_tree.unflatten([self.engine.wrap(a) for a in arrays])


def names_of(op: Operator) -> tuple[str, ...]:
    return tuple(aten_lookup_names(op.func))


def named_view(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """A view whose value is computed by the operation itself, not read by its geometry."""
    out = view(engine, op, session, args, kwargs)
    views = [out] if isinstance(out, torch.Tensor) else list(out)
    function = lookup.viewed(names_of(op))
    parent = engine.array(args[0])
    if function is None or not isinstance(parent, Symbol):
        return out
    try:
        values = engine.executor.run_eagerly(session, function, args, kwargs)
    except Exception:  # the geometry tells as well
        return out
    values = list(values) if isinstance(values, (list, tuple)) else [values]
    for each, value in zip(views, values, strict=True):
        shown: Any = each
        if shown._view is None and value is not parent:  # all of the memory, in another way
            shape = tuple(shown.shape)
            shown._view = View(shape, contiguous(shape), 0, True)
        if shown._view is not None and tuple(value.shape) == tuple(shown.shape):
            shown._view.value, shown._view.version = value, shown._storage.version
    return out


def draw(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Random numbers of Ivy's generator, from the key of a call of the graph."""
    return draw_for_key(engine, op, session, args, kwargs, recorder().key())
