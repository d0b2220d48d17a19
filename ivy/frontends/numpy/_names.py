"""Names of NumPy's namespace other than functions: dtypes, constants, exceptions."""

from __future__ import annotations

from typing import Any

import numpy as np

from ivy.frontends.numpy._writing import WRITERS, _writing

_SAME = (
    "bool bool_ complex64 complex128 complexfloating dtype e euler_gamma exceptions finfo float16 "
    "float32 float64 floating generic iinfo inexact inf int8 int16 int32 int64 int_ integer intp "
    "nan newaxis number pi signedinteger uint8 uint16 uint32 uint64 uint unsignedinteger errstate "
    "single double ndindex s_ index_exp geterr seterr"
).split()


def give(namespace: dict[str, Any]) -> None:
    """Adds the names to the namespace."""
    namespace.update({name: getattr(np, name) for name in _SAME})
    for name, (raw, _) in WRITERS.items():
        function = namespace[name] = _writing(raw)
        function.__name__ = function.__qualname__ = name
        function.__doc__ = f"`numpy.{name}`, written with ivy functions."
    namespace["linalg"].LinAlgError = np.linalg.LinAlgError
