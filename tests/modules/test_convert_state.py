"""Values of a model, or a checkpoint, as those of the same architecture in another library."""

import importlib
import os
import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch
from support import module_matrix as matrix

import ivy
from ivy.modules import matching

hk = pytest.importorskip("haiku")
linen = pytest.importorskip("flax.linen")
nnx = pytest.importorskip("flax.nnx")
eqx = pytest.importorskip("equinox")

SHAPES = {"mlp": (4, 8), "cnn": (2, 3, 8, 8), "block": (2, 5, 16)}


def example(model):
    """An input as PyTorch takes it, and with the channels last."""
    x = np.random.default_rng(0).normal(size=SHAPES[model]).astype("f4")
    return x, np.moveaxis(x, 1, -1).copy() if model == "cnn" else x


def library(name):
    """A library that is not in every environment."""
    reason = matrix.missing(name)
    if reason:
        pytest.skip(reason)
    return importlib.import_module(name)


# -- the models, in PyTorch and by hand in the others; layers are square: shapes decide little


class Features(torch.nn.Sequential):
    """A convolution and a normalization with statistics of its own."""

    def __init__(self):
        super().__init__(
            torch.nn.Conv2d(3, 4, 3, padding=1),
            torch.nn.BatchNorm2d(4),
            torch.nn.ReLU(),
            torch.nn.Conv2d(4, 4, 3, padding=1),
            torch.nn.MaxPool2d(2),
            torch.nn.Flatten(),
            torch.nn.Dropout(0.5),
            torch.nn.Linear(64, 3),
        )
        self[1].running_mean.uniform_(-1, 1)
        self[1].running_var.uniform_(0.5, 2)


def torch_net(model):
    torch.manual_seed(0)
    nn = torch.nn
    if model == "mlp":
        parts = [p for _ in range(3) for p in (nn.Linear(8, 8), nn.Tanh())]
        return nn.Sequential(*parts, nn.Linear(8, 8)).eval()
    if model == "cnn":
        return Features().eval()
    return nn.TransformerEncoderLayer(16, 4, 16, dropout=0.0, batch_first=True).eval()


def flax_net(model):
    class MLP(linen.Module):
        @linen.compact
        def __call__(self, x):
            for _ in range(3):
                x = linen.tanh(linen.Dense(8)(x))
            return linen.Dense(8)(x)

    class CNN(linen.Module):
        @linen.compact
        def __call__(self, x, train=False):
            x = linen.BatchNorm(use_running_average=not train)(linen.Conv(4, (3, 3))(x))
            x = linen.max_pool(linen.Conv(4, (3, 3))(linen.relu(x)), (2, 2), (2, 2))
            x = linen.Dropout(0.5, deterministic=not train)(x.reshape(x.shape[0], -1))
            return linen.Dense(3)(x)

    class Block(linen.Module):
        @linen.compact
        def __call__(self, x):
            h = linen.LayerNorm(1e-5)(x + linen.MultiHeadDotProductAttention(4)(x))
            return linen.LayerNorm(1e-5)(h + linen.Dense(16)(linen.relu(linen.Dense(16)(h))))

    net = {"mlp": MLP, "cnn": CNN, "block": Block}[model]()
    return net, lambda variables, x: net.apply(variables, x)


def haiku_net(model):
    def mlp(x):
        for _ in range(3):
            x = jnp.tanh(hk.Linear(8)(x))
        return hk.Linear(8)(x)

    def cnn(x, is_training=False):
        x = hk.BatchNorm(True, True, 0.9)(hk.Conv2D(4, 3)(x), is_training)
        x = hk.max_pool(hk.Conv2D(4, 3)(jax.nn.relu(x)), (2, 2, 1), (2, 2, 1), "VALID")
        return hk.Linear(3)(hk.Flatten()(x))

    def block(x):
        norm = lambda x: hk.LayerNorm(-1, True, True)(x)  # noqa: E731
        start = hk.initializers.VarianceScaling(1.0)
        h = norm(x + hk.MultiHeadAttention(4, 4, model_size=16, w_init=start)(x, x, x))
        return norm(h + hk.Linear(16)(jax.nn.relu(hk.Linear(16)(h))))

    if model == "cnn":
        net = hk.transform_with_state(cnn)
        return net, lambda values, x: net.apply(*values, None, x)[0]
    net = hk.transform({"mlp": mlp, "block": block}[model])
    return net, lambda params, x: net.apply(params, None, x)


