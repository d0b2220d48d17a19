"""The redirected tensor: a `torch.Tensor` without memory whose elements are an array of the target.

It has PyTorch's geometry, dtype and autograd, says it is on the CPU, and owns no memory: C++ code that
would read its memory raises instead of guessing. `_storage` and `_view` hold its elements.

Outside of any block it stays usable: its elements move to native memory, PyTorch's own kernels run on
them, and results are plain tensors.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

import numpy as np
import torch
from torch.autograd import forward_ad

from interceptors.session import count_transfer
from interceptors.shared.native_calls import StandIns
from interceptors.shared.storage import ReinterpretedStorage, Storage, View, view_of
from interceptors.torch import _compat
from interceptors.torch.tensors import conversion
from interceptors.torch.tensors.layout import Geometry, geometry_of
from interceptors.torch.tensors.memory import TensorStorage
from ivy._core.backend import Backend

_make = _compat.make_wrapper
_TORCH = conversion.TORCH
_CPU = conversion.CPU
LEAVES_ONLY = (
    "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the "
    "moment."
)


class RedirectedTensor(torch.Tensor):
    """A tensor whose elements live in an array of the target."""

    __slots__ = ("_array", "_own", "_view")
    _array: Any  # a fresh result, which no other tensor shares: it has no storage yet
    _own: Storage | None
    _view: View | None
    _target: Backend
    _engine: Any  # runs operators on the target
    _lazy: type[RedirectedTensor]  # of conjugate and negative views, unknown to fast paths
    __torch_function__: Any = _compat.disabled_torch_function

    @property
    def _storage(self) -> Storage:
        """The shared elements. Created lazily: most results never need a storage."""
        storage = self._own
        if storage is None:
            array = self._array
            target = self._target
            storage = TensorStorage(target, array, target.dtype(array), target.shape(array))
            self._own, self._array = storage, None
        return storage

    @_storage.setter
    def _storage(self, storage: Storage) -> None:
        self._own, self._array = storage, None

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: tuple = (), kwargs: Any = None) -> Any:
        if not all(issubclass(t, RedirectedTensor) for t in types):
            return NotImplemented  # a class with a handler of its own decides
        return HANDLER.get()(func, args, kwargs or {})

    def __repr__(self, *, tensor_contents: Any = None) -> str:
        with _compat.without_modes(), _compat.DisableTorchFunction():
            shown, facts = to_native(self), ""
            users = type(self).__mro__[1]
            if not issubclass(users, RedirectedTensor):  # a class that as_subclass was asked for
                shown = shown.as_subclass(users)
            if self.requires_grad and self.is_leaf:
                shown.requires_grad_()
            text = repr(shown)
            if self.grad_fn is not None:
                facts += f", grad_fn=<{type(self.grad_fn).__name__}>"
            tangent = forward_ad.unpack_dual(self).tangent if _compat.forward_level() else None
            if tangent is not None:
                facts += f", tangent={tangent!r}"
            text = f"{text[:-1]}{facts})" if facts else text
            return f"Parameter containing:\n{text}" if getattr(self, "_is_param", False) else text

    def __format__(self, spec: str) -> str:
        if self.dim() == 0 and not self.is_meta:
            return format(self.item(), spec)
        return format(to_native(self), spec) if spec else object.__format__(self, spec)

    def __float__(self) -> float:
        try:
            with _compat.DisableTorchFunction():
                return super().__float__()
        except RuntimeError as error:
            if _compat.NO_MEMORY not in str(error):
                raise
        # an element of a list, which a constructor reads in C++
        return float(to_native(self).item())

    def numpy(self, *, force: bool = False) -> np.ndarray:
        if force:
            return self._lent("numpy", force=True)
        if self.requires_grad and torch.is_grad_enabled():
            raise RuntimeError(
                "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead."
            )
        return self._lent("numpy")

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        array = self.numpy()
        return array if dtype is None else array.astype(dtype, copy=False)

    def tolist(self) -> Any:
        return to_native(self).tolist()

    def data_ptr(self) -> int:
        # not of an alias, for which PyTorch would enlarge a storage that was freed
        address = native_memory(self._storage).storage.data_ptr()
        return address + self.storage_offset() * self.element_size() if self.numel() else 0

    def const_data_ptr(self) -> int:
        return self.data_ptr()

    def untyped_storage(self) -> Any:
        return native_memory(self._storage).storage

    def storage(self) -> Any:
        with _compat.quiet():
            whole = torch.empty(0, dtype=self.dtype).set_(self.untyped_storage(), 0, (0,), (1,))
            return whole.storage()

    def share_memory_(self) -> Any:
        alias(self).share_memory_()
        return self

    def is_shared(self) -> bool:
        memory: Any = self._storage.root.memory
        return memory is not None and memory.storage.is_shared()

    def __dlpack__(self, **options: Any) -> Any:
        return self._lent("__dlpack__", **options)

    def _lent(self, method: str, **options: Any) -> Any:
        with _compat.quiet():
            tensor = over_memory(self, native_memory(self._storage).lend())
            return getattr(tensor, method)(**options)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return with_leaf_facts(self, alias(self)).__reduce_ex__(protocol)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        found = memo.get(id(self))
        if found is not None:
            return found
        if not self.is_leaf:
            raise RuntimeError(LEAVES_ONLY)
        if getattr(self, "_is_param", False):  # has elements of its own in PyTorch, and no gradient
            with torch.no_grad():
                copy = torch.nn.Parameter(self.detach().clone(), self.requires_grad)
        else:
            copy = _copied(self, memo).requires_grad_(self.requires_grad)
            if self.grad is not None:
                copy.grad = self.grad.__deepcopy__(memo)
        vars(copy).update({k: v for k, v in vars(self).items() if k != "_is_param"})
        memo[id(self)] = copy
        return copy


def _copied(tensor: RedirectedTensor, memo: dict[int, Any]) -> torch.Tensor:
    """A copy that shares its elements with the copies of whatever shares them with `tensor`."""
    if tensor.is_conj() or tensor.is_neg():  # whose copies share nothing, as in PyTorch
        with torch.no_grad():
            return tensor.clone()
    with _compat.quiet():
        twin = _twin(tensor._storage, memo)
    return show(type(tensor), twin, tensor.dtype, geometry_of(tensor))


def _twin(storage: Storage, memo: dict[int, Any]) -> Storage:
    twin = memo.get(id(storage))
    if twin is None:
        if isinstance(storage, ReinterpretedStorage):
            twin = storage.over(_twin(storage.parent, memo))
        else:
            base = storage.backend.from_numpy(storage.backend.to_numpy(storage.current()))
            twin = TensorStorage(storage.backend, base, storage.dtype, storage.shape)
        memo[id(storage)] = twin
    return twin


def make_class(engine: Any) -> type[RedirectedTensor]:
    """The tensor class of one engine: `type(x) is cls` is the test of the fast path."""
    names = {"__slots__": (), "__module__": __name__, "_target": engine.target, "_engine": engine}
    names["__torch_function__"] = _compat.disabled_torch_function  # PyTorch looks here first
    name, make = f"Tensor_on_{engine.target.name}", type(RedirectedTensor)
    made = make(name, (RedirectedTensor,), names)
    del names["_target"], names["_engine"]
    made._lazy = make(name, (made,), names)
    return made


def make_empty(cls: type[RedirectedTensor], shape: tuple, dtype: Any, count: int) -> list:
    """Tensors without elements, for a `WrapperPool`."""
    native, layout = _TORCH[dtype], torch.strided
    # by position, which is a quarter faster: strides, offset, memory format, dtype, layout, device
    made = [_make(cls, shape, None, None, None, native, layout, _CPU) for _ in range(count)]
    for tensor in made:
        tensor._array = tensor._own = tensor._view = None
    return made


def hold(tensor: Any, array: Any) -> None:
    """Gives an empty tensor its elements."""
    tensor._array = array


def wrapper(cls: type[RedirectedTensor], backend: Backend) -> Callable[[Any], RedirectedTensor]:
    """A function that wraps an array of the target in a new tensor."""

    def wrap(array: Any) -> RedirectedTensor:
        shape, dtype = backend.shape(array), _TORCH[backend.dtype(array)]
        tensor = _make(cls, shape, dtype=dtype, device=_CPU)
        tensor._array, tensor._own, tensor._view = array, None, None
        return tensor

    return wrap


def show(
    cls: type[RedirectedTensor], storage: Storage, dtype: torch.dtype, geometry: Geometry
) -> RedirectedTensor:
    """A tensor that shows a part of a storage."""
    return with_view(cls, storage, view_of(storage, *geometry), dtype, geometry)


def with_view(
    cls: type[RedirectedTensor],
    storage: Storage,
    view: View | None,
    dtype: torch.dtype,
    geometry: Geometry,
) -> RedirectedTensor:
    """A tensor over a storage whose geometry is that of the view."""
    shape, strides, offset = geometry
    bits = lazy_bits(storage)
    lazy = any(bits)
    if lazy:
        cls = cls._lazy
    tensor = _make(cls, shape, strides=strides, storage_offset=offset, dtype=dtype, device=_CPU)
    tensor._storage = storage
    tensor._view = view
    if lazy:
        _compat.set_lazy_bits(tensor, *bits)
    return tensor


def lazy_bits(storage: Storage | None) -> tuple[bool, bool]:
    """Whether a storage shows the conjugates, or the negatives, of what is in its memory."""
    conjugate = negative = False
    while isinstance(storage, ReinterpretedStorage):
        toggled = _compat.LAZY_BITS.get(storage.name, (False, False))
        conjugate, negative = conjugate ^ toggled[0], negative ^ toggled[1]
        storage = storage.parent
    return conjugate, negative


def alias(tensor: RedirectedTensor) -> torch.Tensor:
    """A native tensor on the same elements, which move to native memory."""
    with _compat.quiet():
        return over_memory(tensor, native_memory(tensor._storage).storage)


def lent(tensor: torch.Tensor, storage: Storage) -> torch.Tensor:
    """The same of a native tensor with this storage, for NumPy and others that may keep the memory."""
    with _compat.quiet():
        return over_memory(tensor, native_memory(storage).lend())


def native_memory(storage: Storage) -> Any:
    """The memory of a storage, to which its elements move."""
    if storage.root.memory is None or storage.root.base is not None:
        storage.move_to_host()
    return storage.root.memory


def over_memory(tensor: torch.Tensor, memory: torch.UntypedStorage) -> torch.Tensor:
    """A native tensor that is to `memory` what `tensor` is to its own."""
    size, stride, offset = geometry_of(tensor)
    shown = torch.empty(0, dtype=tensor.dtype).set_(memory, offset, size, stride)
    return _compat.set_lazy_bits(shown, tensor.is_conj(), tensor.is_neg())


def to_native(tensor: torch.Tensor) -> torch.Tensor:
    """A native tensor with the values of a redirected one, which is left as it is."""
    if not isinstance(tensor, RedirectedTensor):
        return tensor
    with _compat.quiet():
        storage = tensor._storage
        if storage.root.base is None:
            # native memory is the truth: the target is not asked
            return alias(tensor).clone().resolve_conj().resolve_neg()
        values = conversion.from_host(storage.backend.to_numpy(storage.read(tensor._view)))
        count_transfer("to host", values.nbytes)
        strides = tensor.stride()
        if values.stride() == strides:
            return values
        try:
            return torch.empty_strided(values.shape, strides, dtype=values.dtype).copy_(values)
        except RuntimeError:  # overlapping strides, from expand: no memory of its own to copy to
            return values


def with_leaf_facts(tensor: torch.Tensor, copy: torch.Tensor) -> torch.Tensor:
    """`copy` with what a pickled leaf carries: requires_grad, and being a Parameter."""
    if getattr(tensor, "_is_param", False):
        return torch.nn.Parameter(copy, tensor.requires_grad)
    return copy.requires_grad_(tensor.requires_grad and tensor.is_leaf)


def outside(func: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """Runs an operator natively on redirected tensors that have left their block."""
    aliases = StandIns(RedirectedTensor, alias)
    native_args = aliases.enter(args)
    native_kwargs = {k: aliases.enter(v) for k, v in kwargs.items()}
    if _compat.INPLACE_VIEW in func.tags:
        raise RuntimeError(f"{func} of a redirected tensor works only inside ivy.run_on(...)")
    with _compat.without_modes():
        return aliases.leave(func(*native_args, **native_kwargs))


# Runs operators on redirected tensors that no mode has seen.
HANDLER: ContextVar[Callable] = ContextVar("ivy_handler", default=outside)


def redirected_tensors() -> Iterator[RedirectedTensor]:
    """All redirected tensors of the process, but for empty ones in a pool."""
    for each in gc.get_objects():
        # the class of the object itself: proxies answer `isinstance` by running code
        if not issubclass(type(each), RedirectedTensor):
            continue
        if getattr(each, "_own", None) is not None or getattr(each, "_array", None) is not None:
            yield each


def all_storages() -> Iterator[Storage]:
    """The storages of all redirected tensors."""
    return (tensor._storage for tensor in redirected_tensors())
