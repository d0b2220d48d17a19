"""Raw ops of TensorFlow that move elements by shape alone."""

import numpy as np
from frontends.case import Case, call
from frontends.tensorflow_samples import numbers, raw

X = numbers("float32", (2, 3, 4))
F = np.float32
I32 = np.dtype("int32")
I64 = np.dtype("int64")


def moves(name, *arguments, bad, parameter="input", shape=(2, 3, 4), low=-3, **options):
    """Calls with an array of each dtype beside each of `arguments`."""
    makes = [
        lambda d, a=a: {parameter: numbers(d, a.get("_shape", shape), low), **_rest(a)}
        for a in arguments
    ]
    x = numbers("float32", shape)
    return raw(name, *makes, bad=[{parameter: x, **b} for b in bad], **options)


def _rest(arguments):
    return {k: v for k, v in arguments.items() if k != "_shape"}


def spec(begin, end, strides, **masks):
    return {"begin": np.array(begin), "end": np.array(end), "strides": np.array(strides), **masks}


STRIDED = (
    spec([0, 1], [2, 3], [1, 1]),
    spec([-1, 3, 0], [-3, 0, 4], [-1, -2, 2], begin_mask=2, end_mask=4),
    spec(
        [0, 1, 0, 0],
        [0, 2, 0, 3],
        [1, 1, 1, 1],
        ellipsis_mask=1,
        new_axis_mask=4,
        shrink_axis_mask=2,
    ),
    spec([1, 0], [2, 0], [1, 1], shrink_axis_mask=3),
)
CASES = [
    moves("Reshape", {"shape": [4, -1]}, {"shape": np.array([3, 8], I64)}, parameter="tensor",
          bad=[{"shape": [5, -1]}, {"shape": [-1, -1]}, {"shape": [7]}]),
    moves("Transpose", {"perm": [2, 0, 1]}, {"perm": np.array([-1, 0, 1], I64)}, parameter="x",
          bad=[{"perm": [0, 1]}, {"perm": [0, 0, 1]}]),
    moves("ConjugateTranspose", {"perm": [2, 0, 1]}, parameter="x", bad=[{"perm": [0, 1]}]),
    moves("ExpandDims", {"axis": 1}, {"axis": -1}, bad=[{"axis": 4}, {"axis": -5}]),
    moves("Squeeze", {}, {"axis": [-1, 0]}, shape=(1, 3, 1), bad=[{"axis": [1]}, {"axis": [3]}]),
    moves("Tile", {"multiples": [2, 1, 3]}, bad=[{"multiples": [2]}, {"multiples": [1, 1, -1]}]),
    moves("Pad", {"paddings": [[1, 0], [0, 2], [0, 0]]}, bad=[{"paddings": [[1, 0]]}, {"paddings": [[-1, 0]] * 3}]),
    moves("MirrorPad", {"paddings": [[1, 0], [0, 2], [3, 1]], "mode": "REFLECT"},
          {"paddings": [[2, 0], [0, 2], [4, 1]], "mode": "SYMMETRIC"},
          bad=[{"paddings": [[2, 0], [0, 2], [3, 1]], "mode": "REFLECT"}, {"paddings": [[1, 0]] * 3, "mode": "NO"}]),
    moves("MirrorPadGrad", {"paddings": [[1, 0], [0, 1], [1, 1]], "mode": "REFLECT"}, shape=(3, 4, 5),
          bad=[{"paddings": [[1, 0]] * 3, "mode": "NO"}], only="fdeE"),
    moves("ReverseV2", {"axis": [0, -1]}, {"axis": np.array([1], I64)}, parameter="tensor",
          bad=[{"axis": [3]}, {"axis": [0, 0]}]),
    moves("Reverse", {"dims": [True, False, True]}, parameter="tensor", bad=[{"dims": [True]}]),
    moves("Roll", {"shift": [1, 2], "axis": [0, -1]}, {"shift": -1, "axis": 1},
          bad=[{"shift": 1, "axis": 3}, {"shift": [1, 2], "axis": [0]}]),
    moves("BroadcastTo", {"shape": [5, 2, 3, 4]}, {"shape": np.array([2, 3, 4], I64), "_shape": (3, 1)},
          bad=[{"shape": [3, 4]}, {"shape": [2, 3, 5]}]),
    moves("Slice", {"begin": [0, 1, 2], "size": [1, 2, -1]}, {"begin": np.array([1, 0, 0]), "size": np.array([-1, 3, 0])},
          bad=[{"begin": [0, 0], "size": [1, 1]}, {"begin": [0, 0, 0], "size": [3, 1, 1]}]),
    moves("StridedSlice", *STRIDED,
          bad=[spec([5], [6], [1], shrink_axis_mask=1), spec([0], [1], [0]), spec([0] * 4, [1] * 4, [1] * 4)]),
    moves("Split", {"axis": 1, "num_split": 3}, {"axis": -1, "num_split": 2}, parameter="value",
          bad=[{"axis": 0, "num_split": 3}, {"axis": 3, "num_split": 1}]),
    moves("SplitV", {"size_splits": [1, -1], "axis": 1, "num_split": 2}, parameter="value",
          bad=[{"size_splits": [1, 1], "axis": 1, "num_split": 2}]),
    moves("Unpack", {"num": 2}, {"num": 4, "axis": -1}, parameter="value", bad=[{"num": 3}, {"num": 2, "axis": 3}]),
    moves("PreventGradient", {}, {"message": "no"}, bad=[{"message": 3}]),
    moves("EnsureShape", {"shape": [2, None, 4]}, bad=[{"shape": [2, 3]}, {"shape": [None, 4, 4]}]),
    moves("Shape", {}, {"out_type": I64}, bad=[{"out_type": np.dtype("float32")}]),
    moves("Size", {}, {"out_type": I64}, bad=[{"out_type": np.dtype("float32")}]),
]  # fmt: skip


