"""Values rounded to what a quantised tensor could hold; the mask is true where none was clipped."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish


def fake_quantize_per_tensor_affine_cachemask(self, scale, zero_point, quant_min, quant_max):
    return _quantized(self, scale, zero_point, quant_min, quant_max)


def _fake_quantize_per_tensor_affine_cachemask_tensor_qparams(
    self, scale, zero_point, fake_quant_enabled, quant_min, quant_max
):
    scale, zero_point, enabled = (
        ivy.reshape(x, (-1,))[0] for x in (scale, zero_point, fake_quant_enabled)
    )
    enabled = ivy.not_equal(enabled, 0)
    out, mask = _quantized(self, scale, ivy.astype(zero_point, dtypes.int64), quant_min, quant_max)
    return ivy.where(enabled, out, self), ivy.logical_or(mask, ivy.logical_not(enabled))


def fake_quantize_per_channel_affine_cachemask(self, scale, zero_point, axis, quant_min, quant_max):
    shape = [1] * self.ndim
    shape[axis] = -1
    scale, zero_point = (ivy.reshape(x, tuple(shape)) for x in (scale, zero_point))
    x = ivy.where(ivy.isinf(self), -float("inf"), self)  # PyTorch makes an integer of it
    return _quantized(x, scale, zero_point, quant_min, quant_max)


def _quantized(x, scale, zero_point, low, high):
    dtype = ivy.dtype(x)
    scale = ivy.asarray(scale, dtype=dtypes.float32)
    scaled = ivy.multiply(x, ivy.astype(ivy.divide(1.0, scale), dtype))
    whole = ivy.python_kind(zero_point) is not None or dtypes.is_integral(ivy.dtype(zero_point))
    zero_point = ivy.asarray(zero_point, dtype=dtype)
    place = ivy.round(scaled) + zero_point if whole else ivy.round(scaled + zero_point)
    place = ivy.where(ivy.isnan(place), -float("inf"), place)
    mask = ivy.logical_and(ivy.greater_equal(place, low), ivy.less_equal(place, high))
    held = ivy.clip(place, low, high)
    return ivy.multiply(held - zero_point, ivy.astype(scale, dtype)), mask


_publish.publish(__name__, native="torch.ops.aten", helpers=[_quantized])
