"""The backend that records: its arrays are symbols, and a call of an op adds a node to a graph.

It is a trace over NumPy, so whatever hangs on no input is computed at once and becomes a constant.
There is one such backend in a process; the `Recorder` of the capture that goes on, which holds the
graph, is a context variable. Nothing has to be known about ops but their declarations: results come
from shape rules, and functions that an op takes (`cond`, `while_loop`) become graphs of their own.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Generator, Sequence
from contextvars import ContextVar
from typing import Any, NamedTuple, cast

import numpy as np

from ivy._core import errors
from ivy._core.backend import load
from ivy._core.inference import AbstractTrace, ShapeDtype
from ivy._core.nested import is_nested, rebuilt
from ivy._core.registry import Op
from ivy._core.tracing import Box, Trace
from ivy.compiler import geometry, trees
from ivy.compiler.evaluation import evaluate_into
from ivy.compiler.graph import INPUT, Constant, Graph, Guard, Node, Ref, node_refs
from ivy.compiler.passes import with_stops

Array = (np.ndarray, np.generic)
SIMPLE = (type(None), bool, int, float, complex, str)
_MADE_FROM_SIZES = frozenset(("arange", "eye", "full", "linspace", "ones", "tri", "zeros"))


class Symbol(Box):
    """A value of a graph that is recorded: where it comes from, and its shape and dtype."""

    __slots__ = ("place", "recorder")
    value: ShapeDtype

    def __init__(self, trace: Trace, value: ShapeDtype, recorder: Recorder, place: Ref):
        super().__init__(trace, value)
        self.recorder = recorder
        self.place = place

    def __repr__(self) -> str:
        return f"%{self.place.node}: {self.value.dtype}{list(self.value.shape)}"


class Recorder:
    """A graph that is being recorded.

    `line` tells where the user's program is; `around` is the recorder of the graph in which this one is
    a function. Only the composites in `keeps` become nodes, the others are taken apart; None: all do.
    """

    def __init__(
        self,
        name: str,
        line: Callable[[], str],
        around: Recorder | None = None,
        keeps: frozenset[str] | None = None,
    ):
        self.graph = Graph(name)
        self.keeps = keeps if around is None else around.keeps
        self.line = line
        self.examples: dict[int, np.ndarray] | None = None  # values by node, where they may be read
        self.keeps_sizes = False  # arrays made from sizes are nodes, not constants
        self.around = around
        self.outermost: Recorder = self if around is None else around.outermost
        # of the outermost: how many regions without gradients are open
        self.undifferentiated = 0
        self.constant_nodes: set[int] = set()
        self.scopes: list[str] = [] if around is None else around.scopes
        self.draws = 0
        self.numbers: dict[int, int] = {}  # of constants, by identity
        self.inner: dict[tuple[int, Ref], Symbol] = {}  # inputs for values of the graph around

    def read(self, symbol: Symbol) -> np.ndarray:
        """The value for the example; every call of the graph will be checked to have it too.

        Raises
        ------
        NoValueError
            Values are not to be read.
        """
        if self.keeps_sizes and (value := self._made_from_sizes(symbol)) is not None:
            return value
        examples = self.examples
        if examples is None or symbol.recorder is not self:
            raise errors.NoValueError(
                f"the value of an array decides what happens at {self.line()}, and a graph has no "
                f"values. Write the choice with where or cond, pass the value as a Python number, or "
                f"capture with dynamic='specialize' to take the way of the example."
            )
        evaluate_into(examples, self.graph, symbol.place.node)
        found = examples[symbol.place.node]
        value = np.asarray(found[symbol.place.place] if isinstance(found, tuple) else found)
        self.graph.guards.append(Guard(symbol.place, value))
        return value

    def _made_from_sizes(self, symbol: Symbol) -> np.ndarray | None:
        """The value of what hangs on no input of the graph."""
        values: dict[int, Any] = {}
        try:
            evaluate_into(values, self.graph, symbol.place.node)
        except KeyError:
            return None
        found = values[symbol.place.node]
        return np.asarray(found[symbol.place.place] if isinstance(found, tuple) else found)

    @contextlib.contextmanager
    def recording(self) -> Generator[None]:
        """This recorder as the one that nodes are added to."""
        token = RECORDER.set(self)
        try:
            yield
        finally:
            RECORDER.reset(token)

    def input(self, name: str, shape: Sequence[int], dtype: Any) -> Symbol:
        """A new input of the graph."""
        form = ShapeDtype(tuple(shape), np.dtype(dtype))
        number = self.graph.add(Node(INPUT, (), {}, (form,), name=name))
        return Symbol(recording_backend(), form, self, Ref(number))

    def arguments(
        self,
        call: Any,
        names: list[str],
        shapes: Sequence[tuple[int, ...]] | None,
        example: Callable[[Any], Example | None],
    ) -> Any:
        """The arguments of a call, with inputs of the graph in place of arrays.

        `names` are those of the function's parameters; `shapes` replace those of the first arrays;
        `example` describes an array, and returns None for anything else.
        """
        graph = self.graph
        paths, leaves, graph.in_tree = trees.flatten_with_path(call)
        graph.parameters = names
        given: list[Any] = []
        for path, leaf in zip(paths, leaves, strict=True):
            known = example(leaf)
            graph.given.append((leaf,) if known is None else None)
            if known is not None:
                count, shape = len(graph.inputs), known.shape
                if shapes is not None and count < len(shapes):  # those by name have their own
                    shape = shapes[count]
                symbol = self.input(_leaf_name(path, names), shape, known.dtype)
                graph.inputs.append(symbol.place.node)
                if self.examples is not None:
                    self.examples[symbol.place.node] = known.values()
                leaf = known.wrap(symbol)
            given.append(leaf)
        return graph.in_tree.unflatten(given)

    def outputs(self, out: Any, array_of: Callable[[Any], Any]) -> None:
        """Notes what the function returns; `array_of` gives the array of a leaf, None if it has none.

        Raises
        ------
        CompileError
            A leaf is neither an array nor a plain value.
        """
        leaves, self.graph.out_tree = trees.flatten(out)
        for leaf in leaves:
            array = array_of(leaf)
            if array is None and not isinstance(leaf, SIMPLE):
                raise errors.CompileError(
                    f"{self.graph.name} returns a {type(leaf).__qualname__}, which is no tree of "
                    f"arrays."
                )
            self.graph.outputs.append(leaf if array is None else self.entry(array))

    def key(self) -> Any:
        """A new key for random numbers, made of the one that a call of the graph is given."""
        if self.around is not None:
            return self.around.key()
        if self.graph.key is None:
            self.graph.key = self.input("key", (2,), np.uint32).place.node
            if self.examples is not None:
                self.examples[self.graph.key] = np.zeros(2, np.uint32)
        number = self.graph.key
        key = Symbol(recording_backend(), self.graph.nodes[number].results[0], self, Ref(number))
        self.draws += 1
        with recording_backend().running():
            return recording_backend().random_fold_in(key, self.draws - 1)

    def entry(self, value: Any) -> Any:
        """A value as an argument of a node."""
        if isinstance(value, Symbol):
            return value.place if value.recorder is self else self._from_around(value).place
        if isinstance(value, Array):
            return self.constant(np.asarray(value))
        if is_nested(value) and not isinstance(value, ShapeDtype):
            kind = list if isinstance(value, list) else tuple
            return kind(self.entry(v) for v in value)
        return value

    def constant(self, array: np.ndarray) -> Constant:
        """An array as a constant of the graph."""
        number = self.numbers.get(id(array))
        if number is None:
            number = self.numbers[id(array)] = len(self.graph.constants)
            self.graph.constants.append(array)
        return Constant(number)

    def _from_around(self, symbol: Symbol) -> Symbol:
        """The input that stands for a value of the graph around this one."""
        if self.around is None:
            raise errors.CompileError(
                f"a value of another graph is used at {self.line()}; a graph takes arrays."
            )
        known = symbol.recorder, symbol.place
        found = self.inner.get((id(known[0]), known[1]))
        if found is None:
            outer = self.around.entry(symbol)
            found = self.input(f"outer{len(self.inner)}", symbol.shape, symbol.value.dtype)
            self.graph.outer[found.place.node] = outer
            self.inner[id(known[0]), known[1]] = found
        return found

    def record(self, op: str, args: tuple, kwargs: dict, results: Any) -> Any:
        """Adds a node; its results as symbols."""
        many = not isinstance(results, ShapeDtype)
        node = Node(
            op,
            tuple(map(self.entry, args)),
            {k: self.entry(v) for k, v in kwargs.items()},
            tuple(results) if many else (results,),
            many,
            self.scopes[-1] if self.scopes else "",
            self.line(),
        )
        number, trace = self.graph.add(node), recording_backend()
        if self.outermost.undifferentiated:
            self.constant_nodes.add(number)
        symbols = [Symbol(trace, t, self, Ref(number, i)) for i, t in enumerate(node.results)]
        return rebuilt(results, symbols) if many else symbols[0]


class Example(NamedTuple):
    """An array among the arguments: its values, and how a symbol takes its place."""

    shape: tuple[int, ...]
    dtype: Any
    values: Callable[[], np.ndarray]
    wrap: Callable[[Symbol], Any]


def parameter_names(fn: Any) -> list[str]:
    """The names of the parameters of a function; none for a built-in one."""
    try:
        return list(inspect.signature(fn).parameters)
    except (TypeError, ValueError):
        return []


def _leaf_name(path: tuple[Any, ...], names: list[str]) -> str:
    """The name of a leaf: that of its parameter, and where it is in the argument."""
    by_name, first, *rest = path
    name = str(first) if by_name else names[first] if first < len(names) else f"x{first}"
    return "_".join((name, *map(str, rest)))


class Options(NamedTuple):
    """What a source is told about a capture.

    `open_session(name)` redirects the calls of a source to the recording backend; what it returns has
    `close`. `shapes` are those of the arrays of the call, if they are not its own.
    """

    open_session: Callable[[str], Any]
    specialize: bool = False
    shapes: list[tuple[int, ...]] | None = None

    def recorder(self, name: str, line: Callable[[], str]) -> Recorder:
        """The recorder of the capture of a function of this name."""
        made = Recorder(name, line)
        made.examples = {} if self.specialize else None
        made.keeps_sizes = self.shapes is not None
        return made


RECORDER: ContextVar[Recorder | None] = ContextVar("ivy_recorder", default=None)


def recorder() -> Recorder:
    """The recorder of the capture that goes on."""
    found = RECORDER.get()
    if found is None:
        raise errors.CompileError("a value of a graph was used after its capture.")
    return found


@functools.cache
def recording_backend() -> RecordingBackend:
    """The one backend that records."""
    return RecordingBackend()


class RecordingBackend(Trace):
    """The ops of a graph: those with symbols among their arguments are recorded."""

    def __init__(self):
        super().__init__(load("numpy"))
        self.name = "graph"
        self.level = 1
        self.shapes = AbstractTrace(self.base)
        self.known: dict[Any, Any] = {}

    def query(self, name: str, x: Box) -> Any:
        """See `Trace`."""
        if name == "dtype":
            return x.value.dtype
        if name == "python_kind":
            return None
        value = recorder().read(cast(Symbol, x))
        return value.item() if name == "item" else value.copy()

    def to_numpy(self, x: Any) -> Any:
        """See `Backend`."""
        return self.query("to_numpy", x) if isinstance(x, Symbol) else self.base.to_numpy(x)

    def _concerns(self, op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
        """Also whether numbers are drawn or, where sizes are dynamic, an array is made from sizes."""
        if super()._concerns(op, args, kwargs):
            return True
        recording = RECORDER.get()
        if recording is None:
            return False
        return _draws(op, kwargs) or (recording.keeps_sizes and op.name in _MADE_FROM_SIZES)

    def process(self, op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Adds a node for the call."""
        if _draws(op, kwargs):
            kwargs = {**kwargs, "key": recorder().key()}
        keeps = recorder().keeps
        if keeps is not None and op.composite and op.name not in keeps:
            return self.decompose(op, args, kwargs)
        rule = CONTROL.get(op.name)
        if rule is not None and op.takes_function:
            return self._with_functions(rule, op, args, kwargs)
        if rule is not None and any(map(self.holds, args)):
            return rule(op, args, kwargs)
        if op.takes_function:
            return self.decompose(op, args, kwargs)
        try:
            results = self.results(op, args, kwargs)
        except errors.UnsupportedOpError as error:  # the shape depends on values
            if recorder().examples is None:
                raise errors.UnsupportedOpError(f"{error} At {recorder().line()}.") from error
            args, kwargs = self._read((args, kwargs))
            return getattr(self.base, op.name)(*args, **kwargs)
        if recorder().around is not None and kwargs.get("bounds", _bounds(op)) == "error":
            kwargs = {**kwargs, "bounds": "clip"}  # a loop or branch makes no checks
        return recorder().record(op.name, args, _without_defaults(op, kwargs), results)

    def _with_functions(self, rule: Any, op: Op, args: Any, kwargs: Any) -> Any:
        """A call with functions, which may close over symbols, or not: then it is a constant."""
        nodes = recorder().graph.nodes
        before = len(nodes)
        try:
            out = rule(op, args, kwargs)
        except errors.NoValueError:  # of a counter, which is known if the loop is unrolled
            return self.decompose(op, args, kwargs)
        new = nodes[before:]
        if new and not any(any(node_refs(n)) for n in new) and not any(map(self.holds, args)):
            return self.decompose(op, args, kwargs)
        return out

    def _read(self, tree: Any) -> Any:
        """Arguments with the values of the example, which every call is checked to have."""
        leaves, structure = trees.flatten(tree)
        return structure.unflatten(
            [self.to_numpy(x) if isinstance(x, Symbol) else x for x in leaves]
        )

    def results(self, op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Shapes and dtypes of the results of a call."""
        try:
            key: Any = (op.name, _kind(args), _kind(tuple(kwargs.items())))
            known = self.known.get(key)
        except TypeError:
            key = known = None
        if known is None:
            known = self._infer(op, args, kwargs)
            if key is not None and (op.shape is not None or not _has_constants((args, kwargs))):
                self.known[key] = known
        return known

    def _infer(self, op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        def box(x: Any) -> Any:
            return Box(self.shapes, x.value) if isinstance(x, Symbol) else x

        given, options = _mapped(box, args), {k: _mapped(box, v) for k, v in kwargs.items()}
        with self.shapes.running():
            out = self.shapes.process(op, given, options)
        if isinstance(out, tuple) and op.name in _NAMED:
            out = _NAMED[op.name](*out)
        return _mapped(self.shapes.abstract, out)


def _without_defaults(op: Op, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Options other than their defaults: a call is recorded in one form, however it came."""
    defaults = _defaults(op)
    return {k: v for k, v in kwargs.items() if k not in defaults or v is not defaults[k]}


def _draws(op: Op, kwargs: dict[str, Any]) -> bool:
    """Whether a call draws numbers for no key that it is given."""
    return op.random and kwargs.get("key") is None and _defaults(op).get("key", op) is None


@functools.cache
def _bounds(op: Op) -> Any:
    """What an op does with an index out of range, if it is not told."""
    parameter = inspect.signature(op.declaration).parameters.get("bounds")
    return None if parameter is None else parameter.default


@functools.cache
def _defaults(op: Op) -> dict[str, Any]:
    parameters = inspect.signature(op.declaration).parameters.values()
    options = [p for p in parameters if p.kind is p.KEYWORD_ONLY]
    return {p.name: p.default for p in options if p.default in (None, False, True)}


def _mapped(function: Callable[[Any], Any], value: Any) -> Any:
    if is_nested(value) and not isinstance(value, ShapeDtype):
        return rebuilt(value, [_mapped(function, v) for v in value])
    return function(value)


def _kind(value: Any) -> Any:
    """What the result type of a call depends on, as a key."""
    if isinstance(value, Symbol):
        return value.value
    if isinstance(value, Array):
        return "constant", value.shape, value.dtype
    if is_nested(value):
        return (type(value), *map(_kind, value))
    return type(value), repr(value) if type(value) in (float, complex, slice) else value


def _has_constants(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_constants, value.values()))
    if is_nested(value):
        return any(map(_has_constants, value))
    return isinstance(value, Array)


