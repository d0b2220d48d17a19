"""`torch.nn.functional`: convolution, pooling, padding, resampling."""

import math

import ivy.frontends.torch as torch
from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED


def _each(value, rank):
    return (
        [value] * rank if isinstance(value, int) else list(value) * (rank if len(value) == 1 else 1)
    )


def _batched(input, rank, name):
    """`input` with a batch axis, and whether it had none."""
    if input.ndim not in (rank + 1, rank + 2):
        raise RuntimeError(
            f"Expected {rank + 1}D (unbatched) or {rank + 2}D (batched) input to {name}, but got "
            f"input of size: {list(input.shape)}"
        )
    return (input.unsqueeze(0), True) if input.ndim == rank + 1 else (input, False)


def _conv(rank):
    name = f"conv{rank}d"

    def function(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        _demand_weight(weight, rank, name)
        input, single = _batched(input, rank, name)
        if input.dtype != weight.dtype:
            raise RuntimeError("Input type and weight type should be the same")
        if groups <= 0:
            raise RuntimeError("non-positive groups is not supported")
        if input.shape[1] != weight.shape[1] * groups:
            raise RuntimeError(
                f"Given groups={groups}, weight of size {list(weight.shape)}, expected input to have "
                f"{weight.shape[1] * groups} channels, but got {input.shape[1]} channels instead"
            )
        stride, dilation = _each(stride, rank), _each(dilation, rank)
        if min(stride) <= 0:
            raise RuntimeError("non-positive stride is not supported")
        if padding == "same":
            if any(s != 1 for s in stride):
                raise RuntimeError("padding='same' is not supported for strided convolutions")
            input, padding = _same(input, weight, dilation), 0
        elif padding == "valid":
            padding = 0
        elif isinstance(padding, str):
            raise RuntimeError(f"Invalid padding string: '{padding}'")
        padding = _each(padding, rank)
        _demand_room(input, weight, padding, dilation)
        out = torch.ops.aten.convolution(
            input, weight, bias, stride, padding, dilation, False, [0] * rank, groups
        )
        return out.squeeze(0) if single else out

    return function


def _demand_weight(weight, rank, name):
    if weight.ndim != rank + 2:
        raise RuntimeError(
            f"Expected {rank + 2}-dimensional weight for {name}, but got weight of size "
            f"{list(weight.shape)}"
        )


def _demand_room(input, weight, padding, dilation):
    for n, k, p, d in zip(input.shape[2:], weight.shape[2:], padding, dilation):
        if n + 2 * p < d * (k - 1) + 1:
            raise RuntimeError(
                f"Calculated padded input size per channel: ({n + 2 * p}). Kernel size: "
                f"({d * (k - 1) + 1}). Kernel size can't be greater than actual input size"
            )


def _same(input, weight, dilation):
    widths = []
    for k, d in zip(weight.shape[:1:-1], dilation[::-1]):
        total = d * (k - 1)
        widths += [total // 2, total - total // 2]
    return torch.constant_pad_nd(input, widths, 0)


def _conv_transpose(rank):
    name = f"conv_transpose{rank}d"

    def function(
        input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1
    ):
        _demand_weight(weight, rank, name)
        input, single = _batched(input, rank, name)
        if input.shape[1] != weight.shape[0]:
            raise RuntimeError(
                f"Given transposed=1, weight of size {list(weight.shape)}, expected input to have "
                f"{weight.shape[0]} channels, but got {input.shape[1]} channels instead"
            )
        stride, dilation = _each(stride, rank), _each(dilation, rank)
        output_padding = _each(output_padding, rank)
        if any(o >= max(s, d) for o, s, d in zip(output_padding, stride, dilation)):
            raise RuntimeError("output padding must be smaller than either stride or dilation")
        out = torch.ops.aten.convolution(
            input,
            weight,
            bias,
            stride,
            _each(padding, rank),
            dilation,
            True,
            output_padding,
            groups,
        )
        return out.squeeze(0) if single else out

    return function


conv1d, conv2d, conv3d = _conv(1), _conv(2), _conv(3)
conv_transpose1d, conv_transpose2d, conv_transpose3d = map(_conv_transpose, (1, 2, 3))


# -- pooling


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
    sizes = _each(output_size, rank)
    return [n if m is None else m for n, m in zip(input.shape[-rank:], sizes)]


def adaptive_avg_pool1d(input, output_size):
    sizes = _sizes_of(output_size, _batched(input, 1, "adaptive_avg_pool1d")[0], 1)
    return torch.ops.aten._adaptive_avg_pool2d(_flat(input), [1, *sizes]).squeeze(-2)


def adaptive_avg_pool2d(input, output_size):
    _batched(input, 2, "adaptive_avg_pool2d")
    return torch.ops.aten._adaptive_avg_pool2d(input, _sizes_of(output_size, input, 2))


def adaptive_avg_pool3d(input, output_size):
    _batched(input, 3, "adaptive_avg_pool3d")
    return torch.ops.aten._adaptive_avg_pool3d(input, _sizes_of(output_size, input, 3))


def adaptive_max_pool1d(input, output_size, return_indices=False):
    sizes = _sizes_of(output_size, _batched(input, 1, "adaptive_max_pool1d")[0], 1)
    found = torch.ops.aten.adaptive_max_pool2d(_flat(input), [1, *sizes])
    found = tuple(x.squeeze(-2) for x in found)
    return found if return_indices else found[0]


def adaptive_max_pool2d(input, output_size, return_indices=False):
    _batched(input, 2, "adaptive_max_pool2d")
    found = torch.ops.aten.adaptive_max_pool2d(input, _sizes_of(output_size, input, 2))
    return found if return_indices else found[0]


def adaptive_max_pool3d(input, output_size, return_indices=False):
    _batched(input, 3, "adaptive_max_pool3d")
    found = torch.ops.aten.adaptive_max_pool3d(input, _sizes_of(output_size, input, 3))
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


def unfold(input, kernel_size, dilation=1, padding=0, stride=1):
    if input.ndim not in (3, 4):
        raise RuntimeError(f"Expected 3D or 4D (batch mode) tensor, but got {list(input.shape)}")
    sizes = [_each(v, 2) for v in (kernel_size, dilation, padding, stride)]
    return torch.ops.aten.im2col(input, *sizes)


def fold(input, output_size, kernel_size, dilation=1, padding=0, stride=1):
    sizes = [_each(v, 2) for v in (output_size, kernel_size, dilation, padding, stride)]
    return torch.ops.aten.col2im(input, *sizes)


# -- shape


def pad(input, pad, mode="constant", value=None):
    if len(pad) % 2:
        raise RuntimeError("Padding length must be divisible by 2")
    if len(pad) // 2 > input.ndim:
        raise RuntimeError(
            "Padding length should be less than or equal to two times the input dimension"
        )
    if mode == "constant":
        return torch.constant_pad_nd(input, list(pad), 0 if value is None else value)
    if mode not in ("reflect", "replicate", "circular"):
        raise NotImplementedError(f"Unrecognised padding mode {mode}")
    if value not in (None, 0):
        raise ValueError(f'Padding mode "{mode}" doesn\'t take in value argument')
    if len(pad) // 2 not in (input.ndim - 1, input.ndim - 2):
        raise NotImplementedError(
            "Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now"
        )
    for i in range(len(pad) // 2):
        input = _padded(input, input.ndim - 1 - i, pad[2 * i], pad[2 * i + 1], mode)
    return input


def _padded(x, dim, before, after, mode):
    size = x.shape[dim]
    if mode == "reflect" and max(before, after) >= size:
        raise RuntimeError(
            f"Argument #4: Padding size should be less than the corresponding input dimension, but "
            f"got: padding ({before}, {after}) at dimension {dim} of input {list(x.shape)}"
        )
    if mode == "circular" and max(before, after) > size:
        raise RuntimeError("Padding value causes wrapping around more than once.")
    places = []
    for i in range(-before, size + after):
        if mode == "circular":
            places.append(i % size)
        elif mode == "replicate":
            places.append(min(max(i, 0), size - 1))
        else:
            places.append(-i if i < 0 else 2 * (size - 1) - i if i >= size else i)
    return x.index_select(dim, torch.tensor(places, dtype=torch.int64))


def pixel_shuffle(input, upscale_factor):
    r = upscale_factor
    if input.ndim < 3:
        raise RuntimeError(
            f"pixel_shuffle expects input to have at least 3 dimensions, but got input with {input.ndim} dimension(s)"
        )
    if r <= 0 or input.shape[-3] % (r * r):
        raise RuntimeError(
            f"pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)={input.shape[-3]}"
        )
    *lead, c, h, w = input.shape
    x = input.reshape(*lead, c // (r * r), r, r, h, w)
    n = len(lead)
    order = (*range(n), n, n + 3, n + 1, n + 4, n + 2)
    return x.permute(*order).reshape(*lead, c // (r * r), h * r, w * r)


def pixel_unshuffle(input, downscale_factor):
    r = downscale_factor
    if input.ndim < 3:
        raise RuntimeError(
            f"pixel_unshuffle expects input to have at least 3 dimensions, but got input with {input.ndim} dimension(s)"
        )
    if r <= 0 or input.shape[-1] % r or input.shape[-2] % r:
        raise RuntimeError(
            "pixel_unshuffle expects height and width to be divisible by downscale_factor"
        )
    *lead, c, h, w = input.shape
    n = len(lead)
    x = input.reshape(*lead, c, h // r, r, w // r, r)
    return x.permute(*range(n + 1), n + 2, n + 4, n + 1, n + 3).reshape(
        *lead, c * r * r, h // r, w // r
    )


def channel_shuffle(input, groups):
    if input.ndim < 3:
        raise RuntimeError(
            f"channel_shuffle expects input with > 2 dims, but got input with sizes {list(input.shape)}"
        )
    if groups <= 0 or input.shape[1] % groups:
        raise RuntimeError("Number of channels must be divisible by groups")
    n, c, *rest = input.shape
    return input.reshape(n, groups, c // groups, *rest).transpose(1, 2).reshape(input.shape)


# -- resampling

_MODES = ("nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear", "area")


def interpolate(
    input,
    size=None,
    scale_factor=None,
    mode="nearest",
    align_corners=None,
    recompute_scale_factor=None,
    antialias=False,
):
    rank = input.ndim - 2
    if mode in ("nearest", "area", "nearest-exact"):
        if align_corners is not None:
            raise ValueError("align_corners option can only be set with the interpolating modes")
    if (size is None) == (scale_factor is None):
        raise ValueError("only one of size or scale_factor should be defined")
    factors = [None] * rank
    if size is None:
        factors = (
            [scale_factor] * rank if isinstance(scale_factor, (int, float)) else list(scale_factor)
        )
        if len(factors) != rank:
            raise ValueError(
                "Input and scale_factor must have the same number of spatial dimensions"
            )
        size = [int(math.floor(n * f)) for n, f in zip(input.shape[2:], factors)]
        if recompute_scale_factor:
            factors = [None] * rank
    size = _each(size, rank)
    if len(size) != rank:
        raise ValueError("Input and output must have the same number of spatial dimensions")
    if mode == "area":
        return globals()[f"adaptive_avg_pool{rank}d"](input, size)
    expected = {"linear": 1, "bilinear": 2, "bicubic": 2, "trilinear": 3}.get(mode, rank)
    if mode not in _MODES or expected != rank or rank not in (1, 2, 3):
        raise NotImplementedError(
            f"Input Error: Only 3D, 4D and 5D input Tensors supported (got {input.ndim}D) for the "
            f"modes: nearest | linear | bilinear | bicubic | trilinear | area | nearest-exact (got {mode})"
        )
    if antialias and not (mode in ("bilinear", "bicubic") and rank == 2):
        raise ValueError(
            "Anti-alias option is restricted to bilinear and bicubic modes and requires a 4-D tensor as input"
        )
    align = bool(align_corners)
    if mode.startswith("nearest"):
        return _nearest(input, size, factors, mode == "nearest-exact")
    if mode in ("linear", "trilinear"):
        return _linear(input, size, align, factors)
    name = f"_upsample_{mode}2d_aa" if antialias else f"upsample_{mode}2d"
    return getattr(torch.ops.aten, name)(input, size, align, *factors)


def _nearest(input, size, factors, exact):
    from ivy.frontends.torch._composed import _resampling

    return _resampling.nearest(input, size, factors, exact)


def _linear(input, size, align, factors):
    from ivy.frontends.torch._composed import _resampling

    return _resampling.linear(input, size, align, factors)


def upsample(input, size=None, scale_factor=None, mode="nearest", align_corners=None):
    return interpolate(input, size, scale_factor, mode, align_corners)


def upsample_nearest(input, size=None, scale_factor=None):
    return interpolate(input, size, scale_factor, mode="nearest")


def upsample_bilinear(input, size=None, scale_factor=None):
    return interpolate(input, size, scale_factor, mode="bilinear", align_corners=True)


def grid_sample(input, grid, mode="bilinear", padding_mode="zeros", align_corners=None):
    modes, edges = ("bilinear", "nearest", "bicubic"), ("zeros", "border", "reflection")
    if mode not in modes:
        raise ValueError(
            f"nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: '{mode}'"
        )
    if padding_mode not in edges:
        raise ValueError(
            f"nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', but got: '{padding_mode}'"
        )
    if grid.shape[-1] != input.ndim - 2:
        raise RuntimeError(
            f"grid_sampler(): expected grid to have size {input.ndim - 2} in last dimension, but got grid with sizes {list(grid.shape)}"
        )
    sample = getattr(torch.ops.aten, f"grid_sampler_{input.ndim - 2}d")
    return sample(input, grid, modes.index(mode), edges.index(padding_mode), bool(align_corners))


def affine_grid(theta, size, align_corners=None):
    if not theta.is_floating_point():
        raise ValueError(f"Expected theta to have floating point type, but got {theta.dtype}")
    rank = len(size) - 2
    if rank not in (2, 3) or theta.ndim != 3 or tuple(theta.shape[1:]) != (rank, rank + 1):
        raise ValueError(
            f"Expected a batch of {rank}D affine matrices for size {list(size)}. Got {list(theta.shape)}."
        )
    axes = []
    for n in size[2:]:
        steps = (
            torch.linspace(-1, 1, n, dtype=theta.dtype)
            if n > 1
            else torch.zeros(1, dtype=theta.dtype)
        )
        axes.append(steps if align_corners else steps * ((n - 1) / n))
    grids = torch.meshgrid(*axes, indexing="ij")[::-1]
    ones = torch.ones_like(grids[0])
    points = torch.stack([*grids, ones], -1).reshape(-1, rank + 1)
    out = torch.matmul(points, theta.transpose(1, 2))
    return out.reshape(size[0], *size[2:], rank)


_publish.publish(__name__, native="torch.nn.functional", registry=COMPOSED)
