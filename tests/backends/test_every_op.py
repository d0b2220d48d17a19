"""Every op of one or two arrays, on every dtype that NumPy's line takes, against that line.

The samples are what goes wrong most: the ends of a dtype's range, zeros of both signs, infinities,
NaN, no elements, no axes, axes that broadcast.
"""

import inspect

import numpy as np
import pytest

from ivy._core import dtypes, errors, rules
from ivy._core.backend import CURRENT, Unsupported, load
from ivy._core.op import OPS

NUMPY = load("numpy")
# torch's kernels differ from SciPy in too many corners; JAX compiles each call
OTHERS = ("tensorflow",)
TOLERANCES = {"bfloat16": 2e-2, "float16": 2e-3, "float32": 2e-5, "complex64": 2e-5}
CORNERS = (
    *(np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -1.0, 0.5, 2.5, -2.5, 1.5, -3.75, 7.0, 1e-3),
    30,
)

# ops whose arguments are not just any arrays
OF_OWN = {
    *(
        "adjoint",
        "cholesky_factor",
        "eig",
        "eigh",
        "eigvals",
        "eigvalsh",
        "expn",
        "householder_product",
        "invert_permutation",
        "lu_factor",
        "matmul",
        "matrix_diagonal",
        "matrix_exp",
        "matrix_transpose",
        "qr",
        "qr_reflectors",
        "svd",
        "svdvals",
    ),
    *("permutation_sign", "searchsorted", "solve_triangular", "tril", "triu"),
}
# where NumPy itself is not what the declaration says: it widens, or (16 bits) loses the sign of zero
NUMPY_DIFFERS = {
    "chebyshev_polynomial_v": "bfloat16 becomes float32",
    "chebyshev_polynomial_w": "bfloat16 becomes float32",
    "conj": "bool becomes int8",
    "round": "integers become floating",
    "square": "bool becomes int8",
    # here it is TensorFlow that loses the last bits: its 16 bits are rounded at each step
    **dict.fromkeys(("airy_ai", "zeta"), "16 bits"),
    **dict.fromkeys(
        ("fmax", "fmin", "maximum", "minimum", "nextafter", "sign"), "zeros of 16 bits"
    ),
}
# where SciPy gives NaN at infinity although the limit is 0, or a pole although the exponent is NaN
FINITE_ONLY = ("airy_ai", "zeta")
OF_CHANNELS = ("instance_norm", "lp_normalize")  # axis 1, and instance_norm one behind it
FLOATING_ONLY = (
    *("complex", "frexp", "instance_norm", "layer_norm", "lp_normalize", "reduce_norm"),
    *("reduce_std", "reduce_var", "sici", "var", "vector_norm"),
)
# what the standard orders not, and TensorFlow neither
NO_ORDER = set(
    "argmax argmin argsort fmax fmin greater greater_equal less less_equal max maximum min minimum "
    "sort sort_with_indices".split()
)
NOT_OF_COMPLEX = NO_ORDER | set(
    "airy_ai celu complex dawsn digamma elu erf erfc erfcx expi gelu hard_sigmoid hard_swish "
    "hard_tanh leaky_relu log_expit log_ndtr log_sigmoid ndtr owens_t prelu reduce_max reduce_min "
    "relu relu6 round selu sici softmin softsign spence".split()
)
NOT_OF_BOOL = set("bitwise_left_shift bitwise_right_shift floor_divide fmod pow remainder".split())

# to be mended in the backend
KNOWN = {}


def _sample(dtype):
    category = dtypes.category(dtype)
    if category == 0:
        return np.array([True, False] * 7 + [True])
    if category == 2:
        return np.array(CORNERS).astype(dtype)
    if category == 3:
        draw = np.random.RandomState(0)
        return (draw.randn(15) * 2 + 1j * draw.randn(15)).astype(dtype)
    ends = np.iinfo(dtype)
    small = (0, 1, 2, 3, 7, 12, 5, 64, 33)
    signed = (-1, -7) if ends.min < 0 else (9, 8)
    return np.array([ends.min, ends.max, *small, ends.max - 1, ends.min + 1, *signed], dtype)


