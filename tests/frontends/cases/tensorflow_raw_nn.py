"""Raw ops of TensorFlow for neural networks."""

import numpy as np
from frontends.tensorflow_samples import numbers, raw

X = numbers("float32", (2, 5))
I64 = np.dtype("int64")


def activation(name, **more):
    low = numbers("float32", (3, 4)) * 3
    return raw(name, lambda d: {"features": numbers(d, low=-8, high=8)}, *more.pop("makes", ()),
               extra=({"features": low, **more.pop("extra", {})},), bad=[{"features": np.array([True])}], **more)  # fmt: skip


def gradient(name, second="features", **more):
    def make(d):
        return {"gradients": numbers(d, (3, 4)), second: numbers(d, (3, 4), -0.9, 8, 1), **more}

    return raw(name, make, bad=[{**make("float32"), second: X}])


CASES = [activation(n) for n in ("Relu", "Relu6", "Elu", "Selu", "Softplus", "Softsign")]
CASES += [activation("LeakyRelu", makes=[lambda d: {"features": numbers(d), "alpha": 0.5}])]
CASES += [gradient(n) for n in ("ReluGrad", "Relu6Grad", "SoftplusGrad", "SoftsignGrad")]
CASES += [
    gradient("EluGrad", "outputs"),
    gradient("SeluGrad", "outputs"),
    gradient("LeakyReluGrad", alpha=0.4),
]
IMAGE = (2, 7, 6, 3)
VOLUME = (1, 5, 6, 4, 2)


def pool(name, parameter, shape=IMAGE, explicit=False):
    rank = len(shape)
    two, ones = [1] + [2] * (rank - 2) + [1], [1] * rank
    three = [1, 3, 2, 1] if rank == 4 else [1, 3, 2, 2, 1]
    x = numbers("float32", shape)
    bad = [{parameter: x, "ksize": two, "strides": ones, "padding": "NONE"},
           {parameter: x[0], "ksize": two, "strides": ones, "padding": "SAME"},
           {parameter: x.astype("int32"), "ksize": two, "strides": ones, "padding": "SAME"}]  # fmt: skip
    bad = bad[: 2 if name in ("MaxPool", "MaxPoolV2") else 3]
    bad = bad[::2] if rank == 5 else bad  # another rank aborts TensorFlow's process
    return raw(
        name,
        lambda d: {parameter: numbers(d, shape), "ksize": two, "strides": two, "padding": "VALID"},
        lambda d: {parameter: numbers(d, shape), "ksize": three, "strides": ones, "padding": "SAME",
                   "data_format": "NHWC" if rank == 4 else "NDHWC"},
        lambda d: {parameter: numbers(d, shape), "ksize": three, "strides": two, "padding": "SAME"},
        bad=bad, only="fd" if rank == 5 else "fdeE" if name.startswith("Avg") else "fdiq",
    )  # fmt: skip


def conv(name, image=IMAGE, kernel=(3, 2, 3, 4), **more):
    rank = len(image)
    ones, two = [1] * rank, [1] + [2] * (rank - 2) + [1]

    def make(padding, strides, dilations):
        return lambda d: {"input": numbers(d, image), "filter": numbers(d, kernel, seed=1), "padding": padding,
                          "strides": strides, "dilations": dilations, **more}  # fmt: skip

    good = make("SAME", ones, ones)(np.dtype("float32"))
    bad = [
        {**good, "padding": "NONE"},
        {**good, "filter": good["filter"].astype("float64")},
        {**good, "input": good["input"][0]},
    ]
    return raw(name, make("SAME", ones, ones), make("VALID", two, ones), make("SAME", two, ones),
               bad=bad, only="fde", extra=(make("SAME", ones, [1, 2, 2, 1])("float32"),) if rank == 4 else ())  # fmt: skip


W = numbers("float32", (3, 2, 3, 4))
OUT = {"SAME": (2, 4, 3, 4), "VALID": (2, 3, 3, 4)}
SIZES = np.array(IMAGE, "int32")
TWO = [1, 2, 2, 1]
ONE = [1, 1, 1, 1]


