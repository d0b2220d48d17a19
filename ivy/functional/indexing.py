"""Reading and writing at positions given by arrays.

`bounds` defines the treatment of an index out of range: `'error'` (default) raises
IndexOutOfRangeError, `'clip'` takes the nearest element, `'wrap'` wraps around, `'drop'` reads 0
and writes nothing. Negative indices are out of range, except with `'wrap'`.
"""

from __future__ import annotations

from collections.abc import Sequence

from ivy._core import rules
from ivy._core.op import Array, primitive


def _get_shape(x, indices, *, bounds="error"):
    arrays = [i for i in indices if i is not None]
    among = rules.broadcast(*arrays)
    whole = [n for n, i in zip(x.shape, indices, strict=False) if i is None]
    whole += x.shape[len(indices) :]
    behind = rules.axes_behind(indices, len(x.shape))
    before = len(whole) - behind
    return (*whole[:before], *among, *whole[before:])


def _take_shape(x, indices, *, axis, bounds="error"):
    axis %= len(x.shape)
    return x.shape[:axis] + tuple(indices.shape) + x.shape[axis + 1 :]


@primitive(shape=_get_shape, dtype=rules.same)
def get_index(x: Array, indices: Sequence[Array | None], /, *, bounds: str = "error") -> Array:
    """`x[indices]` by NumPy's advanced indexing, with integer arrays (None: the whole axis).

    >>> import ivy, numpy as np
    >>> ivy.get_index(np.eye(3), [np.asarray([0, 2]), np.asarray([0, 1])]).tolist()
    [1.0, 0.0]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def set_index(
    x: Array,
    indices: Sequence[Array | None],
    values: Array,
    /,
    *,
    reduction: str = "set",
    bounds: str = "error",
) -> Array:
    """`x` after `x[indices] = values`; `reduction` is set, add, multiply, minimum or maximum.

    Repeated positions accumulate, except with 'set', where the last one wins.

    >>> import ivy, numpy as np
    >>> at = [np.asarray([1, 1])]
    >>> ivy.set_index(np.zeros(4), at, np.asarray([1.0, 2.0]), reduction='add').tolist()
    [0.0, 3.0, 0.0, 0.0]
    """
    ...


@primitive(dynamic_shape=True, dtype=rules.index)
def nonzero(x: Array, /) -> tuple[Array, ...]:
    """The positions of nonzero elements in row-major order, one int64 array per axis.

    >>> import ivy, numpy as np
    >>> ivy.nonzero(np.asarray([0, 5, 7]))[0].tolist()
    [1, 2]
    """
    ...


@primitive(shape=_take_shape, dtype=rules.same)
def take(x: Array, indices: Array, /, *, axis: int, bounds: str = "error") -> Array:
    """The slices of `x` along `axis` at `indices` (any shape, which replaces the axis).

    >>> import ivy, numpy as np
    >>> ivy.take(np.asarray([[1, 2], [3, 4]]), np.asarray([1, 0, 1]), axis=1).tolist()
    [[2, 1, 2], [4, 3, 4]]
    """
    ...


@primitive(shape=lambda x, indices, **_: tuple(indices.shape), dtype=rules.same)
def take_along_axis(x: Array, indices: Array, /, *, axis: int, bounds: str = "error") -> Array:
    """`out[i, j, k] = x[i, indices[i, j, k], k]` for axis 1; `indices` may be shorter elsewhere.

    >>> import ivy, numpy as np
    >>> ivy.take_along_axis(np.asarray([[1, 2], [3, 4]]), np.asarray([[1], [0]]), axis=1).tolist()
    [[2], [3]]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def put_along_axis(
    x: Array,
    indices: Array,
    values: Array,
    /,
    *,
    axis: int,
    reduction: str = "set",
    bounds: str = "error",
) -> Array:
    """`x` with `values` written where `take_along_axis` reads; `reduction` as in `set_index`.

    >>> import ivy, numpy as np
    >>> where, values = np.asarray([[1], [0]]), np.asarray([[8], [9]])
    >>> ivy.put_along_axis(np.zeros((2, 2)), where, values, axis=1).tolist()
    [[0.0, 8.0], [9.0, 0.0]]
    """
    ...
