"""A network of two layers that learns XOR by back-propagation written by hand."""

import numpy as np


def main(steps=60):
    rng = np.random.default_rng(8)
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float64)
    y = np.array([[0.0], [1.0], [1.0], [0.0]])
    w1, b1 = rng.normal(size=(2, 6)), np.zeros(6)
    w2, b2 = rng.normal(size=(6, 1)), np.zeros(1)
    for _ in range(steps):
        hidden = np.tanh(x @ w1 + b1)
        out = 1 / (1 + np.exp(-(hidden @ w2 + b2)))
        d_out = out - y
        d_hidden = d_out @ w2.T * (1 - hidden**2)
        w2 -= 0.3 * hidden.T @ d_out
        b2 -= 0.3 * d_out.sum(axis=0)
        w1 -= 0.3 * x.T @ d_hidden
        b1 -= 0.3 * d_hidden.sum(axis=0)
    return out, w1, np.mean((out - y) ** 2)
