"""A seeded run gives PyTorch's own random numbers."""

import pytest
import torch
from support.detector import NativeKernels
from torch import nn
from torch.nn import functional as F

import ivy

DRAWS = {
    "randn": lambda: torch.randn(3, 4),
    "rand": lambda: torch.rand(5, dtype=torch.float64),
    "randint": lambda: torch.randint(-5, 5, (7,)),
    "randperm": lambda: torch.randperm(9),
    "bernoulli": lambda: torch.bernoulli(torch.full((8,), 0.3)),
    "multinomial": lambda: torch.multinomial(torch.tensor([0.2, 0.5, 0.3]), 5, replacement=True),
    "multinomial_once": lambda: torch.multinomial(torch.rand(3, 5), 1),
    "multinomial_without_replacement": lambda: torch.multinomial(torch.rand(3, 5), 4),
    "normal": lambda: torch.normal(torch.zeros(4), torch.ones(4)),
    "normal_around": lambda: torch.normal(torch.arange(4.0), 0.5),
    "normal_of_width": lambda: torch.normal(1.0, torch.arange(4.0).reshape(2, 2)),
    "normal_into": lambda: torch.normal(torch.zeros(3), torch.ones(2, 1), out=torch.empty(2, 3)),
    "normal_": lambda: torch.empty(6).normal_(2, 0.5),
    "uniform_": lambda: torch.zeros(2, 5).t()[1:3].uniform_(-1, 1),
    "exponential_": lambda: torch.empty(4).exponential_(),
    "rrelu": lambda: F.rrelu(torch.linspace(-2, 2, 8), training=True),
    "rand_like": lambda: torch.rand_like(torch.ones(3, 2)),
    "dropout": lambda: F.dropout(torch.ones(40), 0.4),
    "dropout2d": lambda: F.dropout2d(torch.ones(2, 6, 2, 2), 0.5),
    "gumbel": lambda: F.gumbel_softmax(torch.ones(2, 3), hard=True),
    "initialised": lambda: torch.cat([p.flatten() for p in nn.Conv2d(2, 3, 3).parameters()]),
    "xavier": lambda: nn.init.xavier_normal_(torch.empty(3, 5)),
    "orthogonal": lambda: nn.init.orthogonal_(torch.empty(4, 4)),
    "trunc_normal": lambda: nn.init.trunc_normal_(torch.empty(9)),
    "distribution": lambda: torch.distributions.Gamma(torch.ones(3), 2.0).sample((2,)),
    "generator": lambda: torch.randn(4, generator=torch.Generator().manual_seed(7)),
}


@pytest.mark.parametrize("name", DRAWS)
def test_numbers_are_pytorchs_own(target, name):
    torch.manual_seed(3)
    wanted = [DRAWS[name]().detach(), torch.rand(2)]
    torch.manual_seed(3)
    with NativeKernels() as kernels, ivy.run_on(target, fallback="error"):
        got = [DRAWS[name]().detach(), torch.rand(2)]
    kernels.assert_none()
    for ours, theirs in zip(got, wanted, strict=True):
        torch.testing.assert_close(ivy.to_source(ours), theirs, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("weights", [[0.0, 0.0], [1.0, -1.0], [1.0, float("nan")], []])
def test_weights_that_are_none_raise_pytorchs_error(target, weights):
    with pytest.raises(RuntimeError) as native:
        torch.multinomial(torch.tensor(weights), 1)
    with pytest.raises(RuntimeError) as ours, ivy.run_on(target, fallback="error"):
        torch.multinomial(torch.tensor(weights), 1)
    assert str(ours.value) == str(native.value)


def test_a_negative_width_raises(target):
    with pytest.raises(RuntimeError, match="std >= 0"), ivy.run_on(target, fallback="error"):
        torch.normal(0.0, torch.tensor([1.0, -1.0]))


def test_the_generator_goes_on_after_the_block(target):
    torch.manual_seed(0)
    wanted = [torch.rand(1).item() for _ in range(3)]
    torch.manual_seed(0)
    got = [torch.rand(1).item()]
    with ivy.run_on(target):
        got.append(torch.rand(1).item())
    got.append(torch.rand(1).item())
    assert got == wanted


def test_a_seed_set_inside_counts_and_states_can_be_kept(target):
    with ivy.run_on(target):
        torch.manual_seed(5)
        state = torch.get_rng_state()
        first = torch.rand(3)
        torch.set_rng_state(state)
        assert torch.equal(first, torch.rand(3))
        with torch.random.fork_rng():
            torch.rand(3)
    torch.manual_seed(5)
    assert first.tolist() == torch.rand(3).tolist()


def test_shuffled_batches_come_in_the_native_order(target):
    data = torch.utils.data.TensorDataset(torch.arange(10))

    def order():
        torch.manual_seed(1)
        return [b[0].tolist() for b in torch.utils.data.DataLoader(data, 4, shuffle=True)]

    wanted = order()
    with ivy.run_on(target, fallback="error"):
        assert order() == wanted


def test_random_numbers_are_counted_under_their_heading(target):
    with ivy.run_on(target, fallback="error"):
        torch.randn(3)
    rows = ivy.report().rows()
    assert any(r["where"] == "random" and "randn" in r["op"] for r in rows)
    assert ivy.report().fallback_calls == 0
