"""Models of PyTorch as Ivy has them (`ivy.modules.converted.NativeModel`)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Mapping
from typing import Any

import torch

from interceptors.torch.tensors import conversion
from ivy._core import backend
from ivy.compiler import trees


class TorchModel:
    """A `torch.nn.Module`. Its modules keep the mode that each is in, unless another one is chosen."""

    backend = "torch"
    outputs_first = True

    def __init__(self, module: torch.nn.Module, *, compile_graph: Callable[..., Any]):
        self.module = module
        self.compile_graph = compile_graph
        self.name = type(module).__name__
        self.training = module.training
        self.v = {k: _values(p) for k, p in module.named_parameters()}
        self.state = {k: _values(b) for k, b in module.named_buffers()}

    def capture(self, training: bool, args: Any, kwargs: Any) -> Any:
        """See `NativeModel`."""
        leaves, tree = trees.flatten((args, kwargs))
        upload, host = backend.load("torch").from_numpy, backend.load("numpy").array_types
        args, kwargs = tree.unflatten([upload(x) if isinstance(x, host) else x for x in leaves])
        with self._mode(training):
            return self.compile_graph(self.module, *args, **kwargs)

    def run(
        self, training: bool, v: Any, state: Any, key: Any, args: Any, kwargs: Any
    ) -> tuple[Any, dict[str, Any]]:
        """See `NativeModel`. Random numbers are PyTorch's own."""
        own = {k: x.clone() for k, x in state.items()}
        with self._mode(training):
            out = torch.func.functional_call(self.module, ({**v, **own},), args, kwargs)
        return out, {k: x for k, x in own.items() if not torch.equal(x, state[k])}

    def tree(self, values: Mapping[str, Any]) -> Any:
        """A dictionary for `load_state_dict`."""
        names = {id(x): k for k, x in _named(self.module, True)}
        owners = {k: names[id(x)] for k, x in _named(self.module, False)}
        kept = self.module.state_dict(keep_vars=True)
        upload = backend.load("torch").from_numpy
        return {k: upload(values[owners[k]]) if k in owners else x for k, x in kept.items()}

    @contextlib.contextmanager
    def _mode(self, training: bool) -> Generator[None]:
        modes = [(m, m.training) for m in self.module.modules()]
        if training != self.module.training:
            self.module.train(training)
        try:
            yield
        finally:
            for module, mode in modes:
                module.training = mode


def _named(module: torch.nn.Module, once: bool) -> list[tuple[str, torch.Tensor]]:
    """Parameters and buffers, each once or by all of its names."""
    return [
        *module.named_parameters(remove_duplicate=once),
        *module.named_buffers(remove_duplicate=once),
    ]


def _values(x: torch.Tensor) -> Any:
    return conversion.to_host(x.detach()).copy()
