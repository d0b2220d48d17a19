"""Comparisons, logic and bits."""

import jax.numpy as jnp

bitwise_and = jnp.bitwise_and
bitwise_invert = jnp.invert
bitwise_left_shift = jnp.left_shift
bitwise_or = jnp.bitwise_or
bitwise_right_shift = jnp.right_shift
bitwise_xor = jnp.bitwise_xor
equal = jnp.equal
greater = jnp.greater
greater_equal = jnp.greater_equal
isfinite = jnp.isfinite
isinf = jnp.isinf
isnan = jnp.isnan
less = jnp.less
less_equal = jnp.less_equal
logical_and = jnp.logical_and
logical_not = jnp.logical_not
logical_or = jnp.logical_or
logical_xor = jnp.logical_xor
not_equal = jnp.not_equal
where = jnp.where
