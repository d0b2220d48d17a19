"""What results share memory with, and how they are laid out: as in NumPy."""

import numpy as np
import pytest
from support.numpy_side import TARGETS, assert_same, redirected

SAME = {
    "asarray": np.asarray,
    "ascontiguousarray": np.ascontiguousarray,
    "array": lambda x: np.array(x, copy=None),
    "astype": lambda x: x.astype(x.dtype, copy=False),
    "conj": lambda x: x.conj(),
    "diag": np.diag,
    "einsum": lambda x: np.einsum("ii->i", x),
    "grid": lambda x: np.meshgrid(x[0], x[1], copy=False, sparse=True)[0],
    "nan_to_num": lambda x: np.nan_to_num(x, copy=False),
    "ndmin": lambda x: np.array(x, copy=None, ndmin=3),
    "open_grid": lambda x: np.ix_(x[0])[0],
    "require": lambda x: np.require(x, requirements=["C"]),
    "copies": lambda x: [np.array(x), x.astype(x.dtype), np.ascontiguousarray(x.T), +x],
}


def shared(function):
    """Whether results are an argument, share its memory, and what a write to them changes."""
    x = np.array([[1.0, np.nan], [3.0, 4.0]])
    found = function(x)
    found = found if isinstance(found, list) else [found]
    seen = [(y is x, bool(np.shares_memory(x, y))) for y in found]
    for y in found:
        if y.flags.writeable:
            y[...] = 7
    return seen, x


@pytest.mark.parametrize("target", TARGETS)
def test_results_that_share_memory(target):
    assert_same(
        redirected(target, lambda: [shared(f) for f in SAME.values()]),
        [shared(f) for f in SAME.values()],
    )


def layouts():
    """Strides of results, and values in the order of memory."""
    rows = np.arange(24.0).reshape(2, 3, 4)
    found = [np.zeros((2, 3), order="F"), np.full((2, 3), 1, order="F"), np.ones((70, 80)).T + 1]
    middle = rows.transpose(1, 0, 2)
    for x in (middle.copy("K"), rows[:, ::2].T):
        repeated = np.broadcast_to(x[:1], x.shape)
        found += [x, x + 1, x.copy(), x.copy("A"), x.copy("F"), x.astype("f4"), np.zeros_like(x)]
        found += [np.asfortranarray(x), x.sum(0), np.where(x > 3, x, 0), x[:, [1, 0]], x[x > 3]]
        found += [x.ravel("K"), x.ravel("A"), x.flatten("K"), np.reshape(x, -1, order="A")]
        found += [np.concatenate([x, x]), np.sort(x, 0), repeated * 2, np.add(x, 1, order="C")]
        found.append(np.frombuffer(x.tobytes("A")))
    return [(x.strides, x.flags.c_contiguous, x.flags.f_contiguous, x) for x in found]


@pytest.mark.parametrize("target", TARGETS)
def test_order_in_memory(target):
    assert_same(redirected(target, layouts), layouts())


def overlapping():
    """Copies of windows whose elements overlap, and sums written into the memory that is summed."""
    x = np.arange(24).reshape(3, 4, 2)
    window = np.lib.stride_tricks.as_strided(x, x.shape, (0, *x.strides[1:]))
    copies = [window.copy(), window + 1, np.broadcast_to(x[0], (2, 4, 2)).copy()]
    out = np.add.reduce(x, axis=1, out=window[:, 1])
    return [*copies, out, x]


@pytest.mark.parametrize("target", TARGETS)
def test_windows_whose_elements_overlap(target):
    assert_same(redirected(target, overlapping), overlapping())
