"""`ivy.install`, and sources that are imported while a block is open."""

import asyncio
import contextlib
import contextvars
import importlib
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from support.python import python, write

import ivy
import ivy_runtime
from interceptors import FRAMEWORKS, sources
from interceptors.session import CURRENT, Session
from ivy._core.errors import ContextError
from ivy_runtime import blocks, imports, sessions


def where():
    """The class of a result."""
    return type(torch.ones(2) + 1).__name__


@pytest.fixture
def installed():
    """NumPy as the target of the rest of the thread."""
    ivy.install("numpy", sources="torch", fallback="error")
    yield
    while ivy_runtime.installed():
        ivy.uninstall()
    assert CURRENT.get() is None and where() == "Tensor"


def test_what_is_installed_can_be_seen(installed):
    assert ivy_runtime.installed() == (
        ("numpy", ("torch",), "error", None, "source", "ivy.install"),
    )
    ivy.install("jax", sources="torch")
    assert [i.target for i in ivy_runtime.installed()] == ["numpy", "jax"]
    assert where() == "Tensor_on_jax"
    ivy.uninstall()
    assert where() == "Tensor_on_numpy"


def test_blocks_in_an_installation(installed):
    with pytest.raises(ZeroDivisionError), ivy.run_on("jax"):
        assert where() == "Tensor_on_jax"
        1 / 0  # noqa: B018
    assert where() == "Tensor_on_numpy"
    with ivy.run_on("jax"):
        ivy.install("numpy", sources="torch")
        assert where() == "Tensor_on_numpy"
        ivy.uninstall()
        assert where() == "Tensor_on_jax"


def test_threads_that_start_later(installed):
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(where).result() == "Tensor_on_numpy"
        ivy.uninstall()
        assert pool.submit(where).result() == "Tensor"
        ivy.install("numpy", sources="torch")


def test_another_thread_can_not_uninstall_it(installed):
    with ThreadPoolExecutor(1) as pool, pytest.raises(ContextError, match="thread that entered"):
        pool.submit(ivy.uninstall).result()
    assert where() == "Tensor_on_numpy" and len(ivy_runtime.installed()) == 1


def test_another_context_can(installed):
    contextvars.copy_context().run(ivy.uninstall)
    assert where() == "Tensor" and not ivy_runtime.installed()
    CURRENT.set(None)  # this context still has the session, which is over


def test_a_task_can_not_install():
    async def main():
        with pytest.raises(ContextError, match="before the event loop starts"):
            ivy.install("numpy")
        with ivy.run_on("numpy"):
            return where()

    assert asyncio.run(main()) == "Tensor_on_numpy" and not ivy_runtime.installed()


def test_tasks_and_their_threads(installed):
    def trained():
        x = torch.ones(2, requires_grad=True)
        (x * 2).sum().backward()
        return where(), type(x.grad + 1).__name__

    async def later():
        return where()

    async def main():
        outer = await asyncio.to_thread(trained)
        with ivy.run_on("jax"):
            inner = await asyncio.to_thread(trained)  # in the same thread
            tasks = await asyncio.gather(later(), asyncio.create_task(later()))
        return outer, inner, tasks, await asyncio.to_thread(where)

    numpy, jax = "Tensor_on_numpy", "Tensor_on_jax"
    assert asyncio.run(main()) == ((numpy, numpy), (jax, jax), [jax, jax], numpy)


def test_a_pool_from_before_the_block():
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(where).result() == "Tensor"
        with ivy.run_on("numpy", sources="torch", fallback="error") as session:
            assert list(pool.map(lambda _: where(), range(2))) == ["Tensor_on_numpy"] * 2
            assert session.report.calls["torch.add"] == 2 and not session.children
            with pytest.raises(ZeroDivisionError):
                pool.submit(lambda: 1 / 0).result()
        assert pool.submit(where).result() == "Tensor"


def test_a_context_of_another_thread_of_the_block():
    with ivy.run_on("numpy", sources="torch", fallback="error") as session:
        context = contextvars.copy_context()
        found = []
        thread = threading.Thread(target=lambda: found.append(context.run(where)))
        thread.start()
        thread.join()
        assert found == ["Tensor_on_numpy"] and session.report.calls["torch.add"] == 1


