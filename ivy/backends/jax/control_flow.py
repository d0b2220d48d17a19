"""Loops and branches that a compiled program can hold; outside of one they are Python's own."""

import jax
from jax import lax

from ivy._core.op import OPS


def _is_traced(*values):
    return any(isinstance(leaf, jax.core.Tracer) for leaf in jax.tree.leaves(values))


def cond(predicate, true_function, false_function, /, *operands):
    if _is_traced(predicate):
        return lax.cond(predicate, true_function, false_function, *operands)
    return true_function(*operands) if bool(predicate) else false_function(*operands)


def fori_loop(lower, upper, body, start, /):
    if _is_traced(lower, upper, start):
        return lax.fori_loop(lower, upper, body, start)
    return OPS["fori_loop"].declaration(lower, upper, body, start)


def map(function, xs, /):
    return lax.map(function, xs) if _is_traced(xs) else OPS["map"].declaration(function, xs)


def switch(index, functions, /, *operands):
    if _is_traced(index):
        return lax.switch(index, functions, *operands)
    return OPS["switch"].declaration(index, functions, *operands)


def while_loop(condition, body, start, /):
    if _is_traced(start):
        return lax.while_loop(condition, body, start)
    return OPS["while_loop"].declaration(condition, body, start)