def backprop(name, padding):
    def input_(d):
        return {
            "input_sizes": SIZES,
            "filter": W.astype(d),
            "out_backprop": numbers(d, OUT[padding]),
            "strides": TWO,
            "padding": padding,
        }

    def filter_(d):
        return {"input": numbers(d, IMAGE), "filter_sizes": np.array(W.shape, "int32"), "out_backprop": numbers(d, OUT[padding]),
                "strides": TWO, "padding": padding, "data_format": "NHWC"}  # fmt: skip

    make = input_ if "Input" in name else filter_
    good = make("float32")
    # a wrong size is for oneDNN an AbortedError, where TensorFlow uses it (2.21, by processor)
    of_size = [] if "Input" in name else [{**good, "out_backprop": numbers("float32", (2, 2, 2, 4))}]
    return raw(name, make, bad=[*of_size, {**good, "padding": "NONE"}], only="fd",
               extra=({**good, "dilations": [1, 1, 1, 1], "use_cudnn_on_gpu": False},))  # fmt: skip


def pool_grad(name, shape=IMAGE, average=False):
    rank = len(shape)
    k = [1] + [2] * (rank - 2) + [1]
    out = (shape[0], *(-(-n // 2) for n in shape[1:-1]), shape[-1])
    given = {"ksize": k, "strides": k, "padding": "SAME"}

    def make(d):
        if average:
            return {"orig_input_shape": np.array(shape, "int32"), "grad": numbers(d, out), **given}
        x = numbers(d, shape)
        wide = np.pad(
            x.astype("float64"),
            [(0, 0), *((0, -n % 2) for n in shape[1:-1]), (0, 0)],
            constant_values=-99,
        )
        split = [shape[0]]
        for n in out[1:-1]:
            split += [n, 2]
        y = wide.reshape(*split, shape[-1]).max(tuple(range(2, 2 * rank - 3, 2))).astype(d)
        return {"orig_input": x, "orig_output": y, "grad": numbers(d, out, seed=1), **given}

    good = make(np.dtype("float32"))
    return raw(name, make, only="fd" if rank == 4 else "f" if not average else "fd",
               bad=[{**good, "grad": good["grad"][:, :1]}, {**good, "padding": "NONE"}],
               extra=({**good, "data_format": "NHWC" if rank == 4 else "NDHWC"},))  # fmt: skip


CASES += [
    pool("AvgPool", "value"), pool("MaxPool", "input"), pool("AvgPool3D", "input", VOLUME), pool("MaxPool3D", "input", VOLUME),
    pool("MaxPoolV2", "input"),
    conv("Conv2D"), conv("Conv3D", VOLUME, (2, 3, 2, 2, 3)), conv("DepthwiseConv2dNative", kernel=(3, 2, 3, 2)),
    raw("Conv2D", lambda d: {"input": numbers(d, IMAGE), "filter": W.astype(d), "strides": TWO, "padding": "EXPLICIT",
                             "explicit_paddings": [0, 0, 1, 2, 0, 1, 0, 0]}, only="fd",
        bad=[{"input": numbers("float32", IMAGE), "filter": W, "strides": [1, 0, 1, 1], "padding": "SAME"}]),
    backprop("Conv2DBackpropInput", "SAME"), backprop("Conv2DBackpropFilter", "VALID"),
    pool_grad("MaxPoolGrad"), pool_grad("MaxPool3DGrad", VOLUME), pool_grad("AvgPoolGrad", average=True),
    pool_grad("AvgPool3DGrad", VOLUME, average=True),
    raw("MaxPoolWithArgmax", lambda d: {"input": numbers(d, IMAGE), "ksize": TWO, "strides": TWO, "padding": "SAME"},
        lambda d: {"input": numbers(d, IMAGE), "ksize": [1, 3, 2, 1], "strides": ONE, "padding": "VALID", "include_batch_in_index": True,
                   "Targmax": np.dtype("int32")}, only="fd",
        bad=[{"input": X, "ksize": TWO, "strides": TWO, "padding": "SAME"}, {"input": X, "ksize": TWO, "strides": TWO, "padding": "NO"}]),
    raw("Dilation2D", lambda d: {"input": numbers(d, IMAGE), "filter": numbers(d, (3, 2, 3), seed=1), "strides": TWO, "rates": ONE, "padding": "SAME"},
        lambda d: {"input": numbers(d, IMAGE), "filter": numbers(d, (3, 2, 3), seed=1), "strides": ONE, "rates": TWO, "padding": "VALID"},
        only="fdei", bad=[{"input": X, "filter": W[0], "strides": TWO, "rates": ONE, "padding": "SAME"}]),
    raw("ExtractImagePatches", lambda d: {"images": numbers(d, IMAGE), "ksizes": [1, 3, 2, 1], "strides": TWO, "rates": ONE, "padding": "SAME"},
        lambda d: {"images": numbers(d, IMAGE), "ksizes": [1, 3, 2, 1], "strides": ONE, "rates": TWO, "padding": "VALID"},
        bad=[{"images": X, "ksizes": ONE, "strides": ONE, "rates": ONE, "padding": "SAME"}]),
    raw("ExtractVolumePatches", lambda d: {"input": numbers(d, VOLUME), "ksizes": [1, 3, 2, 1, 1], "strides": [1, 2, 2, 1, 1], "padding": "SAME"},
        lambda d: {"input": numbers(d, VOLUME), "ksizes": [1, 3, 2, 1, 1], "strides": [1] * 5, "padding": "VALID"},
        bad=[{"input": X, "ksizes": [1] * 5, "strides": [1] * 5, "padding": "SAME"}]),
    raw("Softmax", lambda d: {"logits": numbers(d, (2, 3, 4))}, bad=[{"logits": np.array([1, 2])}, {"logits": 1.0}]),
    raw("LogSoftmax", lambda d: {"logits": numbers(d, (2, 3, 4))}, bad=[{"logits": np.array([1, 2])}, {"logits": 1.0}]),
    raw("SoftmaxCrossEntropyWithLogits", lambda d: {"features": numbers(d, (3, 4)), "labels": numbers(d, (3, 4), 0, 1, 1)},
        lambda d: {"features": numbers(d, (3, 4)), "labels": numbers(d, (1, 4), 0, 1, 1)}, bad=[{"features": X, "labels": X[:, :4]}]),
    raw("SparseSoftmaxCrossEntropyWithLogits", lambda d: {"features": numbers(d, (3, 4)), "labels": np.array([3, 0, 1])},
        bad=[{"features": X, "labels": [0, 7]}, {"features": X, "labels": [0]}]),
    raw("L2Loss", lambda d: {"t": numbers(d)}, bad=[{"t": np.array([1, 2])}]),
    raw("BiasAdd", lambda d: {"value": numbers(d, (2, 3, 4)), "bias": numbers(d, (4,), seed=1)},
        lambda d: {"value": numbers(d, (2, 3, 4, 5)), "bias": numbers(d, (3,), seed=1), "data_format": "NCHW"},
        bad=[{"value": X, "bias": X[0, :3]}, {"value": X[0], "bias": X[0]}]),
    raw("BiasAddV1", lambda d: {"value": numbers(d, (2, 3, 4)), "bias": numbers(d, (4,), seed=1)}, bad=[{"value": X, "bias": X[0, :3]}]),
    raw("BiasAddGrad", lambda d: {"out_backprop": numbers(d, (2, 3, 4))}, lambda d: {"out_backprop": numbers(d, (2, 3, 4, 5)), "data_format": "NCHW"},
        bad=[{"out_backprop": X[0]}]),
    raw("LRN", lambda d: {"input": numbers(d, (2, 2, 3, 9))}, lambda d: {"input": numbers(d, (2, 2, 3, 9)), "depth_radius": 2, "bias": 2.0, "alpha": 0.5, "beta": 0.75},
        bad=[{"input": X}]),
    raw("DataFormatDimMap", lambda d: {"x": np.array([0, 1, -1, 3], d)}, lambda d: {"x": np.array([[2, -4]], d), "src_format": "NCHW", "dst_format": "NHWC"},
        bad=[{"x": X}]),
    raw("DataFormatVecPermute", lambda d: {"x": np.array([5, 6, 7, 8], d)}, lambda d: {"x": np.array([[5, 6], [7, 8]], d)},
        lambda d: {"x": np.array([5, 6, 7, 8], d), "src_format": "NCHW", "dst_format": "NHWC"}, bad=[{"x": np.zeros(7, "int32")}, {"x": X}]),
]  # fmt: skip


def norm(name, dtypes="f"):
    v = {
        k: numbers("float32", (3,), 0.5, 2, i)
        for i, k in enumerate(("scale", "offset", "mean", "variance"))
    }
    empty = {**v, "mean": v["mean"][:0], "variance": v["variance"][:0]}
    over = "U" if name.endswith(("V2", "V3")) else "T"
    x = "float32"
    return raw(
        name,
        lambda d: {"x": numbers(x, IMAGE), **v, "is_training": False},
        lambda d: {"x": numbers(x, IMAGE), **empty, "epsilon": 0.01},
        over=over, bad=[{"x": numbers("float32", IMAGE), **v, "scale": v["scale"][:2]}],
        extra=tuple({"x": numbers(d, IMAGE), **w} for d in (("float16",) if over == "U" else ()) for w in
                    ({**v, "is_training": False}, {**v, "exponential_avg_factor": 0.3})),
        check=_but_reserved,
    )  # fmt: skip


def _but_reserved(ours, theirs, call):
    """What TensorFlow keeps for itself in the later results is its own business."""
    half = ours[0].dtype == np.float16
    for x, y in zip(ours[:3], theirs[:3], strict=True):
        np.testing.assert_allclose(
            x.astype(float), y.astype(float), *((2e-3, 1e-3) if half else (1e-4, 1e-5))
        )


CASES += [norm("FusedBatchNormV2"), norm("FusedBatchNormV3")]
CASES += [
    raw("Conv3DBackpropInputV2", lambda d: {"input_sizes": np.array(VOLUME, "int32"), "filter": numbers(d, (2, 3, 2, 2, 3)),
        "out_backprop": numbers(d, (1, 3, 3, 2, 3), seed=1), "strides": [1, 2, 2, 2, 1], "padding": "SAME"},
        lambda d: {"input_sizes": np.array(VOLUME, "int32"), "filter": numbers(d, (2, 3, 2, 2, 3)), "dilations": [1] * 5,
        "out_backprop": numbers(d, (1, 2, 2, 2, 3), seed=1), "strides": [1, 2, 2, 2, 1], "padding": "VALID", "data_format": "NDHWC"},
        only="fd", bad=[{"input_sizes": np.array(VOLUME, "int32"), "filter": numbers("float32", (2, 3, 2, 2, 3)),
        "out_backprop": numbers("float32", (1, 9, 3, 2, 3)), "strides": [1, 2, 2, 2, 1], "padding": "NO"}]),
    raw("Conv3DBackpropFilterV2", lambda d: {"filter_sizes": np.array([2, 3, 2, 2, 3], "int32"), "input": numbers(d, VOLUME),
        "out_backprop": numbers(d, (1, 3, 3, 2, 3), seed=1), "strides": [1, 2, 2, 2, 1], "padding": "SAME"},
        only="fd", bad=[{"filter_sizes": np.array([2, 3, 2, 2, 3], "int32"), "input": numbers("float32", VOLUME),
        "out_backprop": numbers("float32", (1, 9, 3, 2, 3)), "strides": [1, 2, 2, 2, 1], "padding": "NO"}]),
]  # fmt: skip
