"""`jax.nn`: activations, normalisation, attention and initializers."""
