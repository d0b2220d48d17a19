"""Scores of queries against keys, for attention and its gradient."""

from __future__ import annotations

from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.torch import _dtypes as to


def transposed(x: Any) -> Any:
    """`x` with its last two axes exchanged."""
    return ivy.moveaxis(x, -1, -2)


def scale_of(query: Any, scale: float | None) -> Any:
    """What scores are multiplied by; by default the inverse root of the number of features."""
    return query.shape[-1] ** -0.5 if scale is None else scale


def scores(query: Any, key: Any, is_causal: bool, mask: Any, scale: float | None) -> Any:
    """Scaled products of queries and keys; -inf where a query must not see a key."""
    found = ivy.matmul(query, transposed(key)) * scale_of(query, scale)
    if is_causal:
        seen = ivy.tril(ivy.ones(found.shape[-2:], dtype=dtypes.bool_))
        found = ivy.where(seen, found, -float("inf"))
    if mask is None:
        return found
    if ivy.dtype(mask) == dtypes.bool_:
        return ivy.where(mask, found, -float("inf"))
    return ivy.add(found, to.cast(mask, ivy.dtype(found)))


def spread(x: Any, query: Any) -> Any:
    """Keys or values with one head per head of `query`: grouped queries share theirs."""
    group = query.shape[1] // max(x.shape[1], 1)
    return x if group == 1 else ivy.repeat(x, group, axis=1)


def gathered(grad: Any, x: Any) -> Any:
    """The gradient of `x` from that of what `spread` made of it."""
    if grad.shape[1] == x.shape[1]:
        return grad
    batch, heads, *rest = grad.shape
    groups = ivy.reshape(grad, (batch, x.shape[1], heads // x.shape[1], *rest))
    return ivy.sum(groups, axis=2)


def weights(scores: Any) -> Any:
    """Softmax of the scores, 0 for a query that sees no key; closer than by way of logsumexp."""
    if not scores.shape[-1]:
        return scores
    blind = ivy.equal(ivy.max(scores, axis=-1, keepdims=True), -float("inf"))
    return ivy.where(blind, 0.0, ivy.softmax(scores, axis=-1))


def logsumexp(scores: Any) -> Any:
    """log(sum(exp(scores))) of each query; 0 for one that sees no key, as in PyTorch's kernel."""
    if not scores.shape[-1]:
        return ivy.sum(scores, axis=-1)
    largest = ivy.max(scores, axis=-1, keepdims=True)
    blind = ivy.equal(largest, -float("inf"))
    largest = ivy.where(blind, 0.0, largest)
    total = ivy.sum(ivy.exp(ivy.subtract(scores, largest)), axis=-1, keepdims=True)
    return ivy.squeeze(ivy.where(blind, 0.0, ivy.log(total) + largest), axis=-1)
