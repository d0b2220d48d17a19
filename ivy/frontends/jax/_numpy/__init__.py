"""`jax.numpy`: the functions shared with NumPy, by JAX's rules of dtypes and errors."""
