"""Backends: how one is loaded, chosen and found among the arguments of a call.

A backend is a package `ivy.backends.<name>` whose modules hold one function per op. Loading it makes
a `Backend`: a flat namespace of these functions, completed by the bodies of composite ops. The
current one lives in a `ContextVar`, so threads and tasks choose for themselves.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import importlib
import random
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from types import ModuleType
from typing import Any, Protocol, cast

import numpy as np

from ivy._core import errors
from ivy._core.context import CURRENT as CURRENT
from ivy._core.context import running
from ivy._core.registry import OPS, declare_all

NAMES = ("numpy", "jax", "torch", "tensorflow")
_loaded: dict[str, Backend] = {}
_NUMBER_TYPES: dict[Any, type[Any]] = {t: t for t in (bool, int, float, complex)}


class Unsupported:
    """The written absence of an op: calling it raises, and says why there is none."""

    def __init__(self, reason: str):
        self.reason = reason
        self.where = ("", "")

    def __set_name__(self, owner: object, name: str) -> None:
        self.where = (str(owner), name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        name, backend = self.where
        raise errors.UnsupportedOpError(f"ivy.{name} on {backend}: {self.reason}.")


def unsupported(reason: str) -> Unsupported:
    """Marks an op that a backend does not have, with the reason."""
    return Unsupported(reason)


class Backend:
    """The ops of one framework, as attributes, and the contract that the layers above rely on.

    A backend is a package. Its modules without an underscore hold a function per op; the package itself
    may define each of the facilities below, and takes the default of this class where it does not.
    Nobody above a backend reads an attribute of its arrays: these facilities are all there is to ask.

    Required (no default is possible): `NAME`, `ARRAY_TYPES` (classes of its arrays, that of results
    first), `DTYPES` (those it has, as Ivy's), `dtype`, `from_numpy`, `to_numpy`, `check_device`.
    Required for the public layer: the module `_exchange` (see `exchange`).

    Ownership: none. Ops are pure and arrays are never written, so an array may be shared by anybody for
    as long as he likes, and none is ever donated to a program.
    """

    level = 0  # how many traces are below (`ivy._core.tracing`)

    # -- arrays

    @staticmethod
    def shape(x: Any) -> tuple[int, ...]:
        """The shape of an array. Default: its attribute `shape`, which has to be a tuple."""
        return x.shape

    @staticmethod
    def dtype(x: Any) -> Any:
        """The dtype of an array as Ivy's. No default: frameworks name dtypes in their own ways."""
        raise NotImplementedError

    # The name of an attribute of arrays whose identity is that of shape, dtype and placement. With it
    # the fast paths compare addresses. Default: None, they compare what `type_token` returns.
    TYPE_ATTRIBUTE: str | None = None

    def type_token(self, x: Any) -> Any:
        """A hashable value, equal for arrays of the same type: shape and dtype are the default."""
        return self.shape(x), self.dtype(x)

    @staticmethod
    def canonical(x: Any) -> Any:
        """A result of an op as an array of `ARRAY_TYPES[0]`. Default: it is one already."""
        return x

    @staticmethod
    def python_kind(x: Any) -> type | None:
        """The type of a Python number, None for an array. Default: no array stands for a number."""
        return _NUMBER_TYPES.get(type(x))

    # -- the host

    @staticmethod
    def from_numpy(a: Any, device: str | None = None) -> Any:
        """An array with a copy of the elements of `a`. No default."""
        raise NotImplementedError

    @staticmethod
    def to_numpy(x: Any) -> Any:
        """The elements as a host array of its own. No default."""
        raise NotImplementedError

    # An array over the memory of another framework's one, by DLPack, for whoever keeps that unchanged.
    # Default: None, values are copied through the host.
    from_dlpack: Callable[[Any], Any] | None = None

    # -- calls

    @staticmethod
    def wait(x: Any) -> None:
        """Returns when the elements of `x` are there. Default: at once, calls are synchronous."""

    @staticmethod
    def scope() -> contextlib.AbstractContextManager[Any]:
        """What must hold while ops run (64-bit types, no gradients). Default: nothing."""
        return contextlib.nullcontext()

    def program_scope(self) -> contextlib.AbstractContextManager[Any]:
        """What must hold while a program runs whose gradients are the caller's. Default: `scope`."""
        return self.scope()

    def lasting_scope(self) -> contextlib.AbstractContextManager[Any]:
        """What must hold while values are made that outlive a trace of the caller. Default: `scope`."""
        return self.scope()

    @staticmethod
    def in_scope(function: Callable[..., Any]) -> Callable[..., Any]:
        """`function` as code outside of any `scope` may call it. Default: itself, it needs none."""
        return function

    @staticmethod
    def is_plain(steps: Iterable[Callable[..., Any]], dtypes: Iterable[Any]) -> bool:
        """Whether such functions do the same outside of a `scope`. Default: yes, as `in_scope`."""
        return True

    # `compile(function, on_host=None, shares=True)`: a `CompiledFunction` of several ops. Default:
    # None, there is nothing to gain, each op runs by itself.
    compile: Callable[..., CompiledFunction] | None = None

    # A function of trees of arrays, compiled by the framework for each type of these; its gradients are
    # the framework's. Default: None, the function runs as it is.
    jit: Callable[[Callable[..., Any]], Callable[..., Any]] | None = None

    # A Python number as an argument of a compiled function, and that inside of it. Default: None; a
    # backend that compiles needs both.
    number_array: Callable[[float], Any] | None = None
    as_number: Callable[[Any], Any] | None = None

    # One program of a recorded plan of the public layer (`ivy._array.recording`). Default: None.
    compiled_plan: Callable[..., Any] | None = None

    # `infer(function, types)`: shapes and dtypes of the results of a function of arrays with these
    # types, `(shape, dtype)` each, as the same nesting of types. It runs the function and computes
    # nothing; raises ReadsValueError where it needs a value. Default: None, not available.
    infer: Callable[..., Any] | None = None

    # -- devices

    @staticmethod
    def check_device(name: str) -> None:
        """Raises ValueError unless there is a device of this name ("cpu", "gpu:1", ...). No default."""
        raise NotImplementedError

    def __init__(self, package: ModuleType):
        self.name: str = package.NAME
        self.package = package
        self.is_abstract = False  # see `ivy._core.abstract`
        self.array_types: tuple[type, ...] = package.ARRAY_TYPES
        self.dtypes: frozenset[Any] = package.DTYPES
        for facility in FACILITIES:
            if hasattr(package, facility):
                setattr(self, facility, getattr(package, facility))
        self._fill(package)

    def _fill(self, package: ModuleType) -> None:
        import pkgutil  # not while Ivy is imported: it costs more than all of this file

        origin: dict[str, str] = {}
        for info in pkgutil.iter_modules(package.__path__):
            if info.name.startswith("_"):
                continue
            module = importlib.import_module(f"{package.__name__}.{info.name}")
            for name, value in vars(module).items():
                if name not in OPS or isinstance(value, ModuleType):
                    continue
                if name in origin:
                    raise ValueError(
                        f"{self.name}: {name} stands in {origin[name]} and {info.name}"
                    )
                origin[name] = info.name
                if isinstance(value, Unsupported):
                    value.where = (name, self.name)
                setattr(self, name, value)
        self.own = frozenset(origin)
        for name, op in OPS.items():
            if name not in origin and op.composite:
                setattr(self, name, op.declaration)

    def plan_in_scope(
        self, plan: Callable[..., Any], steps: Iterable[Callable[..., Any]], dtypes: Iterable[Any]
    ) -> Callable[..., Any]:
        """`plan` as `in_scope` has it, where its steps on arrays of these dtypes need that."""
        return plan if self.is_plain(steps, dtypes) else self.in_scope(plan)

    @functools.cached_property
    def exchange(self) -> ModuleType:
        """Devices and DLPack: `device`, `devices`, `to_device`, `to_dlpack`, `from_dlpack`, ..."""
        return importlib.import_module(f"{self.package.__name__}._exchange")

    @functools.cached_property
    def foreign(self) -> ModuleType:
        """How code of the framework calls functions of another one: see `ivy._core.foreign`."""
        return importlib.import_module(f"{self.package.__name__}._foreign")

    @functools.cache  # noqa: B019 - backends live as long as the process
    def on(self, device: str) -> Backend:
        """This backend with `device` as the place of arrays that come from the host.

        Raises
        ------
        ValueError
            There is no such device here.
        """
        self.package.check_device(device)
        placed = copy.copy(self)
        placed.from_numpy = functools.partial(self.package.from_numpy, device=device)
        return placed

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise errors.UnsupportedOpError(
            f"ivy.{name} on {self.name}: no such op, or no line for it in ivy/backends/{self.name}."
        )

    def __repr__(self) -> str:
        return f"<ivy backend {self.name}>"


class CompiledFunction(Protocol):
    """A function of arrays as one program per type of its arguments.

    Raises ReadsValueError where the function needs the value of an array to know what to do.
    """

    def __call__(self, *arrays: Any) -> Any:
        """The result; runs and checks whatever is needed, the first time compiles."""
        ...

    def entry_point(self, arrays: Sequence[Any]) -> EntryPoint | None:
        """The shortest way in for arrays of these types, if one result comes back that needs no more
        checks. None: there is none (yet), call the function itself."""
        ...


class EntryPoint(Protocol):
    """Takes a list of arrays and returns the one array of the result.

    It may have `direct`, the same for callers in C: a callable that takes the list, the name of a
    method of what that returns, and the argument of the method, which returns a sequence that
    begins with the result. An entry point without `direct` may be replaced by a better one: ask
    again now and then.
    """

    def __call__(self, arrays: list[Any]) -> Any: ...


# What a package of a backend may define; see `Backend`.
FACILITIES = (
    "TYPE_ATTRIBUTE",
    "as_number",
    "canonical",
    "check_device",
    "compile",
    "compiled_plan",
    "dtype",
    "from_dlpack",
    "from_numpy",
    "in_scope",
    "infer",
    "is_plain",
    "jit",
    "lasting_scope",
    "number_array",
    "program_scope",
    "python_kind",
    "scope",
    "shape",
    "to_numpy",
    "type_token",
    "wait",
)


def load(name: str) -> Backend:
    """The backend called `name`, its framework imported at the first call.

    Raises
    ------
    UnknownBackendError
        There is no backend of this name.
    BackendNotInstalledError
        The framework of the backend is not installed.
    """
    found = _loaded.get(name)
    if found is not None:
        return found
    if name not in NAMES:
        raise errors.UnknownBackendError(f"no backend {name!r}; there are {', '.join(NAMES)}.")
    declare_all()
    try:
        with _random_states_kept():
            package = importlib.import_module(f"ivy.backends.{name}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("ivy"):
            raise errors.UnknownBackendError(f"the backend {name!r} is not written yet.") from None
        raise errors.BackendNotInstalledError(
            f"the backend {name!r} needs {error.name}, which is not installed: "
            f"pip install 'ivy-runtime[{name}]'."
        ) from error
    _loaded[name] = backend = Backend(package)
    return backend


def by_declaration(name: str, op: str, *args: Any, **kwargs: Any) -> Any:
    """An op that the backend `name` has itself, for arguments that this does not take."""
    function = OPS[op].declaration
    if CURRENT.get() is not None:
        return function(*args, **kwargs)
    backend = load(name)  # in a program, say, where nothing tells on which backend to make an array
    with running(backend, backend.program_scope):
        return function(*args, **kwargs)


@contextlib.contextmanager
def _random_states_kept() -> Generator[None]:
    """Keeps the global generators of Python and NumPy as they are.

    At their imports JAX 0.10 draws from NumPy's, and TensorFlow 2.21 from both.
    """
    states = random.getstate(), np.random.get_state()
    try:
        yield
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])


