"""Control flow of `jax.lax`, as Python runs it.

Conditions are read and loops are Python's own, whatever the backend: each call of a user's function
sees arrays of values.
"""

import operator

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax import _tree
from ivy.frontends.jax.lax import _adapters as like
from ivy.frontends.jax.lax import _folding

_NO_OPERAND = object()


def _arrays(tree):
    return _tree.mapped(to.array, tree)


def _described(tree):
    """What two trees must have in common: structure, shapes and dtypes."""
    return _tree.mapped(lambda x: f"{ivy.dtype(x).name}{list(x.shape)}", tree)


def _alike(what, before, after):
    """`after` with the dtypes of weak operands; TypeError if its type is not that of `before`."""
    if not _tree.same_structure(before, after):
        raise TypeError(f"{what} must have the same tree structure as its input")
    after = _tree.mapped(
        lambda b, a: to.cast(a, ivy.dtype(b)) if to.is_weak(a) and _holds(b, a) else to.array(a),
        before,
        after,
    )
    if _described(before) != _described(after):
        raise TypeError(f"{what} must have the type of its input: {_described(after)}")
    return after


def _holds(x, number):
    return "bifc".index("bifc"[dtypes.category(ivy.dtype(x))]) >= dtypes.category(to.dtype(number))


def _scalar(name, value, kinds):
    value = to.array(value)
    if len(value.shape):
        raise TypeError(f"{name} must be a scalar, got shape {tuple(value.shape)}")
    if "bifc"[dtypes.category(ivy.dtype(value))] not in kinds:
        raise TypeError(f"{name} must not have dtype {ivy.dtype(value).name}")
    return ivy.item(value)


def cond(pred, true_fun, false_fun, *operands, operand=_NO_OPERAND):
    if not (callable(true_fun) and callable(false_fun)):
        raise TypeError("lax.cond: true_fun and false_fun arguments should be callable.")
    if operand is not _NO_OPERAND:
        operands = (operand,)
    if pred is None:
        raise TypeError("cond predicate is None")
    holds = bool(_scalar("pred", pred, "bif"))
    operands = tuple(_arrays(operands))
    return _branch((false_fun, true_fun), holds, operands, "cond")


def _branch(functions, index, operands, name):
    """The result of the chosen function; all functions must return the same type."""
    results = [_arrays(f(*operands)) for f in functions]
    first = _described(results[0])
    if any(_described(r) != first for r in results[1:]):
        raise TypeError(f"{name} branches must have equal output types")
    return results[index]


def switch(index, branches, *operands, operand=_NO_OPERAND):
    if not all(callable(b) for b in branches):
        raise TypeError("lax.switch: branches argument should be a sequence of callables.")
    if operand is not _NO_OPERAND:
        operands = (operand,)
    if not len(branches):
        raise ValueError("Empty branch sequence")
    at = _scalar("index", index, "i")
    at = min(max(at, 0), len(branches) - 1)
    return _branch(branches, at, tuple(_arrays(operands)), "switch")


def while_loop(cond_fun, body_fun, init_val):
    if not (callable(body_fun) and callable(cond_fun)):
        raise TypeError("lax.while_loop: body_fun and cond_fun arguments should be callable.")
    state = _arrays(init_val)
    while _scalar("the result of cond_fun", cond_fun(state), "b"):
        state = _alike("the result of body_fun", state, body_fun(state))
    return state


def fori_loop(lower, upper, body_fun, init_val, *, unroll=None):
    if not callable(body_fun):
        raise TypeError("lax.fori_loop: body_fun argument should be callable.")
    low, high = _scalar("lower", lower, "i"), _scalar("upper", upper, "i")
    dtype = to.result_type(lower, upper)
    state = _arrays(init_val)
    for i in range(low, high):
        state = _alike("the result of body_fun", state, body_fun(to.cast(i, dtype), state))
    return state


