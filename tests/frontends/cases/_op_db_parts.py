"""What the recorded cases of PyTorch's operator database refer to; needs no PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np
from frontends.cases import properties as has


def tensor(values: np.ndarray, torch: Any) -> Any:
    """A tensor of the package under test, where a function writes into its argument."""
    return torch.tensor(values)


CHECKS: dict[str, Any] = {
    **dict.fromkeys(("torch.qr", "torch.Tensor.qr", "torch.linalg.qr"), has.qr),
    **dict.fromkeys(("torch.geqrf", "torch.Tensor.geqrf"), has.geqrf),
    **dict.fromkeys(("torch.svd", "torch.Tensor.svd"), has.svd_of_torch),
    "torch.linalg.svd": has.svd,
    "torch.linalg.eig": has.eig,
    "torch.linalg.eigh": has.eigh,
    "torch.linalg.eigvals": has.values_in_any_order,
    **{f"torch.nn.functional.{n}": "random" for n in ("fractional_max_pool2d", "fractional_max_pool3d")},
    "torch.nn.functional.rrelu": "random",
    **{f"torch.{m}{n}": has.selection for m in ("", "Tensor.") for n in ("kthvalue", "topk")},
}
