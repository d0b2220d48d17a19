"""TensorFlow's traced functions, run on ivy ops: node by node, with the frontend's raw ops.

Values are arrays, variables and lists of arrays (what `tf.TensorArray` is in a graph). Sizes are known,
so what depends on shapes alone is computed here and now.

* `PartitionedCall` is inlined, `If` and `Case` become branches, `While` a loop. A loop that counts, so
  that its condition hangs on no value, becomes a scan, which every backend can differentiate.
* Variables are values that change: what a branch or loop assigns is one of its results.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from interceptors import lookup
from interceptors.report import is_internal
from interceptors.tensorflow import _compat
from ivy import functional
from ivy._core import errors
from ivy.compiler import recording
from ivy.compiler.recording import Recorder, Symbol, recording_backend

_MOST_STEPS = 100_000  # of a loop that counts


class Variable:
    """A variable of the function: its value now."""

    def __init__(self, name: str, is_trained: bool, symbol: Symbol):
        self.name = name
        self.is_trained = is_trained
        self.symbol = self.value = symbol


class ArrayList:
    """A list of arrays of one shape, stacked; None until the first element is known."""

    def __init__(self, length: int, dtype: np.dtype, stacked: Any = None):
        self.length = length
        self.dtype = dtype
        self.stacked = stacked

    def filled(self, shape: Sequence[int]) -> ArrayList:
        """A list with zeros for elements that were not set."""
        if self.stacked is not None:
            return self
        return ArrayList(self.length, self.dtype, np.zeros((self.length, *shape), self.dtype))


class Interpreter:
    """Runs graphs of TensorFlow. `line` is that of the user's program, of the node that runs."""

    def __init__(self, scope_of: Callable[[str], str]):
        self.scope_of = scope_of
        self.line = "<unknown>"
        self.recorder: Recorder
        self.depth = 0

    def run(self, graph: Any, inputs: Sequence[Any], wanted: Sequence[Any] | None = None) -> list:
        """The values of the outputs, or of `wanted` tensors."""
        outputs = graph.outputs if wanted is None else wanted
        values = dict(zip((t.name for t in graph.inputs), inputs, strict=True))
        for op in needed(graph, outputs, effects=wanted is None):
            if op.type == "Placeholder":
                continue
            line, self.line = self.line, self._line_of(op)
            try:
                results = self._op(op, [values[t.name] for t in op.inputs])
            finally:
                self.line = line
            values.update(zip((t.name for t in op.outputs), results, strict=True))
        return [values[t.name] for t in outputs]

    def _line_of(self, op: Any) -> str:
        lines = ((f.filename, f.lineno) for f in reversed(op.traceback or ()))
        found = next((x for x in lines if not is_internal(x[0])), None)
        return self.line if found is None else f"{found[0]}:{found[1]}"

    def _op(self, op: Any, inputs: list[Any]) -> Sequence[Any]:
        if not self.depth:
            self.recorder.scopes[:] = [self.scope_of(op.name)]
        rule = STRUCTURE.get(op.type)
        if rule is not None:
            return rule(self, op, inputs)
        if op.type in _compat.ASSIGNS:
            return self.assign(op, inputs)
        if op.type in _compat.PASSING and not all(map(_is_array, inputs)):
            return inputs
        if op.type in _compat.SEEDS and isinstance(inputs[0], Symbol):
            return inputs * len(op.outputs)
        if self._is_constant(op, inputs):
            return _compat.natively(op, inputs)
        found = self.computed(op.type, _arguments(op, inputs))
        return found if isinstance(found, (list, tuple)) else [found]

    @staticmethod
    def _is_constant(op: Any, inputs: list[Any]) -> bool:
        """Whether TensorFlow itself has to compute an op, which it can."""
        if op.op_def.is_stateful or not all(isinstance(x, _ARRAYS) for x in inputs):
            return False
        return lookup.find([f"tensorflow.raw_ops.{op.type}"]) is None

    def computed(self, kind: str, arguments: dict[str, Any]) -> Any:
        """The results of a raw op of the frontend."""
        name = f"tensorflow.raw_ops.{kind}"
        draw = lookup.keyed([name])
        if draw is not None:
            return draw(recording.recorder().key(), **arguments)
        function: Any = lookup.find([name])
        if function is None:
            raise errors.UnsupportedOpError(
                f"tf.raw_ops.{kind} has no rule, so it can't be part of a graph, at {self.line}."
            )
        return function(**_renamed(kind, arguments, function.__tensorflow__.parameters))

    def assign(self, op: Any, inputs: list[Any]) -> list[Any]:
        """Changes the value of a variable."""
        variable, *rest = inputs
        kind = _compat.ASSIGNS[op.type]
        if not kind:
            variable.value = rest[0]
        elif len(rest) == 1:
            variable.value = self.computed(kind, {"x": variable.value, "y": rest[0]})
        else:
            indices = functional.expand_dims(rest[0], axis=-1)
            given = {"tensor": variable.value, "indices": indices, "updates": rest[1]}
            variable.value = self.computed(kind, given)
        return []

    # -- functions

    def branches(self, inputs: list[Any], graphs: list[Any]) -> tuple[list[Callable], Callable]:
        """Functions that return arrays, and what makes results of these."""
        written = [v for v in _variables(inputs) if any(_writes(g, inputs, v) for g in graphs)]
        forms: list[Any] = []

        def branch(graph: Any) -> Callable:
            def run(*_: Any) -> tuple[Any, ...]:
                before = [v.value for v in written]
                self.depth += 1
                try:
                    values = [*self.run(graph, inputs), *(v.value for v in written)]
                finally:
                    self.depth -= 1
                    for v, value in zip(written, before, strict=True):
                        v.value = value
                forms[:] = values
                return tuple(_array(x) for x in values)

            return run

        def results(arrays: Sequence[Any]) -> list[Any]:
            values = [_like(f, a) for f, a in zip(forms, arrays, strict=True)]
            count = len(values) - len(written)
            for v, value in zip(written, values[count:], strict=True):
                v.value = value
            return values[:count]

        return [branch(g) for g in graphs], results


