"""Each optimizer against its namesake in PyTorch or Optax, on every backend; schedules; clipping."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch

import ivy
from ivy._core.backend import load

optax = pytest.importorskip("optax")
RNG = np.random.default_rng(0)
SHAPES = {"a": (3, 4), "b": (4,), "c": (2, 3, 4)}
START = {k: RNG.normal(size=s).astype("f4") for k, s in SHAPES.items()}
GRADS = [{k: RNG.normal(size=s).astype("f4") for k, s in SHAPES.items()} for _ in range(5)]


def by_torch(make):
    parameters = {k: torch.nn.Parameter(torch.tensor(x)) for k, x in START.items()}
    optimizer = make(list(parameters.values()))
    for grads in GRADS:
        for k, p in parameters.items():
            p.grad = torch.tensor(grads[k])
        optimizer.step()
    return {k: p.detach().numpy() for k, p in parameters.items()}


def by_optax(transformation):
    v = jax.tree.map(jnp.asarray, START)
    state = transformation.init(v)
    for grads in GRADS:
        updates, state = transformation.update(jax.tree.map(jnp.asarray, grads), state, v)
        v = optax.apply_updates(v, updates)
    return v


def by_ivy(optimizer, backend):
    upload = load(backend).from_numpy
    v = {k: upload(x) for k, x in START.items()}
    for grads in GRADS:
        v = optimizer.step(v, {k: upload(g) for k, g in grads.items()})
    return v


T = torch.optim
PAIRS = {
    "SGD": (lambda: ivy.SGD(0.1), lambda p: T.SGD(p, 0.1)),
    "momentum": (
        lambda: ivy.SGD(0.1, 0.9, dampening=0.1, weight_decay=0.1),
        lambda p: T.SGD(p, 0.1, 0.9, dampening=0.1, weight_decay=0.1),
    ),
    "nesterov": (
        lambda: ivy.SGD(0.1, 0.9, nesterov=True),
        lambda p: T.SGD(p, 0.1, 0.9, nesterov=True),
    ),
    "Adam": (
        lambda: ivy.Adam(0.1, weight_decay=0.1),
        lambda p: T.Adam(p, 0.1, weight_decay=0.1),
    ),
    "AdamW": (lambda: ivy.AdamW(0.1), lambda p: T.AdamW(p, 0.1)),
    "RMSprop": (lambda: ivy.RMSprop(0.1), lambda p: T.RMSprop(p, 0.1)),
    "centered": (
        lambda: ivy.RMSprop(0.1, momentum=0.9, centered=True, weight_decay=0.1),
        lambda p: T.RMSprop(p, 0.1, momentum=0.9, centered=True, weight_decay=0.1),
    ),
    "Adagrad": (
        lambda: ivy.Adagrad(0.1, rate_decay=0.1, initial_accumulator=0.2, weight_decay=0.1),
        lambda p: T.Adagrad(p, 0.1, lr_decay=0.1, initial_accumulator_value=0.2, weight_decay=0.1),
    ),
    "Adafactor": (
        lambda: ivy.Adafactor(0.1, weight_decay=0.1),
        lambda p: T.Adafactor(p, 0.1, weight_decay=0.1),
    ),
    "LAMB": (lambda: ivy.LAMB(0.1, weight_decay=0.1), optax.lamb(0.1, weight_decay=0.1)),
    "LARS": (
        lambda: ivy.LARS(0.1, weight_decay=0.1, nesterov=True),
        optax.lars(0.1, weight_decay=0.1, nesterov=True),
    ),
    "Lion": (lambda: ivy.Lion(0.1), optax.lion(0.1)),
    "masked": (
        lambda: ivy.AdamW(0.1, weight_decay=0.1, mask=lambda name: name != "b"),
        optax.adamw(0.1, weight_decay=0.1, mask={"a": True, "b": False, "c": True}),
    ),
    "schedule": (
        lambda: ivy.Adam(ivy.schedules.cosine_decay(0.1, 4)),
        optax.adam(optax.cosine_decay_schedule(0.1, 4)),
    ),
}


@pytest.mark.parametrize("backend", ["numpy", "jax", "torch", "tensorflow"])
@pytest.mark.parametrize("name", PAIRS)
def test_equals_its_namesake(name, backend):
    make, native = PAIRS[name]
    wanted = by_torch(native) if callable(native) else by_optax(native)
    got = by_ivy(make(), backend)
    for k, x in wanted.items():
        np.testing.assert_allclose(np.asarray(got[k]), x, 1e-5, 1e-5)


def test_schedules_equal_those_of_optax():
    S = ivy.schedules
    pairs = [
        (S.linear(1.0, 0.1, 5), optax.linear_schedule(1.0, 0.1, 5)),
        (S.polynomial(1.0, 0.1, 5, 2.0, 2), optax.polynomial_schedule(1.0, 0.1, 2.0, 5, 2)),
        (S.cosine_decay(1.0, 5, 0.1), optax.cosine_decay_schedule(1.0, 5, 0.1)),
        (S.exponential_decay(1.0, 3, 0.5), optax.exponential_decay(1.0, 3, 0.5)),
        (S.step_decay(1.0, 3, 0.5), optax.exponential_decay(1.0, 3, 0.5, staircase=True)),
        (
            S.piecewise_constant(1.0, {2: 0.5, 4: 0.1}),
            optax.piecewise_constant_schedule(1.0, {2: 0.5, 4: 0.1}),
        ),
        (
            S.warmup_cosine(0.0, 1.0, 3, 8, 0.1),
            optax.warmup_cosine_decay_schedule(0.0, 1.0, 3, 8, 0.1),
        ),
    ]
    for ours, theirs in pairs:
        for step in range(10):
            assert abs(ours(step) - float(theirs(step))) < 1e-6


def test_clipping_equals_that_of_pytorch():
    grads = [torch.tensor(g) for g in GRADS[0].values()]
    parameters = [torch.nn.Parameter(torch.zeros_like(g)) for g in grads]
    for p, g in zip(parameters, grads, strict=True):
        p.grad = g.clone()
    norm = torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    clipped, own = ivy.clip_grad_norm(GRADS[0], 1.0)
    assert abs(float(own) - norm.item()) < 1e-5
    for p, g in zip(parameters, clipped.values(), strict=True):
        np.testing.assert_allclose(g, p.grad, 1e-5)
    v = ivy.SGD(1.0, clip_norm=1.0).step({k: 0 * x for k, x in START.items()}, GRADS[0])
    np.testing.assert_allclose(v["a"], -parameters[0].grad, 1e-5)


def test_an_ivy_array_stays_one_and_wrong_gradients_are_told():
    v = {"w": ivy.ones((2,))}
    assert isinstance(ivy.SGD(0.1).step(v, {"w": ivy.ones((2,))})["w"], ivy.Array)
    with pytest.raises(ivy.IvyError, match=r"gradient of w .* \[3\].*\[2\]"):
        ivy.SGD(0.1).step(v, {"w": ivy.ones((3,))})
    with pytest.raises(ivy.IvyError, match="the gradients are"):
        ivy.SGD(0.1).step(v, {"u": ivy.ones((2,))})
    with pytest.raises(ValueError, match="nesterov"):
        ivy.SGD(0.1, nesterov=True)
