"""Samples for TensorFlow's cases: numbers of every dtype that an op's signature has a kernel for."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
from frontends.case import Case, call

from ivy.frontends.tensorflow import _schema

# What to try, in this order, where the signature allows it.
PREFERRED = "fdeEiqBbDFtHhIQ"
AT_MOST = 6


def numbers(dtype: Any, shape: tuple = (3, 4), low: float = -3, high: float = 3, seed: int = 0):
    """Numbers of a dtype in an interval; unsigned ones not below 0."""
    dtype = np.dtype(dtype)
    draw = np.random.default_rng(zlib.crc32(f"{dtype}{shape}{seed}".encode()))
    if dtype.kind == "b":
        return draw.integers(0, 2, shape).astype(bool)
    if dtype.kind in "iu":
        low = max(low, 0) if dtype.kind == "u" else low
        return draw.integers(
            int(np.ceil(low)), int(np.floor(max(high, low + 1))) + 1, shape
        ).astype(dtype)
    values = draw.uniform(low, high, shape)
    if dtype.kind == "c":
        values = values + 1j * draw.uniform(low, high, shape)
    return values.astype(dtype)


def kernels(name: str, attribute: str) -> list[np.dtype]:
    """The dtypes to try for an attribute of a raw op."""
    limit = _schema._signature(_schema.lines()[name]).limits[attribute]
    found = [_schema.dtype_of(c) for c in PREFERRED]
    return [d for d in found if d in limit.kernels]


def refused(name: str, attribute: str) -> np.dtype | None:
    """A dtype that the attribute may not be."""
    limit = _schema._signature(_schema.lines()[name]).limits[attribute]
    return next((d for c in "tDdiF" if (d := _schema.dtype_of(c)) not in limit.allowed), None)


def raw(
    name: str,
    *makes: Callable[[np.dtype], dict],
    over: str = "T",
    bad: Any = None,
    only: str = "",
    extra: tuple = (),
    check: Any = "values",
) -> Case:
    """A case of a raw op: what each of `makes` gives for each dtype, and more calls in `extra`.

    Without `bad`, the first call with its dtype exchanged for one that the op does not allow.
    """
    dtypes = kernels(name, over) if over else [np.dtype("float32")]
    if only:
        dtypes = [d for d in dtypes if d in {_schema.dtype_of(c) for c in only}]
    calls = [call(**make(d)) for d in dtypes[:AT_MOST] for make in makes] + [
        call(**kwargs) for kwargs in extra
    ]
    if bad is None:
        bad = exchanged(calls[0].kwargs, dtypes[0], refused(name, over))
    if isinstance(bad, dict):
        bad = [bad]
    return Case(f"tensorflow.raw_ops.{name}", calls, [call(**b) for b in bad], check)


def exchanged(kwargs: dict, old: np.dtype, new: np.dtype | None) -> dict:
    """Arguments with arrays of one dtype as arrays of another."""
    assert new is not None, "all dtypes are allowed: say what is bad"
    return {
        k: v.astype(new) if isinstance(v, np.ndarray) and v.dtype == old else v
        for k, v in kwargs.items()
    }
