"""`ivy.wrap` of packages, classes, objects and modules of PyTorch, for JAX code."""

import copy
import math
import sys
import types

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch
from torch import nn

import ivy

X = np.random.default_rng(0).standard_normal((3, 4), dtype=np.float32)


@pytest.fixture(scope="module")
def tj():
    return ivy.wrap(torch, "jax", fallback="error")


def wrapped(x, **options):
    return ivy.wrap(x, "jax", fallback="error", **options)


def close(a, b, tolerance=1e-5):
    b = b.detach().numpy() if isinstance(b, torch.Tensor) else np.asarray(b)
    np.testing.assert_allclose(np.asarray(a), b, rtol=tolerance, atol=tolerance)


# -- packages


def test_a_package_is_wrapped_lazily_and_left_as_it_is(tj):
    assert tj.nn.functional is tj.nn.functional
    assert tj.nn.functional.relu is tj.nn.functional.relu
    assert tj.__name__ == "torch" and tj.pi == math.pi and tj.float32 is torch.float32
    assert "relu" in dir(tj.nn.functional)
    close(tj.topk(jnp.arange(5.0), 2).values, [4, 3])
    assert isinstance(tj.zeros(2), jax.Array) and type(torch.zeros(2)) is torch.Tensor
    assert isinstance(sys.modules["torch"], types.ModuleType)
    assert issubclass(tj.distributions.constraints.Constraint, object)


def test_plain_values_come_out_as_they_are(tj):
    assert tj.device("cpu") == torch.device("cpu")
    assert tj.finfo(torch.float32).eps == torch.finfo(torch.float32).eps
    with pytest.raises(RuntimeError):  # errors are the package's own
        tj.ones(2).sum() + tj.mm(jnp.ones((2, 3)), jnp.ones((2, 3)))


# -- classes and objects


def test_objects_take_and_give_arrays(tj):
    normal = tj.distributions.Normal(jnp.zeros(3), jnp.ones(3))
    native = torch.distributions.Normal(torch.zeros(3), torch.ones(3))
    assert isinstance(normal, tj.distributions.Normal)
    assert isinstance(normal, torch.distributions.Normal)
    assert isinstance(normal.loc, jax.Array) and normal.batch_shape == (3,)
    close(normal.variance, native.variance)
    close(normal.log_prob(jnp.ones(3)), native.log_prob(torch.ones(3)))
    other = tj.distributions.Normal(jnp.ones(3), 1.0)
    wide = torch.distributions.Normal(torch.ones(3), 1.0)
    close(
        tj.distributions.kl_divergence(normal, other),
        torch.distributions.kl_divergence(native, wide),
    )
    normal.loc = jnp.ones(3)
    close(normal.mean, torch.ones(3))
    with pytest.raises(ValueError, match="Expected"):
        tj.distributions.Normal(jnp.zeros(3), -jnp.ones(3), validate_args=True)


def test_objects_made_and_used_under_jit_and_grad(tj):
    def loss(loc, scale):
        normal = tj.distributions.Normal(loc, scale)
        return normal.log_prob(jnp.ones(3)).sum() + normal.mean.sum()

    def native(loc, scale):
        normal = torch.distributions.Normal(loc, scale)
        return normal.log_prob(torch.ones(3)).sum() + normal.mean.sum()

    given = np.float32([0, 1, 2]), np.float32([1, 2, 3])
    leaves = [torch.tensor(g, requires_grad=True) for g in given]
    native(*leaves).backward()
    for way in (lambda f: f, jax.jit):
        for mine, theirs in zip(way(jax.grad(loss, (0, 1)))(*given), leaves, strict=True):
            close(mine, theirs.grad)


class Counter:
    def __init__(self, start):
        self.total = start
        self.seen = []

    def add(self, x):
        self.total = self.total + x
        self.seen.append(x)
        return self

    def __getitem__(self, at):
        return self.seen[at]

    def __add__(self, x):
        return self.total + x

    def __len__(self):
        return len(self.seen)

    def __iter__(self):
        return iter(self.seen)

    @property
    def double(self):
        return self.total.mul(2)


def test_operators_properties_and_changes_of_objects():
    counter = wrapped(Counter, source="torch")(jnp.zeros(2))
    counter.add(jnp.ones(2)).add(2.0)
    close(counter.double, [6, 6])
    close(counter[0], [1, 1])
    close(counter + jnp.ones(2), [4, 4])
    assert len(counter) == 2 and isinstance(next(iter(counter)), jax.Array)

    @jax.jit
    def changed(x):
        counter = wrapped(Counter, source="torch")(x)
        counter.add(x)
        return counter.double

    close(changed(jnp.ones(2)), [4, 4])


# -- functions as arguments


def twice(x, f):
    return f(f(x)) * x


