"""Methods and properties of `numpy.ndarray`, and functions that write into an array."""

import numpy as np
from frontends.case import call
from frontends.cases import properties as has
from frontends.cases.shared_numpy import (
    C8,
    F4,
    F8,
    G4,
    G8,
    I1,
    I4,
    I8,
    J4,
    MASK,
    NAN4,
    SEVEN,
    T4,
    TI,
    U1,
    V4,
    V8,
    VI,
    B,
    Table,
)

import ivy

T = Table("numpy.ndarray")
T.add("all any", [call(I4), call(B, axis=0), call(F4, axis=1, keepdims=True)], call(F8, axis=5))
T.add("argmax argmin", [call(F8), call(I4, axis=0), call(F4, axis=1, keepdims=True)], call(F8, axis=5))
T.add("max min", [call(F8), call(I4, axis=0), call(F4, axis=1, keepdims=True), call(I1, axis=0, initial=3)], call(F8, axis=5))
T.add("sum prod", [call(F8), call(I4, axis=0), call(U1), call(F4, axis=1, keepdims=True)], call(F8, axis=5))
T.add("mean", [call(F8), call(I4, axis=0), call(F4, axis=1, keepdims=True)], call(F8, axis=5))
T.add("std var", [call(F8), call(I4, axis=0), call(F4, axis=1, keepdims=True, ddof=1)], call(F8, axis=5))
T.add("cumsum cumprod", [call(F8), call(I4, axis=0), call(F4, axis=1, dtype=ivy.float64)], call(F8, axis=5))
T.add("argsort", [call(F8), call(I4, axis=0), call(NAN4, axis=None)], call(F8, axis=5))
T.add("argpartition", [call(V8, 1), call(VI, 2, axis=0)], call(V8, 9), has.argpartition)
T.add("choose", [call(np.array([0, 1, 0, 1]), [V8, V8 * 2]), call(np.array([5, -1], "int32"), [V8[:2], V8[2:]], mode="clip")], call(np.array([0, 1]), [V8, SEVEN]))
T.add("clip", [call(F8, -1, 1), call(I4, 0, None), call(F4, max=V4)], call(F8, SEVEN, 1))
T.add("compress", [call(V8, MASK), call(I4, np.array([True, False, True]), axis=0)], call(F8, MASK, axis=5))
T.add("conj conjugate", [call(C8), call(F8), call(I4)], call(F8, 1, 2, 3))
T.add("copy flatten", [call(F8), call(I4, "F")], call(F8, "X"))
T.add("diagonal", [call(F8), call(I4, offset=1), call(TI, 0, 1, 2)], call(V8))
T.add("dot", [call(F8, V8), call(I4, V4), call(F4, 2.0)], call(F8, G8))
T.add("nonzero", [call(F8), call(I4), call(B)], call(F8, 1))
T.add("ravel", [call(F8), call(I4, "F")], call(F8, "X"))
T.add("repeat", [call(F8, 2), call(I4, 2, axis=1)], call(F8, 2, axis=5))
T.add("reshape", [call(F8, 4, 3), call(I4, (2, -1)), call(F4, (4, 3), order="F")], call(F8, 5, 3))
T.add("round", [call(F8), call(F4, 1), call(I4, decimals=-1)], call(F8, 1.5))
T.add("searchsorted", [call(np.sort(V8), F8), call(np.sort(VI), 2, side="right")], call(F8, 1.0))
T.add("squeeze", [call(F8[:1]), call(I4[None, :, :, None], axis=(0, 3))], call(F8, axis=0))
T.add("swapaxes", [call(T4, 0, 2), call(TI, 1, -1)], call(T4, 0, 5))
T.add("take", [call(F8, np.array([[0, 2], [1, 0]])), call(I4, np.array([1, -1]), axis=1), call(VI, np.array([9, -9]), mode="wrap")], call(F8, np.array([99])))
T.add("trace", [call(F8), call(I4, offset=1), call(F4, dtype=ivy.float64)], call(V8))
T.add("transpose", [call(F8), call(TI, 1, 2, 0), call(T4, (0, 2, 1))], call(F8, 0, 5))
T.add("astype", [call(F8, ivy.float32), call(I4, ivy.float64, casting="safe"), call(F4, ivy.int32, order="C")], call(F8, ivy.int32, casting="safe"))
T.add("byteswap", [call(F8), call(I4), call(I8)], call(F8, 1, 2))
T.add("item", [call(F8, 3), call(I4, 1, 2), call(V4[:1])], [call(F8, 99), call(F8)])
T.add("tolist", [call(F8), call(I4), call(B)], call(F8, 1))
T.add("tobytes", [call(F8), call(I4, order="F"), call(F4)], call(F8, "X"))
T.add("view", [call(F8, ivy.int64), call(F4, ivy.int32), call(I8, ivy.int32)], call(F4[:, :3].copy(), ivy.float64))
T.add("fill", [call(F8.copy(), 3), call(I4.copy(), 2.7)], call(F8.copy(), SEVEN))
T.add("sort", [call(F8.copy()), call(I4.copy(), axis=0), call(F4.copy(), 0)], call(F8.copy(), axis=5))
T.add("put", [call(F8.copy(), [0, -1], [7.0, 8.0]), call(I4.copy(), [1, 99], 3, mode="clip")], call(F8.copy(), [99], 1.0))
T.add("__getitem__", [call(F8, 1), call(I4, (slice(None), -1)), call(T4, (0, slice(None), [1, 2])), call(T4, ([0, 1], slice(None), [1, 2])), call(F8, B), call(I4, (None, Ellipsis, 1)), call(F8, (slice(None, None, -1), np.array([True, False, True, True]))), call(VI, np.array([[0, -1]]))], [call(F8, 9), call(F8, (0, 0, 0)), call(F8, 1.5), call(F8, MASK)])
T.add("__setitem__", [call(F8.copy(), 1, 5), call(I4.copy(), (slice(None), [1, 2]), 7), call(F4.copy(), F4 > 0, -1), call(T4.copy(), (0, Ellipsis, 1), V4[:3])], [call(F8.copy(), 9, 1), call(F8.copy(), 0, SEVEN)])
BINARY = "add sub mul truediv floordiv mod pow matmul".split()
for name in BINARY[:6]:
    T.add(f"__{name}__ __r{name}__ __i{name}__", [call(F8.copy(), G8), call(F4.copy(), 2), call(F8.copy(), J4), call(F4.copy(), G4[0])], call(F8, SEVEN))
