"""`ivy.run_on`: a block, or a function, whose native calls run on another framework."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any

from interceptors import sources as _sources
from interceptors.report import Report
from interceptors.session import CURRENT, Session
from ivy._core import errors
from ivy._core.backend import load
from ivy_runtime import threads
from ivy_runtime.sessions import Opened, open_session

_FALLBACKS = ("warn", "error", "allow")
_RNGS = ("source", "target")
_last: Report | None = None
_installed: list[run_on] = []


class run_on:
    """Runs the native calls of a block (or of a decorated function) on `target`.

    Parameters
    ----------
    target
        'jax', 'numpy' or 'tensorflow' for PyTorch code, 'torch' or 'numpy' for JAX code.
    sources
        Which frameworks are redirected; None: those imported that run on the target.
    fallback
        What happens to an operation that the target has no rule for: 'warn' runs it natively and
        warns once, 'allow' is silent, 'error' raises UnsupportedOpError.
    device
        A device of the target ('cpu', 'gpu:0', ...); None: its default.
    rng
        'source': random numbers are the source's own, so that a seeded run gives its results.
    profile
        Records when each call ran and how long it took, for `ivy.report()`. Each call is waited for.
    lazy
        Not offered yet: only False.

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
        fallback: str = "warn",
        device: str | None = None,
        rng: str = "source",
        profile: bool = False,
        lazy: bool = False,
    ):
        _one_of("fallback", fallback, _FALLBACKS)
        _one_of("rng", rng, _RNGS)
        if lazy:
            raise NotImplementedError("run_on(lazy=True) is not offered yet; leave it out.")
        if rng == "target":
            raise NotImplementedError("run_on(rng='target') is not offered yet; leave it out.")
        self.target = load(target) if device is None else load(target).on(device)
        if isinstance(sources, str):
            sources = (sources,)
        for source in sources or ():
            if source not in _sources.NAMES:
                raise errors.UnknownBackendError(
                    f"no source {source!r}; there are {', '.join(_sources.NAMES)}."
                )
        self.sources = None if sources is None else tuple(sources)
        self.options = {"fallback": fallback, "device": device, "rng": rng, "profile": profile}
        self.open: list[Opened] = []

    def _chosen(self) -> tuple[str, ...]:
        """The sources to redirect.

        Raises
        ------
        UnsupportedPairError
            A source that was named, or all that are imported, do not run on the target yet.
        """
        target = self.target.name
        imported = [n for n in _sources.UNNAMED if n in sys.modules]
        names = [n for n in (imported if self.sources is None else self.sources) if n != target]
        works = tuple(n for n in names if target in _sources.TARGETS[n])
        refused = [n for n in names if n not in works]
        if refused and (self.sources is not None or not works):
            source = refused[0]
            raise errors.UnsupportedPairError(
                f"{source} code does not run on {target} yet; the targets of {source} are "
                f"{', '.join(_sources.TARGETS[source])}."
            )
        return works

    def __enter__(self) -> Session:
        session = Session(self.target, sources=self._chosen(), outer=CURRENT.get(), **self.options)
        threads.PATCHES.acquire()
        try:
            self.open.append(open_session(session))
        except BaseException:
            threads.PATCHES.release()
            raise
        return session

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        global _last
        opened = self.open.pop()
        _last = opened.session.report
        try:
            opened.close()
        finally:
            threads.PATCHES.release()
            _last.end()

    def __call__(self, function: Callable) -> Callable:
        @functools.wraps(function)
        def redirected(*args: Any, **kwargs: Any) -> Any:
            with type(self)(self.target.name, sources=self.sources, **self.options):
                return function(*args, **kwargs)

        return redirected


def _one_of(name: str, value: Any, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name}={value!r}: must be one of {', '.join(map(repr, allowed))}.")


def install(target: str, **options: Any) -> None:
    """Redirects the rest of this thread, until `uninstall`; options as for `run_on`."""
    block = run_on(target, **options)
    block.__enter__()
    _installed.append(block)


def uninstall() -> None:
    """Undoes the last `install`.

    Raises
    ------
    ContextError
        Nothing is installed.
    """
    if not _installed:
        raise errors.ContextError("nothing is installed; call ivy.install(target) first.")
    _installed.pop().__exit__(None, None, None)


def report() -> Report:
    """What ran where, in the open block or else in the last one.

    Raises
    ------
    ContextError
        There has been no block yet.
    """
    session = CURRENT.get()
    found = session.report if session is not None else _last
    if found is None:
        raise errors.ContextError("no block has run yet: `with ivy.run_on(target): ...`")
    return found
