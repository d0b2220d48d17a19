"""The loss of connectionist temporal classification (`ctc_loss`) and its gradient."""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch.nn import _alignments as alignments


def _ctc_loss(log_probs, targets, input_lengths, target_lengths, blank=0, zero_infinity=False):
    if log_probs.ndim == 2:
        log_probs, targets = log_probs[:, None], targets[None]
    p = alignments.problem(log_probs, targets, input_lengths, target_lengths, blank)
    alpha = ivy.moveaxis(alignments.forward(p), 0, 1)
    row = ivy.arange(0, alpha.shape[0], dtype=dtypes.int64)
    last = ivy.get_index(alpha, [row, ivy.maximum(p.times - 1, 0)[:, 0]])
    blank_end = ivy.take_along_axis(last, p.ends, axis=1)
    label_end = ivy.take_along_axis(last, ivy.maximum(p.ends - 1, 0), axis=1)
    label_end = ivy.where(ivy.equal(p.ends, 0), alignments.NEVER, label_end)
    total = ivy.logaddexp(blank_end, label_end)
    empty = ivy.where(ivy.equal(p.ends, 0), ivy.zeros((), dtype=ivy.dtype(total)), alignments.NEVER)
    return -ivy.where(ivy.equal(p.times, 0), empty, total)[:, 0], alpha


def _ctc_loss_backward(
    grad,
    log_probs,
    targets,
    input_lengths,
    target_lengths,
    neg_log_likelihood,
    log_alpha,
    blank,
    zero_infinity=False,
):
    shape = log_probs.shape
    if log_probs.ndim == 2:
        log_probs, targets = log_probs[:, None], targets[None]
    p = alignments.problem(log_probs, targets, input_lengths, target_lengths, blank)
    loss = ivy.reshape(neg_log_likelihood, (-1, 1))
    both = ivy.add(ivy.moveaxis(log_alpha, 0, 1), alignments.backward(p))
    share = ivy.exp(ivy.add(ivy.subtract(both, p.scores), loss))
    share = ivy.where(ivy.equal(p.scores, alignments.NEVER), 0.0, share)
    row = ivy.arange(0, p.symbols.shape[0], dtype=dtypes.int64)[:, None]
    none = ivy.zeros(log_probs.shape, dtype=ivy.dtype(log_probs))
    taken = ivy.set_index(none, [None, row, p.symbols], share, reduction="add")
    slope = ivy.multiply(ivy.subtract(ivy.exp(log_probs), taken), ivy.reshape(grad, (-1, 1)))
    time = ivy.arange(0, log_probs.shape[0], dtype=dtypes.int64)[:, None, None]
    counts = time < p.times
    possible = ivy.isfinite(loss)
    if zero_infinity:
        counts = ivy.logical_and(counts, possible)
    else:
        slope = ivy.where(possible, slope, math.nan)
    return ivy.reshape(ivy.where(counts, slope, none), shape)


_publish.publish(__name__, native="torch.ops.aten")
