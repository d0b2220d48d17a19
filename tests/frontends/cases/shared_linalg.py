"""Cases of `linalg` and `fft` that NumPy and jax.numpy share."""

from __future__ import annotations

import math

import numpy as np
from frontends.case import Case, call
from frontends.cases import properties as has
from frontends.cases.shared_numpy import C8, C16, F4, F8, I4, T4, T8, V4, V8, Table

import ivy

_RNG = np.random.default_rng(11)
M8 = np.round(_RNG.normal(size=(3, 3)), 3) + 2 * np.eye(3)
M4 = M8.astype("float32")
MI = np.array([[2, 1, 0], [1, 3, 1], [0, 1, 4]], "int32")
MC = (M8 + 1j * np.round(_RNG.normal(size=(3, 3)), 3)).astype("complex64")
S8 = M8 @ M8.T + np.eye(3)
S4 = S8.astype("float32")
SC = (MC @ MC.conj().T + np.eye(3)).astype("complex64")
B8 = np.stack([M8, M8 + np.eye(3)])
SINGULAR = np.ones((3, 3))
WIDE = np.zeros((2, 3))


def linalg(t: Table) -> None:
    """Factorisations and what follows from them."""
    bad = [call(V8), call(WIDE)]
    square = [call(M8), call(M4), call(MI), call(MC), call(B8)]
    t.add("det slogdet", square, bad)
    t.add("inv", square, bad if t.jax else [*bad, call(SINGULAR)])
    t.add("cholesky", [call(S8), call(S4), call(SC), call(S8, upper=True)], bad if t.jax else [*bad, call(-S8)])
    t.add("solve", [call(M8, V8[:3]), call(M4, F4), call(MI, I4), call(B8, np.stack([F8, F8]))], [call(M8, V8), call(WIDE, V8)])
    t.add("eig", square, bad, has.eig)
    t.add("eigvals", square, bad, has.values_in_any_order)
    t.add("eigh", [call(S8), call(S4), call(SC), call(M8, UPLO="U")], [*bad, call(S8, UPLO="X")], has.eigh)
    t.add("eigvalsh", [call(S8), call(S4), call(SC), call(M8, UPLO="U")], [*bad, call(S8, UPLO="X")])
    t.add("qr", [call(M8), call(F4), call(F8.T.copy(), mode="complete"), call(F8, mode="r")], [call(V8), call(M8, mode="x")], has.qr)
    t.add("svd", [call(M8, full_matrices=False), call(F4), call(F8, compute_uv=False), call(S8, hermitian=True)], [call(V8)], has.svd)
    t.add("svdvals", [call(F8), call(F4), call(T8)], [call(V8)])
    t.add("pinv", [call(F8), call(F4), call(T8), call(C8), call(SINGULAR, rtol=1e-5)], [call(V8)])
    lstsq = [call(F8.T.copy(), V8), call(F4.T.copy(), V4), call(F8, F8, rcond=1e-3)]
    t.add("lstsq", lstsq, [call(F8, V8), call(T8, V8)])
    t.add("matrix_rank", [call(F8), call(F4), call(SINGULAR), call(M8, 5.0), call(V8), call(S8, hermitian=True)], call("a") if t.jax else call([[1], [1, 2]]))
    t.add("cond", [call(M8), call(M4), call(F8), call(M8, 1), call(M8, "fro"), call(M8, -2), call(M8, math.inf)], [call(V8), call(WIDE, 1)])
    norms = [call(F8), call(V4, 3), call(F8, 1), call(F8, math.inf, keepdims=True), call(F4, "nuc"), call(F8, 2), call(T8, axis=1), call(C8), call(T4, "fro", axis=(0, 2)), call(F8, -1), call(V8, 0), call(V8, -math.inf), call(I4)]
    t.add("norm", norms, [call(F8, axis=5), call(F8, 7), call(T8, 2)])
    t.add("matrix_norm", [call(F8), call(F4, ord=1), call(T8, keepdims=True), call(F8, ord="nuc")], [call(V8), call(F8, ord=7)])
    t.add("vector_norm", [call(F8), call(F4, axis=1, ord=3), call(T8, keepdims=True), call(I4)], [call(F8, axis=5)])
    t.add("matrix_power", [call(M8, 3), call(M4, -2), call(MI, 5), call(B8, 0)], [call(WIDE, 2), call(M8, 1.5)])
    t.add("multi_dot", [call([M8, F8, V8]), call([M4, M4]), call([MI, MI, I4])], [call([M8]), call([M8, WIDE])])
    ti = np.round(_RNG.normal(size=(2, 3, 6)), 3)
    t.add("tensorinv", [call(ti), call(ti.astype("float32")), call(np.moveaxis(ti, 2, 0).copy(), ind=1)], [call(ti, ind=0)])
    t.add("tensorsolve", [call(ti, F8[:2, :3].copy()), call(ti.astype("float32"), F4[:2, :3].copy()), call(np.moveaxis(ti, 2, 1).copy(), F8[:2, :3].copy(), axes=(1,))], [call(ti, V8)])
    t.add("matmul", [call(M8, F8), call(M4, F4), call(MI, I4)] + ([call(M4, F4, preferred_element_type=ivy.float32)] if t.jax else []), [call(F8, F8)])
    t.add("matrix_transpose", [call(F8), call(T4)], call(V8))
    t.add("outer", [call(V8, V8), call(V4, V4)], call(F8, V8))
    t.add("tensordot", [call(F8, F8.T.copy(), axes=1), call(T4, T4, axes=3), call(I4, I4)], [call(F8, V8[:2], axes=1)])
    t.add("vecdot", [call(F8, F8), call(C8, C8), call(T4, V4), call(F8, F8, axis=0)], call(F8, V8[:2]))
    t.add("cross", [call(M8, M8[::-1].copy()), call(M4, M4.T.copy(), axis=0)], call(F8, F8))
    t.add("diagonal", [call(F8), call(T4, offset=1)], call(V8))
    t.add("trace", [call(F8), call(T4, offset=1), call(I4, dtype=ivy.float32)], call(V8))


