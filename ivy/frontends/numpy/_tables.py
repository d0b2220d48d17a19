"""Files NumPy's functions, and the methods of its arrays, in the registry."""

from __future__ import annotations

import inspect

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._publishing import function_of, publish
from ivy.frontends._numpy_api._rules import kind
from ivy.frontends._publish import NATIVE, VIEWS, _file
from ivy.frontends.numpy._linalg import NumPyFFT, NumPyLinalg
from ivy.frontends.numpy._space import NumPy

SPACE = NumPy()
SPACE.linalg = NumPyLinalg(SPACE)
FOURIER = NumPyFFT(SPACE)

# Functions whose results show the memory of their first argument.
_VIEWS = (
    "asanyarray asarray array_split atleast_1d atleast_2d atleast_3d broadcast_to diagonal dsplit "
    "expand_dims flip fliplr flipud hsplit imag matrix_transpose moveaxis permute_dims ravel real "
    "reshape rollaxis rot90 split squeeze swapaxes transpose unstack vsplit"
).split()

_ALIASES = {
    "amax": "max",
    "amin": "min",
    "concat": "concatenate",
    "permute_dims": "transpose",
    "row_stack": "vstack",
}
for _alias, _name in _ALIASES.items():
    if not hasattr(NumPy, _alias):
        setattr(NumPy, _alias, getattr(NumPy, _name))

publish(SPACE, "numpy", NATIVE, np, without=_VIEWS)
for _name in _VIEWS:
    _file(VIEWS, f"numpy.{_name}", function_of(getattr(SPACE, _name), "numpy", _name), __name__)
publish(SPACE.linalg, "numpy.linalg", NATIVE, np.linalg)
publish(FOURIER, "numpy.fft", NATIVE, np.fft)

# Methods that are the functions of their names, the array first.
_METHODS = (
    "all any argmax argmin argpartition argsort choose clip conj conjugate copy cumprod cumsum dot "
    "max mean min nonzero prod repeat round searchsorted std sum take trace var"
).split()
_VIEW_METHODS = "diagonal ravel squeeze swapaxes".split()


def _method(name):
    function = getattr(SPACE, name)

    def method(self, *args, **kwargs):
        return function(self, *args, **kwargs)

    method.__signature__ = inspect.signature(function)  # pyright: ignore
    return method


class Methods:
    """Methods that differ from the function of their name."""

    def astype(self, dtype, order="K", casting="unsafe", subok=True, copy=True):
        dtype = SPACE.dtype_of(dtype)
        if not np.can_cast(ivy.dtype(self), dtype, casting):
            raise TypeError(
                f"Cannot cast array data from {ivy.dtype(self)!r} to {dtype!r} according to the "
                f"rule {casting!r}"
            )
        return SPACE.cast(self, dtype)

    def compress(self, condition, axis=None, out=None):
        return SPACE.compress(condition, self, axis, out)

    def flatten(self, order="C"):
        return SPACE.copy(SPACE.ravel(self, order))

    def byteswap(self, inplace=False):
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


class ViewMethods:
    """Methods whose results share the array's memory."""

    def reshape(self, *shape, order="C", copy=None):
        return SPACE.reshape(self, _unpacked(shape), order)

    def transpose(self, *axes):
        axes = _unpacked(axes) if axes else None
        return SPACE.transpose(self, axes)


def _unpacked(values):
    return values[0] if len(values) == 1 else values


for _name in _METHODS:
    _file(
        NATIVE,
        f"numpy.ndarray.{_name}",
        function_of(_method(_name), "numpy.ndarray", _name),
        __name__,
    )
for _name in _VIEW_METHODS:
    _file(
        VIEWS,
        f"numpy.ndarray.{_name}",
        function_of(_method(_name), "numpy.ndarray", _name),
        __name__,
    )
for _group, _registry in ((Methods, NATIVE), (ViewMethods, VIEWS)):
    for _name, _function in vars(_group).items():
        if not _name.startswith("_"):
            _file(
                _registry,
                f"numpy.ndarray.{_name}",
                function_of(_function, "numpy.ndarray", _name),
                __name__,
            )
