"""Losses at the border of their domains: values, gradients and errors beside PyTorch's own."""

from __future__ import annotations

import itertools
import math

import pytest
import torch
import torch.nn.functional as F
from support.compare import assert_same

import ivy

NAN, INF = math.nan, math.inf
REDUCTIONS = ("none", "mean", "sum")
t = torch.tensor


def _waves(*shape: int) -> torch.Tensor:
    return torch.sin(torch.arange(1.0, 1 + math.prod(shape)) * 1.7).reshape(shape)


# name: (loss of the inputs and the reduction, inputs)
LOSSES = {
    "l1": (lambda x, r: F.l1_loss(x, torch.zeros(4), reduction=r), [[0.0, -1.0, NAN, INF]]),
    "l1 empty": (lambda x, r: F.l1_loss(x, torch.zeros(0), reduction=r), [[]]),
    "mse": (lambda x, r: F.mse_loss(x, torch.zeros(4), reduction=r), [[0.0, -1.0, NAN, INF]]),
    "mse empty": (lambda x, r: F.mse_loss(x, torch.zeros(0), reduction=r), [[]]),
    "soft margin": (
        lambda x, r: F.soft_margin_loss(x, t([1.0, -1.0, 1.0, -1.0]), reduction=r),
        [[100.0, 100.0, -200.0, 0.0]],
    ),
    **{
        f"soft margin of {dtype} labels": (
            lambda x, r, dtype=dtype: F.soft_margin_loss(
                x, t([1.0, -1.0, 1.0, -1.0]).to(dtype), reduction=r
            ),
            [[0.5, 1.5, -2.0, 0.0]],
        )
        for dtype in (torch.int64, torch.float64)
    },
    "binary cross entropy": (
        lambda x, y, r: F.binary_cross_entropy(x, y, reduction=r),
        [[0.0, 1.0, 0.5, 1.0, 0.0], [0.0, 1.0, 0.5, 0.0, 1.0]],
    ),
    **{
        f"binary cross entropy of {x} and {y}": (
            lambda x, y, r: F.binary_cross_entropy(x, y, reduction=r),
            [[x, 0.5], [0.0, y]],
        )
        for x, y in ((1.5, 1.0), (-0.1, 1.0), (NAN, 1.0), (0.1, 2.0), (0.1, -1.0), (0.1, NAN))
    },
    "with logits": (
        lambda x, r: F.binary_cross_entropy_with_logits(
            x, t([0.0, 1.0, 0.5, 0.0, 1.0]), pos_weight=t(3.0), reduction=r
        ),
        [[200.0, -200.0, 0.0, INF, -INF]],
    ),
    "kl": (
        lambda x, y, r: F.kl_div(x, y, reduction=r),
        [[0.1, -0.2, 0.3], [0.0, 0.5, 1.0]],
    ),
    "kl of logarithms": (
        lambda x, y, r: F.kl_div(x, y, log_target=True, reduction=r),
        [[0.1, -0.2, 0.3], [0.0, -0.1, -INF]],
    ),
    **{
        f"gaussian {full}": (
            lambda x, v, r, full=full: F.gaussian_nll_loss(
                x, t([1.0, 2.0, 3.0]), v, full=full, reduction=r
            ),
            [[0.5, -0.5, 1.0], [0.0, 1e-9, 2.0]],
        )
        for full in (False, True)
    },
    "gaussian, negative": (
        lambda x, v, r: F.gaussian_nll_loss(x, t([1.0, 2.0]), v, reduction=r),
        [[0.5, -0.5], [0.0, -1.0]],
    ),
    **{
        f"poisson {log} {full}": (
            lambda x, r, log=log, full=full: F.poisson_nll_loss(
                x, t([0.0, 1.0, 2.0, 5.0, 1.5]), log_input=log, full=full, reduction=r
            ),
            [[0.0, -1.0, 2.0, 3.0, 0.5]],
        )
        for log, full in itertools.product((False, True), repeat=2)
    },
    "multi margin": (
        lambda x, r: F.multi_margin_loss(
            x, t([0, 2, 1]), p=2, weight=t([1.0, 0.5, 2]), reduction=r
        ),
        [[[1.0, 0.5, 0.5], [0.0, 0.0, 0.0], [2.0, -1.0, 3.0]]],
    ),
    "multi margin out of range": (
        lambda x, r: F.multi_margin_loss(x, t([0, 5]), reduction=r),
        [[[1.0, 0.5], [0.0, 2.0]]],
    ),
    "multilabel margin": (
        lambda x, r: F.multilabel_margin_loss(x, t([[1, -1], [0, 1]]), reduction=r),
        [[[1.0, 0.5], [0.0, 2.0]]],
    ),
    "cosine": (
        lambda x, y, r: F.cosine_embedding_loss(x, y, t([1, -1, 1]), margin=0.2, reduction=r),
        [[[0.0, 0.0], [0.0, 0.0], [1.0, 1.0]], [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]],
    ),
    **{
        f"triplet {p} {swap}": (
            lambda a, b, c, r, p=p, swap=swap: F.triplet_margin_loss(
                a, b, c, p=p, swap=swap, reduction=r
            ),
            [[[0.9, -0.2], [0.0, 1.0]], [[0.9, -0.2], [0.0, 0.0]], [[0.5, 0.0], [0.0, 1.0]]],
        )
        for p, swap in itertools.product((0.5, 1.0, 2.0, INF), (False, True))
    },
    **{
        f"huber {d}": (
            lambda x, r, d=d: F.huber_loss(x, torch.zeros(6), delta=d, reduction=r),
            [[d, -d, 0.0, 2 * d, NAN, INF]],
        )
        for d in (1.0, 0.5, 0.0)
    },
    **{
        f"smooth l1 {b}": (
            lambda x, r, b=b: F.smooth_l1_loss(x, torch.zeros(6), beta=b, reduction=r),
            [[b, -b, 0.0, 2 * b + 1, NAN, INF]],
        )
        for b in (1.0, 0.3, 0.0, -1.0)
    },
    "hinge": (
        lambda x, r: F.hinge_embedding_loss(x, t([1.0, -1.0, -1.0, 1.0]), reduction=r),
        [[0.0, 1.0, 0.5, -2.0]],
    ),
}
CLASSES = {
    "some ignored": (t([1, 0, -100, 2]), -100),
    "one class ignored": (t([1, 0, 1, 2]), 1),
    "all ignored": (torch.full((4,), -100), -100),
    "out of range": (t([1, 0, 5, 2]), -100),
    "negative": (t([1, 0, -1, 2]), -100),
}
# the target, the lengths of inputs and targets
ALIGNMENTS = {
    "infeasible": (t([[1, 1, 1], [2, 3, 0]]), t([3, 3]), t([3, 2])),
    "no target": (t([[1, 2], [0, 0]]), t([3, 3]), t([2, 0])),
    "no input": (t([[1], [2]]), t([0, 3]), t([1, 1])),
    "too long": (t([[1, 2, 3], [1, 0, 0]]), t([2, 2]), t([3, 1])),
    "lengths beyond": (t([[1, 1], [2, 3]]), t([4, 3]), t([2, 2])),
}


