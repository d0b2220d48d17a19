"""Losses and their gradients. `reduction` is 0 (none), 1 (mean) or 2 (sum)."""

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch.nn import _adapters as like
from ivy.frontends.torch.nn import _formulas as formula
from ivy.frontends.torch.nn import _margins as margins

huber_loss = like.loss_with(lambda x, y, delta: formula.huber(x - y, delta))
huber_loss_backward = like.loss_with_backward(lambda x, y, delta: ivy.clip(x - y, -delta, delta))
mse_loss = like.loss(lambda x, y: ivy.square(x - y))
mse_loss_backward = like.loss_backward(lambda x, y: (x - y) * 2)
smooth_l1_loss = like.loss_with(lambda x, y, beta: formula.smooth(x - y, beta))
smooth_l1_loss_backward = like.loss_with_backward(
    lambda x, y, beta: formula.smooth_slope(x - y, beta)
)


def soft_margin_loss(self, target, reduction=1):
    target = ivy.astype(target, ivy.dtype(self))  # it may be of any dtype
    return formula.reduce_loss(ivy.log1p(ivy.exp(ivy.multiply(-self, target))), reduction)


def soft_margin_loss_backward(grad_output, self, target, reduction):
    target = ivy.astype(target, ivy.dtype(self))  # it may be of any dtype
    power = ivy.exp(ivy.multiply(-target, self))  # which may overflow, as PyTorch's does
    slope = -ivy.divide(ivy.multiply(target, power), power + 1)
    return ivy.multiply(slope, formula.share(grad_output, self.shape, reduction))


@like.in_float32
def binary_cross_entropy(self, target, weight=None, reduction=1):
    self = formula.require_fractions(self, "input")
    target = formula.require_fractions(target, "target")
    hit = ivy.multiply(target, ivy.maximum(ivy.log(self), -100.0))
    miss = ivy.multiply(1 - target, ivy.maximum(ivy.log1p(-self), -100.0))
    return formula.reduce_loss(formula.weigh(-ivy.add(hit, miss), weight), reduction)


@like.in_float32
def binary_cross_entropy_backward(grad_output, self, target, weight=None, reduction=1):
    spread = ivy.maximum(ivy.multiply(1 - self, self), 1e-12)
    slope = formula.weigh(ivy.divide(ivy.subtract(self, target), spread), weight)
    return ivy.multiply(formula.share(grad_output, self.shape, reduction), slope)


@like.in_float32
def multi_margin_loss(self, target, p=1, margin=1, weight=None, reduction=1):
    rows, target = margins.rows(self, target)
    below = margins.below(rows, target, margin)
    losses = ivy.square(below) if p == 2 else below
    losses = ivy.sum(margins.weigh(losses, target, weight), axis=1) / rows.shape[1]
    return formula.reduce_loss(ivy.reshape(losses, self.shape[:-1]), reduction)


@like.in_float32
def multi_margin_loss_backward(grad_output, self, target, p, margin, weight=None, reduction=1):
    rows, target = margins.rows(self, target)
    below = margins.below(rows, target, margin)
    slope = below * 2 if p == 2 else ivy.astype(below > 0, ivy.dtype(below))
    slope = margins.weigh(slope, target, weight) / rows.shape[1]
    own = -ivy.sum(slope, axis=1, keepdims=True)
    slope = ivy.where(margins.is_class(target, rows.shape), own, slope)
    grad = formula.share(grad_output, (rows.shape[0],), reduction)
    grad = ivy.reshape(grad, (-1, 1)) if grad.ndim else grad
    return ivy.reshape(ivy.multiply(slope, grad), self.shape)


@like.in_float32
def multilabel_margin_loss_backward(grad_output, self, target, reduction, is_target):
    rows, labels = margins.label_rows(self, target)
    open_, has_label = margins.open_pairs(rows, labels)
    counts = ivy.astype(open_, ivy.dtype(rows))
    for_others = ivy.sum(counts, axis=1)
    for_labels = ivy.multiply(ivy.sum(counts, axis=2), ivy.astype(has_label, ivy.dtype(rows)))
    onto = ivy.zeros(rows.shape, dtype=ivy.dtype(rows))
    safe = ivy.where(has_label, labels, 0)
    slope = ivy.subtract(
        for_others, ivy.put_along_axis(onto, safe, for_labels, axis=1, reduction="add")
    )
    grad = formula.share(grad_output, (rows.shape[0],), reduction)
    grad = ivy.reshape(grad, (-1, 1)) if grad.ndim else grad
    return ivy.reshape(ivy.multiply(slope / rows.shape[1], grad), self.shape)


@like.in_float32
def multilabel_margin_loss_forward(self, target, reduction):
    rows, labels = margins.label_rows(self, target)
    losses = ivy.sum(margins.pair_losses(rows, labels), axis=(1, 2)) / rows.shape[1]
    is_target = ivy.astype(margins.is_label(labels, rows.shape), ivy.dtype(self))
    losses = formula.reduce_loss(ivy.reshape(losses, self.shape[:-1]), reduction)
    return losses, ivy.reshape(is_target, target.shape)


@like.in_float32
def nll_loss_backward(grad_output, self, target, weight, reduction, ignore_index, total_weight):
    axis = formula.class_axis(self)
    if reduction == 1:
        grad_output = ivy.divide(grad_output, total_weight)
    if grad_output.ndim:
        grad_output = ivy.expand_dims(grad_output, axis=axis)
    slope = (
        grad_output
        if weight is None
        else ivy.multiply(grad_output, formula.lie_along(weight, axis, self.ndim))
    )
    target = ivy.expand_dims(target, axis=axis)
    counts = ivy.logical_and(
        ivy.equal(target, formula.class_numbers(self, axis)), ivy.not_equal(target, ignore_index)
    )
    return ivy.where(counts, -slope, ivy.zeros(self.shape, dtype=ivy.dtype(self)))


@like.in_float32
def nll_loss_forward(self, target, weight, reduction, ignore_index):
    axis = formula.class_axis(self)
    if tuple(target.shape) != self.shape[:axis] + self.shape[axis + 1 :]:
        raise ValueError(f"targets of shape {tuple(target.shape)} for {tuple(self.shape)}")
    counts = ivy.not_equal(target, ignore_index)
    safe = ivy.where(counts, target, 0)
    at = ivy.expand_dims(safe, axis=axis)
    chosen = ivy.squeeze(ivy.take_along_axis(self, at, axis=axis), axis=axis)
    if weight is None:
        weights = ivy.astype(counts, ivy.dtype(self))
    else:
        weights = formula.zero_where(~counts, ivy.take(weight, safe, axis=0))
    losses = formula.zero_where(~counts, -ivy.multiply(chosen, weights))
    if reduction == 0:
        return losses, ivy.zeros((), dtype=ivy.dtype(self))
    total, total_weight = ivy.sum(losses), ivy.sum(weights)
    return (ivy.divide(total, total_weight) if reduction == 1 else total), total_weight


nll_loss2d_backward = _publish.alias(nll_loss_backward)
nll_loss2d_forward = _publish.alias(nll_loss_forward)

_publish.publish(__name__, native="torch.ops.aten")
