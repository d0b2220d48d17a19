"""Gradient rules: against finite differences, against torch.autograd, and the same on every backend."""

import os

import numpy as np
import pytest
import torch
from support.backends import TARGETS
from support.gradient_cases import CASES

from ivy import functional as F
from ivy._core.backend import CURRENT, load
from ivy._core.tape import RULES
from ivy.functional import _gradients as _  # noqa: F401 - fills the rules in

ALL = "IVY_ALL_GRADIENTS" in os.environ  # also on backends that compile each op: `make conformance`
STEP = 1e-6
CONSTANT = {name for name, rules in RULES.items() if rules == ()}


@pytest.fixture(params=TARGETS)
def backend(request):
    with _on(request.param) as found:
        yield found


class _on:
    """A backend as the current one."""

    def __init__(self, name):
        self.backend = load(name)

    def __enter__(self):
        self.scope = self.backend.scope()
        self.scope.__enter__()
        self.token = CURRENT.set(self.backend)
        return self.backend

    def __exit__(self, *exception):
        CURRENT.reset(self.token)
        self.scope.__exit__(*exception)


def _arrays(backend, inputs):
    return [backend.from_numpy(np.asarray(a)) for a in inputs]


def _random_like(a, seed):
    random = np.random.default_rng(seed)
    out = random.standard_normal(a.shape)
    return out + 1j * random.standard_normal(a.shape) if a.dtype.kind == "c" else out


def _inner(a, b):
    return float(np.sum(np.real(np.conj(a) * b)))


def _gradients(function, inputs, seed=1):
    """The cotangent that went in, and the gradients, as host arrays."""
    out, back = F.vjp(function, *inputs)
    cotangent = _random_like(F.to_numpy(out), seed)
    gradients = back(F.constant(cotangent, dtype=F.dtype(out)))
    return cotangent, [F.to_numpy(g) for g in gradients]


def _differ(function, inputs, cotangent, directions):
    """The derivative of <cotangent, function> along the directions, by central differences."""
    ends = []
    for sign in (1, -1):
        moved = [a + sign * STEP * d for a, d in zip(inputs, directions, strict=True)]
        ends.append(np.asarray(function(*moved)))
    return _inner(cotangent, ends[0] - ends[1]) / (2 * STEP)


def _along(function, inputs):
    cotangent, gradients = _gradients(function, inputs)
    directions = [_random_like(np.asarray(a), 2 + k) for k, a in enumerate(inputs)]
    expected = _differ(function, inputs, cotangent, directions)
    found = sum(_inner(g, d) for g, d in zip(gradients, directions, strict=True))
    return found, expected


def test_every_rule_has_a_case():
    others = {"call"}  # of the target's own functions: tests/runtime/test_wrap_numpy.py
    assert set(RULES) - {c.name for c in CASES} == others


@pytest.mark.parametrize("case", [pytest.param(c, id=c.id) for c in CASES])
def test_gradients_are_those_of_finite_differences(case):
    with _on("numpy"):
        gradients = _gradients(case.function, case.inputs)[1]
        for gradient, x in zip(gradients, case.inputs, strict=True):
            assert gradient.dtype == np.asarray(x).dtype
            assert gradient.shape == np.shape(x)
        if case.name in CONSTANT:
            assert not any(g.any() for g in gradients)
            return
        found, expected = _along(case.function, case.inputs)
        assert found == pytest.approx(expected, rel=2e-6, abs=2e-6)


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c.id) for c in CASES if c.name not in CONSTANT]
)
def test_gradients_of_gradients(case):
    with _on("numpy"):
        cotangent = _gradients(case.function, case.inputs)[0]

        def first(*inputs):
            out, back = F.vjp(case.function, *inputs)
            gradients = back(F.constant(cotangent, dtype=F.dtype(out)))
            flat = [F.reshape(F.asarray(g, dtype=np.dtype("complex128")), (-1,)) for g in gradients]
            return F.concat(flat)

        found, expected = _along(first, case.inputs)
        assert found == pytest.approx(expected, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("name", [t for t in TARGETS if t != "numpy"])
@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c.id) for k, c in enumerate(CASES) if ALL or k % 7 == 0]
)
def test_gradients_are_the_same_on_every_backend(case, name):
    with _on("numpy"):
        expected = _gradients(case.function, case.inputs)[1]
    with _on(name) as backend:
        found = _gradients(case.function, _arrays(backend, case.inputs))[1]
    for ours, theirs in zip(found, expected, strict=True):
        assert ours.dtype == theirs.dtype
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-10)


