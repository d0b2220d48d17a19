"""Cases that NumPy and jax.numpy share: one table for both, with `jax` where they differ."""

from __future__ import annotations

import math

import numpy as np
from frontends.case import Case, Invocation, call, of
from frontends.cases import properties as has

import ivy

_RNG = np.random.default_rng(7)
F8 = np.round(_RNG.normal(size=(3, 4)) * 2, 3)
F4 = F8.astype("float32")
G8 = np.round(_RNG.normal(size=(3, 4)), 3)
G4 = G8.astype("float32")
I4 = _RNG.integers(-6, 7, (3, 4)).astype("int32")
J4 = _RNG.integers(1, 7, (3, 4)).astype("int32")
I8, J8 = I4.astype("int64"), J4.astype("int64")
I1 = I4.astype("int8")
U1 = np.abs(I4).astype("uint8")
B = np.array([[True, False, True, True], [False] * 4, [True, True, False, True]])
C8 = (F8 + 1j * G8).astype("complex64")
C16 = F8 + 1j * G8
SPECIAL = np.array([math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, -1.5, 2.5], "float32")
NAN = np.where(np.eye(3, 4, 1) > 0, math.nan, F8)
NAN4 = NAN.astype("float32")
MASK = np.array([True, False, True, True])
V8 = np.array([0.5, -1.0, 2.0, 3.5])
V4 = V8.astype("float32")
VI = np.array([3, 1, 2, 1, 0], "int32")
T8 = np.round(_RNG.normal(size=(2, 3, 4)), 3)
T4 = T8.astype("float32")
TI = _RNG.integers(-5, 6, (2, 3, 4)).astype("int32")
SEVEN = np.zeros(7)
SEVEN4 = np.zeros(7, "float32")


class Table:
    """Collects cases under one prefix."""

    def __init__(self, prefix: str):
        self.prefix = prefix
        self.jax = prefix.startswith("jax")
        self.cases: list[Case] = []

    def add(self, names: str, samples: list, bad: Invocation | list, check="values") -> None:
        """The same calls for each of several functions."""
        for name in names.split():
            self.cases.append(Case(f"{self.prefix}.{name}", samples, bad, check))


# -- ufuncs

_SMOOTH = "arctan arcsinh cos exp exp2 expm1 sin tan tanh sinh cosh atan asinh".split()
_INSIDE = "arccos arcsin arctanh acos asin atanh".split()
_POSITIVE = "log log10 log1p log2 sqrt".split()
_REAL_FLOAT = "cbrt deg2rad degrees rad2deg radians".split()
_ANY = "absolute abs square sign conjugate conj".split()
_ROUNDING = "ceil floor trunc".split()


def _unary(t: Table, names, samples, bad=()) -> None:
    if t.jax:
        bad = [call("a"), call([1.0, 2.0])]
    else:
        x = next(s.args[0] for s in samples if s.args[0].shape == (3, 4))
        samples = [*samples, call(x, where=B, out=sevens(x))]
        bad = [call(x, where=np.ones(7, bool)), *bad]
    t.add(" ".join(names), samples, bad)


def sevens(x):
    """An array of the source's own to write into."""
    dtype = "complex128" if x.dtype.kind == "c" else "float64"
    return of(lambda numpy: numpy.full((3, 4), 7, dtype))


def unary_ufuncs(t: Table) -> None:
    half = F4.astype("float16")
    wide = [call(F8), call(SPECIAL), call(I4), call(half), call(C8), call(U1)]
    _unary(t, _SMOOTH, wide)
    inner = [call(np.tanh(F8)), call(np.tanh(F4)), call(B), call(np.tanh(C8))]
    _unary(t, _INSIDE, inner)
    _unary(t, ["arccosh", "acosh"], [call(np.abs(F8) + 1), call(np.abs(F4) + 1), call(J4)])
    high = [call(np.abs(F8)), call(SPECIAL), call(U1), call(C16)]
    _unary(t, _POSITIVE, high)
    _unary(t, _REAL_FLOAT, [call(F8), call(SPECIAL), call(I4)], [call(C16)])
    _unary(t, _ANY, [call(F8), call(SPECIAL), call(I4), call(C8), call(U1)])
    _unary(t, _ROUNDING, [call(F8), call(SPECIAL), call(I4)], [call(C16)])
    _unary(t, ["rint"], [call(F8), call(np.array([0.5, 1.5, 2.5, -0.5], "float32")), call(I4)])
    _unary(t, ["negative"], [call(F8), call(SPECIAL), call(I4), call(C8)], [call(B)])
    _unary(t, ["positive"], [call(F8), call(SPECIAL), call(I4), call(C8)])
    _unary(t, ["reciprocal"], [call(F8), call(V4), call(C8)])
    _unary(t, ["fabs"], [call(F8), call(SPECIAL), call(I4)], [call(C16)])
    _unary(t, ["invert", "bitwise_not", "bitwise_invert"], [call(I4), call(U1), call(B)], [call(F4)])
    _unary(t, ["bitwise_count"], [call(I4), call(U1), call(I8)], [call(F4)])
    _unary(t, ["logical_not"], [call(F8), call(SPECIAL), call(I4), call(B)])
    finite = [call(SPECIAL), call(SPECIAL.astype("float64")), call(I4), call(np.array([math.inf + 1j, complex(1, math.nan), 2j], "complex64"))]
    _unary(t, ["isfinite", "isinf", "isnan"], finite)
    _unary(t, ["signbit"], [call(SPECIAL[1:]), call(F8), call(I4)], [call(C16)])
    if not t.jax:
        _unary(t, ["spacing"], [call(F8), call(V4)], [call(C16)])
    two = [call(F8), call(V4)]
    if t.jax:
        t.add("frexp modf", [*two, call(SPECIAL[3:])], call("a"))
    else:
        t.add("frexp modf", [*two, call(SPECIAL[3:], order="C")], [call(C16), call(F4, where=np.ones(7, bool))])


