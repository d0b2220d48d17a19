"""Public functions that run as one program, forward and backward, although a gradient is needed.

PyTorch would split them into many operators above autograd (a recurrent layer, step by step). Here
autograd sees one node, whose backward pass is the derivative of the frontend function. If the gradient
itself is differentiated, or the block has ended, the backward pass is PyTorch's own.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import torch

from interceptors.session import CURRENT, Session
from interceptors.shared import trees
from interceptors.torch import _compat
from interceptors.torch.engine import Engine
from ivy import functional
from ivy._core import context


def has_derivative(engine: Engine, function: Callable) -> bool:
    """Whether a frontend function has its derivative compiled as one program."""
    return engine.executor.compiles and hasattr(function, "is_derived_whole")


def run(engine: Engine, session: Session, func: Any, function: Callable, args: tuple) -> Any:
    """The result of `func`, whose frontend function is `function`, as one node of autograd."""
    call = _Call(engine, session, func, function, args)
    return _Node.apply(call, *trees.instances(torch.Tensor, args))


class _Call(NamedTuple):
    engine: Engine
    session: Session
    func: Any
    function: Callable
    args: tuple

    def rebuilt(self, tensors: tuple) -> tuple:
        """The arguments with these tensors."""
        given = iter(tensors)
        return trees.map_instances(torch.Tensor, lambda _: next(given), self.args)

    def value(self) -> Any:
        """The result of one program."""
        engine = self.engine
        return engine.wrap(engine.executor.run(self.session, self.function, self.args, {}))

    def pulled_back(self, tensors: tuple, grads: tuple, needed: tuple) -> list[Any]:
        """The gradients by another program."""
        engine, given = self.engine, (self.rebuilt(tensors), grads, needed)
        found = engine.executor.run(self.session, _derivative(self.function), given, {})
        return _spread(engine.wrap(found), needed)

    def differentiated(self, tensors: tuple, grads: tuple, needed: tuple) -> list[Any]:
        """The gradients as PyTorch finds them, operator by operator."""
        again = torch.is_grad_enabled()
        if not again:
            tensors = tuple(
                t.detach().requires_grad_(n) for t, n in zip(tensors, needed, strict=True)
            )
        with torch.enable_grad(), _compat.DisableTorchFunction():
            outs = self.func(*self.rebuilt(tensors))
            outs = [o for o, g in zip(outs, grads, strict=True) if g is not None]
            grads = tuple(g for g in grads if g is not None)
            inputs = [t for t, n in zip(tensors, needed, strict=True) if n]
            options = {"create_graph": again, "allow_unused": True}
            found = torch.autograd.grad(outs, inputs, grads, **options)
        return _spread(found, needed)


class _Node(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, call: _Call, *tensors: torch.Tensor) -> Any:
        ctx.call = call._replace(args=trees.map_instances(torch.Tensor, lambda _: _HOLE, call.args))
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(*tensors)
        return call.value()

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        call, needed = ctx.call, ctx.needs_input_grad[1:]
        if all(g is None for g in grads):
            return (None,) * (1 + len(needed))
        plain = not torch.is_grad_enabled() and CURRENT.get() is call.session
        plain = plain and not _compat.is_transformed() and not _compat.functorch_level()
        find = call.pulled_back if plain else call.differentiated
        return (None, *find(ctx.saved_tensors, grads, needed))


_HOLE = torch.empty(0)  # in place of a tensor that autograd keeps


def _spread(found: Any, needed: tuple) -> list[Any]:
    """The gradients that were asked for, and None for the others."""
    given = iter(found)
    return [next(given) if n else None for n in needed]


@functools.cache
def _derivative(function: Callable) -> Callable:
    function = getattr(function, "unchecked", function)

    def derivative(args: tuple, grads: tuple, needed: tuple) -> tuple:
        kinds = context.CURRENT.get().array_types
        primals = [a for a, n in zip(trees.instances(kinds, args), needed, strict=True) if n]

        def of(*values: Any) -> tuple:
            given, wanted = iter(values), iter(needed)
            filled = trees.map_instances(kinds, lambda a: next(given) if next(wanted) else a, args)
            return tuple(function(*filled))

        outs, back = functional.vjp(of, *primals)
        cotangents = tuple(
            functional.zeros(o.shape, dtype=functional.dtype(o)) if g is None else g
            for o, g in zip(outs, grads, strict=True)
        )
        return tuple(back(cotangents))

    return derivative
