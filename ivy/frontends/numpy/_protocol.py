"""What arrays and ufuncs do without a public function: indices, assignment, methods of ufuncs.

An index comes in two parts, as programs are found by the static one: a template with `ARRAY` in
place of each array, and the arrays.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from ivy import functional as ivy
from ivy.frontends._numpy_api import _bodies, _indexing, _shapes
from ivy.frontends._publish import PROTOCOL, REINTERPRETATIONS, WRITERS
from ivy.frontends.numpy import _writing
from ivy.frontends.numpy._tables import RULES
from ivy.frontends.numpy._ufunc_methods import Methods


def _index(template: tuple, arrays: tuple) -> Any:
    values = iter(arrays)

    def item(part: Any) -> Any:
        if part == "array":
            return next(values)
        return slice(*part[1:]) if isinstance(part, tuple) else part

    return tuple(map(item, template))


def _getitem(x: Any, template: tuple, *arrays: Any) -> Any:
    return _indexing.getitem(RULES, x, _index(template, arrays))


def _setitem(x: Any, template: tuple, value: Any, *arrays: Any) -> Any:
    return _indexing.setitem(RULES, x, _index(template, arrays), value)


def _assigned(value: Any, dtype: Any, shape: tuple) -> Any:
    """`value` as the new elements of an array."""
    value = RULES.cast(value if ivy.python_kind(value) else RULES.array(value), dtype)
    while len(value.shape) > len(shape) and value.shape[0] == 1:
        value = ivy.squeeze(value, axis=0)
    return _shapes.broadcast_to(RULES, value, shape)


def _as_dtype(x: Any, dtype: Any, wanted: Any) -> Any:
    if dtype.kind == "c" and wanted.kind == "f" and 2 * wanted.itemsize == dtype.itemsize:
        return ivy.reshape(ivy.stack([ivy.real(x), ivy.imag(x)], axis=-1), (-1,))
    return ivy.reshape(ivy.bitcast(_in_groups(x, dtype, wanted), wanted), (-1,))


def _in_groups(x: Any, have: Any, want: Any) -> Any:
    """`x` with a last axis of as many elements as one of a wider dtype has bytes for."""
    many = want.itemsize // have.itemsize
    return ivy.reshape(x, (-1, many)) if many > 1 else x


def _back_to_dtype(x: Any, dtype: Any, wanted: Any) -> Any:
    if dtype.kind == "c" and wanted.kind == "f" and 2 * wanted.itemsize == dtype.itemsize:
        pairs = ivy.reshape(x, (-1, 2))
        return ivy.complex(pairs[:, 0], pairs[:, 1])
    return ivy.reshape(ivy.bitcast(_in_groups(x, wanted, dtype), dtype), (-1,))


PROTOCOL |= {
    "numpy.ndarray.__getitem__": _getitem,
    "numpy.ndarray.__setitem__": _setitem,
    "numpy.ndarray.fill": _assigned,
}
WRITERS |= {f"numpy.{name}": entry for name, entry in _writing.WRITERS.items()}
REINTERPRETATIONS["numpy.ndarray.view"] = _as_dtype, _back_to_dtype


def _method(methods: Methods, name: str) -> Callable:
    raw = getattr(methods, name)
    if name == "outer":
        return raw

    @functools.wraps(raw)
    def function(*args: Any, out: Any = None, **kwargs: Any) -> Any:
        return RULES.out(raw(*args, out=out, **kwargs), out)

    return function


for _name in _bodies.BINARY:
    _methods = Methods(_name)
    PROTOCOL |= {
        f"numpy.{_name}.{m}": _method(_methods, m)
        for m in ("reduce", "accumulate", "reduceat", "outer")
    }
for _name in (*_bodies.UNARY, *_bodies.BINARY):
    WRITERS[f"numpy.{_name}.at"] = Methods(_name).at, "a"
