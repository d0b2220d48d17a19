"""Calling conventions that many lines of this backend share.

TensorFlow 2.21 has nearly every kernel for nearly every dtype. `through` runs the others in a dtype
that has one.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from ivy._core.specialization import Call, specializes
from ivy.backends.tensorflow._compat import EagerTensor, shape_of
from ivy.backends.tensorflow._raw import int_array, ints, raw, scalar

HALF = {tf.float16: tf.float32, tf.bfloat16: tf.float32}
BFLOAT16 = {tf.bfloat16: tf.float32}
BOOL = {tf.bool: tf.int32}
ORDER = {tf.bool: tf.int8}  # where only the order of values counts, the bits of bool too
NUMBERS = (bool, int, float, complex)
BITS = {2: tf.int16, 4: tf.int32, 8: tf.int64}


def dtype_of(values: Sequence[Any]) -> tf.DType:
    """The dtype of the first tensor among `values`, which may be in lists."""
    for value in values:
        if isinstance(value, tf.Tensor):
            return value.dtype
        if isinstance(value, (list, tuple)) and value:
            return dtype_of(value)
    raise TypeError(f"no tensor among {[type(v).__name__ for v in values]}")


def is_traced(*values: Any) -> bool:
    """Whether one of the values belongs to the graph of a `tf.function`."""
    return any(isinstance(x, tf.Tensor) and not isinstance(x, EagerTensor) for x in values)


def all_hold(flags: tf.Tensor, message: str) -> bool:
    """Whether all elements are true; in a `tf.function` an assertion of the graph, which XLA drops."""
    holds = raw.All(input=flags, axis=ints(range(flags.ndim)))
    if not is_traced(flags):
        return bool(holds)
    raw.Assert(condition=holds, data=[tf.constant(message)])
    return True


def repeated(goes_on: Callable, step: Callable, *state: tf.Tensor) -> Any:
    """`state = step(*state)` as long as `goes_on(*state)` holds for an element."""

    def wanted(*state: tf.Tensor) -> tf.Tensor:
        flags = goes_on(*state)
        return raw.Any(input=flags, axis=ints(range(flags.ndim)))

    if is_traced(*state):
        return tf.while_loop(wanted, step, state)
    while wanted(*state):
        state = step(*state)
    return state


def _items(values: Sequence[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, (list, tuple)):
            yield from _items(value)
        else:
            yield value


def cast(x: Any, source: tf.DType, target: tf.DType) -> Any:
    """`x`, a tensor or several, from dtype `source` to `target`; what is of another dtype stays."""
    if isinstance(x, (list, tuple)):
        return type(x)(cast(v, source, target) for v in x)
    if isinstance(x, tf.Tensor) and x.dtype is source:
        return raw.Cast(x=x, DstT=target)
    return x


def through(by: dict[tf.DType, tf.DType], function: Callable) -> Callable:
    """`function`, in `by[dtype]` for dtypes that have no kernel or a poor one.

    Sums, products and powers of integers come out right even where they wrap round.
    """

    def call(*args: Any, **options: Any) -> Call | None:
        found = {getattr(a, "dtype", None) for a in _items(args)}
        return None if found & by.keys() else (function, args, options)

    @specializes(call)
    @functools.wraps(function)
    def run(*args: Any, **options: Any) -> Any:
        dtype = dtype_of(args)
        wide = by.get(dtype)
        if wide is None:
            return function(*args, **options)
        out = function(*[cast(a, dtype, wide) for a in args], **options)
        return cast(out, wide, dtype)

    return run


def through_half(function: Callable) -> Callable:
    """`function`, for 16-bit floating numbers in float32."""
    return through(HALF, function)


def _like(kernel: Callable) -> Callable:
    """Names a line after its kernel, whose signature it does not share."""

    def named(run: Callable) -> Callable:
        run.__name__ = run.__qualname__ = kernel.__name__
        return run

    return named


def unary(kernel: Callable) -> Callable:
    """`f(x)` from a kernel of `x`."""

    @specializes(lambda x, /: (kernel, (x,), {}))
    @_like(kernel)
    def run(x: tf.Tensor, /) -> tf.Tensor:
        return kernel(x=x)

    return run


def half(kernel: Callable) -> Callable:
    """`f(x)` from a kernel of `x`, for 16-bit floating numbers in float32."""
    return through_half(unary(kernel))


def tensors(x1: Any, x2: Any) -> tuple[tf.Tensor, tf.Tensor]:
    """The operands as tensors: a Python number takes the dtype of the other one."""
    if type(x1) in NUMBERS:
        x1 = scalar(x1, x2.dtype)
    if type(x2) in NUMBERS:
        x2 = scalar(x2, x1.dtype)
    return x1, x2


def are_tensors(*operands: Any) -> bool:
    """Whether none of them is a Python number."""
    return not any(type(x) in NUMBERS for x in operands)


def binary(kernel: Callable, by: dict[tf.DType, tf.DType] | None = None) -> Callable:
    """`f(x1, x2)` of which one may be a Python number, from a kernel of `x` and `y`, in `by[dtype]`."""

    def call(x1: Any, x2: Any, /) -> Call | None:
        return (kernel, (x1, x2), {}) if are_tensors(x1, x2) else None

    @specializes(call)
    @_like(kernel)
    def run(x1: Any, x2: Any, /) -> tf.Tensor:
        if type(x1) in NUMBERS or type(x2) in NUMBERS:
            x1, x2 = tensors(x1, x2)
        return kernel(x=x1, y=x2)

    return run if by is None else through(by, run)


def rounding(function: Callable) -> Callable:
    """`function(x)` of floating dtypes; integers are rounded already."""

    @functools.wraps(function)
    def run(x: tf.Tensor, /) -> tf.Tensor:
        return x if x.dtype.is_integer or x.dtype is tf.bool else function(x)

    return run


def parts(function: Callable) -> Callable:
    """`function(x)` of real dtypes; of complex ones, done to each part."""

    @functools.wraps(function)
    def run(x: tf.Tensor, /) -> tf.Tensor:
        if not x.dtype.is_complex:
            return function(x)
        real, imag = (part(input=x, Tout=x.dtype.real_dtype) for part in (raw.Real, raw.Imag))
        return raw.Complex(real=function(real), imag=function(imag), Tout=x.dtype)

    return run


def classification(kernel: Callable, *, of_integers: bool, join: Callable) -> Callable:
    """`f(x)`, a bool, from a kernel of real floating dtypes; a complex number `join`s its parts'."""

    @_like(kernel)
    def run(x: tf.Tensor, /) -> tf.Tensor:
        dtype = x.dtype
        if dtype.is_floating:
            return kernel(x=x)
        if not dtype.is_complex:
            return raw.Fill(dims=raw.Shape(input=x), value=scalar(of_integers, tf.bool))
        real, imag = (part(input=x, Tout=dtype.real_dtype) for part in (raw.Real, raw.Imag))
        return join(x=kernel(x=real), y=kernel(x=imag))

    return run


