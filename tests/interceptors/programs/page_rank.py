"""Page rank by power iteration on a small web."""

import numpy as np


def main(damping=0.85):
    links = np.zeros((6, 6))
    for source, sinks in enumerate([[1, 2], [3], [0, 3], [4, 5], [0], [2, 4]]):
        links[sinks, source] = 1.0 / len(sinks)
    rank = np.full(6, 1 / 6)
    for step in range(200):  # noqa: B007
        new = damping * links @ rank + (1 - damping) / 6
        if np.abs(new - rank).sum() < 1e-12:
            break
        rank = new
    return rank, np.argsort(-rank), step
