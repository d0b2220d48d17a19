"""Functions of kornia, unmodified, in JAX code: values, `jit` and gradients against native PyTorch.

    wrap_kornia.py [--only color,filters.sobel]

Needs kornia: `pip install --no-deps kornia kornia_rs`, for example with `--target /tmp/libs/kornia`.
"""

from __future__ import annotations

import functools
import sys
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parent.parent), "/tmp/libs/kornia"]

import kornia  # noqa: E402
from support.wrapped import call, run  # noqa: E402

import ivy  # noqa: E402

G = np.random.default_rng(0)


def image(*shape: int) -> np.ndarray:
    return G.uniform(0.05, 0.95, shape or (1, 3, 8, 8)).astype(np.float32)


def normal(*shape: int) -> np.ndarray:
    return G.standard_normal(shape, dtype=np.float32)


def whole(high: int, *shape: int) -> np.ndarray:
    return G.integers(0, high, shape)


def near_identity(n: int, size: float = 0.1) -> np.ndarray:
    return (np.eye(n) + size * G.standard_normal((1, n, n))).astype(np.float32)


def affine() -> np.ndarray:
    return near_identity(3)[:, :2]


def rotation() -> np.ndarray:
    q, r = np.linalg.qr(G.standard_normal((3, 3)))
    q = q * np.sign(np.diag(r))
    return (q if np.linalg.det(q) > 0 else -q)[None].astype(np.float32)


def camera() -> np.ndarray:
    return np.float32([[[50, 0, 4], [0, 50, 4], [0, 0, 1]]])


def quaternion() -> np.ndarray:
    q = G.standard_normal((2, 4))
    return (q / np.linalg.norm(q, axis=-1, keepdims=True)).astype(np.float32)


def boxes() -> np.ndarray:
    return np.float32([[[1, 1], [5, 1], [5, 4], [1, 4]]])


VALUES = ("eager", "jit")  # of results without a gradient
EAGER = ("eager",)  # of functions that look at values
ONE = functools.partial(np.full, 1, dtype=np.float32)
CASES: dict = {}


def _add(namespace: str, **makers) -> None:
    CASES.update({f"{namespace}.{name}": make for name, make in makers.items()})


def _same(namespace: str, names: str, make) -> None:
    _add(namespace, **dict.fromkeys(names.split(), make))


_same(
    "color",
    "bgr_to_grayscale bgr_to_rgb hls_to_rgb hsv_to_rgb lab_to_rgb linear_rgb_to_rgb luv_to_rgb "
    "normals_to_rgb255 rgb255_to_normals rgb255_to_rgb rgb_to_bgr rgb_to_grayscale rgb_to_hls "
    "rgb_to_hsv rgb_to_lab rgb_to_linear_rgb rgb_to_luv rgb_to_rgb255 rgb_to_xyz rgb_to_y "
    "rgb_to_ycbcr rgb_to_yuv rgb_to_yuv420 rgb_to_yuv422 sepia sepia_from_rgb xyz_to_rgb ycbcr_to_rgb "
    "yuv_to_rgb",
    lambda: call(image()),
)
_add(
    "color",
    bgr_to_rgba=lambda: call(image(), 0.5),
    grayscale_to_rgb=lambda: call(image(1, 1, 8, 8)),
    rgb_to_rgba=lambda: call(image(), 0.5),
    rgba_to_bgr=lambda: call(image(1, 4, 8, 8)),
    rgba_to_rgb=lambda: call(image(1, 4, 8, 8)),
    yuv420_to_rgb=lambda: call(image(1, 1, 8, 8), image(1, 2, 4, 4)),
    yuv422_to_rgb=lambda: call(image(1, 1, 8, 8), image(1, 2, 8, 4)),
    rgb_to_raw=lambda: call(image(), kornia.color.CFA.BG),
    raw_to_rgb=lambda: call(image(1, 1, 8, 8), kornia.color.CFA.BG),
    raw_to_rgb_2x2_downscaled=lambda: call(image(1, 1, 8, 8), kornia.color.CFA.BG),
)

