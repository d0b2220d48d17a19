"""Functions of `jax.lax` on whole arrays: shapes, reductions, sorting, slices, gather and scatter."""

import ml_dtypes
import numpy as np
from frontends.case import Case, call, of

RANDOM = np.random.default_rng(21)
F32 = RANDOM.normal(size=(3, 4)).astype("float32")
CUBE = RANDOM.normal(size=(2, 3, 4)).astype("float32")
F64 = RANDOM.normal(size=(2, 3))
F16 = RANDOM.normal(size=(4, 2)).astype("float16")
BF16 = RANDOM.normal(size=(3, 5)).astype(ml_dtypes.bfloat16)
I32 = RANDOM.integers(-9, 9, size=(3, 4)).astype("int32")
U8 = RANDOM.integers(0, 9, size=(4, 2)).astype("uint8")
I64 = RANDOM.integers(-9, 9, size=(2, 3))
C64 = (F32 + 1j * F32[::-1]).astype("complex64")
BOOL = F32 > 0
NAN = np.array([[1.0, np.nan, 3.0, -np.inf], [np.inf, 2.0, 0.0, -0.0]], "float32")
FLOAT32, FLOAT64, INT32, INT8, INT64, BFLOAT16 = (
    np.dtype(d) for d in ("float32", "float64", "int32", "int8", "int64", ml_dtypes.bfloat16)
)


def reduction(name, *arrays, axes=((0,), (1,), (0, 1), ()), bad):
    calls = [call(x, a) for x in arrays for a in axes]
    calls += [call(np.zeros((0, 2), x.dtype), (0,)) for x in arrays[:2]]
    return Case(f"jax.lax.{name}", calls, bad=[call(arrays[0], (0, 0)), call(arrays[0], (5,)), bad])


def position(name):
    calls = [call(x, a, INT32) for x in (F32, I32, U8, BOOL, BF16, NAN) for a in (0, 1)]
    calls.append(call(F64, axis=1, index_dtype=INT64))
    bad = [call(F32, 3, INT32), call(F32, 0, FLOAT32), call(C64, 0, INT32)]
    return Case(f"jax.lax.{name}", calls, bad=bad)


def cumulative(name, *arrays, bad):
    calls = [call(x, a, reverse=r) for x in arrays for a in (0, 1) for r in (False, True)]
    calls.append(call(arrays[0]))
    return Case(f"jax.lax.{name}", calls, bad=[call(arrays[0], 4), call(arrays[0], -1), bad])


REDUCTIONS = [
    *(
        reduction(n, F32, I32, F16, U8, C64, F64, bad=call(BOOL, (0,)))
        for n in ("reduce_sum", "reduce_prod")
    ),
    *(
        reduction(n, F32, I32, BOOL, BF16, NAN, C64, bad=call(F32, 0))
        for n in ("reduce_max", "reduce_min")
    ),
    *(
        reduction(n, BOOL, I32, U8, I64, bad=call(F32, (0,)))
        for n in ("reduce_and", "reduce_or", "reduce_xor")
    ),
    position("argmax"),
    position("argmin"),
    *(cumulative(n, F32, I32, F64, U8, C64, bad=call(BOOL)) for n in ("cumsum", "cumprod")),
    *(cumulative(n, F32, I32, F16, U8, C64, bad=call(BOOL)) for n in ("cummax", "cummin")),
    cumulative("cumlogsumexp", F32, F16, F64, bad=call(BOOL)),
    Case(
        "jax.lax.reduce",
        [
            *(call(x, x.dtype.type(1), of(lambda jax: jax.lax.add), d)
              for x in (F32, I32, F64) for d in ((0,), (0, 1), ())),
            call(F32, -np.inf, of(lambda jax: jax.lax.max), (1,)),
            call((F32, I32), (0.0, 1), lambda a, b: (a[0] + b[0], a[1] * b[1]), (0,)),
        ],
        bad=[
            call(F32, 0.0, of(lambda jax: jax.lax.add), (4,)),
            call(F32, np.zeros(2, "float32"), of(lambda jax: jax.lax.add), (0,)),
        ],
    ),
    Case(
        "jax.lax.reduce_window",
        [
            *(call(x, 0, of(lambda jax: jax.lax.add), (2, 2)) for x in (F32, I32, F64)),
            call(F32, -np.inf, of(lambda jax: jax.lax.max), (2, 3), (1, 2), "SAME"),
            call(F32, 1.0, of(lambda jax: jax.lax.mul), (2, 2), window_dilation=(1, 2),
                 base_dilation=(2, 1), padding=((1, 0), (2, 1)), window_strides=(1, 2)),
            call(I32, 99, of(lambda jax: jax.lax.min), (3, 2), (1, 1), "same_lower"),
            call(F32, 0.0, of(lambda jax: jax.lax.add), (5, 2)),
            call((F32, I32), (0.0, 1), lambda a, b: (a[0] + b[0], a[1] * b[1]), (2, 2)),
        ],
        bad=[
            call(F32, 0.0, of(lambda jax: jax.lax.add), (2,)),
            call(F32, 0.0, of(lambda jax: jax.lax.add), (2, 2), padding="foo"),
            call(F32, 0.0, of(lambda jax: jax.lax.add), (2, 0)),
        ],
    ),
]

