"""Norms of vectors and matrices."""

from __future__ import annotations

import math

from ivy import functional as ivy
from ivy.frontends._numpy_api import _shapes
from ivy.frontends._numpy_api._rules import Rules


def norm(rules: Rules, x, ord=None, axis=None, keepdims=False):
    x = rules.inexact(x)
    if axis is None and (
        ord is None
        or (len(x.shape) == 2 and ord in ("f", "fro"))
        or (len(x.shape) == 1 and ord == 2)
    ):
        return (
            ivy.vector_norm(x, axis=tuple(range(len(x.shape))), keepdims=bool(keepdims))
            if len(x.shape)
            else ivy.abs(x)
        )
    axes = rules.axes(axis, len(x.shape))
    if len(axes) == 1:
        return _vector_norm(x, ord, axes, keepdims)
    if len(axes) != 2:
        raise ValueError("Improper number of dimensions to norm.")
    return _matrix_norm(rules, x, ord, axes, keepdims)


def _vector_norm(x, ord, axes, keepdims):
    if isinstance(ord, str):
        raise ValueError(f"Invalid norm order '{ord}' for vectors")
    return ivy.vector_norm(x, axis=axes, keepdims=bool(keepdims), ord=2 if ord is None else ord)


def _matrix_norm(rules: Rules, x, ord, axes, keepdims):
    rows, columns = axes
    options = {"axis": axes, "keepdims": bool(keepdims)}
    if ord in (None, "fro", "f"):
        return ivy.vector_norm(x, **options)
    if ord in (1, -1, math.inf, -math.inf):
        fold = ivy.max if ord > 0 else ivy.min
        inner, outer = (rows, columns) if abs(ord) == 1 else (columns, rows)
        sums = ivy.sum(ivy.abs(x), axis=inner, keepdims=True)
        found = fold(sums, axis=outer, keepdims=True)
        return found if keepdims else ivy.squeeze(found, axis=tuple(sorted(axes)))
    if ord not in (2, -2, "nuc"):
        raise ValueError("Invalid norm order for matrices.")
    s = ivy.svdvals(_shapes.moveaxis(rules, x, axes, (-2, -1)))
    found = {2: ivy.max, -2: ivy.min, "nuc": ivy.sum}[ord](s, axis=-1)
    return ivy.expand_dims(found, axis=tuple(sorted(axes))) if keepdims else found


def matrix_norm(rules: Rules, x, /, *, keepdims=False, ord="fro"):
    return norm(rules, x, ord, (-2, -1), keepdims)


def vector_norm(rules: Rules, x, /, *, axis=None, keepdims=False, ord=2):
    x = rules.inexact(x)
    axes = rules.axes(axis, len(x.shape))
    return _vector_norm(x, ord, axes, keepdims)
