"""Replacements for functions of PyTorch that work in memory, written with PyTorch's own operators.

C++ code that reads or fills a tensor's memory itself raises on a redirected tensor, which has none;
and a module that would natively take a kernel for nested tensors does not take it in a block,
although that kernel gives other values in padding. The replacements give the native values, and
each of their operators is redirected. `CALLS` are functions that the call mode sees, `SHORTCUTS`
those with other operators than PyTorch's, which a mode of the user's would see, and their fast paths;
`METHODS` are replaced while a block is open.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor
from torch import UntypedStorage as Storage
from torch.utils import dlpack

from interceptors.session import CURRENT
from interceptors.shared import trees
from interceptors.shared.storage import contiguous, repeats
from interceptors.torch import _compat
from interceptors.torch.boundary.higher_order import higher_order
from interceptors.torch.dispatch.choose import engine
from interceptors.torch.fastpath.writes import fast_assignment, is_basic
from interceptors.torch.tensors.conversion import fits
from interceptors.torch.tensors.memory import known_storages, of_native
from interceptors.torch.tensors.tensor import (
    RedirectedTensor,
    alias,
    over_memory,
    redirected_tensors,
    to_native,
    with_leaf_facts,
)


def _pad_packed_sequence(
    data: Tensor, batch_sizes: Tensor, batch_first: bool, padding_value: float, total_length: int
) -> tuple[Tensor, Tensor]:
    """A packed sequence as a padded tensor, and the lengths."""
    sizes = batch_sizes.tolist()
    steps, batch = len(sizes), int(sizes[0])
    if total_length > 0:
        if total_length < steps:
            raise RuntimeError(
                "Expected total_length to be at least the length of the longest sequence in input, "
                f"but got total_length={total_length} and max sequence length being {steps}"
            )
        steps = total_length
    rows = [t * batch + b for t, size in enumerate(sizes) for b in range(size)]
    flat = data.new_full((steps * batch, *data.shape[1:]), padding_value)
    out = flat.index_copy(0, torch.tensor(rows), data).reshape(steps, batch, *data.shape[1:])
    lengths = torch.tensor([sum(size > b for size in sizes) for b in range(batch)])
    return (out.transpose(0, 1) if batch_first else out), lengths


def _tensor(data: Any, **options: Any) -> Tensor:
    """A plain number as a constant of the target; PyTorch would put it into memory first."""
    if not options.keys() - {"device", "dtype"} and fits(data, options.get("dtype")):
        return torch.full((), data, **options)
    return torch.tensor(data, **options)


def _from_file(*args: Any, **kwargs: Any) -> Tensor:
    """A native tensor over the memory that a file is mapped to."""
    with _compat.without_modes():
        return torch.from_file(*args, **kwargs)


def _assign(tensor: Tensor, index: Any, value: Any) -> None:
    """`tensor[index] = value` as a view that is written; C++ puts a plain number into memory first."""
    if is_basic(index):
        part = tensor[index]
        if fits(value, tensor.dtype) and not repeats(part.shape, part.stride()):
            part.fill_(value)
            return
        if isinstance(value, Tensor) and part.shape == value.shape:
            part.copy_(value)
            return
    tensor[index] = value


def _sparse_tensor(indices: Any, values: Any = None, size: Any = None, **options: Any) -> Tensor:
    """A sparse tensor, whose size PyTorch reads off the indices, and whose indices it may check."""
    make = torch.sparse_coo_tensor
    if values is None:
        return make(indices, **options)
    indices, values = torch.as_tensor(indices), torch.as_tensor(values)
    if size is None and indices.ndim == 2 and indices.shape[1] and values.ndim:
        size = (*(indices.amax(1) + 1).tolist(), *values.shape[1:])
    given: Any = (indices, values) if size is None else (indices, values, size)
    checks = options.pop("check_invariants", None)
    if checks or (checks is None and _compat.checks_invariants()):
        with _compat.quiet():
            native: Any = (*map(to_native, given[:2]), *given[2:])
            make(*native, **options, check_invariants=True)
    return make(*given, **options, check_invariants=False)


CALLS: dict[Any, Callable] = {
    torch.sparse_coo_tensor: _sparse_tensor,
    torch.tensor: _tensor,
    torch.from_file: _from_file,
    _compat.PAD_PACKED_SEQUENCE: _pad_packed_sequence,
}


SHORTCUTS: dict[Any, tuple[Callable, Callable]] = {
    torch.Tensor.__setitem__: (_assign, fast_assignment)
}


def _encode(wrapped: Callable, encoder: Any, args: tuple, kwargs: dict[str, Any]) -> Tensor:
    """`nn.TransformerEncoder.forward`: 0 at padded places where PyTorch packs the batch."""
    if is_open() and _compat.packs_batch(encoder, *args, **kwargs):
        return _encode_padded(encoder, *args, **kwargs)
    return wrapped(*args, **kwargs)


def _encode_padded(
    encoder: Any, src: Tensor, mask: None = None, src_key_padding_mask: Any = None, **_: Any
) -> Tensor:
    out = src
    for layer in encoder.layers:
        out = layer(out, src_key_padding_mask=src_key_padding_mask)
    out = out.masked_fill(src_key_padding_mask.logical_not().logical_not()[..., None], 0.0)
    return out if encoder.norm is None else encoder.norm(out)


def _to_dlpack(wrapped: Callable, _: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """A capsule over native memory; PyTorch would make one over none."""
    tensor = args[0]
    if isinstance(tensor, RedirectedTensor):
        args = (alias(tensor), *args[1:])
    elif is_open():
        tensor.data_ptr()  # brings its memory up to date
    return wrapped(*args, **kwargs)


class _WatchedOperators(_compat.TorchDispatchMode):
    """While it is active, public calls are not taken whole: each operator goes through PyTorch."""

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        if _compat.traces() and not trees.instances(RedirectedTensor, args):
            # what a constructor like `torch.tensor` has made, which the trace keeps as a constant
            with _compat.without_modes():
                return func(*args, **(kwargs or {}))
        return func(*args, **(kwargs or {}))


def _trace(wrapped: Callable, _: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """`torch.jit.trace` without its second trace, which reads memory to compare constants.

    It writes down what passes PyTorch's dispatcher, so that is where everything has to pass.
    """
    if not is_open():
        return wrapped(*args, **kwargs)
    if len(args) <= _ARGUMENTS_BEFORE_CHECK:
        kwargs = {"check_trace": False, **kwargs}
    with _WatchedOperators():
        traced = wrapped(*args, **kwargs)
    for node, value in _compat.script_constants(traced):
        if isinstance(value, RedirectedTensor):
            node.t_(_compat.VALUE, alias(value))
    return traced


_ARGUMENTS_BEFORE_CHECK = 3  # of `trace` and `trace_module`: func, example_inputs, optimize


def _apply_function(wrapped: Callable, operator: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """An operator that takes functions (`cond`, `scan`) runs them at once, above autograd.

    PyTorch would record them first, to derive from the record; here autograd sees what they do.
    """
    if not is_open() or _compat.functorch_level() or _compat.eager_kernel(operator) is None:
        return wrapped(*args, **kwargs)
    session = CURRENT.get()
    assert session is not None
    return higher_order(engine(session.target), session, operator, args, kwargs)


def _save_script(wrapped: Callable, module: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """C++ code writes the memory of parameters; a module made in a block has parameters without any."""
    with _with_memory(module):
        return wrapped(*args, **kwargs)


def _pack_script(wrapped: Callable, _: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """The same where a script is a part of a package."""
    with _with_memory(_compat.wrap_script(args[0])):
        return wrapped(*args, **kwargs)


@contextlib.contextmanager
def _with_memory(module: Any) -> Iterator[None]:
    """The tensors of a script in native memory, and the redirected ones back at the end."""
    redirected = []
    for part, name, value in _compat.script_state(module):
        tensors = trees.instances(Tensor, value)
        if any(isinstance(t, RedirectedTensor) for t in tensors):
            redirected.append((part, name, value))
            with _compat.quiet():
                part.setattr(name, trees.map_instances(RedirectedTensor, _native_leaf, value))
        for tensor in tensors if is_open() else ():
            tensor.data_ptr()  # brings its memory up to date
    for _, constant in _compat.script_constants(module) if is_open() else ():
        constant.data_ptr()
    try:
        yield
    finally:
        for part, name, value in redirected:
            part.setattr(name, value)


def _native_leaf(tensor: RedirectedTensor) -> Tensor:
    return with_leaf_facts(tensor, to_native(tensor))


def _devices_for_lists(wrapped: Callable, _: Any, args: tuple, kwargs: dict[str, Any]) -> list[str]:
    """The devices on which optimizers take lists of tensors by default: a target is one of them.

    PyTorch chooses so where a kernel costs less than the call that starts it. Steps that are to be
    differentiated go through the tensors one by one, as natively: lists keep what they overwrite.
    """
    devices = wrapped(*args, **kwargs)
    return [*devices, "cpu"] if is_open() and not torch.is_grad_enabled() else devices


def _update_as_one(wrapped: Callable, _: Any, args: tuple, kwargs: dict[str, Any]) -> None:
    """Adam's update of lists of tensors as one operator, which PyTorch has, instead of a dozen."""
    numbers = (kwargs["lr"], kwargs["beta1"], kwargs["beta2"])
    plain = all(type(n) is float for n in numbers) and all(p.is_floating_point() for p in args[0])
    if is_open() and plain and not kwargs["capturable"] and not kwargs["differentiable"]:
        return _compat.FUSED_ADAM(*args, **kwargs)
    return wrapped(*args, **kwargs)