SHAPES = [
    Case(
        "jax.lax.broadcast",
        [call(F32, (2,)), call(I32, (2, 3)), call(2.0, (3,)), call(BOOL, ())],
        bad=[call(F32, (-1,)), call([1.0], (2,))],
    ),
    Case(
        "jax.lax.broadcast_in_dim",
        [
            call(F32, (2, 3, 4), (1, 2)),
            call(I32[:, :1], (3, 5), (0, 1)),
            call(F16, (4, 3, 2), broadcast_dimensions=(0, 2)),
            call(1.5, (2, 2), ()),
        ],
        bad=[
            call(F32, (2, 3, 4), (1,)),
            call(F32, (2, 3, 5), (1, 2)),
            call(F32, (3, 4, 3), (1, 0)),
            call(F32, (3, 4), (0, 2)),
        ],
    ),
    Case("jax.lax.broadcast_to_rank", [call(F32, 4), call(I32, rank=2)], bad=call(F32, "a")),
    Case("jax.lax.broadcast_like", [call(F32, CUBE), call(I32[0], F32)], bad=call(CUBE, F32)),
    Case(
        "jax.lax.broadcasted_iota",
        [call(d, (2, 3), k) for d in (INT32, FLOAT32, INT8, BFLOAT16) for k in (0, 1)],
        bad=[call(INT32, (2, 3), 2), call(np.dtype("bool"), (2,), 0), call(INT32, (-2, 3), 0)],
    ),
    Case(
        "jax.lax.iota",
        [call(d, 5) for d in (INT32, FLOAT32, INT8, FLOAT64)],
        bad=[call(INT32, -3), call(np.dtype("bool"), 2)],
    ),
    Case(
        "jax.lax.full",
        [
            call((2, 3), 1.5), call((), 2), call((2,), 7, INT8), call((3,), 2.5, dtype=BFLOAT16),
            call((2,), np.float32(3)), call((1, 2), True), call((2,), 3.7, dtype=INT32),
        ],
        bad=[call((2,), np.ones(2, "float32")), call((-1,), 1.0)],
    ),
    Case(
        "jax.lax.full_like",
        [call(F32, 2), call(I32, 2.7), call(F32, 1, dtype=INT32), call(F16, 3, shape=(5,))],
        bad=[call(F32, np.ones(3, "float32")), call(F32, 1, shape=(-1,))],
    ),
    Case(
        "jax.lax.collapse",
        [call(CUBE, 1), call(CUBE, 0, 2), call(I32, 0, None), call(CUBE, -2, stop_dimension=-1)],
        bad=[call(CUBE, 2, 1)],
    ),
    Case(
        "jax.lax.concatenate",
        [call([F32, F32], 0), call((I32, I32, I32), dimension=1), call([BOOL, BOOL], 1)],
        bad=[call([F32, I32], 0), call([F32, F32[:2]], 1), call([], 0), call([F32, CUBE], 0)],
    ),
    Case(
        "jax.lax.convert_element_type",
        [
            *(call(x, d) for x in (F32 * 100, I32, BOOL, F16, U8)
              for d in (FLOAT32, INT8, np.dtype("bool"), BFLOAT16, np.dtype("uint8"))),
            call(NAN * 1e20, INT32), call(NAN, np.dtype("uint8")), call(C64, FLOAT32),
            call(F32, np.dtype("complex64")), call(F64, FLOAT32), call(I64, FLOAT64), call(3, FLOAT32),
        ],
        bad=[call(F32, "nonsense"), call([1.0], FLOAT32)],
    ),
    Case(
        "jax.lax.bitcast_convert_type",
        [
            call(F32, INT32), call(I32, FLOAT32), call(F32, np.dtype("uint8")),
            call(F16, np.dtype("uint32")), call(F16, np.dtype("int16")), call(F64, INT64),
            call(I32.astype("uint8"), FLOAT32),
        ],
        bad=[call(C64, INT32), call(F16[:, :1], FLOAT32), call(BOOL, INT8)],
    ),
    Case("jax.lax.dtype", [call(F32), call(BOOL), call(2.0), call(F64)], bad=call([])),
    Case(
        "jax.lax.expand_dims",
        [call(F32, (0,)), call(I32, (0, 2)), call(F16, dimensions=(-1, 1))],
        bad=[call(F32, (0, 0)), call(F32, (7,))],
    ),
    Case("jax.lax.empty", [call((2, 3), FLOAT32), call((4,), INT8)], bad=call((2,), "nonsense"),
         check="shape"),
    Case(
        "jax.lax.pad",
        [
            call(F32, 1.5, ((1, 2, 0), (0, 1, 0))),
            call(I32, 7, ((0, 0, 2), (-1, 3, 1))),
            call(F32, np.float32(0), ((-1, -1, 0), (2, -2, 1))),
            call(BOOL, True, ((1, 0, 1), (0, 0, 0))),
            call(F64, np.float64(2), padding_config=((0, 0, 0), (-2, 2, 3))),
            call(np.zeros((0, 2), "float32"), 1.0, ((1, 2, 1), (0, 0, 0))),
            call(F32, 9.0, ((5, -6, 0), (-4, 2, 0))),
        ],
        bad=[
            call(F32, 1, ((1, 2, 0), (0, 1, 0))),
            call(F32, 1.0, ((1, 2, 0),)),
            call(F32, 1.0, ((0, 0, -1), (0, 0, 0))),
            call(F32, 1.0, ((-2, -2, 0), (0, 0, 0))),
        ],
    ),
    Case(
        "jax.lax.reshape",
        [call(F32, (4, 3)), call(CUBE, (6, 4), (1, 0, 2)), call(I32, (12,), dimensions=(1, 0)),
         call(F16, (2, 1, 4))],
        bad=[call(F32, (5, 2)), call(F32, (4, 3), (0, 0)), call(F32, (-1, 3))],
    ),
    Case("jax.lax.rev", [call(F32, (0,)), call(I32, (0, 1)), call(CUBE, (2,)), call(BOOL, ())],
         bad=[call(F32, (0, 0)), call(F32, (2,))]),
    Case(
        "jax.lax.squeeze",
        [call(F32[None], (0,)), call(I32[:, None, :, None], dimensions=(1, -1)), call(F16, ())],
        bad=[call(F32, (0,)), call(F32[None], (0, 0)), call(F32, (5,))],
    ),
    Case("jax.lax.tile", [call(F32, (2, 1)), call(I32, (1, 3)), call(F16, reps=(2, 2))],
         bad=[call(F32, (2,))]),
    Case("jax.lax.transpose", [call(CUBE, (2, 0, 1)), call(I32, (1, 0)), call(BOOL, (0, 1))],
         bad=[call(F32, (0, 0)), call(F32, (0,))]),
    Case("jax.lax.stack", [call([F32, F32]), call([I32, I32], axis=1), call((F16, F16), -1)],
         bad=[call([F32, F32[:1]]), call([]), call([F32], 5)]),
    Case("jax.lax.unstack", [call(F32), call(I32, axis=1), call(CUBE, -1)], bad=[call(F32, 4)]),
    Case("jax.lax.split", [call(F32, (1, 2)), call(I32, [2, 2], axis=1), call(F16, (4, 0), 0)],
         bad=[call(F32, (1, 1)), call(F32, (4, -1)), call(F32, (3,), 7)]),
    Case(
        "jax.lax.slice",
        [call(F32, (0, 1), (2, 4)), call(I32, (0, 0), (3, 4), (2, 3)), call(F16, (4, 0), (4, 2)),
         call(CUBE, (0, 1, 1), limit_indices=(2, 3, 4), strides=None)],
        bad=[call(F32, (0,), (2,)), call(F32, (0, 0), (9, 1)), call(F32, (2, 0), (1, 1))],
    ),
    Case(
        "jax.lax.slice_in_dim",
        [call(F32, 1, 3), call(I32, 0, None, 2, axis=1), call(F16, -3, -1), call(F32, None, 2)],
        bad=[call(F32, 0, 9), call(F32, 0, 1, 1, 5)],
    ),
    Case(
        "jax.lax.index_in_dim",
        [call(F32, 1), call(I32, -1, 1), call(F16, 2, keepdims=False)],
        bad=[call(F32, 5), call(F32, 0, 7)],
    ),
    Case("jax.lax.optimization_barrier", [call(F32), call((I32, F16))], bad=call()),
]

