"""A sample of the operators, with and without gradient; `make yardsticks` runs all of them.

Every nth operator runs with two samples. IVY_SAME_FORWARD_EVERY=1: all operators.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from support import expectations
from yardsticks import torch_same_forward

EVERY = int(os.environ.get("IVY_SAME_FORWARD_EVERY", "17"))


def _cases() -> list[Any]:
    entries = (
        (f"{op.name}:{op.variant_test_name}", op.name, op)
        for op in torch_same_forward.OPERATORS[::EVERY]
    )
    return expectations.on_every_target("torch", "same_forward", entries)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("op", "target"), _cases())
def test_a_value_does_not_depend_on_its_gradient(op: Any, target: str) -> None:
    compared = [check(target) for check in torch_same_forward.checks(op, limit=2)]
    if not any(compared):
        pytest.skip("PyTorch has no answer for these samples here, or two")
