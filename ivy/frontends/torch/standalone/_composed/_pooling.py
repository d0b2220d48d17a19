"""`torch.nn.functional`: pooling, its inverse, and windows as columns."""

import math

import ivy.frontends.torch as torch
from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED
from ivy.frontends.torch.standalone._composed._ranks import batched as _batched
from ivy.frontends.torch.standalone._composed._ranks import each as _each


def _flat(input):
    """A one-dimensional signal as an image of height 1."""
    return input.unsqueeze(-2)


def avg_pool1d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    stride = kernel_size if stride in (None, ()) else stride
    kernel, step, edge = (_each(v, 1)[0] for v in (kernel_size, stride, padding))
    _demand_window(kernel, edge)
    out = torch.ops.aten.avg_pool2d(
        _flat(input), [1, kernel], [1, step], [0, edge], ceil_mode, count_include_pad
    )
    return out.squeeze(-2)


def _demand_window(kernel, padding):
    for k, p in zip(_each(kernel, 1), _each(padding, 1)):
        if k <= 0:
            raise RuntimeError(f"kernel size should be greater than zero, but got {k}")
        if p < 0:
            raise RuntimeError(f"pad must be non-negative, but got pad: {p}")
        if p * 2 > k:
            raise RuntimeError(
                f"pad should be at most half of effective kernel size, but got pad={p}, "
                f"kernel_size={k} and dilation=1"
            )


def _avg_pool(rank):
    def function(
        input,
        kernel_size,
        stride=None,
        padding=0,
        ceil_mode=False,
        count_include_pad=True,
        divisor_override=None,
    ):
        _batched(input, rank, f"avg_pool{rank}d")
        _demand_window(kernel_size, padding)
        if divisor_override == 0:
            raise RuntimeError("divisor must be not zero")
        stride = () if stride is None else stride
        pool = getattr(torch.ops.aten, f"avg_pool{rank}d")
        return pool(
            input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override
        )

    return function


avg_pool2d, avg_pool3d = _avg_pool(2), _avg_pool(3)


def _max_pool(rank):
    def function(
        input,
        kernel_size,
        stride=None,
        padding=0,
        dilation=1,
        ceil_mode=False,
        return_indices=False,
    ):
        _batched(input, rank, f"max_pool{rank}d")
        _demand_window(kernel_size, padding)
        stride = () if stride is None else stride
        if rank == 1:
            one = [_each(v, 1)[0] for v in (kernel_size, stride or kernel_size, padding, dilation)]
            found = torch.ops.aten.max_pool2d_with_indices(
                _flat(input), [1, one[0]], [1, one[1]], [0, one[2]], [1, one[3]], ceil_mode
            )
            found = tuple(x.squeeze(-2) for x in found)
        else:
            pool = getattr(torch.ops.aten, f"max_pool{rank}d_with_indices")
            found = pool(input, kernel_size, stride, padding, dilation, ceil_mode)
        return found if return_indices else found[0]

    return function


max_pool1d, max_pool2d, max_pool3d = map(_max_pool, (1, 2, 3))


def _sizes_of(output_size, input, rank):
    if input.ndim < rank + 1:
        raise ValueError(f"Input dimension should be at least {rank + 1}")
    if isinstance(output_size, (list, tuple)) and len(output_size) not in (1, rank):
        raise RuntimeError(f"'output_size' should contain {rank} ints (got {len(output_size)})")
    sizes = _each(output_size, rank)
    return [n if m is None else m for n, m in zip(input.shape[-rank:], sizes)]


def adaptive_avg_pool1d(input, output_size):
    sizes = _sizes_of(output_size, input, 1)
    return torch.ops.aten._adaptive_avg_pool2d(_flat(input), [1, *sizes]).squeeze(-2)


def adaptive_avg_pool2d(input, output_size):
    sizes = _sizes_of(output_size, input, 2)
    return torch.ops.aten._adaptive_avg_pool2d(input, sizes)


def adaptive_avg_pool3d(input, output_size):
    sizes = _sizes_of(output_size, input, 3)
    return torch.ops.aten._adaptive_avg_pool3d(input, sizes)


def adaptive_max_pool1d(input, output_size, return_indices=False):
    sizes = _sizes_of(output_size, input, 1)
    found = torch.ops.aten.adaptive_max_pool2d(_flat(input), [1, *sizes])
    found = tuple(x.squeeze(-2) for x in found)
    return found if return_indices else found[0]


def adaptive_max_pool2d(input, output_size, return_indices=False):
    sizes = _sizes_of(output_size, input, 2)
    found = torch.ops.aten.adaptive_max_pool2d(input, sizes)
    return found if return_indices else found[0]


