"""`tensorflow.bitwise`."""

from ivy.frontends.tensorflow import _public
from ivy.frontends.tensorflow._public import public
from ivy.frontends.tensorflow._raw import _pointwise as raw

bitwise_and = public(raw.BitwiseAnd)
bitwise_or = public(raw.BitwiseOr)
bitwise_xor = public(raw.BitwiseXor)
invert = public(raw.Invert)
left_shift = public(raw.LeftShift)
right_shift = public(raw.RightShift)

_public.publish(__name__, native="tensorflow.bitwise")
