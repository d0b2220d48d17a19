"""Functions over lists of tensors: each is the plain function, mapped."""

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch.nn import _adapters as like
from ivy.frontends.torch.nn import _formulas as formula

_foreach_abs = like.each("torch.abs")
_foreach_acos = like.each("torch.acos")
_foreach_add = like.each("torch.add")
_foreach_addcdiv = like.each_scaled("torch.addcdiv")
_foreach_addcmul = like.each_scaled("torch.addcmul")
_foreach_asin = like.each("torch.asin")
_foreach_atan = like.each("torch.atan")
_foreach_ceil = like.each("torch.ceil")
_foreach_clamp_max = like.each("torch.minimum")
_foreach_clamp_min = like.each("torch.maximum")
_foreach_clone = like.each("torch.ops.aten.clone")
_foreach_copy = like.each("torch.ops.aten.copy")
_foreach_cos = like.each("torch.cos")
_foreach_cosh = like.each("torch.cosh")
_foreach_div = like.each("torch.div")
_foreach_erf = like.each("torch.erf")
_foreach_erfc = like.each("torch.erfc")
_foreach_exp = like.each("torch.exp")
_foreach_expm1 = like.each("torch.expm1")
_foreach_floor = like.each("torch.floor")
_foreach_frac = like.each("torch.frac")
_foreach_lerp = like.each("torch.lerp")
_foreach_lgamma = like.each("torch.lgamma")
_foreach_log = like.each("torch.log")
_foreach_log10 = like.each("torch.log10")
_foreach_log1p = like.each("torch.log1p")
_foreach_log2 = like.each("torch.log2")
_foreach_max = like.each("torch.amax")
_foreach_maximum = like.each("torch.maximum")
_foreach_minimum = like.each("torch.minimum")
_foreach_mm = like.each("torch.mm")
_foreach_mul = like.each("torch.mul")
_foreach_neg = like.each("torch.neg")
_foreach_pow = like.each("torch.pow")
_foreach_reciprocal = like.each("torch.reciprocal")
_foreach_round = like.each("torch.round")
_foreach_rsqrt = like.each("torch.rsqrt")
_foreach_sigmoid = like.each("torch.sigmoid")
_foreach_sign = like.each("torch.sign")
_foreach_sin = like.each("torch.sin")
_foreach_sinh = like.each("torch.sinh")
_foreach_sqrt = like.each("torch.sqrt")
_foreach_sub = like.each("torch.sub")
_foreach_tan = like.each("torch.tan")
_foreach_tanh = like.each("torch.tanh")
_foreach_trunc = like.each("torch.trunc")
_foreach_zero = like.each("torch.ops.aten.zero")


def _amp_foreach_non_finite_check_and_unscale(self, found_inf, inv_scale):
    for x in self:
        bad = ivy.logical_not(ivy.all(ivy.isfinite(x)))
        found_inf = ivy.maximum(found_inf, to.cast(bad, ivy.dtype(found_inf)))
    return [ivy.multiply(x, to.cast(inv_scale, ivy.dtype(x))) for x in self], found_inf


def _amp_update_scale(
    self, growth_tracker, found_inf, scale_growth_factor, scale_backoff_factor, growth_interval
):
    failed = ivy.not_equal(found_inf, 0)
    successes = growth_tracker + 1
    due = ivy.equal(successes, growth_interval)
    grown = self * scale_growth_factor
    grown = ivy.where(ivy.logical_and(due, ivy.isfinite(grown)), grown, self)
    scale = ivy.where(failed, self * scale_backoff_factor, grown)
    restart = ivy.logical_or(failed, due)
    tracker = ivy.where(restart, growth_tracker * 0, successes)
    return ivy.reshape(scale, self.shape), ivy.reshape(tracker, growth_tracker.shape)


def _foreach_norm(self, ord=2, dtype=None):
    return [formula.whole_norm(x, ord, dtype) for x in self]


def _foreach_powsum(self, ord=2, dtype=None):
    return [formula.power_sum(to.cast(x, dtype or ivy.dtype(x)), ord) for x in self]


_publish.publish(__name__, native="torch.ops.aten")
