"""Runs JAX primitives and programs on a target. One engine per target.

    program of a call (jit)   its equations, as one generated Python function
    frontend function         runs on the arrays
    expansion                 JAX's own definition by simpler primitives, as a program
    none of these             the fall-back policy decides

What is done with a primitive on arguments of certain types is a `Step`, found once and kept. An
equation of a program is a step too, so both ways are one. Types of results come from JAX's own rules.
"""

from __future__ import annotations

import functools
import inspect
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np

from interceptors import lookup, lowerings
from interceptors.jax import _arguments, _compat
from interceptors.jax.array import RedirectedArray, to_native
from interceptors.report import user_line
from interceptors.session import CURRENT, Session, count_transfer
from interceptors.shared.caches import BoundedCache, IdentityMap
from interceptors.shared.errors import describe_call
from ivy._core import errors
from ivy._core.backend import Backend, load
from ivy._core.context import running


@dataclass(slots=True)
class Step:
    """A function of the target's arrays: one result, or a list if `many`."""

    run: Callable
    results: Any
    many: bool
    counts: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class Program:
    """The generated function of a jaxpr, and its constants on the target."""

    run: Callable
    counts: tuple[tuple[str, int], ...]
    source: str
    consts: tuple
    arrays: list


class Engine:
    """Runs primitives on one target."""

    def __init__(self, target: Backend):
        self.target = target
        self.borrow = target.from_dlpack
        self.pack: Any = lookup.find(["jax.primitive.random_wrap"])
        self.unpack: Any = lookup.find(["jax.primitive.random_unwrap"])
        self.imported = IdentityMap()  # native arrays: the target's array
        self.steps: dict[Any, Step] = BoundedCache(16384)
        self.programs = IdentityMap()  # jaxprs: the generated function

    def run(self, session: Session, primitive: Any, args: Sequence, params: dict) -> Any:
        """Runs one primitive on JAX values."""
        with running(self.target):
            step = self.step(primitive, tuple(map(_compat.typeof, args)), params)
            out = step.run(*[self.array(a) for a in args])
            for name, n in step.counts:
                session.report.count(name, "op by op", n)
            if session.profile and len(step.counts) > 1:  # whose parts have no times of their own
                session.report.count(f"jax.primitive.{primitive.name}", "program")
            if not step.many:
                return self.wrap(out, step.results)
            return [self.wrap(o, a) for o, a in zip(out, step.results, strict=True)]

    def layer(self, equation: Any) -> Callable | None:
        """A function that takes the place of an inner program as a whole."""
        return None

    # -- values

    def array(self, x: Any) -> Any:
        """The target's array of a JAX value; typed keys are packed, one number each."""
        if type(x) is RedirectedArray:
            if x._target is self.target:
                return x._value
            return self.upload(x._host())
        if isinstance(x, _compat.KeyArray):
            return self.pack(self.array(_compat.key_words(x)))
        if not isinstance(x, jax.Array):
            return self.upload(np.asarray(x, _compat.typeof(x).dtype))
        known = self.imported.get(x)
        if known is not None:
            return known[0]
        if x.is_deleted():
            np.asarray(x)  # raises what JAX raises
        value = self.borrow(x) if self.borrow else self.upload(np.asarray(x))
        self.imported.set(x, value)
        return value

    def upload(self, values: np.ndarray) -> Any:
        """An array of the target with these elements."""
        count_transfer("to target", values.nbytes)
        return self.target.from_numpy(values)

    def lift(self, x: Any) -> Any:
        """A JAX value as one whose elements live on the target."""
        if type(x) is RedirectedArray and x._target is self.target:
            return x
        with running(self.target):
            return self.wrap(self.array(x), _compat.typeof(x))

    def adopt(self, value: Any) -> Any:
        """A JAX value around an array of the target, in 32 bits where JAX has no 64."""
        dtype = self.target.dtype(value)
        own = jax.dtypes.canonicalize_dtype(dtype)
        if own != dtype:
            with running(self.target):
                value = self.target.astype(value, own)
        return self.wrap(value, _compat.ShapedArray(self.target.shape(value), own))

    def wrap(self, value: Any, aval: Any) -> Any:
        """A JAX value of the type `aval` around an array of the target."""
        if _compat.is_key(aval):
            words = self.unpack(value)
            shape = tuple(words.shape)
            words = RedirectedArray(
                self.target, words, _compat.ShapedArray(shape, np.dtype("uint32"))
            )
            return _compat.key_array(aval, words)
        return RedirectedArray(self.target, value, aval)

    # -- steps

    def step(self, primitive: Any, avals: tuple, params: dict[str, Any]) -> Step:
        """What is done with a primitive on arguments of these types."""
        closed = _compat.inner(primitive, params)
        if closed is not None:
            program = self.program(closed)
            run = functools.partial(program.run, *program.arrays)
            return Step(run, closed.out_avals, True, program.counts)
        try:
            key = (primitive, avals, tuple(params.items()))
            step = self.steps.get(key)
        except TypeError:  # a parameter that can't be hashed
            return self._new_step(primitive, avals, params)
        if step is None:
            step = self.steps[key] = self._new_step(primitive, avals, params)
        return step

    def _new_step(self, primitive: Any, avals: tuple, params: dict[str, Any]) -> Step:
        results = _compat.result_avals(primitive, avals, params)
        natively = functools.partial(self.fall_back, primitive, avals, params)
        name = f"jax.primitive.{primitive.name}"
        spelled = primitive.name.replace("-", "_")
        function = lookup.find([f"jax.primitive.{spelled}", f"jax.primitive.{spelled}_"])
        if function is not None:
            translate = _arguments.translator(self.function)
            try:
                options = {k: translate(v) for k, v in params.items()}
            except errors.ConversionError as error:
                run = functools.partial(natively, str(error))
                return Step(run, results, primitive.multiple_results, ())
            run = _guarded(function, options, natively, _describe(primitive, avals))
            return Step(run, results, primitive.multiple_results, ((name, 1),))
        closed = _compat.expansion_of_keys(primitive, avals, params)
        if closed is not None:
            return self._of_keys(closed, avals, results)
        closed = _compat.expansion(primitive, avals, params)
        if closed is None:
            run = functools.partial(natively, "no rule")
            return Step(run, results, primitive.multiple_results, ())
        program = self.program(closed)
        run = functools.partial(program.run, *program.arrays)
        if primitive.multiple_results:
            return Step(run, results, True, program.counts)
        return Step(lambda *values: run(*values)[0], results, False, program.counts)

    def _of_keys(self, closed: Any, avals: tuple, result: Any) -> Step:
        program = self.program(closed)
        keys = [_compat.is_key(a) for a in avals]
        packs = _compat.is_key(result)

        def run(*values: Any) -> Any:
            words = [self.unpack(v) if k else v for v, k in zip(values, keys, strict=True)]
            (out,) = program.run(*program.arrays, *words)
            return self.pack(out) if packs else out

        return Step(run, result, False, program.counts)

    def fall_back(
        self, primitive: Any, avals: tuple, params: dict, reason: str, *values: Any
    ) -> Any:
        """Applies the fall-back policy, then runs the primitive natively on converted values."""
        session = CURRENT.get()
        assert session is not None
        session.fall_back(
            _describe(primitive, avals),
            reason,
            f"Add {primitive.name} to ivy/frontends/jax, or pass fallback='warn'.",
            functools.partial(_lines_to_write, primitive, avals, params),
        )
        natives = [native(self.wrap(v, a)) for v, a in zip(values, avals, strict=True)]
        with _compat.on(_compat.EVAL):
            out = primitive.bind(*natives, **params)
        return [self.array(o) for o in out] if primitive.multiple_results else self.array(out)

    # -- programs

    def function(self, jaxpr: Any) -> Callable:
        """A program as a function from arrays to a list of arrays."""
        closed = jaxpr if isinstance(jaxpr, _compat.ClosedJaxpr) else _compat.ClosedJaxpr(jaxpr, ())
        program = self.program(closed)
        return functools.partial(program.run, *program.arrays)

    def program(self, closed: Any) -> Program:
        """The generated function of a program, made at its first use and kept while it lives."""
        jaxpr, consts = closed.jaxpr, tuple(closed.consts)
        known = self.programs.get(jaxpr)
        program = _generate(self, jaxpr) if known is None else known[0]
        if known is None:
            self.programs.set(jaxpr, program)
        if len(consts) != len(program.consts) or any(map(_differ, consts, program.consts)):
            program.consts, program.arrays = consts, [self.array(c) for c in consts]
        return program


