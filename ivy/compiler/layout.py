"""Lines of source text (`ivy.compiler.spelling`) as functions: one for each module of the model.

A line that is used once goes into the line that uses it, unless that gets long. Modules of a line or
two go into the function of the module around them. Functions with the same text are one.
"""

from __future__ import annotations

import collections
import dataclasses
import keyword
import re
from collections.abc import Iterator
from typing import Any

from ivy.compiler.spelling import ANY, Block, Book, Line, literal

WIDTH = 100
_INLINE = 52  # characters of a value that goes into another line
_FULL = 88
_MARK = re.compile("\0(\\d+):(\\d+)\1")
RESERVED = {
    *keyword.kwlist,
    "params",
    "state",
    "key",
    "jax",
    "jnp",
    "lax",
    "np",
    "torch",
    "F",
    "tf",
}
RESERVED |= {"float", "bool", "int", "complex", "slice", "within", "special", "scipy", "forward"}


def used(text: str) -> list[int]:
    """The numbers of the lines that a text uses."""
    return [int(m[1]) for m in _MARK.finditer(text)]


@dataclasses.dataclass(eq=False)
class Segment:
    """The lines of one call of a module, in order, with those of the modules that it calls."""

    scope: str
    items: list[Any]
    name: str = ""

    def lines(self) -> Iterator[Line]:
        """All lines, also of the modules in it."""
        for item in self.items:
            if isinstance(item, Segment):
                yield from item.lines()
            else:
                yield item


def segments(items: list[Any]) -> Segment:
    """Items with a scope as a tree: a new segment whenever a module is entered."""
    scopes = {item.scope for item in items}
    children: dict[str, set[str]] = {}
    for scope in scopes:
        while scope:
            above = scope.rpartition(".")[0]
            children.setdefault(above, set()).add(scope)
            scope = above
    modules = {s for s in children if len(children[s]) > 1} | scopes
    stack = [Segment("", [])]
    for item in items:
        parts = item.scope.split(".") if item.scope else []
        chain = [".".join(parts[: i + 1]) for i in range(len(parts))]
        chain = ["", *(c for c in chain if c in modules)]
        while stack[-1].scope not in chain:
            stack.pop()
        for scope in chain[chain.index(stack[-1].scope) + 1 :]:
            inner = Segment(scope, [])
            stack[-1].items.append(inner)
            stack.append(inner)
        stack[-1].items.append(item)
    return stack[0]


class Layout:
    """The functions of a program.

    `params` and `state` name the lines that are parameters and state, `arguments` those that are
    arguments of the call, by number.
    """

    def __init__(
        self,
        book: Book,
        params: dict[int, str],
        state: dict[int, str],
        arguments: dict[int, str],
        roots: list[str],
    ):
        self.by_number = {line.number: line for line in book.lines}
        self.params, self.state, self.arguments = params, state, arguments
        self.roots = roots
        self.outside = {*params, *state, *arguments}
        self.uses: dict[int, list[Any]] = {}  # the lines that use one; None for a root
        self.functions: dict[str, str] = {}  # by text: the name
        self.texts: list[str] = []
        self.names: set[str] = set(RESERVED)
        lines = self._live(book.lines)
        self.main = segments(lines)
        self._dissolve(self.main)
        self.home: dict[int, Segment] = {}
        self.kept: set[str] = set()  # names of functions, which no variable has
        self._settle(self.main)

    def _live(self, lines: list[Line]) -> list[Line]:
        live, todo = set(), [n for r in self.roots for n in used(r)]
        todo += [line.number for line in lines if line.effect]
        while todo:
            number = todo.pop()
            if number not in live and number not in self.outside:
                live.add(number)
                todo += used(self.by_number[number].text)
        kept = [line for line in lines if line.number in live]
        for line in kept:
            for number in used(line.text):
                self.uses.setdefault(number, []).append(line)
        for root in self.roots:
            for number in used(root):
                self.uses.setdefault(number, []).append(None)
        return kept

    # -- segments

    def _dissolve(self, segment: Segment) -> None:
        """Puts the lines of small modules into the module around them."""
        items: list[Any] = []
        for item in segment.items:
            if isinstance(item, Segment):
                self._dissolve(item)
                if self._is_small(item):
                    items += item.items
                    continue
            items.append(item)
        segment.items = items

    def _is_small(self, segment: Segment) -> bool:
        if any(isinstance(item, Segment) for item in segment.items):
            return False
        inside = set(segment.items)
        named = 0
        for line in segment.items:
            uses = self.uses.get(line.number, [])
            named += line.effect or len(uses) != 1 or uses[0] not in inside
        return named <= 1

    def _settle(self, segment: Segment) -> None:
        for item in segment.items:
            if isinstance(item, Segment):
                self.kept.add(plain_name(item.scope))
                self._settle(item)
            else:
                self.home[item.number] = segment

    # -- functions

    def unique(self, name: str) -> str:
        """A name for a function."""
        found, count = name, 1
        while found in self.names:
            count += 1
            found = f"{name}_v{count}"  # which no variable is called
        self.names.add(found)
        return found


