"""Public functions of TensorFlow with a body of their own: nn, signal, linalg, methods."""

import numpy as np
from frontends.case import Case, call
from frontends.cases import properties as has
from frontends.cases.tensorflow_public_math import COMMON, FLOATS, REALS, public, unary
from frontends.cases.tensorflow_raw_linalg import (
    A,
    definite,
    regular,
    triangular,
)
from frontends.tensorflow_samples import numbers

I64, F64 = np.dtype("int64"), np.dtype("float64")
X = numbers("float32", (2, 3, 4))
T = numbers("float32", (3, 4))
INT = np.array([1, 2])
WIDE = FLOATS[:2]
IMAGE = (2, 7, 6, 3)


def act(name, **options):
    return unary(f"nn.{name}", FLOATS[:3], -8, 8, bad=[call(np.array([True]))], **options)


def axis(name):
    return public(
        f"nn.{name}",
        FLOATS[:3],
        lambda d: call(numbers(d, (2, 3, 4))),
        lambda d: call(numbers(d, (2, 3, 4)), axis=1),
        bad=[call(INT), call(X, axis=5)],
    )


V = {
    k: numbers("float32", (4,), 0.5, 2, i)
    for i, k in enumerate(("mean", "variance", "offset", "scale"))
}
CASES = [
    act("relu6"), axis("softmax"), axis("log_softmax"),
    public("nn.leaky_relu", FLOATS[:3], lambda d: call(numbers(d)), lambda d: call(numbers(d), alpha=0.5), bad=[call(np.array([True]))], extra=[call(INT)]),
    public("nn.silu", FLOATS[:3], lambda d: call(numbers(d)), lambda d: call(numbers(d), beta=0.5), bad=[call(INT)]),
    public("nn.crelu", FLOATS[:3], lambda d: call(numbers(d)), lambda d: call(numbers(d), axis=0), bad=[call(np.array([True])), call(T, axis=5)]),
    public("nn.gelu", FLOATS[:2], lambda d: call(numbers(d)), lambda d: call(numbers(d), approximate=True), bad=[call(INT)]),
    public("nn.bias_add", REALS, lambda d: call(numbers(d), numbers(d, (4,))), lambda d: call(numbers(d, (2, 3, 4)), numbers(d, (3,)), data_format="NCW"), bad=[call(T, T[0, :2]), call(T, T[0], data_format="X")]),
    public("nn.sigmoid_cross_entropy_with_logits", FLOATS[:3], lambda d: call(labels=numbers(d, low=0, high=1), logits=numbers(d, seed=1)), bad=[call(labels=T, logits=T[:2]), call(T)]),
    public("nn.weighted_cross_entropy_with_logits", FLOATS[:3], lambda d: call(numbers(d, low=0, high=1), numbers(d, seed=1), 2.0), bad=[call(T, T[:2], 1.0)]),
    public("nn.log_poisson_loss", WIDE, lambda d: call(numbers(d, low=0.1, high=4), numbers(d, seed=1)), lambda d: call(numbers(d, low=0.1, high=4), numbers(d, seed=1), compute_full_loss=True), bad=[call(T, T[:2])]),
    public("nn.softmax_cross_entropy_with_logits", FLOATS[:3], lambda d: call(numbers(d, (2, 3, 4), 0, 1), numbers(d, (2, 3, 4), seed=1)), lambda d: call(numbers(d, low=0, high=1), numbers(d, seed=1), axis=0), bad=[call(T, T[:2])]),
    public("nn.sparse_softmax_cross_entropy_with_logits", FLOATS[:3], lambda d: call(np.array([[1, 0, 3], [2, 2, 0]]), numbers(d, (2, 3, 4))), bad=[call([0, 9, 1], T), call([0], T), call([[0]], T)]),
    public("nn.moments", FLOATS[:3], lambda d: call(numbers(d, (2, 3, 4)), [0, 1]), lambda d: call(numbers(d, (2, 3, 4)), [2], keepdims=True), bad=[call(X, [5])]),
    public("nn.weighted_moments", WIDE, lambda d: call(numbers(d, (2, 3, 4)), [0, 1], numbers(d, (3, 1), 0.1, 1)), lambda d: call(numbers(d), [1], 0.5, keepdims=True), bad=[call(X, [5], 1.0)]),
    public("nn.sufficient_statistics", WIDE, lambda d: call(numbers(d, (2, 3, 4)), [0, 1]), lambda d: call(numbers(d), [1], shift=np.asarray(0.5, d), keepdims=True), bad=[call(X, [0], shift=INT)]),
    public("nn.normalize_moments", WIDE, lambda d: call(np.asarray(6, d), numbers(d), numbers(d, low=9, high=20), None), lambda d: call(np.asarray(6, d), numbers(d), numbers(d, low=9, high=20), np.asarray(1, d)), bad=[call(np.float32(2), T, T.astype("float64"), None)]),
    public("nn.batch_normalization", WIDE, lambda d: call(numbers(d), **{k: v.astype(d) for k, v in V.items()}, variance_epsilon=0.1), lambda d: call(numbers(d), V["mean"].astype(d), V["variance"].astype(d), None, None, 0.1), bad=[call(T, **{**V, "mean": V["mean"][:3]}, variance_epsilon=0.1)]),
    public("nn.max_pool", ("float32", "float64", "int32"), lambda d: call(numbers(d, IMAGE), 2, 2, "SAME"), lambda d: call(numbers(d, (2, 9, 3)), 3, 2, "VALID", data_format="NWC"), lambda d: call(numbers(d, IMAGE), [3, 2], 1, [[0, 0], [1, 1], [0, 1], [0, 0]]), bad=[call(T, 2, 2, "SAME"), call(X[None], 2, 2, "NO"), call(X[None], [2, 2, 2], 2, "SAME")]),
    public("nn.avg_pool", WIDE, lambda d: call(numbers(d, IMAGE), 2, 2, "SAME"), lambda d: call(numbers(d, (2, 9, 3)), 3, 2, "VALID", data_format="NWC"), bad=[call(T, 2, 2, "SAME"), call(X[None], 2, 2, "NO"), call(X[None], [2, 2, 2], 2, "SAME")]),
    public("nn.max_pool1d", WIDE, lambda d: call(numbers(d, (2, 9, 3)), 3, 2, "SAME", data_format=None), bad=[call(X, 2, 2, "NO"), call(X, [2, 2], 2, "SAME")]),
    public("nn.avg_pool1d", WIDE, lambda d: call(numbers(d, (2, 9, 3)), 3, 2, "SAME", data_format=None), bad=[call(X, 2, 2, "NO"), call(X, [2, 2], 2, "SAME")]),
    public("nn.max_pool2d", WIDE, lambda d: call(numbers(d, IMAGE), [3, 2], 2, "SAME", data_format=None), bad=[call(X[None], 2, 2, "NO"), call(X[None], [2, 2, 2], 2, "SAME")]),
    public("nn.avg_pool2d", WIDE, lambda d: call(numbers(d, IMAGE), [3, 2], 2, "SAME", data_format=None), bad=[call(X[None], 2, 2, "NO"), call(X[None], [2, 2, 2], 2, "SAME")]),
    public("nn.max_pool_with_argmax", WIDE, lambda d: call(numbers(d, IMAGE), 2, 2, "SAME"), lambda d: call(numbers(d, IMAGE), [1, 3, 2, 1], 1, "VALID", output_dtype=np.dtype("int32"), include_batch_in_index=True), bad=[call(X[None], 2, 2, "NO"), call(X[None], 2, 2, "SAME", data_format="NCHW")]),
    public("nn.conv1d", WIDE, lambda d: call(numbers(d, (2, 9, 3)), numbers(d, (3, 3, 4)), 2, "SAME"), lambda d: call(numbers(d, (2, 9, 3)), numbers(d, (3, 3, 4)), 1, "VALID", dilations=2), bad=[call(X, numbers("float32", (3, 3, 4)), 1, "SAME"), call(X, numbers("float32", (3, 4, 4)), 1, "NO")]),
    public("nn.conv2d", WIDE, lambda d: call(numbers(d, IMAGE), numbers(d, (3, 2, 3, 4)), 2, "SAME"), lambda d: call(numbers(d, IMAGE), numbers(d, (3, 2, 3, 4)), [1, 2], "VALID", dilations=[1, 1]), lambda d: call(numbers(d, IMAGE), numbers(d, (3, 2, 1, 6)), 1, [[0, 0], [1, 2], [0, 1], [0, 0]], dilations=[2, 2]), bad=[call(X[None], numbers("float32", (1, 1, 3, 4)), 1, "SAME"), call(X[None], numbers("float32", (1, 1, 4, 4)), 1, "NO")]),
    public("nn.conv3d", WIDE, lambda d: call(numbers(d, (1, 5, 4, 6, 2)), numbers(d, (2, 3, 2, 2, 3)), [1, 2, 2, 1, 1], "SAME"), lambda d: call(numbers(d, (1, 5, 4, 6, 2)), numbers(d, (2, 3, 2, 2, 3)), [1] * 5, "VALID", dilations=[1] * 5), bad=[call(X[None, None], numbers("float32", (1, 1, 1, 3, 4)), [1] * 5, "SAME")]),
    public("nn.conv2d_transpose", WIDE, lambda d: call(numbers(d, (2, 4, 3, 4)), numbers(d, (3, 2, 3, 4)), [2, 7, 6, 3], 2), lambda d: call(numbers(d, (2, 3, 3, 4)), numbers(d, (3, 2, 3, 4)), [2, 7, 6, 3], [2, 2], padding="VALID"), bad=[call(X[None], numbers("float32", (3, 2, 3, 4)), [1, 9, 9, 3], [1, 1, 1])]),
    public("nn.conv3d_transpose", WIDE, lambda d: call(numbers(d, (1, 3, 2, 3, 3)), numbers(d, (2, 3, 2, 2, 3)), [1, 5, 4, 6, 2], 2), lambda d: call(numbers(d, (1, 2, 1, 3, 3)), numbers(d, (2, 3, 2, 2, 3)), [1, 5, 4, 6, 2], 2, padding="VALID"), bad=[call(X[None, None], numbers("float32", (2, 3, 2, 2, 3)), [1, 5, 4, 6, 2], [1, 1])]),
    public("nn.depthwise_conv2d", WIDE, lambda d: call(numbers(d, IMAGE), numbers(d, (3, 2, 3, 2)), [1, 2, 2, 1], "SAME"), lambda d: call(numbers(d, IMAGE), numbers(d, (3, 2, 3, 2)), [1] * 4, "VALID", data_format="NHWC", dilations=[2, 2]), bad=[call(X[None], numbers("float32", (3, 2, 3, 2)), [1] * 4, "SAME")]),
    public("nn.separable_conv2d", WIDE, lambda d: call(numbers(d, IMAGE), numbers(d, (3, 2, 3, 2)), numbers(d, (1, 1, 6, 4)), [1, 2, 2, 1], "SAME"), lambda d: call(numbers(d, IMAGE), numbers(d, (3, 2, 3, 2)), numbers(d, (1, 1, 6, 4)), [1] * 4, "VALID", dilations=[2, 2]), bad=[call(X[None], numbers("float32", (3, 2, 3, 2)), numbers("float32", (1, 1, 6, 4)), [1] * 4, "SAME")]),
    public("nn.atrous_conv2d", WIDE, lambda d: call(numbers(d, IMAGE), numbers(d, (2, 2, 3, 4)), 2, "VALID"), bad=[call(X[None], numbers("float32", (1, 1, 3, 4)), 1, "SAME")]),
    public("nn.convolution", WIDE, lambda d: call(numbers(d, IMAGE), numbers(d, (3, 2, 3, 4))), lambda d: call(numbers(d, (2, 9, 3)), numbers(d, (3, 3, 4)), padding="SAME", dilations=2), bad=[call(X[None], numbers("float32", (1, 1, 3, 4)))]),
    public("nn.dilation2d", WIDE, lambda d: call(numbers(d, IMAGE), numbers(d, (3, 2, 3)), [1, 2, 2, 1], "SAME", "NHWC", [1] * 4), bad=[call(X[None], T[..., None], [1] * 4, "SAME", "NHWC", [1] * 4), call(X[None], T[..., None], [1] * 4, "SAME", "NCHW", [1] * 4)]),
]  # fmt: skip


