"""Random indices, and random programs of views and in-place writes, natively and redirected.

An example is a number: its generator draws the same program on both sides.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np

import ivy

DTYPES = ("float64", "float32", "int64", "int32", "uint8", "bool", "complex128")


def _shape(draw: random.Random, most: int = 4) -> tuple[int, ...]:
    return tuple(draw.choice((1, 2, 3, 4, 5)) for _ in range(draw.randint(0, most)))


def array_of(draw: random.Random, shape: tuple[int, ...]) -> np.ndarray:
    """A native array with elements that differ."""
    size = int(np.prod(shape))
    return np.arange(size).astype(draw.choice(DTYPES)).reshape(shape)


def _integer(draw: random.Random, length: int) -> int:
    out_of_range = draw.random() < 0.03
    return draw.randint(-length, length) if out_of_range else draw.randrange(-length, length)


def _slice(draw: random.Random) -> slice:
    ends = [draw.choice((None, *range(-6, 7))) for _ in range(2)]
    return slice(*ends, draw.choice((None, 1, 2, 3, -1, -2)))


def _positions(draw: random.Random, length: int, shape: tuple[int, ...]) -> Any:
    values = [_integer(draw, length) for _ in range(int(np.prod(shape)))]
    dtype = draw.choice(("int64", "int32", "int8"))
    found = np.array(values, dtype=dtype).reshape(shape)
    return found.tolist() if draw.random() < 0.3 else found


def index_of(draw: random.Random, shape: tuple[int, ...]) -> Any:
    """An index into an array of this shape, mostly a valid one."""
    if draw.random() < 0.08:
        return np.array([draw.random() < 0.5 for _ in range(int(np.prod(shape)))]).reshape(shape)
    items: list[Any] = []
    common = _shape(draw, 2)
    axis = 0
    while axis < len(shape) and draw.random() < 0.85:
        kind = draw.choice(
            ("int", "int", "slice", "slice", "slice", "new", "array", "mask", "dots")
        )
        if kind == "new":
            items.append(None)
            continue
        if kind == "dots":
            if ... not in [i for i in items if i is ...]:
                items.append(...)
                axis = draw.randint(axis, len(shape))
            continue
        if kind == "int":
            items.append(_integer(draw, shape[axis]))
        elif kind == "slice":
            items.append(_slice(draw))
        elif kind == "array":
            given = tuple(1 if draw.random() < 0.2 else n for n in common)
            items.append(_positions(draw, shape[axis], given))
        else:
            items.append(np.array([draw.random() < 0.5 for _ in range(shape[axis])]))
        axis += 1
    if len(items) == 1 and draw.random() < 0.5:
        return items[0]
    return tuple(items)


def by_index(number: int) -> Callable[[], Any]:
    """Reads and writes by one random index."""
    draw = random.Random(number)
    shape = _shape(draw)
    values = array_of(draw, shape)
    index = index_of(draw, shape)
    other = draw.choice((7, 2.5, "like"))

    def program() -> Any:
        x = np.array(values)
        found: list[Any] = [attempt(lambda: x[index])]
        found.append(attempt(lambda: _write(x, index, other)))
        found.append(x)
        return found

    return program


def _write(x: Any, index: Any, other: Any) -> None:
    x[index] = -x[index] if isinstance(other, str) and x.dtype != bool else 1


def attempt(call: Callable[[], Any]) -> Any:
    """What a call returns, or the class of its error."""
    try:
        return call()
    except ivy.UnsupportedOpError:
        raise
    except Exception as error:
        return type(error)


# -- programs of views

_STEPS = """
    slice slice slice transpose swap reverse reshape ravel expand squeeze flip diagonal broadcast real
    view moveaxis split newaxis ellipsis rot90
