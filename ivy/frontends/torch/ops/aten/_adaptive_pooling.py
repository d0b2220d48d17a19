"""Pooling with windows made to fit a size, and im2col with its adjoint."""

import math

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch._spatial import adaptive, pools, windows


def _adaptive_avg_pool2d(self, output_size):
    return adaptive.avg_pool(self, windows.each(output_size, 2))


def _adaptive_avg_pool2d_backward(grad_output, self):
    return adaptive.avg_pool_backward(grad_output, self, 2)


def _adaptive_avg_pool3d(self, output_size):
    return adaptive.avg_pool(self, windows.each(output_size, 3))


def _adaptive_avg_pool3d_backward(grad_output, self):
    return adaptive.avg_pool_backward(grad_output, self, 3)


def adaptive_max_pool2d(self, output_size):
    return adaptive.max_pool(self, windows.each(output_size, 2))


def adaptive_max_pool2d_backward(grad_output, self, indices):
    return adaptive.max_pool_backward(grad_output, self, indices, 2)


def adaptive_max_pool3d(self, output_size):
    return adaptive.max_pool(self, windows.each(output_size, 3))


def adaptive_max_pool3d_backward(grad_output, self, indices):
    return adaptive.max_pool_backward(grad_output, self, indices, 3)


def fractional_max_pool2d(self, kernel_size, output_size, random_samples):
    sizes, counts = windows.each(kernel_size, 2), windows.each(output_size, 2)
    # PyTorch draws for the width first in two dimensions, for the depth first in three
    return adaptive.fractional(self, sizes, counts, random_samples, (1, 0))


def fractional_max_pool2d_backward(grad_output, self, kernel_size, output_size, indices):
    return pools.scattered(grad_output, self.shape, indices, 2)


def fractional_max_pool3d(self, kernel_size, output_size, random_samples):
    sizes, counts = windows.each(kernel_size, 3), windows.each(output_size, 3)
    return adaptive.fractional(self, sizes, counts, random_samples, (0, 1, 2))


def fractional_max_pool3d_backward(grad_output, self, kernel_size, output_size, indices):
    return pools.scattered(grad_output, self.shape, indices, 3)


# -- images as columns


def im2col(self, kernel_size, dilation, padding, stride):
    along = windows.geometry(self.shape, kernel_size, stride, padding, dilation, False, 2)
    lead = self.ndim - 2
    x = ivy.pad(self, [(0, 0)] * lead + [w.widths for w in along])
    for i in (1, 0):
        window = along[i]
        x = ivy.windows(
            x, window.size, axis=lead + i, stride=window.stride, dilation=window.dilation
        )
    order = (*range(lead), lead + 1, lead + 3, lead, lead + 2)
    places, count = (math.prod(v) for v in zip(*((w.size, w.count) for w in along), strict=True))
    shape = (*self.shape[: lead - 1], self.shape[lead - 1] * places, count)
    return ivy.reshape(ivy.permute_dims(x, order), shape)


def col2im(self, output_size, kernel_size, dilation, padding, stride):
    along = windows.geometry(output_size, kernel_size, stride, padding, dilation, False, 2)
    (tall, high), (wide, long) = ((w.size, w.count) for w in along)
    lead = self.ndim - 1
    channels = self.shape[lead - 1] // (tall * wide)
    if self.shape[lead - 1] % (tall * wide) or self.shape[-1] != high * long:
        raise ValueError(f"{self.shape} does not hold windows of {output_size}")
    x = ivy.reshape(self, (*self.shape[: lead - 1], channels, tall, wide, high, long))
    order = (*range(lead), lead + 2, lead, lead + 3, lead + 1)
    return pools.overlapped(ivy.permute_dims(x, order), along, lead)


_publish.publish(__name__, native="torch.ops.aten")
