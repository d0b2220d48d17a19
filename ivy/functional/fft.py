"""Discrete Fourier transforms along `axes`.

`norm` selects the scaling by the number of points: 'backward' scales the inverse, 'forward' the
forward transform, 'ortho' both by the root.
"""

from __future__ import annotations

from collections.abc import Sequence

from ivy._core import dtypes, rules
from ivy._core.op import Array, primitive


def _half_shape(x, /, *, axes, norm="backward"):
    shape = list(x.shape)
    shape[axes[-1]] = shape[axes[-1]] // 2 + 1
    return tuple(shape)


def _whole_shape(x, /, *, axes, size, norm="backward"):
    shape = list(x.shape)
    shape[axes[-1]] = size
    return tuple(shape)


def _complex(x, **_):
    return dtypes.complex_of(x)


def _real(x, **_):
    return dtypes.real_of(x)


@primitive(shape=rules.same, dtype=_complex)
def fftn(x: Array, /, *, axes: Sequence[int], norm: str = "backward") -> Array:
    """The transform of a complex array.

    >>> import ivy, numpy as np
    >>> ivy.fftn(np.asarray([1, 0, 0, 0j]), axes=(0,)).real.tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    ...


@primitive(shape=rules.same, dtype=_complex)
def ifftn(x: Array, /, *, axes: Sequence[int], norm: str = "backward") -> Array:
    """The inverse transform of a complex array.

    >>> import ivy, numpy as np
    >>> ivy.ifftn(np.asarray([3.0, 1.0]), axes=(0,)).tolist()
    [(2+0j), (1+0j)]
    """
    ...


@primitive(shape=_whole_shape, dtype=_real)
def irfftn(x: Array, /, *, axes: Sequence[int], size: int, norm: str = "backward") -> Array:
    """The real inverse transform; the last of `axes` holds the first half of `size` points.

    >>> import ivy, numpy as np
    >>> ivy.irfftn(np.asarray([6.0 + 0j, 0j]), axes=(0,), size=3).tolist()
    [2.0, 2.0, 2.0]
    """
    ...


@primitive(shape=_half_shape, dtype=_complex)
def rfftn(x: Array, /, *, axes: Sequence[int], norm: str = "backward") -> Array:
    """The transform of a real array, only the first half along the last of `axes`.

    >>> import ivy, numpy as np
    >>> ivy.rfftn(np.asarray([1.0, 2.0, 3.0]), axes=(0,)).round(4).tolist()
    [(6+0j), (-1.5+0.866j)]
    """
    ...
