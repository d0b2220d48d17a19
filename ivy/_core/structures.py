"""Trees of arrays: lists, tuples, dicts and wrapper classes, traversed by optree.

A wrapper class has `_read()`, which returns its array, and a class method `of(array)`, which wraps
another one: `ivy.Array` and the tensor classes of the frontends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np

from ivy._core.backend import Backend, backend_of


class Structure:
    """The `arrays` of a tree, in order, and its structure."""

    def __init__(self, value: Any):
        import optree  # here, as importing Ivy must not import it

        leaves, self._tree = optree.tree_flatten(value)
        self._wrappers = [_wrapper_of(leaf) for leaf in leaves]
        self._leaves = leaves
        self.arrays = [
            read(leaf) for leaf, (read, _) in zip(leaves, self._wrappers, strict=True) if read
        ]

    def filled(self, arrays: Sequence[Any]) -> Any:
        """The same tree with other arrays."""
        rest = iter(arrays)
        leaves = [
            make(next(rest)) if make else leaf
            for leaf, (_, make) in zip(self._leaves, self._wrappers, strict=True)
        ]
        return self._tree.unflatten(leaves)


of = Structure


def _itself(x: Any) -> Any:
    return x


def _wrapper_of(leaf: Any) -> tuple[Callable[..., Any] | None, Callable[..., Any] | None]:
    """Functions that unwrap and wrap the array of a leaf; `(None, None)` if it holds none."""
    kind = cast(Any, type(leaf))
    if hasattr(leaf, "_read") and hasattr(kind, "of"):
        return kind._read, kind.of
    if isinstance(leaf, (bool, int, str)) or leaf is None:
        return None, None
    if isinstance(leaf, (float, complex, np.ndarray, np.generic)) or backend_of(leaf) is not None:
        return _itself, _itself
    return None, None


def map_arrays(function: Callable[..., Any], value: Any) -> Any:
    """`value` with `function` applied to each array."""
    structure = of(value)
    return structure.filled([function(a) for a in structure.arrays])


def to_backend(x: Any, base: Backend) -> Any:
    """`x` with Python numbers and host arrays converted to arrays of `base`."""
    if isinstance(x, base.array_types):
        return x
    if isinstance(x, (float, complex, np.ndarray, np.generic)):
        return base.from_numpy(np.asarray(x))
    return x
