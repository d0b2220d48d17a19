"""Sees every native PyTorch kernel that computes, below every mode and dispatch key of ours.

PyTorch calls the fall-back of a dispatch key for any operator if the key is included in the calling
thread. The one used here belongs to no device, stands above the kernels and below the Python key, so
what arrives is what PyTorch itself is about to compute.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import torch
from torch.utils import _pytree as pytree

_KEY = torch._C._parse_dispatch_key("CustomRNGKeyId")
_BELOW = torch._C._dispatch_keyset_full_after(_KEY)
_MOVES = {
    f"aten::{name}"
    for name in (
        "copy_ _to_copy clone lift_fresh resize_ set_ fill_ zero_ _local_scalar_dense _reshape_alias "
        "empty empty_like empty_strided new_empty new_empty_strided resolve_conj resolve_neg"
    ).split()
}
_found: list[str] = []


def _computes(op: Any, arguments: Any) -> bool:
    """Not moves, allocation, views, random generation, nor anything on at most one element."""
    schema = op._schema
    if schema.name in _MOVES or torch.Tag.nondeterministic_seeded in op.tags:
        return False
    if any(a.alias_info and not a.alias_info.is_write for a in schema.arguments):
        return False
    return any(
        isinstance(t, torch.Tensor) and t.device.type == "cpu" and t.numel() > 1
        for t in pytree.tree_leaves(arguments)
    )


def _as_declared(value: Any, argument: Any) -> Any:
    # numbers arrive unwrapped where the schema says Tensor
    number = isinstance(value, (bool, int, float, complex))
    return torch.tensor(value) if number and "Tensor" in str(argument.type) else value


def _pass_on(keys: Any, op: Any, *args: Any, **kwargs: Any) -> Any:
    if _computes(op, (args, kwargs)):
        _found.append(str(op))
    dataless = _has_no_data((args, kwargs))
    args = [_as_declared(v, a) for v, a in zip(args, op._schema.arguments, strict=False)]
    if not dataless:
        return op.redispatch(keys & _BELOW, *args, **kwargs)
    with _unseen():
        return op.redispatch(keys & _BELOW, *args, **kwargs)


@contextlib.contextmanager
def _unseen() -> Iterator[None]:
    """Shape logic, which PyTorch writes in dozens of operators: looking into it costs a hundredfold."""
    seen = torch._C._dispatch_tls_is_dispatch_key_included(_KEY)
    torch._C._dispatch_tls_set_dispatch_key_included(_KEY, False)
    try:
        yield
    finally:
        torch._C._dispatch_tls_set_dispatch_key_included(_KEY, seen)


def _has_no_data(arguments: Any) -> bool:
    """Whether all tensors of a call are on the meta device."""
    tensors = [t for t in pytree.tree_leaves(arguments) if isinstance(t, torch.Tensor)]
    return bool(tensors) and all(t.device.type == "meta" for t in tensors)


def _call(op: Any, /, *args: Any, **kwargs: Any) -> Any:
    """A call of a composite operator, whose shape logic (`repeat`) is not below the key of its own."""
    with _unseen() if _has_no_data((args, kwargs)) else contextlib.nullcontext():
        return _CALL(op, *args, **kwargs)


_CALL = torch._ops.OpOverload.__call__
_library = torch.library.Library("_", "IMPL")
_library.fallback(_pass_on, "CustomRNGKeyId", with_keyset=True)


class NativeKernels:
    """Within this block, the kernels that PyTorch computed in this thread are listed in `found`."""

    def __enter__(self) -> NativeKernels:
        _found.clear()
        torch._ops.OpOverload.__call__ = _call
        torch._C._dispatch_tls_set_dispatch_key_included(_KEY, True)
        return self

    def __exit__(self, *_: object) -> None:
        torch._ops.OpOverload.__call__ = _CALL
        torch._C._dispatch_tls_set_dispatch_key_included(_KEY, False)

    @property
    def found(self) -> list[str]:
        """The operators seen since the block was entered."""
        return list(_found)

    def assert_none(self) -> None:
        """Fails, with the names, if PyTorch has computed anything."""
        assert not _found, f"computed natively: {sorted(set(_found))}"
