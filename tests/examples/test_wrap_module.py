"""The example of a wrapped module learns."""

import importlib
from pathlib import Path


def test_it_learns(monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "examples"))
    accuracy = importlib.import_module("wrap_module").main(steps=60)
    assert accuracy > 0.75 and "the PyTorch module tells" in capsys.readouterr().out
