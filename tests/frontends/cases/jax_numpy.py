"""`jax.numpy`, with its `linalg` and `fft`."""

from frontends.cases.shared_linalg import fourier_cases, linalg_cases
from frontends.cases.shared_numpy import main_cases

CASES = [*main_cases("jax.numpy"), *linalg_cases("jax.numpy"), *fourier_cases("jax.numpy")]
