"""`tensorflow.Tensor` where TensorFlow is not there: a holder of a backend array."""

from __future__ import annotations

from ivy.frontends._holder import Frontend, Holder


class Tensor(Holder):
    """TensorFlow's eager tensor."""

    __slots__ = ()


FRONTEND = Frontend("tensorflow", Tensor)
