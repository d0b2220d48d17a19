"""What every test may use: the targets under test, and programs from the first call on."""

import importlib.util
import os

import pytest
import torch  # before any other framework: TensorFlow's libraries clash with it in the other order
from support.backends import TARGETS

torch.set_num_threads(1)


def _target(name: str):
    # a backend that is missing on a laptop is shown as skipped; in CI it is a failure
    missing = importlib.util.find_spec(name) is None and "CI" not in os.environ
    return pytest.param(name, marks=pytest.mark.skipif(missing, reason=f"{name} is not installed"))


@pytest.fixture(params=[_target(name) for name in TARGETS])
def target(request) -> str:
    """The name of a backend that native code runs on."""
    return request.param


@pytest.fixture
def programs(monkeypatch) -> None:
    """Compiles every call on JAX, also what the host evaluates at first (`IVY_USES_ON_HOST=0`).

    On targets that do not compile, the second call of a kind is a plan.
    """
    monkeypatch.setattr("interceptors.shared.eager_programs.CALLS_BEFORE_PLAN", 1)
    monkeypatch.setenv("IVY_USES_ON_HOST", "0")  # for processes that the test starts
    if importlib.util.find_spec("jax"):
        from ivy.backends.jax import _compile

        monkeypatch.setattr(_compile, "_USES", 0)
