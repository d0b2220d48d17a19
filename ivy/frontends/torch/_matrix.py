"""Products of matrices and vectors."""

from ivy import functional as ivy
from ivy.frontends import _publish

def addmm(input, mat1, mat2, *, beta=1, alpha=1):
    return _scaled(ivy.matmul(mat1, mat2), alpha, input, beta)


def bmm(input, mat2):
    return ivy.matmul(input, mat2)


def matmul(input, other):
    return ivy.matmul(input, other)


def mm(input, mat2):
    return ivy.matmul(input, mat2)


def _scaled(product, alpha, input, beta):
    """alpha * product + beta * input; with beta 0 a NaN in `input` does not count."""
    if alpha != 1:
        product = ivy.multiply(product, alpha)
    if beta == 0:
        return product
    return ivy.add(product, input if beta == 1 else ivy.multiply(input, beta))


_publish.publish(__name__, native="torch")
