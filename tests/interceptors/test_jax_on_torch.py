"""JAX as a source: its code on torch and on NumPy, and a process that is afterwards as it was."""

import asyncio
import concurrent.futures
import subprocess
import sys
import threading

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch
from jax._src import core
from support.jax_detector import NativePrograms

import ivy
from interceptors.jax import _compat, programs
from interceptors.jax.trace import TRACE

HOLDERS = {"torch": torch.Tensor, "numpy": (np.ndarray, np.generic)}


@pytest.fixture(params=HOLDERS)
def target(request):
    return request.param


def sine(x):
    return jnp.sum(jnp.sin(x) ** 2)


def close(got, want):
    for g, w in zip(jax.tree.leaves(got), jax.tree.leaves(want), strict=True):
        g, w = np.asarray(g), np.asarray(w)
        assert g.dtype == w.dtype and g.shape == w.shape
        np.testing.assert_allclose(g, w, rtol=1e-5, atol=1e-6)


def held_by(target, tree):
    leaves = jax.tree.leaves(tree)
    return all(isinstance(ivy.target_array(leaf), HOLDERS[target]) for leaf in leaves)


# -- what runs


@pytest.mark.parametrize(
    "transform", [lambda f: f, jax.jit, jax.vmap], ids=["eager", "jit", "vmap"]
)
def test_a_gradient(target, transform):
    x = jnp.linspace(-2, 2, 12).reshape(4, 3)
    function = transform(jax.grad(sine))
    want = function(x)
    with NativePrograms() as xla, ivy.run_on(target, sources="jax", fallback="error"):
        got = function(x)
        assert held_by(target, got)
    xla.assert_none()
    close(got, want)


def init(key):
    first, second = jax.random.split(key)
    return {
        "w1": jax.random.normal(first, (8, 16)) * 0.3,
        "b1": jnp.zeros(16),
        "w2": jax.random.normal(second, (16, 4)) * 0.3,
        "b2": jnp.zeros(4),
    }


def forward(p, x):
    return jax.nn.relu(x @ p["w1"] + p["b1"]) @ p["w2"] + p["b2"]


def squares(p, x, labels):
    return jnp.mean((forward(p, x) - jax.nn.one_hot(labels, 4)) ** 2)


def cross_entropy(p, x, labels):
    likely = jnp.take_along_axis(jax.nn.log_softmax(forward(p, x)), labels[:, None], 1)
    return -jnp.mean(likely)


def train(loss, compiled, steps=5):
    def step(p, x, labels):
        value, slope = jax.value_and_grad(loss)(p, x, labels)
        return value, jax.tree.map(lambda a, b: a - 0.5 * b, p, slope)

    step = jax.jit(step) if compiled else step
    draw = np.random.RandomState(0)
    x, labels = draw.randn(32, 8).astype("float32"), draw.randint(0, 4, 32).astype("int32")
    p, losses = init(jax.random.key(0)), []
    for _ in range(steps):
        value, p = step(p, x, labels)
        losses.append(float(value))
    return losses, p


@pytest.mark.parametrize("loss", [squares, cross_entropy])
@pytest.mark.parametrize("compiled", [True, False])
def test_training_gives_the_same_losses(target, loss, compiled):
    want_losses, want = train(loss, compiled)
    with NativePrograms() as xla, ivy.run_on(target, sources="jax", fallback="error") as session:
        losses, p = train(loss, compiled)
        assert held_by(target, p)
    xla.assert_none()
    np.testing.assert_allclose(losses, want_losses, rtol=1e-5)
    close(p, want)
    assert session.report.fallback_calls == 0
    assert session.report.calls["jax.primitive.dot_general"] == 5 * 5


def test_random_numbers_are_those_of_jax(target):
    def draw():
        keys = jax.random.split(jax.random.fold_in(jax.random.key(3), 7), 3)
        many = jax.vmap(lambda k: jax.random.normal(k, (2,)))(keys)
        return jax.random.bits(keys[1], (5,)), jax.random.uniform(jax.random.PRNGKey(1), (4,)), many

    want = draw()
    with NativePrograms() as xla, ivy.run_on(target, sources="jax", fallback="error"):
        got, compiled = draw(), jax.jit(draw)()
    xla.assert_none()
    close(got, want)
    close(compiled, want)


