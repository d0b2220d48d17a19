"""Sorting, ranking and searching. NaN is ordered above all other numbers."""

from __future__ import annotations

from collections.abc import Sequence

from ivy._core import dtypes, rules
from ivy._core.op import Array, primitive


def _top_shape(x, k, *, axis=-1, **_):
    shape = list(x.shape)
    shape[axis] = k
    return tuple(shape), tuple(shape)


@primitive(shape=rules.same, dtype=rules.index)
def argsort(x: Array, /, *, axis: int = -1, descending: bool = False, stable: bool = True) -> Array:
    """Positions that sort `x`, stable in ascending and descending order.

    >>> import ivy, numpy as np
    >>> ivy.argsort(np.asarray([1, 3, 3, 2]), descending=True).tolist()
    [1, 2, 3, 0]
    """
    ...


@primitive(shape=lambda keys: keys[0].shape, dtype=rules.index)
def lexsort(keys: Sequence[Array], /) -> Array:
    """Positions that sort by the last of the 1-d `keys`, ties by the one before it.

    >>> import ivy, numpy as np
    >>> ivy.lexsort([np.asarray([1, 0, 2]), np.asarray([0, 0, 0])]).tolist()
    [1, 0, 2]
    """
    ...


@primitive(shape=lambda x1, x2, **_: x2.shape, dtype=rules.index)
def searchsorted(x1: Array, x2: Array, /, *, side: str = "left") -> Array:
    """Insertion points of `x2` in the ascending `x1`, before (`left`) or after equal elements.

    Both may have the same leading axes; each row is then searched by itself.

    >>> import ivy, numpy as np
    >>> ivy.searchsorted(np.asarray([1, 2, 2, 5]), np.asarray([2, 9]), side="right").tolist()
    [3, 4]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def sort(x: Array, /, *, axis: int = -1, descending: bool = False, stable: bool = True) -> Array:
    """`x` in ascending or descending order.

    >>> import ivy, numpy as np
    >>> ivy.sort(np.asarray([3, 1, 2]), descending=True).tolist()
    [3, 2, 1]
    """
    ...


@primitive(shape=lambda x, **_: (x.shape, x.shape), dtype=lambda x, **_: (x, dtypes.int64))
def sort_with_indices(
    x: Array, /, *, axis: int = -1, descending: bool = False
) -> tuple[Array, Array]:
    """`(sort(x), argsort(x))`, at the cost of one.

    >>> import ivy, numpy as np
    >>> values, indices = ivy.sort_with_indices(np.asarray([3, 1, 2]))
    >>> indices.tolist()
    [1, 2, 0]
    """
    ...


@primitive(shape=_top_shape, dtype=lambda x, *_, **__: (x, dtypes.int64))
def top_k(x: Array, k: int, /, *, axis: int = -1, largest: bool = True) -> tuple[Array, Array]:
    """The `k` largest (or smallest) elements, best first, and their positions.

    >>> import ivy, numpy as np
    >>> [a.tolist() for a in ivy.top_k(np.asarray([3, 1, 4, 1]), 2)]
    [[4, 3], [2, 0]]
    """
    ...
