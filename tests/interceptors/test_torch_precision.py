"""Mixed precision: dtypes as natively, and values no further from full precision than PyTorch's own.

Two sound kernels round a chain of bfloat16 operations differently, so results are not compared with
each other but with the same program in float32: the error on a target may be twice that of PyTorch.
"""

import contextlib

import pytest
import torch
from support.compare import to_plain
from support.sides import Cases, gradients, run_natively, run_redirected, values
from torch import nn
from torch.nn import functional as F

CASES = Cases()
case = CASES.case


@case
def training(precision):
    model = nn.Sequential(nn.Linear(8, 16), nn.LayerNorm(16), nn.GELU(), nn.Linear(16, 4))
    with precision():
        out = model(values(6, 8))
        loss = F.cross_entropy(out, torch.tensor([0, 1, 2, 3, 0, 1]))
    loss.backward()
    return [out, loss, *gradients(model)]


@case
def convolution_and_attention(precision):
    convolution, attention = nn.Conv2d(3, 4, 3), nn.MultiheadAttention(4, 2, batch_first=True)
    with precision():
        tokens = convolution(values(2, 3, 6, 6)).flatten(2).transpose(1, 2)
        out = attention(tokens, tokens, tokens, need_weights=False)[0]
        with torch.autocast("cpu", enabled=False):
            full = out.float() @ out.float().transpose(1, 2)
    (torch.softmax(out, -1).sum() + full.sum()).backward()
    return [tokens, out, full, *gradients(convolution)]


@case
def recurrence(precision):
    model = nn.LSTM(4, 3)
    with precision():
        out, _ = model(values(5, 2, 4))
    out.float().sum().backward()
    return [out, *gradients(model)]


@case
def steps_with_a_scaler(precision):
    model = nn.Linear(4, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    scaler = torch.amp.GradScaler("cpu", init_scale=8.0, growth_interval=1)
    for step in range(3):
        optimizer.zero_grad()
        with precision():
            loss = model(values(3, 4)).pow(2).mean() * (float("inf") if step == 1 else 1)
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        scaler.step(optimizer)
        scaler.update()
    return [torch.tensor(scaler.get_scale()), *model.parameters()]


PAIRS = [(name, torch.bfloat16) for name in CASES] + [
    (name, torch.float16)
    for name in CASES
    if name != "recurrence"  # PyTorch has no such LSTM
]


@pytest.mark.parametrize(("name", "dtype"), PAIRS, ids=str)
def test_autocast_is_as_close_as_pytorch(target, name, dtype):
    def lowered():
        return CASES[name](lambda: torch.autocast("cpu", dtype=dtype))

    try:
        wanted = run_natively(lowered)
    except RuntimeError as error:
        if "could not create a primitive descriptor" not in str(error):
            raise
        pytest.skip(f"PyTorch itself has no {name} in {dtype} on this processor")
    got = run_redirected(lowered, target)
    exact = run_natively(lambda: CASES[name](contextlib.nullcontext))
    for ours, theirs, full in zip(*map(to_plain, (got, wanted, exact)), strict=True):
        assert ours.dtype is theirs.dtype and ours.shape == theirs.shape
        error, native = ((x.double() - full.double()).abs().max() for x in (ours, theirs))
        assert error <= 2 * native + 1e-6 * full.double().abs().max()
