"""Functions that PyTorch compiles, scripts, traces or exports run redirected when called in a block."""

import copy
import functools
import io
from types import SimpleNamespace

import pytest
import torch
from support.sides import Cases, assert_same_on, gradients, values
from torch import nn
from torch.fx.experimental.proxy_tensor import make_fx

import ivy

pytestmark = pytest.mark.filterwarnings(  # of PyTorch's own code, natively too
    "ignore:The .grad attribute of a Tensor that is not a leaf",  # Dynamo reads it
    "ignore:`isinstance.treespec, LeafSpec.` is deprecated",  # torch.export
    "ignore:flex_attention called without torch.compile",
)


def net():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))


def _file(save, program):
    file = io.BytesIO()
    save(program, file)
    return file.getvalue()


@functools.cache
def outside():
    """What is compiled, scripted, traced, exported and saved before any block."""
    whole, small = net(), nn.Sequential(nn.Linear(2, 3), nn.Tanh())
    scripted = torch.jit.script(small)
    exported = torch.export.export(whole, (values(3, 4),))
    return SimpleNamespace(
        net=whole,
        compiled=torch.compile(whole, backend="eager"),
        small=small,
        scripted=scripted,
        traced=torch.jit.trace(small, torch.ones(1, 2)),
        script_file=_file(torch.jit.save, scripted),
        export_file=_file(torch.export.save, exported),
    )


@pytest.fixture(autouse=True, scope="module")
def _made_outside():
    outside()


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
    return torch.export.export(outside().net, (x,)).module()(x + 1)


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
        r.append(outside().scripted(values(4, 2)))
        r.append(outside().traced(values(4, 2)))
    r[0].sum().backward()
    g = [p.grad.clone() for p in outside().small.parameters()]
    outside().small.zero_grad()
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


@case
def compiled_outside():
    x = values(3, 4)
    y = outside().compiled(x)
    y.sum().backward()
    found = [y, *[p.grad.clone() for p in outside().net.parameters()], outside().compiled(x * 2)]
    outside().net.zero_grad()
    return found


@case
def compiled_by_the_default_backend():
    return torch.compile(lambda a: (a.sin() * 2).sum(0))(values(3, 4))


@case
def traced_in_the_block():
    f = torch.jit.trace(lambda x, y: (x @ y).relu() + x.sum(), (values(3, 3), values(3, 3, seed=2)))
    r = [f(values(3, 3, seed=k), values(3, 3, seed=k + 1)) for k in range(4)]
    x = values(3, 3).requires_grad_()
    f(x, values(3, 3)).sum().backward()
    return r, x.grad


@case
def a_module_traced_in_the_block():
    m, x = net(), values(3, 4)
    t = torch.jit.trace(m, x)
    for k in range(3):
        y = t(values(5, 4, seed=k))
        y.sum().backward()
    with torch.no_grad():
        m[0].weight.mul_(2)
    return y, *gradients(m), t(x), m(x), *t.parameters()


@case
def a_module_of_outside_traced_in_the_block():
    t = torch.jit.trace(outside().net, values(3, 4))
    y = t(values(2, 4))
    y.sum().backward()
    g = [p.grad.clone() for p in outside().net.parameters()]
    outside().net.zero_grad()
    return y, *g


