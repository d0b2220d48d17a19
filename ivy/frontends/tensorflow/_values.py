"""Top-level functions that make tensors, or change the values in them."""

import builtins
import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.tensorflow import _convert as to
from ivy.frontends.tensorflow import _math as pointwise
from ivy.frontends.tensorflow import _public
from ivy.frontends.tensorflow import _reductions as reductions
from ivy.frontends.tensorflow._public import like, matching, public
from ivy.frontends.tensorflow._raw import _indexing as indexing
from ivy.frontends.tensorflow._raw import _pointwise as elementwise
from ivy.frontends.tensorflow._raw import _segments as segments
from ivy.frontends.tensorflow._raw import _shapes as raw
from ivy.frontends.tensorflow.errors import invalid

bitcast = public(raw.Bitcast)
broadcast_to = public(raw.BroadcastTo)
identity_n = public(raw.IdentityN)
realdiv = public(elementwise.RealDiv)
truncatediv = public(elementwise.TruncateDiv)
truncatemod = public(elementwise.TruncateMod)


def cast(x, dtype, name=None):
    return elementwise.Cast(x=to.tensor(x), DstT=dtype)


def constant(value, dtype=None, shape=None, name="Const"):
    wanted = None if dtype is None else to.as_dtype(dtype)
    if to.is_array(value):
        found = value
        if wanted is not None and ivy.dtype(value) != wanted:
            raise TypeError(f"Expected tensor with dtype {wanted}, but got {ivy.dtype(value)}.")
    else:
        found = to.tensor(value, wanted)
        if wanted is not None and ivy.dtype(found) != wanted:
            found = ivy.astype(found, wanted)
    if shape is None:
        return found
    shape = tuple(shape)
    if math.prod(found.shape) == 1:
        return ivy.broadcast_to(ivy.reshape(found, ()), shape)
    if math.prod(shape) != math.prod(found.shape):
        raise TypeError(f"Eager execution of tf.constant with unsupported shape {shape}")
    return ivy.reshape(found, shape)


def convert_to_tensor(value, dtype=None, dtype_hint=None, name=None):
    wanted = None if dtype is None else to.as_dtype(dtype)
    if to.is_array(value):
        if wanted is not None and ivy.dtype(value) != wanted:
            raise ValueError(
                f"Tensor conversion requested dtype {wanted} for Tensor with {ivy.dtype(value)}"
            )
        return value
    if wanted is None and dtype_hint is not None:
        try:
            return to.tensor(value, to.as_dtype(dtype_hint))
        except TypeError:
            return to.tensor(value)
    return to.tensor(value, wanted)


def clip_by_value(t, clip_value_min, clip_value_max, name=None):
    values = to.tensor(t)
    low = pointwise.minimum(values, clip_value_max)
    _public.compatible(values, low)
    result = pointwise.maximum(low, clip_value_min)
    _public.compatible(values, result)
    return result


def clip_by_norm(t, clip_norm, axes=None, name=None):
    values = to.tensor(t)
    bound = matching(values, clip_norm)[1]
    bound = ivy.astype(pointwise.maximum(bound, 0), ivy.dtype(values))
    total = reductions.reduce_sum(pointwise.multiply(values, values), axes, True)
    some = pointwise.greater(total, 0)
    norm = ivy.where(some, pointwise.sqrt(ivy.where(some, total, 1)), total)
    scaled = pointwise.multiply(values, bound)
    _public.compatible(values, scaled)
    return pointwise.truediv(scaled, pointwise.maximum(norm, bound))


def clip_by_global_norm(t_list, clip_norm, use_norm=None, name=None):
    if not isinstance(t_list, (list, tuple)):
        raise TypeError(f"`t_list` should be a sequence of tensors. Received {type(t_list)}.")
    norm = _global_norm(t_list) if use_norm is None else to.tensor(use_norm)
    ratio = pointwise.truediv(like(norm, 1), clip_norm)
    finite = pointwise.multiply(
        clip_norm, pointwise.minimum(pointwise.truediv(like(norm, 1), norm), ratio)
    )
    scale = ivy.add(finite, ivy.subtract(norm, norm))
    clipped = [
        None if t is None else pointwise.multiply(to.tensor(t), cast(scale, _public.dtype_of(t)))
        for t in t_list
    ]
    return clipped, norm


def _global_norm(t_list):
    squares = [
        reductions.reduce_sum(pointwise.square(to.tensor(t))) for t in t_list if t is not None
    ]
    if not squares:
        raise ValueError("no tensors")
    return pointwise.sqrt(pointwise.add_n(squares))