def real(name, shape, lengths):
    return public(
        f"signal.{name}",
        WIDE,
        lambda d: call(numbers(d, shape)),
        lambda d: call(numbers(d, shape), fft_length=lengths),
        bad=[call(INT), call(np.float32(1.0), fft_length=[4] * 4)],
    )


def back(name, shape, lengths):
    return public(
        f"signal.{name}",
        ("complex64", "complex128"),
        lambda d: call(numbers(d, shape)),
        lambda d: call(numbers(d, shape), fft_length=lengths),
        bad=[call(X), call(X.astype("complex64"), fft_length=[-4] * len(lengths))],
    )


def window(name, *more):
    return public(
        f"signal.{name}", WIDE, lambda d: call(8, dtype=d), *more, bad=[call(8, dtype=I64)]
    )


CASES += [
    real("rfft", (2, 7), [8]),
    real("rfft2d", (2, 5, 7), [6, 8]),
    real("rfft3d", (2, 3, 5, 7), [3, 4, 8]),
]
CASES += [
    back("irfft", (2, 7), [8]),
    back("irfft2d", (2, 5, 7), [6, 8]),
    back("irfft3d", (2, 3, 5, 7), [3, 4, 8]),
]
CASES += [
    window("hann_window", lambda d: call(7, periodic=False, dtype=d)),
    window("hamming_window", lambda d: call(7, periodic=False, dtype=d)),
]
CASES += [
    window("kaiser_window", lambda d: call(7, beta=3.0, dtype=d)),
    window("kaiser_bessel_derived_window", lambda d: call(6, beta=3.0, dtype=d)),
    window("vorbis_window"),
]
CASES += [
    *(public(f"signal.{n}", COMMON, lambda d: call(numbers(d, (4, 5))), lambda d: call(numbers(d, (4, 5)), axes=[1]), bad=[call(T, axes=[5])]) for n in ("fftshift", "ifftshift")),
    public("signal.frame", COMMON, lambda d: call(numbers(d, (2, 9)), 4, 2), lambda d: call(numbers(d, (9, 2)), 4, 3, pad_end=True, pad_value=1, axis=0), bad=[call(X, 0.5, 1)]),
    public("signal.overlap_and_add", REALS, lambda d: call(numbers(d, (2, 5, 4)), 2), lambda d: call(numbers(d, (3, 5)), 3), bad=[call(T[0], 2)]),
    public("signal.stft", WIDE, lambda d: call(numbers(d, (2, 40)), 9, 4), lambda d: call(numbers(d, (40,)), 8, 4, fft_length=16, window_fn=None, pad_end=True), bad=[call(INT, 2, 1)]),
    *(public(f"signal.{n}", WIDE, lambda d: call(numbers(d, (2, 7))), *(lambda d, k=k, o=o: call(numbers(d, (2, 7)), type=k, norm=o) for k, o in ((1, None), (2, "ortho"), (3, None), (3, "ortho"), (4, "ortho"))), bad=[call(X, type=7), call(X, norm="no")]) for n in ("dct", "idct")),
    public("signal.linear_to_mel_weight_matrix", WIDE, lambda d: call(dtype=d), lambda d: call(10, 65, 16000, 80.0, 7600.0, dtype=d), bad=[call(num_mel_bins=0), call(lower_edge_hertz=-1.0)]),
    public("signal.mfccs_from_log_mel_spectrograms", WIDE, lambda d: call(numbers(d, (3, 8))), bad=[call(np.zeros((2, 0), "float32"))]),
]  # fmt: skip

