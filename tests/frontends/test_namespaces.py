"""Namespaces of frontends: filled when they are first used, and not by redirecting."""

import importlib
import subprocess
import sys

import pytest

import ivy.frontends.torch as ft
from ivy.frontends import _namespaces, _publish


@pytest.mark.parametrize(
    "program",
    [
        "from ivy.frontends.torch.linalg import inv as use",
        "import ivy.frontends.torch.nn as nn; use = nn.functional.relu",
        "from ivy.frontends.torch import ops; use = ops.aten._log_softmax",
        "from ivy.frontends.torch import *; use = celu",
        "import ivy.frontends.torch as torch; 'Tensor' in dir(torch) or exit(1); use = torch.add",
    ],
)
def test_the_namespace_is_filled_at_the_first_use(program):
    # redirecting has imported the tables, and nothing that only the namespace needs
    program = f"""
import sys
from interceptors import lookup
lookup.load("torch")
assert not [name for name in sys.modules if name.startswith("ivy.frontends.torch.standalone")]
{program}
assert callable(use) and "ivy.frontends.torch.standalone._assembly" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_only_files_and_private_names_do_not_fill_the_namespace():
    program = """
import sys
import ivy.frontends.torch as torch
from ivy.frontends.torch import _pointwise
assert not hasattr(torch, "__wrapped__")
assert "ivy.frontends.torch.standalone._assembly" not in sys.modules
try:
    torch.no_such_function
except AttributeError as error:
    assert str(error) == "module 'ivy.frontends.torch' has no attribute 'no_such_function'"
else:
    sys.exit(1)
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_native_name_has_one_function():
    assert callable(ft.add)  # fills the tables
    name = next(iter(_publish.COMPOSED))
    with pytest.raises(ValueError, match=f"{name} is in"):
        _publish.register(_publish.NATIVE, name, len, __name__)


def test_a_function_never_hides_a_file():
    importlib.import_module("ivy.frontends.torch.standalone")
    with pytest.raises(ValueError, match="have the names of functions"):
        _namespaces.put(ft, (), {"standalone": len})
