"""`ivy.wrap`: PyTorch functions in JAX code."""

import inspect

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch
import torch.nn.functional as F

import ivy

X = np.linspace(-1, 1, 12, dtype=np.float32).reshape(3, 4)


def mixed(x):
    """Writes, views and an integer tensor of its own."""
    y = (F.gelu(x) @ x.t()).clone()
    y[0] += 1.5
    return (y * torch.arange(3)).sum(0)


def wrapped(function):
    return ivy.wrap(function, "jax", fallback="error")


def close(a, b, tolerance=1e-5):
    b = b.detach().numpy() if isinstance(b, torch.Tensor) else np.asarray(b)
    a = np.asarray(a)
    assert a.shape == b.shape
    np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)


def native_gradient(function, *values):
    leaves = [torch.tensor(v, requires_grad=True) for v in values]
    function(*leaves).sum().backward()
    return [leaf.grad for leaf in leaves]


@pytest.mark.parametrize("way", [lambda f: f, jax.jit], ids=["eager", "jit"])
def test_values_are_those_of_pytorch(way):
    out = way(wrapped(mixed))(jnp.asarray(X))
    assert isinstance(out, jax.Array) and out.dtype == jnp.float32
    close(out, mixed(torch.tensor(X)))


@pytest.mark.parametrize("way", [lambda f: f, jax.jit], ids=["eager", "jit"])
def test_gradients_are_those_of_pytorch(way):
    f = wrapped(mixed)
    close(way(jax.grad(lambda x: f(x).sum()))(X), *native_gradient(mixed, X))


def test_batches_and_their_gradients():
    f, xs = wrapped(mixed), np.stack([X, X + 1])
    close(jax.vmap(f)(xs), torch.stack([mixed(torch.tensor(x)) for x in xs]))
    total = lambda x: f(x).sum()  # noqa: E731
    rows = [native_gradient(mixed, x)[0] for x in xs]
    close(jax.jit(jax.vmap(jax.grad(total)))(xs), torch.stack(rows))
    close(jax.jit(jax.grad(lambda xs: jax.vmap(f)(xs).sum()))(xs), torch.stack(rows))
    scaled = wrapped(lambda x, w: (x * w).sum())
    weights = jax.grad(lambda w: jax.vmap(scaled, (0, None))(xs, w).sum())(X)
    close(weights, xs.sum(0))


def test_forward_mode_and_second_order():
    def mixed(x):
        return x.sin() * x.sum()

    f = wrapped(mixed)
    tangent = np.ones_like(X)
    native = torch.func.jvp(mixed, (torch.tensor(X),), (torch.tensor(tangent),))[1]
    close(jax.jvp(f, (X,), (tangent,))[1], native)
    close(jax.jit(jax.jacfwd(f))(X), jax.jit(jax.jacrev(f))(X))
    hessian = torch.autograd.functional.hessian(lambda x: mixed(x).sum(), torch.tensor(X))
    total = lambda x: f(x).sum()  # noqa: E731
    close(jax.jit(jax.hessian(total))(X), hessian)
    close(jax.jit(jax.jacrev(jax.grad(total)))(X), hessian)


def test_inside_a_scan():
    f = wrapped(torch.sin)

    def loop(x):
        return jax.lax.scan(lambda c, _: (f(c), None), x, None, length=3)[0].sum()

    close(jax.jit(jax.grad(loop))(X), *native_gradient(lambda x: x.sin().sin().sin(), X))


