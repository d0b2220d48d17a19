"""`ivy.explain`: what a target lacks for a call, before the call is worth a run."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from interceptors import sources as _sources
from interceptors.explanation import Explanation
from interceptors.protocol import Call
from interceptors.report import user_line
from interceptors.session import Session
from ivy._core.abstract import READS, abstract
from ivy_runtime.context import run_on
from ivy_runtime.verification import source_on


def explain(
    function: Callable,
    *args: Any,
    on: str,
    sources: str | None = None,
    grads: bool = False,
    device: str | None = None,
    **kwargs: Any,
) -> Explanation:
    """Runs `function(*args, **kwargs)` through the rules of a target, and lists every gap at once.

    Of PyTorch code nothing is compiled and nothing computed on the target: JAX infers shapes and dtypes
    by its own tracing, for NumPy and TensorFlow the rules of ivy's ops do. A value that the program
    reads is computed on the host, and the run goes on with it. JAX and NumPy code computes as usual. An
    operation without a rule runs natively.
    Parameters, buffers, gradients, optimizers, arguments and random states are left as they were.

    Parameters
    ----------
    function
        A function or module of PyTorch, a function of JAX or NumPy.
    on
        The target.
    sources
        Whose code it is; None: that of the arguments, else of what is imported.
    grads
        Goes backward through the results too.
    device
        As for `run_on`.

    >>> import ivy, torch
    >>> found = ivy.explain(lambda x: torch.relu(x) + 1, torch.ones(2), on='numpy')
    >>> found.ok, found.gaps
    (True, [])
    """
    call = Call(function, args, kwargs, grads)
    source = source_on(sources, call, on)
    block = run_on(on, sources=(source,), fallback="allow", device=device)
    native = _sources.get(source)
    if native.explains_abstractly:
        block.target = abstract(block.target)
    found = Explanation(on, block.target.is_abstract)

    @contextlib.contextmanager
    def opened() -> Iterator[Session]:
        with block as session:
            session.report.explanation = found
            token = READS.set(lambda: found.note_read(user_line()))
            try:
                yield session
            finally:
                READS.reset(token)
                found.ops.update(session.report.calls)

    native.explain(opened, call)
    return found
