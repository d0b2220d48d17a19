"""Stand-ins of NumPy's modules and functions, which the user's modules see while a block is open.

NumPy itself is unchanged, so libraries and frameworks see what they always see. A user's module is one
outside the standard library and site-packages. Its globals that are NumPy's modules or functions are
replaced when a block opens and put back when the last one closes, in its classes, lists, tuples and
dictionaries too; imports inside functions get the stand-ins. What a closure or an object has held since
before stays NumPy's own, and works: only what creates arrays is native then.

A stand-in asks the session of its context at each call: in other threads it is the native function.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import sys
import sysconfig
import types
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

import numpy as np
import wrapt

from interceptors.numpy import _compat, decompositions, dispatch, random, ufuncs
from interceptors.numpy.array import Redirected, RedirectedArray
from interceptors.numpy.calls import Call
from interceptors.numpy.engine import array_of, engine, gives_array, is_array_like
from interceptors.session import CURRENT, Session
from interceptors.shared import trees
from interceptors.shared.patching import Patches

_current = CURRENT.get
_proxies = decompositions.proxies
_originals: dict[int, tuple[Any, Any]] = {}  # of a stand-in: itself, what it stands for
_modules: dict[str, types.ModuleType] = {}


# -- calls


def _contents(values: Any) -> int:
    """2 if there is a redirected array among arguments, 1 if an array or a sequence, else 0."""
    found = 0
    for value in values:
        if isinstance(value, Redirected):
            return 2
        if isinstance(value, (list, tuple)):
            many = any(isinstance(v, Redirected) for v in trees.leaves(value))
            if many:
                return 2
            found = 1
        elif is_array_like(value):
            found = 1
    return found


def _with_arrays(args: tuple) -> tuple[tuple, int]:
    """Arguments with the arrays of objects that have one, and what they contain."""
    if not any(map(gives_array, args)):
        return args, 1
    args = tuple(array_of(a) if gives_array(a) else a for a in args)
    return args, _contents(args)


def _call(session: Session, function: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """Runs a function that a user calls."""
    runs, name = engine(session.target), function.__name__
    contents = _contents((*args, *kwargs.values()))
    if contents == 1:
        args, contents = _with_arrays(args)
    if contents < 2 and name in runs.creations:
        session.report.count_native("creation", name)
        return runs.returned(function(*args, **kwargs))
    if contents or name in runs.filled:
        return dispatch.run(runs, session, function, args, kwargs)
    session.report.count_native("numbers", name)
    out = function(*args, **kwargs)
    return out if isinstance(out, np.generic) else runs.returned(out)


class StandIn(staticmethod):
    """A function of NumPy that redirects. As an attribute of a class it is no method, nor is the
    builtin in its place; Python functions are."""

    def __init__(self, native: Any, redirecting: Callable):
        super().__init__(redirecting)
        self.native = native

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        native = self.native
        bound = hasattr(native, "__get__") and instance is not None
        return types.MethodType(self, instance) if bound else self

    def __repr__(self) -> str:
        return repr(self.native)

    def __reduce__(self) -> Any:
        return _itself, (self.native,)


def _itself(native: Any) -> Any:
    return native


def _function(function: Any) -> Any:
    @functools.wraps(function)
    def stand_in(*args: Any, **kwargs: Any) -> Any:
        session = _current()
        if session is None or "numpy" not in session.sources:
            return function(*args, **kwargs)
        return _call(session, function, args, kwargs)

    return StandIn(function, stand_in)


class Ufunc:
    """A ufunc that redirects lists and native arrays, too."""

    def __init__(self, native: np.ufunc):
        self._native = native
        self.__name__ = self.__qualname__ = native.__name__
        self.__doc__ = native.__doc__

    @property
    def __class__(self) -> Any:
        return np.ufunc

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not kwargs and 0 < len(args) < 3 and isinstance(args[0], Redirected):
            out = ufuncs.fast(self._native, *args)
            if out is not None:
                return out
        return self._run("__call__", args, kwargs)

    def _run(self, method: str, args: tuple, kwargs: dict[str, Any]) -> Any:
        session = _current()
        native = self._native
        if session is not None and "numpy" in session.sources:
            if contents := _contents((*args, kwargs.get("out"))):
                args = _with_arrays(args)[0] if contents == 1 else args
                return ufuncs.run(engine(session.target), session, native, method, args, kwargs)
            session.report.count_native("numbers", native.__name__)
        return getattr(native, method)(*args, **kwargs)

    def reduce(self, *args: Any, **kwargs: Any) -> Any:
        """The ufunc between all elements along axes."""
        return self._run("reduce", *_named(args, kwargs, "axis", "dtype", "out", "keepdims"))

    def accumulate(self, *args: Any, **kwargs: Any) -> Any:
        """The running results of `reduce`."""
        return self._run("accumulate", *_named(args, kwargs, "axis", "dtype", "out"))

    def reduceat(self, *args: Any, **kwargs: Any) -> Any:
        """`reduce` of slices."""
        return self._run("reduceat", *_named(args, kwargs, "indices", "axis", "dtype", "out"))

    def outer(self, *args: Any, **kwargs: Any) -> Any:
        """The ufunc of all pairs."""
        return self._run("outer", args, kwargs)

    def at(self, *args: Any, **kwargs: Any) -> Any:
        """The ufunc in place, an index that occurs twice applied twice."""
        return self._run("at", args, kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._native, name)

    def __eq__(self, other: object) -> bool:
        return other is self or other is self._native

    def __hash__(self) -> int:
        return hash(self._native)

    def __repr__(self) -> str:
        return repr(self._native)

    def __reduce__(self) -> Any:
        return _itself, (self._native,)


def _named(args: tuple, kwargs: dict, *names: str) -> tuple[tuple, dict]:
    """Positional options as keywords."""
    return args[:1], {**dict(zip(names, args[1:], strict=False)), **kwargs}


class Grid:
    """`np.mgrid`, `np.r_` and the like: NumPy's own code, whose results are redirected."""

    def __init__(self, native: Any):
        self._native = native
        self._getitem = decompositions.of(type(native).__getitem__)

    def __getitem__(self, key: Any) -> Any:
        session = _current()
        if session is None or "numpy" not in session.sources:
            return self._native[key]
        session.report.count_native("creation", type(self._native).__name__)
        return engine(session.target).returned(self._getitem(self._native, key))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._native, name)

    def __len__(self) -> int:
        return len(self._native)