def equinox_net(model):
    nn, keys = eqx.nn, jax.random.split(jax.random.key(0), 4)

    class MLP(eqx.Module):
        layers: list

        def __init__(self):
            self.layers = [nn.Linear(8, 8, key=k) for k in keys]

        def __call__(self, x):
            for layer in self.layers[:-1]:
                x = jnp.tanh(jax.vmap(layer)(x))
            return jax.vmap(self.layers[-1])(x)

    class CNN(eqx.Module):
        first: nn.Conv2d
        norm: nn.BatchNorm
        second: nn.Conv2d
        last: nn.Linear

        def __init__(self):
            self.first = nn.Conv2d(3, 4, 3, padding=1, key=keys[0])
            self.norm = nn.BatchNorm(4, "batch", mode="batch")
            self.second = nn.Conv2d(4, 4, 3, padding=1, key=keys[1])
            self.last = nn.Linear(64, 3, key=keys[2])

        def __call__(self, x, state):
            norm = jax.vmap(self.norm, axis_name="batch", in_axes=(0, None), out_axes=(0, None))
            x, state = norm(jax.vmap(self.first)(x), state)
            x = jax.vmap(nn.MaxPool2d(2, 2))(jax.vmap(self.second)(jax.nn.relu(x)))
            return jax.vmap(self.last)(x.reshape(x.shape[0], -1)), state

    class Block(eqx.Module):
        attention: nn.MultiheadAttention
        norms: list
        up: nn.Linear
        down: nn.Linear

        def __init__(self):
            biases = {f"use_{n}_bias": True for n in ("query", "key", "value", "output")}
            self.attention = nn.MultiheadAttention(4, 16, key=keys[0], **biases)
            self.norms = [nn.LayerNorm(16), nn.LayerNorm(16)]
            self.up, self.down = nn.Linear(16, 16, key=keys[1]), nn.Linear(16, 16, key=keys[2])

        def __call__(self, x):
            h = jax.vmap(jax.vmap(self.norms[0]))(x + jax.vmap(self.attention)(x, x, x))
            rest = lambda h: self.norms[1](h + self.down(jax.nn.relu(self.up(h))))  # noqa: E731
            return jax.vmap(jax.vmap(rest))(h)

    if model == "cnn":
        made = nn.make_with_state(CNN)()
        run = lambda made, x: eqx.nn.inference_mode(made[0])(x, made[1])[0]  # noqa: E731
        return made, run
    return {"mlp": MLP, "block": Block}[model](), lambda module, x: module(x)


def nnx_net(model):
    rngs = nnx.Rngs(0)

    class MLP(nnx.Module):
        def __init__(self):
            self.layers = nnx.List(nnx.Linear(8, 8, rngs=rngs) for _ in range(4))

        def __call__(self, x):
            for layer in self.layers[:-1]:
                x = jnp.tanh(layer(x))
            return self.layers[-1](x)

    class CNN(nnx.Module):
        def __init__(self):
            self.first = nnx.Conv(3, 4, (3, 3), rngs=rngs)
            self.second = nnx.Conv(4, 4, (3, 3), rngs=rngs)
            self.norm, self.last = nnx.BatchNorm(4, rngs=rngs), nnx.Linear(64, 3, rngs=rngs)

        def __call__(self, x):
            x = self.second(nnx.relu(self.norm(self.first(x))))
            return self.last(nnx.max_pool(x, (2, 2), (2, 2)).reshape(x.shape[0], -1))

    net = {"mlp": MLP, "cnn": CNN}[model]()
    net.eval()

    def run(state, x):
        nnx.update(net, state)
        return net(x)

    return net, run


