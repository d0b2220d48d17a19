"""`ivy.Module`: a model with variables and state, of Ivy's own layers or made of another library's.

    net = ivy.to_ivy_module(torch_net).to_backend("jax")
    loss, grads = ivy.execute_with_gradients(lambda v: ivy.mean(net(x, v=v) ** 2), net.v)
    net.v = optimizer.step(net.v, grads)

Each module keeps its own variables and state (running statistics, counters): arrays of its backend, in
`Held` values. A call is a pure function of all of them: they are taken together by dotted names, and
while the call runs, layers read and write theirs in a `Call`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any, Self

import numpy as np

from ivy import functional
from ivy._array.array import Array
from ivy._array.wrapping import unwrap, wrap_all
from ivy._core import errors
from ivy._core.backend import Backend, load
from ivy._core.context import CURRENT, running
from ivy._core.held import TRACKER, Held
from ivy._core.tracing import Box, Trace
from ivy.compiler import trees
from ivy.compiler.graph import Graph
from ivy.compiler.recording import Symbol
from ivy.modules.functions import Functions, dtype_of, settled
from ivy.modules.libraries import convert
from ivy.modules.variables import Variables, flat, nested


class Parameter:
    """Marks an array, set as an attribute of a module, as one of its variables."""

    kind = "v"

    def __init__(self, value: Any):
        self.value = value


class Buffer(Parameter):
    """Marks an array, set as an attribute of a module, as state: kept, and not trained."""

    kind = "state"


class Call:
    """A call that is running: what it is given, what it has changed, and its source of keys."""

    def __init__(self, v: Mapping[str, Any], state: Mapping[str, Any], key: Any):
        self.values = {"v": v, "state": state}
        self.changed: dict[str, Any] = {}
        self.key = key
        self.is_keyed = False  # whether the caller chose the key
        self.drawn: Any = None
        self.draws = 0

    def get(self, kind: str, name: str) -> Any:
        """A variable, or state as it is now."""
        return self.changed.get(name, self.values[kind].get(name))

    def next_key(self) -> Any:
        """A key for one layer."""
        if self.drawn is None:
            self.drawn = self.key()
        self.draws += 1
        return functional.random_fold_in(self.drawn, self.draws - 1)


# by id of a module: its dotted name in the call that runs, and the call
_RUNNING: ContextVar[dict[int, tuple[str, Call]]] = ContextVar("ivy_calls", default={})  # noqa: B039


class Module:
    """A model with variables. Subclasses set layers, `ivy.Parameter` and `ivy.Buffer` as attributes in
    `__init__`, and compute in `forward`.

    >>> import ivy
    >>> class Network(ivy.Module):
    ...     def __init__(self):
    ...         self.hidden = ivy.Linear(3, 4)
    ...         self.out = ivy.Linear(4, 1)
    ...     def forward(self, x):
    ...         return self.out(ivy.relu(self.hidden(x)))
    >>> net = Network()
    >>> net.v.hidden.weight.shape
    (4, 3)
    >>> net(ivy.zeros((2, 3))).shape
    (2, 1)
    """

    training = True
    outputs_first = True  # kernels are laid out as PyTorch has them
    # what runs in place of `forward`: graphs, once `compile_graph` was called
    functions: Functions | None = None

    def __new__(cls, *_: Any, **__: Any) -> Self:
        self = super().__new__(cls)
        vars(self).update(
            _layers={},
            _kept={"v": Held({}), "state": Held({})},
            _rng=Held(None),
            _backend=_default(),
        )
        return self

    # -- parts

    def __setattr__(self, name: str, value: Any) -> None:
        kept = [k for k, held in self._kept.items() if name in held.get()]
        if isinstance(value, Parameter):
            self._keep(value.kind, {name: value.value})
        elif kept and (running_call := _RUNNING.get().get(id(self))):
            prefix, call = running_call
            call.changed[prefix + name] = raw(value)
        elif kept:
            self._keep(kept[0], {name: value})
        else:
            self._layers.update(_layers_in(name, value))
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        found = vars(self).get("_kept", {})
        for kind, held in found.items():
            if name in held.get():
                running_call = _RUNNING.get().get(id(self))
                if running_call is None:
                    return held.get()[name]
                prefix, call = running_call
                return Array.of(call.get(kind, prefix + name))
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}.")

    def _keep(self, kind: str, values: Mapping[str, Any]) -> None:
        new = {k: _placed(x, self._backend) for k, x in values.items()}
        self._kept[kind].set({**self._kept[kind].get(), **new})

    def named_modules(self) -> Iterator[tuple[str, Module]]:
        """This module ("") and those in it, each once, by dotted names."""
        seen: set[int] = set()

        def walk(prefix: str, module: Module) -> Iterator[tuple[str, Module]]:
            if id(module) not in seen:
                seen.add(id(module))
                yield prefix.removesuffix("."), module
                for name, layer in module._layers.items():
                    yield from walk(f"{prefix}{name}.", layer)

        return walk("", self)

    def _named(self, kind: str) -> dict[str, Any]:
        return {
            _joined(path, name): value
            for path, module in self.named_modules()
            for name, value in module._kept[kind].get().items()
        }

    def _set_named(self, kind: str, values: Mapping[str, Any]) -> None:
        old, new = self._named(kind), {k: settled(raw(x)) for k, x in flat(values).items()}
        for name, value in new.items():
            if name not in old:
                raise errors.IvyError(
                    f"{self.name} has no variable {name}; it has {', '.join(old) or 'none'}."
                )
            found, shape = tuple(np.shape(value)), tuple(old[name].shape)
            if found != shape:
                raise errors.IvyError(
                    f"{name} of {self.name} has the shape {list(shape)}, and is set to one of "
                    f"{list(found)}."
                )
        for path, module in self.named_modules():
            own = module._kept[kind].get()
            module._keep(kind, {k: new[n] for k in own if (n := _joined(path, k)) in new})

    @property
    def v(self) -> Variables:
        """The variables, in a tree by names; arrays of the module's backend."""
        return nested(self._named("v"))

    @v.setter
    def v(self, values: Mapping[str, Any]) -> None:
        self._set_named("v", values)

    @property
    def state(self) -> Variables:
        """What calls in training mode change: running statistics and the like, as `v`."""
        return nested(self._named("state"))

    @state.setter
    def state(self, values: Mapping[str, Any]) -> None:
        self._set_named("state", values)

    # -- modes, backend

    @property
    def name(self) -> str:
        """The name of its class."""
        return type(self).__name__

    @property
    def backend(self) -> str:
        """The name of the backend of its variables."""
        return self._backend.name

    def train(self, mode: bool = True) -> Self:
        """Training mode: dropout, statistics of the batch. Returns the module."""
        for _, module in self.named_modules():
            vars(module)["training"] = mode
        return self

    def eval(self) -> Self:
        """Evaluation mode. Returns the module."""
        return self.train(False)

    def seed(self, seed: int) -> Self:
        """Sets the key that the keys of the next calls are made of. Returns the module."""
        self._rng.set(_placed(np.asarray([0, seed], np.uint32), self._backend))
        return self

    def to_backend(self, name: str) -> Self:
        """Moves the module to a backend. Returns it.

        Raises
        ------
        UnknownBackendError, BackendNotInstalledError
            There is no such backend, or its framework cannot be imported.
        """
        backend = load(name)
        for _, module in self.named_modules():
            vars(module)["_backend"] = backend
            for kind, held in module._kept.items():
                module._keep(kind, held.get())
            if self._rng.get() is not None:
                self._rng.set(_placed(self._rng.get(), backend))
        return self

    # -- calls

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """The outputs; a subclass defines it."""
        raise NotImplementedError(f"{self.name} has no forward.")

    def __call__(
        self,
        *args: Any,
        v: Mapping[str, Any] | None = None,
        state: Mapping[str, Any] | None = None,
        key: Any = None,
        **kwargs: Any,
    ) -> Any:
        """The outputs: with the variables `v` and the state `state`, if given, in place of its own.

        Random numbers are drawn with `key`, or else with a key of the module's own (`seed`). What a
        call in training mode changes of its own state is stored. The result is an `ivy.Array`, if an
        argument or a variable is one, and an array of the backend otherwise.
        """
        inside = _RUNNING.get().get(id(self))
        if inside is not None and v is None:
            return self._inside(*inside, args, kwargs)
        wraps = any(isinstance(x, Array) for x in trees.leaves((args, kwargs, v, state)))
        values = self._named("v") if v is None else v
        out, new = self.apply(values, state, *args, key=key, **kwargs)
        if state is None and new:
            self._store({k: settled(x) for k, x in new.items()})
        return wrapped(out, self._backend) if wraps else out

    def apply(
        self, v: Mapping[str, Any], state: Any = None, /, *args: Any, key: Any = None, **kwargs: Any
    ) -> tuple[Any, dict[str, Any]]:
        """`(outputs, changed state)`, as a pure function of arrays of the backend.

        Variables and state are trees, or flat dicts by dotted names, as the changed state is. With
        state None the module's own is read.
        """
        state = self._named("state") if state is None else state
        args, kwargs = self._arguments(args, kwargs)
        v, state = _on_backend((flat(v), flat(state)), self._backend)
        call = Call(v, state, self._next_key if key is None else lambda: key)
        call.is_keyed = key is not None
        return self._apply(call, args, kwargs)

    def _apply(self, call: Call, args: Any, kwargs: Any) -> tuple[Any, dict[str, Any]]:
        if self.functions is None:
            return self._run(call, args, kwargs)
        v, state = call.values["v"], call.values["state"]
        return self.functions(self.backend, self.training, v, state, call.key, args, kwargs)

    def _inside(self, prefix: str, call: Call, args: Any, kwargs: Any) -> Any:
        """The outputs as a layer of a call that is running."""
        return self.forward(*args, **kwargs)

    def _arguments(self, args: Any, kwargs: Any) -> tuple[Any, dict[str, Any]]:
        """Arguments as arrays of the backend. An `ivy.Array` of floats is given the dtype of the
        variables: most often it has that which Ivy chose for a list of numbers."""
        floating = {d for x in self._named("v").values() if (d := dtype_of(x)).kind == "f"}
        leaves, tree = trees.flatten((args, kwargs))

        def cast(x: Any) -> Any:
            value = _entered(x, self._backend)
            if len(floating) != 1 or not isinstance(x, Array) or dtype_of(value).kind != "f":
                return value
            return _in_scope(self._backend, "astype", value, *floating)

        return tree.unflatten(map(cast, leaves))

    def _run(
        self, call: Call, args: Any, kwargs: Any, method: Callable[..., Any] | None = None
    ) -> tuple[Any, dict[str, Any]]:
        """Runs `forward`, or another method, on the values of a call."""
        names = {id(m): (_joined(path, ""), call) for path, m in self.named_modules()}
        token = _RUNNING.set({**_RUNNING.get(), **names})
        current, backend = CURRENT.get(), self._backend
        is_open = isinstance(current, Trace) or current is backend
        leaves = trees.leaves((call.values, args, kwargs))
        arrays = [x for x in leaves if isinstance(x, backend.array_types)]
        # the caller's transformation goes on inside
        scope = backend.program_scope if backend.foreign.is_watched(arrays) else backend.scope
        try:
            with contextlib.nullcontext() if is_open else running(backend, scope):
                args, kwargs = wrapped((args, kwargs), self._backend)
                out = (method or self.forward)(*args, **kwargs)
        finally:
            _RUNNING.reset(token)
        leaves, tree = trees.flatten(out)
        return tree.unflatten(map(raw, leaves)), call.changed

    def _store(self, new: Mapping[str, Any]) -> None:
        if TRACKER.get() is None:
            if any(isinstance(x, Symbol) for x in new.values()):
                raise errors.CompileError(
                    f"{self.name} changes its state in a function that is captured: capture the module "
                    f"itself, or call its apply, which returns the new state."
                )
            new = {k: self._backend.foreign.to_keep(x) for k, x in new.items()}
            if any(x is None for x in new.values()):
                raise errors.IvyError(
                    f"{self.name} changes its state under a transformation of {self.backend}: call "
                    f"net.apply(v, state, ...), which returns the new state."
                )
        for path, module in self.named_modules():
            own = module._kept["state"].get()
            module._keep("state", {k: new[n] for k in own if (n := _joined(path, k)) in new})

    def _next_key(self) -> Any:
        """A key for one call."""
        rng = self._rng.get()
        if rng is None:
            rng = self.seed(0)._rng.get()
        with running(self._backend):
            keys = functional.random_split(rng)
            own, key = keys[0], keys[1]
        self._rng.set(own)
        return key

    def draw_key(self) -> Any:
        """A key for random numbers that `forward` draws, made of that of the call."""
        found = _RUNNING.get().get(id(self))
        return self._next_key() if found is None else found[1].next_key()

    # -- graphs

    def compile_graph(self, *args: Any, **kwargs: Any) -> Self:
        """From now on the module runs as compiled graphs: the first is captured now, if there are
        arguments, and otherwise at the first call. Returns the module.

        Raises
        ------
        CompileError
            The module cannot be captured.
        """
        if self.functions is None:
            vars(self)["functions"] = Functions(self)
        if args or kwargs:
            self.graph(*args, **kwargs)
        return self

    def graph(self, *args: Any, **kwargs: Any) -> Graph:
        """The graph of a call, in the mode that the module is in."""
        functions = self.functions or Functions(self)
        return functions.graph(self.training, *self._arguments(args, kwargs))

    def capture(self, training: bool, args: Any, kwargs: Any) -> Graph:
        """See `ivy.modules.functions.Source`."""
        from ivy.modules.capture import captured

        return captured(self, training, args, kwargs)

    # -- as a module of another library

    def to_torch_module(self) -> Any:
        """A `torch.nn.Module`: parameters and buffers under the names of the source."""
        return convert("torch", self)

    def to_keras_module(self) -> Any:
        """A `keras.Model` on the active backend of Keras, for `fit`, `save_weights`, ..."""
        return convert("keras", self)

    def to_haiku_module(self) -> Any:
        """What is called inside of `hk.transform`: there it makes a `hk.Module`. In training mode:
        `net(x, is_training=True)`."""
        return convert("haiku", self)

    def to_flax_module(self) -> Any:
        """A `flax.linen.Module`, whose `init` gives the values of this one: collections `params` and
        `batch_stats`. In training mode: `net.apply(variables, x, train=True, rngs={"dropout": key},
        mutable=["batch_stats"])`."""
        return convert("flax", self)

    def to_nnx_module(self, rngs: Any = None) -> Any:
        """A `flax.nnx.Module` with `Param` and `BatchStat` variables, `train()` and `eval()`."""
        return convert("nnx", self, rngs=rngs)

    def to_equinox_module(self) -> Any:
        """An `equinox.Module`, called with `key=`; `(module, state)` where there is state, and it is
        called with the state, which it returns."""
        return convert("equinox", self)

    def to_objax_module(self) -> Any:
        """An `objax.Module` with `TrainVar` and `StateVar`, in training mode called with
        `training=True`."""
        return convert("objax", self)

    def to_trax_module(self, mode: str = "train") -> Any:
        """A layer of Trax, in one of Trax's modes for good ("train", "eval", "predict")."""
        return convert("trax", self, mode=mode)

    def tree(self, values: Mapping[str, Any]) -> Any:
        """Host arrays by dotted names as the library keeps them: here `(variables, state)`."""
        placed = {k: _placed(np.asarray(x), self._backend) for k, x in values.items()}
        parts = [{k: placed[k] for k in self._named(kind)} for kind in ("v", "state")]
        return tuple(map(nested, parts))

    def __repr__(self) -> str:
        return f"<{self.name} on {self.backend}: {len(self._named('v'))} variables>"


