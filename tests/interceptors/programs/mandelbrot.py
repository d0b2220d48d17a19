"""Escape times of the Mandelbrot set, by masks."""

import numpy as np
from numpy import zeros


def main(size=20):
    y, x = np.ogrid[-1.3 : 1.3 : size * 1j, -2 : 0.6 : size * 1j]
    c = x + 1j * y
    z = zeros(c.shape, complex)
    steps = zeros(c.shape, int)
    for _ in range(20):
        inside = np.abs(z) <= 2
        z[inside] = z[inside] ** 2 + c[inside]
        steps[inside] += 1
    return steps
