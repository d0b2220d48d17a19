"""Public functions of TensorFlow with a body of their own: math, and the top level."""

import numpy as np
from frontends.case import Case, call
from frontends.tensorflow_samples import numbers

FLOATS = ("float32", "float64", "float16", "bfloat16")
REALS = ("float32", "float64", "int32", "int64")
COMMON = (*REALS, "float16", "uint8")
COMPLEX = ("complex64", "complex128")
X = numbers("float32", (2, 3, 4))
I64, F32, F64, I32 = map(np.dtype, ("int64", "float32", "float64", "int32"))


def public(path, dtypes, *makes, bad, check="values", extra=()):
    """A case of calls that `makes` build for each dtype."""
    calls = [make(np.dtype(d)) for d in map(_dtype, dtypes) for make in makes]
    return Case(f"tensorflow.{path}", [*calls, *extra], bad, check)


def _dtype(name):
    import ml_dtypes

    return ml_dtypes.bfloat16 if name == "bfloat16" else name


def over_axis(name, dtypes, low=-3, high=3, parameter="input_tensor", **options):
    x = numbers(dtypes[0], (2, 3), low, high)
    bad = options.pop("bad", [call(x, axis=2), call(x, axis=[0, 0])])
    return public(
        f"math.{name}", dtypes,
        lambda d: call(numbers(d, (2, 3, 4), low, high)),
        lambda d: call(numbers(d, (2, 3, 4), low, high), axis=[0, -1], keepdims=True),
        lambda d: call(numbers(d, (2, 3), low, high), 1), bad=bad, **options,
    )  # fmt: skip


B = numbers(bool, (2, 3, 4))
CASES = [
    over_axis(n, COMMON)
    for n in ("reduce_sum", "reduce_mean", "reduce_max", "reduce_min", "reduce_euclidean_norm")
]
CASES += [over_axis("reduce_prod", COMMON, 0.5, 2)]
CASES += [
    over_axis(n, (*FLOATS[:3], *COMPLEX), bad=[call(np.array([1, 2])), call(X, axis=3)])
    for n in ("reduce_variance", "reduce_std")
]
CASES += [over_axis("reduce_logsumexp", FLOATS, bad=[call(np.array([1, 2])), call(X, axis=3)])]
CASES += [over_axis("count_nonzero", (*COMMON, "bool"), -1, 1, bad=[call(X, axis=3)],
                    extra=[call(X, dtype=I32)])]  # fmt: skip
for n in ("cumsum", "cumprod", "cumulative_logsumexp"):
    CASES.append(public(
        f"math.{n}", FLOATS[:2] if n == "cumulative_logsumexp" else REALS,
        lambda d: call(numbers(d, (2, 3, 4))), lambda d: call(numbers(d, (2, 3, 4)), -1, exclusive=True),
        lambda d: call(numbers(d, (2, 3, 4)), axis=1, reverse=True), bad=[call(X, 3)],
    ))  # fmt: skip
for n in ("argmax", "argmin"):
    CASES.append(public(
        f"math.{n}", REALS, lambda d: call(numbers(d, (2, 3, 4))), lambda d: call(numbers(d, (2, 3, 4)), -1, output_type=I32),
        bad=[call(X, 3), call(X[:0], 0)],
    ))  # fmt: skip


def unary(path, dtypes, low=-3, high=3, bad=None, extra=()):
    return public(path, dtypes, lambda d: call(numbers(d, low=low, high=high)), lambda d: call(numbers(d, (), low, high)),
                  bad=bad or [call(np.array([True, False]))], extra=extra)  # fmt: skip


def binary(path, dtypes, low=-3, high=3, bad=(), scalar=lambda x: call(2, x), **options):
    x = numbers(dtypes[0], (3, 4), low, high)
    return public(path, dtypes, lambda d: call(numbers(d, low=low, high=high), numbers(d, (4,), low, high, 1)),
                  lambda d: scalar(numbers(d, low=low, high=high)),
                  bad=[call(x, x[:2]), *bad], **options)  # fmt: skip


