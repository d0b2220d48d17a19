"""Pi by random points in a square, with its standard error."""

import numpy as np


def main(count=2000):
    rng = np.random.default_rng(11)
    x, y = rng.random((2, count))
    inside = x**2 + y**2 < 1
    estimates = 4 * np.cumsum(inside) / np.arange(1, count + 1)
    error = 4 * inside.std(ddof=1) / np.sqrt(count)
    return estimates[::100], error
