"""Linear algebra under the names it had before `torch.linalg`."""

import ivy.frontends.torch as torch
from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED
from ivy.frontends.torch.standalone import _results


def logdet(input):
    sign, value = torch.linalg.slogdet(input)
    if input.is_complex():
        return value + sign.log()
    return torch.where(sign < 0, torch.full_like(value, float("nan")), value)


def lu(A, pivot=True, get_infos=False, out=None):
    LU, pivots, infos = torch.linalg.lu_factor_ex(A, pivot=pivot)
    return (LU, pivots, infos) if get_infos else (LU, pivots)


def lu_solve(b, LU_data, LU_pivots):
    return torch.linalg.lu_solve(LU_data, LU_pivots, b)


def pinverse(input, rcond=1e-15):
    return torch.linalg.pinv(input, rtol=rcond)


def qr(input, some=True):
    return _results.named(
        "torch.qr", tuple(torch.linalg.qr(input, "reduced" if some else "complete"))
    )


def svd(input, some=True, compute_uv=True):
    if input.ndim < 2:
        raise RuntimeError("linalg.svd: input should have at least 2 dimensions")
    if not compute_uv:
        rows, columns = input.shape[-2:]
        lead = input.shape[:-2]
        u = torch.zeros((*lead, rows, rows), dtype=input.dtype)
        v = torch.zeros((*lead, columns, columns), dtype=input.dtype)
        return _results.named("torch.svd", (u, torch.linalg.svdvals(input), v))
    u, s, vh = torch.linalg.svd(input, full_matrices=not some)
    return _results.named("torch.svd", (u, s, vh.mH))


_publish.publish(__name__, native="torch", registry=COMPOSED)
