"""Lowerings that users register: where they are used, their gradients, and the lines to write."""

import re

import numpy as np
import pytest
import torch
from support.compare import assert_same

import ivy

LIBRARY = torch.library.Library("ivy_test", "DEF")
LIBRARY.define("scaled_sine(Tensor x, Tensor y, *, float scale=2.0) -> Tensor")
LIBRARY.define("both(Tensor x) -> (Tensor, Tensor)")
LIBRARY.define("double_(Tensor(a!) x) -> Tensor(a!)")
OPS = torch.ops.ivy_test


@torch.library.custom_op("ivy_test::cube", mutates_args=())
def cube(x: torch.Tensor) -> torch.Tensor:
    """Natively by NumPy, with a gradient that the user has registered."""
    return torch.from_numpy(x.detach().numpy() ** 3)


cube.register_autograd(
    lambda ctx, g: g * 3 * ctx.saved_tensors[0] ** 2,
    setup_context=lambda ctx, inputs, output: ctx.save_for_backward(*inputs),
)


def block(target, **options):
    return ivy.run_on(target, sources="torch", **{"fallback": "error", **options})


def sine(x, y, *, scale=2.0):
    return ivy.sin(x) * y * scale


def test_an_operator_of_a_library_without_a_kernel(target):
    x, y = torch.rand(4), torch.rand(4)
    with block(target), pytest.raises(ivy.UnsupportedOpError, match="no rule"):
        OPS.scaled_sine(x, y)
    ivy.register_lowering("torch.ops.ivy_test.scaled_sine")(sine)
    for call in (OPS.scaled_sine, OPS.scaled_sine.default):
        with block(target):
            out = [call(x, y), call(x, y, scale=3.0), call(x[::2], y[1::2])]
        assert_same(out, [x.sin() * y * 2, x.sin() * y * 3, x[::2].sin() * y[1::2] * 2])
    ivy.unregister_lowering("torch.ops.ivy_test.scaled_sine")
    with block(target), pytest.raises(ivy.UnsupportedOpError, match="no rule"):
        OPS.scaled_sine(x, y)


def test_a_lowering_can_come_and_go_in_an_open_block(target):
    x = torch.rand(3)
    with block(target):
        before = torch.cosh(x).tolist()
        ivy.register_lowering("torch.cosh")(lambda input: input * 0)
        assert torch.cosh(x).tolist() == x.cosh().tolist() == [0, 0, 0]
        ivy.unregister_lowering("torch.cosh")
        assert torch.cosh(x).tolist() == before


def test_the_lines_of_an_error_can_be_pasted(target):
    """Literally: the three lines, with a formula instead of `...`."""
    x, y = torch.rand(4), torch.rand(4)
    with block(target), pytest.raises(ivy.UnsupportedOpError) as refused:
        OPS.scaled_sine(x, y, scale=3.0)
    lines = str(refused.value).split("\n")[-3:]
    assert lines[0] == '@ivy.register_lowering("torch.ops.ivy_test.scaled_sine")'
    exec("\n".join(lines), {"ivy": ivy})  # as it is: the gap is there still, and says so
    with block(target), pytest.raises(ivy.UnsupportedOpError, match=r"returns `\.\.\.`"):
        OPS.scaled_sine(x, y)
    filled = "\n".join(lines).replace("return ...", "return ivy.sin(x) * y * scale")
    exec(filled, {"ivy": ivy})
    with block(target):
        assert_same(OPS.scaled_sine(x, y, scale=3.0), x.sin() * y * 3)


def test_an_operator_of_pytorch_without_a_rule(target):
    x, y = torch.randn(4), torch.randn(4)
    native = torch.ops.aten._add_relu(x, y, alpha=2)
    with block(target), pytest.raises(ivy.UnsupportedOpError) as refused:
        torch.ops.aten._add_relu(x, y, alpha=2)
    lines = "\n".join(str(refused.value).split("\n")[-3:])
    assert re.search(r'"(.*)"', lines)[1] == "torch.ops.aten._add_relu"
    formula = "return ivy.maximum(self + alpha * other, 0)"
    exec(lines.replace("return ...", formula), {"ivy": ivy})
    with block(target):
        assert_same(torch.ops.aten._add_relu(x, y, alpha=2), native)