def test_functions_as_arguments_get_arrays_of_the_target():
    f = wrapped(twice, source="torch")
    seen = []

    def sine(x):
        seen.append(x)
        return jnp.sin(x)

    def reference(x):
        return (jnp.sin(jnp.sin(x)) * x).sum()

    close(f(X, sine), jnp.sin(jnp.sin(X)) * X)
    assert all(isinstance(x, jax.Array) for x in seen)
    for way in (lambda f: f, jax.jit):
        close(way(jax.grad(lambda x: f(x, sine).sum()))(X), jax.grad(reference)(X))
    close(f(X, jax.jit(jnp.sin)), jnp.sin(jnp.sin(X)) * X)
    close(f(X, torch.sin), jnp.sin(jnp.sin(X)) * X)


# -- modules


def net():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 2))


def test_a_module_is_a_pure_function_of_its_parameters():
    native = net()
    module = wrapped(native)
    assert {*module.params} == {n for n, _ in native.named_parameters()}
    assert {*module.state} == {n for n, _ in native.named_buffers()}

    def loss(params, state, x):
        out, state = module.apply(params, x, state=state)
        return (out**2).sum(), state

    step = jax.jit(jax.value_and_grad(loss, has_aux=True))
    (value, state), gradients = step(module.params, module.state, X)
    assert (native[1].running_mean == 0).all()  # the native module has its own
    expected = native(torch.tensor(X)).square().sum()
    expected.backward()
    close(value, expected)
    for name, parameter in native.named_parameters():
        close(gradients[name], parameter.grad, 1e-4)
    for name, buffer in native.named_buffers():
        close(state[name], buffer)


def test_a_call_uses_and_changes_what_the_module_has():
    native = net()
    module, reference = wrapped(native), copy.deepcopy(native)
    close(module(X), reference(torch.tensor(X)))
    close(module.state["1.running_mean"], reference[1].running_mean)
    module.params = {name: p * 2 for name, p in module.params.items()}
    with torch.no_grad():
        for p in reference.parameters():
            p.mul_(2)
    assert module.eval() is module and not module.training
    close(module(X), reference.eval()(torch.tensor(X)))
    close(module[0](X), reference[0](torch.tensor(X)))
    close(module[3].weight, reference[3].weight)
    assert ivy.to_source(module) is native
    close(native[0].weight.detach(), reference[0].weight)
    assert isinstance(native[0].weight, nn.Parameter)


def test_what_changes_the_state_is_told():
    module = wrapped(net())
    with pytest.raises(ivy.ConversionError, match=r"running_mean.*state=module.state"):
        jax.jit(lambda p: module.apply(p, X))(module.params)
    assert jax.jit(lambda p: module.eval().apply(p, X))(module.params).shape == (3, 2)
    with pytest.raises(ivy.ConversionError, match=r"missing \['0.weight'\]"):
        module.apply({n: p for n, p in module.params.items() if n != "0.weight"}, X)


def test_a_call_in_a_transformation_does_not_keep_its_values():
    module = wrapped(net())
    before = dict(module.state)
    for call in (
        lambda: jax.jit(module)(X),
        lambda: jax.grad(lambda x: module(x).sum())(X),
        lambda: jax.jit(lambda m: m(X))(module),
        lambda: jax.jit(lambda x: module[1](x))(jnp.ones((3, 8))),
    ):
        with pytest.raises(ivy.ConversionError, match=r"running_mean.* in a transformation"):
            call()
    assert all(module.state[name] is x for name, x in before.items())
    module[1](jnp.ones((3, 8)))  # outside of one, a part changes the state of the whole
    close(module.state["1.running_mean"], np.full(8, 0.1))


def test_a_module_is_a_pytree_of_its_parameters():
    module = wrapped(net()).eval()

    @jax.jit
    def step(module):
        gradient = jax.grad(lambda m: (m(X) ** 2).sum())(module)
        return jax.tree.map(lambda p, g: p - 0.01 * g, module, gradient)

    before = module(X)
    after = step(step(module))
    assert type(after) is type(module)
    assert jnp.square(after(X)).sum() < jnp.square(before).sum()
    close(module(X), before)


def test_frozen_parameters_are_state():
    native = net().eval()
    native[0].requires_grad_(False)
    module = wrapped(native)
    assert "0.weight" in module.state and "3.weight" in module.params
    module.requires_grad_(True)
    assert "0.weight" in module.params
    close(module(X), native(torch.tensor(X)))


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 4)
        self.b = nn.Linear(4, 4)
        self.b.weight = self.a.weight
        self.register_buffer("places", torch.tensor([2, 0, 1, 1]))

    def forward(self, x):
        return self.encode(x)[:, self.places]

    def encode(self, x):
        self.last = x
        return self.b(torch.relu(self.a(x)))


