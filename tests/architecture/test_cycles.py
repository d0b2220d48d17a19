"""No import cycles: imports inside functions and under TYPE_CHECKING count as any other.

The files of a cycle cannot be understood, tested or moved without each other, wherever the import
is.
"""

import ast
import re
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GROUPS = {
    "ivy": ("ivy/__init__.py", "ivy/_*/", "ivy/functional", "ivy/[a-z]*.py"),
    "backends": ("ivy/backends",),
    "frontends": ("ivy/frontends",),
    "interceptors": ("interceptors",),
    "runtime": ("ivy_runtime",),
}


def _sources(patterns):
    """The files of a group by module name; a package is named like its `__init__`."""
    found = {}
    for pattern in patterns:
        for path in ROOT.glob(pattern):
            for file in [path] if path.is_file() else path.rglob("*.py"):
                parts = file.relative_to(ROOT).with_suffix("").parts
                found[".".join(parts).removesuffix(".__init__")] = file
    return found


def _dynamic(call, module, modules):
    """The modules that a call of `import_module` names, by a literal or by an f-string.

    A placeholder in an f-string matches any public name except the importing module; at the end it
    matches packages only, as backends and sources are.
    """
    function, argument = call.func, call.args[0] if call.args else None
    called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if called not in ("import_module", "__import__"):
        return set()
    if not isinstance(argument, ast.JoinedStr):
        return {argument.value} if isinstance(argument, ast.Constant) else set()
    literal = [isinstance(part, ast.Constant) for part in argument.values]
    if not literal[0]:
        return set()
    pattern = "".join(
        re.escape(part.value) if isinstance(part, ast.Constant) else r"[a-z]\w*"
        for part in argument.values
    )
    packages = {m.rpartition(".")[0] for m in modules}
    possible = modules.keys() if literal[-1] else modules.keys() & packages
    return {m for m in possible - {module} if re.fullmatch(pattern, m)}


def _named(node, module, is_package):
    """The full name of the module after `from`, relative imports included."""
    if not node.level:
        return node.module
    parts = module.split(".") if is_package else module.split(".")[:-1]
    parts = parts[: len(parts) - (node.level - 1)]
    return ".".join([*parts, *filter(None, [node.module])])


def _imports(module, path, modules):
    """The modules among `modules` that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = _named(node, module, path.name == "__init__.py")
            members = {f"{package}.{a.name}" for a in node.names}
            found |= members & set(modules)
            if not members <= set(modules):  # some name is of the package itself
                found.add(package)
        elif isinstance(node, ast.Call):
            found |= _dynamic(node, module, modules)
    return found & set(modules)


def _graph(patterns):
    modules = _sources(patterns)
    return {name: _imports(name, path, modules) for name, path in modules.items()}


def _reached(graph, start):
    """The modules that `start` imports, directly or indirectly."""
    found, waiting = set(), [start]
    while waiting:
        new = graph[waiting.pop()] - found
        found |= new
        waiting.extend(new)
    return found


def _shortest_cycle(graph, start):
    """The modules of a shortest path from `start` back to itself."""
    ways = [[start]]
    for way in ways:
        for module in sorted(graph[way[-1]]):
            if module == start:
                return [*way, start]
            if module not in way:
                ways.append([*way, module])
    raise AssertionError(f"{start} is in no cycle")


def _cycles(graph):
    """A shortest cycle through each module that is in one."""
    reached = {module: _reached(graph, module) for module in graph}
    return {m: _shortest_cycle(graph, m) for m in sorted(graph) if m in reached[m]}


SAMPLE = {
    "pkg": "from pkg import child",
    "pkg.child": "import numpy",
    "pkg.by_name": "from pkg import VERSION",
    "pkg.in_function": """
        def f():
            import pkg.child
    """,
    "pkg.for_types": """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from pkg.child import f
    """,
    "pkg.relative": "from . import child",
    "pkg.literal": """
        import importlib
        importlib.import_module("pkg.child")
    """,
    "pkg.plugin": "",
    "pkg.plugin.child": "",
    "pkg.wildcard": """
        from importlib import import_module
        import_module(f"pkg.{name}")
    """,
    "pkg.suffix": """
        import importlib
        importlib.import_module(f"pkg.{name}.child")
    """,
}
FOUND = {
    "pkg": {"pkg.child"},
    "pkg.by_name": {"pkg"},
    "pkg.wildcard": {"pkg.plugin"},
    "pkg.suffix": {"pkg.plugin.child"},
    "pkg.child": set(),
    "pkg.plugin": set(),
    "pkg.plugin.child": set(),
}


def test_every_form_of_import_is_seen(tmp_path):
    modules = {}
    for name, source in SAMPLE.items():
        file = "__init__.py" if name in ("pkg", "pkg.plugin") else f"{name}.py"
        modules[name] = tmp_path / name / file
        modules[name].parent.mkdir()
        modules[name].write_text(textwrap.dedent(source))
    found = {name: _imports(name, path, modules) for name, path in modules.items()}
    assert found == {name: FOUND.get(name, {"pkg.child"}) for name in SAMPLE}


def test_a_cycle_is_found_and_shown():
    graph = {"a": {"b", "d"}, "b": {"c"}, "c": {"a"}, "d": {"e"}, "e": {"e"}}
    assert _cycles(graph) == {
        "a": ["a", "b", "c", "a"],
        "b": ["b", "c", "a", "b"],
        "c": ["c", "a", "b", "c"],
        "e": ["e", "e"],
    }


@pytest.mark.parametrize(
    "group",
    GROUPS,
)
def test_no_import_cycles(group):
    graph = _graph(GROUPS[group])
    assert len(graph) > 3
    assert any(graph.values())
    cycles = {" -> ".join(cycle) for cycle in _cycles(graph).values()}
    assert not cycles, "\n".join(sorted(cycles, key=len))


def test_layers_of_ivy_import_downwards():
    order = ["ivy._core", "ivy.functional", "ivy._array", "ivy"]  # the last: all other modules
    graph = _graph(GROUPS["ivy"])

    def layer(module):
        return next(n for n, name in enumerate(order) if f"{module}.".startswith(f"{name}."))

    upwards = {(m, n) for m, found in graph.items() for n in found if layer(n) > layer(m)}
    # `matmul` and the transposes are functions of `ivy.linalg`
    assert {m for m, _ in upwards} <= {"ivy._array.operators", "ivy._array.namespace"}
    assert {n for _, n in upwards} <= {"ivy.linalg"}
