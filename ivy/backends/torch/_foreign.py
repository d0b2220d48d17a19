"""Functions of other frameworks in PyTorch code: autograd and `torch.func` see one `Function`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

import torch

from ivy._core.foreign import Foreign, Vectorized
from ivy.backends.torch import _compat

arrays = (torch.Tensor,)
tracing = contextlib.nullcontext


def enter(x: torch.Tensor) -> torch.Tensor:
    """`x` itself."""
    return x


def is_traced(given: Sequence[Any]) -> bool:
    """Never: also what a transformation has wrapped is computed with."""
    return False


def is_watched(given: Sequence[Any]) -> bool:
    """Whether autograd, or a transformation of `torch.func`, follows one."""
    return any(x.requires_grad or _compat.is_wrapped(x) for x in given)


def to_keep(x: torch.Tensor) -> torch.Tensor | None:
    """`x` without what autograd has recorded, unless `torch.func` has wrapped it."""
    return None if _compat.is_wrapped(x) else x.detach()


def key_words(key: Any) -> Any:
    """A key that `ivy.random_key` has made."""
    return enter(getattr(key, "data", key))


def register(cls: type, flatten: Any, unflatten: Any) -> None:
    """Nothing: transformations take dictionaries of parameters."""


def call_back(function: Callable, given: Sequence[torch.Tensor]) -> list[torch.Tensor]:
    """See `ivy._core.foreign`."""
    with torch.enable_grad():
        return function(*given)


def vjp(function: Callable, given: Sequence[torch.Tensor]) -> tuple[list[torch.Tensor], Callable]:
    """See `ivy._core.foreign`."""
    with torch.enable_grad():
        leaves = [x.detach().requires_grad_(_is_inexact(x)) for x in given]
        results = function(*leaves)

    def pullback(cotangents: Sequence[torch.Tensor]) -> list[torch.Tensor | None]:
        moving = [leaf for leaf in leaves if leaf.requires_grad]
        pairs = [(r, c) for r, c in zip(results, cotangents, strict=True) if r.requires_grad]
        if not pairs:
            return [torch.zeros_like(x) if x.requires_grad else None for x in leaves]
        outs, given = zip(*pairs, strict=True)
        found = iter(
            torch.autograd.grad(outs, moving, given, materialize_grads=True, allow_unused=True)
        )
        return [next(found) if leaf.requires_grad else None for leaf in leaves]

    return [r.detach() for r in results], pullback


def call(function: Foreign, given: Sequence[Any]) -> list[torch.Tensor]:
    """See `ivy._core.foreign`."""
    return list(_Call.apply(function, *given)) if given else function.run()


def _is_inexact(x: torch.Tensor) -> bool:
    return x.is_floating_point() or x.is_complex()


class _Call(torch.autograd.Function):
    """A call of a foreign function, differentiated by its own derivatives, which are calls again."""

    generate_vmap_rule = False

    @staticmethod
    def forward(function: Foreign, *given: torch.Tensor) -> tuple[torch.Tensor, ...]:
        # a result must not be an argument: PyTorch would take it for one that was written
        owned = {id(x) for x in given}
        return tuple(x.clone() if id(x) in owned else x for x in function.run(*given))

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple, output: tuple) -> None:
        ctx.function, *given = inputs
        ctx.count = len(output)
        ctx.outputs = [i for i, x in enumerate(output) if _is_inexact(x)]
        ctx.mark_non_differentiable(*(x for x in output if not _is_inexact(x)))
        ctx.save_for_backward(*given)
        ctx.save_for_forward(*given)

    @staticmethod
    def backward(ctx: Any, *cotangents: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        given = ctx.saved_tensors
        inputs = [i for i in range(len(given)) if ctx.needs_input_grad[i + 1]]
        found: list[Any] = [None] * (len(given) + 1)
        pull = ctx.function.pullback(inputs, ctx.outputs)
        gradients = call(pull, [*given, *(cotangents[i] for i in ctx.outputs)])
        for i, gradient in zip(inputs, gradients, strict=True):
            found[i + 1] = gradient
        return tuple(found)

    @staticmethod
    def jvp(ctx: Any, _: Any, *tangents: torch.Tensor | None) -> tuple[torch.Tensor | None, ...]:
        given = ctx.saved_tensors
        inputs = [i for i, t in enumerate(tangents) if t is not None]
        push = ctx.function.pushforward(inputs, ctx.outputs)
        moved = iter(call(push, [*given, *(tangents[i] for i in inputs)]))
        return tuple(next(moved) if i in ctx.outputs else None for i in range(ctx.count))

    @staticmethod
    def vmap(info: Any, axes: tuple, function: Vectorized, *given: torch.Tensor) -> tuple[Any, Any]:
        results = call(function.batched(axes[1:]), given)
        return tuple(results), (0,) * len(results)
