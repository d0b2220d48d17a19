"""What JAX refuses with another exception than NumPy, or sooner."""

from __future__ import annotations

import contextlib
import operator
from collections.abc import Iterator

import numpy as np

from ivy import functional as ivy
from ivy.frontends._numpy_api._rules import Rules, is_sequence, kind


@contextlib.contextmanager
def raised_as(error: type[Exception]) -> Iterator[None]:
    """What NumPy refuses with a ValueError, JAX's own code trips over in another place."""
    try:
        yield
    except ValueError as found:
        raise error(str(found)) from None


def length_along(x, axis):
    """The length of an axis, which is looked up as it is: a wrong one is Python's own error."""
    return tuple(x.shape)[operator.index(axis)]


class Refusals(Rules):
    """Functions of `jax.numpy`."""

    def _refuse_permutation(self, axes, x):
        raise TypeError(
            "transpose permutation isn't a permutation of operand dimensions, got permutation "
            f"{tuple(axes)} for operand shape {tuple(x.shape)}."
        )

    def transpose(self, a, axes=None):
        x = self.array(a)
        if axes is not None and len(self.axes(axes, len(x.shape))) != len(x.shape):
            self._refuse_permutation(axes, x)
        return super().transpose(x, axes)

    def permute_dims(self, a, /, axes):
        x = self.array(a)
        if sorted(axes) != list(range(len(x.shape))):
            self._refuse_permutation(axes, x)
        return super().transpose(x, axes)

    def swapaxes(self, a, axis1, axis2):
        x = self.array(a)
        for axis in (axis1, axis2):
            length_along(x, axis)
        return super().swapaxes(x, axis1, axis2)

    def diagonal(self, a, offset=0, axis1=0, axis2=1):
        x = self.array(a)
        ndim = len(x.shape)
        if ndim > 1 and self.axis(axis1, ndim) == self.axis(axis2, ndim):
            self._refuse_permutation((axis1, axis2, *range(1, ndim)), x)
        return super().diagonal(x, offset, axis1, axis2)

    def hstack(self, tup, *, dtype=None):
        if is_sequence(tup) and not tup:
            raise IndexError("list index out of range")
        return super().hstack(tup, dtype=dtype)

    def _checked_split(self, ary, sections, axis):
        x = self.array(ary)
        length = length_along(x, axis)
        if not is_sequence(sections) and not getattr(sections, "shape", ()):
            divmod(length, operator.index(sections))  # by zero it raises
        return x

    def array_split(self, ary, indices_or_sections, axis=0):
        x = self._checked_split(ary, indices_or_sections, axis)
        return super().array_split(x, indices_or_sections, axis)

    def split(self, ary, indices_or_sections, axis=0):
        x = self._checked_split(ary, indices_or_sections, axis)
        return super().split(x, indices_or_sections, axis)

    def hsplit(self, ary, indices_or_sections):
        x = self.array(ary)
        return self.split(x, indices_or_sections, 0 if len(x.shape) == 1 else 1)

    def vsplit(self, ary, indices_or_sections):
        return self.split(ary, indices_or_sections, 0)

    def dsplit(self, ary, indices_or_sections):
        return self.split(ary, indices_or_sections, 2)

    def nanmean(self, a, axis=None, *args, **kwargs):
        self.axes(axis, len(self.array(a).shape))
        return super().nanmean(a, axis, *args, **kwargs)

    def average(self, a, axis=None, weights=None, returned=False, keepdims=False):
        self.axes(axis, len(self.array(a).shape))
        return super().average(a, axis, weights, returned, keepdims=keepdims)

    def unwrap(self, p, discont=None, axis=-1, period=2 * np.pi):
        length_along(self.array(p), axis)
        return super().unwrap(p, discont, axis, period=period)

    def packbits(self, a, axis=None, bitorder="big"):
        if axis is not None:
            length_along(self.array(a), axis)
        return super().packbits(a, axis, bitorder)

    def pad(self, array, pad_width, mode="constant", **kwargs):
        if isinstance(mode, str) and mode not in _PADDINGS:
            raise NotImplementedError(f"Unimplemented padding mode '{mode}' for np.pad.")
        return super().pad(array, pad_width, mode, **kwargs)

    def ravel_multi_index(self, multi_index, dims, mode="raise", order="C", *, dtype=None):
        if len(multi_index) != len(dims):
            text = f"len(multi_index)={len(multi_index)} != len(dims)={len(dims)}"
            raise AssertionError(text)
        for x in map(self.array, multi_index):
            if kind(x) not in "iu":
                raise ValueError(f"dtype={ivy.dtype(x)!r} is not an integer type.")
        found = super().ravel_multi_index(multi_index, dims, mode, order)
        return found if dtype is None else self.cast(found, self.dtype_of(dtype))

    def histogram2d(self, x, y, *args, **kwargs):
        with raised_as(TypeError) if len(x) != len(y) else contextlib.nullcontext():
            return super().histogram2d(x, y, *args, **kwargs)

    def vecdot(self, x1, x2, /, *, axis=-1, precision=None, preferred_element_type=None):
        with self._cores_refused():
            return self._preferred(super().vecdot(x1, x2, axis=axis), preferred_element_type)

    def matvec(self, x1, x2, /):
        with self._cores_refused():
            return super().matvec(x1, x2)

    def vecmat(self, x1, x2, /):
        with self._cores_refused():
            return super().vecmat(x1, x2)

    @contextlib.contextmanager
    def _cores_refused(self):
        try:
            yield
        except self.ContractionError as error:
            raise ValueError(str(error)) from None

    def _filled(self, shape, value, dtype):
        with raised_as(TypeError):
            return super()._filled(shape, value, dtype)

    def arange(self, start, stop=None, step=None, dtype=None, *, device=None, out_sharding=None):
        for x in (start, stop, step):
            if isinstance(x, str):
                raise TypeError(f"Value {x!r} is not a valid JAX array type.")
        return super().arange(start, stop, step, dtype, device=device)


_PADDINGS = frozenset(
    "constant edge empty linear_ramp maximum mean median minimum reflect symmetric wrap".split()
)
