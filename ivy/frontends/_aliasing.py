"""Arrays whose views share memory: writes through one are seen through all.

A holder's slot keeps a `Cell`: what owns values, or a view, which says how to make its values from
those of another cell. A view is made again when it is read after its base was written. A write through
a view needs the places of its elements in the owner: the view of the positions 0, 1, 2, ..., made by
the same functions on NumPy. Their strides are the view's strides.
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
from ivy.frontends._holder import Holder


class Cell:
    """Values that holders share, or a view of them.

    Parameters
    ----------
    array
        The values.
    base, replay
        Of a view: the cell under it, and the function from the base's array to the view's.
    moves
        Whether the view only moves elements; one that shows them in another way can't be written.
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
        """The values as they are now."""
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
        """The cell whose values this one shows."""
        return self if self.base is None else self.base.owner

    @property
    def can_be_written(self) -> bool:
        """Whether every view on the way to the owner only moves elements."""
        return self.moves and (self.base is None or self.base.can_be_written)

    @property
    def places(self) -> np.ndarray:
        """Where each element lies in the owner, as a NumPy view with the true strides."""
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
        """How far neighbours along each axis lie apart, in elements."""
        return tuple(s // 8 for s in self.places.strides)

    @property
    def overlaps(self) -> bool:
        """Whether two elements are one place of memory."""
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
    """The backend of an array that is known to be one."""
    backend = _backend.backend_of(array)
    assert backend is not None
    return backend


def _on(backend: _backend.Backend, function: Callable, *args: Any) -> Any:
    token = _backend.CURRENT.set(backend)
    try:
        return function(*args)
    finally:
        _backend.CURRENT.reset(token)


class Aliasing(Holder):
    """A holder with views."""

    __slots__ = ()

    @classmethod
    def of(cls, array: Any) -> Self:
        """A holder that owns a backend array."""
        return cls.on(Cell(array))

    @classmethod
    def on(cls, cell: Cell) -> Self:
        """A holder of what a cell shows."""
        holder = object.__new__(cls)
        holder._array = cell
        return holder

    def _read(self) -> Any:
        return self._array.read()

    def _write(self, array: Any) -> None:
        self._array.write(array)


class AliasingFrontend(Frontend):
    """A source whose views share memory."""

    holder: type[Aliasing]

    def wrap_view(self, function: Callable, name: str | None = None) -> Callable:
        """As `wrap`; the holders that come out are views of the one that is the first argument."""
        plain = self.wrap(function, name)
        raw = self.prepare(name or function.__name__, function)
        moves = not getattr(function, "reinterprets", False)

        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            holder = args[0] if args else next(iter(kwargs.values()), None)
            if not isinstance(holder, Aliasing):
                return plain(*args, **kwargs)
            backend = found_backend(args, kwargs)
            call = Call(self, backend)
            rest = tuple(map(call.lower, args[1:]))
            options = {k: call.lower(v) for k, v in kwargs.items() if v is not holder}
            base = holder._array

            def replay(array: Any) -> Any:
                return raw(array, *rest, **options)

            with backend.scope():
                array = call.lower(holder)
                shown = _on(backend, replay, array)
            if shown is array and not moves:
                return holder
            return self._viewed(backend, base, replay, shown, moves)

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
