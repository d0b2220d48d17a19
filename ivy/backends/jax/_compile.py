"""One XLA program from a function of ivy ops, with index checks carried out of it.

An op with `bounds='error'` can't raise inside a program. It leaves a flag here instead (`require`);
the program returns its flags beside its result, and they are read at once on CPU, where a read costs
no more than a call, else when a value is next read (`settle`). Outside a program `require` reads the
flag on the spot.
"""

from __future__ import annotations

import contextlib
import math
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from ivy._core import errors, host_evaluation
from ivy.backends.jax import _compat

_NEEDS_VALUES = (
    jax.errors.ConcretizationTypeError,
    jax.errors.NonConcreteBooleanIndexError,
    jax.errors.TracerArrayConversionError,
)


@jax.tree_util.register_pytree_node_class
class Checked:
    """A result together with flags that must hold, and what to raise for each that does not.

    How many there are depends on the shapes of the arguments, so each executable has its own.
    """

    def __init__(self, out: Any, flags: Any, problems: tuple[Exception, ...]):
        self.out = out
        self.flags = flags
        self.problems = problems

    def tree_flatten(self) -> tuple[tuple[Any, Any], tuple[Exception, ...]]:
        return (self.out, self.flags), self.problems

    @classmethod
    def tree_unflatten(cls, problems: tuple[Exception, ...], children: Any) -> Checked:
        return cls(*children, problems)


class _Flags(threading.local):
    collected: list[tuple[Any, Exception]] | None = None


_flags = _Flags()
_pending: list[tuple[Any, tuple[Exception, ...]]] = []


def require(holds: Any, message: str, error: type[Exception] = errors.IndexOutOfRangeError) -> None:
    """Raises `error` unless `holds` is true, at the latest when a value is read."""
    if _flags.collected is not None:
        _flags.collected.append((holds, error(message)))
    elif isinstance(holds, jax.core.Tracer):
        raise errors.ReadsValueError("an index check inside a transformation of JAX's own")
    elif not np.asarray(holds):
        raise error(message)


@contextlib.contextmanager
def collected() -> Iterator[list[Any]]:
    """Collects the checks of ops, which the caller may evaluate."""
    found: list[Any] = []
    outer, _flags.collected = _flags.collected, []
    try:
        yield found
        found.extend(holds for holds, _ in _flags.collected)
    finally:
        _flags.collected = outer


def settle() -> None:
    """Reads every flag that is still open."""
    while _pending:
        _read(*_pending.pop(0))


def _read(flags: Any, problems: tuple[Exception, ...]) -> None:
    for holds, problem in zip(np.asarray(flags), problems, strict=True):
        if not holds:
            raise type(problem)(*problem.args)


# JAX's descriptions of shape and dtype whose identity stands in a key, kept so that it stays theirs.
# Executables hand out the same `aval` objects again and again, so a call costs a look-up and no hash.
_avals: dict[int, Any] = {}

# Every executable there is, oldest first: the oldest goes when there are too many.
_made: deque[tuple[_Program, tuple]] = deque()
_MOST = 8192

# A program that is called a few times should compile fast, one that has much to do should run fast.
_SMALL = 50_000  # elements of arguments and results
_OFTEN = 2000  # calls: what not optimising costs by then is what compiling anew costs
_UNOPTIMISED_WORK = 4_000_000  # elements over all calls, at 3 to 35 ns each
_UNFUSED_WORK = 200_000_000
_LOOK = 64  # calls before XLA is asked for the memory traffic of a program
_BYTES = 4  # of traffic count as one element
_unknown_options: list[dict[str, Any]] = []

# A small program takes as long to compile (20 to 60 ms) as hundreds of calls take on the host, where
# what is exact gives the same bits: positions, masks, rows of a table, sums, lengths of a growing text.
_USES = int(os.environ.get("IVY_USES_ON_HOST", "64"))  # before a program is compiled
_MOST_SEEN = 2**25  # elements that a step on the host may choose from
_NOT_THERE = object()


def with_flags(function: Callable, arguments: tuple) -> Any:
    """The result of a function that is traced, with the flags that its ops left."""
    outer, _flags.collected = _flags.collected, []
    try:
        out = function(*arguments)
        if not _flags.collected:
            return out
        flags, problems = zip(*_flags.collected, strict=True)
        return Checked(out, jnp.stack(flags), problems)
    finally:
        _flags.collected = outer


def _arrays_only(function: Callable) -> Callable:
    """`function`, which must not return Python values: they would come back as arrays."""

    def run(*arguments: Any) -> Any:
        out = function(*arguments)
        if any(type(leaf) in (bool, int, float, complex) for leaf in jax.tree.leaves(out)):
            raise errors.ReadsValueError("a Python value would come back as an array")
        return out

    return run


def jit(function: Callable) -> Callable:
    """`jax.jit` of a function, which raises for its checks; inside another program it does not."""
    program = jax.jit(lambda *arguments: with_flags(function, arguments))

    def run(*arguments: Any) -> Any:
        out = program(*arguments)
        if type(out) is not Checked:
            return out
        if not isinstance(out.flags, jax.core.Tracer):
            _keep(out.flags, out.problems)
        return out.out

    return run


