"""What mixtures of experts, grouped attention and sampling are made of."""

import pytest
import torch
from support.compare import assert_same
from support.detector import NativeKernels
from torch.nn import functional as F

import ivy


def _noise(*shape, dtype=torch.float32):
    return torch.randn(shape, generator=torch.Generator().manual_seed(0)).to(dtype)


def _with_gradients(function, *inputs):
    leaves = [x.detach().requires_grad_() for x in inputs]
    out = function(*leaves)
    out.float().square().sum().backward()
    return out.detach(), *[x.grad for x in leaves]


def _same_on(target, run):
    wanted = run()
    with ivy.run_on(target, fallback="error"), NativeKernels() as kernels:
        out = run()
    kernels.assert_none()
    assert_same(out, wanted)


# the second group is empty
FACTORS = {
    "rows of a matrix": lambda: (_noise(16, 8), _noise(4, 8, 16)),
    "transposed matrices": lambda: (_noise(16, 8), _noise(4, 16, 8).mT),
    "columns of a matrix": lambda: (_noise(4, 8, 16), _noise(16, 16).t()),
    "both divided": lambda: (_noise(16, 8).t(), _noise(16, 16)),
}


@pytest.mark.parametrize("name", FACTORS)
def test_grouped_products(target, name):
    ends = torch.tensor([3, 3, 7, 16], dtype=torch.int32)
    _same_on(
        target,
        lambda: _with_gradients(lambda a, b: F.grouped_mm(a, b, offs=ends), *FACTORS[name]()),
    )


def test_an_infinity_stays_in_its_group(target):
    ends = torch.tensor([8, 16], dtype=torch.int32)
    factors = torch.stack([torch.full((8, 8), float("inf")), torch.ones(8, 8)])
    _same_on(target, lambda: F.grouped_mm(torch.ones(16, 8), factors, offs=ends))
    _same_on(target, lambda: torch._grouped_mm(torch.ones(16, 8), factors, offs=ends))


@pytest.mark.parametrize("how", ["all", "causal", "masked"])
def test_queries_that_share_keys(target, how):
    mask = torch.rand(2, 1, 5, 6, generator=torch.Generator().manual_seed(1)) > 0.3
    options = {"is_causal": how == "causal", "attn_mask": mask if how == "masked" else None}

    def attend(query, key, value):
        return F.scaled_dot_product_attention(query, key, value, enable_gqa=True, **options)

    heads = _noise(2, 4, 5, 8), _noise(2, 2, 6, 8), _noise(2, 2, 6, 8) + 1
    _same_on(target, lambda: _with_gradients(attend, *heads))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16], ids=str)
@pytest.mark.parametrize("count, replacement", [(1, False), (3, False), (50, True)])
def test_samples_from_a_distribution(target, dtype, count, replacement):
    def sample():
        torch.manual_seed(2)
        weights = torch.arange(12, dtype=dtype).reshape(2, 6)
        return torch.multinomial(weights, count, replacement), torch.rand(1)

    _same_on(target, sample)


@pytest.mark.parametrize("weights", [[0.0, 0.0], [-1.0, 2.0], [float("nan"), 1.0]])
def test_no_distribution_is_refused(target, weights):
    with (
        ivy.run_on(target, fallback="error"),
        pytest.raises(RuntimeError, match=r"probability tensor|invalid multinomial"),
    ):
        torch.multinomial(torch.tensor(weights), 1)
