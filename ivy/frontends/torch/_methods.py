"""Methods of tensors that are not functions of the top level."""

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _pointwise as pointwise


def _filled_new(make):
    """`tensor.f(size, *, dtype=None, ...)` in the dtype of the tensor."""

    def function(
        self, size, *, dtype=None, layout=None, device=None, pin_memory=None, requires_grad=False
    ):
        return make(tuple(size), dtype=dtype or ivy.dtype(self))

    return function


new_empty = _filled_new(ivy.zeros)
new_ones = _filled_new(ivy.ones)
new_zeros = _filled_new(ivy.zeros)


def new_empty_strided(self, size, stride, *, dtype=None, layout=None, device=None, pin_memory=None):
    return ivy.zeros(tuple(size), dtype=dtype or ivy.dtype(self))


def new_full(
    self,
    size,
    fill_value,
    *,
    dtype=None,
    layout=None,
    device=None,
    pin_memory=None,
    requires_grad=False,
):
    dtype = dtype or ivy.dtype(self)
    return ivy.full(tuple(size), to.in_range(fill_value, dtype), dtype=dtype)


def polygamma(self, n):
    return pointwise.polygamma(n, self)


_publish.publish(__name__, native="torch.Tensor")
