"""`numpy.linalg` and `numpy.fft`."""

from frontends.cases.shared_linalg import fourier_cases, linalg_cases

CASES = [*linalg_cases("numpy"), *fourier_cases("numpy")]
