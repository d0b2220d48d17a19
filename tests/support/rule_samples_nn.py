"""Samples of linear algebra, transforms, layers, losses, pooling and random numbers.

LAPACK has matrices of 32 and 64 bits, so has the family: 16 bits are no promise there.
"""

from __future__ import annotations

import numpy as np
from support.rule_calls import Draw, call
from support.rule_samples import INT32, sample

from ivy._core import dtypes

_REAL = dtypes.float32, dtypes.float64
_WIDE = (*_REAL, dtypes.complex64, dtypes.complex128)


# -- linear algebra


def _matrices(d: Draw, rows: int, columns: int, dtype=None):
    """A batch of matrices of rank as high as can be."""
    lead = d.shape(most=1)
    one = np.eye(rows, columns) * 3 + np.tri(rows, columns)
    values = np.broadcast_to(one, (*lead, rows, columns))
    return d.array((*lead, rows, columns), dtype or d.of(*_WIDE), values)


@sample("eig", "eigvals", "matrix_exp")
def _(d: Draw, name: str):
    n = d.size()
    return call(_matrices(d, n, n))


@sample("eigh", "eigvalsh")
def _(d: Draw, name: str):
    n = d.size()
    return call(_matrices(d, n, n), upper=d.flag())


@sample("cholesky_factor")
def _(d: Draw, name: str):
    n = d.size()
    return call(_matrices(d, n, n))


@sample("lu_factor", "qr_reflectors", "svdvals")
def _(d: Draw, name: str):
    return call(_matrices(d, d.size(), d.size()))


@sample("qr")
def _(d: Draw, name: str):
    return call(_matrices(d, d.size(), d.size()), mode=d.of("reduced", "complete"))


@sample("svd")
def _(d: Draw, name: str):
    return call(_matrices(d, d.size(), d.size()), full_matrices=d.flag())


@sample("householder_product")
def _(d: Draw, name: str):
    columns = d.size()
    lead, dtype = d.shape(most=1), d.of(*_WIDE)
    shape = (*lead, columns + d.size(), columns)
    return call(d.array(shape, dtype), d.array((*lead, d.size(0, columns)), dtype))


@sample("ldl_factor")
def _(d: Draw, name: str):
    n = d.size()
    return call(_matrices(d, n, n), hermitian=d.flag())


def _identity_pivots(d, lead, n, start):
    values = np.broadcast_to(np.arange(start, n + start), (*lead, n))
    return d.array((*lead, n), INT32, values)


def _system(d: Draw, dtype):
    """Matrices and right sides, with the same batch."""
    n = d.size()
    matrix = _matrices(d, n, n, dtype)
    lead = matrix.values.shape[:-2]
    return matrix, lead, n, d.array((*lead, n, d.size()), dtype)


@sample("ldl_solve")
def _(d: Draw, name: str):
    matrix, lead, n, right = _system(d, d.of(*_WIDE))
    return call(matrix, _identity_pivots(d, lead, n, 1), right, hermitian=d.flag())


@sample("lu_solve")
def _(d: Draw, name: str):
    matrix, lead, n, right = _system(d, d.of(*_WIDE))
    return call(matrix, _identity_pivots(d, lead, n, 0), right, adjoint=d.flag())


@sample("solve_triangular")
def _(d: Draw, name: str):
    n, dtype = d.size(), d.of(*_WIDE)
    right = d.array((n, d.size()), dtype)
    return call(_matrices(d, n, n, dtype), right, upper=d.flag(), unit_diagonal=d.flag())


@sample("determinant_sign_and_log")
def _(d: Draw, name: str):
    n = d.size()
    lu = _matrices(d, n, n)
    return call(lu, _identity_pivots(d, lu.values.shape[:-2], n, 0))


@sample("permutation_sign")
def _(d: Draw, name: str):
    return call(_identity_pivots(d, d.shape(most=2), d.size(), 0))


@sample("pivots_to_permutation")
def _(d: Draw, name: str):
    n = d.size()
    return call(_identity_pivots(d, d.shape(most=2), n, 0), n + d.size())


