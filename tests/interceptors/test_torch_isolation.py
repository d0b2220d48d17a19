"""A block ends as it began: nesting, exceptions, threads, tasks, memory and patches."""

import asyncio
import gc
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from support.process import live_tensors, patched_attributes, resident_kilobytes
from torch import nn

import ivy
from interceptors import session as sessions


def _on(x):
    return type(ivy.target_array(x)).__module__.split(".")[0] if ivy.is_redirected(x) else None


def _root(target):
    return {"jax": "jaxlib"}.get(target, target)


def _modes():
    return torch._C._len_torch_function_stack(), torch._C._len_torch_dispatch_stack()


def test_blocks_nest_on_one_target(target):
    with ivy.run_on(target):
        x = torch.ones(3)
        with ivy.run_on(target):
            y = x + 1
        z = x + y
    assert z.tolist() == [3.0] * 3


def test_blocks_nest_on_different_targets():
    with ivy.run_on("numpy"):
        x = torch.ones(3)
        with ivy.run_on("jax"):
            y = x + 1
            assert _on(y) == "jaxlib"
            x.add_(1)
        z = x + y
        assert _on(z) == "numpy"
    assert z.tolist() == [4.0] * 3


def test_a_nested_block_on_another_target_writes_what_the_outer_one_made(target):
    other = "jax" if target == "numpy" else "numpy"
    with ivy.run_on(target, fallback="error"):
        x = torch.arange(4.0)
        view = x[1:]
        for _ in range(3):  # known to the fast path before it moves
            _ = view * 2, torch.relu(x)
        with ivy.run_on(other, fallback="error"):
            x.add_(1)
            view.mul_(10)
        for _ in range(3):
            assert (view * 2).tolist() == [40.0, 60.0, 80.0]
            assert torch.relu(x).tolist() == [1.0, 20.0, 30.0, 40.0]
            assert _on(x + view.sum()) == _root(target)
        x.mul_(2)
        assert view.tolist() == [40.0, 60.0, 80.0]


def test_a_block_can_be_entered_again(target):
    block = ivy.run_on(target)
    for _ in range(2):
        with block:
            assert _on(torch.ones(2)) == _root(target)
    with block, block:
        assert _on(torch.ones(2)) == _root(target)
    assert _on(torch.ones(2)) is None


def test_run_on_decorates_a_function(target):
    @ivy.run_on(target)
    def double(x):
        """Twice `x`."""
        return x + x

    assert _on(double(torch.ones(2))) == _root(target)
    assert double.__doc__ == "Twice `x`."


def test_install_and_uninstall(target):
    ivy.install(target)
    try:
        assert _on(torch.ones(2)) == _root(target)
    finally:
        ivy.uninstall()
    assert _on(torch.ones(2)) is None
    with pytest.raises(ivy.ContextError, match="install"):
        ivy.uninstall()


def test_an_exception_closes_the_block_and_keeps_what_was_done(target):
    before = _modes()
    x = torch.zeros(3)
    with pytest.raises(KeyError), ivy.run_on(target):
        x += 1
        raise KeyError("mine")
    assert _modes() == before
    assert x.tolist() == [1.0] * 3
    assert sessions.CURRENT.get() is None


def test_everything_patched_is_put_back(target):
    before, modes = patched_attributes(), _modes()
    with ivy.run_on(target):
        assert patched_attributes() != before
    assert patched_attributes() == before
    assert _modes() == modes


def test_another_thread_is_untouched(target):
    inside, seen = threading.Event(), threading.Event()
    found = []

    def elsewhere():
        inside.wait(60)
        x = torch.ones(3) * 2
        found.append((_on(x), _modes()))
        seen.set()

    other = threading.Thread(target=elsewhere)
    other.start()
    with ivy.run_on(target):
        torch.ones(3) + 1
        inside.set()
        assert seen.wait(60)
    other.join()
    assert found == [(None, (0, 0))]


def test_a_thread_started_inside_inherits_the_block(target):
    class Worker(threading.Thread):
        def run(self):
            self.result = torch.ones(3) * 2

    found = []
    with ivy.run_on(target, fallback="error"):
        plain = threading.Thread(target=lambda: found.append(torch.ones(3) + self_made))
        self_made = torch.ones(3)
        worker = Worker()
        for thread in (plain, worker):
            thread.start()
        for thread in (plain, worker):
            thread.join()
        report = str(ivy.report())
    assert _on(found[0]) == _on(worker.result) == _root(target)
    assert "mul" in report
    assert found[0].tolist() == worker.result.tolist() == [2.0] * 3


def test_a_thread_may_start_another(target):
    found = []

    def inner():
        found.append(torch.ones(2))

    def outer():
        thread = threading.Thread(target=inner)
        thread.start()
        thread.join()

    with ivy.run_on(target):
        thread = threading.Thread(target=outer)
        thread.start()
        thread.join()
    assert _on(found[0]) == _root(target)


