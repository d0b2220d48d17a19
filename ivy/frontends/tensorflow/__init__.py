"""TensorFlow's API written with ivy functions: `import ivy.frontends.tensorflow as tf`.

Every function stands under its native path (`tensorflow.math.add`, `tensorflow.raw_ops.AddV2`).
Dtypes are Ivy's own.
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
from ivy.frontends.tensorflow import errors
from ivy.frontends.tensorflow._convert import as_dtype
from ivy.frontends.tensorflow._shape import TensorShape
from ivy.frontends.tensorflow._tensor import FRONTEND as _FRONTEND
from ivy.frontends.tensorflow._tensor import Tensor
from ivy.frontends.tensorflow._variable import Variable

half, double = float16, float64
newaxis = None

_FRONTEND.expose(__name__)


def __getattr__(name: str):
    if name == "bfloat16":
        return as_dtype(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