PROBES = {
    "weak types": lambda x: (x * 2).astype(jnp.bfloat16) * jnp.ones((), jnp.float32) + 1,
    "integers": lambda x: (jnp.arange(6) * 3 - 4) / 2 + x[0, 0].astype(int),
    "saturation": lambda x: jnp.array([jnp.nan, 1e20, -1e20, 2.7, -2.7]).astype(jnp.int32),
    "division by zero": lambda x: jax.lax.div(jnp.arange(-3, 3), jnp.array([2, 0, -2, 3, 0, 2])),
    "shifts": lambda x: jax.lax.shift_right_logical(jnp.array([-8, 8]), jnp.array([1, 40])),
    "gather": lambda x: (x[jnp.array([2, 0, 7])], x[:, jnp.array([1, -1])], x[1:, ::2]),
    "gather, filled": lambda x: x.at[jnp.array([0, 9])].get(mode="fill"),
    "scatter": lambda x: x.at[jnp.array([0, 0, 2])].add(1.0).at[1].set(5.0),
    "scatter, dropped": lambda x: x.at[jnp.array([0, 9])].add(1.0),
    "scatter, largest": lambda x: x.at[jnp.array([0, 2])].max(0.0),
    "gradient of a slice": jax.grad(lambda x: jnp.sum(x[::2, 1:] ** 3)),
    "products": lambda x: jnp.einsum("ij,kj->ik", x, x) + jnp.tensordot(x, x, ([0, 1], [0, 1])),
    "batched product": lambda x: x.reshape(2, 2, 3) @ x.reshape(2, 3, 2),
    "reductions": lambda x: (x.max(0), x.min(), x.argmax(1), x.mean(), jnp.var(x)),
    "second order": jax.hessian(lambda x: jnp.sum(jax.nn.sigmoid(x[:2, :2]) ** 2)),
    "custom derivative": jax.grad(lambda x: jnp.sum(jax.nn.relu(x) * jax.nn.log_softmax(x))),
    "recomputed": jax.grad(jax.checkpoint(lambda x: jnp.sum(jnp.tanh(jnp.sin(x))))),
    "pad with gaps": lambda x: jax.lax.pad(x, 2.0, [(1, -1, 2), (-1, 2, 0)]),
}


@pytest.mark.parametrize("compiled", [False, True], ids=["eager", "jit"])
@pytest.mark.parametrize("name", PROBES)
def test_values_types_and_shapes_are_those_of_jax(target, name, compiled):
    x = jnp.asarray(np.random.RandomState(1).randn(4, 3).astype("float32"))
    function = jax.jit(PROBES[name]) if compiled else PROBES[name]
    want = function(x)
    with NativePrograms() as xla, ivy.run_on(target, sources="jax", fallback="error"):
        got = function(x)
        assert held_by(target, got)
    xla.assert_none()
    close(got, want)
    weak = [a.weak_type for a in jax.tree.leaves(want)]
    assert [a.weak_type for a in jax.tree.leaves(got)] == weak


def test_64_bits_stay_64_bits(target):
    with jax.enable_x64(True):
        x = jnp.arange(5) + 2**40
        with ivy.run_on(target, sources="jax", fallback="error"):
            y = x * 3 + jnp.float64(0.5)
        assert y.dtype == jnp.float64 and y[4] == 3 * (2**40 + 4) + 0.5


# -- values across the border


def test_native_arrays_come_in_without_a_copy():
    x = jnp.arange(1000.0)
    with ivy.run_on("torch"):
        y = jax.device_put(x) if False else x[:]
        inside = programs.engine("torch").array(x)
    assert inside.data_ptr() == x.unsafe_buffer_pointer()
    assert y is not None


def test_native_arrays_can_be_donated_after_a_block(target):
    x = jnp.arange(1000.0)
    with ivy.run_on(target, sources="jax"):
        total = jnp.sum(x * 2)
    jax.jit(lambda x: x + 1, donate_argnums=0)(x)
    assert x.is_deleted() and total == 999000


