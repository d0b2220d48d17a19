"""`ivy.verify`: equal code agrees, a wrong lowering is named, and nothing of the user's changes."""

import contextlib
import json
import random

import jax
import numpy as np
import pytest
import torch

import ivy
from interceptors import lookup
from interceptors.verification import Difference, Tolerance, Verification, compare
from ivy.frontends._publish import NATIVE


@contextlib.contextmanager
def wrong(name, function):
    """A frontend function, replaced by a wrong one."""
    lookup.load(name.partition(".")[0])
    right = NATIVE[name]
    ivy.register_lowering(name)(lambda *args, **kwargs: function(right(*args, **kwargs)))
    try:
        yield
    finally:
        ivy.unregister_lowering(name)


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.GELU())
        self.norm = torch.nn.BatchNorm1d(8)
        self.drop = torch.nn.Dropout(0.2)
        self.last = torch.nn.Linear(8, 2)
        self.calls = 0

    def forward(self, x):
        self.calls += 1
        return self.last(self.drop(self.norm(self.inner(x))))


@pytest.fixture
def net():
    torch.manual_seed(0)
    return Net()


def operations(found):
    return [row.name for row in found.rows if row.kind == "operation"]


def test_a_module_agrees_on_every_target(target, net):
    found = ivy.verify(net, torch.randn(6, 4), on=target)
    assert found.ok and found.first_difference is None and not found.skipped, str(found)
    kinds = {row.kind for row in found.rows}
    assert kinds == {"operation", "module", "result", "gradient"}
    names = operations(found)
    assert "aten.gelu.default" in names and "aten.gelu_backward.default" in names
    gradients = {row.name for row in found.rows if row.kind == "gradient"}
    assert gradients == {"args[0]", *(name for name, _ in net.named_parameters())}
    modules = [row.name for row in found.rows if row.kind == "module"]
    assert modules[:3] == ["Net.inner.0[0]", "Net.inner.1[0]", "Net.inner[0]"]
    assert "all agree" in str(found)


def test_a_wrong_lowering_is_named_with_module_and_line(target, net):
    x = torch.randn(6, 4)
    with wrong("torch.nn.functional.gelu", lambda out: out * 1.01):
        found = ivy.verify(net, x, on=target)
    assert not found.ok
    first = found.first_difference
    assert (first.kind, first.name, first.module) == (
        "operation", "aten.gelu.default", "Net.inner.1",
    )  # fmt: skip
    assert first.line.startswith(f"{__file__}:")
    assert first.difference.relative == pytest.approx(0.01, rel=1e-2)
    # no operation is blamed for the arguments that it gets
    assert {row.name for row in found.differences if row.kind == "operation"} == {first.name}
    assert any(row.kind == "module" and not row.difference.ok for row in found.rows)
    assert "aten.gelu.default in Net.inner.1" in str(found)


def test_a_wrong_gradient_is_named(target):
    layer = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.Tanh())
    lookup.load("torch")
    name = next(n for n in NATIVE if n.endswith("aten.tanh_backward"))
    with wrong(name, lambda out: out + 0.5):
        found = ivy.verify(layer, torch.randn(2, 3), on=target)
    assert found.first_difference.name == "aten.tanh_backward.default"
    rows = {row.name: row.difference.ok for row in found.rows if row.kind != "operation"}
    assert rows["result"] and not rows["0.weight"] and not rows["args[0]"]
    with wrong(name, lambda out: out + 0.5):
        assert ivy.verify(layer, torch.randn(2, 3), on=target, grads=False).ok


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda out: ivy.astype(out, ivy.float64), "dtype float64 for float32"),
        (lambda out: ivy.reshape(out, (-1,)), r"shape (6,) for (2, 3)"),
        (lambda out: out * float("nan"), "NaN"),
    ],
)
def test_what_is_no_matter_of_size(change, says):
    with wrong("torch.cosh", change):
        found = ivy.verify(
            lambda x: torch.cosh(x) * 1.0, torch.randn(2, 3), on="numpy", grads=False
        )
    assert found.first_difference.name.startswith("aten.cosh")
    assert says in found.first_difference.difference.problem


