"""`Graph.source`: modules of each framework that compute what the graph computes, without Ivy."""

import ast
import functools
import importlib.util

import jax
import numpy as np
import pytest
import torch
from torch import nn

import ivy

TARGETS = ("numpy", "jax", "torch", "tensorflow")
ROOTS = {"numpy": {"numpy", "scipy"}, "jax": {"jax"}, "torch": {"torch"}}
OWN = {"numpy", "base64", "json", "zlib", "pathlib"}
KEY = np.asarray([0, 42], np.uint32)


def numbers(x):
    """The values of an array of any framework."""
    return np.asarray(x.detach() if isinstance(x, torch.Tensor) else x)


def module_of(graph, target, folder):
    """The source of a graph, written to a file and imported from there."""
    path = folder / f"{graph.name}_{target}.py"
    text = graph.source(target, path)
    assert path.read_text() == text
    assert max(map(len, text.splitlines())) <= 100
    roots = {n.split(".")[0] for n in imports(text)}
    assert roots <= OWN | ROOTS.get(target, {target}), roots
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def imports(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def stored(graph, module):
    """The parameters and state as the module reads them."""
    tables = [module.load_parameters()] if graph.params else []
    return [*tables, module.load_state()] if graph.state else tables


def stored_values(model):
    return [
        {k: numbers(v) for k, v in t} for t in (model.named_parameters(), model.named_buffers())
    ]


COMPILERS = {
    "jax": jax.jit,
    "tensorflow": lambda f: __import__("tensorflow").function(f, jit_compile=True),
}


def leaves(x):
    found = torch.utils._pytree.tree_leaves(x)
    return [numbers(v) for v in found]


def assert_same_everywhere(fn, *args, folder, targets=TARGETS, tolerance=1e-6, key=None):
    """The source gives the bits of the program, and PyTorch's results."""
    training = isinstance(fn, nn.Module) and fn.training
    graph = ivy.compile_graph(fn, *args)
    with torch.no_grad():
        wanted = None if key is not None or training else leaves(fn(*args))
    for target in targets:
        module = module_of(graph, target, folder)
        program = graph.to_backend(target)
        tables = stored(graph, module)
        # TensorFlow's eager program looks at values, and multiplies batches by another kernel than `@`
        bits = 0 if target != "tensorflow" else tolerance
        same = functools.partial(np.testing.assert_allclose, rtol=bits, atol=bits, err_msg=target)
        with program.backend.scope():
            given = [program.backend.from_numpy(a.numpy()) for a in args]
            keys = {} if key is None else {"key": program.backend.from_numpy(key)}
            out, new = program.apply(program.params, program.state, *given, **keys)
            got = module.forward(*tables, *given, **keys)
            compiled = COMPILERS.get(target, lambda f: f)(module.forward)(*tables, *given, **keys)
        got, state = got if graph.state else (got, {})
        compiled = compiled[0] if graph.state else compiled
        for g, o, c in zip(leaves(got), leaves(out), leaves(compiled), strict=True):
            same(g, o)
            np.testing.assert_allclose(c, g, tolerance, tolerance, err_msg=target)
        for name, value in state.items():
            same(numbers(value), numbers(new[name]))
        for g, w in zip(leaves(got), wanted or leaves(got), strict=True):
            assert g.dtype == w.dtype, target
            np.testing.assert_allclose(g, w, tolerance, tolerance, err_msg=target)
    return graph


def mlp():
    torch.manual_seed(0)
    layers = nn.Linear(8, 16), nn.GELU(), nn.LayerNorm(16), nn.Linear(16, 4)
    return nn.Sequential(*layers).eval()


class Block(nn.Module):
    """A block of GPT-2."""

    def __init__(self, size=32, heads=4):
        super().__init__()
        self.heads = heads
        self.ln_1, self.ln_2 = nn.LayerNorm(size), nn.LayerNorm(size)
        self.attn, self.proj = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.fc, self.out = nn.Linear(size, 4 * size), nn.Linear(4 * size, size)

    def forward(self, x):
        batch, length, size = x.shape
        parts = self.attn(self.ln_1(x)).split(size, -1)
        q, k, v = (p.view(batch, length, self.heads, -1).transpose(1, 2) for p in parts)
        y = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.proj(y.transpose(1, 2).reshape(batch, length, size))
        return x + self.out(nn.functional.gelu(self.fc(self.ln_2(x))))


def test_mlp(tmp_path):
    assert_same_everywhere(mlp(), torch.randn(3, 8), folder=tmp_path)


def test_equal_modules_share_a_function(tmp_path):
    torch.manual_seed(0)
    model = nn.Sequential(Block(), Block(), Block()).eval()
    graph = assert_same_everywhere(model, torch.randn(2, 9, 32), folder=tmp_path)
    text = graph.source("jax")
    assert text.count("def ") == 4  # within, ln, the block, forward
    assert "@ jnp.matrix_transpose(params" in text


def test_the_source_is_compiled_and_differentiated_by_its_framework(tmp_path):
    model, x = mlp(), torch.randn(3, 8)
    model(x).square().sum().backward()
    wanted = {k: p.grad.numpy() for k, p in model.named_parameters()}
    graph = ivy.compile_graph(model, x)

    def check(grads):
        for k, w in wanted.items():
            np.testing.assert_allclose(numbers(grads[k]), w, 1e-5, 1e-5)

    module = module_of(graph, "jax", tmp_path)
    check(jax.grad(lambda p: (module.forward(p, x.numpy()) ** 2).sum())(module.load_parameters()))
    module = module_of(graph, "torch", tmp_path)
    params = {k: v.requires_grad_() for k, v in module.load_parameters().items()}
    module.forward(params, x).square().sum().backward()
    check({k: p.grad for k, p in params.items()})
    import tensorflow as tf

    module = module_of(graph, "tensorflow", tmp_path)
    params = module.load_parameters()
    with tf.GradientTape() as tape:
        tape.watch(params)
        loss = tf.reduce_sum(module.forward(params, x.numpy()) ** 2)
    check(tape.gradient(loss, params))


def test_torch_compiles_it_as_one_graph(tmp_path):
    model, x = mlp(), torch.randn(3, 8)
    module = module_of(ivy.compile_graph(model, x), "torch", tmp_path)
    compiled = torch.compile(module.forward, fullgraph=True, backend="eager")
    torch.testing.assert_close(compiled(module.load_parameters(), x), model(x))


class Residual(nn.Module):
    """A block of a ResNet."""

    def __init__(self, size):
        super().__init__()
        self.conv1, self.conv2 = (nn.Conv2d(size, size, 3, padding=1, bias=False) for _ in "12")
        self.bn1, self.bn2 = nn.BatchNorm2d(size), nn.BatchNorm2d(size)

    def forward(self, x):
        return torch.relu(x + self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x))))))