_NUMERIC = "add subtract multiply".split()
_COMPARE = "equal not_equal less less_equal greater greater_equal".split()
_ORDER = "maximum minimum fmax fmin".split()
_BITS = "bitwise_and bitwise_or bitwise_xor".split()


def _binary(t: Table, names, samples, bad=()) -> None:
    bad = [call(F4, SEVEN4), *bad]
    if t.jax:
        bad.append(call([1.0], F4))
    else:
        samples = [*samples, call(*samples[0].args, order="C")]
    t.add(" ".join(names), samples, bad)


def binary_ufuncs(t: Table) -> None:
    mixed = [call(F8, G8), call(F4, G4[0]), call(I4, J4), call(I4, F4), call(F4, 2.5), call(U1, 3)]
    _binary(t, _NUMERIC, [*mixed, call(C8, F4), call(I1, I4), call(3, F4)])
    _binary(t, _COMPARE, [*mixed, call(SPECIAL, SPECIAL[::-1].copy()), call(I4, I4), call(B, B[0])])
    _binary(t, _ORDER, [*mixed, call(SPECIAL[1:], SPECIAL[:7]), call(I4, I4[0])])
    smooth = [call(F8, G8), call(F4, G4[0]), call(I4, J4), call(F4, 2.5)]
    _binary(t, ["divide", "true_divide"], [*smooth, call(C8, C8[0]), call(F4, SPECIAL[:4])])
    _binary(t, ["arctan2", "atan2", "hypot"], [*smooth, call(SPECIAL, SPECIAL[::-1].copy())], [call(C16, C16)] if not t.jax else [])
    _binary(t, ["copysign", "nextafter"], [call(F8, G8), call(F4, G4[0]), call(F4, 2.5)])
    _binary(t, ["logaddexp", "logaddexp2"], smooth)
    _binary(t, ["heaviside"], [*smooth, call(SPECIAL, np.float32(0.5))])
    quotients = [call(F8, G8), call(F4, G4[0]), call(I4, J4), call(F4, 2.5), call(I4, -3), call(U1, J4.astype("uint8"))]
    _binary(t, ["floor_divide", "remainder", "mod"], quotients, [call(C16, C16)])
    _binary(t, ["fmod"], quotients, [call(C16, C16)])
    _binary(t, ["power", "pow"], [call(np.abs(F8), G8), call(np.abs(F4), G4[0]), call(I4, J4), call(F4, 2), call(I4, 3), call(C8, 2)])
    _binary(t, ["float_power"], [call(np.abs(F8), G8), call(np.abs(F4), 2), call(J4, 2)])
    _binary(t, ["gcd", "lcm"], [call(I4, J4), call(I8, J8), call(I4, 6)], [call(F4, F4)])
    _binary(t, _BITS, [call(I4, J4), call(U1, U1[0]), call(B, B[0]), call(I4, 3)], [call(F4, F4)])
    small = np.array([0, 1, 2, 3], "int32")
    _binary(t, ["left_shift", "right_shift", "bitwise_left_shift", "bitwise_right_shift"], [call(I4, small), call(U1, 2), call(I8, 3)], [call(F4, F4)])
    _binary(t, ["ldexp"], [call(F8, I4), call(F4, I4[0])], [call(C16, I4)] if not t.jax else [])
    _binary(t, ["logical_and", "logical_or", "logical_xor"], [call(F8, I4), call(B, B[0]), call(SPECIAL, SPECIAL[::-1].copy())])
    pairs = [call(F8, G8), call(F4, G4[0]), call(I4, J4)]
    bad = [call(F4, SEVEN4)]
    t.add("divmod", pairs if t.jax else [*pairs, call(F4, 2.5, order="C")], bad)


# -- reductions

_BEYOND = call(F8, axis=5)


