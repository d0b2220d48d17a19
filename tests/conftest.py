"""What every test may use: the targets under test, and a process left as it was found."""

import importlib.util
import os

import pytest
import torch  # before any other framework: TensorFlow's libraries clash with it in the other order
from support.backends import TARGETS

torch.set_num_threads(1)
# programs are what is tested, also those of whole numbers (test_torch_integers.py tests both)
os.environ["IVY_USES_ON_HOST"] = "0"


def _target(name: str):
    # a backend that is missing on a laptop is shown as skipped; in CI it is a failure
    missing = importlib.util.find_spec(name) is None and "CI" not in os.environ
    return pytest.param(name, marks=pytest.mark.skipif(missing, reason=f"{name} is not installed"))


@pytest.fixture(params=[_target(name) for name in TARGETS])
def target(request) -> str:
    """The name of a backend that native code runs on."""
    return request.param
