"""A Kalman filter of a moving point whose position is measured."""

import numpy as np


def main(steps=15):
    rng = np.random.default_rng(10)
    move = np.array([[1.0, 1.0], [0.0, 1.0]])
    seen = np.array([[1.0, 0.0]])
    noise, error = 0.01 * np.eye(2), np.array([[0.5]])
    state, covariance = np.zeros(2), np.eye(2)
    truth = np.arange(steps) * 0.9
    measured = truth + np.sqrt(0.5) * rng.standard_normal(steps)
    found = []
    for z in measured:
        state = move @ state
        covariance = move @ covariance @ move.T + noise
        gain = covariance @ seen.T @ np.linalg.inv(seen @ covariance @ seen.T + error)
        state = state + gain @ (z - seen @ state)
        covariance = (np.eye(2) - gain @ seen) @ covariance
        found.append(state)
    return np.vstack(found), covariance
