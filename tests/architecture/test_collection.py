"""Collecting the tests is quick: tests import databases and slow frameworks when they run."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SLOW = ("tensorflow", "keras", "transformers", "torch._dynamo", "torch.testing._internal.common_")
FILES = [*TESTS.rglob("test_*.py"), *(TESTS / "support").glob("*.py"), TESTS / "conftest.py"]


def _imported_at_once(body):
    for node in body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield f"{node.module}"
        elif isinstance(node, (ast.If, ast.Try, ast.With)):
            yield from _imported_at_once(node.body)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(TESTS).as_posix())
def test_no_slow_import_while_collecting(path):
    found = _imported_at_once(ast.parse(path.read_text()).body)
    assert not [name for name in found if name.startswith(SLOW)]
