"""Every private name of JAX that this source uses, and a check that they are there.

Tested with jax 0.10.2. When an upgrade breaks one of them, this file says so in one sentence;
nothing else needs to change.
"""

# pyright: basic, reportAttributeAccessIssue=false, reportPrivateImportUsage=false
# pyright: reportOptionalMemberAccess=false, reportOptionalIterable=false
# pyright: reportReturnType=false, reportArgumentType=false
from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import jax
import numpy as np
from jax._src import (
    ad_checkpoint,
    basearray,
    config,
    core,
    custom_derivatives,
    dtypes,
    pjit,
    stages,
)
from jax._src.interpreters import mlir, pxla
from jax._src.lax import lax, slicing
from jax._src.lax.control_flow import solves
from jax._src.lib import _jax
from jax._src.numpy import array_methods
from jax._src.random import prng

TESTED = ("0.10.2",)

ClosedJaxpr = core.ClosedJaxpr
Jaxpr = core.Jaxpr
Literal: Any = core.Literal
Trace = core.Trace
Tracer = core.Tracer
EVAL: Any = core.eval_trace
GatherScatterMode = slicing.GatherScatterMode
GatherDimensionNumbers = slicing.GatherDimensionNumbers
ScatterDimensionNumbers = slicing.ScatterDimensionNumbers
ArrayCopySemantics = _jax.ArrayCopySemantics
MemorySpace = core.MemorySpace
LinearSolveTuple = solves._LinearSolveTuple
KeyArray = prng.PRNGKeyArray
PRNGImpl = prng.PRNGImpl
# The owner and the name of what runs a program that was compiled ahead of time.
RUN_COMPILED = (stages.Compiled, "__call__")

check_integer_conversion = core.check_integer_conversion
check_scalar_conversion = core.check_scalar_conversion
on = core.set_current_trace
typeof = core.typeof
ShapedArray = functools.lru_cache(4096)(core.ShapedArray)

# Where the program of a call is kept: the call is the program, and has no meaning beyond it.
_INNER = {
    pjit.jit_p: "jaxpr",
    core.closed_call_p: "call_jaxpr",
    custom_derivatives.custom_jvp_call_p: "call_jaxpr",
    custom_derivatives.custom_vjp_call_p: "call_jaxpr",
    ad_checkpoint.remat_p: "jaxpr",
}


def current_trace() -> Trace:
    """The trace that sees the primitives of this thread."""
    return core.trace_ctx.trace


def trace_of(tracer: Any) -> Any:
    """The trace that a tracer belongs to."""
    return tracer._trace


def set_trace(trace: Trace) -> None:
    """Makes `trace` the current one in this thread."""
    core.trace_ctx.set_trace(trace)


def inner(primitive: Any, params: dict[str, Any]) -> ClosedJaxpr | None:
    """The program that a call primitive stands for, None for any other primitive."""
    name = _INNER.get(primitive)
    if name is None:
        return None
    jaxpr = params[name]
    return jaxpr if isinstance(jaxpr, ClosedJaxpr) else ClosedJaxpr(jaxpr, ())


def derived_by_rule(primitive: Any, params: dict[str, Any]) -> tuple[str, bool] | None:
    """The name of a function that has a rule for its derivative, and whether JAX itself defines it."""
    if primitive not in (
        custom_derivatives.custom_jvp_call_p,
        custom_derivatives.custom_vjp_call_p,
    ):
        return None
    program = inner(primitive, params)
    name, _, place = (program.jaxpr.debug_info.func_src_info or "").partition(" at ")
    return name, place.startswith(_OWN_FILES)


_OWN_FILES = str(Path(jax.__file__).parent) + "/"


def result_avals(primitive: Any, avals: Sequence[Any], params: dict[str, Any]) -> Any:
    """The types of the results, weak types included, by JAX's own rule."""
    return primitive.abstract_eval(*avals, **params)[0]


def fields(value: Any) -> dict[str, Any]:
    """The parts of a named tuple."""
    return value._asdict()


# -- random keys


def is_key(aval: Any) -> bool:
    """Whether `aval` is an array of typed random keys."""
    return isinstance(getattr(aval, "dtype", None), prng.KeyTy)


def key_words(keys: KeyArray) -> Any:
    """The uint32 array inside a key array."""
    return keys._base_array


def key_array(aval: Any, words: Any) -> KeyArray:
    """A key array of the type `aval` around a uint32 array."""
    return KeyArray(aval.dtype._impl, words)


# -- expansions


def _random_bits(aval: Any, *, bit_width: int, shape: tuple) -> Callable:
    impl, ndim = aval.dtype._impl, len(aval.shape)
    return lambda keys: prng.random_bits_impl_base(
        impl, keys, ndim, bit_width=bit_width, shape=shape
    )


