"""`torch.Tensor` where PyTorch is not there: a holder of a backend array."""

from __future__ import annotations

from ivy.frontends._holder import Frontend, Holder


class Tensor(Holder):
    """PyTorch's tensor."""

    __slots__ = ()


FRONTEND = Frontend("torch", Tensor)
