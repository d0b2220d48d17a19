"""`jax.random`: the source's own numbers of the same keys."""

import ml_dtypes
import numpy as np
from frontends.case import Case, call, of

FLOAT32, FLOAT64, FLOAT16, BFLOAT16, INT8, INT32, INT64, UINT8, UINT32 = (
    np.dtype(d)
    for d in (
        "float32", "float64", "float16", ml_dtypes.bfloat16, "int8", "int32", "int64", "uint8",
        "uint32",
    )
)
KEY, OTHER = np.array([0, 42], "uint32"), np.array([7, 2**32 - 5], "uint32")
TYPED = of(lambda jax: jax.random.key(3))
MANY = of(lambda jax: jax.random.split(jax.random.key(1), 4))
FLOATS = (FLOAT32, FLOAT64, FLOAT16, BFLOAT16)


def law(name, *parameters, dtypes=(FLOAT32, FLOAT64), bad=(), shape=(3, 4), **options):
    """Draws with parameters of several dtypes, with and without a shape; bad keys and dtypes."""
    calls = [call(KEY, *parameters, shape, dtype=d) for d in dtypes]
    calls += [call(OTHER, *parameters, shape=(5,)), call(TYPED, *parameters, shape)]
    calls += [call(TYPED, *parameters, shape, **{k: v}) for k, v in options.items()]
    refused = [
        call(np.zeros((2, 2), "uint32"), *parameters),
        call(KEY.astype("float32"), *parameters),
        call(KEY, *parameters, dtype=INT32),
        *bad,
    ]
    return Case(f"jax.random.{name}", calls, bad=refused)


HALF = np.array([0.3, 0.5, 0.9, 0.05], "float32")
POSITIVE = np.array([0.4, 1.0, 2.5, 9.0], "float32")

KEYS = [
    Case(
        "jax.random.key",
        [call(0), call(-5), call(np.array(77, "int32")), call(12, impl="threefry2x32"),
         call(np.array(3, "uint8"))],
        bad=[call(np.array([1, 2], "int32")), call(0.5), call(0, impl="foo")],
    ),
    Case(
        "jax.random.PRNGKey",
        [call(0), call(2**31 + 5), call(np.array(-3, "int32")), call(np.array(2**31, "uint32")), call(np.array(2**40)),
         call(1, impl="threefry2x32")],
        bad=[call(np.array([1, 2], "int32")), call(0.5), call(0, impl="foo"), call(0, impl=3)],
    ),
    Case(
        "jax.random.split",
        [call(KEY), call(OTHER, 3), call(TYPED), call(TYPED, num=(2, 3)), call(KEY, (4,))],
        bad=[call(np.zeros((2, 2), "uint32")), call(KEY.astype("float32")), call("key")],
    ),
    Case(
        "jax.random.fold_in",
        [call(KEY, 3), call(OTHER, np.array(77, "int32")), call(TYPED, np.array(9, "uint8")), call(KEY, 2**31 + 1)],
        bad=[call(KEY, np.array([1, 2], "int32")), call(np.zeros((2, 2), "uint32"), 1)],
    ),
    Case("jax.random.key_data", [call(TYPED), call(MANY), call(KEY)], bad=call(3)),
    Case(
        "jax.random.wrap_key_data",
        [call(KEY), call(np.stack([KEY, OTHER])), call(KEY, impl="threefry2x32")],
        bad=[call(KEY.astype("int32")), call(np.zeros(3, "uint32")), call(KEY, impl="foo")],
    ),
    Case("jax.random.clone", [call(TYPED), call(MANY)], bad=call()),
]

