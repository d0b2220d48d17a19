"""Convolutions of `jax.lax`."""

import builtins
import math
import operator

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax.lax import _adapters as like
from ivy.frontends.jax.lax import _kinds, _reductions


def conv_dimension_numbers(lhs_shape, rhs_shape, dimension_numbers):
    if isinstance(dimension_numbers, _kinds.ConvDimensionNumbers):
        return dimension_numbers
    if len(lhs_shape) != len(rhs_shape):
        raise TypeError(
            "convolution requires lhs and rhs ndim to be equal, got "
            f"{len(lhs_shape)} and {len(rhs_shape)}."
        )
    if dimension_numbers is None:
        return _kinds.ConvDimensionNumbers(*[tuple(range(len(lhs_shape)))] * 3)
    if not isinstance(dimension_numbers, (list, tuple)) or len(dimension_numbers) != 3:
        raise TypeError(
            f"convolution dimension_numbers must be three strings or None: {dimension_numbers}"
        )
    if hasattr(dimension_numbers, "_fields") or hasattr(dimension_numbers, "lhs_spec"):
        return _kinds.ConvDimensionNumbers(*dimension_numbers)
    if any(not isinstance(s, str) or len(s) != len(lhs_shape) for s in dimension_numbers):
        raise TypeError(
            "convolution dimension_numbers must be strings with a character for each axis, got "
            f"{dimension_numbers} for shapes {lhs_shape} and {rhs_shape}."
        )
    return _kinds.ConvDimensionNumbers(*conv_general_permutations(dimension_numbers))


def conv_general_permutations(dimension_numbers):
    pairs = ("NC", "OI", "NC")
    for spec, (a, b) in zip(dimension_numbers, pairs, strict=True):
        if spec.count(a) != 1 or spec.count(b) != 1 or len(set(spec)) != len(spec):
            raise TypeError(
                f"convolution dimension_numbers must contain '{a}' and '{b}' exactly once and no "
                f"character twice, got {spec}."
            )
    space = [set(s) - set(pair) for s, pair in zip(dimension_numbers, pairs, strict=True)]
    if not space[0] == space[1] == space[2]:
        raise TypeError(
            "convolution dimension_numbers elements must each have the same set of spatial "
            f"characters, got {dimension_numbers}."
        )
    order = [c for c in dimension_numbers[1] if c not in "OI"]
    return tuple(
        tuple(spec.index(c) for c in (*pair, *order))
        for spec, pair in zip(dimension_numbers, pairs, strict=True)
    )


def conv_general_dilated(
    lhs,
    rhs,
    window_strides,
    padding,
    lhs_dilation=None,
    rhs_dilation=None,
    dimension_numbers=None,
    feature_group_count=1,
    batch_group_count=1,
    precision=None,
    preferred_element_type=None,
    out_sharding=None,
):
    x, filters = to.array(lhs), to.array(rhs)
    axes = conv_dimension_numbers(x.shape, filters.shape, dimension_numbers)
    ones = (1,) * (x.ndim - 2)
    if lhs_dilation is not None and isinstance(padding, str) and set(lhs_dilation) - {1}:
        raise ValueError("String padding is not implemented for transposed convolution")
    x = ivy.permute_dims(x, axes.lhs_spec)
    filters = ivy.permute_dims(filters, axes.rhs_spec)
    spread, apart = tuple(lhs_dilation or ones), tuple(rhs_dilation or ones)
    steps = tuple(window_strides)
    padding = _padding(x.shape[2:], filters.shape[2:], steps, apart, padding)
    _check(x, filters, steps, padding, spread, apart, feature_group_count, batch_group_count)
    geometry = {
        "strides": steps,
        "padding": padding,
        "lhs_dilation": spread,
        "rhs_dilation": apart,
        "feature_group_count": feature_group_count,
        "batch_group_count": batch_group_count,
    }
    dtype = to.canonical(preferred_element_type) if preferred_element_type else ivy.dtype(x)
    out = accumulated(x, filters, dtype, geometry)
    back = builtins.sorted(range(x.ndim), key=lambda d: axes.out_spec[d])
    return ivy.permute_dims(out, back)


