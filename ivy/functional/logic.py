"""Elementwise comparisons, logic and bit operations, and selection by a condition.

The operands of a call have the same dtype, or are Python numbers.
"""

from __future__ import annotations

from ivy._core import rules
from ivy._core.op import Array, Scalar, primitive


@primitive(shape=rules.broadcast, dtype=rules.promote)
def bitwise_and(x1: Array, x2: Array, /) -> Array:
    """Bits set in both operands.

    >>> import ivy, numpy as np
    >>> ivy.bitwise_and(np.asarray([6, 3]), np.asarray([4, 5])).tolist()
    [4, 1]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def bitwise_invert(x: Array, /) -> Array:
    """Each bit inverted (logical not for bool).

    >>> import ivy, numpy as np
    >>> ivy.bitwise_invert(np.asarray([6, 3])).tolist()
    [-7, -4]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def bitwise_left_shift(x1: Array, x2: Array, /) -> Array:
    """Bits of `x1` shifted left by `x2`.

    >>> import ivy, numpy as np
    >>> ivy.bitwise_left_shift(np.asarray([6, 3]), 2).tolist()
    [24, 12]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def bitwise_or(x1: Array, x2: Array, /) -> Array:
    """Bits set in either operand.

    >>> import ivy, numpy as np
    >>> ivy.bitwise_or(np.asarray([6, 3]), np.asarray([4, 5])).tolist()
    [6, 7]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def bitwise_right_shift(x1: Array, x2: Array, /) -> Array:
    """Bits of `x1` shifted right by `x2`, with sign extension.

    >>> import ivy, numpy as np
    >>> ivy.bitwise_right_shift(np.asarray([6, 3]), 1).tolist()
    [3, 1]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.promote)
def bitwise_xor(x1: Array, x2: Array, /) -> Array:
    """Bits set in exactly one operand.

    >>> import ivy, numpy as np
    >>> ivy.bitwise_xor(np.asarray([6, 3]), np.asarray([4, 5])).tolist()
    [2, 6]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def equal(x1: Array, x2: Array, /) -> Array:
    """Whether equal.

    >>> import ivy, numpy as np
    >>> ivy.equal(np.asarray([1.0, 2.0]), np.asarray([1.0, 3.0])).tolist()
    [True, False]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def greater(x1: Array, x2: Array, /) -> Array:
    """Whether `x1` > `x2`.

    >>> import ivy, numpy as np
    >>> ivy.greater(np.asarray([1.0, 2.0]), np.asarray([1.0, 3.0])).tolist()
    [False, False]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def greater_equal(x1: Array, x2: Array, /) -> Array:
    """Whether `x1` >= `x2`.

    >>> import ivy, numpy as np
    >>> ivy.greater_equal(np.asarray([1.0, 2.0]), np.asarray([1.0, 3.0])).tolist()
    [True, False]
    """
    ...


@primitive(shape=rules.same, dtype=rules.boolean)
def isfinite(x: Array, /) -> Array:
    """Whether neither infinite nor NaN.

    >>> import ivy, numpy as np
    >>> ivy.isfinite(np.asarray([1.0, np.inf, np.nan])).tolist()
    [True, False, False]
    """
    ...


@primitive(shape=rules.same, dtype=rules.boolean)
def isinf(x: Array, /) -> Array:
    """Whether infinite.

    >>> import ivy, numpy as np
    >>> ivy.isinf(np.asarray([1.0, np.inf, np.nan])).tolist()
    [False, True, False]
    """
    ...


@primitive(shape=rules.same, dtype=rules.boolean)
def isnan(x: Array, /) -> Array:
    """Whether NaN.

    >>> import ivy, numpy as np
    >>> ivy.isnan(np.asarray([1.0, np.inf, np.nan])).tolist()
    [False, False, True]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def less(x1: Array, x2: Array, /) -> Array:
    """Whether `x1` < `x2`.

    >>> import ivy, numpy as np
    >>> ivy.less(np.asarray([1.0, 2.0]), np.asarray([1.0, 3.0])).tolist()
    [False, True]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def less_equal(x1: Array, x2: Array, /) -> Array:
    """Whether `x1` <= `x2`.

    >>> import ivy, numpy as np
    >>> ivy.less_equal(np.asarray([1.0, 2.0]), np.asarray([1.0, 3.0])).tolist()
    [True, True]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def logical_and(x1: Array, x2: Array, /) -> Array:
    """Whether both operands are true.

    >>> import ivy, numpy as np
    >>> ivy.logical_and(np.asarray([True, False]), np.asarray([True, True])).tolist()
    [True, False]
    """
    ...


@primitive(shape=rules.same, dtype=rules.boolean)
def logical_not(x: Array, /) -> Array:
    """Whether `x` is false (zero).

    >>> import ivy, numpy as np
    >>> ivy.logical_not(np.asarray([True, False])).tolist()
    [False, True]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def logical_or(x1: Array, x2: Array, /) -> Array:
    """Whether an operand is true.

    >>> import ivy, numpy as np
    >>> ivy.logical_or(np.asarray([True, False]), np.asarray([True, True])).tolist()
    [True, True]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def logical_xor(x1: Array, x2: Array, /) -> Array:
    """Whether exactly one operand is true.

    >>> import ivy, numpy as np
    >>> ivy.logical_xor(np.asarray([True, False]), np.asarray([True, True])).tolist()
    [False, True]
    """
    ...


@primitive(shape=rules.broadcast, dtype=rules.boolean)
def not_equal(x1: Array, x2: Array, /) -> Array:
    """Whether different.

    >>> import ivy, numpy as np
    >>> ivy.not_equal(np.asarray([1.0, 2.0]), np.asarray([1.0, 3.0])).tolist()
    [False, True]
    """
    ...


@primitive(shape=rules.broadcast, dtype=lambda condition, x1, x2: rules.promote(x1, x2))
def where(condition: Array, x1: Array | Scalar, x2: Array | Scalar, /) -> Array:
    """`x1` where `condition` holds, `x2` elsewhere.

    >>> import ivy, numpy as np
    >>> ivy.where(np.asarray([True, False]), np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])).tolist()
    [1.0, 2.5]
    """
    ...