""".split()


def _viewed(draw: random.Random, x: Any) -> Any:
    step = draw.choice(_STEPS)
    axes = list(range(x.ndim))
    draw.shuffle(axes)
    simple: dict[str, Callable[[], Any]] = {
        "slice": lambda: x[tuple(_slice(draw) for _ in range(draw.randint(0, x.ndim)))],
        "transpose": lambda: x.transpose(axes),
        "swap": lambda: x.swapaxes(0, -1),
        "reverse": lambda: x[::-1],
        "reshape": lambda: x.reshape(_factors(draw, x.size)),
        "ravel": lambda: x.ravel(),
        "expand": lambda: np.expand_dims(x, draw.randint(0, x.ndim)),
        "squeeze": lambda: x.squeeze(),
        "flip": lambda: np.flip(x, draw.choice((None, 0))),
        "diagonal": lambda: np.diagonal(x),
        "broadcast": lambda: np.broadcast_to(x, (2, *x.shape)),
        "real": lambda: x.real,
        "view": lambda: x.view(_other_dtype(x.dtype)),
        "moveaxis": lambda: np.moveaxis(x, 0, -1),
        "split": lambda: np.array_split(x, 2)[draw.randint(0, 1)],
        "newaxis": lambda: x[None],
        "ellipsis": lambda: x[..., draw.choice((0, -1))],
        "rot90": lambda: np.rot90(x),
    }
    return simple[step]()


def _other_dtype(dtype: np.dtype) -> Any:
    if dtype.kind == "b":  # on some targets it can hold no byte but 0 and 1
        return bool
    return f"i{dtype.itemsize}" if dtype.itemsize < 16 else "f8"


def _factors(draw: random.Random, size: int) -> tuple[int, ...]:
    if not size:
        return (0,)
    shape, rest = [], size
    for n in (2, 3, 4, 5):
        if rest % n == 0 and draw.random() < 0.5:
            shape.append(n)
            rest //= n
    return (*shape, rest)


def _written(draw: random.Random, x: Any, other: Any) -> None:
    kind = draw.choice(("add", "fill", "index", "copy", "element", "out"))
    if kind == "add":
        x += 1
    elif kind == "fill":
        x.fill(draw.randint(0, 1))
    elif kind == "index":
        x[index_of(draw, x.shape)] = draw.randint(0, 1)
    elif kind == "copy":
        x[...] = other
    elif kind == "element":
        x[tuple(0 for _ in x.shape)] = 1
    else:
        np.multiply(x, x, out=x)


def by_views(number: int) -> Callable[[], Any]:
    """A program that makes views of views and writes through them."""

    def program() -> Any:
        draw = random.Random(number)
        arrays = [np.array(array_of(draw, _shape(draw)))]
        notes: list[Any] = []
        for _ in range(draw.randint(2, 9)):
            x = draw.choice(arrays[-3:])
            if draw.random() < 0.6:
                state = draw.getstate()
                found = attempt(lambda x=x: _viewed(draw, x))
                if isinstance(found, type):
                    draw.setstate(state)
                    draw.random()
                    notes.append(found)
                elif hasattr(found, "strides") and isinstance(found, np.ndarray):
                    arrays.append(found)
                    notes.append((found.shape, found.strides, found.flags.writeable))
                    notes.append(bool(np.shares_memory(found, x)))
                else:
                    notes.append(found)
            else:
                other = draw.choice(arrays)
                state = draw.getstate()
                done = attempt(lambda x=x, other=other: _written(draw, x, other))
                draw.setstate(state)
                draw.random()
                notes.append(done)
        return notes, arrays

    return program


def run(program: Callable[[], Any], target: str | None) -> Any:
    """The results of a program as native values."""
    if target is None:
        return _plain(program())
    with ivy.run_on(target, sources=["numpy"], fallback="error"):
        found = program()
    last = found[-1]
    assert ivy.is_redirected(last[0] if isinstance(last, list) else last)
    return _plain(found)


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, (np.ndarray, np.generic)):
        host = np.asarray(ivy.to_source(value))
        kind = "scalar" if isinstance(value, np.generic) else "array"
        return kind, host.dtype.name, host.shape, host.tolist()
    return value


def same(a: Any, b: Any) -> bool:
    """Whether results are equal, NaN included."""
    return repr(a) == repr(b)
