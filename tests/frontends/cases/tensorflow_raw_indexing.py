"""Raw ops of TensorFlow that gather, scatter, sort, and make sets."""

import numpy as np
from frontends.tensorflow_samples import numbers, raw

I64 = np.dtype("int64")
X = numbers("float32", (3, 4))
P = numbers("float32", (2, 3, 4))


def scatter(name, **options):
    """Calls of `f(tensor, indices, updates)` with scalars and with rows."""

    def elements(d):
        return {"tensor": numbers(d), "indices": np.array([[0, 1], [2, 3], [0, 0]], "int32"),
                "updates": numbers(d, (3,), seed=1)}  # fmt: skip

    def rows(d):
        return {"tensor": numbers(d), "indices": np.array([[2], [0]]), "updates": numbers(d, (2, 4), seed=1),
                "bad_indices_policy": "DEFAULT"}  # fmt: skip

    good = elements(np.dtype("float32"))
    bad = [{**good, "indices": np.array([[0, 4]] * 3)}, {**good, "updates": good["updates"][:2]}]
    return raw(name, elements, rows, bad=bad, **options)


def inplace(name):
    def make(d):
        return {"x": numbers(d), "i": np.array([2, 0], "int32"), "v": numbers(d, (2, 4), seed=1)}

    return raw(name, make, bad=[{**make("float32"), "i": np.array([2], "int32")}])


def bounds(name):
    def make(d):
        return {"sorted_inputs": np.sort(numbers(d, (2, 5))), "values": numbers(d, (2, 3), seed=1)}

    return raw(
        name, make, lambda d: {**make(d), "out_type": I64}, bad={**make("float32"), "values": X}
    )


CASES = [scatter(f"TensorScatter{n}") for n in ("Add", "Sub", "Update", "Max", "Min")]
CASES += [inplace(f"Inplace{n}") for n in ("Add", "Sub", "Update")]
CASES += [bounds("LowerBound"), bounds("UpperBound")]
IDS = np.array([[0, 1], [2, 2]], "int32")
HOT = np.array([[0, 2, -1], [5, 1, 1]])


def unique(name, first, *makes, bad):
    return raw(
        name, lambda d: {"x": numbers(d, (8,), 0, 3), **first}, *makes, bad=bad, only="fdiqBh"
    )


def top(name, **k):
    return raw(name, lambda d: {"input": numbers(d, (3, 7), -9, 9), **k}, bad={"input": X, **dict.fromkeys(k, 5)},
               extra=({"input": np.array([1, 3, 3, 2], "int32"), **k, "sorted": True},))  # fmt: skip


