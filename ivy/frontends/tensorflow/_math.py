"""`tensorflow.math`: elementwise functions."""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.tensorflow import _convert as to
from ivy.frontends.tensorflow import _public
from ivy.frontends.tensorflow._public import like, matching, public
from ivy.frontends.tensorflow._raw import _activations as nn
from ivy.frontends.tensorflow._raw import _pointwise as raw
from ivy.frontends.tensorflow._raw import _shapes as shapes

acos = public(raw.Acos)
acosh = public(raw.Acosh)
asin = public(raw.Asin)
asinh = public(raw.Asinh)
atan = public(raw.Atan)
atan2 = public(raw.Atan2)
atanh = public(raw.Atanh)
ceil = public(raw.Ceil)
cos = public(raw.Cos)
cosh = public(raw.Cosh)
digamma = public(raw.Digamma)
erf = public(raw.Erf)
erfc = public(raw.Erfc)
erfinv = public(raw.Erfinv)
exp = public(raw.Exp)
expm1 = public(raw.Expm1)
floor = public(raw.Floor)
floordiv = public(raw.FloorDiv)
floormod = public(raw.FloorMod)
greater = public(raw.Greater)
greater_equal = public(raw.GreaterEqual)
igamma = public(raw.Igamma)
igammac = public(raw.Igammac)
invert_permutation = public(shapes.InvertPermutation)
is_finite = public(raw.IsFinite)
is_inf = public(raw.IsInf)
is_nan = public(raw.IsNan)
less = public(raw.Less)
less_equal = public(raw.LessEqual)
lgamma = public(raw.Lgamma)
log = public(raw.Log)
log1p = public(raw.Log1p)
logical_and = public(raw.LogicalAnd)
logical_not = public(raw.LogicalNot)
logical_or = public(raw.LogicalOr)
maximum = public(raw.Maximum)
minimum = public(raw.Minimum)
mod = public(raw.FloorMod)
multiply = public(raw.Mul)
ndtri = public(raw.Ndtri)
negative = public(raw.Neg)
nextafter = public(raw.NextAfter)
polygamma = public(raw.Polygamma)
pow = public(raw.Pow)
reciprocal = public(raw.Reciprocal)
rint = public(raw.Rint)
rsqrt = public(raw.Rsqrt)
sigmoid = public(raw.Sigmoid)
sin = public(raw.Sin)
sinh = public(raw.Sinh)
softplus = public(nn.Softplus)
softsign = public(nn.Softsign)
sqrt = public(raw.Sqrt)
square = public(raw.Square)
squared_difference = public(raw.SquaredDifference)
subtract = public(raw.Sub)
tan = public(raw.Tan)
tanh = public(raw.Tanh)
xdivy = public(raw.Xdivy)
xlog1py = public(raw.Xlog1py)
xlogy = public(raw.Xlogy)
zeta = public(raw.Zeta)


def abs(x, name=None):
    x = to.tensor(x)
    if dtypes.is_complex(ivy.dtype(x)):
        return raw.ComplexAbs(x=x, Tout=dtypes.real_of(ivy.dtype(x)))
    return raw.Abs(x=x)


def add(x, y, name=None):
    return raw.AddV2(x=to.tensor(x), y=_hinted(y, x))


def _hinted(y, x):
    """`y` as a tensor, of the dtype that `x` makes where it fits."""
    if to.is_array(y):
        return to.tensor(y)
    try:
        return to.tensor(y, ivy.dtype(to.tensor(x)))
    except TypeError:
        return to.tensor(y)


def add_n(inputs, name=None):
    if not isinstance(inputs, (list, tuple)):
        raise TypeError("values must be a sequence.")
    if not inputs:
        raise ValueError("Inputs must be an iterable of at least one Tensor with one dtype")
    return raw.AddN(inputs=[to.tensor(x) for x in inputs])


def accumulate_n(inputs, shape=None, tensor_dtype=None, name=None):
    if not isinstance(inputs, (list, tuple)) or not inputs:
        raise ValueError("inputs must be a list of at least one Tensor/IndexedSlices")
    return add_n(inputs)


