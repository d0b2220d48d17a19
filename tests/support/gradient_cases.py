"""Functions with a gradient, and arguments for them: at least one for each gradient rule.

Arguments keep away from where a function has no derivative; `tests/functional/test_gradients.py`
has what PyTorch's convention is there.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ivy import functional as F

_RANDOM = np.random.default_rng(7)
INDEX = np.array([[2, 0], [1, 1]])


class Case(NamedTuple):
    name: str  # of the op
    function: object
    inputs: tuple
    note: str = ""

    @property
    def id(self):
        return f"{self.name}{'-' if self.note else ''}{self.note}"


def _real(*shape, low=-2.0, high=2.0):
    return _RANDOM.uniform(low, high, shape)


def _complex(*shape):
    return _real(*shape) + 1j * _real(*shape)


def _positive(*shape):
    return _real(*shape, low=0.3, high=2.0)


CASES: list[Case] = []


def case(name, function, *inputs, note=""):
    CASES.append(Case(name, function, inputs, note))


def op(name, *inputs, note="", **options):
    case(name, lambda *arrays: getattr(F, name)(*arrays, **options), *inputs, note=note)


# -- elementwise

_ANYWHERE = "asinh atan cos cosh erf erfc exp exp2 expm1 gelu log_ndtr ndtr negative positive"
_ANYWHERE += " dawsn sigmoid sin sinh square tanh i0 i0e i1 i1e erfcx abs bessel_j0 bessel_j1"
for _name in _ANYWHERE.split():
    op(_name, _real(2, 3))
for _name in "acos asin atanh erfinv".split():
    op(_name, _real(2, 3, low=-0.8, high=0.8))
for _name in "log log10 log1p log2 reciprocal rsqrt sqrt digamma entr lgamma bessel_k0".split():
    op(_name, _positive(2, 3))
for _name in "bessel_k0e bessel_k1 bessel_k1e bessel_y0 bessel_y1".split():
    op(_name, _positive(2, 3))
for _name in "logit ndtri".split():
    op(_name, _real(2, 3, low=0.1, high=0.9))
op("acosh", _real(2, 3, low=1.2, high=3.0))
op("tan", _real(2, 3, low=-1.2, high=1.2))
op("gelu", _real(5), approximate=True, note="tanh")
_COMPLEX = (
    "abs acos acosh asin asinh atan atanh conj cos cosh exp imag log log10 log1p log2 negative"
)
_COMPLEX += " real reciprocal rsqrt sigmoid sign sin sinh sqrt square tan tanh"
for _name in _COMPLEX.split():
    op(_name, _complex(2, 2), note="complex")
for _name in "ceil floor round trunc sign".split():
    op(_name, _real(4))
for _name in "floor_divide nextafter".split():
    op(_name, _positive(4), _positive(4) + 2)

_BROADCAST = (2, 3), (2, 1)
for _name in "add atan2 divide fmax fmin fmod hypot logaddexp logaddexp2 maximum minimum".split():
    op(_name, _positive(*_BROADCAST[0]), _positive(*_BROADCAST[1]))
for _name in "multiply pow remainder subtract xlog1py xlogy copysign".split():
    op(_name, _positive(*_BROADCAST[0]), _positive(*_BROADCAST[1]))
for _name in "add divide multiply pow subtract".split():
    op(_name, _complex(2, 2), _complex(2), note="complex")
for _name in "add divide fmax maximum minimum multiply pow subtract".split():
    case(_name, lambda x, name=_name: getattr(F, name)(x, 1.3), _positive(4), note="number")
for _name in "divide multiply pow subtract".split():
    case(_name, lambda x, name=_name: getattr(F, name)(1.7, x), _positive(4), note="left_number")
case("pow", lambda x: x**3, _real(4), note="whole")
op("complex", _real(2, 1), _real(3))
op("clip", _real(6), np.float64(-0.7), np.float64(0.6))
op("clip", _real(2, 3), _real(3) - 2, note="below")
case("clip", lambda x: F.clip(x, None, 0.5), _real(6), note="above")
case("where", lambda a, b: F.where(a > b, a, b), _real(2, 3), _real(3))
for _name in "gammainc gammaincc".split():
    case(_name, lambda x, name=_name: getattr(F, name)(F.full((), 1.5, dtype=F.dtype(x)), x),
         _positive(4))  # fmt: skip
case("zeta", lambda q: F.zeta(F.full((), 2.5, dtype=F.dtype(q)), q), _positive(4))
case("expn", lambda x: F.expn(F.full((), 2.0, dtype=F.dtype(x)), x), _positive(4))
for _name in "expi spence".split():
    op(_name, _positive(4))
op("owens_t", _real(4), _real(4))
case("sici", lambda x: F.add(*F.sici(x)), _positive(4))
case("betainc", lambda x: F.betainc(*(F.full((), n, dtype=F.dtype(x)) for n in (1.5, 2.5)), x),
     _real(4, low=0.1, high=0.9))  # fmt: skip
case("polygamma", lambda x: F.polygamma(1, x), _positive(4))

# -- reductions and accumulations

for _name in "sum mean max min prod logsumexp vector_norm".split():
    op(_name, _real(2, 3, 2), axis=(0, -1), note="axes")
    op(_name, _real(2, 3), note="all")
    op(_name, _real(2, 3), axis=1, keepdims=True, note="kept")
for _name in "sum mean prod logsumexp vector_norm".split():
    op(_name, _complex(2, 3), axis=0, note="complex")
op("prod", np.array([[0.0, 2.0, 3.0], [0.0, 0.0, 2.0]]), axis=1, note="zeros")
for _ord in (0, 1, 3, 0.5, float("inf"), -float("inf")):
    op("vector_norm", _real(3, 2), axis=0, ord=_ord, note=f"ord{_ord}")
for _name in "cumsum cumprod cumlogsumexp cummax cummin".split():
    op(_name, _real(2, 5), axis=1)
    op(_name, _real(3, 2), axis=0, note="first_axis")
for _name in "cumsum cumprod cumlogsumexp".split():
    op(_name, _complex(4), axis=0, note="complex")
for _name in "cumsum cumprod".split():
    op(_name, _real(2, 4), axis=1, exclusive=True, note="exclusive")
    op(_name, _real(2, 4), axis=1, reverse=True, note="reverse")
    op(_name, _real(3, 2), axis=0, exclusive=True, reverse=True, note="both")
op("cumprod", np.array([1.5, 0.0, 2.0, 0.0, 3.0]), axis=0, note="zeros")
for _name in "softmax log_softmax".split():
    op(_name, _real(2, 3), axis=1)
case("logsumexp", lambda x: F.var(x, axis=0, correction=1.0), _real(4, 2), note="and_var")
op("sort", _real(2, 4), axis=1)
op("sort", _real(3, 2), axis=0, descending=True, note="down")
case("sort_with_indices", lambda x: F.sort_with_indices(x, axis=0)[0], _real(4, 2))
case("top_k", lambda x: F.top_k(x, 2, axis=0)[0], _real(4, 2))

# -- manipulation

_X = _real(2, 3)
case("as_strided", lambda x: F.as_strided(x, (2, 2), (1, 1), 2), _X)
case("as_strided_scatter", lambda x, v: F.as_strided_scatter(x, v, (2, 2), (1, 2), 1), _X,
     _real(2, 2))  # fmt: skip
case("astype", lambda x: F.astype(x, np.dtype("complex128")), _X)
case("asarray", lambda x: F.asarray(x, dtype=np.dtype("complex128")), _X)
case("require", lambda x: F.require(x, F.isfinite(x), message="not finite"), _X)
case("broadcast_to", lambda x: F.broadcast_to(x, (4, 2, 3)), _real(2, 1))
case("concat", lambda a, b: F.concat([a, b, a], axis=-1), _X, _real(2, 1))
case("stack", lambda a, b: F.stack([a, b, a], axis=1), _X, _real(2, 3))
op("expand_dims", _X, axis=(0, -1))
op("flip", _X, axis=1)
case("full", lambda v: F.full((2, 2), v, dtype=np.dtype("float64")), np.float64(1.5))
case("linspace", lambda a, b: F.linspace(a, b, 5, dtype=np.dtype("float64")), np.float64(1.0),
     np.float64(3.0))  # fmt: skip
case("moveaxis", lambda x: F.moveaxis(x, (0, 1), (2, 0)), _real(2, 3, 4))
case("pad", lambda x: F.pad(x, [(1, -1), (0, 2)], 3.0), _X)
case("permute_dims", lambda x: F.permute_dims(x, (2, 0, 1)), _real(2, 3, 4))
case("repeat", lambda x: F.repeat(x, 3, axis=1), _X)
case("reshape", lambda x: F.reshape(x, (3, 2)), _X)
case("roll", lambda x: F.roll(x, (1, 2), axis=(0, 1)), _X)
case("slice_", lambda x: x[:, 1, None, ..., :2], _real(2, 3, 4))
case("slice_", lambda x: x[::-1, 0:3:2], _X, note="steps")
case("slice_", lambda x: x[-1], _X, note="row")
op("squeeze", _real(2, 1, 3), axis=1)
case("tile", lambda x: F.tile(x, (2, 1, 3)), _X)
op("tril", _real(3, 3), k=-1)
op("triu", _real(2, 3, 3), k=1)


# -- indexing: positions are arrays of the backend


def _at(values, like):
    return F.constant(np.asarray(values))


_WRITE = "set add multiply minimum maximum".split()
case("get_index", lambda x: F.get_index(x, [_at(INDEX, x), None]), _real(3, 2))
case("take", lambda x: F.take(x, _at(INDEX, x), axis=1), _real(2, 3))
case("take", lambda x: F.take(x, _at([0, 5, -1], x), axis=0, bounds="drop"), _X, note="drop")
case("take", lambda x: F.take(x, _at([0, 5, -1], x), axis=0, bounds="clip"), _X, note="clip")
case("take_along_axis", lambda x: F.take_along_axis(x, _at(INDEX, x), axis=1), _real(2, 3))
for _how in _WRITE:
    case("set_index", lambda x, v, how=_how: F.set_index(x, [_at([2, 0], x)], v, reduction=how),
         _real(3, 2), _real(2, 2), note=_how)  # fmt: skip
    case("put_along_axis",
         lambda x, v, how=_how: F.put_along_axis(x, _at(INDEX, x), v, axis=1, reduction=how),
         _real(2, 3), _real(2, 2), note=_how)  # fmt: skip
case("set_index", lambda x, v: F.set_index(x, [_at([1, 1, 2], x)], v, reduction="multiply"),
     np.array([2.0, 3.0, 4.0]), np.array([0.0, 5.0, 0.0]), note="zeros")  # fmt: skip
case("set_index", lambda x, v: F.set_index(x, [None, _at([1, 4], x)], v, bounds="drop"), _X,
     _real(1, 2), note="drop")  # fmt: skip

# -- linear algebra


def _hermitian(x):
    return F.multiply(F.add(x, F.adjoint(x)), 0.5)


def _definite(x):
    return F.add(F.matmul(x, F.adjoint(x)), F.eye(x.shape[-1], dtype=F.dtype(x)))


_SQUARE = _real(3, 3) + 3 * np.diag([1.0, 2.0, 3.0])
_CSQUARE = _complex(3, 3) + 3 * np.diag([1.0, 2.0, 3.0])
op("matmul", _real(2, 2, 3), _real(3, 2))
op("matmul", _real(3), _real(3), note="vectors")
op("matmul", _real(3), _real(2, 3, 2), note="row")
op("matmul", _real(2, 2, 3), _real(3), note="column")
op("matmul", _complex(2, 3), _complex(3, 2), note="complex")
op("matrix_transpose", _X)
op("matrix_diagonal", _real(2, 2, 3))
op("matrix_diagonal", _real(3, 2), note="tall")
op("matrix_exp", _real(2, 3, 3))
for _equation, *_shapes in (
    ("ij,jk->ik", (2, 3), (3, 2)),
    ("ii->i", (3, 3)),
    ("ij->j", (2, 3)),
    ("...i,ji->...j", (2, 2, 3), (4, 3)),
    ("i,j", (2,), (3,)),
    ("ij,ij,i->", (2, 3), (2, 3), (2,)),
):
    case("einsum", lambda *a, equation=_equation: F.einsum(equation, list(a)),
         *[_real(*s) for s in _shapes], note=_equation.replace(" ", ""))  # fmt: skip
for _upper in (False, True):
    op("solve_triangular", _SQUARE, _real(3, 2), upper=_upper, note=f"upper{_upper}")
op("solve_triangular", _CSQUARE, _complex(2, 3, 2), unit_diagonal=True, note="complex_unit")
case("lu_factor", lambda x: F.lu_factor(x)[0], _SQUARE)
case("lu_factor", lambda x: F.lu_factor(x)[0], _CSQUARE[::-1].copy(), note="complex")
for _shape in ((5, 3), (3, 5), (2, 4, 2)):
    _name = "x".join(map(str, _shape))
    case("lu_factor", lambda x: F.lu_factor(x)[0], _real(*_shape), note=_name)
    case("lu_factor", lambda x: F.lu_factor(x)[0], _complex(*_shape), note=f"complex{_name}")
for _count in (3, 2):
    op("householder_product", _real(4, 3), _real(_count), note=str(_count))
op("householder_product", _complex(2, 3, 2), _complex(2, 2), note="complex")
op("airy_ai", np.array([-12.5, -2.5, -1.0, 0.0, 0.5, 1.9, 2.5, 7.0]))
case("lu_factor", lambda x, b: F.lu_solve(*F.lu_factor(x), b), _real(2, 3, 3), _real(2, 3, 1),
     note="and_solve")  # fmt: skip
case("cholesky_factor", lambda x: F.cholesky_factor(_definite(x))[0], _real(3, 3))
case("cholesky_factor", lambda x: F.cholesky_factor(_definite(x))[0], _CSQUARE, note="complex")
case("eigvalsh", lambda x: F.eigvalsh(_hermitian(x)), _SQUARE)
case("eigvalsh", lambda x: F.eigvalsh(_hermitian(x)), _CSQUARE, note="complex")


def _spectral(x):
    w, v = F.eigh(_hermitian(x))
    return F.abs(F.matmul(F.multiply(v, F.astype(F.expand_dims(F.exp(w), axis=-2), F.dtype(v))), v))


case("eigh", lambda x: F.square(F.eigh(_hermitian(x))[1]), _SQUARE)
case("eigh", lambda x: F.abs(F.eigh(_hermitian(x))[1]), _CSQUARE, note="complex")
case("eigvals", lambda x: F.sum(F.exp(F.eigvals(x))), _SQUARE)
case("eigvals", lambda x: F.sum(F.exp(F.eigvals(x))), _CSQUARE, note="complex")


def _by_eig(x):
    w, v = F.eig(x)
    return F.matmul(F.multiply(v, F.expand_dims(F.exp(w), axis=-2)), F.abs(F.adjoint(v)) + 0j)


def _sizes_of_eig(x):
    return F.sum(F.abs(F.eig(x)[1]), axis=-1)


case("eig", _sizes_of_eig, _SQUARE)
case("eig", _sizes_of_eig, _CSQUARE, note="complex")
op("svdvals", _real(3, 2))
op("svdvals", _complex(2, 3), note="complex")


def _svd(x):
    u, s, vh = F.svd(x, full_matrices=False)
    weights = F.astype(F.exp(F.expand_dims(s, axis=-2)), F.dtype(u))
    return F.matmul(F.multiply(u, weights), vh)


for _shape in ((3, 3), (3, 2), (2, 4)):
    case("svd", _svd, _real(*_shape), note=f"{_shape[0]}x{_shape[1]}")
    case("svd", _svd, _complex(*_shape), note=f"complex{_shape[0]}x{_shape[1]}")
    case("svd", lambda x: F.abs(F.svd(x, full_matrices=False)[0]), _real(*_shape),
         note=f"u{_shape[0]}x{_shape[1]}")  # fmt: skip
    case("qr", lambda x: F.qr(x)[0], _real(*_shape), note=f"q{_shape[0]}x{_shape[1]}")
    case("qr", lambda x: F.qr(x)[1], _real(*_shape), note=f"r{_shape[0]}x{_shape[1]}")
case("qr", lambda x: F.qr(x)[0], _complex(3, 2), note="complex_q")
case("qr", lambda x: F.qr(x)[1], _complex(3, 2), note="complex_r")

# -- Fourier transforms, windows, convolutions

for _norm in ("backward", "ortho", "forward"):
    op("fftn", _complex(2, 4), axes=(0, 1), norm=_norm, note=_norm)
    op("ifftn", _complex(2, 3), axes=(1,), norm=_norm, note=_norm)
    op("rfftn", _real(3, 4), axes=(0, 1), norm=_norm, note=_norm)
op("rfftn", _real(2, 5), axes=(1,), note="odd")
for _size in (5, 6):
    op("irfftn", _complex(2, _size // 2 + 1), axes=(0, 1), size=_size, note=f"size{_size}")
case("windows", lambda x: F.windows(x, 3, axis=1, stride=2, dilation=2), _real(2, 9))
case("window_sum", lambda x: F.window_sum(x, 3, axis=0, stride=2), _real(8, 2))
case("overlap_add", lambda x: F.overlap_add(x, 9, axis=1, stride=2), _real(2, 3, 4))
_CONV = {"strides": (1,), "padding": [(0, 0)], "lhs_dilation": (1,), "rhs_dilation": (1,)}
op("conv_general", _real(2, 2, 6), _real(4, 2, 3), **_CONV)
op("conv_general", _real(2, 2, 7, 6), _real(4, 1, 3, 2), strides=(2, 1), padding=[(1, 2), (0, 1)],
   lhs_dilation=(1, 2), rhs_dilation=(2, 1), feature_group_count=2, note="groups")  # fmt: skip
op("conv_general", _real(4, 3, 6), _real(4, 3, 2), **{**_CONV, "strides": (2,)},
   batch_group_count=2, note="batch_groups")  # fmt: skip
op("conv_general", _real(1, 1, 6), _real(1, 1, 3), **{**_CONV, "padding": [(-1, 3)]}, note="crop")
op("stop_gradient", _real(3))
