"""Variables of a module: a tree by names, in the structure of the module.

    v.encoder.weight, v["encoder"]["weight"], v["encoder.weight"]   the same variable

A tree is a dict, and a node for optree, `jax.tree` and `torch.utils._pytree`, each told when it is
there already.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any


class Variables(dict[str, Any]):
    """A tree of variables by name; see the docstring of this module."""

    def __init__(self, tree: Mapping[str, Any] = {}):
        super().__init__(tree)
        _register()

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"no variable {name!r}; there are {', '.join(self)}.") from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __missing__(self, name: str) -> Any:
        first, _, rest = name.partition(".")
        if not rest or first not in self:
            raise KeyError(name)
        return self[first][rest]

    def __repr__(self) -> str:
        return f"Variables({dict(self)!r})"


def nested(named: Mapping[str, Any]) -> Variables:
    """The tree of values with dotted names."""
    tree = Variables()
    for name, value in named.items():
        *path, last = name.split(".")
        place = tree
        for part in path:
            place = place.setdefault(part, Variables())
        place[last] = value
    return tree


def flat(tree: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """The values of a tree by dotted names; what has dotted names already may be given as well."""
    found: dict[str, Any] = {}
    for name, value in tree.items():
        if isinstance(value, Mapping):
            found.update(flat(value, f"{prefix}{name}."))
        else:
            found[prefix + name] = value
    return found


# -- as a node of the frameworks' trees


def _children(tree: Any) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    names = tuple(sorted(tree))
    return tuple(tree[n] for n in names), names


def _built(names: Any, children: Iterable[Any]) -> Variables:
    tree = Variables.__new__(Variables)
    tree.update(zip(names, children, strict=True))
    return tree


def _with_optree(optree: Any) -> None:
    optree.register_pytree_node(
        Variables,
        lambda tree: (*_children(tree), tuple(sorted(tree))),
        _built,
        namespace=optree.registry.__GLOBAL_NAMESPACE,
    )


def _with_jax(jax: Any) -> None:
    def with_keys(tree: Variables) -> Any:
        children, names = _children(tree)
        keys = map(jax.tree_util.DictKey, names)
        return tuple(zip(keys, children, strict=True)), names

    jax.tree_util.register_pytree_with_keys(Variables, with_keys, _built, _children)


def _with_torch(torch: Any) -> None:
    torch.utils._pytree.register_pytree_node(
        Variables,
        lambda tree: (list(_children(tree)[0]), _children(tree)[1]),
        lambda c, n: _built(n, c),
    )


_WAITING: dict[str, Callable[[Any], None]] = {
    "optree": _with_optree,
    "jax": _with_jax,
    "torch": _with_torch,
}


def _register() -> None:
    for library in [name for name in _WAITING if name in sys.modules]:
        _WAITING.pop(library)(sys.modules[library])
