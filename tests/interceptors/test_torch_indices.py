"""A bad index raises on every target what PyTorch raises, wherever the index and the data come from."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

import ivy

pytestmark = pytest.mark.usefixtures("programs")

HIGH, LOW = 7, -9

CALLS = {
    "embedding": lambda x, i: F.embedding(torch.tensor([0, i]), x),
    "embedding_bag": lambda x, i: F.embedding_bag(torch.tensor([[0, i]]), x),
    "gather": lambda x, i: x.gather(1, torch.tensor([[0], [i], [0], [0]])),
    "index_add": lambda x, i: x.index_add(0, torch.tensor([i]), torch.ones(1, 5)),
    "index_copy": lambda x, i: x.index_copy(0, torch.tensor([i]), torch.ones(1, 5)),
    "index_fill": lambda x, i: x.index_fill(0, torch.tensor([i]), 2.0),
    "index_put": lambda x, i: x.index_put((torch.tensor([0, i]),), torch.ones(5)),
    "index_select": lambda x, i: x.index_select(0, torch.tensor([0, i])),
    "subscript": lambda x, i: x[torch.tensor([0, i])],
    "two subscripts": lambda x, i: x[torch.tensor([0, 1]), torch.tensor([0, i])],
    "scatter": lambda x, i: x.scatter(1, torch.tensor([[0, i]]), torch.ones(1, 2)),
    "scatter of a number": lambda x, i: x.scatter(1, torch.tensor([[0, i]]), 1.0),
    "scatter_add": lambda x, i: x.scatter_add(1, torch.tensor([[0, i]]), torch.ones(1, 2)),
    "scatter_reduce": lambda x, i: x.scatter_reduce(
        1, torch.tensor([[0, i]]), torch.ones(1, 2), "amax"
    ),
    "take": lambda x, i: x.take(torch.tensor([0, 9 * i])),
    "cross_entropy": lambda x, i: F.cross_entropy(x, torch.tensor([0, 1, i, 0])),
    "nll_loss": lambda x, i: F.nll_loss(x, torch.tensor([0, 1, i, 0])),
    "multi_margin_loss": lambda x, i: F.multi_margin_loss(x, torch.tensor([0, 1, i, 0])),
    "one_hot": lambda x, i: F.one_hot(torch.tensor([0, i]), 5),
}

DATA = {
    "a tensor": lambda x: x,
    "a leaf": lambda x: x.requires_grad_(),
    "inside autograd": lambda x: x.requires_grad_() * 2,
    "a view": lambda x: torch.stack([x, x], -1)[..., 0],
    "a transposed view": lambda x: x.t().contiguous().t(),
}


def _call(name, data, index):
    x = DATA[data](torch.ones(4, 5))
    return CALLS[name](x, index)


@pytest.mark.parametrize("index", [HIGH, LOW])
@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("name", CALLS)
def test_a_bad_index_raises_what_pytorch_raises(target, name, data, index):
    with pytest.raises(Exception) as native:
        _call(name, data, index)
    with ivy.run_on(target, fallback="error"), pytest.raises(Exception) as ours:
        _call(name, data, index)
    assert type(ours.value) is type(native.value), f"{ours.value!r} for {native.value!r}"


def test_take_along_dim_wraps_as_pytorch_does(target):
    """PyTorch 2.13 takes the remainder; NumPy, whose function it imitates, would raise."""
    x, index = torch.arange(20.0).reshape(4, 5), torch.tensor([[0, HIGH]])
    native = x.take_along_dim(index, 1)
    with ivy.run_on(target, fallback="error"):
        assert x.take_along_dim(index, 1).tolist() == native.tolist()


@pytest.mark.parametrize("name", ["embedding", "gather", "index_select", "cross_entropy"])
def test_a_bad_index_is_found_at_the_second_call_too(target, name):
    """By then a compiling target has a program for the call."""
    with pytest.raises(Exception) as native:
        _call(name, "a tensor", HIGH)
    with ivy.run_on(target, fallback="error"):
        for _ in range(3):
            _call(name, "a tensor", 2)
        with pytest.raises(Exception) as ours:
            _call(name, "a tensor", HIGH)
        _call(name, "a tensor", 2)
    assert type(ours.value) is type(native.value)


WRITES = {
    "index_add_": lambda x, i: x.index_add_(0, torch.tensor([1, i]), torch.ones(2, 5)),
    "index_put_": lambda x, i: x.__setitem__(torch.tensor([0, i]), 3.0),
    "scatter_": lambda x, i: x.scatter_(1, torch.tensor([[0, i]]), 3.0),
}


@pytest.mark.parametrize("name", WRITES)
def test_a_bad_index_writes_nothing(target, name):
    with pytest.raises(Exception) as native:
        WRITES[name](torch.zeros(4, 5), HIGH)
    made_outside = torch.zeros(4, 5)
    with ivy.run_on(target, fallback="error"):
        for x in (made_outside, torch.zeros(4, 5), torch.zeros(2, 4, 5)[1]):
            with pytest.raises(type(native.value)):
                WRITES[name](x, HIGH)
            assert not x.any()
    assert not made_outside.any()
