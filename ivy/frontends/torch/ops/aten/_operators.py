"""Python's operators that ATen keeps under their own names."""

from ivy.frontends import _publish
from ivy.frontends.torch import _pointwise as pointwise

__lshift__ = _publish.alias(pointwise.bitwise_left_shift)
__rshift__ = _publish.alias(pointwise.bitwise_right_shift)

_publish.publish(__name__, native="torch.ops.aten")
