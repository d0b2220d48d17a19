"""Ops of neural networks, and the loop of recurrent ones."""

from __future__ import annotations

from collections.abc import Callable

from ivy._core import rules
from ivy._core.op import Array, composite, primitive
from ivy.functional._rows import row, stacked


@primitive(shape=rules.same, dtype=rules.floating)
def gelu(x: Array, /, *, approximate: bool = False) -> Array:
    """`x` times the standard normal cumulative distribution function of `x`.

    `approximate` replaces the error function by a tanh.

    >>> import ivy, numpy as np
    >>> ivy.gelu(np.asarray([1.0, 2.0])).round(4).tolist()
    [0.8413, 1.9545]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def log_softmax(x: Array, /, *, axis: int) -> Array:
    """log(softmax(x)), without overflow or loss of small probabilities.

    >>> import ivy, numpy as np
    >>> ivy.exp(ivy.log_softmax(np.zeros(4), axis=0)).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    ...


@composite()
def scan(
    function: Callable, carry: tuple, xs: tuple, /, *, reverse: bool = False
) -> tuple[tuple, tuple]:
    """The last carry, and all `y` stacked, of `carry, y = function(carry, x)` for each row of `xs`.

    `carry`, `xs`, `x` and `y` are tuples of arrays; shapes and dtypes of a carry stay the same.
    `reverse` begins at the last row. The loop must not contain ops with `bounds='error'`.

    >>> import ivy, numpy as np
    >>> def add(carry, x):
    ...     return (carry[0] + x[0],), (carry[0] + x[0],)
    >>> (total,), (sums,) = ivy.scan(add, (np.asarray(0),), (np.arange(4),))
    >>> int(total), sums.tolist()
    (6, [0, 1, 3, 6])
    """
    steps = range(len(xs[0]))
    rows = []
    for k in reversed(steps) if reverse else steps:
        carry, out = function(carry, row(xs, k))
        rows.append(out)
    return carry, stacked(rows[::-1] if reverse else rows)


@primitive(shape=rules.same, dtype=rules.floating)
def softmax(x: Array, /, *, axis: int) -> Array:
    """exp(x), scaled so that the sum along `axis` is 1.

    >>> import ivy, numpy as np
    >>> ivy.softmax(np.zeros(4), axis=0).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    ...