_ARRAYS = (np.ndarray, np.generic)


def _is_array(value: Any) -> bool:
    return isinstance(value, (Symbol, *_ARRAYS))


def _array(value: Any) -> Any:
    """A value as an array, which branches and loops return."""
    if isinstance(value, ArrayList):
        if value.stacked is None:
            raise errors.CompileError(
                "a tf.TensorArray is returned of which no element was written."
            )
        return value.stacked
    return np.asarray(0) if not _is_array(value) else value  # a variable, which stays what it is


def _like(value: Any, array: Any) -> Any:
    if isinstance(value, ArrayList):
        return ArrayList(value.length, value.dtype, array)
    return array if _is_array(value) else value


def _variables(inputs: Sequence[Any]) -> list[Variable]:
    return list({id(v): v for v in inputs if isinstance(v, Variable)}.values())


def _writes(graph: Any, inputs: Sequence[Any], variable: Variable) -> bool:
    """Whether a function, or one that it calls, assigns a variable that it is given."""
    handles = {t.name for t, v in zip(graph.inputs, inputs, strict=True) if v is variable}
    for op in graph.get_operations():
        if op.type in _compat.ASSIGNS and op.inputs[0].name in handles:
            return True
        inner = _compat.FUNCTIONS.get(op.type)
        if inner and any(t.name in handles for t in op.inputs):
            given = [variable if t.name in handles else None for t in op.inputs]
            skipped = len(given) - len(_graphs(op)[0].inputs)
            if any(_writes(g, given[skipped:], variable) for g in _graphs(op)):
                return True
    return False


def _graphs(op: Any) -> list[Any]:
    """The graphs that an op calls."""
    found: list[Any] = []
    for name in _compat.FUNCTIONS[op.type]:
        value = op.get_attr(name)
        each = value if isinstance(value, list) else [value]
        found += [_compat.function_graph(op.graph, v.name) for v in each]
    return found


