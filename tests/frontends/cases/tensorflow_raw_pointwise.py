"""Elementwise raw ops of TensorFlow."""

import ml_dtypes
import numpy as np
from frontends.case import Case, call
from frontends.tensorflow_samples import numbers, raw

EDGES = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1.0, -1.0, 0.5], "float32")
f32 = np.float32


def unary(name, low=-3.0, high=3.0, edges=True, parameter="x", **options):
    def make(d):
        return {parameter: numbers(d, low=low, high=high)}

    extra = (
        ({parameter: numbers("float32", (), low, high)},) if "f" in options.get("only", "f") else ()
    )
    if edges and extra:
        extra += ({parameter: EDGES},)
    return raw(name, make, extra=extra if options.get("over", "T") else (), **options)


def binary(name, low=-3.0, high=3.0, first="x", second="y", lows=None, **options):
    def make(d):
        return {
            first: numbers(d, (3, 4), low, high),
            second: numbers(d, (4,), lows or low, high, 1),
        }

    def scalar(d):
        return {first: numbers(d, (), low, high), second: numbers(d, (2, 3), lows or low, high, 2)}

    x = make(np.dtype(options.pop("bad_dtype", "float32")))
    bad = [{**x, second: x[second].astype("int32" if x[second].dtype != "int32" else "float32")}]
    bad.append({**x, second: x[second][:3]})
    return raw(name, make, scalar, bad=bad, **options)


ANY_FLOAT = """Asin:-.9:.9 Acos:-.9:.9 Atanh:-.9:.9 Acosh:1.1:4 Asinh Atan Ceil Cos Cosh Digamma:.1:4 Erf Erfc
    Exp Expm1 Floor IsFinite IsInf IsNan Lgamma:.1:4 Log:.1:4 Log1p:-.5:4 Rint Rsqrt:.1:4 Sigmoid Sign Sin
    Sinh Sqrt:0:4 Square Tan:-1:1 Tanh Neg Abs Inv:.5:4 Reciprocal:.5:4 Ndtri:.1:.9 Erfinv:-.9:.9""".split()
BESSELS = "I0 I0e I1 I1e J0 J1 K0 K0e K1 K1e Y0 Y1".split()
PAIRS = """Add AddV2 Sub Mul Maximum Minimum SquaredDifference RealDiv Atan2 DivNoNan MulNoNan Xdivy
    Xlog1py:-.9:3 Xlogy:.1:3 TruncateMod:1:5 FloorMod:1:5 Mod:1:5 FloorDiv:1:5 TruncateDiv:1:5 Div:1:5
    Less LessEqual Greater GreaterEqual""".split()


def _ranges(word):
    name, *bounds = word.split(":")
    return (name, *map(float, bounds))


CASES = [unary(*_ranges(w)) for w in ANY_FLOAT]
CASES += [unary(f"Bessel{n}", 0.1, 5.0, edges=False) for n in BESSELS]
CASES += [
    binary(*_ranges(w), **({"bad_dtype": "int32"} if w.startswith("Truncate") else {}))
    for w in PAIRS
]
CASES += [binary(n, bad_dtype="int32") for n in ("BitwiseAnd", "BitwiseOr", "BitwiseXor")]
CASES += [binary(n, 0, 6, bad_dtype="int32") for n in ("LeftShift", "RightShift")]
CASES += [binary(n, 0.1, 4, "a", "x") for n in ("Igamma", "Igammac")]
CASES += [binary("NextAfter", first="x1", second="x2"), binary("Zeta", 1.5, 4, second="q")]
CASES += [
    unary("Invert", edges=False, only="iqBbHhIQ", over="T"),
    unary("PopulationCount", edges=False, only="iqBbHhIQ"),
    unary("Round", only="fdeE"),  # of integers TensorFlow gives what was in memory
    unary("Conj", edges=False, parameter="input", only="FD"),
    unary("OnesLike", parameter="x", bad=[{"x": None}]),
    unary("ZerosLike", parameter="x", bad=[{"x": None}]),
]


def grad(name, low=0.1, high=0.9, **options):
    def make(d):
        return {"y": numbers(d, low=low, high=high), "dy": numbers(d, seed=1)}

    return raw(name, make, **options)


def of_complex(name, parameter="input"):
    return raw(
        name,
        lambda d: {
            parameter: numbers(d),
            "Tout": np.dtype("float64" if d == "complex128" else "float32"),
        },
        bad={parameter: numbers("float32")},
    )


