"""Derivatives of functions of tensors, by PyTorch's own autograd, as functions of tensors."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

import torch
from torch.distributions import Distribution

from interceptors.torch import _compat

Function = Callable[..., Sequence[torch.Tensor]]


@contextlib.contextmanager
def tracing() -> Iterator[None]:
    """Distributions do not look at the values that they are given."""
    before = _compat.validates_distributions()
    Distribution.set_default_validate_args(False)
    try:
        yield
    finally:
        Distribution.set_default_validate_args(before)


def named_values(x: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """What gets gradients in a module, and its buffers and frozen parameters."""
    if not isinstance(x, torch.nn.Module):
        return None
    parameters = dict(x.named_parameters())
    moving = {name: p for name, p in parameters.items() if p.requires_grad}
    frozen = {name: p for name, p in parameters.items() if not p.requires_grad}
    return moving, frozen | dict(x.named_buffers())


def modes(x: torch.nn.Module) -> tuple:
    """Which modules are in training mode, and which parameters get gradients."""
    return (
        tuple(m.training for m in x.modules()),
        tuple(p.requires_grad for p in x.parameters()),
    )


def like(x: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    """`x` in the dtype of `other`."""
    return x if x.dtype is other.dtype else x.to(other.dtype)


def assign(x: torch.Tensor, value: torch.Tensor) -> None:
    """Writes elements."""
    with torch.no_grad():
        x.copy_(value)


def pullback(function: Function, inputs: Sequence[int], outputs: Sequence[int]) -> Function:
    """See `ivy._core.foreign.Foreign`."""

    def run(*values: torch.Tensor) -> Sequence[torch.Tensor]:
        count = len(values) - len(outputs)
        nested = any(v.requires_grad for v in values)
        with torch.enable_grad():
            primals, results = _evaluated(function, values[:count], inputs)
            moved = [results[i] for i in outputs]
            return _gradients(moved, primals, _followed(values[count:], nested), nested)

    return run


def pushforward(function: Function, inputs: Sequence[int], outputs: Sequence[int]) -> Function:
    """See `ivy._core.foreign.Foreign`; the transpose of the pullback, which is linear."""

    def run(*values: torch.Tensor) -> Sequence[torch.Tensor]:
        count = len(values) - len(inputs)
        nested = any(v.requires_grad for v in values)
        with torch.enable_grad():
            primals, results = _evaluated(function, values[:count], inputs)
            moved = [results[i] for i in outputs]
            cotangents = [torch.zeros_like(m).requires_grad_() for m in moved]
            gradients = _gradients(moved, primals, cotangents, True)
            return _gradients(gradients, cotangents, values[count:], nested)

    return run


def _followed(cotangents: Sequence[torch.Tensor], nested: bool) -> Sequence[torch.Tensor]:
    """Cotangents that autograd follows, so that it marks the results of `once_differentiable`."""
    if not nested:
        return cotangents
    return [c if c.requires_grad else c.detach().requires_grad_() for c in cotangents]


def _evaluated(
    function: Function, primals: Sequence[torch.Tensor], inputs: Sequence[int]
) -> tuple[list[torch.Tensor], Sequence[torch.Tensor]]:
    """What is differentiated for, and the results of the function, which may write what it is given."""
    given = list(primals)
    leaves = []
    for i in inputs:
        leaf = given[i] if given[i].requires_grad else given[i].detach().requires_grad_()
        leaf = leaf.clone()
        leaves.append(leaf)
        given[i] = leaf.clone()
    return leaves, function(*given)


def _gradients(
    results: Sequence[torch.Tensor],
    leaves: Sequence[torch.Tensor],
    cotangents: Sequence[torch.Tensor],
    nested: bool,
) -> Sequence[torch.Tensor]:
    """Gradients of those results that depend on anything; zeros where none does."""
    pairs = [
        (r, c.to(r.dtype)) for r, c in zip(results, cotangents, strict=True) if r.requires_grad
    ]
    if not pairs:
        return [torch.zeros_like(leaf) for leaf in leaves]
    moving, given = zip(*pairs, strict=True)
    found = torch.autograd.grad(
        moving, leaves, given, create_graph=nested, allow_unused=True, materialize_grads=True
    )
    if nested and any(map(_compat.is_once_differentiable, found)):
        # autograd would skip it, as an unused one, and give zeros
        raise RuntimeError(
            "trying to differentiate twice a function that was marked with @once_differentiable"
        )
    return found


def batched(function: Function, axes: Sequence[int | None]) -> Function:
    """See `ivy._core.foreign.Foreign`."""
    return torch.vmap(function, tuple(axes))


def scope(dtypes: Iterable[Any], packages: Collection[str]) -> contextlib.AbstractContextManager:
    """Nothing."""
    return contextlib.nullcontext()


def needs_gradient(values: Sequence[torch.Tensor]) -> bool:
    """Whether autograd records operations of one of these."""
    return torch.is_grad_enabled() and any(v.requires_grad for v in values)


class _Called(torch.autograd.Function):
    """A call out of PyTorch, differentiated by the framework that it goes to."""

    @staticmethod
    def forward(ctx: Any, vjp: Callable, *values: torch.Tensor) -> tuple[torch.Tensor, ...]:
        results, ctx.pull = vjp(*values)
        return tuple(results)

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, *cotangents: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        return None, *ctx.pull(cotangents)


def with_gradient(vjp: Callable, values: Sequence[torch.Tensor]) -> list[torch.Tensor]:
    """See `Interceptor`."""
    return list(_Called.apply(vjp, *values))
