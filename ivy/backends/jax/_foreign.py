"""Functions of other frameworks in JAX code: `jit`, `grad`, `vmap` and their like see one primitive.

    call     a jaxpr, traced with 64-bit types; its derivative is a `tangent`
    tangent  linear; evaluated and transposed by the function's own derivatives

Both are lowered with 64-bit types, whatever `jax_enable_x64` says, which JAX reads again then. Without
it, JAX's default integers, of 32 bits, go in as the 64-bit ones which are default elsewhere, and
results come out in JAX's 32-bit types.
"""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.core import Tracer
from jax.extend.core import ClosedJaxpr, Jaxpr, Literal, Primitive, jaxpr_as_fun
from jax.interpreters import ad, batching, mlir

from ivy._core import errors
from ivy._core.foreign import Foreign
from ivy.backends.jax import _compat, _compile

arrays = (jax.Array, np.ndarray, np.generic)


def enter(x: Any) -> jax.Array:
    """`x` as JAX itself would take it, without a weak type."""
    x = jnp.asarray(x)
    if not isinstance(x.dtype, np.dtype):
        raise errors.ConversionError(
            f"an array of the dtype {x.dtype} can't be handed over; pass jax.random.key_data(key)."
        )
    return jax.lax.convert_element_type(x, x.dtype) if x.weak_type else x


def is_traced(given: Sequence[Any]) -> bool:
    """Whether one belongs to a transformation of JAX."""
    return any(isinstance(x, Tracer) for x in given)


def key_words(key: Any) -> jax.Array:
    """A key of `jax.random`, typed or not, as an array of integers."""
    return jax.random.key_data(key) if not isinstance(key.dtype, np.dtype) else key


is_watched = is_traced


def to_keep(x: jax.Array) -> jax.Array | None:
    """`x`, unless a transformation traces it."""
    return None if isinstance(x, Tracer) else x


@contextlib.contextmanager
def tracing() -> Iterator[None]:
    """What depends on no tracer is computed at once."""
    with jax.ensure_compile_time_eval():
        yield


@functools.cache
def register(cls: type, flatten: Callable, unflatten: Callable) -> None:
    """Makes a class of the runtime a pytree."""
    jax.tree_util.register_pytree_node(cls, flatten, unflatten)


def call(function: Foreign, given: Sequence[Any]) -> list[Any]:
    """See `ivy._core.foreign`."""
    if is_traced(given):
        jaxpr = _traced(function, given)
        passed = _passed_on(jaxpr.jaxpr)
        results = _bound(function, jaxpr, given)
        return [x if i is None else given[i] for x, i in zip(results, passed, strict=True)]
    if _compat.is_x64():
        return function.run(*given)
    return [_narrowed(x) for x in function.run(*map(_widened, given))]


def _traced(function: Foreign, given: Sequence[Any]) -> ClosedJaxpr:
    narrow = _caller.narrow or not _compat.is_x64()

    def run(*values: Any) -> list[Any]:
        with _compile.collected() as checks:
            results = function.run(*(map(_widened, values) if narrow else values))
        results = map(_narrowed, results) if narrow else results
        return [_poisoned(x, checks) if checks else x for x in results]

    before, _caller.narrow = _caller.narrow, narrow
    try:
        with _compat.x64():
            return jax.make_jaxpr(run)(*given)
    finally:
        _caller.narrow = before


class _Caller(threading.local):
    narrow = False  # whether the code that called has no 64-bit types, which a trace has here


_caller = _Caller()


def call_back(function: Callable, given: Sequence[Any]) -> list[Any]:
    """See `ivy._core.foreign`."""
    return vjp(function, given, False)[0]


def vjp(function: Callable, given: Sequence[Any], pulls: bool = True) -> tuple[list[Any], Any]:
    """See `ivy._core.foreign`."""
    narrow = _caller.narrow or not _compat.is_x64()
    given = [_narrowed(x) if narrow else x for x in given]
    before = _compat.swap_x64(not narrow)
    try:
        if not pulls:
            return function(*given), None
        results, pull = jax.vjp(function, *given)
    finally:
        _compat.restore_x64(before)

    def pullback(cotangents: Sequence[Any]) -> list[Any]:
        zero = jax.dtypes.float0
        made = [
            jax.lax.convert_element_type(c, r.dtype)
            if jnp.issubdtype(r.dtype, jnp.inexact)
            else np.zeros(r.shape, zero)
            for c, r in zip(cotangents, results, strict=True)
        ]
        return [None if g.dtype == zero else g for g in pull(made)]

    return results, pullback


