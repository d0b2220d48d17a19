"""Distances between the rows of one matrix, and the product behind `bilinear`."""

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch.nn import _adapters as like
from ivy.frontends.torch.nn import _formulas as formula
from ivy.frontends.torch.nn import _pairs as pairs


@like.in_float32
def _pdist_backward(grad, self, p, pdist):
    first, second = pairs.of_rows(self.shape[0])
    difference = ivy.take(self, first, axis=0) - ivy.take(self, second, axis=0)
    slope = ivy.multiply(pairs.slope(difference, pdist[:, None], p), grad[:, None])
    onto = ivy.set_index(self * 0, [first], slope, reduction="add")
    return ivy.set_index(onto, [second], -slope, reduction="add")


@like.in_float32
def _pdist_forward(self, p=2.0):
    first, second = pairs.of_rows(self.shape[0])
    return formula.norm(ivy.take(self, first, axis=0) - ivy.take(self, second, axis=0), p)


@like.in_float32
def _trilinear(i1, i2, i3, expand1, expand2, expand3, sumdim, unroll_dim=1):
    arrays = zip((i1, i2, i3), (expand1, expand2, expand3), strict=True)
    i1, i2, i3 = (pairs.inserted(x, axes) for x, axes in arrays)
    return ivy.sum(ivy.multiply(ivy.multiply(i1, i2), i3), axis=tuple(sumdim))


_publish.publish(__name__, native="torch.ops.aten")
