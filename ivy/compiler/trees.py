"""Trees of arguments and results (optree); None is a part of the structure, not a leaf."""

from __future__ import annotations

from collections.abc import Iterator
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


LEAF = "leaf"  # in a skeleton


def skeleton(tree: Any) -> Any:
    """The containers of a tree, with LEAF for each leaf."""
    return tree.unflatten([LEAF] * tree.num_leaves)


def leaves_of(value: Any, like: Any) -> list[Any] | None:
    """The leaves of `value` by a skeleton, None if it is another tree; in plain Python, for tracers."""
    if like is LEAF:
        return [value]
    if like is None:
        return [] if value is None else None
    if type(value) is not type(like) or len(value) != len(like):
        return None
    if isinstance(like, dict):
        if like.keys() != value.keys():
            return None
        # optree sorts the keys of a plain dictionary
        keys = sorted(like) if type(like) is dict else list(like)
        pairs = [(value[k], like[k]) for k in keys]
    else:
        pairs = list(zip(value, like, strict=True))
    found: list[Any] = []
    for item, part in pairs:
        some = leaves_of(item, part)
        if some is None:
            return None
        found += some
    return found


def filled(like: Any, items: Iterator[Any]) -> Any:
    """A skeleton with these leaves."""
    if like is LEAF:
        return next(items)
    if like is None:
        return None
    if isinstance(like, dict):
        keys = sorted(like) if type(like) is dict else list(like)
        made = {k: filled(like[k], items) for k in keys}
        return type(like)((k, made[k]) for k in like)
    parts = [filled(part, items) for part in like]
    return type(like)(*parts) if hasattr(like, "_fields") else type(like)(parts)
