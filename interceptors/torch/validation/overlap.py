"""Refuses writes that PyTorch refuses: to a wrong dtype, or to memory that overlaps.

A tensor that shows one element at several positions can't be written, and few operators may write
over what they read. The rules differ from operator to operator, so doubtful calls are replayed
natively, once per kind of call.
"""

from __future__ import annotations

from typing import Any

import torch

from interceptors.shared import trees
from interceptors.shared.caches import BoundedCache
from interceptors.shared.errors import NotRedirectable
from interceptors.torch import _compat
from interceptors.torch.dispatch.schema import Operator
from interceptors.torch.engine import Engine
from interceptors.torch.tensors import meta
from interceptors.torch.validation import replay

_allowed: dict[tuple, bool] = BoundedCache(10_000)


def check(engine: Engine, op: Operator, args: tuple, kwargs: dict) -> bool:
    """Raises what PyTorch raises if a call may not write where it is told to.

    False if the dtype of the results is not known yet: then `check_results` has to follow.
    """
    if not op.writes:
        return True
    outs = op.written(args, kwargs)
    # what writes lists of tensors (foreach, fused) works element by element too, but has no tag
    lists = not op.is_out and any(isinstance(o, (list, tuple)) for o in outs)
    pointwise = lists or _compat.POINTWISE in op.func.tags
    overlap = _overlap(engine, (*args, *kwargs.values()), outs, pointwise)
    if pointwise and not any(overlap[1:]):
        overlap = ()  # element by element, a tensor may be written over itself
    if not overlap and not op.is_out:
        return True
    key = (
        op.func,
        overlap,
        meta.geometry_key(args),
        meta.geometry_key(tuple(kwargs.items())),
    )
    if key in _allowed:
        return _allowed[key]
    casts = _casts(op, args, kwargs)
    if overlap or _is_refused_on_meta(op.func, args, kwargs) or casts:
        _replay(op, args, kwargs)
    _allowed[key] = casts is not None
    return _allowed[key]


def check_results(op: Operator, args: tuple, kwargs: dict, results: Any, outs: list) -> None:
    """Raises what PyTorch raises if results of another dtype may not be cast to what they go into."""
    values = list(results) if isinstance(results, (list, tuple)) else [results]
    if op.twin_outputs is not None:
        values = [values[i] for i in op.twin_outputs.values()]
    if [v.dtype for v in _tensors(values)] != [o.dtype for o in _tensors(outs)]:
        _replay(op, args, kwargs)


def _replay(op: Operator, args: tuple, kwargs: dict) -> None:
    error = replay.native_error(op.func, args, kwargs)
    if error is not None:
        raise error


def _overlap(engine: Engine, values: tuple, outs: list, pointwise: bool) -> tuple:
    """Which written tensors share memory with themselves or with what else the call is given."""
    written = _tensors(outs)
    if not all(map(_compat.is_strided_array, written)):
        raise NotRedirectable
    found = [
        any(n > 1 and s == 0 for n, s in zip(t.shape, t.stride(), strict=True)) for t in written
    ]
    given = [t for t in _tensors(values) if not any(t is w for w in written)]
    repeated = len(_tensors(values)) - len(given) > len(written)  # add(x, y, out=x)
    clash = _overlap_in_part if pointwise else _share
    found += [any(clash(engine, w, t) for t in given) for w in written]
    return (repeated, *found) if repeated or any(found) else ()


def _share(engine: Engine, a: torch.Tensor, b: torch.Tensor) -> bool:
    return engine.locate(a)[0] is engine.locate(b)[0]


def _overlap_in_part(engine: Engine, a: torch.Tensor, b: torch.Tensor) -> bool:
    """Whether PyTorch finds an overlap that is not whole; it looks at tensors without gaps only."""
    if not _share(engine, a, b) or not (_compat.has_no_gaps(a) and _compat.has_no_gaps(b)):
        return False
    start, other = a.storage_offset(), b.storage_offset()
    if (start, a.numel()) == (other, b.numel()):
        return a.stride() != b.stride()
    return start < other + b.numel() and other < start + a.numel()


def _tensors(values: Any) -> list[torch.Tensor]:
    return trees.instances(torch.Tensor, list(values))


def _is_refused_on_meta(func: Any, args: tuple, kwargs: dict) -> bool:
    return meta.native_error(func, args, kwargs) is not None


def _casts(op: Operator, args: tuple, kwargs: dict) -> bool | None:
    """Whether results have another dtype than the tensors that they go into; None if not known."""
    if op.twin_takes_dtype:
        return False
    names = [name for _, name in op.writes]
    rest = {k: v for k, v in kwargs.items() if k not in names}
    dtypes = meta.output_dtypes(op.twin, args, rest)
    if dtypes is None:
        return None
    if op.twin_outputs is None:
        return dtypes != [o.dtype for o in _tensors(kwargs[n] for n in names if n in kwargs)]
    written = zip(op.written(args, kwargs), op.twin_outputs.values(), strict=True)
    return any(out is not None and out.dtype != dtypes[i] for out, i in written)
