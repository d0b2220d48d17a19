"""Graphs in files, and functions of Ivy as graphs."""

import json
import random

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import save_file

import ivy


def function(x, y):
    total = ivy.sum(ivy.sin(x) @ y + 1, axis=0)
    branch = ivy.cond(ivy.any(x > 2), lambda a: a * 2, lambda a: a - 1, total)
    return branch, {"clipped": ivy.clip(x, 0, 1.5), "number": 3}


ARGUMENTS = np.asarray([[1.0, 2.0], [3.0, 4.0]]), np.asarray([[1.0], [2.0]])


@pytest.fixture
def graph():
    return ivy.compile_graph(function, *ARGUMENTS)


def equal(a, b):
    np.testing.assert_allclose(np.asarray(a[0]), b[0])
    np.testing.assert_allclose(np.asarray(a[1]["clipped"]), b[1]["clipped"])
    assert a[1]["number"] == b[1]["number"]


@pytest.mark.parametrize("backend", ["numpy", "jax", "torch"])
def test_functions_of_ivy(graph, backend):
    equal(graph.to_backend(backend)(*ARGUMENTS), function(*ARGUMENTS))


def test_arrays_of_ivy(graph):
    wrapped = tuple(map(ivy.asarray, ARGUMENTS))
    equal(ivy.compile_graph(function, *wrapped).to_backend("numpy")(*wrapped), function(*ARGUMENTS))
    equal(graph.to_backend("numpy")(*wrapped), function(*ARGUMENTS))


def test_a_graph_comes_back_from_its_file(graph, tmp_path):
    graph.save(tmp_path / "graph")
    again = ivy.load_graph(tmp_path / "graph")
    assert str(again) == str(graph)
    equal(again.to_backend("numpy")(*ARGUMENTS), function(*ARGUMENTS))


def written(graph, path):
    """The JSON of a saved graph, and its arrays."""
    graph.save(path)
    with safe_open(path, framework="numpy") as file:
        names = list(file.keys())
        return json.loads(file.metadata()["graph"]), {n: file.get_tensor(n) for n in names}


def refused(text, arrays, path):
    """Whether a file is refused; if not, running it does no more than raise an error of Ivy's ops."""
    save_file(arrays, path, metadata={"graph": text})
    try:
        ivy.load_graph(path)
    except ivy.IvyError:
        return True
    return False


HOSTILE = {
    "no op": lambda g: g["nodes"][-1].__setitem__(0, "__import__"),
    "an op that reads": lambda g: g["nodes"][-1].__setitem__(0, "to_numpy"),
    "a parameter with code": lambda g: g["nodes"][-1][2].__setitem__("x=print(1), y", 1),
    "a later node": lambda g: g["nodes"][2][1].__setitem__(0, {"%": [99, 0]}),
    "a float for a node": lambda g: g["inputs"].__setitem__(0, 0.0),
    "text for a node": lambda g: g["inputs"].__setitem__(0, "0]; print(1"),
    "no such kind": lambda g: g["outputs"].__setitem__(0, {"object": "os.system"}),
    "no dtype": lambda g: g["nodes"][0].__setitem__(3, [[[2, 2], "object"]]),
    "a negative axis": lambda g: g["nodes"][0].__setitem__(3, [[[-2, 2], "float64"]]),
    "a missing part": lambda g: g.pop("outputs"),
    "an exception": lambda g: g["guards"].append(
        [g["outputs"][0], ["a0", "bool", []], "m", "exec"]
    ),
    "a name of a tuple": lambda g: g.__setitem__("in_tree", {"named": ["a b", ["x"], ["leaf"]]}),
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused(change, graph, tmp_path):
    found, arrays = written(graph, tmp_path / "good")
    change(found["graph"])
    assert refused(json.dumps(found), arrays, tmp_path / "bad")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        '{"format": "ivy graph 1", "graph": ' + '{"graph":' * 500 + "0" + "}" * 501,
        '{"format": "ivy graph 1"}',
    ],
    ids=range(7),
)
def test_malformed_files_are_refused(text, tmp_path):
    assert refused(text, {"a": np.ones(1)}, tmp_path / "bad")


def test_other_files_are_refused(tmp_path):
    (tmp_path / "bad").write_bytes(b"\x80\x04\x95" + bytes(range(256)))
    with pytest.raises(ivy.CompileError):
        ivy.load_graph(tmp_path / "bad")
    with pytest.raises(FileNotFoundError):
        ivy.load_graph(tmp_path / "missing")


def test_random_changes_never_raise_anything_else(graph, tmp_path):
    found, arrays = written(graph, tmp_path / "good")
    text, draw = json.dumps(found), random.Random(0)
    for _ in range(200):
        at, count = draw.randrange(len(text)), draw.randrange(4)
        part = draw.choice(
            ["", "{", "]", '"', "0", "-1", "null", "1e999", '{"%": [0, 0]}', "9" * 30]
        )
        refused(text[:at] + part + text[at + count :], arrays, tmp_path / "bad")
