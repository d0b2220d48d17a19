"""JAX's API written with ivy functions: `import ivy.frontends.jax as jax`.

Every function has its native path (`jax.lax.clamp`). Dtypes are Ivy's own. The interceptor needs only
JAX's primitives (`jax.primitive.*`), from which JAX itself derives `jnp`, `lax`, `grad` and `vmap`.
"""

from ivy.frontends.jax._array import FRONTEND as _FRONTEND
from ivy.frontends.jax._array import Array
from ivy.frontends.jax._configuration import config, enable_x64

_FRONTEND.expose(__name__)

from ivy.frontends.jax import _methods  # noqa: E402 - derived from functions that now exist

_methods.give()
