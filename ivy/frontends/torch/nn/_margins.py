"""Pieces of the losses that compare the score of a class with all others."""

from __future__ import annotations

from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes


def rows(scores: Any, target: Any) -> tuple[Any, Any]:
    """Scores as samples by classes, targets as a column."""
    classes = scores.shape[-1] if scores.ndim else 1
    return ivy.reshape(scores, (-1, classes)), ivy.reshape(target, (-1, 1))


def is_class(target: Any, shape: tuple) -> Any:
    """Which class of a sample is its target."""
    return ivy.equal(target, ivy.arange(0, shape[1], dtype=dtypes.int64))


def below(scores: Any, target: Any, margin: Any) -> Any:
    """How much each other class comes closer than `margin` to the target's score."""
    distance = scores - ivy.take_along_axis(scores, target, axis=1) + margin
    return ivy.where(is_class(target, scores.shape), 0.0, ivy.maximum(distance, 0.0))


def weigh(x: Any, target: Any, weight: Any) -> Any:
    """Each row of `x` times the weight of its target, if there are weights."""
    return x if weight is None else ivy.multiply(x, ivy.take(weight, target[:, 0], axis=0)[:, None])


def label_rows(scores: Any, target: Any) -> tuple[Any, Any]:
    """Scores and labels as samples by classes; labels from the first negative one on are -1."""
    classes = scores.shape[-1] if scores.ndim else 1
    labels = ivy.reshape(target, (-1, classes))
    ended = ivy.cumsum(ivy.astype(labels < 0, dtypes.int64), axis=1) > 0
    return ivy.reshape(scores, (-1, classes)), ivy.where(ended, -1, labels)


def is_label(labels: Any, shape: tuple) -> Any:
    """Which classes of a sample are among its labels."""
    classes = ivy.arange(0, shape[1], dtype=dtypes.int64)
    return ivy.any(ivy.equal(labels[:, :, None], classes), axis=1)


def pair_losses(scores: Any, labels: Any) -> Any:
    """For each sample, label and class that is no label: how much the margin 1 is missed."""
    safe = ivy.where(labels < 0, 0, labels)
    distance = scores[:, None, :] - ivy.take_along_axis(scores, safe, axis=1)[:, :, None] + 1.0
    counts = ivy.logical_and(
        (labels >= 0)[:, :, None], ivy.logical_not(is_label(labels, scores.shape))[:, None, :]
    )
    return ivy.where(counts, ivy.maximum(distance, 0.0), 0.0)


def open_pairs(scores: Any, labels: Any) -> tuple[Any, Any]:
    """Which pairs of `pair_losses` cost something, and which labels are there."""
    return pair_losses(scores, labels) > 0, labels >= 0
