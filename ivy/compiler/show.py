"""`Graph.show`: a picture of a graph, with modules as groups that fold and shapes on the edges.

Ops stand in layers, each below those that it takes its arrays from; a module is a box with layers of
its own. What is worked out here is what stands in which layer, and which edges there are. Places follow
from sizes, bottom up, and are found twice: here for a picture that stands still (`Picture.svg`, in
notebooks), and in `show.html` for the page, where groups fold.
"""

from __future__ import annotations

import dataclasses
import html
import json
from pathlib import Path
from typing import Any

from ivy.compiler.graph import INPUT, Graph, node_refs, refs, spelled
from ivy.compiler.layout import Segment, segments

_TEMPLATE = Path(__file__).with_name("show.html")
_VISIBLE = 50  # nodes of a picture that is not folded
_WIDTH, _HEIGHT, _GAP, _BETWEEN, _HEAD = 7.2, 26, 30, 34, 24


@dataclasses.dataclass(eq=False)
class Shape:
    """A node or a group of the picture; a group has rows of those that are in it."""

    label: str
    kind: str
    title: str = ""
    parent: int = -1
    rows: list[list[int]] = dataclasses.field(default_factory=list[list[int]])
    folded: bool = False


class Picture:
    """A graph as a picture: `svg` as it stands, `page` with groups that fold; shown by notebooks."""

    def __init__(self, graph: Graph):
        self.name = graph.name
        self.shapes: list[Shape] = []
        self.edges: list[tuple[int, int, str]] = []
        self._fill(graph)
        self._fold()

    # -- what there is

    def _add(self, shape: Shape) -> int:
        self.shapes.append(shape)
        return len(self.shapes) - 1

    def _fill(self, graph: Graph) -> None:
        root = self._add(Shape(graph.name, "group"))
        stored = {n: k for k, n in (*graph.params.items(), *graph.state.items())}
        places: dict[int, int] = {}
        inputs = [i for i, n in enumerate(graph.nodes) if n.op == INPUT and i not in stored]
        for i in inputs:
            node = graph.nodes[i]
            places[i] = self._add(Shape(node.name, "input", _type(node.results[0]), root))
        numbers = {id(n): i for i, n in enumerate(graph.nodes)}

        def enter(segment: Segment, parent: int, above: str) -> None:
            for item in segment.items:
                if isinstance(item, Segment):
                    label = item.scope.removeprefix(above + ".") if above else item.scope
                    enter(item, self._add(Shape(label, "group", item.scope, parent)), item.scope)
                    continue
                used = [stored[r.node] for r in node_refs(item) if r.node in stored]
                names = [u.removeprefix(item.scope + ".") for u in used]
                given = ", ".join(spelled(a, graph) for a in item.args)
                title = f"{item.op}({given}) -> {', '.join(map(_type, item.results))}  {item.line}"
                label = " ".join((item.op, *names))
                places[numbers[id(item)]] = self._add(Shape(label, "op", title.strip(), parent))

        ops = [n for n in graph.nodes if n.op != INPUT]
        enter(segments(ops), root, "")
        for item in ops:
            for ref in dict.fromkeys(node_refs(item)):
                self._edge(graph, ref, places[numbers[id(item)]], places)
        outputs = [(f"output {i}" * (i > 0) or "output", o) for i, o in enumerate(graph.outputs)]
        outputs += [(f"new {k}", v) for k, v in graph.new_state.items()]
        for name, value in outputs:
            found = list(refs(value))
            if found:
                place = self._add(Shape(name, "output", _type(graph.type_of(found[0])), root))
                self._edge(graph, found[0], place, places)
        self._layer()

    def _edge(self, graph: Graph, ref: Any, to: int, places: dict[int, int]) -> None:
        if ref.node in places:
            self.edges.append((places[ref.node], to, str(list(graph.type_of(ref).shape))))

    def _chain(self, place: int) -> list[int]:
        """A shape and the groups around it, outermost first."""
        found = []
        while place >= 0:
            found.append(place)
            place = self.shapes[place].parent
        return found[::-1]

    def _layer(self) -> None:
        """Puts what is in a group into rows."""
        above: dict[int, set[int]] = {}
        for a, b, _ in self.edges:
            first, second = self._chain(a), self._chain(b)
            split = next(i for i, (x, y) in enumerate(zip(first, second, strict=False)) if x != y)
            above.setdefault(second[split], set()).add(first[split])
        level: dict[int, int] = {}
        for place, shape in enumerate(self.shapes[1:], 1):
            level[place] = max((level[a] + 1 for a in above.get(place, ())), default=0)
            rows = self.shapes[shape.parent].rows
            rows += [[] for _ in range(level[place] + 1 - len(rows))]
            rows[level[place]].append(place)

    def _fold(self) -> None:
        """Folds groups, innermost first, until the picture is small."""
        groups = [(len(self._chain(i)), i) for i, s in enumerate(self.shapes) if s.rows and i]
        visible = len(self.shapes)
        for _, place in sorted(groups, reverse=True):
            if visible <= _VISIBLE:
                return
            self.shapes[place].folded = True
            visible -= sum(map(len, self.shapes[place].rows))

    # -- where it is

    def svg(self) -> str:
        """The picture as SVG."""
        sizes: dict[int, tuple[float, float]] = {}
        boxes: dict[int, tuple[float, float, float, float]] = {}
        self._size(0, sizes)
        self._place(0, 0, 0, sizes, boxes)
        _, _, width, height = boxes[0]
        parts = [_rect(self.shapes[i], *box) for i, box in boxes.items() if self._is_open(i)]
        parts += self._lines(boxes)
        parts += [_rect(self.shapes[i], *box) for i, box in boxes.items() if not self._is_open(i)]
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 -10 {width + 20:.0f} '
            f'{height + 20:.0f}" width="{width + 20:.0f}" font-family="system-ui, sans-serif" '
            f'font-size="12">{"".join(parts)}</svg>'
        )

    def _is_open(self, place: int) -> bool:
        return bool(self.shapes[place].rows) and not self.shapes[place].folded

    def _size(self, place: int, sizes: dict[int, tuple[float, float]]) -> None:
        shape = self.shapes[place]
        least = len(shape.label) * _WIDTH + 24
        if not self._is_open(place):
            sizes[place] = least, _HEIGHT
            return
        for row in shape.rows:
            for inner in row:
                self._size(inner, sizes)
        widths = [sum(sizes[i][0] for i in row) + _GAP * (len(row) - 1) for row in shape.rows]
        heights = [max((sizes[i][1] for i in row), default=0) for row in shape.rows]
        height = sum(heights) + _BETWEEN * (len(heights) - 1) + _HEAD + _GAP
        sizes[place] = max(least, *widths) + 2 * _GAP, height

    def _place(self, place: int, x: float, y: float, sizes: Any, boxes: Any) -> None:
        width, height = sizes[place]
        boxes[place] = x, y, width, height
        if not self._is_open(place):
            return
        y += _HEAD
        for row in self.shapes[place].rows:
            total = sum(sizes[i][0] for i in row) + _GAP * (len(row) - 1)
            left = x + (width - total) / 2
            for inner in row:
                self._place(inner, left, y, sizes, boxes)
                left += sizes[inner][0] + _GAP
            y += max((sizes[i][1] for i in row), default=0) + _BETWEEN

    def _lines(self, boxes: Any) -> list[str]:
        found = {}
        for a, b, label in self.edges:
            ends = [next(i for i in reversed(self._chain(p)) if i in boxes) for p in (a, b)]
            if ends[0] != ends[1]:
                found.setdefault(tuple(ends), label)
        return [_line(boxes[a], boxes[b], label) for (a, b), label in found.items()]

    # -- as what it is shown

    def page(self) -> str:
        """The picture as a page of HTML that needs nothing else."""
        data = {
            "name": self.name,
            "shapes": [dataclasses.asdict(s) for s in self.shapes],
            "edges": self.edges,
        }
        text = json.dumps(data).replace("</", "<\\/")
        title = html.escape(self.name)
        return _TEMPLATE.read_text().replace("@TITLE@", title).replace("@DATA@", text)

    def _repr_svg_(self) -> str:
        return self.svg()


