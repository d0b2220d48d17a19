"""Which parameter of a model is which of another one, by names and shapes alone.

Layers are found by their names, or by roles and shapes that no other layer has; what these do not
decide is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ivy._core import errors
from ivy.modules.layouts import Layout, Matches, Origin, Part, layouts

ROLES = {
    "weight": "weight kernel w scale gamma embedding embeddings",
    "bias": "bias b beta offset",
    "mean": "mean running_mean moving_mean mean_ema.average",
    "var": "var running_var moving_variance var_ema.average",
}
_ROLE = {name: role for role, names in ROLES.items() for name in names.split()}
_TABLES = ("embedding", "embeddings")
INTERNAL = ("hidden",)  # names of state that evaluation does not read

Shapes = Mapping[str, tuple[int, ...]]
Layers = dict[str, dict[str, str]]


def matched(source: Shapes, target: Shapes, transposed: bool) -> Matches:
    """Where each array of the target comes from.

    Parameters
    ----------
    transposed
        Of a kernel, one model has the outputs first and the other one last.

    Raises
    ------
    ConversionError
        Names and shapes do not decide.
    """
    target = {k: s for k, s in target.items() if k.rpartition(".")[2] not in INTERNAL}
    theirs, ours = _layers(source), _layers(target)
    found: Matches = {}
    for layer, other in _pairs(theirs, ours, source, target).items():
        for role, name in ours[layer].items():
            origin = theirs[other][role]
            shapes = source[origin], target[name]
            change = transposed and not {_last(name), _last(origin)} & {*_TABLES}
            found[Part(name)] = Origin(Part(origin), _layout(*shapes, change))
    return found


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _layers(shapes: Shapes) -> Layers:
    """Names of arrays, by the name of the layer and the role in it."""
    found: Layers = {}
    for name in shapes:
        parts = name.split(".")
        count = 2 if ".".join(parts[-2:]) in _ROLE else 1
        role = ".".join(parts[-count:])
        found.setdefault(".".join(parts[:-count]), {})[_ROLE.get(role, role)] = name
    return found


def _pairs(theirs: Layers, ours: Layers, source: Shapes, target: Shapes) -> dict[str, str]:
    """The layer of the source for each of the target."""

    def fits(layer: str, other: str) -> bool:
        roles, names = ours[layer], theirs[other]
        return roles.keys() == names.keys() and all(
            layouts(source[names[r]], target[roles[r]]) for r in roles
        )

    possible = {a: [b for b in theirs if fits(a, b)] for a in ours}
    missing = [a for a, some in possible.items() if not some]
    if missing or len(theirs) > len(ours):
        used = {b for some in possible.values() for b in some}
        left = missing or [b for b in theirs if b not in used] or [*theirs]
        raise errors.ConversionError(
            f"these have no counterpart by names and shapes: {', '.join(map(repr, left))}. {_MORE}"
        )
    for layer, some in possible.items():
        same = [b for b in some if _words(b) == _words(layer)]
        possible[layer] = same if len(same) == 1 else some
    while True:
        decided = {some[0]: a for a, some in possible.items() if len(some) == 1}
        new = {a: [b for b in some if decided.get(b, a) == a] for a, some in possible.items()}
        if new == possible:
            break
        possible = new
    several = [a for a, some in possible.items() if len(some) != 1]
    if several:
        raise errors.ConversionError(
            f"names and shapes do not decide between {', '.join(map(repr, possible[several[0]]))} "
            f"for {several[0]!r}. {_MORE}"
        )
    return {a: some[0] for a, some in possible.items()}


_MORE = (
    "The graphs of the models decide, if you give the model that the values are of and an example of "
    "its arguments: ivy.convert_state(values, x, source=model, to=...)."
)


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z]+|\d+", name.lower())


def _layout(source: tuple[int, ...], target: tuple[int, ...], transposed: bool) -> Layout:
    """The layout of a kernel: of those that its shape allows, the usual one."""
    found = layouts(source, target)
    ways = [tuple(range(len(source)))]
    if transposed:  # outputs and inputs first to inputs and outputs last, and back
        *rest, inputs, outputs = range(len(source)) if len(source) > 1 else (0, 0)
        ways = [(*range(2, len(source)), 1, 0), (outputs, inputs, *rest)]
    usual = [x for x in found if len(x.split) == len(source) and x.order in ways]
    if len(found) > 1 and not usual:
        raise errors.ConversionError(
            f"there are several ways to lay out an array of {list(source)} as {list(target)}. {_MORE}"
        )
    return next(iter(usual or found))