# -- gradients


def test_the_gradient_is_that_of_the_ivy_functions(target):
    ivy.register_lowering("torch.ops.ivy_test.scaled_sine")(sine)
    results = []
    for redirected in (False, True, True):
        x, y = torch.linspace(0, 1, 4).requires_grad_(), torch.full((4,), 2.0).requires_grad_()
        if redirected:
            with block(target):
                out = OPS.scaled_sine(x, y, scale=3.0)
                out.square().sum().backward()
        else:
            out = x.sin() * y * 3
            out.square().sum().backward()
        results.append((out, x.grad, y.grad))
    assert_same(results[1], results[0])
    assert_same(results[2], results[0])


def test_a_gradient_that_is_given(target):
    def vjp(g, out, x, y, *, scale=2.0):
        return g * 100, None

    ivy.register_lowering("torch.ops.ivy_test.scaled_sine", vjp=vjp)(sine)
    x, y = torch.rand(3, requires_grad=True), torch.rand(3, requires_grad=True)
    with block(target):
        OPS.scaled_sine(x, y).sum().backward()
    assert x.grad.tolist() == [100, 100, 100] and (y.grad is None or not y.grad.any())


def test_a_gradient_needs_as_many_parts_as_there_are_arrays():
    ivy.register_lowering("torch.ops.ivy_test.scaled_sine", vjp=lambda g, *_, **__: g)(sine)
    x = torch.rand(3, requires_grad=True)
    with block("numpy"), pytest.raises(ValueError, match="1 gradients for 2 arrays"):
        OPS.scaled_sine(x, x).sum().backward()


def test_several_results_and_a_part_that_needs_none(target):
    @ivy.register_lowering("torch.ops.ivy_test.both")
    def both(x):
        return ivy.sin(x), ivy.cos(x)

    x = torch.rand(3, requires_grad=True)
    with block(target):
        s, c = OPS.both(x)
        (s * 2).sum().backward()
    assert_same((s, c, x.grad), (x.sin(), x.cos(), 2 * x.detach().cos()))


def test_a_registered_gradient_of_a_custom_operator_stays(target):
    x = torch.rand(3, requires_grad=True)
    cube(x).sum().backward()
    native, x.grad = x.grad, None
    ivy.register_lowering("torch.ops.ivy_test.cube")(lambda x: x * x * x + 0)
    with block(target):
        out = cube(x)
        out.sum().backward()
        ways = ivy.report().ways
    assert_same((out, x.grad), (x.detach() ** 3, native))
    assert not any("expansion" in way and "ivy_test" in str(names) for way, names in ways.items())


def test_pytorchs_own_derivative_is_used_where_it_has_one(target):
    ivy.register_lowering("torch.special.entr")(lambda input: -input * ivy.log(input) * 1.0)
    x = torch.rand(4, requires_grad=True)
    with block(target):
        torch.special.entr(x).sum().backward()
    ours, x.grad = x.grad, None
    torch.special.entr(x).sum().backward()
    assert_same(ours, x.grad)


# -- targets


def test_a_function_of_one_target_is_used_there_only():
    jnp = pytest.importorskip("jax.numpy")
    seen = []

    @ivy.register_lowering("torch.ops.ivy_test.cube", on="jax")
    def on_jax(x):
        seen.append(type(x).__module__)
        return jnp.power(x, 3) + 1

    x = torch.arange(4.0)
    with block("jax"):
        assert cube(x).tolist() == [1, 2, 9, 28]
    assert seen and not any("numpy" in module for module in seen)  # the host never stands in
    with block("numpy"):
        assert cube(x).tolist() == [0, 1, 8, 27]  # the operator's own kernel
    ivy.register_lowering("torch.ops.ivy_test.cube", on="numpy")(lambda x: np.power(x, 3) + 2)
    with block("numpy"):
        assert cube(x).tolist() == [2, 3, 10, 29]
    with block("jax"):
        assert cube(x).tolist() == [1, 2, 9, 28]


