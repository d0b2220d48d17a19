"""Modules of other libraries, made of an `ivy.Module`."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch

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