@case
def several_methods_traced():
    class Both(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(3, 3)

        def forward(self, x):
            return self.layer(x)

        def scaled(self, x):
            return self.layer(x) * 2

    t = torch.jit.trace_module(Both(), {"forward": values(2, 3), "scaled": values(2, 3)})
    return t(values(2, 3)), t.scaled(values(2, 3))


@case
def a_trace_trained():
    t = torch.jit.trace(net(), values(3, 4))
    o = torch.optim.SGD(t.parameters(), lr=0.1)
    for k in range(3):
        o.zero_grad()
        t(values(3, 4, seed=k)).pow(2).mean().backward()
        o.step()
    return list(t.parameters())


@case
def a_scripted_class():
    class Steps(nn.Module):
        scale: torch.jit.Final[float]

        def __init__(self):
            super().__init__()
            self.scale = 2.0
            self.layers = nn.ModuleList([nn.Linear(3, 3) for _ in range(3)])
            self.register_buffer("seen", torch.zeros(3))

        def forward(self, x: torch.Tensor, keep: torch.Tensor | None = None) -> torch.Tensor:
            for layer in self.layers:
                x = torch.tanh(layer(x)) * self.scale
            self.seen += x.detach().sum(0)
            if keep is not None:
                x = x + keep
            return x

        @torch.jit.export
        def largest(self, x: torch.Tensor) -> tuple[torch.Tensor, int]:
            value, at = x.max(1)
            return value, int(at.sum())

    m = torch.jit.script(Steps())
    y = m(values(2, 3))
    z = m(values(2, 3), keep=values(2, 3))
    (y + z).sum().backward()
    return y, z, m.seen, m.largest(values(2, 3)), *gradients(m)


@case
def frozen_and_optimized():
    f = torch.jit.freeze(torch.jit.script(outside().small.eval()))
    g = torch.jit.optimize_for_inference(torch.jit.script(outside().small.eval()))
    with torch.no_grad():
        return [f(values(3, 2)) for _ in range(3)], g(values(3, 2))


@case
def programs_loaded_from_files():
    loaded = torch.jit.load(io.BytesIO(outside().script_file))
    y = loaded(values(3, 2))
    y.sum().backward()
    exported = torch.export.load(io.BytesIO(outside().export_file)).module()
    return y, *gradients(loaded), exported(values(3, 4)), *loaded.state_dict().values()


@case
def programs_changed_and_saved():
    found = []
    for _ in range(2):
        loaded = torch.jit.load(io.BytesIO(outside().script_file))
        with torch.no_grad():
            [p.mul_(2) for p in loaded.parameters()]
        again = torch.jit.load(io.BytesIO(_file(torch.jit.save, loaded)))
        program = torch.export.load(io.BytesIO(outside().export_file))
        with torch.no_grad():
            [p.add_(1) for p in program.state_dict.values()]
        saved = torch.export.load(io.BytesIO(_file(torch.export.save, program)))
        found += [
            again(values(3, 2)),
            *saved.state_dict.values(),
            *copy.deepcopy(loaded).parameters(),
        ]
    return found


@case
def frozen_after_a_change():
    loaded = torch.jit.load(io.BytesIO(outside().script_file)).eval()
    with torch.no_grad():
        [p.mul_(2) for p in loaded.parameters()]
        frozen = torch.jit.freeze(loaded)
        return [frozen(values(3, 2)) for _ in range(3)]


@case
def decomposed_after_a_change():
    program = torch.export.load(io.BytesIO(outside().export_file))
    with torch.no_grad():
        [p.mul_(2) for p in program.state_dict.values()]
    return program.run_decompositions().module()(values(3, 4)), program.module()(values(3, 4))


@case
def export_with_a_changing_size():
    rows = torch.export.Dim("rows", min=2, max=9)
    shapes = ({0: rows},)
    exported = torch.export.export(net(), (values(3, 4),), dynamic_shapes=shapes).module()
    return exported(values(5, 4)), exported(values(2, 4))


@case
def export_decomposed():
    program = torch.export.export(net(), (values(3, 4),)).run_decompositions()
    file = io.BytesIO()
    torch.export.save(program, file)
    file.seek(0)
    return program.module()(values(3, 4)), torch.export.load(file).module()(values(3, 4))


@case
def export_of_a_condition():
    class Chooses(nn.Module):
        def forward(self, x):
            return torch.cond(x.sum() > 0, lambda x: x.sin(), lambda x: x.cos(), (x,))

    exported = torch.export.export(Chooses(), (values(3),)).module()
    return exported(torch.ones(3)), exported(-torch.ones(3))


@case
def hop_cond_with_gradients():
    layer, x = nn.Linear(3, 3), values(2, 3).requires_grad_()
    y = torch.cond(x.sum() > -100, lambda x: layer(x).tanh(), lambda x: x * 2, (x,))
    z = torch.cond(x.sum() > 100, lambda x: layer(x), lambda x: x * x, (x,))
    (y.sum() + z.pow(2).sum()).backward()
    return y, z, x.grad, *gradients(layer)


@case
def hop_cond_in_cond():
    def f(x, y):
        inner = lambda x, y: torch.cond(y.sum() > 0, torch.add, torch.sub, (x, y))  # noqa: E731
        return torch.cond(x.sum() > 0, inner, lambda x, y: x * y, (x, y))

    both = [(a, b) for a in (1.0, -1.0) for b in (1.0, -1.0)]
    return [f(torch.full((2,), a), torch.full((2,), b)) for a, b in both]


@case
def hop_cond_on_python_values():
    x = values(3)
    return (
        torch.cond(True, lambda x: (x, {"a": x + 1}), lambda x: (x * 2, {"a": x}), (x,)),
        torch.cond(x.shape[0] > 5, lambda: x.sin(), lambda: x.cos()),
    )


@case
def hop_while_over_a_module():
    from torch._higher_order_ops.while_loop import while_loop

    layer = nn.Linear(3, 3)
    with torch.no_grad():
        return while_loop(
            lambda i, x: torch.logical_and(i < 4, x.abs().sum() < 50),
            lambda i, x: (i + 1, layer(x).relu() + x),
            (torch.tensor(0), values(2, 3)),
        )


@case
def hop_scan_with_gradients():
    from torch._higher_order_ops.scan import scan

    w, x = values(2, 2).requires_grad_(), values(4, 2, seed=2).requires_grad_()
    carry, out = scan(lambda c, x: (torch.tanh(c @ w + x), c * 2), torch.zeros(2), x)
    back = scan(lambda c, x: (c + x, c * x), torch.zeros(2), x, reverse=True, dim=0)
    (carry.sum() + out.pow(2).sum() + back[1].sum()).backward()
    return carry, out, back, w.grad, x.grad


@case
def hop_assoc_over_a_tree():
    from torch._higher_order_ops.associative_scan import associative_scan

    def combine(a, b):
        return {"x": a["x"] * b["x"], "y": a["y"] * b["x"] + b["y"]}

    x = {"x": values(5, 2), "y": values(5, 2, seed=2)}
    return (
        associative_scan(combine, x, 0, combine_mode="generic"),
        associative_scan(torch.maximum, values(3, 4), 1, reverse=True, combine_mode="generic"),
    )


@case
def hop_map_with_gradients():
    from torch._higher_order_ops.map import map as m

    layer, x = nn.Linear(2, 2), values(3, 2).requires_grad_()
    y = m(lambda x, w: (layer(x).sin(), x * w), x, values(2))
    (y[0].sum() + y[1].pow(2).sum()).backward()
    return y, x.grad, *gradients(layer)


@case
def hop_flex_attention():
    from torch.nn.attention.flex_attention import flex_attention

    q, k, v = (values(1, 2, 8, 4, seed=s) for s in range(3))
    causal = lambda score, b, h, i, j: torch.where(i >= j, score, -float("inf"))  # noqa: E731
    return flex_attention(q, k, v), flex_attention(q, k, v, score_mod=causal)


# what PyTorch itself computes with there, on purpose: comparisons, printing, workers
UNWATCHED = {
    "compile_train",
    "compile_graph_break",
    # shape logic of PyTorch's own does not get along with a dispatch key of the detector's
    "export_with_a_changing_size",
    "export_decomposed",
    "export_of_a_condition",
    "programs_loaded_from_files",
    "programs_changed_and_saved",
    "decomposed_after_a_change",
}


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