def reductions(t: Table) -> None:
    plain = [call(F8), call(F4, axis=0), call(I4, axis=1, keepdims=True), call(T4, axis=(0, 2))]
    masked = [call(F4, axis=1, where=B), call(B, axis=0)]
    sums = [call(U1, axis=0), call(I1, axis=0, initial=3), call(C8), call(F4, dtype=ivy.float64)]
    if t.jax:
        sums[-1] = call(F4, dtype=ivy.int32)
    t.add("sum prod", [*plain, *masked, *sums], [_BEYOND, call(F8, axis=(0, 0))])
    ends = [call(U1, axis=0), call(I1, axis=0, initial=3), call(NAN4, axis=1)]
    ends.append(call(F4, axis=1, where=B, initial=np.float32(-1)))
    t.add("max min amax amin", [*plain, *ends, call(B, axis=0)], [_BEYOND, call(np.zeros((0, 3)), axis=0), call(F4, where=B)])
    t.add("all any", [call(I4), call(B, axis=0), call(F4, axis=1, keepdims=True), call(B, axis=1, where=B)], _BEYOND)
    t.add("argmax argmin", [call(F8), call(F4, axis=0), call(I4, axis=1, keepdims=True), call(NAN4, axis=0), call(B, axis=1)], [_BEYOND, call(np.zeros((0, 3)), axis=0)])
    t.add("cumsum cumprod", [call(F8), call(F4, axis=0), call(I4, axis=1), call(I1, axis=0, dtype=ivy.int32), call(U1), call(C8, axis=0)], [_BEYOND])
    t.add("nancumsum nancumprod", [call(NAN), call(NAN4, axis=0), call(I4, axis=1)], [_BEYOND])
    t.add("nansum nanprod", [call(NAN), call(NAN4, axis=0), call(I4, axis=1, keepdims=True), call(NAN4, axis=1, where=B)], [_BEYOND])
    t.add("nanmax nanmin", [call(NAN), call(NAN4, axis=0), call(I4, axis=1, keepdims=True)], [_BEYOND])
    t.add("nanargmax nanargmin", [call(NAN), call(NAN4, axis=0), call(I4, axis=1, keepdims=True)], [_BEYOND])
    half = F4.astype("float16")
    means = [call(F8), call(F4, axis=0), call(I4, axis=1, keepdims=True), call(F4, axis=1, where=B | True), call(half), call(C8, axis=0), call(B)]
    t.add("mean", means, [_BEYOND])
    spread = [call(F8), call(F4, axis=0, ddof=1), call(I4, axis=1, keepdims=True), call(C8, axis=0), call(half), call(F4, axis=0, correction=1), call(F4, axis=1, mean=F4.mean(1, keepdims=True))]
    t.add("std var", spread, [_BEYOND])
    t.add("nanmean", [call(NAN), call(NAN4, axis=0), call(I4, axis=1, keepdims=True)], [_BEYOND])
    t.add("nanstd nanvar", [call(NAN), call(NAN4, axis=0), call(NAN4, axis=1, keepdims=True, ddof=1), call(I4)], [_BEYOND])
    t.add("median", [call(F8), call(F4, axis=0), call(I4, axis=1, keepdims=True), call(NAN4, axis=0), call(T4, axis=(0, 2))], [_BEYOND])
    t.add("nanmedian", [call(NAN), call(NAN4, axis=0), call(I4, axis=1, keepdims=True)], [_BEYOND])
    q8, q4 = np.array([0.1, 0.5, 0.75]), np.array([0.1, 0.5, 0.75], "float32")
    methods = [call(F8, 0.3, method=m) for m in ("lower", "higher", "midpoint", "nearest")]
    more = "inverted_cdf averaged_inverted_cdf closest_observation interpolated_inverted_cdf hazen weibull median_unbiased normal_unbiased".split()
    if not t.jax:
        methods += [call(T8, q8, axis=(0, 1), method=m) for m in more]
    bad = [call(F8, 0.5, axis=5), call(F8, 0.5, method="nearly")]
    quantiles = [call(F8, q8), call(F4, q4, axis=0), call(I4, 0.25, axis=1, keepdims=True), *methods]
    t.add("quantile", quantiles, bad)
    t.add("nanquantile", [call(NAN, q8), call(NAN4, q4, axis=0), call(I4, 0.25, axis=1, keepdims=True), call(NAN, 0.3, axis=1, method="lower")], bad)
    t.add("percentile", [call(F8, 100 * q8), call(F4, 100 * q4, axis=0), call(I4, 25.0, axis=1, method="lower")], [call(F8, 50, axis=5)])
    t.add("nanpercentile", [call(NAN, 100 * q8), call(NAN4, 100 * q4, axis=0), call(I4, 25.0, axis=1, method="higher")], [call(F8, 50, axis=5)])
    t.add("ptp", [call(F8), call(F4, axis=0), call(I4, axis=1, keepdims=True)], [_BEYOND])
    t.add("count_nonzero", [call(F8), call(I4, axis=0), call(B, axis=1, keepdims=True)], [_BEYOND])
    t.add("average", [call(F8), call(F4, axis=0), call(I4, axis=1, weights=np.array([1.0, 2, 3, 1])), call(F4, weights=np.abs(G4), returned=True)], [_BEYOND, call(F8, weights=V8[:3])])
    t.add("cov", [call(F8), call(F4, rowvar=False), call(F8, G8, bias=True), call(V4, ddof=0), call(F4, fweights=np.array([1, 2, 1, 3]))], [call(T8)] if t.jax else [call(T8), call(F8, ddof=0.5)])
    t.add("corrcoef", [call(F8), call(F4, rowvar=False), call(V8, G8[0])], [call(T8)])
    t.add("diff", [call(F8), call(F4, n=2), call(I4, axis=0), call(B, axis=1), call(I4, prepend=0), call(F4, append=G4, axis=0)], [call(F8, n=-1), _BEYOND])
    t.add("ediff1d", [call(F8), call(F4, to_end=np.float32(9)), call(I4, to_begin=np.array([1, 2], "int32"))], call([1, 2, 3]) if t.jax else call(I4, to_end=np.array([1.5])))
    t.add("gradient", [call(F8), call(F4, axis=0), call(F8, 2.0, axis=1), call(F8, np.array([0.0, 1, 3, 4]), axis=1), call(T4, axis=(1, 2))], [call(F8, axis=5), call(F8, 1.0, 2.0, 3.0)])
    t.add("trapezoid", [call(F8), call(F4, dx=0.5), call(F8, np.array([0.0, 1, 3, 4])), call(I4, axis=0)], [call(F8, axis=5)])
    t.add("cumulative_sum cumulative_prod", [call(V8), call(F4, axis=0), call(I4, axis=1, include_initial=True), call(I1, axis=0, dtype=ivy.int32)], [call(F8), call(F8, axis=5)])


# -- shapes


