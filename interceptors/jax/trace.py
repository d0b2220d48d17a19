"""JAX as a source: the trace through which every primitive of a block passes.

Each operation of JAX ends in `Primitive.bind`, which hands it to the current trace of the thread.
In a block this is `TRACE`, whose arrays are concrete (`array.py`): it runs primitives on the target
(`programs.py`). JAX's own transformations work above it, unmodified: `grad`, `vmap` and `jit` put
their traces on top, and what they derive, batch or record comes down as plain primitives.

There is one trace per process, whatever the target, because JAX's caches are keyed by it: a trace
per block would make them grow. Which engine runs a primitive, the session of the context decides;
a context without one, or whose session does not redirect JAX, passes its calls to JAX untouched.
So asyncio tasks of one thread do not disturb each other, nor a JAX target that runs inside.

What the trace cannot see: programs compiled ahead of time (replaced below while a block is open, and
counted as fall-backs), other threads (JAX's trace is thread-local), NumPy functions on arrays, and
transformations that began outside the block: their primitives are theirs, which is counted too.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import jax

from interceptors.jax import _compat, foreign, programs, verifying
from interceptors.jax.array import RedirectedArray
from interceptors.session import CURRENT, Session
from interceptors.shared.patching import Patches
from ivy._core import errors

_OUTSIDE = "its arguments belong to a JAX transformation that began outside the block"
_current = CURRENT.get


def _session() -> Session | None:
    """The session of this context, if it redirects JAX."""
    session = _current()
    return session if session is not None and "jax" in session.sources else None


def _tracer(args: Sequence[Any]) -> Any:
    return next((a for a in args if isinstance(a, _compat.Tracer)), None)


class RedirectingTrace(_compat.Trace):
    """Sends primitives to the engine of the session's target."""

    def process_primitive(self, primitive: Any, args: Sequence[Any], params: dict, /) -> Any:
        """Runs one primitive. JAX has made its own evaluating trace the current one meanwhile."""
        session = _session()
        if session is None:
            return primitive.bind(*args, **params)
        tracer = _tracer(args)
        if tracer is not None:
            session.fall_back(
                f"jax.primitive.{primitive.name}", _OUTSIDE, "Open the block outside."
            )
            with _compat.on(_compat.trace_of(tracer)):
                return primitive.bind(*args, **params)
        run = programs.engine(session.target.name).run
        if session.verify:
            out = run(session, primitive, args, params)
            verifying.primitive_too(session, primitive, args, params, out)
            return out
        if session.profile:
            return session.report.timed(run, (session, primitive, args, params), _wait)
        return run(session, primitive, args, params)

    def stage_value(self, x: Any) -> Any:
        """A host value, or any other, as an array of the target."""
        session = _session()
        if session is None or isinstance(x, _compat.Tracer):
            return _compat.EVAL.stage_value(x)
        engine = programs.engine(session.target.name)
        return engine.lift(x)

    # The functions of these calls are Python: they run here, and their primitives come back.

    def process_call(self, primitive: Any, fun: Any, args: Any, params: Any, /) -> Any:
        with _compat.on(self):
            return fun.call_wrapped(*args)

    def process_custom_jvp_call(
        self, primitive: Any, fun: Any, jvp: Any, args: Any, /, **_: Any
    ) -> Any:
        with _compat.on(self):
            return fun.call_wrapped(*args)

    def process_custom_vjp_call(
        self, primitive: Any, fun: Any, fwd: Any, bwd: Any, args: Any, /, **_: Any
    ) -> Any:
        with _compat.on(self):
            return fun.call_wrapped(*args)

    def process_shard_map(self, primitive: Any, fun: Any, args: Any, /, **options: Any) -> Any:
        """Runs natively: a target has one device."""
        session = _session()
        if session is not None:
            session.fall_back("jax.shard_map", "no rule", "Leave the mesh out.")
        return _compat.EVAL.process_shard_map(primitive, fun, args, **options)

    def cur_qdd(self, x: Any) -> Any:
        return x.cur_qdd()


