"""Source code of entries (see `entries`), generated from the kinds of parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any


class Parameter:
    """A parameter of a public function, and its code in an entry.

    `kind` is 'array', 'arrays' (a list of them), 'either' (an array, a number or None), 'static'
    (part of the key by value), or 'typed' (by value, type and sign).
    """

    def __init__(self, name: str, kind: str):
        self.name = name
        self.kind = kind
        self.holds_arrays = kind in ("array", "arrays", "either")  # an argument of plans

    def unwrapping(self) -> str:
        """The lines that unwrap an `ivy.Array`."""
        p = self.name
        if self.kind == "arrays":  # usually all of one type and dtype
            return (
                f"        first = {p}[0]\n"
                f"        if type(first) is Array:\n"
                f"            table = wrapping\n"
                f"            {p} = [i._value for i in {p}]\n"
                f"            first = {p}[0]\n"
                f"        {p}_kind, {p}_dtype = type(first), first.dtype\n"
                f"        for i in {p}:\n"
                f"            if type(i) is not {p}_kind or i.dtype is not {p}_dtype:\n"
                f"                {p}_kind = (*map(look, {p}),)\n"
                f"                break\n"
            )
        if self.holds_arrays:
            return (
                f"        if type({p}) is Array:\n"
                f"            table = wrapping\n"
                f"            {p} = {p}._value\n"
            )
        return ""

    def key(self, first: bool, by_axes: bool) -> str:
        """Its expressions in the key; `first`: the array whose type others are compared with."""
        p = self.name
        sign = f", sign(1.0, {p})) if isinstance({p}, float) else (type({p}), {p})"
        number = f"(type({p}), {p}{sign}"
        if self.kind in ("static", "typed"):
            return p if self.kind == "static" else number
        if self.kind == "arrays":
            return f"len({p}), {p}_kind, {p}_dtype" + (", first.ndim" if by_axes else "")
        looks = f"{p}.dtype if type({p}) is kind else look({p})"
        looks = f"kind, {p}.dtype" if first else looks
        axes = f", {p}.ndim" if self.kind == "array" else f", getattr({p}, 'ndim', None)"
        return looks + (axes if by_axes else "")

    def letter(self, by_axes: bool) -> str:
        """Its part of the key of an `Enter`, as a letter."""
        if not self.holds_arrays:
            return "c"
        return ("X" if by_axes else "A") if self.kind == "arrays" else ("x" if by_axes else "a")

    def shape(self) -> str:
        """The expression of its shape."""
        p = self.name
        return {
            "array": f"{p}.shape",
            "arrays": f"tuple([i.shape for i in {p}])",
            "either": f"getattr({p}, 'shape', None)",
        }[self.kind]


class Signature:
    """The parameters of a public function."""

    def __init__(self, like: Callable, kinds: dict[str, str]):
        self.parameters = [Parameter(name, kind) for name, kind in kinds.items()]
        self.array_names = [p.name for p in self.parameters if p.holds_arrays]
        code = like.__code__
        self.positional = code.co_argcount
        names, only = list(kinds), code.co_posonlyargcount
        parts = [*names[:only], *["/"] * bool(only), *names[only : self.positional]]
        if len(names) > self.positional:
            parts += ["*", *names[self.positional :]]
        self.header = ", ".join(parts)

    def pairs(self, values: Sequence[Any]) -> Iterator[tuple[Parameter, Any]]:
        """Each parameter with its argument."""
        return zip(self.parameters, values, strict=True)

    def arrays(self, values: Sequence[Any]) -> list[Any]:
        """The arguments of the plan, among those of a call."""
        return [v for p, v in self.pairs(values) if p.holds_arrays]

    def filled(self, values: Sequence[Any], arrays: Sequence[Any]) -> tuple[Any, ...]:
        """The arguments of a call with other arrays as arguments of the plan."""
        rest = iter(arrays)
        return tuple([next(rest) if p.holds_arrays else v for p, v in self.pairs(values)])

    def passing(self) -> str:
        """The source of a public function with an `Enter`."""
        names = ", ".join(p.name for p in self.parameters)
        return f"def entry({self.header}):\n    return enter({names})\n"

    def letters(self, axes: set[str]) -> str:
        """The letters of all parameters for an `Enter`."""
        return "".join([p.letter(p.name in axes) for p in self.parameters])

    def entry(self, start: str, axes: set[str], keeps: bool = False) -> str:
        """The source of an entry. `start` is the initial table; keys include the ndim of `axes`.

        With `keeps` it is called by an `Enter`, and hands over the plans that it finds.
        """
        values = "".join(f"{p.name}, " for p in self.parameters)
        header = values.rstrip(", ") if keeps else self.header
        keep = f"        keep(plan, table is wrapping, ({values}))\n" if keeps else ""
        first = next((p for p in self.parameters if p.kind == "array"), None)
        key = ", ".join(p.key(p is first, p.name in axes) for p in self.parameters)
        return (
            f"def entry({header}):\n"
            f"    table = {start}\n"
            f"    try:\n"
            f"{''.join(p.unwrapping() for p in self.parameters)}"
            f"        kind = {f'type({first.name})' if first else None}\n"
            f"        key = current(), {key}\n"
            f"        plan = table[key]\n"
            f"{keep}"
            f"    except KeyError:\n"
            f"        plan = missing(table, key, ({values}))\n"
            f"    except (AttributeError, IndexError, TypeError):\n"
            f"        plan = None\n"
            f"    try:\n"
            f"        return plan({', '.join(self.array_names)})\n"
            f"    except Exception:\n"
            f"        pass\n"
            f"    return outside(table, ({values}))\n"
        )

    def shape_letters(self) -> str:
        """As `letters`, for a look-up by lengths of axes."""
        return "".join(
            ["S" if p.kind == "arrays" else "s" for p in self.parameters if p.holds_arrays]
        )

    def by_shape(self, keeps: bool = False) -> str:
        """The source of a look-up of plans by the lengths of axes."""
        arrays = ", ".join(self.array_names)
        keep = f"        keep(plan, False, ({arrays},))\n" if keeps else ""
        shapes = ", ".join(p.shape() for p in self.parameters if p.holds_arrays)
        return (
            f"def entry({arrays}):\n"
            f"    key = {shapes}\n"
            f"    try:\n"
            f"        plan = known[key]\n"
            f"{keep}"
            f"    except KeyError:\n"
            f"        plan = missing(key, ({arrays},))\n"
            f"    return plan({arrays})\n"
        )