X, Y = numbers("float32"), numbers("float32", seed=5)
C = np.array([True, False, True])
CASES += [
    grad(n)
    for n in ("InvGrad", "ReciprocalGrad", "RsqrtGrad", "SqrtGrad", "SigmoidGrad", "TanhGrad")
]
CASES += [of_complex(n) for n in ("Angle", "Imag", "Real")]
CASES += [
    of_complex("ComplexAbs", "x"),
    raw(
        "Complex",
        lambda d: {"real": numbers(d), "imag": numbers(d, (4,), seed=1),
                   "Tout": np.dtype("complex128" if d == "float64" else "complex64")},
        bad={"real": X, "imag": X.astype("float64")},
    ),
    raw("AddN", lambda d: {"inputs": [numbers(d), numbers(d, seed=1), numbers(d, seed=2)]},
        bad=[{"inputs": [X, X[:2]]}, {"inputs": [X, X.astype("float64")]}, {"inputs": X[0, 0]}]),
    raw("ApproximateEqual", lambda d: {"x": numbers(d), "y": numbers(d) + np.asarray(1e-3).astype(d)},
        lambda d: {"x": numbers(d), "y": numbers(d, seed=1), "tolerance": 2.0},
        bad=[{"x": X, "y": X[:2]}, {"x": X, "y": X.astype("float64")}], only="fdiq"),
    raw("ClipByValue", lambda d: {"t": numbers(d), "clip_value_min": numbers(d, (), 0, 1), "clip_value_max":
        numbers(d, (), 1, 2)}, lambda d: {"t": numbers(d), "clip_value_min": numbers(d, seed=1),
        "clip_value_max": numbers(d, (), 1, 2)}, only="fdeEiq",
        bad=[{"t": X, "clip_value_min": X[0], "clip_value_max": f32(2)},
             {"t": X, "clip_value_min": 1, "clip_value_max": X.astype("float64")}]),
    raw("Cross", lambda d: {"a": numbers(d, (2, 3)), "b": numbers(d, (2, 3), seed=1)},
        bad=[{"a": X, "b": X}, {"a": X[:, :3], "b": X[0, :3]}]),
    raw("Equal", lambda d: {"x": numbers(d, low=0, high=2), "y": numbers(d, (4,), 0, 2)},
        extra=({"x": X, "y": X[:2], "incompatible_shape_error": False},), bad={"x": X, "y": X[:2]}),
    raw("NotEqual", lambda d: {"x": numbers(d, low=0, high=2), "y": numbers(d, (4,), 0, 2)},
        extra=({"x": X, "y": X[:2], "incompatible_shape_error": False},), bad={"x": X, "y": X[:2]}),
    raw("Pow", lambda d: {"x": numbers(d, low=0.5, high=3), "y": numbers(d, (4,), 0, 3, 1)},
        bad=[{"x": np.array([2, 3]), "y": np.array([1, -1])}, {"x": X, "y": X[:2]}]),
    raw("Polygamma", lambda d: {"a": np.array([0, 1, 2, 3], d), "x": numbers(d, low=0.5, high=4)},
        extra=({"a": f32(1.5), "x": X},), bad={"a": X[0], "x": X[0].astype("float64")}),
    raw("Select", lambda d: {"condition": C, "x": numbers(d), "y": numbers(d, seed=1)},
        lambda d: {"condition": True, "x": numbers(d), "y": numbers(d, seed=1)},
        bad=[{"condition": C, "x": X, "y": X[:2]}, {"condition": C[:2], "x": X, "y": Y}]),
    raw("SelectV2", lambda d: {"condition": C[:, None], "t": numbers(d), "e": numbers(d, (4,), seed=1)},
        bad=[{"condition": C, "t": X, "e": Y}, {"condition": X, "t": X, "e": Y}]),
    raw("Bitcast", lambda d: {"input": numbers(d), "type": np.dtype(f"int{8 * d.itemsize}")}, only="fdeE",
        extra=({"input": X, "type": np.dtype("uint8")}, {"input": numbers("uint8"), "type": np.dtype("int32")}),
        bad={"input": numbers("uint8", (3, 3)), "type": np.dtype("int32")}),
    raw("CheckNumerics", lambda d: {"tensor": numbers(d), "message": "no"}, bad={"tensor": EDGES, "message": "no"}),
    raw("Bucketize", lambda d: {"input": numbers(d), "boundaries": [-1.0, 0.0, 2.0]},
        bad={"input": X, "boundaries": [1.0, 0.0]}),
]  # fmt: skip

_wide = np.array([0.0, 1.5, -2.5, 100.0], "float64")
CASES.append(
    Case(
        "tensorflow.raw_ops.Cast",
        [
            call(x=x, DstT=np.dtype(d), Truncate=t)
            for x in (_wide, np.array([0, 1, 3, 100], "int32"), np.array([True, False]))
            for d, t in zip(
                ("float16", ml_dtypes.bfloat16, "float32", "int8", "int64", "bool", "complex64"),
                (True, False) * 4,
                strict=False,
            )
        ],
        [call(x=_wide, DstT="nothing"), call(x=None, DstT=np.dtype("float32"))],
    )
)
