"""JAX's primitives with a body of their own; `jax.lax` calls them after its checks.

The other ones are in `lax/_primitives.py`, made of functions of `jax.lax`. The keys are JAX's names:
`and_` is the primitive `and`. Positional arguments are arrays, keyword arguments the primitive's
parameters. Integers wrap around; shifts and divisions that C leaves undefined have XLA's values.
"""

import builtins
import math

from ivy import functional as ivy
from ivy._core import dtypes, errors
from ivy.frontends import _publish
from ivy.frontends.jax import _adapters as like

copy = like.same()
stop_gradient = like.same()


def div(x, y):
    if dtypes.category(ivy.dtype(x)) > 1:
        return ivy.divide(x, y)
    by_zero = ivy.equal(y, 0)
    divisor = ivy.where(by_zero, ivy.full((), 1, dtype=ivy.dtype(y)), y)
    quotient = ivy.floor_divide(x, divisor)
    remainder = ivy.subtract(x, ivy.multiply(quotient, divisor))
    # floored so far: add one where that rounded away from zero
    up = ivy.logical_and(ivy.not_equal(remainder, 0), ivy.less(quotient, 0))
    quotient = ivy.add(quotient, ivy.astype(up, ivy.dtype(x)))
    return ivy.where(by_zero, ivy.bitwise_invert(ivy.zeros((), dtype=ivy.dtype(x))), quotient)


def mul(x, y, *, out_dtype=None):
    if out_dtype is not None:
        x, y = ivy.astype(x, out_dtype), ivy.astype(y, out_dtype)
    return ivy.multiply(x, y)


def pow(x, y):
    return ivy.pow(x, y if ivy.dtype(y) == ivy.dtype(x) else ivy.astype(y, ivy.dtype(x)))


def integer_pow(x, *, y):
    power, left = None, builtins.abs(y)
    while left:
        if left & 1:
            power = x if power is None else ivy.multiply(power, x)
        left >>= 1
        if left:
            x = ivy.multiply(x, x)
    if power is None:
        return ivy.ones(x.shape, dtype=ivy.dtype(x))
    return power if y > 0 else ivy.reciprocal(power)


def _shift(op, x, places):
    bits = ivy.dtype(x).itemsize * 8
    inside = ivy.logical_and(ivy.greater_equal(places, 0), ivy.less(places, bits))
    shifted = op(x, ivy.where(inside, places, ivy.zeros((), dtype=ivy.dtype(places))))
    return ivy.where(inside, shifted, ivy.zeros((), dtype=ivy.dtype(x)))


def shift_left(x, y):
    return _shift(ivy.bitwise_left_shift, x, y)


def shift_right_logical(x, y):
    dtype = ivy.dtype(x)
    if dtype.kind == "u":
        return _shift(ivy.bitwise_right_shift, x, y)
    unsigned = dtypes.as_dtype(f"u{dtype.name}")
    x, y = ivy.bitcast(x, unsigned), ivy.bitcast(y, unsigned)
    return ivy.bitcast(_shift(ivy.bitwise_right_shift, x, y), dtype)


def _ordered(x):
    """Integers in the order of floats, with -0 before 0 and NaN outside of all others."""
    if dtypes.category(ivy.dtype(x)) != 2:
        return x
    bits = ivy.bitcast(x, dtypes.as_dtype(f"int{8 * ivy.dtype(x).itemsize}"))
    others = ivy.bitwise_xor(bits, dtypes.limits(ivy.dtype(bits))[1])
    return ivy.where(ivy.less(bits, 0), others, bits)


def eq_to(x, y):
    return ivy.equal(_ordered(x), _ordered(y))


def le_to(x, y):
    return ivy.less_equal(_ordered(x), _ordered(y))


def lt_to(x, y):
    return ivy.less(_ordered(x), _ordered(y))


def select_n(which, *cases):
    if ivy.dtype(which).kind == "b":
        return ivy.where(which, cases[-1], cases[0])
    result = cases[0]
    for i, case in enumerate(cases[1:], 1):
        result = ivy.where(ivy.equal(which, i), case, result)
    return result


def convert_element_type(x, *, new_dtype, weak_type=False, sharding=None):
    if (
        dtypes.is_float8(new_dtype) and new_dtype.name != "float8_e5m2"
    ):  # rounded as PyTorch does it
        raise errors.UnsupportedDtypeError(f"jax: conversion to {new_dtype.name} is not supported.")
    if ivy.dtype(x) == new_dtype:
        return x
    if dtypes.is_floating(ivy.dtype(x)) and dtypes.is_integral(new_dtype):
        return _saturated(x, new_dtype)
    return ivy.astype(x, new_dtype)


