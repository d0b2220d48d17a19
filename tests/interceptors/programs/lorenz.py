"""The Lorenz attractor by Runge and Kutta's method of fourth order."""

import numpy as np


def slope(state, sigma=10.0, rho=28.0, beta=8 / 3):
    x, y, z = state
    return np.array([sigma * (y - x), x * (rho - z) - y, x * y - beta * z])


def main(steps=30, h=0.01):
    path = np.empty((steps + 1, 3))
    path[0] = 1.0, 1.0, 1.0
    for n in range(steps):
        s = path[n]
        k1 = slope(s)
        k2 = slope(s + h / 2 * k1)
        k3 = slope(s + h / 2 * k2)
        k4 = slope(s + h * k3)
        path[n + 1] = s + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return path, path.max(axis=0)