SORTING = [
    Case(
        "jax.lax.sort",
        [
            *(call(x) for x in (F32, I32, NAN, BF16, BOOL, U8, F64, C64)),
            call(F32, dimension=0), call(I32, 0, is_stable=False),
            call((I32 % 3, F32)), call((I32 % 2, U8.reshape(2, 4)[[0, 1, 0]] % 2, F32), num_keys=2),
        ],
        bad=[call((F32, F32[:1])), call(F32, 3), call((F32,), num_keys=2), call(())],
    ),
    Case(
        "jax.lax.sort_key_val",
        [call(F32, I32), call(I32 % 3, F32, dimension=0), call(NAN, NAN, is_stable=False)],
        bad=[call(F32, F32[0]), call(F32, F32, 4)],
    ),
    Case(
        "jax.lax.top_k",
        [call(x, 2) for x in (F32, I32 % 3, BF16, U8, F64, BOOL)]
        + [call(F32, 1, axis=0), call(F32, 0), call(I32 * 0, 3)],
        bad=[call(F32, 9), call(F32, -1), call(F32, 1, axis=3), call(C64, 1)],
    ),
    *(
        Case(f"jax.lax.{n}", [call(F32, 2), call(F16, 1, 0), call(F32, 3, recall_target=0.9)],
             bad=[call(F32, 9), call(F32, 1, 5), call(I32, 1)])
        for n in ("approx_max_k", "approx_min_k")
    ),
]

