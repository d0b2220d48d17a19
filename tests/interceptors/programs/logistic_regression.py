"""Logistic regression by gradient descent."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def main(count=60, steps=40):
    rng = np.random.default_rng(5)
    labels = np.repeat([0, 1], count // 2)
    x = rng.normal(size=(count, 2)) + 2 * labels[:, None]
    x = np.hstack([np.ones((count, 1)), x])
    w = np.zeros(3)
    losses = []
    for _ in range(steps):
        p = sigmoid(x @ w)
        losses.append(-np.mean(labels * np.log(p) + (1 - labels) * np.log(1 - p)))
        w -= 0.5 * x.T @ (p - labels) / count
    accuracy = np.mean((sigmoid(x @ w) > 0.5) == labels)
    return w, np.array(losses), accuracy
