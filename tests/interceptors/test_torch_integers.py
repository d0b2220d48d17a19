"""Integers beyond 2**31, and beyond 2**53 where a float would round, are exact on every target."""

from __future__ import annotations

import operator

import pytest
import torch

import ivy

OVER_INT32 = 2**31 + 11
OVER_FLOAT = 2**53 + 1
LARGEST = 2**63 - 1


def _numbers(*values):
    return torch.tensor(values, dtype=torch.int64)


RESULTS = {
    "sum": lambda n: _numbers(n, 1, 2).sum(),
    "sum along an axis": lambda n: _numbers(n, 1).reshape(1, 2).sum(1),
    "sum of int32": lambda n: torch.full((3,), 2**31 - 1, dtype=torch.int32).sum() + n,
    "cumsum": lambda n: _numbers(n, 1, 2).cumsum(0),
    "prod": lambda n: _numbers(n // 3, 3).prod(),
    "cumprod": lambda n: _numbers(n // 3, 3).cumprod(0),
    "matmul": lambda n: _numbers(n, 1).reshape(1, 2) @ _numbers(1, 2).reshape(2, 1),
    "a batch of products": lambda n: _numbers(n, 1).reshape(1, 1, 2) @ _numbers(1, 2).reshape(2, 1),
    "dot": lambda n: _numbers(n, 1) @ _numbers(1, 2),
    "outer": lambda n: torch.outer(_numbers(n, 1), _numbers(1, -1)),
    "add": lambda n: _numbers(n) + 1,
    "subtract": lambda n: _numbers(n) - 3,
    "multiply": lambda n: _numbers(n // 2) * 2,
    "negate": lambda n: -_numbers(n),
    "power": lambda n: _numbers(3, 2) ** _numbers(39, 62),
    "power of a number": lambda n: _numbers(3) ** 39,
    "floor division": lambda n: _numbers(n, -n) // 1,
    "floor division of negatives": lambda n: _numbers(-n, n) // _numbers(3, -3),
    "division that truncates": lambda n: torch.div(_numbers(-n), 3, rounding_mode="trunc"),
    "remainder": lambda n: _numbers(n, -n) % 1000,
    "fmod": lambda n: torch.fmod(_numbers(-n), 1000),
    "gcd": lambda n: torch.gcd(_numbers(3 * (n // 3)), _numbers(3 * 5)),
    "abs": lambda n: _numbers(-n).abs(),
    "clamp": lambda n: _numbers(n, -n).clamp(-n + 2, n - 2),
    "maximum": lambda n: torch.maximum(_numbers(n), _numbers(n + 1)),
    "max": lambda n: _numbers(n, n + 1).max(),
    "sort": lambda n: _numbers(n + 1, n, n + 2).sort().values,
    "unique": lambda n: _numbers(n + 1, n, n + 1).unique(),
    "and": lambda n: _numbers(n) & (n - 1),
    "or": lambda n: _numbers(n) | 64,
    "xor": lambda n: _numbers(n) ^ 1,
    "not": lambda n: ~_numbers(n),
    "left shift": lambda n: _numbers(n) << 3,
    "right shift": lambda n: _numbers(n) >> 1,
    "arange": lambda n: torch.arange(n, n + 5),
    "arange with a step": lambda n: torch.arange(n, n + 10, 3),
    "full": lambda n: torch.full((2,), n),
    "where": lambda n: torch.where(_numbers(1, 0) > 0, n, n + 1),
    "fill_": lambda n: torch.zeros(2, dtype=torch.int64).fill_(n),
    "add_": lambda n: _numbers(n).add_(1),
    "sub_": lambda n: _numbers(n).sub_(1, alpha=3),
    "set an item": lambda n: torch.zeros(2, dtype=torch.int64).index_fill_(0, _numbers(1), n),
    "index_add": lambda n: _numbers(n, n).index_add(0, _numbers(1), _numbers(1)),
    "scatter_add": lambda n: _numbers(n, n).scatter_add(0, _numbers(1), _numbers(1)),
    "gather": lambda n: _numbers(n, n + 1).gather(0, _numbers(1)),
    "cat": lambda n: torch.cat([_numbers(n), _numbers(n + 1)]),
    "a view as bytes": lambda n: _numbers(n).view(torch.uint8),
    "isin": lambda n: torch.isin(_numbers(n, n + 1), _numbers(n + 1)),
    "searchsorted": lambda n: torch.searchsorted(_numbers(n, n + 1, n + 2), _numbers(n + 1)),
    "bincount of differences": lambda n: torch.bincount(_numbers(n, n + 1, n + 1) - n),
    "a median": lambda n: _numbers(n, n + 1, n + 2).median(),
    "diff": lambda n: torch.diff(_numbers(n, n + 1, n + 4)),
    "to float64": lambda n: _numbers(n).double(),
    "to float32": lambda n: _numbers(n).float(),
    "overflow wraps": lambda n: _numbers(LARGEST) + n,
}


@pytest.fixture(params=["programs", "on the host"])
def first_uses(request, monkeypatch):
    """Where JAX computes whole numbers at the first uses of a kind of call."""
    from ivy.backends.jax import _compile

    monkeypatch.setattr(_compile, "_USES", 64 if request.param == "on the host" else 0)


def test_programs_are_compiled_once_they_are_worth_it(monkeypatch):
    from ivy.backends.jax import _compile

    uploads, upload = [], _compile._compat.upload
    monkeypatch.setattr(_compile, "_USES", 3)
    monkeypatch.setattr(_compile._compat, "upload", lambda a: uploads.append(a) or upload(a))
    with ivy.run_on("jax", fallback="error"):
        x = torch.arange(977)
        x = x + 0  # on the target
        found, counts = [], []
        for _ in range(6):
            before = len(uploads)
            found.append(torch.bitwise_xor(x, 977).tolist())
            counts.append(len(uploads) - before)
    assert (counts[0], counts[-1]) == (1, 0)
    assert all(f == [i ^ 977 for i in range(977)] for f in found)


@pytest.mark.parametrize("number", [OVER_INT32, OVER_FLOAT], ids=["2**31", "2**53"])
@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.usefixtures("first_uses")
def test_an_integer_result_is_exact(target, name, number):
    native = RESULTS[name](number)
    with ivy.run_on(target, fallback="error"):
        ours = RESULTS[name](number)
        listed = ours.tolist()
    assert (ours.dtype, ours.shape) == (native.dtype, native.shape)
    assert listed == native.tolist()


VALUES = {
    "item": lambda x: x[0].item(),
    "int": lambda x: int(x[0]),
    "tolist": lambda x: x.tolist(),
    "index": lambda x: operator.index(x[0]),
    "repr": repr,
    "format": lambda x: f"{x[0]}",
    "numpy": lambda x: x.numpy().tolist(),
}


@pytest.mark.parametrize("number", [OVER_INT32, OVER_FLOAT, -OVER_FLOAT, LARGEST, -LARGEST - 1])
@pytest.mark.parametrize("name", VALUES)
def test_an_integer_leaves_a_tensor_as_it_is(target, name, number):
    native = VALUES[name](_numbers(number, 1))
    with ivy.run_on(target, fallback="error"):
        assert VALUES[name](_numbers(number, 1)) == native


@pytest.mark.parametrize("compare", ["lt", "le", "gt", "ge", "eq", "ne"])
@pytest.mark.parametrize("number", [OVER_INT32, OVER_FLOAT, LARGEST - 1])
def test_comparison_with_a_python_int_is_exact(target, compare, number):
    values = (number - 1, number, number + 1)
    expected = [getattr(operator, compare)(v, number) for v in values]
    with ivy.run_on(target, fallback="error"):
        assert getattr(operator, compare)(_numbers(*values), number).tolist() == expected
        assert getattr(torch, compare)(_numbers(*values), _numbers(number)).tolist() == expected
