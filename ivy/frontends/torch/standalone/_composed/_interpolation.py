"""`torch.nn.functional`: resampling."""

import math

import ivy.frontends.torch as torch
from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED
from ivy.frontends.torch.standalone._composed import _resampling
from ivy.frontends.torch.standalone._composed._ranks import each as _each

_MODES = ("nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear", "area")


def _demand_mode(input, mode, rank, antialias):
    expected = {"linear": 1, "bilinear": 2, "bicubic": 2, "trilinear": 3}.get(mode, rank)
    if mode not in _MODES or expected != rank or rank not in (1, 2, 3):
        raise NotImplementedError(
            f"Input Error: Only 3D, 4D and 5D input Tensors supported (got {input.ndim}D) for the "
            "modes: nearest | linear | bilinear | bicubic | trilinear | area | nearest-exact "
            f"(got {mode})"
        )
    if antialias and not (mode in ("bilinear", "bicubic") and rank == 2):
        raise ValueError(
            "Anti-alias option is restricted to bilinear and bicubic modes and requires a "
            "4-D tensor as input"
        )


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
    if mode in ("nearest", "area", "nearest-exact") and align_corners is not None:
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
        size = [math.floor(n * f) for n, f in zip(input.shape[2:], factors)]
        if recompute_scale_factor:
            factors = [None] * rank
    size = _each(size, rank)
    if len(size) != rank:
        raise ValueError("Input and output must have the same number of spatial dimensions")
    if mode == "area":
        return getattr(torch.nn.functional, f"adaptive_avg_pool{rank}d")(input, size)
    _demand_mode(input, mode, rank, antialias)
    align = bool(align_corners)
    if mode.startswith("nearest"):
        return _resampling.nearest(input, size, factors, mode == "nearest-exact")
    if mode in ("linear", "trilinear"):
        return _resampling.linear(input, size, align, factors)
    name = f"_upsample_{mode}2d_aa" if antialias else f"upsample_{mode}2d"
    return getattr(torch.ops.aten, name)(input, size, align, *factors)


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
            "nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or "
            f"'bicubic', but got: '{mode}'"
        )
    if padding_mode not in edges:
        raise ValueError(
            "nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or "
            f"'reflection', but got: '{padding_mode}'"
        )
    if grid.shape[-1] != input.ndim - 2:
        raise RuntimeError(
            f"grid_sampler(): expected grid to have size {input.ndim - 2} in last dimension, "
            f"but got grid with sizes {list(grid.shape)}"
        )
    sample = getattr(torch.ops.aten, f"grid_sampler_{input.ndim - 2}d")
    return sample(input, grid, modes.index(mode), edges.index(padding_mode), bool(align_corners))


def affine_grid(theta, size, align_corners=None):
    if not theta.is_floating_point():
        raise ValueError(f"Expected theta to have floating point type, but got {theta.dtype}")
    rank = len(size) - 2
    if rank not in (2, 3) or theta.ndim != 3 or tuple(theta.shape[1:]) != (rank, rank + 1):
        raise ValueError(
            f"Expected a batch of {rank}D affine matrices for size {list(size)}. Got "
            f"{list(theta.shape)}."
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