def test_tied_parameters_methods_and_attributes():
    native = Tied()
    module = wrapped(native)
    gradients = jax.jit(jax.grad(lambda p: (module.apply(p, X) ** 2).sum()))(module.params)
    native(torch.tensor(X)).square().sum().backward()
    assert gradients.keys() == dict(native.named_parameters()).keys()
    for name, parameter in native.named_parameters():
        close(gradients[name], parameter.grad)
    close(module.encode(X), native.encode(torch.tensor(X)))
    close(module.apply(module.params, X, method="encode"), native.encode(torch.tensor(X)))
    close(module.last, X)
    assert all(isinstance(p, jax.Array) for p in module.parameters())
    assert isinstance(module.state_dict()["a.weight"], jax.Array)


@pytest.mark.parametrize(
    "make, inputs",
    [
        (lambda: nn.LSTM(4, 5, batch_first=True), (X[None],)),
        (lambda: nn.MultiheadAttention(4, 2), (X, X, X)),
        (lambda: nn.TransformerEncoderLayer(4, 2, 8, batch_first=True).eval(), (X[None],)),
        (lambda: nn.Sequential(nn.Conv1d(3, 2, 2), nn.GELU(), nn.Flatten(0)), (X,)),
    ],
    ids=["LSTM", "attention", "transformer", "convolution"],
)
def test_layers(make, inputs):
    native = make()
    module = wrapped(native)
    first = lambda out: out[0] if isinstance(out, tuple) else out  # noqa: E731
    total = lambda out: (first(out) ** 2).sum()  # noqa: E731
    close(first(module(*inputs)), first(native(*map(torch.tensor, inputs))))
    gradients = jax.jit(jax.grad(lambda p: total(module.apply(p, *inputs))))(module.params)
    total(native(*map(torch.tensor, inputs))).backward()
    for name, parameter in native.named_parameters():
        close(gradients[name], parameter.grad, 1e-4)


# -- random numbers


def test_random_numbers_from_a_key():
    module = wrapped(nn.Sequential(nn.Dropout(0.5), nn.Flatten(0)))
    key, ones = jax.random.key(0), jnp.ones((4, 8))
    drop = jax.jit(lambda key, x: module.apply({}, x, key=key))
    out = drop(key, ones)
    assert set(np.unique(out)) == {0, 2}
    assert (out == drop(key, ones)).all() and (out != drop(jax.random.key(1), ones)).any()
    assert (out == module.apply({}, ones, key=jax.random.PRNGKey(0))).all()
    slope = jax.grad(lambda x: drop(key, x).sum())(ones)
    assert (slope.reshape(-1) == out).all()  # the same numbers in the derivative
    with pytest.raises(ivy.IvyError, match="draws random numbers; give the call a key"):
        jax.jit(lambda x: module.apply({}, x))(ones)
    assert set(np.unique(module.eval().apply({}, ones))) == {1}


def test_distributions_of_what_a_key_gives(tj):
    key, n = jax.random.key(0), 4000
    close(tj.rand.with_key(key, n).mean(), 0.5, 0.05)
    normal = tj.randn.with_key(key, n)
    close(normal.mean(), 0, 0.1)
    close(normal.std(), 1, 0.1)
    assert sorted(tj.randperm.with_key(key, 5).tolist()) == [0, 1, 2, 3, 4]
    assert set(np.unique(tj.randint.with_key(key, 2, 5, (n,)))) == {2, 3, 4}
    assert tj.randn_like.with_key(key, X).shape == X.shape

    def drawn():
        flat, wide = torch.empty(n).uniform_(2, 3), torch.empty(n).normal_(1, 2)
        heads, waits = torch.bernoulli(torch.full((n,), 0.3)), torch.empty(n).exponential_(2.0)
        return [x.mean() for x in (flat, wide, heads, waits)]

    means = jax.jit(lambda key: wrapped(drawn).with_key(key))(key)
    close(jnp.stack(means), [2.5, 1, 0.3, 0.5], 0.1)
    with pytest.raises(ivy.UnsupportedOpError, match="can't draw for a key"):
        tj.poisson.with_key(key, jnp.ones(3))


# -- bad input


@pytest.mark.parametrize("x", [3, "torch", None, torch.ones(2), jnp.ones(2), X], ids=repr)
def test_what_is_no_code(x):
    with pytest.raises(ivy.ConversionError, match="takes a function, class"):
        ivy.wrap(x, "jax")


def test_targets_and_sources():
    with pytest.raises(ivy.UnknownBackendError, match="no backend 'foo'"):
        ivy.wrap(torch.sin, "foo")
    with pytest.raises(ivy.ConversionError, match="pass source="):
        ivy.wrap(eval("lambda x: x", {}), "numpy")  # of no module
    assert ivy.wrap(jnp.sin, "jax") is jnp.sin
