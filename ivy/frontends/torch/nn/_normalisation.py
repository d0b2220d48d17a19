"""Normalisation under its public names, so that one call without gradients is one program."""

from ivy.frontends import _publish
from ivy.frontends.torch.ops.aten import _normalisation as aten


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    return aten.native_layer_norm(input, normalized_shape, weight, bias, eps)[0]


_publish.publish(__name__, native="torch.nn.functional")
