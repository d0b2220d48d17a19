"""PyTorch's API written with ivy functions: `import ivy.frontends.torch as torch`.

Every function stands under its native path (`torch.nn.functional.relu`). Dtypes are Ivy's own.
"""

import sys as _sys

from ivy._core import dtypes as _ivy_dtypes
from ivy._core.dtypes import DType as dtype  # noqa: N813
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
from ivy.frontends import _publish
from ivy.frontends.torch import _assembly, _second_names
from ivy.frontends.torch._dtypes import default_dtype as get_default_dtype
from ivy.frontends.torch._dtypes import set_default_dtype
from ivy.frontends.torch._tensor import FRONTEND as _FRONTEND
from ivy.frontends.torch._tensor import Size, Tensor, device, tensor

half, double, short, long = float16, float64, int16, int64
cfloat, cdouble = complex64, complex128
strided = "torch.strided"
contiguous_format, preserve_format = "contiguous_format", "preserve_format"
channels_last, channels_last_3d = "channels_last", "channels_last_3d"
pi, e, inf, nan = 3.141592653589793, 2.718281828459045, float("inf"), float("nan")

_publish.load_tables(__name__)
_second_names.file()
_FRONTEND.expose(__name__)
_assembly.assemble(_sys.modules[__name__])
float, int = float32, int32  # last: the names of Python's own types


def __getattr__(name: str):
    if name == "bfloat16":
        return _ivy_dtypes.as_dtype(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