class Function:
    """The lines of a segment, with what it takes and returns."""

    def __init__(self, layout: Layout, segment: Segment, scope: str):
        self.layout = layout
        self.segment = segment
        self.scope = scope  # names of parameters are given from here
        self.names: dict[int, str] = {}
        self.taken: set[str] = set()
        self.inlined: dict[int, tuple[str, int]] = {}
        self.tables: list[str] = []  # of params, state: those that it uses
        inside = {line.number for line in segment.lines()}
        texts = [line.text for line in segment.lines()]
        needed = dict.fromkeys(n for text in texts for n in used(text) if n not in inside)
        self.free = [n for n in needed if not self.own_stored(n)]
        self.results = [
            line.number
            for line in segment.lines()
            if any(u is None or u.number not in inside for u in layout.uses.get(line.number, []))
        ]
        self.lines: list[str] = []
        for number, name in layout.arguments.items() if not scope else ():
            self.names[number] = name
            self.taken.add(name)
        for place, number in enumerate(self.free):
            if number not in self.names:
                self.names[number] = self.name(number, "" if place else "x")
        self.write()

    def own_stored(self, number: int) -> bool:
        """Whether a value is a parameter or state of the module itself."""
        name = self.layout.params.get(number) or self.layout.state.get(number)
        return name is not None and (not self.scope or name.startswith(self.scope + "."))

    def name(self, number: int, hint: str = "") -> str:
        """A name for a value in this function."""
        layout = self.layout
        if number in layout.arguments:
            hint = hint or layout.arguments[number]
        elif number in layout.params or number in layout.state:
            full = layout.params.get(number) or layout.state[number]
            hint = "_".join(full.split(".")[-2:])
        elif not hint:
            hint = layout.by_number[number].hint
        hint = identifier(hint) or "h"
        found, count = hint, 0
        while found in self.taken or found in layout.names or found in layout.kept:
            count += 1
            found = f"{hint}_{count}"
        self.taken.add(found)
        return found

    def stored(self, number: int) -> str:
        """The text of a parameter or state of the module itself."""
        layout = self.layout
        table = "params" if number in layout.params else "state"
        if table not in self.tables:
            self.tables.append(table)
        name = (layout.params.get(number) or layout.state[number]).removeprefix(self.scope + ".")
        return f"{table}[{literal(name)}]"

    # -- lines

    def write(self) -> None:
        """The lines of the body, but for the one that returns."""
        for item in self.segment.items:
            if isinstance(item, Segment):
                self.lines.append(self.call(item))
            else:
                self.line(item)

    def line(self, line: Line) -> None:
        """Adds a line, or keeps it for the line that uses it."""
        if line.block is not None:
            self.nested(line, line.block)
            return
        text = self.rendered(line.text)
        if len(text) <= _INLINE and self.is_used_next(line):
            self.inlined[line.number] = text, line.level
            return
        if line.effect:
            self.lines.append(text)
        else:
            self.names[line.number] = self.name(line.number, self.hint(line))
            self.lines.append(f"{self.names[line.number]} = {text}")

    def nested(self, line: Line, block: Block) -> None:
        """Adds a function in the function."""
        name = self.names[line.number] = self.name(line.number, line.hint)
        before, self.lines = self.lines, []
        for parameter in block.parameters:
            self.names[parameter.number] = self.name(parameter.number, "x")
        self.layout.by_number.update({n.number: n for n in (*block.parameters, *block.lines)})
        count = collections.Counter(
            n for text in (*(n.text for n in block.lines), block.result) for n in used(text)
        )
        needed = set(used(block.result))
        for inner in reversed(block.lines):
            if inner.number in needed or inner.effect:
                needed.update(used(inner.text))
        for inner in block.lines:
            if inner.block is not None:
                self.nested(inner, inner.block)
                continue
            if inner.number not in needed and not inner.effect:
                continue
            text = self.rendered(inner.text)
            if inner.effect:
                self.lines.append(text)
            elif count[inner.number] == 1 and len(text) <= _INLINE and block.effects == 0:
                self.inlined[inner.number] = text, inner.level
            else:
                self.names[inner.number] = self.name(inner.number, inner.hint)
                self.lines.append(f"{self.names[inner.number]} = {text}")
        result = self.rendered(block.result)
        body = merged(self.lines, [f"return {result}"])
        parameters = ", ".join(self.names[p.number] for p in block.parameters)
        before += [""] * bool(before)
        self.lines = [*before, f"def {name}({parameters}):", *(f"    {b}" for b in body), ""]

    def is_used_next(self, line: Line) -> bool:
        """Whether a value can stand in the one line that uses it."""
        if line.effect or len(uses := self.layout.uses.get(line.number, [])) != 1:
            return False
        user = uses[0]
        if (
            user is None
            or user.block is not None
            or self.layout.home[user.number] is not self.segment
        ):
            return False
        return user.writes == line.writes

    def hint(self, line: Line) -> str:
        """A name for a value: that of its module where that was too small for a function."""
        last = line.scope.rpartition(".")[2]
        inside = line.scope != self.segment.scope
        return last if inside and not last.isdigit() else line.hint

    def rendered(self, text: str) -> str:
        """A text with names and values in the place of marks."""
        found = _MARK.sub(self.use, text)
        if len(found) <= _FULL:
            return found
        inlined = [n for n in used(text) if n in self.inlined]
        if not inlined:
            return found
        longest = max(inlined, key=lambda n: len(self.inlined[n][0]))
        if len(self.inlined[longest][0]) < 16:
            return found
        name = self.name(longest, self.hint(self.layout.by_number[longest]))
        self.lines.append(f"{name} = {self.inlined.pop(longest)[0]}")
        self.names[longest] = name
        return self.rendered(text)

    def use(self, match: re.Match[str]) -> str:
        """The text of a value where it is used."""
        number, level = int(match[1]), int(match[2])
        if number in self.names:
            return self.names[number]
        if number in self.inlined:
            text, own = self.inlined[number]
            return f"({text})" if own < level else text
        return self.stored(number)

    # -- calls

    def call(self, segment: Segment) -> str:
        """The line that calls the function of a segment, which is written if there is none yet."""
        inner = Function(self.layout, segment, segment.scope)
        text = inner.text("NAME")
        name = self.layout.functions.get(text)
        if name is None:
            name = self.layout.unique(plain_name(segment.scope))
            self.layout.functions[text] = name
            self.layout.texts.append(inner.text(name))
        given = []
        for table in inner.tables:
            if table not in self.tables:
                self.tables.append(table)
            below = segment.scope.removeprefix(self.scope + ".") if self.scope else segment.scope
            given.append(f"within({table}, {literal(below)})")
        given += [_MARK.sub(self.use, f"\0{n}:{ANY}\1") for n in inner.free]
        last = segment.scope.rpartition(".")[2]
        hint = last if not last.isdigit() else ""
        for number in inner.results:
            self.names[number] = self.name(number, hint)
        results = ", ".join(self.names[n] for n in inner.results)
        text = f"{name}({', '.join(given)})"
        return f"{results} = {text}" if results else text

    def text(self, name: str) -> str:
        """The function itself."""
        arguments = [*self.tables, *(self.names[n] for n in self.free)]
        results = [_MARK.sub(self.use, f"\0{n}:{ANY}\1") for n in self.results]
        lines = merged(self.lines, [f"return {', '.join(results)}"])
        body = "\n".join(wrapped(line, "    ") for line in lines)
        return f"def {name}({', '.join(arguments)}):\n{body}"


