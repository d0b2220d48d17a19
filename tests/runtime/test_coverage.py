"""`python -m ivy_runtime coverage` tells what the registry and the recorded results tell."""

import json
import subprocess
import sys

import pytest
from frontends import run
from frontends.sources import NATIVE

from ivy._core.backend import NAMES
from ivy._core.errors import UnknownBackendError
from ivy_runtime import coverage

MEASURED = [s for s in NATIVE if run.read(s)["functions"]]


@pytest.mark.parametrize("source", MEASURED)
def test_words_follow_from_the_results(source):
    recorded = run.read(source)
    entries = {e.path: e for e in coverage.coverage(source)}
    right = {p for p, e in entries.items() if e.word in coverage.RIGHT}
    answered = {
        p
        for p, answers in recorded["functions"].items()
        if all(answers.get(b) == "right" for b in NAMES) and entries[p].word != "missing"
    }
    assert right == answered
    for entry in entries.values():
        assert (entry.word == "wrong") == any(a != "right" for a in entry.backends.values())
        assert entry.word != "wrong" or entry.reason
    assert coverage.counts(entries.values()) == {
        w: sum(e.word == w for e in entries.values()) for w in coverage.WORDS
    }


def test_methods_are_derived_and_names_of_the_source_may_be_missing():
    words = {e.path: e for e in coverage.coverage("torch")}
    assert coverage._kind("torch", "torch.add") == "exact"
    assert coverage._kind("torch", "torch.Tensor.add_") == "derived"
    assert coverage._kind("torch", "torch.no_such_function") == "missing"
    assert all("torch.ops" not in path for path in words)


def test_no_such_source():
    with pytest.raises(UnknownBackendError, match="there are"):
        coverage.coverage("caffe")


def _command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "ivy_runtime", "coverage", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_line():
    done = _command("torch", "--only", "torch.linalg.*", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["source"] == "torch" and told["counts"].keys() == coverage.WORDS.keys()
    assert all(f["path"].startswith("torch.linalg.") for f in told["functions"])
    assert sum(told["counts"].values()) == len(told["functions"])
    refused = _command("caffe")
    assert refused.returncode and "caffe" in refused.stderr


def test_the_help_explains_every_word():
    told = " ".join(_command("--help").stdout.split())
    assert all(word in told for word in coverage.WORDS)
