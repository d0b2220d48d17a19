"""The weather as a Markov chain: its stationary distribution and a sampled path."""

import numpy as np


def main(days=30):
    change = np.array([[0.8, 0.15, 0.05], [0.3, 0.4, 0.3], [0.2, 0.3, 0.5]])
    values, vectors = np.linalg.eig(change.T)
    stationary = np.real(vectors[:, np.argmax(values.real)])
    stationary = stationary / stationary.sum()
    rng = np.random.default_rng(15)
    path, state = [], 0
    for _ in range(days):
        state = rng.choice(3, p=change[state])
        path.append(state)
    powers = np.linalg.matrix_power(change, 50)
    return stationary, np.array(path), np.allclose(powers[0], stationary)
