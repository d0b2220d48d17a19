"""Gravitation between bodies, and their kinetic energy."""

import numpy as np


def main(count=8, steps=5):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(count, 3))
    v = np.zeros_like(x)
    mass = rng.uniform(0.5, 1, size=count)
    for _ in range(steps):
        d = x[None, :, :] - x[:, None, :]
        r2 = (d**2).sum(-1) + 1e-2
        a = (d * (mass[None, :] / (r2 * np.sqrt(r2)))[:, :, None]).sum(1)
        v += 0.01 * a
        x += 0.01 * v
    return x, 0.5 * np.sum(mass * np.einsum("ij,ij->i", v, v))
