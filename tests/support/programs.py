"""Random programs of view, in-place and arithmetic calls, and what each tensor looks like after a run.

A drawn step holds numbers only. `concretise` runs it natively and turns it into the calls that fit the
geometry the tensors have by then, so that the same list of calls can be run again somewhere else.
Calls whose result PyTorch leaves open (writing through elements that overlap) are left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from hypothesis import strategies as st

LARGE = 10**6


@dataclass(frozen=True)
class Ref:
    """A tensor of the pool, as an argument."""

    index: int


@dataclass(frozen=True)
class Call:
    """One method call on a tensor of the pool."""

    method: str
    index: int
    args: tuple = ()

    def run(self, pool: list[torch.Tensor]) -> Any:
        args = [pool[a.index] if isinstance(a, Ref) else a for a in self.args]
        return getattr(pool[self.index], self.method)(*args)


# -- which calls there are: from a tensor, the index of another one and four numbers to arguments


def _axis(t: torch.Tensor, n: int) -> int:
    return n % t.dim() - (t.dim() if n % 2 else 0) if t.dim() else 0


def _size(t: torch.Tensor, axis: int) -> int:
    return t.size(axis) if t.dim() else 1


def _slice(t: torch.Tensor, n: tuple[int, ...]) -> tuple:
    start = n[1] % (_size(t, _axis(t, n[0])) + 1)
    index = [slice(None)] * t.dim()
    if t.dim():
        index[_axis(t, n[0])] = slice(start, start + n[2] % 4 if n[3] % 2 else None, n[3] % 3 + 1)
    return (tuple(index),)


def _shape(t: torch.Tensor, n: tuple[int, ...]) -> tuple[int, ...]:
    """Another shape with as many elements, or with one too many."""
    count = t.numel() + (n[3] == 11)
    divisors = [d for d in range(1, count + 1) if count % d == 0] or [1]
    first = divisors[n[0] % len(divisors)]
    return [(first, -1), (count,), (first, 1, count // first), (-1, first)][n[1] % 4]


def _expanded(t: torch.Tensor, n: tuple[int, ...]) -> tuple[int, ...]:
    kept = [n[1] % 3 + 1 if size == 1 and n[0] % 2 else -1 for size in t.shape]
    return (n[2] % 2 + 2, *kept) if n[3] % 2 else tuple(kept)


def _order(t: torch.Tensor, n: tuple[int, ...]) -> tuple[int, ...]:
    axes = list(range(t.dim()))
    return tuple(axes.pop(k % len(axes)) for k in n[: t.dim()])


def _strided(t: torch.Tensor, n: tuple[int, ...]) -> tuple:
    shape, strides = (n[0] % 3 + 1, n[1] % 2 + 1), (n[2] % 4, n[3] % 3 + 1)
    return shape, strides, n[0] % 2 + t.storage_offset() * (n[1] % 2)


def _windows(t: torch.Tensor, n: tuple[int, ...]) -> tuple:
    axis = _axis(t, n[0])
    return axis, n[1] % max(_size(t, axis), 1) + 1, n[2] % 2 + 1


def _part(t: torch.Tensor, n: tuple[int, ...]) -> tuple:
    axis = _axis(t, n[0])
    start = n[1] % max(_size(t, axis), 1)
    return axis, start, n[2] % (_size(t, axis) - start + 1)


_Arguments = Callable[[torch.Tensor, int, tuple[int, ...]], tuple]

VIEWS: dict[str, _Arguments] = {
    "__getitem__": lambda t, j, n: _slice(t, n),
    "as_strided": lambda t, j, n: _strided(t, n),
    "chunk": lambda t, j, n: (n[1] % 3 + 1, _axis(t, n[0])),
    "detach": lambda t, j, n: (),
    "diagonal": lambda t, j, n: (n[2] % 3 - 1, _axis(t, n[0]), _axis(t, n[1])),
    "expand": lambda t, j, n: _expanded(t, n),
    "flatten": lambda t, j, n: (),
    "movedim": lambda t, j, n: (_axis(t, n[0]), _axis(t, n[1])),
    "narrow": lambda t, j, n: _part(t, n),
    "permute": lambda t, j, n: (_order(t, n),),
    "reshape": lambda t, j, n: (_shape(t, n),),
    "select": lambda t, j, n: (_axis(t, n[0]), n[1] % 5 - 1),
    "split": lambda t, j, n: (n[1] % 2 + 1, _axis(t, n[0])),
    "squeeze": lambda t, j, n: () if n[0] % 2 else (_axis(t, n[1]),),
    "t": lambda t, j, n: (),
    "transpose": lambda t, j, n: (_axis(t, n[0]), _axis(t, n[1])),
    "unbind": lambda t, j, n: (_axis(t, n[0]),),
    "unfold": lambda t, j, n: _windows(t, n),
    "unsqueeze": lambda t, j, n: (n[0] % (t.dim() + 1),),
    "view": lambda t, j, n: (_shape(t, n),),
    "view_as": lambda t, j, n: (Ref(j),),
}
GEOMETRY: dict[str, _Arguments] = {
    "squeeze_": lambda t, j, n: () if n[0] % 2 else (_axis(t, n[1]),),
    "t_": lambda t, j, n: (),
    "transpose_": lambda t, j, n: (_axis(t, n[0]), _axis(t, n[1])),
    "unsqueeze_": lambda t, j, n: (n[0] % (t.dim() + 1),),
}
WRITES: dict[str, _Arguments] = {
    "__setitem__": lambda t, j, n: (*_slice(t, n), n[0] if n[1] % 2 else Ref(j)),
    "add_": lambda t, j, n: (Ref(j),) if n[0] % 2 else (n[1],),
    "clamp_": lambda t, j, n: (n[0] - 6, n[0] + n[1] - 6),
    "copy_": lambda t, j, n: (Ref(j),),
    "fill_": lambda t, j, n: (n[0],),
    "mul_": lambda t, j, n: (Ref(j),) if n[0] % 2 else (n[1] % 4,),
    "neg_": lambda t, j, n: (),
    "sub_": lambda t, j, n: (Ref(j),),
    "zero_": lambda t, j, n: (),
}
ARITHMETIC: dict[str, _Arguments] = {
    "add": lambda t, j, n: (Ref(j),) if n[0] % 2 else (n[1],),
    "clone": lambda t, j, n: (),
    "contiguous": lambda t, j, n: (),
    "mul": lambda t, j, n: (Ref(j),) if n[0] % 2 else (n[1] % 4,),
    "rot90": lambda t, j, n: (
        n[0] % 4,
        (_axis(t, n[1]), _axis(t, n[2])),
    ),  # by tracing an expansion
    "sub": lambda t, j, n: (Ref(j),),
    "sum": lambda t, j, n: (_axis(t, n[0]),),
    "to": lambda t, j, n: ((torch.float32, torch.float64, torch.int64)[n[0] % 3],),
}
CALLS = VIEWS | GEOMETRY | WRITES | ARITHMETIC
PIECES = 2

_numbers = st.tuples(*[st.integers(0, 11)] * 4)
_names = st.one_of(*[st.sampled_from(sorted(t)) for t in (VIEWS, WRITES, GEOMETRY, ARITHMETIC)])
_step = st.tuples(_names, st.integers(0, 11), st.integers(0, 11), _numbers)


@dataclass(frozen=True)
class Root:
    """A tensor that the program starts with; made inside the block or before it."""

    shape: tuple[int, ...]
    dtype: torch.dtype
    outside: bool
    viewed: bool

    def make(self) -> list[torch.Tensor]:
        count = math.prod(self.shape)
        values = (torch.arange(count) % 11 - 4).to(self.dtype).reshape(self.shape)
        return [values, values.view(-1)[1:].t()] if self.viewed else [values]


_root = st.builds(
    Root,
    st.sampled_from([(4,), (2, 3), (3, 3), (2, 1, 3), (12,), ()]),
    st.sampled_from([torch.float32, torch.float32, torch.int64, torch.float64, torch.bool]),
    st.booleans(),
    st.booleans(),
)


@st.composite
def programs(draw: Any, steps: int = 8) -> tuple[list[Root], list[Any], bool]:
    """Up to three tensors, `steps` steps, and whether to look at the values after each step."""
    roots = draw(st.lists(_root, min_size=1, max_size=3))
    return roots, draw(st.lists(_step, min_size=steps, max_size=steps)), draw(st.booleans())


# -- what native PyTorch leaves open


def _positions(t: torch.Tensor) -> np.ndarray:
    """The places of the elements in the storage."""
    at = np.full(tuple(t.shape), t.storage_offset())
    for axis, (n, s) in enumerate(zip(t.shape, t.stride(), strict=True)):
        at = at + (np.arange(n) * s).reshape((-1,) + (1,) * (t.dim() - axis - 1))
    return at


def _is_open(call: Call, pool: list[torch.Tensor]) -> bool:
    """Whether the result depends on the order in which a kernel happens to write elements."""
    out = pool[call.index]
    if call.method == "__setitem__":
        out = out[call.args[0]]
    places = _positions(out)
    others = [pool[a.index] for a in call.args if isinstance(a, Ref)]
    if len(np.unique(places)) != places.size and call.method not in ("fill_", "zero_"):
        return True
    for other in others:
        if other.untyped_storage()._cdata != out.untyped_storage()._cdata:
            continue
        theirs = _positions(other)
        same = other.shape == out.shape and other.stride() == out.stride()
        same = same and (theirs == places).all()
        if not same and np.intersect1d(theirs, places).size:
            return True
    return False


def _grows(call: Call, pool: list[torch.Tensor]) -> bool:
    used = [pool[call.index], *(pool[a.index] for a in call.args if isinstance(a, Ref))]
    return math.prod(float(t.double().abs().max()) if t.numel() else 0.0 for t in used) > LARGE


def concretise(step: Any, pool: list[torch.Tensor]) -> Call | None:
    """The call that a drawn step stands for, None if its result is open or beyond any dtype."""
    name, i, j, numbers = step
    index, other = i % len(pool), j % len(pool)
    call = Call(name, index, CALLS[name](pool[index], other, numbers))
    if name in WRITES and _is_open(call, pool):
        return None
    if _grows(call, pool):
        return None
    return call


# -- what can be seen


def apply(call: Call, pool: list[torch.Tensor]) -> type[Exception] | bool:
    """Runs a call and puts new tensors into the pool.

    Returns the class of what it raised, else whether it gave back the very tensor it was called on.
    """
    try:
        out = call.run(pool)
    except Exception as error:
        return type(error)
    if isinstance(out, torch.Tensor):
        if out is pool[call.index]:
            return True
        pool.append(out)
    elif isinstance(out, (list, tuple)):
        pool.extend(out[:PIECES])
    return False


def look(pool: list[torch.Tensor], native: Callable[[torch.Tensor], torch.Tensor]) -> list[tuple]:
    """Per tensor its geometry, dtype and values; strides of no elements show nothing."""
    return [
        (
            tuple(t.shape),
            t.stride() if t.numel() else (),
            t.storage_offset(),
            t.dtype,
            native(t).detach().tolist(),
        )
        for t in pool
    ]
