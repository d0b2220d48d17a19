"""Recurrent layers as a whole; PyTorch splits them, step by step.

Where a target compiles, so is their derivative (`is_derived_whole`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish

_FULL_PRECISION = (dtypes.float32, dtypes.float64)  # others are rounded at every step


def _gru_step(given: Any, hidden: Any, h: Any) -> Any:
    width = h.shape[-1]
    (r, z, n), (of_r, of_z, of_n) = (
        [x[..., i * width : (i + 1) * width] for i in range(3)] for x in (given, hidden)
    )
    r = ivy.sigmoid(ivy.add(of_r, r))
    z = ivy.sigmoid(ivy.add(of_z, z))
    n = ivy.tanh(ivy.add(n, ivy.multiply(of_n, r)))
    return ivy.add(ivy.multiply(ivy.subtract(h, n), z), n)


def _simple_step(activation: Callable) -> Callable:
    def step(given: Any, hidden: Any, h: Any) -> Any:
        return activation(ivy.add(hidden, given))

    return step


def _affine(x: Any, weight: Any, bias: Any) -> Any:
    out = ivy.matmul(x, ivy.permute_dims(weight, (1, 0)))
    return out if bias is None else ivy.add(out, bias)


def _direction(step: Callable, x: Any, h: Any, parameters: Any, reverse: bool) -> tuple:
    """Outputs and last state of one direction of a layer; `x` is `(time, batch, unit)`."""
    w_input, w_hidden, b_input, b_hidden = (*parameters, None, None)[:4]

    def advance(carry: tuple, row: tuple) -> tuple:
        new = step(row[0], _affine(carry[0], w_hidden, b_hidden), carry[0])
        return (new,), (new,)

    given = _affine(x, w_input, b_input)
    (last,), (outputs,) = ivy.scan(advance, (h,), (given,), reverse=reverse)
    return outputs, last


def _layers(step: Callable) -> Callable:
    def run(
        input,
        hx,
        params,
        has_biases,
        num_layers,
        dropout,
        train,
        bidirectional,
        batch_first,
    ):
        if type(params) not in (list, tuple) or input.dtype not in _FULL_PRECISION:
            raise TypeError("a packed sequence, or half precision")
        if batch_first:
            raise TypeError("the result is not row-major")
        if train and dropout and num_layers > 1:
            raise TypeError("draws random numbers")
        directions = 2 if bidirectional else 1
        each = 4 if has_biases else 2
        x = input
        last = []
        for layer in range(num_layers):
            outputs = []
            for i in range(layer * directions, (layer + 1) * directions):
                reverse = i % directions == 1
                out, h = _direction(step, x, hx[i], params[i * each : (i + 1) * each], reverse)
                outputs.append(out)
                last.append(h)
            x = outputs[0] if directions == 1 else ivy.concat(outputs, axis=-1)
        return x, ivy.stack(last, axis=0)

    run.is_derived_whole = True  # pyright: ignore[reportFunctionMemberAccess]
    return run


gru = _layers(_gru_step)
rnn_tanh = _layers(_simple_step(ivy.tanh))
rnn_relu = _layers(_simple_step(ivy.relu))


_publish.publish(__name__, native="torch")
