"""The private names of JAX that this backend uses. Tested with jax 0.10.2."""

from __future__ import annotations

import contextlib
import functools
import math
import threading
from collections.abc import Callable, Iterator, Sequence
from types import FunctionType
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax._src import config
from jax._src.array import ArrayImpl as ArrayImpl
from jax._src.interpreters import mlir
from jax._src.interpreters.pxla import ExecuteReplicated
from jax._src.lax.lax import _convert_element_type
from jax.sharding import SingleDeviceSharding
from jaxlib._jax import batched_device_put as _batched_device_put

# The thread-local switch itself: entering `jax.enable_x64(True)` costs four times as much.
swap_x64 = config.enable_x64.swap_local
restore_x64 = config.enable_x64.set_local


# What makes XLA:CPU's large loops fast takes most of the time of compiling (jaxlib 0.10.2, ms with all,
# without fusion emitters, without optimising: addition 35, 25, 17; attention 400, 283, 31). Without the
# emitters large arrays take up to a third longer; without optimising up to thirty times.
UNFUSED = {"xla_cpu_use_fusion_emitters": False}
UNOPTIMISED_LOOPS = {"xla_backend_optimization_level": 0}
# A small product is done before a second thread has woken, which then goes on to look for more.
ONE_THREAD = {"xla_cpu_multi_thread_eigen": False}
UNOPTIMISED = UNFUSED | {
    "xla_backend_optimization_level": 0,
    "xla_cpu_parallel_codegen_split_count": 1,
}


_SHARED = 2**16  # elements of a result that is kept


def entrance(executable: Any, shares: bool = False) -> Callable[[Sequence[Any]], Any]:
    """The shortest way into a compiled program that has been called once: from a row of JAX's arrays.

    `Compiled.__call__` also places and checks its arguments, for a quarter of a small call's time.
    What takes none runs once if results may be shared: they are immutable.
    """
    run = executable._executable.unsafe_call
    if (
        type(run) is not ExecuteReplicated
        or run.ordered_effects
        or run.has_unordered_effects
        or run.has_host_callbacks
        or run.mut is not None
    ):
        return lambda arrays: executable._call(*arrays)
    execute, handlers = run.xla_executable.execute_sharded, run.out_handler.handlers
    tree, kept = executable.out_tree, sorted(run.kept_var_idx)
    if (
        shares
        and not kept
        and sum(math.prod(a.shape) for a in run.out_handler.out_avals) <= _SHARED
    ):
        return _once(lambda: execute([]).consume_with_handlers(handlers), tree)
    if len(kept) != executable.in_tree.num_leaves:  # XLA has dropped those that are not used
        return lambda arrays: tree.unflatten(
            execute([arrays[i] for i in kept]).consume_with_handlers(handlers)
        )
    if tree.num_leaves == tree.num_nodes == 1:

        def enter(arrays: Sequence[Any]) -> Any:
            return execute(arrays).consume_with_handlers(handlers)[0]

        # the same for callers in C: what to call, the method to ask of that, with which argument
        enter.direct = execute, "consume_with_handlers", handlers
        return enter
    return lambda arrays: tree.unflatten(execute(arrays).consume_with_handlers(handlers))


def _once(run: Callable[[], Sequence[Any]], tree: Any) -> Callable[[Sequence[Any]], Any]:
    """What hands out the results of the first call, as long as nobody has deleted one."""
    leaves: Sequence[Any] = ()

    def enter(arrays: Sequence[Any]) -> Any:
        nonlocal leaves
        if not leaves or any(leaf.is_deleted() for leaf in leaves):
            leaves = run()
        return tree.unflatten(leaves)

    return enter


def has_constants(executable: Any) -> bool:
    """Whether arrays are constants of a program: jax 0.10.2 makes further arguments of them."""
    return bool(executable._params.const_args)


@functools.lru_cache(maxsize=8192)
def _described(shape: tuple[int, ...], dtype: np.dtype) -> Any:
    with x64():
        return jax.core.ShapedArray(shape, dtype)


@functools.cache
def _place() -> tuple[Any, list[Any]]:
    device = jax.local_devices()[0]
    return SingleDeviceSharding(device), [device]


def upload(a: np.ndarray) -> Any:
    """An array with the elements of `a`, whose memory it may take; ten times as fast as `jnp.array`."""
    if jax.config.jax_default_device is not None:
        return None
    sharding, devices = _place()
    described = _described(a.shape, a.dtype)
    with x64():  # or the elements become 32-bit ones, whatever the description says
        return _batched_device_put(described, sharding, [a], devices, False)


def as_weak(x: Any) -> Any:
    """A traced number as JAX sees a Python number: it takes the dtype of what it meets."""
    return _convert_element_type(x, None, weak_type=True)


def is_x64() -> bool:
    """Whether 64-bit types are on in this thread."""
    return config.enable_x64.value


@contextlib.contextmanager
def x64() -> Iterator[None]:
    """64-bit types in this thread."""
    previous = swap_x64(True)
    try:
        yield
    finally:
        restore_x64(previous)


def in_64_bits(function: Callable) -> Callable:
    """`function` with 64-bit types (entering `x64` costs twice as much)."""

    def run(*args: Any, **kwargs: Any) -> Any:
        previous = swap_x64(True)
        try:
            return function(*args, **kwargs)
        finally:
            restore_x64(previous)

    return run


def is_own(function: Any) -> bool:
    """Whether a function is one of JAX itself, no line around it (nor a program made of one)."""
    kind = type(function)
    if kind is FunctionType:
        return function.__globals__["__name__"].partition(".")[0] == "jax"
    if kind is jnp.ufunc:
        return True
    return kind.__module__.partition(".")[0] == "jaxlib" and is_own(function.__wrapped__)


class _Contexts(threading.local):
    """The context of MLIR in which this thread lowers programs, and how many it has seen."""

    shared: Any = None
    active = False
    programs = 0


_contexts = _Contexts()
_lowering = threading.RLock()
_SHARING = 256  # programs in one context: what they leave there are types, small constants, places


def lowered(jitted: Any, arguments: Sequence[Any]) -> Any:
    """`jitted.lower(*arguments)`, in a context of MLIR that programs share.

    To make one takes 6 of the 10 ms in which JAX lowers a small program (0.10.2).
    """
    if _contexts.active:
        return jitted.lower(*arguments)
    with _lowering, config.eager_constant_folding(False):  # which rules of lowering do not expect
        own = mlir.make_ir_context
        if _contexts.shared is None or _contexts.programs >= _SHARING:
            _contexts.shared, _contexts.programs = own(), 0
        _contexts.programs += 1
        _contexts.active = True
        # other threads that lower at this moment get one of their own, as ever
        mlir.make_ir_context = lambda: _contexts.shared if _contexts.active else own()
        try:
            return jitted.lower(*arguments)
        finally:
            mlir.make_ir_context = own
            _contexts.active = False
