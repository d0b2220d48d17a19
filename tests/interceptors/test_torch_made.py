"""Tensors that are made from numbers (windows, frequencies, ranges), and fake quantisation."""

from __future__ import annotations

import pytest
import torch
from support.compare import assert_same

import ivy

NAN, INF = float("nan"), float("inf")
WINDOWS = [getattr(torch, f"{n}_window") for n in "bartlett blackman hamming hann kaiser".split()]
MADE = {
    **{f.__name__: lambda f=f: [f(6), f(6, False), f(7), f(0), f(1), f(5, dtype=torch.float64)]
       for f in WINDOWS},
    "hamming weights": lambda: torch.hamming_window(6, True, 0.3, 0.7),
    "kaiser beta": lambda: torch.kaiser_window(6, True, 9.0),
    **{name: lambda name=name: [_signal(name, 6), _signal(name, 7, sym=False), _signal(name, 1)]
       for name in "bartlett blackman cosine exponential gaussian hamming hann kaiser nuttall".split()},
    "fftfreq": lambda: [torch.fft.fftfreq(8, 0.5), torch.fft.fftfreq(5, dtype=torch.float64)],
    "fftfreq out": lambda: torch.fft.fftfreq(5, out=torch.empty(5)),
    "rfftfreq": lambda: [torch.fft.rfftfreq(7), torch.fft.rfftfreq(0), torch.fft.rfftfreq(8, 0.1)],
    "range": lambda: [torch.range(1, 4), torch.range(0, 1, 0.25), torch.range(3, 1, -0.5)],
    "range of integers": lambda: torch.range(1, 4, dtype=torch.int64),
    "range out": lambda: torch.range(1, 4, out=torch.empty(4)),
}  # fmt: skip
QUANTISED = {
    "tensor": lambda x: torch.fake_quantize_per_tensor_affine(x, 0.1, 3, 0, 20),
    "tensor of tensors": lambda x: torch.fake_quantize_per_tensor_affine(
        x, torch.tensor(0.1), torch.tensor(3), 0, 20
    ),
    "channel": lambda x: torch.fake_quantize_per_channel_affine(
        x, torch.tensor([0.1, 0.3]), torch.tensor([3, 1], dtype=torch.int32), 1, 0, 20
    ),
    "channel of floats": lambda x: torch.fake_quantize_per_channel_affine(
        x, torch.tensor([0.1, 0.3]), torch.tensor([3.0, 1.5]), 1, 0, 20
    ),
}


def _signal(name, *args, **kwargs):
    return getattr(torch.signal.windows, name)(*args, **kwargs)


@pytest.mark.filterwarnings("ignore:torch.range is deprecated")
@pytest.mark.parametrize("name", MADE)
def test_tensors_of_numbers(name, target):
    native = MADE[name]()
    with ivy.run_on(target, fallback="error"):
        assert_same(MADE[name](), native)


def _with_gradient(quantise):
    x = torch.linspace(-3, 3, 26).reshape(13, 2)
    x[0, 0], x[1, 0], x[2, 0] = NAN, INF, -INF
    x.requires_grad_()
    out = quantise(x)
    out.sum().backward()
    return out, x.grad


@pytest.mark.parametrize("name", QUANTISED)
def test_fake_quantisation(name, target):
    native = _with_gradient(QUANTISED[name])
    with ivy.run_on(target, fallback="error"):
        assert_same(_with_gradient(QUANTISED[name]), native)


@pytest.mark.parametrize("dtype", [torch.uint16, torch.uint32, torch.uint64], ids=str)
def test_kernels_that_unsigned_integers_lack_are_refused(dtype, target):
    with ivy.run_on(target, fallback="error"):
        x = torch.tensor([1, 2]).to(dtype)
        for call in (lambda: ~x, lambda: x << 1, lambda: x >> 1):
            with pytest.raises(NotImplementedError, match="not implemented for 'UInt"):
                call()
