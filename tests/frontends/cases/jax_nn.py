"""`jax.nn`: activations, functions along axes, attention, initializers."""

import ml_dtypes
import numpy as np
from frontends.case import Case, call, of

RANDOM = np.random.default_rng(23)
F32 = RANDOM.normal(size=(3, 4)).astype("float32") * 3
F16 = RANDOM.normal(size=(2, 6)).astype("float16")
BF16 = RANDOM.normal(size=(4,)).astype(ml_dtypes.bfloat16)
F64 = RANDOM.normal(size=(2, 4)) * 5
I32 = np.arange(-4, 4, dtype="int32").reshape(2, 4)
U8 = np.array([0, 1, 200, 7], "uint8")
EDGES = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 100.0, -100.0, 1.0, -1.0, 3.0], "float32")
FLOAT32, FLOAT64, FLOAT16, INT32 = (
    np.dtype(d) for d in ("float32", "float64", "float16", "int32")
)


def activation(name, *more, integers=True, edges=True, bad=None, **options):
    xs = [F32, F16, BF16, F64, *([I32] if integers else []), *([EDGES] if edges else []), *more]
    calls = [call(x) for x in xs] + [call(F32, **{k: v}) for k, v in options.items()]
    calls += [call(F16, **{k: v}) for k, v in options.items()]
    refused = [bad or call([1.0, "a"])]
    return Case(f"jax.nn.{name}", calls, bad=refused if integers else [call(I32), *refused])


ACTIVATIONS = [
    *(
        activation(n)
        for n in (
            "hard_sigmoid hard_silu hard_swish log_sigmoid mish relu6 selu softplus "
            "sparse_plus sparse_sigmoid tanh identity"
        ).split()
    ),
    activation("soft_sign", edges=False),
    *(activation(n, integers=False) for n in ("sigmoid", "silu", "swish")),
    activation("relu", U8),
    activation("hard_tanh", U8),
    activation("celu", alpha=0.5),
    activation("elu", alpha=0.3),
    activation("leaky_relu", negative_slope=0.2),
    activation("squareplus", b=1.5),
    activation("gelu", approximate=False),
    Case(
        "jax.nn.log1mexp",
        [call(np.abs(x) + x.dtype.type(0.1)) for x in (F32, F64, F16)] + [call(np.abs(I32[0]))],
        bad=call([1.0, "a"]),
    ),
    Case(
        "jax.nn.glu",
        [call(F32), call(F16, axis=0), call(F64, 1), call(BF16)],
        bad=[call(F32, 0), call(I32), call(F32, 5)],
    ),
]

WHERE = F32 > -1
EMPTY = np.zeros((3, 0), "float32")
ALONG = [
    *(
        Case(
            f"jax.nn.{n}",
            [
                *(call(x) for x in (F32, F16, F64, I32, BF16)),
                call(F32, 0), call(F32, axis=(0, 1)), call(F32, axis=None),
                call(F32, where=WHERE), call(F64 * 200),
            ],
            bad=[call(F32, 4), call(F32, (0, 0))],
        )
        for n in ("softmax", "log_softmax")
    ),
    *(
        Case(
            f"jax.{place}.logsumexp",
            [
                *(call(x) for x in (F32, F16, F64, I32)),
                call(F32, 0), call(F32, axis=(0, 1), keepdims=True), call(F32, b=F32 * F32),
                call(F32, 1, -F32, return_sign=True), call(F32, where=WHERE, axis=1),
                call(F32 * np.float32(np.inf)), call((F32 + 1j * F32).astype("complex64"), 0),
                call(F32, 1, b=-F32), call(EMPTY, 1),
            ],
            bad=[call(F32, 4), call(F32, (0, 0)), call("a")],
        )
        for place in ("nn", "scipy.special")
    ),
    Case(
        "jax.nn.logmeanexp",
        [call(F32), call(F16, axis=0), call(F64, keepdims=True), call(F32, where=WHERE, axis=1)],
        bad=[call(F32, 4), call("a")],
    ),
    Case(
        "jax.nn.standardize",
        [
            *(call(x) for x in (F32, F16, F64, I32)),
            call(F32, axis=0, epsilon=0.1), call(F32, axis=(0, 1), algorithm="stable"),
            call(F32, mean=np.float32(0.5)), call(F32, variance=np.abs(F32)),
            call(F32, where=WHERE),
        ],
        bad=[call(F32, 3), call(F32, algorithm="foo")],
    ),
    Case(
        "jax.nn.one_hot",
        [call(U8, 9), call(I32, 4), call(I32, 5, dtype=INT32, axis=0), call(I32, 3, axis=1),
         call(np.int32(2), 4, dtype=FLOAT16), call(np.array([0.0, 1.0, 2.0], "float32"), 3)],
        bad=[call(I32, 4, axis=5), call(I32, 2.5)],
    ),
]

