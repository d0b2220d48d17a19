"""Averages of a price over windows, crossings of two of them, and the largest loss."""

import numpy as np


def average(x, width):
    total = np.cumsum(np.insert(x, 0, 0.0))
    return (total[width:] - total[:-width]) / width


def main(days=80):
    rng = np.random.default_rng(16)
    price = 100 * np.exp(np.cumsum(0.01 * rng.standard_normal(days)))
    fast, slow = average(price, 5), average(price, 20)
    above = fast[-len(slow) :] > slow
    crossings = np.flatnonzero(np.diff(above.astype(int)))
    peak = np.maximum.accumulate(price)
    return (
        fast,
        crossings,
        ((price - peak) / peak).min(),
        np.convolve(price, np.ones(3) / 3, "valid"),
    )
