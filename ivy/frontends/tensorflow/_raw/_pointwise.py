"""Elementwise ops."""

import functools
import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.tensorflow import _schema
from ivy.frontends.tensorflow.errors import FailedPreconditionError, require


def _broadcast(op):
    """`f(x, y)`; shapes that do not broadcast are an error, whatever the backend says."""

    def function(x, y):
        require(fits(x, y), f"Incompatible shapes: {list(x.shape)} vs. {list(y.shape)}")
        return op(x, y)

    return function


def fits(x, y):
    """Whether two shapes broadcast."""
    pairs = zip(reversed(x.shape), reversed(y.shape), strict=False)
    return all(m == n or m == 1 or n == 1 for m, n in pairs)


def integral(x):
    """Whether an array is one of integers."""
    return dtypes.is_integral(ivy.dtype(x))


def _identity_of_integers(op):
    def function(x):
        return x if integral(x) else op(x)

    return function


Abs = ivy.abs
Acos = ivy.acos
Acosh = ivy.acosh
Add = _broadcast(ivy.add)
AddV2 = _broadcast(ivy.add)
Asin = ivy.asin
Asinh = ivy.asinh
Atan = ivy.atan
Atan2 = _broadcast(ivy.atan2)
Atanh = ivy.atanh
BesselI0 = ivy.i0
BesselI0e = ivy.i0e
BesselI1 = ivy.i1
BesselI1e = ivy.i1e
BesselJ0 = ivy.bessel_j0
BesselJ1 = ivy.bessel_j1
BesselK0 = ivy.bessel_k0
BesselK0e = ivy.bessel_k0e
BesselK1 = ivy.bessel_k1
BesselK1e = ivy.bessel_k1e
BesselY0 = ivy.bessel_y0
BesselY1 = ivy.bessel_y1
BitwiseAnd = _broadcast(ivy.bitwise_and)
BitwiseOr = _broadcast(ivy.bitwise_or)
BitwiseXor = _broadcast(ivy.bitwise_xor)
Ceil = ivy.ceil
Conj = ivy.conj
Cos = ivy.cos
Cosh = ivy.cosh
Erf = ivy.erf
Erfc = ivy.erfc
Erfinv = ivy.erfinv
Exp = ivy.exp
Expm1 = ivy.expm1
Floor = ivy.floor
Greater = _broadcast(ivy.greater)
GreaterEqual = _broadcast(ivy.greater_equal)
Igamma = _broadcast(ivy.gammainc)
Igammac = _broadcast(ivy.gammaincc)
Invert = ivy.bitwise_invert
IsFinite = ivy.isfinite
IsInf = ivy.isinf
IsNan = ivy.isnan
Less = _broadcast(ivy.less)
LessEqual = _broadcast(ivy.less_equal)
Lgamma = ivy.lgamma
Log = ivy.log
Log1p = ivy.log1p
LogicalAnd = _broadcast(ivy.logical_and)
LogicalNot = ivy.logical_not
LogicalOr = _broadcast(ivy.logical_or)
Maximum = _broadcast(ivy.maximum)
Minimum = _broadcast(ivy.minimum)
Mul = _broadcast(ivy.multiply)
Ndtri = ivy.ndtri
Neg = ivy.negative
NextAfter = _broadcast(ivy.nextafter)
RealDiv = _broadcast(ivy.divide)
Rint = ivy.round
Round = _identity_of_integers(ivy.round)
Rsqrt = ivy.rsqrt
Sigmoid = ivy.sigmoid
Sign = ivy.sign
Sin = ivy.sin
Sinh = ivy.sinh
Sqrt = ivy.sqrt
Square = ivy.square
Sub = _broadcast(ivy.subtract)
Tan = ivy.tan
Tanh = ivy.tanh
Xlog1py = _broadcast(ivy.xlog1py)
Xlogy = _broadcast(ivy.xlogy)
Zeta = _broadcast(ivy.zeta)


def Digamma(x):
    return ivy.where(ivy.equal(x, 0), math.nan, ivy.digamma(x))