CASES += [
    raw("GatherV2", lambda d: {"params": numbers(d, (2, 3, 4)), "indices": IDS, "axis": 1},
        lambda d: {"params": numbers(d, (2, 3, 4)), "indices": np.array([[0, 2, 3], [1, 0, 0]]), "axis": 2, "batch_dims": 1},
        lambda d: {"params": numbers(d, (2, 3, 4)), "indices": np.int64(2), "axis": np.int64(-1)},
        over="Tparams", bad=[{"params": P, "indices": IDS, "axis": 0}, {"params": P, "indices": IDS, "axis": 3}]),
    raw("Gather", lambda d: {"params": numbers(d), "indices": IDS}, lambda d: {"params": numbers(d), "indices": 1, "validate_indices": False},
        over="Tparams", bad=[{"params": X, "indices": [3]}, {"params": X, "indices": [-1]}]),
    raw("GatherNd", lambda d: {"params": numbers(d), "indices": np.array([[0, 1], [2, 3]])},
        lambda d: {"params": numbers(d, (2, 3, 4)), "indices": np.array([[[1, 0]], [[0, 2]]], "int32"), "bad_indices_policy": "DEFAULT"},
        over="Tparams", bad=[{"params": X, "indices": [[3, 0]]}, {"params": X, "indices": [[0, 0, 0]]}]),
    raw("ScatterNd", lambda d: {"indices": [[4], [1], [4]], "updates": numbers(d, (3, 2)), "shape": [6, 2]},
        lambda d: {"indices": np.array([[1, 2]]), "updates": numbers(d, (1,)), "shape": np.array([2, 3]), "bad_indices_policy": "DEFAULT"},
        bad=[{"indices": [[9]], "updates": [1.0], "shape": [5]}, {"indices": [[0]], "updates": [1.0, 2.0], "shape": [5]}]),
    raw("ScatterNdNonAliasingAdd", lambda d: {"input": numbers(d), "indices": [[2], [0]], "updates": numbers(d, (2, 4))},
        lambda d: {"input": numbers(d), "indices": [[2, 1]], "updates": numbers(d, (1,)), "bad_indices_policy": "DEFAULT"},
        bad=[{"input": X, "indices": [[9]], "updates": X[:1]}, {"input": X, "indices": [[0]], "updates": X}]),
    raw("DynamicPartition", lambda d: {"data": numbers(d, (4, 2)), "partitions": [0, 2, 0, 1], "num_partitions": 4},
        bad=[{"data": X, "partitions": [0, 3, 0], "num_partitions": 3}, {"data": X, "partitions": [0, 1], "num_partitions": 3}]),
    *(raw(n, lambda d: {"indices": [np.array([0, 2], "i"), np.array([[3, 2]], "i")], "data": [numbers(d, (2, 3)), numbers(d, (1, 2, 3), seed=1)]},
        bad=[{"indices": [[0, 1]], "data": [X]}, {"indices": [[0, 1]], "data": [X, X]}]) for n in ("DynamicStitch", "ParallelDynamicStitch")),
    raw("OneHot", lambda d: {"indices": HOT, "depth": 4, "on_value": np.asarray(3, d), "off_value": np.asarray(1, d)},
        lambda d: {"indices": HOT.astype("int32"), "depth": 3, "on_value": np.asarray(1, d), "off_value": np.asarray(0, d), "axis": 1},
        bad=[{"indices": HOT, "depth": -1, "on_value": 1.0, "off_value": 0.0}, {"indices": HOT, "depth": 3, "on_value": 1.0, "off_value": 0.0, "axis": 3},
             {"indices": HOT, "depth": 3, "on_value": 1.0, "off_value": np.array(0)}]),
    raw("Where", lambda d: {"condition": numbers(d, (2, 3, 4), -1, 1)}, bad=[{"condition": None}]),
    raw("ReverseSequence", lambda d: {"input": numbers(d, (2, 3, 4)), "seq_lengths": [2, 3], "seq_dim": 1},
        lambda d: {"input": numbers(d, (2, 3, 4)), "seq_lengths": np.array([2, 0, 1, 1]), "seq_dim": 0, "batch_dim": 2},
        bad=[{"input": P, "seq_lengths": [2, 4], "seq_dim": 1}, {"input": P, "seq_lengths": [2], "seq_dim": 1}]),
    raw("UnravelIndex", lambda d: {"indices": np.array([5, 3], d), "dims": np.array([2, 3], d)},
        lambda d: {"indices": np.array(4, d), "dims": np.array([2, 3], d)}, over="Tidx", bad={"indices": [7], "dims": [2, 3]}),
    unique("Unique", {}, lambda d: {"x": numbers(d, (8,), 0, 2), "out_idx": I64}, bad={"x": X}),
    unique("UniqueWithCounts", {}, lambda d: {"x": numbers(d, (8,), 0, 2), "out_idx": I64}, bad={"x": X}),
    unique("UniqueV2", {"axis": [0]}, lambda d: {"x": np.asarray([[1, 1, 0], [1, 1, 0], [2, 2, 0]], d), "axis": [1], "out_idx": I64}, bad={"x": X, "axis": [2]}),
    unique("UniqueWithCountsV2", {"axis": np.zeros(0, "i")}, lambda d: {"x": np.asarray([[1, 1], [1, 1], [2, 2]], d), "axis": [0], "out_idx": I64}, bad={"x": X, "axis": [2]}),
    raw("ListDiff", lambda d: {"x": np.array([3, 1, 3, 2, 5], d), "y": np.array([3, 2], d)},
        lambda d: {"x": np.array([3, 1, 3, 2, 5], d), "y": np.array([], d), "out_idx": I64}, bad=[{"x": X, "y": X[0]}, {"x": X[0], "y": X[0].astype("float64")}]),
    top("TopKV2", k=4), top("TopK", k=3),
    raw("TopKV2", lambda d: {"input": numbers(d, (9,)), "k": np.int64(0), "index_type": I64}, bad={"input": X, "k": -1}),
    raw("NthElement", lambda d: {"input": numbers(d, (3, 7), -9, 9), "n": 2}, lambda d: {"input": numbers(d, (7,)), "n": 2, "reverse": True},
        bad=[{"input": X, "n": 4}, {"input": X, "n": -1}]),
    raw("InTopKV2", lambda d: {"predictions": X, "targets": np.array([0, 3, 7], d), "k": np.asarray(2, d)},
        bad=[{"predictions": X[0], "targets": [0], "k": 1}, {"predictions": X, "targets": [0], "k": 1}]),
    raw("InTopK", lambda d: {"predictions": X, "targets": np.array([0, 3, 1], d), "k": 2},
        bad=[{"predictions": X[0], "targets": [0], "k": 1}, {"predictions": X, "targets": [0], "k": 1}]),
]  # fmt: skip