def shapes(t: Table) -> None:
    t.add("reshape", [call(F8, (4, 3)), call(I4, (2, -1)), call(F4, 12), call(F4, (4, 3), order="F"), call(F4, shape=(6, 2), copy=True)], [call(F8, (5, 3)), call(F8, (-1, -1))])
    t.add("ravel", [call(F8), call(I4, order="F")], [call([F4]) if t.jax else call(F8, order="X")])
    turned = [call(TI, (1, 2, 0)), call(T4, axes=(0, 2, 1))]
    t.add("transpose", [call(F8), *turned], [call(F8, (0, 5)), call(F8, (0,))])
    t.add("permute_dims", turned, [call(F8, (0, 5)), call(F8, (0,))])
    t.add("matrix_transpose", [call(F8), call(TI)], call(V8))
    t.add("moveaxis", [call(T8, 0, 2), call(TI, (0, 1), (2, 0))], [call(T8, 5, 0), call(T8, (0, 1), 0)])
    t.add("rollaxis", [call(T8, 2), call(TI, 0, start=2)], call(T8, 5))
    t.add("swapaxes", [call(T8, 0, 2), call(TI, 1, -1)], call(T8, 0, 5))
    t.add("squeeze", [call(T8[:1]), call(TI[:, :1], axis=1), call(I4[None, :, :, None], axis=(0, 3))], [call(F8, axis=0), call(F8, axis=5)])
    t.add("expand_dims", [call(F8, 0), call(I4, (0, 3))], call(F8, 7))
    t.add("broadcast_to", [call(V8, (3, 4)), call(VI, (2, 5))], [call(V8, (3, 5))])
    t.add("broadcast_arrays", [call(F8, V8), call(I4, F4[0], np.float32(3))], [call(F8, SEVEN)])
    t.add("atleast_1d atleast_2d atleast_3d", [call(np.float32(3)), call(V8), call(I4), call(V4, F8)], call("a") if t.jax else call([[1, 2], [3]]))
    t.add("concatenate concat", [call([F8, G8]), call([I4, F4], axis=1), call((I4, J4), axis=None)], [call([F8, V8]), call([]), call([F8, T8[0][:, :3]], axis=0), call([F8, G8], axis=5)])
    t.add("stack", [call([F8, G8]), call([I4, F4], axis=1), call((I4, J4), axis=-1)], [call([F8, V8]), call([]), call([F8, G8], axis=5)])
    joins = [call([F8, G8]), call([I4, F4]), call((V4, V4)), call([F4, G4], dtype=ivy.float16)]
    t.add("hstack vstack", joins, [call([F8, T8]), call([])])
    t.add("dstack", joins if t.jax else joins[:3], [call([F8, T8[:, :2]]), call([])])
    t.add("column_stack", joins[:3], [call([F8, T8[:, :2]]), call([])])
    t.add("append", [call(F8, G8), call(I4, J4, axis=0), call(V4, 3.5)], [call(F8, V8, axis=0)])
    t.add("block", [call([[F8, G8], [G8, F8]]), call([V4, V4]), call([[I4], [J4]])], call([[F8, V8[:3]], [G8]]))
    t.add("split", [call(F8, 2, axis=1), call(I4, [1, 2]), call(VI, (2, 3))], [call(F8, 2), call(F8, 2, axis=5)])
    t.add("array_split", [call(F8, 3, axis=1), call(I4, 2), call(VI, [2])], [call(F8, 0), call(F8, 2, axis=5)])
    t.add("hsplit", [call(F8, 2), call(VI, [2])], [call(F8, 3)])
    t.add("vsplit", [call(F8, 3), call(I4, [1])], [call(F8, 2)] if t.jax else [call(F8, 2), call(V8, 2)])
    t.add("dsplit", [call(T8, 2), call(TI, [1])], [call(F8, 2)])
    t.add("unstack", [call(F8), call(TI, axis=1)], [call(np.float32(3)), call(F8, axis=5)])
    t.add("tile", [call(V8, 2), call(I4, (2, 1)), call(VI, (2, 2, 1))], call("a", 2) if t.jax else call(V8, (1.5,)))
    t.add("repeat", [call(F8, 2), call(I4, 2, axis=1), call(V4, np.array([1, 0, 2, 1]), axis=0)], [call(F8, 2, axis=5), call(V8, np.array([1, 2, 3]), axis=0)])
    t.add("flip", [call(F8), call(I4, axis=0), call(T4, axis=(0, 2))], [_BEYOND])
    t.add("fliplr", [call(F8), call(TI)], call(V8))
    t.add("flipud", [call(F8), call(VI)], call(np.float32(3)))
    t.add("rot90", [call(F8), call(I4, k=2), call(TI, k=-1, axes=(1, 2)), call(F4, 3)], [call(F8, axes=(0, 0)), call(F8, axes=(0, 1, 2))])
    t.add("roll", [call(F8, 2), call(I4, -1, axis=1), call(T4, (1, 2), axis=(0, 2)), call(VI, 7)], [call(F8, 1, axis=5)])
    t.add("resize", [call(F8, (5, 3)), call(I4, (2, 2)), call(VI, 7)], call(F8, (-1, 2)))
    unique = [call(VI, np.array([0, 2]), assume_unique_indices=True)] if t.jax else []
    t.add("delete", [*unique, call(F8, 1), call(I4, np.array([0, 2]), axis=1), call(VI, slice(1, 3)), call(V4, np.array([True, False, False, True]))], [call(F8, 20), call(F8, 1, axis=5)])
    t.add("insert", [call(V8, 1, 9.0), call(I4, 1, J4[0], axis=0), call(VI, np.array([1, 3]), np.array([7, 8], "int32")), call(F4, 0, 5.0, axis=1)], [call(V8, 9, 1.0), call(F8, 1, 1.0, axis=5)])
    t.add("trim_zeros", [call(np.array([0.0, 0, 1, 2, 0])), call(np.array([0, 3, 0, 0], "int32"), "f")], call(np.array([0.0, 1]), axis=5))
    widths = [call(F8, 1), call(I4, ((1, 2), (0, 1)), constant_values=3), call(F4, (1, 2), mode="edge"), call(F8, 2, mode="reflect"), call(I4, 1, mode="symmetric"), call(F4, (2, 1), mode="wrap"), call(F8, (1, 1), mode="maximum"), call(F8, (2, 1), mode="mean"), call(F4, 2, mode="linear_ramp", end_values=1.0), call(F8, 2, mode="reflect", reflect_type="odd"), call(V8, (0, 3), mode="minimum", stat_length=2)]
    t.add("pad", widths, [call(F8, -1), call(F8, 1, mode="nowhere")])


