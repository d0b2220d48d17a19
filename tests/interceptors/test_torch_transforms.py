"""Transforms of functions: forward mode, `torch.func`, inference mode, checkpoints, hooks."""

import copy

import pytest
import torch
import torch.utils.checkpoint
from support.sides import Cases, assert_same_on, gradients, values
from torch import nn
from torch.autograd import forward_ad as fwAD
from torch.nn import functional as F

# PyTorch's constant folding of a linearized function, natively too
pytestmark = pytest.mark.filterwarnings("ignore:Attempted to insert a get_attr Node")

CASES = Cases()
case = CASES.case


@case
def inference():
    with torch.inference_mode():
        x = values(3, 4)
        y = x.view(4, 3)
        y.add_(1)
        z = (x @ y).relu_()
        a = x[0]
        a.zero_()
        n = nn.Linear(4, 2)(x)
    w = z.clone().requires_grad_()
    (w * w).sum().backward()
    return (x.clone(), z.clone(), n.clone(), w.grad)


@case
def linearized():
    x = values(3)
    out, derivative = torch.func.linearize(lambda t: {"a": t.sin() * t, "b": t.sum()}, x.clone())
    return out, derivative(torch.ones(3)), derivative(x)


@case
def linearized_where_it_is_first_asked():
    x = values(3)
    _, derivative = torch.func.linearize(torch.exp, x)
    x.zero_()
    first = derivative(torch.ones(3))
    x.add_(1)
    return first, derivative(torch.ones(3)), x


@case
def derivatives_of_steps():
    x, z = values(3).requires_grad_(), torch.zeros(2, dtype=torch.complex64, requires_grad=True)
    z.sgn().backward(torch.ones(2, dtype=torch.complex64))
    (real,) = torch.autograd.grad(x.sgn().sum(), x)
    _, pushed = torch.func.jvp(torch.sgn, (values(3),), (torch.ones(3),))
    return real, real + 1, z.grad, pushed


@case
def inference_errors():
    with torch.inference_mode():
        x = values(3)
    p = values(3).requires_grad_()
    out = []
    for f in (
        lambda: x.requires_grad_(),
        lambda: x * p,
        lambda: x.add_(1),
        lambda: x.view(-1).mul_(p),
    ):
        try:
            f()
            out.append("none")
        except Exception as e:
            out.append(type(e).__name__ + str(e)[:60])
    return out


@case
def decorators():

    @torch.no_grad()
    def f(x):
        return x * 2

    @torch.inference_mode()
    def g(x):
        return x * 3

    x = values(3).requires_grad_()
    a, b = (f(x), g(x))
    with torch.no_grad(), torch.enable_grad():
        c = x * 2
    with torch.set_grad_enabled(False):
        d = x * 2
    return (
        a,
        b.clone(),
        c,
        torch.tensor([a.requires_grad, c.requires_grad, d.requires_grad, b.is_inference()]),
    )


@case
def fwad_dual():
    x = values(3, 4)
    t = values(3, 4, seed=2)
    with fwAD.dual_level():
        d = fwAD.make_dual(x, t)
        outs = [
            torch.tanh(d @ d.t()),
            d.softmax(-1),
            d[1:].mul(2).sum(0),
            F.layer_norm(d, (4,)),
            torch.cat([d, x]),
            F.gelu(d),
            d.exp().log_softmax(1),
            d.view(4, 3).t(),
            torch.where(d > 0, d, x),
            d.max(1).values,
        ]
        n = d * 1
        n.mul_(d)
        n[0] = d[1]
        outs.append(n)
        r = [fwAD.unpack_dual(o) for o in outs]
        return [v for p in r for v in p if v is not None]


@case
def fwad_module():
    m = nn.Sequential(nn.Linear(4, 3), nn.Tanh())
    ps = dict(m.named_parameters())
    ts = {k: torch.ones_like(v) for k, v in ps.items()}
    x = values(2, 4)
    with fwAD.dual_level():
        duals = {k: fwAD.make_dual(v, ts[k]) for k, v in ps.items()}
        y = torch.func.functional_call(m, duals, (x,))
        return fwAD.unpack_dual(y).tangent


@case
def fwad_conv():
    c = nn.Conv2d(2, 3, 3)
    x = values(1, 2, 5, 5)
    t = values(1, 2, 5, 5, seed=3)
    return torch.func.jvp(lambda v: c(v).relu().mean((2, 3)), (x,), (t,))


