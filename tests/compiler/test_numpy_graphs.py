"""`ivy.compile_graph` of NumPy code: the same results on every backend."""

import numpy as np
import pytest

import ivy

BACKENDS = ("numpy", "jax", "torch", "tensorflow")
KEY = np.asarray([0, 42], np.uint32)
X = np.linspace(-1, 1, 12, dtype=np.float32).reshape(3, 4)
generator = np.random.default_rng(0)


def assert_runs(fn, *args, backends=BACKENDS, calls=(), **options):
    """Captures a call, and compares its results, and those of further calls, with NumPy's."""
    graph = ivy.compile_graph(fn, *args, **options)
    for call in (args, *calls):
        wanted = fn(*[np.copy(a) for a in call])
        for name in backends:
            _assert_equal(graph.to_backend(name)(*call), wanted)
    return graph


def _assert_equal(got, wanted):
    if isinstance(wanted, (tuple, list, dict)):
        assert len(got) == len(wanted)
        for key in wanted if isinstance(wanted, dict) else range(len(wanted)):
            _assert_equal(got[key], wanted[key])
        return
    got = np.asarray(got)
    assert (got.dtype, got.shape) == (np.asarray(wanted).dtype, np.shape(wanted))
    np.testing.assert_allclose(got, wanted, 1e-5, 1e-5)


def forward(x):
    """Views, in-place writes, reductions, products and new arrays."""
    y = np.exp(x) @ x.T
    y[0] += 1
    y[:, 1:] *= 2
    y.T[2, ::-1] = x[:, 0]
    out = np.zeros((3, 4))
    out[:, ::2] = y[:, :2]
    np.maximum(out, 0.5, out=out)
    return {"y": y / y.sum(axis=1, keepdims=True), "mean": out.mean(), "out": [out, x[::-1, None]]}


def test_a_function_runs_on_every_backend_and_as_text():
    graph = assert_runs(forward, X)
    assert [graph.nodes[i].name for i in graph.inputs] == ["x"]
    assert {n.op for n in graph.nodes} >= {"exp", "permute_dims", "slice_", "flip"}
    for name in BACKENDS:
        module = {}
        exec(graph.source(name), module)
        given = X if name == "numpy" else _native(name, X)
        _assert_equal(module["forward"](given), forward(X))


def _native(name, x):
    if name == "torch":
        import torch

        return torch.from_numpy(x)
    import importlib

    return getattr(importlib.import_module({"jax": "jax.numpy"}.get(name, name)), "constant"
                   if name == "tensorflow" else "asarray")(x)  # fmt: skip


def solve(x):
    a = x @ x.T + 3 * np.eye(3)
    values, vectors = np.linalg.eigh(a)
    inverse = np.linalg.inv(a)
    return np.linalg.solve(a, x), inverse, values, vectors @ np.diag(values) @ vectors.T


def test_linear_algebra_and_its_errors():
    graph = assert_runs(solve, X)
    assert "eigh" in {n.op for n in graph.nodes}
    with pytest.raises(np.linalg.LinAlgError):
        ivy.compile_graph(np.linalg.inv, X)
    program = ivy.compile_graph(lambda a: np.linalg.inv(a), np.eye(2)).to_backend("numpy")
    with pytest.raises(ValueError, match="ingular matrix"):
        program(np.zeros((2, 2)))


def test_scalars_and_a_class_with_weights():
    class Model:
        def __init__(self):
            self.w = np.ones((4, 2), np.float32)

        def __call__(self, x, scale):
            return np.tanh(x @ self.w) * scale

    assert_runs(Model(), X, np.float32(2))


def ranges(x):
    n = x.shape[0]
    rows = np.arange(n)[:, None] + x
    return (
        rows / (n + 1),
        x.mean(axis=0),
        x.var(ddof=1),
        np.concatenate([x, x])[::-1],
        x.T.reshape(-1)[2:],
    )


def test_dynamic_axes():
    others = [(np.ones((n, 4), np.float32),) for n in (2, 7)]
    assert_runs(ranges, X, dynamic_shapes=({0: "rows"},), calls=others)


def clip(x):
    return x / x.sum() if x.sum() > 1 else x[x > 0]


def test_values_that_decide():
    with pytest.raises(ivy.IvyError, match=r"test_numpy_graphs.py:\d+"):
        ivy.compile_graph(clip, X)
    assert_runs(clip, X + 1, dynamic="specialize")
    graph = assert_runs(clip, X, dynamic="specialize")
    with pytest.raises(ivy.CompileError, match="captured"):
        graph.to_backend("numpy")(-X)
    with pytest.raises(ivy.UnsupportedOpError, match=r"test_numpy_graphs.py:\d+"):
        ivy.compile_graph(lambda x: x[x > 0], X)


def test_numpys_own_errors_and_names_without_a_rule():
    import scipy.special

    with pytest.raises(ValueError, match="not aligned"):
        ivy.compile_graph(lambda x: np.dot(x, x), X)
    with pytest.raises(ivy.UnsupportedOpError, match=r"erfcx.*test_numpy_graphs.py:\d+"):
        ivy.compile_graph(lambda x: scipy.special.erfcx(x), X)


def noisy(x):
    rng = np.random.default_rng(0)
    drawn = np.random.normal(1, 2, x.shape), rng.random(3), rng.choice(x, 2), rng.permutation(3)
    return drawn, generator.integers(0, 5, 3), np.random.uniform(x[0], 2.0)


def test_random_numbers_are_those_of_the_key():
    graph = ivy.compile_graph(noisy, X)
    first, *others = (graph.to_backend(name)(X, key=KEY) for name in ("numpy", "jax", "torch"))
    for other in others:
        _assert_equal(other, first)
    with pytest.raises(ivy.CompileError, match="key"):
        graph.to_backend("numpy")(X)


def test_draws_that_would_be_constants_are_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(ivy.CompileError, match="generator"):
        ivy.compile_graph(lambda x: x * rng.normal(), X)
    with pytest.raises(ivy.UnsupportedOpError, match="multivariate"):
        ivy.compile_graph(lambda x: np.random.multivariate_normal(x[0, :2], np.eye(2)), X)


def test_arrays_of_the_caller_stay_as_they_are():
    x = X.copy()
    graph = ivy.compile_graph(forward, x)
    graph.to_backend("numpy")(x)
    assert np.array_equal(x, X)
    with pytest.raises(ivy.IvyError, match="writes into an array"):
        ivy.compile_graph(lambda y: np.copyto(x, y), X)


def test_a_function_that_belongs_to_no_module():
    assert_runs(eval("lambda x: abs(x) + 1", {}), X, backends=("numpy",))
