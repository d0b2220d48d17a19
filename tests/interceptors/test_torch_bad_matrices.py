"""Linear algebra of matrices that are singular, empty, or not finite, beside PyTorch's own.

Errors have PyTorch's class and message, `info` codes are the same. Of a matrix with NaN or infinity
only this counts: whether it has a result, and that it is not finite where PyTorch's is not. Where in
a factor the NaN stand, and which of them a routine overlooks, differs between LAPACKs.
"""

from __future__ import annotations

import re

import pytest
import torch
from support.compare import TOLERANCE, to_plain
from torch.utils import _pytree as pytree

import ivy

NAN, INF = float("nan"), float("inf")
FULL = {
    "nan": [[NAN, NAN], [NAN, NAN]],
    "inf": [[INF, INF], [INF, INF]],
    "nan 3": [[2.0, 1.0, 0.0], [1.0, 3.0, 0.0], [NAN, 0.0, 4.0]],
    "inf 3": [[2.0, 1.0, 0.0], [1.0, 3.0, 0.0], [0.0, 0.0, INF]],
    "zero": [[0.0, 0.0], [0.0, 0.0]],
    "rank 1": [[1.0, 2.0], [2.0, 4.0]],
    "indefinite": [[1.0, 2.0], [2.0, 1.0]],
    "good": [[2.0, 1.0], [1.0, 3.0]],
    "batch": [[[2.0, 1.0], [1.0, 3.0]], [[NAN, 1.0], [1.0, 3.0]], [[0.0, 0.0], [0.0, 0.0]]],
    "singular": [[[2.0, 1.0], [1.0, 3.0]], [[1.0, 2.0], [2.0, 4.0]], [[0.0, 0.0], [0.0, 0.0]]],
    "tall": [[1.0, 2.0], [NAN, 4.0], [5.0, 6.0]],
    "wide": [[1.0, 2.0, 3.0], [NAN, 4.0, 5.0]],
    "tall zero": [[0.0, 0.0], [0.0, 0.0], [0.0, 0.0]],
}
EMPTY = [(0, 0), (0, 3, 3), (3, 0), (0, 2, 3)]
CALLS = {
    "cholesky": torch.linalg.cholesky,
    "cholesky upper": lambda a: torch.linalg.cholesky(a, upper=True),
    "cholesky_ex": torch.linalg.cholesky_ex,
    "cholesky_ex checked": lambda a: torch.linalg.cholesky_ex(a, check_errors=True),
    "torch.cholesky": torch.cholesky,
    "cholesky_inverse": torch.cholesky_inverse,
    "cholesky_solve": lambda a: torch.cholesky_solve(_right(a), a),
    "inv": torch.linalg.inv,
    "inv_ex": torch.linalg.inv_ex,
    "inv_ex checked": lambda a: torch.linalg.inv_ex(a, check_errors=True),
    "solve": lambda a: torch.linalg.solve(a, _right(a)),
    "solve_ex": lambda a: torch.linalg.solve_ex(a, _right(a)),
    "solve_ex checked": lambda a: torch.linalg.solve_ex(a, _right(a), check_errors=True),
    "lu_factor": torch.linalg.lu_factor,
    "lu_factor_ex": torch.linalg.lu_factor_ex,
    "lu_factor_ex checked": lambda a: torch.linalg.lu_factor_ex(a, check_errors=True),
    "ldl_factor": torch.linalg.ldl_factor,
    "ldl_factor_ex": torch.linalg.ldl_factor_ex,
    "eigh": torch.linalg.eigh,
    "eigvalsh": torch.linalg.eigvalsh,
    "eig": torch.linalg.eig,
    "svd": torch.linalg.svd,
    "torch.svd": torch.svd,
    "svdvals": torch.linalg.svdvals,
    "qr": torch.linalg.qr,
    "geqrf": torch.geqrf,
    **{f"lstsq {d}": lambda a, d=d: torch.linalg.lstsq(a, _right(a), driver=d)
       for d in ("gels", "gelsd", "gelss", "gelsy")},
    "pinv": torch.linalg.pinv,
    "matrix_rank": torch.linalg.matrix_rank,
    **{f"cond {p}": lambda a, p=p: torch.linalg.cond(a, p) for p in (None, -2, 1, INF, "fro")},
    **{f"norm {p}": lambda a, p=p: torch.linalg.matrix_norm(a, p) for p in (2, -2, 1, "nuc")},
    "det": torch.linalg.det,
    "slogdet": torch.linalg.slogdet,
    "logdet": torch.logdet,
    "matrix_exp": torch.linalg.matrix_exp,
    "matrix_power": lambda a: torch.linalg.matrix_power(a, -2),
    "tensorinv": lambda a: torch.linalg.tensorinv(a, ind=1),
    "tensorsolve": lambda a: torch.linalg.tensorsolve(a, a.new_ones(a.shape[:1])),
    "triangular_solve": lambda a: torch.triangular_solve(_right(a), a),
    "solve_triangular": lambda a: torch.linalg.solve_triangular(a, _right(a), upper=True),
    "householder": lambda a: torch.linalg.householder_product(a, _tau(a)),
    "ormqr": lambda a: torch.ormqr(a, _tau(a), _right(a)),
    "multi_dot": lambda a: torch.linalg.multi_dot([a, a, a]),
}  # fmt: skip
NOISE = {
    # what is 0 but for rounding
    "indefinite": ("eig",),  # in any order
    "rank 1": ("cond None", "cond -2", "eig", "lstsq gels", "logdet"),
    "singular": ("lstsq gels", "cond None", "cond -2", "logdet"),
    "zero": ("logdet",),  # the angle of a complex 0
    # which LAPACK says has no residual
    "tall zero": ("lstsq gels",),
    "(3, 0)": ("lstsq gels",),
    # what is finite but for the order of operations
    "inf": ("lstsq gelsy",),
    "inf 3": ("lstsq gels", "lstsq gelss", "lstsq gelsy"),
}
OF_COMPLEX = "cholesky_ex inv_ex eigh eig svd svdvals qr slogdet matrix_rank".split()
UNDEFINED = ("cholesky_ex",)  # the factor of a matrix that has none
LAPACKS_OWN = ("ldl_factor", "ldl_factor_ex")  # whether and where a NaN stops them


