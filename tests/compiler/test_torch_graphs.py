"""`ivy.compile_graph` of PyTorch code: the same results on every backend."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch

import ivy

BACKENDS = ("numpy", "jax", "torch", "tensorflow")
KEY = np.asarray([0, 42], np.uint32)


def numbers(x):
    """The values of an array of any framework."""
    return np.asarray(x.detach() if isinstance(x, torch.Tensor) else x)


def assert_runs(fn, *args, backends=BACKENDS, tolerance=1e-5, **options):
    """Captures a call, and compares its results on every backend with PyTorch's."""
    graph = ivy.compile_graph(fn, *args, **options)
    with torch.no_grad():
        wanted = fn(*args)
    for name in backends:
        got = graph.to_backend(name)(*[a.numpy() for a in args])
        torch.utils._pytree.tree_map(
            lambda g, w: np.testing.assert_allclose(numbers(g), w, tolerance, tolerance),
            got,
            wanted,
        )
    return graph


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self._linear = torch.nn.Linear(3, 3)

    def forward(self, x):
        return self._linear(x)


def cnn():
    torch.manual_seed(0)
    return torch.nn.Sequential(
        torch.nn.Conv2d(3, 4, 3),
        torch.nn.BatchNorm2d(4),
        torch.nn.ReLU(inplace=True),
        torch.nn.Dropout(0.3),
        torch.nn.Flatten(),
        torch.nn.Linear(4 * 36, 2),
    )


def test_the_example_of_the_document():
    x = torch.tensor([1.0, 2.0, 3.0])
    net = Network()
    jax_graph = ivy.compile_graph(net, x).to_backend("jax")
    out = jax_graph(jnp.array([1.0, 2.0, 3.0]))
    assert isinstance(out, jax.Array)
    np.testing.assert_allclose(out, net(x).detach(), 1e-5)