def _named_results() -> dict[str, Any]:
    from ivy._core import results

    return {
        "eig": results.EigResult,
        "eigh": results.EighResult,
        "qr": results.QRResult,
        "slogdet": results.SlogdetResult,
        "svd": results.SVDResult,
    }


_NAMED = _named_results()


# -- functions in a graph


def function_graph(name: str, function: Callable[..., Any], operands: tuple[Any, ...]) -> Graph:
    """A function of arrays, or tuples of arrays, as a graph inside the one that is recorded."""
    around = recorder()
    inner = Recorder(name, around.line, around)
    leaves, tree = trees.flatten(operands)
    backend = recording_backend()
    with inner.recording():
        symbols: list[Any] = [
            inner.input(f"x{i}", backend.shape(x), backend.dtype(x)) for i, x in enumerate(leaves)
        ]
        graph = inner.graph
        graph.inputs = [s.place.node for s in symbols]
        graph.in_tree, graph.given = tree, [None] * len(leaves)
        out, graph.out_tree = trees.flatten(function(*tree.unflatten(symbols)))
        graph.outputs = [inner.entry(o) for o in _arrays(out)]
    return with_stops(graph, inner.constant_nodes)


def output_types(graph: Graph) -> list[ShapeDtype]:
    """Shapes and dtypes of the outputs."""

    def type_of(output: Any) -> ShapeDtype:
        if isinstance(output, Ref):
            return graph.type_of(output)
        array = graph.constants[output.index]
        return ShapeDtype(array.shape, array.dtype)

    return [type_of(o) for o in graph.outputs]


