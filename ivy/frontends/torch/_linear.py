"""The affine map of `torch.nn.functional`, the hottest call of most models."""

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch import _matrix


def linear(input, weight, bias=None):
    if ivy.dtype(input) != ivy.dtype(weight):
        names = f"{ivy.dtype(input)} != {ivy.dtype(weight)}"
        raise RuntimeError(f"expected mat1 and mat2 to have the same dtype, but got: {names}")
    columns = ivy.matrix_transpose(weight) if weight.ndim > 1 else weight
    if bias is None:
        return _matrix.matmul(input, columns)
    if input.ndim < 2 or weight.ndim != 2 or bias.ndim != 1:
        return ivy.add(_matrix.matmul(input, columns), bias)
    if input.ndim == 2:
        return _matrix.addmm(bias, input, columns)
    return _matrix.rows(lambda flat: _matrix.addmm(bias, flat, columns), input)


_publish.publish(__name__, native="torch.nn.functional")