class _Straight(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.sign()

    @staticmethod
    def backward(ctx, g):
        return 3 * g


class _Once(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx, g):
        return 3 * ctx.saved_tensors[0] ** 2 * g


def test_what_pytorch_cannot_differentiate_raises():
    once, zeta = wrapped(_Once.apply), wrapped(lambda x: torch.special.zeta(x, torch.ones(4)))
    slope = jax.grad(lambda x: once(x).sum())
    close(slope(X), 3 * X**2)
    for way in (lambda f: f, jax.jit):
        with pytest.raises(RuntimeError, match="once_differentiable"):
            way(jax.grad(lambda x: slope(x).sum()))(X)
        with pytest.raises(RuntimeError, match="once_differentiable"):
            way(lambda x: jax.jvp(once, (x,), (x,)))(X)
        with pytest.raises(NotImplementedError, match="derivative for 'zeta'"):
            way(jax.grad(lambda x: zeta(x).sum()))(X)
    close(jax.grad(lambda x: wrapped(torch.argmax)(x).astype(float) + x.sum())(X), np.ones((3, 4)))


def _slope(x):
    x = x if x.requires_grad else x.clone().requires_grad_()
    return torch.autograd.grad(x.pow(3).sum(), x, create_graph=True)[0]


@pytest.mark.parametrize(
    "function",
    [
        lambda x: x * x.detach(),
        lambda x: x * torch.no_grad()(torch.sin)(x),
        _Straight.apply,
        lambda x: (x - x).norm() + x,
        _slope,
    ],
    ids=["detach", "no_grad", "Function", "kink", "inner grad"],
)
def test_derivatives_follow_the_rules_of_pytorch(function):
    f = wrapped(function)
    close(jax.jit(jax.grad(lambda x: f(x).sum()))(X), *native_gradient(function, X))


def test_dtypes_follow_the_switch_of_jax():
    double, places = wrapped(lambda x: x.double().exp()), wrapped(lambda x: x.argmax(1))
    for way in (lambda f: f, jax.jit):
        assert way(double)(X).dtype == jnp.float32
        assert way(places)(X).dtype == jnp.int32
        assert (way(lambda x: places(x) + 1)(X) == X.argmax(1) + 1).all()
    with jax.enable_x64(True):
        assert jax.jit(double)(X).dtype == jnp.float64
        assert jax.jit(places)(X).dtype == jnp.int64
    assert jax.grad(lambda x: double(x).sum())(X).dtype == jnp.float32


def test_a_python_number_that_jit_traces_is_an_array_of_its_dtype():
    f = wrapped(lambda x, s: (x * s).dtype is torch.float32 and x * s)
    close(jax.jit(f)(X, 2.0), X * 2)


def test_indices_out_of_range():
    embed = wrapped(F.embedding)
    with pytest.raises(IndexError):
        embed(jnp.array([5]), X)
    out = jax.jit(embed)(jnp.array([5]), X)  # as jnp.take has it
    assert jnp.isnan(out).all()
    close(jax.jit(embed)(jnp.array([1]), X), X[[1]])


def test_nested_arguments_and_results():
    f = wrapped(lambda p, *, k: {"a": (p[0] + k["x"], p[1]), "b": torch.max(p[0], 0)})
    out = jax.jit(lambda x: f([x, "s"], k={"x": 1})["a"][0])(X)
    close(out, X + 1)
    out = f([jnp.asarray(X), "s"], k={"x": 1})
    assert out["a"][1] == "s"
    close(out["b"].values, X.max(0))


def test_looks_like_the_original():
    f = wrapped(F.layer_norm)
    assert inspect.signature(f) == inspect.signature(F.layer_norm)
    assert f.__doc__ == F.layer_norm.__doc__ and f.__name__ == "layer_norm"
    assert isinstance(F.layer_norm(torch.ones(2), (2,)), torch.Tensor)


def _as_float(x):
    return float(x.sum())


def test_a_value_that_is_read_under_jit():
    f = wrapped(lambda x: x if x.sum() > 0 else -x)
    close(f(X), -torch.tensor(X))
    for _ in range(2):
        with pytest.raises(ivy.IvyError, match=r"test_wrap.py:\d+ .*needs the value"):
            jax.jit(f)(X)
    for reads in (torch.Tensor.tolist, torch.Tensor.numpy, torch.nonzero, torch.unique, _as_float):
        with pytest.raises(ivy.IvyError, match="needs the value"):
            jax.jit(wrapped(reads))(X)


def test_a_write_that_outlives_a_traced_call():
    total = torch.zeros(3, 4)
    f = wrapped(lambda x: total.add_(x))
    with pytest.raises(ivy.ConversionError, match="from outside of the call"):
        jax.jit(f)(X)
    assert (total == 0).all()
    f(X)
    close(total, X)


def test_what_no_argument_changes_is_computed_at_once():
    kept = {}

    def f(x):
        weights = kept.setdefault("weights", torch.arange(4.0) + 1)
        return x * weights if weights.sum() > 0 else x

    for shift in range(2):
        close(jax.jit(wrapped(f))(X + shift), (X + shift) * np.arange(1, 5, dtype=np.float32))
    close(f(torch.tensor(X)), X * np.arange(1, 5, dtype=np.float32))


def test_an_array_of_another_framework():
    with pytest.raises(ivy.ConversionError, match="takes arrays of jax, got one of torch"):
        wrapped(torch.sin)(torch.ones(2))


def test_a_factorisation_of_what_no_argument_changes():
    f = wrapped(lambda x: x @ torch.linalg.inv(torch.eye(4) * 2))
    close(jax.jit(f)(X), X / 2)
