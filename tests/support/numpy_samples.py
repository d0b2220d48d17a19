"""Samples of NumPy functions that the frontend's cases lack: special values, files, memory."""

from __future__ import annotations

import io
import itertools
from typing import Any

import numpy as np
from frontends.case import Case, Invocation, call, of

DTYPES = (
    "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 "
    "float16 float32 float64 complex64 complex128"
).split()
_WHOLE = [0, 1, 2, 3, 5, 7, 100, -1, -2, -3, -128, 127]
_FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, 3.75, -2.5, 100.0, np.inf, -np.inf, np.nan]


def special_values(name: str) -> np.ndarray:
    """Values of a dtype where functions are likely to differ."""
    dtype = np.dtype(name)
    if dtype.kind == "b":
        return np.array([True, False])
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        values = [v for v in _WHOLE if info.min <= v <= info.max]
        return np.array([*values, info.min, info.max], dtype)
    if dtype.kind == "f":
        return np.array(_FLOATS, dtype)
    parts = [0.0, 1.0, -2.5, 0.5, 3.0]
    return np.array([complex(a, b) for a, b in itertools.product(parts, parts)], dtype)


def special(ufunc: Any) -> list[Invocation]:
    """Calls of a ufunc on special values of each dtype that it has a loop for."""
    if ufunc.signature is not None:
        return []
    found = []
    for name in DTYPES:
        x = special_values(name)
        try:
            with np.errstate(all="ignore"):
                args = (x,) if ufunc.nin == 1 else _pairs(x)
                ufunc(*args)
        except (TypeError, ValueError):
            continue
        found.append(call(*args))
    return found


def _pairs(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    a, b = np.meshgrid(x, x)
    return a.ravel(), b.ravel()


def _file(_: Any) -> io.BytesIO:
    """A file for `save` and the like; the last one is kept for the check."""
    _FILES.append(io.BytesIO())
    return _FILES[-1]


def _is_written(*_: Any) -> None:
    """The same number of bytes natively and redirected: archives hold a time."""
    native, ours = _FILES[-2:]
    assert len(native.getvalue()) == len(ours.getvalue()) > 0


_FILES: list[io.BytesIO] = []
X = np.arange(12.0).reshape(3, 4)
I = np.arange(12).reshape(3, 4)  # noqa: E741 - as the other tables name it
CASES = [
    Case("numpy.array2string", [call(X), call(I, separator=",")]),
    Case("numpy.array_repr", [call(X), call(I)]),
    Case("numpy.array_str", [call(X), call(I)]),
    Case("numpy.einsum_path", [call("ij,jk,kl->il", X, X.T.copy(), X)]),
    Case("numpy.may_share_memory", [call(X, X.copy()), call(X, I)]),
    Case("numpy.shares_memory", [call(X, X.copy()), call(X, I)]),
    Case("numpy.copyto", [call(X, 1.5), call(X, I), call(X, I, where=I > 3)]),
    Case(
        "numpy.put", [call(X, [0, 1], [9.0, 8.0]), call(I, [11, 0], 3), call(X, [20], 1.0, "clip")]
    ),
    Case("numpy.place", [call(X, X > 3, [1.0, 2.0])]),
    Case("numpy.putmask", [call(X, X > 3, X * 2), call(I, I > 2, [7, 8])]),
    Case("numpy.fill_diagonal", [call(X, 7.0), call(X.T.copy(), [1.0, 2.0, 3.0], wrap=True)]),
    Case("numpy.put_along_axis", [call(X, I[:, :1] % 4, 9.0, 1)]),
    Case("numpy.busday_count", [call("2024-01-01", "2024-03-01")]),
    Case("numpy.busday_offset", [call("2024-01-01", 3)]),
    Case("numpy.is_busday", [call("2024-01-01")]),
    Case("numpy.datetime_as_string", [call(np.datetime64("2024-01-01"))]),
    Case("numpy.common_type", [call(X, X.astype("float32")), call(I), call(I + 1j)]),
    Case("numpy.min_scalar_type", [call(X), call(np.array(3.0)), call(np.array(300))]),
    Case("numpy.real_if_close", [call(X), call(X + 0j), call(X + 1j), call(X + 1e-15j)]),
    *(
        Case(f"numpy.{name}", [Invocation((of(_file), X), {})], check=_is_written)
        for name in ("save", "savetxt", "savez", "savez_compressed")
    ),
    Case("numpy.isnat", [call(np.datetime64("NaT"))]),
]