AT = np.int32(1)
SLICES = [
    Case(
        "jax.lax.dynamic_slice",
        [
            call(F32, (1, 2), (2, 2)),
            call(I32, (AT, np.int32(9)), (2, 3)),
            call(CUBE, np.array([0, -1, 2], "int32"), (1, 2, 2)),
            call(F16, (np.uint8(3), np.uint8(0)), slice_sizes=(2, 1)),
            call(F32, (AT, AT), (1, 1), allow_negative_indices=False),
            call(F32, (-1, np.int32(-2)), (1, 2)),
        ],
        bad=[call(F32, (0,), (2, 2)), call(F32, (0, 0), (9, 1)), call(F32, (0.5, 0), (1, 1))],
    ),
    Case(
        "jax.lax.dynamic_slice_in_dim",
        [call(F32, 1, 2), call(I32, AT, 3, axis=1), call(F16, np.int32(-2), 2, -1)],
        bad=[call(F32, 0, 9), call(F32, 0, 1, 4)],
    ),
    Case(
        "jax.lax.dynamic_index_in_dim",
        [call(F32, 1), call(I32, np.int32(-1), 1, keepdims=False), call(F16, np.int32(9))],
        bad=[call(F32, 0, 4), call(F32, 0.5)],
    ),
    Case(
        "jax.lax.dynamic_update_slice",
        [
            call(F32, np.ones((2, 2), "float32"), (1, 1)),
            call(I32, np.ones((1, 3), "int32"), (AT, np.int32(3))),
            call(F16, np.ones((1, 1), "float16"), start_indices=(-1, np.int32(-1))),
            call(BOOL, np.ones((2, 2), bool), np.array([0, 1], "int32"), allow_negative_indices=False),
        ],
        bad=[
            call(F32, np.ones((2, 2), "int32"), (0, 0)),
            call(F32, np.ones((9, 1), "float32"), (0, 0)),
            call(F32, np.ones(2, "float32"), (0, 0)),
            call(F32, np.ones((2, 2), "float32"), (0,)),
        ],
    ),
    Case(
        "jax.lax.dynamic_update_slice_in_dim",
        [
            call(F32, np.ones((2, 4), "float32"), AT, 0),
            call(I32, np.ones((3, 2), "int32"), 9, axis=1),
            call(F16, np.ones((4, 1), "float16"), np.int32(-1), -1, allow_negative_indices=True),
            call(F32, np.ones((1, 4), "float32"), AT, 0, allow_negative_indices=False),
        ],
        bad=[call(F32, np.ones((2, 4), "int32"), 0, 0), call(F32, F32, 0, 5)],
    ),
    Case(
        "jax.lax.dynamic_update_index_in_dim",
        [
            call(F32, np.ones(4, "float32"), AT, 0),
            call(I32, np.ones((3, 1), "int32"), -1, axis=1),
            call(F32, np.ones((1, 4), "float32"), AT, 0, allow_negative_indices=False),
        ],
        bad=[call(F32, np.ones(4, "int32"), 0, 0), call(F32, np.ones(4, "float32"), 0, 5)],
    ),
    Case(
        "jax.lax.index_take",
        [call(F32, (np.array([0, -1], "int32"),), (0,)),
         call(I32, (np.array([0, 2], "int32"), np.array([5, 1], "int32")), (0, 1))],
        bad=call(F32, (np.array([0.5], "float32"),), (0,)),
    ),
]


