"""Products of vectors, matrices and tensors along axes."""

import math

import ivy.frontends.torch as torch
from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED, STANDALONE


def chain_matmul(*matrices):
    return torch.linalg.multi_dot(matrices)


def cross(input, other, dim=None):
    if dim is None:
        shape = torch.broadcast_shapes(input.shape, other.shape)
        if 3 not in shape:
            raise RuntimeError("no dimension of size 3 in input")
        dim = shape.index(3)
    return torch.linalg.cross(input, other, dim=dim)


def inner(input, other):
    if not (input.ndim and other.ndim):
        return input * other
    if input.shape[-1] != other.shape[-1]:
        raise RuntimeError(
            f"inner() the last dimension must match on both input tensors but got shapes "
            f"{list(input.shape)} and {list(other.shape)}"
        )
    return torch.tensordot(input, other, dims=([-1], [-1]))


def kron(input, other):
    rank = max(input.ndim, other.ndim)
    a = [1] * (rank - input.ndim) + list(input.shape)
    b = [1] * (rank - other.ndim) + list(other.shape)
    left = input.reshape([n for pair in zip(a, [1] * rank) for n in pair])
    right = other.reshape([n for pair in zip([1] * rank, b) for n in pair])
    return (left * right).reshape([m * n for m, n in zip(a, b)])


def outer(input, vec2):
    if input.ndim != 1 or vec2.ndim != 1:
        raise RuntimeError(f"outer: Expected 1-D argument self, but got {input.ndim}-D")
    return input.reshape(-1, 1) * vec2


def tensordot(a, b, dims=2, out=None):
    if isinstance(dims, torch.Tensor):
        dims = dims.tolist()
    if isinstance(dims, int):
        if dims < 0:
            raise RuntimeError(f"tensordot expects dims >= 0, but got dims={dims}")
        if dims > min(a.ndim, b.ndim):
            raise RuntimeError(f"tensordot expects dims < ndim_a or ndim_b, but got dims={dims}")
        dims = (list(range(a.ndim - dims, a.ndim)), list(range(dims)))
    of_a, of_b = (list(d) if isinstance(d, (list, tuple)) else [d] for d in dims)
    of_a, of_b = [d % a.ndim for d in of_a], [d % b.ndim for d in of_b]
    if len(of_a) != len(of_b):
        raise RuntimeError("both dimension lists should have same length")
    for i, j in zip(of_a, of_b):  # an axis of length 1 broadcasts
        if 1 in (a.shape[i], b.shape[j]) and a.shape[i] != b.shape[j]:
            a, b = (a, b.sum(j, True)) if a.shape[i] == 1 else (a.sum(i, True), b)
    if any(a.shape[i] != b.shape[j] for i, j in zip(of_a, of_b)):
        raise RuntimeError("contracted dimensions need to match")
    if a.dtype != b.dtype:
        raise RuntimeError("both inputs should have same dtype")
    free_a = [i for i in range(a.ndim) if i not in of_a]
    free_b = [i for i in range(b.ndim) if i not in of_b]
    summed = math.prod(a.shape[i] for i in of_a)
    shape = [a.shape[i] for i in free_a] + [b.shape[i] for i in free_b]
    left = a.permute(*free_a, *of_a).reshape(math.prod(a.shape[i] for i in free_a), summed)
    right = b.permute(*of_b, *free_b).reshape(summed, math.prod(b.shape[i] for i in free_b))
    result = torch.mm(left, right).reshape(shape)
    return result if out is None else out.copy_(result)


def trace(input):
    if input.ndim != 2:
        raise RuntimeError(f"trace: expected a matrix, but got tensor with dim {input.ndim}")
    return input.diagonal().sum()


_publish.publish(__name__, native="torch", registry=COMPOSED)


def einsum(equation, *operands):
    """`torch.einsum(equation, *operands)`; the operands may come as one list."""
    if len(operands) == 1 and isinstance(operands[0], (list, tuple)):
        operands = operands[0]
    terms = equation.replace(" ", "").partition("->")[0].split(",")
    if len(terms) != len(operands):
        raise RuntimeError(
            f"einsum(): {'fewer' if len(operands) < len(terms) else 'more'} operands were provided "
            f"than specified in the equation"
        )
    return ivy.einsum(equation.replace(" ", ""), list(operands))


STANDALONE["torch.einsum"] = einsum
