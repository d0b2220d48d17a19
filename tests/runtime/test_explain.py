"""`ivy.explain`: every gap with its line, by the true rules, without work and without a trace."""

import json
import random

import numpy as np
import pytest
import torch

import ivy

LIBRARY = torch.library.Library("ivy_explained", "DEF")
LIBRARY.define("gap(Tensor x, float scale=2.0) -> Tensor")
LIBRARY.impl("gap", lambda x, scale=2.0: x * scale, "CompositeImplicitAutograd")


def add_relu(x, y):
    return torch.ops.aten._add_relu(x, y)  # no target has a rule


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.first = torch.nn.Linear(4, 8)
        self.norm = torch.nn.BatchNorm1d(8)
        self.second = Gap()
        self.last = torch.nn.Linear(8, 2)

    def forward(self, x):
        x = self.norm(self.first(x)).relu()
        x = self.second(x)
        return self.last(torch.nn.functional.dropout(x, 0.5))


class Gap(torch.nn.Module):
    def forward(self, x):
        return add_relu(x.detach(), x.detach()) + x


def line_of(function, offset):
    return f"{__file__}:{function.__code__.co_firstlineno + offset}"


def test_all_gaps_are_listed_at_once_with_lines_and_modules(target):
    def function(x):
        y = Net()(x)
        z = torch._standard_gamma_grad(y.detach(), y.detach().abs())
        w = add_relu(y.detach(), z)
        return w.cumsum(0) + y

    found = ivy.explain(function, torch.randn(6, 4), on=target)
    assert not found.ok
    assert [(gap.op, gap.module) for gap in found.gaps] == [
        ("torch._add_relu", "Net.second"),
        ("torch._standard_gamma_grad", ""),
        ("torch._add_relu", ""),
    ]
    gamma = found.gaps[1]
    assert gamma.line == line_of(function, 2) and gamma.reason == "no rule"
    assert "float32[6, 2]" in gamma.call
    text = str(found)
    assert all(gap.line in text and gap.fix in text for gap in found.gaps)
    assert found.abstract and found.ops.total() > 5


def test_a_call_without_gaps(target):
    def function(x):
        x[1:].mul_(2)
        values, _ = x.t().sort()
        return {"a": values @ values.t(), "b": torch.nn.functional.softmax(values, -1)}

    x = torch.randn(3, 4)
    before = x.clone()
    found = ivy.explain(function, x, on=target)
    assert found.ok and not found.gaps and not found.reads, str(found)
    assert torch.equal(x, before) and "0 gaps" in str(found)


def test_lines_of_a_gap_fill_it(target):
    x = torch.randn(3)
    [gap] = ivy.explain(add_relu, x, x, on=target).gaps
    exec(gap.fix.replace("return ...", "return ivy.maximum(self + alpha * other, 0)"), {"ivy": ivy})
    assert ivy.explain(add_relu, x, x, on=target).ok


def test_the_backward_pass_too(target):
    net = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.GELU())
    found = ivy.explain(net, torch.randn(2, 4), on=target, grads=True)
    assert found.ok and any("gelu_backward" in op for op in found.ops) and not found.reads
    assert all(p.grad is None for p in net.parameters())


def test_nothing_is_computed(target):
    net = Net()

    def function(x):
        scores = net(x) @ net(x).t()  # 2.5e9 elements, which would take 10 GB
        return torch.softmax(scores, -1).sum()

    found = ivy.explain(function, torch.zeros(1).expand(50_000, 4), on=target)
    assert found.abstract and [gap.module for gap in found.gaps] == ["Net.second"]
    read = ivy.explain(lambda x: x[x > 0].sum(), torch.randn(3), on=target)
    assert read.ok and len(read.reads) == 1


def test_nothing_is_compiled_on_jax(monkeypatch):
    from ivy.backends.jax import _compile

    def refuse(*_):
        pytest.fail("a program was compiled")

    monkeypatch.setattr(_compile, "_compiled", refuse)
    net = Net()
    huge = torch.zeros(1).expand(50_000, 4)

    def function(x):
        scores = net(x) @ net(x).t()  # 2.5e9 elements, which would take 10 GB
        return torch.softmax(scores, -1).sum()

    found = ivy.explain(function, huge, on="jax")
    assert found.abstract and [gap.module for gap in found.gaps] == ["Net.second"]