def adaptive_max_pool3d(input, output_size, return_indices=False):
    sizes = _sizes_of(output_size, input, 3)
    found = torch.ops.aten.adaptive_max_pool3d(input, sizes)
    return found if return_indices else found[0]


def lp_pool1d(input, norm_type, kernel_size, stride=None, ceil_mode=False):
    return _lp_pool(avg_pool1d, input, norm_type, kernel_size, stride, ceil_mode, 1)


def lp_pool2d(input, norm_type, kernel_size, stride=None, ceil_mode=False):
    return _lp_pool(avg_pool2d, input, norm_type, kernel_size, stride, ceil_mode, 2)


def lp_pool3d(input, norm_type, kernel_size, stride=None, ceil_mode=False):
    return _lp_pool(avg_pool3d, input, norm_type, kernel_size, stride, ceil_mode, 3)


def _lp_pool(pool, input, norm_type, kernel_size, stride, ceil_mode, rank):
    out = pool(input.pow(norm_type), kernel_size, stride, 0, ceil_mode)
    count = math.prod(_each(kernel_size, rank))
    return (torch.sign(out) * torch.relu(out.abs())).mul(count).pow(1.0 / norm_type)


def _max_unpool(rank):
    def function(input, indices, kernel_size, stride=None, padding=0, output_size=None):
        if indices.dtype != torch.int64:
            raise RuntimeError(
                "elements in indices should be type int64 but got: " + str(indices.dtype)
            )
        if input.shape != indices.shape:
            raise RuntimeError("Expected shape of indices to be same as that of the input tensor")
        kernel, pad = _each(kernel_size, rank), _each(padding, rank)
        step = kernel if stride is None else _each(stride, rank)
        lead, sizes = input.shape[: input.ndim - rank], input.shape[input.ndim - rank :]
        usual = [(n - 1) * s + k - 2 * p for n, s, k, p in zip(sizes, step, kernel, pad)]
        size = usual if output_size is None else list(output_size)[-rank:]
        if any(not n - s < m < n + s for m, n, s in zip(size, usual, step)):
            raise ValueError(f"invalid output_size {size} (dim 0 must be near {usual})")
        flat = torch.zeros((*lead, math.prod(size)), dtype=input.dtype)
        places, values = (x.reshape(*lead, math.prod(sizes)) for x in (indices, input))
        return flat.scatter(-1, places, values).reshape(*lead, *size)

    return function


max_unpool1d, max_unpool2d, max_unpool3d = map(_max_unpool, (1, 2, 3))


def _fractional(rank):
    kernel = f"fractional_max_pool{rank}d"

    def with_indices(
        input,
        kernel_size,
        output_size=None,
        output_ratio=None,
        return_indices=False,
        _random_samples=None,
    ):
        if output_size is None and output_ratio is None:
            raise ValueError(
                f"{kernel} requires specifying either an output_size or an output_ratio"
            )
        if output_size is None:
            ratios = _each(output_ratio, rank)
            output_size = [int(n * r) for n, r in zip(input.shape[-rank:], ratios)]
        if _random_samples is None:
            count = 1 if input.ndim == rank + 1 else input.shape[0]
            _random_samples = torch.rand(count, input.shape[-rank - 1], rank, dtype=input.dtype)
        function = getattr(torch.ops.aten, kernel)
        return function(input, kernel_size, output_size, _random_samples)

    def function(
        input,
        kernel_size,
        output_size=None,
        output_ratio=None,
        return_indices=False,
        _random_samples=None,
    ):
        both = with_indices(
            input, kernel_size, output_size, output_ratio, _random_samples=_random_samples
        )
        return both if return_indices else both[0]

    return function, with_indices


fractional_max_pool2d, fractional_max_pool2d_with_indices = _fractional(2)
fractional_max_pool3d, fractional_max_pool3d_with_indices = _fractional(3)


def unfold(input, kernel_size, dilation=1, padding=0, stride=1):
    if input.ndim not in (3, 4):
        raise RuntimeError(f"Expected 3D or 4D (batch mode) tensor, but got {list(input.shape)}")
    sizes = [_each(v, 2) for v in (kernel_size, dilation, padding, stride)]
    return torch.ops.aten.im2col(input, *sizes)


def fold(input, output_size, kernel_size, dilation=1, padding=0, stride=1):
    sizes = [_each(v, 2) for v in (output_size, kernel_size, dilation, padding, stride)]
    return torch.ops.aten.col2im(input, *sizes)


_publish.publish(__name__, native="torch.nn.functional", registry=COMPOSED)
