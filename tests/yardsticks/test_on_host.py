"""A sample of the operators, on the host and as programs; `make yardsticks` runs all of them.

Every nth operator of which something is done on the host runs with a few samples of each dtype.
IVY_ON_HOST_EVERY=1: all such operators.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from support import yardstick
from yardsticks import torch_on_host

EVERY = int(os.environ.get("IVY_ON_HOST_EVERY", "19"))


def _cases() -> list[Any]:
    samples = yardstick.measured("on_host", "jax")
    known = [
        (op, samples.get((op.name, op.variant_test_name), 0)) for op in torch_on_host.OPERATORS
    ]
    found = [op for op, count in known if count > 4]
    return [pytest.param(op, id=f"{op.name}:{op.variant_test_name}") for op in found[::EVERY]]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("op", _cases())
def test_the_program_gives_the_bits_of_the_host(op: Any) -> None:
    pytest.importorskip("jax")
    assert sum(check("jax") for check in torch_on_host.checks(op, limit=2)) > 0