def resnet():
    torch.manual_seed(0)
    head = nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 3)
    stem = nn.Conv2d(3, 8, 5, stride=2, padding=2), nn.MaxPool2d(3, 2, 1)
    return nn.Sequential(*stem, Residual(8), Residual(8), *head)


def test_resnet(tmp_path):
    assert_same_everywhere(resnet().eval(), torch.randn(2, 3, 16, 16), folder=tmp_path)


def test_training_gives_new_state_and_takes_a_key(tmp_path):
    torch.manual_seed(0)
    layers = nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Dropout(0.5), nn.Linear(8, 2)
    model = nn.Sequential(*layers)
    graph = assert_same_everywhere(model, torch.randn(5, 4), folder=tmp_path, key=KEY)
    for target in TARGETS:
        assert "def forward(params, state, input, key=None):" in graph.source(target)


def test_loops(tmp_path):
    class Last(nn.Module):
        def __init__(self):
            super().__init__()
            self.rnn = nn.GRU(3, 4)

        def forward(self, x):
            return self.rnn(x)[0][-1]

    graph = assert_same_everywhere(Last(), torch.randn(5, 2, 3), folder=tmp_path)
    assert "lax.scan(step" in graph.source("jax")


@pytest.mark.parametrize("name", ["GPT2", "Bert", "ViT"])
def test_models_of_transformers(name, tmp_path):
    import transformers

    torch.manual_seed(0)
    size = {"n_embd": 16, "n_layer": 2, "n_head": 2, "hidden_size": 16, "num_attention_heads": 2}
    size |= {"num_hidden_layers": 2, "intermediate_size": 32, "vocab_size": 50}
    if name == "GPT2":
        size = {k: v for k, v in size.items() if k.startswith("n_") or k == "vocab_size"}
        size |= {"bos_token_id": 1, "eos_token_id": 1, "use_cache": False}
    elif name == "ViT":
        size |= {"image_size": 16, "patch_size": 8}
    config = getattr(transformers, f"{name}Config")(**size)
    model = getattr(transformers, f"{name}Model")(config).eval()
    x = torch.randn(1, 3, 16, 16) if name == "ViT" else torch.randint(0, 50, (2, 6))
    assert_same_everywhere(model, x, folder=tmp_path, tolerance=2e-6)


def test_constants_without_a_file_stand_in_the_text():
    table = torch.randn(9, 11)
    text = ivy.compile_graph(lambda x: x @ table, torch.ones(2, 9)).source("numpy")
    names = {}
    exec(text, names)
    np.testing.assert_allclose(names["forward"](np.eye(9, dtype=np.float32)), table)


def test_names_are_quoted(tmp_path):
    model = nn.Sequential()
    model.add_module('a"b\\', nn.BatchNorm1d(3))
    model.__class__ = type('"' * 3 + "; x", (nn.Sequential,), {})
    module = {}
    exec(ivy.compile_graph(model, torch.randn(2, 3)).source("numpy"), module)
    out, state = module["forward"](*stored_values(model), np.ones((2, 3), np.float32))
    assert out.shape == (2, 3) and 'a"b\\.running_mean' in state


def test_values_that_are_written_in_place_stay_in_order():
    def swap(x):
        y = x.clone()
        y[0], y[1] = y[1].clone(), y[0].clone()
        return y, x.index_add(0, torch.tensor([1, 1]), torch.ones(2, 3))

    x = torch.arange(6.0).reshape(2, 3)
    graph = ivy.compile_graph(swap, x)
    for target in TARGETS:
        names = {}
        exec(graph.source(target), names)
        given = graph.to_backend(target).backend.from_numpy(x.numpy())
        for got, wanted in zip(names["forward"](given), swap(x), strict=True):
            np.testing.assert_array_equal(numbers(got), wanted)
