"""JAX's primitives written with ivy functions.

What `jnp`, `lax`, `grad` and `vmap` offer is derived by JAX itself from these, so a frontend of
primitives is enough for the interceptor.
"""