def _part(op):
    """`f(input)`: a real function of complex numbers."""

    def function(input, name=None):
        input = to.tensor(input)
        return op(input=input, Tout=dtypes.real_of(ivy.dtype(input)))

    return function


_complex_angle = _part(raw.Angle)
_imaginary = _part(raw.Imag)
_real_part = _part(raw.Real)


def angle(input, name=None):
    input = to.tensor(input)
    if dtypes.is_complex(ivy.dtype(input)):
        return _complex_angle(input)
    return ivy.where(ivy.less(input, 0), like(input, math.pi), like(input, 0))


def imag(input, name=None):
    return _imaginary(input)


def real(input, name=None):
    input = to.tensor(input)
    return _real_part(input) if dtypes.is_complex(ivy.dtype(input)) else input


def conj(x, name=None):
    x = to.tensor(x)
    if dtypes.is_complex(ivy.dtype(x)):
        return raw.Conj(input=x)
    return x


_QUOTIENTS = {
    **dict.fromkeys(("int8", "int16", "uint8", "uint16"), dtypes.float32),
    **dict.fromkeys(("int32", "uint32", "int64", "uint64"), dtypes.float64),
}


def truediv(x, y, name=None):
    x, y = _operands_of_quotient(to.tensor(x), _hinted(y, x))
    return raw.RealDiv(x=x, y=y)


def _operands_of_quotient(x, y):
    """Both in the floating dtype that TensorFlow divides them in."""
    dtype = ivy.dtype(x)
    if dtype != ivy.dtype(y):
        raise TypeError(f"`x` and `y` must have the same dtype, got {dtype} != {ivy.dtype(y)}.")
    if dtype == dtypes.bool_:
        raise TypeError(f"Invalid dtype {dtype} in __truediv__.")
    wide = _QUOTIENTS.get(dtype.name)
    return (x, y) if wide is None else (ivy.astype(x, wide), ivy.astype(y, wide))


def divide_no_nan(x, y, name=None):
    x, y = _operands_of_quotient(*matching(x, y))
    return raw.DivNoNan(x=x, y=y)


def multiply_no_nan(x, y, name=None):
    x, y = matching(x, y)
    if ivy.dtype(x) != ivy.dtype(y):
        raise ValueError(f"Tensor conversion requested dtype {ivy.dtype(x)}: {ivy.dtype(y)}")
    return raw.MulNoNan(x=x, y=y)


def divide(x, y, name=None):
    return truediv(*matching(x, y))


def equal(x, y, name=None):
    return raw.Equal(x=x, y=y)


def not_equal(x, y, name=None):
    return raw.NotEqual(x=x, y=y)


def logical_xor(x, y, name="LogicalXor"):
    return logical_and(logical_or(x, y), logical_not(logical_and(x, y)))


def reciprocal_no_nan(x, name=None):
    x = to.tensor(x)
    return divide_no_nan(like(x, 1), x)


def round(x, name=None):
    x = to.tensor(x)
    return x if dtypes.is_integral(ivy.dtype(x)) else raw.Round(x=x)


def scalar_mul(scalar, x, name=None):
    x = to.tensor(x)
    scalar = to.tensor(scalar, ivy.dtype(x))
    if scalar.ndim:
        raise ValueError(f"The input scalar must be a 0-D value. Received shape {scalar.shape}.")
    return multiply(scalar, x)


def sign(x, name=None):
    return raw.Sign(x=to.tensor(x))


def erfcinv(x, name=None):
    x = to.tensor(x)
    half = multiply(to.tensor(0.5, ivy.dtype(x)), x)
    return ivy.multiply(ivy.negative(ndtri(half)), math.sqrt(0.5))


def log_sigmoid(x, name=None):
    x = to.tensor(x)
    return negative(softplus(negative(x)))


def polyval(coeffs, x, name=None):
    if not isinstance(coeffs, list):
        raise ValueError(f"Argument coeffs must be list type. Received type {type(coeffs)}.")
    x = to.tensor(x)
    if not coeffs:
        return ivy.zeros(tuple(x.shape), dtype=ivy.dtype(x))
    total = to.tensor(coeffs[0])
    for c in coeffs[1:]:
        total = add(to.tensor(c), multiply(total, x))
    return total


_public.publish(__name__, native="tensorflow.math")
