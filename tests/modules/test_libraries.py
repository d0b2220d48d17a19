"""Modules of other libraries, made of an `ivy.Module`."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch
from support import module_matrix as matrix

import ivy

hk = pytest.importorskip("haiku")


def test_the_haiku_example_of_the_document():
    class Network(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self._linear = torch.nn.Linear(3, 3)

        def forward(self, x):
            return self._linear(x)

    native = Network()
    net = ivy.to_ivy_module(native)
    net = net.compile_graph()
    net = net.to_backend("jax")
    net = net.to_haiku_module()
    x_in = jnp.array([1.0, 2.0, 3.0])
    target = jnp.array([0.0])

    def loss_fn():
        out = net(x_in)
        return jnp.mean((out - target) ** 2)

    loss_fn_t = hk.transform(loss_fn)
    loss_fn_t = hk.without_apply_rng(loss_fn_t)

    rng = jax.random.PRNGKey(42)
    params = loss_fn_t.init(rng)

    def update_rule(param, update):
        return param - 0.01 * update

    optimizer = torch.optim.SGD(native.parameters(), 0.01)
    for _ in range(10):
        grads = jax.grad(loss_fn_t.apply)(params)
        params = jax.tree.map(update_rule, params, grads)
        optimizer.zero_grad()
        (native(torch.tensor([1.0, 2.0, 3.0])) ** 2).mean().backward()
        optimizer.step()
    weight = params["network/_linear"]["weight"]
    np.testing.assert_allclose(weight, native._linear.weight.detach(), 1e-5, 1e-6)


def pairs():
    """From PyTorch to each library, and from each to PyTorch; all others: `make conformance`."""
    for library in matrix.LIBRARIES:
        yield "torch", library, "mlp"
        yield library, "torch", "mlp"
    yield from (("torch", "flax", "cnn"), ("haiku", "torch", "cnn"), ("nnx", "haiku", "block"))


@pytest.mark.parametrize("source, target, model", dict.fromkeys(pairs()))
def test_a_converted_model_computes_and_trains_as_its_source(source, target, model):
    reason = matrix.missing(source) or matrix.missing(target) or matrix.refused(source)
    if reason:
        pytest.skip(reason)
    found = matrix.measure(source, target, model, steps=4)
    assert all(found[k] <= bound for k, bound in matrix.BOUNDS.items()), found


def dropping():
    """A model with dropout, and names that are numbers."""
    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Linear(4, 32), torch.nn.Dropout(0.5), torch.nn.Linear(32, 3))
    return ivy.to_ivy_module(net), jnp.ones((2, 4))


def test_dropout_draws_with_the_keys_of_each_library():
    net, x = dropping()
    module = net.to_torch_module()
    given = torch.ones(2, 4)
    torch.manual_seed(3)
    first, second = module(given), module(given)
    torch.manual_seed(3)
    assert not torch.equal(first, second) and torch.equal(first, module(given))

    handle = net.to_haiku_module()
    made = hk.transform(lambda x, training: handle(x, is_training=training))
    params = made.init(jax.random.key(0), x, True)
    outs = [made.apply(params, jax.random.key(i), x, True) for i in (1, 2, 1)]
    assert not np.array_equal(outs[0], outs[1]) and np.array_equal(outs[0], outs[2])

    errors = pytest.importorskip("flax.errors")
    module = net.to_flax_module()
    variables = module.init(jax.random.key(0), x)
    with pytest.raises(errors.InvalidRngError, match="dropout"):
        module.apply(variables, x, train=True)
    keys = [{"dropout": jax.random.key(i)} for i in (1, 2, 1)]
    outs = [module.apply(variables, x, train=True, rngs=k) for k in keys]
    assert not np.array_equal(outs[0], outs[1]) and np.array_equal(outs[0], outs[2])

    pytest.importorskip("equinox")
    module = net.to_equinox_module()
    with pytest.raises(ivy.IvyError, match="pass key="):
        module(x)
    outs = [module(x, key=jax.random.key(i)) for i in (1, 2, 1)]
    assert not np.array_equal(outs[0], outs[1]) and np.array_equal(outs[0], outs[2])


@pytest.mark.filterwarnings("ignore:__array__ implementation")  # Keras, of its own variables
def test_values_are_saved_and_loaded_by_each_library(tmp_path):
    net, x = dropping()
    net.eval()
    given = torch.ones(2, 4)

    first, second = net.to_torch_module(), net.to_torch_module()
    with torch.no_grad():
        first.get_parameter("0.weight").mul_(2)
    torch.save(first.state_dict(), tmp_path / "torch.pt")
    second.load_state_dict(torch.load(tmp_path / "torch.pt"))
    assert torch.equal(first(given), second(given))

    serialization = pytest.importorskip("flax.serialization")
    module = net.to_flax_module()
    variables = module.init(jax.random.key(0), x)
    doubled = jax.tree.map(lambda a: 2 * a, variables)
    restored = serialization.from_bytes(variables, serialization.to_bytes(doubled))
    np.testing.assert_array_equal(module.apply(restored, x), module.apply(doubled, x))

    eqx = pytest.importorskip("equinox")
    module = eqx.nn.inference_mode(net.to_equinox_module())
    doubled = eqx.tree_at(lambda m: m.v["0"]["weight"], module, replace_fn=lambda a: 2 * a)
    eqx.tree_serialise_leaves(tmp_path / "net.eqx", doubled)
    restored = eqx.tree_deserialise_leaves(tmp_path / "net.eqx", module)
    np.testing.assert_array_equal(restored(x), doubled(x))

    keras = pytest.importorskip("keras")
    if keras.backend.backend() == "jax":
        first, second = net.to_keras_module(), net.to_keras_module()
        first.weights[0].assign(2 * first.weights[0])
        first.save_weights(tmp_path / "net.weights.h5")
        second.load_weights(tmp_path / "net.weights.h5")
        np.testing.assert_array_equal(first(x), second(x))


def test_a_missing_library_is_told(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "haiku", None)
    with pytest.raises(ivy.BackendNotInstalledError, match=r"pip install 'ivy-runtime\[haiku\]'"):
        dropping()[0].to_haiku_module()


def test_values_that_are_kept_outside_are_asked_for():
    nn = pytest.importorskip("flax.linen")
    with pytest.raises(ivy.ConversionError, match="variables="):
        ivy.to_ivy_module(nn.Dense(3))
    with pytest.raises(ivy.ConversionError, match="params="):
        ivy.to_ivy_module(hk.transform(lambda x: hk.Linear(3)(x)))


def test_a_step_is_one_program():
    net, _ = dropping()
    data = [ivy.array(np.random.default_rng(i).normal(size=(2, 4))) for i in range(4)]
    runs = []
    for compiled in (False, True):
        net, _ = dropping()
        net.to_backend("jax").seed(1)
        optimizer, losses, traces, batch = ivy.SGD(0.1), [], [], {}

        def loss_fn(v, net=net, traces=traces, batch=batch):
            traces.append(1)
            return ivy.mean(net(batch["x"], v=v) ** 2)

        for batch["x"] in data:  # what the function reads may change, the program is the same
            loss, grads = ivy.execute_with_gradients(loss_fn, net.v, compile=compiled)
            net.v = optimizer.step(net.v, grads)
            losses.append(float(loss))
        runs.append((losses, len(traces)))
    np.testing.assert_allclose(runs[1][0], runs[0][0], 1e-5)
    assert runs[0][1] == 4 and runs[1][1] == 2
