"""Functions that make tensors. Where they lie (device, layout, pinned) is the interceptor's business."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to


def _filled(make):
    """`f(size, *, dtype=None, ...)`."""

    def function(
        size,
        *,
        dtype=None,
        layout=None,
        device=None,
        pin_memory=None,
        requires_grad=False,
        memory_format=None,
        names=None,
    ):
        return make(tuple(size), dtype=dtype or to.default_dtype())

    return function


def _filled_like(make):
    """`f(input, *, dtype=None, ...)` in the shape and dtype of `input`."""

    def function(
        input,
        *,
        dtype=None,
        layout=None,
        device=None,
        pin_memory=None,
        requires_grad=False,
        memory_format=None,
    ):
        return make(tuple(input.shape), dtype=dtype or ivy.dtype(input))

    return function


def _filled_new(make):
    """`tensor.f(size, *, dtype=None, ...)` in the dtype of the tensor."""

    def function(
        self, size, *, dtype=None, layout=None, device=None, pin_memory=None, requires_grad=False
    ):
        return make(tuple(size), dtype=dtype or ivy.dtype(self))

    return function


empty = _filled(ivy.zeros)
empty_like = _filled_like(ivy.zeros)
new_empty = _filled_new(ivy.zeros)
new_ones = _filled_new(ivy.ones)
new_zeros = _filled_new(ivy.zeros)
ones = _filled(ivy.ones)
ones_like = _filled_like(ivy.ones)
zeros = _filled(ivy.zeros)
zeros_like = _filled_like(ivy.zeros)


def _dtype_of_number(value):
    if type(value) is bool:
        return dtypes.bool_
    if type(value) is int:
        return dtypes.int64
    if type(value) is complex:
        return dtypes.complex_of(to.default_dtype())
    return to.default_dtype()


def arange(
    start,
    end=None,
    step=1,
    *,
    dtype=None,
    layout=None,
    device=None,
    pin_memory=None,
    requires_grad=False,
):
    if end is None:
        start, end = 0, start
    integral = all(type(x) is int for x in (start, end, step))
    return ivy.arange(
        start, end, step, dtype=dtype or (dtypes.int64 if integral else to.default_dtype())
    )


def empty_strided(size, stride, *, dtype=None, layout=None, device=None, pin_memory=None):
    return ivy.zeros(tuple(size), dtype=dtype or to.default_dtype())


def eye(n, m=None, *, dtype=None, layout=None, device=None, pin_memory=None, requires_grad=False):
    return ivy.eye(n, m, dtype=dtype or to.default_dtype())


def full(
    size,
    fill_value,
    *,
    dtype=None,
    layout=None,
    device=None,
    pin_memory=None,
    requires_grad=False,
    names=None,
):
    return ivy.full(tuple(size), fill_value, dtype=dtype or _dtype_of_number(fill_value))


def full_like(
    input,
    fill_value,
    *,
    dtype=None,
    layout=None,
    device=None,
    pin_memory=None,
    requires_grad=False,
    memory_format=None,
):
    return ivy.full(tuple(input.shape), fill_value, dtype=dtype or ivy.dtype(input))


def linspace(
    start, end, steps, *, dtype=None, layout=None, device=None, pin_memory=None, requires_grad=False
):
    return ivy.linspace(start, end, steps, dtype=dtype or to.default_dtype())


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
    return ivy.full(tuple(size), fill_value, dtype=dtype or ivy.dtype(self))


def scalar_tensor(s, *, dtype=None, layout=None, device=None, pin_memory=None, requires_grad=False):
    return ivy.full((), s, dtype=dtype or to.default_dtype())


_publish.publish(__name__, native="torch")
