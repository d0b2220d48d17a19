"""Methods of `numpy.ndarray` that differ from the functions of the same names."""

from __future__ import annotations

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _selection, _shapes
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import kind
from ivy.frontends.numpy import _functions


def astype(rules: Rules, self, dtype, order="K", casting="unsafe", subok=True, copy=True):
    dtype = rules.dtype_of(dtype)
    if not np.can_cast(ivy.dtype(self), dtype, casting):
        raise TypeError(
            f"Cannot cast array data from {ivy.dtype(self)!r} to {dtype!r} according to the "
            f"rule {casting!r}"
        )
    return rules.cast(self, dtype)


def compress(rules: Rules, self, condition, axis=None, out=None):
    return _selection.compress(rules, condition, self, axis, out)


def flatten(rules: Rules, self, order="C"):
    return _functions.copy(rules, _shapes.ravel(rules, self, order))


def byteswap(rules: Rules, self, inplace=False):
    if inplace:
        raise NotImplementedError("byteswap in place")
    size = ivy.dtype(self).itemsize
    if size == 1:
        return self
    width = size // 2 if kind(self) == "c" else size
    parts = ivy.bitcast(ivy.expand_dims(self, axis=-1), dtypes.uint8)
    parts = ivy.reshape(parts, (*self.shape, size // width, width))
    parts = ivy.reshape(ivy.flip(parts, axis=(-1,)), (*self.shape, size))
    return ivy.reshape(ivy.bitcast(parts, ivy.dtype(self)), tuple(self.shape))


def reshape(rules: Rules, self, *shape, order="C", copy=None):
    return _shapes.reshape(rules, self, _unpacked(shape), order)


def transpose(rules: Rules, self, *axes):
    axes = _unpacked(axes) if axes else None
    return _shapes.transpose(rules, self, axes)


def _unpacked(values):
    return values[0] if len(values) == 1 else values
