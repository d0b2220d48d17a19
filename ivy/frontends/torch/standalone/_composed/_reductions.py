"""Sums, means and norms that PyTorch composes, differences and integrals."""

import builtins

import ivy.frontends.torch as torch
from ivy.frontends import _publish


def nanmean(input, dim=None, keepdim=False, *, dtype=None):
    if not (input.is_floating_point() or input.is_complex()):
        raise RuntimeError("nanmean(): expected input to have floating point or complex dtype")
    counts = (~torch.isnan(input)).sum(dim, keepdim)
    return torch.nansum(input, dim, keepdim, dtype=dtype) / counts


def softmax(input, dim, dtype=None):
    return _normalised(torch.ops.aten._softmax, "softmax", input, dim, dtype)


def log_softmax(input, dim, dtype=None):
    return _normalised(torch.ops.aten._log_softmax, "log_softmax", input, dim, dtype)


def _normalised(function, name, input, dim, dtype):
    if dim is None:
        dim = 0 if input.ndim in (0, 1, 3) else 1
    input = input if dtype is None else input.to(dtype)
    if not input.is_floating_point():
        raise NotImplementedError(f'"{name}_kernel_impl" not implemented for {input.dtype.name}')
    return function(input, dim, False)


def norm(input, p="fro", dim=None, keepdim=False, dtype=None):
    input = input if dtype is None else input.to(dtype)
    if not (input.is_floating_point() or input.is_complex()):
        raise RuntimeError(
            "linalg.vector_norm: Expected a floating point or complex tensor as input. Got "
            f"{input.dtype}"
        )
    if p == "nuc":
        dim = (0, 1) if dim is None else dim
        return torch.linalg.matrix_norm(input, "nuc", dim, keepdim)
    if isinstance(p, str) and p != "fro":
        raise RuntimeError(f"only valid string values are 'fro', 'nuc' and None, found {p}")
    order = 2 if p in ("fro", None) else p
    return torch.linalg.vector_norm(input, order, dim, keepdim)


def dist(input, other, p=2):
    return torch.norm(input - other, p)


def diff(input, n=1, dim=-1, prepend=None, append=None):
    if not input.ndim:
        raise RuntimeError("diff expects input to be at least one-dimensional")
    if n < 0:
        raise RuntimeError(f"order must be non-negative but got {n}")
    parts = [x for x in (prepend, input, append) if x is not None]
    if any(x.ndim != input.ndim for x in parts):
        raise RuntimeError("diff expects prepend or append to be the same dimension as input")
    x = torch.cat(parts, dim) if len(parts) > 1 else input
    length = x.shape[dim]
    for _ in range(builtins.min(n, length)):
        length -= 1
        later, before = x.narrow(dim, 1, length), x.narrow(dim, 0, length)
        x = later ^ before if x.dtype == torch.bool else later - before
    return x.clone() if n == 0 else x


def trapezoid(y, x=None, *, dx=None, dim=-1):
    return _areas(y, x, dx, dim).sum(dim) / 2.0


def cumulative_trapezoid(y, x=None, *, dx=None, dim=-1):
    return _areas(y, x, dx, dim).cumsum(dim) / 2.0


def _areas(y, x, dx, dim):
    if not -y.ndim <= dim < y.ndim:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-y.ndim}, {y.ndim - 1}], "
            f"but got {dim})"
        )
    length = builtins.max(y.shape[dim] - 1, 0)
    start = builtins.min(1, y.shape[dim])
    both = y.narrow(dim, start, length) + y.narrow(dim, 0, length)
    if x is None:
        return both * (1 if dx is None else dx)
    if dx is not None:
        raise RuntimeError("trapezoid received both x and dx")
    if x.ndim == 1:
        if x.shape[0] != y.shape[dim]:
            raise RuntimeError("trapezoid: There must be one `x` value for each sample point")
        step = x[1:] - x[:-1]
        return both * step.reshape([-1 if i == dim % y.ndim else 1 for i in range(y.ndim)])
    width = x.shape[dim - y.ndim if dim >= 0 else dim] - 1
    axis = dim - y.ndim if dim >= 0 else dim
    return both * (x.narrow(axis, 1, width) - x.narrow(axis, 0, width))


