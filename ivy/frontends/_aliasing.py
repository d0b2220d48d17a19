"""Arrays whose views share memory: a write through one is visible through all.

A wrapper of such a source keeps a `Cell` instead of an array: the owner of values, or a view with the
function that computes its values from those of its base. A view is computed again when it is read
after its base was written. A write through a view needs the positions of its elements in the owner:
the same view of 0, 1, 2, ..., computed on NumPy. The strides of that array are the view's strides.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Self

import numpy as np

from ivy import functional as ivy
from ivy._core import backend as _backend
from ivy.frontends._call import Call, found_backend
from ivy.frontends._frontend import Frontend
from ivy.frontends._wrapper import TensorWrapper


class Cell:
    """Values that wrappers share, or a view of them.

    Parameters
    ----------
    array
        The values.
    base, replay
        Of a view: the cell that it is a view of, and the function from its array to the view's.
    moves
        Whether the view only selects and orders elements; one that converts them can't be written.
    """

    __slots__ = ("_places", "array", "base", "moves", "replay", "seen")

    def __init__(
        self,
        array: Any,
        base: Cell | None = None,
        replay: Callable | None = None,
        moves: bool = True,
    ):
        self.array, self.base, self.replay, self.moves = array, base, replay, moves
        self.seen = None if base is None else base.read()
        self._places: np.ndarray | None = None

    def read(self) -> Any:
        """The current values."""
        if self.base is None:
            return self.array
        source = self.base.read()
        if source is not self.seen:
            assert self.replay is not None
            with backend_of(source).scope():
                self.array = _on(backend_of(source), self.replay, source)
            self.seen = source
        return self.array

    @property
    def owner(self) -> Cell:
        """The cell at the root of the chain of views."""
        return self if self.base is None else self.base.owner

    @property
    def can_be_written(self) -> bool:
        """Whether every view between this cell and the owner only selects and orders elements."""
        return self.moves and (self.base is None or self.base.can_be_written)

    @property
    def places(self) -> np.ndarray:
        """Position of each element in the owner, as a NumPy view with the true strides."""
        if self._places is None:
            if self.base is None:
                shape = tuple(self.array.shape)
                self._places = np.arange(int(np.prod(shape)), dtype=np.int64).reshape(shape)
            else:
                assert self.replay is not None
                numpy = _backend.load("numpy")
                self._places = np.asarray(_on(numpy, self.replay, self.base.places))
        return self._places

    @property
    def strides(self) -> tuple[int, ...]:
        """Distance of neighbours along each axis, in elements."""
        return tuple(s // 8 for s in self.places.strides)

    @property
    def overlaps(self) -> bool:
        """Whether two elements share memory."""
        return any(s == 0 and n > 1 for s, n in zip(self.strides, self.places.shape, strict=True))

    def write(self, array: Any) -> None:
        """Replaces the values, those of the owner included."""
        if self.base is None:
            self.array = array
            return
        if not self.can_be_written:
            raise NotImplementedError(
                "an in-place write to a view that shows its base's elements in another way (real, "
                "imag, another dtype) is not supported here; write to the base, or to a clone."
            )
        owner = self.owner
        flat = ivy.reshape(owner.array, (-1,))
        at = ivy.constant(np.ascontiguousarray(self.places).reshape(-1))
        flat = ivy.set_index(flat, [at], ivy.reshape(array, (-1,)))
        owner.array = ivy.reshape(flat, tuple(owner.array.shape))


def backend_of(array: Any) -> _backend.Backend:
    """The backend of a value that is known to be an array."""
    backend = _backend.backend_of(array)
    assert backend is not None
    return backend


def _on(backend: _backend.Backend, function: Callable, *args: Any) -> Any:
    token = _backend.CURRENT.set(backend)
    try:
        return function(*args)
    finally:
        _backend.CURRENT.reset(token)


class Aliasing(TensorWrapper):
    """A wrapper with views."""

    __slots__ = ()

    @classmethod
    def of(cls, array: Any) -> Self:
        """Wraps a backend array, as its owner."""
        return cls.on(Cell(array))

    @classmethod
    def on(cls, cell: Cell) -> Self:
        """Wraps a cell."""
        wrapper = object.__new__(cls)
        wrapper._array = cell
        return wrapper

    def _read(self) -> Any:
        return self._array.read()

    def _write(self, array: Any) -> None:
        self._array.write(array)


class AliasingFrontend(Frontend):
    """A source whose views share memory."""

    holder: type[Aliasing]

    def wrap_view(self, function: Callable, name: str | None = None) -> Callable:
        """As `wrap`; the results are views of the first argument, if that is a wrapper."""
        plain = self.wrap(function, name)
        raw = self.prepare(name or function.__name__, function)
        moves = not getattr(function, "reinterprets", False)

        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            base = args[0] if args else next(iter(kwargs.values()), None)
            if not isinstance(base, Aliasing):
                return plain(*args, **kwargs)
            backend = found_backend(args, kwargs)
            call = Call(self, backend)
            rest = tuple(map(call.lower, args[1:]))
            options = {k: call.lower(v) for k, v in kwargs.items() if v is not base}

            def replay(array: Any) -> Any:
                return raw(array, *rest, **options)

            with backend.scope():
                array = call.lower(base)
                shown = _on(backend, replay, array)
            if shown is array and not moves:
                return base
            return self._viewed(backend, base._array, replay, shown, moves)

        return call

    def _viewed(
        self, backend: _backend.Backend, base: Cell, replay: Callable, shown: Any, moves: bool
    ) -> Any:
        if isinstance(shown, (list, tuple)):
            return tuple(
                self._viewed(backend, base, lambda x, i=i: replay(x)[i], part, moves)
                for i, part in enumerate(shown)
            )
        return self.holder.on(Cell(backend.canonical(shown), base, replay, moves))
