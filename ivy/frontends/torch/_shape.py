"""Joining, repeating and moving elements."""

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to


def cat(tensors, dim=0):
    arrays = [x for x in tensors if x.shape != (0,)] or tensors[:1]
    return ivy.concat(to.promote(*arrays), axis=dim)


def stack(tensors, dim=0):
    return ivy.stack(to.promote(*tensors), axis=dim)


_publish.publish(__name__, native="torch")