CASES += [
    unary("math.abs", (*REALS, *COMPLEX)), unary("math.sign", (*REALS, *COMPLEX)), unary("math.round", COMMON),
    unary("math.log_sigmoid", FLOATS, bad=[call(np.array([1]))]),
    unary("math.erfcinv", FLOATS[:2], 0.1, 1.9, bad=[call(np.array([1]))]),
    unary("math.reciprocal_no_nan", FLOATS[:3], bad=[call(np.array([1]))], extra=[call(np.zeros(3))]),
    unary("math.angle", COMPLEX, bad=[call(None)], extra=[call(X), call(np.array([-1.0, 0.0]))]),
    unary("math.real", COMPLEX, bad=[call(None)], extra=[call(X)]), unary("math.imag", COMPLEX, bad=[call(None)]),
    unary("math.conj", (*COMPLEX, "float32"), bad=[call(None)]),
    unary("math.is_non_decreasing", REALS, bad=[call(None)], extra=[call(np.arange(5)), call(np.zeros(3))]),
    unary("math.is_strictly_increasing", REALS, bad=[call(None)], extra=[call(np.arange(5)), call(np.zeros(3))]),
    unary("math.zero_fraction", COMMON, -1, 1, bad=[call(None)]),
    unary("identity", COMMON, bad=[call(None)]), unary("stop_gradient", COMMON, bad=[call(None)]), unary("rank", COMMON, bad=[call(None)]),
    binary("math.truediv", (*COMMON, "complex64"), 1, 5, scalar=lambda x: call(x, 2), bad=[call(X, X.astype("float64")), call(B, B)]),
    binary("math.divide", (*COMMON, "complex64"), 1, 5, bad=[call(X, X.astype("float64")), call(B, B)]),
    binary("math.equal", COMMON, 0, 2, bad=[call(X, X.astype("float64"))]), binary("math.not_equal", COMMON, 0, 2, bad=[call(X, X.astype("float64"))]),
    public("math.scalar_mul", COMMON, lambda d: call(3, numbers(d)), bad=[call([1, 2], X), call(1.5, np.array([1]))]),
    public("math.add_n", COMMON, lambda d: call([numbers(d), numbers(d, seed=1)]), bad=[call([]), call([X, X[0]]), call(3)]),
    public("math.polyval", FLOATS[:3], lambda d: call([numbers(d, ()), numbers(d, (4,)), numbers(d, (), seed=2)], numbers(d)), bad=[call(3, X), call([X, np.array(1.0)], X)]),
    public("math.lbeta", FLOATS[:2], lambda d: call(numbers(d, (3, 4), 0.5, 4)), bad=[call(np.array([1, 2]))]),
    public("math.l2_normalize", FLOATS[:3], lambda d: call(numbers(d, (2, 3))), lambda d: call(numbers(d, (2, 3)), axis=1, epsilon=0.5), bad=[call(X, 3)]),
    public("math.top_k", REALS, lambda d: call(numbers(d, (3, 7), -99, 99)), lambda d: call(numbers(d, (7,), -99, 99), k=3, index_type=I64), bad=[call(X, 5), call(X, -1)]),
    public("math.in_top_k", ("int32", "int64"), lambda d: call(np.array([0, 3, 7], d), numbers("float32"), 2), bad=[call([0], X, 1), call([0], X[0], 1)]),
    public("math.unsorted_segment_mean", FLOATS[:2], lambda d: call(numbers(d, (4, 3)), [0, 2, 0, 2], 4), bad=[call(X[0], [0, 1, 9], 3)]),
    public("math.unsorted_segment_sqrt_n", FLOATS[:2], lambda d: call(numbers(d, (4, 3)), [0, 2, 0, 2], 4), bad=[call(X[0], [0, 1, 9], 3)]),
    public("math.bincount", ("int32", "int64"), lambda d: call(np.array([1, 3, 1, 0], d)), lambda d: call(np.array([[1, 3], [1, 0]], d), axis=-1, minlength=6, binary_output=True),
           lambda d: call(np.array([1, 3, 1, 0], d), weights=numbers("float32", (4,)), maxlength=3),
           bad=[call(np.array([-1, 2])), call([1], axis=5), call([1], weights=[1.0], binary_output=True)]),
    public("math.confusion_matrix", ("int32", "int64"), lambda d: call(np.array([1, 3, 1], d), np.array([0, 3, 1], d)),
           lambda d: call(np.array([1, 2], d), np.array([0, 2], d), num_classes=5, weights=numbers("float32", (2,)), dtype=F32),
           bad=[call([-1, 2], [0, 1]), call([1, 9], [0, 1], num_classes=3)]),
    public("math.logical_xor", ("bool",), lambda d: call(B, ~B), bad=[call(X, X)]),
]  # fmt: skip

