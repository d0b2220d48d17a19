"""Ivy ops on JAX arrays, with 64-bit types.

JAX drops to 32 bits unless `jax_enable_x64` is on. That flag belongs to the user, so it is set for
the current thread only while one of our calls runs (`scope`, `compile`).
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from ivy._core import dtypes, errors
from ivy._core.programs import is_jit_unit
from ivy.backends.jax import _adapters, _compat, _compile
from ivy.backends.jax._compile import compile as compile
from ivy.backends.jax._compile import infer as infer
from ivy.backends.jax._compile import jit as jit
from ivy.backends.jax._plans import compiled as compiled_plan

NAME = "jax"
ARRAY_TYPES = (_compat.ArrayImpl, jax.Array)
DTYPES = frozenset(map(dtypes.as_dtype, (*dtypes.NAMES, *dtypes.FLOAT8)))
TYPE_ATTRIBUTE = "aval"
scope = _compat.x64


@contextlib.contextmanager
def program_scope() -> Iterator[None]:
    """64-bit types, without the checks of values: a transformation of the caller can't raise."""
    with _compat.x64(), _compile.collected():
        yield


@functools.lru_cache(maxsize=4096)
def in_scope(function: Callable) -> Callable:
    """`function` with 64-bit types, a program if it is to be one, or what it has for such calls."""
    outside = getattr(function, "outside", None)
    if outside:
        return outside
    run = _compat.in_64_bits(function)
    return _adapters.fused(run) if is_jit_unit(function) else run


def is_plain(steps: Iterable[Callable], dtypes: Iterable[np.dtype]) -> bool:
    """Whether functions do the same without 64-bit types: they are JAX's own, and meet none."""
    narrow = all(d.itemsize <= (8 if d.kind == "c" else 4) for d in dtypes)
    return narrow and all(map(_compat.is_own, steps))


def wait(x: Any) -> None:
    """Returns when the elements of `x` are there: JAX computes in the background."""
    if isinstance(x, _compat.ArrayImpl):
        x.block_until_ready()


def to_numpy(x: Any) -> np.ndarray:
    """The values of `x` as a host array of its own."""
    if isinstance(x, jax.core.Tracer):
        raise errors.ReadsValueError(f"{x.dtype}{list(x.shape)} is read while JAX traces")
    return np.array(x)


def from_numpy(a: np.ndarray, device: str | None = None) -> jax.Array:
    """A copy of `a` on `device` ("cpu", "gpu:1", ...; None: JAX's default)."""
    own = np.array(a)  # what is uploaded may stay in this memory
    if device is None and (array := _compat.upload(own)) is not None:
        return array
    # evaluated at once also while a program is traced, or its tracer would be kept
    with _compat.x64(), jax.ensure_compile_time_eval():
        array = jnp.array(own)
        return array if device is None else jax.device_put(array, _device(device))


_numbers: dict[float, Any] = {}


def number_array(value: float) -> Any:
    """A Python number as an argument of a compiled program; `as_number` is its other half."""
    found = _numbers.get(value)
    if found is None or value == 0:  # the sign of a zero is no part of a key
        if len(_numbers) > 4096:
            _numbers.clear()
        found = _numbers[value] = from_numpy(np.asarray(value, np.float64))
    return found


as_number = _compat.as_weak


def _device(name: str) -> jax.Device:
    platform, _, number = name.partition(":")
    return jax.devices(platform)[int(number or 0)]


def check_device(name: str) -> None:
    """Raises ValueError unless JAX has a device of this name ("cpu", "gpu:1", ...)."""
    try:
        _device(name)
    except (RuntimeError, IndexError, ValueError) as error:
        have = ", ".join(f"{d.platform}:{d.id}" for d in jax.devices())
        raise ValueError(f"device={name!r}: JAX has {have} here.") from error


def type_token(x: Any) -> Any:
    """JAX's own description of `x`."""
    return x.aval


def dtype(x: Any) -> np.dtype:
    """The dtype of `x`."""
    return x.dtype


def python_kind(x: Any) -> type | None:
    """The type of a Python number, also of one that became an argument of a compiled program."""
    if type(x) in (bool, int, float, complex):
        return type(x)
    if isinstance(x, jax.core.Tracer) and x.aval.weak_type and not x.ndim:
        return {"b": bool, "i": int, "f": float, "c": complex}[x.dtype.kind]
    return None
