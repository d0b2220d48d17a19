"""`torch.nn.Module` of an `ivy.Module`: names of the source, buffers, `train()` and `eval()`."""

from __future__ import annotations

from typing import Any

import torch

from ivy.backends.torch import from_numpy
from ivy.modules.libraries.blueprint import Blueprint


class Group(torch.nn.Module):
    """Parameters and buffers with a common part in their names."""

    def add(self, name: str, value: Any, trained: bool) -> None:
        """A parameter or buffer, in groups by the parts of its name."""
        first, _, rest = name.partition(".")
        if rest:
            if first not in self._modules:
                self.add_module(first, Group())
            self.get_submodule(first).add(rest, value, trained)  # pyright: ignore
        elif trained:
            self.register_parameter(first, torch.nn.Parameter(value))
        else:
            self.register_buffer(first, value)


class IvyModule(Group):
    """A module of PyTorch that computes the graph of another one. Its `state_dict` has the names of the
    source; random numbers are drawn with PyTorch's generator."""

    def __init__(self, blueprint: Blueprint):
        super().__init__()
        self._blueprint = blueprint
        for name, value in blueprint.v.items():
            self.add(name, from_numpy(value), True)
        for name, value in blueprint.state.items():
            self.add(name, from_numpy(value), False)
        self.train(blueprint.training)

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """The outputs of the graph; in training mode the buffers change."""
        v, state = dict(self.named_parameters()), dict(self.named_buffers())
        # copies: autograd may keep what it is given, and the buffers change below
        given = {k: x.clone() for k, x in state.items()} if self.training else state
        out, changed = self._blueprint(self.training, v, given, _key, args, kwargs)
        with torch.no_grad():
            for name, value in changed.items():
                state[name].copy_(value)
        return out

    def _get_name(self) -> str:
        return self._blueprint.name


def _key() -> torch.Tensor:
    return torch.randint(0, 2**31, (2,)).to(torch.uint32)


def convert(module: Any) -> IvyModule:
    """See `ivy.Module.to_torch_module`."""
    return IvyModule(Blueprint(module, "torch"))
