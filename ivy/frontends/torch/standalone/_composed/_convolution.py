"""`torch.nn.functional`: convolution."""

import ivy.frontends.torch as torch
from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED
from ivy.frontends.torch.standalone._composed._ranks import batched as _batched
from ivy.frontends.torch.standalone._composed._ranks import each as _each


def _conv(rank):
    name = f"conv{rank}d"

    def function(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        _demand_weight(weight, rank, name)
        input, single = _batched(input, rank, name)
        if input.dtype != weight.dtype:
            raise RuntimeError("Input type and weight type should be the same")
        if bias is not None and bias.dtype != input.dtype:
            raise RuntimeError("Input type and bias type should be the same")
        if groups <= 0:
            raise RuntimeError("non-positive groups is not supported")
        if input.shape[1] != weight.shape[1] * groups:
            raise RuntimeError(
                f"Given groups={groups}, weight of size {list(weight.shape)}, expected input to have "
                f"{weight.shape[1] * groups} channels, but got {input.shape[1]} channels instead"
            )
        stride, dilation = _each(stride, rank), _each(dilation, rank)
        if min(stride) <= 0:
            raise RuntimeError("non-positive stride is not supported")
        if padding == "same":
            if any(s != 1 for s in stride):
                raise RuntimeError("padding='same' is not supported for strided convolutions")
            input, padding = _same(input, weight, dilation), 0
        elif padding == "valid":
            padding = 0
        elif isinstance(padding, str):
            raise RuntimeError(f"Invalid padding string: '{padding}'")
        padding = _each(padding, rank)
        _demand_room(input, weight, padding, dilation)
        out = torch.ops.aten.convolution(
            input, weight, bias, stride, padding, dilation, False, [0] * rank, groups
        )
        return out.squeeze(0) if single else out

    return function


def _demand_weight(weight, rank, name):
    if weight.ndim != rank + 2:
        raise RuntimeError(
            f"Expected {rank + 2}-dimensional weight for {name}, but got weight of size "
            f"{list(weight.shape)}"
        )


def _demand_room(input, weight, padding, dilation):
    for n, k, p, d in zip(input.shape[2:], weight.shape[2:], padding, dilation):
        if n + 2 * p < d * (k - 1) + 1:
            raise RuntimeError(
                f"Calculated padded input size per channel: ({n + 2 * p}). Kernel size: "
                f"({d * (k - 1) + 1}). Kernel size can't be greater than actual input size"
            )


def _same(input, weight, dilation):
    widths = []
    for k, d in zip(weight.shape[:1:-1], dilation[::-1]):
        total = d * (k - 1)
        widths += [total // 2, total - total // 2]
    return torch.constant_pad_nd(input, widths, 0)


def _conv_transpose(rank):
    name = f"conv_transpose{rank}d"

    def function(
        input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1
    ):
        _demand_weight(weight, rank, name)
        input, single = _batched(input, rank, name)
        if input.shape[1] != weight.shape[0]:
            raise RuntimeError(
                f"Given transposed=1, weight of size {list(weight.shape)}, expected input to have "
                f"{weight.shape[0]} channels, but got {input.shape[1]} channels instead"
            )
        stride, dilation = _each(stride, rank), _each(dilation, rank)
        output_padding = _each(output_padding, rank)
        if any(o >= max(s, d) for o, s, d in zip(output_padding, stride, dilation)):
            raise RuntimeError("output padding must be smaller than either stride or dilation")
        out = torch.ops.aten.convolution(
            input,
            weight,
            bias,
            stride,
            _each(padding, rank),
            dilation,
            True,
            output_padding,
            groups,
        )
        return out.squeeze(0) if single else out

    return function


conv1d, conv2d, conv3d = _conv(1), _conv(2), _conv(3)
conv_transpose1d, conv_transpose2d, conv_transpose3d = map(_conv_transpose, (1, 2, 3))

_publish.publish(__name__, native="torch.nn.functional", registry=COMPOSED)