def test_values_that_leave_keep_working_natively(target):
    with ivy.run_on(target, sources="jax"):
        y = jnp.arange(4.0) * 2
        pull = jax.vjp(jnp.sin, y)[1]
        key = jax.random.key(5)
    assert isinstance(y, jax.Array) and not isinstance(y, jax.core.Tracer)
    for z in (y + 1, jax.jit(lambda a: a + 1)(y), jax.vmap(lambda a: a + 1)(y)):
        assert not ivy.is_redirected(z)
        np.testing.assert_array_equal(z, [1, 3, 5, 7])
    np.testing.assert_allclose(pull(jnp.ones(4))[0], np.cos([0, 2, 4, 6]), rtol=1e-6)
    np.testing.assert_allclose(jax.grad(sine)(y), np.sin(2 * np.asarray(y)), rtol=1e-5, atol=1e-6)
    assert jax.random.bits(key) == jax.random.bits(jax.random.key(5))
    assert not ivy.is_redirected(ivy.to_source(y)) and not ivy.is_redirected(ivy.to_source(key))
    with ivy.run_on("numpy" if target == "torch" else "torch", sources="jax"):
        np.testing.assert_array_equal(y + 1, [1, 3, 5, 7])


def test_a_function_compiled_on_one_side_is_not_used_on_the_other(target):
    def make():
        table = jnp.arange(3.0)
        return jax.jit(lambda x: x + table)

    outside, x = make(), jnp.ones(3)
    outside(x)
    with NativePrograms() as xla, ivy.run_on(target, sources="jax", fallback="error"):
        assert held_by(target, outside(x))
        inside = make()
        assert held_by(target, inside(x))
    xla.assert_none()
    np.testing.assert_array_equal(inside(x), [1, 2, 3])
    assert not ivy.is_redirected(inside(x)) and not ivy.is_redirected(outside(x))


# -- what has no rule


def test_a_primitive_without_a_rule(target):
    x = jnp.array([[3.0, 1.0], [0.0, 2.0]])
    schur = jax.scipy.linalg.schur
    want = jax.jit(lambda x: schur(x)[0] * 2)(x)
    with ivy.run_on(target, sources="jax") as session:
        with pytest.warns(ivy.FallbackWarning, match=r"jax\.primitive\.schur\(float32\[2, 2\]\)"):
            y = jax.jit(lambda x: schur(x)[0] * 2)(x)
        assert held_by(target, y)
    np.testing.assert_array_equal(y, want)
    assert session.report.fallback_calls == 1
    assert __file__ in session.report.fallbacks["jax.primitive.schur"].line
    with (
        ivy.run_on(target, sources="jax", fallback="error"),
        pytest.raises(ivy.UnsupportedOpError, match="ivy/frontends/jax"),
    ):
        schur(x)
    assert core.trace_ctx.trace is core.eval_trace


def test_a_program_compiled_ahead_of_time_is_no_silent_escape(target):
    x = jnp.ones(3)
    program = jax.jit(lambda x: x * 2).lower(x).compile()
    original = _compat.RUN_COMPILED[0].__call__
    with (
        ivy.run_on(target, sources="jax", fallback="error"),
        pytest.raises(ivy.UnsupportedOpError, match="ahead of time"),
    ):
        program(x)
    with ivy.run_on(target, sources="jax", fallback="allow") as session:
        np.testing.assert_array_equal(program(x * 1), [2, 2, 2])
    assert session.report.fallback_calls == 1
    assert _compat.RUN_COMPILED[0].__call__ is original


def test_a_transformation_begun_outside_is_counted(target):
    def inner(x):
        with ivy.run_on(target, sources="jax", fallback="allow") as session:
            y = sine(x)
        assert session.report.fallback_calls > 0
        return y

    np.testing.assert_allclose(jax.grad(inner)(jnp.ones(3)), np.sin(2.0) * np.ones(3), rtol=1e-6)
    np.testing.assert_allclose(jax.jit(inner)(jnp.ones(3)), sine(jnp.ones(3)), rtol=1e-6)


