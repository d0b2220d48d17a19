"""`ivy.frontends.torch` used directly: PyTorch's semantics of tensors, without PyTorch."""

import subprocess
import sys

import numpy as np
import pytest
from support.backends import TARGETS

import ivy
import ivy.frontends.torch as ft
from ivy import functional


@pytest.fixture(params=TARGETS, autouse=True)
def backend(request):
    ivy.set_backend(request.param)
    yield request.param
    ivy.unset_backend()


def test_the_example_of_the_projects_document():
    x = functional.constant(np.array([0.0, 1.0, 2.0]))
    ret = ft.nn.functional.one_hot(x, 3)
    assert type(ret) is type(x)
    assert np.array_equal(ivy.to_numpy(ret), np.eye(3, dtype=np.int64))


def test_one_hot_refuses_fractions():
    with pytest.raises(RuntimeError, match="without a fraction"):
        ft.nn.functional.one_hot(ft.tensor([0.5, 1.0]), 3)


def test_tensors_come_out_where_tensors_or_numbers_went_in():
    x = functional.constant(np.ones(3, np.float32))
    assert isinstance(ft.zeros(2, 3), ft.Tensor)
    assert isinstance(ft.add(ft.tensor([1.0]), x), ft.Tensor)
    assert type(ft.add(x, 1)) is type(x)
    assert type(ft.stack([x, x])) is type(x)
    assert type(ft.nn.functional.mse_loss(x, x)) is type(x)


def test_views_share_memory():
    x = ft.arange(6).reshape(2, 3)
    turned, row, flat = x.t(), x[1], x.view(-1)
    row.add_(10)
    assert x.tolist() == [[0, 1, 2], [13, 14, 15]]
    assert turned.tolist() == [[0, 13], [1, 14], [2, 15]]
    flat[1:3] = 7
    assert x[0].tolist() == [0, 7, 7]
    first, second = x.chunk(2)
    second.zero_()
    assert first.tolist() == [[0, 7, 7]] and x[1].tolist() == [0, 0, 0]


def test_geometry():
    x = ft.zeros(2, 3, 4)
    turned = x.permute(2, 0, 1)
    assert turned.stride() == (1, 12, 4) and not turned.is_contiguous()
    assert turned.shape == ft.Size([4, 2, 3]) and turned.size(-1) == 3
    with pytest.raises(RuntimeError, match="view size is not compatible"):
        turned.view(-1)
    copied = turned.reshape(-1)
    copied += 1
    assert x.sum().item() == 0
    assert x[:, 1].storage_offset() == 4
    assert x.unfold(1, 2, 1).shape == (2, 2, 4, 2)


def test_writes_that_can_not_be():
    x = ft.zeros(1, 3)
    with pytest.raises(RuntimeError, match="single memory location"):
        x.expand(2, 3).add_(1)
    with pytest.raises(RuntimeError, match="can't be cast"):
        ft.zeros(3, dtype=ft.int64).add_(0.5)
    with pytest.raises(RuntimeError, match="doesn't match the broadcast shape"):
        ft.zeros(3).add_(ft.zeros(2, 3))
    with pytest.raises(NotImplementedError, match="not supported here"):
        ft.zeros(2, dtype=ft.complex64).real.add_(1)


def test_indices_as_pytorch_reads_them():
    x = ft.arange(24).reshape(2, 3, 4)
    assert x[0, :, [0, 2]].shape == (3, 2)  # NumPy would put the list's axis first
    assert x[x > 20].tolist() == [21, 22, 23]
    assert x[..., None, -1].tolist() == [[[3], [7], [11]], [[15], [19], [23]]]
    x[:, ft.tensor([0, 2])] = -1
    assert (x == -1).sum().item() == 16
    x[x < 0] = ft.tensor(5)
    assert x[1, 2, 3].item() == 5
    with pytest.raises(IndexError):
        x[2]


def test_promotion_and_operators():
    x = ft.tensor([1, 2, 3])
    assert (x / 2).dtype == ft.float32
    assert (2 - x).tolist() == [1, 0, -1]
    assert (2**x).tolist() == [2, 4, 8]
    assert (x.half() + ft.tensor(1.0)).dtype == ft.float16
    assert (x == 2).tolist() == [False, True, False]
    x *= 2
    x **= 2
    assert x.tolist() == [4, 16, 36]
    with pytest.raises(TypeError):
        x + "text"