def test_a_write_is_compared_where_it_is_seen(target):
    def function(x):
        part = x[1:]
        part.mul_(2)
        return x.sum()

    x = torch.arange(4.0)
    assert ivy.verify(function, x, on=target).ok and x.tolist() == [0, 1, 2, 3]
    with wrong("torch.mul", lambda out: out + 1):
        found = ivy.verify(function, x, on=target)
    assert found.first_difference.name.startswith("aten.mul") and x.tolist() == [0, 1, 2, 3]


def test_random_numbers_are_the_same(target):
    def function():
        return torch.rand(3) + torch.nn.functional.dropout(torch.ones(8)).sum() + random.random()

    found = ivy.verify(function, on=target, sources="torch")
    assert found.ok and any("bernoulli" in name or "rand" in name for name in operations(found))


def test_nothing_of_the_users_changes(target, net):
    x = torch.randn(6, 4)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.1)

    def step():
        optimizer.zero_grad()
        loss = net(x).square().mean()
        loss.backward()
        optimizer.step()
        x.add_(1)
        return loss

    step()
    parts = [*net.parameters(), *net.buffers(), x]
    gradients = [p.grad for p in net.parameters()]
    kept = [*parts, *gradients, *(t for s in optimizer.state.values() for t in s.values())]
    before = [t.clone() for t in kept]
    states = torch.get_rng_state(), random.getstate(), np.random.get_state()[1].copy()
    with wrong("torch.nn.functional.gelu", lambda out: out + 1):
        found = ivy.verify(step, on=target)
    assert found.first_difference.name == "aten.gelu.default"
    assert any(row.kind == "state" for row in found.differences)  # parameters after the step
    assert all(map(torch.equal, kept, before)) and net.calls == 1 and not x.requires_grad
    assert all(p.grad is g for p, g in zip(net.parameters(), gradients, strict=True))
    assert torch.equal(torch.get_rng_state(), states[0]) and random.getstate() == states[1]
    assert (np.random.get_state()[1] == states[2]).all()
    after = [t.clone() for s in optimizer.state.values() for t in s.values()]
    assert all(map(torch.equal, after, before[-len(after) :]))
    assert ivy.verify(step, on=target).ok


def test_state_is_put_back_after_an_error_too():
    weight = torch.ones(3)

    def function():
        weight.mul_(2)
        raise KeyError("of the user")

    with pytest.raises(KeyError, match="of the user"):
        ivy.verify(function, on="numpy", sources="torch")
    assert weight.tolist() == [1, 1, 1]


def test_arguments_that_can_not_require_gradients():
    found = ivy.verify(lambda x: torch.from_numpy(x.numpy() * 2), torch.ones(3), on="numpy")
    assert found.ok


def test_structures_and_integers(target):
    def function(x, *, scale):
        values, indices = x.sort()
        return {"values": values * scale, "rest": (indices, x.argmax(), [x > 0])}

    found = ivy.verify(function, torch.tensor([3.0, -1.0, 2.0]), on=target, scale=2.0)
    assert found.ok and sum(row.kind == "result" for row in found.rows) == 4
    with wrong("torch.argmax", lambda out: out + 1):
        found = ivy.verify(function, torch.tensor([3.0, -1.0, 2.0]), on=target, scale=2.0)
    assert found.first_difference.name == "aten.argmax.default"
    assert found.first_difference.difference.absolute == 1


def test_tolerances_by_dtype():
    x = torch.ones(3)
    with wrong("torch.cosh", lambda out: out * 1.001):
        assert not ivy.verify(torch.cosh, x, on="numpy").ok
        assert ivy.verify(torch.cosh, x, on="numpy", rtol=1e-2).ok
        assert ivy.verify(torch.cosh, x, on="numpy", rtol={"float32": 1e-2}).ok
        assert not ivy.verify(torch.cosh, x.double(), on="numpy", rtol={"float32": 1e-2}).ok


def test_errors_are_measured_against_the_largest_value():
    native = np.array([1e6, 1.0], np.float32)
    assert compare(native + np.array([0, 1], np.float32), native, Tolerance()).ok
    found = compare(native + np.array([100, 0], np.float32), native, Tolerance())
    assert not found.ok and found.relative == pytest.approx(1e-4) and found.absolute == 100
    assert compare(native[:0], native[:0], Tolerance()) == Difference()
    nan = np.array([np.nan, np.inf])
    assert compare(nan, nan, Tolerance()).ok and not compare(-nan, nan, Tolerance()).ok


