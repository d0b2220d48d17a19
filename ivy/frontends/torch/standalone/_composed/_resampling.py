"""Resampling of tensors axis by axis with tables; PyTorch has a kernel for each rank."""

from ivy.frontends.torch._spatial import _adapters, taps
from ivy.frontends.torch.standalone._frontend import using
from ivy.frontends.torch.standalone._tensor import Tensor


def nearest(input, size, factors, exact):
    """Each element from its nearest neighbour."""
    return _by(
        lambda n, m, factor, dtype: taps.nearest(n, m, factor, exact, dtype), input, size, factors
    )


def linear(input, size, align, factors):
    """Each element from its two neighbours along each axis."""
    return _by(
        lambda n, m, factor, dtype: taps.linear(n, m, align, factor, dtype), input, size, factors
    )


def _by(make, input, size, factors):
    x = input._read()
    with using(input._backend()):
        tables = _adapters._tables(x, make, x.shape[2:], size, tuple(factors))
        return Tensor.of(_adapters._resampled(x, tables))
