"""Joining, repeating, arranging and counting elements."""

import itertools
import math

import ivy.frontends.torch as torch
from ivy.frontends import _publish
from ivy.frontends.torch import _indexing, _sorting
from ivy.frontends.torch.standalone._tensor import FRONTEND

_nonzero = FRONTEND.wrap(_indexing.nonzero, "torch.nonzero")
_unique_consecutive = FRONTEND.wrap(_sorting.unique_consecutive, "torch.unique_consecutive")


def _each(function):
    """`f(*tensors)` or `f(list of tensors)`: one result, or a tuple of them."""

    def of_all(*tensors):
        if len(tensors) == 1 and not isinstance(tensors[0], (list, tuple)):
            return function(tensors[0])
        items = tensors[0] if len(tensors) == 1 else tensors
        return tuple(function(x) for x in items)

    return of_all


def _least_1d(x):
    return x.reshape(1) if x.ndim == 0 else x


def _least_2d(x):
    return x.reshape(1, 1) if x.ndim == 0 else x.unsqueeze(0) if x.ndim == 1 else x


def _least_3d(x):
    x = _least_2d(x) if x.ndim == 0 else x
    return x.unsqueeze(0).unsqueeze(-1) if x.ndim == 1 else x.unsqueeze(-1) if x.ndim == 2 else x


atleast_1d, atleast_2d, atleast_3d = _each(_least_1d), _each(_least_2d), _each(_least_3d)


def argwhere(input):
    return torch.nonzero(input)


def block_diag(*tensors):
    tensors = [torch.atleast_2d(x if hasattr(x, "dtype") else torch.tensor(x)) for x in tensors]
    if any(x.ndim > 2 for x in tensors):
        raise RuntimeError("torch.block_diag: Input tensors must have 2 or fewer dimensions.")
    width = sum(x.shape[1] for x in tensors)
    dtype = tensors[0].dtype
    for x in tensors[1:]:
        dtype = torch.promote_types(dtype, x.dtype)
    rows, start = [], 0
    for x in tensors:
        row = torch.constant_pad_nd(x.to(dtype), [start, width - start - x.shape[1]], 0)
        rows.append(row)
        start += x.shape[1]
    return torch.cat(rows, 0)


def broadcast_shapes(*shapes):
    shapes = [(s,) if isinstance(s, int) else tuple(s) for s in shapes]
    length = max((len(s) for s in shapes), default=0)
    result = [1] * length
    for s in shapes:
        for i, n in enumerate(s, length - len(s)):
            if n < 0:
                raise RuntimeError(f"Trying to create tensor with negative dimension ({n}): ({n})")
            if n != 1 and result[i] not in (1, n):
                raise RuntimeError("Shape mismatch: objects cannot be broadcast to a single shape")
            result[i] = n if n != 1 else result[i]
    return torch.Size(result)


def broadcast_tensors(*tensors):
    tensors = tensors[0] if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)) else tensors
    shape = torch.broadcast_shapes(*(x.shape for x in tensors))
    return tuple(x.expand(shape) for x in tensors)


def meshgrid(*tensors, indexing="ij"):
    tensors = tensors[0] if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)) else tensors
    if not tensors:
        raise ValueError("meshgrid expects a non-empty TensorList")
    if indexing not in ("ij", "xy"):
        raise RuntimeError(f'torch.meshgrid: indexing must be one of "xy" or "ij", got: {indexing}')
    if len({x.dtype for x in tensors}) > 1:
        raise RuntimeError("torch.meshgrid expects all tensors to have the same dtype")
    if any(x.ndim > 1 for x in tensors):
        raise RuntimeError("torch.meshgrid: Expected 0D or 1D tensor in the tensor list")
    swap = indexing == "xy" and len(tensors) > 1
    tensors = [*tensors[1::-1], *tensors[2:]] if swap else tensors
    shape = [x.numel() for x in tensors]
    count = len(shape)
    grids = [
        x.reshape([-1 if i == j else 1 for j in range(count)]).expand(shape)
        for i, x in enumerate(tensors)
    ]
    if swap:
        grids = [*grids[1::-1], *grids[2:]]
    return tuple(grids)


