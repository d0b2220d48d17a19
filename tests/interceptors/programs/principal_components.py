"""Principal components of correlated points, by the SVD of the centred data."""

import numpy as np


def main(count=60):
    rng = np.random.RandomState(4)
    data = rng.randn(count, 2) @ np.array([[3.0, 0.4], [0.4, 0.5]]) + [5, -2]
    centred = data - data.mean(axis=0)
    _, scale, axes = np.linalg.svd(centred, full_matrices=False)
    axes = axes * np.sign(axes[:, :1])
    explained = scale**2 / np.sum(scale**2)
    return centred @ axes.T, explained, np.cov(data, rowvar=False)
