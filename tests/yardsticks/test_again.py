"""A sample of the operators, again and again on parts of tensors; `make yardsticks` runs all of them.

Every nth operator that has samples runs with them. IVY_AGAIN_EVERY=1: all such operators.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from support import expectations, yardstick
from yardsticks import torch_again

EVERY = int(os.environ.get("IVY_AGAIN_EVERY", "17"))


def _cases() -> list[Any]:
    samples = yardstick.measured("again", "numpy")
    some = [op for op in torch_again.OPERATORS if samples[op.name, op.variant_test_name]]
    entries = ((f"{op.name}:{op.variant_test_name}", op.name, op) for op in some[::EVERY])
    return expectations.on_every_target("torch", "again", entries)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("op", "target"), _cases())
def test_a_call_gives_the_same_again(op: Any, target: str) -> None:
    assert sum(check(target) for check in torch_again.checks(op)) > 0
