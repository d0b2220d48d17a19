"""Products of vectors, matrices and tensors."""

from __future__ import annotations

import math
import operator

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import flat, is_sequence, kind


def contracted(op, x, y):
    """`op(x, y)`; of bool, computed in int32, so that sums are disjunctions."""
    if kind(x) == "b":
        found = op(ivy.astype(x, dtypes.int32), ivy.astype(y, dtypes.int32))
        return ivy.astype(found, dtypes.bool_)
    return op(x, y)


def matmul(
    rules: Rules,
    x1,
    x2,
    /,
    out=None,
    *,
    casting="same_kind",
    order="K",
    dtype=None,
    subok=True,
    signature=None,
    axes=None,
    axis=None,
):
    a, b = rules.product_operands(x1, x2, dtype)
    if not len(a.shape) or not len(b.shape):
        raise ValueError("matmul: an operand does not have enough dimensions")
    if a.shape[-1] != b.shape[-2 if len(b.shape) > 1 else 0]:
        raise rules.ContractionError(
            f"matmul: Input operand 1 has a mismatch in its core dimension 0 "
            f"(size {b.shape[0]} is different from {a.shape[-1]})"
        )
    rules.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    return rules.out(contracted(ivy.matmul, a, b), out)


def _einsum(equation, x, y):
    return contracted(lambda p, q: ivy.einsum(equation, [p, q]), x, y)


def _check_cores(rules: Rules, a, b, first, second, axes):
    """Checks the numbers of core axes, and that the pairs `axes` of them have equal lengths."""
    if len(a.shape) < first or len(b.shape) < second:
        raise ValueError("an operand does not have enough dimensions")
    for i, j in axes:
        if a.shape[i] != b.shape[j]:
            raise ValueError(f"core dimensions differ: {a.shape[i]} is different from {b.shape[j]}")
    rules.broadcast_shapes(a.shape[: len(a.shape) - first], b.shape[: len(b.shape) - second])


def vecdot(rules: Rules, x1, x2, /, *, axis=-1):
    a, b = rules.product_operands(x1, x2)
    a, b = (ivy.moveaxis(v, rules.axis(axis, len(v.shape)), -1) for v in (a, b))
    _check_cores(rules, a, b, 1, 1, [(-1, -1)])
    a = ivy.conj(a) if kind(a) == "c" else a
    return _einsum("...i,...i->...", a, b)


def matvec(rules: Rules, x1, x2, /):
    a, b = rules.product_operands(x1, x2)
    _check_cores(rules, a, b, 2, 1, [(-1, -1)])
    return _einsum("...ij,...j->...i", a, b)


def vecmat(rules: Rules, x1, x2, /):
    a, b = rules.product_operands(x1, x2)
    _check_cores(rules, a, b, 1, 2, [(-1, -2)])
    a = ivy.conj(a) if kind(a) == "c" else a
    return _einsum("...i,...ij->...j", a, b)


def dot(rules: Rules, a, b, out=None):
    x, y = rules.product_operands(a, b)
    if not len(x.shape) or not len(y.shape):
        return rules.out(contracted(ivy.multiply, x, y), out)
    _check_contraction(rules, x, y, (len(x.shape) - 1,), (max(len(y.shape) - 2, 0),))
    return rules.out(contract(x, y, (len(x.shape) - 1,), (max(len(y.shape) - 2, 0),)), out)


def inner(rules: Rules, a, b, /):
    x, y = rules.product_operands(a, b)
    if not len(x.shape) or not len(y.shape):
        return contracted(ivy.multiply, x, y)
    last = (len(x.shape) - 1,), (len(y.shape) - 1,)
    _check_contraction(rules, x, y, *last)
    return contract(x, y, *last)


def _check_contraction(rules: Rules, x, y, left, right):
    for i, j in zip(left, right):
        if x.shape[i] != y.shape[j]:
            raise rules.ContractionError(
                f"shapes {tuple(x.shape)} and {tuple(y.shape)} not aligned: "
                f"{x.shape[i]} (dim {i}) != {y.shape[j]} (dim {j})"
            )


def vdot(rules: Rules, a, b, /):
    x, y = (flat(v) for v in rules.product_operands(a, b))
    if x.shape != y.shape:
        raise rules.ContractionError("vectors have different lengths")
    x = ivy.conj(x) if kind(x) == "c" else x
    return contract(x, y, (0,), (0,))


def outer(rules: Rules, a, b, out=None):
    x, y = (flat(v) for v in rules.product_operands(a, b))
    x, y = ivy.expand_dims(x, axis=1), ivy.expand_dims(y, axis=0)
    return rules.out(contracted(ivy.multiply, x, y), out)


def tensordot(rules: Rules, a, b, axes=2):
    x, y = rules.product_operands(a, b)
    if is_sequence(axes):
        left, right = (tuple(v) if is_sequence(v) else (v,) for v in axes)
    else:
        n = operator.index(axes)
        if n < 0 or n > min(len(x.shape), len(y.shape)):
            rules.refuse_axis_count(n)
        left, right = range(len(x.shape) - n, len(x.shape)), range(n)
    if len(left) != len(right):
        raise ValueError("shape-mismatch for sum")
    left = [rules.axis(i, len(x.shape)) for i in left]
    right = [rules.axis(i, len(y.shape)) for i in right]
    if any(x.shape[i] != y.shape[j] for i, j in zip(left, right)):
        raise rules.TensordotError("shape-mismatch for sum")
    return contract(x, y, tuple(left), tuple(right))