def _record_control(op: Op, args: tuple[Any, ...], result: Graph) -> Any:
    """A node whose results are those of a function in it."""
    tree, types = result.out_tree, output_types(result)
    flat = recorder().record(op.name, args, {}, tuple(types))
    return tree.unflatten(list(flat))


def _arrays(values: Any) -> Any:
    """Operands as arrays: Python numbers become constants."""

    def array(x: Any) -> Any:
        return x if isinstance(x, (Symbol, *Array)) else np.asarray(x)

    leaves, tree = trees.flatten(values)
    return tree.unflatten(map(array, leaves))


def _cond(op: Op, args: tuple[Any, ...], _: Any) -> Any:
    predicate, yes, no, *operands = args
    given = _arrays(tuple(operands))
    if not isinstance(predicate, Symbol):
        return (yes if bool(predicate) else no)(*given)
    graphs = function_graph("yes", yes, given), function_graph("no", no, given)
    _same_results(op, graphs)
    return _record_control(op, (predicate, *graphs, *given), graphs[0])


def _switch(op: Op, args: tuple[Any, ...], _: Any) -> Any:
    index, functions, *operands = args
    given = _arrays(tuple(operands))
    if not isinstance(index, Symbol):
        return functions[min(max(int(index), 0), len(functions) - 1)](*given)
    graphs = [function_graph(f"case{i}", f, given) for i, f in enumerate(functions)]
    _same_results(op, graphs)
    return _record_control(op, (index, graphs, *given), graphs[0])


