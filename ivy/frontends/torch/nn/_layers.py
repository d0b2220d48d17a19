"""Public functions that are one op of Ivy's, for graphs: a graph shows layers as the model has them.

They have the signatures of PyTorch's functions. `ValueError` says that the op does not do what a call
asks for: then the call is recorded in the ops that it runs.
"""

import math

from ivy import functional as ivy
from ivy._core import dtypes, errors
from ivy.frontends._publish import LAYERS


def _refuse(condition):
    if condition:
        raise ValueError("no layer of Ivy's does this")


def _linear(input, weight, bias=None):
    return ivy.linear(input, weight, *(() if bias is None else (bias,)))


def _last(shape):
    return tuple(range(-len(tuple(shape)), 0))


def _layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05):
    axes = _last(normalized_shape)
    return ivy.layer_norm(input, axis=axes, weight=weight, bias=bias, epsilon=eps)


def _rms_norm(input, normalized_shape, weight=None, eps=None):
    return ivy.rms_norm(input, axis=_last(normalized_shape), weight=weight, epsilon=eps)


def _group_norm(input, num_groups, weight=None, bias=None, eps=1e-05):
    _refuse(0 in input.shape)
    return ivy.group_norm(input, num_groups, weight=weight, bias=bias, epsilon=eps)


def _batch_norm(
    input,
    running_mean,
    running_var,
    weight=None,
    bias=None,
    training=False,
    momentum=0.1,
    eps=1e-05,
):
    _refuse(training or running_mean is None or running_var is None)
    given = {"weight": weight, "bias": bias, "epsilon": eps}
    return ivy.batch_norm(input, running_mean, running_var, **given)[0]


def _sees_something(mask):
    """Whether every row of a mask is known to let something through; of others PyTorch makes zeros."""
    seen = mask if ivy.dtype(mask) == dtypes.bool_ else ivy.greater(mask, -math.inf)
    try:
        return ivy.item(ivy.all(ivy.any(seen, axis=-1)))
    except errors.NoValueError:
        return False


def _attention(
    query,
    key,
    value,
    attn_mask=None,
    dropout_p=0.0,
    is_causal=False,
    scale=None,
    enable_gqa=False,
):
    _refuse(dropout_p or enable_gqa or 0 in query.shape or 0 in key.shape)
    if attn_mask is not None:
        _refuse(ivy.dtype(attn_mask) not in (dtypes.bool_, ivy.dtype(query)))
        _refuse(not _sees_something(attn_mask))
    options = {"mask": attn_mask, "is_causal": is_causal, "scale": scale}
    return ivy.scaled_dot_product_attention(query, key, value, **options)


def _embedding(
    input,
    weight,
    padding_idx=None,
    max_norm=None,
    norm_type=2.0,
    scale_grad_by_freq=False,
    sparse=False,
):
    _refuse(max_norm is not None or sparse or scale_grad_by_freq)
    rows = ivy.embedding(weight, input)
    if padding_idx is None:
        return rows
    padding = ivy.expand_dims(ivy.equal(input, padding_idx % weight.shape[0]), axis=-1)
    return ivy.where(padding, ivy.stop_gradient(rows), rows)  # no gradient reaches its row


def _conv(axes):
    def function(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        _refuse(input.ndim != axes + 2 or isinstance(padding, str) or 0 in input.shape)
        pads = (
            (padding,) * axes
            if isinstance(padding, int)
            else tuple(padding) * (axes // len(padding))
        )
        return ivy.conv(
            input,
            weight,
            strides=stride if isinstance(stride, int) else tuple(stride) * (axes // len(stride)),
            padding=[(p, p) for p in pads],
            dilations=dilation
            if isinstance(dilation, int)
            else tuple(dilation) * (axes // len(dilation)),
            groups=groups,
            bias=bias,
            data_format="channels_first",
        )

    return function


def _max_pool(axes):
    def function(
        input,
        kernel_size,
        stride=None,
        padding=0,
        dilation=1,
        ceil_mode=False,
        return_indices=False,
    ):
        _refuse(input.ndim != axes + 2 or return_indices or ceil_mode or 0 in input.shape)
        _refuse(not dtypes.is_floating(ivy.dtype(input)))
        pads = (padding,) * axes if isinstance(padding, int) else tuple(padding)
        return ivy.max_pool(
            input,
            kernel_size,
            strides=stride or None,
            padding=[(p, p) for p in pads],
            dilations=dilation,
            data_format="channels_first",
        )

    return function


def _silu(input, inplace=False):
    _refuse(inplace)
    return ivy.silu(input)


def _dropout(key, input, p=0.5, training=True, inplace=False):
    _refuse(inplace or not 0 <= p < 1)
    return ivy.dropout(input, p, key=key) if training and p else input


_dropout.draws = True

LAYERS.update(
    {
        "torch.conv1d": _conv(1),
        "torch.conv2d": _conv(2),
        "torch.conv3d": _conv(3),
        "torch.nn.functional.batch_norm": _batch_norm,
        "torch.nn.functional.dropout": _dropout,
        "torch.nn.functional.embedding": _embedding,
        "torch.nn.functional.group_norm": _group_norm,
        "torch.nn.functional.layer_norm": _layer_norm,
        "torch.nn.functional.linear": _linear,
        "torch.nn.functional.max_pool1d": _max_pool(1),
        "torch.nn.functional.max_pool2d": _max_pool(2),
        "torch.nn.functional.rms_norm": _rms_norm,
        "torch.nn.functional.scaled_dot_product_attention": _attention,
        "torch.nn.functional.silu": _silu,
    }
)
