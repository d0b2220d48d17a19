"""JAX's API written with ivy functions: `import ivy.frontends.jax as jax`.

Every function stands under its native path (`jax.lax.clamp`). Dtypes are Ivy's own. Beside it stand
JAX's primitives, from which JAX itself derives what `jnp`, `lax`, `grad` and `vmap` offer: that is
what the interceptor needs.
"""

from ivy.frontends.jax._array import FRONTEND as _FRONTEND
from ivy.frontends.jax._array import Array
from ivy.frontends.jax._configuration import config, enable_x64

_FRONTEND.expose(__name__)

from ivy.frontends.jax import _methods  # noqa: E402 - made of functions that are there only now

_methods.give()
