"""Raw ops of TensorFlow for matrices, and Fourier transforms."""

import numpy as np
from frontends.case import Case, call
from frontends.cases import properties as has
from frontends.tensorflow_samples import numbers, raw

A = numbers("float32", (2, 3, 4))
B = numbers("float32", (2, 4, 5))
C64, C128 = np.dtype("complex64"), np.dtype("complex128")


def regular(d, shape=(2, 3, 3), seed=0):
    """Matrices far from singular."""
    return (numbers(d, shape, seed=seed) + np.asarray(5 * np.eye(shape[-1])).astype(d)).astype(d)


def definite(d, shape=(2, 3, 3), seed=0):
    x = regular(
        np.dtype("complex128") if np.dtype(d).kind == "c" else np.dtype("float64"), shape, seed
    )
    return (x @ np.conj(np.swapaxes(x, -1, -2))).astype(d)


def triangular(d):
    return np.tril(regular(d))


def product(name, first="a", second="b", flips=("transpose_a", "transpose_b"), batch=(2,), **more):
    def make(d):
        return {
            first: numbers(d, (*batch, 3, 4)),
            second: numbers(d, (*batch, 4, 5), seed=1),
            **more_of(d),
        }

    def flipped(d):
        return {first: numbers(d, (*batch, 4, 3)), second: numbers(d, (*batch, 5, 4), seed=1), **more_of(d),
                flips[0]: True, flips[1]: True}  # fmt: skip

    def more_of(d):
        return {k: v(d) for k, v in more.items()}

    f32 = np.dtype("float32")
    good = make(f32)
    bad = [{**good, second: good[first]}]
    if name not in ("BatchMatMulV3", "SparseMatMul"):
        bad += [{**good, second: good[second].astype("float64")}]
    return raw(
        name,
        make,
        flipped,
        bad=bad,
        over="Ta" if name in ("BatchMatMulV3", "SparseMatMul") else "T",
    )


def of_square(name, make=regular, **options):
    return raw(name, lambda d: {"input": make(d)}, bad={"input": A}, **options)


