"""`Graph.source`: a graph as a Python module of a framework, which needs nothing of Ivy.

The graph runs once on the backend that writes itself down (`spelling`), and its lines are laid out as
functions (`layout`). Here they become a file: imports, constants, the functions, `forward`, and
`load_parameters` with its reader of safetensors.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from ivy._core import errors
from ivy._core.context import SUBROUTINE, running
from ivy._core.registry import OPS
from ivy.compiler import layout, spelling, trees
from ivy.compiler.graph import INPUT, Constant, Graph, Ref, mapped
from ivy.compiler.layout import Layout, identifier, wrapped
from ivy.compiler.spelling import BOOK, Book, Written, constant, is_wide, spelled


def source(graph: Graph, name: str, path: Any = None) -> str:
    """The text; see `Graph.source`."""
    note = "".join(f", for {k}={n}" for k, n in graph.sizes.items())
    graph = graph.at(graph.sizes) if graph.sizes else graph
    backend = spelling.writing_backend(name)
    book = Book(spelling.target_of(name))
    written = _written(graph, backend, book)
    file = None if path is None else Path(path)
    note += ", where the conditions of the capture hold" * bool(graph.guards)
    text = _module(graph, f"{name}{note}", book, written, file)
    if file is not None:
        file.write_text(text)
        arrays = {f"parameter {k}": graph.values[k] for k in graph.params}
        arrays |= {f"state {k}": graph.values[k] for k in graph.state}
        arrays |= {f"constant {k}": a for k, a in book.constants.values()}
        file.with_suffix(".safetensors").write_bytes(packed(arrays))
    return text


class _Run:
    """What running a graph has written down."""

    def __init__(self):
        self.inputs: dict[int, Written] = {}
        self.outputs: list[str] = []
        self.state: dict[str, str] = {}


def _written(graph: Graph, backend: Any, book: Book) -> _Run:
    run = _Run()
    places = [i for i, n in enumerate(graph.nodes) if n.op == INPUT]

    def body(*arrays: Any) -> None:
        for place, real in zip(places, arrays, strict=True):
            run.inputs[place] = Written(real, book.line(graph.nodes[place].name))
        value = _evaluated(graph, backend, book, dict(run.inputs))
        book.scope = ""
        run.outputs += [spelled(value(o)) for o in graph.outputs]
        run.state.update({k: spelled(value(v)) for k, v in graph.new_state.items()})

    token, around = BOOK.set(book), SUBROUTINE.set(book.within)
    try:
        with running(backend):
            book.target.abstractly(body, [graph.nodes[i].results[0] for i in places])
    finally:
        SUBROUTINE.reset(around)
        BOOK.reset(token)
    return run


def _evaluated(graph: Graph, backend: Any, book: Book, values: dict[int, Any]) -> Any:
    """Runs the nodes; what comes back gives the value of a reference."""

    def value(x: Any) -> Any:
        if isinstance(x, Ref):
            found = values[x.node]
            return found[x.place] if graph.nodes[x.node].many else found
        if isinstance(x, Constant):
            return constant(graph.constants[x.index])
        return function(x) if isinstance(x, Graph) else x

    def function(inner: Graph) -> Any:
        around = {number: value(ref) for number, ref in inner.outer.items()}

        def run(*operands: Any) -> Any:
            leaves = inner.in_tree.flatten_up_to(operands)
            given = dict(zip(inner.inputs, leaves, strict=True))
            result = _evaluated(inner, backend, book, {**around, **given})
            return inner.out_tree.unflatten([result(o) for o in inner.outputs])

        run.__name__ = inner.name
        return run

    for number, node in enumerate(graph.nodes):
        if node.op == INPUT:
            continue
        drawn = node.op if OPS[node.op].random or "key" in node.kwargs else ""
        book.scope = ".".join(filter(None, (node.scope, drawn)))  # a function of its own
        args = [mapped(value, a) for a in node.args]
        kwargs = {k: mapped(value, v) for k, v in node.kwargs.items()}
        try:
            out = getattr(backend, node.op)(*args, **kwargs)
            has_function = any(isinstance(a, Graph) for a in node.args)
            values[number] = trees.leaves(out) if has_function else out
        except Exception as error:  # of the framework, too: a tracer that can't be read, say
            raise errors.UnsupportedOpError(
                f"Graph.source has no text of ivy.{node.op} at {node.line or graph.name} for "
                f"{backend.name} ({type(error).__name__}: {error}); Graph.to_backend runs it."
            ) from error
    return value


# -- the file


def _module(graph: Graph, name: str, book: Book, run: _Run, file: Path | None) -> str:
    names = {n: k for k, n in graph.params.items()}
    states = {n: k for k, n in graph.state.items()}
    number = {i: w._line.number for i, w in run.inputs.items()}
    call = _Call(graph)
    made = Layout(
        book,
        {number[i]: k for i, k in names.items()},
        {number[i]: k for i, k in states.items()},
        {number[i]: n for i, n in call.names.items()} | _key(graph, number),
        [*run.outputs, *run.state.values()],
    )
    body = layout.Function(made, made.main, "")
    out = graph.out_tree.unflatten([body.rendered(o) for o in run.outputs])
    state = {k: body.rendered(v) for k, v in run.state.items()}
    functions = list(made.texts)
    lines = [*call.lines, *layout.merged(body.lines, _returned(graph, out, state))]
    entry = f"def forward({', '.join(call.parameters)}):"
    indented = "\n".join(wrapped(line, "    ") for line in lines)
    code = "\n\n\n".join([*functions, entry])
    above = book.target.entry(code + indented, book.wide or _has_wide(graph))
    functions.append("\n".join([*above, wrapped(entry, ""), indented]))
    if any("within(" in f for f in functions):
        functions.insert(0, _WITHIN)
    constants = [_constant(book, k, a, file) for k, a in book.constants.values()]
    if file is not None and (graph.params or graph.state or constants):
        functions = [*_reader(graph, book, above), *functions]
    text = "\n\n\n".join(functions)
    title = re.sub(r'["\\]', "", graph.name)  # a file may say anything
    head = f'"""{title} for {name}, written by Ivy."""'
    imports = _imports(book, text + "".join(constants))
    above = "\n\n".join(filter(None, (head, imports, "\n".join(constants))))
    return f"{above}\n\n\n{text}\n"


def _has_wide(graph: Graph) -> bool:
    return any(is_wide(t.dtype) for n in graph.nodes for t in n.results)


def _key(graph: Graph, number: dict[int, int]) -> dict[int, str]:
    return {} if graph.key is None else {number[graph.key]: "key"}


class _Call:
    """The parameters of `forward`, and the lines that take arrays out of nested arguments."""

    def __init__(self, graph: Graph):
        self.names: dict[int, str] = {}  # of inputs, by node
        self.lines: list[str] = []
        taken: set[str] = set()
        positional, keywords = graph.in_tree.children()
        inputs = iter(graph.inputs)
        found: dict[Any, tuple[str, bool]] = {}
        for path, accessor, given in zip(
            graph.in_tree.paths(), graph.in_tree.accessors(), graph.given, strict=True
        ):
            top = path[:2]
            if given is not None:
                found.setdefault(top, (self._free(str(path[1]), taken), False))
                continue
            node = next(inputs)
            full = graph.nodes[node].name
            tail = "".join(f"_{p}" for p in path[2:])
            if top not in found or not found[top][1]:
                stem = full.removesuffix(tail)
                found[top] = self._free(stem if path[0] == 0 else str(path[1]), taken), True
            name = found[top][0]
            if len(path) > 2:
                self.names[node] = self._free(full, taken)
                self.lines.append(f"{self.names[node]} = {accessor[2:].codify(name)}")
            else:
                self.names[node] = name
        self.parameters = ["params"] * bool(graph.params) + ["state"] * bool(graph.state)
        places = [(0, i) for i in range(positional.num_children)]
        last = max((i for i, p in enumerate(places) if found.get(p, ("", False))[1]), default=-1)
        for i, place in enumerate(places):
            name, _ = found.get(place) or (self._free(f"x{i}", taken), False)
            self.parameters.append(name if i <= last else f"{name}=None")
        for place in ((1, k) for k in keywords.entries()):
            name, is_array = found.get(place) or (str(place[1]), False)
            self.parameters.append(name if is_array and last == len(places) - 1 else f"{name}=None")
        self.parameters.sort(key=lambda p: "=" in p)
        self.parameters += ["key=None"] * (graph.key is not None)

    def _free(self, name: str, taken: set[str]) -> str:
        name = identifier(name) or "x"
        found, count = name, 1
        while found in taken or found in layout.RESERVED:
            count += 1
            found = f"{name}_{count}"
        taken.add(found)
        return found


def _returned(graph: Graph, out: Any, state: dict[str, str]) -> list[str]:
    text = _tree(out)
    if not graph.state:
        return [f"return {text}"]
    if not state:
        return [f"return {text}, state"]
    changed = ", ".join(f"{spelling.literal(k)}: {v}" for k, v in state.items())
    return [f"new_state = {{**state, {changed}}}", f"return {text}, new_state"]


def _tree(out: Any) -> str:
    if isinstance(out, dict):
        return "{" + ", ".join(f"{spelling.literal(k)}: {_tree(v)}" for k, v in out.items()) + "}"
    if isinstance(out, (list, tuple)):
        inside = ", ".join(map(_tree, out))
        return f"[{inside}]" if isinstance(out, list) else f"({inside}{',' * (len(out) == 1)})"
    return str(out)


def _imports(book: Book, text: str) -> str:
    """The imports that a text needs."""
    wanted = [
        line
        for alias, line in book.target.IMPORTS.items()
        if re.search(rf"(?<![\w.]){re.escape(alias)}\.", text)
    ]
    if re.search(r"\bnp\.", text) and "import numpy as np" not in wanted:
        wanted.append("import numpy as np")
    own = [f"import {m}" for m in ("base64", "json", "zlib") if f"{m}." in text]
    own += ["from pathlib import Path"] * ("Path(" in text)
    return "\n\n".join(
        filter(None, ("\n".join(own), "\n".join(sorted(wanted, key=lambda w: (w[0] == "f", w)))))
    )


_WITHIN = '''def within(params, scope):
    """The values of a module, by their names in it."""
    return {k[len(scope) + 1 :]: v for k, v in params.items() if k.startswith(scope + ".")}'''

_READER = '''def _read(kind):
    """Arrays of the file beside this one, which is safetensors: a header in JSON, then bytes."""
    data = Path(__file__).with_suffix(".safetensors").read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    arrays = {}
    for name, about in json.loads(data[8:start]).items():
        if name.startswith(kind + " "):
            first, last = about["data_offsets"]
            dtype = DTYPES[about["dtype"]]
            array = np.frombuffer(data[start + first : start + last], dtype).copy()
            array = array.reshape(about["shape"])
            arrays[name[len(kind) + 1 :]] = UPLOAD
    return arrays'''

_LOADER = '''def load_NAMEs():
    """The NAMEs of the model, by name."""
    return _read("NAME")'''

_DTYPES = {
    "bool": "BOOL",
    "uint8": "U8",
    "int8": "I8",
    "uint16": "U16",
    "int16": "I16",
    "float16": "F16",
    "bfloat16": "BF16",
    "uint32": "U32",
    "int32": "I32",
    "float32": "F32",
    "uint64": "U64",
    "int64": "I64",
    "float64": "F64",
    "complex64": "C64",
    "complex128": "C128",
}


def _reader(graph: Graph, book: Book, above: list[str]) -> list[str]:
    arrays = [*graph.values.values(), *(a for _, a in book.constants.values())]
    names = sorted({a.dtype.name for a in arrays})
    dtypes = ", ".join(f'"{_DTYPES[n]}": "{n}"' for n in names)
    reader = _READER.replace("DTYPES", f"{{{dtypes}}}").replace("UPLOAD", book.target.UPLOAD)
    wide = [line.split("  #")[0] for line in above if "x64" in line]
    made = ["\n".join([*wide, reader])]
    made += [_LOADER.replace("NAME", "parameter")] * bool(graph.params)
    return made + [_LOADER.replace("NAMEs", "state").replace("NAME", "state")] * bool(graph.state)


def _constant(book: Book, name: str, array: np.ndarray, file: Path | None) -> str:
    if file is not None:
        return f'{name} = _read("constant")["{name}"]'
    data = base64.b85encode(zlib.compress(np.ascontiguousarray(array).tobytes())).decode()
    text = f'np.frombuffer(zlib.decompress(base64.b85decode("{data}")), "{array.dtype.name}")'
    upload = re.sub(r"\barray\b", lambda _: f"{text}.reshape({array.shape})", book.target.UPLOAD)
    return f"{name} = {upload}"


def packed(arrays: dict[str, np.ndarray]) -> bytes:
    """Arrays as a file of safetensors."""
    header: dict[str, Any] = {}
    parts: list[bytes] = []
    place = 0
    for name, array in arrays.items():
        data = np.ascontiguousarray(array).tobytes()
        header[name] = {
            "dtype": _DTYPES[array.dtype.name],
            "shape": list(array.shape),
            "data_offsets": [place, place + len(data)],
        }
        place += len(data)
        parts.append(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + b"".join(parts)
