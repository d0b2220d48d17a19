"""PyTorch's API written with ivy functions: `import ivy.frontends.torch as torch`.

Every function stands under its native path (`torch.nn.functional.relu`). Dtypes are Ivy's own.
"""

from ivy._core.dtypes import bool_ as bool
from ivy._core.dtypes import (
    complex64,
    complex128,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
)
from ivy.frontends.torch._tensor import FRONTEND as _FRONTEND
from ivy.frontends.torch._tensor import Tensor

_FRONTEND.expose(__name__)
