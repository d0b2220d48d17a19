"""Functions that JAX refuses with another exception than NumPy, or earlier."""

from __future__ import annotations

import contextlib
import operator
from collections.abc import Iterator

import numpy as np

from ivy import functional as ivy
from ivy.frontends._numpy_api import (
    _creation,
    _elementwise,
    _general,
    _histograms,
    _joining,
    _padding,
    _selection,
    _shapes,
    _statistics,
)
from ivy.frontends._numpy_api._values import is_sequence, kind
from ivy.frontends.jax._numpy._rules import JaxRules


@contextlib.contextmanager
def raised_as(error: type[Exception]) -> Iterator[None]:
    """Raises a ValueError of NumPy as the exception that JAX's own code raises there."""
    try:
        yield
    except ValueError as found:
        raise error(str(found)) from None


def length_along(x, axis):
    """The length of an axis, looked up without a check: a wrong axis is an IndexError."""
    return tuple(x.shape)[operator.index(axis)]


def transpose(rules: JaxRules, a, axes=None):
    x = rules.array(a)
    if axes is not None and len(rules.axes(axes, len(x.shape))) != len(x.shape):
        rules.refuse_permutation(x, axes)
    return _shapes.transpose(rules, x, axes)


def permute_dims(rules: JaxRules, a, /, axes):
    x = rules.array(a)
    if sorted(axes) != list(range(len(x.shape))):
        rules.refuse_permutation(x, axes)
    return _shapes.transpose(rules, x, axes)


def swapaxes(rules: JaxRules, a, axis1, axis2):
    x = rules.array(a)
    for axis in (axis1, axis2):
        length_along(x, axis)
    return _shapes.swapaxes(rules, x, axis1, axis2)


def hstack(rules: JaxRules, tup, *, dtype=None):
    if is_sequence(tup) and not tup:
        raise IndexError("list index out of range")
    return _joining.hstack(rules, tup, dtype=dtype)


def _checked_split(rules: JaxRules, ary, sections, axis):
    x = rules.array(ary)
    length = length_along(x, axis)
    if not is_sequence(sections) and not getattr(sections, "shape", ()):
        divmod(length, operator.index(sections))  # raises for 0
    return x


def array_split(rules: JaxRules, ary, indices_or_sections, axis=0):
    x = _checked_split(rules, ary, indices_or_sections, axis)
    return _joining.array_split(rules, x, indices_or_sections, axis)


def split(rules: JaxRules, ary, indices_or_sections, axis=0):
    x = _checked_split(rules, ary, indices_or_sections, axis)
    return _joining.split(rules, x, indices_or_sections, axis)


def hsplit(rules: JaxRules, ary, indices_or_sections):
    x = rules.array(ary)
    return split(rules, x, indices_or_sections, 0 if len(x.shape) == 1 else 1)


def vsplit(rules: JaxRules, ary, indices_or_sections):
    return split(rules, ary, indices_or_sections, 0)


def dsplit(rules: JaxRules, ary, indices_or_sections):
    return split(rules, ary, indices_or_sections, 2)


def mean(rules: JaxRules, a, axis=None, dtype=None, out=None, keepdims=False, *, where=None):
    _check_averaged(rules, a, axis)
    return _statistics.mean(rules, a, axis, dtype, out, keepdims, where=where)


def std(rules: JaxRules, a, axis=None, *args, **kwargs):
    _check_averaged(rules, a, axis)
    return _statistics.std(rules, a, axis, *args, **kwargs)


def var(rules: JaxRules, a, axis=None, *args, **kwargs):
    _check_averaged(rules, a, axis)
    return _statistics.var(rules, a, axis, *args, **kwargs)


def _check_averaged(rules: JaxRules, a, axis):
    """Raises for an axis out of bounds, whose length JAX looks up first."""
    for i in axis if is_sequence(axis) else (axis,):
        if i is not None:
            rules.searched_axis(i, len(rules.array(a).shape))


def nanmean(rules: JaxRules, a, axis=None, *args, **kwargs):
    rules.axes(axis, len(rules.array(a).shape))
    return _statistics.nanmean(rules, a, axis, *args, **kwargs)


def average(rules: JaxRules, a, axis=None, weights=None, returned=False, keepdims=False):
    rules.axes(axis, len(rules.array(a).shape))
    return _statistics.average(rules, a, axis, weights, returned, keepdims=keepdims)


def unwrap(rules: JaxRules, p, discont=None, axis=-1, period=2 * np.pi):
    length_along(rules.array(p), axis)
    return _elementwise.unwrap(rules, p, discont, axis, period=period)


def packbits(rules: JaxRules, a, axis=None, bitorder="big"):
    if axis is not None:
        length_along(rules.array(a), axis)
    return _general.packbits(rules, a, axis, bitorder)


def pad(rules: JaxRules, array, pad_width, mode="constant", **kwargs):
    if isinstance(mode, str) and mode not in _PADDINGS:
        raise NotImplementedError(f"Unimplemented padding mode '{mode}' for np.pad.")
    return _padding.pad(rules, array, pad_width, mode, **kwargs)


def ravel_multi_index(rules: JaxRules, multi_index, dims, mode="raise", order="C", *, dtype=None):
    if len(multi_index) != len(dims):
        text = f"len(multi_index)={len(multi_index)} != len(dims)={len(dims)}"
        raise AssertionError(text)
    for x in map(rules.array, multi_index):
        if kind(x) not in "iu":
            raise ValueError(f"dtype={ivy.dtype(x)!r} is not an integer type.")
    found = _selection.ravel_multi_index(rules, multi_index, dims, mode, order)
    return found if dtype is None else rules.cast(found, rules.dtype_of(dtype))


def histogram2d(rules: JaxRules, x, y, *args, **kwargs):
    with raised_as(TypeError) if len(x) != len(y) else contextlib.nullcontext():
        return _histograms.histogram2d(rules, x, y, *args, **kwargs)


def arange(
    rules: JaxRules, start, stop=None, step=None, dtype=None, *, device=None, out_sharding=None
):
    for x in (start, stop, step):
        if isinstance(x, str):
            raise TypeError(f"Value {x!r} is not a valid JAX array type.")
    return _creation.arange(rules, start, stop, step, dtype, device=device)


_PADDINGS = frozenset(
    "constant edge empty linear_ramp maximum mean median minimum reflect symmetric wrap".split()
)