def needed(graph: Any, outputs: Sequence[Any], effects: bool = True) -> list[Any]:
    """The ops that outputs depend on, and with `effects` those that run for their effect, in order."""
    operations = graph.get_operations()
    todo = [t.op for t in outputs]
    if effects:
        todo += [op for op in operations if op.type in _compat.EFFECTS or _has_effect(op)]
    found: set[str] = set()
    while todo:
        op = todo.pop()
        if op.name not in found:
            found.add(op.name)
            todo += [t.op for t in op.inputs]
    return [op for op in operations if op.name in found]


def _has_effect(op: Any) -> bool:
    """Whether an op calls functions that may assign variables, or check something."""
    if op.type not in _compat.FUNCTIONS or op.type.startswith("Stateless"):
        return False
    return any(
        inner.type in _compat.EFFECTS or _has_effect(inner)
        for graph in _graphs(op)
        for inner in graph.get_operations()
    )


# -- arguments


def _arguments(op: Any, inputs: list[Any]) -> dict[str, Any]:
    """Inputs and attributes of an op by their names."""
    definition, rest = op.op_def, iter(inputs)
    found: dict[str, Any] = {}
    for argument in definition.input_arg:
        if argument.number_attr or argument.type_list_attr:
            number = argument.number_attr
            count = op.get_attr(number) if number else len(op.get_attr(argument.type_list_attr))
            found[argument.name] = [next(rest) for _ in range(count)]
        else:
            found[argument.name] = next(rest)
    for attribute in definition.attr:
        found[attribute.name] = _attribute(op.get_attr(attribute.name))
    return found


def _renamed(kind: str, arguments: dict[str, Any], parameters: Sequence[Any]) -> dict[str, Any]:
    """Arguments by the public names of parameters, which for some are others than in the trace."""
    public = {p.name for p in parameters}
    found = {k: v for k, v in arguments.items() if k in public}
    inputs, attributes = _compat.names(kind)
    for names, is_attribute in ((inputs, False), (attributes, True)):
        others = [arguments[n] for n in names if n in arguments and n not in public]
        missing = [
            p.name
            for p in parameters
            if p.name not in found and (p.kind == "attribute") is is_attribute
        ]
        found |= zip(missing, others, strict=False)
    return found


def _attribute(value: Any) -> Any:
    if isinstance(value, tf.DType):
        return np.dtype(value.as_numpy_dtype)
    if isinstance(value, bytes):
        return value.decode()
    if hasattr(value, "unknown_rank"):  # a shape, as messages have it
        value = tf.TensorShape(value)
    if isinstance(value, tf.TensorShape):
        return None if value.rank is None else value.as_list()
    return [_attribute(v) for v in value] if isinstance(value, list) else value


# -- ops that are no computation


def _constant(_: Interpreter, op: Any, inputs: list[Any]) -> list[Any]:
    return [tf.make_ndarray(op.get_attr("value"))]


def _read(_: Interpreter, op: Any, inputs: list[Any]) -> list[Any]:
    return [inputs[0].value]


def _is_initialized(_: Interpreter, op: Any, inputs: list[Any]) -> list[Any]:
    return [np.asarray(True)]


def _variable_shape(_: Interpreter, op: Any, inputs: list[Any]) -> list[Any]:
    dtype = _attribute(op.get_attr("out_type"))
    return [np.asarray(inputs[0].value.shape, dtype)]


def _gather(run: Interpreter, op: Any, inputs: list[Any]) -> list[Any]:
    given = {"params": inputs[0].value, "indices": inputs[1], "axis": np.asarray(0, np.int32)}
    return [run.computed("GatherV2", {**given, "batch_dims": op.get_attr("batch_dims")})]


def _assert(_: Interpreter, op: Any, inputs: list[Any]) -> list[Any]:
    functional.require(inputs[0], inputs[0], message=_message(inputs[1:]))
    return []