def _passed_on(jaxpr: Jaxpr) -> list[int | None]:
    """For each result which argument it is, through inner programs too; None if it is none."""
    places: dict[Any, int] = {v: i for i, v in enumerate(jaxpr.invars)}
    for equation in jaxpr.eqns:
        inner = equation.params.get("jaxpr")
        if equation.primitive.name == "jit" and inner is not None:
            for out, i in zip(equation.outvars, _passed_on(inner.jaxpr), strict=True):
                if i is not None and not isinstance(equation.invars[i], Literal):
                    place = places.get(equation.invars[i])
                    if place is not None:
                        places[out] = place
    return [None if isinstance(v, Literal) else places.get(v) for v in jaxpr.outvars]


def _bound(function: Foreign, jaxpr: ClosedJaxpr, given: Sequence[Any]) -> list[Any]:
    with _compat.x64():
        return call_p.bind(*given, function=function, jaxpr=jaxpr)


def _widened(x: Any) -> Any:
    """An integer of JAX's default type as one of 64 bits, which other frameworks demand as an index."""
    with _compat.x64():
        return jax.lax.convert_element_type(x, np.int64) if x.dtype == np.int32 else x


def _narrowed(x: Any) -> Any:
    """An array in the type that JAX has instead of one of 64 bits."""
    dtype = np.dtype(x.dtype)
    if dtype.itemsize < 8 or dtype.name == "complex64":
        return x
    narrow = np.dtype(f"{dtype.kind}{dtype.itemsize // 2}")
    with _compat.x64():
        return jax.lax.convert_element_type(x, narrow)


def _poisoned(x: Any, checks: Sequence[Any]) -> Any:
    """`x` where all checks hold; elsewhere NaN or the smallest integer, as `jnp.take` has it."""
    holds = jnp.stack([jnp.all(c) for c in checks]).all()
    if jnp.issubdtype(x.dtype, jnp.inexact):
        bad = jnp.nan
    elif x.dtype == bool:
        bad = True
    else:
        bounds = jnp.iinfo(x.dtype)
        bad = bounds.min if bounds.min else bounds.max
    return jnp.where(holds, x, jnp.asarray(bad, x.dtype))


def _is_inexact(aval: Any) -> bool:
    return jnp.issubdtype(aval.dtype, jnp.inexact)


# -- the call

call_p = Primitive("ivy_call")
call_p.multiple_results = True


@call_p.def_impl
def _evaluate(*values: Any, jaxpr: ClosedJaxpr, function: Foreign) -> Any:
    with _compat.x64():
        return jaxpr_as_fun(jaxpr)(*values)


@call_p.def_abstract_eval
def _types(*_: Any, jaxpr: ClosedJaxpr, function: Foreign) -> Any:
    return jaxpr.out_avals


def _lower(ctx: Any, *values: Any, jaxpr: ClosedJaxpr, function: Foreign) -> Any:
    with _compat.x64():
        return mlir.lower_fun(jaxpr_as_fun(jaxpr))(ctx, *values)


def _differentiate(
    primals: Sequence[Any], tangents: Sequence[Any], *, jaxpr: ClosedJaxpr, function: Foreign
) -> tuple[Any, Any]:
    out = call_p.bind(*primals, jaxpr=jaxpr, function=function)
    zeros = [ad.Zero(a.to_tangent_aval()) for a in jaxpr.out_avals]
    inputs = [i for i, t in enumerate(tangents) if type(t) is not ad.Zero]
    outputs = [i for i, a in enumerate(jaxpr.out_avals) if _is_inexact(a)]
    if not inputs or not outputs:
        return out, zeros
    linear = Linear(
        len(primals),
        lambda: function.pushforward(inputs, outputs),
        lambda: function.pullback(inputs, outputs),
    )
    avals = tuple(jaxpr.out_avals[i] for i in outputs)
    moved = tangent_p.bind(*primals, *[tangents[i] for i in inputs], linear=linear, avals=avals)
    for i, tangent in zip(outputs, moved, strict=True):
        zeros[i] = tangent
    return out, zeros


