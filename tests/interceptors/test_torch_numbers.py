"""Python numbers and 0-d tensors beside 16-bit floats, and numbers that a dtype can't hold."""

import pytest
import torch
from torch.nn import functional as F

import ivy

NUMBERS = (1 / 3, 0.1, 1.7, 100.3, 7e4)
# Which operand is rounded, and how often, differs from kernel to kernel: results are equal bit by bit.
CALLS = {
    "mul": lambda x, y, v: x * v,
    "mul, 0-d": lambda x, y, v: x * torch.tensor(v),
    "0-d, mul": lambda x, y, v: torch.tensor(v) * x,
    "mul, 0-d float64": lambda x, y, v: x * torch.tensor(v, dtype=torch.float64),
    "mul_": lambda x, y, v: x.clone().mul_(v),
    "add": lambda x, y, v: x + v,
    "add, 0-d": lambda x, y, v: x + torch.tensor(v),
    "add, alpha": lambda x, y, v: torch.add(x, y, alpha=v),
    "add of a number, alpha": lambda x, y, v: torch.add(x, v, alpha=3),
    "sub": lambda x, y, v: v - x,
    "sub, alpha": lambda x, y, v: torch.sub(x, y, alpha=v),
    "rsub": lambda x, y, v: torch.rsub(x, y, alpha=v),
    "div": lambda x, y, v: x / v,
    "div of a number": lambda x, y, v: v / x,
    "div, 0-d": lambda x, y, v: x / torch.tensor(v),
    "div, trunc": lambda x, y, v: torch.div(x, v, rounding_mode="trunc"),
    "div by a column": lambda x, y, v: x / y[:, :1],
    "floor_divide": lambda x, y, v: x // v,
    "remainder": lambda x, y, v: x % v,
    "pow": lambda x, y, v: x.abs() ** v,
    "hypot": lambda x, y, v: torch.hypot(x, y),
    "logaddexp": lambda x, y, v: torch.logaddexp(x, y),
    "xlogy": lambda x, y, v: torch.xlogy(x.abs(), v),
    "xlog1py": lambda x, y, v: torch.special.xlog1py(x.abs(), v),
    "logit": lambda x, y, v: torch.logit(x.abs().clamp(max=0.9), min(v, 0.4)),
    "rad2deg": lambda x, y, v: torch.rad2deg(x),
    "lerp": lambda x, y, v: torch.lerp(x, y, v),
    "normalize": lambda x, y, v: F.normalize(x, eps=v),
    "foreach": lambda x, y, v: torch._foreach_mul([x], v)[0],
    "foreach, alpha": lambda x, y, v: torch._foreach_add([x], [y], alpha=v)[0],
}


def _attempt(call):
    """The bits of the result, or the class and the message of the error."""
    try:
        out = call()
    except Exception as error:
        return type(error), str(error).splitlines()[0]
    wide = out.double() if out.is_floating_point() else out
    return out.dtype, repr(wide.tolist())


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
@pytest.mark.parametrize("name", CALLS)
def test_numbers_keep_the_digits_that_they_have_in_the_kernel(target, name, dtype):
    torch.manual_seed(0)
    x, y = torch.randn(2, 8, 8).to(dtype)
    expected = [_attempt(lambda v=v: CALLS[name](x, y, v)) for v in NUMBERS]
    with ivy.run_on(target, fallback="error"):
        found = [_attempt(lambda v=v: CALLS[name](x, y, v)) for v in NUMBERS]
    assert found == expected


