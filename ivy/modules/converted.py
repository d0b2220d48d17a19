"""`ivy.Module` of a model of another library: what `ivy.to_ivy_module` returns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from ivy._core.tracing import Box
from ivy.compiler import trees
from ivy.compiler.graph import Graph
from ivy.modules.module import Call, Module, wrapped


class NativeModel(Protocol):
    """A model of a library, as an `ivy.Module` needs it."""

    name: str
    backend: str  # that of the arrays that the library works on
    training: bool  # the mode that it is in
    outputs_first: bool  # whether kernels have the axes of outputs and inputs first
    v: Mapping[str, Any]  # variables and state as host arrays, by dotted names
    state: Mapping[str, Any]

    def capture(self, training: bool, args: Any, kwargs: Any) -> Graph:
        """The graph of a call with such arguments: host arrays, whose values do not matter."""
        ...

    def run(
        self, training: bool, v: Any, state: Any, key: Any, args: Any, kwargs: Any
    ) -> tuple[Any, dict[str, Any]]:
        """`(outputs, changed state)` of the library itself; `key()` is a key of two words."""
        ...

    def tree(self, values: Mapping[str, Any]) -> Any:
        """Host arrays by the names of variables and state, as the library keeps them."""
        ...


class ConvertedModule(Module):
    """A model of another library. As long as neither `compile_graph` nor `to_backend` was called, the
    library runs it; afterwards it is a graph, on any backend."""

    def __init__(self, model: NativeModel):
        from ivy._core.backend import load

        vars(self).update(_model=model, _backend=load(model.backend), training=model.training)
        self._keep("v", model.v)
        self._keep("state", model.state)

    @property
    def name(self) -> str:
        """The name of the class of the model."""
        return self._model.name

    def capture(self, training: bool, args: Any, kwargs: Any) -> Graph:
        """See `ivy.modules.functions.Source`."""
        return self._model.capture(training, args, kwargs)

    @property
    def outputs_first(self) -> bool:
        """Whether kernels have the axes of outputs and inputs first."""
        return self._model.outputs_first

    def tree(self, values: Mapping[str, Any]) -> Any:
        """Host arrays by dotted names, as the library keeps them."""
        return self._model.tree(values)

    def _apply(self, call: Call, args: Any, kwargs: Any) -> tuple[Any, dict[str, Any]]:
        elsewhere = call.is_keyed or self.backend != self._model.backend
        if self.functions is None and (elsewhere or _is_boxed((call.values, args, kwargs))):
            self.compile_graph()
        return super()._apply(call, args, kwargs)

    def _run(self, call: Call, args: Any, kwargs: Any) -> tuple[Any, dict[str, Any]]:
        v, state = call.values["v"], call.values["state"]
        return self._model.run(self.training, v, state, call.key, args, kwargs)

    def _inside(self, prefix: str, call: Call, args: Any, kwargs: Any) -> Any:
        v, state = (
            {k: call.get(kind, prefix + k) for k in self._kept[kind].get()}
            for kind in ("v", "state")
        )
        out, changed = self._apply(Call(v, state, call.next_key), *self._arguments(args, kwargs))
        call.changed.update({prefix + k: x for k, x in changed.items()})
        return wrapped(out, self._backend)


def _is_boxed(values: Any) -> bool:
    return any(isinstance(getattr(x, "_value", x), Box) for x in trees.leaves(values))
