"""Arrays in lists, tuples, dicts and classes that hold one array each.

A class holds one array if it has `_read()`, which gives the array, and `of(array)`, which makes
another of its kind: `ivy.Array`, and the tensor classes of the frontends. The nesting is optree's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np

from ivy._core.backend import Backend, backend_of


class Structure:
    """`arrays`, in order, and how to put others in their places."""

    def __init__(self, value: Any):
        import optree  # not while Ivy is imported

        leaves, self._tree = optree.tree_flatten(value)
        self._places = [_place(leaf) for leaf in leaves]
        self._leaves = leaves
        self.arrays = [
            read(leaf) for leaf, (read, _) in zip(leaves, self._places, strict=True) if read
        ]

    def filled(self, arrays: Sequence[Any]) -> Any:
        """The same nesting and classes around other arrays."""
        rest = iter(arrays)
        leaves = [
            make(next(rest)) if make else leaf
            for leaf, (_, make) in zip(self._leaves, self._places, strict=True)
        ]
        return self._tree.unflatten(leaves)


of = Structure


def _itself(x: Any) -> Any:
    return x


def _place(leaf: Any) -> tuple[Callable[..., Any] | None, Callable[..., Any] | None]:
    """How to read an array out of a leaf, and how to make such a leaf; nothing, if it holds none."""
    kind = cast(Any, type(leaf))
    if hasattr(leaf, "_read") and hasattr(kind, "of"):
        return kind._read, kind.of
    if isinstance(leaf, (bool, int, str)) or leaf is None:
        return None, None
    if isinstance(leaf, (float, complex, np.ndarray, np.generic)) or backend_of(leaf) is not None:
        return _itself, _itself
    return None, None


def map_arrays(function: Callable[..., Any], value: Any) -> Any:
    """`value` with `function` of each array in its place."""
    structure = of(value)
    return structure.filled([function(a) for a in structure.arrays])


def to_backend(x: Any, base: Backend) -> Any:
    """`x`, or an array of `base` of a Python number or host array."""
    if isinstance(x, base.array_types):
        return x
    if isinstance(x, (float, complex, np.ndarray, np.generic)):
        return base.from_numpy(np.asarray(x))
    return x
