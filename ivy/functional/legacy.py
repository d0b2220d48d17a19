"""Original Ivy names of ops that have another name in the standard."""

from __future__ import annotations

from collections.abc import Sequence

from ivy._core import ops, rules
from ivy._core.op import Array, Scalar, composite

Axis = int | Sequence[int] | None


@composite(shape=rules.reduce, dtype=rules.same)
def reduce_sum(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`sum`.

    >>> import ivy, numpy as np
    >>> ivy.reduce_sum(np.ones((2, 3)), 0).tolist()
    [2.0, 2.0, 2.0]
    """
    return ops.sum(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.same)
def reduce_prod(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`prod`.

    >>> import ivy, numpy as np
    >>> ivy.reduce_prod(np.asarray([[1.0, 2.0], [3.0, 4.0]]), 0).tolist()
    [3.0, 8.0]
    """
    return ops.prod(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.floating)
def reduce_mean(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`mean`.

    >>> import ivy, numpy as np
    >>> ivy.reduce_mean(np.asarray([[1.0, 2.0], [3.0, 4.0]]), 0).tolist()
    [2.0, 3.0]
    """
    return ops.mean(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.real)
def reduce_var(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`var`.

    >>> import ivy, numpy as np
    >>> ivy.reduce_var(np.asarray([[1.0, 2.0], [3.0, 4.0]]), 0).tolist()
    [1.0, 1.0]
    """
    return ops.var(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.real)
def reduce_std(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """The root of `var`.

    >>> import ivy, numpy as np
    >>> ivy.reduce_std(np.asarray([[1.0, 2.0], [3.0, 4.0]]), 0).tolist()
    [1.0, 1.0]
    """
    return ops.sqrt(ops.var(x, axis=axis, keepdims=keepdims))


@composite(shape=rules.reduce, dtype=rules.same)
def reduce_min(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`min`.

    >>> import ivy, numpy as np
    >>> ivy.reduce_min(np.asarray([[1.0, 2.0], [3.0, 4.0]]), 0).tolist()
    [1.0, 2.0]
    """
    return ops.min(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.same)
def reduce_max(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`max`.

    >>> import ivy, numpy as np
    >>> ivy.reduce_max(np.asarray([[1.0, 2.0], [3.0, 4.0]]), 0).tolist()
    [3.0, 4.0]
    """
    return ops.max(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.boolean)
def reduce_any(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`any`.

    >>> import ivy, numpy as np
    >>> ivy.reduce_any(np.asarray([[True, False], [True, True]]), 1).tolist()
    [True, True]
    """
    return ops.any(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.boolean)
def reduce_all(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`all`.

    >>> import ivy, numpy as np
    >>> ivy.reduce_all(np.asarray([[True, False], [True, True]]), 1).tolist()
    [False, True]
    """
    return ops.all(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.floating)
def reduce_logsumexp(x: Array, axis: Axis = None, keepdims: bool = False) -> Array:
    """`logsumexp`.

    >>> import ivy, numpy as np
    >>> ivy.reduce_logsumexp(np.asarray([[1.0, 2.0], [3.0, 4.0]]), 0).round(4).tolist()
    [3.1269, 4.1269]
    """
    return ops.logsumexp(x, axis=axis, keepdims=keepdims)


@composite(shape=rules.reduce, dtype=rules.real)
def reduce_norm(x: Array, axis: Axis = None, keepdims: bool = False, *, ord: Scalar = 2) -> Array:
    """`vector_norm`.

    >>> import ivy, numpy as np
    >>> ivy.reduce_norm(np.asarray([[1.0, 2.0], [3.0, 4.0]]), 0).round(4).tolist()
    [3.1623, 4.4721]
    """
    return ops.vector_norm(x, axis=axis, keepdims=keepdims, ord=ord)


@composite()
def seed(seed_value: int = 0) -> None:
    """Resets the seeded state of random numbers, as `random_seed`.

    >>> import ivy
    >>> ivy.seed(3)
    >>> first = ivy.random_uniform(shape=2)
    >>> ivy.seed(3)
    >>> bool(ivy.all(ivy.equal(first, ivy.random_uniform(shape=2))))
    True
    """
    ops.random_seed(seed_value)