def _message(data: list[Any]) -> str:
    texts = [d for d in data if isinstance(d, _ARRAYS) and d.dtype == object and not d.ndim]
    words = [w.decode() if isinstance(w, bytes) else str(w) for w in (d.item() for d in texts)]
    return " ".join(words) or "an assertion does not hold"


def _call(run: Interpreter, op: Any, inputs: list[Any]) -> list[Any]:
    return run.run(_graphs(op)[0], inputs)


def _if(run: Interpreter, op: Any, inputs: list[Any]) -> list[Any]:
    predicate, *rest = inputs
    graphs = _graphs(op)
    if not isinstance(predicate, Symbol):
        return run.run(graphs[0 if bool(predicate) else 1], rest)
    predicate = _truth(predicate)
    if not run.depth:
        _check_assertions(run, graphs[0], rest, functional.logical_not(predicate))
        _check_assertions(run, graphs[1], rest, predicate)
    functions, results = run.branches(rest, graphs)
    return results(functional.cond(predicate, *functions))


def _check_assertions(run: Interpreter, graph: Any, inputs: list[Any], other: Any) -> None:
    """The checks of a branch, as those of the graph, unless the `other` branch is taken."""
    for op in graph.get_operations():
        if op.type == "Assert":
            holds, *data = run.run(graph, inputs, op.inputs)
            holds = functional.logical_or(other, holds)
            functional.require(holds, holds, message=_message(data))


def _truth(value: Any) -> Any:
    if value.shape:
        raise errors.CompileError("the predicate of a branch is no scalar.")
    return value if value.dtype == np.bool_ else functional.not_equal(value, 0)


def _case(run: Interpreter, op: Any, inputs: list[Any]) -> list[Any]:
    index, *rest = inputs
    graphs = _graphs(op)
    if not isinstance(index, Symbol):
        place = int(index)
        return run.run(graphs[place if 0 <= place < len(graphs) else -1], rest)
    functions, results = run.branches(rest, graphs)
    inside = functional.logical_and(
        functional.greater_equal(index, 0), functional.less(index, len(graphs))
    )
    last = np.asarray(len(graphs) - 1, index.dtype)
    index = functional.where(inside, index, last)  # any other takes the last branch
    return results(functional.switch(index, functions))


# -- loops


def _while(run: Interpreter, op: Any, inputs: list[Any]) -> list[Any]:
    condition, body = _graphs(op)
    return _Loop(run, condition, body, inputs).results()


