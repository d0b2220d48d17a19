"""Levenshtein's distance of two words, row by row."""

import numpy as np


def main(first="kitten sitting", second="sitting kitten"):
    a, b = (np.frombuffer(w.encode(), dtype=np.uint8) for w in (first, second))
    row = np.arange(len(b) + 1)
    for i, letter in enumerate(a):
        new = np.empty_like(row)
        new[0] = i + 1
        change = row[:-1] + (b != letter)
        new[1:] = np.minimum(change, row[1:] + 1)
        row = np.minimum.accumulate(new - np.arange(len(new))) + np.arange(len(new))
    return row, int(row[-1])