def _saturated(x, dtype):
    """Rounded towards zero and clipped to the range of the dtype; 0 for NaN."""
    low, high = dtypes.limits(dtype)
    if ivy.dtype(x).itemsize == 2:
        x = ivy.astype(x, dtypes.float32)
    above, below = ivy.greater_equal(x, float(high)), ivy.less_equal(x, float(low))
    outside = ivy.logical_or(ivy.logical_or(above, below), ivy.isnan(x))
    inside = ivy.astype(ivy.where(outside, ivy.zeros((), dtype=ivy.dtype(x)), x), dtype)
    result = ivy.where(above, ivy.full((), high, dtype=dtype), inside)
    return ivy.where(below, ivy.full((), low, dtype=dtype), result)


def bitcast_convert_type(x, *, new_dtype):
    old, new = ivy.dtype(x).itemsize, new_dtype.itemsize
    shape = tuple(x.shape)
    if new < old:
        return ivy.bitcast(ivy.reshape(x, (*shape, 1)), new_dtype)
    out = ivy.bitcast(x, new_dtype)
    return ivy.reshape(out, shape[:-1]) if new > old else out


# -- shape


def empty(*, shape, dtype, out_sharding=None):
    return ivy.zeros(tuple(shape), dtype=dtype)


def empty2(*, dtype, memory_space):
    return ivy.zeros((), dtype=dtype)


def broadcast_in_dim(x, *, shape, broadcast_dimensions, sharding=None):
    kept = [1] * len(shape)
    for axis, n in zip(broadcast_dimensions, x.shape, strict=True):
        kept[axis] = n
    return ivy.broadcast_to(ivy.reshape(x, tuple(kept)), shape)


def concatenate(*arrays, dimension):
    return ivy.concat(arrays, axis=dimension)


def device_put(*arrays, devices, srcs, copy_semantics):
    return list(arrays)


def iota(*, dtype, shape, dimension, sharding=None):
    numbers = ivy.arange(0, shape[dimension], dtype=dtypes.int64)
    numbers = numbers if dtype == dtypes.int64 else ivy.astype(numbers, dtype)
    kept = tuple(n if axis == dimension else 1 for axis, n in enumerate(shape))
    return ivy.broadcast_to(ivy.reshape(numbers, kept), shape)


def pad(x, value, *, padding_config):
    value = ivy.item(value)
    for axis, (_, _, gap) in enumerate(padding_config):
        if gap and x.shape[axis]:  # each element with its gap is a row of a new axis
            shape = list(x.shape)
            x = ivy.expand_dims(x, axis=axis + 1)
            widths = [(0, gap) if i == axis + 1 else (0, 0) for i in range(x.ndim)]
            shape[axis] *= gap + 1
            x = ivy.reshape(ivy.pad(x, widths, value), tuple(shape))
            x = ivy.pad(x, [(0, -gap) if i == axis else (0, 0) for i in range(x.ndim)])
    return ivy.pad(x, [(low, high) for low, high, _ in padding_config], value)


def reshape(x, *, new_sizes, dimensions=None, sharding=None):
    return ivy.reshape(x if dimensions is None else ivy.permute_dims(x, dimensions), new_sizes)


def slice(x, *, start_indices, limit_indices, strides):
    steps = strides or (1,) * x.ndim
    bounds = zip(start_indices, limit_indices, steps, strict=True)
    return ivy.slice_(x, tuple(builtins.slice(*b) for b in bounds))


def split(x, *, sizes, axis):
    parts, start = [], 0
    for size in sizes:
        index = (builtins.slice(None),) * axis + (builtins.slice(start, start + size),)
        parts.append(ivy.slice_(x, index))
        start += size
    return parts


def squeeze(x, *, dimensions):
    return ivy.squeeze(x, axis=dimensions)


def stack(*arrays, axis):
    return ivy.stack(arrays, axis=axis)


def transpose(x, *, permutation):
    return ivy.permute_dims(x, permutation)


# -- products


