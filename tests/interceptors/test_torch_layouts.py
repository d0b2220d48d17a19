"""Nested and quantized tensors in a block: declared fall-backs, never silent, never wrong."""

import warnings

import pytest
import torch
from support.compare import assert_same
from support.sides import Cases, values
from torch import nn
from torch.utils import _pytree as pytree

import ivy

CASES = Cases()
case = CASES.case


def _matrix():
    return torch.tensor([[0.0, 1.0, 0.0], [2.0, 0.0, -3.0]])


def _quantized():
    return torch.quantize_per_tensor(_matrix(), 0.1, 3, torch.qint8)


def _ragged(**options):
    return torch.nested.nested_tensor([values(2, 4), values(3, 4, seed=2)], **options)


@case
def another_librarys_layout():
    return _matrix().to_mkldnn().to_dense() + 1


@case
def quantized():
    x = _quantized()
    return x.dequantize(), x.int_repr(), torch.tensor(x.q_scale()), (x.dequantize() * 2)


@case
def quantized_by_channel():
    scales, zeros = torch.tensor([0.1, 0.2]), torch.tensor([0, 1])
    return torch.quantize_per_channel(_matrix(), scales, zeros, 0, torch.quint8).dequantize()


@case
def quantized_views():
    x = _quantized()
    return x[1].dequantize(), x.t().int_repr(), x.reshape(6).dequantize(), x.clone().int_repr()


@case
def quantized_relu():
    return torch.relu(_quantized()).dequantize()


@case
def nested_of_strides():
    x = _ragged()
    torch.manual_seed(0)
    y = nn.Linear(4, 3)(x)
    return y.to_padded_tensor(0.0), x.sin().to_padded_tensor(-1.0), torch.tensor(x.size(0))


@case
def nested_of_strides_unbound():
    first, second = _ragged().unbind()
    return first, second + 1


@case
def nested_and_jagged():
    torch.manual_seed(0)
    x = _ragged(layout=torch.jagged, requires_grad=True)
    model = nn.Linear(4, 4)
    y = model(x).relu() * 2
    padded = torch.nested.to_padded_tensor(y, 0.0)
    padded.sum().backward()
    return padded, y.offsets(), model.weight.grad, x.grad.values(), *y.unbind()


@case
def attention_on_jagged():
    q = _ragged(layout=torch.jagged).reshape(2, -1, 2, 2).transpose(1, 2)
    return nn.functional.scaled_dot_product_attention(q, q, q).transpose(1, 2).values()


def _leaves(out):
    return [t.detach() for t in pytree.tree_leaves(out)]


@pytest.mark.parametrize("name", CASES)
def test_gives_what_it_gives_natively(target, name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # these layouts are in beta
        wanted = _leaves(CASES[name]())
        with ivy.run_on(target, fallback="allow"):
            ours = _leaves(CASES[name]())
    assert ivy.report().fallback_calls > 0
    for a, b in zip(ours, wanted, strict=True):
        assert_same(a, b)


# PyTorch's class for jagged tensors takes our refusal for its own, and raises something else
@pytest.mark.parametrize("name", [n for n in CASES if n != "attention_on_jagged"])
@pytest.mark.filterwarnings("ignore")
def test_is_refused_by_name(target, name):
    with ivy.run_on(target, fallback="error"), pytest.raises(ivy.UnsupportedOpError) as error:
        CASES[name]()
    text = "\n".join([str(error.value), *getattr(error.value, "__notes__", ())])
    assert f"on {target}" in text and __file__ in text and "fallback='warn'" in text


@pytest.mark.filterwarnings("ignore")
def test_what_it_computes_in_strides_is_redirected_again(target):
    with ivy.run_on(target, fallback="allow"):
        assert ivy.is_redirected(_quantized().dequantize())
        assert ivy.is_redirected(_ragged().to_padded_tensor(0.0))


@pytest.mark.filterwarnings("ignore")
def test_what_was_made_before_the_block_is_as_it_is(target):
    scaled, ragged = _quantized(), _ragged()
    with ivy.run_on(target, fallback="error"):
        for call in (lambda: scaled.dequantize(), lambda: ragged * 2):
            with pytest.raises(ivy.UnsupportedOpError):
                call()
    assert scaled.int_repr().tolist() == _quantized().int_repr().tolist()
