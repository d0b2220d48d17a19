"""The example that writes text does what it says."""

import importlib
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def demo(monkeypatch):
    monkeypatch.syspath_prepend(str(EXAMPLES))
    return importlib.import_module("generate_demo")


def test_tokens_are_the_same_on_the_target(demo, target, capsys):
    assert demo.main(tokens=5, targets=(target,)) == 0
    assert "the tokens are the same and nothing fell back" in capsys.readouterr().out


def test_other_tokens_are_noticed(demo, monkeypatch, capsys):
    runs = iter([[1, 2], [1, 3]])

    def written(tokens):
        return {"greedy": [next(runs)], "sampled": []}

    monkeypatch.setattr(demo.generate_text, "generate", written)
    assert demo.main(tokens=2, targets=("numpy",)) == 1
    assert "THE RUNS DIFFER" in capsys.readouterr().out


def test_the_script_knows_nothing_of_ivy():
    assert "import ivy" not in (EXAMPLES / "generate_text.py").read_text()