Q, K, V = (RANDOM.normal(size=(2, 5, 4, 3)).astype("float32") for _ in range(3))
FEW = [RANDOM.normal(size=(2, 6, 2, 3)).astype("float32") for _ in range(2)]
ATTENTION = Case(
    "jax.nn.dot_product_attention",
    [
        call(Q, K, V), call(Q, *FEW), call(Q, K, V, is_causal=True, scale=0.3),
        call(Q[0], K[0], V[0]),
        call(Q, K, V, RANDOM.normal(size=(2, 4, 5, 5)).astype("float32")),
        call(Q, K, V, mask=RANDOM.normal(size=(2, 1, 5, 5)) > -0.5),
        call(Q, K, V, query_seq_lengths=np.array([3, 5], "int32"),
             key_value_seq_lengths=np.array([2, 4], "int32")),
        call(Q, K, V, local_window_size=(1, 2), return_residual=True),
        call(Q.astype("float16"), K.astype("float16"), V.astype("float16")),
        call(Q.astype("float64"), K.astype("float64"), V.astype("float64")),
    ],
    bad=[
        call(Q, K, V[:, :4]), call(Q, K, V, implementation="foo"),
        call(Q[:, :, :3], *FEW), call(Q, K, V.astype("float16")),
        call(Q, K, V, mask=np.ones((2, 1, 5, 5), "float32")),
    ],
)

KEY = np.array([0, 42], "uint32")
TYPED = of(lambda jax: jax.random.key(5))


def initializer(name, *args, bad=((3,),), dtype=True, **options):
    """Initializers made with and without options, applied to keys, shapes and dtypes."""
    calls = [call(*args).then(KEY, (4, 3)), call(*args).then(TYPED, (4, 3), FLOAT64)]
    calls += [call(*args, **{k: v}).then(KEY, (2, 4, 3)) for k, v in options.items()]
    calls += [call(*args, dtype=FLOAT16).then(KEY, (4, 3))] if dtype else []
    return Case(f"jax.nn.initializers.{name}", calls, bad=[call(*args).then(KEY, shape) for shape in bad])


FANS = {"in_axis": 0, "out_axis": (0, 2), "batch_axis": 0}
INITIALIZERS = [
    *(
        Case(
            f"jax.nn.initializers.{n}",
            [call(KEY, (2, 3)), call(TYPED, (2,), FLOAT64), call(KEY, (3,), dtype=INT32)],
            bad=[call(KEY, (-1,)), call(KEY, 2.5)],
        )
        for n in ("zeros", "ones")
    ),
    initializer("constant", 2.5, bad=(0.5,)),
    *(initializer(n, bad=((0.5,),), **{o: 0.5})
      for n, o in (("uniform", "scale"), ("normal", "stddev"), ("truncated_normal", "upper"))),
    *(
        initializer(f"{n}_{law}", **FANS)
        for n in ("glorot", "he", "kaiming", "lecun", "xavier")
        for law in ("normal", "uniform")
    ),
    *(initializer("variance_scaling", 2.0, mode, law, **FANS)
      for mode in ("fan_in", "fan_out", "fan_avg", "fan_geo_avg")
      for law in ("normal", "uniform", "truncated_normal")),
    Case("jax.nn.initializers.variance_scaling", [],
         bad=[call(1.0, "foo", "normal").then(KEY, (2, 2)), call(1.0, "fan_in", "foo").then(KEY, (2, 2))]),
    initializer("orthogonal", scale=2.0, column_axis=0, dtype=False),
]

CASES = [*ACTIVATIONS, *ALONG, ATTENTION, *INITIALIZERS]
