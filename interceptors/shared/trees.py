"""The one walk over arguments and results: nested lists, tuples, dictionaries and named tuples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import optree


def map_leaves(function: Callable[[Any], Any], tree: Any) -> Any:
    """The same nesting with `function(leaf)` in place of each leaf. None is a leaf."""
    return optree.tree_map(function, tree, none_is_leaf=True)


def map_instances(kind: Any, function: Callable[[Any], Any], tree: Any) -> Any:
    """As `map_leaves`, for leaves of a class; others stay as they are."""
    return map_leaves(lambda leaf: function(leaf) if isinstance(leaf, kind) else leaf, tree)


def leaves(tree: Any) -> list[Any]:
    """The leaves in order."""
    return optree.tree_leaves(tree, none_is_leaf=True)


def instances(kind: Any, tree: Any) -> list[Any]:
    """The leaves of a class, in order."""
    return [leaf for leaf in leaves(tree) if isinstance(leaf, kind)]


def rebuilt(tree: Any, new: list[Any]) -> Any:
    """The same nesting with these leaves, in order."""
    return optree.tree_unflatten(optree.tree_structure(tree, none_is_leaf=True), new)
