"""Sorting, ranking, searching and what is unique."""

from ivy import functional as ivy
from ivy._core import dtypes, rules
from ivy.frontends import _publish
from ivy.frontends.torch import _axes as axes
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _runs as runs


@axes.lifted
def argsort(input, dim=-1, descending=False, *, stable=False):
    return ivy.argsort(input, axis=dim, descending=descending)


def bucketize(input, boundaries, *, out_int32=False, right=False):
    if boundaries.ndim != 1:
        raise ValueError("boundaries are a vector")
    return searchsorted(boundaries, input, out_int32=out_int32, right=right)


@axes.lifted
def kthvalue(input, k, dim=-1, keepdim=False):
    if not 1 <= k <= input.shape[dim]:
        raise RuntimeError(f"k is {k} for an axis of size {input.shape[dim]}")
    at = ivy.full((1,) * input.ndim, k - 1, dtype=dtypes.int64)
    at = ivy.broadcast_to(at, rules.reduce(input, axis=dim, keepdims=True))
    pair = ivy.sort_with_indices(input, axis=dim)
    return tuple(axes.selected(x, at, dim, keepdim) for x in pair)


@axes.lifted
def mode(input, dim=-1, keepdim=False):
    axes.require_elements("mode", input, dim)
    ordered, order = ivy.sort_with_indices(input, axis=dim)
    length = runs.lengths(ordered, dim % input.ndim)
    # the first run of the greatest length, at its end
    at = ivy.argmax(length, axis=dim, keepdims=True)
    return tuple(axes.selected(x, at, dim, keepdim) for x in (ordered, order))


@axes.lifted
def msort(input):
    return ivy.sort(input, axis=0)


def searchsorted(sorted_sequence, input, *, out_int32=False, right=False, side=None, sorter=None):
    if sorter is not None:
        sorted_sequence = ivy.take_along_axis(sorted_sequence, sorter, axis=sorter.ndim - 1)
    sequence, values = to.promote(sorted_sequence, input)
    to.accept(ivy.dtype(sequence), "ihf")
    side = "right" if right or side == "right" else "left"
    if sequence.ndim > 1 and sequence.shape[:-1] != values.shape[:-1]:
        raise ValueError("rows that do not match")
    found = ivy.searchsorted(sequence, values, side=side)
    if dtypes.category(ivy.dtype(values)) > 1:  # no number is at or above NaN
        found = ivy.where(ivy.isnan(values), sequence.shape[-1], found)
    return ivy.astype(found, dtypes.int32) if out_int32 else found


@axes.lifted
def sort(input, dim=-1, descending=False, *, stable=None):
    if dtypes.is_complex(ivy.dtype(input)):
        raise TypeError("complex numbers have no order")
    return ivy.sort_with_indices(input, axis=dim, descending=descending)


def topk(input, k, dim=-1, largest=True, sorted=True):
    if not input.ndim and k in (0, 1):
        return input, ivy.zeros((), dtype=dtypes.int64)
    if not 0 <= k <= input.shape[dim]:
        raise RuntimeError(f"k is {k} for an axis of size {input.shape[dim]}")
    return ivy.top_k(input, k, axis=dim, largest=largest)


def unique_consecutive(input, return_inverse=False, return_counts=False, dim=None):
    if dim is not None:
        return runs.unique_slices(input, dim, False)
    return runs.unique(input, False, return_inverse, return_counts)


_publish.publish(__name__, native="torch")
