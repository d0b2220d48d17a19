"""Backends: how one is loaded, chosen and found among the arguments of a call.

A backend is a package `ivy.backends.<name>` whose modules hold one function per op. Loading it makes
a `Backend`: a flat namespace of these functions, completed by the bodies of composite ops. The
current one lives in a `ContextVar`, so threads and tasks choose for themselves.
"""

from __future__ import annotations

import copy
import functools
import importlib
import sys
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from types import ModuleType
from typing import Any

from ivy._core import errors

NAMES = ("numpy", "jax", "torch", "tensorflow")
FACILITIES = (
    "as_number",
    "canonical",
    "compile",
    "dtype",
    "from_numpy",
    "number_array",
    "python_kind",
    "scope",
    "to_numpy",
)
CURRENT: ContextVar[Backend | None] = ContextVar("ivy_backend", default=None)
_loaded: dict[str, Backend] = {}


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
    """The ops of one framework, as attributes, and what the layers above need beside them.

    `name`, `array_types` and the FACILITIES come from the package of the backend: arrays from and to
    the host (`from_numpy`, `to_numpy`), what they are (`dtype`, `python_kind`), the usual array type of
    a result (`canonical`), one program of several ops (`compile`, None if there is no such thing), a
    Python number as an argument of it (`number_array`) and inside of it (`as_number`), and what must
    hold while ops run (`scope`).
    """

    from_numpy: Callable[..., Any]
    level = 0  # how many traces are below (`ivy._core.tracing`)

    def __init__(self, package: ModuleType):
        self.name: str = package.NAME
        self.package = package
        self.array_types: tuple[type, ...] = package.ARRAY_TYPES
        self.dtypes: frozenset = package.DTYPES
        for facility in FACILITIES:
            setattr(self, facility, getattr(package, facility))
        self._fill(package)

    def _fill(self, package: ModuleType) -> None:
        import pkgutil  # not while Ivy is imported: it costs more than all of this file

        from ivy._core.op import OPS

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

    def around(self, function: Callable) -> Callable:
        """`function` as code outside of any `scope` may call it: on JAX, with 64-bit types."""
        around = getattr(self.package, "around", None)
        return around(function) if around else function

    def around_plan(self, plan: Callable, steps: Iterable[Callable], dtypes: Iterable) -> Callable:
        """`plan` as `around` has it, where its steps on arrays of these dtypes need that."""
        is_plain = getattr(self.package, "is_plain", None)
        return plan if is_plain and is_plain(steps, dtypes) else self.around(plan)

    @property
    def compiled_plan(self) -> Callable | None:
        """What makes one program of a plan, on a backend that compiles."""
        return getattr(self.package, "compiled_plan", None)

    @functools.cached_property
    def exchange(self) -> ModuleType:
        """Devices and DLPack: `device`, `devices`, `to_device`, `to_dlpack`, `from_dlpack`, ..."""
        return importlib.import_module(f"{self.package.__name__}._exchange")

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
    importlib.import_module("ivy.functional")
    try:
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


def of_arguments(args: tuple, kwargs: dict[str, Any]) -> Backend:
    """The one backend among the arguments of a call; NumPy if there is no array among them."""
    found: dict[str, Backend] = {}
    for value in (*args, *kwargs.values()):
        for item in value if isinstance(value, (list, tuple)) else (value,):
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
