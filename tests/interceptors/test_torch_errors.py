"""Bad input, and operations without a rule: clear, of PyTorch's class, with the user's line."""

import sys
import warnings

import pytest
import torch
from torch.nn import functional as F

import ivy
from ivy._core import backend

# an operator that has no rule on any target, nor an expansion
LIBRARY = torch.library.Library("ivy_tests", "DEF")
LIBRARY.define("twice(Tensor x) -> Tensor")
LIBRARY.m.impl("twice", "CPU", lambda x: x * 2, False)  # as C++ would register it


def _twice(x):
    return torch.ops.ivy_tests.twice(x)


def _text(error):
    return "\n".join([str(error.value), *getattr(error.value, "__notes__", ())])


MISTAKES = {
    "shapes of a product": lambda x: x @ torch.ones(5, 5),
    "shapes of a sum": lambda x: x + torch.ones(5),
    "an axis": lambda x: x.sum(7),
    "a view": lambda x: x.view(4, 4),
    "a dtype": lambda x: torch.bitwise_and(x, x),
    "an index": lambda x: x[5],
    "an embedding": lambda x: F.embedding(torch.tensor([0, 9]), x),
    "a gather": lambda x: x.gather(1, torch.tensor([[0], [7]])),
    "an index_select": lambda x: x.index_select(0, torch.tensor([0, -3])),
    "an index array": lambda x: x[torch.tensor([0, 4])],
    "a negative index array": lambda x: x[torch.tensor([-3])],
    "a cat": lambda x: torch.cat([x, torch.ones(4, 4)]),
    "an expansion": lambda x: x.expand(3, 3),
    "a write": lambda x: x.add_(torch.ones(4, 2, 3)),
    "a target class": lambda x: F.cross_entropy(x, torch.tensor([0, 5])),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_raises_what_pytorch_raises(target, name):
    mistake = MISTAKES[name]
    with pytest.raises(Exception) as native:
        mistake(torch.ones(2, 3))
    x = torch.ones(2, 3)
    with ivy.run_on(target), pytest.raises(type(native.value)):
        mistake(x)
    assert x.tolist() == torch.ones(2, 3).tolist()


def test_an_index_out_of_range_changes_nothing(target):
    with ivy.run_on(target):
        x = torch.zeros(3)
        with pytest.raises(IndexError):
            x[torch.tensor([1, 3])] = 1
        with pytest.raises(Exception, match=r"index|range|bounds"):
            x.index_add_(0, torch.tensor([1, 5]), torch.ones(2))
        assert x.tolist() == [0.0] * 3


def test_the_users_line_and_the_call_are_told(target):
    with ivy.run_on(target), pytest.raises(RuntimeError) as error:
        torch.mm(torch.ones(2, 3), torch.ones(2, 3))
    text = _text(error)
    assert __file__ in text
    assert "float32[2, 3]" in text and f"on {target}" in text


def test_an_unknown_target_is_named():
    with pytest.raises(ivy.UnknownBackendError, match=r"'mxnet'.*numpy"):
        ivy.run_on("mxnet")


def test_an_unknown_source_is_named(target):
    with pytest.raises(ivy.UnknownBackendError, match="'mxnet'"):
        ivy.run_on(target, sources=["mxnet"])


def test_an_unknown_policy_is_named(target):
    with pytest.raises(ValueError, match=r"fallback='maybe'.*'warn'"):
        ivy.run_on(target, fallback="maybe")


def test_a_framework_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.delitem(backend._loaded, "jax", raising=False)
    for name in [n for n in sys.modules if n.startswith("ivy.backends.jax")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "jax", None)
    with pytest.raises(ivy.BackendNotInstalledError, match=r"needs jax.*pip install"):
        ivy.run_on("jax")


def test_an_operation_without_a_rule_is_refused(target):
    x = torch.ones(3)
    with ivy.run_on(target, fallback="error"):
        with pytest.raises(ivy.UnsupportedOpError) as error:
            _twice(x)
        x += 1
    text = _text(error)
    assert "twice(float32[3])" in text and f"on {target}" in text
    assert __file__ in text and "fallback=" in text
    assert x.tolist() == [2.0] * 3


def test_an_operation_without_a_rule_warns_once(target):
    with warnings.catch_warnings(record=True) as caught, ivy.run_on(target):
        warnings.simplefilter("always")
        x = torch.ones(3)
        for _ in range(3):
            y = _twice(x)
        assert ivy.is_redirected(y)
        report = ivy.report()
    ours = [w for w in caught if issubclass(w.category, ivy.FallbackWarning)]
    assert len(ours) == 1
    assert __file__ in str(ours[0].message) and "twice" in str(ours[0].message)
    assert y.tolist() == [2.0] * 3
    (row,) = [r for r in report.rows() if r["where"] == "fall-back"]
    assert (row["calls"], report.fallback_calls) == (3, 3)
    assert "twice" in row["op"] and __file__ in row["line"] and row["reason"]
    assert "twice" in str(report)


def test_a_fall_back_can_be_silent_but_is_counted(target):
    with warnings.catch_warnings(), ivy.run_on(target, fallback="allow"):
        warnings.simplefilter("error")
        _twice(torch.ones(3))
    assert ivy.report().fallback_calls == 1


def test_the_report_counts_calls_on_the_target(target):
    with ivy.run_on(target, fallback="error"):
        x = torch.ones(3)
        for _ in range(4):
            x = x.sin()
    report = ivy.report()
    assert report.target == target and report.fallback_calls == 0
    (row,) = [r for r in report.rows() if "sin" in r["op"]]
    assert (row["where"], row["calls"]) == (target, 4)


def test_a_dtype_that_no_target_has_is_refused(target):
    x = torch.ones(4, dtype=torch.uint8).view(torch.float4_e2m1fn_x2)
    with ivy.run_on(target, fallback="error"), pytest.raises(TypeError) as error:
        x.clone()
    assert "float4_e2m1fn_x2" in _text(error)
    assert x.dtype == torch.float4_e2m1fn_x2