def contract(x, y, left, right):
    """The sum of products over the axes `left` of `x` and `right` of `y`."""
    rows = [i for i in range(len(x.shape)) if i not in left]
    columns = [j for j in range(len(y.shape)) if j not in right]
    shape = (*(x.shape[i] for i in rows), *(y.shape[j] for j in columns))
    count = math.prod(x.shape[i] for i in left)
    m = math.prod(x.shape[i] for i in rows)
    n = math.prod(y.shape[j] for j in columns)
    x = ivy.reshape(ivy.permute_dims(x, (*rows, *left)) if len(x.shape) > 1 else x, (m, count))
    y = ivy.reshape(ivy.permute_dims(y, (*right, *columns)) if len(y.shape) > 1 else y, (count, n))
    return ivy.reshape(contracted(ivy.matmul, x, y), shape)


def einsum(
    rules: Rules,
    subscripts,
    /,
    *operands,
    out=None,
    dtype=None,
    casting="safe",
    optimize=False,
    **_,
):
    if not isinstance(subscripts, str):
        subscripts, operands = _interleaved((subscripts, *operands))
    arrays = rules.promote(*operands)
    if dtype is not None:
        arrays = [rules.cast(v, rules.dtype_of(dtype)) for v in arrays]
    equation = _explicit(subscripts.replace(" ", ""), arrays)
    if kind(arrays[0]) == "b":
        arrays = [ivy.astype(v, dtypes.int32) for v in arrays]
        return rules.out(ivy.astype(ivy.einsum(equation, arrays), dtypes.bool_), out)
    # the sum over a single operand may be of a wider dtype
    return rules.out(rules.cast(ivy.einsum(equation, arrays), ivy.dtype(arrays[0])), out)


def _interleaved(parts):
    parts = list(parts)
    result = parts.pop() if len(parts) % 2 else None
    arrays, letters = parts[::2], parts[1::2]
    text = ",".join(map(_letters, letters))
    return (text if result is None else f"{text}->{_letters(result)}"), arrays


def kron(rules: Rules, a, b):
    x, y = rules.product_operands(a, b)
    ndim = max(len(x.shape), len(y.shape))
    x, y = (ivy.reshape(v, (1,) * (ndim - len(v.shape)) + tuple(v.shape)) for v in (x, y))
    wide = ivy.expand_dims(x, axis=tuple(range(1, 2 * ndim, 2))) if ndim else x
    tall = ivy.expand_dims(y, axis=tuple(range(0, 2 * ndim, 2))) if ndim else y
    shape = tuple(n * m for n, m in zip(x.shape, y.shape))
    return ivy.reshape(contracted(ivy.multiply, wide, tall), shape)


def cross(rules: Rules, a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    if axis is not None:
        axisa = axisb = axisc = axis
    x, y = rules.product_operands(a, b)
    x, y = (ivy.moveaxis(v, rules.axis(i, len(v.shape)), -1) for v, i in ((x, axisa), (y, axisb)))
    if x.shape[-1] not in (2, 3) or y.shape[-1] not in (2, 3):
        raise ValueError("incompatible dimensions for cross product")
    shape = rules.broadcast_shapes(x.shape[:-1], y.shape[:-1])
    x, y = (ivy.broadcast_to(v, (*shape, v.shape[-1])) for v in (x, y))
    x, y = ([v[..., i] for i in range(v.shape[-1])] for v in (x, y))
    zero = ivy.zeros(shape, dtype=ivy.dtype(x[0]))
    if len(x) == len(y) == 2:
        return ivy.subtract(ivy.multiply(x[0], y[1]), ivy.multiply(x[1], y[0]))
    x, y = ([*v, zero][:3] for v in (x, y))
    pairs = ((1, 2), (2, 0), (0, 1))
    parts = [ivy.subtract(ivy.multiply(x[i], y[j]), ivy.multiply(x[j], y[i])) for i, j in pairs]
    return ivy.stack(parts, axis=rules.axis(axisc, len(shape) + 1))


_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _letters(places):
    return "".join("..." if p is Ellipsis else _LETTERS[operator.index(p)] for p in places)


def _explicit(text, arrays):
    """The equation with its result, and letters for `...`, checked against the shapes."""
    inputs, arrow, result = text.partition("->")
    terms = inputs.split(",")
    if len(terms) != len(arrays):
        raise ValueError(
            "more operands provided to einstein sum function than specified in the subscripts string"
        )
    used = set(text) - set(".,->")
    if not used <= set(_LETTERS):
        raise ValueError(f"invalid subscript in einstein sum subscripts string {text!r}")
    free = [c for c in _LETTERS if c not in used]
    most = 0
    named = []
    for term, x in zip(terms, arrays):
        extra = len(x.shape) - len(term.replace("...", ""))
        if extra < 0 or (extra and "..." not in term):
            raise ValueError(
                "einstein sum subscripts string contains too many subscripts for an operand"
                if extra < 0
                else "operand has more dimensions than subscripts given in einstein sum"
            )
        most = max(most, extra)
        named.append((term, extra))
    hidden = "".join(free[:most])
    terms = [t.replace("...", hidden[most - n :] if n else "") for t, n in named]
    if not arrow:
        counts = {c: sum(t.count(c) for t in terms) for c in used}
        result = hidden + "".join(sorted(c for c in used if counts[c] == 1))
    elif "..." in result:
        result = result.replace("...", hidden)
    if set(result) - set("".join(terms)) or len(set(result)) < len(result):
        raise ValueError(f"einstein sum subscripts string has a wrong result {result!r}")
    _check_lengths(terms, arrays)
    return f"{','.join(terms)}->{result}"


def _check_lengths(terms, arrays):
    lengths = {}
    for term, x in zip(terms, arrays):
        for letter, n in zip(term, x.shape):
            known = lengths.setdefault(letter, n)
            if known != n and 1 not in (known, n):
                raise ValueError(
                    f"operands could not be broadcast together: {letter} is {known} and {n}"
                )
            lengths[letter] = max(known, n)
