"""Resizing of arrays, one axis after the other, by a matrix or by selecting elements.

Matrices are computed on the host, from the sizes; gradients are those of a matrix product.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ivy._core import ops, rules
from ivy._core.op import Array, composite
from ivy.functional._spatial import (
    channels_are_last,
    channels_back,
    channels_first,
    per_axis,
)

_MODES = ("nearest", "nearest-exact", "linear", "cubic", "area")
_ALIASES = dict.fromkeys(("bilinear", "trilinear"), "linear") | {"bicubic": "cubic"}


@composite(dtype=rules.same)
def interpolate(
    x: Array,
    size: int | Sequence[int] | None = None,
    /,
    *,
    scale_factor: float | Sequence[float] | None = None,
    mode: str = "nearest",
    align_corners: bool = False,
    antialias: bool = False,
    use_scale: bool = True,
    data_format: str = "channels_first",
) -> Array:
    """`x` with its spatial axes resized to `size`, or by `scale_factor`.

    Parameters
    ----------
    mode
        'nearest', 'nearest-exact', 'linear' (also 'bilinear', 'trilinear'), 'cubic' ('bicubic') or
        'area', as in `torch.nn.functional.interpolate`.
    align_corners
        The first and the last elements keep their positions.
    antialias
        In downsampling the kernel is widened, so that all elements count.
    use_scale
        Positions are computed from `scale_factor` itself, not from the ratio of the sizes.

    Raises
    ------
    ValueError
        An unknown mode, or not exactly one of `size` and `scale_factor`.

    >>> import ivy, numpy as np
    >>> x = np.asarray([[[0.0, 1.0]]])
    >>> ivy.interpolate(x, 4, mode="linear").ravel().tolist()
    [0.0, 0.25, 0.75, 1.0]
    """
    mode = _ALIASES.get(mode, mode)
    if mode not in _MODES:
        raise ValueError(f"mode={mode!r}: one of {', '.join((*_MODES, *_ALIASES))}.")
    if (size is None) == (scale_factor is None):
        raise ValueError("interpolate takes either a size or scale_factor.")
    last = channels_are_last(data_format)
    x, count = channels_first(x, last), x.ndim - 2
    if size is not None:
        sizes, scales = per_axis(size, count), (None,) * count
    else:
        one = isinstance(scale_factor, (int, float))
        scales = (float(scale_factor),) * count if one else tuple(map(float, scale_factor))
        sizes = tuple(math.floor(n * s) for n, s in zip(x.shape[2:], scales, strict=True))
        scales = scales if use_scale else (None,) * count
    for axis, new, scale in zip(range(2, x.ndim), sizes, scales, strict=True):
        x = _resized(x, axis, new, scale, mode, align_corners, antialias)
    return channels_back(x, last)


@composite(dtype=rules.same)
def resize(
    x: Array,
    shape: Sequence[int],
    /,
    *,
    method: str = "linear",
    antialias: bool = True,
) -> Array:
    """`x` resized to another shape with as many axes, as by `jax.image.resize`.

    `method` is 'nearest', 'linear' or 'cubic' (Keys' cubic, a = -0.5).

    >>> import ivy, numpy as np
    >>> ivy.resize(np.asarray([0.0, 1.0]), (4,)).tolist()
    [0.0, 0.25, 0.75, 1.0]
    """
    method = _ALIASES.get(method, method)
    if method not in ("nearest", "linear", "cubic"):
        raise ValueError(f"method={method!r}: nearest, linear or cubic.")
    for axis, new in enumerate(shape):
        if new == x.shape[axis]:
            continue
        if method == "nearest":
            x = _picked(x, axis, _nearest(x.shape[axis], new, None, exact=True))
        else:
            kernel = _triangle if method == "linear" else lambda t: _keys(t, -0.5)
            x = _by_matrix(x, axis, _kernel_matrix(x.shape[axis], new, None, kernel, antialias))
    return x


def _resized(x, axis, new, scale, mode, align_corners, antialias):
    old = x.shape[axis]
    if mode.startswith("nearest"):
        return _picked(x, axis, _nearest(old, new, scale, exact=mode.endswith("exact")))
    if mode == "area":
        return _by_matrix(x, axis, _area(old, new))
    if antialias and not align_corners:
        kernel = _triangle if mode == "linear" else lambda t: _keys(t, -0.5)
        return _by_matrix(x, axis, _kernel_matrix(old, new, scale, kernel, True))
    make = _linear if mode == "linear" else _cubic
    return _by_matrix(x, axis, make(old, _positions(old, new, scale, align_corners)))


def _picked(x, axis, places):
    return ops.take(x, ops.constant(places), axis=axis)


def _by_matrix(x, axis, matrix):
    """`x` times a matrix (new, old) along an axis."""
    matrix = ops.constant(matrix.T, dtype=ops.dtype(x))
    return ops.moveaxis(ops.matmul(ops.moveaxis(x, axis, -1), matrix), -1, axis)


def _step(old, new, scale):
    return 1 / scale if scale else old / new


def _nearest(old, new, scale, exact):
    places = (np.arange(new) + (0.5 if exact else 0.0)) * _step(old, new, scale)
    return np.minimum(np.floor(places).astype(np.int64), old - 1)


def _positions(old, new, scale, align_corners):
    """The positions in the old axis of the elements of the new one."""
    if align_corners:
        return np.arange(new) * ((old - 1) / (new - 1) if new > 1 else 0.0)
    return (np.arange(new) + 0.5) * _step(old, new, scale) - 0.5


def _rows(old, new):
    return np.zeros((new, old)), np.arange(new)


def _linear(old, at):
    matrix, rows = _rows(old, len(at))
    at = np.maximum(at, 0.0)
    low = np.minimum(np.floor(at).astype(np.int64), old - 1)
    weight = at - low
    np.add.at(matrix, (rows, low), 1 - weight)
    np.add.at(matrix, (rows, np.minimum(low + 1, old - 1)), weight)
    return matrix


def _keys(t, a):
    """The cubic convolution kernel."""
    t = np.abs(t)
    near = ((a + 2) * t - (a + 3)) * t * t + 1
    far = (((t - 5) * t + 8) * t - 4) * a
    return np.where(t <= 1, near, np.where(t < 2, far, 0.0))


def _triangle(t):
    return np.maximum(1 - np.abs(t), 0.0)


def _cubic(old, at):
    matrix, rows = _rows(old, len(at))
    low = np.floor(at).astype(np.int64)
    for k in range(-1, 3):
        np.add.at(matrix, (rows, np.clip(low + k, 0, old - 1)), _keys(at - low - k, -0.75))
    return matrix


def _kernel_matrix(old, new, scale, kernel, antialias):
    """Weights of a kernel around each position, widened to a new element if that is wider."""
    step = _step(old, new, scale)
    width = max(step, 1.0) if antialias else 1.0
    at = (np.arange(new) + 0.5) * step - 0.5
    weights = kernel((np.arange(old)[None, :] - at[:, None]) / width)
    total = weights.sum(1, keepdims=True)
    return np.where(np.abs(total) > 1e-12, weights / np.where(total == 0, 1, total), 0.0)


def _area(old, new):
    matrix, _ = _rows(old, new)
    for k in range(new):
        start, end = k * old // new, -(-(k + 1) * old // new)
        matrix[k, start:end] = 1 / (end - start)
    return matrix
