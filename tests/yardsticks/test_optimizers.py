"""Every optimizer of PyTorch's database, each implementation with its default options, on every target.

`make yardsticks` runs all options.
"""

from __future__ import annotations

from typing import Any

import pytest
from support import expectations
from support.backends import TARGETS
from yardsticks import torch_optimizers


def _cases() -> list[Any]:
    return [
        pytest.param(
            info,
            implementation,
            target,
            id=f"{info.name}-{implementation}-{target}",
            marks=expectations.marks("torch", target, f"optim.{info.name}", implementation),
        )
        for info in torch_optimizers.optim_db
        for implementation in torch_optimizers.implementations(info)
        for target in TARGETS
    ]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("info", "implementation", "target"), _cases())
def test_optimizer(info: Any, implementation: str, target: str) -> None:
    assert next(torch_optimizers.checks(info, implementation))(target)
