"""What PyTorch refuses to write into, because of its dtype or because it shares memory.

A tensor that shows one element in several places can't be written, and few operators may write over
what they read. The rules differ from operator to operator, so PyTorch is asked: once per kind of call,
and only where there is doubt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from interceptors.torch import _compat, geometry, replay
from interceptors.torch.explain import NotOurs

if TYPE_CHECKING:
    from interceptors.torch.engine import Engine
    from interceptors.torch.schema import Operator

_admitted: set[tuple] = set()
_LIMIT = 10_000


def check(engine: Engine, facts: Operator, args: tuple, kwargs: dict) -> None:
    """Raises what PyTorch raises if a call may not write where it is told to."""
    if not facts.writes:
        return
    outs = [
        kwargs[name] if name in kwargs else args[i] if 0 <= i < len(args) else None
        for i, name in facts.writes
    ]
    # what writes lists of tensors (foreach, fused) works element by element too, but has no tag
    lists = not facts.is_out and any(isinstance(o, (list, tuple)) for o in outs)
    pointwise = lists or _compat.POINTWISE in facts.func.tags
    overlap = _overlap(engine, (*args, *kwargs.values()), outs, pointwise)
    if pointwise and not any(overlap[1:]):
        overlap = ()  # element by element, a tensor may be written over itself
    if not overlap and not facts.is_out:
        return
    key = (
        facts.func,
        overlap,
        geometry.geometry_key(args),
        geometry.geometry_key(tuple(kwargs.items())),
    )
    if key in _admitted:
        return
    if overlap or _is_refused_on_meta(facts.func, args, kwargs) or _casts(facts, args, kwargs):
        error = replay.native_error(facts.func, args, kwargs)
        if error is not None:
            raise error
    if len(_admitted) > _LIMIT:
        _admitted.clear()
    _admitted.add(key)


def _overlap(engine: Engine, values: tuple, outs: list, pointwise: bool) -> tuple:
    """Which written tensors share memory with themselves or with what else the call is given."""
    written = _tensors(outs)
    if not all(map(_compat.is_strided_array, written)):
        raise NotOurs
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
    flat: list[torch.Tensor] = []
    for v in values:
        if isinstance(v, torch.Tensor):
            flat.append(v)
        elif type(v) in (list, tuple):
            flat += _tensors(v)
    return flat


def _is_refused_on_meta(func: Any, args: tuple, kwargs: dict) -> bool:
    return geometry.native_error(func, args, kwargs) is not None


def _casts(facts: Operator, args: tuple, kwargs: dict) -> bool:
    """Whether results have another dtype than the tensors that they go into."""
    if facts.twin_takes_dtype:
        return False
    names = [name for _, name in facts.writes]
    outs = _tensors(kwargs[name] for name in names if name in kwargs)
    rest = {k: v for k, v in kwargs.items() if k not in names}
    dtypes = geometry.output_dtypes(facts.twin, args, rest)
    return dtypes is not None and dtypes != [o.dtype for o in outs]
