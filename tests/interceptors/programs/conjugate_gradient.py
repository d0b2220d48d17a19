"""Conjugate gradients on a symmetric positive definite system."""

import numpy as np
from numpy import zeros


def main(size=20):
    rng = np.random.RandomState(7)
    a = rng.rand(size, size)
    a = a @ a.T + size * np.eye(size)
    b = rng.rand(size)
    x = zeros(size)
    r = b - a.dot(x)
    p = r.copy()
    rs = r.dot(r)
    steps = 0
    while np.sqrt(rs) > 1e-10:
        ap = a.dot(p)
        alpha = rs / p.dot(ap)
        x += alpha * p
        r -= alpha * ap
        new = r.dot(r)
        p = r + (new / rs) * p
        rs = new
        steps += 1
    return x, steps, np.allclose(a @ x, b)