def identity(name, parameter="input"):
    return raw(name, lambda d: {parameter: numbers(d)}, bad={parameter: None})


CASES += [identity(n) for n in ("Identity", "StopGradient", "Snapshot", "GuaranteeConst", "Rank")]


def pair(name, values="values", **more):
    good = {"axis": 1} if name != "Concat" else {"concat_dim": 1}

    def make(d):
        return {values: [numbers(d), numbers(d, (3, 2), seed=1)], **good}

    x = X[0]
    bad = [{values: [x, x[:, :2]], **dict.fromkeys(good, 0)}, {values: [x, x.astype("float64")], **good},
           {values: [x, x], **dict.fromkeys(good, 2)}]  # fmt: skip
    return raw(name, make, bad=bad)


def mask_of(index):
    return {"tensor": X, **index}


VALUE = numbers("float32", (2, 2, 4))
CASES += [
    pair("ConcatV2"),
    pair("Concat"),
    raw("Pack", lambda d: {"values": [numbers(d), numbers(d, seed=1)]},
        lambda d: {"values": [numbers(d), numbers(d, seed=1)], "axis": -1},
        bad=[{"values": [X[0], X[0, 0]]}, {"values": [X[0], X[0]], "axis": 3}]),
    raw("PadV2", lambda d: {"input": numbers(d), "paddings": [[1, 0], [2, 1]], "constant_values": np.asarray(2, d)},
        bad=[{"input": X[0], "paddings": [[1, 0]], "constant_values": 1.0},
             {"input": X[0], "paddings": [[1, 0]] * 2, "constant_values": np.array(1.0)}]),
    raw("Fill", lambda d: {"dims": [2, 3], "value": np.asarray(2, d)}, bad=[{"dims": [-2], "value": 1.0}]),
    raw("InvertPermutation", lambda d: {"x": np.array([2, 0, 1, 3], d)}, bad={"x": np.array([2, 0, 2])}),
    raw("Range", lambda d: {"start": np.asarray(1, d), "limit": np.asarray(10, d), "delta": np.asarray(3, d)},
        bad=[{"start": 0, "limit": 5, "delta": 0}, {"start": 0, "limit": 5, "delta": -1}], over="Tidx",
        extra=({"start": F(5.5), "limit": F(0.2), "delta": F(-0.7)}, {"start": F(0), "limit": F(0), "delta": F(1)})),
    raw("LinSpace", lambda d: {"start": np.asarray(1, d), "stop": np.asarray(10, d), "num": 5},
        lambda d: {"start": np.asarray(1, d), "stop": np.asarray(1, d), "num": np.int64(1)},
        bad=[{"start": 0.0, "stop": 5.0, "num": 0}, {"start": [0.0], "stop": 5.0, "num": 2}], only="fdE"),
    raw("StridedSliceGrad", lambda d: {"shape": np.array([2, 3, 4]), "dy": numbers(d, (2, 1, 4)),
                                       **spec([0, 1], [0, 2], [1, 1], begin_mask=1, end_mask=1)},
        bad={"shape": np.array([2, 3, 4]), "dy": X, **spec([0], [1], [1])}),
    raw("TensorStridedSliceUpdate", lambda d: {"input": numbers(d, (2, 3, 4)), "value": numbers(d, (2, 2, 4)),
                                               **spec([0, 1], [2, 3], [1, 1])},
        lambda d: {"input": numbers(d, (2, 3, 4)), "value": numbers(d, (4,)),
                   **spec([0, 1], [0, 2], [1, 1], begin_mask=1, end_mask=1, shrink_axis_mask=2)},
        bad={"input": X, "value": VALUE[:, :1, :2], **spec([0], [1], [1])}),
    Case("tensorflow.raw_ops.IdentityN", [call(input=[X, X.astype("float64")])], [call(input=3)]),
    Case("tensorflow.raw_ops.ShapeN", [call(input=[X, X[0]]), call(input=[X.astype("int32")], out_type=I64)],
         [call(input=[X], out_type=np.dtype("float32")), call(input=[X, X.astype("int32")])]),
    Case("tensorflow.raw_ops.ConcatOffset", [call(concat_dim=1, shape=[np.array([2, 3], d), np.array([2, 5], d)])
         for d in ("int32", "int64")], [call(concat_dim=2, shape=[np.array([2, 3], "i"), np.array([2, 5], "i")])]),
    Case("tensorflow.raw_ops.BroadcastArgs", [call(s0=np.array([2, 1, 3], d), s1=np.array([4, 1], d))
         for d in ("int32", "int64")], [call(s0=np.array([2, 3]), s1=np.array([2]))]),
    Case("tensorflow.raw_ops.BroadcastGradientArgs", [call(s0=np.array(a, d), s1=np.array(b, d))
         for d in ("int32", "int64") for a, b in (([2, 1, 3], [4, 1]), ([2, 3], [2, 3]), ([1, 3], [1, 1]), ([], [2]))],
         [call(s0=np.array([2, 3]), s1=np.array([2]))]),
]  # fmt: skip