@case
def func_jvp():
    x = values(4)
    t = values(4, seed=2)
    return (
        *torch.func.jvp(lambda v: (v.sin() * v).cumsum(0), (x,), (t,)),
        *torch.func.jvp(lambda v: torch.func.grad(lambda u: (u**3).sum())(v), (x,), (t,)),
        torch.func.jacfwd(lambda v: v.exp())(x),
    )


@case
def func_hessians():
    x = values(3)

    def f(v):
        return (v.sin() * v[0]).sum()

    return (
        torch.func.hessian(f)(x),
        torch.func.jacrev(torch.func.jacfwd(f))(x),
        torch.func.jacfwd(torch.func.jacrev(f))(x),
        torch.func.jacrev(torch.func.jacrev(f))(x),
    )


@case
def func_vmap_random_and_chunk():
    x = values(4, 3)
    return (
        torch.func.vmap(lambda r: r + torch.rand(3), randomness="different")(x),
        torch.func.vmap(lambda r: r + torch.rand(3), randomness="same")(x),
        torch.func.vmap(lambda r: r.sum(), chunk_size=2)(x),
        torch.func.vmap(torch.func.vmap(lambda a: a * 2), in_dims=1, out_dims=1)(x),
    )


@case
def func_per_sample_grads():
    m = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
    ps = {k: v.detach() for k, v in m.named_parameters()}
    x, y = (values(5, 3), torch.tensor([0, 1, 0, 1, 1]))

    def loss(p, a, b):
        return F.cross_entropy(torch.func.functional_call(m, p, (a[None],)), b[None])

    return tuple(torch.func.vmap(torch.func.grad(loss), in_dims=(None, 0, 0))(ps, x, y).values())


@case
def func_ensemble():
    ms = [nn.Linear(3, 2) for _ in range(3)]
    ps, bs = torch.func.stack_module_state(ms)
    base = copy.deepcopy(ms[0]).to("meta")
    return torch.func.vmap(
        lambda p, b, x: torch.func.functional_call(base, (p, b), (x,)), (0, 0, None)
    )(ps, bs, values(4, 3))


@case
def func_vmap_linalg_index():
    x = values(4, 3, 3)
    i = torch.tensor([0, 2, 1, 0])
    return (
        torch.func.vmap(torch.linalg.inv)(x),
        torch.func.vmap(lambda a, k: a[k])(x, i),
        torch.func.vmap(lambda a: F.conv1d(a[None], a[:2].unsqueeze(0).repeat(2, 2, 1)[:, :3]))(x),
        torch.func.vmap(lambda a: a.scatter(1, torch.tensor([[0], [1], [2]]), 5.0))(x),
    )


@case
def func_functionalize():

    def f(x):
        y = x.clone()
        y[0].add_(1)
        return y * 2

    return torch.func.functionalize(f)(values(3))


@case
def func_vjp_batched():
    x = values(3)
    _y, pull = torch.func.vjp(lambda v: v**2, x)
    return torch.func.vmap(pull)(torch.eye(3))[0]


@case
def is_grads_batched():
    x = values(3).requires_grad_()
    return torch.autograd.grad(x**2, x, torch.eye(3), is_grads_batched=True)[0]


@case
def autograd_functional_forward():
    x = values(3)
    return (
        torch.autograd.functional.jacobian(lambda v: v.exp() * v, x, vectorize=True),
        torch.autograd.functional.jacobian(
            lambda v: v.exp() * v, x, vectorize=True, strategy="forward-mode"
        ),
        *torch.autograd.functional.jvp(lambda v: v.sin(), x, torch.ones(3)),
        *torch.autograd.functional.vhp(lambda v: (v**3).sum(), x, torch.ones(3)),
        *torch.autograd.functional.hvp(lambda v: (v**3).sum(), x, torch.ones(3)),
    )


@case
def checkpoint_sequential():
    m = nn.Sequential(*[nn.Linear(3, 3) for _ in range(4)])
    x = values(2, 3).requires_grad_()
    y = torch.utils.checkpoint.checkpoint_sequential(m, 2, x, use_reentrant=False)
    y.sum().backward()
    return (y, x.grad, *gradients(m))


@case
def selective_checkpoint():
    import functools

    from torch.utils.checkpoint import CheckpointPolicy, create_selective_checkpoint_contexts

    def policy(ctx, op, *a, **k):
        return (
            CheckpointPolicy.MUST_SAVE
            if op == torch.ops.aten.mm.default
            else CheckpointPolicy.PREFER_RECOMPUTE
        )

    w = values(3, 3).requires_grad_()
    x = values(2, 3)
    y = torch.utils.checkpoint.checkpoint(
        lambda a: torch.tanh(a @ w).sin(),
        x,
        use_reentrant=False,
        context_fn=functools.partial(create_selective_checkpoint_contexts, policy),
    )
    y.sum().backward()
    return (y, w.grad)


