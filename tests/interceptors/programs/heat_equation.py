"""The heat equation on a plate, by views that are kept over all steps."""

import numpy as np


def main(size=20):
    plate = np.zeros((size, size))
    plate[0, :] = 1.0
    inner = plate[1:-1, 1:-1]
    north, south = plate[:-2, 1:-1], plate[2:, 1:-1]
    west, east = plate[1:-1, :-2], plate[1:-1, 2:]
    for _ in range(10):
        inner += 0.1 * (north + south + west + east - 4 * inner)
    plate[::-1][0] = 5
    return plate
