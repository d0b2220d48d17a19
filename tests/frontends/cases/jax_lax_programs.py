"""Products, convolutions, transforms and control flow of `jax.lax`."""

import ml_dtypes
import numpy as np
from frontends.case import Case, call, of

RANDOM = np.random.default_rng(22)


def array(*shape, dtype="float32"):
    return RANDOM.normal(size=shape).astype(dtype)


def whole(*shape, dtype="int32"):
    return RANDOM.integers(-5, 5, size=shape).astype(dtype)


FLOAT32, FLOAT64, INT32 = (np.dtype(d) for d in ("float32", "float64", "int32"))
A, B = array(3, 4), array(4, 5)
COMPLEX = (A + 1j * A[::-1]).astype("complex64")
BATCH = array(2, 3, 4)
HIGHEST = of(lambda jax: jax.lax.Precision.HIGHEST)

PRODUCTS = [
    Case(
        "jax.lax.dot",
        [
            call(A, B), call(whole(3, 4), whole(4, 2)), call(A[0], A[1]), call(A, B[:, 0]),
            call(array(2, 3, dtype="float16"), array(3, 2, dtype="float16")),
            call(A, B, preferred_element_type=FLOAT32), call(COMPLEX, COMPLEX.T),
            call(whole(3, 4), whole(4, 2), preferred_element_type=FLOAT32),
            call(A, A, dimension_numbers=(((1,), (1,)), ((), ()))),
            call(A > 0, B > 0), call(A, whole(4, 2)),
        ],
        bad=[call(A, A), call(BATCH, A), call(A, 2.0)],
    ),
    Case(
        "jax.lax.dot_general",
        [
            call(A, B, (((1,), (0,)), ((), ()))),
            call(BATCH, BATCH, (((2,), (2,)), ((0,), (0,)))),
            call(BATCH, BATCH, (((1, 2), (1, 2)), ((), ()))),
            call(BATCH, BATCH, (((), ()), ((0, 1), (0, 1)))),
            call(whole(3, 4, dtype="int8"), whole(3, 4, dtype="int8"), (((1,), (1,)), ((0,), (0,))),
                 preferred_element_type=INT32),
            call(array(2, 3, dtype=ml_dtypes.bfloat16), array(3, 2, dtype=ml_dtypes.bfloat16),
                 (((1,), (0,)), ((), ())), preferred_element_type=FLOAT32),
            call(array(2, 3, dtype="float64"), array(3, dtype="float64"), (((1,), (0,)), ((), ()))),
        ],
        bad=[
            call(A, B, (((1,), (1,)), ((), ()))),
            call(A, B, (((1,), (0,)), ((0,), (0,)))),
            call(A, B, (((7,), (0,)), ((), ()))),
            call(A, A, (((1,), (1,)), ((1,), (1,)))),
        ],
    ),
    Case(
        "jax.lax.batch_matmul",
        [call(BATCH, array(2, 4, 3)), call(whole(2, 2, 3), whole(2, 3, 2)), call(A, B)],
        bad=[call(A, A), call(A[0], B), call(BATCH, B)],
    ),
    Case(
        "jax.lax.ragged_dot",
        [
            call(array(6, 3), array(2, 3, 4), np.array([2, 4], "int32")),
            call(array(6, 3), array(3, 3, 2), np.array([1, 0, 3], "int32")),
            call(array(4, 3, dtype="float16"), array(2, 3, 2, dtype="float16"),
                 np.array([3, 1], "int32"), preferred_element_type=FLOAT32),
        ],
        bad=[
            call(array(6, 3), array(3, 4), np.array([2, 4], "int32")),
            call(array(6, 3), array(2, 4, 4), np.array([2, 4], "int32")),
        ],
    ),
]

