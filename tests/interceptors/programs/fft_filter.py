"""A low-pass filter of a noisy signal, in the frequency domain."""

import numpy as np


def main(count=256):
    rng = np.random.default_rng(1)
    t = np.linspace(0, 1, count, endpoint=False)
    signal = np.sin(2 * np.pi * 5 * t) + 0.5 * rng.standard_normal(count)
    spectrum = np.fft.rfft(signal)
    frequencies = np.fft.rfftfreq(count, d=1 / count)
    spectrum[frequencies > 12] = 0
    smooth = np.fft.irfft(spectrum, n=count)
    return smooth, np.abs(spectrum).max(), np.std(signal - smooth)
