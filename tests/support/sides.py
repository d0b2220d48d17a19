"""One case run twice from the same seed, natively and on a target, with the same results."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import torch
from support.compare import assert_same, to_plain
from support.detector import NativeKernels
from torch.utils import _pytree as pytree

import ivy


class Cases(dict[str, Callable]):
    """The cases of a test file by name; `case` is the decorator that files one."""

    def case(self, function: Callable) -> Callable:
        """Files a case under its name."""
        self[function.__name__] = function
        return function


def error_of(function: Callable) -> str:
    """The class of the error that a call raises, and how its message begins."""
    try:
        function()
    except BaseException as error:
        first = str(error).split("\n")[0][:80]
        return f"{type(error).__name__}: {first}"
    return "none"


def values(*shape: int, seed: int = 1) -> torch.Tensor:
    """Normal numbers that are the same at every call."""
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def gradients(module: torch.nn.Module) -> list[Any]:
    """The gradients of a module's parameters."""
    return [p.grad for p in module.parameters()]


def run_natively(case: Callable) -> Any:
    """What the case gives without a block."""
    torch.manual_seed(0)
    return case()


def run_redirected(case: Callable, target: str, *, watch: bool = True) -> Any:
    """What it gives on a target, where nothing may fall back or, if watched, compute natively."""
    torch.manual_seed(0)
    kernels = NativeKernels() if watch else contextlib.nullcontext()
    with kernels, ivy.run_on(target, fallback="error"):
        got = case()
    if watch:
        kernels.assert_none()
    return got


def assert_same_on(target: str, case: Callable, *, watch: bool = True) -> None:
    """Fails unless the case gives on the target what it gives natively; text is compared as text."""
    wanted, got = run_natively(case), run_redirected(case, target, watch=watch)
    theirs, ours = (pytree.tree_leaves(to_plain(v)) for v in (wanted, got))
    assert len(theirs) == len(ours)
    for a, b in zip(ours, theirs, strict=True):
        if isinstance(b, (str, bool)):
            assert a == b
        else:
            assert_same(a, b)
