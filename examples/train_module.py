"""A PyTorch model as an `ivy.Module`: trained on JAX by Ivy's optimizer, then by other libraries' own.

The same model is trained three times: in `ivy.execute_with_gradients`, as a module of Flax with Optax,
and as a model of Keras with `fit`. The Flax one is saved and loaded by Flax, the Keras one by Keras.
"""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")

import flax.serialization
import jax
import jax.numpy as jnp
import keras
import numpy as np
import optax
import torch
from torch import nn

import ivy

RATE = 1e-2


def network():
    """An ordinary PyTorch module as an `ivy.Module`."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(2, 32), nn.BatchNorm1d(32), nn.GELU(), nn.Linear(32, 1))
    return ivy.to_ivy_module(net)


def data(count=128):
    """Points, and what is to be learnt of them: the product of their coordinates."""
    x = np.random.default_rng(0).uniform(-1, 1, size=(count, 2)).astype(np.float32)
    return x, x[:, :1] * x[:, 1:]


def by_ivy(steps, backend="jax"):
    """`ivy.Adam`, on any backend."""
    net = network().compile_graph().to_backend(backend)
    x, target = map(ivy.array, data())
    optimizer = ivy.Adam(RATE)

    def loss_fn(v):
        return ivy.reduce_mean((net(x, v=v) - target) ** 2)

    losses = []
    for _ in range(steps):
        loss, grads = ivy.execute_with_gradients(loss_fn, net.v, compile=backend == "jax")
        net.v = optimizer.step(net.v, grads)
        losses.append(float(loss))
    return losses


def by_flax(steps, folder):
    """A module of Flax, `optax.adam`, `flax.serialization`."""
    net = network().to_flax_module()
    x, target = map(jnp.asarray, data())
    variables = net.init(jax.random.key(0), x)
    params, state = variables["params"], {"batch_stats": variables["batch_stats"]}
    optimizer = optax.adam(RATE)
    slots = optimizer.init(params)

    @jax.jit
    def step(params, state, slots):
        def loss_fn(params):
            out, new = net.apply(
                {"params": params, **state}, x, train=True, mutable=["batch_stats"]
            )
            return jnp.mean((out - target) ** 2), new

        (loss, state), grads = jax.value_and_grad(loss_fn, has_aux=True)(params)
        updates, slots = optimizer.update(grads, slots)
        return loss, optax.apply_updates(params, updates), state, slots

    losses = []
    for _ in range(steps):
        loss, params, state, slots = step(params, state, slots)
        losses.append(float(loss))

    trained, file = {"params": params, **state}, Path(folder) / "net.msgpack"
    file.write_bytes(flax.serialization.to_bytes(trained))
    restored = flax.serialization.from_bytes(variables, file.read_bytes())
    assert jnp.array_equal(net.apply(restored, x), net.apply(trained, x))
    return losses


def by_keras(steps, folder):
    """A model of Keras, `fit`, `save_weights`."""
    net = network().to_keras_module()
    x, target = data()
    net.compile(optimizer=keras.optimizers.Adam(RATE, epsilon=1e-8), loss="mse")
    history = net.fit(x, target, batch_size=len(x), epochs=steps, verbose=0)

    file = Path(folder) / "net.weights.h5"
    net.save_weights(file)
    restored = network().to_keras_module()
    restored.load_weights(file)
    assert np.array_equal(restored.predict(x, verbose=0), net.predict(x, verbose=0))
    return history.history["loss"]


def main(steps=100):
    """Trains three times, and returns the losses."""
    with tempfile.TemporaryDirectory() as folder:
        runs = {
            "ivy.Adam on JAX": by_ivy(steps),
            "Flax and Optax": by_flax(steps, folder),
            "Keras, fit": by_keras(steps, folder),
        }
    for name, losses in runs.items():
        shown = " ".join(f"{x:.6f}" for x in losses[:: max(1, steps // 5)])
        print(f"{name:16} {shown} ... {losses[-1]:.6f}")
    print("saved and loaded by Flax and by Keras: the outputs are the same")
    return runs


if __name__ == "__main__":
    main()