def _calls(op, count, dtype):
    x = _sample(dtype)
    if op.name in FINITE_ONLY:
        x = np.where(np.isfinite(x), x, np.ones((), dtype))
    if op.name in ("argsort", "softmin"):  # along an axis, which must be there
        return [(x,), (x[:0],), (x.reshape(3, 5).T,)]
    if op.name in OF_CHANNELS:
        images = x.reshape(1, 3, 5)
        return [(images,), (images[:0],), (x.reshape(5, 3, 1).T,)]
    if count == 1:
        return [(x,), (x[:0],), (np.asarray(x[5]),), (x.reshape(3, 5).T,)]
    return [(np.repeat(x, 15), np.tile(x, 15)), (x[:0], x[:1]), (x[:5, None], x[None, 5:10])]


def _cases():
    for op in OPS.values():
        needed = [
            p.name
            for p in inspect.signature(op.declaration).parameters.values()
            if p.default is p.empty
        ]
        ruled = op.shape and op.dtype and not op.dynamic_shape and op.name not in OF_OWN
        arrays = all(op.kinds.get(n) in ("tensor", "tensor or scalar") for n in needed)
        if ruled and arrays and 1 <= len(needed) <= 2:
            known = KNOWN.get(op.name)
            marks = [pytest.mark.xfail(reason=known, strict=True)] if known else []
            yield pytest.param(op, len(needed), id=op.name, marks=marks)


def _takes(op, dtype):
    category = dtypes.category(dtype)
    if op.name in NUMPY_DIFFERS and (category != 2 or dtype.itemsize == 2):
        return False
    if (category == 3 and op.name in NOT_OF_COMPLEX) or (category == 0 and op.name in NOT_OF_BOOL):
        return False
    return category >= 2 or not (op.dtype is rules.floating or op.name in FLOATING_ONLY)


def _run(backend, name, arrays):
    token = CURRENT.set(backend)
    try:
        with backend.scope():
            out = getattr(backend, name)(*map(backend.from_numpy, arrays))
            outs = out if isinstance(out, (tuple, list)) else (out,)
            return [np.asarray(backend.to_numpy(o)) for o in outs]
    finally:
        CURRENT.reset(token)


def _check(got, want):
    assert got.dtype == want.dtype and got.shape == want.shape
    rtol = TOLERANCES.get(want.dtype.name, 1e-11) if dtypes.category(want.dtype) > 1 else 0
    wide = np.complex128 if want.dtype.kind == "c" else np.float64 if rtol else want.dtype
    got, want = got.astype(wide), want.astype(wide)
    if wide is np.complex128:  # one NaN part is as good as two
        got, want = (np.where(np.isnan(a), np.nan, a) for a in (got, want))
    np.testing.assert_allclose(got, want, rtol=rtol, atol=rtol / 10)
    if wide is np.float64:
        zero = want == 0
        np.testing.assert_array_equal(np.signbit(got[zero]), np.signbit(want[zero]))


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("op, count", list(_cases()))
def test_agrees_with_numpy(op, count, name):
    other = load(name)
    line = getattr(other, op.name)
    if isinstance(line, Unsupported):
        pytest.skip(line.reason)
    compared = 0
    for dtype in filter(lambda d: _takes(op, d), map(dtypes.as_dtype, dtypes.NAMES)):
        for arrays in _calls(op, count, dtype):
            try:
                want = _run(NUMPY, op.name, arrays)
            except ZeroDivisionError:
                with pytest.raises(ZeroDivisionError):
                    _run(other, op.name, arrays)
                arrays = (arrays[0], np.where(arrays[1] == 0, np.ones((), dtype), arrays[1]))
                want = _run(NUMPY, op.name, arrays)
            except (TypeError, ValueError, errors.IvyError):
                break  # not of this dtype, or not of so few elements
            for part, theirs in zip(_run(other, op.name, arrays), want, strict=True):
                _check(part, theirs)
            compared += 1
    assert compared
