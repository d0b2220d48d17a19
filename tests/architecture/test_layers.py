"""Who may import whom, read off the source files."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FRAMEWORKS = {"torch", "jax", "jaxlib", "tensorflow", "keras", "flax"}


def _imports(path):
    """Full names of the modules that a file imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{a.name}" for a in node.names)
    return found


def _roots(path):
    return {name.split(".")[0] for name in _imports(path)}


def _files(*folders):
    return [
        pytest.param(path, id=str(path.relative_to(ROOT)))
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
    ]


@pytest.mark.parametrize("path", _files("ivy"))
def test_ivy_imports_no_layer_above_it(path):
    above = _roots(path) & {"interceptors", "ivy_runtime"}
    # the one written exception: `ivy.run_on` and its like are found by a lazy `__getattr__`
    assert above == ({"ivy_runtime"} if path == ROOT / "ivy" / "__init__.py" else set())


@pytest.mark.parametrize("path", _files("interceptors"))
def test_interceptors_do_not_import_the_runtime(path):
    assert "ivy_runtime" not in _roots(path)


@pytest.mark.parametrize(
    "path", _files("ivy/_core", "ivy/functional", "ivy/frontends", "ivy_runtime")
)
def test_imports_no_framework(path):
    assert not _roots(path) & FRAMEWORKS


@pytest.mark.parametrize("path", _files("ivy/_core", "ivy/functional"))
def test_the_core_knows_no_backend_and_no_frontend(path):
    # `backend.py` finds backends by name, which is not an import
    assert not {n for n in _imports(path) if n.startswith(("ivy.backends.", "ivy.frontends"))}


@pytest.mark.parametrize("path", _files("ivy/backends"))
def test_a_backend_imports_its_own_framework_only(path):
    backend = path.relative_to(ROOT / "ivy" / "backends").parts[0]
    allowed = {"ml_dtypes", "numpy", "ivy", *sys.stdlib_module_names}
    allowed |= {"jax": {"jax", "jaxlib"}, "numpy": {"scipy"}}.get(backend, {backend})
    assert _roots(path) <= allowed
    others = {n for n in _imports(path) if n.startswith("ivy.backends.")}
    assert {n.split(".")[2] for n in others} <= {backend}


@pytest.mark.parametrize("path", _files("interceptors"))
def test_private_names_of_a_framework_stand_in_one_file(path):
    if path.name == "_compat.py" or path.parent == ROOT / "interceptors":
        return
    private = {n for n in _imports(path) if n.split(".")[0] in FRAMEWORKS and "._" in n}
    assert not private


PYTHONS = {"_getframe", "_replace"}  # of sys, and of named tuples


def _private_attributes(tree):
    """Private attributes that are read, and those that the file itself defines."""
    read, defined = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            (read if isinstance(node.ctx, ast.Load) else defined).add(node.attr)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            defined.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            defined.add(node.target.id)
        elif isinstance(node, ast.Assign):
            defined.update(t.id for t in node.targets if isinstance(t, ast.Name))
            defined.update(
                c.value for c in ast.walk(node.value) if isinstance(c, ast.Constant) and c.value
            )
        elif isinstance(node, ast.ImportFrom):
            defined.update(a.name for a in node.names)
    return {n for n in read if not n.endswith("__")}, defined


def test_private_attributes_of_a_framework_are_read_in_one_file():
    """What an upgrade of a framework may break is in `_compat.py`, attributes included."""
    folder = ROOT / "interceptors"
    trees = {f: _private_attributes(ast.parse(f.read_text())) for f in folder.rglob("*.py")}

    def source(file):
        parts = file.relative_to(folder).parts
        return parts[0] if len(parts) > 1 else "shared"

    foreign = set()
    for file, (read, _) in trees.items():
        known = {source(file), "shared"}
        ours = set().union(*(d for f, (_, d) in trees.items() if source(f) in known))
        if file.name != "_compat.py":
            foreign |= {f"{file.relative_to(ROOT)}: {n}" for n in read - ours - PYTHONS}
    assert not foreign
