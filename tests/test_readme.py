"""What README and docs/ say is so: their programs run, their tables are made from the results."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")))


def _programs() -> list:
    return list(_blocks())


def _blocks():
    for page in PAGES:
        for i, code in enumerate(
            re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(), re.S)
        ):
            yield pytest.param(code, id=f"{page}-{i}")


@pytest.mark.parametrize("code", _programs())
def test_program_runs(code):
    exec(compile(code, "<page>", "exec"), {"__name__": "__main__"})


def _build():
    spec = importlib.util.spec_from_file_location("docs_build", ROOT / "docs/build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_tables_come_from_the_results():
    text = (ROOT / "README.md").read_text()
    assert _build().readme(text) == text, "run `make docs`"


def test_pages_of_functions_come_from_the_declarations():
    written = {page.name: page.read_text() for page in (ROOT / "docs/api").glob("*.md")}
    assert _build().api_pages() == written, "run `make docs`"


def test_what_is_covered_comes_from_the_results():
    assert _build().coverage_page() == (ROOT / "docs/coverage.md").read_text(), "run `make docs`"


def test_capabilities_come_from_the_results():
    text = (ROOT / "docs/pytorch.md").read_text()
    assert _build().pytorch_page(text) == text, "run `make docs`"
