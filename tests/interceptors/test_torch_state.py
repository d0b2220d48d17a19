"""PyTorch's own switches hold in a block: the default dtype, autocast, inference mode."""

import pytest
import torch

import ivy


def _dtypes():
    return (
        (torch.tensor([1, 2]) * 1.5).dtype,
        torch.ones(2).dtype,
        torch.sin(torch.tensor([1, 2])).dtype,
    )


def _under_each_default():
    found = [_dtypes()]
    for dtype in (torch.float64, torch.float32):
        torch.set_default_dtype(dtype)
        found.append(_dtypes())
    return found


def test_default_dtype_changes_inside(target):
    native = _under_each_default()
    with ivy.run_on(target, fallback="error"):
        assert _under_each_default() == native


def test_default_dtype_changes_between_blocks(target):
    try:
        for dtype in (torch.float64, torch.float32):
            torch.set_default_dtype(dtype)
            with ivy.run_on(target, fallback="error"):
                assert torch.sin(torch.tensor([1, 2])).dtype is dtype
    finally:
        torch.set_default_dtype(torch.float32)


def _transpose(p):
    p.data = p.data.t()


def _cut(p):
    p.data = p.data[:1]


def _transpose_in_place(p):
    p.requires_grad_(False).t_()


@pytest.mark.parametrize("change", [_transpose, _cut, _transpose_in_place])
def test_geometry_of_parameters_changes_between_blocks(target, change):
    p = torch.nn.Parameter(torch.arange(6.0).reshape(2, 3), requires_grad=False)
    for _ in range(2):
        native = (p * 2).tolist(), p[0].tolist()
        with ivy.run_on(target, fallback="error"):
            for _ in range(3):
                assert ((p * 2).tolist(), p[0].tolist()) == native
        change(p)


def test_autocast_reaches_calls_without_gradient(target):
    x, w = torch.randn(4, 4), torch.randn(4, 4)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        native = x @ w
        with ivy.run_on(target, fallback="error"):
            ours = x @ w
    assert ours.dtype is native.dtype is torch.bfloat16
    torch.testing.assert_close(ivy.to_source(ours), native)


def test_inference_mode(target):
    x = torch.randn(3)
    with ivy.run_on(target, fallback="error"):
        with torch.inference_mode():
            y = torch.sin(x) + 1
            assert y.is_inference()
        z = torch.sin(x)
        assert not z.is_inference()
    torch.testing.assert_close(ivy.to_source(z), x.sin())
