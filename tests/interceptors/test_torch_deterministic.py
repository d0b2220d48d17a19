"""PyTorch's deterministic mode: new memory is filled, and kernels that may differ are refused."""

import warnings

import pytest
import torch
from support.sides import assert_same_on, error_of
from torch.nn import functional

import ivy


@pytest.fixture
def deterministic():
    torch.use_deterministic_algorithms(True)
    yield
    torch.utils.deterministic.fill_uninitialized_memory = True
    torch.use_deterministic_algorithms(False)


DTYPES = (torch.float32, torch.int32, torch.int64, torch.uint8, torch.bool, torch.complex64)
NEW = {
    "empty": lambda: [torch.empty(2, dtype=dtype) for dtype in DTYPES],
    "empty_like": lambda: [torch.empty_like(torch.ones(2)) for _ in range(2)],
    "empty_strided": lambda: torch.empty_strided((2, 2), (1, 2)),
    "empty_permuted": lambda: torch.empty_permuted((2, 3), (1, 0)),
    "new_empty": lambda: [torch.ones(2).new_empty(2), torch.ones(2).new_empty_strided((2,), (2,))],
    "resize_": lambda: [torch.ones(2).resize_(4), torch.ones(4)[:2].resize_(6)],
    "resize_as_": lambda: torch.ones(2).resize_as_(torch.ones(3)),
    "out": lambda: torch.empty(2, out=torch.ones(2)),
    "constructors": lambda: [torch.Tensor(2), torch.ones(2).new(3)],
}


@pytest.mark.parametrize("name", NEW)
def test_new_memory_is_filled(name, target, deterministic):
    assert_same_on(target, NEW[name])


def test_new_memory_is_not_filled_without_the_option(target, deterministic):
    torch.utils.deterministic.fill_uninitialized_memory = False
    with ivy.run_on(target, fallback="error"):
        assert not torch.empty(2).isnan().any()


REFUSED = {
    "put_": lambda: torch.ones(3).put_(torch.tensor([0]), torch.tensor([2.0])),
    "put": lambda: torch.ones(3).put(torch.tensor([0]), torch.tensor([2.0])),
    "put_, added": lambda: torch.ones(3).put_(torch.tensor([0]), torch.tensor([2.0]), True),
    "max_unpool2d": lambda: functional.max_unpool2d(
        torch.ones(1, 1, 1, 1), torch.tensor([[[[0]]]]), 2
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_kernels_that_may_differ(name, target, deterministic):
    expected = error_of(REFUSED[name])
    with ivy.run_on(target, fallback="error"):
        assert [error_of(REFUSED[name]) for _ in range(2)] == [expected] * 2
    torch.use_deterministic_algorithms(True, warn_only=True)
    with warnings.catch_warnings(action="ignore"), ivy.run_on(target, fallback="error"):
        REFUSED[name]()
    torch.use_deterministic_algorithms(False)
    assert_same_on(target, REFUSED[name])
