"""Resampling: what PyTorch does not expand itself, and what it expands inexactly (uint8)."""

from ivy.frontends import _publish
from ivy.frontends.torch._spatial import _adapters as like
from ivy.frontends.torch._spatial import grids, taps

_upsample_bicubic2d_aa = like.smooth(like.antialiased_table("cubic"))
_upsample_bicubic2d_aa_backward = like.smooth_backward(like.antialiased_table("cubic"))
_upsample_bilinear2d_aa = like.smooth(like.antialiased_table("linear"))
_upsample_bilinear2d_aa_backward = like.smooth_backward(like.antialiased_table("linear"))
_upsample_lanczos2d_aa = like.smooth(like.antialiased_table("lanczos"))
_upsample_lanczos2d_aa_backward = like.smooth_backward(like.antialiased_table("lanczos"))
_upsample_nearest_exact1d_backward = like.nearest_backward(exact=True)
_upsample_nearest_exact2d_backward = like.nearest_backward(exact=True)
_upsample_nearest_exact3d_backward = like.nearest_backward(exact=True)
upsample_bicubic2d = like.smooth(taps.cubic)
upsample_bicubic2d_backward = like.smooth_backward(taps.cubic)
upsample_bilinear2d = like.smooth(taps.linear)
upsample_bilinear2d_backward = like.smooth_backward(taps.linear)
upsample_linear1d_backward = like.smooth_backward(taps.linear)
upsample_nearest1d_backward = like.nearest_backward(exact=False)
upsample_nearest2d_backward = like.nearest_backward(exact=False)
upsample_nearest3d_backward = like.nearest_backward(exact=False)
upsample_trilinear3d_backward = like.smooth_backward(taps.linear)


def grid_sampler_2d(input, grid, interpolation_mode, padding_mode, align_corners):
    return grids.sample(input, grid, interpolation_mode, padding_mode, align_corners)


def grid_sampler_2d_backward(
    grad_output, input, grid, interpolation_mode, padding_mode, align_corners, output_mask
):
    return grids.sample_backward(
        grad_output, input, grid, interpolation_mode, padding_mode, align_corners, output_mask
    )


grid_sampler_3d = _publish.alias(grid_sampler_2d)
grid_sampler_3d_backward = _publish.alias(grid_sampler_2d_backward)


_publish.publish(__name__, native="torch.ops.aten")