def _differ(a: Any, b: Any) -> bool:
    return a is not b


def native(x: Any) -> Any:
    """A native JAX value with the content of a redirected one; a native one as it is."""
    if isinstance(x, _compat.KeyArray):
        return _compat.key_array(x.aval, native(_compat.key_words(x)))
    return to_native(x) if isinstance(x, RedirectedArray) else x


def _guarded(function: Callable, options: dict, natively: Callable, call: str) -> Callable:
    """A frontend function with its parameters; what the target lacks falls back."""

    def run(*values: Any) -> Any:
        try:
            return function(*values, **options)
        except NotImplementedError as error:
            reason = str(error).rstrip(".")
        except Exception as error:
            error.add_note(f"{call}, at {user_line()}")
            raise
        return natively(reason, *values)

    return run


def _lines_to_write(primitive: Any, avals: Sequence[Any], params: dict[str, Any]) -> str:
    """The lines with which a user may fill the gap."""
    arrays = [f"x{i}" for i in range(1, len(avals) + 1)] if len(avals) > 1 else ["x"]
    parameter = inspect.Parameter
    shown = [parameter(name, parameter.POSITIONAL_ONLY) for name in arrays]
    shown += [parameter(name, parameter.KEYWORD_ONLY) for name in params]
    name = primitive.name.replace("-", "_")
    return lowerings.lines_to_write(f"jax.primitive.{name}", shown)