def plain_name(scope: str) -> str:
    """The name of the function of a module, unless it is taken."""
    parts = scope.split(".")
    name = "_".join(p for p in parts if not p.isdigit())
    if parts[-1].isdigit():
        name = f"{name}_block" if name else "module_" + "_".join(parts)
    return identifier(name) or "module"


def merged(lines: list[str], returned: list[str]) -> list[str]:
    """All lines, the last one in the line that returns it."""
    name, _, value = lines[-1].partition(" = ") if lines else ("", "", "")
    if value and returned == [f"return {name}"]:
        return [*lines[:-1], f"return {value}"]
    return [*lines, *returned]


def identifier(text: str) -> str:
    """Text as a name of Python."""
    name = re.sub(r"\W", "_", text).strip("_").lstrip("0123456789_")
    return f"{name}_" if keyword.iskeyword(name) else name


# -- long lines


def wrapped(line: str, indent: str, width: int = WIDTH) -> str:
    """A line, broken inside of its outermost brackets where it is too long."""
    own = line.lstrip(" ")
    line, indent = own, (indent + line[: len(line) - len(own)]) if own else ""
    if len(indent) + len(line) <= width:
        return indent + line
    opening, closing = _brackets(line)
    if not closing:
        return indent + line
    head, inner, tail = line[: opening + 1], line[opening + 1 : closing], line[closing:]
    deeper = indent + "    "
    inner = inner.removesuffix(",")
    if len(deeper) + len(inner) <= width and "," not in tail:
        return f"{indent}{head}\n{deeper}{inner}\n{indent}{tail}"
    items = [f"{wrapped(item, deeper, width - 1)}," for item in _items(inner)]
    return "\n".join((indent + head, *items, indent + tail))


def _depths(line: str) -> Iterator[tuple[int, str, int]]:
    depth, quoted = 0, False
    for i, c in enumerate(line):
        if c == '"' and line[i - 1] != "\\":
            quoted = not quoted
        if quoted:
            continue
        if c in "([{":
            yield i, c, depth
            depth += 1
        elif c in ")]}":
            depth -= 1
            yield i, c, depth
        elif c == ",":
            yield i, c, depth


def _brackets(line: str) -> tuple[int, int]:
    """The longest pair of outermost brackets that can be broken; those of an index can't."""
    pairs, opening = [(0, 0)], 0
    for i, c, depth in _depths(line):
        if depth == 0 and c in "([{":
            opening = i
        elif depth == 0 and c in ")]}" and (c != "]" or not line[opening - 1].isidentifier()):
            pairs.append((opening, i))
    return max(pairs, key=lambda pair: pair[1] - pair[0])


def _items(inner: str) -> list[str]:
    items, start = [], 0
    for i, c, depth in _depths(inner):
        if c == "," and depth == 0:
            items.append(inner[start:i].strip())
            start = i + 1
    rest = inner[start:].strip()
    return [*items, rest] if rest else items
