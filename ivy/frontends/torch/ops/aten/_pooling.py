"""Pooling with windows of a given size."""

from ivy.frontends import _publish
from ivy.frontends.torch._spatial import pools, windows


def max_pool2d_with_indices(self, kernel_size, stride=(), padding=0, dilation=1, ceil_mode=False):
    return pools.max_pool(
        self, windows.geometry(self.shape, kernel_size, stride, padding, dilation, ceil_mode, 2)
    )


def max_pool2d_with_indices_backward(
    grad_output, self, kernel_size, stride, padding, dilation, ceil_mode, indices
):
    along = windows.geometry(self.shape, kernel_size, stride, padding, dilation, ceil_mode, 2)
    return pools.max_pool_backward(grad_output, self, along, indices)


def max_pool3d_with_indices(self, kernel_size, stride=(), padding=0, dilation=1, ceil_mode=False):
    return pools.max_pool(
        self, windows.geometry(self.shape, kernel_size, stride, padding, dilation, ceil_mode, 3)
    )


def max_pool3d_with_indices_backward(
    grad_output, self, kernel_size, stride, padding, dilation, ceil_mode, indices
):
    along = windows.geometry(self.shape, kernel_size, stride, padding, dilation, ceil_mode, 3)
    return pools.max_pool_backward(grad_output, self, along, indices)


def avg_pool2d(
    self,
    kernel_size,
    stride=(),
    padding=0,
    ceil_mode=False,
    count_include_pad=True,
    divisor_override=None,
):
    along = windows.geometry(self.shape, kernel_size, stride, padding, 1, ceil_mode, 2)
    return pools.avg_pool(self, along, count_include_pad, divisor_override)


def avg_pool2d_backward(
    grad_output,
    self,
    kernel_size,
    stride,
    padding,
    ceil_mode,
    count_include_pad,
    divisor_override,
):
    along = windows.geometry(self.shape, kernel_size, stride, padding, 1, ceil_mode, 2)
    return pools.avg_pool_backward(grad_output, along, count_include_pad, divisor_override)


def avg_pool3d(
    self,
    kernel_size,
    stride=(),
    padding=0,
    ceil_mode=False,
    count_include_pad=True,
    divisor_override=None,
):
    along = windows.geometry(self.shape, kernel_size, stride, padding, 1, ceil_mode, 3)
    return pools.avg_pool(self, along, count_include_pad, divisor_override)


def avg_pool3d_backward(
    grad_output,
    self,
    kernel_size,
    stride,
    padding,
    ceil_mode,
    count_include_pad,
    divisor_override,
):
    along = windows.geometry(self.shape, kernel_size, stride, padding, 1, ceil_mode, 3)
    return pools.avg_pool_backward(grad_output, along, count_include_pad, divisor_override)


_publish.publish(__name__, native="torch.ops.aten")