def _describe(primitive: Any, avals: Sequence[Any]) -> str:
    arguments = tuple(a for a in avals if hasattr(a, "shape"))
    spell: Callable[[Any], str] = lambda a: f"{a.dtype}{list(a.shape)}"  # noqa: E731
    return describe_call(f"jax.primitive.{primitive.name}", arguments, {}, spell)


# -- from a jaxpr to the source of a function


@dataclass(slots=True)
class _Line:
    call: str
    inputs: list[str]
    outputs: list[str]
    many: bool


class _Writer:
    """Writes the equations of a jaxpr, inner programs inlined, as lines over local names."""

    def __init__(self, engine: Engine):
        self.engine = engine
        self.names: dict[str, Any] = {}
        self.lines: list[_Line] = []
        self.counts: Counter[str] = Counter()
        self.last = 0

    def local(self) -> str:
        """A fresh local name."""
        self.last += 1
        return f"v{self.last}"

    def bind(self, value: Any) -> str:
        """A global name for a function or a constant."""
        name = f"c{len(self.names)}"
        self.names[name] = value
        return name

    def read(self, atom: Any, known: dict[Any, str]) -> str:
        """The name of an argument of an equation."""
        if not isinstance(atom, _compat.Literal):
            return known[atom]
        return self.bind(self.engine.target.from_numpy(np.asarray(atom.val, atom.aval.dtype)))

    def body(self, jaxpr: Any, known: dict[Any, str]) -> list[str]:
        """Writes all equations; the names of the results."""
        for equation in jaxpr.eqns:
            inputs = [self.read(atom, known) for atom in equation.invars]
            closed = _compat.inner(equation.primitive, equation.params)
            layer = self.engine.layer(equation) if closed is not None else None
            if layer is not None:
                outputs = [self.local()]
                self.lines.append(_Line(self.bind(layer), inputs, outputs, False))
            elif closed is not None:
                consts = [self.bind(self.engine.array(c)) for c in closed.consts]
                variables = (*closed.jaxpr.constvars, *closed.jaxpr.invars)
                outputs = self.body(
                    closed.jaxpr, dict(zip(variables, consts + inputs, strict=True))
                )
            else:
                outputs = self.equation(equation, inputs)
            known.update(zip(equation.outvars, outputs, strict=True))
        return [self.read(atom, known) for atom in jaxpr.outvars]

    def equation(self, equation: Any, inputs: list[str]) -> list[str]:
        """Writes one equation; the names of its results."""
        avals = tuple(atom.aval for atom in equation.invars)
        step = self.engine.step(equation.primitive, avals, equation.params)
        outputs = [self.local() for _ in equation.outvars]
        self.lines.append(_Line(self.bind(step.run), inputs, outputs, step.many))
        self.counts.update(dict(step.counts))
        return outputs

    def text(self, parameters: list[str], results: list[str]) -> str:
        """The source. A name is deleted after its last use, so that its memory can go."""
        last_use = {name: i for i, line in enumerate(self.lines) for name in line.outputs}
        last_use |= {name: i for i, line in enumerate(self.lines) for name in line.inputs}
        written = {name for line in self.lines for name in line.outputs} - set(results)
        lines = [f"def program({', '.join(parameters)}):"]
        for i, line in enumerate(self.lines):
            call = f"{line.call}({', '.join(line.inputs)})"
            if line.outputs:
                left = f"[{', '.join(line.outputs)}]" if line.many else line.outputs[0]
                call = f"{left} = {call}"
            dead = {n for n in (*line.inputs, *line.outputs) if n in written and last_use[n] == i}
            lines.append(f"    {call}" + (f"; del {', '.join(sorted(dead))}" if dead else ""))
        return "\n".join([*lines, f"    return [{', '.join(results)}]", ""])


def _generate(engine: Engine, jaxpr: Any) -> Program:
    writer = _Writer(engine)
    variables = (*jaxpr.constvars, *jaxpr.invars)
    parameters = [writer.local() for _ in variables]
    results = writer.body(jaxpr, dict(zip(variables, parameters, strict=True)))
    source = writer.text(parameters, results)
    exec(compile(source, "<jax program>", "exec"), writer.names)
    counts = tuple(writer.counts.items())
    return Program(writer.names["program"], counts, source, (), [])


ENGINES: dict[str, Engine] = {}  # by the names of targets


def engine(target: str) -> Engine:
    """The engine of a target; there is one per process, so that programs are written once."""
    found = ENGINES.get(target)
    if found is None:
        _compat.check()
        lookup.load("jax")
        found = ENGINES[target] = Engine(load(target))
    return found


def forget() -> None:
    """Drops what was decided about primitives."""
    for each in ENGINES.values():
        each.steps.clear()
        each.programs.clear()


def release() -> None:
    """Drops references to native memory, which JAX can't reuse for results while they exist."""
    for each in ENGINES.values():
        each.imported.clear()
