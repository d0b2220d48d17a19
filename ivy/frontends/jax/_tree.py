"""JAX's trees: arrays in tuples, lists, dicts and named tuples; None is a tree without leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy import functional as ivy


def leaves(tree: Any) -> list[Any]:
    """What is at the ends of a tree, in order (of dicts: of their sorted keys)."""
    if tree is None:
        return []
    if isinstance(tree, dict):
        return [leaf for key in sorted(tree) for leaf in leaves(tree[key])]
    if isinstance(tree, (list, tuple)):
        return [leaf for item in tree for leaf in leaves(item)]
    return [tree]


def rebuilt(tree: Any, values: Any) -> Any:
    """A tree like `tree` with other leaves."""
    values = iter(values)

    def build(node: Any) -> Any:
        if node is None:
            return None
        if isinstance(node, dict):
            made = {key: build(node[key]) for key in sorted(node)}
            return {key: made[key] for key in node}
        if isinstance(node, tuple) and hasattr(node, "_fields"):
            return type(node)(*map(build, node))
        if isinstance(node, (list, tuple)):
            return type(node)(map(build, node))
        return next(values)

    return build(tree)


def same_structure(a: Any, b: Any) -> bool:
    """Whether two trees differ at most in their leaves."""

    def outline(tree: Any) -> Any:
        return rebuilt(tree, [0] * len(leaves(tree)))

    return outline(a) == outline(b)


def row(tree: Any, index: int) -> Any:
    """The row `index` of each array of a tree."""
    return mapped(lambda x: ivy.slice_(x, (index,)), tree)


def mapped(change: Callable, tree: Any, *others: Any) -> Any:
    """`tree` with `change(leaf, ...)` for every leaf, with those of like trees beside it."""
    return rebuilt(tree, map(change, leaves(tree), *map(leaves, others)))