def _wait(out: Any) -> None:
    for value in out if type(out) in (list, tuple) else [out]:
        value = _words(value)
        if isinstance(value, RedirectedArray):
            value._target.wait(value._value)


TRACE = RedirectingTrace()


@dataclass(slots=True, eq=False)
class _Entry:
    """One open block of a thread, and the trace that comes back when it closes."""

    before: Any


class _Thread(threading.local):
    def __init__(self) -> None:
        self.entries: list[_Entry] = []


_thread = _Thread()


def _run_compiled(wrapped: Any, instance: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    session = _session()
    if session is not None:
        session.fall_back(
            "jax.stages.Compiled", "compiled ahead of time, for XLA", "Call the function itself."
        )
        with _compat.on(_compat.EVAL):
            return wrapped(*args, **kwargs)
    return wrapped(*args, **kwargs)


PATCHES = Patches(lambda patches: patches.wrap(*_compat.RUN_COMPILED, _run_compiled))


class JaxInterceptor:
    """The protocol of `interceptors.protocol.Interceptor` for JAX."""

    name = "jax"
    value_types = (jax.Array,)
    MODES = frozenset()
    batched = staticmethod(foreign.batched)
    like = staticmethod(foreign.like)
    needs_gradient = staticmethod(foreign.needs_gradient)
    pullback = staticmethod(foreign.pullback)
    pushforward = staticmethod(foreign.pushforward)
    scope = staticmethod(foreign.scope)
    tracing = staticmethod(contextlib.nullcontext)
    with_gradient = staticmethod(foreign.with_gradient)
    zeros_like = staticmethod(jax.numpy.zeros_like)

    def enter(self, session: Session) -> _Entry:
        """Makes `TRACE` the current trace of this thread."""
        programs.engine(session.target.name)
        PATCHES.acquire()
        entry = _Entry(_compat.current_trace())
        _thread.entries.append(entry)
        _compat.set_trace(TRACE)
        return entry

    def leave(self, session: Session, token: _Entry) -> None:
        """Puts the trace back. Arrays are immutable, so there is nothing to write back."""
        entries = _thread.entries
        if token not in entries:
            raise errors.ContextError("a block must be left in the thread that entered it.")
        at = entries.index(token)
        del entries[at]
        if at == len(entries):
            _compat.set_trace(token.before)
        else:  # tasks of one thread may leave their blocks out of order
            entries[at].before = token.before
        if PATCHES.release():
            programs.release()

    verify = staticmethod(verifying.verify)
    explain = staticmethod(verifying.explain)
    explains_abstractly = False

    def forget(self) -> None:
        """Drops the steps and programs of all engines."""
        programs.forget()

    def is_redirected(self, x: Any) -> bool:
        """Whether `x` is an array, or a key array, whose elements live on a target."""
        return isinstance(_words(x), RedirectedArray)

    def target_array(self, x: Any) -> Any:
        """The target's array inside; in a block also that of a native value."""
        words, session = _words(x), _session()
        if session is None or isinstance(words, RedirectedArray):
            return words._value
        return programs.engine(session.target.name).array(words)

    def from_target(self, session: Session, array: Any) -> Any:
        """A redirected value around an array of the target, of a dtype that JAX has now."""
        return programs.engine(session.target.name).adopt(array)

    def content(self, x: Any) -> Any:
        """The array itself, which nobody can write."""
        return x

    def forget_traced(self, session: Session) -> list[str]:
        """Nothing, as arrays are immutable."""
        return []

    def named_values(self, x: Any) -> None:
        """None: modules of JAX's libraries are trees of arrays, or functions of them."""

    def to_source(self, x: Any) -> Any:
        """A native value with the same content."""
        return programs.native(x)


def _words(x: Any) -> Any:
    return _compat.key_words(x) if isinstance(x, _compat.KeyArray) else x


INTERCEPTOR = JaxInterceptor()