# -- imports in a block

LATE = """
    import sys, ivy, threading
    def where(x): return type(x + 1).__name__
    before = list(sys.meta_path)
    from ivy_runtime.imports import Finder
    {body}
    assert not any(isinstance(finder, Finder) for finder in sys.meta_path)
"""
BODIES = {
    "in the block": """
    with ivy.run_on("numpy", fallback="error") as session:
        assert session.sources == ()
        import torch
        assert session.sources == ("torch",)
        x = torch.ones(2)
        print(where(x))
        with ivy.run_on("jax"):
            print(where(x))
    print(where(x), "exec_module" in vars(torch.__spec__.loader))
    """,
    "in nested blocks": """
    with ivy.run_on("numpy") as outer:
        with ivy.run_on("jax") as inner:
            import torch
            print(where(torch.ones(2)), "torch" in outer.sources, inner.sources)
        print(where(torch.ones(2)))
        with ivy.run_on("jax", sources=()):
            print(where(torch.ones(2)))
    """,
    "in a thread": """
    def f():
        import torch
        print(where(torch.ones(2)))
    with ivy.run_on("numpy"):
        thread = threading.Thread(target=f)
        thread.start(); thread.join()
        f()
    f()
    """,
    "past the finder": """
    class First:
        def find_spec(self, name, path=None, target=None):
            for finder in before:
                spec = finder.find_spec(name, path, target)
                if spec is not None:
                    return spec
    with ivy.run_on("numpy"):
        sys.meta_path.insert(0, First())
        import torch
        del sys.meta_path[0]
        import wave  # any other module
        print(where(torch.ones(2)))
    """,
    "after it was looked for": """
    import importlib.util
    with ivy.run_on("numpy"):
        print(importlib.util.find_spec("torch").loader.name)
        import torch.nn
        print(where(torch.ones(2)))
    """,
}  # fmt: skip
PRINTED = {
    "in the block": "Tensor_on_numpy\nTensor_on_jax\nTensor False\n",
    "in nested blocks": "Tensor_on_jax True ('torch',)\nTensor_on_numpy\nTensor\n",
    "in a thread": "Tensor_on_numpy\nTensor_on_numpy\nTensor\n",
    "past the finder": "Tensor_on_numpy\n",
    "after it was looked for": "torch\nTensor_on_numpy\n",
}


def test_a_source_that_the_target_does_not_take(monkeypatch):
    importlib.import_module("jax")
    monkeypatch.setattr(sources, "TARGETS", {"torch": ("numpy",), "jax": (), "numpy": ("jax",)})
    with (
        pytest.warns(
            ivy_runtime.FallbackWarning, match="code does not run on tensorflow yet"
        ) as found,
        _waiting("tensorflow") as session,
    ):
        sessions.catch_up()
        assert session.sources == ()
    assert [str(w.message)[:10] for w in found] == ["import tor", "import jax"]
    with pytest.raises(ivy.UnsupportedOpError, match="Name the sources"):
        _waiting("tensorflow", fallback="error").__enter__()
    with _waiting("numpy") as session:  # torch runs there: JAX is left alone
        assert session.sources == ("torch",)
    with pytest.warns(ivy_runtime.FallbackWarning), _waiting("jax", ("torch", "numpy")) as session:
        assert session.sources == ()  # NumPy is not redirected beside a program of PyTorch


@contextlib.contextmanager
def _waiting(target, waits=FRAMEWORKS, **options):
    """A block like that of the command line."""
    pending = sessions.PendingTarget(target, None)
    opened = blocks.open_block(Session(pending, waits=waits, last_resort="numpy", **options))
    try:
        yield opened.session
    finally:
        blocks.close_block(opened)


@pytest.mark.parametrize("name", PRINTED)
def test_a_source_that_is_imported_in_the_block(tmp_path, name):
    write(tmp_path, script=LATE.replace("    {body}", BODIES[name]))
    code, out, err = python(tmp_path, "script.py")
    assert (code, out) == (0, PRINTED[name]), err


def test_is_imported():
    assert imports.is_imported("torch") and not imports.is_imported("no_such_framework")
    assert not imports.is_importing()
    assert not any(isinstance(finder, imports.Finder) for finder in sys.meta_path)
