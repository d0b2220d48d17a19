"""Gradients of convolutions (by convolutions) and of sliding windows (by overlap-add)."""

from __future__ import annotations

from ivy._core import ops
from ivy.functional._gradients._forms import conj, zeros_like


def _swapped(filters, groups):
    """The filters of the backward pass: (features, channels / groups) become (channels, ...)."""
    features, channels = filters.shape[:2]
    size = tuple(filters.shape[2:])
    parts = ops.reshape(filters, (groups, features // groups, channels, *size))
    order = (0, 2, 1, *range(3, parts.ndim))
    return ops.reshape(
        ops.permute_dims(parts, order), (groups * channels, features // groups, *size)
    )


def _reach(sizes, dilation):
    return [(n - 1) * d + 1 for n, d in zip(sizes, dilation, strict=True)]


def _conv_x(
    g,
    out,
    x,
    filters,
    *,
    strides,
    padding,
    lhs_dilation,
    rhs_dilation,
    feature_group_count=1,
    batch_group_count=1,
):
    spatial = tuple(range(2, filters.ndim))
    turned = ops.flip(filters, axis=spatial)
    groups = feature_group_count
    back = []
    whole, reach = _reach(x.shape[2:], lhs_dilation), _reach(filters.shape[2:], rhs_dilation)
    for n, k, (lo, _), s, o in zip(whole, reach, padding, strides, g.shape[2:], strict=True):
        before = k - 1 - lo
        back.append((before, n + k - 1 - ((o - 1) * s + 1) - before))
    if batch_group_count > 1:
        # part i of the features belongs to part i of the batch: as groups of channels
        parts = batch_group_count
        batch, features = g.shape[:2]
        g = ops.reshape(g, (batch, parts, features // parts, *g.shape[2:]))
        g = ops.moveaxis(g, 1, 0)
        pieces = [
            _conv_back(
                ops.slice_(g, (p,)),
                _swapped(_part(turned, p, parts), 1),
                back,
                strides,
                lhs_dilation,
                rhs_dilation,
                1,
            )
            for p in range(parts)
        ]
        return ops.concat(pieces, axis=0)
    return _conv_back(
        g, _swapped(turned, groups), back, strides, lhs_dilation, rhs_dilation, groups
    )


def _part(filters, p, parts):
    size = filters.shape[0] // parts
    return ops.slice_(filters, (slice(p * size, (p + 1) * size),))


def _conv_back(g, filters, padding, strides, lhs_dilation, rhs_dilation, groups):
    return ops.conv_general(
        g,
        conj(filters),
        strides=tuple(lhs_dilation),
        padding=padding,
        lhs_dilation=tuple(strides),
        rhs_dilation=tuple(rhs_dilation),
        feature_group_count=groups,
    )


def _conv_filters(
    g,
    out,
    x,
    filters,
    *,
    strides,
    padding,
    lhs_dilation,
    rhs_dilation,
    feature_group_count=1,
    batch_group_count=1,
):
    """The correlation of `x` with `g`, with the batch in the role of channels.

    Groups of channels become groups of the batch, and groups of the batch groups of channels.
    """
    groups = feature_group_count
    x = ops.permute_dims(x, (1, 0, *range(2, x.ndim)))
    g = ops.permute_dims(g, (1, 0, *range(2, g.ndim)))
    width = []
    whole, reach = _reach(x.shape[2:], lhs_dilation), _reach(filters.shape[2:], rhs_dilation)
    for n, k, (lo, _), s, o in zip(whole, reach, padding, strides, g.shape[2:], strict=True):
        width.append((lo, (o - 1) * s + k - n - lo))
    result = ops.conv_general(
        conj(x),
        g,
        strides=tuple(rhs_dilation),
        padding=width,
        lhs_dilation=tuple(lhs_dilation),
        rhs_dilation=tuple(strides),
        feature_group_count=batch_group_count,
        batch_group_count=groups,
    )
    return ops.permute_dims(result, (1, 0, *range(2, result.ndim)))


def _overlap_add(g, out, x, length, *, axis, stride=1, dilation=1):
    count, size = x.shape[axis : axis + 2]
    if not (count and size):
        return zeros_like(x)
    used = (count - 1) * stride + (size - 1) * dilation + 1
    g = ops.slice_(g, (slice(None),) * axis + (slice(0, used),))
    return ops.windows(g, size, axis=axis, stride=stride, dilation=dilation)


def _window_sum(g, out, x, size, *, axis, stride=1, dilation=1):
    g = ops.expand_dims(g, axis=axis + 1)
    g = ops.broadcast_to(g, (*g.shape[: axis + 1], size, *g.shape[axis + 2 :]))
    return ops.overlap_add(g, x.shape[axis], axis=axis, stride=stride, dilation=dilation)


def _windows(g, out, x, size, *, axis, stride=1, dilation=1):
    return ops.overlap_add(g, x.shape[axis], axis=axis, stride=stride, dilation=dilation)


RULES = {
    "conv_general": (_conv_x, _conv_filters),
    "overlap_add": _overlap_add,
    "window_sum": _window_sum,
    "windows": _windows,
}