LU = (np.tril(regular("float32"), -1) * 0.1 + np.triu(regular("float32"))).astype("float32")
PERM = np.array([[2, 0, 1], [0, 2, 1]], "int32")
WIDER = (*WIDE, "complex64", "complex128")


CASES += [
    public("linalg.adjoint", WIDER, lambda d: call(numbers(d, (2, 3, 4))), bad=[call(None)]),
    public("linalg.matrix_transpose", WIDER, lambda d: call(numbers(d, (2, 3, 4))), lambda d: call(numbers(d, (2, 3, 4)), conjugate=True), bad=[call(T[0])]),
    public("linalg.matmul", (*COMMON[:4], "complex64"), lambda d: call(numbers(d), numbers(d, (4, 2))), lambda d: call(numbers(d, (2, 3, 4)), numbers(d, (2, 5, 4)), transpose_b=True), lambda d: call(numbers(d, (2, 4, 3)), numbers(d, (4, 5)), adjoint_a=True), bad=[call(T, T), call(T, T, transpose_a=True, adjoint_a=True), call(T, T.astype("float64"))]),
    public("linalg.matvec", (*WIDE, "complex64"), lambda d: call(numbers(d, (2, 3, 4)), numbers(d, (2, 4))), lambda d: call(numbers(d), numbers(d, (3,)), transpose_a=True), lambda d: call(numbers(d), numbers(d, (3,)), adjoint_a=True), bad=[call(T, T[0, :2])]),
    public("linalg.diag", COMMON, lambda d: call(numbers(d, (2, 3))), lambda d: call(numbers(d, (2, 2, 3)), k=[0, 1], padding_value=np.asarray(7, d), align="LEFT_LEFT"), bad=[call(T, k=0, num_rows=2)]),
    public("linalg.diag_part", COMMON, lambda d: call(numbers(d, (2, 3, 4))), lambda d: call(numbers(d, (2, 3, 4)), k=[-1, 1], padding_value=np.asarray(7, d), align="LEFT_LEFT"), bad=[call(T[0]), call(T, k=9)]),
    public("linalg.set_diag", COMMON, lambda d: call(numbers(d, (2, 3, 4)), numbers(d, (2, 3), seed=1)), lambda d: call(numbers(d), numbers(d, (3,), seed=1), k=1), bad=[call(T, T)]),
    public("linalg.eig", WIDER, lambda d: call(regular(d)), bad=[call(A)], check=has.eig),
    public("linalg.eigvals", WIDER, lambda d: call(regular(d)), bad=[call(A)], check=has.values_in_any_order),
    public("linalg.eigh", WIDER, lambda d: call(definite(d)), bad=[call(A)], check=has.eigh),
    public("linalg.eigvalsh", WIDER, lambda d: call(definite(d)), bad=[call(A)]),
    public("linalg.einsum", (*WIDE, "complex64"), lambda d: call("bij,bjk->ikb", numbers(d, (2, 3, 4)), numbers(d, (2, 4, 5))), lambda d: call("ij,jk", numbers(d), numbers(d, (4, 2))), lambda d: call("...ij->...ji", numbers(d, (2, 3, 4))), bad=[call("ij,jk", T), call("ij->ji", T, other=1), call("ijk->k", T)]),
    public("linalg.global_norm", WIDE, lambda d: call([numbers(d), numbers(d, (2,))]), bad=[call(3), call(T)]),
    public("linalg.logdet", WIDE, lambda d: call(definite(d)), bad=[call(A)]),
    public("linalg.slogdet", WIDE, lambda d: call(regular(d)), bad=[call(A)]),
    public("linalg.lstsq", WIDE, lambda d: call(numbers(d, (2, 5, 3)), numbers(d, (2, 5, 2))), lambda d: call(numbers(d, (2, 5, 3)), numbers(d, (2, 5, 2)), l2_regularizer=0.5), bad=[call(A, numbers("float32", (2, 4, 2)))]),
    public("linalg.lu", WIDE, lambda d: call(regular(d)), lambda d: call(regular(d), output_idx_type=I64), bad=[call(A)]),
    public("linalg.lu_matrix_inverse", WIDE, lambda d: call(LU.astype(d), PERM), lambda d: call(LU.astype(d), PERM, validate_args=True), bad=[call(A, PERM)]),
    public("linalg.lu_reconstruct", WIDE, lambda d: call(LU.astype(d), PERM), lambda d: call(LU.astype(d), PERM, validate_args=True), bad=[call(None, PERM)]),
    public("linalg.lu_solve", WIDE, lambda d: call(LU.astype(d), PERM, numbers(d, (2, 3, 2)), validate_args=True), bad=[call(LU, PERM, numbers("float32", (2, 4, 2)))]),
    public("linalg.cholesky_solve", WIDE, lambda d: call(triangular(d), numbers(d, (2, 3, 2))), bad=[call(A, A)]),
    public("linalg.triangular_solve", WIDER, lambda d: call(triangular(d), numbers(d, (2, 3, 2))), lambda d: call(regular(d), numbers(d, (2, 3, 2)), lower=False, adjoint=True), bad=[call(A, A)]),
    public("linalg.matrix_rank", WIDE, lambda d: call(regular(d)), lambda d: call(np.ones((2, 3, 4), d), tol=0.1), bad=[call(T[0])]),
    public("linalg.norm", (*WIDE, "complex64"), lambda d: call(numbers(d, (2, 3, 4))), *(lambda d, o=o, a=a: call(numbers(d, (2, 3, 4)), ord=o, axis=a, keepdims=True) for o, a in ((1, 1), (np.inf, -1), (3, 0), ("euclidean", [0, 2]), (1, [0, 2]), (np.inf, [0, 2]), (2, [1, 2]))), bad=[call(T, ord="no"), call(T, axis=5)]),
    public("linalg.normalize", WIDE, lambda d: call(numbers(d)), lambda d: call(numbers(d), ord=1, axis=1), bad=[call(T, ord="no")]),
    public("linalg.pinv", WIDE, lambda d: call(numbers(d, (2, 5, 3))), lambda d: call(numbers(d, (3, 5)), rcond=0.1), bad=[call(INT), call(T[0])]),
    public("linalg.qr", WIDER, lambda d: call(numbers(d, (2, 5, 3))), lambda d: call(numbers(d, (2, 5, 3)), full_matrices=True), bad=[call(T[0])], check=has.qr),
    public("linalg.svd", WIDER, lambda d: call(numbers(d, (2, 5, 3))), lambda d: call(numbers(d, (5, 3)), full_matrices=True), lambda d: call(numbers(d, (5, 3)), compute_uv=False), bad=[call(T[0])], check=has.svd_of_tensorflow),
    public("linalg.tensordot", WIDE, lambda d: call(numbers(d, (2, 3, 4)), numbers(d, (3, 4, 5)), 2), lambda d: call(numbers(d, (2, 3, 4)), numbers(d, (4, 2)), [[0, 2], [1, 0]]), bad=[call(X, X, 1), call(X, X, [[0, 1], [1]])]),
    public("linalg.trace", (*COMMON[:4], "complex64"), lambda d: call(numbers(d, (2, 3, 4))), bad=[call(T[0])]),
    public("linalg.tridiagonal_matmul", WIDE, lambda d: call(numbers(d, (2, 3, 4)), numbers(d, (2, 4, 3))), lambda d: call([numbers(d, (4,)), numbers(d, (4,), seed=1), numbers(d, (4,), seed=2)], numbers(d, (4, 2)), diagonals_format="sequence"), bad=[call(X, X, diagonals_format="no")]),
    public("linalg.tridiagonal_solve", WIDE, lambda d: call((numbers(d, (3, 4), 1, 3) + np.asarray([[0], [9], [0]], d)), numbers(d, (4,))), lambda d: call((numbers(d, (3, 4), 1, 3) + np.asarray([[0], [9], [0]], d)), numbers(d, (2, 4)), transpose_rhs=True), bad=[call(T, T[:2])]),
]  # fmt: skip


