"""Named tuples that PyTorch functions return, `torch.return_types`."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

_FIELDS = {
    "values indices": "max min median nanmedian mode sort topk kthvalue cummax cummin",
    "min max": "aminmax",
    "mantissa exponent": "frexp",
    "hist bin_edges": "histogram",
    "P L U": "lu_unpack linalg.lu",
    "LU pivots": "linalg.lu_factor",
    "LU pivots info": "linalg.lu_factor_ex",
    "LD pivots": "linalg.ldl_factor",
    "LD pivots info": "linalg.ldl_factor_ex",
    "L info": "linalg.cholesky_ex",
    "inverse info": "linalg.inv_ex",
    "result info": "linalg.solve_ex",
    "eigenvalues eigenvectors": "linalg.eig linalg.eigh",
    "Q R": "qr linalg.qr",
    "U S V": "svd",
    "U S Vh": "linalg.svd",
    "a tau": "geqrf",
    "sign logabsdet": "slogdet linalg.slogdet",
    "solution cloned_coefficient": "triangular_solve",
    "solution residuals rank singular_values": "linalg.lstsq",
}

_TYPES = {
    f"torch.{name}": namedtuple(name.replace(".", "_"), fields)
    for fields, names in _FIELDS.items()
    for name in names.split()
}


def named(name: str, result: Any) -> Any:
    """`result` as the named tuple of the function `name`, if it has one."""
    kind = _TYPES.get(name)
    if kind is None or not isinstance(result, tuple) or len(result) != len(kind._fields):
        return result
    return kind(*result)