# -- modules


class ModuleProxy(types.ModuleType):
    """A module of NumPy with stand-ins of its functions; what it lacks, it asks the module for."""

    def __init__(self, native: types.ModuleType):
        super().__init__(native.__name__)
        for name, value in vars(native).items():
            vars(self)[name] = proxy_of(value)
        vars(self)["_native"] = native

    def __getattr__(self, name: str) -> Any:
        return proxy_of(getattr(vars(self)["_native"], name))


def proxy_of(value: Any) -> Any:
    """The stand-in of a module or function of NumPy; any other value itself."""
    found = _proxies.get(id(value))
    if found is not None:
        return found
    if isinstance(value, types.ModuleType) and _is_public(value.__name__):
        return _module(value)
    return value


def _is_public(name: str) -> bool:
    return name in _compat.MODULES


def _module(native: types.ModuleType) -> types.ModuleType:
    found = _modules.get(native.__name__)
    if found is None:
        found = _modules[native.__name__] = ModuleProxy.__new__(ModuleProxy)
        _put(native, found)
        found.__init__(native)  # after it is known, as modules refer to each other
    return found


def _put(native: Any, proxy: Any) -> None:
    _proxies[id(native)] = proxy
    _originals[id(proxy)] = proxy, native


@functools.cache
def _prepare() -> None:
    """Makes the stand-ins of all functions."""
    for name in _compat.MODULES:
        module = _compat.module(name)
        for key, value in list(vars(module).items()):
            if id(value) in _proxies or key.startswith("__"):
                continue
            if isinstance(value, np.ufunc) and getattr(np, value.__name__, None) is value:
                _put(value, Ufunc(value))
            elif _is_redirected_function(key, value):
                _put(value, _function(value))
            elif key in _compat.GRIDS and module is np:
                _put(value, Grid(value))
    for native, proxy in random.proxies():
        _put(native, proxy if isinstance(proxy, type) else StandIn(native, proxy))
    for name in _compat.MODULES:
        _module(_compat.module(name))


