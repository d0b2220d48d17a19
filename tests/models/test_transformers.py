"""Hugging Face transformers, unmodified: outputs, gradients and generated tokens are PyTorch's own."""

import functools

import pytest
import torch
from support.compare import assert_same
from support.detector import NativeKernels
from support.tiny_models import FAMILIES

import ivy

WRITERS = [name for name, family in FAMILIES.items() if family.generates]


def trained(name):
    """A model after a backward pass in training mode, and what it gave: dropout's seed is fixed."""
    model = FAMILIES[name].build().train()
    torch.manual_seed(5)
    out = model(**FAMILIES[name].inputs())
    out.loss.backward()
    return model, {k: v for k, v in out.items() if isinstance(v, torch.Tensor)}


@pytest.mark.parametrize("name", FAMILIES)
def test_outputs_and_gradients(target, name):
    reference, wanted = trained(name)
    with ivy.run_on(target, fallback="error"), NativeKernels() as kernels:
        model, out = trained(name)
    kernels.assert_none()
    assert_same(out, wanted)
    theirs = dict(reference.named_parameters())
    ours = dict(model.named_parameters())
    assert ours.keys() == theirs.keys()
    assert_same({k: p.grad for k, p in ours.items()}, {k: p.grad for k, p in theirs.items()})


STYLES = {
    "greedy": {"do_sample": False},
    "sampled": {"do_sample": True, "temperature": 1.0},
    "uncached": {"do_sample": False, "use_cache": False},
}


@functools.cache
def writer(name):
    """The native model, made outside of any block."""
    return FAMILIES[name].build()


def written(name, style):
    model = writer(name)  # making it draws numbers
    torch.manual_seed(3)
    return model.generate(**FAMILIES[name].prompt(), **STYLES[style], max_new_tokens=6)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", WRITERS)
def test_generated_tokens(target, name, style):
    wanted = written(name, style)
    assert len(wanted.unique()) > 2  # it says something
    with ivy.run_on(target, fallback="error"), NativeKernels() as kernels:
        out = written(name, style)
    kernels.assert_none()
    assert_same(out, wanted)


def test_a_pretrained_model_is_saved_and_loaded(target, tmp_path):
    inputs = FAMILIES["bert"].inputs()
    wanted = writer("bert")(**inputs).logits
    with ivy.run_on(target, fallback="error"):
        writer("bert").save_pretrained(tmp_path)
        loaded = type(writer("bert")).from_pretrained(tmp_path)
        out = loaded(**inputs).logits
    assert_same(out, wanted)
