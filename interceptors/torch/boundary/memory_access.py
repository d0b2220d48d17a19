"""Calls that hand a tensor's memory, or the tensor itself, to code that knows nothing of targets.

They run natively: changes of the block are first written to native memory, and what they change is read
again afterwards. Keys are PyTorch's own function objects.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import torch

from interceptors.session import CURRENT, Session
from interceptors.shared import trees
from interceptors.shared.errors import NotRedirectable
from interceptors.shared.native_calls import StandIns
from interceptors.torch import _compat
from interceptors.torch.boundary import replacements
from interceptors.torch.dispatch.native_calls import PASS_WARN
from interceptors.torch.engine import Engine
from interceptors.torch.tensors.layout import geometry_of
from interceptors.torch.tensors.tensor import RedirectedTensor, alias, lent, to_native
from interceptors.torch.validation.errors import describe
from ivy._core.errors import IvyError

# Methods of native tensors, not all of HANDLERS: the engine itself asks for addresses.
_NAMES = ("__array__", "__dlpack__", "__reduce_ex__", "numpy", "tolist")
READERS = {name: getattr(torch.Tensor, name) for name in _NAMES}
# Those whose results share the memory.
LENDERS = {torch.Tensor.__array__, torch.Tensor.__dlpack__, torch.Tensor.numpy}

Handler = Callable[[Engine, Any, Session, tuple, dict[str, Any]], Any]


def on_native_memory(engine: Engine, func: Any, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs a method of a native tensor after its memory was brought up to date."""
    tensor = args[0]
    if isinstance(tensor, torch.Tensor) and not isinstance(tensor, RedirectedTensor):
        if _has_memory(tensor):
            with contextlib.suppress(NotRedirectable):
                storage = engine.locate(tensor)[0]
                storage.move_to_host()
                if func in LENDERS:
                    args = lent(tensor, storage).requires_grad_(tensor.requires_grad), *args[1:]
        with _compat.without_modes():
            return func(*args, **kwargs)
    own = (
        vars(RedirectedTensor).get(func.__name__) if isinstance(tensor, RedirectedTensor) else None
    )
    return (own or func)(*args, **kwargs)  # `torch.Tensor.tolist(x)`


def _has_memory(tensor: torch.Tensor) -> bool:
    return tensor.device.type == "cpu" and tensor.layout is torch.strided


def set_data(engine: Engine, func: Any, session: Session, args: tuple, kwargs: dict) -> Any:
    """`tensor.data = value`: the tensor takes over the other one's memory."""
    tensor, value = args
    if not isinstance(value, torch.Tensor):
        return func(tensor, value)  # which PyTorch refuses
    engine.imported.forget(tensor)
    if isinstance(tensor, RedirectedTensor):
        if not isinstance(value, RedirectedTensor):
            value = engine.wrap_array(engine.array(value))
        with _compat.quiet():
            func(tensor, value.detach() if value.requires_grad else value)
        tensor._storage, tensor._view = value._storage, value._view
        return None
    with _compat.quiet():
        return func(tensor, alias(value) if isinstance(value, RedirectedTensor) else value)


def _compatible(engine: Engine, func: Any, session: Session, args: tuple, kwargs: dict) -> bool:
    """Whether `a.data = b` is possible: here also between a native and a redirected tensor."""
    a, b = args
    return a.layout is b.layout and a.device == b.device


def _is_set_to(engine: Engine, func: Any, session: Session, args: tuple, kwargs: dict) -> bool:
    """Whether two tensors show the same elements in the same way."""
    a, b = args
    if any(t.is_conj() or t.is_neg() for t in args):  # PyTorch resolves these first
        return False
    (storage, _), (other, _) = engine.locate(a), engine.locate(b)
    return storage is other and geometry_of(a) == geometry_of(b)


