"""`jax.scipy.special`."""
