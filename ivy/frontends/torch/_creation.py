"""Functions that make tensors. Where they lie (device, layout) is the interceptor's business."""

import builtins
import math

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


empty = _filled(ivy.zeros)
empty_like = _filled_like(ivy.zeros)
ones = _filled(ivy.ones)
ones_like = _filled_like(ivy.ones)
zeros = _filled(ivy.zeros)
zeros_like = _filled_like(ivy.zeros)


def _dtype_of_number(value):
    if type(value) is bool:
        return dtypes.bool_
    if type(value) is int:
        return dtypes.int64
    if type(value) is builtins.complex:
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
    whole = all(isinstance(x, int) for x in (start, end, step))  # booleans are whole numbers
    dtype = dtype or (dtypes.int64 if whole else to.default_dtype())
    if whole or dtype == dtypes.int64:
        return ivy.arange(int(start), int(end), int(step), dtype=dtype)
    count = math.ceil((end - start) / step)
    if dtypes.is_integral(dtype):  # the length is that of the floats, the elements are not
        places = ivy.arange(0, count, dtype=dtypes.int64)
        return ivy.astype(places * int(step) + int(start), dtype)
    return ivy.astype(ivy.arange(0, count, dtype=dtypes.float64) * step + start, dtype)


def range(
    start,
    end,
    step=1,
    *,
    dtype=None,
    layout=None,
    device=None,
    pin_memory=None,
    requires_grad=False,
):
    dtype = dtype or to.default_dtype()
    kind = dtypes.int64 if dtypes.is_integral(dtype) else dtypes.float64
    count = math.floor((end - start) / step) + 1
    if kind == dtypes.int64:
        start, step = int(start), int(step)
    return ivy.astype(ivy.arange(0, count, dtype=kind) * step + start, dtype)


def empty_strided(
    size, stride, *, dtype=None, layout=None, device=None, pin_memory=None, requires_grad=False
):
    return ivy.zeros(tuple(size), dtype=dtype or to.default_dtype())


def complex(real, imag):
    found = ivy.dtype(real), ivy.dtype(imag)
    if found[0] != found[1] or not dtypes.is_floating(found[0]):
        raise RuntimeError(
            f"Expected two tensors of one floating dtype, got {found[0]}, {found[1]}"
        )
    return ivy.complex(*ivy.broadcast_arrays(real, imag))


def empty_permuted(
    size,
    physical_layout,
    *,
    dtype=None,
    layout=None,
    device=None,
    pin_memory=None,
    requires_grad=False,
):
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
    dtype = dtype or _dtype_of_number(fill_value)
    return ivy.full(tuple(size), to.in_range(fill_value, dtype), dtype=dtype)


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
    dtype = dtype or ivy.dtype(input)
    return ivy.full(tuple(input.shape), to.in_range(fill_value, dtype), dtype=dtype)


def linspace(
    start,
    end,
    steps,
    *,
    dtype=None,
    layout=None,
    device=None,
    pin_memory=None,
    requires_grad=False,
):
    dtype = dtype or to.default_dtype()
    ends = (to.in_range(end, dtype) for end in (start, end))
    return ivy.astype(_spaced(*ends, steps, dtype), dtype)


def logspace(
    start,
    end,
    steps,
    base=10.0,
    *,
    dtype=None,
    layout=None,
    device=None,
    pin_memory=None,
    requires_grad=False,
):
    exponents = _spaced(start, end, steps, dtype)
    powers = ivy.pow(ivy.full((steps,), base, dtype=ivy.dtype(exponents)), exponents)
    return ivy.astype(powers, dtype or to.default_dtype())


def _spaced(start, end, steps, dtype):
    """Evenly spaced numbers in double precision, exact at both ends; complex if an end is."""
    some_complex = any(dtypes.is_complex(to.result_type(x)) for x in (start, end))
    wide = dtypes.complex128 if some_complex else dtypes.float64
    if dtype is not None and dtypes.is_integral(dtype):
        start, end = to.cast(start, dtypes.int64), to.cast(end, dtypes.int64)
    elif steps > 1:  # both ends are numbers of the result
        dtype = dtype or to.default_dtype()
        start, end = to.cast(start, dtype), to.cast(end, dtype)
    start, end = to.cast(start, wide), to.cast(end, wide)
    places = ivy.astype(ivy.arange(0, steps, dtype=dtypes.int64), wide)
    step = (end - start) / builtins.max(steps - 1, 1)
    back = ivy.astype(ivy.arange(steps - 1, -1, -1, dtype=dtypes.int64), wide)
    first_half = ivy.less(ivy.arange(0, steps, dtype=dtypes.int64), (steps + 1) // 2)
    return ivy.where(first_half, start + step * places, end - step * back)


def polar(abs, angle):
    abs, angle = ivy.broadcast_arrays(abs, angle)
    return ivy.complex(ivy.multiply(abs, ivy.cos(angle)), ivy.multiply(abs, ivy.sin(angle)))


def scalar_tensor(s, *, dtype=None, layout=None, device=None, pin_memory=None, requires_grad=False):
    dtype = dtype or to.default_dtype()
    if to.kind(dtype) != "h":  # too large a number is infinite there
        s = to.in_range(s, dtype)
    return ivy.full((), s, dtype=dtype)


_publish.publish(__name__, native="torch")
