"""Gradients of padding."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch.nn import _adapters as like


@like.in_float32
def replication_pad1d_backward(grad_output, self, padding):
    grad = grad_output
    for i in range(len(padding) // 2):
        axis = grad.ndim - 1 - i
        shape = (*grad.shape[:axis], self.shape[axis], *grad.shape[axis + 1 :])
        source = ivy.arange(0, grad.shape[axis], dtype=dtypes.int64) - padding[2 * i]
        index = [None] * axis + [ivy.clip(source, 0, self.shape[axis] - 1)]
        onto = ivy.zeros(shape, dtype=ivy.dtype(grad))
        grad = ivy.set_index(onto, index, grad, reduction="add")
    return grad


replication_pad2d_backward = _publish.alias(replication_pad1d_backward)
replication_pad3d_backward = _publish.alias(replication_pad1d_backward)

_publish.publish(__name__, native="torch.ops.aten")
