"""`ivy.wrap`: which source some code is written for, and the border to a target."""

from __future__ import annotations

import sys
import types
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from interceptors import sources
from ivy._core import errors
from ivy._core.backend import NAMES, backend_of, load
from ivy_runtime.wrapping.border import Border
from ivy_runtime.wrapping.conversion import inward, outward, root_of
from ivy_runtime.wrapping.proxies import Proxy


def wrap(
    x: Any,
    target: str,
    *,
    source: str | None = None,
    fallback: str = "warn",
    device: str | None = None,
) -> Any:
    """Code of one framework as code of another one: it takes and returns arrays of `target`.

    Parameters
    ----------
    x
        A function, a class, an object, a module (`torch.nn.Module`), or a whole package. It is left
        as it is; what comes back looks like it, and converts when it is used.
    target
        The framework of the code that uses it: 'jax', 'numpy', 'tensorflow' or 'torch'.
    source
        The framework that `x` is written for; None: the one that it uses.
    fallback, device
        As for `ivy.run_on`.

    Raises
    ------
    UnknownBackendError, BackendNotInstalledError, UnsupportedPairError
        There is no such target, or none for this source.
    ConversionError
        `x` is no code, or it does not show which framework it uses.

    >>> import numpy as np
    >>> softmax = ivy.wrap(torch.nn.functional.softmax, 'numpy')
    >>> softmax(np.zeros((1, 4), 'float32'), dim=1)
    array([[0.25, 0.25, 0.25, 0.25]], dtype=float32)
    """
    if target not in NAMES:
        load(target)  # which says what there is
    if backend_of(x) is not None:
        raise _no_code(x)
    if source is None:
        source = _source_of(x, target)
    if source == target:
        return x
    if target not in sources.TARGETS.get(source, ()):
        raise errors.UnsupportedPairError(
            f"{source} code does not run on {target} yet; "
            + "; ".join(f"{name} runs on {', '.join(on)}" for name, on in sources.TARGETS.items())
        )
    load(target)
    options = {"fallback": fallback, "device": device}
    root = root_of(x)
    packages = frozenset({source, root} if isinstance(x, types.ModuleType) else {source})
    border = Border(source, target, root, packages, inward, outward, options)
    made = outward(border, x)
    if not isinstance(made, Proxy):
        raise _no_code(x)
    return made


def _no_code(x: Any) -> errors.ConversionError:
    return errors.ConversionError(
        f"ivy.wrap takes a function, class, object, module or package that is code of a framework, "
        f"got {x!r:.100} ({type(x).__module__}.{type(x).__qualname__})."
    )


def _source_of(x: Any, target: str) -> str:
    """The framework that some code is written for.

    Raises
    ------
    ConversionError
        It does not say.
    """
    names = (*sources.NAMES, target)
    for root in (root_of(x), *(root_of(cls) for cls in _classes(x))):
        if root in names:
            return root
    used = Counter(root for root in map(root_of, _used(x)) if root in names)
    for few in (("numpy", target), ()):  # which are used beside another one everywhere
        found = [name for name, _ in used.most_common() if name not in few]
        if found:
            return found[0]
    there = [n for n in sources.NAMES if n in sys.modules and n not in ("numpy", target)]
    there = [n for n in there if target in sources.TARGETS[n]]
    if len(there) == 1:
        return there[0]
    raise errors.ConversionError(
        f"{x!r:.100} does not show which framework it is written for; pass source=, one of "
        f"{', '.join(sources.NAMES)}."
    )


def _classes(x: Any) -> Iterable[type]:
    return (x if isinstance(x, type) else type(x)).__mro__


def _used(x: Any) -> Iterator[Any]:
    """What the code refers to: the globals of a function, all that is in the modules of a package."""
    if isinstance(x, types.ModuleType):
        for name, module in list(sys.modules.items()):
            if name == x.__name__ or name.startswith(f"{x.__name__}."):
                yield from vars(module).values()
        return
    referred = [each for function in _functions(x) for each in _referred(function)]
    module = sys.modules.get(getattr(x, "__module__", None) or type(x).__module__)
    yield from referred or (vars(module).values() if module else ())


def _functions(x: Any) -> Iterator[Any]:
    """What has code: a function, the methods of a class or of an object."""
    yield getattr(x, "__func__", getattr(x, "__wrapped__", x))
    for cls in _classes(x):
        for value in vars(cls).values():
            yield getattr(value, "__func__", getattr(value, "fget", value))


def _referred(function: Any) -> Iterator[Any]:
    code = getattr(function, "__code__", None)
    if code is not None:
        names = set(_names(code))
        yield from (v for n, v in function.__globals__.items() if n in names)
        yield from _in_cells(function)


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            yield from _names(const)


def _in_cells(function: Any) -> Iterator[Any]:
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # it is not filled yet
            continue