def keras_net(model):
    keras = pytest.importorskip("keras")
    if keras.backend.backend() != "jax":
        pytest.skip("models of Keras are converted on its JAX backend: KERAS_BACKEND=jax")
    L = keras.layers
    x = start = keras.Input(example(model)[1].shape[1:])
    if model == "mlp":
        for _ in range(3):
            x = L.Dense(8, activation="tanh")(x)
        x = L.Dense(8)(x)
    elif model == "cnn":
        x = L.BatchNormalization(epsilon=1e-5)(L.Conv2D(4, 3, padding="same")(x))
        x = L.MaxPool2D(2)(L.Conv2D(4, 3, padding="same")(L.ReLU()(x)))
        x = L.Dense(3)(L.Flatten()(x))
    else:
        h = L.LayerNormalization(epsilon=1e-5)(x + L.MultiHeadAttention(4, 4)(x, x))
        x = h + L.Dense(16)(L.Dense(16, activation="relu")(h))
        x = L.LayerNormalization(epsilon=1e-5)(x)
    net = keras.Model(start, x)

    def run(weights, x):
        net.set_weights(weights)
        return net(x)

    return net, run


NETS = {
    "flax": flax_net,
    "haiku": haiku_net,
    "equinox": equinox_net,
    "nnx": nnx_net,
    "keras": keras_net,
}
PAIRS = [(m, n) for m in SHAPES for n in NETS if (m, n) != ("block", "nnx")]


@pytest.mark.parametrize("model, to_library", PAIRS)
def test_a_checkpoint_of_pytorch_in_the_model_of_another_library(model, to_library):
    net = torch_net(model)
    first, last = example(model)
    made, run = NETS[to_library](model)
    is_pair = to_library == "equinox" and model == "cnn"
    to, kept = (made[0], {"state": made[1]}) if is_pair else (made, {})
    x = first if to_library == "equinox" else last
    given = {} if x is first else {"to_args": (x,)}
    values = ivy.convert_state(
        net.state_dict(), torch.tensor(first), source=net, to=to, **given, **kept
    )
    wanted = net(torch.tensor(first)).detach().numpy()
    np.testing.assert_allclose(np.asarray(run(values, jnp.asarray(x))), wanted, 1e-5, 1e-5)


@pytest.mark.parametrize("model", SHAPES)
def test_matches_do_not_depend_on_rounding(model, monkeypatch):
    call, rng = matching.Network.__call__, np.random.default_rng(0)

    def rounded(network, values, scales=None):
        near = {k: x * (1 + rng.uniform(-4e-16, 4e-16, x.shape)) for k, x in values.items()}
        return call(network, near, scales)

    monkeypatch.setattr(matching.Network, "__call__", rounded)
    net, (first, last) = torch_net(model), example(model)
    made, run = flax_net(model)
    values = ivy.convert_state(net, torch.tensor(first), to=made, to_args=(last,))
    wanted = net(torch.tensor(first)).detach().numpy()
    np.testing.assert_allclose(run(values, jnp.asarray(last)), wanted, 1e-5, 1e-5)


@pytest.mark.parametrize("model", SHAPES)
def test_back_into_pytorch(model):
    first, last = example(model)
    made, run = flax_net(model)
    variables = made.init(jax.random.key(3), last)
    net = torch_net(model)
    values = ivy.convert_state(variables, last, source=made, to=net, to_args=(first,))
    net.load_state_dict(values)
    with torch.no_grad():
        np.testing.assert_allclose(net(torch.tensor(first)), run(variables, last), 1e-5, 1e-5)


