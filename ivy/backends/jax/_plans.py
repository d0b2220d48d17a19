"""A plan (`ivy._array.recording`) as one XLA program, once it is used often enough to be worth one.

Op by op JAX takes 10 to 100 µs for each of its functions, most of it in Python; a compiled program is
entered in 6. To compile one takes as long as a thousand calls, so the first calls with arrays of a
shape go op by op. What stands here writes the way in: from the arguments of a plan to the row of
arrays that the program takes, by a key of what they look like:

    def run(x1, x2):
        try:
            enter = ready[(id(x1.aval), id(x2.aval),)]
        except KeyError:
            return missing((x1, x2,), x1, x2)
        out = enter((x1, x2,))
        return finish(out) if type(out) is Checked else out

An error of a program is told by the op that is at fault: what goes wrong is done again op by op.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import jax

from ivy.backends.jax import _adapters, _compat, _compile

_USES = 12  # of a plan, with arrays of a shape, before it is compiled
_MOST = 1000  # shapes whose uses are counted
_NEVER = float("-inf")
_INDICES = 256  # programs for an index: a loop may go through any number of them


@functools.cache
def _one_place() -> bool:
    """Whether arrays can be in one place only; else JAX's own functions find out where they are."""
    return jax.default_backend() == "cpu" and jax.device_count() == 1


def compiled(
    plan: Callable,
    eager: Callable,
    arguments: Mapping[str, Any],
    *,
    uses: int = _USES,
    close: Callable | None = None,
) -> Callable:
    """`plan` as a program, and `eager` (the same, op by op) until it is one, or if it can't be.

    `arguments` are those that it was recorded with, by name: arrays, lists of them, and what is a part
    of the plan. `uses` go before it is worth a program; `close` is for results.
    """
    row, names = [], []
    for name, value in arguments.items():
        if type(value) in (list, tuple):
            row += value
            names += [f"{name}[{i}]" for i in range(len(value))]
        elif hasattr(value, "aval"):
            row.append(value)
            names.append(name)
    closing = close or (lambda out: out)
    if not (_one_place() and all(type(a) is _compat.ArrayImpl for a in row)):
        eager = _adapters.fused(eager) if not uses and len(row) == len(arguments) else eager
        return (lambda *arrays: closing(eager(*arrays))) if close else eager
    enter = _compile.compile(_of_row(plan, arguments), shares=False)
    used: dict[tuple, float] = {}

    def missing(row: tuple, *arrays: Any) -> Any:
        kinds = tuple([a.aval for a in row])
        before = used.get(kinds, 0)
        if before < uses:
            if len(used) > _MOST:
                used.clear()
            used[kinds] = before + 1
            return closing(eager(*arrays))
        try:
            return closing(enter(*row))
        except Exception:
            used[kinds] = _NEVER
            return closing(eager(*arrays))

    space = {
        "Checked": _compile.Checked,
        "close": close,
        "finish": enter.finish,
        "missing": missing,
        "ready": enter.ready,
    }
    exec(_code(tuple(arguments), tuple(names), close is not None), space)
    return space["run"]


def _of_row(plan: Callable, arguments: Mapping[str, Any]) -> Callable:
    """`plan` of the arrays in one row; what is a part of it is left out."""
    counts = [
        len(v) if type(v) in (list, tuple) else None if hasattr(v, "aval") else 0
        for v in arguments.values()
    ]
    if all(count is None for count in counts):
        return plan

    def of_row(*row: Any) -> Any:
        rest = iter(row)
        return plan(
            *[next(rest) if n is None else [next(rest) for _ in range(n)] or None for n in counts]
        )

    return of_row


@functools.cache
def _code(arguments: tuple[str, ...], names: tuple[str, ...], closes: bool) -> Any:
    """The way in for arguments of these names, of which the arrays are called `names`."""
    ids = [f"id({name}.aval)" for name in names]
    key = ids[0] if len(ids) == 1 else f"({''.join(f'{i}, ' for i in ids)})"
    row = f"({''.join(f'{name}, ' for name in names)})"
    out = "finish(out) if type(out) is Checked else out"
    source = (
        f"def run({', '.join(arguments)}):\n"
        f"    try:\n"
        f"        enter = ready[{key}]\n"
        f"    except KeyError:\n"
        f"        return missing({', '.join((row, *arguments))})\n"
        f"    out = enter({row})\n"
        f"    return {f'close({out})' if closes else out}\n"
    )
    return compile(source, "<way into a plan>", "exec")


def by_index(function: Callable) -> Callable:
    """`function(x, index)`, of which `outside` is what code outside of traces and scopes may call.

    For an index that comes often it has a program: JAX takes 50 to 150 µs to read one.
    """
    eager = _compat.in_64_bits(function)
    known: dict[tuple, Callable] = {}
    uses: dict[tuple, float] = {}

    def outside(x: Any, index: tuple) -> Any:
        try:
            key = (
                type(x),
                x.aval,
                *[(i.start, i.stop, i.step) if type(i) is slice else i for i in index],
            )
            enter = known.get(key)
        except (AttributeError, TypeError):
            return eager(x, index)
        return missing(key, x, index) if enter is None else enter((x,))

    def missing(key: tuple, x: Any, index: tuple) -> Any:
        out = eager(x, index)  # which raises if there is no such place
        plain = all(i is None or type(i) in (int, slice) for i in index)
        if not plain or type(x) is not _compat.ArrayImpl or len(known) == _INDICES:
            return out
        if len(uses) > _MOST:
            uses.clear()
        uses[key] = uses.get(key, 0) + 1
        if uses[key] > _USES and _one_place():
            program = _compile.compile(lambda x: function(x, index), shares=False)
            program(x)
            known[key] = program.ready.get(id(x.aval), lambda row: eager(row[0], index))
        return out

    function.outside = outside  # pyright: ignore[reportFunctionMemberAccess]
    return function
