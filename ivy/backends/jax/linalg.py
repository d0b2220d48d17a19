"""Linear algebra over the last two axes. Products are full precision on every device."""

import jax.numpy as jnp
import jax.scipy.linalg
import numpy as np
from jax import lax
from jax.lax import linalg

from ivy._core.specialization import specializes
from ivy.backends.jax import _adapters as like

matrix_transpose = jnp.matrix_transpose


def einsum(equation, arrays, /):
    return jnp.einsum(equation, *arrays, precision="highest")


def _product(x1, x2, /):
    half = x1.dtype.itemsize == 2 and jnp.issubdtype(x1.dtype, jnp.floating)
    return None if half else (jnp.matmul, (x1, x2), {"precision": "highest"})


@specializes(_product)
def matmul(x1, x2, /):
    if x1.dtype.itemsize == 2 and jnp.issubdtype(x1.dtype, jnp.floating):
        return _half_matmul(x1, x2)
    return jnp.matmul(x1, x2, precision="highest")


@like.fused
def _half_matmul(x1, x2):
    wide = lax.platform_dependent(x1, x2, cpu=_widened_matmul, default=_accumulating_matmul)
    return wide.astype(x1.dtype)


def _accumulating_matmul(x1, x2):
    return jnp.matmul(x1, x2, precision="highest", preferred_element_type=jnp.float32)


def _widened_matmul(x1, x2):
    # jaxlib 0.10.2: XLA:CPU has no bfloat16 kernel with a float32 result for some transposed operands
    return jnp.matmul(x1.astype(jnp.float32), x2.astype(jnp.float32), precision="highest")


def matrix_diagonal(x, /):
    return jnp.diagonal(x, axis1=-2, axis2=-1)


@like.fused
def matrix_exp(x, /):
    wide = jnp.promote_types(x.dtype, jnp.float64)  # squaring in float32 loses half of the digits
    return jax.scipy.linalg.expm(x.astype(wide)).astype(x.dtype)


def solve_triangular(x1, x2, /, *, upper=False, unit_diagonal=False):
    batch = np.broadcast_shapes(x1.shape[:-2], x2.shape[:-2])
    return linalg.triangular_solve(
        jnp.broadcast_to(x1, batch + x1.shape[-2:]),
        jnp.broadcast_to(x2, batch + x2.shape[-2:]),
        left_side=True,
        lower=not upper,
        unit_diagonal=unit_diagonal,
    )