def gradient(input, *, spacing=1, dim=None, edge_order=1):
    dims = range(input.ndim) if dim is None else (dim,) if isinstance(dim, int) else dim
    spacing = 1 if spacing is None else spacing
    if edge_order not in (1, 2):
        raise RuntimeError("torch.gradient only supports edge_order=1 and edge_order=2.")
    if isinstance(spacing, (int, float, complex)):
        spacing = [spacing] * len(dims)
    elif isinstance(spacing, torch.Tensor):
        spacing = [spacing]
    if len(spacing) != len(dims):
        raise RuntimeError(
            "torch.gradient expected spacing to be unspecified, a scalar, or a list of length equal "
            f"to 'len(dims)' = {len(dims)}, but got a list of length {len(spacing)}"
        )
    if any(input.shape[d] < edge_order + 1 for d in dims):
        raise RuntimeError(
            "torch.gradient expected each dimension size to be at least edge_order+1"
        )
    if not (input.is_floating_point() or input.is_complex()):
        input = input.to(torch.get_default_dtype())
    return tuple(_slope(input, h, d, edge_order) for h, d in zip(spacing, dims, strict=True))


def _slope(x, spacing, dim, edge_order):
    size = x.shape[dim]
    at = lambda i, n=1: x.narrow(dim, i % size, n)  # noqa: E731
    if isinstance(spacing, torch.Tensor):
        return _uneven_slope(x, spacing, dim, edge_order)
    middle = (at(2, size - 2) - at(0, size - 2)) / (2 * spacing) if size > 2 else at(0, 0)
    if edge_order == 1:
        first, last = (at(1) - at(0)) / spacing, (at(-1) - at(-2)) / spacing
    else:
        first = (4 * at(1) - 3 * at(0) - at(2)) / (2 * spacing)
        last = (3 * at(-1) - 4 * at(-2) + at(-3)) / (2 * spacing)
    return torch.cat([first, middle, last], dim)


def _uneven_slope(x, places, dim, edge_order):
    size = x.shape[dim]
    at = lambda i, n=1: x.narrow(dim, i % size, n)  # noqa: E731
    steps = torch.diff(places).reshape([-1 if i == dim % x.ndim else 1 for i in range(x.ndim)])
    h = lambda i, n=1: steps.narrow(dim, i % (size - 1), n)  # noqa: E731
    left, right = h(0, size - 2), h(1, size - 2)
    a, c = -right / (left * (left + right)), left / (right * (left + right))
    b = (right - left) / (left * right)
    middle = a * at(0, size - 2) + b * at(1, size - 2) + c * at(2, size - 2)
    if edge_order == 1:
        first, last = (at(1) - at(0)) / h(0), (at(-1) - at(-2)) / h(-1)
    else:
        p, q = h(0), h(1)
        first = -(2 * p + q) / (p * (p + q)) * at(0) + (p + q) / (p * q) * at(1)
        first = first - p / (q * (p + q)) * at(2)
        p, q = h(-2), h(-1)
        last = q / (p * (p + q)) * at(-3) - (p + q) / (p * q) * at(-2)
        last = last + (2 * q + p) / (q * (p + q)) * at(-1)
    return torch.cat([first, middle, last], dim)


def quantile(input, q, dim=None, keepdim=False, *, interpolation="linear"):
    return _quantile(input, q, dim, keepdim, interpolation, False)


def nanquantile(input, q, dim=None, keepdim=False, *, interpolation="linear"):
    return _quantile(input, q, dim, keepdim, interpolation, True)


def _quantile(input, q, dim, keepdim, interpolation, ignores_nan):
    if input.dtype not in (torch.float32, torch.float64):
        raise RuntimeError("quantile() input tensor must be either float or double dtype")
    if interpolation not in ("linear", "lower", "higher", "midpoint", "nearest"):
        raise RuntimeError(
            "quantile() interpolation must be one of linear, lower, higher, midpoint or nearest, "
            f"but got {interpolation}"
        )
    if not isinstance(q, torch.Tensor):
        if not 0 <= q <= 1:
            raise RuntimeError(f"quantile() q must be in the range [0, 1] but got {q}")
        q = torch.tensor(q, dtype=input.dtype)
    if q.dtype != input.dtype:
        raise RuntimeError("quantile() q tensor must be same dtype as the input tensor")
    if q.ndim > 1:
        raise RuntimeError(
            f"quantile() q must be a scalar or 1D tensor, but got a {q.ndim}D tensor"
        )
    if not input.numel():
        raise RuntimeError("quantile() input tensor must be non-empty")
    shape = list(input.shape) or [1]
    if dim is None:
        rows, kept = input.reshape(-1), [1] * input.ndim
    else:
        rows = input.reshape(shape).movedim(dim, -1)
        kept = [1 if i == dim % len(shape) else n for i, n in enumerate(shape)]
        kept = kept if input.ndim else []
    lead = rows.shape[:-1]
    found = _ranked(rows.sort(-1).values, q.reshape(-1), interpolation, ignores_nan)
    shape = kept if keepdim else list(lead)
    return found.reshape(([q.shape[0]] if q.ndim else []) + shape)


