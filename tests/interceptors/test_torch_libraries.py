"""Operators that users register: what they write is kept, and Python functions run redirected."""

import numpy as np
import pytest
import torch
from support.compare import assert_same
from support.detector import NativeKernels
from torch._subclasses import FakeTensorMode

import ivy

# PyTorch warns where a gradient follows from what a kernel does
pytestmark = pytest.mark.filterwarnings("ignore:.*autograd kernel was not registered:UserWarning")
LIBRARY = torch.library.Library("ivy_libraries", "DEF")
OPERATORS = torch.ops.ivy_libraries


def _define(schema, kernel, key="CPU"):
    LIBRARY.define(schema)
    LIBRARY.impl(schema.partition("(")[0], kernel, key)


def _double(x):
    x.mul_(2)


def _fill_nan(x):
    x[:1].fill_(float("nan"))


def _double_and_sum(x, y):
    x.mul_(2)
    return x + y


def _add_positions(xs):
    for i, x in enumerate(xs):
        x.add_(i)


def _overwrite_by_numpy(x, y):
    x.numpy()[...] = np.sin(y.numpy())


_define("double(Tensor x) -> ()", _double)
_define("double_marked(Tensor(a!) x) -> Tensor(a!)", lambda x: x.mul_(2))
_define("double_and_sum(Tensor x, Tensor y) -> Tensor", _double_and_sum)
_define("each(Tensor[] xs) -> ()", _add_positions)
_define("overwrite(Tensor x, Tensor y) -> ()", _overwrite_by_numpy)
_define("explicit(Tensor x) -> Tensor", lambda x: torch.sin(x) * 2, "CompositeExplicitAutograd")
_define("implicit(Tensor x) -> Tensor", lambda x: torch.sin(x) * 2, "CompositeImplicitAutograd")
_define(
    "two(Tensor x, float f=2.0, *, bool up=True) -> (Tensor, Tensor)",
    lambda x, f=2.0, up=True: (x * f, x + up),
)


@torch.library.custom_op("ivy_libraries::scale_in_place", mutates_args=("x",))
def scale_in_place(x: torch.Tensor, factor: float) -> None:
    x.mul_(factor)


@torch.library.custom_op("ivy_libraries::by_numpy", mutates_args=("out",))
def by_numpy(x: torch.Tensor, out: torch.Tensor) -> None:
    np.multiply(x.numpy(), 3, out=out.numpy())


@torch.library.custom_op("ivy_libraries::cube", mutates_args=())
def cube(x: torch.Tensor) -> torch.Tensor:
    return x**3


@cube.register_fake
def _(x):
    return torch.empty_like(x)


def _save(ctx, inputs, output):
    ctx.save_for_backward(*inputs)


cube.register_autograd(lambda ctx, g: 3 * ctx.saved_tensors[0] ** 2 * g, setup_context=_save)


def unmarked():
    x = torch.arange(4.0)
    OPERATORS.double(x)
    return x


def unmarked_view():
    x = torch.arange(12.0).reshape(3, 4)
    OPERATORS.double(x[1:, ::2])
    OPERATORS.double(x.t()[1])
    return x


def unmarked_alias():
    x = torch.arange(4.0)
    return OPERATORS.double_and_sum(x[:3], x[1:]), x


def marked():
    x = torch.arange(4.0)
    y = OPERATORS.double_marked(x)
    return y is x, x, x._version


def lists():
    x = torch.arange(4.0)
    OPERATORS.each([x[:2], x[2:], x])
    return x


def numpy_inside():
    x, y = torch.zeros(3), torch.arange(3.0)
    OPERATORS.overwrite(x, y + 1)
    return x, x + 1


def after_other_work():
    x = torch.arange(4.0)
    x.add_(1)
    OPERATORS.double(x)
    x.add_(1)
    by_numpy(x, x)
    return x


def in_place():
    x = torch.arange(4.0)
    scale_in_place(x[::2], 3.0)
    return x, x._version


def into_out():
    x, out = torch.arange(4.0), torch.zeros(2, 4)
    by_numpy(x, out[1])
    return out


def explicit():
    return OPERATORS.explicit(torch.arange(4.0))


def implicit():
    x = torch.arange(4.0).requires_grad_()
    OPERATORS.implicit(x).sum().backward()
    return x.grad


def several():
    return OPERATORS.two(torch.arange(3.0), 3.0, up=False)


def gradient():
    x = torch.arange(4.0).requires_grad_()
    cube(x).sum().backward()
    return x.grad


def compiled():
    return torch.compile(lambda x: cube(x) + 1, backend="eager")(torch.arange(3.0))


def without_values():
    with FakeTensorMode():
        return tuple(cube(torch.ones(3, 2)).shape)


def checked():
    x = torch.arange(3.0)
    double = torch.library.opcheck(scale_in_place, (x, 2.0))
    return torch.library.opcheck(cube, (x.clone().requires_grad_(),)), double, x