NHWC, NHC = ("NHWC", "HWIO", "NHWC"), ("NHC", "HIO", "NHC")
IMAGE, FILTERS = array(2, 3, 6, 7), array(4, 3, 3, 2)
LAST, LAST_FILTERS = array(2, 6, 7, 3), array(3, 2, 3, 4)
CONVOLUTIONS = [
    Case(
        "jax.lax.conv_general_dilated",
        [
            call(IMAGE, FILTERS, (1, 1), "VALID"),
            call(IMAGE, FILTERS, (2, 1), "SAME"),
            call(IMAGE, FILTERS, (2, 3), [(1, 2), (0, 1)], (2, 1), (1, 2)),
            call(LAST, LAST_FILTERS, (1, 2), "SAME_LOWER", dimension_numbers=NHWC),
            call(array(1, 4, 8), array(6, 2, 3), (1,), "SAME", feature_group_count=2),
            call(array(4, 3, 8), array(6, 3, 3), (1,), [(1, 1)], batch_group_count=2),
            call(array(2, 3, 6, dtype="float16"), array(4, 3, 2, dtype="float16"), (1,), "VALID",
                 preferred_element_type=FLOAT32),
            call(array(2, 3, 6, dtype="float64"), array(4, 3, 2, dtype="float64"), (1,), [(-1, 2)]),
            call(whole(1, 2, 5), whole(2, 2, 2), (1,), "VALID"),
            call(array(1, 2, 4, 4, 4), array(2, 2, 2, 2, 2), (1, 1, 2), "VALID"),
        ],
        bad=[
            call(IMAGE, FILTERS[:, :2], (1, 1), "VALID"),
            call(IMAGE, FILTERS, (1,), "VALID"),
            call(IMAGE, FILTERS.astype("float16"), (1, 1), "VALID"),
            call(IMAGE, FILTERS, (1, 1), "foo"),
            call(IMAGE, FILTERS, (1, 1), "SAME", (2, 2)),
            call(IMAGE, FILTERS, (1, 1), "SAME", dimension_numbers=("NCHW", "OIHW", "NCXY")),
        ],
    ),
    Case(
        "jax.lax.conv",
        [call(IMAGE, FILTERS, (1, 1), "SAME"), call(whole(1, 2, 5), whole(2, 2, 2), (2,), "VALID"),
         call(IMAGE.astype("float16"), FILTERS.astype("float16"), (1, 1), "VALID",
              preferred_element_type=FLOAT32)],
        bad=[call(IMAGE, FILTERS, (1,), "VALID"), call(IMAGE, FILTERS[:, :2], (1, 1), "VALID")],
    ),
    Case(
        "jax.lax.conv_with_general_padding",
        [call(IMAGE, FILTERS, (1, 1), [(1, 1), (0, 2)], (1, 2), (2, 1)),
         call(IMAGE.astype("float16"), FILTERS.astype("float16"), (2, 2), "SAME", None, None,
              preferred_element_type=FLOAT32)],
        bad=[call(IMAGE, FILTERS, (1,), "VALID", None, None)],
    ),
    Case(
        "jax.lax.conv_transpose",
        [
            call(LAST, LAST_FILTERS, (2, 2), "SAME"),
            call(LAST, LAST_FILTERS, (1, 2), "VALID"),
            call(array(1, 5, 2), array(3, 2, 4), (3,), "SAME", rhs_dilation=(2,)),
            call(array(1, 5, 4), array(3, 2, 4), (2,), [(1, 2)], transpose_kernel=True),
            call(IMAGE, FILTERS, (2, 1), "VALID", dimension_numbers=("NCHW", "OIHW", "NCHW")),
            call(array(1, 5, 2, dtype="float64"), array(3, 2, 4, dtype="float64"), (2,), [(1, 1)],
                 use_consistent_padding=True),
        ],
        bad=[call(LAST, LAST_FILTERS, (2, 2), "foo"), call(LAST, LAST_FILTERS[:, :, :2], (1, 1), "SAME")],
    ),
    Case(
        "jax.lax.conv_general_dilated_patches",
        [
            call(IMAGE, (2, 3), (1, 2), "VALID"),
            call(LAST, (2, 2), (1, 1), "SAME", dimension_numbers=NHWC),
            call(array(1, 2, 6, dtype="float64"), (3,), (1,), [(1, 0)], (2,), (1,)),
        ],
        bad=[call(IMAGE, (2,), (1, 1), "VALID")],
    ),
    Case(
        "jax.lax.conv_general_dilated_local",
        [
            call(array(2, 3, 6), array(4, 6, 5), (1,), "VALID", (2,)),
            call(array(2, 6, 3, dtype="float64"), array(5, 6, 4, dtype="float64"), (1,), "VALID",
                 (2,), dimension_numbers=NHC),
        ],
        bad=[call(array(2, 3, 6), array(4, 6, 4), (1,), "VALID", (2,))],
    ),
    Case(
        "jax.lax.fft",
        [
            call(COMPLEX, "fft", (4,)),
            call(A, "RFFT", fft_lengths=(3, 4)),
            call(COMPLEX, "ifft", (3, 4)),
            call(COMPLEX, "irfft", (6,)),
            call(array(2, 6, dtype="float64"), of(lambda jax: "RFFT"), (6,)),
            call(A, "fft", (4,)),
        ],
        bad=[call(A, "foo", (4,)), call(COMPLEX, "RFFT", (4,)), call(A, "RFFT", (5,))],
    ),
]

