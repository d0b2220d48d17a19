"""The examples in docstrings run, on NumPy."""

import doctest
import importlib
import pkgutil

import pytest
import torch

import ivy

PACKAGES = ("ivy._core", "ivy.functional", "ivy_runtime")


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


@pytest.mark.parametrize("name", [m for m in _modules() if m.startswith("ivy.functional.")])
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
