"""A PyTorch network and loss, trained by JAX: `jax.jit`, `jax.grad`, and nothing of PyTorch's training.

The network learns to tell two spirals apart. Afterwards it is an ordinary PyTorch module again.
"""

import jax
import jax.numpy as jnp
import numpy as np
import torch
from torch import nn

import ivy


def spirals(count=200, seed=0):
    """Points of two spirals, and which one each belongs to."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % 2
    turn = 3 * np.sqrt(rng.uniform(size=count)) + np.pi * labels
    points = np.stack([np.cos(turn), np.sin(turn)], 1) * (turn - np.pi * labels)[:, None]
    return jnp.asarray(points, jnp.float32), jnp.asarray(labels)


def network():
    """An ordinary PyTorch module."""
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(2, 32), nn.BatchNorm1d(32), nn.GELU(), nn.Linear(32, 2))


def main(steps=200):
    """Trains, prints the loss and the accuracy, and returns the accuracy of the native module."""
    net = network()
    module = ivy.wrap(net, "jax", fallback="error")
    cross_entropy = ivy.wrap(nn.functional.cross_entropy, "jax", fallback="error")
    points, labels = spirals()

    def loss(params, state):
        scores, state = module.apply(params, points, state=state)
        return cross_entropy(scores, labels), state

    @jax.jit
    def step(params, state):
        (value, state), slopes = jax.value_and_grad(loss, has_aux=True)(params, state)
        return jax.tree.map(lambda p, s: p - 0.5 * s, params, slopes), state, value

    params, state = module.params, module.state
    for i in range(steps):
        params, state, value = step(params, state)
        if i % 50 == 0 or i == steps - 1:
            print(f"step {i:3}: loss {value:.4f}")
    module.params, module.state = params, state

    trained = ivy.to_source(module.eval())
    with torch.no_grad():
        right = trained(torch.tensor(np.asarray(points))).argmax(1).numpy() == np.asarray(labels)
    print(f"the PyTorch module tells {right.mean():.1%} of the points")
    return right.mean()


if __name__ == "__main__":
    main()
