"""Lloyd's algorithm with centres drawn from the data."""

import numpy as np


def main(count=90, k=3, steps=10):
    np.random.seed(0)
    points = np.concatenate([np.random.randn(count // k, 2) + 4 * i for i in range(k)])
    centres = points[np.random.choice(len(points), k, replace=False)]
    for _ in range(steps):
        distances = np.linalg.norm(points[:, None, :] - centres[None], axis=2)
        labels = distances.argmin(axis=1)
        moved = np.array([points[labels == j].mean(axis=0) for j in range(k)])
        if np.allclose(moved, centres):
            break
        centres = moved
    return centres, labels, np.bincount(labels, minlength=k)
