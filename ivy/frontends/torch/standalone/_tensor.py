"""`torch.Tensor` without PyTorch: a wrapper of a backend array.

Here is what concerns the tensor itself: geometry, host values, printing. `_assembly` adds methods that
are functions, by name, the operators, and indexing.
"""

from __future__ import annotations

import builtins
import math
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy._core.backend import CURRENT, load
from ivy.frontends._aliasing import Aliasing
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch.standalone import _printing, _views
from ivy.frontends.torch.standalone._frontend import TorchFrontend, using


class Size(tuple):
    """The lengths of a tensor's axes, `torch.Size`."""

    def numel(self) -> int:
        """The number of elements."""
        return math.prod(self)

    def __repr__(self) -> str:
        return f"torch.Size({list(self)})"

    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        return Size(found) if isinstance(index, slice) else found


class device:
    """A device of tensors. Each backend has one here, called "cpu"."""

    def __init__(self, type: str, index: int | None = None):
        name, _, number = str(type).partition(":")
        self.type = name
        self.index = int(number) if number else index

    def __str__(self) -> str:
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __repr__(self) -> str:
        return f"device(type='{self.type}'{'' if self.index is None else f', index={self.index}'})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, device) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))


def _refuse_gradients() -> NoReturn:
    raise NotImplementedError(
        "ivy.frontends.torch has no autograd: differentiate a function with ivy.grad or "
        "ivy.execute_with_gradients, or run real PyTorch code in ivy.run_on(target)."
    )


class Tensor(Aliasing):
    """PyTorch's tensor."""

    __slots__ = ()

    def __new__(cls, *data: Any, device: Any = None) -> Tensor:
        """Sizes create an uninitialised tensor (zeros here), a list one with its values."""
        if len(data) == 1 and not isinstance(data[0], builtins.int):
            return tensor(data[0], dtype=to.default_dtype())
        return cls.of(ivy.zeros(tuple(data), dtype=to.default_dtype()))

    # -- geometry

    @property
    def shape(self) -> Size:
        """The lengths of the axes."""
        return Size(self._read().shape)

    def size(self, dim: int | None = None) -> Any:
        """The lengths of the axes, or of one."""
        return self.shape if dim is None else self.shape[dim]

    def dim(self) -> int:
        """The number of axes."""
        return self.ndim

    ndimension = dim

    def numel(self) -> int:
        """The number of elements."""
        return math.prod(self.shape)

    nelement = numel

    def element_size(self) -> int:
        """The bytes of one element."""
        return self.dtype.itemsize

    @property
    def itemsize(self) -> int:
        """The bytes of one element."""
        return self.dtype.itemsize

    @property
    def nbytes(self) -> int:
        """The bytes of all elements."""
        return self.numel() * self.itemsize

    def stride(self, dim: int | None = None) -> Any:
        """Distances of neighbours in memory, in elements."""
        if self._array.base is None:
            shape = self.shape
            strides = tuple(math.prod(max(n, 1) for n in shape[i + 1 :]) for i in range(len(shape)))
        else:
            strides = self._array.strides
        return strides if dim is None else strides[dim]

    def storage_offset(self) -> int:
        """Position of the first element in the storage."""
        return int(self._array.places.reshape(-1)[0]) if self.numel() else 0

    def is_contiguous(self, memory_format: Any = None) -> bool:
        """Whether the elements are in row-major order without gaps."""
        return self._array.base is None or self._array.places.flags.c_contiguous

    def contiguous(self, memory_format: Any = None) -> Tensor:
        """The tensor itself, or a copy in row-major order."""
        return self if self.is_contiguous() else Tensor.of(self._read())

    def view(self, *size: Any) -> Tensor:
        """The same elements in another shape, or the same bytes as another dtype."""
        if len(size) == 1 and isinstance(size[0], np.dtype):
            return _as_dtype(self, size[0])
        wanted = _sizes(size)
        shape = _views.resolved_size(self.numel(), wanted)
        if not self._can_be_viewed(shape):
            raise RuntimeError(
                "view size is not compatible with input tensor's size and stride (at least one "
                "dimension spans across two contiguous subspaces). Use .reshape(...) instead."
            )
        return _reshaped(self, shape)

    def reshape(self, *shape: Any) -> Tensor:
        """The same elements in another shape: a view where possible, else a copy."""
        wanted = _views.resolved_size(self.numel(), _sizes(shape))
        return _reshaped(self if self._can_be_viewed(wanted) else self.clone(), wanted)

    def _can_be_viewed(self, shape: Sequence[int]) -> bool:
        if self._array.base is None or not self.numel():
            return True
        places = self._array.places
        return np.shares_memory(places, places.reshape(tuple(shape)), max_work=1)

    def as_strided(self, size: Any, stride: Any, storage_offset: int | None = None) -> Tensor:
        """A view of the tensor's storage with any strides."""
        offset = self.storage_offset() if storage_offset is None else storage_offset
        return _strided(Tensor.on(self._array.owner), tuple(size), tuple(stride), offset)

    def resize_(self, *size: Any) -> Tensor:
        """Changes the shape in place; new elements are zero."""
        shape, old = _sizes(size), self._read()
        with using(self._backend()):
            flat = ivy.reshape(old, (-1,))
            missing = max(math.prod(shape) - self.numel(), 0)
            flat = ivy.concat([flat, ivy.zeros((missing,), dtype=ivy.dtype(old))])
            flat = ivy.slice_(flat, (slice(0, math.prod(shape)),))
            self._array = Tensor.of(ivy.reshape(flat, shape))._array
        return self

    # -- device, layout and autograd

    @property
    def device(self) -> device:
        """The device, always "cpu"."""
        return device("cpu")

    layout = "torch.strided"
    is_cuda = is_sparse = is_quantized = is_meta = is_nested = False
    grad = grad_fn = None
    is_leaf = True

    @property
    def requires_grad(self) -> bool:
        """False: there is no autograd here."""
        return False

    @requires_grad.setter
    def requires_grad(self, value: bool) -> None:
        if value:
            _refuse_gradients()

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Only accepts False here."""
        self.requires_grad = requires_grad
        return self

    def backward(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises: there is no autograd here."""
        _refuse_gradients()

    register_hook = retain_grad = backward

    def detach(self) -> Tensor:
        """The same tensor, sharing memory."""
        return Tensor.on(self._array)

    @property
    def data(self) -> Tensor:
        """The same tensor, sharing memory."""
        return self.detach()

    @data.setter
    def data(self, value: Tensor) -> None:
        self._array = value._array

    # -- values on the host

    def numpy(self, *, force: bool = False) -> np.ndarray:
        """The values as a NumPy array; a copy."""
        return self.__array__()

    def item(self) -> Any:
        """The value of the one element, as a Python number."""
        if self.numel() != 1:
            raise RuntimeError(
                f"a Tensor with {self.numel()} elements cannot be converted to Scalar"
            )
        return self.__array__().reshape(()).item()

    def __bool__(self) -> bool:
        if self.numel() != 1:
            amount = "no values" if not self.numel() else "more than one value"
            raise RuntimeError(f"Boolean value of Tensor with {amount} is ambiguous")
        return bool(self.item())

    def __repr__(self) -> str:
        return _printing.text(self.__array__())

    def __format__(self, spec: str) -> str:
        return format(self.item(), spec) if spec and not self.ndim else repr(self)

    __hash__ = object.__hash__

    def __contains__(self, element: Any) -> bool:
        return bool((self == element).any())

    def __reversed__(self) -> Any:
        return self.flip(0)  # pyright: ignore[reportAttributeAccessIssue]

    def __deepcopy__(self, memo: Any) -> Tensor:
        return Tensor.of(self._read())

    def _become(self, other: Tensor) -> Tensor:
        """Turns into a view of itself, as `t_` does."""
        self._array = other._array
        return self


