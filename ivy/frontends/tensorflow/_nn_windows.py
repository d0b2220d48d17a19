"""`tensorflow.nn`: convolutions and pools."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.tensorflow import _convert as to
from ivy.frontends.tensorflow import _public
from ivy.frontends.tensorflow._raw import _convolutions as raw
from ivy.frontends.tensorflow._raw import _pools as pools

_FORMATS = {1: ("NWC", "NCW"), 2: ("NHWC", "NCHW"), 3: ("NDHWC", "NCDHW")}


def _sequence(value, count, first, name):
    """One number, one per spatial axis, or one per axis of the tensor, as the last."""
    if value is None:
        value = [1]
    elif not hasattr(value, "__len__"):
        value = [value]
    value = [int(v) for v in value]
    if len(value) not in (1, count, count + 2):
        raise ValueError(f"{name} should be of length 1, {count} or {count + 2}: {len(value)}")
    if len(value) == count + 2:
        return value
    spatial = value * count if len(value) == 1 else value
    return [1, 1, *spatial] if first else [1, *spatial, 1]


def _padding(padding):
    """`(name, explicit widths)` of a name or of a list of pairs."""
    if isinstance(padding, (list, tuple)):
        return "EXPLICIT", [int(n) for pair in padding for n in pair]
    return padding, []


def _pool(one, two, three, which):
    """`f(input, ksize, strides, padding, data_format=None)` for 1, 2 or 3 spatial axes."""

    def function(input, ksize, strides, padding, data_format=None, name=None):
        x = to.tensor(input)
        count = x.ndim - 2
        if not 1 <= count <= 3:
            raise ValueError(f"`input.shape.rank` must be 3, 4 or 5. Received: {x.ndim}.")
        return _pooled(x, ksize, strides, padding, data_format, count, (one, two, three))

    return function


def _fixed(count, ops):
    """The same for one number of spatial axes."""

    def function(input, ksize, strides, padding, data_format=_FORMATS[count][0], name=None):
        return _pooled(to.tensor(input), ksize, strides, padding, data_format, count, ops)

    return function


def _pooled(x, ksize, strides, padding, data_format, count, ops):
    data_format = data_format or _FORMATS[count][0]
    first = data_format.startswith("NC")
    sizes = _sequence(ksize, count, first, "ksize")
    steps = _sequence(strides, count, first, "strides")
    padding, explicit = _padding(padding)
    if count == 1:
        return _of_line(x, sizes, steps, padding, explicit, first, ops[1])
    options = {"explicit_paddings": explicit} if explicit else {}
    return ops[count - 1](
        **{_first_name(ops[count - 1]): x}, ksize=sizes, strides=steps, padding=padding,
        data_format=data_format, **options,
    )  # fmt: skip


def _first_name(op):
    return op.__tensorflow__.parameters[0].name


def _of_line(x, sizes, steps, padding, explicit, first, op):
    """One spatial axis as two, the first of length 1."""
    axis = 2 if first else 1
    sizes, steps = ([*v[:axis], 1, *v[axis:]] for v in (sizes, steps))
    if explicit:
        explicit = [*explicit[: 2 * axis], 0, 0, *explicit[2 * axis :]]
    options = {"explicit_paddings": explicit} if explicit else {}
    result = op(
        **{_first_name(op): ivy.expand_dims(x, axis=axis)}, ksize=sizes, strides=steps,
        padding=padding, data_format="NCHW" if first else "NHWC", **options,
    )  # fmt: skip
    return ivy.squeeze(result, axis=axis)


_MAX = (None, pools.MaxPool, pools.MaxPool3D)
_AVG = (None, pools.AvgPool, pools.AvgPool3D)
max_pool = _pool(*_MAX, "max")
avg_pool = _pool(*_AVG, "avg")
max_pool1d, max_pool2d, max_pool3d = (_fixed(n, _MAX) for n in (1, 2, 3))
avg_pool1d, avg_pool2d, avg_pool3d = (_fixed(n, _AVG) for n in (1, 2, 3))


def max_pool_with_argmax(
    input, ksize, strides, padding, data_format="NHWC", output_dtype=dtypes.int64,
    include_batch_in_index=False, name=None
):  # fmt: skip
    if data_format != "NHWC":
        raise ValueError("`data_format` values other than 'NHWC' are not supported.")
    sizes, steps = (_sequence(v, 2, False, n) for v, n in ((ksize, "ksize"), (strides, "strides")))
    return pools.MaxPoolWithArgmax(
        input=input, ksize=sizes, strides=steps, padding=padding, Targmax=output_dtype,
        include_batch_in_index=include_batch_in_index,
    )  # fmt: skip


def conv1d(input, filters, stride, padding, data_format="NWC", dilations=None, name=None):
    x, filters = to.tensor(input), to.tensor(filters)
    first = data_format.startswith("NC")
    axis = 2 if first else 1
    steps, rates = (_sequence(v, 1, first, "stride") for v in (stride, dilations))
    steps, rates = ([1, *v] if not first else [*v[:2], 1, *v[2:]] for v in (steps, rates))
    if not first:
        steps, rates = ([1, 1, v[2], 1] for v in (steps, rates))
    result = raw.Conv2D(
        input=ivy.expand_dims(x, axis=axis), filter=ivy.expand_dims(filters, axis=0),
        strides=steps, padding=padding, dilations=rates, data_format="NCHW" if first else "NHWC",
    )  # fmt: skip
    return ivy.squeeze(result, axis=axis)


def conv2d(input, filters, strides, padding, data_format="NHWC", dilations=None, name=None):
    first = data_format.startswith("NC")
    padding, explicit = _padding(padding)
    return raw.Conv2D(
        input=input, filter=filters, strides=_sequence(strides, 2, first, "strides"),
        padding=padding, explicit_paddings=explicit, data_format=data_format,
        dilations=_sequence(dilations, 2, first, "dilations"),
    )  # fmt: skip


def conv3d(input, filters, strides, padding, data_format="NDHWC", dilations=None, name=None):
    first = data_format.startswith("NC")
    return raw.Conv3D(
        input=input, filter=filters, strides=_sequence(strides, 3, first, "strides"),
        padding=padding, data_format=data_format,
        dilations=_sequence(dilations, 3, first, "dilations"),
    )  # fmt: skip


def conv2d_transpose(
    input, filters, output_shape, strides, padding="SAME", data_format="NHWC", dilations=None, name=None
):  # fmt: skip
    first = data_format.startswith("NC")
    padding, explicit = _padding(padding)
    return raw.Conv2DBackpropInput(
        input_sizes=output_shape, filter=filters, out_backprop=input, padding=padding,
        strides=_sequence(strides, 2, first, "strides"), explicit_paddings=explicit,
        data_format=data_format, dilations=_sequence(dilations, 2, first, "dilations"),
    )  # fmt: skip


def conv3d_transpose(
    input, filters, output_shape, strides, padding="SAME", data_format="NDHWC",
    dilations=None, name=None
):  # fmt: skip
    first = data_format.startswith("NC")
    return raw.Conv3DBackpropInputV2(
        input_sizes=output_shape, filter=filters, out_backprop=input, padding=padding,
        strides=_sequence(strides, 3, first, "strides"), data_format=data_format,
        dilations=_sequence(dilations, 3, first, "dilations"),
    )  # fmt: skip


def depthwise_conv2d(input, filter, strides, padding, data_format=None, dilations=None, name=None):
    data_format = data_format or "NHWC"
    first = data_format.startswith("NC")
    padding, explicit = _padding(padding)
    return raw.DepthwiseConv2dNative(
        input=input, filter=filter, strides=strides, padding=padding, explicit_paddings=explicit,
        data_format=data_format, dilations=_sequence(dilations, 2, first, "dilations"),
    )  # fmt: skip


def separable_conv2d(
    input, depthwise_filter, pointwise_filter, strides, padding, data_format=None,
    dilations=None, name=None
):  # fmt: skip
    data_format = data_format or "NHWC"
    middle = depthwise_conv2d(input, depthwise_filter, strides, padding, data_format, dilations)
    return raw.Conv2D(
        input=middle, filter=pointwise_filter, strides=[1] * 4, padding="VALID", data_format=data_format
    )  # fmt: skip


def atrous_conv2d(value, filters, rate, padding, name=None):
    return conv2d(value, filters, 1, padding, dilations=rate)


def convolution(
    input, filters, strides=None, padding="VALID", data_format=None, dilations=None, name=None
):  # fmt: skip
    x = to.tensor(input)
    count = x.ndim - 2
    if not 1 <= count <= 3:
        raise ValueError(f"`input` must have 1, 2 or 3 spatial dimensions, got {count}")
    op = (conv1d, conv2d, conv3d)[count - 1]
    data_format = data_format or _FORMATS[count][0]
    return op(x, filters, strides or 1, padding, data_format, dilations or 1)


def dilation2d(input, filters, strides, padding, data_format, dilations, name=None):
    if data_format != "NHWC":
        raise ValueError("`data_format` values other than 'NHWC' are not supported.")
    return pools.Dilation2D(
        input=input, filter=filters, strides=strides, rates=dilations, padding=padding
    )


_public.publish(__name__, native="tensorflow.nn")