def cartesian_prod(*tensors):
    if any(x.ndim != 1 for x in tensors):
        raise RuntimeError("Expect a 1D vector")
    if len(tensors) == 1:
        return tensors[0]
    return torch.stack([g.reshape(-1) for g in torch.meshgrid(*tensors)], 1)


def combinations(input, r=2, with_replacement=False):
    if input.ndim != 1:
        raise RuntimeError(f"Expect a 1D vector, but got shape {list(input.shape)}")
    if r < 0:
        raise RuntimeError(f"Expect a non-negative number, but got {r}")
    choose = itertools.combinations_with_replacement if with_replacement else itertools.combinations
    places = list(choose(range(input.shape[0]), r))
    if not places or r == 0:
        return torch.empty((0, r) if r else (0,), dtype=input.dtype)
    return input[torch.tensor(places)]


def hstack(tensors):
    if not tensors:
        raise RuntimeError("hstack expects a non-empty TensorList")
    tensors = torch.atleast_1d(*tensors) if len(tensors) > 1 else (torch.atleast_1d(*tensors),)
    return torch.cat(tensors, 0 if tensors[0].ndim == 1 else 1)


def vstack(tensors):
    return torch.cat([torch.atleast_2d(x) for x in tensors], 0)


def dstack(tensors):
    return torch.cat([torch.atleast_3d(x) for x in tensors], 2)


def column_stack(tensors):
    return torch.hstack([x.reshape(x.numel(), 1) if x.ndim <= 1 else x for x in tensors])


def diag(input, diagonal=0):
    if input.ndim == 1:
        return torch.diag_embed(input, diagonal)
    if input.ndim != 2:
        raise RuntimeError(f"diag(): Supports 1D or 2D tensors. Got {input.ndim}D")
    return input.diagonal(diagonal).clone()


def diag_embed(input, offset=0, dim1=-2, dim2=-1):
    rank = input.ndim + 1
    for dim in (dim1, dim2):
        if not -rank <= dim < rank:
            raise IndexError(
                f"Dimension out of range (expected to be in range of [{-rank}, {rank - 1}], but got "
                f"{dim})"
            )
    dim1, dim2 = dim1 % rank, dim2 % rank
    if dim1 == dim2:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    size = input.shape[-1] + abs(offset)
    if dim1 > dim2:
        dim1, dim2, offset = dim2, dim1, -offset
    square = torch.eye(input.shape[-1], dtype=torch.bool)
    values = torch.where(square, input.unsqueeze(-1), torch.zeros((), dtype=input.dtype))
    across, down = max(offset, 0), max(-offset, 0)
    last = size - input.shape[-1]
    values = torch.constant_pad_nd(values, [across, last - across, down, last - down], 0)
    return values.movedim((-2, -1), (dim1, dim2))


def diagflat(input, offset=0):
    return torch.diag(input.reshape(-1), offset)


def fliplr(input):
    if input.ndim < 2:
        raise RuntimeError("Input must be >= 2-d.")
    return torch.flip(input, (1,))


def flipud(input):
    if input.ndim < 1:
        raise RuntimeError("Input must be >= 1-d.")
    return torch.flip(input, (0,))


def rot90(input, k=1, dims=(0, 1)):
    if len(dims) != 2:
        raise RuntimeError(f"expected total rotation dims == 2, but got dims = {len(dims)}")
    if input.ndim < 2:
        raise RuntimeError(f"expected total dims >= 2, but got total dims = {input.ndim}")
    if dims[0] == dims[1] or abs(dims[0] - dims[1]) == input.ndim:
        raise RuntimeError(f"expected rotation dims to be different, but got dim0 = {dims[0]}")
    if not all(-input.ndim <= d < input.ndim for d in dims):
        raise RuntimeError(f"Rotation dim out of range, dim = {list(dims)}")
    k %= 4
    if k == 0:
        return input.clone()
    if k == 2:
        return torch.flip(input, dims)
    turned = torch.flip(input, (dims[1],) if k == 1 else (dims[0],))
    return turned.transpose(dims[0], dims[1])