def _right(a: torch.Tensor) -> torch.Tensor:
    return a.new_ones((*a.shape[:-1], 2))


def _tau(a: torch.Tensor) -> torch.Tensor:
    return a.new_ones((*a.shape[:-2], min(a.shape[-2:])))


def _outcome(call, matrix: torch.Tensor):
    try:
        out = pytree.tree_leaves(call(matrix))
    except Exception as error:
        text = re.sub(r" \(error code: \d+\)|code: \d+", "", str(error).split("\n")[0])
        return type(error).__name__, text.rstrip(".")
    return [to_plain(o) for o in out]


def _finite(x: torch.Tensor, batch: int) -> set:
    """The positions of matrices that are finite."""
    return set(x.isfinite().flatten(batch).all(-1).flatten().nonzero().flatten().tolist())


def _assert_same(ours, native, finite: bool, batch: int, magnitudes: bool) -> None:
    if isinstance(native, tuple) or isinstance(ours, tuple):
        assert ours == native or ours[0] == "UnsupportedOpError"
        return
    for a, b in zip(ours, native, strict=True):
        assert (a.dtype, a.shape) == (b.dtype, b.shape)
        if finite and b.is_floating_point() | b.is_complex():
            rtol, atol = TOLERANCE[b.dtype]
            a, b = (a.abs(), b.abs()) if magnitudes else (a, b)
            torch.testing.assert_close(a, b, rtol=rtol, atol=atol, equal_nan=True)
        elif finite or (b.dtype == torch.int32 and b.ndim == batch):
            assert a.tolist() == b.tolist()
        elif b.is_floating_point() and b.ndim > batch:
            assert _finite(a, batch) <= _finite(b, batch)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("name", "dtype"),
    [(name, torch.float32) for name in CALLS] + [(name, torch.complex128) for name in OF_COMPLEX],
)
def test_bad_matrices(target, name, dtype):
    call = CALLS[name]
    made = {k: torch.tensor(v, dtype=dtype) for k, v in FULL.items()}
    made |= {str(s): torch.zeros(s, dtype=dtype) for s in EMPTY}
    failed = []
    for key, matrix in made.items():
        finite = bool(matrix.isfinite().all())
        if name in NOISE.get(key, ()) or (not finite and name in LAPACKS_OWN):
            continue
        native = _outcome(call, matrix.clone())
        with ivy.run_on(target, fallback="error"):
            ours = _outcome(call, matrix.clone())
        if name in UNDEFINED and isinstance(native, list) and native[-1].any():
            native, ours = native[1:], ours[1:]
        magnitudes = name in ("eigh", "eig", "svd", "torch.svd", "qr", "geqrf")
        try:
            _assert_same(ours, native, finite, matrix.ndim - 2, magnitudes)
        except AssertionError:
            failed.append(f"{key}: {ours} for {native}")
    assert not failed, "\n".join(failed)