@case
def checkpoint_autocast():
    m = nn.Sequential(nn.Linear(3, 3), nn.Dropout(0.5))
    x = values(2, 3).requires_grad_()
    y = torch.utils.checkpoint.checkpoint(m, x, use_reentrant=False, preserve_rng_state=True)
    y.sum().backward()
    return (y, x.grad)


@case
def save_on_cpu():
    x = values(3).requires_grad_()
    with torch.autograd.graph.save_on_cpu():
        y = (x * x).exp()
    y.sum().backward()
    return x.grad


@case
def function_setup_context_vmap():

    class Sq(torch.autograd.Function):
        generate_vmap_rule = True

        @staticmethod
        def forward(x):
            return x * x

        @staticmethod
        def setup_context(ctx, i, o):
            ctx.save_for_backward(*i)
            ctx.save_for_forward(*i)

        @staticmethod
        def backward(ctx, g):
            return 2 * ctx.saved_tensors[0] * g

        @staticmethod
        def jvp(ctx, t):
            return 2 * ctx.saved_tensors[0] * t

    x = values(3, 2)
    return (
        torch.func.grad(lambda v: Sq.apply(v).sum())(x),
        torch.func.vmap(torch.func.grad(lambda v: Sq.apply(v).sum()))(x),
        torch.func.jvp(Sq.apply, (x,), (torch.ones(3, 2),))[1],
    )


@case
def function_extras():

    class F1(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x, n):
            ctx.n = n
            y = x * n
            m = x > 0
            ctx.mark_non_differentiable(m)
            ctx.set_materialize_grads(False)
            return (y, m)

        @staticmethod
        def backward(ctx, g, _):
            return (g * ctx.n, None)

    class F2(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.mark_dirty(x)
            x.add_(1)
            return x

        @staticmethod
        @torch.autograd.function.once_differentiable
        def backward(ctx, g):
            return g * 3

    x = values(3).requires_grad_()
    y, m = F1.apply(x, 3)
    z = F2.apply(y * 1)
    z.sum().backward()
    return (y, m, z, x.grad)


@case
def global_hooks():
    seen = []
    h1 = nn.modules.module.register_module_forward_hook(lambda m, i, o: seen.append(o))
    h2 = nn.modules.module.register_module_full_backward_hook(lambda m, gi, go: seen.append(go[0]))
    try:
        m = nn.Linear(2, 2)
        m(values(3, 2).requires_grad_()).sum().backward()
    finally:
        h1.remove()
        h2.remove()
    return seen


@case
def multi_grad_and_node_hooks():
    seen = []
    x, y = (values(2).requires_grad_(), values(2, seed=2).requires_grad_())
    torch.autograd.graph.register_multi_grad_hook((x, y), lambda gs: seen.extend(gs))
    z = x * y
    z.grad_fn.register_hook(lambda gi, go: seen.append(go[0]))
    z.grad_fn.register_prehook(lambda g: (g[0] * 2,))
    z.sum().backward()
    return (*seen, x.grad)


@case
def gradchecks():
    x = values(3).double().requires_grad_()
    m = nn.Linear(3, 2).double()
    return torch.tensor(
        [
            torch.autograd.gradcheck(lambda v: m(v).tanh(), (x,)),
            torch.autograd.gradgradcheck(lambda v: (v**3).sum(), (x,)),
            torch.autograd.gradcheck(
                lambda v: v.sin(), (x,), check_forward_ad=True, check_batched_grad=True
            ),
            torch.autograd.gradcheck(lambda v: v.sin(), (x,), fast_mode=True),
        ]
    )


# what PyTorch itself computes with there, on purpose: comparisons, printing, workers
UNWATCHED = {
    "fwad_dual",
    "fwad_module",
    "fwad_conv",
    "func_jvp",
    "func_hessians",
    "func_vmap_linalg_index",
    "func_functionalize",
    "gradchecks",
    "function_setup_context_vmap",
    "autograd_functional_forward",
}


@pytest.mark.parametrize("name", CASES)
def test_gives_what_it_gives_natively(target, name):
    assert_same_on(target, CASES[name], watch=name not in UNWATCHED)
