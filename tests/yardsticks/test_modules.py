"""A sample of PyTorch's database of modules on every target; `make yardsticks` runs the whole of it.

Every nth module runs with its first sample of each mode. IVY_MODULES_EVERY=1: all modules.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from support import expectations
from yardsticks import torch_modules

EVERY = int(os.environ.get("IVY_MODULES_EVERY", "6"))


def _cases() -> list[Any]:
    entries = ((info.name, info.name, info) for info in torch_modules.module_db[::EVERY])
    return expectations.on_every_target("torch", "modules", entries)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("info", "target"), _cases())
def test_module(info: Any, target: str) -> None:
    ran = [check(target) for check in torch_modules.checks(info, limit=1)]
    assert any(ran)
