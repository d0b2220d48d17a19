"""Samples of the packages that `tests/conformance/wrap_*.py` go through, where they are installed."""

import importlib
import json
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch

import ivy

RESULTS = Path(__file__).parents[1] / "conformance" / "results"
FOLDERS = Path("/tmp/libs")  # where the programs look for them


def package(name, monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path, str(FOLDERS / name)])
    found = pytest.importorskip(name, reason=f"{name} is not installed")
    return found, ivy.wrap(importlib.import_module(name), "jax", fallback="error", source="torch")


def test_kornia(monkeypatch):
    native, kj = package("kornia", monkeypatch)
    image = np.random.default_rng(0).uniform(size=(1, 3, 8, 8)).astype(np.float32)
    blur = lambda x: kj.filters.gaussian_blur2d(x, (3, 3), (1.5, 1.5))  # noqa: E731
    expected = native.filters.gaussian_blur2d(torch.tensor(image), (3, 3), (1.5, 1.5))
    np.testing.assert_allclose(jax.jit(blur)(image), expected, atol=1e-5)
    assert jax.jit(jax.grad(lambda x: blur(x).sum()))(image).shape == image.shape


def test_einops(monkeypatch):
    _, einops = package("einops", monkeypatch)
    x = jnp.arange(24.0).reshape(2, 3, 4)
    out = jax.jit(lambda x: einops.rearrange(x, "a b c -> c (a b)"))(x)
    np.testing.assert_array_equal(out, x.reshape(6, 4).T)


@pytest.mark.parametrize("name, least", [("wrap_kornia", 150), ("wrap_torchmetrics", 60)])
def test_results_are_what_they_have_to_be(name, least):
    functions = json.loads((RESULTS / f"{name}.json").read_text())["functions"]
    assert sum(v.get("eager", v.get("jit")) == "right" for v in functions.values()) >= least
    assert any(v.get("jit") == "right" for v in functions.values())
