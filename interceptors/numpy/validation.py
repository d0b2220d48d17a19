"""NumPy's own checks of a new kind of call.

A frontend function accepts more than NumPy does: options that NumPy refuses, dtypes that it has no loop
for. So NumPy gets the first call of a kind, on small arrays of ones. If it raises, it gets the true
values, and if it raises again, that is the error of the call. Later calls of the kind are not checked.
"""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np

from interceptors.numpy.array import Redirected
from interceptors.shared import trees
from interceptors.shared.caches import BoundedCache

# warnings about a call, not about its values
_PASSED_ON = (DeprecationWarning, FutureWarning, np.exceptions.ComplexWarning)
_MOST = 1 << 16  # elements, times the largest number among the arguments: `tile` repeats them


class Checks:
    """The kinds of calls that were checked."""

    def __init__(self) -> None:
        self.known: dict[Any, bool] = BoundedCache(8192)

    def is_refused(self, call: Any) -> bool:
        """Whether NumPy refuses a call like this one, on arrays of ones."""
        leaves = trees.leaves((call.args, call.kwargs))
        if call.kwargs.get("casting") == "same_value":  # which depends on values
            return True
        key = _key(call, leaves)
        if key in self.known or not _is_small(leaves):
            return False
        args, kwargs = trees.map_leaves(_ones, (call.args, call.kwargs))
        try:
            with warnings.catch_warnings(record=True) as found, np.errstate(all="ignore"):
                warnings.simplefilter("always")
                call.native(*args, **kwargs)
        except Exception:
            return True
        found = [w for w in found if issubclass(w.category, _PASSED_ON)]
        self.known[key] = True
        for warning in found:
            self.known.pop(key, None)  # the next call warns too
            warnings.warn(warning.message, warning.category, stacklevel=6)
        return False

    def accept(self, call: Any) -> None:
        """Notes that NumPy accepts calls like this one, on true values."""
        self.known[_key(call, trees.leaves((call.args, call.kwargs)))] = True


def _key(call: Any, leaves: list[Any]) -> tuple:
    return call.name, *map(_kind, leaves), *call.kwargs


def _kind(leaf: Any) -> Any:
    if isinstance(leaf, (Redirected, np.ndarray)):
        return leaf.dtype, leaf.shape
    return type(leaf), repr(leaf) if isinstance(leaf, (str, int, type, np.dtype, slice)) else None


def _is_small(leaves: list[Any]) -> bool:
    arrays = [x for x in leaves if isinstance(x, (Redirected, np.ndarray))]
    if any(callable(x) and not isinstance(x, type) for x in leaves):
        return False
    largest = max([abs(x) for x in leaves if type(x) is int], default=1)
    elements = len(leaves) + sum(math.prod(x.shape) for x in arrays)
    return elements * max(largest, 1) <= _MOST


def _ones(leaf: Any) -> Any:
    if isinstance(leaf, (Redirected, np.ndarray)) and leaf.dtype.kind in "biufc":
        return np.ones(leaf.shape, leaf.dtype)
    return leaf
