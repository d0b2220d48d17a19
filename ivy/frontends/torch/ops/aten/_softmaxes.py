"""Softmax and its relatives."""

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch.nn import _adapters as like
from ivy.frontends.torch.nn import _formulas as formula


@like.in_float32
def _log_softmax(self, dim, half_to_float):
    return formula.along(ivy.log_softmax, self, dim)


@like.in_float32
def _log_softmax_backward_data(grad_output, output, dim, input_dtype):
    rest = formula.weighted_rest(grad_output, ivy.exp(output), dim)
    return to.cast(ivy.subtract(grad_output, rest), input_dtype)


@like.in_float32
def _masked_softmax(self, mask, dim=None, mask_type=None):
    mask = formula.widen_mask(mask, self.shape, mask_type)
    hidden = ivy.where(mask, -float("inf"), self)
    out = formula.along(ivy.softmax, hidden, -1 if dim is None else dim)
    return formula.zero_where(mask, out)


@like.in_float32
def _masked_softmax_backward(grad_output, output, mask, dim=None):
    weighted = formula.zero_where(mask, ivy.multiply(grad_output, output))
    rest = formula.weighted_rest(weighted, output, -1 if dim is None else dim)
    return formula.zero_where(mask, ivy.subtract(weighted, rest))


@like.in_float32
def _safe_softmax(self, dim, dtype=None):
    self = to.cast(self, dtype or ivy.dtype(self))
    hidden = ivy.equal(self, -float("inf"))
    if self.ndim:
        hidden = ivy.all(hidden, axis=dim, keepdims=True)
    return formula.zero_where(hidden, formula.along(ivy.softmax, self, dim))


@like.in_float32
def _softmax(self, dim, half_to_float):
    return formula.along(ivy.softmax, self, dim)


@like.in_float32
def _softmax_backward_data(grad_output, output, dim, input_dtype):
    weighted = ivy.multiply(grad_output, output)
    rest = formula.weighted_rest(weighted, output, dim)
    return to.cast(ivy.subtract(weighted, rest), input_dtype)


_publish.publish(__name__, native="torch.ops.aten")