def accumulated(x, filters, dtype, geometry):
    """The convolution in 32 bits where the operands have 16, as XLA accumulates."""
    through = dtypes.float32 if dtypes.is_floating(dtype) and dtype.itemsize < 4 else dtype
    x, filters = to.cast(x, through), to.cast(filters, through)
    if x.ndim == 2:
        x, filters = ivy.expand_dims(x, axis=2), ivy.expand_dims(filters, axis=2)
        point = {"strides": (1,), "padding": ((0, 0),), "lhs_dilation": (1,), "rhs_dilation": (1,)}
        return to.cast(
            ivy.squeeze(ivy.conv_general(x, filters, **{**geometry, **point}), axis=2), dtype
        )
    return to.cast(ivy.conv_general(x, filters, **geometry), dtype)


def _padding(shape, sizes, steps, apart, padding):
    if isinstance(padding, str):
        reach = [1 + d * (k - 1) for k, d in zip(sizes, apart, strict=True)]
        return tuple(_reductions.padtype_to_pads(shape, reach, steps, padding))
    try:
        return tuple((operator.index(low), operator.index(high)) for low, high in padding)
    except (ValueError, TypeError) as error:
        raise ValueError(
            "padding argument to conv_general_dilated should be a string or a sequence of "
            f"(low, high) pairs, got {padding}"
        ) from error


def _check(x, filters, steps, padding, spread, apart, groups, batch_groups):
    like.one_dtype("conv_general_dilated", x, filters)
    if x.ndim != filters.ndim:
        raise TypeError("convolution requires lhs and rhs ndim to be equal")
    space = x.ndim - 2
    if any(len(t) != space for t in (steps, padding, spread, apart)):
        raise ValueError(f"a convolution of {space} spatial axes with strides {steps}")
    if builtins.min(groups, batch_groups) < 1 or (groups > 1 and batch_groups > 1):
        raise ValueError(f"feature_group_count {groups}, batch_group_count {batch_groups}")
    if x.shape[0] % batch_groups or filters.shape[0] % (groups * batch_groups):
        raise ValueError("groups must divide the batch and the features")
    if x.shape[1] != filters.shape[1] * groups:
        raise ValueError(
            f"{groups} groups of {filters.shape[1]} channels are not the {x.shape[1]} of the input"
        )
    if any(n < 1 for n in (*steps, *spread, *apart)):
        raise TypeError("strides and dilations must be at least 1")


def conv(lhs, rhs, window_strides, padding, precision=None, preferred_element_type=None):
    return conv_general_dilated(
        lhs, rhs, window_strides, padding, preferred_element_type=preferred_element_type
    )


def conv_with_general_padding(
    lhs,
    rhs,
    window_strides,
    padding,
    lhs_dilation,
    rhs_dilation,
    precision=None,
    preferred_element_type=None,
):
    return conv_general_dilated(
        lhs,
        rhs,
        window_strides,
        padding,
        lhs_dilation,
        rhs_dilation,
        preferred_element_type=preferred_element_type,
    )


_TRANSPOSED = {
    2: ("NC", "IO", "NC"),
    3: ("NHC", "HIO", "NHC"),
    4: ("NHWC", "HWIO", "NHWC"),
    5: ("NHWDC", "HWDIO", "NHWDC"),
}


