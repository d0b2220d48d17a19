"""Users' own tensor classes, and users' own modes: in a block they see and do what they do natively."""

import pytest
import torch
from support.sides import Cases, assert_same_on, error_of, gradients, values
from torch import nn
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode
from torch.testing._internal.two_tensor import TwoTensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map, tree_map_only
from torch.utils.flop_counter import FlopCounterMode

import ivy

CASES = Cases()
case = CASES.case


class SeesOperators(TorchDispatchMode):
    """Writes down the operators of a block."""

    def __init__(self):
        super().__init__()
        self.names = []

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.names.append(str(func))
        return func(*args, **(kwargs or {}))


class SeesFunctions(TorchFunctionMode):
    """Writes down the public functions of a block."""

    def __init__(self):
        super().__init__()
        self.names = []

    def __torch_function__(self, func, types, args=(), kwargs=None):
        self.names.append(getattr(func, "__name__", str(func)))
        return func(*args, **(kwargs or {}))


class SwapsOperators(TorchDispatchMode):
    """Another operator in place of the one that was called."""

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        if func is torch.ops.aten.sin.default:
            func = torch.ops.aten.cos.default
        out = func(*args, **(kwargs or {}))
        return out * 2 if func is torch.ops.aten.exp.default else out


class SwapsFunctions(TorchFunctionMode):
    """Another function in place of the one that was called."""

    def __torch_function__(self, func, types, args=(), kwargs=None):
        if func is torch.sin:
            func = torch.cos
        return func(*args, **(kwargs or {}))


class KeepsNothing(TorchDispatchMode):
    """Answers without calling."""

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        if func is torch.ops.aten.native_dropout.default:
            return args[0], torch.ones_like(args[0], dtype=torch.bool)
        return func(*args, **(kwargs or {}))


class Fails(TorchDispatchMode):
    """Refuses an operator."""

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        if func is torch.ops.aten.exp.default:
            raise ArithmeticError("no exponentials here")
        return func(*args, **(kwargs or {}))


class Marked(torch.Tensor):
    """A plain subclass."""


class Named(torch.Tensor):
    """Carries where it comes from through every function."""

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        out = super().__torch_function__(func, types, args, kwargs)
        if isinstance(out, cls):
            out.origin = "+".join(a.origin for a in args if hasattr(a, "origin"))
        return out


class Boxed(torch.Tensor):
    """Holds another tensor, and counts its operators."""

    seen: list[str] = []  # noqa: RUF012 - of the class on purpose

    @staticmethod
    def __new__(cls, inner):
        return torch.Tensor._make_wrapper_subclass(
            cls, inner.shape, dtype=inner.dtype, requires_grad=inner.requires_grad
        )

    def __init__(self, inner):
        self.inner = inner

    @classmethod
    def __torch_dispatch__(cls, func, types, args=(), kwargs=None):
        cls.seen.append(str(func))
        args, kwargs = tree_map_only(cls, lambda t: t.inner, (args, kwargs or {}))
        return tree_map_only(torch.Tensor, cls, func(*args, **kwargs))


class Lazy:
    """No tensor, but torch's functions take it."""

    def __init__(self, made):
        self.made = made

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        args = tree_map(lambda a: a.made() if isinstance(a, cls) else a, args)
        return func(*args, **(kwargs or {}))


def _net():
    return nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2))


def _step(net):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    loss = F.cross_entropy(net(values(5, 3)), torch.tensor([0, 1, 1, 0, 1]))
    loss.backward()
    optimizer.step()
    return loss


OUTSIDE = _net().eval()


@case
def a_mode_sees_the_operators_of_a_forward_pass():
    x = values(5, 3)
    with SeesOperators() as mode, torch.no_grad():
        y = (OUTSIDE(x).softmax(-1) * 2).sum(0)
        z = torch.cat([x, x + 1])[1:].view(-1)
        z.add_(1).mul_(x[0, 0])
        x.t()[0] = 0
    return y, z, x, mode.names


@case
def a_mode_sees_the_operators_of_a_backward_pass():
    x = values(5, 3).requires_grad_()
    with SeesOperators() as mode:
        OUTSIDE(x).pow(2).sum().backward()
    OUTSIDE.zero_grad()
    return x.grad, mode.names


@case
def a_mode_around_a_training_step():
    net = _net()
    with SeesOperators():
        loss = _step(net)
    return loss, list(net.state_dict().values()), gradients(net)


@case
def a_mode_sees_the_public_functions():
    x, layer = values(5, 3), nn.Linear(3, 2)
    with SeesFunctions() as mode:
        y = F.gelu(layer(x)).sum(0)
        z = torch.add(y, x[0, :2]).mul_(2) @ torch.ones(2)
        z.backward()
        x[0] = torch.zeros(3)
    return y, z, x, gradients(layer), mode.names


@case
def modes_swap_what_is_called():
    x = values(4)
    with SwapsOperators():
        a = torch.sin(x), x.sin(), torch.exp(x), x.clone().exp_()
    with SwapsFunctions():
        b = torch.sin(x), torch.sin(torch.ones(2))
    y = values(4).requires_grad_()
    with SwapsOperators():
        y.sin().sum().backward()
    return a, b, y.grad