# -- selection


def selection(t: Table) -> None:
    t.add("where", [call(B, F8, G8), call(F4 > 0, F4, 2.0), call(B, I4, F4), call(MASK, I4, 3), call(I4), *([call(I4, size=5)] if t.jax else [])], [call(B, F8), call(B, SEVEN, F8)])
    sized = [call(I4, size=5), call(F4 > 0, size=20, fill_value=-1)] if t.jax else []
    t.add("nonzero argwhere flatnonzero", [call(F8), call(I4), call(B), *sized], call("a") if t.jax else call([[1], [1, 2]]))
    at = np.array([[0, 2], [1, 0]])
    t.add("take", [call(F8, at), call(I4, at, axis=0), call(F4, np.array([1, -1]), axis=1), call(VI, 2), call(VI, np.array([9, -9]), mode="clip"), call(VI, np.array([9, -9]), mode="wrap")], [call(F8, at, axis=5), call(F8, np.array([0.5]))])
    along = np.array([[0, 1, 2, 1]])
    t.add("take_along_axis", [call(F8, along, axis=0), call(I4, np.argsort(I4, axis=1), axis=1), call(F4, np.array([3, -2]), axis=None)], [call(F8, V8, axis=0), call(F8, along, axis=5)])
    t.add("choose", [call(np.array([0, 1, 0, 1]), [V8, V8 * 2]), call(np.array([2, 1, 0, 0], "int32"), [V4, V4 * 2, 7]), call(np.array([5, -1]), [V8[:2], V8[2:]], mode="clip"), call(np.array([5, -1]), [V8[:2], V8[2:]], mode="wrap")], [call(np.array([0, 1]), [V8, SEVEN]), call(np.array([0, 1]), [V8[:2]], mode="other")])
    t.add("select", [call([F8 > 1, F8 < 0], [F8, G8]), call([B, I4 > 0], [I4, J4], 9), call([MASK], [V4], default=1.5)], [call([F8 > 1], [F8, G8]), call([], [])])
    t.add("compress", [call(MASK, V8), call(np.array([True, False, True]), I4, axis=0), call([1, 0, 1, 1] if not t.jax else MASK, F4, axis=1)], [call(MASK, F8, axis=5)])
    t.add("extract", [call(B, F8), call(I4 > 0, I4)], call("a", F8) if t.jax else call([[1], [1, 2]], F8))
    ordered = np.array([-1.0, 0.5, 0.5, 2.0])
    t.add("searchsorted", [call(ordered, F8), call(ordered.astype("float32"), F4, side="right"), call(np.sort(VI), 2), call(VI, 1, sorter=np.argsort(VI))], [call(F8, 1.0), call(ordered, 1.0, side="middle")])
    t.add("digitize", [call(F8, ordered), call(F4, ordered.astype("float32")[::-1].copy(), right=True), call(I4, np.array([0, 2]))], call(F8, F8) if t.jax else call(F8, np.array([1.0, 3, 2])))
    t.add("ravel_multi_index", [call((np.array([1, 2]), np.array([0, 3])), (3, 4)), call((VI, VI), (4, 5), order="F"), call((VI, np.array([9, 9, 9, 9, 9])), (4, 5), mode="clip"), call((VI, np.array([9, 9, -9, 9, 9])), (4, 5), mode="wrap")], [call((VI,), (3, 4)), call((V4, V4), (3, 4))])
    t.add("unravel_index", [call(np.array([0, 5, 11]), (3, 4)), call(VI, (2, 2, 2))] if t.jax else [call(np.array([0, 5, 11]), (3, 4)), call(VI, (2, 2, 2), order="F")], [call(V8, (3, 4))])
    t.add("tril_indices_from triu_indices_from", [call(F8), call(I4, k=1)], call(V8))
    square = F8[:, :3]
    t.add("diag_indices_from", [call(square), call(I4[:, :3])], [call(F8), call(V8)])
    t.add("ix_", [call(np.array([0, 2]), np.array([1, 3])), call(VI, MASK)], call(F8, V8))
    t.add("diagonal", [call(F8), call(I4, offset=1), call(TI, 0, 1, 2)], [call(V8), call(F8, axis1=0, axis2=0), call(F8, axis1=5)])
    t.add("trace", [call(F8), call(I4, offset=1), call(TI, 0, 1, 2), call(F4, dtype=ivy.float16), call(I1)], [call(V8), call(F8, axis1=5)])
    t.add("diag", [call(F8), call(I4, k=1), call(V4), call(VI, -1)], [call(T8), call(np.float32(3))])
    t.add("diagflat", [call(V8), call(I4, k=1)], call("a") if t.jax else call([[1], [1, 2]]))
    t.add("tril triu", [call(F8), call(TI, k=1), call(F4, -1), call(B)], call(np.float32(3)) if t.jax else call([[1], [1, 2]]))
    t.add("piecewise", [call(F8, [F8 < 0, F8 >= 0], [-1, 1]), call(F4, [F4 < 0], [lambda x: x * 2, 7.0])] + [call(I4, [I4 < 0, I4 > 3], [0, 5, 9])], call(F8, [F8 < 0], [1, 2, 3]))


# -- sorting