class _Program:
    """The executables of one function, by shape, dtype and place of its arguments."""

    def __init__(self, function: Callable, on_host: Callable | None, shares: bool):
        self.function = function
        self.shares = shares
        self.on_host = on_host
        self.uses: dict[tuple, int] = {}  # on the host, by kinds of arguments
        self.jitted = jax.jit(self.traced)
        self.executables: dict[tuple, tuple[Any, int]] = {}
        self.ready: dict[Any, Callable] = {}
        self.plain: set[Any] = set()  # of which of them the result is a single array, without flags

    def traced(self, *arguments: Any) -> Any:
        """The function, its result followed by the flags that its ops left."""
        return with_flags(_arrays_only(self.function), arguments)

    def prepare(self, arguments: tuple) -> Any:
        """Runs the function on arguments of a new kind, and makes their executable ready."""
        if self.on_host is not None and (out := self._run_on_host(arguments)) is not _NOT_THERE:
            return out
        try:
            with _compat.x64():
                if not all(type(a) is _compat.ArrayImpl for a in arguments):
                    return self.jitted(*arguments)
                executable, often = self.executable(arguments)
                if _compat.has_constants(executable):
                    return self.jitted(*arguments)
                out = executable(*arguments)
        except _NEEDS_VALUES as error:
            raise errors.ReadsValueError(str(error)) from error
        for a in arguments:
            _avals[id(a.aval)] = a.aval
        ids = tuple([id(a.aval) for a in arguments])
        key = ids if len(ids) != 1 else ids[0]
        enter = _compat.entrance(executable, self.shares)
        if type(out) is _compat.ArrayImpl:
            self.plain.add(key)
        self.ready[key] = self._watched(key, enter, often) if often else enter
        return out

    def _run_on_host(self, arguments: tuple) -> Any:
        """The results of what is exact on the host, without a program."""
        if not all(type(a) is _compat.ArrayImpl for a in arguments):
            return _NOT_THERE
        kinds = tuple([id(a.aval) for a in arguments])
        used = self.uses.get(kinds)
        if used is None:
            used = 0 if _may_be_on_host(arguments) else _USES
            if len(self.uses) > _MOST:
                self.uses.clear()
            for a in arguments:
                _avals[id(a.aval)] = a.aval
        self.uses[kinds] = used + 1
        if used >= _USES:
            return _NOT_THERE
        try:
            out = host_evaluation.run(self.on_host, [np.asarray(a) for a in arguments])  # type: ignore[arg-type]
        except Exception:  # the program says what is wrong
            out = None
        row = out if type(out) in (list, tuple) else (out,)
        if (
            not all(isinstance(o, (np.ndarray, np.generic)) for o in row)
            or sum([o.size for o in row]) > host_evaluation.LARGE
        ):
            self.uses[kinds] = _USES
            return _NOT_THERE
        made = [_compat.upload(np.array(o)) for o in row]
        host_evaluation.runs.count += 1
        return made[0] if row is not out else type(out)(made)

    def executable(self, arguments: tuple) -> tuple[Any, int]:
        """The executable for these arguments, and the calls after which to compile it anew (or 0)."""
        key = tuple([(a.aval, a.sharding) for a in arguments])
        found = self.executables.get(key)
        if found is None:
            lowered = _compat.lowered(self.jitted, arguments)
            options, calls = _tier(arguments, lowered)
            found = self.executables[key] = _compiled(lowered, options), calls
            _made.append((self, key))
            if len(_made) > _MOST:
                oldest, its_key = _made.popleft()
                oldest.executables.pop(its_key, None)
                oldest.ready.clear()
                oldest.plain.clear()
        return found

    def _watched(self, key: Any, enter: Callable, often: int) -> Callable:
        """`enter` of a program that was compiled quickly; compiled thoroughly if it has much to do."""
        calls = 0

        def watched(arguments: Any) -> Any:
            nonlocal calls, enter, often
            calls += 1
            if calls == _LOOK < often <= _OFTEN:
                often = min(often, self._worth(arguments))
            if calls == often:
                with _compat.x64():
                    lowered = _compat.lowered(self.jitted, arguments)
                    small = _elements(arguments, lowered) <= _SMALL
                    executable = _compiled(lowered, _compat.ONE_THREAD if small else None)
                    executable(*arguments)
                kinds = tuple([(a.aval, a.sharding) for a in arguments])
                self.executables[kinds] = executable, 0  # and the first one goes
                enter = self.ready[key] = _compat.entrance(executable, self.shares)
            return enter(arguments)

        return watched

    def _worth(self, arguments: tuple) -> int:
        """The number of calls after which optimising pays off, estimated from the memory traffic."""
        with _compat.x64():
            executable, _ = self.executable(arguments)
        moved = (executable.cost_analysis() or {}).get("bytes accessed", 0)
        return max(_LOOK, 1 + _UNOPTIMISED_WORK // max(1, int(moved) // _BYTES))


def _may_be_on_host(arguments: tuple) -> bool:
    """Whether arguments lie where uploads go: in the memory of the host."""
    usual = {jax.local_devices()[0]}
    return (
        bool(arguments)
        and jax.config.jax_default_device is None
        and sum(a.size for a in arguments) <= _MOST_SEEN
        and all(a.devices() == usual for a in arguments)
        and next(iter(usual)).platform == "cpu"
    )


def _tier(arguments: tuple, lowered: Any) -> tuple[dict[str, Any] | None, int]:
    """The options with which to compile a program first, and the calls after which that was wrong.

    Without fusion emitters, many arguments take longer (1.6 against 0.2 s, to stack 48 views).
    """
    if any(d.platform != "cpu" for a in arguments for d in a.devices()):
        return None, 0
    elements = _elements(arguments, lowered)
    if elements <= _SMALL and len(arguments) <= 8:
        options = _compat.UNOPTIMISED | _compat.ONE_THREAD
        return options, min(_OFTEN, 1 + _UNOPTIMISED_WORK // elements)
    if len(arguments) > 8:
        return _compat.UNOPTIMISED_LOOPS, 1 + _UNFUSED_WORK // elements
    return _compat.UNFUSED, 1 + _UNFUSED_WORK // elements


def _elements(arguments: tuple, lowered: Any) -> int:
    results = jax.tree.leaves(lowered.out_info)
    return 1 + sum(math.prod(a.shape) for a in (*arguments, *results))


def _compiled(lowered: Any, options: dict[str, Any] | None) -> Any:
    if not options or options in _unknown_options:
        return lowered.compile()
    try:
        return lowered.compile(compiler_options=options)
    except jax.errors.JaxRuntimeError:
        executable = lowered.compile()  # raises again if it was not about the options
        _unknown_options.append(options)
        return executable


def compile(function: Callable, on_host: Callable | None = None, shares: bool = True) -> Callable:
    """`function` of arrays and Python numbers, as one program per shape and dtype of its arguments.

    `on_host(backend, *arrays)` does the same with the ops of any backend; it stands in for programs
    that are hardly used (`ivy._core.host_evaluation`).
    What depends on no argument may be the same arrays each time, if the caller `shares` them: nobody
    outside could donate one to a program of his own, or write into its memory.

    A program that is there already is called without touching JAX's configuration: switching 64-bit
    types on for a call of `jax.jit` costs 5 µs, half as much as the call (jax 0.10).

    Raises
    ------
    ReadsValueError
        The function needs the value of an array to know what to do.
    """
    program = _Program(function, on_host, shares)
    ready, prepare = program.ready, program.prepare

    def run(*arguments: Any) -> Any:
        try:
            if len(arguments) == 1:
                out = ready[id(arguments[0].aval)](arguments)
            else:
                out = ready[tuple([id(a.aval) for a in arguments])](arguments)
        except (KeyError, AttributeError, TypeError):
            out = prepare(arguments)
        return finish(out)

    def finish(out: Any) -> Any:
        if type(out) is Checked:
            _keep(out.flags, out.problems)
            return out.out
        return out

    def entry_point(arrays: Sequence[Any]) -> Callable | None:
        """See `CompiledFunction`: those in `plain` need no `finish`."""
        ids = [id(a.aval) for a in arrays]
        key = ids[0] if len(ids) == 1 else tuple(ids)
        return ready[key] if key in program.plain else None

    # `_plans.py` looks up executables itself; what is not in `plain` needs `finish`
    run.entry_point, run.ready, run.finish = entry_point, ready, finish
    return run


def infer(function: Callable, types: Sequence[tuple[tuple[int, ...], np.dtype]]) -> Any:
    """See `Backend.infer`: JAX traces the function."""

    def traced(*arrays: Any) -> Any:
        out = with_flags(_arrays_only(function), arrays)
        return out.out if type(out) is Checked else out

    try:
        with _compat.x64():
            out = jax.eval_shape(traced, *[jax.ShapeDtypeStruct(s, d) for s, d in types])
    except _NEEDS_VALUES as error:
        raise errors.ReadsValueError(str(error)) from error
    except TypeError as error:
        if "is not a valid JAX type" not in str(error):
            raise
        raise errors.ReadsValueError(str(error)) from error  # it returns something else
    return jax.tree.map(lambda s: (tuple(s.shape), np.dtype(s.dtype)), out)


def _keep(flags: Any, problems: tuple[Exception, ...]) -> None:
    if isinstance(flags, jax.core.Tracer):  # a program inside a program: the outer one returns them
        if _flags.collected is None:
            raise errors.ReadsValueError("an index check inside a transformation of JAX's own")
        _flags.collected.extend((flags[i], problem) for i, problem in enumerate(problems))
        return
    if next(iter(flags.devices())).platform == "cpu":
        _read(flags, problems)
    else:
        _pending.append((flags, problems))
