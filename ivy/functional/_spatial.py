"""Arguments of layers with spatial axes: data formats, numbers per axis, padding."""

from __future__ import annotations

from ivy._core import ops

_FORMATS = {
    "channels_last": True,
    "channels_first": False,
    **dict.fromkeys(("NWC", "NHWC", "NDHWC"), True),
    **dict.fromkeys(("NCW", "NCHW", "NCDHW"), False),
}


def channels_are_last(data_format):
    """Whether a format has the channels after the spatial axes."""
    try:
        return _FORMATS[data_format]
    except KeyError:
        raise ValueError(f"data_format={data_format!r}: one of {', '.join(_FORMATS)}.") from None


def per_axis(value, count):
    """One number per spatial axis."""
    value = (value,) * count if isinstance(value, int) else tuple(value)
    if len(value) != count:
        raise ValueError(f"{value}: one number, or one for each of {count} spatial axes.")
    return value


def pairs_of(padding, sizes, window, strides, dilation):
    """Padding as `(before, after)` per spatial axis."""
    if isinstance(padding, str):
        if padding.upper() == "VALID":
            return [(0, 0)] * len(sizes)
        if padding.upper() != "SAME":
            raise ValueError(f"padding={padding!r}: 'SAME', 'VALID', a number or pairs.")
        pairs = []
        for n, k, s, d in zip(sizes, window, strides, dilation, strict=True):
            total = max((-(-n // s) - 1) * s + (k - 1) * d + 1 - n, 0)
            pairs.append((total // 2, total - total // 2))
        return pairs
    if isinstance(padding, int):
        return [(padding, padding)] * len(sizes)
    return [(p, p) if isinstance(p, int) else tuple(p) for p in padding]


def channels_first(x, last):
    """`x` with the channels moved after the batch."""
    return ops.moveaxis(x, -1, 1) if last else x


def channels_back(x, last):
    """`x` with the channels moved back."""
    return ops.moveaxis(x, 1, -1) if last else x
