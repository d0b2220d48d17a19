"""LU factors with partial pivoting, in place, and the solution by substitution."""

import numpy as np


def main(size=5):
    rng = np.random.default_rng(9)
    a, b = rng.normal(size=(size, size)), rng.normal(size=size)
    lu, order = a.copy(), np.arange(size)
    for k in range(size - 1):
        p = k + np.argmax(np.abs(lu[k:, k]))
        if p != k:
            lu[[k, p]] = lu[[p, k]]
            order[[k, p]] = order[[p, k]]
        lu[k + 1 :, k] /= lu[k, k]
        lu[k + 1 :, k + 1 :] -= np.outer(lu[k + 1 :, k], lu[k, k + 1 :])
    x = b[order]
    for i in range(size):
        x[i] -= lu[i, :i] @ x[:i]
    for i in reversed(range(size)):
        x[i] = (x[i] - lu[i, i + 1 :] @ x[i + 1 :]) / lu[i, i]
    return x, np.allclose(a @ x, b), order
