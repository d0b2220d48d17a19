"""`python -m ivy_runtime doctor`: what it finds, and what it makes of it."""

import json

import pytest
from support.python import python

from ivy_runtime import doctor


@pytest.fixture
def installed(monkeypatch):
    """Versions of packages that are pretended to be installed; None for not at all."""
    pretended = {}
    real = doctor._installed
    monkeypatch.setattr(doctor, "_installed", lambda p: pretended.get(p, real(p)))
    return pretended


def problems(topic):
    """What does not fit, without imports."""
    found = [c for c in doctor.examine(imports=False) if c.topic == topic]
    return {c.name: (c.found, c.remark) for c in found if c.verdict == doctor.PROBLEM}


def test_here_everything_fits():
    assert not problems("versions") and not problems("conflicts")
    names = {c.name: c.found for c in doctor.examine(imports=False) if c.topic == "versions"}
    assert {"Python", "ivy-runtime", "numpy", "torch", "jax", "tensorflow-cpu"} <= {*names}
    assert "hypothesis" not in names  # only for development


def test_a_version_out_of_range(installed):
    installed["torch"] = "2.9.1"
    installed["numpy"] = "1.26.4"
    found = problems("versions")
    assert found["torch"][0] == "2.9.1" and ">=2.13" in found["torch"][1]
    assert found["numpy"][0] == "1.26.4"
    # and what the frameworks themselves ask for
    assert "needs numpy>=2" in problems("conflicts")["numpy"][1]


def test_frameworks_may_be_missing_and_requirements_may_not(installed, monkeypatch):
    monkeypatch.setattr(doctor, "_version", lambda name: None)
    installed.update({"torch": "", "wrapt": ""})
    found = {c.name: c for c in doctor.examine(imports=False) if c.topic == "versions"}
    assert found["torch"].found == "not installed" and found["torch"].verdict == doctor.OK
    assert found["wrapt"].verdict == doctor.PROBLEM


def test_packages_that_do_not_go_together(installed):
    installed["tensorflow"] = "2.21.0"
    assert problems("conflicts")["tensorflow"][0] == "with tensorflow-cpu"
    installed["jax-cuda12-plugin"] = installed["jax-cuda13-plugin"] = "0.10.2"
    assert problems("conflicts")["jax-cuda12-plugin"]


def test_a_framework_is_imported_in_its_own_process():
    found = {c.topic: c for c in doctor._imported("numpy")}
    assert found["devices"].found == "cpu" and found["private names"].found == "all there"
    assert all(c.verdict != doctor.PROBLEM for c in found.values())


def test_a_framework_that_fails_or_crashes_is_told(tmp_path, monkeypatch):
    (tmp_path / "broken.py").write_text("raise ImportError('no libbroken.so')")
    (tmp_path / "crashing.py").write_text("import os; os.abort()")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
    [broken] = doctor._imported("broken")
    assert broken.verdict == doctor.PROBLEM and "no libbroken.so" in broken.remark
    [crashing] = doctor._imported("crashing")
    assert crashing.verdict == doctor.PROBLEM and "status -6" in crashing.found


def test_text_and_json():
    checks = [
        *doctor.examine(imports=False),
        doctor.Check("imports", "torch", "no", "problem", "x"),
    ]
    text = doctor.as_text(checks)
    assert " ! torch" in text and "\x1b" not in text
    told = json.loads(doctor.as_json(checks))
    assert told["fits"] is False and told["checks"][-1]["name"] == "torch"


def test_the_command(tmp_path):
    words = ("-m", "ivy_runtime", "doctor", "--no-imports")
    code, out, _ = python(tmp_path, *words)
    assert code == 0 and out.endswith("everything fits\n") and "\x1b" not in out
    code, out, _ = python(tmp_path, *words, "--json", IVY_DEVICE="gpu:0")
    found = json.loads(out)
    assert code == 0 and found["fits"]
    assert "gpu:0" in [c["found"] for c in found["checks"] if c["name"] == "IVY_DEVICE"]
