"""Matrices with elements for factorisations, of which PyTorch's operator database lists empty ones first."""

import numpy as np
from frontends.case import Case, call
from frontends.cases._op_db_parts import CHECKS

_RNG = np.random.default_rng(17)
M8 = np.round(_RNG.normal(size=(3, 3)), 3) + 2 * np.eye(3)
M4 = M8.astype("float32")
MC = (M8 + 1j * np.round(_RNG.normal(size=(3, 3)), 3)).astype("complex64")
W8 = np.round(_RNG.normal(size=(3, 4)), 3)
W4 = W8.astype("float32")
B8 = np.round(_RNG.normal(size=(2, 4, 3)), 3)
S8 = M8 @ M8.T
S4 = S8.astype("float32")
ANY = [call(M8), call(M4), call(MC), call(W8), call(W4.T.copy())]
TIES = np.array([[1, 3, 3, 2], [5, 0, 5, 5]], "int32")


def _case(path: str, samples: list, bad: list) -> Case:
    return Case(path, samples, bad, CHECKS.get(path, "values"))


CASES = [
    *(_case(f"torch.{m}qr", [*ANY, call(B8), call(B8, some=False)], [call(M8[0])]) for m in ("", "Tensor.")),
    _case("torch.linalg.qr", [*ANY, call(B8), call(B8, "complete"), call(W8, mode="r")], [call(M8, mode="x"), call(M8[0])]),
    *(_case(f"torch.{m}geqrf", ANY, [call(M8[0])]) for m in ("", "Tensor.")),
    *(
        _case(f"torch.{m}svd", [*ANY, call(B8), call(B8, some=False)], [call(M8[0])])
        for m in ("", "Tensor.")
    ),
    _case("torch.linalg.svd", [*ANY, call(B8), call(B8, full_matrices=False)], [call(M8[0])]),
    _case("torch.linalg.svdvals", [*ANY, call(B8)], [call(M8[0])]),
    _case("torch.linalg.eig", [call(M8), call(M4), call(MC), call(np.stack([M8, S8]))], [call(W8), call(M8[0])]),
    _case("torch.linalg.eigvals", [call(M8), call(M4), call(MC), call(np.stack([M8, S8]))], [call(W8), call(M8[0])]),
    _case("torch.linalg.eigh", [call(S8), call(S4), call(M8), call(M4, "U"), call(MC, UPLO="U")], [call(W8), call(M8, "X")]),
    *(
        _case(f"torch.{m}topk", [call(TIES, 2), call(W8, 2, 0), call(W4, 1, largest=False)], [call(W8, 9)])
        for m in ("", "Tensor.")
    ),
    *(
        _case(f"torch.{m}kthvalue", [call(TIES, 2), call(W8, 2, 0), call(W4, 1, 1, True)], [call(W8, 9)])
        for m in ("", "Tensor.")
    ),
]  # fmt: skip