# -- where there is no derivative: PyTorch's choice

_TIES = np.array([1.0, 2.0, 2.0, 0.0, -0.0])
_CHOICES = {
    "abs": (lambda x: F.abs(x), torch.abs),
    "amax": (lambda x: F.max(x), torch.amax),
    "amin": (lambda x: F.min(x, axis=0), lambda x: torch.amin(x, 0)),
    "maximum": (
        lambda x: F.maximum(x, 2.0),
        lambda x: torch.maximum(x, torch.tensor(2.0).double()),
    ),
    "fmin": (lambda x: F.fmin(x, 2.0), lambda x: torch.fmin(x, torch.tensor(2.0).double())),
    "clip": (lambda x: F.clip(x, 0.0, 2.0), lambda x: torch.clamp(x, 0.0, 2.0)),
    "pow0": (lambda x: F.pow(x, 0), lambda x: torch.pow(x, 0)),
    "pow1": (lambda x: F.pow(x, 1.0), lambda x: torch.pow(x, 1.0)),
    "pow2": (lambda x: F.pow(x, 2.0), lambda x: torch.pow(x, 2.0)),
    "exponent": (lambda x: F.pow(0.0, x), lambda x: torch.pow(0.0, x)),
    "norm": (lambda x: F.vector_norm(x * 0.0), lambda x: torch.linalg.vector_norm(x * 0.0)),
    "cummax": (lambda x: F.cummax(x, axis=0), lambda x: torch.cummax(x, 0).values),
    "cummin": (lambda x: F.cummin(x, axis=0), lambda x: torch.cummin(x, 0).values),
    "cumprod": (lambda x: F.cumprod(x, axis=0), lambda x: torch.cumprod(x, 0)),
    "prod": (lambda x: F.prod(x), torch.prod),
    "sign": (lambda x: F.sign(x), torch.sign),
    "i1": (lambda x: F.i1(x), torch.special.i1),
    "i1e": (lambda x: F.i1e(x), torch.special.i1e),
    "xlogy": (lambda x: F.xlogy(x, x), lambda x: torch.xlogy(x, x)),
    "sort": (lambda x: F.sort(x), lambda x: torch.sort(x, stable=True).values),
}


@pytest.mark.parametrize("name", sorted(_CHOICES))
def test_where_there_is_no_derivative_it_is_as_in_torch(name):
    ours, theirs = _CHOICES[name]
    x = torch.tensor(_TIES, requires_grad=True)
    out = theirs(x)
    with _on("numpy"):
        value, back = F.vjp(ours, _TIES)
        cotangent = _random_like(np.asarray(value), 3)
        (found,) = back(cotangent)
    out.backward(torch.tensor(cotangent))
    np.testing.assert_allclose(found, x.grad.numpy())


# -- the functions themselves


def test_value_and_grad_of_structures(backend):
    x, y = _arrays(backend, (np.array([1.0, 2.0]), np.array(3.0)))

    def loss(v, scale):
        return F.sum(v["a"] * v["b"][0]) * scale, v["a"]

    (value, aux), (by_v, by_scale) = F.value_and_grad(loss, argnums=(0, 1), has_aux=True)(
        {"a": x, "b": [y, 5]}, y
    )
    assert float(value) == 27.0
    assert F.to_numpy(aux).tolist() == [1.0, 2.0]
    assert F.to_numpy(by_v["a"]).tolist() == [9.0, 9.0]
    assert by_v["b"][1] == 5
    assert F.to_numpy(by_v["b"][0]) == 9.0
    assert F.to_numpy(by_scale) == 9.0


