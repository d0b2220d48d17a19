"""Normalisation by batch, layer and group, and the gradients."""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _opmath as opmath
from ivy.frontends.torch._spatial import statistics

# -- batch


def _native_batch_norm_legit_functional(
    input, weight, bias, running_mean, running_var, training, momentum, eps
):
    if to.kind(ivy.dtype(input)) != "h":  # statistics of 16-bit numbers may be wider
        given = (weight, bias, running_mean, running_var)
        to.require_one(input, *(x for x in given if x is not None))
    out, mean, invstd, var = statistics.batch_norm(
        input, weight, bias, running_mean, running_var, training, eps
    )
    if not training:
        return out, mean, invstd, running_mean, running_var
    count = math.prod(input.shape) // max(input.shape[1], 1)
    # one element has no unbiased variance: 0 * inf makes the NaN of PyTorch's 0 / 0
    unbiased = var * (count / (count - 1) if count > 1 else math.inf)
    dtype = statistics.dtype_of_statistics(input, weight, bias, running_mean, running_var)
    return (
        out,
        to.cast(mean, dtype),
        to.cast(invstd, dtype),
        statistics.moved(running_mean, mean, momentum),
        statistics.moved(running_var, unbiased, momentum),
    )


def _native_batch_norm_legit(input, weight, bias, training, momentum, eps):
    # the overload without running statistics; the other one is written with the functional form
    return _native_batch_norm_legit_functional(
        input, weight, bias, None, None, training, momentum, eps
    )[:3]


def native_batch_norm_backward(
    grad_out,
    input,
    weight,
    running_mean,
    running_var,
    save_mean,
    save_invstd,
    train,
    eps,
    output_mask,
):
    axes, shape = statistics.channels(input.ndim)
    grad, x = opmath.widen(grad_out), opmath.widen(input)
    if train:
        mean, invstd = statistics.shaped(save_mean, shape), statistics.shaped(save_invstd, shape)
    else:
        mean = statistics.shaped(running_mean, shape)
        invstd = ivy.divide(1.0, ivy.sqrt(statistics.shaped(running_var, shape) + eps))
    standard = (x - mean) * invstd
    scale = invstd if weight is None else invstd * statistics.shaped(weight, shape)
    grad_input = None
    if output_mask[0]:
        grad_input = (
            statistics.input_gradient(grad, standard, scale, axes) if train else grad * scale
        )
    parameters = statistics.parameter_gradients(grad, standard, axes, (-1,), output_mask[1:])
    dtype = statistics.dtype_of_statistics(input, weight)
    return (
        opmath.narrow(grad_input, ivy.dtype(input)),
        *(opmath.narrow(g, dtype) for g in parameters),
    )


def _batch_norm_with_update_functional(
    input, weight, bias, running_mean, running_var, momentum, eps
):
    out, mean, invstd, *running = _native_batch_norm_legit_functional(
        input, weight, bias, running_mean, running_var, True, momentum, eps
    )
    return out, mean, invstd, ivy.zeros((0,), dtype=dtypes.uint8), *running


def _batch_norm_no_update(input, weight, bias, running_mean, running_var, momentum, eps):
    out, mean, invstd, _, _ = _native_batch_norm_legit_functional(
        input, weight, bias, running_mean, running_var, False, momentum, eps
    )
    return out, mean, invstd, ivy.zeros((0,), dtype=dtypes.uint8)


def batch_norm_backward(
    grad_out,
    input,
    weight,
    running_mean,
    running_var,
    save_mean,
    save_var,
    update,
    eps,
    output_mask,
    reserve,
):
    return native_batch_norm_backward(
        grad_out,
        input,
        weight,
        running_mean,
        running_var,
        save_mean,
        save_var,
        update,
        eps,
        output_mask,
    )


# -- layer


def native_layer_norm(input, normalized_shape, weight, bias, eps):
    _, axes = statistics.layer(input, normalized_shape)
    mean, _, rstd = statistics.moments(opmath.widen(input), axes, eps)
    standard = (opmath.widen(input) - mean) * rstd
    out = statistics.scaled(standard, opmath.widen(weight), opmath.widen(bias))
    dtype = statistics.dtype_of_statistics(input, weight, bias)
    return to.cast(out, ivy.dtype(input)), to.cast(mean, dtype), to.cast(rstd, dtype)


def native_layer_norm_backward(
    grad_out, input, normalized_shape, mean, rstd, weight, bias, output_mask
):
    lead, axes = statistics.layer(input, normalized_shape)
    grad = opmath.widen(grad_out)
    rstd = opmath.widen(rstd)
    standard = (opmath.widen(input) - opmath.widen(mean)) * rstd
    grad_input = None
    if output_mask[0]:
        scaled = statistics.scaled(grad, opmath.widen(weight), None)
        grad_input = to.cast(
            statistics.input_gradient(scaled, standard, rstd, axes), ivy.dtype(input)
        )
    parameters = statistics.parameter_gradients(
        grad, standard, lead, normalized_shape, output_mask[1:]
    )
    dtype = statistics.dtype_of_statistics(input, weight, bias)
    return grad_input, *(opmath.narrow(g, dtype) for g in parameters)


# -- group


def native_group_norm(input, weight, bias, N, C, HxW, group, eps):
    x = statistics.grouped(input, group)
    mean, _, rstd = statistics.moments(x, (2, 3), eps)
    shape = (1, group, C // group, 1)
    out = statistics.scaled(
        (x - mean) * rstd, statistics.shaped(weight, shape), statistics.shaped(bias, shape)
    )
    out = to.cast(ivy.reshape(out, input.shape), ivy.dtype(input))
    dtype = statistics.dtype_of_statistics(input, weight, bias)
    return out, *(to.cast(ivy.reshape(v, (N, group)), dtype) for v in (mean, rstd))


def native_group_norm_backward(grad_out, input, mean, rstd, weight, N, C, HxW, group, output_mask):
    grad, rstd = statistics.grouped(grad_out, group), statistics.shaped(rstd, (N, group, 1, 1))
    standard = (statistics.grouped(input, group) - statistics.shaped(mean, (N, group, 1, 1))) * rstd
    grad_input = None
    if output_mask[0]:
        scaled = statistics.scaled(grad, statistics.shaped(weight, (1, group, C // group, 1)), None)
        grad_input = ivy.reshape(
            statistics.input_gradient(scaled, standard, rstd, (2, 3)), input.shape
        )
    parameters = statistics.parameter_gradients(grad, standard, (0, 3), (C,), output_mask[1:])
    dtype = statistics.dtype_of_statistics(input, weight)
    return (
        opmath.narrow(grad_input, ivy.dtype(input)),
        *(opmath.narrow(g, dtype) for g in parameters),
    )


# -- weights


def _weight_norm_interface_backward(grad_w, saved_v, saved_g, saved_norms, dim):
    rest = tuple(i for i in range(saved_v.ndim) if i != dim)
    grad, v = (to.cast(x, ivy.dtype(saved_norms)) for x in (grad_w, saved_v))
    sums = ivy.sum(grad * v, axis=rest, keepdims=True)
    g = to.cast(saved_g, ivy.dtype(saved_norms))
    of_v = (g / saved_norms) * (grad - v * (sums / (saved_norms * saved_norms)))
    return to.cast(of_v, ivy.dtype(saved_v)), to.cast(sums / saved_norms, ivy.dtype(saved_g))


_publish.publish(__name__, native="torch.ops.aten")
