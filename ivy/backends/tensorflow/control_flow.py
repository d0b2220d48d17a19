"""Loops and branches that a `tf.function` can hold; outside of one they are Python's own."""

import tensorflow as tf

from ivy._core.op import OPS
from ivy.backends.tensorflow import _adapters as like


def cond(predicate, true_function, false_function, /, *operands):
    if like.is_traced(predicate):
        return tf.cond(
            predicate, lambda: true_function(*operands), lambda: false_function(*operands)
        )
    return true_function(*operands) if bool(predicate) else false_function(*operands)


def fori_loop(lower, upper, body, start, /):
    if not like.is_traced(*tf.nest.flatten((lower, upper, start))):
        return OPS["fori_loop"].declaration(lower, upper, body, start)
    lower, upper = tf.cast(lower, tf.int64), tf.cast(upper, tf.int64)
    return tf.while_loop(
        lambda k, state: k < upper, lambda k, state: (k + 1, body(k, state)), (lower, start)
    )[1]


def switch(index, functions, /, *operands):
    if not like.is_traced(index):
        return OPS["switch"].declaration(index, functions, *operands)
    index = tf.clip_by_value(tf.cast(index, tf.int32), 0, len(functions) - 1)
    return tf.switch_case(index, [lambda f=f: f(*operands) for f in functions])


def while_loop(condition, body, start, /):
    if not like.is_traced(*tf.nest.flatten(start)):
        return OPS["while_loop"].declaration(condition, body, start)
    return tf.while_loop(condition, lambda state: (body(state),), (start,))[0]