@sample("invert_permutation")
def _(d: Draw, name: str):
    lead, n = d.shape(most=2), d.size()
    values = np.broadcast_to(np.arange(n)[::-1], (*lead, n))
    return call(d.array((*lead, n), dtypes.int64, values))


@sample("matmul")
def _(d: Draw, name: str):
    n, dtype = d.size(), d.dtype("ifc")
    lead = d.shape(most=2)
    left = (n,) if d.flag() else (*d.part(lead), d.size(), n)
    right = (n,) if d.flag() else (*d.part(lead), n, d.size())
    return call(d.array(left, dtype), d.array(right, dtype))


@sample("einsum")
def _(d: Draw, name: str):
    sizes = {a: d.size() for a in "ijk"}
    terms = d.of("ij,jk->ik", "ii->i", "ii", "ij->", "i,j", "...i,...i", "...ij,jk->...ik", "i->i")
    dtype, lead = d.dtype("ifc"), d.shape(most=1)
    arrays = []
    for term in terms.partition("->")[0].split(","):
        shape = [sizes[a] for a in term.replace("...", "")]
        arrays.append(d.array((*(d.part(lead) if "..." in term else ()), *shape), dtype))
    return call(terms, arrays)


@sample("grouped_matmul")
def _(d: Draw, name: str):
    dtype, (a, b, c) = d.dtype("f"), (d.size(1), d.size(1), d.size(1))
    groups = d.size(1)
    shapes = d.of(((a, b), (groups, b, c)), ((groups, a, b), (b, c)), ((a, b), (b, c)))
    ends = d.array((groups,), INT32, np.full(groups, 1))
    return call(d.array(shapes[0], dtype), d.array(shapes[1], dtype), ends)


# -- transforms, convolutions


@sample("fftn", "ifftn", "irfftn", "rfftn")
def _(d: Draw, name: str):
    shape = d.shape(least=1, smallest=1)
    axes = tuple(range(len(shape)))
    options = {"axes": axes[d.of(0, -1) :], "norm": d.of("backward", "ortho", "forward")}
    if name == "irfftn":
        options["size"] = 2 * shape[-1] - d.of(1, 2) or 1
    dtype = d.of(*(_REAL if name == "rfftn" else _WIDE[2:]))
    return call(d.array(shape, dtype), **options)


@sample("conv_general")
def _(d: Draw, name: str):
    rank, groups, batch_groups = d.size(0, 3), *d.of((1, 1), (2, 1), (1, 2))
    channels, dtype = d.size(1), d.dtype("fc")
    size, window = [d.size(3, 4) for _ in range(rank)], [d.size(1) for _ in range(rank)]
    return call(
        d.array((d.size() * batch_groups, channels * groups, *size), dtype),
        d.array((2 * groups * batch_groups, channels, *window), dtype),
        strides=[d.size(1, 2) for _ in size],
        padding=[d.of((0, 0), (1, 2), (2, -1)) for _ in size],
        lhs_dilation=[d.size(1, 2) for _ in size],
        rhs_dilation=[1 for _ in size],
        feature_group_count=groups,
        batch_group_count=batch_groups,
    )


_WINDOWS = "windows", "window_sum", "window_max", "window_min", "window_mean", "window_prod"


@sample(*_WINDOWS, "overlap_add")
def _(d: Draw, name: str):
    shape = list(d.shape(least=1))
    axis = d.of(*range(len(shape)))
    stride, dilation, size = d.size(1, 2), d.size(1, 2), d.size(1, 2)
    dtype = d.dtype("f" if name == "window_mean" else "if")
    if name == "overlap_add":
        count = d.size(1)
        whole = (count - 1) * stride + (size - 1) * dilation + 1
        shape[axis : axis + 1] = [count, size]
        options = {"axis": axis, "stride": stride, "dilation": dilation}
        return call(d.array(shape, dtype), whole + d.size(0, 1), **options)
    shape[axis] = (size - 1) * dilation + 1 + d.size()
    return call(d.array(shape, dtype), size, axis=axis, stride=stride, dilation=dilation)


