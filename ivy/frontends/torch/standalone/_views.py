"""Views: functions whose result shares the memory of their first argument."""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends._publish import VIEWS, alias


def diagonal(input, offset=0, dim1=0, dim2=1):
    dim1, dim2 = dim1 % input.ndim, dim2 % input.ndim
    if dim1 == dim2:
        raise RuntimeError("diagonal dimensions cannot be identical")
    rest = [i for i in range(input.ndim) if i not in (dim1, dim2)]
    x = ivy.permute_dims(input, (*rest, dim1, dim2))
    rows, columns = x.shape[-2:]
    start = (max(-offset, 0), max(offset, 0))
    count = max(min(rows - start[0], columns - start[1]), 0)
    if not count:
        return (
            ivy.slice_(x, (..., 0, slice(0, 0))) if rows else ivy.slice_(x, (..., slice(0, 0), 0))
        )
    square = ivy.slice_(
        x, (..., slice(start[0], start[0] + count), slice(start[1], start[1] + count))
    )
    return ivy.matrix_diagonal(square)


def expand(self, size):
    size = tuple(size)
    lead = len(size) - self.ndim
    if lead < 0:
        raise RuntimeError(
            f"the number of sizes provided ({len(size)}) must be greater or equal to the number of "
            f"dimensions in the tensor ({self.ndim})"
        )
    if any(n == -1 for n in size[:lead]):
        raise RuntimeError("expand: -1 is not allowed in a leading, non-existing dimension")
    shape = (1,) * lead + tuple(self.shape)
    size = tuple(n if m == -1 else m for n, m in zip(shape, size, strict=True))
    return ivy.broadcast_to(self, size)


def broadcast_to(input, size):
    return expand(input, size)


def flatten(input, start_dim=0, end_dim=-1):
    rank = max(input.ndim, 1)
    first, last = start_dim % rank, end_dim % rank
    if first > last:
        raise RuntimeError("flatten() has invalid args: start_dim cannot come after end_dim")
    if not input.ndim:
        return ivy.reshape(input, (1,))
    shape = tuple(input.shape)
    middle = math.prod(shape[first : last + 1])
    return ivy.reshape(input, (*shape[:first], middle, *shape[last + 1 :]))


def movedim(input, source, destination):
    source = (source,) if isinstance(source, int) else tuple(source)
    destination = (destination,) if isinstance(destination, int) else tuple(destination)
    if len(source) != len(destination):
        raise RuntimeError("movedim: Invalid source or destination dims: of different length")
    return ivy.moveaxis(input, source, destination)


def narrow(input, dim, start, length):
    size = input.shape[dim]
    start = start if isinstance(start, int) else int(ivy.item(start))
    if not -size <= start <= size:
        raise IndexError(f"Dimension out of range (expected [{-size}, {size}], but got {start})")
    start = start + size if start < 0 else start
    if length < 0 or start + length > size:
        raise RuntimeError(f"start ({start}) + length ({length}) exceeds dimension size ({size}).")
    return ivy.slice_(input, _at(input, dim, slice(start, start + length)))


def _at(x, dim, index):
    return (slice(None),) * (dim % x.ndim) + (index,)


def permute(input, dims):
    dims = tuple(dims)
    if len(dims) != input.ndim:
        raise RuntimeError(
            f"permute(sparse_coo): number of dimensions in the tensor input does not match the "
            f"length of the desired ordering of dimensions i.e. input.dim() = {input.ndim} is not "
            f"equal to len(dims) = {len(dims)}"
        )
    return ivy.permute_dims(input, tuple(d % max(input.ndim, 1) for d in dims))


def select(input, dim, index):
    if not input.ndim:
        raise IndexError("select() cannot be applied to a 0-dim tensor.")
    index = index if isinstance(index, int) else int(ivy.item(index))
    size = input.shape[dim]
    if not -size <= index < size:
        raise IndexError(
            f"select(): index {index} out of range for tensor of size {list(input.shape)} at "
            f"dimension {dim}"
        )
    return ivy.slice_(input, _at(input, dim, index % size))


