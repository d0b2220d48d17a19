"""Reductions, statistics and sorting under names of ATen's own."""

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch import _axes as axes
from ivy.frontends.torch import _histograms as histograms
from ivy.frontends.torch import _runs as runs


def _aminmax(self, dim=None, keepdim=False):
    axis = axes.of(dim, self)
    return ivy.min(self, axis=axis, keepdims=keepdim), ivy.max(self, axis=axis, keepdims=keepdim)


def _histogramdd_bin_edges(self, bins, *, range=None, weight=None, density=False):
    return histograms.edges(ivy.reshape(self, (-1, self.shape[-1])), bins, range)


def _histogramdd_from_bin_cts(self, bins, *, range=None, weight=None, density=False):
    bounds = _histogramdd_bin_edges(self, bins, range=range)
    return _histogramdd_from_bin_tensors(self, bounds, weight=weight, density=density)


def _histogramdd_from_bin_tensors(self, bins, *, weight=None, density=False):
    points = ivy.reshape(self, (-1, self.shape[-1]))
    if weight is not None:
        weight = ivy.reshape(weight, (-1,))
    return histograms.counted(points, bins, weight, density)


def _is_all_true(self):
    return ivy.all(self)


def _is_any_true(self):
    return ivy.any(self)


@axes.lifted
def _logcumsumexp(self, dim):
    return ivy.cumlogsumexp(self, axis=dim)


def _unique(self, sorted=True, return_inverse=False):
    return runs.unique(self, True, return_inverse, False)[:2]


def _unique2(self, sorted=True, return_inverse=False, return_counts=False):
    return runs.unique(self, True, return_inverse, return_counts)


def unique_dim(self, dim, sorted=True, return_inverse=False, return_counts=False):
    return runs.unique_slices(self, dim, True)


def unique_dim_consecutive(self, dim, return_inverse=False, return_counts=False):
    return runs.unique_slices(self, dim, False)


_publish.publish(__name__, native="torch.ops.aten")