def gathers(*sets):
    return of(lambda jax: jax.lax.GatherDimensionNumbers(*sets))


def scatters(*sets):
    return of(lambda jax: jax.lax.ScatterDimensionNumbers(*sets))


ROWS = np.array([[0], [2], [1], [7]], "int32")
POINTS = np.array([[[0, 1], [2, 3]], [[1, -1], [9, 0]]], "int32")
BATCH = np.array([[[0], [2]], [[1], [0]]], "int32")
GATHERS = [
    *(call(x, ROWS, gathers((1,), (0,), (0,)), (1, x.shape[1]), mode=m)
      for x in (F32, I32, BOOL, C64, BF16) for m in (None, "clip", "fill")),
    call(F32, POINTS, gathers((), (0, 1), (0, 1)), (1, 1)),
    call(F32, POINTS, gathers((0, 3), (), (0, 1)), (2, 2), mode="clip"),
    call(F32, POINTS, gathers((2, 3), (), (1, 0)), (2, 2), fill_value=-1),
    call(CUBE, BATCH, gathers((2,), (1,), (1,), (0,), (0,)), (1, 1, 4), indices_are_sorted=True),
]
BAD_GATHERS = [
    call(F32, ROWS, gathers((1,), (0,), (0,)), (1,)),
    call(F32, ROWS, gathers((1,), (0,), (0,)), (1, 9)),
    call(F32, ROWS, gathers((1,), (0,), (0, 1)), (1, 4)),
    call(F32, ROWS.astype("float32"), gathers((1,), (0,), (0,)), (1, 4)),
]


def scatter_case(name, *arrays):
    calls = []
    for x in arrays:
        new = np.ones((4, x.shape[1]), x.dtype) * x.dtype.type(2)
        places = ROWS[[0, 1, 3, 3]] if name == "scatter" else ROWS[[0, 1, 0, 3]]
        calls += [call(x, places, new, scatters((1,), (0,), (0,)), mode=m) for m in (None, "clip")]
        blocks = np.full((2, 2, 2, 2), 3, x.dtype)
        apart = np.array([[[0, 0], [0, 2]], [[1, 8], [8, 1]]], "int32")
        if name != "scatter":
            calls.append(call(x, apart, blocks, scatters((0, 3), (), (0, 1))))
    calls.append(
        call(CUBE, BATCH, np.ones((2, 2, 4), "float32"),
             scatters((2,), (1,), (1,), (0,), (0,)), unique_indices=True)
    )
    bad = [
        call(F32, ROWS, np.ones((4, 4), "int32"), scatters((1,), (0,), (0,))),
        call(F32, ROWS, np.ones((4, 4), "float32"), scatters((1,), (0,), (0, 1))),
        call(F32, ROWS, np.ones((4, 4, 4), "float32"), scatters((1,), (0,), (0,))),
        call(F32, ROWS, np.ones((3, 4), "float32"), scatters((1,), (0,), (0,))),
    ]
    return Case(f"jax.lax.{name}", calls, bad=bad)


SCATTERS = [
    Case("jax.lax.gather", GATHERS, bad=BAD_GATHERS),
    scatter_case("scatter", F32, I32, BOOL, C64),
    *(scatter_case(n, F32, I32, F64, C64) for n in ("scatter_add", "scatter_sub", "scatter_mul")),
    *(scatter_case(n, F32, I32, F64, U8) for n in ("scatter_max", "scatter_min")),
    Case(
        "jax.lax.scatter_apply",
        [
            call(x, ROWS[:2], of(lambda jax: jax.lax.neg), scatters((1,), (0,), (0,)), mode="clip",
                 update_shape=(2, 4), unique_indices=True)
            for x in (F32, I32)
        ],
        bad=[call(F32, ROWS, of(lambda jax: jax.lax.neg), scatters((1,), (0,), (0, 1)),
                  update_shape=(4, 4))],
    ),
]

CASES = [*REDUCTIONS, *SHAPES, *SORTING, *SLICES, *SCATTERS]