def test_a_worker_that_outlives_the_block_works_natively(target):
    with ThreadPoolExecutor(1) as pool:
        with ivy.run_on(target):
            inside = pool.submit(lambda: torch.ones(2) + 1).result()
        outside = pool.submit(lambda: torch.ones(2) + 1).result()
    assert _on(inside) == _root(target)
    assert _on(outside) is None


def test_tasks_of_one_loop_choose_for_themselves(target):
    async def redirected(go, gone):
        with ivy.run_on(target):
            x = torch.ones(2)
            go.set()
            await gone.wait()
            return x + 1

    async def native(go, gone):
        await go.wait()
        x = torch.ones(2) + 1
        gone.set()
        return x

    async def main():
        go, gone = asyncio.Event(), asyncio.Event()
        return await asyncio.gather(redirected(go, gone), native(go, gone))

    before = _modes()
    inside, outside = asyncio.run(main())
    assert (_on(inside), _on(outside)) == (_root(target), None)
    assert _modes() == before


def test_tasks_may_leave_out_of_order(target):
    async def block(mine, other):
        with ivy.run_on(target):
            mine.set()
            await other.wait()
            x = torch.ones(2)
            await asyncio.sleep(0)
            return x + 1

    async def main():
        one, two = asyncio.Event(), asyncio.Event()
        return await asyncio.gather(block(one, two), block(two, one))

    before = _modes()
    assert [_on(x) for x in asyncio.run(main())] == [_root(target)] * 2
    assert _modes() == before


def test_the_users_own_jax_code_is_as_outside():
    import jax
    import jax.numpy as jnp

    flag = jax.config.jax_enable_x64
    with ivy.run_on("jax"):
        x = torch.arange(3, dtype=torch.float64) + 1
        assert jnp.ones(3).dtype == jnp.float32
        assert jax.jit(lambda v: v * 2)(jnp.ones(3)).dtype == jnp.float32
        assert jax.config.jax_enable_x64 == flag
        assert x.dtype == torch.float64 and ivy.target_array(x).dtype == "float64"
        assert ivy.target_array(x.long().cumsum(0)).dtype == "int64"
    assert jax.config.jax_enable_x64 == flag


def test_global_random_states_go_on_as_natively(target):
    import random

    import numpy as np

    random.seed(0)
    np.random.seed(0)
    wanted = random.random(), np.random.rand()
    random.seed(0)
    np.random.seed(0)
    with ivy.run_on(target):
        torch.randn(3).sum()
        assert (random.random(), np.random.rand()) == wanted


def _step(model, optimizer, x, y):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()


def test_memory_stays_flat_over_many_blocks(target):
    model = nn.Linear(4, 4)
    before, modes = patched_attributes(), _modes()

    def block():
        with ivy.run_on(target):
            (model(torch.ones(2, 4)) ** 2).sum().backward()
            model.zero_grad()

    for _ in range(20):
        block()
    gc.collect()
    tensors, size = live_tensors(), resident_kilobytes()
    for _ in range(200):
        block()
    gc.collect()
    assert live_tensors() <= tensors + 2
    assert resident_kilobytes() - size < 20_000
    assert (patched_attributes(), _modes()) == (before, modes)


def test_memory_stays_flat_over_many_steps(target):
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 4))
    optimizer = torch.optim.Adam(model.parameters())
    x, y = torch.randn(16, 8), torch.randn(16, 4)
    with ivy.run_on(target, fallback="error"):
        for _ in range(50):
            _step(model, optimizer, x, y)
        gc.collect()
        tensors, size = live_tensors(), resident_kilobytes()
        for _ in range(500):
            _step(model, optimizer, x, y)
        gc.collect()
        assert live_tensors() <= tensors + 2
        assert resident_kilobytes() - size < 20_000


def _interrupt_once(frame, event, argument):
    if event == "call" and frame.f_code.co_filename.endswith("shared/programs.py"):
        sys.setprofile(None)
        raise KeyboardInterrupt


def test_an_interrupt_ends_a_call_of_the_fast_path():
    with ivy.run_on("numpy", fallback="error"):  # whose programs are Python functions
        x = torch.ones(3)
        for _ in range(3):
            torch.softmax(x, 0)
        sys.setprofile(_interrupt_once)
        try:
            with pytest.raises(KeyboardInterrupt):
                torch.softmax(x, 0)
        finally:
            sys.setprofile(None)
        assert torch.softmax(x, 0).sum().item() == pytest.approx(1)


def test_threads_of_the_target_make_no_engine_of_their_own():
    """What starts in the first block of a process had an engine of its own, with its own tensors."""
    program = """
import torch, ivy
from interceptors.torch.dispatch import choose
p = torch.nn.Parameter(torch.ones(2))
with ivy.run_on("jax", fallback="error"):
    (p * 2).sum().backward()
    assert ivy.is_redirected(p)
    assert len(choose._engines) == 1 and p in next(iter(choose._engines.values())).imported
"""
    subprocess.run([sys.executable, "-c", program], check=True)
