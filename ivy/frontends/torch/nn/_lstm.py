"""One layer of an LSTM in one direction, and its gradient, as loops over time.

Arrays over time are called by their axes: `time, batch, unit`. The four gates lie side by side, in
the order input, forget, candidate, output.
"""

from __future__ import annotations

from typing import Any

from ivy import functional as ivy


def gates(x: Any, width: int) -> list[Any]:
    """The four blocks of the last axis."""
    return [x[..., i * width : (i + 1) * width] for i in range(4)]


def rows(x: Any) -> Any:
    """`x` with all axes but the last made one."""
    return ivy.reshape(x, (-1, x.shape[-1]))


def forward(x: Any, w_input: Any, w_hidden: Any, bias: Any, h: Any, c: Any, reverse: bool) -> tuple:
    """Outputs, last h, last c, then gates and cells over time for the gradient."""
    width = h.shape[-1]
    given = ivy.matmul(x, ivy.permute_dims(w_input, (1, 0)))
    if bias is not None:
        given = ivy.add(given, bias)
    recurrent = ivy.permute_dims(w_hidden, (1, 0))

    def step(carry, row):
        h, c = carry
        i, f, g, o = gates(ivy.add(row[0], ivy.matmul(h, recurrent)), width)
        i, f, g, o = ivy.sigmoid(i), ivy.sigmoid(f), ivy.tanh(g), ivy.sigmoid(o)
        c = ivy.add(ivy.multiply(f, c), ivy.multiply(i, g))
        h = ivy.multiply(o, ivy.tanh(c))
        return (h, c), (h, ivy.concat([i, f, g, o, c], axis=-1))

    (h, c), (outputs, saved) = ivy.scan(step, (h, c), (given,), reverse=reverse)
    return outputs, h, c, saved


def before(states: Any, first: Any, reverse: bool) -> Any:
    """The state that each step began with."""
    first = ivy.expand_dims(first, axis=0)
    parts = [states[1:], first] if reverse else [first, states[:-1]]
    return ivy.concat(parts, axis=0)


def backward(saved: Any, c: Any, w_hidden: Any, grads: tuple, reverse: bool) -> tuple:
    """Gradients of the gates over time, of the first h and of the first c."""
    width = c.shape[-1]
    cells = saved[..., 4 * width :]

    def step(carry, row):
        of_h, of_c = carry
        of_output, saved, cell, cell_before = row
        i, f, g, o = gates(saved, width)
        squashed = ivy.tanh(cell)
        of_h = ivy.add(of_h, of_output)
        of_c = ivy.add(of_c, ivy.multiply(ivy.multiply(of_h, o), 1 - ivy.square(squashed)))
        of_gates = ivy.concat(
            [
                ivy.multiply(ivy.multiply(of_c, g), ivy.multiply(i, 1 - i)),
                ivy.multiply(ivy.multiply(of_c, cell_before), ivy.multiply(f, 1 - f)),
                ivy.multiply(ivy.multiply(of_c, i), 1 - ivy.square(g)),
                ivy.multiply(ivy.multiply(of_h, squashed), ivy.multiply(o, 1 - o)),
            ],
            axis=-1,
        )
        return (ivy.matmul(of_gates, w_hidden), ivy.multiply(of_c, f)), (of_gates,)

    of_outputs, of_h, of_c = grads
    xs = (of_outputs, saved[..., : 4 * width], cells, before(cells, c, reverse))
    (of_h, of_c), (of_gates,) = ivy.scan(step, (of_h, of_c), xs, reverse=not reverse)
    return of_gates, of_h, of_c