DRAWS = [
    Case(
        "jax.random.bits",
        [call(KEY, (3, 4)), call(TYPED, (5,), UINT8), call(OTHER, dtype=np.dtype("uint16")),
         call(KEY, (3,), dtype=np.dtype("uint64")), call(KEY, shape=())],
        bad=[call(KEY, (3,), INT32), call(np.zeros((2, 2), "uint32"))],
    ),
    Case(
        "jax.random.uniform",
        [call(KEY, (3, 4), d) for d in FLOATS]
        + [call(TYPED, (5,), minval=-2.0, maxval=3), call(OTHER, (2, 4), minval=HALF, maxval=2.0),
           call(KEY), call(KEY, (0, 3)), call(KEY, (4,), FLOAT64, -1.0, POSITIVE)],
        bad=[call(KEY, (3,), INT32), call(np.zeros((2, 2), "uint32")), call(KEY, (), minval=HALF)],
    ),
    Case(
        "jax.random.normal",
        [call(KEY, (3, 4), d) for d in FLOATS]
        + [call(TYPED, (5,)), call(OTHER, (2,), np.dtype("complex64")), call(KEY)],
        bad=[call(KEY, (3,), INT32), call(np.zeros((2, 2), "uint32"), (2,))],
    ),
    Case(
        "jax.random.randint",
        [
            call(KEY, (3, 4), 0, 10), call(TYPED, (50,), -5, 5, INT8), call(KEY, (9,), 0, 256, UINT8),
            call(OTHER, (4,), np.array([0, -9, 5, 7], "int32"), np.array([1, 9, 5, 2**31 - 1], "int32")),
            call(KEY, (20,), -(2**31), 2**31 - 1), call(KEY, (3,), 0, 1000, dtype=UINT32),
            call(KEY, (6,), np.int64(-7), np.int64(2**30)), call(KEY, (6,), 0, 99, INT64),
            call(KEY, (6,), 5, 2),
        ],
        bad=[call(KEY, (3,), 0, 10, FLOAT32), call(KEY, (3,), np.zeros(4, "int32"), 10),
             call(np.zeros((2, 2), "uint32"), (2,), 0, 1)],
    ),
    Case(
        "jax.random.bernoulli",
        [call(KEY), call(KEY, HALF), call(TYPED, 0.3, (4, 5)), call(KEY, HALF, (3, 4), mode="high"),
         call(OTHER, HALF.astype("float64")), call(OTHER, shape=(3,))],
        bad=[call(KEY, 1), call(KEY, HALF, (3,)), call(KEY, mode="foo")],
    ),
    Case(
        "jax.random.permutation",
        [call(KEY, 10), call(TYPED, POSITIVE), call(KEY, np.arange(12, dtype="int32").reshape(3, 4)),
         call(OTHER, np.arange(12, dtype="int32").reshape(3, 4), 1),
         call(OTHER, np.arange(12, dtype="float32").reshape(3, 4), axis=1, independent=True),
         call(KEY, np.int32(5))],
        bad=[call(KEY, 0.5), call(KEY, POSITIVE, axis=3), call(np.zeros((2, 2), "uint32"), 3)],
    ),
    Case(
        "jax.random.choice",
        [
            call(KEY, 10, (3,)), call(KEY, 10, (2, 3), replace=False), call(TYPED, POSITIVE, (5,)),
            call(KEY, np.arange(12, dtype="int32").reshape(3, 4), (2,), axis=1),
            call(KEY, np.arange(12, dtype="int32").reshape(3, 4), (2,), False),
            call(OTHER, 4, (6,), p=np.array([0.1, 0.2, 0.3, 0.4], "float32")),
            call(OTHER, 4, (2,), False, p=np.array([0.1, 0.2, 0.3, 0.4], "float32")),
            call(KEY, 5),
        ],
        bad=[call(KEY, 3, 2), call(KEY, 3, (4,), False), call(KEY, 3, (2,), p=HALF), call(KEY, 0)],
    ),
    Case(
        "jax.random.categorical",
        [
            call(KEY, np.log(HALF)), call(TYPED, np.log(HALF), shape=(6,)),
            call(KEY, np.log(np.stack([HALF, POSITIVE])), axis=0),
            call(OTHER, np.log(np.stack([HALF, POSITIVE])).astype("float64"), shape=(3, 2)),
            call(KEY, np.log(np.stack([HALF, POSITIVE])), shape=(3, 2), replace=False),
            call(KEY, np.log(HALF), mode="high"),
        ],
        bad=[call(KEY, np.log(np.stack([HALF, HALF])), shape=(3,)),
             call(KEY, np.log(HALF), shape=(5,), replace=False), call(KEY, HALF, axis=3)],
    ),
    Case(
        "jax.random.rademacher",
        [call(KEY, (3, 4)), call(TYPED, (5,), FLOAT32), call(OTHER, (4,), dtype=INT8)],
        bad=[call(np.zeros((2, 2), "uint32"), (2,))],
    ),
    Case(
        "jax.random.geometric",
        [call(KEY, HALF), call(TYPED, 0.3, (5,)), call(KEY, HALF.astype("float64"), (2, 4), INT32)],
        bad=[call(KEY, 0.3, dtype=FLOAT32), call(KEY, HALF, (3,))],
    ),
    Case(
        "jax.random.poisson",
        [call(KEY, POSITIVE), call(TYPED, 3.0, (5,)), call(KEY, POSITIVE * 20, (3, 4), INT32),
         call(KEY, np.array([0.0, 2.0, 50.0]), dtype=INT64)],
        bad=[call(np.zeros((2, 2), "uint32"), 2.0), call(KEY, POSITIVE, (3,))],
    ),
]