FRONTEND = TorchFrontend("torch", Tensor)


def tensor(
    data: Any,
    *,
    dtype: Any = None,
    device: Any = None,
    requires_grad: bool = False,
    pin_memory: bool = False,
) -> Tensor:
    """A tensor with a copy of nested lists of numbers, a NumPy array, or a tensor."""
    if requires_grad:
        _refuse_gradients()
    dtype = FRONTEND.lower(dtype, None) if isinstance(dtype, type) else dtype  # type: ignore
    if isinstance(data, Tensor):
        with using(data._backend()):
            return Tensor.of(to.cast(data._read(), dtype or data.dtype))
    values = np.asarray(plain(data))
    if values.dtype == object or values.dtype.kind in "US":
        raise TypeError(f"can't make a tensor of {type(data).__name__}")
    if dtype is None and not isinstance(data, (np.ndarray, np.generic)):
        dtype = _dtype_of_numbers(values, data)
    values = values.astype(dtype or values.dtype)
    with using(CURRENT.get() or load("numpy")):
        return Tensor.of(ivy.constant(values, dtype=values.dtype))


def plain(data: Any) -> Any:
    """Nested lists, with host arrays in place of tensors."""
    if isinstance(data, (list, tuple)):
        return [plain(x) for x in data]
    return data.__array__() if isinstance(data, Tensor) else data


def _dtype_of_numbers(values: np.ndarray, data: Any) -> np.dtype:
    category = dtypes.category(values.dtype)
    if not values.size and category == 2:
        return to.default_dtype()
    if category == 2 and not _has_tensors(data):
        return to.default_dtype()
    if category == 3 and not _has_tensors(data):
        return dtypes.complex_of(to.default_dtype())
    return values.dtype


def _has_tensors(data: Any) -> bool:
    if isinstance(data, (list, tuple)):
        return any(map(_has_tensors, data))
    return isinstance(data, (Tensor, np.ndarray, np.generic))


def _sizes(size: tuple) -> tuple[int, ...]:
    """`f(2, 3)` and `f((2, 3))`."""
    if len(size) == 1 and not isinstance(size[0], builtins.int):
        size = tuple(size[0])
    return tuple(int(n) for n in size)


def _view(raw: Callable) -> Callable:
    return FRONTEND.wrap_view(raw, f"torch.Tensor.{raw.__name__}")


@_view
def _reshaped(input, shape):
    return ivy.reshape(input, tuple(shape))


@_view
def _strided(input, size, stride, offset):
    return ivy.as_strided(input, size, stride, offset)


def _bits(input, dtype):
    return ivy.bitcast(input, dtype)


_bits.reinterprets = True
_as_dtype = _view(_bits)
