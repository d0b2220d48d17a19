"""How kernels of PyTorch 2.13 that draw random numbers are made of other operators.

Such a kernel draws from a plain distribution and computes the rest. Written out like this, only the
drawing is left to PyTorch's generator, and a seed still gives PyTorch's numbers. What raises
DrawsNumbersError is left to the kernel as a whole: calls that it refuses, and sums that it rounds in an
order of its own. Belongs to `_compat`: these are facts about single operators.
"""

from __future__ import annotations

import math
from typing import Any

import torch

from ivy._core.errors import DrawsNumbersError


def _multinomial(weights: Any, count: int, replacement: bool = False, generator: Any = None) -> Any:
    if (replacement and count != 1) or not _is_distribution(weights, count):
        raise DrawsNumbersError("multinomial")
    # the first of as many clocks to ring as there are categories
    race = weights / torch.empty_like(weights).exponential_(generator=generator)
    return race.argmax(-1, keepdim=True) if count == 1 else race.topk(count).indices


def _is_distribution(weights: Any, count: int) -> bool:
    fits = weights.ndim in (1, 2) and weights.numel() and 1 <= count <= weights.shape[-1]
    if not fits or not weights.dtype.is_floating_point:
        return False
    # a NaN is neither
    in_range = (weights.max() < math.inf) & (weights.min() >= 0)
    return bool(in_range & (weights.sum(-1) != 0).all())


EXPANSIONS = {"aten::multinomial": _multinomial}
