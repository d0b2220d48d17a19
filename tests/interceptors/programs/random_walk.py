"""Walks on a lattice: where they end, and how far they got."""

import numpy as np


def main(walks=6, steps=40):
    np.random.seed(12)
    moves = np.array([[1, 0], [-1, 0], [0, 1], [0, -1]])
    paths = moves[np.random.randint(0, 4, size=(walks, steps))].cumsum(axis=1)
    distance = np.hypot(paths[..., 0], paths[..., 1])
    return paths[:, -1], distance.max(axis=1), np.argmax(distance, axis=1)