def _arranged(x, groups):
    """`x` with one axis for each group of its axes."""
    axes = tuple(axis for group in groups for axis in group)
    if axes != tuple(range(x.ndim)):
        x = ivy.permute_dims(x, axes)
    sizes = iter(x.shape)
    shape = tuple(math.prod(next(sizes) for _ in group) for group in groups)
    return x if shape == tuple(x.shape) else ivy.reshape(x, shape)


def dot_general(
    x, y, *, dimension_numbers, precision=None, preferred_element_type=None, out_sharding=None
):
    (summed_x, summed_y), (batch_x, batch_y) = dimension_numbers
    free_x = [i for i in range(x.ndim) if i not in (*summed_x, *batch_x)]
    free_y = [i for i in range(y.ndim) if i not in (*summed_y, *batch_y)]
    shape = [x.shape[i] for i in (*batch_x, *free_x)] + [y.shape[i] for i in free_y]
    if ivy.dtype(x) != ivy.dtype(y):
        raise NotImplementedError(f"a product of {ivy.dtype(x)} and {ivy.dtype(y)}")
    dtype = preferred_element_type or ivy.dtype(x)
    x, y = (_accumulating(a, dtype) for a in (x, y))
    batch = [batch_x] if batch_x else []
    x = _arranged(x, [*batch, free_x, summed_x])
    y = _arranged(y, [*([batch_y] if batch else []), summed_y, free_y])
    out = ivy.matmul(x, y)
    out = out if list(out.shape) == shape else ivy.reshape(out, tuple(shape))
    return out if ivy.dtype(out) == dtype else ivy.astype(out, dtype)


def _accumulating(x, dtype):
    """`x` in the dtype of the result if that is wider, as XLA accumulates."""
    own = ivy.dtype(x)
    wider = own != dtype and own.itemsize <= dtype.itemsize
    return ivy.astype(x, dtype) if wider else x


# -- random bits

_ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
_WORD = 0xFFFFFFFF


# -- factorizations


def cholesky(x):
    """NaN where a matrix is not positive definite."""
    factor, position = ivy.cholesky_factor(x)
    failed = ivy.reshape(ivy.not_equal(position, 0), (*position.shape, 1, 1))
    return ivy.where(failed, ivy.full((), math.nan, dtype=ivy.dtype(x)), factor)


def triangular_solve(a, b, *, left_side, lower, transpose_a, conjugate_a, unit_diagonal):
    if not left_side:  # x a = b is a^T x^T = b^T
        b, transpose_a = ivy.matrix_transpose(b), not transpose_a
    if transpose_a:
        a, lower = ivy.matrix_transpose(a), not lower
    a = ivy.conj(a) if conjugate_a else a
    out = ivy.solve_triangular(a, b, upper=not lower, unit_diagonal=unit_diagonal)
    return out if left_side else ivy.matrix_transpose(out)


def lu(x):
    packed, pivots = ivy.lu_factor(x)
    order = ivy.pivots_to_permutation(pivots, x.shape[-2])
    return [packed, pivots, ivy.astype(order, dtypes.int32)]


def lu_pivots_to_permutation(pivots, *, permutation_size):
    return ivy.astype(ivy.pivots_to_permutation(pivots, permutation_size), dtypes.int32)


def geqrf(x):
    return list(ivy.qr_reflectors(x))


householder_product = like.binary(ivy.householder_product)


def eigh(x, *, lower, sort_eigenvalues, subset_by_index=None, algorithm=None):
    if subset_by_index not in (None, (0, x.shape[-1])):
        raise NotImplementedError("a part of the eigenvalues")
    values, vectors = ivy.eigh(x, upper=not lower)
    return [vectors, values]


def svd(x, *, full_matrices, compute_uv, subset_by_index=None, algorithm=None):
    if subset_by_index not in (None, (0, builtins.min(x.shape[-2:]))):
        raise NotImplementedError("a part of the singular values")
    if not compute_uv:
        return [ivy.svdvals(x)]
    u, values, v = ivy.svd(x, full_matrices=full_matrices)
    return [values, u, v]


def fft(x, *, fft_type, fft_lengths):
    axes = tuple(range(-len(fft_lengths), 0))
    if fft_type == "IRFFT":
        return ivy.irfftn(x, axes=axes, size=fft_lengths[-1])
    return {"FFT": ivy.fftn, "IFFT": ivy.ifftn, "RFFT": ivy.rfftn}[fft_type](x, axes=axes)


