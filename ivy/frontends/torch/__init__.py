"""PyTorch's API written with ivy functions: `import ivy.frontends.torch as torch`.

Every function has its native path (`torch.nn.functional.relu`). Dtypes are Ivy's own.

The files of this folder are tables of raw functions, which `ivy.run_on` calls too. What only this
namespace needs (tensors, views, functions composed of others) is in `standalone`, which is imported
when a public name is first looked up.
"""

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
from ivy.frontends import _namespaces
from ivy.frontends.torch._dtypes import default_dtype as get_default_dtype
from ivy.frontends.torch._dtypes import set_default_dtype

half, double, short, long = float16, float64, int16, int64
cfloat, cdouble = complex64, complex128
strided = "torch.strided"
contiguous_format, preserve_format = "contiguous_format", "preserve_format"
channels_last, channels_last_3d = "channels_last", "channels_last_3d"
pi, e, inf, nan = 3.141592653589793, 2.718281828459045, float("inf"), float("nan")
float, int = float32, int32  # last: the names of Python's own types

_namespaces.fill_on_demand(
    __name__,
    "fft linalg masked nn nn.functional ops ops.aten signal signal.windows special".split(),
    assembly=f"{__name__}.standalone._assembly",
)
