"""A sharpening kernel over an image of bytes, by shifted windows and by sliding windows."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def main(size=12):
    rng = np.random.default_rng(3)
    image = rng.integers(0, 256, (size, size)).astype(np.uint8)
    kernel = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
    padded = np.pad(image.astype(np.int32), 1, mode="edge")
    shifted = np.zeros(image.shape, np.int32)
    for i in range(3):
        for j in range(3):
            shifted += kernel[i, j] * padded[i : i + size, j : j + size]
    windows = sliding_window_view(padded, (3, 3))
    summed = np.einsum("ijkl,kl->ij", windows, kernel)
    return np.clip(shifted, 0, 255).astype(np.uint8), np.array_equal(shifted, summed)