_add(
    "filters",
    bilateral_blur=lambda: call(image(), (3, 3), 0.1, (1.5, 1.5)),
    blur_pool2d=lambda: call(image(), 3),
    box_blur=lambda: call(image(), (3, 3)),
    canny=lambda: call(image(), ways=EAGER),
    convolve2d=lambda: call(image(), image(1, 3, 3)),
    convolve3d=lambda: call(image(1, 1, 4, 5, 5), image(1, 3, 3, 3)),
    correlate2d=lambda: call(image(), image(1, 3, 3)),
    correlate3d=lambda: call(image(1, 1, 4, 5, 5), image(1, 3, 3, 3)),
    edge_aware_blur_pool2d=lambda: call(image(), 3),
    fft_conv=lambda: call(image(), image(1, 3, 3)),
    filter2d=lambda: call(image(), image(1, 3, 3)),
    filter2d_separable=lambda: call(image(), image(1, 3), image(1, 3)),
    filter3d=lambda: call(image(1, 1, 4, 5, 5), image(1, 3, 3, 3)),
    gaussian=lambda: call(5, np.float32([[1.5]])),
    gaussian_blur2d=lambda: call(image(), (3, 3), (1.5, 1.5)),
    get_binary_kernel2d=lambda: call(3, ways=VALUES),
    get_box_kernel1d=lambda: call(3, ways=VALUES),
    get_box_kernel2d=lambda: call(3, ways=VALUES),
    get_diff_kernel2d=lambda: call(ways=VALUES),
    get_gaussian_discrete_kernel1d=lambda: call(5, 1.5, ways=VALUES),
    get_gaussian_erf_kernel1d=lambda: call(5, np.float32([[1.5]])),
    get_gaussian_kernel1d=lambda: call(5, np.float32([[1.5]])),
    get_gaussian_kernel2d=lambda: call((3, 5), np.float32([[1.5, 2.0]])),
    get_gaussian_kernel3d=lambda: call((3, 5, 3), np.float32([[1.5, 2.0, 1.0]])),
    get_hanning_kernel1d=lambda: call(5, ways=VALUES),
    get_hanning_kernel2d=lambda: call((5, 3), ways=VALUES),
    get_laplacian_kernel1d=lambda: call(3, ways=VALUES),
    get_laplacian_kernel2d=lambda: call(3, ways=VALUES),
    get_motion_kernel2d=lambda: call(5, ONE(30.0), ONE(0.5)),
    get_motion_kernel3d=lambda: call(3, np.float32([[0, 10, 20]]), ONE(0.5)),
    get_sobel_kernel2d=lambda: call(ways=VALUES),
    get_spatial_gradient_kernel2d=lambda: call("sobel", 1, ways=VALUES),
    get_spatial_gradient_kernel3d=lambda: call("diff", 1, ways=VALUES),
    guided_blur=lambda: call(image(), image(), (3, 3), 0.1),
    in_range=lambda: call(image(), (0.1, 0.1, 0.1), (0.7, 0.8, 0.9)),
    joint_bilateral_blur=lambda: call(image(), image(), (3, 3), 0.1, (1.5, 1.5)),
    laplacian=lambda: call(image(), 3),
    laplacian_1d=lambda: call(3, ways=VALUES),
    max_blur_pool2d=lambda: call(image(), 3),
    median_blur=lambda: call(image(), (3, 3)),
    motion_blur=lambda: call(image(), 5, 30.0, 0.5),
    motion_blur3d=lambda: call(image(1, 1, 4, 5, 5), 3, (0.0, 10.0, 20.0), 0.5),
    otsu_threshold=lambda: call(image(1, 1, 8, 8) * 255, ways=EAGER),
    sobel=lambda: call(image()),
    spatial_gradient=lambda: call(image()),
    spatial_gradient3d=lambda: call(image(1, 1, 4, 5, 5)),
    unsharp_mask=lambda: call(image(), (3, 3), (1.5, 1.5)),
)