def conv_transpose(
    lhs,
    rhs,
    strides,
    padding,
    rhs_dilation=None,
    dimension_numbers=None,
    transpose_kernel=False,
    precision=None,
    preferred_element_type=None,
    use_consistent_padding=False,
):
    x, filters = to.array(lhs), to.array(rhs)
    assert x.ndim == filters.ndim >= 2
    if dimension_numbers is None and x.ndim not in _TRANSPOSED:
        raise ValueError("No 4+ dimensional dimension_number defaults.")
    axes = conv_dimension_numbers(x.shape, filters.shape, dimension_numbers or _TRANSPOSED[x.ndim])
    apart = tuple(rhs_dilation or (1,) * (x.ndim - 2))
    if use_consistent_padding or padding in ("SAME", "VALID"):
        sizes = [filters.shape[d] for d in axes.rhs_spec[2:]]
        reach = [1 + d * (k - 1) for k, d in zip(sizes, apart, strict=True)]
        each = [padding] * len(reach) if isinstance(padding, str) else padding
        padding = [_transposed(k, s, p) for k, s, p in zip(reach, strides, each, strict=True)]
    if transpose_kernel:
        filters = ivy.flip(filters, axis=tuple(axes.rhs_spec[2:]))
        order = list(range(filters.ndim))
        a, b = axes.rhs_spec[:2]
        order[a], order[b] = b, a
        filters = ivy.permute_dims(filters, order)
    return conv_general_dilated(
        x,
        filters,
        (1,) * (x.ndim - 2),
        padding,
        strides,
        apart,
        axes,
        preferred_element_type=preferred_element_type,
    )


def _transposed(size, step, padding):
    """The padding of a transposed convolution, of that of the forward one."""
    if padding == "SAME":
        total = size + step - 2
        before = size - 1 if step > size - 1 else math.ceil(total / 2)
    elif padding == "VALID":
        total = size + step - 2 + builtins.max(size - step, 0)
        before = size - 1
    elif isinstance(padding, tuple):
        before, after = (size - p - 1 for p in padding)
        total = before + after
    else:
        raise ValueError(f"Invalid padding mode: {padding}")
    return before, total - before


def conv_general_dilated_patches(
    lhs,
    filter_shape,
    window_strides,
    padding,
    lhs_dilation=None,
    rhs_dilation=None,
    dimension_numbers=None,
    precision=None,
    preferred_element_type=None,
):
    x, sizes = to.array(lhs), tuple(filter_shape)
    ndim = len(sizes) + 2
    if x.ndim != ndim:
        raise TypeError(f"patches of {len(sizes)} axes of an array of {x.ndim}")
    axes = conv_dimension_numbers(x.shape, (1, 1, *sizes), dimension_numbers)
    channels, count = x.shape[axes.lhs_spec[1]], math.prod(sizes)
    # a filter for each element of the window, the same for all channels
    filters = ivy.reshape(ivy.eye(count, dtype=ivy.dtype(x)), (count, 1, *sizes))
    filters = ivy.tile(filters, (channels,) + (1,) * (ndim - 1))
    order = builtins.sorted(range(ndim), key=lambda d: axes.rhs_spec[d])
    return conv_general_dilated(
        x,
        ivy.permute_dims(filters, order),
        window_strides,
        padding,
        lhs_dilation,
        rhs_dilation,
        axes,
        feature_group_count=channels,
        preferred_element_type=preferred_element_type,
    )


def conv_general_dilated_local(
    lhs,
    rhs,
    window_strides,
    padding,
    filter_shape,
    lhs_dilation=None,
    rhs_dilation=None,
    dimension_numbers=None,
    precision=None,
):
    x, filters = to.array(lhs), to.array(rhs)
    axes = conv_dimension_numbers(x.shape, filters.shape, dimension_numbers)
    patches = conv_general_dilated_patches(
        x, filter_shape, window_strides, padding, lhs_dilation, rhs_dilation, axes
    )
    patches = ivy.permute_dims(patches, axes.out_spec)  # batch, elements of the window, space
    filters = ivy.permute_dims(filters, axes.rhs_spec)  # features, the same, space
    if tuple(filters.shape[1:]) != tuple(patches.shape[1:]):
        raise TypeError(f"filters of shape {tuple(filters.shape)} for {tuple(patches.shape)}")
    letters = "abcdefg"[: x.ndim - 2]
    out = ivy.einsum(f"nk{letters},ok{letters}->no{letters}", [patches, filters])
    return ivy.permute_dims(out, builtins.sorted(range(x.ndim), key=lambda d: axes.out_spec[d]))


_publish.publish(__name__, native="jax.lax")
