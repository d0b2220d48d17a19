"""PyTorch's text of a tensor."""

from __future__ import annotations

import numpy as np

_IMPLIED = ("float32", "int64", "bool", "complex64")


def text(values: np.ndarray) -> str:
    """`tensor([1., 2.])`, with the dtype unless it is the default of its kind."""
    shown = np.array2string(
        values,
        separator=", ",
        prefix="tensor(",
        formatter=_formatter(values),
        threshold=1000,
    )
    parts = [shown]
    if not values.size and values.shape != (0,):
        parts.append(f"size={values.shape}")
    if values.dtype.name not in _IMPLIED:
        parts.append(f"dtype=torch.{values.dtype.name}")
    return f"tensor({', '.join(parts)})"


def _formatter(values: np.ndarray) -> dict:
    if values.dtype.kind == "b":
        width = 5 if values.ndim and not values.all() else 0
        return {"bool": lambda x: str(bool(x)).rjust(width)}
    if values.dtype.kind in "iu":
        width = max((len(str(x)) for x in values.reshape(-1)), default=0)
        return {"int": lambda x: str(x).rjust(width)}
    if values.dtype.kind == "c":
        real, imag = _number(values.real), _number(values.imag)
        return {"complexfloat": lambda x: f"{real(x.real)}{_signed(imag(x.imag))}j"}
    return {"float": _number(values), "numpystr": _number(values), "all": _number(values)}


def _signed(number: str) -> str:
    number = number.strip()
    return number if number.startswith("-") else f"+{number}"


def _number(values: np.ndarray):
    """A function that formats a real number in the width of the widest of `values`."""
    finite = values[np.isfinite(values)].astype(np.float64).reshape(-1)
    sizes = np.abs(finite[finite != 0])
    low, high = (sizes.min(), sizes.max()) if sizes.size else (1.0, 1.0)
    whole = bool((finite == np.ceil(finite)).all())
    if high / low > 1000 or high > 1e8 or low < 1e-4:
        form = "{:.4e}".format if not whole or high > 1e8 else "{:.0f}.".format
    else:
        form = "{:.0f}.".format if whole else "{:.4f}".format
    plain = lambda x: form(float(x)) if np.isfinite(x) else str(float(x))  # noqa: E731
    width = max((len(plain(x)) for x in values.reshape(-1)), default=0)
    return lambda x: plain(x).rjust(width)