def _while_loop(op: Op, args: tuple[Any, ...], _: Any) -> Any:
    condition, body, start = args
    start = _arrays(start)
    step = function_graph("body", body, (start,))
    graphs = function_graph("condition", condition, (start,)), step
    return _record_control(op, (*graphs, start), step)


def _fori_loop(op: Op, args: tuple[Any, ...], _: Any) -> Any:
    lower, upper, body, start = args
    start = _arrays(start)
    step = function_graph("body", body, (np.asarray(0, np.int64), start))
    return _record_control(op, (lower, upper, step, start), step)


def _scan(op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    function, carry, xs = args
    carry, xs = _arrays(carry), _arrays(xs)
    (first, *_), _ = trees.flatten(xs)
    step = function_graph("step", function, (carry, _rows(xs)))
    types = output_types(step)
    kept = len(trees.leaves(carry))
    stacked = [ShapeDtype((len(first), *t.shape), t.dtype) for t in types[kept:]]
    results = (*types[:kept], *stacked)
    flat = recorder().record(op.name, (step, carry, xs), kwargs, results)
    return step.out_tree.unflatten(list(flat))


def _map(op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    function, xs = args
    xs = _arrays(xs)
    count = len(trees.leaves(xs)[0])
    step = function_graph("step", function, (_rows(xs),))
    results = tuple(ShapeDtype((count, *t.shape), t.dtype) for t in output_types(step))
    return step.out_tree.unflatten(list(recorder().record(op.name, (step, xs), kwargs, results)))


def _rows(values: Any) -> Any:
    """The first row of each array, of which only the type counts."""
    leaves, tree = trees.flatten(values)
    return tree.unflatten([recording_backend().slice_(x, (0,)) for x in leaves])


def _recurrence(op: Op, args: tuple[Any, ...], _: Any) -> Any:
    step, first, second, n = args
    ops = recording_backend()

    def live(k: Any, last: Any) -> Any:
        counts = ops.logical_and(ops.greater_equal(n, k), ops.isfinite(n))
        return ops.logical_and(counts, ops.logical_not(ops.isnan(last)))

    def advance(state: Any) -> Any:
        k, before, last = state
        now, goes_on = step(k, before, last), live(k, last)
        return ops.add(k, 1), ops.where(goes_on, last, before), ops.where(goes_on, now, last)

    start = (np.asarray(2, ops.dtype(first)), first, second)
    last = ops.while_loop(lambda s: ops.any(live(s[0], s[2])), advance, start)[2]
    counts = ops.logical_and(ops.greater_equal(n, 0), ops.isfinite(n))
    chosen = ops.where(ops.equal(n, 0), first, last)
    return ops.where(counts, chosen, np.zeros((), ops.dtype(first)))


_RAISED = (IndexError, RuntimeError, TypeError, ValueError)


def _require(op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """A check becomes one of the graph; in a loop or branch it is left out."""
    x, holds = args
    error, message = kwargs.get("error", ValueError), kwargs["message"]
    if not isinstance(holds, Symbol):
        if not np.all(holds):
            raise error(message)
    elif recorder().around is None:
        met = recording_backend().all(holds)
        known = next((e for e in _RAISED if issubclass(error, e)), RuntimeError)
        guard = Guard(recorder().entry(met), np.asarray(True), message, known.__name__)
        recorder().graph.guards.append(guard)
    return x


def _same_results(op: Op, graphs: Sequence[Graph]) -> None:
    found = [output_types(g) for g in graphs]
    if any(f != found[0] for f in found):
        raise errors.CompileError(
            f"the branches of a {op.name} at {recorder().line()} return different arrays: {found}."
        )


def _as_strided(op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """A window on memory, as ops that say what it shows."""
    x, shape, strides, *rest = args
    offset = rest[0] if rest else 0
    known = (tuple(x.shape), tuple(shape), tuple(strides), offset)
    found = geometry.steps(*known) if type(offset) is int else None
    if found is None:
        backend = recording_backend()
        return recorder().record(op.name, args, kwargs, backend.results(op, args, kwargs))
    for name, more, options in found:
        x = getattr(recording_backend(), name)(x, *more, **options)
    return x


CONTROL: dict[str, Callable[..., Any]] = {
    "as_strided": _as_strided,
    "cond": _cond,
    "fori_loop": _fori_loop,
    "map": _map,
    "recurrence": _recurrence,
    "require": _require,
    "scan": _scan,
    "switch": _switch,
    "while_loop": _while_loop,
}
