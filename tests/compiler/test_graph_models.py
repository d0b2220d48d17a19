"""A sample of `tests/conformance/graph_models.py`, and kinds of faults that whole models have."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch
from support import graph_models as models
from torch import nn

import ivy


@pytest.mark.parametrize(
    ("name", "backends"), [("T5", ("numpy", "torch")), ("ViT", ("jax", "tensorflow"))]
)
def test_models_of_transformers(name, backends):
    model = models.MODELS[f"{name}, Hugging Face"]()
    for backend in backends:
        errors = models.measured(model, backend)
        assert all(e <= models.BOUNDS[k] for k, e in errors.items()), (backend, errors)


def gradients(graph, x):
    """The gradient of the sum of the outputs in the input, by each backend that has one."""
    program = graph.to_backend("jax")
    yield jax.grad(lambda v: program.apply(program.params, {}, v)[0].sum())(jnp.asarray(x))
    program, leaf = graph.to_backend("torch"), torch.tensor(x, requires_grad=True)
    program.apply(program.params, {}, leaf)[0].sum().backward()
    yield leaf.grad
    import tensorflow as tf

    program, leaf = graph.to_backend("tensorflow"), tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(leaf)
        loss = tf.reduce_sum(program.apply(program.params, {}, leaf)[0])
    yield tf.convert_to_tensor(tape.gradient(loss, leaf))


@pytest.mark.parametrize("layer", [nn.ReLU(), nn.ReLU(inplace=True), nn.ReLU6(), nn.Hardtanh()])
def test_gradients_at_kinks(layer):
    x = torch.tensor([-1.0, -0.5, 0.0, 0.5, 1.0, 6.0])
    leaf = x.clone().requires_grad_()
    layer(leaf * 1).sum().backward()
    for found in gradients(ivy.compile_graph(lambda x: layer(x * 1), x), x.numpy()):
        np.testing.assert_array_equal(np.asarray(found), leaf.grad)


@pytest.mark.parametrize("function", [jax.nn.relu, jax.nn.relu6])
def test_rules_of_jax_for_derivatives(function):
    x = np.asarray([-1.0, 0.0, 0.5, 6.0], "f4")
    for found in gradients(ivy.compile_graph(function, jnp.asarray(x)), x):
        np.testing.assert_array_equal(np.asarray(found), jax.vmap(jax.grad(function))(x))


def test_a_rule_of_the_user_for_a_derivative_is_told():
    @jax.custom_jvp
    def double(x):
        return x * 2

    double.defjvp(lambda primals, tangents: (primals[0] * 2, tangents[0] * 7))
    with pytest.warns(UserWarning, match="double"):
        ivy.compile_graph(double, jnp.ones(3))


@pytest.mark.parametrize(
    "layer",
    [
        nn.Conv2d(4, 8, 3, padding=1, groups=4),
        nn.Conv2d(4, 4, 3, stride=2, dilation=2, groups=4),
        nn.Conv2d(6, 4, (3, 2), stride=(1, 2), groups=2),
        nn.Conv1d(4, 4, 4, padding=3, groups=4),
    ],
)
def test_gradients_of_convolutions_in_groups(layer):
    x = torch.randn(2, layer.in_channels, *(9,) * (layer.weight.ndim - 2), requires_grad=True)
    layer(x).sum().backward()
    for found in gradients(ivy.compile_graph(layer, x), x.detach().numpy()):
        np.testing.assert_allclose(np.asarray(found), x.grad, 1e-5, 1e-5)


def test_an_op_that_a_backend_takes_apart():
    q, k = torch.randn(1, 1, 3, 8), torch.randn(1, 1, 6, 8)
    graph = ivy.compile_graph(
        lambda q, k: nn.functional.scaled_dot_product_attention(q, k, k, is_causal=True), q, k
    )
    out = graph.to_backend("torch")(q, k)
    torch.testing.assert_close(
        out, nn.functional.scaled_dot_product_attention(q, k, k, is_causal=True)
    )


def test_the_largest_number_is_not_rounded_above_itself():
    x = torch.tensor([1.0, 2.0])
    graph = ivy.compile_graph(lambda x: x.masked_fill(x > 1, torch.finfo(x.dtype).min), x)
    names = {}
    exec(graph.source("torch"), names)
    assert names["forward"](x)[1] == torch.finfo(torch.float32).min


@pytest.mark.parametrize(
    "function",
    [torch.linalg.solve, lambda a, b: torch.linalg.ldl_solve(*torch.linalg.ldl_factor(a), b)],
)
def test_source_text_has_the_routines_of_lapack(function):
    a, b = torch.randn(2, 4, 4), torch.randn(2, 4, 3)
    a = a + a.mT
    graph, names = ivy.compile_graph(function, a, b, dynamic="specialize"), {}
    exec(graph.source("numpy"), names)
    np.testing.assert_allclose(names["forward"](a.numpy(), b.numpy()), function(a, b), 1e-3, 1e-3)


@pytest.mark.parametrize(
    "layer",
    [
        nn.Sequential(nn.Conv2d(3, 4, 3, padding="same"), nn.BatchNorm2d(4), nn.MaxPool2d(3, 2, 1)),
        nn.Sequential(nn.Conv1d(3, 4, 2, padding=1), nn.MaxPool1d(2, dilation=2)),
        nn.Sequential(nn.Conv2d(3, 4, (1, 3), padding=(0, 1)), nn.MaxPool2d(2, ceil_mode=True)),
        nn.Sequential(nn.ConvTranspose2d(3, 4, 3, 2, 1, 1), nn.ReLU(), nn.MaxPool2d((2, 1))),
    ],
)
def test_layers_that_pytorch_has_itself(layer):
    layer.eval()
    x = torch.randn(2, 3, *(7,) * (layer[0].weight.ndim - 2), requires_grad=True)
    wanted = layer(x)
    wanted.sum().backward()
    program, leaf = ivy.compile_graph(layer, x).to_backend("torch"), x.detach().requires_grad_()
    out = program.apply(program.params, program.state, leaf)[0]
    out.sum().backward()
    torch.testing.assert_close(out, wanted)
    torch.testing.assert_close(leaf.grad, x.grad)
