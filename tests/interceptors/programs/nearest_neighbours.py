"""Classification by the five nearest neighbours."""

import numpy as np


def main(count=40):
    rng = np.random.default_rng(19)
    labels = rng.integers(0, 3, count)
    points = rng.normal(size=(count, 2)) + 3 * labels[:, np.newaxis]
    test = points[:8] + 0.1
    squares = (test**2).sum(1)[:, None] + (points**2).sum(1) - 2 * test @ points.T
    nearest = np.argpartition(squares, 5, axis=1)[:, :5]
    votes = np.take(labels, nearest)
    found = np.array([np.bincount(v, minlength=3).argmax() for v in votes])
    return (
        found,
        np.sort(np.take_along_axis(squares, nearest, axis=1), axis=1),
        np.mean(found == labels[:8]),
    )