class _Loop:
    """A loop: which of its values stay what they are, which only count, and which are computed."""

    def __init__(self, run: Interpreter, condition: Any, body: Any, inputs: list[Any]):
        self.run = run
        self.condition = condition
        self.body = body
        self.inputs = list(inputs)
        count = len(inputs)
        self.changing = [i for i in range(count) if not self._stays(i)]
        self.written = [v for v in _variables(inputs) if _writes(body, inputs, v)]
        self.fixed = {
            i for i, x in enumerate(inputs) if i not in self.changing and isinstance(x, _ARRAYS)
        }
        self.counters = self._counters()
        self.carried = [i for i in self.changing if i not in self.counters]

    def _stays(self, i: int) -> bool:
        tensor = self.body.outputs[i]
        while tensor.op.type in _compat.PASSING:
            tensor = tensor.op.inputs[tensor.op.outputs.index(tensor)]
        return tensor.name == self.body.inputs[i].name or isinstance(self.inputs[i], Variable)

    def _counters(self) -> list[int]:
        """The values that hang on no array: they are the same in every call."""
        known = {i for i in self.changing if isinstance(self.inputs[i], _ARRAYS)}
        while True:
            lost = {i for i in known if not _hangs_on(self.body, i, known | self.fixed)}
            if not lost:
                return sorted(known)
            known -= lost

    def results(self) -> list[Any]:
        """The values after the loop."""
        self._find_elements()
        if _hangs_on(self.condition, 0, {*self.counters} | self.fixed):
            steps = self._steps()
            if steps is not None:
                return self._scanned(steps)
        self.carried, self.counters = self.changing, []
        return self._looped()

    def _steps(self) -> list[list[Any]] | None:
        """The counters at the start of each step, and at the end."""
        inputs, rows = list(self.inputs), list[list[Any]]()
        wanted = [self.body.outputs[i] for i in self.counters]
        while len(rows) <= _MOST_STEPS:
            rows.append([np.asarray(inputs[i]) for i in self.counters])
            (goes_on,) = self.run.run(self.condition, inputs)
            if not bool(goes_on):
                return rows
            found = self.run.run(self.body, inputs, wanted)
            for i, value in zip(self.counters, found, strict=True):
                inputs[i] = value
        return None

    # -- as a function of arrays

    def _state(self) -> tuple[Any, ...]:
        values = [self.inputs[i] for i in self.carried]
        return tuple(map(_array, (*values, *(v.value for v in self.written))))

    def _filled(self, state: Sequence[Any], counters: Sequence[Any]) -> list[Any]:
        """The inputs of a step."""
        inputs, count = list(self.inputs), len(self.carried)
        for i, array in zip(self.carried, state[:count], strict=True):
            inputs[i] = _like(self.inputs[i], array)
        for i, array in zip(self.counters, counters, strict=True):
            inputs[i] = array
        for v, array in zip(self.written, state[count:], strict=True):
            v.value = array
        return inputs

    def _step(self, state: Sequence[Any], counters: Sequence[Any] = ()) -> list[Any]:
        """The carried values after a step."""
        before = [v.value for v in self.written]
        self.run.depth += 1
        try:
            outputs = self.run.run(self.body, self._filled(state, counters))
            return [*(outputs[i] for i in self.carried), *(v.value for v in self.written)]
        finally:
            self.run.depth -= 1
            for v, value in zip(self.written, before, strict=True):
                v.value = value

    def _goes_on(self, state: Sequence[Any]) -> Any:
        before = [v.value for v in self.written]
        self.run.depth += 1
        try:
            (found,) = self.run.run(self.condition, self._filled(state, ()))
            return found
        finally:
            self.run.depth -= 1
            for v, value in zip(self.written, before, strict=True):
                v.value = value

    def _find_elements(self) -> None:
        """Gives lists without elements zeros, of the shape of what a step writes."""
        empty = [
            i
            for i in self.changing
            if isinstance(self.inputs[i], ArrayList) and self.inputs[i].stacked is None
        ]
        if not empty:
            return
        found: list[Any] = []
        others = [i for i in self.carried if i not in empty]

        def trial(*arrays: Any) -> tuple[Any, ...]:
            inputs = list(self.inputs)
            for i, array in zip(others, arrays, strict=True):
                inputs[i] = _like(self.inputs[i], array)
            found[:] = self.run.run(self.body, inputs)
            return ()

        before = [(v, v.value) for v in self.written]
        self.run.depth += 1
        try:
            recording.function_graph("trial", trial, tuple(_array(self.inputs[i]) for i in others))
        finally:
            self.run.depth -= 1
            for v, value in before:
                v.value = value
        for i in empty:
            if found[i].stacked is not None:
                self.inputs[i] = self.inputs[i].filled(found[i].stacked.shape[1:])

    def _scanned(self, steps: list[list[Any]]) -> list[Any]:
        *rows, last = steps
        if not rows:
            return self.inputs
        xs = tuple(_sequence(column) for column in zip(*rows, strict=True))

        def step(carry: Any, row: Any) -> tuple[Any, Any]:
            return tuple(map(_array, self._step(carry, row))), ()

        state, _ = functional.scan(step, self._state(), xs)
        return self._filled(state, last)

    def _looped(self) -> list[Any]:
        state = functional.while_loop(
            self._goes_on, lambda state: tuple(map(_array, self._step(state))), self._state()
        )
        return self._filled(state, ())


