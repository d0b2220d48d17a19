"""The names that Ivy had first, for ops that the standard calls otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from ivy._core import rules
from ivy._core.op import Array, Scalar, composite
from ivy.functional import elementwise as e
from ivy.functional import linalg as la
from ivy.functional import reductions as r

Axis = int | Sequence[int] | None


@composite(shape=rules.reduce, dtype=rules.same)
def reduce_sum(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`sum`.

    >>> import ivy, numpy as np
    >>> ivy.reduce_sum(np.ones((2, 3)), 0).tolist()
    [2.0, 2.0, 2.0]
    """
    return r.sum(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.same)
def reduce_prod(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`prod`."""
    return r.prod(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.floating)
def reduce_mean(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`mean`."""
    return r.mean(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.real)
def reduce_var(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`var`."""
    return r.var(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.real)
def reduce_std(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """The root of `var`."""
    return e.sqrt(r.var(x, axis=axis, keepdims=keepdims))


@composite(shape=rules.reduce, dtype=rules.same)
def reduce_min(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`min`."""
    return r.min(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.same)
def reduce_max(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`max`."""
    return r.max(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.boolean)
def reduce_any(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`any`."""
    return r.any(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.boolean)
def reduce_all(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`all`."""
    return r.all(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.floating)
def reduce_logsumexp(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`logsumexp`."""
    return r.logsumexp(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.real)
def reduce_norm(x: Array, axis: Axis = None, keepdims: bool = False, *, ord: Scalar = 2) -> Array:
    """`vector_norm`."""
    return la.vector_norm(x, axis=axis, keepdims=keepdims, ord=ord)
