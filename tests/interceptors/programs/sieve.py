"""Primes by the sieve of Eratosthenes, and the gaps between them."""

import numpy as np


def main(limit=120):
    is_prime = np.ones(limit + 1, dtype=bool)
    is_prime[:2] = False
    for n in range(2, int(limit**0.5) + 1):
        if is_prime[n]:
            is_prime[n * n :: n] = False
    primes = np.flatnonzero(is_prime)
    gaps = np.diff(primes)
    return primes, np.unique(gaps, return_counts=True)
