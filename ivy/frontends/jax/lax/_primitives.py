"""JAX's primitives that are functions of `jax.lax` without their checks.

JAX has checked the arguments of a primitive when it was bound, and its dtypes are what they are: no
64-bit type becomes a 32-bit one. So a primitive is the `unchecked` operation of the function, with the
primitive's parameters for the function's arguments, or the function itself with 64-bit types. To add
one, add its name.
"""

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.jax import _adapters as like
from ivy.frontends.jax.lax import _adapters as lax
from ivy.frontends.jax.lax import _elementwise, _kinds, _reductions, _shape, _slicing, _sorting

_UNARY = """
    abs acos acosh asin asinh atan atanh bessel_i0e bessel_i1e cbrt ceil clz cos cosh digamma erf erfc
    erf_inv exp expm1 floor imag is_finite lgamma log log1p logistic neg population_count real rsqrt
    sign sin sinh sqrt square tan tanh
""".split()
_BINARY = """
    add eq ge gt igamma igammac le lt max min ne nextafter shift_right_arithmetic sub zeta
""".split()
_REDUCTIONS = "reduce_and reduce_max reduce_min reduce_or reduce_prod reduce_sum reduce_xor".split()

for _adapter, _table, _names in (
    (like.unary, _elementwise, _UNARY),
    (like.binary, _elementwise, _BINARY),
    (like.reduction, _reductions, _REDUCTIONS),
    (like.position, _reductions, ["argmax", "argmin"]),
):
    globals().update({name: _adapter(getattr(_table, name).unchecked) for name in _names})

# whose parameters are the function's arguments, by their names
_SAME = {
    _elementwise: "atan2 clamp complex exp2 mulhi polygamma reduce_precision rem".split(),
    _reductions: "cumlogsumexp cummax cummin cumprod cumsum".split(),
    _shape: "rev tile unstack".split(),
    _sorting: ["top_k"],
}
for _table, _names in _SAME.items():
    globals().update({name: like.with_64_bits(getattr(_table, name)) for name in _names})


def regularized_incomplete_beta(a, b, x):
    return lax.wide(ivy.betainc)(a, b, x)


@like.with_64_bits
def conj(x, *, input_dtype):
    return _elementwise.conj(x)


@like.with_64_bits
def round(x, *, rounding_method):
    return _elementwise.round(x, _kinds.RoundingMethod[rounding_method])


@like.with_64_bits
def dynamic_slice(x, *starts, slice_sizes):
    return _slicing.dynamic_slice(x, starts, slice_sizes, allow_negative_indices=False)


@like.with_64_bits
def dynamic_update_slice(x, update, *starts):
    return _slicing.dynamic_update_slice(x, update, starts, allow_negative_indices=False)


@like.with_64_bits
def sort(*arrays, dimension, is_stable, num_keys):
    return _sorting.sort(arrays, dimension, is_stable, num_keys)


add_any = like.binary(_elementwise.add.unchecked)
and_ = like.binary(_elementwise.bitwise_and.unchecked)
not_ = like.unary(_elementwise.bitwise_not.unchecked)
or_ = like.binary(_elementwise.bitwise_or.unchecked)
xor = like.binary(_elementwise.bitwise_xor.unchecked)

_publish.publish(__name__, native="jax.primitive")
