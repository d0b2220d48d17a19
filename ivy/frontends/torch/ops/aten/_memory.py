"""Copies, casts, fills and reads: what tensors do apart from computing."""

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to


def _conj_physical(self):
    return ivy.conj(self)


def _efficientzerotensor(size, *, dtype=None, layout=None, device=None, pin_memory=None):
    return ivy.zeros(tuple(size), dtype=dtype or to.default_dtype())


def _local_scalar_dense(self):
    # a traced program asks this of its constants, which arrive as numbers
    return self if isinstance(self, (bool, int, float, complex)) else ivy.item(self)


def _new_zeros_with_same_feature_meta(self, other, *, self_num_batch_dims=0):
    batch = self.shape[:self_num_batch_dims]
    return ivy.zeros((*batch, *other.shape), dtype=ivy.dtype(self))


def _to_copy(
    self,
    *,
    dtype=None,
    layout=None,
    device=None,
    pin_memory=None,
    non_blocking=False,
    memory_format=None,
):
    return self if dtype is None else to.cast(self, dtype)


def clone(self, *, memory_format=None):
    return self


def copy(self, src, non_blocking=False):
    return ivy.broadcast_to(to.cast(src, ivy.dtype(self)), self.shape)


def fill(self, value):
    return ivy.broadcast_to(to.exactly(value, ivy.dtype(self)), self.shape)


def zero(self):
    return ivy.zeros(self.shape, dtype=ivy.dtype(self))


_publish.publish(__name__, native="torch.ops.aten")