def _outcome(loss, inputs, *args):
    leaves = [x.clone().requires_grad_() for x in inputs]
    try:
        out = loss(*leaves, *args)
        weights = torch.arange(1.0, out.numel() + 1).reshape(out.shape)
        (out * weights).sum().backward()
    except Exception as error:
        return type(error), str(error).split("\n")[0]
    return out.detach(), [x.grad for x in leaves if x.grad is not None]


def _compare(target, loss, inputs, *args):
    native = _outcome(loss, inputs, *args)
    with ivy.run_on(target, fallback="error"):
        ours = _outcome(loss, inputs, *args)
        if isinstance(native[0], type):
            assert ours == native
        else:
            assert_same(ours, native)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", LOSSES)
def test_losses_at_the_border(name, target):
    loss, inputs = LOSSES[name]
    for reduction in REDUCTIONS:
        _compare(target, loss, [t(x) for x in inputs], reduction)


@pytest.mark.parametrize("name", CLASSES)
def test_classes_at_the_border(name, target):
    labels, ignored = CLASSES[name]
    for reduction, smoothing, weight in itertools.product(
        REDUCTIONS, (0.0, 0.2), (None, t([0.2, 0.0, 0.5]))
    ):
        options = {"weight": weight, "label_smoothing": smoothing, "ignore_index": ignored}
        _compare(
            target,
            lambda x, r, options=options: F.cross_entropy(x, labels, reduction=r, **options),
            [_waves(4, 3)],
            reduction,
        )


@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_no_samples(reduction, target):
    labels = torch.zeros(0, dtype=torch.int64)
    _compare(target, lambda x: F.cross_entropy(x, labels, reduction=reduction), [torch.zeros(0, 3)])


@pytest.mark.parametrize("name", ALIGNMENTS)
def test_alignments_at_the_border(name, target):
    labels, times, lengths = ALIGNMENTS[name]
    for reduction, zero in itertools.product(REDUCTIONS, (False, True)):
        _compare(
            target,
            lambda x, r, zero=zero: F.ctc_loss(
                x, labels, times, lengths, reduction=r, zero_infinity=zero
            ),
            [_waves(3, 2, 4).log_softmax(-1)],
            reduction,
        )
