"""A sample of the architectures of transformers; `make yardsticks` runs all that can be made small.

Every nth of those that have samples runs. IVY_TRANSFORMERS_EVERY=1: all of them.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from support import expectations, yardstick
from yardsticks import torch_transformers

EVERY = int(os.environ.get("IVY_TRANSFORMERS_EVERY", "37"))


def _cases() -> list[Any]:
    samples = yardstick.measured("transformers", "numpy")
    some = [e for e in torch_transformers.ENTRIES if samples.get((e.name, e.variant))]
    entries = ((f"{e.name}:{e.variant}", e.name, e) for e in some[::EVERY])
    return expectations.on_every_target("torch", "transformers", entries)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("entry", "target"), _cases())
def test_an_architecture_is_as_on_pytorch(entry: Any, target: str) -> None:
    assert sum(check(target) for check in entry.checks()) > 0