def _type(type_: Any) -> str:
    return f"{type_.dtype}{list(type_.shape)}"


_FILL = {"op": "#ffffff", "input": "#e3f1e8", "output": "#fdeedd", "group": "#eef2fb"}


def _rect(shape: Shape, x: float, y: float, width: float, height: float) -> str:
    is_open = bool(shape.rows) and not shape.folded
    fill = "#f7f9fd" if is_open else _FILL[shape.kind]
    middle = x + 10 if is_open else x + width / 2
    anchor = "start" if is_open else "middle"
    return (
        f'<g><title>{html.escape(shape.title or shape.label)}</title><rect x="{x:.0f}" y="{y:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" rx="6" fill="{fill}" stroke="#9aa8bd"/>'
        f'<text x="{middle:.0f}" y="{y + 17:.0f}" text-anchor="{anchor}" fill="#1c2430">'
        f"{html.escape(shape.label)}{' ▸' if shape.folded else ''}</text></g>"
    )


def _line(a: tuple[float, ...], b: tuple[float, ...], label: str) -> str:
    x1, y1, x2, y2 = a[0] + a[2] / 2, a[1] + a[3], b[0] + b[2] / 2, b[1]
    bend = max(12, (y2 - y1) / 2)
    # a long edge goes round what is between its ends
    aside = min(140, 40 + (y2 - y1) / 8) if y2 - y1 > _BETWEEN + _HEIGHT else 0
    x, y = (x1 + x2) / 2 + 0.75 * aside, (y1 + y2) / 2
    return (
        f'<path d="M{x1:.0f} {y1:.0f}C{x1 + aside:.0f} {y1 + bend:.0f} {x2 + aside:.0f} '
        f'{y2 - bend:.0f} {x2:.0f} {y2:.0f}" fill="none" stroke="#8291a8"/><text x="{x + 4:.0f}" '
        f'y="{y + 3:.0f}" font-size="10" fill="#5d6878" stroke="#fff" '
        f'stroke-width="3" paint-order="stroke">{label}</text>'
    )