def truth(x: Any) -> Any:
    """Whether `x` is not zero, of a tensor or a Python number."""
    if not isinstance(x, tf.Tensor):
        return scalar(bool(x), tf.bool)
    return x if x.dtype is tf.bool else raw.NotEqual(x=x, y=scalar(0, x.dtype))


def axes(axis: Any, ndim: int) -> tuple[int, ...]:
    """An axis, several or None (all of them) as a tuple."""
    if axis is None:
        return tuple(range(ndim))
    return (axis,) if isinstance(axis, int) else tuple(axis)


def one_axis(axis: int, ndim: int) -> int:
    """`axis` counted from the front.

    Raises
    ------
    ValueError
        There is no such axis.
    """
    if not -ndim <= axis < ndim:
        raise ValueError(f"axis {axis} is out of bounds for an array of {ndim} dimensions")
    return axis % ndim


def reduction(kernel: Callable) -> Callable:
    """`f(x, axis=, keepdims=)` from a kernel that reduces."""

    @_like(kernel)
    def run(x: tf.Tensor, /, *, axis: Any = None, keepdims: bool = False) -> tf.Tensor:
        return kernel(input=x, axis=ints(axes(axis, x.ndim)), keep_dims=keepdims)

    return run


def bits(x: tf.Tensor) -> tf.Tensor:
    """The bits of a floating tensor as signed integers."""
    return raw.Bitcast(input=x, type=BITS[x.dtype.size])


