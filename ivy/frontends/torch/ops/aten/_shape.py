"""Moving elements: operators without a public twin, and what the gradients of views need."""

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _positions as at


def _unsafe_view(self, size):
    return ivy.reshape(self, tuple(size))


def as_strided_scatter(self, src, size, stride, storage_offset=None):
    return ivy.as_strided_scatter(self, src, tuple(size), tuple(stride), storage_offset or 0)


def constant_pad_nd(self, pad, value=0):
    given = [(pad[i], pad[i + 1]) for i in range(0, len(pad), 2)]
    widths = [(0, 0)] * (self.ndim - len(given)) + given[::-1]
    if any(n + lo + hi < 0 for n, (lo, hi) in zip(self.shape, widths, strict=True)):
        raise RuntimeError(f"padding {list(pad)} takes more than there is of {list(self.shape)}")
    value = ivy.dtype(self).type(value).item()  # as C++ casts it
    return ivy.pad(self, widths, value)


def diagonal_backward(grad_output, input_sizes, offset, dim1, dim2):
    return _embedded(grad_output, input_sizes, at.of_diagonal(input_sizes, offset, dim1, dim2))


def diagonal_scatter(self, src, offset=0, dim1=0, dim2=1):
    return _replaced(self, src, at.of_diagonal(self.shape, offset, dim1, dim2))


def repeat(self, repeats):
    return ivy.tile(self, tuple(repeats))


def select_backward(grad_output, input_sizes, dim, index):
    return _embedded(grad_output, input_sizes, at.of_select(input_sizes, dim, index))


def select_scatter(self, src, dim, index):
    return _replaced(self, src, at.of_select(self.shape, dim, index))


def slice_backward(grad_output, input_sizes, dim, start, end, step):
    if step == 1:
        dim %= len(input_sizes)
        places = range(input_sizes[dim])[slice(start, end)]
        widths = [(0, 0)] * len(input_sizes)
        widths[dim] = (places.start, input_sizes[dim] - places.start - len(places))
        return ivy.pad(grad_output, widths)
    return _embedded(grad_output, input_sizes, at.of_slice(input_sizes, dim, start, end, step))


def slice_scatter(self, src, dim=0, start=None, end=None, step=1):
    return _replaced(self, src, at.of_slice(self.shape, dim, start, end, step))


def _embedded(values, shape, geometry):
    zeros = ivy.zeros(tuple(shape), dtype=ivy.dtype(values))
    return ivy.as_strided_scatter(zeros, values, *geometry)


def _replaced(x, values, geometry):
    if tuple(values.shape) != geometry[0]:
        raise RuntimeError(
            f"expected src to have a size equal to the slice of self. src size = "
            f"{list(values.shape)}, slice size = {list(geometry[0])}"
        )
    return ivy.as_strided_scatter(x, to.cast(values, ivy.dtype(x)), *geometry)


_publish.publish(
    __name__,
    native="torch.ops.aten",
    helpers=(
        _embedded,
        _replaced,
    ),
)