def method(name, dtypes, *arguments, bad):
    return Case(
        f"tensorflow.Tensor.{name}",
        [
            call(numbers(d, low=1, high=5), *a(numbers(d, low=1, high=5, seed=1)))
            for d in dtypes
            for a in arguments
        ],
        bad,
    )


def operator(name, dtypes=COMMON[:5], bad=()):
    return method(f"__{name}__", dtypes, lambda y: (y,), lambda y: (2,), bad=[call(T, T[:2]), *bad])


def bits(name):
    return method(f"__{name}__", ("int32", "int64", "uint8"), lambda y: (y,), bad=[call(T, T)])


def assignment(name):
    calls = [
        call(numbers(d), numbers(d, seed=1), read_value=r) for d in REALS for r in (True, False)
    ]
    return Case(
        f"tensorflow.Variable.{name}", calls, [call(T, T[:2]), call(T, T.astype("float64"))]
    )


def scatter(name):
    return Case(
        f"tensorflow.Variable.scatter_nd_{name}",
        [call(numbers(d), [[0], [2]], numbers(d, (2, 4), seed=1)) for d in REALS],
        [call(T, [[9]], T[:1])],
    )


MIXED = call(T, T.astype("float64"))
CASES += [operator(n, bad=[MIXED]) for n in ("add", "sub", "mul", "truediv", "lt", "le", "gt", "ge", "floordiv", "mod", "pow",
                                             "radd", "rsub", "rmul", "rtruediv", "rfloordiv", "rmod", "rpow")]  # fmt: skip
