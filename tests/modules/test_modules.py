"""`ivy.Module`: the document's training, state, modes, native layers, errors."""

import jax
import jax.numpy as jnp
import numpy as np
import optree
import pytest
import torch

import ivy

BACKENDS = ("numpy", "jax", "torch", "tensorflow")


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self._linear = torch.nn.Linear(3, 3)

    def forward(self, x):
        return self._linear(x)


class CNN(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(3, 4, 3, padding=1)
        self.bn = torch.nn.BatchNorm2d(4)
        self.drop = torch.nn.Dropout(0.5)
        self.fc = torch.nn.Linear(4 * 16, 5)

    def forward(self, x):
        x = torch.nn.functional.max_pool2d(torch.relu(self.bn(self.conv(x))), 2)
        return self.fc(self.drop(x.flatten(1)))


def test_a_program_that_is_made_while_tensorflow_traces_is_used_in_another_trace():
    tf = pytest.importorskip("tensorflow")

    class Scaled(Network):
        def forward(self, x):
            return self._linear(x) * torch.tensor([1.0, 2.0, 3.0])

    native = Scaled()
    net = ivy.to_ivy_module(native).compile_graph().to_backend("tensorflow")
    v, x = dict(net.v._linear), tf.ones((2, 3))
    for factor in (1.0, 2.0):
        run = tf.function(lambda x, f=factor: net.apply({"_linear": v}, None, x)[0] * f)
        wanted = factor * native(torch.ones(2, 3)).detach()
        np.testing.assert_allclose(run(x), wanted, 1e-5, 1e-6)


def numbers(x):
    """The values of an array of any framework."""
    return np.asarray(x.detach() if isinstance(x, torch.Tensor) else x)


def cnn():
    torch.manual_seed(0)
    return CNN(), torch.randn(4, 3, 8, 8), torch.randn(4, 5)


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_training_of_the_document(backend):
    native = Network()
    reference = Network()
    reference.load_state_dict(native.state_dict())
    model = ivy.to_ivy_module(native)
    model = model.compile_graph()
    model = model.to_backend(backend)
    optimizer = ivy.Adam(1e-2)
    x_in = ivy.array([1.0, 2.0, 3.0])
    target = ivy.array([0.0])

    def loss_fn(v):
        out = model(x_in, v=v)
        return ivy.reduce_mean((out - target) ** 2)

    adam = torch.optim.Adam(reference.parameters(), 1e-2)
    for _ in range(5):
        loss, grads = ivy.execute_with_gradients(loss_fn, model.v)
        model.v = optimizer.step(model.v, grads)
        wanted = (reference(torch.tensor([1.0, 2.0, 3.0])) ** 2).mean()
        adam.zero_grad()
        wanted.backward()
        adam.step()
        np.testing.assert_allclose(float(loss), wanted.item(), 1e-5)
    weight = reference._linear.weight.detach()
    np.testing.assert_allclose(numbers(model.v._linear.weight), weight, 1e-5, 1e-6)


@pytest.mark.parametrize("backend", BACKENDS)
def test_state_and_losses_in_training_follow_pytorch(backend):
    native, x, t = cnn()
    native.drop.p = 0.0
    net = ivy.to_ivy_module(native).to_backend(backend)
    optimizer, sgd = ivy.SGD(0.1), torch.optim.SGD(native.parameters(), 0.1)
    inputs, targets = ivy.array(x.numpy()), ivy.array(t.numpy())
    for _ in range(3):
        loss, grads = ivy.execute_with_gradients(
            lambda v: ivy.mean((net(inputs, v=v) - targets) ** 2), net.v
        )
        net.v = optimizer.step(net.v, grads)
        wanted = ((native(x) - t) ** 2).mean()
        sgd.zero_grad()
        wanted.backward()
        sgd.step()
        np.testing.assert_allclose(float(loss), wanted.item(), 1e-5)
    mean = native.bn.running_mean
    np.testing.assert_allclose(numbers(net.state.bn.running_mean), mean, 1e-4, 1e-6)
    assert int(net.state.bn.num_batches_tracked) == 3
    native.eval()
    got = net.eval()(inputs)
    np.testing.assert_allclose(numbers(got.data), native(x).detach(), 1e-4, 1e-5)


def test_variables_are_a_tree_for_every_library():
    net = ivy.to_ivy_module(cnn()[0]).to_backend("jax")
    v = net.v
    assert v.conv.weight is v["conv"]["weight"] is v["conv.weight"]
    assert len(optree.tree_leaves(v)) == len(jax.tree.leaves(v)) == 6
    assert len(torch.utils._pytree.tree_leaves(v)) == 6
    doubled = jax.tree.map(lambda x: 2 * x, v)
    assert isinstance(doubled, ivy.Variables)
    net.v = doubled
    np.testing.assert_array_equal(net.v.fc.bias, 2 * v.fc.bias)
    grads = jax.grad(lambda v: net.eval()(jnp.ones((4, 3, 8, 8)), v=v).sum())(net.v)
    assert grads.fc.bias.tolist() == [4.0] * 5


def test_until_it_is_compiled_the_library_runs_the_model():
    class Counts(torch.nn.Module):
        calls = 0

        def forward(self, x):
            Counts.calls += 1
            return x if x.sum() > 0 else -x

    net = ivy.to_ivy_module(Counts())
    assert net(torch.tensor([-2.0])).tolist() == net(torch.tensor([2.0])).tolist() == [2.0]
    assert Counts.calls == 2
    with pytest.raises(ivy.IvyError, match=r"test_modules\.py"):
        net.to_backend("jax")(jnp.ones(2))


def test_arrays_come_back_as_they_went_in():
    net = ivy.to_ivy_module(Network()).to_backend("jax")
    assert isinstance(net(jnp.ones(3)), jax.Array)
    assert isinstance(net(ivy.ones(3)), ivy.Array)


def test_dropout_draws_with_the_key_of_the_call_or_the_module():
    native, x, _ = cnn()
    outs = []
    for backend in BACKENDS:
        net = ivy.to_ivy_module(native).to_backend(backend)
        inputs = ivy.array(x.numpy())
        outs.append(numbers(net(inputs, key=np.asarray([0, 7], np.uint32)).data))
        first, second = net(inputs), net(inputs)
        assert not np.allclose(numbers(first.data), numbers(second.data))
    for out in outs:
        np.testing.assert_allclose(out, outs[0], 1e-4, 1e-5)


class Small(ivy.Module):
    def __init__(self):
        self.layers = [ivy.Linear(3, 8), ivy.BatchNorm(8), ivy.Dropout(0.5)]
        self.out = ivy.Linear(8, 1)
        self.scale = ivy.Parameter(ivy.ones(1, dtype=ivy.float32))

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.out(ivy.relu(x)) * self.scale


@pytest.mark.parametrize("backend", BACKENDS)
def test_layers_of_ivy(backend):
    net = Small().to_backend(backend)
    assert list(net.v) == ["scale", "layers", "out"]
    assert net.v["layers.0.weight"].shape == (8, 3)
    x = ivy.array(np.random.default_rng(0).normal(size=(4, 3)).astype("f4"))
    loss, grads = ivy.execute_with_gradients(lambda v: ivy.mean(net(x, v=v) ** 2), net.v)
    assert grads.out.weight.shape == (1, 8) and float(loss) > 0
    moved = numbers(net.state["layers.1.running_mean"])
    assert abs(moved).max() > 0
    eager = numbers(net.eval()(x).data)
    compiled = numbers(net.compile_graph()(x).data)
    np.testing.assert_allclose(compiled, eager, 1e-5, 1e-6)
    net.train()(x)
    assert abs(numbers(net.state["layers.1.running_mean"]) - moved).max() > 0


def test_a_converted_model_is_a_layer():
    class Around(ivy.Module):
        def __init__(self):
            self.body = ivy.to_ivy_module(cnn()[0])
            self.head = ivy.Linear(5, 1)

        def forward(self, x):
            return self.head(self.body(x))

    net, x = Around().to_backend("jax"), jnp.ones((4, 3, 8, 8))
    assert "conv" in net.v.body
    before = net.state["body.bn.running_mean"]
    net(x)
    assert not np.allclose(before, net.state["body.bn.running_mean"])
    wanted = net.eval()(x)
    np.testing.assert_allclose(net.compile_graph()(x), wanted, 1e-5, 1e-6)


def test_layers_equal_those_of_pytorch():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 5, 4)).astype("f4")
    for ours, theirs in (
        (ivy.LSTM(4, 3), torch.nn.LSTM(4, 3, batch_first=True)),
        (ivy.GRU(4, 3), torch.nn.GRU(4, 3, batch_first=True)),
        (ivy.MultiHeadAttention(4, 2), torch.nn.MultiheadAttention(4, 2, batch_first=True)),
        (ivy.LayerNorm(4), torch.nn.LayerNorm(4)),
    ):
        named = {k.removesuffix("_l0"): p.detach().numpy() for k, p in theirs.named_parameters()}
        renamed = {"in_proj_weight": "in_weight", "in_proj_bias": "in_bias"}
        renamed |= {"out_proj.weight": "out_weight", "out_proj.bias": "out_bias"}
        ours.v = {renamed.get(k, k): p for k, p in named.items()}
        given = torch.tensor(x)
        wanted = theirs(given, given, given) if "in_proj_weight" in named else theirs(given)
        got = ours(x)
        first = (got[0] if isinstance(got, tuple) else got), wanted[0]
        wanted = first[1] if isinstance(wanted, tuple) else wanted
        np.testing.assert_allclose(first[0], wanted.detach(), 1e-5, 1e-6)