_add(
    "enhance",
    add_weighted=lambda: call(image(), 0.5, image(), 0.3, 0.1),
    adjust_brightness=lambda: call(image(), 0.2),
    adjust_brightness_accumulative=lambda: call(image(), 0.2),
    adjust_contrast=lambda: call(image(), 0.5),
    adjust_contrast_with_mean_subtraction=lambda: call(image(), 0.5),
    adjust_gamma=lambda: call(image(), 1.5),
    adjust_hue=lambda: call(image(), 0.3),
    adjust_hue_raw=lambda: call(image(), 0.3),
    adjust_log=lambda: call(image()),
    adjust_saturation=lambda: call(image(), 1.5),
    adjust_saturation_raw=lambda: call(image(), 1.5),
    adjust_saturation_with_gray_subtraction=lambda: call(image(), 1.5),
    adjust_sigmoid=lambda: call(image()),
    denormalize=lambda: call(image(), image(1, 3), image(1, 3)),
    equalize=lambda: call(image(), ways=VALUES),
    equalize_clahe=lambda: call(image(), grid_size=(2, 2), ways=EAGER),
    histogram=lambda: call(image(1, 16), image(5), np.array(0.9, np.float32)),
    histogram2d=lambda: call(image(1, 16), image(1, 16), image(5), np.array(0.9, np.float32)),
    image_histogram2d=lambda: call(image(1, 1, 8, 8), n_bins=8),
    integral_image=lambda: call(image()),
    integral_tensor=lambda: call(image()),
    invert=lambda: call(image(), ONE(1.0)),
    linear_transform=lambda: call(image(4, 3), near_identity(3)[0], image(1, 3)),
    normalize=lambda: call(image(), image(1, 3), image(1, 3)),
    normalize_min_max=lambda: call(image()),
    posterize=lambda: call(image(), 3, ways=VALUES),
    sharpness=lambda: call(image(), 0.5),
    shift_rgb=lambda: call(image(), ONE(0.1), ONE(0.2), ONE(0.3)),
    solarize=lambda: call(image(), 0.5, 0.1),
    zca_mean=lambda: call(normal(8, 3), ways=VALUES),
    zca_whiten=lambda: call(normal(8, 3), ways=VALUES),
)

_same(
    "losses",
    "cauchy_loss charbonnier_loss geman_mcclure_loss welsch_loss",
    lambda: call(image(), image(), reduction="mean"),
)
_same("losses", "js_div_loss_2d kl_div_loss_2d", lambda: call(image(), image()))
_add(
    "losses",
    binary_focal_loss_with_logits=lambda: call(
        normal(2, 1, 4), whole(2, 2, 1, 4), reduction="mean"
    ),
    dice_loss=lambda: call(normal(1, 3, 4, 4), whole(3, 1, 4, 4)),
    focal_loss=lambda: call(normal(1, 3, 4, 4), whole(3, 1, 4, 4), 0.5, reduction="mean"),
    inverse_depth_smoothness_loss=lambda: call(image(1, 1, 4, 5), image(1, 3, 4, 5)),
    lovasz_hinge_loss=lambda: call(normal(1, 1, 4, 4), whole(2, 1, 4, 4)),
    lovasz_softmax_loss=lambda: call(normal(1, 3, 4, 4), whole(3, 1, 4, 4)),
    mutual_information_loss=lambda: call(image(1, 16), image(1, 16)),
    mutual_information_loss_2d=lambda: call(image(1, 6, 6), image(1, 6, 6)),
    normalized_mutual_information_loss=lambda: call(image(1, 16), image(1, 16)),
    psnr_loss=lambda: call(image(), image(), 1.0),
    ssim_loss=lambda: call(image(), image(), 5),
    ssim3d_loss=lambda: call(image(1, 1, 5, 6, 6), image(1, 1, 5, 6, 6), 3),
    total_variation=lambda: call(image()),
    tversky_loss=lambda: call(normal(1, 3, 4, 4), whole(3, 1, 4, 4), 0.4, 0.6),
)

_same("metrics", "aepe average_endpoint_error", lambda: call(image(2, 4, 4, 2), image(2, 4, 4, 2)))
_add(
    "metrics",
    accuracy=lambda: call(normal(6, 4), whole(4, 6), ways=VALUES),
    angle_error_vec=lambda: call(normal(4, 3), normal(4, 3)),
    confusion_matrix=lambda: call(whole(3, 2, 5), whole(3, 2, 5), 3, ways=VALUES),
    mean_iou=lambda: call(whole(3, 2, 5), whole(3, 2, 5), 3, ways=VALUES),
    mean_iou_bbox=lambda: call(
        np.float32([[0, 0, 4, 4]]), np.float32([[1, 1, 5, 5], [2, 2, 3, 3]]), ways=VALUES
    ),
    psnr=lambda: call(image(), image(), 1.0),
    ssim=lambda: call(image(), image(), 5),
)

_same(
    "morphology",
    "bottom_hat closing dilation erosion gradient opening top_hat",
    lambda: call(image(1, 1, 6, 6), np.ones((3, 3), np.float32)),
)