def test_parameters_are_inputs_and_tied_ones_are_one():
    class Tied(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.first = torch.nn.Linear(3, 3, bias=False)
            self.second = torch.nn.Linear(3, 3, bias=False)
            self.second.weight = self.first.weight

        def forward(self, x):
            return self.second(self.first(x))

    graph = assert_runs(Tied(), torch.randn(2, 3))
    assert list(graph.params) == ["first.weight"]
    assert graph.tied == {"second.weight": "first.weight"}


def test_in_training_statistics_change_and_masks_are_the_same_everywhere():
    model, x = cnn(), torch.randn(5, 3, 8, 8)
    before = {k: v.clone() for k, v in model.state_dict().items()}
    graph = ivy.compile_graph(model, x)
    assert all(torch.equal(v, before[k]) for k, v in model.state_dict().items())
    first = None
    for name in BACKENDS:
        program = graph.to_backend(name)
        out = numbers(program(x.numpy(), key=KEY))
        first = out if first is None else first
        np.testing.assert_allclose(out, first, 1e-5, 1e-5)
        assert int(program.state["1.num_batches_tracked"]) == 1
    model.train()(x)
    np.testing.assert_allclose(
        numbers(program.state["1.running_mean"]), model[1].running_mean, 1e-5
    )
    with pytest.raises(ivy.CompileError, match="key"):
        program(x.numpy())


def test_gradients_are_those_of_the_backend():
    model, x = cnn().eval(), torch.randn(5, 3, 8, 8)
    (model(x) ** 2).sum().backward()
    wanted = {k: p.grad for k, p in model.named_parameters()}
    graph = ivy.compile_graph(model, x)

    def check(grads):
        for k, w in wanted.items():
            np.testing.assert_allclose(numbers(grads[k]), w, 1e-4, 1e-4)

    program = graph.to_backend("jax")
    check(
        jax.jit(jax.grad(lambda p: (program.apply(p, program.state, x.numpy())[0] ** 2).sum()))(
            program.params
        )
    )
    program = graph.to_backend("torch")
    leaves = {k: v.clone().requires_grad_() for k, v in program.params.items()}
    (program.apply(leaves, program.state, x)[0] ** 2).sum().backward()
    check({k: v.grad for k, v in leaves.items()})
    import tensorflow as tf

    program = graph.to_backend("tensorflow")
    with tf.GradientTape() as tape:
        tape.watch(program.params)
        loss = tf.reduce_sum(program.apply(program.params, program.state, x.numpy())[0] ** 2)
    check(tape.gradient(loss, program.params))


def test_writes_and_views():
    def function(x):
        y = x * 1
        y[:, 1:3] += 10
        z = y.view(-1)
        z[0] = 5
        y.transpose(0, 1)[2].mul_(3)
        return y, z[2:6]

    assert_runs(function, torch.arange(12.0).view(3, 4))


def test_errors_name_the_line_and_both_sizes():
    x = torch.ones(3, 4)
    with pytest.raises(ivy.IvyError, match=r"test_torch_graphs.py:\d+"):
        ivy.compile_graph(lambda x: x * 2 if x.sum() > 0 else x, x)
    program = ivy.compile_graph(lambda x: x * 2, x).to_backend("numpy")
    with pytest.raises(ivy.CompileError, match=r"\[3, 4\].*\[2, 4\]"):
        program(np.zeros((2, 4), np.float32))
    program = ivy.compile_graph(lambda x: x * 2, torch.tensor(1)).to_backend("numpy")
    assert program(3) == 6
    with pytest.raises(ivy.CompileError, match=r"int64.*float"):
        program(1.5)
    with pytest.raises(ivy.UnknownBackendError):
        ivy.compile_graph(lambda x: x, x).to_backend("paddle")


def test_specialized_graphs_check_what_they_have_read():
    def function(x):
        return x * 2 if x.sum() > 0 else x

    x = np.ones(3, np.float32)
    program = ivy.compile_graph(function, torch.ones(3), dynamic="specialize").to_backend("numpy")
    np.testing.assert_array_equal(program(x), 2 * x)
    with pytest.raises(ivy.CompileError, match="capture it again"):
        program(-x)


def test_a_check_of_the_program_is_one_of_the_graph():
    loss = torch.nn.functional.binary_cross_entropy
    graph = assert_runs(loss, torch.rand(3), torch.rand(3), backends=("numpy", "jax"))
    with pytest.raises(RuntimeError, match="between 0 and 1"):
        graph.to_backend("jax")(np.full(3, 2, np.float32), np.ones(3, np.float32))


class Attention(torch.nn.Module):
    """Every size of its own is computed from those of the argument."""

    def forward(self, x):
        b, t, c = x.shape
        q = x.view(b, t, 4, c // 4).transpose(1, 2)
        mask = torch.ones(t, t, dtype=torch.bool).tril()
        scores = (q @ q.transpose(-1, -2)).masked_fill(~mask, float("-inf"))
        weights = scores.softmax(-1) + torch.arange(t)[None, None, None]
        return (weights @ q).transpose(1, 2).reshape(b * t, c)


def test_two_dynamic_axes(tmp_path):
    model = Attention()
    graph = ivy.compile_graph(model, torch.randn(2, 7, 8), dynamic_shapes=({0: "B", 1: "T"},))
    graph.save(tmp_path / "graph")
    assert str(ivy.load_graph(tmp_path / "graph")) == str(graph)
    program = graph.to_backend("numpy")
    for shape in ((2, 7, 8), (1, 1, 8), (5, 4, 8)):
        x = torch.randn(shape)
        np.testing.assert_allclose(program(x.numpy()), model(x), 1e-5, 1e-5)
    with pytest.raises(ivy.CompileError, match="8"):
        program(np.zeros((2, 7, 9), np.float32))


def test_a_branch_on_a_dynamic_size_is_refused():
    def function(x):
        return x * 2 if x.shape[0] < 5 else x.exp()

    with pytest.raises(ivy.CompileError, match="other steps"):
        ivy.compile_graph(function, torch.randn(4, 3), dynamic_shapes=({0: "B"},))


def test_gradients_end_where_the_program_ends_them():
    def function(x):
        with torch.no_grad():
            scale = (x * 3).exp()
        rounded = x + (x.round() - x).detach()
        return (rounded * scale).sum()

    x = torch.randn(4, requires_grad=True)
    (wanted,) = torch.autograd.grad(function(x), x)
    graph = ivy.compile_graph(function, x)
    program = graph.to_backend("jax")
    got = jax.grad(lambda x: program.apply({}, {}, x)[0])(jnp.asarray(x.detach().numpy()))
    np.testing.assert_allclose(got, wanted, 1e-5)
    program = graph.to_backend("torch")
    (got,) = torch.autograd.grad(program(x), x)
    np.testing.assert_allclose(got, wanted, 1e-5)


def test_gradients_end_in_branches_too():
    def function(x):
        with torch.no_grad():
            outside = x.exp()

        def yes(x):
            with torch.no_grad():
                inside = x.cos()
            return x * inside * outside

        return torch.cond(x.sum() > 0, yes, lambda x: x * 2, (x,)).sum()

    x = torch.ones(3, requires_grad=True)
    (wanted,) = torch.autograd.grad((x * (x.cos() * x.exp()).detach()).sum(), x)
    program = ivy.compile_graph(function, x).to_backend("jax")
    got = jax.grad(lambda x: program.apply({}, {}, x)[0])(jnp.ones(3))
    np.testing.assert_allclose(got, wanted, 1e-5)


@pytest.mark.parametrize("padding", [1, -1])
def test_padding_of_an_embedding_gets_no_gradient(padding):
    model, x = torch.nn.Embedding(4, 2, padding_idx=padding), torch.tensor([[0, 1, 3], [1, 1, 2]])
    model(x).square().sum().backward()
    program = assert_runs(model, x).to_backend("jax")
    got = jax.grad(lambda p: (program.apply(p, {}, x.numpy())[0] ** 2).sum())(program.params)
    np.testing.assert_allclose(got["weight"], model.weight.grad, 1e-5)


def test_state_that_is_not_a_buffer_is_warned_of():
    class Decaying(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.total = torch.zeros(3)

        def forward(self, x):
            self.total = self.total * 0.9 + x
            return self.total

    with pytest.warns(UserWarning, match="Decaying.total changes and is not a buffer"):
        ivy.compile_graph(Decaying(), torch.ones(3))


@pytest.mark.parametrize("dtype", [torch.float16, torch.float32, torch.int8, torch.int32])
def test_integers_without_bounds_are_those_of_the_dtype(dtype):
    graph = ivy.compile_graph(lambda x: x.random_(), torch.zeros(1000, dtype=dtype))
    zeros = torch.zeros(1000, dtype=dtype)
    drawn = graph.to_backend("numpy")(zeros.numpy(), key=KEY).astype(float)
    most = float(zeros.random_().double().max())
    assert 0.9 * most < drawn.max() < 1.1 * most


def test_inside_transformations_of_the_user():
    model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.LayerNorm(4), torch.nn.GELU())
    x = torch.randn(5, 2, 3)
    wanted = model(x).detach()
    graph = ivy.compile_graph(model, x[0])
    program = graph.to_backend("jax")
    values = jnp.asarray(x.numpy())
    np.testing.assert_allclose(jax.jit(program)(values[0]), wanted[0], 1e-5, 1e-5)
    mapped = jax.vmap(lambda x: program.apply(program.params, program.state, x)[0])
    np.testing.assert_allclose(mapped(values), wanted, 1e-5, 1e-5)
    program = graph.to_backend("torch")
    compiled = torch.compile(
        lambda p, x: program.apply(p, {}, x)[0], fullgraph=True, backend="aot_eager"
    )
    np.testing.assert_allclose(compiled(program.params, x[0]), wanted[0], 1e-5, 1e-5)


def test_arguments_by_name():
    graph = ivy.compile_graph(torch.nn.Linear(3, 2), torch.ones(4, 3))
    x = np.ones((4, 3), np.float32)
    program = graph.to_backend("numpy")
    np.testing.assert_array_equal(program(input=x), program(x))
    with pytest.raises(ivy.CompileError, match="structure"):
        program(x, other=x)


def test_a_backward_of_its_own_is_told():
    class Sign(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x.sign()

        @staticmethod
        def backward(ctx, grad):
            return grad

    with pytest.warns(UserWarning, match="Sign has a backward of its own"):
        ivy.compile_graph(lambda x: Sign.apply(x), torch.ones(3))
    assert Sign.apply(torch.ones(3)).sum() == 3


def test_what_is_no_function():
    with pytest.raises(ivy.CompileError, match="can't be called"):
        ivy.compile_graph(3, torch.ones(3))


def test_largest_and_smallest_numbers_with_nan():
    x = torch.tensor([[1.0, torch.nan, 3.0], [torch.nan] * 3, [5.0, 2.0, 1.0]])

    def extremes(x):
        return x.amax(1), x.amin(1), torch.maximum(x[:, 0], x[:, 1]), x.max(1).indices, x.argmin(1)

    assert_runs(extremes, x)