def test_one_target_of_a_function_that_ivy_has():
    x = torch.rand(3)
    ivy.register_lowering("torch.cosh", on="numpy")(lambda input: input * 0)
    with block("numpy"):
        assert torch.cosh(x).tolist() == [0, 0, 0]
        y = x.clone()
        assert y.cosh_().tolist() == [0, 0, 0]
    with block("jax"):
        assert_same(torch.cosh(x), x.cosh())
        y = x.clone()
        assert_same(y.cosh_(), y)


# -- writes, fall-backs, JAX


def test_an_operator_that_writes(target):
    ivy.register_lowering("torch.ops.ivy_test.double_")(lambda x: x * 2)
    x = torch.arange(4.0)
    base = torch.arange(4.0)
    with block(target):
        out = OPS.double_(x)
        OPS.double_(base[1:3])
    assert out is x and x.tolist() == [0, 2, 4, 6] and base.tolist() == [0, 2, 4, 3]


def test_what_a_lowering_can_not_do_is_a_fall_back(target):
    @ivy.register_lowering("torch.cosh")
    def cosh(input):
        raise ivy.UnsupportedOpError("not for these arguments")

    x = torch.rand(3)
    with block(target, fallback="warn"), pytest.warns(ivy.FallbackWarning, match="not for these"):
        assert_same(torch.cosh(x), x.cosh())
    with block(target, fallback="allow"):
        assert_same(x.clone().cosh_(), x.cosh())
    assert ivy.report().fallback_calls
    with block(target), pytest.raises(ivy.UnsupportedOpError, match="not for these"):
        torch.cosh(x)


def test_a_primitive_of_jax():
    jax = pytest.importorskip("jax")
    from jax.extend.core import Primitive

    twice = Primitive("ivy_test_twice")
    twice.def_abstract_eval(lambda x, *, times: x)
    twice.def_impl(lambda x, *, times: x * times)
    x = jax.numpy.arange(3.0)
    for target in ("numpy", "torch"):
        with (
            ivy.run_on(target, sources="jax", fallback="error"),
            pytest.raises(ivy.UnsupportedOpError) as refused,
        ):
            twice.bind(x, times=2)
        lines = "\n".join(str(refused.value).split("\n")[-3:])
        assert '"jax.primitive.ivy_test_twice"' in lines and "(x, *, times)" in lines
        exec(lines.replace("return ...", "return x * times"), {"ivy": ivy})
        with ivy.run_on(target, sources="jax", fallback="error"):
            assert np.asarray(twice.bind(x, times=2)).tolist() == [0, 2, 4]
            inner = jax.jit(lambda x: twice.bind(x, times=3) + 1)
            assert np.asarray(inner(x)).tolist() == [1, 4, 7]
        ivy.unregister_lowering("jax.primitive.ivy_test_twice")


@pytest.mark.parametrize(
    ("name", "options", "error", "says"),
    [
        ("cosh", {}, ValueError, "torch.ops.mylib.foo"),
        ("tosch.cosh", {}, ValueError, "sources are torch"),
        ("torch.special.erff", {}, ValueError, "no such function"),
        ("torch.cosh", {"on": "tpu"}, ivy.UnknownBackendError, "tpu"),
        ("jax.primitive.sin", {"vjp": abs}, ValueError, "own rules"),
    ],
)
def test_wrong_names_are_errors_at_once(name, options, error, says):
    with pytest.raises(error, match=says):
        ivy.register_lowering(name, **options)
    with pytest.raises(ValueError, match="no lowering"):
        ivy.unregister_lowering("torch.cosh")


def test_lines_are_python_whatever_the_parameters_are_called():
    LIBRARY.define("lambda_from(Tensor from, int[2] size=[1, 2], *, str? mode=None) -> Tensor")
    with block("numpy"), pytest.raises(ivy.UnsupportedOpError) as refused:
        torch.ops.ivy_test.lambda_from(torch.ones(2))
    lines = "\n".join(str(refused.value).split("\n")[-3:])
    assert "def lambda_from(from_, size=[1, 2], *, mode=None):" in lines
    exec(lines.replace("return ...", "return from_ * 2"), {"ivy": ivy})
    with block("numpy"):
        assert torch.ops.ivy_test.lambda_from(torch.ones(2)).tolist() == [2, 2]
