"""README and docs/ are true: programs run, tables match the results, links and names lead somewhere."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from interceptors import FRAMEWORKS
from ivy._core import errors
from ivy_runtime import command, settings

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


def _files(*patterns):
    return [path for pattern in patterns for path in ROOT.glob(pattern)]


def _variables(paths):
    """Names of Ivy's environment variables in some files."""
    return {name for path in paths for name in re.findall(r"IVY_[A-Z_]+", path.read_text())}


def test_every_environment_variable_is_described():
    folders = ("ivy", "interceptors", "ivy_runtime", "tests", "benchmarks", "examples")
    code = [f"{folder}/**/*.{ext}" for folder in folders for ext in ("py", "c", "h", "inc")]
    named = _variables(_files("Makefile", "*.py", "docs/*.py", *code))
    assert named == _variables([ROOT / "docs/environment.md"])


LINKING = [*PAGES, "CONTRIBUTING.md", "CHANGELOG.md"]


def _anchors(text):
    """GitHub's anchors of the headings on a page."""
    headings = re.findall(r"^#+ (.*)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", LINKING)
def test_links_lead_somewhere(page):
    text = (ROOT / page).read_text()
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        file, _, anchor = link.partition("#")
        if link.startswith("http"):
            continue
        target = (ROOT / page).parent / file if file else ROOT / page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target.read_text()), link


@pytest.mark.parametrize("page", [p for p in LINKING if p != "CHANGELOG.md"])
def test_paths_in_the_text_exist(page):
    """Names in backquotes that begin with a folder of the repository; `<source>` stands for any."""
    text = (ROOT / page).read_text()
    text = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    roots = "ivy|interceptors|ivy_runtime|tests|docs|benchmarks|examples"
    for path in re.findall(rf"`((?:{roots})/[^`\s]*)`", text):
        pattern = re.sub(r"<\w+>", "*", path.partition("::")[0]).rstrip("/")
        assert _files(pattern), path


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


def test_how_far_numpy_goes_comes_from_the_results():
    text = (ROOT / "docs/numpy.md").read_text()
    assert _build().numpy_page(text) == text, "run `make docs`"


def test_tables_of_modules_come_from_the_results():
    text = (ROOT / "docs/modules.md").read_text()
    assert _build().modules_page(text) == text, "run `make docs`"


def test_the_gallery_shows_the_examples():
    assert _build().gallery_page() == (ROOT / "docs/gallery.md").read_text(), "run `make docs`"


def test_the_site_has_no_dead_link(tmp_path):
    """A page that is in no menu, a link or a heading that is not there: each fails the build."""
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", tmp_path],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    assert (tmp_path / "index.html").exists() and (tmp_path / "api/linalg.html").exists()


def test_commands_on_pages_are_right():
    text = "\n".join(re.sub(r" +#.*", "", (ROOT / page).read_text()) for page in PAGES)
    found = re.findall(r"(?:python -m ivy_runtime run|ivy-run) (--on [^`\n]*)", text)
    assert len(found) >= 3
    for line in found:
        given, kind, _ = command.parse(line.split())
        assert given["target"] in FRAMEWORKS and kind in ("script", "module")
    options = {
        f"--ivy-{name}" for name in ("run-on", "fallback", "sources", "device", "rng", "xfails")
    }
    assert set(re.findall(r"--ivy-[a-z-]+", text)) == options


def test_every_option_of_a_program_is_on_the_page_of_variables():
    page = (ROOT / "docs" / "environment.md").read_text()
    assert all(f"| `{o.variable}` | `{o.flag}` |" in page for o in settings.OPTIONS.values())


def test_every_error_is_described():
    page = (ROOT / "docs/errors.md").read_text()
    found = [e for e in vars(errors).values() if isinstance(e, type)]
    classes = [e for e in found if issubclass(e, errors.IvyError)]
    assert len(classes) > 10
    for error in classes:
        assert f"`{error.__name__}`" in page or f"`ivy.{error.__name__}`" in page
        builtin = [b.__name__ for b in error.__bases__ if b.__module__ == "builtins"]
        [row] = [r for r in page.splitlines() if r.startswith(f"| `{error.__name__}` |")] or [""]
        assert all(f"`{name}`" in row for name in builtin if error is not errors.IvyError)
