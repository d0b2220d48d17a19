"""Gradients of products, diagonals, exponentials and triangular systems."""

from __future__ import annotations

import string

from ivy._core import ops
from ivy.functional._equations import explicit
from ivy.functional._gradients._forms import conj, masked, summed_to


def _as_matrices(g, x1, x2):
    """Operands and gradient of a product, with vectors as matrices."""
    if x1.ndim == 1:
        x1 = ops.expand_dims(x1, axis=0)
        g = ops.expand_dims(g, axis=-1 if x2.ndim == 1 else -2)
    if x2.ndim == 1:
        x2 = ops.expand_dims(x2, axis=-1)
        g = ops.expand_dims(g, axis=-1)
    return g, x1, x2


def _matmul_left(g, out, x1, x2):
    g, left, right = _as_matrices(g, x1, x2)
    return ops.reshape(summed_to(ops.matmul(g, ops.adjoint(right)), left.shape), tuple(x1.shape))


def _matmul_right(g, out, x1, x2):
    g, left, right = _as_matrices(g, x1, x2)
    return ops.reshape(summed_to(ops.matmul(ops.adjoint(left), g), right.shape), tuple(x2.shape))


def _einsum(g, out, equation, arrays):
    terms, output = explicit(equation, [x.ndim for x in arrays])
    sizes = {}
    for term, x in zip(terms, arrays, strict=True):
        for letter, n in zip(term, x.shape, strict=True):
            sizes[letter] = max(n, sizes.get(letter, n)) if n else 0
    return [_einsum_operand(g, k, arrays, terms, output, sizes) for k in range(len(arrays))]


def _einsum_operand(g, k, arrays, terms, output, sizes):
    """The sum with the gradient in place of operand `k`.

    Letters that only this operand has need ones, repeated letters an identity matrix.
    """
    x, term = arrays[k], terms[k]
    others = [n for n in range(len(arrays)) if n != k]
    operands = [g, *[conj(arrays[n]) for n in others]]
    sides = [output, *[terms[n] for n in others]]
    unused = iter([a for a in string.ascii_letters if a not in "".join([*terms, output])])
    target = ""
    for letter in term:
        if letter in target:
            fresh = next(unused)
            operands.append(ops.eye(sizes[letter], dtype=ops.dtype(g)))
            sides.append(letter + fresh)
            letter = fresh
        elif not any(letter in side for side in sides):
            operands.append(ops.ones((sizes[letter],), dtype=ops.dtype(g)))
            sides.append(letter)
        target += letter
    result = ops.einsum(f"{','.join(sides)}->{target}", operands)
    return summed_to(result, x.shape)


def diagonal_matrix(d, rows, columns):
    """A matrix of zeros with `d` on its main diagonal."""
    mask = ops.not_equal(
        ops.eye(rows, columns, dtype=ops.dtype(ops.real(d) if _complex(d) else d)), 0
    )
    d = ops.expand_dims(d, axis=-1 if rows <= columns else -2)
    return masked(ops.broadcast_to(d, (*d.shape[:-2], rows, columns)), mask)


def _complex(x):
    return ops.dtype(x).kind == "c"


def _matrix_exp(g, out, x):
    """The upper right block of exp([[x^H, g], [0, x^H]])."""
    size, back = x.shape[-1], ops.adjoint(x)
    upper = ops.concat([back, g], axis=-1)
    lower = ops.concat([ops.multiply(g, 0), back], axis=-1)
    whole = ops.matrix_exp(ops.concat([upper, lower], axis=-2))
    return ops.slice_(whole, (..., slice(None, size), slice(size, None)))


def _solve_right(g, out, x1, x2, *, upper=False, unit_diagonal=False):
    back = ops.solve_triangular(ops.adjoint(x1), g, upper=not upper, unit_diagonal=unit_diagonal)
    return summed_to(back, x2.shape)


def _solve_left(g, out, x1, x2, *, upper=False, unit_diagonal=False):
    back = ops.solve_triangular(ops.adjoint(x1), g, upper=not upper, unit_diagonal=unit_diagonal)
    whole = ops.negative(ops.matmul(back, ops.adjoint(out)))
    k = int(unit_diagonal)
    read = ops.triu(whole, k=k) if upper else ops.tril(whole, k=-k)
    return summed_to(read, x1.shape)


RULES = {
    "einsum": (None, _einsum),
    "matmul": (_matmul_left, _matmul_right),
    "matrix_diagonal": lambda g, out, x: diagonal_matrix(g, x.shape[-2], x.shape[-1]),
    "matrix_exp": _matrix_exp,
    "matrix_transpose": lambda g, out, x: ops.matrix_transpose(g),
    "solve_triangular": (_solve_left, _solve_right),
}