CASES += [
    method("__eq__", COMMON, lambda y: (y,), lambda y: (2,), lambda y: (y[:2],), bad=[MIXED]),
    method("__ne__", COMMON, lambda y: (y,), lambda y: (2,), lambda y: (y[:2],), bad=[MIXED]),
    bits("and"),
    bits("or"),
    bits("xor"),
]
CASES += [
    method("__neg__", REALS, lambda y: (), bad=[call(np.array([True]))]), method("__abs__", REALS, lambda y: (), bad=[call(np.array([True]))]),
    method("__invert__", ("int32", "uint8"), lambda y: (), bad=[call(T)]),
    Case("tensorflow.Tensor.__matmul__", [call(numbers(d), numbers(d, (4, 2))) for d in REALS], [call(T, T), MIXED]),
    Case("tensorflow.Tensor.__getitem__", [call(numbers(d, (3, 4, 5)), i) for d in COMMON for i in (
        0, -1, (slice(None), 1), (slice(None, None, 2), Ellipsis, slice(3, 0, -1)), (None, Ellipsis, None, 2), (slice(-2, None), slice(0, 9)))],
        [call(T, 7), call(T, (0, 0, 0)), call(T, 0.5)]),
    Case("tensorflow.Tensor.__len__", [call(numbers(d)) for d in COMMON], [call(np.array(1.0))]),
    Case("tensorflow.Tensor.__bool__", [call(np.array(v, d)) for d in COMMON for v in (0, 1)], [call(T)]),
    Case("tensorflow.Tensor.get_shape", [call(numbers(d)) for d in COMMON], [call(T, 3)]),
    Case("tensorflow.Tensor.set_shape", [call(numbers(d), [3, None]) for d in COMMON], [call(T, [3, 5])]),
    Case("tensorflow.Variable.read_value", [call(numbers(d)) for d in COMMON], [call(T, 3)]),
    Case("tensorflow.Variable.value", [call(numbers(d)) for d in COMMON], [call(T, 3)]),
    assignment("assign"), assignment("assign_add"), assignment("assign_sub"),
    *(scatter(n) for n in ("add", "sub", "update")),
]  # fmt: skip
