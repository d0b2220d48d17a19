"""The repository needs nothing beside itself."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("benchmarks", "docs", "examples", "interceptors", "ivy", "ivy_runtime", "tests")
FILES = [
    *(p for p in ROOT.iterdir() if p.suffix in (".md", ".py", ".toml") or p.name == "Makefile"),
    *(p for f in FOLDERS for ext in ("py", "md") for p in (ROOT / f).rglob(f"*.{ext}")),
]
UPWARDS = re.compile(r"(?:\.\./)+[A-Za-z]\w*[\w./-]*")


def _is_inside(path, name):
    found = (path.parent / name.rstrip(".")).resolve()
    return found.is_relative_to(ROOT) and found.exists()


def test_paths_upwards_lead_to_files_of_the_repository():
    assert len(FILES) > 400
    named = [(path, name) for path in FILES for name in UPWARDS.findall(path.read_text())]
    assert not [(path.name, name) for path, name in named if not _is_inside(path, name)]


def test_the_licence_is_the_one_that_the_package_names():
    assert "Apache License" in (ROOT / "LICENSE").read_text()
    project = (ROOT / "pyproject.toml").read_text()
    assert 'license = "Apache-2.0"' in project and 'license-files = ["LICENSE"]' in project
