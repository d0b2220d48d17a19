"""Methods that convert: to a dtype, to the dtype of another tensor."""

import ivy.frontends.torch as torch
from ivy._core import dtypes
from ivy.frontends._publish import COMPOSED

_KINDS = {
    "bfloat16": "bfloat16",
    "bool": "bool",
    "byte": "uint8",
    "char": "int8",
    "cdouble": "complex128",
    "cfloat": "complex64",
    "double": "float64",
    "float": "float32",
    "half": "float16",
    "int": "int32",
    "long": "int64",
    "short": "int16",
}


def _cast(name, dtype):
    def method(self, memory_format=None):
        return self.to(dtypes.as_dtype(dtype))

    method.__name__ = method.__qualname__ = name
    method.__doc__ = f"The tensor as {dtype}."
    return method


for _name, _dtype in _KINDS.items():
    COMPOSED[f"torch.Tensor.{_name}"] = _cast(_name, _dtype)


def to(self, *args, **kwargs):
    """`to(dtype)`, `to(device, dtype)` or `to(other)`; a copy only where something changes."""
    wanted, copied = kwargs.get("dtype"), kwargs.get("copy", False)
    given = [*args, *([kwargs["other"]] if "other" in kwargs else [])]
    for i, value in enumerate(given):
        if isinstance(value, torch.Tensor):
            wanted = value.dtype
        elif isinstance(value, torch.dtype):
            wanted = value
        elif value is True and i == len(given) - 1:
            copied = True
        elif not isinstance(value, (str, torch.device, bool, type(None))):
            raise TypeError(f"to() received an invalid combination of arguments - got {value!r}")
    if wanted is None or wanted == self.dtype:
        return self.clone() if copied else self
    return _converted(self, dtype=wanted)


def _converted(x, dtype):
    return torch.ops.aten._to_copy(x, dtype=dtype)


def type(self, dtype=None):
    """The name of the tensor's type, or the tensor as another one."""
    if dtype is None:
        return f"torch.{_TYPES.get(self.dtype.name, self.dtype.name)}Tensor"
    return self.to(dtype)


_TYPES = {
    "bool": "Bool",
    "uint8": "Byte",
    "int8": "Char",
    "int16": "Short",
    "int32": "Int",
    "int64": "Long",
    "float16": "Half",
    "bfloat16": "BFloat16",
    "float32": "Float",
    "float64": "Double",
}


def type_as(self, other):
    """The tensor in the dtype of another."""
    return self.to(other.dtype)


def cpu(self, memory_format=None):
    """The tensor itself."""
    return self


def new_tensor(self, data, *, dtype=None, device=None, requires_grad=False):
    """A tensor of numbers, in this one's dtype."""
    return torch.tensor(data, dtype=dtype or self.dtype, requires_grad=requires_grad)


def new(self, *size):
    """An uninitialised tensor of this one's dtype."""
    return self.new_empty(size)


def copy_(self, src, non_blocking=False):
    """Takes the values of another tensor."""
    self[...] = src
    return self


def masked_fill_(self, mask, value):
    """As `masked_fill`, in place."""
    self[...] = self.masked_fill(mask, value)
    return self


def fill_diagonal_(self, fill_value, wrap=False):
    """Writes one value onto the main diagonal."""
    if self.ndim < 2:
        raise RuntimeError("dimensions must larger than 1")
    steps = sum(self.stride())
    rows, columns = self.shape[0], self.shape[1]
    count = min(self.shape)
    if wrap and self.ndim == 2 and rows > columns:
        flat = self.reshape(-1)
        flat[:: columns + 1] = fill_value
        return self
    self.as_strided((count,), (steps,), self.storage_offset())[...] = fill_value
    return self


def apply_(self, callable):
    """Replaces each element by a Python function of it."""
    values = self.numpy()
    self[...] = torch.tensor([callable(x) for x in values.reshape(-1).tolist()]).reshape(self.shape)
    return self


def sum_to_size(self, *size):
    """The sum over the axes that broadcasting `size` to this shape would repeat."""
    size = tuple(size[0]) if len(size) == 1 and not isinstance(size[0], int) else size
    lead = self.ndim - len(size)
    if lead < 0 or any(m not in (1, n) for n, m in zip(self.shape[lead:], size, strict=True)):
        raise RuntimeError(f"size {list(size)} is not expandable to size {list(self.shape)}.")
    kept = [lead + i for i, m in enumerate(size) if m == 1 and self.shape[lead + i] != 1]
    out = self.sum(kept, keepdim=True) if kept else self
    return out.sum(list(range(lead))) if lead else out


def resize_as_(self, other):
    """Takes the shape of another tensor."""
    return self.resize_(other.shape)


def resize(self, *size):
    """A copy in another shape; new elements are zero."""
    return self.clone().resize_(*size)


def where(self, condition, other):
    """The tensor where the condition holds, else the other."""
    return torch.where(condition, self, other)


def zero_(self):
    """Writes zeros."""
    self[...] = 0
    return self


COMPOSED["torch.zero_"] = zero_
COMPOSED["torch.resize_as_"] = resize_as_

_METHODS = (
    where,
    zero_,
    to,
    type,
    type_as,
    cpu,
    new_tensor,
    new,
    copy_,
    masked_fill_,
    fill_diagonal_,
    apply_,
)
for _method in (*_METHODS, sum_to_size, resize_as_, resize):
    COMPOSED[f"torch.Tensor.{_method.__name__}"] = _method