BLOCK = {"block_shape": [2, 2], "paddings": [[1, 1], [0, 2]]}
DIAGONALS = {"k": [-1, 1], "padding_value": None}
M = numbers("float32", (2, 3, 4))


def square_of(make, **more):
    return lambda d: {**make(d), **more}


def _fill(d, **more):
    return {"input": numbers(d, (2, 3, 4)), "padding_value": np.asarray(9, d), **more}


def _diagonal(d, shape, **more):
    return {
        "diagonal": numbers(d, shape),
        "padding_value": np.asarray(9, d),
        "num_rows": -1,
        "num_cols": -1,
        **more,
    }


CASES += [
    moves("SpaceToBatchND", BLOCK, {"block_shape": [3], "paddings": [[0, 1]]}, shape=(2, 2, 4, 3),
          bad=[{"block_shape": [3], "paddings": [[0, 2]]}, {"block_shape": [0], "paddings": [[0, 2]]}]),
    moves("BatchToSpaceND", {"block_shape": [2, 2], "crops": [[1, 0], [0, 2]]}, {"block_shape": [4], "crops": [[0, 1]]},
          shape=(8, 2, 4, 3), bad=[{"block_shape": [3], "crops": [[0, 0]]}, {"block_shape": [2], "crops": [[5, 0]]}]),
    moves("SpaceToBatch", {"block_size": 2, "paddings": [[1, 1], [0, 2]]}, shape=(2, 2, 4, 3),
          bad=[{"block_size": 3, "paddings": [[1, 1], [0, 2]]}]),
    moves("BatchToSpace", {"block_size": 2, "crops": [[1, 0], [0, 2]]}, shape=(8, 2, 4, 3),
          bad=[{"block_size": 3, "crops": [[1, 0], [0, 2]]}]),
    moves("SpaceToDepth", {"block_size": 2}, shape=(2, 4, 6, 3), bad=[{"block_size": 5}, {"block_size": 2, "data_format": "NCHW"}]),
    moves("DepthToSpace", {"block_size": 2}, shape=(2, 2, 3, 8), bad=[{"block_size": 3}, {"block_size": 2, "data_format": "NCHW"}]),
    raw("Diag", lambda d: {"diagonal": numbers(d, (2, 3))}, bad=[{"diagonal": 1.0}]),
    raw("DiagPart", lambda d: {"input": numbers(d, (2, 3, 2, 3))}, bad=[{"input": X}, {"input": X[0]}]),
    raw("MatrixDiagPart", lambda d: {"input": numbers(d, (2, 3, 4))}, bad=[{"input": X[0, 0]}]),
    raw("MatrixDiag", lambda d: {"diagonal": numbers(d, (2, 3))}, bad=[{"diagonal": 1.0}]),
    raw("MatrixSetDiag", lambda d: {"input": numbers(d, (2, 3, 4)), "diagonal": numbers(d, (2, 3), seed=1)},
        bad=[{"input": X, "diagonal": X[:, 0]}]),
    raw("MatrixDiagPartV2", lambda d: _fill(d, k=[-1, 1]), lambda d: _fill(d, k=1), bad=[{"input": X, "k": 5, "padding_value": 0.0}]),
    raw("MatrixDiagV2", lambda d: _diagonal(d, (2, 2, 3), k=[0, 1]), lambda d: _diagonal(d, (2, 3), k=-1, num_rows=4, num_cols=5),
        bad=[{"diagonal": X, "k": [0, 1], "num_rows": -1, "num_cols": -1, "padding_value": 0.0}]),
    raw("MatrixSetDiagV2", lambda d: {"input": numbers(d, (2, 3, 4)), "diagonal": numbers(d, (2, 2, 3), seed=1), "k": [0, 1]},
        bad=[{"input": X, "diagonal": X, "k": [0, 1]}]),
    raw("MatrixDiagPartV3", *(lambda d, a=a, k=k: _fill(d, k=k, align=a) for a, k in (
        ("RIGHT_LEFT", [-1, 2]), ("LEFT_RIGHT", [-2, 1]), ("LEFT_LEFT", [-1, 1]), ("RIGHT_RIGHT", 2))),
        bad=[_fill("float32", k=9), _fill("float32", k=0, align="LEFT"), _fill("float32", k=[1, 0])]),
    raw("MatrixDiagV3", *(lambda d, a=a, s=s, k=k: _diagonal(d, s, k=k, align=a) for a, s, k in (
        ("RIGHT_LEFT", (2, 3, 3), [-1, 1]), ("LEFT_RIGHT", (4, 2), [-2, 1]), ("LEFT_LEFT", (2, 3), [0, 1]))),
        bad=[_diagonal("float32", (2, 3), k=0, num_rows=2), _diagonal("float32", (2, 3), k=[0, 2])]),
    raw("MatrixSetDiagV3", lambda d: {"input": numbers(d, (3, 4)), "diagonal": numbers(d, (3, 3), seed=1), "k": [-1, 1], "align": "LEFT_RIGHT"},
        bad=[{"input": X, "diagonal": X, "k": [0, 1]}]),
    moves("MatrixBandPart", {"num_lower": 1, "num_upper": 0}, {"num_lower": -1, "num_upper": np.int64(2)},
          bad=[{"num_lower": 9, "num_upper": 0}]),
]  # fmt: skip