def tile(input, dims):
    dims = tuple(dims)
    return input.repeat((1,) * (input.ndim - len(dims)) + dims)


def take_along_dim(input, indices, dim=None):
    if indices.dtype != torch.int64:
        raise RuntimeError("torch.take_along_dim(): dtype of indices should be Long but got")
    if dim is None:
        return input.reshape(-1).gather(0, indices.reshape(-1))
    if input.ndim != indices.ndim:
        raise RuntimeError(
            "torch.take_along_dim(): input and indices should have the same number of dimensions, "
            f"but got {input.ndim} dimensions for input, and {indices.ndim} dimensions for indices"
        )
    shape = list(
        torch.broadcast_shapes(
            *(
                [1 if i == dim % input.ndim else n for i, n in enumerate(x.shape)]
                for x in (input, indices)
            )
        )
    )
    own, at = list(shape), list(shape)
    own[dim], at[dim] = input.shape[dim], indices.shape[dim]
    return input.expand(own).gather(dim, indices.expand(at))


def _triangle(keeps):
    """`f(row, col, offset=0)`: the positions in a triangle, row by row."""

    def function(row, col, offset=0, *, dtype=torch.int64, device=None, layout=None):
        if row < 0 or col < 0:
            raise RuntimeError(f"row must be non-negative, got{min(row, col)}")
        inside = [(i, j) for i in range(row) for j in range(col) if keeps(j - i, offset)]
        if not inside:
            return torch.empty((2, 0), dtype=dtype)
        return torch.tensor(inside, dtype=dtype).t().contiguous()

    return function


tril_indices = _triangle(lambda d, offset: d <= offset)
triu_indices = _triangle(lambda d, offset: d >= offset)


def unravel_index(indices, shape):
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    if indices.is_floating_point() or indices.is_complex() or indices.dtype == torch.bool:
        raise ValueError(f"expected 'indices' to be integer dtype, but got {indices.dtype}")
    if any(n < 0 for n in shape):
        raise ValueError(f"'shape' cannot have negative values, but got {shape}")
    steps = [math.prod(shape[i + 1 :]) for i in range(len(shape))]
    indices = indices.to(torch.int64)
    return tuple((indices // s) % n for s, n in zip(steps, shape, strict=True))


def unique(input, sorted=True, return_inverse=False, return_counts=False, dim=None):
    if dim is not None:
        found = torch.ops.aten.unique_dim(input, dim, sorted, return_inverse, return_counts)
    else:
        found = torch.ops.aten._unique2(input, sorted, return_inverse, return_counts)
    wanted = [found[0]] + [found[1]] * return_inverse + [found[2]] * return_counts
    return tuple(wanted) if len(wanted) > 1 else wanted[0]


def unique_consecutive(input, return_inverse=False, return_counts=False, dim=None):
    found = _unique_consecutive(input, return_inverse, return_counts, dim)
    wanted = [found[0]] + [found[1]] * return_inverse + [found[2]] * return_counts
    return tuple(wanted) if len(wanted) > 1 else wanted[0]


def nonzero(input, *, as_tuple=False):
    found = _nonzero(input)
    if not as_tuple:
        return found
    return (
        tuple(x.squeeze(1) for x in found.split(1, 1))
        if input.ndim
        else (torch.zeros((found.shape[0],), dtype=torch.int64),)
    )


def asarray(obj, *, dtype=None, device=None, copy=None, requires_grad=False):
    if isinstance(obj, torch.Tensor) and (dtype is None or dtype == obj.dtype) and not copy:
        return obj
    return torch.tensor(obj, dtype=dtype)


def as_tensor(data, dtype=None, device=None):
    return asarray(data, dtype=dtype)


def from_numpy(ndarray):
    return torch.tensor(ndarray)


_publish.publish(
    __name__,
    native="torch",
    registry=_publish.COMPOSED,
    replaces=("nonzero", "unique_consecutive"),
)
