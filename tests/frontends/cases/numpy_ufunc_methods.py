"""`reduce`, `accumulate`, `reduceat`, `outer` and `at` of ufuncs."""

import numpy as np
from frontends.case import Case, call
from frontends.cases.shared_numpy import F4, F8, I4, SEVEN, T8, TI, V4, V8, VI, B

import ivy

REDUCED = [call(F8), call(I4, 1), call(F4, axis=-1, keepdims=True), call(V8), call(F4, dtype=ivy.float64)]
WHOLE = [call(T8, axis=None), call(TI, axis=(0, 2)), call(F8, initial=2.0), call(F4, axis=1, where=B, initial=1.0)]
AT = np.array([0, 2, 0])
PLACES = np.array([0, 2, 2, 1, 2])


def _methods(name, x, y, whole=(), more=()):
    """The cases of one ufunc, of arrays of two dtypes."""
    reduced = REDUCED if x.dtype.kind == "f" else [call(x), call(U, axis=1, keepdims=True)]
    return [
        Case(f"numpy.{name}.reduce", [*reduced, *whole], [call(x, axis=5), *more]),
        Case(f"numpy.{name}.accumulate", [call(x), call(y, axis=1), call(x, dtype=ivy.float64) if x.dtype.kind == "f" else call(x, 1)], [call(x, 5)]),
        Case(f"numpy.{name}.reduceat", [call(x, AT), call(y, [0, 1], axis=1)], [call(x, [9])]),
        Case(f"numpy.{name}.outer", [call(x, y), call(y[0], x[0]), call(x[0], y[0], order="C")], [call(x, y, where=np.ones(9, bool))]),
    ]


U = np.abs(I4).astype("uint8")

CASES = [
    *(c for n in ("add", "multiply") for c in _methods(n, F8, I4, WHOLE)),
    *(c for n in ("maximum", "minimum") for c in _methods(n, F8, I4, [c for c in WHOLE if not c.kwargs.get("dtype")])),
    *(c for n in ("logical_and", "logical_or") for c in _methods(n, I4, U, [call(F8, axis=None)])),
    *(c for n in ("subtract", "divide") for c in _methods(n, F8, F4, more=[call(T8, axis=(0, 1))])),
    *(c for n in ("hypot", "logaddexp", "fmax") for c in _methods(n, F8, F4)),
    *(c for n in ("bitwise_and", "bitwise_or", "bitwise_xor", "gcd") for c in _methods(n, I4, U)),
    *(
        Case(f"numpy.{n}.at", [call(F8.copy(), AT, F8[0]), call(F4.copy(), (AT, PLACES[:3]), V4[:3]), call(I4.copy(), AT, 1.5), call(F8.copy(), F8 > 0, 3.0)], [call(F8.copy(), AT, SEVEN), call(F8.copy(), np.array([9]), 1.0)])
        for n in ("add", "subtract", "multiply", "maximum")
    ),
    Case("numpy.true_divide.outer", [call(V8, VI), call(F4, V4, where=True)], [call(V8, "a")]),
]  # fmt: skip