SCALAR = np.float32(2)
F16, I32 = array(3, dtype="float16"), whole(4)
CONTROL = [
    Case(
        "jax.lax.cond",
        [
            *(call(p, lambda x: x + 1, lambda x: x * 2, x) for p in (True, np.bool_(False), 1)
              for x in (A, I32, F16)),
            call(A[0, 0] > 9, lambda x, y: {"a": x, "b": (y, y)},
                 lambda x, y: {"a": -x, "b": (y, -y)}, A, I32),
            call(True, lambda x: x[0], lambda x: x[1], operand=(A, -A)),
        ],
        bad=[
            call(A, lambda x: x, lambda x: -x, A),
            call(True, 1, lambda x: x, A),
            call(True, lambda x: x, lambda x: x[0], A),
        ],
    ),
    Case(
        "jax.lax.switch",
        [
            *(call(np.int32(i), [lambda x: x, lambda x: -x, lambda x: x + x], x)
              for i in (-3, 1, 9) for x in (A, I32)),
            call(1, (lambda x: x[0], lambda x: x[1]), operand=(A, -A)),
        ],
        bad=[
            call(0, [], A),
            call(0.5, [lambda x: x, lambda x: -x], A),
            call(0, [lambda x: x, lambda x: x[0]], A),
            call(0, [lambda x: x, 1], A),
        ],
    ),
    Case(
        "jax.lax.while_loop",
        [
            call(lambda x: x < 100, lambda x: x * 2, SCALAR),
            call(lambda s: s[1] < 3, lambda s: (s[0] * 2, s[1] + 1), (I32, np.int32(0))),
            call(lambda s: (s["n"] < 3), lambda s: {"n": s["n"] + 1, "x": -s["x"]},
                 {"n": np.int32(0), "x": F16}),
            call(lambda x: x > 100, lambda x: x * 2, SCALAR),
        ],
        bad=[
            call(lambda x: x, lambda x: x, A),
            call(lambda x: x < 3, lambda x: (x, x), SCALAR),
            call(1, lambda x: x, SCALAR),
            call(lambda x: x.sum() < 3, lambda x: x[0], A),
        ],
    ),
    Case(
        "jax.lax.fori_loop",
        [
            call(0, 4, lambda i, x: x * 2 + i, SCALAR),
            call(np.int32(1), np.int32(5), lambda i, s: (s[0] + i, -s[1]), (I32, F16)),
            call(3, 1, lambda i, x: -x, A),
            call(0, 3, lambda i, x: x + A[0], A, unroll=True),
        ],
        bad=[
            call(0, 3, lambda i, x: (x, x), A),
            call(0.5, 3, lambda i, x: x, A),
            call(0, 3, 1, A),
        ],
    ),
    Case(
        "jax.lax.scan",
        [
            call(lambda c, x: (c + x, c * x), np.zeros(4, "float32"), A),
            call(lambda c, x: (c + x, (c, {"twice": x * 2})), np.int32(1), I32, reverse=True),
            call(lambda c, _: (c * 2, None), F16, None, 3),
            call(lambda c, x: (c, x[0] + x[1]), None, (A, A), unroll=2),
            call(lambda c, x: (c + x, -x), np.zeros(4, "float32"), A[:0]),
        ],
        bad=[
            call(lambda c, x: (x, x), np.int32(0), A),
            call(lambda c, x: c, np.int32(0), A),
            call(lambda c, x: (c, x), 0, (A, I32)),
            call(lambda c, x: (c, x), 0, A, 7),
            call(lambda c, x: (c, x), 0),
        ],
    ),
    Case(
        "jax.lax.map",
        [call(lambda x: x * 2, A), call(lambda p: (p[0] + p[1], p[0]), (I32, I32)),
         call(lambda x: -x, A, batch_size=2), call(lambda x: -x, A[:0])],
        bad=[call(lambda x: x, (A, I32)), call(lambda x: x, np.float32(2))],
    ),
    Case(
        "jax.lax.associative_scan",
        [
            *(call(of(lambda jax: jax.lax.add), x) for x in (A, I32, array(7, 2, dtype="float64"))),
            call(of(lambda jax: jax.lax.mul), A, reverse=True, axis=1),
            call(lambda a, b: (a[0] * b[0], a[1] * b[0] + b[1]), (A, A + 1)),
            call(of(lambda jax: jax.lax.max), F16[:1], axis=-1),
        ],
        bad=[call(1, A), call(of(lambda jax: jax.lax.add), (A, I32[:2])),
             call(of(lambda jax: jax.lax.add), A, axis=5)],
    ),
    Case(
        "jax.lax.custom_root",
        [
            call(lambda x: x * x - 2, x, lambda f, guess: guess - f(guess) / (2 * guess),
                 lambda g, y: y / g(1.0)) for x in (np.float32(1.5), array(3, dtype="float64"))
        ],
        bad=[call(lambda x: x, SCALAR, lambda f, x: 1 / 0, lambda g, y: y)],
    ),
    Case(
        "jax.lax.platform_dependent",
        [call(A, default=lambda x: x + 1), call(I32, cpu=lambda x: -x, default=lambda x: x)],
        bad=[call(A, tpu=lambda x: x)],
    ),
]

CASES = [*PRODUCTS, *CONVOLUTIONS, *CONTROL]
