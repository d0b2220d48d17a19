"""Functions that PyTorch compiles, scripts, traces or exports run redirected when called in a block."""

import pytest
import torch
from support.sides import Cases, assert_same_on, gradients, values
from torch import nn
from torch.fx.experimental.proxy_tensor import make_fx

import ivy


def net():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))


OUTSIDE = net()
OUTSIDE_COMPILED = torch.compile(OUTSIDE, backend="eager")
OUT_M = nn.Sequential(nn.Linear(2, 3), nn.Tanh())
OUT_S = torch.jit.script(OUT_M)
OUT_T = torch.jit.trace(OUT_M, torch.ones(1, 2))


CASES = Cases()
case = CASES.case


@case
def compile_eager_backend():
    m = net()
    c = torch.compile(m, backend="eager")
    y = c(values(3, 4))
    y.sum().backward()
    return (y, *gradients(m))


@case
def compile_function_no_grad():
    c = torch.compile(lambda a: (a.sin() * 2).sum(0), backend="eager")
    return (c(values(3, 4)), c(values(5, 4)))


@case
def export_of_a_module_made_inside():
    m, x = net(), values(3, 4)
    exported = torch.export.export(m, (x,)).module()
    y = exported(x)
    y.sum().backward()
    return (y, *[p.grad for p in exported.parameters()], m(x))


@case
def export_of_a_module_made_outside():
    x = values(3, 4)
    return torch.export.export(OUTSIDE, (x,)).module()(x + 1)


@case
def recorded_by_make_fx():
    graph = make_fx(lambda x: (x @ x.T).relu().sum(0), tracing_mode="fake")(values(3, 4))
    return graph(values(3, 4, seed=2))


@case
def compile_graph_break():

    def f(x):
        y = x.sin()
        if y.sum() > 0:
            y = y + 1
        else:
            y = y - 1
        print("", end="")
        return y * 2

    return torch.compile(f, backend="eager")(values(4))


@case
def compile_train():
    m = net()
    o = torch.optim.Adam(m.parameters(), lr=0.01)

    @torch.compile(backend="eager")
    def step(x):
        o.zero_grad()
        loss = m(x).pow(2).mean()
        loss.backward()
        o.step()
        return loss

    return (*[step(values(3, 4)) for _ in range(3)], *m.parameters())


@case
def module_compile():
    m = net()
    m.compile(backend="eager")
    return m(values(3, 4))


@case
def compile_disable():

    @torch.compiler.disable
    def f(x):
        return x * 2

    @torch._dynamo.disable
    def g(x):
        return x * 3

    return (f(values(2)), g(values(2)), [torch.compiler.is_compiling()])


@case
def compile_fullgraph():
    return torch.compile(lambda x: x.exp(), backend="eager", fullgraph=True)(values(3))


@case
def compile_dropout():
    m = nn.Dropout(0.5)
    return (torch.compile(m, backend="eager")(torch.ones(10)), torch.rand(3))


@case
def jit_script():

    @torch.jit.script
    def f(x: torch.Tensor, n: int) -> torch.Tensor:
        for _i in range(n):
            if bool(x.sum() > 0):
                x = x * 2
            else:
                x = x + 1
        return x

    m = torch.jit.script(nn.Sequential(nn.Linear(2, 3), nn.ReLU()))
    y = m(values(3, 2))
    y.sum().backward()
    for _ in range(3):
        z = m(values(3, 2))
    return (f(values(3), 3), y, z, *gradients(m))


@case
def jit_from_outside():
    r = []
    for _ in range(3):
        r.append(OUT_S(values(4, 2)))
        r.append(OUT_T(values(4, 2)))
    r[0].sum().backward()
    g = [p.grad.clone() for p in OUT_M.parameters()]
    OUT_M.zero_grad()
    return (*r, *g)


@case
def hop_cond():
    from torch import cond

    return (
        cond(torch.tensor(True), lambda x: x.sin(), lambda x: x.cos(), (values(3),)),
        cond(values(3).sum() > 100, lambda x: x.sin(), lambda x: x.cos(), (values(3),)),
    )


@case
def hop_while():
    from torch._higher_order_ops.while_loop import while_loop

    return while_loop(lambda i, x: i < 3, lambda i, x: (i + 1, x * 2), (torch.tensor(0), values(2)))


@case
def hop_scan():
    from torch._higher_order_ops.scan import scan

    return scan(lambda c, x: (c + x, c * 1), torch.zeros(2), values(3, 2))


@case
def hop_assoc():
    from torch._higher_order_ops.associative_scan import associative_scan

    return associative_scan(lambda a, b: a + b, values(4, 2), 0, combine_mode="generic")


@case
def hop_map():
    from torch._higher_order_ops.map import map as m

    return m(lambda x, y: x * y, values(3, 2), values(2))


@case
def custom_op():

    @torch.library.custom_op("around_ivy::twice", mutates_args=())
    def twice(x: torch.Tensor) -> torch.Tensor:
        return x * 2

    twice.register_autograd(lambda ctx, g: g * 2)
    x = values(3).requires_grad_()
    y = twice(x)
    y.sum().backward()
    return (y, x.grad)


@case
def fx_trace():

    class M(nn.Module):
        def __init__(self):
            super().__init__()
            self.l = nn.Linear(2, 2)

        def forward(self, x):
            return torch.relu(self.l(x)) + x.sum(0)

    g = torch.fx.symbolic_trace(M())
    return (g(values(3, 2)), torch.fx.Interpreter(g).run(values(3, 2)))


# what PyTorch itself computes with there, on purpose: comparisons, printing, workers
UNWATCHED = {"compile_train", "compile_graph_break"}


@pytest.mark.parametrize("name", CASES)
def test_gives_what_it_gives_natively(target, name):
    assert_same_on(target, CASES[name], watch=name not in UNWATCHED)


def test_recording_on_true_values_is_a_fall_back(target):
    def record():
        return make_fx(lambda x: x.sin() + 1)(torch.ones(3))

    with ivy.run_on(target, fallback="error"), pytest.raises(ivy.UnsupportedOpError, match="fake"):
        record()
    with ivy.run_on(target, fallback="allow"):
        assert torch.equal(record()(torch.ones(3)), torch.ones(3).sin() + 1)
        assert ivy.report().fallback_calls