def vmapped():
    return torch.vmap(OPERATORS.implicit)(torch.arange(6.0).reshape(2, 3))


def seen_by_autograd():
    """A kernel in Python without a gradient of its own is differentiated."""
    x, y = torch.arange(4.0).requires_grad_(), torch.arange(4.0).requires_grad_()
    OPERATORS.explicit(x).sum().backward()
    z = y * 1
    OPERATORS.double_marked(z)
    z.sum().backward()
    return x.grad, y.grad, z._version


def parameter():
    m = torch.nn.Linear(2, 2)
    with torch.no_grad():
        m.weight.fill_(1.0)
        OPERATORS.double(m.weight)
        scale_in_place(m.weight.data, 2.0)
    return m.weight.detach()


CASES = [
    unmarked,
    unmarked_view,
    unmarked_alias,
    marked,
    lists,
    numpy_inside,
    after_other_work,
    in_place,
    into_out,
    explicit,
    implicit,
    several,
    gradient,
    seen_by_autograd,
    compiled,
    without_values,
    vmapped,
    parameter,
]


@pytest.mark.parametrize("run", CASES, ids=lambda run: run.__name__)
def test_operators_of_users(target, run):
    wanted = run()
    with ivy.run_on(target, fallback="error"), NativeKernels() as kernels:
        out = run()
    kernels.assert_none()
    assert_same(out, wanted)


def test_opcheck_runs_natively(target):
    with ivy.run_on(target, fallback="error"):
        checked()


@torch.library.custom_op("ivy_libraries::same", mutates_args=())
def same(x: torch.Tensor) -> torch.Tensor:
    return x


def test_results_that_are_arguments_are_refused(target):
    with pytest.raises(RuntimeError) as native:
        same(torch.ones(3))
    with ivy.run_on(target, fallback="error"), pytest.raises(RuntimeError) as ours:
        same(torch.ones(3))
    assert str(ours.value) == str(native.value)


# Kernels that nobody can see into, as those in C++; their schemas do not name what they write
HIDDEN = {
    "hidden_double(Tensor x) -> ()": lambda x: _double(x),
    "hidden_first(Tensor x, Tensor y) -> Tensor": lambda x, y: y + x.add_(float(y[0])),
    "hidden_each(Tensor[] xs, Tensor[][] ys) -> Tensor[]": lambda xs, ys: [
        x.add_(i + 1).clone() for i, x in enumerate([*xs, *ys[0]])
    ],
    "hidden_marked(Tensor(a!) x, Tensor y) -> Tensor(a!)": lambda x, y: x.add_(y.mul_(2)),
    "hidden_nan(Tensor x) -> ()": lambda x: _fill_nan(x),
}
for schema, kernel in HIDDEN.items():
    LIBRARY.define(schema)
    LIBRARY.m.impl(schema.partition("(")[0], "CPU", kernel, False)


def hidden_writes():
    x, big = torch.arange(4.0), torch.arange(12.0).reshape(3, 4)
    OPERATORS.hidden_double(x)
    OPERATORS.hidden_double(big.t()[1:3])
    return x, big


def hidden_writes_to_shared_elements():
    x = torch.arange(6.0)
    return OPERATORS.hidden_first(x[:3], x[2:5]), x


def hidden_writes_to_lists():
    x, y = torch.arange(6.0), torch.ones(2, dtype=torch.int64)
    out = OPERATORS.hidden_each([x[:2], y], [[x[2:]]])
    return out, x, y


def hidden_writes_besides_marked_ones():
    x, y = torch.ones(3), torch.ones(3)
    return OPERATORS.hidden_marked(x, y) is x, x, y


def hidden_writes_of_bytes():
    x, z = torch.zeros(2, dtype=torch.bfloat16), torch.zeros(2, dtype=torch.complex64)
    OPERATORS.hidden_nan(x)
    OPERATORS.hidden_nan(x)
    OPERATORS.hidden_double(z.add_(1j))
    return x, z


def hidden_writes_to_parameters():
    m = torch.nn.Linear(2, 2)
    with torch.no_grad():
        m.weight.fill_(1.0)
        OPERATORS.hidden_double(m.weight)
        m.weight.add_(1)
        OPERATORS.hidden_double(m.weight.data)
    return m.weight.detach()


HIDDEN_CASES = [
    hidden_writes,
    hidden_writes_to_shared_elements,
    hidden_writes_to_lists,
    hidden_writes_besides_marked_ones,
    hidden_writes_of_bytes,
    hidden_writes_to_parameters,
]


@pytest.mark.parametrize("run", HIDDEN_CASES, ids=lambda run: run.__name__)
def test_fall_backs_keep_what_operators_write(target, run):
    wanted = run()
    with ivy.run_on(target, fallback="allow") as session:
        out = run()
    assert session.report.fallback_calls
    assert_same(out, wanted)
    with ivy.run_on(target, fallback="error"), pytest.raises(ivy.UnsupportedOpError):
        run()
