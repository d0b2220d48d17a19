"""Code that names an accelerator, in a block that says which device of the target that is."""

import io
import os
import subprocess
import sys

import pytest
import torch
from support.compare import assert_same
from support.detector import NativeKernels
from support.sides import Cases, error_of, values
from torch import nn
from torch.utils import _pytree as pytree

import ivy

CASES = Cases()
case = CASES.case


def _model():
    torch.manual_seed(0)
    return nn.Sequential(nn.BatchNorm1d(3), nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))


@case
def factories(place):
    torch.manual_seed(1)
    return (
        torch.zeros(2, device=place),
        torch.tensor([1, 2], device=place),
        torch.arange(3, device=torch.device(place)),
        torch.randn(2, device=place, requires_grad=True).detach(),
        torch.ones(2).new_full((2,), 3.0, device=place),
        torch.zeros_like(torch.ones(2), device=place),
        torch.as_tensor([1.0], device=place),
        torch.empty(2, device=place).fill_(1),
    )


@case
def moves(place):
    x = values(2, 3)
    return (
        x.to(place),
        x.to(place, torch.float64),
        x.to(device=place, dtype=torch.float16),
        x.to(torch.device(place), non_blocking=True),
        x.to(x.to(place)),
        x.double().to(x.to(place)),
        x.to(place, torch.int64, False, True),
        x.to(place).to("cpu"),
        x.to(place).cpu() + 1,
    )


@case
def a_model_moved_and_trained(place):
    model = _model().to(place)
    optimizer = torch.optim.AdamW(model.parameters(), 0.1)
    for seed in range(3):
        inputs, wanted = values(8, 3, seed=seed).to(place), values(8, 2, seed=9).to(place)
        optimizer.zero_grad()
        nn.functional.mse_loss(model(inputs), wanted).backward()
        optimizer.step()
    return [p.detach().cpu() for p in model.parameters()], list(model.buffers())


@case
def default_device(place):
    torch.set_default_device(place)
    try:
        x, layer = torch.ones(3), nn.Linear(3, 2)
    finally:
        torch.set_default_device(None)
    with torch.device(place):
        y = torch.arange(4.0)
    return x * 2, y + 1, tuple(p.shape for p in layer.parameters())


@case
def generators(place):
    generator = torch.Generator(place).manual_seed(3)
    again = torch.Generator(device=place).manual_seed(3)
    draw = torch.randn(3, generator=generator, device=place)
    return draw, torch.rand(2, generator=again), isinstance(again, torch.Generator)


@case
def files(place):
    file = io.BytesIO()
    torch.save(_model().state_dict(), file)
    found = []
    for where in (place, torch.device(place), {"cpu": place}, lambda storage, _: storage):
        file.seek(0)
        found.append(torch.load(file, map_location=where))
    model = _model().to(place)
    model.load_state_dict(found[0])
    return found, model(values(2, 3).to(place)).detach()


@pytest.mark.parametrize("name", CASES)
def test_gives_what_the_cpu_gives(target, name):
    wanted = CASES[name]("cpu")
    kernels = NativeKernels()
    with kernels, ivy.run_on(target, fallback="error", device="cpu"):
        ours = CASES[name]("cuda")
    kernels.assert_none()
    pairs = zip(pytree.tree_leaves(ours), pytree.tree_leaves(wanted), strict=True)
    for a, b in pairs:
        assert_same(a, b) if isinstance(b, torch.Tensor) else _equal(a, b)


def _equal(a, b):
    assert a == b


@pytest.mark.parametrize("place", ["cuda", "cuda:1", torch.device("cuda"), 0, "mps"])
def test_any_accelerator_is_the_targets_device(target, place):
    with ivy.run_on(target, fallback="error", device="cpu"):
        x = torch.ones(2).to(place)
        assert ivy.is_redirected(x) and x.tolist() == [1.0, 1.0]
        assert nn.Linear(2, 2).to(place).weight.shape == (2, 2)


def test_methods_named_after_cuda(target):
    with ivy.run_on(target, fallback="error", device="cpu"):
        x = torch.ones(2).pin_memory().cuda(non_blocking=True)
        layer = nn.Linear(2, 2).cuda(0)
        assert ivy.is_redirected(layer(x)) and not torch.cuda.is_available()


def test_a_move_is_a_copy_and_a_move_to_where_it_is_is_none(target):
    native = torch.zeros(2)
    with ivy.run_on(target, fallback="error", device="cpu"):
        host = torch.zeros(2)
        far, other = host.to("cuda"), native.cuda()
        assert far.to("cuda") is far and far[:1].cuda().add_(1).tolist() == [1.0]
        far.add_(1)
        other.add_(5)
        product = far * 2
        back = product.cpu()
        product.zero_()
        assert product.to("cuda:0") is product and host.to("cpu") is host
        leaf = torch.ones(2, requires_grad=True).to("cpu")
        leaf.sum().backward()
    assert host.tolist() == [0.0, 0.0] and native.tolist() == [0.0, 0.0]
    assert far.tolist() == [2.0, 1.0] and back.tolist() == [4.0, 2.0]
    assert leaf.grad.tolist() == [1.0, 1.0]


def test_without_a_device_it_is_pytorchs_own_error(target):
    if torch.cuda.is_available():
        pytest.skip("PyTorch has a GPU here")
    native = error_of(lambda: torch.ones(2).to("cuda"))  # builds for CUDA say it in other words
    assert "CUDA" in native
    with ivy.run_on(target):
        assert error_of(lambda: torch.ones(2).to("cuda")) == native
    with ivy.run_on(target, device="cpu"):
        pass
    assert error_of(lambda: torch.ones(2).to("cuda")) == native
    with pytest.raises(RuntimeError):
        torch.Generator("cuda")


SCRIPT = """
import torch, ivy
with ivy.run_on('jax', fallback='error', device='cpu:1'):
    model = torch.nn.Linear(3, 2).cuda()
    x = torch.ones(4, 3, device='cuda')
    loss = model(x).square().sum()
    loss.backward()
    found = [loss, torch.zeros(3), model.weight.grad, torch.arange(4) + 1, torch.randn(2)]
    print({str(d) for t in found for d in ivy.target_array(t.detach()).devices()})
"""


def test_elements_lie_on_the_device_that_was_named():
    options = {**os.environ, "XLA_FLAGS": "--xla_force_host_platform_device_count=2"}
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=options, capture_output=True, text=True, check=False
    )
    assert ran.stdout.strip() == "{'cpu:1'}", ran.stderr
