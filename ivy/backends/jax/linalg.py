"""Linear algebra over the last two axes."""

import jax.numpy as jnp

matmul = jnp.matmul