def squeeze(input, dim=None):
    if dim is None:
        axes = range(input.ndim)
    else:
        axes = [d % max(input.ndim, 1) for d in ((dim,) if isinstance(dim, int) else dim)]
    axes = tuple(d for d in axes if input.ndim and input.shape[d] == 1)
    return ivy.squeeze(input, axis=axes) if axes else ivy.slice_(input, (...,))


def t(input):
    if input.ndim > 2:
        raise RuntimeError(f"t() expects a tensor with <= 2 dimensions, but self is {input.ndim}D")
    return ivy.permute_dims(input, tuple(range(input.ndim))[::-1])


def transpose(input, dim0, dim1):
    order = list(range(input.ndim))
    if order:
        order[dim0], order[dim1] = order[dim1], order[dim0]
    return ivy.permute_dims(input, tuple(order))


def swapaxes(input, axis0, axis1):
    return transpose(input, axis0, axis1)


def swapdims(input, dim0, dim1):
    return transpose(input, dim0, dim1)


def unflatten(input, dim, sizes):
    dim %= max(input.ndim, 1)
    sizes = resolved_size(input.shape[dim], tuple(sizes))
    return ivy.reshape(input, (*input.shape[:dim], *sizes, *input.shape[dim + 1 :]))


def resolved_size(count, shape):
    """`shape` with its -1 replaced; it must hold `count` elements."""
    known = math.prod(n for n in shape if n != -1)
    if shape.count(-1) > 1:
        raise RuntimeError("only one dimension can be inferred")
    if -1 in shape and (not known or count % known):
        raise RuntimeError(f"shape '{list(shape)}' is invalid for input of size {count}")
    shape = tuple(count // known if n == -1 else n for n in shape)
    if math.prod(shape) != count or any(n < 0 for n in shape):
        raise RuntimeError(f"shape '{list(shape)}' is invalid for input of size {count}")
    return shape


def unfold(self, dimension, size, step):
    if not self.ndim:
        return ivy.reshape(self, (size,))
    dim = dimension % self.ndim
    if size > self.shape[dim] or size < 0 or step <= 0:
        raise RuntimeError(
            f"maximum size for tensor at dimension {dim} is {self.shape[dim]} but size is {size}"
        )
    strides = _row_major(self.shape)
    count = (self.shape[dim] - size) // step + 1
    shape = (*self.shape[:dim], count, *self.shape[dim + 1 :], size)
    steps = (*strides[:dim], strides[dim] * step, *strides[dim + 1 :], strides[dim])
    return ivy.as_strided(self, shape, steps)


def _row_major(shape):
    return tuple(math.prod(shape[i + 1 :]) for i in range(len(shape)))


def unsqueeze(input, dim):
    return ivy.expand_dims(input, axis=dim % (input.ndim + 1))


# -- several views at once


def split_with_sizes(input, split_sizes, dim=0):
    if not input.ndim:
        raise RuntimeError("split expects at least a 1-dimensional tensor")
    if sum(split_sizes) != input.shape[dim] or any(n < 0 for n in split_sizes):
        raise RuntimeError(
            f"split_with_sizes expects split_sizes to sum exactly to {input.shape[dim]} (input "
            f"tensor's size at dimension {dim}), but got split_sizes={list(split_sizes)}"
        )
    ends = [sum(split_sizes[: i + 1]) for i in range(len(split_sizes))]
    return [
        ivy.slice_(input, _at(input, dim, slice(end - n, end)))
        for n, end in zip(split_sizes, ends, strict=True)
    ]


def split(tensor, split_size_or_sections, dim=0):
    if not isinstance(split_size_or_sections, int):
        return split_with_sizes(tensor, split_size_or_sections, dim)
    if not tensor.ndim:
        raise RuntimeError("split expects at least a 1-dimensional tensor")
    return split_with_sizes(tensor, _equal_parts(tensor.shape[dim], split_size_or_sections), dim)


def _equal_parts(length, size):
    if size < 0 or (size == 0 and length):
        raise RuntimeError(f"split expects split_size be non-negative, but got split_size={size}")
    count = max(-(-length // size), 1) if size else 1
    return [size] * (count - 1) + [length - size * (count - 1)]


def chunk(input, chunks, dim=0):
    if not input.ndim:
        raise RuntimeError("chunk expects at least a 1-dimensional tensor")
    if chunks <= 0:
        raise RuntimeError(f"chunk expects `chunks` to be greater than 0, got: {chunks}")
    size = -(-input.shape[dim] // chunks)
    parts = _equal_parts(input.shape[dim], size) if size else [0] * chunks
    return split_with_sizes(input, parts, dim)


def tensor_split(input, indices_or_sections, dim=0):
    if not input.ndim:
        raise RuntimeError("tensor_split expected at least a 1-dimensional tensor, but got a 0-d")
    length = input.shape[dim]
    if hasattr(indices_or_sections, "shape"):
        indices_or_sections = ivy.to_numpy(indices_or_sections).tolist()
    if isinstance(indices_or_sections, int):
        if indices_or_sections <= 0:
            raise RuntimeError("number of sections must be larger than 0")
        short, longer = divmod(length, indices_or_sections)
        sizes = [short + (i < longer) for i in range(indices_or_sections)]
        return split_with_sizes(input, sizes, dim)
    bounds = [
        slice(a, b) for a, b in zip((None, *indices_or_sections), (*indices_or_sections, None))
    ]
    return [ivy.slice_(input, _at(input, dim, bound)) for bound in bounds]


def _split_along(name, least, axis_of):
    def function(input, indices_or_sections):
        if input.ndim < least:
            raise RuntimeError(
                f"torch.{name} requires a tensor with at least {least} dimension, but got a "
                f"tensor with {input.ndim} dimensions!"
            )
        dim = axis_of(input)
        if isinstance(indices_or_sections, int) and (
            indices_or_sections <= 0 or input.shape[dim] % indices_or_sections
        ):
            raise RuntimeError(
                f"torch.{name} attempted to split along dimension {dim}, but the size of the "
                f"dimension {input.shape[dim]} is not divisible by the split_size "
                f"{indices_or_sections}!"
            )
        return tensor_split(input, indices_or_sections, dim)

    return function


hsplit = _split_along("hsplit", 1, lambda x: 0 if x.ndim == 1 else 1)
vsplit = _split_along("vsplit", 2, lambda x: 0)
dsplit = _split_along("dsplit", 3, lambda x: 2)


def unbind(input, dim=0):
    if not input.ndim:
        raise RuntimeError("unbind(): cannot unbind a 0-d tensor")
    return [ivy.slice_(input, _at(input, dim, i)) for i in range(input.shape[dim])]


# -- views that reinterpret the elements


def conj(input):
    return ivy.conj(input) if dtypes.is_complex(ivy.dtype(input)) else input


def real(input):
    return ivy.real(input) if dtypes.is_complex(ivy.dtype(input)) else input


def imag(input):
    if not dtypes.is_complex(ivy.dtype(input)):
        raise RuntimeError("imag is not implemented for tensors with non-complex dtypes.")
    return ivy.imag(input)


def view_as_real(input):
    if not dtypes.is_complex(ivy.dtype(input)):
        raise RuntimeError("view_as_real is only supported for complex tensors")
    return ivy.stack([ivy.real(input), ivy.imag(input)], axis=-1)


def view_as_complex(input):
    if not input.ndim or input.shape[-1] != 2:
        raise RuntimeError("Tensor must have a last dimension of size 2")
    if not dtypes.is_floating(ivy.dtype(input)):
        raise RuntimeError("view_as_complex is only supported for half, float and double tensors")
    return ivy.complex(ivy.slice_(input, (..., 0)), ivy.slice_(input, (..., 1)))


for _function in (conj, real, imag, view_as_real, view_as_complex):
    _function.reinterprets = True

moveaxis = alias(movedim)
unsafe_chunk = alias(chunk)
unsafe_split = alias(split)
unsafe_split_with_sizes = alias(split_with_sizes)

_METHODS = (expand, unfold)
_publish.publish(
    __name__, native="torch", registry=VIEWS, helpers=(*_METHODS, resolved_size, _split_along)
)
for _function in _METHODS:
    VIEWS[f"torch.Tensor.{_function.__name__}"] = _function
