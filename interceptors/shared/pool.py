"""Pool of pre-allocated wrappers for fast-path results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from interceptors.shared.caches import BoundedCache
from ivy._core.backend import Backend

BATCH_SIZE = 24
_MOST_LISTS = 1024


class WrapperPool:
    """Free lists of empty wrappers, by the type of the array that they will hold.

    To make one right after the target's runtime has run costs three times as much as to make many in
    one go (the caches are cold), so they are made in batches. `make(shape, dtype, count)` gives empty
    wrappers; `hold(wrapper, array)` puts an array into one.
    """

    def __init__(
        self,
        target: Backend,
        make: Callable[[tuple, Any, int], list],
        hold: Callable[[Any, Any], None],
    ):
        self.target = target
        self.make = make
        self.hold = hold
        self.attribute = target.TYPE_ATTRIBUTE
        self.lists: dict[Any, tuple[list, tuple]] = BoundedCache(_MOST_LISTS)

    def take(self, array: Any) -> Any:
        """A wrapper that holds `array`."""
        try:
            wrapper = self.lists[self._key(array)][0].pop()
        except (KeyError, IndexError):
            wrapper = self.refill(self.entry(array)[1]).pop()
        self.hold(wrapper, array)
        return wrapper

    def _key(self, array: Any) -> Any:
        if self.attribute is None:
            return self.target.type_token(array)
        return id(getattr(array, self.attribute))

    def entry(self, array: Any) -> tuple[list, tuple]:
        """The free list for arrays of this type, and what `refill` takes: `(key, token, shape, dtype)`.

        The token is kept: where its identity is the key, no other object may get its address.
        """
        key, target = self._key(array), self.target
        found = self.lists.get(key)
        if found is None:
            recipe = key, target.type_token(array), target.shape(array), target.dtype(array)
            found = self.lists[key] = [], recipe
        return found

    def refill(self, recipe: tuple) -> list:
        """The free list with new wrappers."""
        key, _, shape, dtype = recipe
        found = self.lists.get(key)
        if found is None:  # dropped meanwhile, by a full cache
            found = self.lists[key] = [], recipe
        found[0].extend(self.make(shape, dtype, BATCH_SIZE))
        return found[0]