@case
def a_mode_answers_without_calling():
    x = values(4, 4).requires_grad_()
    with KeepsNothing():
        y = F.dropout(x, 0.5, training=True)
    y.sum().backward()
    return y, x.grad


@case
def a_mode_raises():
    x = values(3)

    def refused():
        with Fails():
            torch.exp(x + 1)

    return [error_of(refused)], x.exp()


@case
def modes_in_modes():
    x = values(3)
    with SeesOperators() as outer, SwapsOperators(), SeesOperators() as inner, SeesFunctions() as f:
        y = torch.sin(x) + 1
    return y, outer.names, inner.names, f.names


@case
def a_mode_in_a_transform():
    with SeesOperators():
        return (
            torch.func.grad(lambda v: (v.sin() ** 2).sum())(values(3)),
            torch.func.vmap(lambda v: v * v.sum())(values(2, 3)),
        )


@case
def a_mode_counts_work():
    net, x = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2)), values(5, 3)
    attention = nn.MultiheadAttention(4, 2)
    y = values(5, 2, 4)
    with FlopCounterMode(display=False) as counter:
        net(x).sum().backward()
        attention(y, y, y, need_weights=False)[0].sum().backward()
    return [counter.get_total_flops()], gradients(net), gradients(attention)


@case
def plain_subclasses_keep_their_class():
    x = values(2, 3).as_subclass(Marked)
    y = x @ torch.ones(3, 2)
    z = torch.stack([x, x * 2]).sum(0)[0]
    z += 1
    w = F.relu(x.view(-1))
    names = [type(v).__name__ for v in (x, y, z, w, x.t(), x.detach(), x.clone(), x.sum())]
    return x, y, z, w, names


@case
def gradients_of_subclasses():
    x = values(3).as_subclass(Marked).requires_grad_()
    (x * x).sum().backward()
    p = nn.Parameter(values(3).as_subclass(Marked))
    (p * 3).sum().backward()
    kept = [isinstance(v, Marked) for v in (x.grad, p.grad, p)]
    return x.grad, p.grad, [*kept, isinstance(p, nn.Parameter)]


@case
def a_subclass_with_a_function_of_its_own():
    x, y = (values(3).as_subclass(Named) for _ in range(2))
    x.origin, y.origin = "x", "y"
    z = torch.add(x, y)
    w = torch.mul(z, x).sum()
    return z, w, [z.origin, w.origin, type(w).__name__]


@case
def a_class_that_holds_a_tensor():
    Boxed.seen.clear()
    x = Boxed(values(2, 3))
    y = (x @ torch.ones(3, 2)).relu() + 1
    z = torch.cat([x, x]).sum(0)
    return y.inner, z.inner, Boxed.seen.copy(), [type(y).__name__]


@case
def a_class_that_holds_a_tensor_with_gradients():
    x = Boxed(values(3)).requires_grad_()
    (x.sin() * x).sum().backward()
    return x.grad.inner, [type(x.grad).__name__]


@case
def a_parameter_of_a_class_that_holds_a_tensor():
    layer = nn.Linear(3, 2)
    layer.weight = nn.Parameter(Boxed(values(2, 3)))
    out = layer(values(4, 3))
    out.sum().backward()
    return out.inner, layer.weight.grad.inner, layer.bias.grad.inner


@case
def a_pair_of_tensors_as_one():
    x = TwoTensor(values(3), values(3, seed=2))
    y = x * 2 + x.exp()
    y[0] = 0
    layer = nn.Linear(3, 2)
    z = layer(TwoTensor(values(2, 3), values(2, 3, seed=2)))
    z.sum().backward()
    return y.a, y.b, z.a, z.b, layer.weight.grad.a, layer.weight.grad.b


@case
def a_class_that_is_no_tensor():
    x = Lazy(lambda: values(3))
    return torch.add(x, 1), torch.stack([x.made(), values(3)]), torch.sum(x)


@case
def subclasses_under_modes():
    Boxed.seen.clear()
    with SeesOperators() as operators, SeesFunctions() as functions:
        x = values(3).as_subclass(Marked) * 2
        y = Boxed(values(3)) * 2
    return x, y.inner, operators.names, functions.names, Boxed.seen.copy()


UNWATCHED = set()


@pytest.mark.parametrize("name", CASES)
def test_gives_what_it_gives_natively(target, name):
    assert_same_on(target, CASES[name], watch=name not in UNWATCHED)


@pytest.mark.parametrize("cls", [Marked, Named])
def test_a_subclass_that_leaves_the_block_works_natively(target, cls):
    with ivy.run_on(target, fallback="error"):
        x = values(2, 3).as_subclass(cls) * 2
    native = values(2, 3) * 2
    y = x.t() @ torch.ones(2, 2)
    assert isinstance(x, cls) and type(y) is cls
    assert torch.equal(y.as_subclass(torch.Tensor), native.t() @ torch.ones(2, 2))
    x += 1
    with ivy.run_on(target, fallback="error"):
        z = x + 1
        assert isinstance(z, cls)
    assert z.tolist() == (native + 2).tolist()
