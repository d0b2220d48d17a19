"""A `jax.Array` whose elements live on a target.

It is no `Tracer`: libraries take it for a concrete array, which it is. It holds the target's array
and JAX's type of it (shape, dtype, weak type), and nothing else, so it is as immutable as JAX's own.
Inside a block the trace runs its operations on the target; outside, or as an argument of a native
program, JAX asks for a native copy (`_compat.register`), so it keeps working natively.

What it cannot see: `np.sin(x)` and other NumPy functions ask for host values, as they do of any
JAX array, and get them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jax
import numpy as np

from interceptors.jax import _compat
from interceptors.session import count_transfer
from ivy._core.backend import Backend


class RedirectedArray(jax.Array):
    """An array of a target that JAX takes for its own."""

    __slots__ = ("_target", "_value", "aval")
    __array_priority__ = 100
    aval: Any
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, target: Backend, value: Any, aval: Any):
        self._target = target
        self._value = value
        self.aval = aval

    # -- geometry and type

    shape = property(lambda self: self.aval.shape)
    dtype = property(lambda self: self.aval.dtype)
    ndim = property(lambda self: len(self.aval.shape))
    size = property(lambda self: self.aval.size)
    weak_type = property(lambda self: self.aval.weak_type)

    def __len__(self) -> int:
        if not self.aval.shape:
            raise TypeError("len() of unsized object")
        return self.aval.shape[0]

    def __iter__(self) -> Iterator[jax.Array]:
        if not self.aval.shape:
            raise TypeError("iteration over a 0-d array")
        return iter([self[i] for i in range(self.aval.shape[0])])

    def __reversed__(self) -> Iterator[jax.Array]:
        return iter([self[i] for i in reversed(range(len(self)))])

    # -- values on the host

    def _host(self) -> np.ndarray:
        values = np.asarray(self._target.to_numpy(self._value))
        count_transfer("to host", values.nbytes)
        return values

    def _scalar(self) -> Any:
        _compat.check_scalar_conversion(self)
        return self._host()[()]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        host = self._host()
        return host if dtype is None else host.astype(dtype, copy=False)

    def __bool__(self) -> bool:
        return bool(self._host())

    def __int__(self) -> int:
        return int(self._scalar())

    def __float__(self) -> float:
        return float(self._scalar())

    def __complex__(self) -> complex:
        return complex(self._scalar())

    def __index__(self) -> int:
        _compat.check_integer_conversion(self)
        return int(self._host())

    def __hex__(self) -> str:
        return hex(self.__index__())

    def __oct__(self) -> str:
        return oct(self.__index__())

    def __format__(self, spec: str) -> str:
        return format(self._host()[()], spec) if not self.aval.shape else format(str(self), spec)

    def __repr__(self) -> str:
        prefix = f"Array[{self._target.name}]("
        body = np.array2string(self._host(), prefix=prefix, separator=", ")
        weak = ", weak_type=True" if self.aval.weak_type else ""
        return f"{prefix}{body}, dtype={self.dtype}{weak})"

    def __str__(self) -> str:
        return str(self._host())

    def item(self, *index: Any) -> Any:
        """One element as a Python number."""
        return self._host().item(*index)

    def tolist(self) -> Any:
        """The elements as nested lists."""
        return self._host().tolist()

    def tobytes(self, order: Any = "C") -> bytes:
        """The elements as bytes."""
        return self._host().tobytes(order)

    def __reduce__(self) -> tuple:
        return (jax.numpy.asarray, (self._host(),))

    def __copy__(self) -> RedirectedArray:
        return self

    def __deepcopy__(self, memo: dict) -> RedirectedArray:
        return self

    # -- where it is

    def __dlpack__(self, **options: Any) -> Any:
        return self._target.exchange.to_dlpack(self._value, **options)

    def __dlpack_device__(self) -> Any:
        return self._target.exchange.dlpack_device(self._value)

    device = property(lambda self: jax.devices()[0])
    sharding = property(lambda self: jax.sharding.SingleDeviceSharding(jax.devices()[0]))
    committed = _committed = property(lambda self: False)
    is_fully_addressable = is_fully_replicated = property(lambda self: True)
    nbytes = property(lambda self: self.size * self.dtype.itemsize)

    def devices(self) -> set:
        """The device that JAX believes it to be on."""
        return {jax.devices()[0]}

    def addressable_data(self, index: int) -> RedirectedArray:
        """The one shard."""
        return self

    def block_until_ready(self) -> RedirectedArray:
        """The array; what computed it may still run on an asynchronous target."""
        return self

    def copy_to_host_async(self) -> None:
        """Nothing: a later read does the copy."""

    def is_deleted(self) -> bool:
        """Never."""
        return False

    def delete(self) -> None:
        """Nothing: the memory goes with the last reference."""


def to_native(x: RedirectedArray) -> jax.Array:
    """A native array with the values of `x`."""
    return _compat.native_array(x._host(), x.aval)


_compat.register(RedirectedArray, to_native, RedirectedArray._host)