def complex(real, imag, name=None):
    real, imag = to.tensor(real), to.tensor(imag)
    dtypes_of = ivy.dtype(real), ivy.dtype(imag)
    if dtypes_of not in (((dtypes.float32,) * 2), ((dtypes.float64,) * 2)):
        raise TypeError(f"The dtypes of real and imag are {dtypes_of}: both must be of one float")
    return elementwise.Complex(real=real, imag=imag, Tout=dtypes.complex_of(ivy.dtype(real)))


def ensure_shape(x, shape, name=None):
    return raw.EnsureShape(input=to.tensor(x), shape=shape)


def fill(dims, value, name=None, layout=None):
    return raw.Fill(dims=dims, value=value)


def eye(num_rows, num_columns=None, batch_shape=None, dtype=dtypes.float32, name=None):
    dtype = to.as_dtype(dtype)
    result = ivy.eye(int(num_rows), None if num_columns is None else int(num_columns), dtype=dtype)
    if batch_shape is None:
        return result
    batch = tuple(int(n) for n in to.host(batch_shape).reshape(-1))
    return ivy.broadcast_to(result, (*batch, *result.shape))


def zeros(shape, dtype=dtypes.float32, name=None, layout=None):
    return _filled(shape, 0, dtype)


def ones(shape, dtype=dtypes.float32, name=None, layout=None):
    return _filled(shape, 1, dtype)


def _filled(shape, value, dtype):
    sizes = raw.sizes_of(np.reshape(to.host(shape, dtypes.int32), -1))
    return ivy.full(sizes, value, dtype=to.as_dtype(dtype))


def zeros_like(input, dtype=None, name=None, layout=None):
    x = to.tensor(input)
    return ivy.zeros(tuple(x.shape), dtype=ivy.dtype(x) if dtype is None else to.as_dtype(dtype))


def ones_like(input, dtype=None, name=None, layout=None):
    x = to.tensor(input)
    return ivy.ones(tuple(x.shape), dtype=ivy.dtype(x) if dtype is None else to.as_dtype(dtype))


def one_hot(indices, depth, on_value=None, off_value=None, axis=None, dtype=None, name=None):
    wanted = None if dtype is None else to.as_dtype(dtype)
    given = [
        None if v is None else convert_to_tensor(v, None, wanted) for v in (on_value, off_value)
    ]
    found = [ivy.dtype(v) for v in given if v is not None]
    if len({*found, *([wanted] if wanted is not None else [])}) > 1:
        raise TypeError("dtypes of on_value, off_value and dtype do not match")
    wanted = found[0] if found else wanted or dtypes.float32
    on, off = (
        ivy.full((), default, dtype=wanted) if v is None else v
        for v, default in zip(given, (1, 0), strict=True)
    )
    return indexing.OneHot(
        indices=indices, depth=depth, on_value=on, off_value=off, axis=-1 if axis is None else axis
    )


def histogram_fixed_width(values, value_range, nbins=100, dtype=dtypes.int32, name=None):
    return segments.HistogramFixedWidth(
        values=values, value_range=value_range, nbins=nbins, dtype=dtype
    )


def histogram_fixed_width_bins(values, value_range, nbins=100, dtype=dtypes.int32, name=None):
    values = to.tensor(values)
    low, high = to.host(value_range, ivy.dtype(values)).tolist()
    if not int(nbins) > 0:
        raise invalid(f"Argument nbins ({nbins}) must be > 0")
    scaled = pointwise.truediv(pointwise.subtract(values, low), like(values, high - low))
    places = ivy.floor(ivy.multiply(scaled, float(nbins)))
    return ivy.astype(ivy.clip(places, 0, int(nbins) - 1), to.as_dtype(dtype))


def identity(input, name=None):
    return to.tensor(input)


def stop_gradient(input, name=None):
    return to.tensor(input)


def grad_pass_through(f):
    return f


def linspace(start, stop, num, name=None, axis=0):
    start = to.tensor(start)
    stop = to.tensor(stop, ivy.dtype(start))
    if ivy.dtype(start) != ivy.dtype(stop):
        raise ValueError("Tensor conversion requested another dtype for stop")
    dtype = ivy.dtype(start)
    if dtypes.is_integral(dtype):
        start, stop = (ivy.astype(v, dtypes.float64) for v in (start, stop))
    start, stop = ivy.broadcast_arrays(start, stop)
    num = int(num)
    axis = axis % (start.ndim + 1)
    step = ivy.divide(ivy.subtract(stop, start), max(num - 1, 1))
    shape = (-1,) + (1,) * (start.ndim - axis)
    places = ivy.reshape(ivy.arange(0, max(num - 1, 1), dtype=ivy.dtype(start)), shape)
    first, step = ivy.expand_dims(start, axis=axis), ivy.expand_dims(step, axis=axis)
    rest = ivy.add(first, ivy.multiply(step, places))
    whole = ivy.concat([rest, ivy.expand_dims(stop, axis=axis)], axis=axis)
    return raw.along(whole, axis, slice(0, num))