def test_third_derivative(backend):
    def f(x):
        return F.sin(x) * x**2

    third = F.grad(F.grad(F.grad(f)))
    (x,) = _arrays(backend, (np.array(0.7),))
    expected = (6 - 0.7**2) * np.cos(0.7) - 6 * 0.7 * np.sin(0.7)
    assert float(third(x)) == pytest.approx(expected)


def test_jvp_is_the_transpose_of_vjp(backend):
    x, v, w = _arrays(backend, [np.random.default_rng(k).standard_normal(4) for k in range(3)])

    def f(x):
        return F.cumsum(F.exp(x) * x, axis=0)

    out, along = F.jvp(f, (x,), (v,))
    value, back = F.vjp(f, x)
    np.testing.assert_allclose(F.to_numpy(out), F.to_numpy(value))
    left = np.dot(F.to_numpy(w), F.to_numpy(along))
    assert left == pytest.approx(np.dot(F.to_numpy(back(w)[0]), F.to_numpy(v)))


def test_execute_with_gradients_gives_what_else_the_function_gives(backend):
    (x,) = _arrays(backend, (np.array([1.0, 2.0]),))
    loss, gradients, extra = F.execute_with_gradients(lambda v: (F.mean(v[0] ** 2), "extra"), [x])
    assert float(loss) == 2.5
    assert F.to_numpy(gradients[0]).tolist() == [1.0, 2.0]
    assert extra == "extra"


def test_control_flow_of_python_and_broadcast_numbers(backend):
    def f(x):
        total = 0.0
        for k in range(3):
            if x[k] > 1:
                total = total + x[k] * (k + 1)
        return total

    (x,) = _arrays(backend, (np.array([0.5, 2.0, 3.0]),))
    assert F.to_numpy(F.grad(f)(x)).tolist() == [0.0, 2.0, 3.0]


def test_mistakes_are_told(backend):
    x, whole = _arrays(backend, (np.array([1.0, 2.0]), np.array([1, 2])))
    with pytest.raises(TypeError, match="scalar-valued"):
        F.grad(lambda x: x * x)(x)
    with pytest.raises(TypeError, match="floating"):
        F.grad(lambda x: F.sum(x))(whole)
    with pytest.raises(NotImplementedError, match="qr_reflectors"):
        F.grad(lambda x: F.sum(F.qr_reflectors(F.reshape(x, (2, 1)))[0]))(x)
    with pytest.raises(TypeError, match="traced"):
        F.grad(lambda x: np.sum(np.asarray(x)))(x)


@pytest.mark.parametrize(
    "function",
    [
        lambda x: F.gammainc(x, x),
        lambda x: F.gammaincc(x, x),
        lambda x: F.zeta(x, x),
        lambda x: F.svd(F.reshape(x, (2, 1)))[0],
        lambda x: F.bitcast(x, np.dtype("float32")),
        lambda x: F.chebyshev_polynomial_t(x, F.stop_gradient(x)),
        lambda x: F.ldl_factor(x * F.reshape(x, (2, 1)))[0],
    ],
    ids=["gammainc", "gammaincc", "zeta", "svd", "bitcast", "recurrence", "ldl_factor"],
)
def test_gradients_that_no_rule_gives_are_refused(function):
    with _on("numpy"), pytest.raises(NotImplementedError, match="gradient"):
        F.grad(lambda x: F.sum(F.astype(function(x), np.dtype("float64"))))(np.array([1.5, 2.0]))


def test_what_is_not_traced_pays_nothing():
    numpy = load("numpy")
    F.grad(lambda x: F.sin(x))(np.array(1.0))
    assert numpy.level == 0
    assert numpy.sin is np.sin
    assert CURRENT.get() is None
