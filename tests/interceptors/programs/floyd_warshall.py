"""Shortest paths between all pairs of nodes."""

import numpy as np


def main(size=8):
    rng = np.random.default_rng(6)
    distance = rng.integers(1, 20, (size, size)).astype(float)
    distance[rng.random((size, size)) > 0.5] = np.inf
    np.fill_diagonal(distance, 0)
    for k in range(size):
        np.minimum(distance, distance[:, k, None] + distance[None, k, :], out=distance)
    return distance, np.isfinite(distance).sum()