def meshgrid(*args, **kwargs):
    indexing_ = kwargs.pop("indexing", "xy")
    kwargs.pop("name", None)
    if kwargs:
        raise TypeError(f"'{next(iter(kwargs))}' is an invalid keyword argument for this function")
    if indexing_ not in ("xy", "ij"):
        raise ValueError(f"Argument `indexing` must be one of ('xy', 'ij'): {indexing_}")
    arrays = [ivy.reshape(to.tensor(x), (-1,)) for x in args]
    count = len(arrays)
    shaped = [
        ivy.reshape(x, (1,) * i + (-1,) + (1,) * (count - i - 1)) for i, x in enumerate(arrays)
    ]
    shape = np.broadcast_shapes(*(tuple(x.shape) for x in shaped))
    grids = [ivy.broadcast_to(x, shape) for x in shaped]
    if indexing_ == "xy" and count > 1:
        grids = [ivy.permute_dims(g, (1, 0, *builtins.range(2, count))) for g in grids]
    return grids


_ORDER = "int32 int64 float16 bfloat16 float32 float64".split()


def range(start, limit=None, delta=1, dtype=None, name="range"):
    start, limit = (0, start) if limit is None else (start, limit)
    wanted = None if dtype is None else to.as_dtype(dtype)
    values = [to.host(v, wanted) for v in (start, limit, delta)]
    found = max((v.dtype for v in values), key=lambda d: _ORDER.index(d.name))
    first, last, step = (v.astype(wanted or found) for v in values)
    return raw.Range(start=first, limit=last, delta=step)


def rank(input, name=None):
    return raw.Rank(input=to.tensor(input))


def required_space_to_batch_paddings(input_shape, block_shape, base_paddings=None, name=None):
    sizes, block = to.host(input_shape), to.host(block_shape)
    base = np.zeros((block.size, 2), np.int32) if base_paddings is None else to.host(base_paddings)
    rest = -(sizes + base.sum(1)) % block
    widths = np.stack([base[:, 0], base[:, 1] + rest], 1)
    crops = np.stack([np.zeros_like(rest), rest], 1)
    return ivy.constant(widths.astype(np.int32)), ivy.constant(crops.astype(np.int32))


def saturate_cast(value, dtype, name=None):
    x, dtype = to.tensor(value), to.as_dtype(dtype)
    if dtypes.is_complex(ivy.dtype(x)) and not dtypes.is_complex(dtype):
        x = ivy.real(x)
    if dtypes.is_complex(ivy.dtype(x)):
        return ivy.astype(x, dtype)
    here, there = (dtypes.limits(d) for d in (ivy.dtype(x), dtypes.real_of(dtype)))
    low, high = max(here[0], there[0]), min(here[1], there[1])
    if dtypes.is_floating(ivy.dtype(x)):
        low, high = _inside(low, high, ivy.dtype(x))
    return ivy.astype(ivy.clip(x, low, high), dtype)


def _inside(low, high, dtype):
    """Bounds that a floating dtype has, not beyond the given ones."""
    kind = np.float64 if dtype == np.float64 else np.float32
    top, bottom = kind(high), kind(low)
    top = np.nextafter(top, kind(0)) if float(top) > high else top
    bottom = np.nextafter(bottom, kind(0)) if float(bottom) < low else bottom
    return float(bottom), float(top)


def sequence_mask(lengths, maxlen=None, dtype=dtypes.bool_, name=None):
    lengths = to.tensor(lengths)
    if maxlen is None:
        top = ivy.item(ivy.max(lengths)) if math.prod(lengths.shape) else 0
        maxlen = np.asarray(max(int(top), 0), ivy.dtype(lengths))
    maxlen = to.host(maxlen)
    if maxlen.ndim:
        raise ValueError("Argument `maxlen` must be scalar for sequence_mask")
    row = ivy.arange(0, int(maxlen), dtype=maxlen.dtype)
    column = ivy.astype(ivy.expand_dims(lengths, axis=-1), maxlen.dtype)
    return ivy.astype(ivy.less(row, column), to.as_dtype(dtype))


def shape(input, out_type=None, name=None):
    return raw.Shape(input=to.tensor(input), out_type=out_type or dtypes.int32)


def shape_n(input, out_type=dtypes.int32, name=None):
    return raw.ShapeN(input=input, out_type=out_type)


def size(input, out_type=None, name=None):
    return raw.Size(input=to.tensor(input), out_type=out_type or dtypes.int32)


def broadcast_dynamic_shape(shape_x, shape_y):
    return raw.BroadcastArgs(s0=shape_x, s1=shape_y)


def is_tensor(x):
    return to.is_array(x)


_public.publish(__name__, native="tensorflow")
