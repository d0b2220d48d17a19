"""Control flow of JAX's programs as ops of Ivy's, for graphs, which hold functions.

Elsewhere values are there, and Python itself branches and loops.
"""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._publish import LAYERS


def _cond(index, *operands, branches, **_):
    functions = [lambda f=f: tuple(f(*operands)) for f in branches]
    if len(functions) == 2:
        return list(ivy.cond(ivy.not_equal(index, 0), functions[1], functions[0]))
    return list(ivy.switch(index, functions))


def _while(*values, cond_jaxpr, cond_nconsts, body_jaxpr, body_nconsts):
    """Of a batch with a condition for each row: as long as one holds, for the rows where it does."""
    wanted, rest = values[:cond_nconsts], values[cond_nconsts:]
    consts, start = rest[:body_nconsts], rest[body_nconsts:]

    def holds(state):
        return cond_jaxpr(*wanted, *state)[0]

    def step(state):
        after, goes_on = body_jaxpr(*consts, *state), holds(state)
        return tuple(_chosen(goes_on, *pair) for pair in zip(after, state, strict=True))

    return list(ivy.while_loop(lambda state: ivy.any(holds(state)), step, tuple(start)))


def _chosen(holds, after, before):
    if not holds.ndim:
        return after
    rows = ivy.reshape(holds, (*holds.shape, *[1] * (after.ndim - holds.ndim)))
    return ivy.where(rows, after, before)


def _scan(*values, jaxpr, reverse, length, num_consts, num_carry, **_):
    consts, rest = values[:num_consts], values[num_consts:]
    carry, rows = tuple(rest[:num_carry]), tuple(rest[num_carry:])
    if not length:
        return _no_steps(jaxpr, consts, carry, rows)
    counted = rows or (ivy.arange(0, length, dtype=dtypes.int32),)

    def step(carry, row):
        out = jaxpr(*consts, *carry, *row[: len(rows)])
        return tuple(out[:num_carry]), tuple(out[num_carry:])

    carry, found = ivy.scan(step, carry, counted, reverse=reverse)
    return [*carry, *found]


def _no_steps(jaxpr, consts, carry, rows):
    """The carry, and nothing stacked, in the shapes of a step."""
    row = [ivy.zeros(tuple(x.shape)[1:], dtype=ivy.dtype(x)) for x in rows]
    found = jaxpr(*consts, *carry, *row)[len(carry) :]
    return [*carry, *(ivy.zeros((0, *y.shape), dtype=ivy.dtype(y)) for y in found)]


LAYERS.update(
    {"jax.primitive.cond": _cond, "jax.primitive.scan": _scan, "jax.primitive.while": _while}
)
