"""How calls of PyTorch are written in source text; see `ivy.compiler.spelling`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch._subclasses.fake_tensor import FakeTensorMode, unset_fake_temporarily
from torch.utils import _pytree

from ivy.backends.torch import TO_TORCH, from_numpy, to_numpy

MODULES = {"torch": "torch", "torch.nn.functional": "F"}
IMPORTS = {"torch": "import torch", "F": "import torch.nn.functional as F"}
AS_THEY_ARE = ("_exchange", "_foreign")
OPERATORS = {
    "torch.add": "+",
    "torch.sub": "-",
    "torch.subtract": "-",
    "torch.mul": "*",
    "torch.multiply": "*",
    "torch.div": "/",
    "torch.true_divide": "/",
    "torch.remainder": "%",
    "torch.pow": "**",
    "torch.matmul": "@",
    "torch.neg": "-",
    "torch.negative": "-",
    "torch.bitwise_and": "&",
    "torch.bitwise_or": "|",
    "torch.bitwise_xor": "^",
    "torch.bitwise_not": "~",
    "torch.eq": "==",
    "torch.ne": "!=",
    "torch.lt": "<",
    "torch.le": "<=",
    "torch.gt": ">",
    "torch.ge": ">=",
}
# functions that take a Python number beside an array
TAKE_NUMBERS = ("torch.where",)
ARRAY = "torch.tensor({values}, dtype={dtype})"
FULL = "torch.full({shape}, {value}, dtype={dtype})"
ARANGE = "torch.arange({start}, {stop}, {step}, dtype={dtype})"
TRI = "torch.ones({n}, {m}, dtype=torch.bool).tril({k})"
WHERE = "torch.where({condition}, {yes}, {no})"
REPEATED = "{x}.expand({shape})"
RESHAPE = "{x}.reshape({shape})"
UPLOAD = "torch.from_numpy(array)"
_REDUCTIONS = ("all", "amax", "amin", "any", "logsumexp", "mean", "prod", "std", "sum", "var")
_DEFAULTS = {
    "approximate": ("none",),
    "stride": ((1,), (1, 1), (1, 1, 1)),
    "dilation": ((1,), (1, 1), (1, 1, 1)),
    "groups": (1,),
    "padding": ((0,), (0, 0), (0, 0, 0)),
    "is_causal": (False,),
    "scale": (None,),
}
_NO_KERNELS = (torch.uint16, torch.uint32, torch.uint64)


def is_array(x: Any) -> bool:
    """Whether `x` is a tensor."""
    return isinstance(x, torch.Tensor)


def is_value(x: Any) -> bool:
    """Whether something that can be called is a value."""
    return isinstance(x, torch.dtype)


array = from_numpy
to_host = to_numpy


def literal(x: Any) -> str | None:
    """The text of a value of PyTorch's own."""
    if isinstance(x, (torch.dtype, torch.memory_format)):
        return str(x)
    if isinstance(x, torch.Size):
        return str(tuple(x))
    if isinstance(x, np.dtype) or (isinstance(x, type) and issubclass(x, np.generic)):
        return str(TO_TORCH[np.dtype(x)])
    return {bool: "bool", int: "int", float: "float"}.get(x) if isinstance(x, type) else None


def call(function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """Calls a function of PyTorch; what has no kernel does not pass, as fake tensors would let it."""
    out = function(*args, **kwargs)
    if out is not NotImplemented and _is_narrow(args):
        _run(function, args, kwargs)
    return out


def _is_narrow(x: Any) -> bool:
    if isinstance(x, (list, tuple)):
        return any(map(_is_narrow, x))
    return isinstance(x, torch.Tensor) and x.dtype in _NO_KERNELS


def _run(function: Callable[..., Any], args: Any, kwargs: Any) -> None:
    with unset_fake_temporarily():

        def true(x: Any) -> Any:
            return torch.zeros(x.shape, dtype=x.dtype) if isinstance(x, torch.Tensor) else x

        function(*_pytree.tree_map(true, args), **_pytree.tree_map(true, kwargs))


def simpler(path: str, args: Any, kwargs: Any, typed: Any) -> tuple[str, Any, Any]:
    """A call without defaults, with names for the axes that it reduces."""
    kwargs = {k: v for k, v in kwargs.items() if not (k in _DEFAULTS and v in _DEFAULTS[k])}
    while args and args[-1] is None:
        args = args[:-1]
    if path.removeprefix("torch.") in _REDUCTIONS and len(args) in (2, 3):
        x, dims, *keeps = args
        dims = dims[0] if isinstance(dims, tuple) and len(dims) == 1 else dims
        kept = {"keepdim": True} if keeps and keeps[0] is True else {}
        return path, (x,), {"dim": dims, **kept, **kwargs}
    return path, args, kwargs


def static(x: Any) -> None:
    """What a call of plain numbers gives as plain numbers: not needed here."""


def abstractly(function: Callable[..., None], types: Sequence[Any]) -> None:
    """Runs a function on fake tensors."""
    with FakeTensorMode(allow_non_fake_inputs=True), torch.no_grad():
        function(*[torch.empty(t.shape, dtype=TO_TORCH[t.dtype]) for t in types])


def rewrite(name: str, module: Any, spelling: Any) -> None:
    """Without what looks at values: PyTorch itself raises for an index that is too large."""
    if name == "_bounds":
        known = module.resolve
        module.resolve = lambda indices, size, bounds: (
            (indices.to(module.torch.int64), None)
            if bounds == "error"
            else known(indices, size, bounds)
        )


def entry(text: str, wide: bool) -> list[str]:
    """What stands above the function that is called."""
    return []