def _ranked(rows, q, interpolation, ignores_nan):
    """The values at the shares `q` of sorted rows, shares first; NaN where a row has one."""
    q = q.reshape([-1] + [1] * rows.ndim)
    nans = torch.isnan(rows)
    if ignores_nan:
        last = (~nans).sum(-1, True) - 1
        rank = q * last.to(q.dtype)
        rank = torch.where(rank < 0, torch.zeros_like(rank), rank)
    else:
        rank = q * (rows.shape[-1] - 1)
        rank = torch.where(nans.any(-1, True), torch.full_like(rank, rows.shape[-1] - 1), rank)
    if interpolation in ("lower", "higher", "nearest"):
        rank = {"lower": torch.floor, "higher": torch.ceil, "nearest": torch.round}[interpolation](
            rank
        )
    below, above = torch.floor(rank).to(torch.int64), torch.ceil(rank).to(torch.int64)
    rows = rows.unsqueeze(0).expand(q.shape[0], *rows.shape)
    shape = [q.shape[0], *rows.shape[1:-1], 1]
    low, high = rows.gather(-1, below.expand(shape)), rows.gather(-1, above.expand(shape))
    share = torch.full_like(rank, 0.5) if interpolation == "midpoint" else rank - torch.floor(rank)
    return torch.lerp(low, high, share.expand(shape).contiguous()).squeeze(-1)


def cov(input, *, correction=1, fweights=None, aweights=None):
    if input.ndim > 2:
        raise RuntimeError(
            "cov(): expected input to have two or fewer dimensions but got an input with "
            f"{input.ndim} dimensions"
        )
    if input.dtype == torch.bool:
        raise RuntimeError("cov(): bool dtype is not supported for input")
    rows = input.reshape(1, -1) if input.ndim < 2 else input
    weights = fweights
    if aweights is not None:
        weights = aweights if weights is None else fweights * aweights
    if weights is not None and weights.shape != (rows.shape[1],):
        raise RuntimeError(
            "cov(): expected weights to have the same numel as there are observations"
        )
    total = rows.shape[1] if weights is None else weights.sum()
    if not (rows.is_floating_point() or rows.is_complex()):
        rows = rows.to(torch.get_default_dtype())
    if weights is None:
        mean, freedom = rows.sum(1, True) / total, builtins.max(total - correction, 0)
    else:
        mean = (rows * weights).sum(1, True) / total
        less = correction if aweights is None else correction * (weights * aweights).sum() / total
        freedom = torch.clamp(total - less, min=0)
    apart = rows - mean
    other = apart if weights is None else apart * weights
    product = torch.mm(apart, other.t().conj().to(apart.dtype))
    if isinstance(freedom, int):
        freedom = torch.tensor(freedom, dtype=torch.float64)
    return (product / freedom).squeeze()


def corrcoef(input):
    if input.ndim > 2:
        raise RuntimeError(
            "corrcoef(): expected input to have two or fewer dimensions but got an input "
            f"with {input.ndim} dimensions"
        )
    c = torch.cov(input)
    if c.ndim == 0:
        return c / c
    spread = torch.sqrt(c.diagonal().real if c.is_complex() else c.diagonal())
    c = c / spread.unsqueeze(1) / spread.unsqueeze(0)
    if c.is_complex():
        return torch.complex(c.real.clamp(-1, 1), c.imag.clamp(-1, 1))
    return c.clamp(-1, 1)


def cdist(x1, x2, p=2.0, compute_mode="use_mm_for_euclid_dist_if_necessary"):
    if x1.ndim < 2 or x2.ndim < 2:
        raise RuntimeError("cdist only supports at least 2D tensors")
    if x1.shape[-1] != x2.shape[-1]:
        raise RuntimeError(
            f"X1 and X2 must have the same number of columns. X1: {x1.shape[-1]} X2: {x2.shape[-1]}"
        )
    if p < 0:
        raise RuntimeError("cdist only supports non-negative p values")
    lead = torch.broadcast_shapes(x1.shape[:-2], x2.shape[:-2])
    x1, x2 = (x.expand(*lead, *x.shape[-2:]) for x in (x1, x2))
    return torch.ops.aten._cdist_forward(x1, x2, p, None)


def histogramdd(input, bins, *, range=None, weight=None, density=False):
    torch_aten = torch.ops.aten
    if isinstance(bins, int):
        bins = [bins] * input.shape[-1]
    if all(isinstance(b, int) for b in bins):
        edges = torch_aten._histogramdd_bin_edges(
            input, list(bins), range=range, weight=weight, density=density
        )
        counts = torch_aten._histogramdd_from_bin_cts(
            input, list(bins), range=range, weight=weight, density=density
        )
        return counts, tuple(edges)
    return torch_aten._histogramdd_from_bin_tensors(
        input, list(bins), weight=weight, density=density
    ), tuple(bins)


_publish.publish(__name__, native="torch", registry=_publish.COMPOSED)
