"""What a call writes is there afterwards: in place and with `out=`, at the first call and later."""

import math

import pytest
import torch
from support.compare import assert_same
from support.conformance import strictly_on

import ivy

pytestmark = pytest.mark.usefixtures("programs")


def _written_fresh_results(x):
    found = []
    for _ in range(4):  # the general path, a new program, its next calls
        fresh = x.exp().sum(1)
        fresh.mul_(2)
        found.append(fresh.tolist())
    return found


def test_in_place_on_a_fresh_result(target):
    x = torch.linspace(-1, 1, 12).reshape(3, 4)
    with ivy.run_on(target, fallback="error"):
        ours = _written_fresh_results(x)
    native = torch.tensor(_written_fresh_results(x))
    torch.testing.assert_close(torch.tensor(ours), native)


A, B = torch.tensor([[2.0, 1.0], [0.0, 3.0]]), torch.tensor([[1.0, -1.0], [4.0, 0.5]])
CALLS = {
    "arange": (lambda out: torch.arange(1, 4, out=out), torch.empty(3, dtype=torch.int32)),
    "full": (lambda out: torch.full((2, 2), 7, out=out), torch.empty(2, 2, dtype=torch.float64)),
    "linspace": (lambda out: torch.linspace(0, 1, 3, out=out), torch.empty(3)),
    "arange into a square": (lambda out: torch.arange(4.0, out=out), torch.zeros(2, 2).t()),
    "linspace into a square": (lambda out: torch.linspace(0, 1, 4, out=out), torch.zeros(2, 2)),
    "logspace into a square": (lambda out: torch.logspace(0, 1, 4, out=out), torch.zeros(2, 2)),
    "kron": (lambda out: torch.kron(A, B, out=out), torch.zeros(4, 4)),
    "matmul": (lambda out: torch.matmul(torch.stack([A, B]), B, out=out), torch.zeros(2, 2, 2)),
    "matrix_rank": (
        lambda out: torch.linalg.matrix_rank(A, out=out),
        torch.zeros((), dtype=torch.int64),
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_out_is_written(target, name):
    call, out = CALLS[name]
    native = call(out.clone())
    ours = out.clone()
    with ivy.run_on(target, fallback="error"):
        assert call(ours) is ours
    torch.testing.assert_close(ivy.to_source(ours), native)


def test_out_refuses_what_pytorch_refuses(target):
    g = torch.ones(2, 2, requires_grad=True)
    calls = (
        lambda: torch.matmul(A, B, out=torch.zeros(2, 2, dtype=torch.float64)),
        lambda: torch.kron(A, B, out=torch.zeros(4, 4, dtype=torch.int64)),
        lambda: torch.kron(g, B, out=torch.zeros(4, 4)),
        lambda: torch.linalg.matrix_rank(A, out=torch.zeros((), dtype=torch.bool)),
    )
    for call in calls:
        with pytest.raises(RuntimeError):
            call()
        with pytest.raises(RuntimeError), ivy.run_on(target, fallback="error"):
            call()


def _two_lists():
    made = torch.linspace(0.5, 2, 24).reshape(2, 3, 4)
    return [made[0].clone(), made[1].clone()], [made[1].sin(), made[0].cos()]


LIST_CALLS = {
    "add_": lambda a, b: torch._foreach_add_(a, b, alpha=0.5),
    "add_ of a scalar": lambda a, b: torch._foreach_add_(a, 2.0),
    "addcdiv_ by scalars": lambda a, b: torch._foreach_addcdiv_(a, b, b, [0.5, 2.0]),
    "copy_": lambda a, b: torch._foreach_copy_(a, b),
    "lerp_": lambda a, b: torch._foreach_lerp_(a, b, 0.25),
    "of itself": lambda a, b: torch._foreach_mul_(a, a),
    "of views": lambda a, b: torch._foreach_add_([x.T for x in a], [x.T for x in b]),
    "one tensor twice": lambda a, b: torch._foreach_add_([a[0], a[0]], b),
    "of one another": lambda a, b: torch._foreach_add_(a, [a[1], a[0]]),
    "sqrt_": lambda a, b: torch._foreach_sqrt_(a),
    "zero_": lambda a, b: torch._foreach_zero_(a),
}


@pytest.mark.parametrize("name", LIST_CALLS)
def test_lists_are_written(target, name):
    def run():
        a, b = _two_lists()
        seen = [x[0] for x in a]  # views see what is written
        for _ in range(4):  # the general path, a new program, its next calls
            LIST_CALLS[name](a, b)
        return [*a, *b, *seen]

    native = run()
    with ivy.run_on(target, fallback="error"):
        ours = [ivy.to_source(x) for x in run()]
    torch.testing.assert_close(ours, native)


def _detached(x):
    return [x, x.detach()]


def _same(x):
    return [x, x]


def _complex_and_its_parts(x):
    x = x.to(torch.complex64)
    return [x, torch.view_as_real(x)]


@pytest.mark.parametrize("pair", [_detached, _same, _complex_and_its_parts])
def test_lists_whose_tensors_share_elements_are_written_one_after_the_other(target, pair):
    def run(x):
        tensors = pair(x)
        for _ in range(4):
            torch._foreach_add_(tensors, 1.0)
            torch._foreach_mul_(tensors, 2.0)
        return tensors[0]

    for x in (torch.ones(3), torch.ones(3) * 1):
        native = run(x.clone())
        with ivy.run_on(target, fallback="error"):
            assert run(x.clone()).tolist() == native.tolist()
            assert run(x * 1).tolist() == native.tolist()
        with ivy.run_on(target, fallback="error"):
            assert run(x).tolist() == native.tolist()


VERSIONS = {
    "_foreach_add_": lambda a: torch._foreach_add_(a, 1.0),
    "_foreach_copy_": lambda a: torch._foreach_copy_(a, [t + 1 for t in a]),
    "_foreach_sqrt_": torch._foreach_sqrt_,
    "split_copy": lambda a: torch.split_copy(torch.ones(6), 3, out=a),
    "_fused_sgd_": lambda a: torch._fused_sgd_(
        a,
        [t + 1 for t in a],
        [],
        weight_decay=0.0,
        momentum=0.0,
        lr=0.1,
        dampening=0.0,
        nesterov=False,
        maximize=False,
        is_first_step=True,
    ),
}


@pytest.mark.parametrize("name", VERSIONS)
def test_versions_of_lists_are_counted_as_natively(target, name):
    def run():
        a = [torch.ones(3), torch.ones(3)]
        for _ in range(4):
            VERSIONS[name](a)
        return [t._version for t in a]

    native = run()
    with ivy.run_on(target, fallback="error"):
        assert run() == native


def test_a_write_of_lists_to_what_a_gradient_needs_is_refused(target):
    with ivy.run_on(target, fallback="error"):
        x = torch.ones(3, requires_grad=True)
        y = x * 2
        z = y * y
        with torch.no_grad():
            torch._foreach_add_([y], 1.0)
        with pytest.raises(RuntimeError, match="modified by an inplace operation"):
            z.sum().backward()


@pytest.mark.parametrize("optimizer", [torch.optim.Adam, torch.optim.AdamW])
def test_an_update_by_default_is_one_operator(target, optimizer):
    def train(inside):
        torch.manual_seed(0)
        net = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.Linear(3, 2))
        steps = optimizer(net.parameters(), lr=0.1)
        for k in range(5):
            steps.param_groups[0]["lr"] = 0.1 / (k + 1)  # as schedulers do
            steps.zero_grad()
            net(torch.linspace(-1, 1, 8).reshape(2, 4)).square().sum().backward()
            steps.step()
        if inside:
            updates = {n: c for n, c in ivy.report().calls.items() if "adam" in n and "_." in n}
            assert list(updates.values()) == [5]
        assert steps.param_groups[0]["foreach"] is None
        return [p.detach() for p in net.parameters()]

    native = train(False)
    with ivy.run_on(target, fallback="error"):
        ours = [ivy.to_source(p) for p in train(True)]
    torch.testing.assert_close(ours, native, rtol=1e-5, atol=1e-6)


def _write_parts(dtype, shape):
    """Writes to views again and again: the general path, a new program, its next calls."""
    x = torch.arange(1, 1 + math.prod(shape)).reshape(shape).to(dtype)
    row, column, block = x[1], x[:, 1], x[1:, ::2]
    for k in range(5):
        row.add_(k)
        column.mul_(2)
        block.fill_(k)
        column.copy_(column.flip(0))
        x[:, 0] = k
        x[-1] = x[0]
        x[1:][..., 1:2] = True
        x[0, 0] = k + 0.5
        column.sub_(x[:, 0])
        x.t()[1].add_(row[0])
    return x, row, column, block


@pytest.mark.parametrize("shape", [(3, 4), (4, 3), (2, 3, 2)])
def test_parts_are_written_in_every_dtype(target, shape):
    dtypes = (torch.float32, torch.float64, torch.int64, torch.uint8, torch.complex64)
    shown = [d for d in dtypes if len(shape) == 2 or d != torch.complex64]
    natively = [_transposable(d, shape) for d in shown]
    with ivy.run_on(target, fallback="error"):
        ours = [_transposable(d, shape) for d in shown]
        for found, expected in zip(ours, natively, strict=True):
            for a, b in zip(found, expected, strict=True):
                assert_same(a, b)
                assert a.stride() == b.stride()


def _transposable(dtype, shape):
    return _write_parts(dtype, shape if len(shape) == 2 else (shape[0] * shape[1], shape[2]))


def _refused(write):
    x = torch.zeros(3, 2)
    parts = x[0], x[:, 0]
    x.requires_grad_()
    for _ in range(3):
        with pytest.raises(RuntimeError, match="leaf Variable"):
            write(x, *parts)
    with torch.no_grad():
        for _ in range(3):
            write(x, *parts)
    return x.detach()


@pytest.mark.parametrize(
    "write",
    [
        lambda x, row, column: row.add_(1),
        lambda x, row, column: column.fill_(2.0),
        lambda x, row, column: x.__setitem__(0, 2.0),
        lambda x, row, column: x.__setitem__((slice(None), 0), torch.ones(3)),
    ],
)
def test_parts_of_variables_are_refused_as_natively(target, write):
    expected = _refused(write)
    with ivy.run_on(target, fallback="error"):
        assert_same(_refused(write), expected)


def test_a_gradient_flows_through_parts_that_are_written(target):
    def differentiated():
        x = torch.linspace(-1, 1, 6).reshape(2, 3).requires_grad_()
        for _ in range(4):
            y = x * 2
            part = y[:, 1]
            part.mul_(3).add_(x[:, 0])
            y[0] = 1.0
            y[:, 2:] = x[:, :1]
            (gradient,) = torch.autograd.grad((y * y).sum(), x)
        return gradient

    expected = differentiated()
    with ivy.run_on(target, fallback="error"):
        assert_same(differentiated(), expected)


NUMBERS = (3, -1, 1.5, True, float("nan"), 300, 2**63, 1j)


@pytest.mark.parametrize("dtype", [torch.float32, torch.int8, torch.bool, torch.complex64])
def test_numbers_through_indices(target, dtype):
    def write(value):
        x = torch.zeros(2, 3, dtype=dtype)
        try:
            x[:, 1] = value
            x[..., None, 0] = value
        except Exception as error:
            return type(error), x
        return None, x

    for value in NUMBERS:
        raised, expected = write(value)
        with ivy.run_on(target, fallback="error"):
            again, found = write(value)
            assert again is raised, f"{value!r}"
            assert_same(found, expected)


def test_an_update_of_parameters_that_share_their_memory(target):
    def run():
        flat = torch.arange(6.0)
        parameters = [torch.nn.Parameter(flat[:2]), torch.nn.Parameter(flat[2:])]
        optimizer = torch.optim.Adam(parameters, lr=0.1)
        for _ in range(3):
            optimizer.zero_grad()
            sum(p.square().sum() for p in parameters).backward()
            optimizer.step()
        return flat

    wanted = run()
    with ivy.run_on(target, fallback="error"):
        out = run()
    torch.testing.assert_close(ivy.to_source(out), wanted)


ASSIGNED = {
    "column": (lambda: torch.zeros(3, 4), (slice(None), 0)),
    "row": (lambda: torch.zeros(3, 4), -1),
    "steps": (lambda: torch.zeros(3, 4), (..., slice(1, None, 2))),
    "all": (lambda: torch.zeros(3, 4), ...),
    "nothing": (lambda: torch.zeros(3, 4), slice(0, 0)),
    "too far": (lambda: torch.zeros(3, 4), 5),
    "a float in a slice": (lambda: torch.zeros(3, 4), (slice(1.0, 2),)),
    "True": (lambda: torch.zeros(3, 4), True),
    "list": (lambda: torch.zeros(3, 4), [0, 2]),
    "tensor": (lambda: torch.zeros(3, 4), (slice(None), torch.tensor([0, 2]))),
    "part of a part": (lambda: torch.zeros(5, 4)[1:].t(), (0, slice(1, 3))),
    "repeated elements": (lambda: torch.zeros(1, 4).expand(3, 4), (slice(None), 0)),
    "conjugate": (lambda: torch.zeros(3, 4, dtype=torch.complex64).conj(), 0),
    "integers": (lambda: torch.zeros(3, 4, dtype=torch.int8), (slice(None), None, 0)),
    "bfloat16": (lambda: torch.zeros(3, 4, dtype=torch.bfloat16), 1),
    "variable": (lambda: torch.zeros(3, 4, requires_grad=True), 0),
    "result": (lambda: torch.zeros(3, 4, requires_grad=True) * 1, 0),
}
VALUES = (
    lambda x: 2,
    lambda x: 0.1,
    lambda x: -0.0,
    lambda x: float("nan"),
    lambda x: torch.ones((), dtype=x.dtype),
    lambda x: torch.arange(3).to(x.dtype),
    lambda x: torch.arange(8.0).reshape(4, 2).t()[:1].to(x.dtype),
    lambda x: torch.ones(1, 1, 1, 4, dtype=torch.float64),
    lambda x: x[-1].detach(),
    lambda x: x.detach(),
    lambda x: torch.ones((), requires_grad=True).to(x.dtype),
)


def _assigned(make, index):
    found = []
    for _ in range(3):
        for value in VALUES:
            x = make()
            before, error = x._version, None
            try:
                x[index] = value(x)
            except Exception as raised:
                error = type(raised)
            bits = x.detach().resolve_conj().clone()
            found.append((error, x._version - before, x.requires_grad, bits))
    return found


@pytest.mark.parametrize("name", ASSIGNED)
def test_assignments_through_indices(target, name):
    natively = _assigned(*ASSIGNED[name])
    with ivy.run_on(target, fallback="error"):
        for ours, expected in zip(_assigned(*ASSIGNED[name]), natively, strict=True):
            assert ours[:3] == expected[:3]
            assert_same(ours[3], expected[3])


def test_assignments_where_pytorch_does_more(target):
    def run():
        found = []
        given = torch.zeros(3)
        for _ in range(3):
            x, y = torch.zeros(3), torch.ones(3, requires_grad=True)
            z = y.exp()
            product = z * z
            with torch.no_grad():
                y[0] = 2.0
            z.detach()[0] = 1.0
            with pytest.raises(RuntimeError, match="modified by an inplace operation"):
                product.sum().backward()
            with torch.inference_mode():
                marked = torch.zeros(3)
                marked[1] = 1.0
            with pytest.raises(RuntimeError, match="inference"):
                marked[0] = 1.0
            OUTSIDE[0] = given[1] = 4.0
            found += [y.detach(), marked, given, OUTSIDE[:2]]
            found.append(torch.vmap(lambda row: _with_number(row.clone()))(x[None]))
            found.append(torch.func.grad(lambda v: _with_number(v * v).sum())(x + 1))
        return [t.clone() for t in found]

    expected = run()
    with ivy.run_on(target, fallback="error"):
        for ours, wanted in zip(run(), expected, strict=True):
            assert_same(ours, wanted)


OUTSIDE = torch.zeros(3)


def _with_number(x):
    x[1] = 3.0
    return x


WRONG_SHAPES = {
    "addr_": lambda: torch.ones(()).addr_(torch.ones(5), torch.ones(10)),
    "ldexp_": lambda: torch.ones(5, 1).ldexp_(torch.ones(5, 5)),
}


@pytest.mark.parametrize("name", WRONG_SHAPES)
def test_a_result_of_another_shape_is_refused_as_natively(name, target):
    """Also of operators without a function of their own, which PyTorch takes apart."""
    with pytest.raises(RuntimeError) as native:
        WRONG_SHAPES[name]()
    with ivy.run_on(target, fallback="error"), pytest.raises(RuntimeError) as ours:
        WRONG_SHAPES[name]()
    assert str(ours.value) == str(native.value)


def test_out_of_a_shape_that_depends_on_values_is_computed_on_the_target(target):
    with strictly_on(target):
        x = torch.tensor([0.0, 1.0, 2.0])
        chosen, places = torch.empty(2), torch.empty(2, 1, dtype=torch.int64)
        torch.masked_select(x, x > 0, out=chosen)
        torch.nonzero(x, out=places)
    assert chosen.tolist() == [1.0, 2.0] and places.tolist() == [[1], [2]]