def _batch(
    values: Sequence[Any], axes: Sequence[Any], *, jaxpr: ClosedJaxpr, function: Foreign
) -> tuple[Any, Any]:
    batched = Batched(function, axes)
    with _compat.x64():
        wide = jax.make_jaxpr(jax.vmap(jaxpr_as_fun(jaxpr), tuple(axes)))(*values)
    out = _bound(batched, wide, values)
    return out, [0] * len(out)


ad.primitive_jvps[call_p] = _differentiate
batching.primitive_batchers[call_p] = _batch
mlir.register_lowering(call_p, _lower)


class Batched:
    """A function of arrays with batch axes; an argument without one may have a summed cotangent."""

    def __init__(self, function: Foreign, axes: Sequence[int | None], sums: Sequence[bool] = ()):
        self.function = function
        self.axes = tuple(axes)
        self.sums = sums

    def run(self, *values: Any) -> list[Any]:
        """See `Foreign`."""
        out = jax.vmap(self.function.run, self.axes)(*values)
        if not self.sums:
            return out
        return [x.sum(0) if summed else x for x, summed in zip(out, self.sums, strict=True)]

    def pullback(self, inputs: Sequence[int], outputs: Sequence[int]) -> Foreign:
        """See `Foreign`."""
        assert not any(self.sums)
        axes = [*self.axes, *[0] * len(outputs)]
        sums = [self.axes[i] is None for i in inputs]
        return Batched(self.function.pullback(inputs, outputs), axes, sums)

    def pushforward(self, inputs: Sequence[int], outputs: Sequence[int]) -> Foreign:
        """See `Foreign`."""
        axes = [*self.axes, *[self.axes[i] for i in inputs]]
        return Batched(self.function.pushforward(inputs, outputs), axes)


# -- its tangents

tangent_p = Primitive("ivy_tangent")
tangent_p.multiple_results = True


class Linear:
    """A linear map that depends on `count` further arrays, and its transpose."""

    def __init__(self, count: int, forward: Callable[[], Foreign], backward: Callable[[], Foreign]):
        self.count = count
        self.forward = forward
        self.backward = backward

    def batched(self, axes: Sequence[int | None], inputs: int, outputs: int) -> Linear:
        """For each of a batch; all tangents and cotangents have the batch axis first."""
        return Linear(
            self.count,
            lambda: Batched(self.forward(), [*axes, *[0] * inputs]),
            lambda: Batched(self.backward(), [*axes, *[0] * outputs]),
        )


def _push(*values: Any, linear: Linear, avals: Any) -> list[Any]:
    return call(linear.forward(), values)


tangent_p.def_impl(_push)
tangent_p.def_abstract_eval(lambda *_, linear, avals: list(avals))
mlir.register_lowering(tangent_p, mlir.lower_fun(_push))


def _differentiate_tangent(
    values: Sequence[Any], tangents: Sequence[Any], *, linear: Linear, avals: Any
) -> tuple[Any, Any]:
    n = linear.count
    out = tangent_p.bind(*values, linear=linear, avals=avals)
    if all(type(t) is ad.Zero for t in tangents[:n]):
        moved = [ad.instantiate_zeros(t) for t in tangents[n:]]
        return out, tangent_p.bind(*values[:n], *moved, linear=linear, avals=avals)
    forward = linear.forward()
    jaxpr = _traced(forward, values)
    return out, _differentiate(values, tangents, jaxpr=jaxpr, function=forward)[1]


def _transpose(cotangents: Sequence[Any], *values: Any, linear: Linear, avals: Any) -> list[Any]:
    given = [ad.instantiate_zeros(c) for c in cotangents]
    primals = values[: linear.count]
    return [None] * linear.count + call(linear.backward(), [*primals, *given])


def _batch_tangent(
    values: Sequence[Any], axes: Sequence[Any], *, linear: Linear, avals: Any
) -> tuple[Any, Any]:
    n = linear.count
    size = next(v.shape[a] for v, a in zip(values, axes, strict=True) if a is not None)
    tangents = [
        batching.bdim_at_front(v, a, size) for v, a in zip(values[n:], axes[n:], strict=True)
    ]
    wide = linear.batched(axes[:n], len(tangents), len(avals))
    rows = tuple(a.update(shape=(size, *a.shape)) for a in avals)
    out = tangent_p.bind(*values[:n], *tangents, linear=wide, avals=rows)
    return out, [0] * len(out)


ad.primitive_jvps[tangent_p] = _differentiate_tangent
ad.primitive_transposes[tangent_p] = _transpose
batching.primitive_batchers[tangent_p] = _batch_tangent
