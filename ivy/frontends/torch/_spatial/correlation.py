"""A correlation, its adjoint and the gradient of its filters: all are `ivy.conv_general`."""

from ivy import functional as ivy


def each(value, rank):
    """One number per spatial axis."""
    return list(value) * rank if len(value) == 1 else list(value)


def sizes_of(input, weight, stride, padding, dilation):
    return [
        (n + 2 * p - d * (k - 1) - 1) // s + 1
        for n, k, s, p, d in zip(
            input.shape[2:], weight.shape[2:], stride, padding, dilation, strict=True
        )
    ]


def slide(x, filters, sizes, stride, padding, dilation, groups):
    """The filters at `sizes` places of `x`."""
    # just as much padding at the end as the last place needs
    widths = [
        (p, (m - 1) * s + d * (k - 1) + 1 - n - p)
        for n, m, k, s, p, d in zip(
            x.shape[2:], sizes, filters.shape[2:], stride, padding, dilation, strict=True
        )
    ]
    return ivy.conv_general(
        x,
        filters,
        strides=stride,
        padding=widths,
        lhs_dilation=[1] * len(stride),
        rhs_dilation=dilation,
        feature_group_count=groups,
    )


def spread(x, filters, sizes, stride, padding, dilation, groups):
    """The adjoint of `slide`: each element of `x` spread over `sizes` places by the filters."""
    widths = [
        (d * (k - 1) - p, m - 1 + p - (n - 1) * s)
        for n, m, k, s, p, d in zip(
            x.shape[2:], sizes, filters.shape[2:], stride, padding, dilation, strict=True
        )
    ]
    out, features, *window = filters.shape
    by_group = ivy.reshape(filters, (groups, out // groups, features, *window))
    turned = ivy.permute_dims(by_group, (0, 2, 1, *range(3, by_group.ndim)))
    turned = ivy.reshape(turned, (groups * features, out // groups, *window))
    return ivy.conv_general(
        x,
        ivy.flip(turned, axis=tuple(range(2, turned.ndim))),
        strides=[1] * len(stride),
        padding=widths,
        lhs_dilation=stride,
        rhs_dilation=dilation,
        feature_group_count=groups,
    )


def match(fine, coarse, window, stride, padding, dilation, groups):
    """The gradient of filters: `fine` slid under `coarse`, which takes their place."""
    widths = [
        (p, d * (k - 1) + s * (m - 1) + 1 - n - p)
        for n, m, k, s, p, d in zip(
            fine.shape[2:], coarse.shape[2:], window, stride, padding, dilation, strict=True
        )
    ]
    swapped = (1, 0, *range(2, fine.ndim))
    out = ivy.conv_general(
        ivy.permute_dims(fine, swapped),
        ivy.permute_dims(coarse, swapped),
        strides=dilation,
        padding=widths,
        lhs_dilation=[1] * len(stride),
        rhs_dilation=stride,
        batch_group_count=groups,
    )
    return ivy.permute_dims(out, swapped)