def test_names_and_shapes_where_they_decide():
    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.second = torch.nn.Linear(8, 8), torch.nn.Linear(8, 8)
            self.last = torch.nn.Linear(8, 2)

        def forward(self, x):
            return self.last(torch.relu(self.second(torch.relu(self.first(x)))))

    class Same(linen.Module):
        @linen.compact
        def __call__(self, x):
            x = linen.relu(linen.Dense(8, name="first")(x))
            return linen.Dense(2, name="out")(linen.relu(linen.Dense(8, name="second")(x)))

    net, same, x = Net(), Same(), example("mlp")[0]
    start = same.init(jax.random.key(0), x)
    values = ivy.convert_state(net.state_dict(), to=same, variables=start)
    wanted = net(torch.tensor(x)).detach()
    np.testing.assert_allclose(same.apply(values, x), wanted, 1e-5, 1e-6)
    # and the checkpoint of Flax in PyTorch
    assert ivy.convert_state(values, to=net).keys() == net.state_dict().keys()
    for k, a in ivy.convert_state(values, to=net).items():
        assert torch.equal(a, net.state_dict()[k])


def test_what_names_and_shapes_leave_open_is_refused():
    net, (made, _), x = torch_net("mlp"), flax_net("mlp"), example("mlp")[0]
    start = made.init(jax.random.key(0), x)
    with pytest.raises(
        ivy.ConversionError, match=r"do not decide between '0', '2', '4', '6'.*source="
    ):
        ivy.convert_state(net.state_dict(), to=made, variables=start)
    with pytest.raises(ivy.ConversionError, match="no counterpart by names and shapes: 'Dense_0'"):
        ivy.convert_state({"a": {"weight": np.ones((3, 3))}}, to=made, variables=start)


def another(activation=linen.tanh, layers=4, features=8):
    class Another(linen.Module):
        @linen.compact
        def __call__(self, x):
            for _ in range(layers - 1):
                x = activation(linen.Dense(8)(x))
            return linen.Dense(features)(x)

    return Another()


@pytest.mark.parametrize(
    "options, message",
    [
        ({"activation": linen.gelu}, r"no parameter of Sequential is used as .* of Another"),
        ({"layers": 3}, r"6.weight, 6.bias of Sequential has no counterpart|is used as"),
        ({"layers": 5}, r"Dense_\d.kernel \[8, 8\]"),
        ({"features": 5}, r"Dense_3.kernel \[8, 5\]"),
    ],
)
def test_another_architecture_is_refused(options, message):
    x = torch.tensor(example("mlp")[0])
    with pytest.raises(ivy.ConversionError, match=message):
        ivy.convert_state(torch_net("mlp"), x, to=another(**options))


def test_arguments_that_do_not_fit_are_told():
    net, (made, _) = torch_net("cnn"), flax_net("cnn")
    first, last = example("cnn")
    with pytest.raises(ivy.ConversionError, match=r"has no graph|does not run|outputs|is used as"):
        ivy.convert_state(net, torch.tensor(first), to=made)
    with pytest.raises(ivy.ConversionError, match="numbers of the argument"):
        ivy.convert_state(net, torch.ones(SHAPES["cnn"]), to=made, to_args=(last,))
    state = net.state_dict()
    with pytest.raises(ivy.ConversionError, match=r"0.weight of Features is not among"):
        del state["0.weight"]
        ivy.convert_state(state, torch.tensor(first), source=net, to=made, to_args=(last,))
    with pytest.raises(ivy.ConversionError, match="neither a model nor a dictionary"):
        ivy.convert_state([1], to=made, variables={})


def test_examples_are_in_the_dtype_of_each_model():
    net, (made, _) = torch_net("mlp").bfloat16(), flax_net("mlp")
    values = ivy.convert_state(net, example("mlp")[0].astype(np.float64), to=made)
    kernel = values["params"]["Dense_3"]["kernel"]
    assert kernel.dtype == np.float32
    np.testing.assert_array_equal(kernel.T, net[6].weight.detach().float())
    with pytest.raises(ivy.ConversionError, match="flax keeps values outside of MLP"):
        ivy.convert_state(net, to=made)


def test_keras_on_its_jax_backend():
    keras = pytest.importorskip("keras")
    if keras.backend.backend() != "jax":  # else the pair has run above
        test = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            __file__,
            "-k",
            "cnn-keras",
        ]
        env = {**os.environ, "KERAS_BACKEND": "jax"}
        run = subprocess.run(test, env=env, capture_output=True, text=True)
        assert "1 passed" in run.stdout, run.stdout + run.stderr