LAWS = [
    law("gumbel", mode="high", dtypes=FLOATS, bad=[call(KEY, (2,), mode="foo")]),
    *(law(n) for n in ("exponential", "cauchy", "laplace", "logistic", "maxwell")),
    law("gamma", POSITIVE, bad=[call(KEY, POSITIVE, (3,))])._replace(samples=[
        call(KEY, POSITIVE), call(TYPED, 0.5, (3,)), call(KEY, POSITIVE, (3, 4), FLOAT64)]),
    law("loggamma", POSITIVE, bad=[call(KEY, POSITIVE, (3,))])._replace(samples=[
        call(KEY, POSITIVE / 4), call(TYPED, 2.5, (3,)), call(KEY, POSITIVE, (3, 4), FLOAT64)]),
    *(
        Case(
            f"jax.random.{n}",
            [call(KEY, *p), call(TYPED, *p, (3, 4)), call(OTHER, *(x.astype("float64") for x in p),
                                                          dtype=FLOAT64)],
            bad=[call(KEY, *p, (3,)), call(KEY, *p, dtype=INT32),
                 call(KEY, *(x.astype("float32") for x in p), dtype=FLOAT16)],
        )
        for n, p in (
            ("beta", (POSITIVE, HALF)), ("chisquare", (POSITIVE,)), ("pareto", (POSITIVE,)),
            ("rayleigh", (POSITIVE,)), ("lognormal", (HALF,)), ("wald", (POSITIVE,)),
            ("f", (POSITIVE, POSITIVE[::-1])), ("t", (POSITIVE,)),
            ("triangular", (HALF - 1, HALF, HALF + 1)),
        )
    ),
    Case(
        "jax.random.dirichlet",
        [call(KEY, POSITIVE), call(TYPED, POSITIVE, (3,)), call(OTHER, POSITIVE, dtype=FLOAT64)],
        bad=[call(KEY, 1.0), call(KEY, np.stack([POSITIVE, POSITIVE]), (3,))],
    ),
    Case(
        "jax.random.truncated_normal",
        [call(KEY, -1.0, 2.0), call(TYPED, -HALF, POSITIVE), call(KEY, -2, 2, (3, 4), FLOAT64),
         call(OTHER, -1.0, 1.0, shape=(5,), dtype=FLOAT16)],
        bad=[call(KEY, -1.0, 1.0, (3,), INT32), call(KEY, -HALF, HALF, (3,))],
    ),
    Case(
        "jax.random.multivariate_normal",
        [
            call(KEY, np.zeros(2, "float32"), np.array([[2, 0.5], [0.5, 1]], "float32")),
            call(TYPED, np.ones(2), np.array([[2, 0.5], [0.5, 1]]), (3,)),
            call(KEY, np.zeros((3, 2), "float32"), np.eye(2, dtype="float32"), dtype=FLOAT32),
        ],
        bad=[call(KEY, np.zeros(3, "float32"), np.eye(2, dtype="float32")),
             call(KEY, np.zeros(2, "float32"), np.eye(2, dtype="float32"), method="foo"),
             call(KEY, np.float32(1), np.eye(2, dtype="float32"))],
    ),
    Case(
        "jax.random.orthogonal",
        [call(KEY, 3), call(TYPED, 2, (3,), FLOAT64), call(OTHER, 2, m=4)],
        bad=[call(KEY, 0.5), call(np.zeros((2, 2), "uint32"), 3)],
    ),
    Case(
        "jax.random.double_sided_maxwell",
        [call(KEY, 0.0, 1.0), call(TYPED, HALF, POSITIVE), call(OTHER, 1.0, 2.0, (3,), FLOAT64)],
        bad=[call(KEY, 0.0, 1.0, (3,), INT32)],
    ),
    Case(
        "jax.random.weibull_min",
        [call(KEY, 1.0, 2.0), call(TYPED, 2.0, 0.5, (3, 4)), call(OTHER, POSITIVE, HALF, (4,), FLOAT64)],
        bad=[call(KEY, 1.0, 1.0, (3,), INT32), call(np.zeros((2, 2), "uint32"), 1.0, 1.0)],
    ),
    Case(
        "jax.random.generalized_normal",
        [call(KEY, 2.0), call(TYPED, 1.5, (3,)), call(OTHER, 3.0, (4,), FLOAT64)],
        bad=[call(KEY, 1.0, (3,), INT32), call(np.zeros((2, 2), "uint32"), 1.0)],
    ),
    Case(
        "jax.random.ball",
        [call(KEY, 3), call(TYPED, 2, 1.5, (3,)), call(OTHER, 4, shape=(2,), dtype=FLOAT64)],
        bad=[call(KEY, 0.5), call(np.zeros((2, 2), "uint32"), 2)],
    ),
]

CASES = [*KEYS, *DRAWS, *LAWS]
