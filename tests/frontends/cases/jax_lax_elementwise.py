"""Elementwise functions of `jax.lax`."""

import ml_dtypes
import numpy as np
from frontends.case import Case, call

RANDOM = np.random.default_rng(20)
SAMPLES = {
    "float32": RANDOM.normal(size=(3, 4)).astype("float32") * 2,
    "float16": RANDOM.normal(size=(2, 3)).astype("float16"),
    "bfloat16": RANDOM.normal(size=(5,)).astype(ml_dtypes.bfloat16),
    "float64": RANDOM.normal(size=(2, 2)),
    "int32": RANDOM.integers(-50, 50, size=(3, 4)).astype("int32"),
    "int8": np.array([-128, -7, -1, 0, 1, 5, 127], "int8"),
    "uint8": np.array([[0, 1, 200], [255, 128, 3]], "uint8"),
    "uint32": np.array([0, 1, 2**31, 2**32 - 1], "uint32"),
    "int64": np.array([-(2**62), -3, 0, 5, 2**40 + 1], "int64"),
    "bool": np.array([[True, False], [False, False]]),
    "complex64": (RANDOM.normal(size=(2, 3)) + 1j * RANDOM.normal(size=(2, 3))).astype("complex64"),
}
FLOATS = ("float32", "bfloat16", "float16", "float64")
INTEGERS = ("int32", "int8", "uint8", "uint32", "int64")
KINDS = {"f": FLOATS, "i": INTEGERS, "b": ("bool",), "c": ("complex64",)}
EDGES = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1.0, -1.0], "float32")


SIGNED = ("float32", "bfloat16", "float64", "int32", "int8", "int64", "complex64")


def unary(name, takes, inside=lambda x: x, edges=True, **kwargs):
    """`inside` moves floating and complex samples to where the function is defined."""
    chosen = [d for kind in takes for d in KINDS[kind]]
    samples = [SAMPLES[d] if SAMPLES[d].dtype.kind in "biu" else inside(SAMPLES[d]) for d in chosen]
    calls = [call(x.astype(d), **kwargs) for x, d in zip(samples, chosen, strict=True)]
    if edges and "f" in takes:
        calls.append(call(EDGES, **kwargs))
    refused = next(k for k in "bcif" if k not in takes) if len(takes) < 4 else None
    bad = call(SAMPLES[KINDS[refused][0]]) if refused else call([1.0, 2.0])
    return Case(f"jax.lax.{name}", samples=calls, bad=bad)


def between(low, high):
    """Floating samples squeezed into an interval."""
    return lambda x: low + (high - low) / (1 + np.exp(-np.real(x).astype("float64")))


def binary(name, takes, inside=lambda x: x, right=None):
    """Calls with two arrays of one dtype, with a 0-d one, and with axes of length 1."""
    calls = []
    for d in (d for kind in takes for d in KINDS[kind]):
        x = SAMPLES[d] if SAMPLES[d].dtype.kind in "biu" else inside(SAMPLES[d]).astype(d)
        y = np.roll(x.ravel(), 1).reshape(x.shape)
        y = y if right is None else right(y).astype(d)
        calls.append(call(x, y))
        calls.append(call(x, y.ravel()[0]))
    first = calls[0].args[0]
    wide = np.ones((1,) * first.ndim, first.dtype)
    calls.append(call(first, wide))
    other = "int32" if first.dtype != np.int32 else "uint8"
    mixed = call(first, np.ones(first.shape, other if name != "pow" else "float16"))
    short = call(np.ones((3, 4), first.dtype), np.ones((3, 3), first.dtype))
    return Case(f"jax.lax.{name}", samples=calls, bad=[mixed, short])


UNARY = [
    *(unary(n, "fc") for n in "asinh atan cosh exp expm1 log1p logistic sinh tanh".split()),
    *(unary(n, "fc", edges=False) for n in "cos sin tan".split()),
    *(unary(n, "ifc") for n in ("neg", "sign", "square")),
    *(unary(n, "f") for n in ("ceil", "floor", "is_finite", "cbrt", "erf", "erfc")),
    *(unary(n, "f") for n in ("bessel_i0e", "bessel_i1e")),
    *(unary(n, "fc", between(0.1, 3)) for n in ("log", "sqrt", "rsqrt", "exp2", "reciprocal")),
    *(unary(n, "fc", between(-0.9, 0.9), edges=False) for n in ("acos", "asin", "atanh")),
    unary("acosh", "fc", between(1.1, 5), edges=False),
    unary("erf_inv", "f", between(-0.9, 0.9)),
    unary("digamma", "f", between(0.5, 6), edges=False),
    unary("lgamma", "f", between(0.2, 6)),
    *(unary(n, "i") for n in ("clz", "population_count")),
    unary("bitwise_not", "bi"),
    unary("stop_gradient", "bifc")._replace(bad=call()),
]
BINARY = [
    *(binary(n, "ifc") for n in ("add", "sub")),
    *(binary(n, "bi") for n in ("bitwise_and", "bitwise_or", "bitwise_xor")),
    *(binary(n, "bifc") for n in ("eq", "ne")),
    *(binary(n, "bif") for n in ("ge", "gt", "le", "lt")),
    *(binary(n, "bifc") for n in ("max", "min")),
    *(binary(n, "i") for n in ("shift_left", "shift_right_arithmetic", "shift_right_logical")),
    binary("div", "ifc"),
    binary("rem", "if"),
    binary("atan2", "fc"),
    binary("nextafter", "f"),
    binary("mulhi", "i"),
    binary("pow", "fc", between(0.2, 3)),
    *(binary(n, "f", between(0.3, 5)) for n in ("igamma", "igammac")),
    binary("zeta", "f", between(1.2, 6)),
]