def test_rows_as_json(tmp_path):
    found = ivy.verify(torch.cosh, torch.ones(2), on="numpy")
    facts = json.loads(found.to_json(tmp_path / "found.json"))
    assert facts["ok"] and len(facts["rows"]) == len(found.rows)
    assert facts == json.loads((tmp_path / "found.json").read_text())


@pytest.mark.parametrize("name", ["eigh", "svd", "qr"])
def test_factors_are_unique_up_to_sign(target, name):
    matrix = torch.randn(4, 4, generator=torch.Generator().manual_seed(0))
    function = getattr(torch.linalg, name)
    assert ivy.verify(lambda m: function(m + m.T)[1].abs(), matrix, on=target, grads=False).ok


# -- JAX, NumPy, the command line


def test_a_function_of_jax():
    jnp = jax.numpy
    function = jax.jit(lambda x, n: {"a": jnp.sin(x) * n, "b": jnp.sum(x > 0)})
    arguments = jnp.arange(4.0), 3
    for target in ("numpy", "torch"):
        found = ivy.verify(function, *arguments, on=target)
        assert found.ok, str(found)
        assert "jax.primitive.sin" in operations(found)
        assert any(row.kind == "gradient" and row.name == "args[0]" for row in found.rows)
        with wrong("jax.primitive.cos", lambda out: out + 1):
            found = ivy.verify(function, *arguments, on=target)
        assert found.first_difference.name == "jax.primitive.cos"
        assert not any(row.kind == "result" for row in found.differences)


def test_a_function_of_numpy():
    def function(x, ys):
        assert runs.append(ivy.is_redirected(x)) is None
        x += np.random.rand(4)
        return {"sums": np.cumsum(np.sin(x)), "scaled": [y * 2 for y in ys]}

    runs, x, ys = [], np.arange(4.0), (np.ones(2), np.ones(3))
    state = np.random.get_state()[1].copy()
    found = ivy.verify(function, x, ys, on="torch", sources="numpy")
    assert found.ok and len(found.rows) == 3 and runs == [False, True], str(found)
    assert x.tolist() == [0, 1, 2, 3] and (np.random.get_state()[1] == state).all()
    found = ivy.explain(function, x, ys, on="torch", sources="numpy")
    assert found.ok and runs[2:] == [True] and x.tolist() == [0, 1, 2, 3]
    with wrong("numpy.add", lambda out: out + 1):
        found = ivy.verify(function, x, ys, on="torch", sources="numpy")
    assert ("state", "argument[0]") in {(row.kind, row.name) for row in found.differences}


@pytest.mark.parametrize("source", ["torch", "jax", "numpy"])
def test_results_that_only_one_side_has(source):
    one = {"torch": torch.ones, "jax": jax.numpy.ones, "numpy": np.ones}[source](1)

    def function(x):
        return {"a": x} if ivy.is_redirected(x + 1) else {"a": x, "b": x}

    target = "numpy" if source != "numpy" else "torch"
    found = ivy.verify(function, one, on=target, grads=False, sources=source)
    assert not found.ok
    assert ivy.verify(lambda x: function(x)["a"], one, on=target, grads=False, sources=source).ok


def test_values_that_are_no_dense_tensors():
    redirected = lambda x: ivy.is_redirected(x + 1)  # noqa: E731
    x = torch.eye(2)
    assert not ivy.verify(lambda x: 1 if redirected(x) else 1.0, x, on="numpy").ok
    assert not ivy.verify(lambda x: None if redirected(x) else 1.0, x, on="numpy").ok
    assert not ivy.verify(lambda x: (x + redirected(x)).to_sparse(), x, on="numpy", grads=False).ok
    assert ivy.verify(lambda x: x.to_sparse() * 2, x, on="numpy", grads=False).ok


def test_nothing_compared_is_not_agreement():
    assert str(Verification("numpy")) == "verify on numpy: nothing has been compared"


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"on": "jaxx"}, ivy.UnknownBackendError),
        ({"on": "torch"}, ivy.UnsupportedPairError),
        ({"on": "torch", "sources": "torch"}, ivy.UnsupportedPairError),
    ],
)
def test_wrong_arguments_are_errors(options, error):
    with pytest.raises(error):
        ivy.verify(torch.cosh, torch.ones(2), **options)