FILLS = {
    "fill_": lambda x, v: x.fill_(v),
    "full": lambda x, v: torch.full((2,), v, dtype=x.dtype),
    "full_like": lambda x, v: torch.full_like(x, v),
    "new_full": lambda x, v: x.new_full((2,), v),
    "masked_fill": lambda x, v: x.masked_fill(x == 0, v),
    "index_fill": lambda x, v: x.index_fill(0, torch.tensor([0]), v),
    "scatter": lambda x, v: x.scatter(0, torch.tensor([0]), v),
    "where": lambda x, v: torch.where(x == 0, x, v),
    "pad": lambda x, v: F.pad(x, (1, 1), value=v),
    "clamp": lambda x, v: x.clamp(v),
    "add": lambda x, v: x + v,
    "add, alpha": lambda x, v: torch.add(x, x, alpha=v),
    "eq": lambda x, v: x == v,
    "tensor": lambda x, v: torch.tensor([v, v], dtype=x.dtype),
    "tensor of a number": lambda x, v: torch.tensor(v, dtype=x.dtype),
    "assignment": lambda x, v: (x.__setitem__(0, v), x)[1],
}
BEYOND = (300, -1, 2**31, float("nan"), float("inf"), 1e10, 1e300, 70000.0, 2.5)


@pytest.mark.parametrize(
    "dtype", [torch.int8, torch.uint8, torch.int32, torch.float16, torch.float32]
)
@pytest.mark.parametrize("name", FILLS)
def test_numbers_that_a_dtype_can_not_hold(target, name, dtype):
    expected = [_attempt(lambda v=v: FILLS[name](torch.zeros(2, dtype=dtype), v)) for v in BEYOND]
    with ivy.run_on(target, fallback="error"):
        found = [_attempt(lambda v=v: FILLS[name](torch.zeros(2, dtype=dtype), v)) for v in BEYOND]
    assert found == expected


def test_a_large_number_after_many_others_is_checked_too(target):
    """Floats that keep changing are arguments of programs."""
    with ivy.run_on(target, fallback="error"):
        x = torch.zeros(2, dtype=torch.float16)
        for k in range(6):
            assert x.masked_fill(x == 0, k / 7).tolist() == [torch.tensor(k / 7).half().item()] * 2
        with pytest.raises(RuntimeError, match="without overflow"):
            x.masked_fill(x == 0, 7e4)


def test_kernels_that_integers_lack_are_refused_with_float_parameters(target):
    x = torch.ones(2, dtype=torch.int32)
    with ivy.run_on(target, fallback="error"):
        for function in (F.elu, F.celu, F.leaky_relu, F.softplus):
            for k in range(6):
                with pytest.raises(NotImplementedError, match="not implemented for 'Int'"):
                    function(x, 0.1 + k)


# Calls with a number that PyTorch rejects, also after several valid ones.
REFUSED = {
    "fill_": (lambda v: torch.zeros(3, dtype=torch.uint8).fill_(v), (-1.5, 300.0)),
    "full": (lambda v: torch.full((2,), v, dtype=torch.uint8), (-2.0,)),
    "masked_fill": (
        lambda v: torch.zeros(1, dtype=torch.uint8).masked_fill(torch.ones(1) > 0, v),
        (300.0,),
    ),
    "huber_loss": (lambda v: F.huber_loss(torch.zeros(2), torch.ones(2), delta=v), (-1.0, 0.0)),
    "celu": (lambda v: F.celu(torch.zeros(2), v), (0.0,)),
    "softshrink": (lambda v: F.softshrink(torch.ones(2), v), (-1.0,)),
    "quantile": (lambda v: torch.quantile(torch.ones(2), v), (-1.0, 1.5)),
    "renorm": (lambda v: torch.renorm(torch.ones(2, 2), 2.0, 0, v), (-1.0,)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_numbers_that_keep_changing_are_checked(name, target):
    call, refused = REFUSED[name]
    with ivy.run_on(target, fallback="error"):
        for k in range(1, 8):
            call(k / 10)
    for number in refused:
        with pytest.raises(RuntimeError) as native:
            call(number)
        with ivy.run_on(target, fallback="error"), pytest.raises(type(native.value)):
            call(number)
        with ivy.run_on(target, fallback="error"):
            call(0.3)