class TypesInLists(list):
    """The classes of parameters that optimizers take in lists, with the redirected ones."""

    def __contains__(self, cls: Any) -> bool:
        return list.__contains__(self, cls) or issubclass(cls, RedirectedTensor)


def _linearize(wrapped: Callable, _: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """`torch.func.linearize`, which would record a program on true values, and so natively.

    The derivative is computed anew at each call, from what the primals were at the first one, which is
    when PyTorch evaluates its program's constants.
    """
    if not is_open() or kwargs or len(args) < 2:
        return wrapped(*args, **kwargs)
    function, *primals = args
    point: list[Any] = []

    def derivative(*tangents: Any) -> Any:
        if not point:
            copied = _compat.map_tensors(torch.Tensor, lambda t: t.detach().clone(), primals)
            point.extend(copied)
        return torch.func.jvp(function, tuple(point), tangents)[1]

    return function(*primals), derivative


def _set(wrapped: Callable, tensor: Tensor, args: tuple, kwargs: dict[str, Any]) -> Tensor:
    """`tensor.set_(other, offset, size, stride)`: C++ would take the storage that `other` has not."""
    if not is_open() or kwargs or len(args) < 3 or not isinstance(args[0], Tensor):
        return wrapped(*args, **kwargs)
    other, offset, size, *rest = args
    wrapped(other)
    with torch.no_grad():
        return tensor.as_strided_(size, rest[0] if rest else contiguous(tuple(size)), offset)


def _on_memory(wrapped: Callable, storage: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """A method of a storage, which is bytes in native memory, after these were brought up to date."""
    for each in (storage, *args):
        for known in known_storages(each) if isinstance(each, Storage) else ():
            known.move_to_host()
    with _compat.without_modes():
        return wrapped(*args, **kwargs)


def _resize(wrapped: Callable, storage: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """`storage.resize_(...)`: tensors that show it may show what it has room for now."""
    out, room = _on_memory(wrapped, storage, args, kwargs), storage.nbytes()
    small = [s for s in known_storages(storage) if s.size * s.dtype.itemsize < room]
    for tensor in redirected_tensors() if small else ():
        if any(tensor._own is s for s in small):
            with _compat.quiet():
                over = over_memory(tensor, storage)
                tensor._storage, tensor._view = of_native(over, tensor._target)
    return out


def is_open() -> bool:
    """Whether this context is in a block that redirects PyTorch."""
    session = CURRENT.get()
    return session is not None and "torch" in session.sources


_STORAGE_METHODS = ("__getitem__", "__setitem__", "clone", "copy_", "fill_", "tolist")
METHODS: tuple[tuple[Any, str, Callable], ...] = (
    (_compat.OPTIMIZERS, _compat.DEVICES_FOR_LISTS, _devices_for_lists),
    (*_compat.ADAM_OF_LISTS, _update_as_one),
    (torch.nn.TransformerEncoder, "forward", _encode),
    (torch.Tensor, "set_", _set),
    *((Storage, name, _on_memory) for name in _STORAGE_METHODS),
    (Storage, "resize_", _resize),
    (torch.func, "linearize", _linearize),
    (torch, "to_dlpack", _to_dlpack),
    (dlpack, "to_dlpack", _to_dlpack),
    (torch.jit, "trace", _trace),
    (torch.jit, "trace_module", _trace),
    (_compat.HigherOrderOperator, "__call__", _apply_function),
    *(
        (owner, name, _save_script)
        for owner in (_compat.ScriptModule, _compat.SCRIPTS[0])
        for name in ("save", "save_to_buffer")
    ),
    (_compat.ScriptSerializer, "serialize", _pack_script),
)
