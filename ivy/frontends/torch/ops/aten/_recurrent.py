"""Recurrent layers. PyTorch splits all but the LSTM into plain operators, on the CPU."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch.nn import _adapters as like
from ivy.frontends.torch.nn import _lstm as lstm


def _pack_padded_sequence(input, lengths, batch_first):
    if batch_first:
        input = ivy.moveaxis(input, 0, 1)
    counts = [int(n) for n in ivy.to_numpy(lengths)]
    sizes = [sum(n > t for n in counts) for t in range(max(counts))]
    data = ivy.concat([input[t, :n] for t, n in enumerate(sizes)], axis=0)
    return data, ivy.constant(sizes, dtype=dtypes.int64)


@like.in_float32
def mkldnn_rnn_layer(
    input,
    weight0,
    weight1,
    weight2,
    weight3,
    hx_,
    cx_,
    reverse,
    batch_sizes,
    mode,
    hidden_size,
    num_layers,
    has_biases,
    bidirectional,
    batch_first,
    train,
):
    bias = ivy.add(weight2, weight3) if has_biases else None
    h, c = (ivy.reshape(x, x.shape[-2:]) for x in (hx_, cx_))
    out, h, c, saved = lstm.forward(input, weight0, weight1, bias, h, c, reverse)
    return out, ivy.reshape(h, hx_.shape), ivy.reshape(c, cx_.shape), saved


@like.in_float32
def mkldnn_rnn_layer_backward(
    input,
    weight1,
    weight2,
    weight3,
    weight4,
    hx_,
    cx_tmp,
    output,
    hy_,
    cy_,
    grad_output,
    grad_hy,
    grad_cy,
    reverse,
    mode,
    hidden_size,
    num_layers,
    has_biases,
    train,
    bidirectional,
    batch_sizes,
    batch_first,
    workspace,
):
    h, c = (ivy.reshape(x, x.shape[-2:]) for x in (hx_, cx_tmp))
    grads = (
        output * 0 if grad_output is None else grad_output,
        h * 0 if grad_hy is None else ivy.reshape(grad_hy, h.shape),
        c * 0 if grad_cy is None else ivy.reshape(grad_cy, c.shape),
    )
    of_gates, of_h, of_c = lstm.backward(workspace, c, weight2, grads, reverse)
    by_row = ivy.permute_dims(lstm.rows(of_gates), (1, 0))
    of_bias = ivy.sum(by_row, axis=1)
    return (
        ivy.matmul(of_gates, weight1),
        ivy.matmul(by_row, lstm.rows(input)),
        ivy.matmul(by_row, lstm.rows(lstm.before(output, h, reverse))),
        of_bias,
        of_bias,
        ivy.reshape(of_h, hx_.shape),
        ivy.reshape(of_c, cx_tmp.shape),
    )


_publish.publish(__name__, native="torch.ops.aten")