def set_backend(name: str) -> None:
    """Makes `name` the backend of every Ivy call in this context.

    >>> import ivy
    >>> ivy.set_backend('numpy')
    >>> ivy.current_backend()
    'numpy'
    >>> ivy.unset_backend()
    """
    CURRENT.set(load(name))


def unset_backend() -> None:
    """Undoes `set_backend`: the arguments of a call decide again."""
    CURRENT.set(None)


def current_backend() -> str | None:
    """The name of the backend that is set, or None."""
    backend = CURRENT.get()
    return backend and backend.name


def backend_of(x: Any) -> Backend | None:
    """The backend whose array `x` is, or None. Never imports a framework."""
    for name, root in (("numpy", "numpy"), ("jax", "jax"), ("torch", "torch"), ("tensorflow",) * 2):
        if root in sys.modules and (name in _loaded or _may_be(x, root)):
            backend = load(name)
            if isinstance(x, backend.array_types):
                return backend
    trace = getattr(x, "trace", None)  # the box of a trace
    return trace if isinstance(trace, Backend) else None


def _may_be(x: Any, root: str) -> bool:
    return any(base.__module__.split(".")[0] in (root, root + "lib") for base in type(x).__mro__)


def of_arguments(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Backend:
    """The one backend among the arguments of a call; NumPy if there is no array among them."""
    found: dict[str, Backend] = {}
    for value in (*args, *kwargs.values()):
        nested = isinstance(value, (list, tuple))
        for item in cast("tuple[Any, ...]", value) if nested else (value,):
            if not isinstance(item, (bool, int, float, complex, str, type(None))):
                backend = backend_of(item)
                if backend is not None:
                    known = found.get(backend.name, backend)
                    found[backend.name] = backend if backend.level >= known.level else known
    if len(found) > 1:
        raise errors.MixedBackendsError(
            f"one call got arrays of {' and '.join(sorted(found))}; convert them to one backend "
            f"first, or choose one with ivy.set_backend(name)."
        )
    return next(iter(found.values())) if found else load("numpy")
