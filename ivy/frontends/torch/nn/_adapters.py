"""Calling conventions of neural-network functions, each written once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch.nn import _formulas as formula


def in_float32(function: Callable) -> Callable:
    """Computes on 16-bit floating arrays in float32 and rounds once, as PyTorch's kernels do."""

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        narrow = next(ivy.dtype(a) for a in args if _is_array(a))
        if narrow.itemsize != 2 or not dtypes.is_floating(narrow):
            return function(*args, **kwargs)

        def widen(x: Any) -> Any:
            if _is_array(x) and ivy.dtype(x) == narrow:
                return ivy.astype(x, dtypes.float32)
            return x

        out = function(*map(widen, args), **{k: widen(v) for k, v in kwargs.items()})
        if isinstance(out, tuple):
            return tuple(_narrow(x, narrow) for x in out)
        return _narrow(out, narrow)

    return run


def _is_array(x: Any) -> bool:
    return hasattr(x, "shape") and not isinstance(x, dtypes.DType)


def _narrow(x: Any, dtype: Any) -> Any:
    is_wide = _is_array(x) and ivy.dtype(x) == dtypes.float32
    return ivy.astype(x, dtype) if is_wide else x


def loss(elementwise: Callable) -> Callable:
    """`f(self, target, reduction=1)` of a loss per element."""

    @in_float32
    def function(self: Any, target: Any, reduction: int = 1) -> Any:
        return formula.reduce_loss(elementwise(*to.promote(self, target)), reduction)

    return function


def loss_with(elementwise: Callable) -> Callable:
    """`f(self, target, reduction=1, beta=1.0)` of a loss per element with one parameter."""

    @in_float32
    def function(self: Any, target: Any, reduction: int = 1, beta: Any = 1.0) -> Any:
        return formula.reduce_loss(elementwise(*to.promote(self, target), beta), reduction)

    return function


def loss_backward(derivative: Callable) -> Callable:
    """`f(grad_output, self, target, reduction)`: the gradient by `self` of a loss per element."""

    @in_float32
    def function(grad_output: Any, self: Any, target: Any, reduction: int) -> Any:
        grad = formula.share(grad_output, self.shape, reduction)
        return ivy.multiply(derivative(self, target), grad)

    return function


def loss_with_backward(derivative: Callable) -> Callable:
    """`f(grad_output, self, target, reduction, beta)`, as `loss_backward`."""

    @in_float32
    def function(grad_output: Any, self: Any, target: Any, reduction: int, beta: Any) -> Any:
        grad = formula.share(grad_output, self.shape, reduction)
        return ivy.multiply(derivative(self, target, beta), grad)

    return function


def each(name: str) -> Callable:
    """The function `name` over lists: what is a list gives one element to each call."""

    def function(*args: Any, **kwargs: Any) -> list[Any]:
        single = _publish.NATIVE[name]
        count = next(len(a) for a in args if isinstance(a, (list, tuple)))
        return [
            single(*[a[i] if isinstance(a, (list, tuple)) else a for a in args], **kwargs)
            for i in range(count)
        ]

    return function


def each_scaled(name: str) -> Callable:
    """As `each`, for `f(self, tensor1, tensor2, value=1)`; `value` may be a list or a vector."""

    def function(self: Any, tensor1: Any, tensor2: Any, value: Any = 1) -> list[Any]:
        single = _publish.NATIVE[name]
        many = isinstance(value, (list, tuple)) or getattr(value, "ndim", 0) == 1
        values = [value[i] if many else value for i in range(len(self))]
        return [
            single(x, x1, x2, value=v)
            for x, x1, x2, v in zip(self, tensor1, tensor2, values, strict=True)
        ]

    return function
