"""What the recorded cases of PyTorch's operator database refer to; needs no PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np


def tensor(values: np.ndarray, torch: Any) -> Any:
    """A tensor of the package under test, where a function writes into its argument."""
    return torch.tensor(values)


def up_to_phase(ours: Any, theirs: Any) -> None:
    """Eigenvectors and orthogonal factors are right up to a sign, complex ones up to a phase."""
    ours, theirs = (x if isinstance(x, tuple) else (x,) for x in (ours, theirs))
    assert len(ours) == len(theirs)
    for a, b in zip(ours, theirs, strict=True):
        assert a.dtype == b.dtype and a.shape == b.shape, f"{a.dtype}{a.shape}, {b.dtype}{b.shape}"
        narrow = a.dtype.name in ("float32", "complex64")
        tolerance = {"rtol": 1e-3, "atol": 1e-4} if narrow else {"rtol": 1e-7, "atol": 1e-9}
        np.testing.assert_allclose(np.abs(a), np.abs(b), **tolerance)


def values_of_ties(ours: Any, theirs: Any) -> None:
    """Sorted values are equal; among equal ones any position is right, but each only once."""
    (values, places), (expected, wanted) = ours, theirs
    assert values.dtype == expected.dtype and places.dtype == wanted.dtype
    assert places.shape == wanted.shape
    np.testing.assert_array_equal(values, expected)
    distinct = np.unique(np.asarray(expected, np.float64)).size == expected.size
    if distinct:
        np.testing.assert_array_equal(places, wanted)
