"""The C extensions: each is optional, and one that is there is made of the source beside it."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _hook():
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("name", "file"), _hook().EXTENSIONS)
def test_an_extension_is_made_of_its_source(name, file):
    hook, source = _hook(), ROOT / file
    if not hook.built_path(source).exists():
        pytest.skip(f"{name} is not built here: python hatch_build.py")
    module = importlib.import_module(name)
    assert hook.source_hash(source) == module.SOURCE, "it is stale: python hatch_build.py"