def _hangs_on(graph: Any, output: int, known: set[int]) -> bool:
    """Whether an output depends on these inputs alone."""
    places = {t.name: i for i, t in enumerate(graph.inputs)}
    found = needed(graph, [graph.outputs[output]], effects=False)
    inputs = [op for op in found if op.type == "Placeholder"]
    return all(places[op.outputs[0].name] in known for op in inputs)


def _sequence(values: Sequence[Any]) -> Any:
    """The values of a counter, as a range where they are one."""
    array = np.stack(values)
    if array.ndim == 1 and array.dtype.kind in "iu" and len(array) > 1:
        first, second, last = int(array[0]), int(array[1]), int(array[-1])
        step = second - first
        if step and np.array_equal(array, np.arange(first, last + step, step)):
            dtype = array.dtype
            return recording_backend().arange(first, last + step, step, dtype=dtype)
    return array


# -- lists of arrays


def _reserve(_: Interpreter, op: Any, inputs: list[Any]) -> list[Any]:
    shape, length = inputs
    made = ArrayList(int(length), _attribute(op.get_attr("element_dtype")))
    known = np.asarray(shape).reshape(-1).tolist() if not isinstance(shape, Symbol) else [-1]
    is_known = np.ndim(shape) == 1 and all(n >= 0 for n in known)
    return [made.filled(known) if is_known else made]


def _from_tensor(_: Interpreter, op: Any, inputs: list[Any]) -> list[Any]:
    array = inputs[0]
    return [ArrayList(array.shape[0], array.dtype, array)]


def _stack(run: Interpreter, op: Any, inputs: list[Any]) -> list[Any]:
    found, shape = inputs[0], np.asarray(inputs[1]).reshape(-1).tolist()
    if found.stacked is None and any(n < 0 for n in shape):
        raise errors.CompileError(f"a tf.TensorArray without elements is stacked, at {run.line}.")
    return [found.filled(shape).stacked]


def _get_item(run: Interpreter, op: Any, inputs: list[Any]) -> list[Any]:
    found, index, shape = inputs
    if found.stacked is None:
        found = found.filled(np.asarray(shape).reshape(-1).tolist())
    if not isinstance(index, Symbol):
        return [functional.slice_(found.stacked, (int(index),))]
    return [functional.take(found.stacked, index, axis=0, bounds="clip")]


def _set_item(run: Interpreter, op: Any, inputs: list[Any]) -> list[Any]:
    found, index, item = inputs
    whole = found.filled(item.shape).stacked
    places = [functional.astype(functional.reshape(index, (1,)), np.dtype(np.int64))]
    rest = [None] * (len(whole.shape) - 1)
    item = functional.expand_dims(item, axis=0)
    changed = functional.set_index(whole, [*places, *rest], item, bounds="clip")
    return [ArrayList(found.length, found.dtype, changed)]


def _length(_: Interpreter, op: Any, inputs: list[Any]) -> list[Any]:
    return [np.asarray(inputs[0].length, np.int32)]


STRUCTURE: dict[str, Callable[[Interpreter, Any, list[Any]], Sequence[Any]]] = {
    "Assert": _assert,
    "Case": _case,
    "Const": _constant,
    "If": _if,
    "NoOp": lambda *_: [],
    "PartitionedCall": _call,
    "ReadVariableOp": _read,
    "ResourceGather": _gather,
    "StatefulPartitionedCall": _call,
    "StatelessCase": _case,
    "StatelessIf": _if,
    "StatelessWhile": _while,
    "TensorListFromTensor": _from_tensor,
    "TensorListGetItem": _get_item,
    "TensorListLength": _length,
    "TensorListReserve": _reserve,
    "TensorListSetItem": _set_item,
    "TensorListStack": _stack,
    "VarIsInitializedOp": _is_initialized,
    "VariableShape": _variable_shape,
    "While": _while,
}