def _images(d: Draw, rank: int, channels: int, dtype, last: bool):
    size = [d.size(3, 4) for _ in range(rank)]
    batch = d.size()
    return d.array((batch, *size, channels) if last else (batch, channels, *size), dtype)


def _rank_of(d: Draw, name: str) -> int:
    digits = [a for a in name if a.isdigit()]
    return int(digits[0]) if digits else d.size(1)


_RANKS = "", "1d", "2d", "3d"


@sample(*(f"conv{r}" for r in _RANKS))
def _(d: Draw, name: str):
    rank, last, dtype = _rank_of(d, name), d.flag(), d.dtype("f")
    window = [d.size(1, 2) for _ in range(rank)]
    filters = (*window, 2, 3) if last else (3, 2, *window)
    return call(
        _images(d, rank, 2, dtype, last), d.array(filters, dtype), strides=d.size(1, 2),
        padding=d.of("SAME", "VALID", 1), dilations=d.size(1, 2), bias=None,
        data_format="channels_last" if last else "channels_first",
    )  # fmt: skip


@sample("conv_transpose", *(f"conv{r}_transpose" for r in _RANKS[1:]))
def _(d: Draw, name: str):
    rank, last, dtype = _rank_of(d, name), d.flag(), d.dtype("f")
    window = [d.size(1, 2) for _ in range(rank)]
    filters = (*window, 3, 2) if last else (2, 3, *window)
    return call(
        _images(d, rank, 2, dtype, last), d.array(filters, dtype), strides=d.size(1, 2),
        padding=d.of("SAME", "VALID"), data_format="channels_last" if last else "channels_first",
    )  # fmt: skip


@sample(*(f"depthwise_conv{r}" for r in _RANKS))
def _(d: Draw, name: str):
    rank, last, dtype = _rank_of(d, name), d.flag(), d.dtype("f")
    filters = d.array((*[d.size(1, 2) for _ in range(rank)], 2, d.size(1, 2)), dtype)
    return call(
        _images(d, rank, 2, dtype, last), filters, strides=d.size(1, 2),
        padding=d.of("SAME", "VALID"), data_format="channels_last" if last else "channels_first",
    )  # fmt: skip


def _pooling(d: Draw, name: str):
    last, rank = d.flag(), _rank_of(d, name)
    x = _images(d, rank, d.size(1), d.dtype("f"), last)
    return x, {"data_format": "channels_last" if last else "channels_first"}


@sample(*(f"{k}_pool{r}" for k in ("max", "avg") for r in _RANKS))
def _(d: Draw, name: str):
    x, options = _pooling(d, name)
    options |= {"strides": d.of(None, 1, 2), "padding": d.of("SAME", "VALID", 1)}
    return call(x, d.size(2), **options, ceil_mode=d.flag())


@sample("lp_pool")
def _(d: Draw, name: str):
    x, options = _pooling(d, name)
    return call(x, 2.0, d.size(1, 2), strides=d.of(None, 1), **options)


@sample(*(f"adaptive_{k}_pool{r}" for k in ("max", "avg") for r in _RANKS))
def _(d: Draw, name: str):
    x, options = _pooling(d, name)
    return call(x, d.size(1), **options)


@sample("interpolate")
def _(d: Draw, name: str):
    x, options = _pooling(d, name)
    mode = d.of("nearest", "nearest-exact", "linear", "cubic", "area")
    options |= {"mode": mode, "align_corners": mode in ("linear", "cubic") and d.flag()}
    return call(x, d.size(1), **options) if d.flag() else call(x, scale_factor=1.5, **options)


@sample("resize")
def _(d: Draw, name: str):
    shape = d.shape(smallest=1)
    method = d.of("nearest", "linear", "cubic")
    return call(d.array(shape, d.dtype("f")), [d.size(1) for _ in shape], method=method)


# -- layers


def _bias(d: Draw, n: int, dtype):
    return d.array((n,), dtype) if d.flag() else None


@sample("linear")
def _(d: Draw, name: str):
    dtype, n, out = d.dtype("f"), d.size(), d.size()
    return call(d.array((*d.shape(most=2), n), dtype), d.array((out, n), dtype),
                _bias(d, out, dtype))  # fmt: skip