def test_values_that_are_read_are_those_of_the_example(target):
    def function(x):
        if x.sum() > 5:
            return x.cosh()
        return add_relu(x, x)

    large = ivy.explain(function, torch.full((3,), 2.0), on=target)
    small = ivy.explain(function, torch.full((3,), 1.0), on=target)
    assert large.ok and not small.ok
    if large.abstract:
        assert large.reads == [line_of(function, 1)]
        assert f"values are read at {line_of(function, 1)}" in str(large)


def test_other_ways_to_read(target):
    def function(x):
        mask = x[x > 0]
        return mask.tolist(), x.numpy().sum(), x.nonzero(), int(x.argmax()), f"{x[0]}"

    assert ivy.explain(function, torch.tensor([1.0, -2.0, 3.0]), on=target).ok


def test_nothing_of_the_users_changes(target):
    net = Net()
    optimizer = torch.optim.Adam(net.parameters())
    x = torch.randn(6, 4)

    def step():
        optimizer.zero_grad()
        loss = net(x).square().mean()
        loss.backward()
        optimizer.step()
        x.add_(1)

    parts = [*net.parameters(), *net.buffers(), x]
    before = [p.clone() for p in parts]
    states = torch.get_rng_state(), random.getstate()
    found = ivy.explain(step, on=target)
    assert [gap.op for gap in found.gaps] == ["torch._add_relu"]
    assert all(map(torch.equal, parts, before)) and not optimizer.state
    assert all(p.grad is None for p in net.parameters())
    assert torch.equal(torch.get_rng_state(), states[0]) and random.getstate() == states[1]
    step()  # everything still works natively, and redirected
    with ivy.run_on(target, sources="torch", fallback="allow"):
        step()
    assert all(torch.isfinite(p).all() for p in parts)


def test_a_rule_that_fails_is_a_gap(target):
    @ivy.register_lowering("torch.cosh")
    def cosh(input):
        raise KeyError("a bug")

    found = ivy.explain(lambda x: torch.cosh(x) + add_relu(x, x), torch.ones(2), on=target)
    assert len(found.gaps) == 2 and "a bug" in found.gaps[0].reason


def test_errors_of_the_program_are_its_own(target):
    with pytest.raises(RuntimeError, match="cannot be multiplied"):
        ivy.explain(torch.mm, torch.ones(2, 3), torch.ones(2, 3), on=target)
    with pytest.raises(KeyError):
        ivy.explain(lambda x: {}["a"], torch.ones(2), on=target)


def test_facts_for_programs(tmp_path):
    found = ivy.explain(add_relu, torch.ones(2), torch.ones(2), on="numpy")
    facts = json.loads(found.to_json(tmp_path / "found.json"))
    assert facts == json.loads((tmp_path / "found.json").read_text())
    assert facts["ok"] is False and facts["gaps"][0]["op"] == "torch._add_relu"


def test_functions_of_jax_and_numpy():
    jax = pytest.importorskip("jax")
    from jax.extend.core import Primitive

    gap = Primitive("ivy_explained_gap")
    gap.def_abstract_eval(lambda x: x)
    gap.def_impl(lambda x: x * 2)
    function = lambda x: gap.bind(jax.numpy.sin(x)) + gap.bind(x)  # noqa: E731
    for target in ("numpy", "torch"):
        found = ivy.explain(function, jax.numpy.ones(2), on=target)
        assert [(g.op, g.calls) for g in found.gaps] == [("jax.primitive.ivy_explained_gap", 2)]
        assert "jax.primitive.sin" in found.ops
    found = ivy.explain(lambda x: np.sin(x * x), np.ones(2), on="torch", sources="numpy")
    assert found.ok and set(found.ops) == {"numpy.multiply", "numpy.sin"}


@pytest.mark.parametrize(
    ("options", "error"),
    [({"on": "jaxx"}, ivy.UnknownBackendError), ({"on": "torch"}, ivy.UnsupportedPairError)],
)
def test_wrong_arguments_are_errors(options, error):
    with pytest.raises(error):
        ivy.explain(torch.cosh, torch.ones(2), **options)
