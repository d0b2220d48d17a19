"""A polynomial through noisy points, its roots and its derivative."""

import numpy as np


def main():
    rng = np.random.default_rng(14)
    x = np.linspace(-2, 2, 25)
    y = np.polyval([1.0, 0.0, -2.0, 0.5], x) + 0.01 * rng.normal(size=x.size)
    found = np.polyfit(x, y, 3)
    slopes = np.polyval(np.polyder(found), x)
    roots = np.sort(np.roots(np.round(found, 1)).real)
    return found, slopes, np.trapezoid(y, x), roots