F32, F16, I32, B = (SAMPLES[d] for d in ("float32", "float16", "int32", "bool"))
C64, BF16 = SAMPLES["complex64"], SAMPLES["bfloat16"]
ORDERS = np.array([0.0, 1.0, 2.0, 3.0], "float32")

PRODUCT = binary("mul", "ifc")
C128 = C64.astype("complex128")

OTHERS = [
    Case(
        "jax.lax.abs",
        [call(SAMPLES[d]) for d in SIGNED] + [call(EDGES)],
        bad=[call(B), call(SAMPLES["uint8"])],
    ),
    *(
        Case(f"jax.lax.{n}", [call(C64), call(C128)], bad=[call(F32), call(I32)])
        for n in ("imag", "real")
    ),
    PRODUCT._replace(samples=[*PRODUCT.samples, call(F16, F16, out_dtype=np.dtype("float32"))]),
    Case(
        "jax.lax.clamp",
        [
            call(-1.0, F32, 1.0),
            call(np.float16(-0.5), F16, np.float16(0.5)),
            call(-5, I32, np.full(I32.shape, 7, "int32")),
            call(-0.5, EDGES, 0.5),
            call(np.float64(0), SAMPLES["float64"], np.float64(1)),
            call(False, B, True),
        ],
        bad=[call(0, F32, 1), call(-1.0, F32, np.ones(2, "float32"))],
    ),
    Case(
        "jax.lax.complex",
        [call(F32, F32 + 1), call(1.0, F32), call(SAMPLES["float64"], SAMPLES["float64"] * 2)],
        bad=[call(F16, F16), call(I32, I32)],
    ),
    Case(
        "jax.lax.conj",
        [call(F32), call(C64), call(SAMPLES["float64"])],
        bad=[call(I32), call(F16)],
    ),
    Case(
        "jax.lax.integer_pow",
        [call(F32, 3), call(F32, -2), call(I32, 5), call(C64, 2), call(F16, 0), call(BF16, 4)],
        bad=[call(I32, -1), call(B, 2)],
    ),
    Case(
        "jax.lax.round",
        [
            *(
                call(np.array([-2.5, -0.5, 0.5, 1.5, 2.4, np.nan, np.inf], d), m)
                for d in ("float32", "float16", "float64")
                for m in (0, 1)
            ),
            call(F32 * 10),
            call(np.array([0.49999997, 8388609.0], "float32")),
        ],
        bad=[call(I32), call(F32, 5)],
    ),
    Case(
        "jax.lax.reduce_precision",
        [
            *(call(F32 * s, e, m) for s in (1, 1e-3, 1e4) for e, m in ((5, 10), (8, 7), (4, 3))),
            call(F32, exponent_bits=8, mantissa_bits=0),
            call(F16, 5, 4),
            call(EDGES, 5, 2),
        ],
        bad=[call(I32, 5, 10), call(F32, 0, 3)],
    ),
    Case(
        "jax.lax.polygamma",
        [
            call(ORDERS, np.array([0.5, 1.5, 2.5, 4.0], "float32")),
            call(ORDERS.astype("float16"), np.array([0.5, 1.5, 2.5, 4.0], "float16")),
            call(ORDERS.astype("float64"), np.array([0.5, 1.5, 2.5, 4.0])),
        ],
        bad=[call(I32, I32), call(F32, F16)],
    ),
    Case(
        "jax.lax.select",
        [
            call(F32 > 0, F32, -F32),
            call(np.bool_(True), I32, I32 + 1),
            call(B, B, ~B),
            call(on_true=F16, on_false=-F16, pred=F16 > 0),
        ],
        bad=[call(F32 > 0, F32, I32), call(F32, F32, F32), call(B, F32, F32)],
    ),
    Case(
        "jax.lax.select_n",
        [
            call(F32 > 0, F32, -F32),
            call(np.array([0, 2, 1], "int32"), *(np.full(3, k, "float16") for k in range(3))),
            call(np.bool_(False), I32, I32 + 1),
        ],
        bad=[call(F32 > 0, F32, I32), call(F32, F32, F32), call(B)],
    ),
]

CASES = [*UNARY, *BINARY, *OTHERS]
