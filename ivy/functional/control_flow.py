"""Loops and branches as higher-order functions, so that compiled programs can contain them.

Operands are arrays or tuples of arrays; a branch or step returns the structure, shapes and dtypes
of its operands. Where values can be read these are plain Python loops, and gradients go through
their bodies.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy._core import ops
from ivy._core.op import Array, composite
from ivy.functional._rows import row, stacked


@composite()
def cond(
    predicate: Array, true_function: Callable, false_function: Callable, /, *operands: Array
) -> Any:
    """`true_function(*operands)` if `predicate` holds, else `false_function(*operands)`.

    >>> import ivy, numpy as np
    >>> ivy.cond(np.asarray(True), lambda x: x + 1, lambda x: x - 1, np.asarray(5)).tolist()
    6
    """
    return true_function(*operands) if bool(predicate) else false_function(*operands)


@composite()
def while_loop(condition: Callable, body: Callable, start: Any, /) -> Any:
    """The last state of `state = body(state)`, repeated while `condition(state)` holds.

    >>> import ivy, numpy as np
    >>> ivy.while_loop(lambda x: x < 100, lambda x: x * 2, np.asarray(3)).tolist()
    192
    """
    state = start
    while bool(condition(state)):
        state = body(state)
    return state


@composite()
def fori_loop(lower: int, upper: int, body: Callable, start: Any, /) -> Any:
    """The last state of `state = body(i, state)` for each i in range(lower, upper).

    >>> import ivy, numpy as np
    >>> ivy.fori_loop(0, 4, lambda i, x: x + i, np.asarray(0)).tolist()
    6
    """
    state = start
    for k in range(int(lower), int(upper)):
        state = body(k, state)
    return state


@composite()
def map(function: Callable, xs: Any, /) -> Any:
    """`function` of each row of `xs` (an array, or a tuple of arrays of one length), stacked.

    >>> import ivy, numpy as np
    >>> ivy.map(lambda x: x * x, np.asarray([1, 2, 3])).tolist()
    [1, 4, 9]
    """
    first = xs
    while isinstance(first, (tuple, list)):
        first = first[0]
    if not first.shape[0]:
        raise ValueError("map over an axis of length 0: the shape of a result is not known.")
    return stacked([function(row(xs, k)) for k in range(first.shape[0])])


@composite()
def switch(index: Array, functions: Any, /, *operands: Array) -> Any:
    """`functions[index](*operands)`, the index clamped to the valid range.

    >>> import ivy, numpy as np
    >>> ivy.switch(np.asarray(1), [lambda x: x, lambda x: -x], np.asarray(3)).tolist()
    -3
    """
    return functions[min(max(int(index), 0), len(functions) - 1)](*operands)


@composite()
def associative_scan(
    function: Callable, x: Array, /, *, axis: int = 0, reverse: bool = False
) -> Array:
    """Prefix results of an associative `function` of two arrays, by doubling.

    `function` combines whole slices, the earlier ones first.

    >>> import ivy, numpy as np
    >>> ivy.associative_scan(np.add, np.asarray([1, 2, 3, 4])).tolist()
    [1, 3, 6, 10]
    """
    axis %= x.ndim
    x = ops.flip(x, axis=axis) if reverse else x
    lead, size, step = (slice(None),) * axis, x.shape[axis], 1
    while step < size:
        earlier = ops.slice_(x, (*lead, slice(None, size - step)))
        combined = function(earlier, ops.slice_(x, (*lead, slice(step, None))))
        x = ops.concat([ops.slice_(x, (*lead, slice(None, step))), combined], axis=axis)
        step *= 2
    return ops.flip(x, axis=axis) if reverse else x
