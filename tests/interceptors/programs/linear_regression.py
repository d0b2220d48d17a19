"""Least squares by the normal equations, and the coefficient of determination."""

import numpy as np


def main(count=50):
    rng = np.random.default_rng(2)
    x = rng.uniform(-3, 3, (count, 2))
    y = x @ np.array([2.0, -1.0]) + 0.5 + 0.1 * rng.normal(size=count)
    design = np.column_stack([np.ones(count), x])
    weights = np.linalg.solve(design.T @ design, design.T @ y)
    residual = y - design @ weights
    r2 = 1 - (residual @ residual) / np.sum((y - y.mean()) ** 2)
    return weights, r2, float(np.round(r2, 3))
