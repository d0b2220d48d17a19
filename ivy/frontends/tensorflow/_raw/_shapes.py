"""Ops that move elements by shape alone."""

import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.tensorflow import _schema
from ivy.frontends.tensorflow._raw import _pointwise as pointwise
from ivy.frontends.tensorflow._raw._reductions import axes_of, axis_of
from ivy.frontends.tensorflow._schema import Host
from ivy.frontends.tensorflow.errors import invalid, require


def _ints(values):
    return tuple(int(n) for n in np.reshape(values, -1))


def sizes_of(shape):
    """A host array of lengths as a tuple."""
    require(shape.ndim == 1, "shape must be a vector")
    sizes = _ints(shape)
    require(all(n >= 0 for n in sizes), f"Dimensions {sizes} must be >= 0")
    return sizes


def Reshape(tensor, shape: Host):
    require(shape.ndim == 1, "sizes input must be 1-D")
    sizes = _ints(shape)
    require(sum(n == -1 for n in sizes) <= 1, "Only one input size may be -1")
    count, known = math.prod(tensor.shape), math.prod(n for n in sizes if n != -1)
    if -1 in sizes:
        require(known and count % known == 0, f"{count} values do not fit in shape {sizes}")
        sizes = tuple(count // known if n == -1 else n for n in sizes)
    require(math.prod(sizes) == count, f"{count} values do not fit in shape {sizes}")
    return ivy.reshape(tensor, sizes)


def _permutation(perm, ndim):
    require(perm.shape == (ndim,), f"transpose expects a vector of size {ndim}")
    axes = tuple(int(a) % ndim if ndim else 0 for a in perm)
    require(sorted(axes) == list(range(ndim)), f"{axes} is no permutation")
    return axes


def Transpose(x, perm: Host):
    return ivy.permute_dims(x, _permutation(perm, x.ndim))


def ConjugateTranspose(x, perm: Host):
    return pointwise.conjugate(ivy.permute_dims(x, _permutation(perm, x.ndim)))


def ExpandDims(input, axis: Host):
    return ivy.expand_dims(input, axis=axis_of(axis.reshape(()), input.ndim + 1))


def Squeeze(input, axis):
    axes = axes_of(np.asarray(axis, int), input.ndim)
    for a in axes:
        require(input.shape[a] == 1, f"Can not squeeze dim[{a}], expected a dimension of 1")
    axes = axes or tuple(i for i, n in enumerate(input.shape) if n == 1)
    return ivy.squeeze(input, axis=axes) if axes else input


def ConcatV2(values, axis: Host):
    axis = axis_of(axis.reshape(()), values[0].ndim, "concat dim")
    for v in values:
        same = v.ndim == values[0].ndim and all(
            m == n or i == axis
            for i, (m, n) in enumerate(zip(v.shape, values[0].shape, strict=True))
        )
        require(same, "Dimensions of inputs should match")
    return ivy.concat(values, axis=axis)


def Concat(concat_dim: Host, values):
    return _schema.kernel(ConcatV2)(values, concat_dim)


def ConcatOffset(concat_dim: Host, shape: Host):
    axis = axis_of(concat_dim, len(shape[0]))
    starts = np.cumsum([0] + [s[axis] for s in shape])[:-1]
    return [
        ivy.constant(np.asarray([n if i == axis else 0 for i in range(len(s))], s.dtype))
        for s, n in zip(shape, starts, strict=True)
    ]


def Pack(values, axis):
    require(values, "Pack needs at least one tensor")
    for v in values:
        same = tuple(v.shape) == tuple(values[0].shape)
        require(same, f"Shapes of all inputs must match: {v.shape}, {values[0].shape}")
    return ivy.stack(values, axis=axis_of(np.int64(axis), values[0].ndim + 1))


def Unpack(value, num, axis):
    axis = axis_of(np.int64(axis), value.ndim)
    require(value.shape[axis] == num, f"Input shape axis {axis} must equal {num}")
    return [along(value, axis, i) for i in range(num)]


def along(x, axis, index):
    """`x` at an index or slice of one axis."""
    return ivy.slice_(x, (slice(None),) * axis + (index,))


def Split(axis: Host, value, num_split):
    axis = axis_of(axis, value.ndim, "split dim")
    even = num_split > 0 and value.shape[axis] % num_split == 0
    require(even, "Number of ways to split should evenly divide the split dimension")
    return _split(value, [value.shape[axis] // num_split] * num_split, axis)


def _split(value, sizes, axis):
    ends = np.cumsum(sizes).tolist()
    return [along(value, axis, slice(e - n, e)) for n, e in zip(sizes, ends, strict=True)]


def SplitV(value, size_splits: Host, axis: Host, num_split):
    axis = axis_of(axis, value.ndim, "split dim")
    sizes = list(_ints(size_splits))
    require(len(sizes) == num_split, "size_splits must have num_split elements")
    require(sizes.count(-1) <= 1, "There can only be one -1 in the input.")
    if -1 in sizes:
        sizes[sizes.index(-1)] = value.shape[axis] - sum(sizes) - 1
    fits = sum(sizes) == value.shape[axis] and min(sizes) >= 0
    require(fits, "Determined shape must match input shape along split_dim exactly")
    return _split(value, sizes, axis)


def Tile(input, multiples: Host):
    require(multiples.shape == (input.ndim,), f"Expected a vector of length {input.ndim}")
    require((multiples >= 0).all(), "Expected multiples >= 0")
    return ivy.tile(input, _ints(multiples)) if input.ndim else input


def widths_of(paddings, ndim):
    """`(before, after)` per axis."""
    require(paddings.shape == (ndim, 2), f"paddings must be a {ndim} by 2 matrix")
    require((paddings >= 0).all(), "Paddings must be non-negative")
    return [(int(a), int(b)) for a, b in paddings]


def Pad(input, paddings: Host):
    return ivy.pad(input, widths_of(paddings, input.ndim))


def PadV2(input, paddings: Host, constant_values: Host):
    require(constant_values.ndim == 0, "constant_values must be a scalar")
    return ivy.pad(input, widths_of(paddings, input.ndim), constant_values.item())


def MirrorPad(input, paddings: Host, mode):
    offset = mode == "REFLECT"
    for axis, (before, after) in enumerate(widths_of(paddings, input.ndim)):
        size = input.shape[axis]
        require(
            max(before, after) <= size - offset, "paddings must be less than the dimension size"
        )
        places = np.pad(np.arange(size), (before, after), mode.lower())
        input = ivy.take(input, ivy.constant(places), axis=axis)
    return input


def MirrorPadGrad(input, paddings: Host, mode):
    for axis, (before, after) in enumerate(widths_of(paddings, input.ndim)):
        size = input.shape[axis] - before - after
        require(size > 0, "paddings must be less than the dimension size")
        places = np.pad(np.arange(size), (before, after), mode.lower())
        shape = (*input.shape[:axis], size, *input.shape[axis + 1 :])
        zeros = ivy.zeros(shape, dtype=ivy.dtype(input))
        index = [None] * axis + [ivy.constant(places)]
        input = ivy.set_index(zeros, index, input, reduction="add")
    return input


def ReverseV2(tensor, axis: Host):
    axes = axes_of(axis, tensor.ndim)
    return ivy.flip(tensor, axis=axes) if axes else tensor


def Reverse(tensor, dims: Host):
    require(dims.shape == (tensor.ndim,), "dims must be a vector with an element per dimension")
    axes = tuple(np.flatnonzero(dims).tolist())
    return ivy.flip(tensor, axis=axes) if axes else tensor


def Roll(input, shift: Host, axis: Host):
    require(shift.size == axis.size, "shift and axis must have the same size")
    axes = [axis_of(a, input.ndim) for a in axis.reshape(-1)]
    for amount, a in zip(_ints(shift), axes, strict=True):
        input = ivy.roll(input, amount, axis=a)
    return input


def BroadcastTo(input, shape: Host):
    sizes = sizes_of(shape)
    spare = len(sizes) - input.ndim
    fits = spare >= 0 and all(n in (1, m) for n, m in zip(input.shape, sizes[spare:], strict=True))
    require(fits, f"Incompatible shapes: {list(input.shape)} vs. {list(sizes)}")
    return ivy.broadcast_to(input, sizes)


def BroadcastArgs(s0: Host, s1: Host):
    try:
        return ivy.constant(np.asarray(np.broadcast_shapes(_ints(s0), _ints(s1)), s0.dtype))
    except ValueError:
        raise invalid(f"incompatible shapes {s0} and {s1}") from None


def BroadcastGradientArgs(s0: Host, s1: Host):
    ndim = max(s0.size, s1.size)
    one, two = ([1] * (ndim - s.size) + s.tolist() for s in (s0, s1))
    pairs = list(zip(one, two, strict=True))
    require(all(m == n or 1 in (m, n) for m, n in pairs), "Incompatible shapes")
    if one == two and s0.size == s1.size:
        return tuple(ivy.constant(np.zeros(0, s0.dtype)) for _ in range(2))
    axes = (
        [i for i, pair in enumerate(pairs) if pair[k] == 1 or i < ndim - s.size]
        for k, s in enumerate((s0, s1))
    )
    return tuple(ivy.constant(np.asarray(a, s0.dtype)) for a in axes)


def Slice(input, begin: Host, size: Host):
    fits = begin.shape == size.shape == (input.ndim,)
    require(fits, f"Expected begin and size arguments to be 1-D tensors of size {input.ndim}")
    index = []
    for n, b, s in zip(input.shape, _ints(begin), _ints(size), strict=True):
        require(0 <= b <= n, f"Expected begin in [0, {n}], but got {b}")
        s = n - b if s == -1 else s
        require(0 <= s <= n - b, f"Expected size in [0, {n - b}], but got {s}")
        index.append(slice(b, b + s))
    return ivy.slice_(input, tuple(index))


def index_of(shape, begin, end, strides, masks):
    """The Python index that `StridedSlice` describes by vectors and masks of bits."""
    begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask = masks
    require(begin.shape == end.shape == strides.shape, "begin, end and strides differ in size")
    require(bin(ellipsis_mask).count("1") <= 1, "Multiple ellipses in slice spec not allowed")
    size = begin.size
    used = sum(not (ellipsis_mask | new_axis_mask) >> i & 1 for i in range(size))
    require(used <= len(shape), f"Index out of range: too many indices for {list(shape)}")
    index, axis = [], 0
    for i, (b, e, s) in enumerate(zip(_ints(begin), _ints(end), _ints(strides), strict=True)):
        bit = 1 << i
        require(s != 0, f"strides[{i}] must be non-zero")
        if ellipsis_mask & bit:
            index.append(Ellipsis)
            later = sum(not (new_axis_mask >> j & 1) for j in range(i + 1, size))
            axis = len(shape) - later
        elif new_axis_mask & bit:
            index.append(None)
        elif shrink_axis_mask & bit:
            require(s > 0, "only stride 1 allowed on non-range indexing.")
            inside = -shape[axis] <= b < shape[axis]
            require(inside, f"slice index {b} of dimension {axis} out of bounds.")
            index.append(b % shape[axis])
            axis += 1
        else:
            index.append(slice(None if begin_mask & bit else b, None if end_mask & bit else e, s))
            axis += 1
    return tuple(index)


def StridedSlice(
    input, begin: Host, end: Host, strides: Host,
    begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask,
):  # fmt: skip
    masks = (begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask)
    return ivy.slice_(input, index_of(input.shape, begin, end, strides, masks))


def _places(shape, index):
    """The positions in the flat array that an index chooses."""
    return np.arange(math.prod(shape)).reshape(shape)[index]


def _written(x, index, values, reduction="set"):
    places = _places(tuple(x.shape), index)
    values = ivy.broadcast_to(values, places.shape)
    flat = ivy.set_index(
        ivy.reshape(x, (-1,)),
        [ivy.constant(places.reshape(-1))],
        ivy.reshape(values, (-1,)),
        reduction=reduction,
    )
    return ivy.reshape(flat, tuple(x.shape))


def TensorStridedSliceUpdate(
    input, begin: Host, end: Host, strides: Host, value,
    begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask,
):  # fmt: skip
    masks = (begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask)
    return _written(input, index_of(input.shape, begin, end, strides, masks), value)


def StridedSliceGrad(
    shape: Host, begin: Host, end: Host, strides: Host, dy,
    begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask,
):  # fmt: skip
    masks = (begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask)
    index = index_of(_ints(shape), begin, end, strides, masks)
    places = _places(_ints(shape), index)
    require(places.shape == tuple(dy.shape), "shape of dy was not as expected")
    return _written(ivy.zeros(_ints(shape), dtype=ivy.dtype(dy)), index, dy)


def _same(x):
    return x


Identity = StopGradient = Snapshot = DeepCopy = GuaranteeConst = IdentityN = _same


def PreventGradient(input, message):
    return input


def EnsureShape(input, shape):
    wanted = [] if shape is None else list(shape)
    fits = shape is None or (
        len(wanted) == input.ndim
        and all(n in (None, -1, m) for n, m in zip(wanted, input.shape, strict=True))
    )
    require(fits, f"Shape of tensor input {list(input.shape)} is not compatible with {wanted}")
    return input


def Shape(input, out_type):
    return ivy.constant(np.asarray(tuple(input.shape), out_type))


def ShapeN(input, out_type):
    return [_schema.kernel(Shape)(x, out_type) for x in input]


def Size(input, out_type):
    return ivy.constant(np.asarray(math.prod(input.shape), out_type))


def Rank(input):
    return ivy.constant(np.asarray(input.ndim, np.int32))


def Fill(dims: Host, value):
    require(math.prod(value.shape) == 1, "value must be a scalar")
    return ivy.broadcast_to(ivy.reshape(value, ()), sizes_of(dims))


def ZerosLike(x):
    return ivy.zeros(tuple(x.shape), dtype=ivy.dtype(x))


def OnesLike(x):
    return ivy.ones(tuple(x.shape), dtype=ivy.dtype(x))


def InvertPermutation(x: Host):
    require(x.ndim == 1, "invert_permutation expects a 1D vector.")
    require(sorted(x.tolist()) == list(range(x.size)), f"{x} is no permutation")
    return ivy.constant(np.argsort(x).astype(x.dtype))


def Bitcast(input, type):
    old, new = ivy.dtype(input).itemsize, type.itemsize
    if new <= old:
        result = ivy.bitcast(input, type)
        return ivy.reshape(result, (*input.shape, old // new)) if new < old else result
    fits = input.ndim > 0 and input.shape[-1] == new // old
    require(fits, f"Cannot bitcast from {ivy.dtype(input)} to {type}: the last axis does not fit")
    return ivy.reshape(ivy.bitcast(input, type), tuple(input.shape[:-1]))


def CheckNumerics(tensor, message):
    for test, name in ((ivy.isnan, "NaN"), (ivy.isinf, "Inf")):
        found = math.prod(tensor.shape) and ivy.item(ivy.any(test(tensor)))
        require(not found, f"{message} : Tensor had {name} values")
    return tensor


def Range(start: Host, limit: Host, delta: Host):
    for value in (start, limit, delta):
        require(value.ndim == 0, "start, limit and delta must be scalars")
    require(delta != 0, "Requires delta != 0")
    require(start <= limit if delta > 0 else start >= limit, f"range from {start} to {limit}")
    dtype, wide = start.dtype, dtypes.float64
    if dtypes.is_integral(dtype):
        return ivy.arange(int(start), int(limit), int(delta), dtype=dtype)
    first, last, step = (float(v.astype(wide)) for v in (start, limit, delta))
    count = math.ceil(abs((last - first) / step))
    places = ivy.arange(0, count, dtype=wide)
    return ivy.astype(ivy.add(ivy.multiply(places, step), first), dtype)


def LinSpace(start: Host, stop: Host, num: Host):
    for value in (start, stop, num):
        require(value.ndim == 0, "start, stop and num must be scalars")
    require(num > 0, f"Requires num > 0: {num}")
    return ivy.linspace(start.item(), stop.item(), int(num), dtype=start.dtype)


_schema.publish(__name__)
