"""Eigenvalues of a symmetric matrix by the QR algorithm."""

import numpy as np


def main(size=4, steps=60):
    rng = np.random.default_rng(18)
    a = rng.normal(size=(size, size))
    a = a + a.T
    work = a.copy()
    for _ in range(steps):
        q, r = np.linalg.qr(work)
        work = r @ q
    found = np.sort(np.diag(work))
    return np.round(found, 5), np.round(np.linalg.eigvalsh(a), 5), np.trace(a), np.linalg.det(a)