def test_out_names_and_results():
    x = ft.tensor([[3.0, 1.0], [2.0, 5.0]])
    best = x.max(dim=1)
    assert best.values.tolist() == [3.0, 5.0] and best.indices.tolist() == [0, 1]
    out = ft.empty(2, 2)
    assert ft.add(x, 1, out=out) is out and out.tolist() == [[4.0, 2.0], [3.0, 6.0]]
    assert ft.sum(x, axis=0, keepdims=True).shape == (1, 2)
    with pytest.raises(IndexError, match="Dimension out of range"):
        x.sum(2)


def test_no_autograd_is_said():
    with pytest.raises(NotImplementedError, match="no autograd"):
        ft.tensor([1.0], requires_grad=True)
    with pytest.raises(NotImplementedError, match="no autograd"):
        ft.tensor([1.0]).backward()


def test_random_numbers_are_pytorchs():
    torch = pytest.importorskip("torch")
    for draw in ("rand", "randn"):
        for size in (5, 40):
            torch.manual_seed(3)
            ft.manual_seed(3)
            ours, theirs = getattr(ft, draw)(size).numpy(), getattr(torch, draw)(size).numpy()
            np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)
    torch.manual_seed(1)
    ft.manual_seed(1)
    assert ft.randperm(9).tolist() == torch.randperm(9).tolist()
    assert ft.randint(3, 90, (6,)).tolist() == torch.randint(3, 90, (6,)).tolist()


def _attended(torch):
    x, square, bias = torch.ones(3, 2, 4), torch.ones(12, 4) / 9, torch.zeros(12)
    sizes = 4, 2, square, bias, None, None, False, 0.5, square[:4], bias[:4]
    return torch.nn.functional.multi_head_attention_forward(x, x, x, *sizes)[0]


@pytest.mark.parametrize(
    "layer",
    [
        lambda torch: torch.nn.functional.alpha_dropout(torch.ones(3, 4, 5), 0.4, True),
        lambda torch: torch.nn.functional.dropout(torch.ones(3, 4, 5), 0.4),
        lambda torch: torch.nn.functional.feature_alpha_dropout(torch.ones(3, 4, 5), 0.4, True),
        lambda torch: torch.nn.functional.fractional_max_pool2d(
            torch.arange(144.0).reshape(1, 1, 12, 12), 2, output_ratio=(0.6, 0.6)
        ),
        lambda torch: torch.nn.functional.rrelu(
            torch.arange(-9.0, 9).reshape(3, 6), 0.1, 0.9, True
        ),
        _attended,
    ],
)
def test_layers_draw_pytorchs_numbers(layer):
    torch = pytest.importorskip("torch")
    results = []
    for package in (torch, ft):
        package.manual_seed(3)
        results.append(layer(package).numpy())
    np.testing.assert_allclose(*results, rtol=1e-5, atol=1e-6)


def test_fractional_pools_take_all_arguments_by_place():
    x, samples = ft.arange(36.0).reshape(1, 1, 6, 6), ft.full((1, 1, 2), 0.3)
    pool = ft.nn.functional.fractional_max_pool2d
    values, places = pool(x, 2, (3, 3), None, True, samples)
    assert values.tolist() == pool(x, 2, (3, 3), None, False, samples).tolist()
    assert values.reshape(-1).tolist() == places.reshape(-1).tolist()  # `x` counts its own places


def test_printing():
    assert repr(ft.tensor([1.0, 2.5])) == "tensor([1.0000, 2.5000])"
    assert repr(ft.tensor([1, 2])) == "tensor([1, 2])"
    assert repr(ft.zeros(2, dtype=ft.float64)) == "tensor([0., 0.], dtype=torch.float64)"


def test_without_pytorch():
    program = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split('.')[0] in ('torch', 'jax', 'tensorflow'):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
import ivy, ivy.frontends.torch as torch
from ivy.frontends.torch.nn.functional import relu
import ivy.frontends.torch.linalg
x = torch.tensor([[2., -1.], [0., 1.]])
print(relu(x).tolist(), torch.linalg.inv(x).tolist(), torch.fft.fft(x).shape)
assert 'torch' not in sys.modules
"""
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.startswith("[[2.0, 0.0], [0.0, 1.0]] [[0.5, 0.5], [0.0, 1.0]]")
