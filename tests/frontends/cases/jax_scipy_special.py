"""`jax.scipy.special`."""

import ml_dtypes
import numpy as np
from frontends.case import Case, call

RANDOM = np.random.default_rng(24)
EDGES = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1.0, -1.0, 2.0, -2.5], "float32")
C64 = np.array([1 + 1j], "complex64")


def over(low, high, shape=(3, 4)):
    return RANDOM.uniform(low, high, size=shape)


def unary(name, low, high, *more, half=True, integers=True, edges=True, narrow=False):
    """Calls over an interval in several dtypes; complex numbers (and text) are refused."""
    x = over(low, high)
    calls = [call(x.astype("float32")), call(x)]
    if half and not narrow:
        calls += [call(x.astype("float16")), call(x[0].astype(ml_dtypes.bfloat16))]
    if integers and not narrow:
        calls.append(call(np.arange(1, 6, dtype="int32")))
    if edges:
        calls.append(call(EDGES))
    bad = [call("a"), call(x.astype("float16")) if narrow else call(C64)]
    return Case(f"jax.scipy.special.{name}", [*calls, *map(call, more)], bad=bad)


def binary(name, first, second, *more, half=True, bad=None):
    """Calls with two arrays, with a 0-d one and with integers."""
    a, b = over(*first), over(*second)
    calls = [call(a.astype(d), b.astype(d)) for d in ("float32", "float64")]
    calls += [call(a.astype("float16"), b.astype("float16"))] if half else []
    calls += [call(a.astype("float32"), b.astype("float64")[:1]), call(a.astype("float32"), 1.5)]
    calls += [call(np.arange(1, 5, dtype="int32"), np.arange(1, 5, dtype="int32")[::-1])]
    refused = [call(a, "a"), call(a.astype("float32"), b[:, :3].astype("float32"))]
    return Case(f"jax.scipy.special.{name}", [*calls, *more], bad=bad or refused)


UNARY = [
    unary("digamma", 0.5, 8, edges=False),
    unary("entr", -1, 4),
    unary("erf", -3, 3),
    unary("erfc", -3, 3),
    unary("erfinv", -0.95, 0.95, edges=False, integers=False),
    unary("expit", -6, 6)._replace(bad=[call("a")]),
    unary("gammaln", 0.2, 20),
    unary("gammasgn", -5, 5),
    unary("gamma", 0.2, 6),
    unary("loggamma", 0.2, 20, edges=False)._replace(bad=[call("a")]),
    unary("logit", 0.05, 0.95, edges=False, integers=False)._replace(bad=[call("a")]),
    *(unary(n, -4, 4) for n in ("i0", "i0e", "i1", "i1e")),
    unary("ndtr", -4, 4, narrow=True),
    unary("ndtri", 0.01, 0.99, np.array([0.0, 1.0, 0.5], "float32"), narrow=True, edges=False),
    unary("erfcx", -1, 6)._replace(bad=[call("a")]),
    unary("dawsn", -8, 8),
    unary("exp1", 0.1, 20, edges=False),
    unary("expi", 0.1, 60, over(-9, -0.1).astype("float32"), edges=False, half=False),
    unary("spence", 0.0, 6, np.array([0.0, 1.0, 2.0, -1.0], "float32"), narrow=True, edges=False),
    # in 16 bits JAX's own coefficients overflow, and it gives NaN for true values
    unary("sici", -12, 12, edges=False, half=False),
]
GAMMA = [c._replace(bad=[call("a")]) if c.path.endswith(".gamma") else c for c in UNARY]

BINARY = [
    binary("beta", (0.3, 5), (0.3, 5)),
    binary("betaln", (0.3, 5), (0.3, 5)),
    binary("boxcox", (0.1, 5), (-2, 2), call(np.array([0.5, 2.0], "float32"), 0.0)),
    binary("boxcox1p", (-0.5, 5), (-2, 2), call(np.array([0.5, 2.0], "float32"), 0.0)),
    binary("gammainc", (0.3, 5), (0.1, 8)),
    binary("gammaincc", (0.3, 5), (0.1, 8)),
    binary("kl_div", (0, 2), (0, 2), call(EDGES, EDGES[::-1].copy())),
    binary("rel_entr", (0, 2), (0, 2), call(EDGES, EDGES[::-1].copy())),
    binary("poch", (0.3, 4), (0, 3)),
    binary("xlogy", (0, 2), (0.1, 3), call(np.zeros(3, "float32"), EDGES[2:5])),
    binary("xlog1py", (0, 2), (-0.5, 3), call(np.zeros(3, "float32"), EDGES[2:5])),
    binary("owens_t", (-3, 3), (-3, 3)),
]

F32, F64 = over(0.5, 4).astype("float32"), over(0.5, 4)
ORDERS = np.array([0, 1, 2, 4], "int32")
OTHERS = [
    Case(
        "jax.scipy.special.zeta",
        [call(F32 + 1, F32), call(F64 + 1, F64), call(F32 + 1, q=2.0), call(F32[0] + 1, F64[0])],
        bad=[call(F32), call(F32, "a")],
    ),
    Case(
        "jax.scipy.special.polygamma",
        [call(ORDERS, F32), call(ORDERS, F64), call(1, F32), call(2, F64), call(ORDERS, ORDERS + 1)],
        bad=[call(1.0, F32), call(1, C64)],
    ),
    Case(
        "jax.scipy.special.betainc",
        [
            call(F32, F32[::-1].copy(), over(0.05, 0.95).astype("float32")),
            call(F64, F64[::-1].copy(), over(0.05, 0.95)),
            call(F32, 2.0, np.float32(0.3)), call(2, 3, over(0, 1).astype("float32")),
        ],
        bad=[call(F32, F32, C64), call(F32, F32, "a")],
    ),
    Case(
        "jax.scipy.special.factorial",
        [call(F32), call(F64), call(np.array([-1, 0, 3, 5], "int32"))],
        bad=[call(F32, exact=True), call("a")],
    ),
    Case(
        "jax.scipy.special.comb",
        [call(F32 + 4, F32), call(np.arange(6, dtype="int32"), np.int32(2)), call(F64 + 4, F64),
         call(np.arange(6, dtype="int32"), np.int32(2), repetition=True)],
        bad=[call(F32, "a")],
    ),
    Case(
        "jax.scipy.special.multigammaln",
        [call(F32 + 3, 3), call(F64 + 3, 2), call(F32 + 1, d=1), call(np.array(5, "int32"), 2)],
        bad=[call(F32, "a"), call("a", 2)],
    ),
    Case(
        "jax.scipy.special.log_ndtr",
        [call(over(-30, 8).astype("float32")), call(over(-40, 8)), call(F32 - 20, 5),
         call(F32 - 20, series_order=0)],
        bad=[call(F32.astype("float16")), call(F32, -1), call(F32, 40), call(F32, 1.5)],
    ),
    Case(
        "jax.scipy.special.expn",
        [call(ORDERS, F32), call(ORDERS.astype("float64"), F64), call(1, F32 * 5),
         call(np.arange(4, dtype="int32"), F32[:1] * 0), call(3, F32 / 4)],
        bad=[call(1, "a"), call(1, C64)],
    ),
    *(
        Case(
            f"jax.scipy.special.{n}",
            [call(F32), call(F64), call(F32, axis=0), call(F32, axis=(0, 1)), call(ORDERS)],
            bad=[call(F32, axis=4), call("a")],
        )
        for n in ("softmax", "log_softmax")
    ),
]

CASES = [*GAMMA, *BINARY, *OTHERS]