def comparable(x: tf.Tensor, *, nan_first: bool = False) -> tf.Tensor:
    """Integers in the order of `x`: both zeros are equal, NaN is above (or below) all numbers."""
    if x.dtype is tf.bool:
        return raw.Cast(x=x, DstT=tf.int8)
    if not x.dtype.is_floating:
        return x
    key = bits(x)
    width = key.dtype
    lowest = scalar(width.min, width)
    # of a negative number the bits are lowest + magnitude, of -0.0 just lowest
    below = raw.Less(x=key, y=scalar(0, width))
    key = raw.SelectV2(condition=below, t=raw.Sub(x=lowest, y=key), e=key)
    extreme = lowest if nan_first else scalar(width.max, width)
    return raw.SelectV2(condition=raw.IsNan(x=x), t=extreme, e=key)


def on_host(x: tf.Tensor) -> np.ndarray | None:
    """A view of the values of `x`; None if the host has none. It takes 1 µs, less than any kernel.

    It is asked for its shape sooner than a tensor is.
    """
    try:
        return np.asarray(memoryview(x))  # pyright: ignore[reportArgumentType]
    except (TypeError, ValueError, BufferError):  # of a graph, or of a dtype that has no view
        return None


def finite(x: tf.Tensor) -> np.ndarray | None:
    """A view of the values of `x` if all are finite; None if not, or if the host can't tell."""
    values = on_host(x)
    if values is None or values.dtype.char not in "fd":
        return None
    # the sum of squares: one look at each element, and NumPy warns of nothing
    return values if math.isfinite(np.vdot(values, values)) else None


# oneDNN's kernel of Transpose, which is the one for these, wakes other threads even for a few elements:
# within a model 64 x 64 take 135 µs, gathered 80 (2 cores; 256 x 256 take 150 and 400)
_SLOW_TO_START = (tf.float32, tf.bfloat16)
_FEW = 2**12


@functools.lru_cache(512)
def _moved(shape: tuple[int, ...], order: tuple[int, ...]) -> tf.Tensor:
    """Where in the flattened array the elements of the transposed one are."""
    return int_array(np.arange(math.prod(shape)).reshape(shape).transpose(order))


def transposed(x: tf.Tensor, order: tuple[int, ...]) -> tf.Tensor:
    """`x` with its axes in another order, none of them negative."""
    if x.dtype in _SLOW_TO_START and math.prod(shape := shape_of(x)) <= _FEW:
        flat = raw.Reshape(tensor=x, shape=ints((-1,)))
        return raw.GatherV2(params=flat, indices=_moved(shape, order), axis=ints(0))
    return raw.Transpose(x=x, perm=ints(order))


def moved_last(x: tf.Tensor, axis: int) -> tf.Tensor:
    """`x` with `axis` (not negative) as its last one; its own inverse is `moved_back`."""
    if axis == x.ndim - 1:
        return x
    order = [a for a in range(x.ndim) if a != axis]
    return transposed(x, (*order, axis))


def moved_back(x: tf.Tensor, axis: int) -> tf.Tensor:
    """`x` with its last axis at `axis`."""
    last = x.ndim - 1
    if axis == last:
        return x
    return transposed(x, (*range(axis), last, *range(axis, last)))
