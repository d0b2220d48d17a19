"""The examples of graphs and modules do what they say, in a small size."""

import importlib
from pathlib import Path

import numpy as np
import pytest


@pytest.fixture(autouse=True)
def folder(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "examples"))


def test_a_resnet_on_every_backend_and_as_source(capsys):
    main = importlib.import_module("resnet50").main
    assert main("numpy", size=32, blocks=(1, 2, 1, 1), width=8, classes=10) < 1e-5
    out = capsys.readouterr().out
    assert "on tensorflow: the largest difference" in out and "def forward(params, state, x)" in out


@pytest.mark.filterwarnings("ignore:__array__ implementation")  # Keras, of its own variables
def test_training_by_ivy_flax_and_keras_is_the_same():
    for package in ("flax", "keras", "optax"):
        pytest.importorskip(package)
    first, *others = importlib.import_module("train_module").main(steps=5).values()
    assert first[-1] < first[0]
    for losses in others:
        np.testing.assert_allclose(losses, first, 1e-4)


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::FutureWarning")  # the exporters' own
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_files_of_the_exporters_are_read_again():
    errors = importlib.import_module("export_graph").main()
    assert {"jax", "torch", "tensorflow"} <= errors.keys()
    assert max(errors.values()) < 1e-5