def AddN(inputs):
    require(len(inputs) > 0, "AddN expects a list of at least one tensor")
    for x in inputs:
        require(tuple(x.shape) == tuple(inputs[0].shape), "Inputs to AddN must have one shape")
    return functools.reduce(ivy.add, inputs)


def _of_complex(op):
    """`f(input, Tout)`: a real function of complex numbers, of the dtype of their parts."""

    def function(input, Tout):
        result = op(input)
        require(ivy.dtype(result) == Tout, f"the parts of {ivy.dtype(input)} are not {Tout}")
        return result

    return function


Angle = _of_complex(lambda x: ivy.atan2(ivy.imag(x), ivy.real(x)))
Imag = _of_complex(ivy.imag)
Real = _of_complex(ivy.real)
ComplexAbs = _of_complex(ivy.abs)


def Complex(real, imag, Tout):
    require(dtypes.complex_of(ivy.dtype(real)) == Tout, f"{ivy.dtype(real)} does not make {Tout}")
    require(fits(real, imag), "Incompatible shapes")
    return ivy.complex(*ivy.broadcast_arrays(real, imag))


def ApproximateEqual(x, y, tolerance):
    require(tuple(x.shape) == tuple(y.shape), "x and y must be of the same shape")
    return ivy.less(ivy.abs(ivy.subtract(x, y)), tolerance)


def Cast(x, DstT, Truncate):
    return x if ivy.dtype(x) == DstT else ivy.astype(x, DstT)


def ClipByValue(t, clip_value_min, clip_value_max):
    for bound in (clip_value_min, clip_value_max):
        same = bound.ndim == 0 or tuple(bound.shape) == tuple(t.shape)
        require(same, "clip values must be of the shape of the input, or scalars")
    return ivy.maximum(ivy.minimum(t, clip_value_max), clip_value_min)


def Cross(a, b):
    require(tuple(a.shape) == tuple(b.shape), "Both inputs must be of same shape")
    if a.ndim == 0 or a.shape[-1] != 3:
        raise FailedPreconditionError(None, None, "Cross-products are defined for 3 elements.")
    (a0, a1, a2), (b0, b1, b2) = (tuple(x[..., i] for i in range(3)) for x in (a, b))
    parts = ((a1, b2, a2, b1), (a2, b0, a0, b2), (a0, b1, a1, b0))
    return ivy.stack([p * q - r * s for p, q, r, s in parts], axis=-1)


def truncated_quotient(x, y):
    """The quotient, rounded to 0."""
    if not integral(x):
        return ivy.trunc(ivy.divide(x, y))
    quotient = ivy.floor_divide(x, y)
    inexact = ivy.not_equal(ivy.multiply(quotient, y), x)
    return ivy.where(ivy.logical_and(inexact, ivy.less(quotient, 0)), quotient + 1, quotient)


def FloorDiv(x, y):
    return ivy.floor_divide(x, y) if integral(x) else ivy.floor(ivy.divide(x, y))


def Div(x, y):
    return truncated_quotient(x, y) if integral(x) else ivy.divide(x, y)


TruncateDiv, FloorDiv, Div = map(_broadcast, (truncated_quotient, FloorDiv, Div))
FloorMod = _broadcast(ivy.remainder)
Mod = _broadcast(ivy.fmod)
TruncateMod = _broadcast(ivy.fmod)


def _without_nan(op):
    """`f(x, y)` that is 0 where `y` is, even for infinite or missing `x`."""

    def function(x, y):
        zero = ivy.equal(y, 0)
        return ivy.where(zero, 0, op(x, ivy.where(zero, 1, y)))

    return _broadcast(function)


DivNoNan = _without_nan(ivy.divide)
MulNoNan = _without_nan(ivy.multiply)


def product_or_zero(x, y):
    """`x * y`, 0 where `x` is, whatever `y` is there."""
    return ivy.where(ivy.equal(x, 0), 0, ivy.multiply(x, y))


def Xdivy(x, y):
    zero = ivy.equal(x, 0)
    return ivy.where(zero, 0, ivy.divide(ivy.where(zero, 1, x), y))


Xdivy = _broadcast(Xdivy)


