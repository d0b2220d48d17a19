"""NumPy's and jax.numpy's rules: each is declared in `Rules`, and asked for by some function."""

import re
from pathlib import Path

import pytest

from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends.jax._numpy._rules import JaxRules
from ivy.frontends.numpy._rules import NumPyRules

FRONTENDS = Path(__file__).parents[2] / "ivy" / "frontends"
FOLDERS = {NumPyRules: "numpy", JaxRules: "jax/_numpy"}


def _asked_for(*folders):
    """The attributes of rules that the files of some folders read."""
    text = "".join(f.read_text() for folder in folders for f in (FRONTENDS / folder).glob("*.py"))
    return set(re.findall(r"\b(?:rules|RULES|self|super\(\))\.(\w+)", text))


def _public(cls):
    return {name for name in vars(cls) if not name.startswith("_")}


def test_each_rule_is_asked_for():
    assert not _public(Rules) - _asked_for("_numpy_api", *FOLDERS.values())


@pytest.mark.parametrize("rules", FOLDERS)
def test_a_source_overrides_what_is_declared(rules):
    # what is not declared in Rules may only be asked for by the source's own functions
    own = _public(rules) - _public(Rules)
    assert own <= _asked_for(FOLDERS[rules]) and not own & _asked_for("_numpy_api")


@pytest.mark.parametrize("rules", FOLDERS)
def test_shared_functions_ask_for_declared_rules_only(rules):
    text = "".join(f.read_text() for f in (FRONTENDS / "_numpy_api").glob("*.py"))
    names = set(re.findall(r"\brules\.(\w+)", text))
    assert names and all(hasattr(rules, name) for name in names)