def sorting(t: Table) -> None:
    t.add("sort argsort", [call(F8), call(I4, axis=0), call(NAN4), call(F4, axis=None), call(U1, axis=0), call(F4, stable=True)], [_BEYOND])
    t.add("sort_complex", [call(V8), call(V4), call(C8[0])], call("a") if t.jax else call([[1], [1, 2]]))
    t.add("lexsort", [call((V8, np.array([1.0, 0, 1, 0]))), call((VI, VI[::-1].copy())), call((F8, G8), axis=0)], [call((V8, VI)), call((F8, G8), axis=5)])
    partitions = [call(V8, 1), call(I4, 2, axis=0), call(T8, -3), call(TI, 1, axis=1)]
    for name, check in (("partition", has.partition), ("argpartition", has.argpartition)):
        t.add(name, partitions, [call(V8, 9), call(F8, 1, axis=5)], check)
    repeated = np.array([2.0, 1, 2, 3, 1])
    t.add("unique", [call(repeated), call(VI, return_index=True, return_inverse=True, return_counts=True), call(I4[[0, 1, 0]], axis=0), call(np.array([math.nan, 1, math.nan])), call(I4, return_inverse=True)], [_BEYOND])
    bad = call("a") if t.jax else call([[1], [1, 2]])
    t.add("unique_all unique_counts unique_inverse", [call(repeated), call(VI), call(I4)], bad)
    t.add("unique_values", [call(repeated), call(VI), call(I4)], bad, has.set_of_values)
    t.add("isin", [call(F8, F8[0]), call(I4, [1, 2] if not t.jax else np.array([1, 2])), call(VI, VI[:2], invert=True)], call("a", F8) if t.jax else call([[1], [1, 2]], F8))
    pair = [call(repeated, V8), call(VI, np.array([3, 1], "int32"))]
    bad = call([1.0], V8) if t.jax else call([[1], [1, 2]], V8)
    t.add("union1d", pair, bad)
    t.add("setdiff1d setxor1d", [*pair, call(np.array([1, 2, 3]), np.array([3, 4]), assume_unique=True)], bad)
    t.add("intersect1d", [*pair, call(VI, np.array([3, 1], "int32"), return_indices=True)], bad)


# -- products


def products(t: Table) -> None:
    right = np.ascontiguousarray(G8.T)
    right4, righti = right.astype("float32"), np.ascontiguousarray(J4.T)
    matrices = [call(F8, right), call(F4, right4), call(I4, righti), call(F8, V8), call(T4, np.ascontiguousarray(T4.transpose(0, 2, 1)))]
    extra = [] if t.jax else [call(F4, right4, dtype=ivy.float64)]
    if t.jax:
        extra = [call(F4, right4, preferred_element_type=ivy.float32)]
    t.add("matmul", [*matrices, call(C8, right4), *extra], [call(F8, G8), call(np.float64(2), F8)])
    dots = [*matrices[:4], call(F8, 2.0), call(T8, right), call(V4, V4), call(B, B.T.copy())]
    t.add("dot", dots if not t.jax else [*dots, *extra], [call(F8, G8)])
    t.add("inner", [call(F8, G8), call(V4, V4), call(I4, J4[0]), call(F8, 2.0)] + extra_of(t, F4, G4), [call(F8, V8[:3])])
    t.add("vdot", [call(F8, G8), call(C8, C8), call(VI, VI)] + extra_of(t, V4, V4), [call(V8, VI)])
    t.add("outer", [call(V8, V8), call(VI, V4), call(C8[0], V4)], call("a", V8) if t.jax else call([[1], [1, 2]], V8))
    t.add("tensordot", [call(F8, right, 1), call(T4, T4, axes=((0, 1), (0, 1))), call(I4, J4), call(V4, V4, 0)], [call(F8, G8, 1), call(F8, right, 5)])
    t.add("vecdot", [call(F8, G8), call(C8, C8), call(I4, J4, axis=0)], [call(F8, V8[:3])])
    extra = [] if t.jax else [call(F4, V4, dtype=ivy.float64)]
    t.add("matvec", [*extra, call(F8, V8), call(T4, V4), call(I4, J4)], [call(F8, V8[:3])])
    extra = [] if t.jax else [call(V4[:3], F4, dtype=ivy.float64)]
    t.add("vecmat", [*extra, call(V8[:3], F8), call(V4[:3], T4), call(C8[:, 0].copy(), C8)], [call(V8, F8)])
    t.add("einsum", [call("ij,ij->i", F8, G8), call("ij,jk", F4, right4), call("...i->...", TI), call("ij->ji", I4), call("i,i", V4, V4), call("ij,kj->ik", F4, G4, optimize=True)], [call("ij,jk", F8, G8), call("ij", V8), call("ij->k", F8)])
    t.add("kron", [call(F8, V8), call(I4, J4), call(F4, C8)], call("a", V8) if t.jax else call([[1], [1, 2]], V8))
    a, b = T8[..., :3].copy(), V8[:3].copy()
    t.add("cross", [call(a, b), call(a.astype("float32"), T4[..., :3].copy(), axis=-1), call(TI, TI[:, :, ::-1].copy(), axisa=1, axisb=1, axisc=0)], [call(F8, V8)])


def extra_of(t: Table, a, b):
    """jax.numpy's own optional argument."""
    return [call(a, b, preferred_element_type=ivy.float32)] if t.jax else []


# -- creation