def test_wrong_variables_are_told():
    net = ivy.to_ivy_module(Network()).to_backend("numpy")
    with pytest.raises(ivy.IvyError, match=r"_linear.weight .* \[3, 3\].* \[2\]"):
        net.v = {"_linear": {"weight": np.ones(2)}}
    with pytest.raises(ivy.IvyError, match="no variable other"):
        net.v = {"other": np.ones(2)}
    with pytest.raises(ivy.IvyError, match=r"_linear.bias.*\[3\].*\[4\]"):
        net(np.ones(3, "f4"), v={"_linear": {"weight": np.ones((3, 3)), "bias": np.ones(4)}})
    with pytest.raises(ivy.IvyError, match=r"needs _linear\.bias"):
        net(np.ones(3, "f4"), v={"_linear": {"weight": np.ones((3, 3))}})
    with pytest.raises(AttributeError, match="no variable 'x'; there are"):
        _ = net.v.x
    with pytest.raises(ivy.ConversionError, match="no model of torch"):
        ivy.to_ivy_module(object())


def test_state_is_not_lost_under_a_transformation():
    net = ivy.to_ivy_module(cnn()[0]).to_backend("jax")
    x, key = jnp.ones((4, 3, 8, 8)), np.asarray([0, 1], np.uint32)
    with pytest.raises(ivy.IvyError, match=r"net\.apply"):
        jax.jit(lambda v: net(x, v=v, key=key))(net.v)
    out, changed = jax.jit(lambda v, s: net.apply(v, s, x, key=key))(net.v, net.state)
    assert out.shape == (4, 5) and "bn.running_mean" in changed
    net.to_backend("torch")
    x, before = torch.ones((4, 3, 8, 8)), net.state.bn.running_mean
    with pytest.raises(ivy.IvyError, match=r"net\.apply"):
        torch.func.grad(lambda v: net(x, v=v).sum())(net.v)
    assert net.state.bn.running_mean is before


def test_autograd_goes_through_layers_and_their_state_does_not_keep_it():
    net = ivy.Sequential(ivy.Linear(3, 2), ivy.BatchNorm(2)).to_backend("torch")
    x, v = torch.randn(4, 3), optree.tree_map(lambda p: p.requires_grad_(), net.v)
    for _ in range(2):
        (net(x, v=v) ** 3).sum().backward()
    assert v["0.weight"].grad.abs().max() > 0
    assert not any(s.requires_grad for s in net.state["1"].values())
