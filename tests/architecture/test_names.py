"""Operations are named in frontends only, and every native name that is published exists."""

import ast
import functools
import re
from pathlib import Path

import pytest
import torch

from interceptors import lookup
from ivy.frontends._publish import NATIVE, SPARSE

ROOT = Path(__file__).parents[2]


def _operations():
    """Names of operators that are no English words of everyday code."""
    names = {
        n.split("::")[1].split(".")[0]
        for n in torch._C._dispatch_get_all_op_names()
        if n.startswith("aten::")
    }
    return {n for n in names if re.search(r"[a-z]_[a-z]|\d", n) and not n.startswith("_")}


def _strings_and_attributes(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.rpartition("::")[2]


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(p, id=p.relative_to(ROOT / "interceptors" / "torch").as_posix())
        for p in sorted((ROOT / "interceptors" / "torch").rglob("*.py"))
        if p.name not in ("_compat.py", "names.py")  # the latter: methods behind Python's operators
    ],
)
def test_no_operation_is_named_in_the_interceptor(path):
    named = set(_strings_and_attributes(path)) & _operations()
    assert not named
    calls = set(re.findall(r"\baten\.(\w+)", path.read_text()))
    assert calls <= {"clone", "resize_"}  # what PyTorch's dispatcher itself does around a kernel


def _resolve(path):
    return functools.reduce(getattr, path.split(".")[1:], torch)


def test_every_native_name_resolves():
    lookup.load("torch")
    names = sorted(k for k in (*NATIVE, *SPARSE) if k.split(".")[0] == "torch")
    assert names
    missing = []
    for key in names:
        try:
            _resolve(key)
        except AttributeError:
            missing.append(key)
    assert not missing