def _is_redirected_function(key: str, value: Any) -> bool:
    if isinstance(value, type) or not callable(value):
        return False
    if isinstance(value, _compat.Dispatcher):
        return True
    return key in _compat.CREATION | _compat.FILLED | _compat.VIEWS and getattr(
        value, "__module__", ""
    ).startswith("numpy")


# -- the user's modules

_PATHS = sysconfig.get_paths()
_LIBRARIES = tuple(f"{_PATHS[k]}/" for k in ("stdlib", "platstdlib", "purelib", "platlib"))
_OURS = frozenset(("numpy", "ivy", "interceptors", "ivy_runtime"))
_others: dict[int, dict[str, Any]] = {}  # globals that belong to no module
_generators: list[tuple[Any, Any]] = []  # of the user's modules, and their stand-ins
_known: dict[str, bool] = {}


def is_user(name: Any) -> bool:
    """Whether a module of this name is the user's."""
    found = _known.get(name)
    if found is None:
        module = sys.modules.get(name)
        found = module is not None and _is_users(name, module)
        if module is not None:
            _known[name] = found
    return found


def _is_users(name: str, module: Any) -> bool:
    if name == "__main__":
        return True
    if name.partition(".")[0] in _OURS:
        return False
    file = getattr(module, "__file__", None)
    return file is not None and not file.startswith(_LIBRARIES)


def _note_callers() -> None:
    """Remembers the globals of callers that belong to no module: of `exec`, of a doctest."""
    frame = sys._getframe(1)
    while frame is not None:
        space = frame.f_globals
        module = sys.modules.get(space.get("__name__", ""))
        if module is not None and vars(module) is not space and is_user(module.__name__):
            _others[id(space)] = space
        frame = frame.f_back


def _user_modules() -> Iterator[dict[str, Any]]:
    yield from list(_others.values())
    for name, module in list(sys.modules.items()):
        if isinstance(module, types.ModuleType) and is_user(name):
            yield vars(module)