def creation(t: Table) -> None:
    shapes = [call((2, 3)), call(4, dtype=ivy.int32), call((2, 2), "float16")]
    t.add("zeros ones", shapes, [call((-1, 2)), call((2.5,))])
    t.add("empty", shapes, [call((-1, 2)), call((2.5,))], "shape")
    t.add("full", [call((2, 3), 1.5), call(3, 7), call((2, 2), 3, dtype=ivy.float32), call((3, 4), V8)], [call((-1,), 1), call((3, 3), V8)])
    likes = [call(F8), call(I4, dtype=ivy.float32), call(F4, shape=(2, 2))]
    t.add("zeros_like ones_like", likes, [call(F8, shape=(-1,))])
    t.add("empty_like", likes, [call(F8, shape=(-1,))], "shape")
    t.add("full_like", [call(F8, 2), call(I4, 3.5, dtype=ivy.float32), call(F4, V4, shape=(2, 4))], [call(F8, SEVEN)])
    t.add("eye", [call(3), call(2, 4, k=1), call(3, dtype=ivy.int32)], [call(-1), call(2.5)])
    t.add("identity", [call(3), call(2, dtype=ivy.int32)], [call(2.5)] if t.jax else [call(-1), call(2.5)])
    t.add("tri", [call(3), call(3, 4, k=-1), call(2, dtype=ivy.int32)], [call("a")])
    t.add("arange", [call(5), call(2, 8, 2), call(0.0, 1.0, 0.25), call(1, 4, dtype=ivy.float32), call(5, 0, -2)], [call(0, 5, 0)] if not t.jax else [call(0, 5, 0), call("a")])
    t.add("linspace", [call(0, 1, 5), call(V8, 2.0, 4, axis=-1), call(0, 10, 4, endpoint=False, dtype=ivy.int32), call(1.0, 2.0, 3, retstep=True), call(3.0, 3.0, 1), call(0, 1, 4, dtype=ivy.float32)], [call(0, 1, -1)])
    t.add("logspace", [call(0, 2, 5), call(0.0, 3.0, 4, base=2.0), call(0, 2, 3, endpoint=False, dtype=ivy.float32)], [call(0, 1, -1)])
    t.add("geomspace", [call(1, 100, 5), call(1.0, 8.0, 4, endpoint=False), call(2, 200, 3, dtype=ivy.float32)], [call(1, 10, -1)])
    t.add("meshgrid", [call(V8, VI), call(V4, V4, indexing="ij"), call(VI, V4, sparse=True)], [call(V8, V8, indexing="xz")])
    t.add("indices", [call((2, 3)), call((2, 2), dtype=ivy.float32), call((2, 3), sparse=True)], [call((2.5,))])
    t.add("fromfunction", [call(lambda i, j: i + j, (2, 3)), call(lambda i: i * 2, (4,), dtype=ivy.int32)], [call(lambda i: i, (2.5,))])
    t.add("vander", [call(V8), call(VI, 3), call(V4, increasing=True)], [call(F8), call(V8, -1)] if not t.jax else [call(F8)])
    t.add("copy", [call(F8), call(I4), call(F4, order="C") if not t.jax else call(F4, order="K")], call("a") if t.jax else call(F8, order="X"))
    t.add("asarray array", [call(F8), call([[1, 2], [3, 4]]), call(I4, dtype=ivy.float32), call([1.5, 2]), call(3), call([V4, V4])], [call([[1], [1, 2]])])
    t.add("astype", [call(F8, ivy.float32), call(I4, ivy.float32, copy=True), call(F4, ivy.int32), call(C8, ivy.complex64, copy=True), call(I4, ivy.bool_, copy=False)], [call([1, 2], ivy.float32)])


# -- numerics