_same(
    "geometry.conversions",
    "angle_to_rotation_matrix deg2rad rad2deg convert_points_from_homogeneous "
    "convert_points_to_homogeneous vector_to_skew_symmetric_matrix",
    lambda: call(normal(2, 3)),
)
_same(
    "geometry.conversions",
    "axis_angle_to_quaternion axis_angle_to_rotation_matrix quaternion_log_to_exp",
    lambda: call(normal(2, 3)),
)
_same(
    "geometry.conversions",
    "normalize_quaternion quaternion_exp_to_log quaternion_to_axis_angle quaternion_to_rotation_matrix",
    lambda: call(quaternion()),
)
_add(
    "geometry.conversions",
    Rt_to_matrix4x4=lambda: call(rotation(), normal(1, 3, 1)),
    matrix4x4_to_Rt=lambda: call(near_identity(4)),
    camtoworld_graphics_to_vision_4x4=lambda: call(near_identity(4)),
    camtoworld_vision_to_graphics_4x4=lambda: call(near_identity(4)),
    camtoworld_graphics_to_vision_Rt=lambda: call(rotation(), normal(1, 3, 1)),
    camtoworld_to_worldtocam_Rt=lambda: call(rotation(), normal(1, 3, 1)),
    cart2pol=lambda: call(normal(4), normal(4)),
    pol2cart=lambda: call(normal(4), normal(4)),
    convert_affinematrix_to_homography=lambda: call(affine()),
    convert_affinematrix_to_homography3d=lambda: call(near_identity(4)[:, :3]),
    denormalize_homography=lambda: call(near_identity(3), (8, 8), (8, 8)),
    normalize_homography=lambda: call(near_identity(3), (8, 8), (8, 8)),
    denormalize_pixel_coordinates=lambda: call(normal(4, 2), 8, 8),
    normalize_pixel_coordinates=lambda: call(normal(4, 2), 8, 8),
    denormalize_pixel_coordinates3d=lambda: call(normal(4, 3), 8, 8, 8),
    normalize_pixel_coordinates3d=lambda: call(normal(4, 3), 8, 8, 8),
    denormalize_points_with_intrinsics=lambda: call(normal(1, 2), camera()),
    normalize_points_with_intrinsics=lambda: call(normal(1, 2), camera()),
    euler_from_quaternion=lambda: call(*np.moveaxis(quaternion(), -1, 0)),
    quaternion_from_euler=lambda: call(normal(2), normal(2), normal(2)),
    normal_transform_pixel=lambda: call(4, 5, ways=VALUES),
    rotation_matrix_to_axis_angle=lambda: call(rotation()),
    rotation_matrix_to_quaternion=lambda: call(rotation()),
    worldtocam_to_camtoworld_Rt=lambda: call(rotation(), normal(1, 3, 1)),
)
_add(
    "geometry.linalg",
    batched_dot_product=lambda: call(normal(2, 3), normal(2, 3)),
    batched_squared_norm=lambda: call(normal(2, 3)),
    compose_transformations=lambda: call(near_identity(4), near_identity(4)),
    euclidean_distance=lambda: call(normal(2, 3), normal(2, 3)),
    inverse_transformation=lambda: call(near_identity(4)),
    point_line_distance=lambda: call(normal(2, 2), normal(2, 3)),
    relative_transformation=lambda: call(near_identity(4), near_identity(4)),
    transform_points=lambda: call(near_identity(4), normal(1, 3, 3)),
)
_add(
    "geometry.transform",
    affine=lambda: call(image(), affine()),
    build_laplacian_pyramid=lambda: call(image(), 2),
    build_pyramid=lambda: call(image(), 2),
    center_crop=lambda: call(image(), (4, 4)),
    crop_and_resize=lambda: call(image(), boxes(), (4, 4)),
    crop_by_boxes=lambda: call(image(), boxes(), boxes(), ways=("eager",)),
    crop_by_transform_mat=lambda: call(image(), near_identity(3), (4, 4)),
    elastic_transform2d=lambda: call(image(), normal(1, 2, 8, 8), (3, 3), (1.0, 1.0)),
    get_affine_matrix2d=lambda: call(normal(1, 2), normal(1, 2), image(1, 2), normal(1)),
    get_perspective_transform=lambda: call(boxes(), boxes() * 1.5 + image(1, 4, 2)),
    get_projective_transform=lambda: call(normal(1, 3), normal(1, 3), image(1, 3)),
    get_rotation_matrix2d=lambda: call(normal(1, 2), ONE(30.0), image(1, 2)),
    get_shear_matrix2d=lambda: call(normal(1, 2), ONE(0.1), ONE(0.2)),
    get_tps_transform=lambda: call(image(1, 5, 2), image(1, 5, 2)),
    get_translation_matrix2d=lambda: call(normal(1, 2)),
    hflip=lambda: call(image()),
    homography_warp=lambda: call(image(), near_identity(3), (6, 6)),
    invert_affine_transform=lambda: call(affine()),
    projection_from_Rt=lambda: call(rotation(), normal(1, 3, 1)),
    pyrdown=lambda: call(image()),
    pyrup=lambda: call(image()),
    remap=lambda: call(image(), 7 * image(1, 8, 8), 7 * image(1, 8, 8)),
    rescale=lambda: call(image(), 1.5),
    resize=lambda: call(image(), (5, 6)),
    rot180=lambda: call(image()),
    rotate=lambda: call(image(), ONE(30.0)),
    scale=lambda: call(image(), np.float32([[1.2, 0.8]])),
    shear=lambda: call(image(), np.float32([[0.1, 0.2]])),
    translate=lambda: call(image(), np.float32([[1.2, 0.8]])),
    vflip=lambda: call(image()),
    warp_affine=lambda: call(image(), affine(), (6, 6)),
    warp_perspective=lambda: call(image(), near_identity(3, 0.02), (6, 6)),
)
_add(
    "geometry.epipolar",
    compute_correspond_epilines=lambda: call(normal(1, 4, 2), normal(1, 3, 3)),
    cross_product_matrix=lambda: call(normal(2, 3)),
    essential_from_Rt=lambda: call(rotation(), normal(1, 3, 1), rotation(), normal(1, 3, 1)),
    essential_from_fundamental=lambda: call(normal(1, 3, 3), camera(), camera()),
    fundamental_from_essential=lambda: call(normal(1, 3, 3), camera(), camera()),
    normalize_points=lambda: call(normal(1, 5, 2)),
    normalize_transformation=lambda: call(near_identity(3)),
    projection_from_KRt=lambda: call(camera(), rotation(), normal(1, 3, 1)),
    relative_camera_motion=lambda: call(rotation(), normal(1, 3, 1), rotation(), normal(1, 3, 1)),
    sampson_epipolar_distance=lambda: call(normal(1, 4, 2), normal(1, 4, 2), normal(1, 3, 3)),
    scale_intrinsics=lambda: call(camera(), 0.5),
    symmetrical_epipolar_distance=lambda: call(normal(1, 4, 2), normal(1, 4, 2), normal(1, 3, 3)),
)
_add(
    "geometry.camera",
    project_points=lambda: call(image(1, 4, 3), camera()[:, None]),
    project_points_orthographic=lambda: call(image(4, 3)),
    project_points_z1=lambda: call(image(4, 3)),
    unproject_points=lambda: call(normal(1, 4, 2), image(1, 4, 1), camera()[:, None]),
)
_add(
    "geometry.subpix",
    conv_soft_argmax2d=lambda: call(image(1, 1, 6, 6)),
    render_gaussian2d=lambda: call(np.float32([[0.1, 0.2]]), np.float32([[0.5, 0.4]]), (6, 6)),
    spatial_expectation2d=lambda: call(image(1, 1, 6, 6)),
    spatial_soft_argmax2d=lambda: call(image(1, 1, 6, 6)),
    spatial_softmax2d=lambda: call(image(1, 1, 6, 6)),
)
_add(
    "geometry.depth",
    depth_from_disparity=lambda: call(image(1, 1, 4, 4), 0.5, 50.0),
    depth_to_3d=lambda: call(image(1, 1, 4, 4), camera()),
    depth_to_normals=lambda: call(image(1, 1, 4, 4), camera()),
)
_same(
    "feature",
    "harris_response gftt_response hessian_response dog_response_single",
    lambda: call(image(1, 1, 8, 8)),
)


if __name__ == "__main__":
    wrapped = ivy.wrap(kornia, "jax", fallback="error")

    def find(path: str) -> tuple:
        parts = path.split(".")
        return tuple(functools.reduce(getattr, parts, x) for x in (kornia, wrapped))

    run("wrap_kornia", CASES, find)