T.add("__pow__ __rpow__", [call(np.abs(F8), G8), call(J4, 2), call(np.abs(F4), 2.5)], call(F8, SEVEN))
T.add("__matmul__", [call(F8, V8), call(I4, J4.T.copy())], call(F8, SEVEN))
for name in ("and", "or", "xor"):
    T.add(f"__{name}__ __r{name}__ __i{name}__", [call(I4.copy(), J4), call(U1.copy(), 3), call(B.copy(), B[0])], [call(I4, SEVEN.astype(int)), call(F8, F8)])
for name in ("lshift", "rshift"):
    T.add(f"__{name}__", [call(I4, 2), call(U1, 1)], call(F8, 2))
for name in ("eq", "ne"):
    T.add(f"__{name}__", [call(F8, G8), call(I4, J4), call(F4, 0.5)], call(F8, 1, 2))
for name in ("lt", "le", "gt", "ge"):
    T.add(f"__{name}__", [call(F8, G8), call(I4, J4), call(F4, 0.5)], call(F8, SEVEN))
T.add("__neg__", [call(F8), call(I4)], call(B))
T.add("__pos__ __abs__", [call(F8), call(I4), call(C8)], call(F8, 1))
T.add("__invert__", [call(I4), call(B)], call(F8))
T.add("__divmod__", [call(F8, G8), call(I4, J4)], call(F8, SEVEN))
T.add("__len__", [call(F8), call(I4)], call(np.float64(1).reshape(())))
T.add("__contains__", [call(F8, 3.5), call(I4, 2)], call(F8, SEVEN))
T.add("__bool__ __float__ __int__", [call(V8[:1].reshape(())), call(VI[:1].reshape(()))], call(F8))

CASES = T.cases
