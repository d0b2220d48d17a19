"""What a call writes is there afterwards: in place and with `out=`, at the first call and later."""

import pytest
import torch

import ivy


def _written_fresh_results(x):
    found = []
    for _ in range(4):  # the general path, a new program, its next calls
        fresh = x.exp().sum(1)
        fresh.mul_(2)
        found.append(fresh.tolist())
    return found


def test_in_place_on_a_fresh_result(target):
    x = torch.linspace(-1, 1, 12).reshape(3, 4)
    with ivy.run_on(target, fallback="error"):
        ours = _written_fresh_results(x)
    native = torch.tensor(_written_fresh_results(x))
    torch.testing.assert_close(torch.tensor(ours), native)


A, B = torch.tensor([[2.0, 1.0], [0.0, 3.0]]), torch.tensor([[1.0, -1.0], [4.0, 0.5]])
CALLS = {
    "arange": (lambda out: torch.arange(1, 4, out=out), torch.empty(3, dtype=torch.int32)),
    "full": (lambda out: torch.full((2, 2), 7, out=out), torch.empty(2, 2, dtype=torch.float64)),
    "linspace": (lambda out: torch.linspace(0, 1, 3, out=out), torch.empty(3)),
    "kron": (lambda out: torch.kron(A, B, out=out), torch.zeros(4, 4)),
    "matmul": (lambda out: torch.matmul(torch.stack([A, B]), B, out=out), torch.zeros(2, 2, 2)),
    "matrix_rank": (
        lambda out: torch.linalg.matrix_rank(A, out=out),
        torch.zeros((), dtype=torch.int64),
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_out_is_written(target, name):
    call, out = CALLS[name]
    native = call(out.clone())
    ours = out.clone()
    with ivy.run_on(target, fallback="error"):
        assert call(ours) is ours
    torch.testing.assert_close(ivy.to_source(ours), native)


def test_out_refuses_what_pytorch_refuses(target):
    g = torch.ones(2, 2, requires_grad=True)
    calls = (
        lambda: torch.matmul(A, B, out=torch.zeros(2, 2, dtype=torch.float64)),
        lambda: torch.kron(A, B, out=torch.zeros(4, 4, dtype=torch.int64)),
        lambda: torch.kron(g, B, out=torch.zeros(4, 4)),
        lambda: torch.linalg.matrix_rank(A, out=torch.zeros((), dtype=torch.bool)),
    )
    for call in calls:
        with pytest.raises(RuntimeError):
            call()
        with pytest.raises(RuntimeError), ivy.run_on(target, fallback="error"):
            call()
