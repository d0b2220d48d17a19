"""Gradients of unmodified NumPy functions, against central differences."""

import numpy as np
import pytest

import ivy

TARGETS = ("torch", "jax")


def product(x):
    return np.sum(x * x * np.sin(x))


def written(x):
    y = np.zeros_like(x)
    y[1:] = x[1:] * x[:-1]
    y[0] = x[0] ** 2
    z = np.where(y > 0, y, -2 * y)
    return np.dot(z, x) / np.linalg.norm(x) + np.concatenate([y, z]).mean()


def looped(x):
    a = np.zeros(len(x) + 1)
    for i in range(len(x)):
        a[i] = x[i] * x[i - 1]
    s = a.sum()
    if s > 0:
        s *= 2
    return s + np.log(np.sum(np.exp(x - x.max())))


def solved(x):
    m = np.outer(x, x) + 3 * np.eye(len(x))
    b = np.linalg.solve(m, x)
    return np.linalg.det(m) + b @ b


def differences(function, x, step=1e-6):
    found = np.zeros_like(x)
    for i in range(len(x)):
        shift = np.zeros_like(x)
        shift[i] = step
        found[i] = (function(x + shift) - function(x - shift)) / (2 * step)
    return found


X = np.array([0.5, -1.2, 2.0])


@pytest.mark.parametrize("function", [product, written, looped, solved])
@pytest.mark.parametrize("target", TARGETS)
def test_a_gradient_is_that_of_differences(target, function):
    wanted = differences(function, X)
    with ivy.run_on(target, sources=["numpy"], fallback="error"):
        gradient = ivy.grad(function)(np.array(X))
        value, again = ivy.value_and_grad(function)(X)
    assert ivy.is_redirected(gradient) and ivy.is_redirected(value)
    np.testing.assert_allclose(np.asarray(gradient), wanted, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(np.asarray(again), wanted, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(float(value), function(X), rtol=1e-12)


@pytest.mark.parametrize("target", TARGETS)
def test_several_arguments_and_second_derivatives(target):
    with ivy.run_on(target, sources=["numpy"], fallback="error"):
        both = ivy.grad(lambda a, b: np.sum(a * b * b), argnums=(0, 1))(X, np.arange(1.0, 4.0))
        twice = ivy.grad(lambda x: ivy.grad(lambda y: np.sum(y**3))(x).sum())(np.array(X))
    np.testing.assert_allclose(np.asarray(both[0]), [1, 4, 9])
    np.testing.assert_allclose(np.asarray(both[1]), 2 * X * [1, 2, 3])
    np.testing.assert_allclose(np.asarray(twice), 6 * X)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    "function",
    [
        lambda x: float(x.sum()) * x.sum(),
        lambda x: np.sum(x * np.array(x.tolist())),
        lambda x: np.sum(np.random.default_rng(0).normal(x)),
    ],
)
def test_leaving_the_target_raises_instead_of_losing_the_gradient(target, function):
    with (
        ivy.run_on(target, sources=["numpy"]),
        pytest.raises(ivy.ConversionError, match="would lose the gradient"),
    ):
        ivy.grad(function)(np.array(X))