def _on_aliases(engine: Engine, func: Any, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs a method natively, also on a redirected tensor, whose elements move to native memory."""
    tensor, rest = args[0], args[1:]
    if isinstance(tensor, RedirectedTensor):
        tensor = alias(tensor)
    return on_native_memory(engine, func, session, (tensor, *rest), kwargs)


def _in_memory(engine: Engine, func: Any, session: Session, args: tuple, kwargs: dict) -> Any:
    """A method that calls a Python function per element, in native memory; returns its tensor."""
    tensor = args[0]

    def native(each: RedirectedTensor) -> torch.Tensor:
        return alias(each).requires_grad_(each.requires_grad)  # PyTorch may refuse it

    for each in trees.instances(torch.Tensor, args):
        with contextlib.suppress(NotRedirectable):
            engine.locate(each)[0].move_to_host()
    with _compat.without_modes(), _compat.DisableTorchFunction():
        func(*trees.map_instances(RedirectedTensor, native, args), **kwargs)
    session.report.count_native("python", f"torch.Tensor.{func.__name__}")
    return tensor


def _gradients(engine: Engine, func: Any, session: Session, args: tuple, kwargs: dict) -> Any:
    """`torch.autograd.grad`: gradients that are zero everywhere are markers of PyTorch's C++ code."""

    def redirected(gradient: Any) -> Any:
        plain = isinstance(gradient, torch.Tensor) and not isinstance(gradient, RedirectedTensor)
        if plain and _compat.is_zero(gradient) and not gradient.requires_grad:
            return engine.wrap_array(engine.array(gradient))
        return gradient

    return tuple(map(redirected, func(*args, **kwargs)))


def _replaced(function: Callable) -> Handler:
    def handler(engine: Engine, func: Any, session: Session, args: tuple, kwargs: dict) -> Any:
        try:
            return function(*args, **kwargs)
        except RuntimeError as error:
            return retry(function, args, kwargs, error)

    return handler


def untouched(func: Any) -> Handler:
    """The call as it is, past the operator mode: for functions that have to do with no tensors."""

    def handler(engine: Engine, _: Any, session: Session, args: tuple, kwargs: dict) -> Any:
        with _compat.DisableTorchDispatch():
            return func(*args, **kwargs)

    return handler


HANDLERS: dict[Any, Handler] = {
    _compat.SET_DATA: set_data,
    torch.autograd.grad: _gradients,
    _compat.HAS_COMPATIBLE_TYPE: _compatible,
    torch.Tensor.is_set_to: _is_set_to,
    **dict.fromkeys(
        (
            torch.Tensor.__array__,
            torch.Tensor.__deepcopy__,
            torch.Tensor.__dlpack__,
            torch.Tensor.__reduce_ex__,
            torch.Tensor.__repr__,
            _compat.CONST_ADDRESS,
            torch.Tensor.data_ptr,
            torch.Tensor.numpy,
            torch.Tensor.share_memory_,
            torch.Tensor.storage,
            torch.Tensor.tolist,
            torch.Tensor.untyped_storage,
            torch.nn.Parameter.__deepcopy__,
            torch.nn.Parameter.__reduce_ex__,
            torch.nn.Parameter.__repr__,
        ),
        on_native_memory,
    ),
    torch.Tensor.pin_memory: _on_aliases,
    torch.Tensor.is_pinned: _on_aliases,
    **dict.fromkeys((torch.Tensor.apply_, torch.Tensor.map_, torch.Tensor.map2_), _in_memory),
    **{func: _replaced(function) for func, function in replacements.CALLS.items()},
}

SHORTCUTS = {func: _replaced(function) for func, (function, _) in replacements.SHORTCUTS.items()}


# -- C++ code that reads memory without going through the dispatcher


def pass_on(engine: Engine, func: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """The call as PyTorch does it, which sends its operators to the engine."""
    try:
        out = func(*args, **kwargs)
    except RuntimeError as error:
        out = retry(func, args, kwargs, error)
    import_results(engine, out)
    return out


def retry(func: Any, args: Any, kwargs: dict[str, Any], error: Exception) -> Any:
    """Retries a call whose C++ kernel needs memory that redirected tensors lack, or raises the error.

    Lengths, indices and sizes are handed over as native tensors: what is computed with stays
    redirected. If that is not enough, the code fills a tensor with a list of integers for itself,
    and may be given a redirected tensor instead. At last it is a fallback.
    """
    if _compat.NO_MEMORY not in str(error):
        raise error
    for convert in (_integers_natively, _sequences_natively, _lists_as_tensors):
        inputs, options = map(convert, args), {k: convert(v) for k, v in kwargs.items()}
        with contextlib.suppress(TypeError):
            try:
                return func(*inputs, **options)
            except RuntimeError as again:
                if _compat.NO_MEMORY not in str(again):
                    raise
    return _in_place_of(func, args, kwargs, error)


def _in_place_of(func: Any, args: Any, kwargs: dict[str, Any], error: Exception) -> Any:
    """A fallback that computes in the memory to which all tensors of the call move."""
    session = CURRENT.get()
    given = trees.instances(torch.Tensor, (args, tuple(kwargs.values())))
    if session is None or (torch.is_grad_enabled() and any(t.requires_grad for t in given)):
        raise error
    call = describe(getattr(func, "__name__", str(func)), args, kwargs)
    session.fall_back(call, "its C++ code works in memory", PASS_WARN)
    aliases = StandIns(RedirectedTensor, alias)
    inputs, options = aliases.enter(args), {k: aliases.enter(v) for k, v in kwargs.items()}
    with _compat.without_modes(), _compat.DisableTorchFunction():
        return aliases.leave(func(*inputs, **options))


def _integers_natively(value: Any) -> Any:
    def convert(tensor: RedirectedTensor) -> torch.Tensor:
        inexact = tensor.dtype.is_floating_point or tensor.dtype.is_complex
        return tensor if inexact else to_native(tensor)

    return trees.map_instances(RedirectedTensor, convert, value)


def _sequences_natively(value: Any) -> Any:
    if type(value) not in (list, tuple):
        return value
    return trees.map_instances(RedirectedTensor, to_native, value)


def _lists_as_tensors(value: Any) -> Any:
    integers = type(value) in (list, tuple) and value and all(type(v) is int for v in value)
    return torch.tensor(value) if integers else value


def import_results(engine: Engine, value: Any) -> None:
    """Imports native tensors that a call returned (`x.contiguous()` may be `x`)."""
    for tensor in trees.leaves(value) if type(value) in (list, tuple) else (value,):
        if type(tensor) is not torch.Tensor or tensor in engine.imported:
            continue
        if not _compat.is_functorch_wrapped(tensor):
            with contextlib.suppress(NotRedirectable, IvyError):
                engine.locate(tensor)