def test_equal_numbers_in_the_example_are_replaced():
    net, (made, run) = torch_net("mlp"), flax_net("mlp")
    values = ivy.convert_state(net, torch.zeros(4, 8), to=made)
    x = example("mlp")[0]
    np.testing.assert_allclose(run(values, x), net(torch.tensor(x)).detach(), 1e-5, 1e-5)


def test_native_modules_and_the_state_that_evaluation_does_not_read():
    class Net(ivy.Module):
        def __init__(self):
            self.norm, self.body = ivy.BatchNorm(8), ivy.Linear(8, 8)

        def forward(self, x):
            return self.body(self.norm(x))

    x = example("mlp")[0]
    source = torch.nn.Sequential(torch.nn.BatchNorm1d(8), torch.nn.Linear(8, 8)).eval()
    source(torch.tensor(x))
    target = Net().eval()
    v, state = ivy.convert_state(source, torch.tensor(x), to=target)
    out = target(x, v=v, state=state)
    np.testing.assert_allclose(out, source(torch.tensor(x)).detach(), 1e-5, 1e-5)


def test_tied_weights_are_one():
    class Tied(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.table, self.out = torch.nn.Embedding(8, 8), torch.nn.Linear(8, 8, bias=False)
            self.out.weight = self.table.weight
            self.norms = torch.nn.ModuleList(torch.nn.LayerNorm(8) for _ in range(3))
            self.dense = torch.nn.ModuleList(torch.nn.Linear(8, 8) for _ in range(2))

        def forward(self, ids):
            x = self.table(ids)
            for norm, dense in zip(self.norms, self.dense, strict=False):
                x = x + torch.tanh(dense(norm(x)))
            return self.out(self.norms[-1](x))

    class Same(linen.Module):
        @linen.compact
        def __call__(self, ids):
            table = linen.Embed(8, 8)
            x = table(ids)
            for _ in range(2):  # with equal numbers everywhere, gradients end at the last norm
                x = x + linen.tanh(linen.Dense(8)(linen.LayerNorm(1e-5)(x)))
            return table.attend(linen.LayerNorm(1e-5)(x))

    ids = torch.tensor([[1, 2, 3], [5, 0, 7]])
    net, same = Tied(), Same()
    values = ivy.convert_state(net, ids, to=same)
    np.testing.assert_allclose(same.apply(values, ids.numpy()), net(ids).detach(), 1e-5, 1e-5)
    back = ivy.convert_state(values, ids, source=same, to=Tied())
    assert back.keys() == net.state_dict().keys()
    assert torch.equal(back["out.weight"], net.out.weight)


def test_objax():
    objax = library("objax")

    class MLP(objax.Module):
        def __init__(self):
            self.layers = objax.ModuleList([objax.nn.Linear(8, 8) for _ in range(4)])

        def __call__(self, x):
            for layer in self.layers[:-1]:
                x = jnp.tanh(layer(x))
            return self.layers[-1](x)

    made, net, x = MLP(), torch_net("mlp"), example("mlp")[0]
    made.vars().assign(ivy.convert_state(net, torch.tensor(x), to=made))
    np.testing.assert_allclose(made(jnp.asarray(x)), net(torch.tensor(x)).detach(), 1e-5, 1e-5)


def test_trax():
    library("trax")
    from trax import layers as tl
    from trax import shapes

    parts = [p for _ in range(3) for p in (tl.Dense(8), tl.Tanh())]
    made, net, x = tl.Serial(*parts, tl.Dense(8)), torch_net("mlp"), example("mlp")[0]
    made.init(shapes.signature(x))
    made.weights, made.state = ivy.convert_state(net, torch.tensor(x), to=made)
    np.testing.assert_allclose(made(x), net(torch.tensor(x)).detach(), 1e-5, 1e-5)