def _length(xs, length):
    sizes = {x.shape[0] if len(x.shape) else None for x in _tree.leaves(xs)}
    if None in sizes:
        raise ValueError("scan got a value with no leading axis to scan over")
    if length is not None:
        length = operator.index(length)
        if sizes - {length}:
            raise ValueError(f"scan got `length` argument of {length} which disagrees with {sizes}")
        return length
    if len(sizes) > 1:
        raise ValueError(f"scan got values with different leading axis sizes: {sizes}.")
    if not sizes:
        raise ValueError("scan got no values to scan over and `length` not provided.")
    return sizes.pop()


def scan(f, init, xs=None, length=None, reverse=False, unroll=1, _split_transpose=False):
    if not callable(f):
        raise TypeError("lax.scan: f argument should be a callable.")
    carry, xs = _arrays(init), _arrays(xs)
    count = _length(xs, length)
    steps = range(count - 1, -1, -1) if reverse else range(count)
    if not count:
        return _scan_of_none(f, carry, xs)
    rows = []
    for i in steps:
        result = f(carry, _tree.row(xs, i))
        if not isinstance(result, (tuple, list)) or len(result) != 2:
            raise TypeError("scan body output must be a pair")
        carry = _alike("scan body function carry output", carry, result[0])
        rows.append(_arrays(result[1]))
    if reverse:
        rows.reverse()
    return carry, _tree.mapped(lambda *y: ivy.stack(y, axis=0), *rows)


def _scan_of_none(f, carry, xs):
    """The result of no steps: empty, with the shapes of a step on zeros."""
    zeros = _tree.mapped(lambda x: ivy.zeros(tuple(x.shape[1:]), dtype=ivy.dtype(x)), xs)
    _, row = f(carry, zeros)
    empty = _tree.mapped(lambda y: ivy.zeros((0, *y.shape), dtype=ivy.dtype(y)), _arrays(row))
    return carry, empty


def map(f, xs, *, batch_size=None):
    xs = _arrays(xs)
    if any(not tuple(x.shape) for x in _tree.leaves(xs)):
        raise IndexError("tuple index out of range")
    count = _length(xs, None)
    if not count:
        return _scan_of_none(lambda _, x: (None, f(x)), None, xs)[1]
    rows = [_arrays(f(_tree.row(xs, i))) for i in range(count)]
    return _tree.mapped(lambda *y: ivy.stack(y, axis=0), *rows)


def associative_scan(fn, elems, reverse=False, axis=0):
    if not callable(fn):
        raise TypeError("lax.associative_scan: fn argument should be callable.")
    arrays = [to.array(x) for x in _tree.leaves(elems)]
    axis = like.at(axis, arrays[0].ndim)
    if len({x.shape[axis] for x in arrays}) > 1:
        raise ValueError("Array inputs to associative_scan must have the same first dimension.")
    arrays = [ivy.flip(x, axis=axis) if reverse else x for x in arrays]
    first = [ivy.moveaxis(x, axis, 0) for x in arrays]

    def combine(a, b):
        sides = [_tree.rebuilt(elems, [ivy.moveaxis(x, 0, axis) for x in side]) for side in (a, b)]
        return [ivy.moveaxis(to.array(x), axis, 0) for x in _tree.leaves(fn(*sides))]

    totals = [ivy.moveaxis(x, 0, axis) for x in _folding.prefixes(combine, first)]
    return _tree.rebuilt(elems, [ivy.flip(x, axis=axis) if reverse else x for x in totals])


def custom_root(f, initial_guess, solve, tangent_solve, has_aux=False):
    return _arrays(solve(f, _arrays(initial_guess)))


def custom_linear_solve(matvec, b, solve, transpose_solve=None, symmetric=False, has_aux=False):
    return _arrays(solve(matvec, _arrays(b)))


def platform_dependent(*args, default=None, **per_platform):
    chosen = per_platform.get("cpu", default)
    if chosen is None:
        raise NotImplementedError("platform_dependent without an implementation for this platform")
    return _arrays(chosen(*_arrays(args)))


_publish.publish(__name__, native="jax.lax")
