"""`jax.random`: Threefry, to the last bit."""
