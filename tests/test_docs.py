"""Examples run, on NumPy: those in docstrings, and those on the pages of docs/api."""

import doctest
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
import torch

import ivy
from ivy._core.op import OPS

PAGES = sorted((Path(__file__).parent.parent / "docs/api").glob("*.md"))
PACKAGES = ("ivy._array", "ivy._core", "ivy.functional", "ivy_runtime")
DECLARED = ("ivy._array.", "ivy.fft", "ivy.functional.", "ivy.linalg")


def _modules():
    for package in PACKAGES:
        root = importlib.import_module(package)
        yield package
        for info in pkgutil.iter_modules(root.__path__, f"{package}."):
            if not info.name.endswith("__main__"):
                yield info.name


@pytest.mark.parametrize("name", list(_modules()))
def test_examples_in_docstrings_run(name):
    module = importlib.import_module(name)
    failed, _ = doctest.testmod(module, extraglobs={"ivy": ivy, "torch": torch})
    assert not failed


@pytest.mark.parametrize(
    "name", ["ivy.fft", "ivy.linalg", *(m for m in _modules() if m.startswith(DECLARED))]
)
def test_examples_of_ops_run(name):
    """Declarations are wrapped by their dispatchers, which doctest takes for foreign functions."""
    module = importlib.import_module(name)
    finder, runner = doctest.DocTestFinder(recurse=False), doctest.DocTestRunner()
    for value in list(vars(module).values()):
        declared = getattr(value, "__wrapped__", None)
        if declared is not None and declared.__module__ == name:
            for test in finder.find(declared, globs={}):
                runner.run(test)
    assert not runner.failures


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples_on_pages_run(page):
    failed, tried = doctest.testfile(str(page), module_relative=False)
    assert not failed and (tried or page.stem == "index")


def test_every_function_on_a_page_has_an_example():
    without = []
    for page in PAGES:
        for entry in page.read_text().split("\n## ")[1:]:
            if ">>>" not in entry:
                without.append(entry.partition("\n")[0])
    assert not without


def test_every_declaration_has_an_example():
    importlib.import_module("ivy.functional")
    assert not [n for n, op in OPS.items() if ">>>" not in (inspect.getdoc(op.declaration) or "")]
