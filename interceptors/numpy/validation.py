"""What NumPy itself does with a new kind of call, seen on arrays of ones.

A frontend function accepts more than NumPy does: options that NumPy refuses, dtypes that it has no loop
for. So NumPy gets the first call of a kind, on arrays of ones. If it raises, it gets the true values,
and if it raises again, that is the error of the call. If it does not, its results show which argument
the call returns, what shares memory, and how results are laid out. Later calls of the kind are not
checked. Of large arrays NumPy gets small ones: then only what the results show counts.
"""

from __future__ import annotations

import math
import warnings
from typing import Any, NamedTuple

import numpy as np

from interceptors.numpy import _compat, geometry
from interceptors.numpy.array import Redirected, RedirectedArray
from interceptors.numpy.calls import Call, option
from interceptors.shared import trees
from interceptors.shared.caches import BoundedCache

# warnings about a call, not about its values
_PASSED_ON = (DeprecationWarning, FutureWarning, np.exceptions.ComplexWarning)
_MOST = 1 << 16  # elements, times the largest number among the arguments: `tile` repeats them


class Refused(Exception):
    """NumPy raises for a kind of call."""


class Facts(NamedTuple):
    """What results of a kind of call are."""

    shares: bool = False  # memory with an argument
    same: int | None = None  # the argument that is returned, among all leaves
    orders: tuple = ()  # of each result: its axes as they are in memory, None for row-major


NOTHING = Facts()


class Checks:
    """The kinds of calls that were checked."""

    def __init__(self) -> None:
        self.known: dict[Any, Facts] = BoundedCache(8192)

    def facts(self, call: Call) -> Facts:
        """What NumPy does with a call like this one.

        Raises
        ------
        Refused
            It raises.
        """
        leaves = trees.leaves((call.args, call.kwargs))
        if call.kwargs.get("casting") == "same_value":  # which depends on values
            raise Refused
        key = _key(call)
        found = self.known.get(key)
        if found is None:
            found, lasts = self._found(call, leaves)
            if lasts:
                self.known[key] = found
        return found

    def _found(self, call: Call, leaves: list[Any]) -> tuple[Facts, bool]:
        """The facts of a kind, and whether they are to be kept."""
        arrays = [x for x in leaves if isinstance(x, (Redirected, np.ndarray))]
        if any(callable(x) and not isinstance(x, type) for x in leaves):
            return NOTHING, False
        if not arrays and call.short_name in _compat.FILLED:
            return Facts(orders=_order_of_created(call)), True
        lengths = {} if _is_small(arrays, leaves) else _short_lengths(arrays)
        if lengths and not _is_small([_ones(x, lengths) for x in arrays], leaves):
            return NOTHING, True
        given = [_ones(x, lengths) for x in leaves]
        args, kwargs = trees.rebuilt((call.args, call.kwargs), given)
        try:
            with warnings.catch_warnings(record=True) as found, np.errstate(all="ignore"):
                warnings.simplefilter("always")
                result = call.native(*args, **kwargs)
        except Exception:
            if lengths:
                return NOTHING, True
            raise Refused from None
        facts = NOTHING if call.kwargs.get("out") is not None else _seen(result, leaves, given)
        found = [w for w in found if issubclass(w.category, _PASSED_ON)]
        if lengths or not found:
            return facts, True
        for warning in found:
            warnings.warn(warning.message, warning.category, stacklevel=7)
        return facts, False  # the next call warns too

    def accept(self, call: Call) -> None:
        """Notes that NumPy accepts calls like this one, on true values."""
        self.known[_key(call)] = NOTHING


def _seen(result: Any, leaves: list[Any], given: list[Any]) -> Facts:
    """What the results of a call with arrays of ones show."""
    results = [x for x in trees.leaves(result) if isinstance(x, (np.ndarray, np.generic))]
    arrays = [x for x in results if isinstance(x, np.ndarray)]
    sources = [i for i, x in enumerate(leaves) if isinstance(x, (np.ndarray, RedirectedArray))]
    shares = any(np.may_share_memory(a, given[i]) for a in arrays for i in sources)
    same = [i for i in sources if arrays and given[i] is arrays[0]]
    orders = [geometry.order(x) if isinstance(x, np.ndarray) else None for x in results]
    if not shares and not any(orders):
        return NOTHING
    return Facts(shares, same[0] if same else None, tuple(orders))


def _order_of_created(call: Call) -> tuple:
    """The order of what a function without arrays creates: `np.zeros(shape, order='F')`."""
    if option(call, "order") not in ("F", "f"):
        return ()
    shape = option(call, "shape")
    axes = len(shape) if isinstance(shape, (list, tuple)) else 1
    return (tuple(reversed(range(axes))),)


def _key(call: Call) -> tuple:
    return call.name, _kind(call.args), _kind(tuple(call.kwargs.items()))


def _kind(value: Any) -> Any:
    if isinstance(value, Redirected):
        ghost = value._ghost
        return (value.dtype, value.shape, None, True) if ghost is None else _kind(ghost)
    if isinstance(value, np.ndarray):
        return value.dtype, value.shape, geometry.layout(value), value.flags.writeable
    if isinstance(value, (list, tuple)):
        return type(value), *map(_kind, value)
    return type(value), repr(value) if isinstance(
        value, (str, int, type, np.dtype, slice)
    ) else None


def _is_small(arrays: list[Any], leaves: list[Any]) -> bool:
    largest = max([abs(x) for x in leaves if type(x) is int], default=1)
    elements = len(leaves) + sum(math.prod(x.shape) for x in arrays)
    return elements * max(largest, 1) <= _MOST


def _short_lengths(arrays: list[Any]) -> dict[int, int]:
    """A short length of an axis for each long one: the same for the same."""
    found = sorted({n for x in arrays for n in x.shape if n > 3})
    return {n: 4 + i for i, n in enumerate(found)}


def _ones(leaf: Any, lengths: dict[int, int]) -> Any:
    """An array of ones like an array, any other value itself."""
    if not isinstance(leaf, (Redirected, np.ndarray)) or leaf.dtype.kind not in "biufc":
        return leaf
    like = leaf._ghost if isinstance(leaf, Redirected) else leaf
    shape = tuple(lengths.get(n, n) for n in leaf.shape)
    made = geometry.empty(shape, leaf.dtype, None if like is None else geometry.layout(like))
    made[...] = 1
    if like is not None and not like.flags.writeable:
        made.flags.writeable = False  # views of overlapping elements can't be set to True again
    return made