def numerics(t: Table) -> None:
    xp = np.array([0.0, 1.0, 2.5, 4.0])
    fp = np.array([1.0, -1.0, 3.0, 2.0])
    at = np.array([-1.0, 0.0, 0.5, 2.5, 3.3, 9.0])
    f4 = [v.astype("float32") for v in (at, xp, fp)]
    t.add("interp", [call(at, xp, fp), call(*f4), call(at, xp, fp, left=-7.0, right=9.0), call(at, xp, fp, period=5.0)], [call(at, xp, fp[:2]), call(at, F8, F8)])
    pair = [call(V8, np.array([1.0, 2, 3])), call(VI, VI[:2]), call(V4, V4[:2], mode="same"), call(V4[:2], V4, "valid"), call(C8[0], V4)]
    t.add("convolve correlate", pair, [call(F8, V8), call(V8, V8, mode="other"), call(np.zeros(0), V8)])
    t.add("bincount", [call(VI), call(np.array([1, 1, 3]), minlength=6), call(VI, V8.repeat(2)[:5])], [call(V8), call(I4)])
    edges = np.array([-2.0, 0.0, 1.0, 3.0])
    t.add("histogram", [call(F8), call(F4, bins=4, range=(-2, 2)), call(I4, bins=np.array([-3, 0, 4])), call(F8, edges, density=True), call(F8, 5, weights=np.abs(G8))], [call(F8, 5, weights=V8)] + ([] if t.jax else [call(F8, 0)]))
    t.add("histogram_bin_edges", [call(F8), call(F4, bins=4, range=(-2, 2)), call(I4, bins=np.array([-3, 0, 4]))], call("a") if t.jax else call(F8, 0))
    t.add("histogram2d", [call(F8[0], G8[0]), call(F4[0], G4[0], bins=3), call(F8[0], G8[0], bins=[2, 3], range=[[-2, 2], [-3, 3]]), call(F8[0], G8[0], 3, density=True)], [call(V8, VI)])
    t.add("histogramdd", [call(F8), call(F4[:, :2].copy(), bins=3), call(F8[:, :2].copy(), bins=[2, 3], density=True)], [call(F8, bins=[2, 3])])
    close = np.array([1.0, 1.0 + 1e-9, math.nan, math.inf])
    other = np.array([1.0 + 1e-6, 1.0, math.nan, math.inf])
    t.add("isclose allclose", [call(close, other), call(F4, F4 + np.float32(1e-3), rtol=1e-2), call(close, other, equal_nan=True), call(I4, J4)], [call(F8, SEVEN)])
    t.add("array_equal", [call(F8, F8), call(I4, J4), call(NAN, NAN, equal_nan=True), call(NAN4, NAN4), call(F8, V8)], call(F8))
    t.add("array_equiv", [call(F8, F8), call(I4, I4[0]), call(V4, np.stack([V4, V4])), call(F8, SEVEN)], call(F8))
    kinds = [call(F8), call(C8), call(I4), call(C16.real + 0j)]
    bad = call("a") if t.jax else call([[1], [1, 2]])
    t.add("iscomplex isreal", kinds, bad)
    t.add("real imag", kinds, bad)
    t.add("angle", [call(C16), call(C8, deg=True), call(F8), call(F4)], bad)
    t.add("nan_to_num", [call(SPECIAL), call(NAN, nan=7.0), call(I4), call(SPECIAL.astype("float64"), posinf=3.0, neginf=-3.0), call(C8)], bad)
    t.add("sinc", [call(F8), call(V4), call(SPECIAL[3:]), call(I4)], bad)
    t.add("i0", [call(F8), call(V4), call(I4)], call(C16) if not t.jax else call("a"))
    steps = np.array([0.0, 3.0, 7.0, 1.0, -6.0])
    t.add("unwrap", [call(steps), call(steps.astype("float32"), period=4.0), call(F8 * 5, axis=0), call(steps, discont=4.0)], [_BEYOND])
    if not t.jax:
        t.add("fix", [call(F8), call(V4)], call(C16))
    infinite = [call(SPECIAL), call(SPECIAL.astype("float64")), call(I4)]
    t.add("isposinf isneginf", infinite, call(C16) if not t.jax else call("a"))
    t.add("round around", [call(F8), call(F4, 1), call(I4, decimals=-1), call(F8, decimals=2), call(C8, 1)], [call(F8, 1.5)])
    clips = [call(F8, -1, 1), call(I4, 0, None), call(F4, V4, 2.0), call(F4, min=0.5), call(I4, max=J4), call(U1, 1, 3)]
    t.add("clip", clips, [call(F8, SEVEN, 1)])
    t.add("packbits", [call(B), call(U1, axis=1), call(I4, axis=0, bitorder="little")], [call(F8), call(U1, axis=5)])
    t.add("unpackbits", [call(U1), call(U1, axis=1, count=5), call(U1, axis=0, bitorder="little"), call(U1[0], count=-3)], [call(F8), call(I4)])
    t.add("apply_along_axis", [call(sorted_sum, 0, F8), call(sorted_sum, 1, I4), call(lambda v: v * 2, 1, F4)], [call(sorted_sum, 5, F8)])
    t.add("apply_over_axes", [call(SUM, F8, (0, 1)), call(SUM, TI, [0, 2])], [call(SUM, F8, [5])])
    t.add("shape ndim", [call(F8), call(I4), call(np.float32(2))], bad)
    t.add("size", [call(F8), call(I4, axis=1)], [_BEYOND])
    t.add("iscomplexobj isrealobj", [call(F8), call(C8), call(I4)], call())
    t.add("result_type", [call(F8, I4), call(I4, 2.5), call(F4, ivy.int8)], [call()])
    t.add("can_cast", [call(ivy.int32, ivy.float64), call(ivy.float64, ivy.int8, "same_kind"), call(ivy.float64, ivy.int8, casting="unsafe")], call(ivy.int8, "nothing"))
    t.add("promote_types", [call(ivy.int32, ivy.float32), call(ivy.int8, ivy.uint8)], call(ivy.int8, "nothing"))
    t.add("issubdtype", [call(ivy.int32, np.integer), call(ivy.float32, np.integer)], call(ivy.int32))
    t.add("isdtype", [call(ivy.int32, "integral"), call(ivy.float32, ("bool", "integral"))], call(ivy.int8, "nothing"))
    t.add("isscalar iterable", [call(F8), call(3), call(I4)], call())


def _sum_and_first(source):
    main = source.numpy if hasattr(source, "lax") else source
    return lambda v: main.add(main.sum(v), v[0])


sorted_sum = of(_sum_and_first)
SUM = of(lambda source: (source.numpy if hasattr(source, "lax") else source).sum)


def polynomials(t: Table) -> None:
    p8, p4 = np.array([2.0, -3.0, 1.0]), np.array([1, 0.5], "float32")
    bad = call("a", p8) if t.jax else call([[1], [1, 2]], p8)
    t.add("polyval", [call(p8, F8), call(p4, F4), call(VI, I4)] + ([call(p4, F4, unroll=4)] if t.jax else []), bad)
    t.add("polyadd polysub", [call(p8, V8), call(p4, V4), call(VI, VI[:2])], bad)
    t.add("polymul", [call(p8, V8), call(p4, V4), call(VI, VI[:2])] + ([call(p8, V8, trim_leading_zeros=True)] if t.jax else []), bad)
    t.add("polydiv", [call(V8, p8), call(V4, p4)] + ([call(V8, p8, trim_leading_zeros=True)] if t.jax else []), bad)
    t.add("polyder", [call(V8), call(V4, 2), call(VI)], call(V8, -1))
    t.add("polyint", [call(V8), call(V4, 2), call(V8, 2, np.array([1.0, 2.0]))], [call(V8, -1), call(V8, 3, np.array([1.0, 2.0]))])
    t.add("poly", [call(V8), call(V4), call(np.array([1 + 1j, 1 - 1j]))], call(T8))
    t.add("roots", [call(p8), call(V4), call(np.array([0.0, 2.0, -1.0, 0.0]))] + ([call(p8, strip_zeros=True)] if t.jax else []), call(F8) if not t.jax else call("a"), has.values_in_any_order)
    x = np.linspace(-1, 1, 6)
    y = 3 * x**2 - x + 0.5 + 0.1 * np.sin(9 * x)
    t.add("polyfit", [call(x, y, 2), call(x.astype("float32"), y.astype("float32"), 1), call(x, y, 2, w=np.abs(x) + 1)], [call(x, y[:3], 1), call(x, y, -1)])


MAIN = (
    unary_ufuncs, binary_ufuncs, reductions, shapes, selection, sorting, products, creation,
    numerics, polynomials,
)


def main_cases(prefix: str) -> list[Case]:
    """The cases of the main namespace."""
    table = Table(prefix)
    for family in MAIN:
        family(table)
    return table.cases
