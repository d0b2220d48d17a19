"""PyTorch as a source: what `run_on` asks of it."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from typing import Any

import torch

from interceptors.session import CURRENT, Session
from interceptors.shared.storage import STORAGES
from interceptors.torch import _compat, foreign, profiling, verified_calls, verifying
from interceptors.torch.boundary import devices
from interceptors.torch.boundary.patches import PATCHES
from interceptors.torch.dispatch.choose import engine, follow_default_dtype, forget
from interceptors.torch.engine import Engine
from interceptors.torch.modes import MODES, CallMode, OperatorMode
from interceptors.torch.tensors.sparse_tensor import SparseTensor, native_sparse
from interceptors.torch.tensors.tensor import RedirectedTensor, to_native
from ivy._core.errors import ConversionError


class _WithoutFastPaths:
    """Part of a function mode: operators are what is verified, so public calls have to reach them."""

    def __torch_function__(
        self, func: Any, types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        return CallMode.__torch_function__(self, func, types, args, kwargs)  # type: ignore[arg-type]


@functools.cache
def _modes(
    placed: bool, profile: bool, verify: bool = False
) -> tuple[type[OperatorMode], type[CallMode]]:
    """The modes of a block that names the target's device, records a profile, or verifies."""
    operators = (
        verify * (verifying.VerifiesOperators,)
        + profile * (profiling.TimesOperators,)
        + placed * (devices.FollowsOperators,)
    )
    calls = (
        profile * (profiling.TimesCalls,)
        + placed * (devices.TranslatesPlaces,)
        + verify * (_WithoutFastPaths,)
    )
    if not operators:
        return MODES
    kinds = (("OperatorMode", operators, MODES[0]), ("CallMode", calls, MODES[1]))
    return tuple(
        type(name, (*parts, mode), {"__module__": __name__}) for name, parts, mode in kinds
    )  # type: ignore[return-value]


class TorchInterceptor:
    """The protocol of `interceptors.protocol.Interceptor` for PyTorch."""

    name = "torch"
    value_types = (torch.Tensor,)
    MODES = _compat.MODULE_MODES
    assign = staticmethod(foreign.assign)
    batched = staticmethod(foreign.batched)
    like = staticmethod(foreign.like)
    modes = staticmethod(foreign.modes)
    needs_gradient = staticmethod(foreign.needs_gradient)
    named_values = staticmethod(foreign.named_values)
    pullback = staticmethod(foreign.pullback)
    pushforward = staticmethod(foreign.pushforward)
    scope = staticmethod(foreign.scope)
    tracing = staticmethod(foreign.tracing)
    with_gradient = staticmethod(foreign.with_gradient)
    zeros_like = staticmethod(torch.zeros_like)

    def enter(self, session: Session) -> tuple[OperatorMode, CallMode, contextlib.ExitStack]:
        """Pushes the modes in this thread."""
        runs = engine(session.target)
        runs.mode = functools.partial(_inner_mode, runs)
        runs.forget_changed()
        kinds = _modes(session.device is not None, session.profile, session.verify)
        operators = kinds[0](runs, session)
        PATCHES.acquire(MODES[1])
        follow_default_dtype(torch.get_default_dtype())
        operators.__enter__()
        calls = kinds[1](runs, session)
        calls.__enter__()
        rest = contextlib.ExitStack()
        if session.verify:
            rest.enter_context(verifying.watched_modules())
        return operators, calls, rest

    def leave(
        self, session: Session, token: tuple[OperatorMode, CallMode, contextlib.ExitStack]
    ) -> None:
        """Pops the modes and writes what the block changed into native memory."""
        operators, calls, rest = token
        rest.close()
        _compat.pop_function_mode(calls)
        _compat.pop_dispatch_mode(operators)
        PATCHES.release()
        for storage in list(STORAGES.values()):
            if storage.owner is session or storage.owner is None:
                storage.move_to_host()

    verify = staticmethod(verified_calls.verify)
    explain = staticmethod(verified_calls.explain)
    explains_abstractly = True

    def forget(self) -> None:
        """Discards the decisions about operators in all engines."""
        forget()

    def is_redirected(self, x: Any) -> bool:
        """Whether the elements of `x` are on a target; a native tensor's are once a block used it."""
        if isinstance(x, (RedirectedTensor, SparseTensor)):
            return True
        session = CURRENT.get()
        if session is None or not isinstance(x, torch.Tensor) or self.name not in session.sources:
            return False
        return x in engine(session.target).imported

    def target_array(self, x: Any) -> Any:
        """The target's array with the elements of `x`."""
        if isinstance(x, RedirectedTensor):
            return x._storage.read(x._view)
        if isinstance(x, SparseTensor):
            raise ConversionError("a sparse tensor has no array; those of its parts have one each")
        session = CURRENT.get()
        assert session is not None
        with _compat.DisableTorchFunction():  # or to ask for its address would move it to the host
            return engine(session.target).array(x)

    def from_target(self, session: Session, array: Any) -> torch.Tensor:
        """A redirected tensor around an array of the target."""
        return engine(session.target).wrap(array)

    def forget_traced(self, session: Session) -> list[str]:
        """See `Interceptor`."""
        written = []
        for storage in list(STORAGES.values()):
            if storage.dirty and session.target.foreign.is_traced([storage.base]):
                written.append(f"{storage.dtype}{list(storage.shape)}")
                storage.forget()
        return written

    content = target_array

    def to_source(self, x: Any) -> torch.Tensor:
        """A plain tensor with the elements of `x`."""
        return to_native(native_sparse(x))


@contextlib.contextmanager
def _inner_mode(runs: Engine, session: Session) -> Iterator[None]:
    """The operator mode again, for PyTorch code that the engine itself runs."""
    with _modes(False, session.profile)[0](runs, session):
        yield


INTERCEPTOR = TorchInterceptor()