def custom_linear_solve(*values, const_lengths, jaxprs):
    before = const_lengths["matvec"] + const_lengths["vecmat"]
    consts = values[before : before + const_lengths["solve"]]
    return jaxprs["solve"](*consts, *values[builtins.sum(const_lengths.values()) :])


# -- control flow


def platform_index(*, platforms):
    """Every target counts as a CPU."""
    named = [i for i, p in enumerate(platforms) if p is not None and "cpu" in p]
    at = named[0] if named else platforms.index(None)
    return ivy.full((), at, dtype=dtypes.int32)


def cond(index, *operands, branches, **_):
    at = builtins.int(ivy.item(index))
    return branches[builtins.min(builtins.max(at, 0), len(branches) - 1)](*operands)


def while_(*values, cond_jaxpr, cond_nconsts, body_jaxpr, body_nconsts):
    """Of a batch with a condition for each row: as long as one holds, for the rows where it does."""
    wanted, rest = values[:cond_nconsts], values[cond_nconsts:]
    consts, state = rest[:body_nconsts], rest[body_nconsts:]
    while True:
        (holds,) = cond_jaxpr(*wanted, *state)
        if not ivy.item(ivy.any(holds)):
            return list(state)
        after = body_jaxpr(*consts, *state)
        state = [_chosen(holds, *pair) for pair in zip(after, state, strict=True)]


def _chosen(holds, after, before):
    if not holds.ndim:
        return after
    return ivy.where(
        ivy.reshape(holds, (*holds.shape, *[1] * (after.ndim - holds.ndim))), after, before
    )


def scan(*values, jaxpr, reverse, length, num_consts, num_carry, unroll):
    consts, rest = values[:num_consts], values[num_consts:]
    carry, rows = rest[:num_carry], rest[num_carry:]
    places = range(length)
    found = []
    for i in reversed(places) if reverse else places:
        out = jaxpr(*consts, *carry, *(ivy.slice_(x, (i,)) for x in rows))
        carry = out[:num_carry]
        found.append(out[num_carry:])
    if not length:  # the shapes of a step, none of which is taken
        row = [ivy.zeros(tuple(x.shape)[1:], dtype=ivy.dtype(x)) for x in rows]
        out = jaxpr(*consts, *carry, *row)[num_carry:]
        return [*carry, *(ivy.zeros((0, *y.shape), dtype=ivy.dtype(y)) for y in out)]
    columns = zip(*(found[::-1] if reverse else found), strict=True)
    return [*carry, *(ivy.stack(list(c), axis=0) for c in columns)]


# -- random numbers


def threefry2x32(k1, k2, x1, x2):
    # in int64, which every target can add and shift; each value stays below 2**32
    k1, k2, x1, x2 = (ivy.astype(a, dtypes.int64) for a in (k1, k2, x1, x2))
    keys = (k1, k2, k1 ^ k2 ^ 0x1BD11BDA)
    x1, x2 = (x1 + k1) & _WORD, (x2 + k2) & _WORD
    for i in range(5):
        for places in _ROTATIONS[i % 2]:
            x1 = (x1 + x2) & _WORD
            turned = ivy.bitwise_left_shift(x2, places) | ivy.bitwise_right_shift(x2, 32 - places)
            x2 = x1 ^ (turned & _WORD)
        x1 = (x1 + keys[(i + 1) % 3]) & _WORD
        x2 = (x2 + keys[(i + 2) % 3] + (i + 1)) & _WORD
    return [ivy.astype(x1, dtypes.uint32), ivy.astype(x2, dtypes.uint32)]


def iota_2x32_shape(*, shape):
    count = ivy.reshape(ivy.arange(0, math.prod(shape), dtype=dtypes.int64), shape)
    high = ivy.bitwise_right_shift(count, 32)
    return [ivy.astype(high, dtypes.uint32), ivy.astype(count & _WORD, dtypes.uint32)]


def psum(x, *, axes, axis_index_groups=None):
    # axes that `vmap` has put in place of names; names themselves are of several devices
    return ivy.sum(x, axis=axes)


# A typed key is one opaque number, so that whatever moves elements moves keys.


def random_wrap(x, *, impl=None):
    dtype = dtypes.int64 if x.shape[-1] == 2 else dtypes.complex128
    return ivy.reshape(ivy.bitcast(x, dtype), tuple(x.shape[:-1]))


def random_unwrap(x):
    return ivy.bitcast(ivy.reshape(x, (*x.shape, 1)), dtypes.uint32)


_publish.publish(__name__, native="jax.primitive")
