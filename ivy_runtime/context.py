"""`ivy.run_on`: a block, or a function, whose native calls run on another framework."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any

from interceptors import sources as _sources
from interceptors.session import CURRENT, Session
from ivy._core import errors
from ivy._core.backend import load
from ivy_runtime import blocks, cells, settings
from ivy_runtime.imports import is_imported
from ivy_runtime.sessions import Opened, split


class run_on:
    """Runs the native calls of a block (or of a decorated function) on `target`.

    Parameters
    ----------
    target
        'jax', 'numpy' or 'tensorflow' for PyTorch code, 'torch', 'numpy' or 'tensorflow' for JAX code.
    sources
        Which frameworks are redirected; None: torch, jax and tensorflow, as far as they run on the
        target, if they are imported before the block or in it.
    fallback
        What happens to an operation that the target has no rule for: 'warn' (the default) runs it
        natively and warns once, 'allow' is silent, 'error' raises UnsupportedOpError.
    device
        A device of the target ('cpu', 'gpu:0', ...); None: its default.
    rng
        'source' (the default): random numbers are the source's own, so that a seeded run gives its
        results.
    profile
        Records when each call ran and how long it took, for `ivy.report()`. Each call is waited for.
    verify
        Computes each operation natively too, on copies of the same arguments, and compares:
        `ivy.report().verification`. See `ivy.verify` for single functions and modules.
    lazy
        Not offered yet: only False.

    What is not given comes from the command line, or from `IVY_FALLBACK`, `IVY_SOURCES`, ....

    Raises
    ------
    UnknownBackendError
        There is no target, or no source, of this name.
    BackendNotInstalledError
        The framework of the target is not installed.
    UnsupportedPairError
        At the start of a block: the source does not run on the target yet.

    >>> import ivy, torch
    >>> x = torch.tensor([1.0, 2.0])
    >>> with ivy.run_on('numpy'):
    ...     y = x.cumsum(0)
    >>> y.tolist()
    [1.0, 3.0]
    """

    def __init__(
        self,
        target: str,
        *,
        sources: Sequence[str] | None = None,
        fallback: str | None = None,
        device: str | None = None,
        rng: str | None = None,
        profile: bool = False,
        verify: bool = False,
        lazy: bool = False,
    ):
        if lazy:
            raise NotImplementedError("run_on(lazy=True) is not offered yet; leave it out.")
        options = {"fallback": fallback, "device": device, "rng": rng}
        self.options = {name: settings.value(name, given) for name, given in options.items()}
        settings.check(**self.options)
        self.options.update(profile=profile, verify=verify)
        device = self.options["device"]
        self.target = load(target) if device is None else load(target).on(device)
        if isinstance(sources, str):
            sources = (sources,)
        self.sources = None if sources is None else tuple(sources)
        self.waits = () if self.sources is not None else settings.value("sources")
        for source in (*(self.sources or ()), *(self.waits or ())):
            if source not in _sources.NAMES:
                raise errors.UnknownBackendError(
                    f"no source {source!r}; there are {', '.join(_sources.NAMES)}."
                )
        if self.waits is None:
            self.waits = _sources.UNNAMED
        self.open: list[Opened] = []

    def _session(self) -> Session:
        """The session of a block.

        Raises
        ------
        UnsupportedPairError
            A source that was named, or all that are imported, do not run on the target yet.
        """
        target = self.target.name
        imported = [n for n in self.waits if is_imported(n)]
        works, refused = split(imported if self.sources is None else self.sources, target)
        if refused and (self.sources is not None or not works):
            raise errors.UnsupportedPairError(
                f"{refused[0]} code does not run on {target} yet; the targets of {refused[0]} are "
                f"{', '.join(_sources.TARGETS[refused[0]])}."
            )
        return Session(
            self.target,
            sources=tuple(works),
            waits=self.waits,
            outer=CURRENT.get(),
            **self.options,
        )

    def __enter__(self) -> Session:
        self.open.append(blocks.open_block(self._session()))
        return self.open[-1].session

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        blocks.close_block(self.open[-1])
        self.open.pop()

    def __call__(self, function: Callable) -> Callable:
        @functools.wraps(function)
        def redirected(*args: Any, **kwargs: Any) -> Any:
            with type(self)(self.target.name, sources=self.sources, **self.options):
                return function(*args, **kwargs)

        return redirected


def install(target: str, **options: Any) -> None:
    """Redirects the rest of this thread, until `uninstall`; options as for `run_on`.

    Raises
    ------
    ContextError
        It is called in a task of asyncio, and would end with that.
    """
    if not cells.follow() and _in_task():
        raise errors.ContextError(
            "what is installed in a task of asyncio ends with it; call ivy.install before the event "
            "loop starts, or use `with ivy.run_on(target)` in the task."
        )
    block = run_on(target, **options)
    blocks.install_session(block._session(), "ivy.install")


def _in_task() -> bool:
    """Whether a task of asyncio is running."""
    asyncio = sys.modules.get("asyncio")
    if asyncio is None:
        return False
    try:
        return asyncio.current_task() is not None
    except RuntimeError:
        return False
