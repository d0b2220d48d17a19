"""The affine map of `torch.nn.functional`, the hottest call of most models."""

from ivy import functional as ivy
from ivy.frontends import _publish


def linear(input, weight, bias=None):
    if ivy.dtype(input) != ivy.dtype(weight):
        names = f"{ivy.dtype(input)} != {ivy.dtype(weight)}"
        raise RuntimeError(f"expected mat1 and mat2 to have the same dtype, but got: {names}")
    if weight.ndim > 1:
        weight = ivy.matrix_transpose(weight)
    out = ivy.matmul(input, weight)
    return out if bias is None else ivy.add(out, bias)


_publish.publish(__name__, native="torch.nn.functional")
