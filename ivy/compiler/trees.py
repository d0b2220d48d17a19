"""Trees of arguments and results (optree); None is a part of the structure, not a leaf."""

from __future__ import annotations

from typing import Any, cast

import optree


def flatten(value: Any) -> tuple[list[Any], Any]:
    """The leaves in order, and the tree that `tree.unflatten(leaves)` fills again."""
    leaves, tree = optree.tree_flatten(cast(Any, value))
    return cast("list[Any]", leaves), tree


def flatten_with_path(value: Any) -> tuple[list[tuple[Any, ...]], list[Any], Any]:
    """As `flatten`, with the path to each leaf first."""
    paths, leaves, tree = optree.tree_flatten_with_path(cast(Any, value))
    return paths, cast("list[Any]", leaves), tree


def leaves(value: Any) -> list[Any]:
    """The leaves in order."""
    return flatten(value)[0]
