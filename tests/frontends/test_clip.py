"""`clamp`, `clip` and `clip_by_value` of all four frontends on all four backends."""

import importlib

import numpy as np
import pytest

import ivy
from ivy._core.backend import NAMES, load

CALLS = {
    "torch": lambda torch, x: torch.clamp(x, -1.0, 1.0),
    "numpy": lambda numpy, x: numpy.clip(x, -1.0, 1.0),
    "jax": lambda jax, x: jax.lax.clamp(-1.0, x, 1.0),
    "jax.numpy": lambda jax, x: jax.numpy.clip(x, -1.0, 1.0),
    "tensorflow": lambda tf, x: tf.clip_by_value(x, -1.0, 1.0),
}


@pytest.mark.parametrize("target", NAMES)
@pytest.mark.parametrize("source", CALLS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_clipping(source, target, dtype):
    pytest.importorskip(target)
    frontend = importlib.import_module(f"ivy.frontends.{source.split('.')[0]}")
    values = np.linspace(-2, 2, 6, dtype=dtype).reshape(2, 3)
    ivy.set_backend(target)
    try:
        x = load(target).from_numpy(values)
        result = CALLS[source](frontend, x)
        assert type(result) is type(x)
        # JAX keeps to 32 bits unless told otherwise
        wanted = values.astype("float32") if source.startswith("jax") else values
        assert np.array_equal(ivy.to_numpy(result), np.clip(wanted, -1, 1))
    finally:
        ivy.unset_backend()


@pytest.mark.parametrize("source", CALLS)
def test_an_ivy_array_stands_for_its_array(source):
    frontend = importlib.import_module(f"ivy.frontends.{source.split('.')[0]}")
    ivy.set_backend("numpy")
    try:
        result = CALLS[source](frontend, ivy.asarray(np.float32([-2, 0.5, 2])))
        assert np.array_equal(result, np.float32([-1, 0.5, 1]))
    finally:
        ivy.unset_backend()