def _import(wrapped: Callable, instance: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    module = wrapped(*args, **kwargs)
    space = args[1] if len(args) > 1 else kwargs.get("globals")
    if module.__name__.partition(".")[0] != "numpy" or not space:
        return module
    session = _current()
    if session is None or "numpy" not in session.sources or not _is_covered(space.get("__name__")):
        return module
    return proxy_of(module)


class _Patches(Patches):
    """Replaces the globals of the user's modules while a block is open."""

    def acquire(self, *args: Any) -> None:
        """See `Patches`; modules imported meanwhile are covered by each block."""
        _prepare()
        super().acquire(*args)
        _note_callers()
        _cover_generators()
        _swap(_user_modules(), _proxies.get)

    def release(self) -> bool:
        """See `Patches`."""
        last = super().release()
        if last:
            _swap(_user_modules(), _native)
            for native, stand_in in _generators:
                del _proxies[id(native)], _originals[id(stand_in)]
            _generators.clear()
            _others.clear()
        return last


def _native(key: int) -> Any:
    entry = _originals.get(key)
    return None if entry is None else entry[1]


def _cover_generators() -> None:
    """Gives the random generators of the user's modules, made before the block, stand-ins too."""
    for space in _user_modules():
        for value in list(space.values()):
            if type(value) is np.random.Generator and id(value) not in _proxies:
                stand_in = random.of_generator(value)
                _generators.append((value, stand_in))
                _put(value, stand_in)


def _swap(spaces: Iterable[dict[str, Any]], other: Callable[[int], Any]) -> None:
    """Replaces NumPy's functions and modules by their stand-ins, or the other way round.

    In globals, in attributes of the modules' own classes, and in lists, tuples and dictionaries there.
    """
    for space in spaces:
        for name in list(space):
            if not name.startswith("__"):
                _swap_name(space, name, other)


def _swap_name(space: dict[str, Any], name: str, other: Callable[[int], Any]) -> None:
    value = space.get(name)
    found = _swapped(value, other)
    if found is not value:
        space[name] = found
    elif isinstance(value, type) and value.__module__ == space.get("__name__"):
        _swap_attributes(value, other)


def _swap_attributes(owner: type, other: Callable[[int], Any]) -> None:
    for name, value in list(vars(owner).items()):
        found = value if name.startswith("__") else _swapped(value, other)
        if found is not value:
            setattr(owner, name, found)


def _swapped(value: Any, other: Callable[[int], Any]) -> Any:
    """What replaces a value; in lists and dictionaries, the items are replaced."""
    kind = type(value)
    if kind is list or kind is dict:
        for key, item in list(enumerate(value) if kind is list else value.items()):
            found = other(id(item))
            if found is not None:
                value[key] = found
        return value
    if kind is tuple and any(other(id(item)) is not None for item in value):
        return tuple(item if (new := other(id(item))) is None else new for item in value)
    found = other(id(value))
    return value if found is None else found


def _call_compiled(wrapped: Callable, instance: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """A compiled function of a library, which reads memory: it gets native copies."""
    session = _current()
    if (
        session is None
        or "numpy" not in session.sources
        or _contents((*args, *kwargs.values())) < 2
    ):
        return wrapped(*args, **kwargs)
    name = f"{wrapped.__module__}.{wrapped.__name__}"
    call = Call(name, wrapped, wrapped, args, kwargs)
    return engine(session.target).run_natively(session, call, ("library", name))


class _Package(Patches):
    """Replaces the globals of a library, whose functions are called as the user's own.

    Which names hold anything of NumPy's is found once for each of its modules.
    """

    def __init__(self, name: str):
        super().__init__(lambda patches: None)
        self.name = name
        self.names: dict[str, list[str]] = {}

    def acquire(self, *args: Any) -> None:
        """See `Patches`."""
        super().acquire(*args)
        self._swap(_proxies.get)

    def release(self) -> bool:
        """See `Patches`."""
        last = super().release()
        if last:
            self._swap(_native)
        return last

    def _swap(self, other: Callable[[int], Any]) -> None:
        for key, module in list(sys.modules.items()):
            if key.partition(".")[0] == self.name and isinstance(module, types.ModuleType):
                names = self.names.get(key)
                if names is None:
                    names = self.names[key] = list(self._found(vars(module)))
                for name in names:
                    _swap_name(vars(module), name, other)

    def _found(self, space: dict[str, Any]) -> Iterator[str]:
        for name, value in list(space.items()):
            if id(value) not in _proxies and _compat.is_compiled(value, self.name):
                _put(value, wrapt.FunctionWrapper(value, _call_compiled))
            own = isinstance(value, type) and value.__module__ == space.get("__name__")
            held = vars(value).values() if own else (value,)
            if not name.startswith("__") and any(map(_is_replaced, held)):
                yield name


def _is_replaced(value: Any) -> bool:
    kind = type(value)
    items = value.values() if kind is dict else value if kind in (list, tuple) else (value,)
    return any(id(x) in _proxies or id(x) in _originals for x in items)


_packages: dict[str, _Package] = {}


def _is_covered(name: Any) -> bool:
    package = _packages.get(str(name).partition(".")[0])
    return is_user(name) or (package is not None and package.active)


@contextlib.contextmanager
def covered(packages: Collection[str]) -> Iterator[None]:
    """While it lasts, modules of these libraries are treated as the user's."""
    chosen = [p for p in packages if p not in _OURS and not is_user(p)]
    with contextlib.ExitStack() as stack:
        for name in chosen:
            package = _packages.setdefault(name, _Package(name))
            package.acquire()
            stack.callback(package.release)
        yield


def _namespace(self: RedirectedArray, /, *, api_version: Any = None) -> Any:
    """NumPy's functions, whose results are redirected."""
    return proxy_of(np.ndarray.__array_namespace__(self._shape_on(), api_version=api_version))


RedirectedArray.__array_namespace__ = _namespace  # type: ignore[attr-defined]
PATCHES = _Patches(lambda patches: patches.wrap(builtins, "__import__", _import))