@sample("bilinear")
def _(d: Draw, name: str):
    dtype, lead, (n, k, out) = d.dtype("f"), d.shape(most=2), (d.size(), d.size(), d.size())
    arrays = [d.array(s, dtype) for s in ((*lead, n), (*lead, k), (out, n, k))]
    return call(*arrays, _bias(d, out, dtype))


@sample("batch_norm")
def _(d: Draw, name: str):
    dtype, n = d.dtype("f"), d.size()
    x = d.array((d.size(), n, *d.shape(most=2)), dtype)
    of_channels = [d.array((n,), dtype) for _ in range(4)]
    return call(x, *of_channels[:2], weight=of_channels[2], training=d.flag())


@sample("instance_norm")
def _(d: Draw, name: str):
    return call(d.array(d.shape(least=3), d.dtype("f")))


@sample("group_norm")
def _(d: Draw, name: str):
    groups = d.size(1)
    shape = (d.size(), groups * d.size(1), *d.shape(most=2))
    return call(d.array(shape, d.dtype("f")), groups)


@sample("local_response_norm")
def _(d: Draw, name: str):
    return call(d.array(d.shape(least=2), d.dtype("f")), d.size(1))


@sample("scaled_dot_product_attention")
def _(d: Draw, name: str):
    dtype, lead, (q, k, n, out) = d.dtype("f"), d.shape(most=2), [d.size(1) for _ in range(4)]
    arrays = [d.array((*lead, *s), dtype) for s in ((q, n), (k, n), (k, out))]
    mask = d.of(None, d.array((q, k), dtypes.bool_), d.array((q, k), dtype))
    return call(*arrays, mask=mask, is_causal=d.flag())


@sample("multi_head_attention")
def _(d: Draw, name: str):
    dtype, batch, positions = d.dtype("f"), d.size(), d.size(1)
    query = d.array((batch, positions, 4), dtype)
    weights = {"in_weight": d.array((12, 4), dtype), "in_bias": d.array((12,), dtype)}
    return call(query, num_heads=2, is_causal=d.flag(), **(weights if d.flag() else {}))


# -- losses


def _reduction(d: Draw):
    return d.of("mean", "sum", "none")


_LOSSES = {
    **dict.fromkeys(
        "binary_cross_entropy sigmoid_cross_entropy_with_logits l1_loss mse_loss huber_loss "
        "smooth_l1_loss kl_div_loss poisson_nll_loss soft_margin_loss hinge_embedding_loss".split(),
        2,
    ),
    **dict.fromkeys(("gaussian_nll_loss", "margin_ranking_loss"), 3),
}


@sample(*_LOSSES)
def _(d: Draw, name: str):
    shape, dtype = d.shape(), d.dtype("f")
    arrays = [d.array(shape, dtype) for _ in range(_LOSSES[name])]
    return call(*arrays, reduction=_reduction(d))


@sample("cross_entropy", "softmax_cross_entropy_with_logits")
def _(d: Draw, name: str):
    shape, dtype = d.shape(least=1), d.dtype("f")
    axis = d.axis(len(shape))
    return call(d.array(shape, dtype), d.array(shape, dtype), axis=axis, reduction=_reduction(d))


@sample("sparse_cross_entropy", "sparse_softmax_cross_entropy_with_logits")
def _(d: Draw, name: str):
    shape = list(d.shape(least=1, smallest=1))
    axis = d.axis(len(shape))
    x, n = d.array(shape, d.dtype("f")), shape.pop(axis)
    classes = d.indices(shape, n)
    pair = (classes, x) if name == "sparse_cross_entropy" else (x, classes)
    return call(*pair, axis=axis, reduction=_reduction(d))


@sample("cross_entropy_loss", "nll_loss")
def _(d: Draw, name: str):
    batch, classes, rest = d.of((), (d.size(1),)), d.size(1), d.shape(most=1, smallest=1)
    rest = rest if batch else ()
    dtype = d.dtype("f")
    weight = d.of(None, d.array((classes,), dtype))
    return call(
        d.array((*batch, classes, *rest), dtype), d.indices((*batch, *rest), classes),
        weight=weight, reduction=_reduction(d),
    )  # fmt: skip