ADJOINT = {"adj_x": True}
CASES = [
    product("MatMul", batch=()),
    product("BatchMatMul", "x", "y", ("adj_x", "adj_y")),
    product("BatchMatMulV2", "x", "y", ("adj_x", "adj_y")),
    raw("BatchMatMulV2", lambda d: {"x": numbers(d, (2, 3, 4)), "y": numbers(d, (5, 1, 4, 2)), "adj_x": False},
        bad={"x": A, "y": numbers("float32", (3, 4, 2))}),
    product("BatchMatMulV3", "x", "y", ("adj_x", "adj_y"), Tout=lambda d: d),
    of_square("Cholesky", definite),
    of_square("MatrixDeterminant"),
    of_square("LogMatrixDeterminant"),
    of_square("MatrixExponential"),
    raw("MatrixInverse", lambda d: {"input": regular(d)}, lambda d: {"input": regular(d), "adjoint": True},
        bad=[{"input": A}, {"input": np.zeros((2, 2), "float32")}]),
    raw("MatrixSolve", lambda d: {"matrix": regular(d), "rhs": numbers(d, (2, 3, 2))},
        lambda d: {"matrix": regular(d), "rhs": numbers(d, (2, 3, 2)), "adjoint": True},
        bad=[{"matrix": A, "rhs": A}, {"matrix": regular("float32"), "rhs": numbers("float32", (2, 4, 2))}]),
    raw("MatrixTriangularSolve", lambda d: {"matrix": triangular(d), "rhs": numbers(d, (2, 3, 2))},
        lambda d: {"matrix": triangular(d), "rhs": numbers(d, (2, 3, 2)), "adjoint": True},
        lambda d: {"matrix": regular(d), "rhs": numbers(d, (2, 3, 2)), "lower": False},
        bad=[{"matrix": A, "rhs": A}, {"matrix": regular("float32"), "rhs": numbers("float32", (2, 4, 2))}]),
    raw("MatrixSolveLs", lambda d: {"matrix": numbers(d, (2, 5, 3)), "rhs": numbers(d, (2, 5, 2)), "l2_regularizer": np.array(0.5)},
        lambda d: {"matrix": numbers(d, (2, 3, 5)), "rhs": numbers(d, (2, 3, 2)), "l2_regularizer": np.array(0.0), "fast": True},
        lambda d: {"matrix": numbers(d, (2, 5, 3)), "rhs": numbers(d, (2, 5, 2)), "l2_regularizer": np.array(0.0), "fast": False},
        only="fd", bad={"matrix": A, "rhs": numbers("float32", (2, 4, 2)), "l2_regularizer": np.array(0.0)}),
    raw("Eig", *(lambda d, v=v: {"input": regular(d), "Tout": C128 if d in ("float64", C128) else C64, "compute_v": v} for v in (True, False)),
        bad={"input": A, "Tout": C64}, check=has.eig),
    raw("SelfAdjointEigV2", *(lambda d, v=v: {"input": definite(d), "compute_v": v} for v in (True, False)), bad={"input": A}, check=has.eigh),
    raw("Svd", lambda d: {"input": A.astype(d), "compute_uv": False}, lambda d: {"input": A.astype(d)},
        lambda d: {"input": A.astype(d), "full_matrices": True}, bad={"input": A[0, 0]}, check=has.svd_of_tensorflow),
    raw("Qr", lambda d: {"input": A.astype(d)}, lambda d: {"input": numbers(d, (2, 5, 3)), "full_matrices": True}, bad={"input": A[0, 0]}, check=has.qr),
    raw("Lu", lambda d: {"input": regular(d)}, lambda d: {"input": numbers(d, (4, 4)), "output_idx_type": np.dtype("int64")}, bad={"input": A}, only="fd"),  # complex: LAPACK picks other pivots
    raw("Einsum", lambda d: {"inputs": [numbers(d, (2, 3, 4)), numbers(d, (2, 4, 5))], "equation": "bij,bjk->ikb"},
        lambda d: {"inputs": [numbers(d, (3, 3))], "equation": "ii->i"},
        bad=[{"inputs": [A, B], "equation": "ij,jk->ik"}, {"inputs": [A], "equation": "bij"}]),
    raw("TridiagonalMatMul", lambda d: {"superdiag": numbers(d, (2, 1, 4)), "maindiag": numbers(d, (2, 1, 4), seed=1),
                                        "subdiag": numbers(d, (2, 1, 4), seed=2), "rhs": numbers(d, (2, 4, 3))},
        bad={"superdiag": A[:, :1], "maindiag": A[:, :1], "subdiag": A[:, :1, :3], "rhs": B}),
    raw("TridiagonalSolve", lambda d: {"diagonals": numbers(d, (3, 4), 1, 3) + np.asarray([[0], [9], [0]], d), "rhs": numbers(d, (4, 2))},
        lambda d: {"diagonals": numbers(d, (2, 3, 4), 1, 3) + np.asarray([[0], [9], [0]], d), "rhs": numbers(d, (2, 4, 2)), "partial_pivoting": False},
        bad={"diagonals": A[0, :, :3], "rhs": B[0]}),
    raw("BandedTriangularSolve", lambda d: {"matrix": numbers(d, (2, 4), 1, 3), "rhs": numbers(d, (4, 2))},
        lambda d: {"matrix": numbers(d, (2, 4), 1, 3), "rhs": numbers(d, (4, 2)), "lower": False},
        lambda d: {"matrix": numbers(d, (2, 4), 1, 3), "rhs": numbers(d, (4, 2)), "adjoint": True},
        lambda d: {"matrix": numbers(d, (3, 4), 1, 3), "rhs": numbers(d, (4, 2)), "lower": False},
        bad={"matrix": A[0, :2], "rhs": A[0]}),
]  # fmt: skip


def transform(name, shape, bad_shape):
    return raw(name, lambda d: {"input": numbers(d, shape)}, over="Tcomplex",
               bad=[{"input": numbers("complex64", bad_shape)}, {"input": A}])  # fmt: skip


CUBE = (2, 3, 4, 5)
for n, bad_shape in (("FFT", ()), ("FFT2D", (3,)), ("FFT3D", (3, 4))):
    CASES += [transform(n, CUBE, bad_shape), transform(f"I{n}", CUBE, bad_shape)]


def real(name, lengths, backwards=False):
    kinds = {"float32": "complex64", "float64": "complex128"}

    def of(real, other):
        given, kind = (other, real) if backwards else (real, other)
        return call(input=numbers(given, (2, 6, 7, 8)), fft_length=np.array(lengths, "int32"),
                    **{"Treal" if backwards else "Tcomplex": np.dtype(kind)})  # fmt: skip

    x = numbers("complex64" if backwards else "float32", (6, 7, 8))
    bad = [call(input=x, fft_length=[99] * len(lengths)), call(input=x, fft_length=[-1] * len(lengths)),
           call(input=x, fft_length=[4] * 4)]  # fmt: skip
    return Case(f"tensorflow.raw_ops.{name}", [of(*pair) for pair in kinds.items()], bad)


for n, lengths in (("FFT", [7]), ("FFT2D", [7, 6]), ("FFT3D", [6, 5, 6])):
    CASES += [real(f"R{n}", lengths), real(f"IR{n}", lengths, True)]
