"""Convolution of any rank and its gradients: all of them are one general correlation."""

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch._spatial import correlation


def convolution(input, weight, bias, stride, padding, dilation, transposed, output_padding, groups):
    rank = input.ndim - 2
    stride, padding, dilation = (correlation.each(v, rank) for v in (stride, padding, dilation))
    if min(dilation) <= 0 or min(padding) < 0:
        raise RuntimeError("dilation should be greater than zero, padding not negative")
    if transposed:
        extras = correlation.each(output_padding, rank)
        if any(extra >= max(s, d) for extra, s, d in zip(extras, stride, dilation, strict=True)):
            raise RuntimeError("output padding must be smaller than either stride or dilation")
        sizes = [
            (n - 1) * s - 2 * p + d * (k - 1) + 1 + extra
            for n, s, p, d, k, extra in zip(
                input.shape[2:],
                stride,
                padding,
                dilation,
                weight.shape[2:],
                extras,
                strict=True,
            )
        ]
        out = correlation.spread(input, weight, sizes, stride, padding, dilation, groups)
    else:
        out = correlation.slide(
            input,
            weight,
            correlation.sizes_of(input, weight, stride, padding, dilation),
            stride,
            padding,
            dilation,
            groups,
        )
    if bias is None:
        return out
    return ivy.add(out, ivy.reshape(bias, (-1,) + (1,) * rank))


def conv_tbc(self, weight, bias, pad=0):
    """Over sequences with times first: (T, B, C) with a kernel (K, C, O)."""
    rows, kernel = ivy.permute_dims(self, (1, 2, 0)), ivy.permute_dims(weight, (2, 1, 0))
    out = convolution(rows, kernel, bias, [1], [pad], [1], False, [0], 1)
    return ivy.permute_dims(out, (2, 0, 1))


def conv_tbc_backward(self, input, weight, bias, pad):
    grad, rows = (ivy.permute_dims(x, (1, 2, 0)) for x in (self, input))
    kernel = ivy.permute_dims(weight, (2, 1, 0))
    wanted = [True, True, True]
    of_rows, of_kernel, of_bias = convolution_backward(
        grad, rows, kernel, bias.shape, [1], [pad], [1], False, [0], 1, wanted
    )
    return ivy.permute_dims(of_rows, (2, 0, 1)), ivy.permute_dims(of_kernel, (2, 1, 0)), of_bias


def convolution_backward(
    grad_output,
    input,
    weight,
    bias_sizes,
    stride,
    padding,
    dilation,
    transposed,
    output_padding,
    groups,
    output_mask,
):
    rank = input.ndim - 2
    geometry = [correlation.each(v, rank) for v in (stride, padding, dilation)]
    grad_input = grad_weight = grad_bias = None
    if output_mask[0]:
        back = correlation.slide if transposed else correlation.spread
        grad_input = back(grad_output, weight, input.shape[2:], *geometry, groups)
    if output_mask[1]:
        fine, coarse = (grad_output, input) if transposed else (input, grad_output)
        grad_weight = correlation.match(fine, coarse, weight.shape[2:], *geometry, groups)
    if output_mask[2]:
        grad_bias = ivy.sum(grad_output, axis=(0, *range(2, 2 + rank)))
    return grad_input, grad_weight, grad_bias


_publish.publish(__name__, native="torch.ops.aten")