@sample("cosine_similarity")
def _(d: Draw, name: str):
    shape, dtype = d.shape(least=1), d.dtype("f")
    return call(d.array(shape, dtype), d.array(shape, dtype), axis=d.axis(len(shape)))


@sample("cosine_embedding_loss")
def _(d: Draw, name: str):
    shape, dtype = d.shape(least=1, most=2), d.dtype("f")
    arrays = [d.array(s, dtype) for s in (shape, shape, shape[:-1])]
    return call(*arrays, reduction=_reduction(d))


@sample("pairwise_distance")
def _(d: Draw, name: str):
    shape, dtype = d.shape(least=1), d.dtype("f")
    options = {"p": d.of(1.0, 2.0, 3.0), "keepdims": d.flag()}
    return call(d.array(shape, dtype), d.array(shape, dtype), **options)


@sample("triplet_margin_loss")
def _(d: Draw, name: str):
    shape, dtype = d.shape(least=1), d.dtype("f")
    arrays = [d.array(shape, dtype) for _ in range(3)]
    return call(*arrays, swap=d.flag(), reduction=_reduction(d))


# -- random numbers


def _key(d: Draw):
    return d.array((2,), dtypes.uint32)


@sample("random_key")
def _(d: Draw, name: str):
    return call(d.of(0, 7, -1, 2**40))


@sample("random_split")
def _(d: Draw, name: str):
    return call(_key(d), d.size())


@sample("random_fold_in")
def _(d: Draw, name: str):
    return call(_key(d), d.of(3, d.array((), dtypes.int64)))


@sample("random_bits")
def _(d: Draw, name: str):
    return call(d.shape(), dtype=d.of(dtypes.uint8, dtypes.uint16, dtypes.uint32), key=_key(d))


@sample("random_uniform")
def _(d: Draw, name: str):
    shape, dtype = d.shape(), d.dtype("f")
    low = d.of(0.0, d.array(d.part(shape), dtype))
    return call(low, 3.0, shape, dtype=dtype, key=_key(d))


@sample("random_normal")
def _(d: Draw, name: str):
    shape, dtype = d.shape(), d.dtype("fc")
    mean = d.of(0.0, d.array(d.part(shape), dtype))
    return call(mean, 1.0, shape, dtype=dtype, key=_key(d))


@sample("random_gumbel", "random_exponential")
def _(d: Draw, name: str):
    return call(d.shape(), dtype=d.dtype("f"), key=_key(d))


@sample("random_truncated_normal")
def _(d: Draw, name: str):
    return call(-1.0, 1.0, d.shape(), dtype=d.dtype("f"), key=_key(d))


@sample("randint")
def _(d: Draw, name: str):
    return call(0, 9, d.shape(), dtype=d.dtype("i"), key=_key(d))


@sample("bernoulli")
def _(d: Draw, name: str):
    if d.flag():
        return call(0.5, d.shape(), key=_key(d))
    return call(d.array(d.shape(), d.dtype("f"), None), key=_key(d))


@sample("random_categorical")
def _(d: Draw, name: str):
    shape = d.shape(least=1, smallest=1)
    return call(d.array(shape, d.dtype("f")), axis=d.axis(len(shape)), key=_key(d))


@sample("random_permutation", "shuffle")
def _(d: Draw, name: str):
    shape = d.shape(least=1)
    options = {} if name == "shuffle" else {"axis": d.axis(len(shape)), "independent": d.flag()}
    return call(d.array(shape, d.dtype()), **options, key=_key(d))


@sample("multinomial")
def _(d: Draw, name: str):
    x = d.array((*d.shape(most=1), 3), d.dtype("f"))
    return call(x, d.size(), replace=d.flag(), key=_key(d))


@sample("dropout")
def _(d: Draw, name: str):
    x = d.array(d.shape(), d.dtype("f"))
    return call(x, d.of(0.0, 0.5, 1.0), training=d.flag(), key=_key(d))