def _comparison(op, unlike):
    """`f(x, y, incompatible_shape_error)`: shapes that do not meet are `unlike` if none is raised."""

    def function(x, y, incompatible_shape_error):
        if fits(x, y):
            return op(x, y)
        require(not incompatible_shape_error, "Incompatible shapes")
        return ivy.full((), unlike, dtype=dtypes.bool_)

    return function


Equal = _comparison(ivy.equal, False)
NotEqual = _comparison(ivy.not_equal, True)


def Inv(x):
    if not integral(x):
        return ivy.reciprocal(x)
    return truncated_quotient(ivy.full((), 1, dtype=ivy.dtype(x)), x)


Reciprocal = Inv


def Pow(x, y):
    require(fits(x, y), "Incompatible shapes")
    if integral(x) and ivy.dtype(y).kind == "i" and 0 not in y.shape:
        least = ivy.item(ivy.min(y))
        require(least >= 0, "Integers to negative integer powers are not allowed")
    return ivy.pow(x, y)


def Polygamma(a, x):
    require(fits(a, x), "Incompatible shapes")
    order = a + 1
    sign = 1 - 2 * ivy.remainder(order, ivy.full((), 2.0, dtype=ivy.dtype(a)))
    large = ivy.multiply(sign, ivy.multiply(ivy.exp(ivy.lgamma(order)), ivy.zeta(order, x)))
    result = ivy.where(ivy.equal(a, 0), ivy.digamma(x), large)
    whole = ivy.logical_and(ivy.equal(a, ivy.floor(a)), ivy.greater_equal(a, 0))
    return ivy.where(whole, result, math.nan)


def SquaredDifference(x, y):
    difference = ivy.subtract(x, y)
    return ivy.multiply(conjugate(difference), difference)


def conjugate(x):
    """The conjugate of complex numbers; others are their own."""
    return ivy.conj(x) if dtypes.is_complex(ivy.dtype(x)) else x


SquaredDifference = _broadcast(SquaredDifference)


def InvGrad(y, dy):
    y = conjugate(y)
    return ivy.negative(dy * y * y)


ReciprocalGrad = InvGrad


def RsqrtGrad(y, dy):
    y = conjugate(y)
    return ivy.multiply(dy * y * y * y, -0.5)


def SqrtGrad(y, dy):
    return ivy.multiply(ivy.divide(dy, conjugate(y)), 0.5)


def SigmoidGrad(y, dy):
    return dy * y * (1 - y)


def TanhGrad(y, dy):
    return dy * (1 - y * y)


def Select(condition, t, e):
    require(tuple(t.shape) == tuple(e.shape), "'then' and 'else' must have the same size")
    if condition.ndim == 1 and t.ndim > 1:
        require(condition.shape[0] == t.shape[0], "Number of batches of 'then' must match")
        condition = ivy.reshape(condition, (-1,) + (1,) * (t.ndim - 1))
    else:
        require(condition.ndim == 0 or tuple(condition.shape) == tuple(t.shape), "shapes differ")
    return ivy.where(condition, t, e)


def SelectV2(condition, t, e):
    for x, y in ((condition, t), (condition, e), (t, e)):
        require(fits(x, y), "condition, then and else must be broadcastable")
    return ivy.where(condition, t, e)


def _shift(op):
    """`f(x, y)`; one by less than 0, or by more than the width, counts as 0, or as width - 1."""

    def function(x, y):
        width = 8 * ivy.dtype(x).itemsize - 1
        return op(x, ivy.clip(y, 0, width))

    return _broadcast(function)


LeftShift = _shift(ivy.bitwise_left_shift)
RightShift = _shift(ivy.bitwise_right_shift)


def PopulationCount(x):
    width = 8 * ivy.dtype(x).itemsize
    one = ivy.full((), 1, dtype=ivy.dtype(x))
    bits = [
        ivy.astype(
            ivy.bitwise_and(ivy.bitwise_right_shift(x, ivy.full((), i, dtype=ivy.dtype(x))), one),
            dtypes.uint8,
        )
        for i in range(width)
    ]
    return functools.reduce(ivy.add, bits)


_schema.publish(__name__)
