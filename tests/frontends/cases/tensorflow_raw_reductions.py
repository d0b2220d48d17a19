"""Raw ops of TensorFlow that reduce, run along an axis, or count."""

import numpy as np
from frontends.tensorflow_samples import numbers, raw

X = numbers("float32", (2, 3, 4))
IDS = np.array([0, 2, 2, 3], "int32")
F64 = X.astype("float64")


def reduction(name, low=-3, high=3, **options):
    def make(d):
        return {"input": numbers(d, (2, 3, 4), low, high), "axis": np.array([0, -1], "int32")}

    def kept(d):
        return {"input": numbers(d, (2, 3), low, high), "axis": 1, "keep_dims": True}

    x = numbers(options.pop("of", "float32"), (2, 3))
    bad = [{"input": x, "axis": 2}, {"input": x, "axis": [0, 0]}, {"input": x, "axis": 0.5}]
    empty = np.zeros((2, 0), x.dtype)
    extra = ({"input": x, "axis": np.zeros(0, "int32")}, {"input": empty, "axis": 1})
    return raw(name, make, kept, bad=bad, extra=extra, **options)


def position(name):
    def make(d):
        return {"input": numbers(d, (2, 3, 4)), "dimension": 1}

    def other(d):
        return {"input": numbers(d, (2, 3)), "dimension": -1, "output_type": np.dtype("int32")}

    bad = [{"input": X, "dimension": 3}, {"input": X[:, :0], "dimension": 1}]
    return raw(name, make, other, bad=bad)


def running(name, low=-2, high=2):
    def make(exclusive, reverse, axis):
        return lambda d: {
            "x": numbers(d, (2, 3, 4), low, high),
            "axis": axis,
            "exclusive": exclusive,
            "reverse": reverse,
        }

    return raw(
        name, make(False, False, 0), make(True, False, 1), make(True, True, -1), make(False, True, 2),
        bad=[{"x": X, "axis": 3}, {"x": X, "axis": [0]}],
    )  # fmt: skip


CASES = [reduction(n) for n in ("Sum", "Mean", "Max", "Min", "EuclideanNorm")]
CASES += [reduction("Prod", 0.5, 2)]
CASES += [position("ArgMax"), position("ArgMin")]
CASES += [running("Cumsum"), running("Cumprod"), running("CumulativeLogsumexp")]


def segments(name, low=-3, high=3, **options):
    def make(d):
        return {"data": numbers(d, (4, 3), low, high), "segment_ids": IDS}

    def vector(d):
        return {"data": numbers(d, (3,), low, high), "segment_ids": np.array([0, 0, 1], "int64")}

    x = numbers("float32", (4, 3))
    bad = [{"data": x, "segment_ids": IDS[::-1].copy()}, {"data": x, "segment_ids": IDS[:3]}]
    return raw(name, make, vector, bad=bad, **options)


def unsorted(name, low=-3, high=3, **options):
    def make(d):
        return {"data": numbers(d, (4, 3), low, high), "segment_ids": np.array([3, 0, -1, 0], "int32"),
                "num_segments": 5}  # fmt: skip

    def square(d):
        return {"data": numbers(d, (2, 3), low, high), "num_segments": 3,
                "segment_ids": np.array([[1, 0, 1], [1, 2, 2]], "int64")}  # fmt: skip

    x = numbers("float32", (4, 3))
    bad = [{"data": x, "segment_ids": IDS, "num_segments": 3},
           {"data": x[:2], "segment_ids": IDS, "num_segments": 3}]  # fmt: skip
    return raw(name, make, square, bad=bad, **options)


def chosen(name, counted=False):
    more = {"num_segments": 6} if counted else {}

    def make(d):
        return {
            "data": numbers(d, (4, 3)),
            "indices": np.array([3, 0, 0, 1], "int32"),
            "segment_ids": IDS,
            **more,
        }

    def other(d):
        return {**make(d), "segment_ids": np.array([0, 0, 1, 1], "int64"), "sparse_gradient": True}

    good = make(np.dtype("float32"))
    bad = [{**good, "indices": np.array([4, 0, 0, 1])}, {**good, "segment_ids": IDS[::-1].copy()}]
    return raw(name, make, other, bad=bad)


CASES += [segments(n) for n in ("SegmentSum", "SegmentMean", "SegmentMax", "SegmentMin")]
CASES += [segments("SegmentProd", 0.5, 2)]
CASES += [unsorted(f"UnsortedSegment{n}") for n in ("Sum", "Max", "Min")]
CASES += [unsorted("UnsortedSegmentProd", 0.5, 2)]
CASES += [chosen(f"SparseSegment{n}") for n in ("Sum", "Mean", "SqrtN")]
CASES += [chosen(f"SparseSegment{n}WithNumSegments", True) for n in ("Sum", "Mean", "SqrtN")]

COUNTS = np.array([1, 2, 5, 1, 0], "int32")
W = numbers("float32", (5,))
CASES += [
    raw("Bincount", lambda d: {"arr": COUNTS, "size": 4, "weights": numbers(d, (5,))},
        lambda d: {"arr": COUNTS, "size": 7, "weights": np.zeros((0,), d)},
        bad=[{"arr": -COUNTS, "size": 4, "weights": W}, {"arr": COUNTS, "size": 4, "weights": W[:2]}]),
    raw("DenseBincount", lambda d: {"input": COUNTS, "size": 4, "weights": numbers(d, (5,))},
        lambda d: {"input": COUNTS[None].astype("int64"), "size": np.int64(7), "weights": np.zeros((0,), d),
                   "binary_output": True},
        bad=[{"input": -COUNTS, "size": 4, "weights": W}, {"input": COUNTS, "size": -4, "weights": W}]),
    raw("HistogramFixedWidth", lambda d: {"values": np.array([-1, 0, 1.5, 2, 5, 7.2], d),
                                          "value_range": np.array([0, 5], d), "nbins": 5},
        lambda d: {"values": numbers(d), "value_range": np.array([-2, 3], d), "nbins": 7,
                   "dtype": np.dtype("int64")},
        bad=[{"values": W, "value_range": np.array([5, 5], "float32"), "nbins": 5},
             {"values": W, "value_range": np.array([0, 5], "float32"), "nbins": 0}]),
]  # fmt: skip