PADS = [[1, 0], [0, 2], [0, 0]]
T = numbers("float32", (3, 4))


def like(make):
    return lambda d: make(numbers(d, (2, 3, 4)))


CASES += [
    public("cast", COMMON, *(lambda d, t=t: call(numbers(d, low=0), np.dtype(t)) for t in ("float64", "int16", "bool", "complex64")), bad=[call(X, "nothing"), call(None, F32)]),
    public("saturate_cast", ("float32", "float64", "int32", "int64"), *(lambda d, t=t: call(numbers(d, low=-300, high=300), np.dtype(t)) for t in ("uint8", "int8", "float16")), bad=[call(X, "nothing")]),
    public("constant", COMMON, lambda d: call([[1, 2], [3, 4]], dtype=d), lambda d: call(2, dtype=d, shape=(2, 3)), bad=[call([1, 2], shape=(3,)), call([[1], [1, 2]]), call(1.5, dtype=I32)]),
    public("convert_to_tensor", COMMON, lambda d: call([1, 2, 3], dtype=d), lambda d: call([[1]], dtype_hint=d), lambda d: call(numbers(d)), bad=[call(X, dtype=I32), call([1.5], dtype=I32), call(None)]),
    public("clip_by_value", REALS, lambda d: call(numbers(d), -1, 2), lambda d: call(numbers(d), numbers(d, (4,)), 2), bad=[call(X, 0, X.astype("float64")), call(T[0], 0, T)]),
    public("clip_by_norm", FLOATS[:2], lambda d: call(numbers(d), 2.0), lambda d: call(numbers(d), 1.5, axes=[0]), lambda d: call(np.zeros(3, d), 1.0), bad=[call(np.array([1, 2]), 1.5), call(X, 2.0, axes=[5])]),
    public("clip_by_global_norm", FLOATS[:2], lambda d: call([numbers(d), numbers(d, (2,))], 2.0), lambda d: call([numbers(d)], 2.0, use_norm=np.array(3, d)), bad=[call(3, 2.0), call(X, 2.0)]),
    public("complex", ("float32", "float64"), lambda d: call(numbers(d), numbers(d, seed=1)), bad=[call(X, X.astype("float64")), call(np.array([1]), np.array([1]))]),
    public("concat", COMMON, lambda d: call([numbers(d), numbers(d, (3, 2))], 1), lambda d: call([numbers(d)], 0), bad=[call([T, T[:, :2]], 0), call([T, T], 2)]),
    public("stack", COMMON, lambda d: call([numbers(d), numbers(d, seed=1)]), lambda d: call([numbers(d), numbers(d, seed=1)], axis=-1), bad=[call([T, T[0]]), call([T, T], 5)]),
    public("unstack", COMMON, like(lambda x: call(x)), like(lambda x: call(x, axis=-1)), bad=[call(X, axis=3), call(X, num=5)]),
    public("split", COMMON, like(lambda x: call(x, 2)), like(lambda x: call(x, [1, 2], axis=1)), like(lambda x: call(x, [1, -1], axis=-1)), bad=[call(X, 3), call(X, [1, 1], axis=1)]),
    public("expand_dims", COMMON, like(lambda x: call(x, 1)), like(lambda x: call(x, -1)), bad=[call(X, 5)]),
    public("squeeze", COMMON, lambda d: call(numbers(d, (1, 3, 1))), lambda d: call(numbers(d, (1, 3, 1)), axis=[0]), bad=[call(X, axis=1), call(X, axis=5)]),
    public("fill", COMMON, lambda d: call([2, 3], np.asarray(7, d)), bad=[call([-1], 2), call([2], [1, 2])]),
    public("eye", COMMON, lambda d: call(3, dtype=d), lambda d: call(2, 3, batch_shape=[2], dtype=d), bad=[call(3, dtype="nothing")]),
    public("zeros", COMMON, lambda d: call([2, 3], dtype=d), bad=[call([-1]), call([2], dtype="nothing")]),
    public("ones", COMMON, lambda d: call([2, 3], dtype=d), bad=[call([-1]), call([2], dtype="nothing")]),
    public("zeros_like", COMMON, like(lambda x: call(x)), like(lambda x: call(x, dtype=I64)), bad=[call(X, dtype="nothing")]),
    public("ones_like", COMMON, like(lambda x: call(x)), like(lambda x: call(x, dtype=I64)), bad=[call(X, dtype="nothing")]),
    public("one_hot", ("int32", "int64", "uint8"), lambda d: call(np.array([0, 2, 5], d), 4), lambda d: call(np.array([[0, 2]], d), 3, on_value=5, off_value=-1, axis=0),
           lambda d: call(np.array([1], d), 3, dtype=F64), bad=[call([0], -1), call([0], 2, axis=5), call([0], 2, on_value=1.0, off_value=np.array(0))]),
    public("gather", COMMON, like(lambda x: call(x, [1, 0])), like(lambda x: call(x, [[0, 2], [1, 1]], axis=1, batch_dims=1)), like(lambda x: call(x, 2, axis=-1)), bad=[call(X, [2]), call(X, [0], axis=3)]),
    public("gather_nd", COMMON, like(lambda x: call(x, [[1, 0], [0, 2]])), like(lambda x: call(x, [[[0], [1]], [[2], [2]]], batch_dims=1)), bad=[call(X, [[2]]), call(X, [[0, 0, 0, 0]])]),
    public("boolean_mask", COMMON, lambda d: call(numbers(d), [True, False, True]), lambda d: call(numbers(d), [True, False, True, True], axis=1), lambda d: call(numbers(d), numbers(bool)), bad=[call(X, True), call(T, [True])]),
    public("where", COMMON, lambda d: call(numbers(bool), numbers(d), numbers(d, (4,), seed=1)), bad=[call(numbers(bool), X), call(numbers(bool), T, T[:2])], extra=[call(T), call(T > 0), call(np.array([0, 2]))]),
    public("histogram_fixed_width", REALS, lambda d: call(numbers(d), np.array([-2, 3], d)), lambda d: call(numbers(d), np.array([-2, 3], d), nbins=5, dtype=I64), bad=[call(X, [5.0, 5.0]), call(X, [0.0, 5.0], nbins=0)]),
    public("histogram_fixed_width_bins", FLOATS[:2], lambda d: call(numbers(d), np.array([-2, 3], d)), lambda d: call(numbers(d), np.array([-2, 3], d), nbins=5), bad=[call(X, [0.0, 5.0], nbins=0)]),
    public("linspace", FLOATS[:2], lambda d: call(np.asarray(1, d), np.asarray(5, d), 4), lambda d: call(numbers(d, (3,)), numbers(d, (3,), seed=1), 4, axis=1), lambda d: call(np.asarray(1, d), np.asarray(5, d), 1), bad=[call(0.0, np.array(1.0), 3)], extra=[call(np.array(1), np.array(9), 5)]),
    public("meshgrid", COMMON, lambda d: call(numbers(d, (3,)), numbers(d, (2,))), lambda d: call(numbers(d, (3,)), numbers(d, (2,)), numbers(d, (4,)), indexing="ij"), bad=[call(T[0], T[0], indexing="no"), call(T[0], other=1)]),
    public("pad", COMMON, like(lambda x: call(x, PADS)), lambda d: call(numbers(d, (2, 3, 4)), PADS, constant_values=np.asarray(2, d)), like(lambda x: call(x, PADS, "SYMMETRIC")), like(lambda x: call(x, [[1, 0], [0, 1], [3, 2]], "reflect")), bad=[call(X, [[1, 0]]), call(X, PADS, "NO"), call(X, [[2, 0]] * 3, "REFLECT")]),
    public("range", ("int32", "int64", "float32", "float64"), lambda d: call(np.asarray(5, d)), lambda d: call(1, 9, 3, dtype=d), bad=[call(0, 5, 0), call(5, 0)], extra=[call(3, 0, -1), call(0.5, 2.0, 0.5)]),
    public("repeat", COMMON, lambda d: call(numbers(d), 2), lambda d: call(numbers(d), [1, 0, 3], axis=0), lambda d: call(numbers(d), 2, axis=-1), bad=[call(T, [1, 2], axis=0), call(T, 2, axis=0.5)]),
    public("reshape", COMMON, like(lambda x: call(x, [4, -1])), bad=[call(X, [5, -1]), call(X, [7])]),
    public("reverse_sequence", COMMON, like(lambda x: call(x, [2, 3], 1)), like(lambda x: call(x, [1, 2, 0], seq_axis=0, batch_axis=1)), bad=[call(X, [2, 9], 1), call(X, [2], 1)]),
    public("roll", COMMON, like(lambda x: call(x, [1, 2], [0, -1])), bad=[call(X, 1, 3)]),
    public("searchsorted", REALS, lambda d: call(np.sort(numbers(d, (2, 5))), numbers(d, (2, 3))), lambda d: call(np.sort(numbers(d, (5,))), numbers(d, (3,)), side="right", out_type=I64), bad=[call(T[0], T[0], side="no"), call(T, T[:2])]),
    public("sequence_mask", ("int32", "int64"), lambda d: call(np.array([1, 3, 0], d)), lambda d: call(np.array([[1], [2]], d), maxlen=np.asarray(4, d), dtype=F32), bad=[call([1], maxlen=[1, 2])]),
    public("shape", COMMON, like(lambda x: call(x)), like(lambda x: call(x, out_type=I64)), bad=[call(X, out_type=F32), call(None)]),
    public("size", COMMON, like(lambda x: call(x)), like(lambda x: call(x, out_type=I64)), bad=[call(None)]),
    public("shape_n", COMMON, like(lambda x: call([x, x])), like(lambda x: call([x], out_type=I64)), bad=[call([X], out_type=F32), call(3)]),
    public("slice", COMMON, like(lambda x: call(x, [0, 1, 2], [1, 2, -1])), bad=[call(X, [0], [1]), call(X, [0] * 3, [9] * 3)]),
    public("sort", REALS, like(lambda x: call(x)), like(lambda x: call(x, axis=0, direction="DESCENDING")), bad=[call(X, direction="NO"), call(X, axis=3)]),
    public("argsort", ("float32", "float64"), like(lambda x: call(x)), like(lambda x: call(x, axis=0, direction="DESCENDING", stable=True)), bad=[call(X, direction="NO"), call(X, axis=3)]),
    public("space_to_batch", COMMON, lambda d: call(numbers(d, (2, 2, 4, 3)), [2, 2], [[1, 1], [0, 2]]), bad=[call(X[..., None], [3, 3], [[0, 0]] * 2)]),
    public("batch_to_space", COMMON, lambda d: call(numbers(d, (8, 2, 4, 3)), [2, 2], [[1, 0], [0, 2]]), bad=[call(X[..., None], [3, 3], [[0, 0]] * 2)]),
    public("strided_slice", COMMON, like(lambda x: call(x, [0, 1], [2, 3])), like(lambda x: call(x, [1, 2], [2, 0], [1, -1], shrink_axis_mask=1)), bad=[call(X, [5], [6], shrink_axis_mask=1), call(X, [0], [1], [0])]),
    public("tensor_scatter_nd_update", COMMON, lambda d: call(numbers(d), [[0, 1], [2, 3]], numbers(d, (2,), seed=1)), bad=[call(T, [[9, 0]], [1.0]), call(T, [[0]], [1.0])]),
    public("transpose", (*COMMON, "complex64"), like(lambda x: call(x)), like(lambda x: call(x, perm=[2, 0, 1], conjugate=True)), bad=[call(X, perm=[0, 1]), call(X, perm=[0, 0, 1])]),
    public("unique", COMMON, lambda d: call(numbers(d, (9,), 0, 3)), lambda d: call(numbers(d, (9,), 0, 3), out_idx=I64), bad=[call(X)]),
    public("unique_with_counts", COMMON, lambda d: call(numbers(d, (9,), 0, 3)), lambda d: call(numbers(d, (9,), 0, 3), out_idx=I64), bad=[call(X)]),
    public("ensure_shape", COMMON, like(lambda x: call(x, [2, None, 4])), bad=[call(X, [2, 4])]),
    public("required_space_to_batch_paddings", ("int32",), lambda d: call([4, 5], [2, 3]), lambda d: call(np.array([4, 5], d), np.array([2, 3], d), base_paddings=[[1, 0], [0, 1]]), bad=[call([4], [2, 3])]),
    public("broadcast_dynamic_shape", ("int32", "int64"), lambda d: call(np.array([2, 1], d), np.array([3], d)), bad=[call([2], [3])]),
]  # fmt: skip
