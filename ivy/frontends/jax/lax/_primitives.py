"""JAX's primitives that are functions of `jax.lax` without their checks.

JAX has checked the arguments of a primitive when it was bound, and its dtypes are what they are: no
64-bit type becomes a 32-bit one. So a primitive is the `unchecked` operation of the function, with the
primitive's parameters for the function's arguments. To add one, add its name.
"""

from ivy.frontends import _publish
from ivy.frontends.jax import _adapters as like
from ivy.frontends.jax.lax import _elementwise, _reductions

_UNARY = """
    abs acos acosh asin asinh atan atanh bessel_i0e bessel_i1e cbrt ceil clz cos cosh digamma erf erfc
    erf_inv exp expm1 floor imag is_finite lgamma log log1p logistic neg population_count real rsqrt
    sign sin sinh sqrt square tan tanh
""".split()
_BINARY = """
    add eq ge gt igamma igammac le lt max min ne nextafter shift_right_arithmetic sub zeta
""".split()
_REDUCTIONS = "reduce_and reduce_max reduce_min reduce_or reduce_sum".split()

for _adapter, _table, _names in (
    (like.unary, _elementwise, _UNARY),
    (like.binary, _elementwise, _BINARY),
    (like.reduction, _reductions, _REDUCTIONS),
    (like.position, _reductions, ["argmax"]),
):
    globals().update({name: _adapter(getattr(_table, name).unchecked) for name in _names})

add_any = like.binary(_elementwise.add.unchecked)
and_ = like.binary(_elementwise.bitwise_and.unchecked)
not_ = like.unary(_elementwise.bitwise_not.unchecked)
or_ = like.binary(_elementwise.bitwise_or.unchecked)
xor = like.binary(_elementwise.bitwise_xor.unchecked)

_publish.publish(__name__, native="jax.primitive")
