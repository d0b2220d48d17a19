"""Edges of a drawn disc, by Sobel's gradients."""

import numpy as np


def main(size=16):
    y, x = np.mgrid[:size, :size]
    disc = ((x - size / 2) ** 2 + (y - size / 2) ** 2 < (size / 3) ** 2).astype(np.float32)
    padded = np.pad(disc, 1)
    across = padded[:, 2:] - padded[:, :-2]
    across = across[:-2] + 2 * across[1:-1] + across[2:]
    down = padded[2:] - padded[:-2]
    down = down[:, :-2] + 2 * down[:, 1:-1] + down[:, 2:]
    strength = np.hypot(across, down)
    angle = np.degrees(np.arctan2(down, across))
    return strength, (strength > strength.mean()).sum(), np.round(angle).astype(int) % 180