def _random_split(aval: Any, *, shape: tuple) -> Callable:
    impl, ndim = aval.dtype._impl, len(aval.shape)
    return lambda keys: prng.random_split_impl_base(impl, keys, ndim, shape=shape)


def _random_fold_in(aval: Any, _: Any) -> Callable:
    impl, shape = aval.dtype._impl, aval.shape
    return lambda keys, data: prng.random_fold_in_impl_base(impl, keys, data, shape)


def _random_seed(aval: Any, *, impl: Any) -> Callable:
    return lambda seeds: prng.random_seed_impl_base(seeds, impl=impl)


_OF_KEYS = {
    prng.random_bits_p: _random_bits,
    prng.random_fold_in_p: _random_fold_in,
    prng.random_seed_p: _random_seed,
    prng.random_split_p: _random_split,
}


def expansion(primitive: Any, avals: Sequence[Any], params: dict[str, Any]) -> ClosedJaxpr | None:
    """JAX's own definition of a primitive by simpler ones, if it has one."""
    lowered = _lowered_function(primitive)
    return None if lowered is None else _recorded(functools.partial(lowered, **params), avals)


def expansion_of_keys(
    primitive: Any, avals: Sequence[Any], params: dict[str, Any]
) -> ClosedJaxpr | None:
    """As `expansion`, of a primitive that makes or uses keys, from their words to words."""
    body = _OF_KEYS.get(primitive)
    physical = [core.physical_aval(a) for a in avals]
    return None if body is None else _recorded(body(*avals, **params), physical)


def _recorded(body: Callable, avals: Sequence[Any]) -> ClosedJaxpr:
    wide = any(a.dtype in ("int64", "uint64", "float64", "complex128") for a in avals)
    with on(EVAL), x64() if wide else contextlib.nullcontext():
        return jax.make_jaxpr(body)(*[jax.ShapeDtypeStruct(a.shape, a.dtype) for a in avals])


def _lowered_function(primitive: Any) -> Callable | None:
    """The Python function that JAX lowers a primitive by (`mlir.lower_fun` keeps it in a closure)."""
    rule = mlir._platform_specific_lowerings["cpu"].get(primitive) or mlir._lowerings.get(primitive)
    rule = getattr(rule, "rule", rule)
    while isinstance(rule, functools.partial):
        rule = rule.func
    while hasattr(rule, "__wrapped__"):
        rule = rule.__wrapped__
    if getattr(rule, "__name__", "") != "f_lowered":
        return None
    cells = [cell.cell_contents for cell in rule.__closure__]
    return dict(zip(rule.__code__.co_freevars, cells, strict=True))["fun"]


# -- native values


@contextlib.contextmanager
def x64() -> Iterator[None]:
    """64-bit types in this thread."""
    previous = config.enable_x64.swap_local(True)
    try:
        yield
    finally:
        config.enable_x64.set_local(previous)


def native_array(values: np.ndarray, aval: Any) -> jax.Array:
    """A native array of the type `aval` with these values."""
    with on(EVAL), x64():
        array = jax.device_put(np.asarray(values, aval.dtype))
        return lax._convert_element_type(array, weak_type=True) if aval.weak_type else array


def register(array: type, to_native: Callable, to_numpy: Callable) -> None:
    """Makes a subclass of `jax.Array` known to JAX: its methods, its type, its way into XLA."""
    array_methods._set_array_base_attributes(array)
    array_methods._set_array_attributes(array)
    core.pytype_aval_mappings[array] = lambda x: x.aval
    dtypes.register_canonicalize_value_handler(array, None)

    def shard(arrays: Sequence[Any], *rest: Any) -> Any:
        *where, copies = rest
        return pxla.shard_args(*where, copies, [to_native(x) for x in arrays])

    pxla.shard_arg_handlers[array] = shard
    mlir.register_constant_handler(array, lambda x, aval: mlir.ir_constant(to_numpy(x)))


def check() -> None:
    """Says in one sentence what of this file does not fit the installed JAX.

    Most names are needed to import it, which fails by itself; here are those that would fail late.

    Raises
    ------
    ImportError
        Something is missing or works otherwise.
    """
    traces = {
        "process_primitive",
        "process_custom_jvp_call",
        "process_custom_vjp_call",
        "stage_value",
    }
    problems = [f"core.Trace.{name}" for name in traces if not hasattr(core.Trace, name)]
    if _lowered_function(jax.lax.cumsum_p) is None:
        problems.append("mlir.lower_fun's closure")
    if not issubclass(jax.Array, basearray.Array):
        problems.append("basearray.Array")
    if problems:
        raise ImportError(
            f"jax {jax.__version__} has no {', '.join(problems)}, which ivy needs; tested: {TESTED}."
        )
