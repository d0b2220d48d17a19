"""Batching rules of primitives. Those without a rule run row by row (`ivy._core.batching`):
as_strided and its scatter, recurrence, the pivots of factorizations, conv_general of batched
filters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy._core import dtypes, ops, rules
from ivy._core.batching import LOOPS, RULES
from ivy._core.op import OPS
from ivy.functional._equations import explicit


def _is_array(x: Any) -> bool:
    return hasattr(x, "shape")


def _aligned(trace: Any, args: tuple) -> list:
    """Operands that broadcast: the batch axis, then as many axes as the widest operand has."""
    widest = max((len(a.shape) for a in args if _is_array(a)), default=0)
    out = []
    for a in args:
        if trace.owns(a):
            own = tuple(a.shape)
            a = ops.reshape(a.value, (trace.size, *(1,) * (widest - len(own)), *own))
        out.append(a)
    return out


def elementwise(trace: Any, op: Any, args: tuple, kwargs: dict) -> Any:
    return getattr(trace.base, op.name)(*_aligned(trace, args), **kwargs)


def _axis(axis: int, ndim: int) -> int:
    """The axis of a batch for an axis of a row."""
    if not -ndim <= axis < ndim and ndim:
        raise IndexError(f"axis {axis} is out of range for {ndim} axes.")
    return axis % max(ndim, 1) + 1


def _axes(axis: Any, ndim: int) -> Any:
    if axis is None:
        return tuple(range(1, ndim + 1))
    return _axis(axis, ndim) if isinstance(axis, int) else tuple(_axis(a, ndim) for a in axis)


def along(trace: Any, op: Any, args: tuple, kwargs: dict) -> Any:
    """Rule of ops of one array with `axis`: axes are shifted by one."""
    x = args[0]
    options = dict(kwargs)
    ndim = x.ndim
    if "axis" in options or op.name in _DEFAULT_AXIS:
        axis = options.get("axis", _DEFAULT_AXIS.get(op.name))
        if axis is None and op.name in ("argmax", "argmin"):
            return NotImplemented
        options["axis"] = _axes(axis, ndim)
    return getattr(trace.base, op.name)(x.value, *args[1:], **options)


_DEFAULT_AXIS = dict.fromkeys(
    "all any argmax argmin bitwise_xor_reduce max mean min prod sum flip".split()
) | dict.fromkeys("argsort sort sort_with_indices top_k".split(), -1)


def over_last(trace: Any, op: Any, args: tuple, kwargs: dict) -> Any:
    """Rule of ops over the last axes, which treat leading axes as a batch already."""
    if any(trace.holds(v) for v in kwargs.values()):
        return NotImplemented
    return getattr(trace.base, op.name)(*map(trace.whole, args), **kwargs)


def _matmul(trace: Any, op: Any, args: tuple, kwargs: dict) -> Any:
    x1, x2 = args
    first, second = trace.whole(x1), trace.whole(x2)
    if x1.ndim == 1:
        first = ops.expand_dims(first, axis=1)
    if x2.ndim == 1:
        second = ops.expand_dims(second, axis=2)
    widest = max(first.ndim, second.ndim)
    first, second = (_widened(x, widest) for x in (first, second))
    out = trace.base.matmul(first, second)
    gone = [axis for x, axis in ((x1, -2), (x2, -1)) if x.ndim == 1]
    return ops.squeeze(out, axis=tuple(a + out.ndim for a in gone)) if gone else out


def _widened(x: Any, ndim: int) -> Any:
    return ops.reshape(x, (x.shape[0], *(1,) * (ndim - x.ndim), *x.shape[1:]))


def _with_shape(change: Callable) -> Callable:
    """Rule of ops of an array and a shape, axes or the like."""

    def rule(trace: Any, op: Any, args: tuple, kwargs: dict) -> Any:
        if not trace.owns(args[0]) or any(map(trace.holds, args[1:])):
            return NotImplemented
        return change(trace, args[0].value, args[0].ndim, *args[1:], **kwargs)

    return rule


def _shape(shape: Any) -> tuple:
    return (shape,) if isinstance(shape, int) else tuple(shape)


def _broadcast_to(trace: Any, x: Any, ndim: int, shape: Any) -> Any:
    shape = _shape(shape)
    lead = (1,) * (len(shape) - ndim)
    return ops.broadcast_to(ops.reshape(x, (x.shape[0], *lead, *x.shape[1:])), (x.shape[0], *shape))


def _expand_dims(trace: Any, x: Any, ndim: int, *, axis: Any) -> Any:
    added = (axis,) if isinstance(axis, int) else tuple(axis)
    return ops.expand_dims(x, axis=tuple(a % (ndim + len(added)) + 1 for a in added))


def _permute(trace: Any, x: Any, ndim: int, axes: Any) -> Any:
    return ops.permute_dims(x, (0, *(_axis(a, ndim) for a in axes)))


def _moveaxis(trace: Any, x: Any, ndim: int, source: Any, destination: Any) -> Any:
    return ops.moveaxis(x, _axes(source, ndim), _axes(destination, ndim))


def _slice(trace: Any, x: Any, ndim: int, index: Any) -> Any:
    index = index if isinstance(index, tuple) else (index,)
    return ops.slice_(x, (slice(None), *index))


def _tile(trace: Any, x: Any, ndim: int, repetitions: Any) -> Any:
    repetitions = _shape(repetitions)
    x = _widened(x, max(ndim, len(repetitions)) + 1)
    return ops.tile(x, (1, *(1,) * (x.ndim - 1 - len(repetitions)), *repetitions))


def _repeat(trace: Any, x: Any, ndim: int, repeats: Any, *, axis: int) -> Any:
    return ops.repeat(x, repeats, axis=_axis(axis, ndim))


def _roll(trace: Any, x: Any, ndim: int, shift: Any, *, axis: Any) -> Any:
    if axis is None:
        rows = ops.reshape(x, (x.shape[0], -1))
        return ops.reshape(ops.roll(rows, shift, axis=1), tuple(x.shape))
    return ops.roll(x, shift, axis=_axes(axis, ndim))


def _windows_of(name: str) -> Callable:
    def change(trace: Any, x: Any, ndim: int, size: int, *, axis: int, **options: Any) -> Any:
        return getattr(trace.base, name)(x, size, axis=_axis(axis, ndim), **options)

    return change


_BY_SHAPE = {
    "astype": lambda t, x, n, dtype: ops.astype(x, dtype),
    "asarray": lambda t, x, n, *, dtype: ops.asarray(x, dtype=dtype),
    "broadcast_to": _broadcast_to,
    "expand_dims": _expand_dims,
    "moveaxis": _moveaxis,
    "overlap_add": _windows_of("overlap_add"),
    "pad": lambda t, x, n, widths, value=0: ops.pad(x, [(0, 0), *widths], value),
    "permute_dims": _permute,
    "repeat": _repeat,
    "reshape": lambda t, x, n, shape: ops.reshape(x, (x.shape[0], *_shape(shape))),
    "roll": _roll,
    "slice_": _slice,
    "squeeze": lambda t, x, n, *, axis: ops.squeeze(x, axis=_axes(axis, n)),
    "tile": _tile,
    "window_sum": _windows_of("window_sum"),
    "windows": _windows_of("windows"),
}


def _joined(trace: Any, op: Any, args: tuple, kwargs: dict) -> Any:
    arrays = list(map(trace.whole, args[0]))
    extra = op.name == "stack"
    axis = _axis(kwargs.get("axis", 0), arrays[0].ndim - 1 + extra)
    return getattr(trace.base, op.name)(arrays, axis=axis)


def _filled(trace: Any, op: Any, args: tuple, kwargs: dict) -> Any:
    shape, value = _shape(args[0]), trace.whole(args[1])
    value = ops.reshape(ops.astype(value, kwargs["dtype"]), (trace.size, *(1,) * len(shape)))
    return ops.broadcast_to(value, (trace.size, *shape))


def _along_axis(trace: Any, op: Any, args: tuple, kwargs: dict) -> Any:
    """Rule of take_along_axis and put_along_axis, whose arrays have equally many axes."""
    options = kwargs | {"axis": _axis(kwargs["axis"], args[0].ndim)}
    arrays = list(map(trace.whole, args))
    if len(arrays) == 3:
        arrays[2] = ops.broadcast_to(_widened(arrays[2], arrays[1].ndim), tuple(arrays[1].shape))
    return getattr(trace.base, op.name)(*arrays, **options)


def _rows_of(trace: Any, ndim: int) -> Any:
    line = ops.arange(0, trace.size, dtype=dtypes.int64)
    return ops.reshape(line, (trace.size, *(1,) * ndim))


def _batched_indices(trace: Any, indices: Any) -> list | None:
    """Index arrays with one for the batch axis; None unless they are adjacent and at the front."""
    used = [k for k, index in enumerate(indices) if index is not None]
    if used != list(range(len(used))):
        return None
    arrays = [indices[k] for k in used]
    widest = max(len(a.shape) for a in arrays)
    aligned = _aligned(trace, tuple(arrays))
    return [_rows_of(trace, widest), *aligned]


def _get_index(trace: Any, op: Any, args: tuple, kwargs: dict) -> Any:
    if not trace.holds(args[1]):
        return (
            ops.get_index(args[0].value, [None, *args[1]], **kwargs)
            if _ahead(args[1])
            else (NotImplemented)
        )
    indices = _batched_indices(trace, args[1])
    return (
        NotImplemented
        if indices is None
        else ops.get_index(trace.whole(args[0]), indices, **kwargs)
    )


def _ahead(indices: Any) -> bool:
    """Whether the axes of index arrays keep their place with one more leading axis."""
    used = [k for k, index in enumerate(indices) if index is not None]
    return bool(used) and used[-1] - used[0] == len(used) - 1


def _set_index(trace: Any, op: Any, args: tuple, kwargs: dict) -> Any:
    x, indices, values = args
    batched = _batched_indices(trace, indices)
    if batched is None:
        return NotImplemented
    x = trace.whole(x)
    read = ops.get_index(x, batched, bounds="clip")
    values = _widened(trace.whole(values), read.ndim)
    return ops.set_index(x, batched, ops.broadcast_to(values, tuple(read.shape)), **kwargs)


def _take(trace: Any, op: Any, args: tuple, kwargs: dict) -> Any:
    x, indices = args
    options = kwargs | {"axis": _axis(kwargs["axis"], x.ndim)}
    if not trace.owns(indices):
        return ops.take(x.value, indices, **options)
    axis = kwargs["axis"] % x.ndim
    front = ops.moveaxis(trace.whole(x), axis + 1, 1)
    at = [_rows_of(trace, len(indices.shape)), indices.value]
    bounds = {"bounds": kwargs.get("bounds", "error")}
    found = ops.get_index(front, at, **bounds)
    wide = len(indices.shape)
    return ops.moveaxis(found, tuple(range(1, wide + 1)), tuple(range(axis + 1, axis + wide + 1)))


def _einsum(trace: Any, op: Any, args: tuple, kwargs: dict) -> Any:
    equation, arrays = args
    terms, output = explicit(equation, [len(a.shape) for a in arrays])
    letter = next(a for a in "ZYXWVUTSRQPONM" if a not in "".join([*terms, output]))
    terms = [letter + t if trace.owns(a) else t for t, a in zip(terms, arrays, strict=True)]
    values = [a.value if trace.owns(a) else a for a in arrays]
    return trace.base.einsum(f"{','.join(terms)}->{letter}{output}", values)


def _conv(trace: Any, op: Any, args: tuple, kwargs: dict) -> Any:
    """Batched arguments are a larger batch; batched filters are groups."""
    x, filters = args
    if trace.owns(filters) or kwargs.get("batch_group_count", 1) != 1:
        return NotImplemented
    value = x.value
    flat = ops.reshape(value, (value.shape[0] * value.shape[1], *value.shape[2:]))
    out = trace.base.conv_general(flat, filters, **kwargs)
    return ops.reshape(out, (value.shape[0], value.shape[1], *out.shape[1:]))


def _fft(trace: Any, op: Any, args: tuple, kwargs: dict) -> Any:
    options = kwargs | {"axes": tuple(_axis(a, args[0].ndim) for a in kwargs["axes"])}
    return getattr(trace.base, op.name)(args[0].value, **options)


def _polygamma(trace: Any, op: Any, args: tuple, kwargs: dict) -> Any:
    return ops.polygamma(args[0], args[1].value)


def _chosen(trace: Any, mask: Any, new: Any, old: Any) -> Any:
    """`new` in the rows where the mask holds, `old` in the others; of arrays or tuples of them."""
    if isinstance(new, (tuple, list)):
        return type(new)(_chosen(trace, mask, a, b) for a, b in zip(new, old, strict=True))
    return trace.where(mask, new, old)


def _cond(trace: Any, predicate: Any, true: Callable, false: Callable, *operands: Any) -> Any:
    """Runs both branches if the predicate differs between rows."""
    if not trace.owns(predicate):
        return OPS["cond"].declaration(predicate, true, false, *operands)
    return _chosen(trace, predicate, true(*operands), false(*operands))


def _while_loop(trace: Any, condition: Callable, body: Callable, state: Any) -> Any:
    """Runs until no row continues; finished rows keep their state."""
    live = condition(state)
    while trace.owns(live):
        if not bool(trace.base.any(live.value)):
            return state
        state = _chosen(trace, live, body(state), state)
        live = trace.logical_and(live, condition(state))
    return OPS["while_loop"].declaration(condition, body, state)


LOOPS |= {"cond": _cond, "while_loop": _while_loop}

_ALONG = (
    "all any argmax argmin argsort bitwise_xor_reduce cumlogsumexp cummax cummin cumprod cumsum flip "
    "log_softmax max mean min prod softmax sort sort_with_indices sum top_k"
).split()
_OVER_LAST = (
    "cholesky_factor eig eigh eigvals eigvalsh householder_product invert_permutation lu_factor "
    "matrix_diagonal matrix_exp matrix_transpose permutation_sign pivots_to_permutation qr "
    "qr_reflectors svd svdvals tril triu"
).split()

for _op in OPS.values():
    _one = _op.shape in (rules.same, rules.broadcast)
    if _one and set(_op.kinds.values()) <= {"tensor", "tensor or scalar"} and not _op.composite:
        RULES[_op.name] = elementwise
RULES["where"] = elementwise
RULES["complex"] = RULES["gelu"] = RULES["frexp"] = elementwise
RULES.update(dict.fromkeys(_ALONG, along))
RULES.update(dict.fromkeys(_OVER_LAST, over_last))
RULES.update({name: _with_shape(change) for name, change in _BY_SHAPE.items()})
RULES.update(dict.fromkeys(("fftn", "ifftn", "irfftn", "rfftn"), _fft))
RULES.update(dict.fromkeys(("take_along_axis", "put_along_axis"), _along_axis))
RULES.update(dict.fromkeys(("concat", "stack"), _joined))
RULES |= {
    "conv_general": _conv,
    "einsum": _einsum,
    "full": _filled,
    "get_index": _get_index,
    "matmul": _matmul,
    "polygamma": _polygamma,
    "require": over_last,
    "set_index": _set_index,
    "take": _take,
}
