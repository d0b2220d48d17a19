"""A sample of PyTorch's own error inputs on every target; `make yardsticks` runs all of them.

Every nth operator runs with all of its error inputs. IVY_ERRORS_EVERY=1: all operators.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from support import expectations
from yardsticks import torch_errors

EVERY = int(os.environ.get("IVY_ERRORS_EVERY", "5"))


def _cases() -> list[Any]:
    entries = (
        (f"{op.name}:{op.variant_test_name}", op.name, op) for op in torch_errors.OPERATORS[::EVERY]
    )
    return expectations.on_every_target("torch", "errors", entries)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("op", "target"), _cases())
def test_what_pytorch_refuses_is_refused(op: Any, target: str) -> None:
    refused = [check(target) for check in torch_errors.checks(op)]
    if not any(refused):
        pytest.skip("PyTorch itself takes all of these inputs on the CPU")