def fourier(t: Table) -> None:
    """Transforms of one axis and of several."""
    one = [call(F8), call(F4, axis=0), call(F8, n=3), call(F8, n=6, norm="ortho"), call(I4, norm="forward"), call(V4)]
    bad = [call(F8, n=0), call(F8, axis=5), call(F8, norm="x")]
    t.add("fft ifft", [*one, call(C8), call(C16, axis=0)], bad)
    t.add("rfft ihfft", one, [*bad, call(C16)])
    t.add("irfft hfft", [*one, call(C8), call(C16, axis=0)], bad)
    bad = [call(F8, s=(3,), axes=(0, 1)), call(F8, axes=(0, 5)), call(F8, norm="x")]
    two = [call(F8), call(F4, axes=(0, 1)), call(F8, s=(2, 3), axes=(0, 1)), call(T4, norm="ortho"), call(T8, axes=(0, 2))]
    t.add("fft2 ifft2 fftn ifftn", [*two, call(C8), call(C16, norm="forward")], bad)
    t.add("rfft2 rfftn", two, bad)
    t.add("irfft2 irfftn", [*two, call(C8), call(C16, norm="forward")], bad)
    t.add("fftshift ifftshift", [call(F8), call(I4, axes=1), call(T4, axes=(0, 2))], [call(F8, axes=5)])


def linalg_cases(prefix: str) -> list[Case]:
    """The cases of `linalg`."""
    t = Table(f"{prefix}.linalg")
    linalg(t)
    return t.cases


def fourier_cases(prefix: str) -> list[Case]:
    """The cases of `fft`."""
    t = Table(f"{prefix}.fft")
    fourier(t)
    return t.cases
