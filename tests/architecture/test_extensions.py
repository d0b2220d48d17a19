"""The C extensions: each is optional, and one that is built is built from the current sources."""

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
def test_an_extension_is_up_to_date(name, file):
    hook, source = _hook(), ROOT / file
    if not hook.built_path(source).exists():
        pytest.skip(f"{name} is not built here: python hatch_build.py")
    module = importlib.import_module(name)
    assert hook.source_hash(source) == module.SOURCE, "it is stale: python hatch_build.py"


def test_every_c_file_belongs_to_an_extension():
    hook = _hook()
    used = {path for _, file in hook.EXTENSIONS for path in hook.sources(ROOT / file)}
    folders = (ROOT / "ivy", ROOT / "interceptors", ROOT / "ivy_runtime")
    written = {p for folder in folders for ext in "ch" for p in folder.rglob(f"*.{ext}")}
    written |= {p for folder in folders for p in folder.rglob("*.inc")}
    assert used == written


def test_sources_include_what_is_included_in_other_folders(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "one").mkdir()
    source = tmp_path / "one/_one.c"
    above = "../"
    source.write_text(f'#include <Python.h>\n#include "own.h"\n  # include "{above}shared/a.inc"\n')
    (tmp_path / "one/own.h").write_text("")
    (tmp_path / "shared/a.inc").write_text('#include "b.inc"\n')
    (tmp_path / "shared/b.inc").write_text('#include "a.inc"\n')
    hook = _hook()
    assert [p.name for p in hook.sources(source)] == ["_one.c", "own.h", "a.inc", "b.inc"]
    before = hook.source_hash(source)
    (tmp_path / "shared/b.inc").write_text('#include "a.inc" /* edited */\n')
    assert hook.source_hash(source) != before