def raw(x: Any) -> Any:
    """The backend array in an `ivy.Array`; anything else as it is."""
    return x._value if isinstance(x, Array) else x


def _in_scope(backend: Backend, op: str, x: Any, *args: Any) -> Any:
    """An op on an array of the backend, or on a box of a trace above it."""
    if isinstance(x, Box):
        return getattr(x.trace, op)(x, *args)
    with running(backend):
        return getattr(backend, op)(x, *args)


def wrapped(out: Any, backend: Backend) -> Any:
    """A tree with each array, or box of a trace, as an `ivy.Array`."""
    leaves, tree = trees.flatten(out)
    return tree.unflatten(
        Array.of(x) if isinstance(x, Box) else wrap_all(x, backend) for x in leaves
    )


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _layers_in(name: str, value: Any) -> dict[str, Module]:
    """The modules in an attribute: itself, or those in a list or dict."""
    if isinstance(value, Module):
        return {name: value}
    items = (
        value.items() if isinstance(value, dict) else enumerate(value) if _is_list(value) else ()
    )
    found: dict[str, Module] = {}
    for key, item in items:
        found.update(_layers_in(f"{name}.{key}", item))
    return found


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple))


def _default() -> Backend:
    current = CURRENT.get()
    return current if current is not None and not current.level else load("numpy")


def _on_backend(values: Any, backend: Backend) -> Any:
    """A tree with arrays of other backends, and those in `ivy.Array`, as arrays of this one."""
    leaves, tree = trees.flatten(values)
    return tree.unflatten([_entered(x, backend) for x in leaves])


def _entered(x: Any, backend: Backend) -> Any:
    """An argument as an array of the backend, or the box of a trace."""
    x = raw(x)
    return x if isinstance(x, Box) else unwrap(x, backend)


def _placed(x: Any, backend: Backend) -> Any:
    """An array as one of the backend."""
    x = raw(x)
    if TRACKER.get() is not None or isinstance(x, backend.array_types):
        return x
    return backend.from_numpy(np.asarray(x))
