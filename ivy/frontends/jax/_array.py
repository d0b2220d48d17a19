"""JAX's array class around a backend array, and that of typed random keys."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

from ivy.frontends._frontend import Frontend
from ivy.frontends._wrapper import TensorWrapper
from ivy.frontends.jax.random._stream import Typed


class Array(TensorWrapper):
    """`jax.Array`: values that never change."""

    __slots__ = ()

    @property
    def size(self) -> int:
        """The number of elements."""
        count = 1
        for n in self.shape:
            count *= n
        return count

    @property
    def nbytes(self) -> int:
        """The size of the elements in bytes."""
        return self.size * self.dtype.itemsize

    @property
    def itemsize(self) -> int:
        """The size of an element in bytes."""
        return self.dtype.itemsize

    def block_until_ready(self) -> Array:
        """The array itself: nothing runs asynchronously here."""
        return self

    def __repr__(self) -> str:
        import numpy as np

        shown = np.array2string(self.__array__(), separator=", ", prefix="Array(")
        return f"Array({shown}, dtype={self.dtype.name})"


class Key(Array):
    """An array of typed random keys; inside, two words for each."""

    __slots__ = ()

    @property
    def shape(self) -> Any:
        """The lengths of the axes."""
        return tuple(self._array.shape)[:-1]

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def dtype(self) -> Any:
        """The dtype of keys."""
        return KeyType()

    def __getitem__(self, index: Any) -> Key:
        from ivy import functional as ivy

        index = index if isinstance(index, tuple) else (index,)
        index = index if Ellipsis in index else (*index, Ellipsis)
        return type(self).of(ivy.slice_(self._array, (*index, slice(None))))

    def __iter__(self) -> Iterator[Key]:
        if not self.ndim:
            raise TypeError("iteration over a 0-d array")
        return (self[i] for i in range(self.shape[0]))

    def __repr__(self) -> str:
        return f"Array({self.shape}, dtype=key<fry>) overlaying:\n{self.__array__()}"


class KeyType:
    """The dtype of typed keys, those of Threefry."""

    name = "key<fry>"
    itemsize = 8

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeyType)

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return self.name


class JaxFrontend(Frontend):
    """JAX's conventions: functions of `jax.random` distinguish typed keys from arrays of words."""

    def wrap(self, function: Callable, name: str | None = None) -> Callable:
        """The function that users call, of a raw one."""
        call = super().wrap(function, name)
        if not (name or "").startswith(("jax.random.", "jax.nn.initializers.")):
            return call

        @functools.wraps(function)
        def with_keys(*args: Any, **kwargs: Any) -> Any:
            result = call(*map(_marked, args), **{k: _marked(v) for k, v in kwargs.items()})
            if isinstance(result, FunctionType):  # an initializer, which takes a key itself
                return self.wrap(result, name)
            if type(result) is not Typed:
                return result
            words = result.array
            return Key.of(words._read() if isinstance(words, Array) else words)

        return with_keys


def _marked(value: Any) -> Any:
    return Typed(Array.of(value._read())) if type(value) is Key else value


FRONTEND = JaxFrontend("jax", Array)