def test_errors_are_those_of_jax(target):
    with ivy.run_on(target, sources="jax"):
        with pytest.raises(TypeError, match="incompatible shapes"):
            jnp.ones(3) + jnp.ones(4)
        with pytest.raises(TypeError, match="Only scalar arrays"):
            float(jnp.ones(2))
        with pytest.raises(jax.errors.TracerBoolConversionError):
            jax.jit(lambda x: 1 if x > 0 else 2)(jnp.float32(1))
    assert core.trace_ctx.trace is core.eval_trace


# -- a process that is afterwards as it was


def test_the_trace_comes_back_whatever_happens(target):
    with pytest.raises(ZeroDivisionError), ivy.run_on(target, sources="jax"):
        jax.grad(lambda x: x / (1 // 0))(1.0)
    assert core.trace_ctx.trace is core.eval_trace
    with ivy.run_on("torch", sources="jax"):
        with ivy.run_on("numpy", sources="jax"):
            assert held_by("numpy", jnp.ones(2) * 2)
        assert held_by("torch", jnp.ones(2) * 2)
        assert core.trace_ctx.trace is TRACE
    assert core.trace_ctx.trace is core.eval_trace


def test_many_blocks_leave_nothing_behind(target):
    function = jax.jit(jax.grad(sine))
    x = jnp.ones(3)
    function(x)
    for turn in range(50):
        with ivy.run_on(target, sources="jax"):
            function(x)
        if turn == 1:
            engine = programs.engine(target)
            size = function._cache_size(), len(engine.steps), len(engine.programs)
    assert (function._cache_size(), len(engine.steps), len(engine.programs)) == size
    assert core.trace_ctx.trace is core.eval_trace


def test_other_threads_are_untouched(target):
    is_open = threading.Event()

    def elsewhere():
        assert is_open.wait(60)
        return jnp.ones(2) * 2

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        before = pool.submit(elsewhere)
        with ivy.run_on(target, sources="jax"):
            is_open.set()
            assert not ivy.is_redirected(before.result())
            assert ivy.is_redirected(pool.submit(elsewhere).result())


def test_threads_that_a_block_starts_are_redirected(target):
    found = []
    with ivy.run_on(target, sources="jax"):
        thread = threading.Thread(target=lambda: found.append(jnp.ones(2) * 2))
        thread.start()
        thread.join()
    assert held_by(target, found)


def test_tasks_that_leave_out_of_order():
    async def task(target, enter, leave):
        await enter
        with ivy.run_on(target, sources="jax"):
            await leave
            assert held_by(target, jnp.ones(2) * 2)
        assert not ivy.is_redirected(jnp.ones(2) * 2)

    async def main():
        loop = asyncio.get_running_loop()
        now, first, second = (loop.create_future() for _ in range(3))
        now.set_result(None)
        tasks = [
            asyncio.ensure_future(task("torch", now, first)),
            asyncio.ensure_future(task("numpy", now, second)),
        ]
        await asyncio.sleep(0)
        assert not ivy.is_redirected(jnp.ones(2) * 2)
        first.set_result(None)
        await tasks[0]
        second.set_result(None)
        await tasks[1]

    asyncio.run(main())
    assert core.trace_ctx.trace is core.eval_trace


def test_torch_and_jax_are_redirected_together():
    with ivy.run_on("numpy"):
        x, t = jnp.arange(3.0) * 2, torch.arange(3.0) * 2
        assert held_by("numpy", x) and isinstance(ivy.target_array(t), np.ndarray)
        with ivy.run_on("torch"):
            assert held_by("torch", jnp.ones(3) + 1)
        with ivy.run_on("jax"):
            assert isinstance(ivy.target_array(torch.ones(3) + 1), jax.Array)
            assert not ivy.is_redirected(jnp.ones(3) + 1)
    assert core.trace_ctx.trace is core.eval_trace


def test_a_torch_block_loads_no_jax():
    block = "import ivy, torch, sys\nwith ivy.run_on('numpy'): torch.ones(2) + 1\n"
    code = f"{block}assert 'jax' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
