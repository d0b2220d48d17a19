"""Views made of views, and copies of them."""

from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED, STANDALONE, VIEWS
from ivy.frontends.torch.standalone import _views as views  # noqa: F401 - its table is read below


def T(self):
    return self.permute(*range(self.ndim)[::-1])


def mT(self):
    if self.ndim < 2:
        raise RuntimeError("tensor.mT is only supported on matrices or batches of matrices.")
    return self.transpose(-2, -1)


def H(self):
    if self.ndim not in (0, 2):
        raise RuntimeError(
            f"tensor.H is only supported on matrices (2-D tensors). Got {self.ndim}-D"
        )
    return self.mH if self.ndim else self.conj()


def mH(self):
    if self.ndim < 2:
        raise RuntimeError("tensor.mH is only supported on matrices or batches of matrices.")
    return self.transpose(-2, -1).conj()


def expand_as(self, other):
    return self.expand(other.shape)


def reshape_as(self, other):
    return self.reshape(other.shape)


def view_as(self, other):
    return self.view(other.shape)


_publish.publish(__name__, native="torch.Tensor", registry=COMPOSED)


_COPIED = """
    as_strided detach diagonal expand narrow permute select slice split split_with_sizes squeeze t
    transpose unbind unfold unsqueeze view_as_complex view_as_real
""".split()
for _name in _COPIED:
    _raw = VIEWS.get(f"torch.{_name}") or VIEWS.get(f"torch.Tensor.{_name}")
    if _raw is not None:
        STANDALONE[f"torch.{_name}_copy"] = _raw


def alias_copy(input):
    return input.clone()


def as_strided_copy(input, size, stride, storage_offset=None):
    return input.as_strided(size, stride, storage_offset).clone()


def view_copy(input, size):
    return (input.view(size)).clone()


def detach(input):
    return input.detach()


def as_strided(input, size, stride, storage_offset=None):
    return input.as_strided(size, stride, storage_offset)


def reshape(input, shape):
    return input.reshape(shape)


def ravel(input):
    return input.reshape(-1)


def resolve_conj(input):
    return input


def resolve_neg(input):
    return input


def adjoint(input):
    if input.ndim < 2:
        raise RuntimeError("tensor.adjoint() is only supported on matrices or batches of matrices.")
    return input.transpose(-2, -1).conj()


_TOP = [alias_copy, as_strided_copy, view_copy, detach, as_strided, reshape, ravel]
_TOP += [resolve_conj, resolve_neg, adjoint]
for _function in _TOP:
    COMPOSED[f"torch.{_function.__name__}"] = _function
