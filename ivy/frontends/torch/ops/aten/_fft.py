"""The three transforms that `torch.fft` is made of. `normalization`: 0 none, 1 by the root, 2 by n."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish

_FORWARD = ("backward", "ortho", "forward")
_INVERSE = ("forward", "ortho", "backward")


def _fft_c2c(self, dim, normalization, forward):
    if not dim:
        return self
    if forward:
        return ivy.fftn(self, axes=dim, norm=_FORWARD[normalization])
    return ivy.ifftn(self, axes=dim, norm=_INVERSE[normalization])


def _fft_c2r(self, dim, normalization, last_dim_size):
    return ivy.irfftn(self, axes=dim, size=last_dim_size, norm=_INVERSE[normalization])


def _fft_r2c(self, dim, normalization, onesided):
    if onesided:
        return ivy.rfftn(self, axes=dim, norm=_FORWARD[normalization])
    return _fft_c2c(ivy.astype(self, dtypes.complex_of(ivy.dtype(self))), dim, normalization, True)


_publish.publish(__name__, native="torch.ops.aten")
