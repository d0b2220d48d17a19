"""PyTorch's conventions for every call: names of parameters, `out`, errors, dimensions."""

from __future__ import annotations

import builtins
import functools
from collections.abc import Callable
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes, errors
from ivy._core.backend import CURRENT
from ivy.frontends._aliasing import AliasingFrontend
from ivy.frontends._call import Call
from ivy.frontends._wrapper import TensorWrapper
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch.standalone import _demands, _results

_TENSORS = ("input", "self", "tensor")
_SIZES = ("size", "shape", "dims", "sizes", "repeats", "repetitions")
_DIMENSIONS = ("dim", "dim0", "dim1", "dim2", "dims", "axis0", "axis1", "start_dim", "end_dim")
_NUMPY_NAMES = {
    "axis": ("dim",),
    "keepdims": ("keepdim",),
    "x": ("input", "self"),
    "a": ("input", "self"),
    "x1": ("input", "self"),
    "x2": ("other",),
}
_OF_PYTHON = {float: dtypes.float64, int: dtypes.int64, bool: dtypes.bool_}


def _whole(x: Any) -> Any:
    """Integral floats as int64: the example of the project's specification passes them to `one_hot`."""
    if not dtypes.is_floating(ivy.dtype(x)):
        return x
    whole = ivy.astype(x, dtypes.int64)
    if not ivy.item(ivy.all(ivy.equal(ivy.astype(whole, ivy.dtype(x)), x))):
        raise RuntimeError("one_hot takes classes: integers, or floats without a fraction.")
    return whole


# Arguments that functions called directly accept beyond PyTorch's own.
_LENIENT = {"torch.nn.functional.one_hot": _whole}


class TorchFrontend(AliasingFrontend):
    """PyTorch."""

    def lower(self, value: Any, call: Call) -> Any:
        """`float`, `int` and `bool` are dtypes; a device becomes its name."""
        if value in _OF_PYTHON:
            return _OF_PYTHON[value]
        return str(value) if type(value).__name__ == "device" else value

    def wrap(self, function: Callable, name: str | None = None) -> Callable:
        """As for every source, with `out` and `inplace`, and names for the parts of results."""
        name = name or function.__name__
        plain = super().wrap(function, name)
        places = function.__code__.co_argcount
        has_inplace = name.startswith("torch.nn.functional.")

        @functools.wraps(function)
        def call(*args: Any, out: Any = None, **kwargs: Any) -> Any:
            if has_inplace and len(args) == places + 1 and type(args[-1]) is bool:
                args, kwargs = args[:-1], {**kwargs, "inplace": args[-1]}
            if has_inplace and kwargs.pop("inplace", False):
                out = args[0]
            result = _results.named(name, plain(*args, **kwargs))
            return result if out is None else _into(out, result, resize=True)

        return call

    def wrap_composed(self, function: Callable, name: str | None = None) -> Callable:
        """As for every source; TypeError for arguments that must be tensors and are not."""
        name = name or function.__name__
        plain = super().wrap_composed(function, name)
        names = parameters_of(function)
        checks = _demands.of(name, names)
        aliases = _aliases(names)

        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            if aliases and not kwargs.keys().isdisjoint(aliases):
                kwargs = {aliases.get(k, k): v for k, v in kwargs.items()}
            out = kwargs.pop("out", None) if "out" not in names else None
            try:
                for check in checks:
                    check(*args, **kwargs)
                result = plain(*args, **kwargs)
            except AttributeError as error:
                if _demands.is_python_code(name):
                    raise
                raise TypeError(f"{name}: an argument must be a Tensor ({error})") from error
            return result if out is None else _into(out, result, resize=True)

        return call

    def prepare(self, name: str, function: Callable) -> Callable:
        """The raw function, with PyTorch's checks of arguments, and its errors."""
        names = parameters_of(function)
        positional = function.__code__.co_argcount
        packs = _packed_place(names[:positional])
        aliases = _aliases(names)
        lenient = _LENIENT.get(name)
        checks = _demands.of(name, names)
        subject_first = bool(names) and names[0] in _demands.FIRST_TENSORS
        dimensions = tuple(i for i, n in enumerate(names) if n in _DIMENSIONS and subject_first)

        def call(*args: Any, **kwargs: Any) -> Any:
            if aliases and not kwargs.keys().isdisjoint(aliases):
                kwargs = {aliases.get(k, k): v for k, v in kwargs.items()}
            if packs is not None and len(args) > packs:
                args = _packed(args, packs)
            for check in checks:
                check(*args, **kwargs)
            for i in dimensions:
                dim = args[i] if i < len(args) else kwargs.get(names[i])
                _demands.demand_dimension(dim, args[0] if args else kwargs[names[0]], name)
            try:
                if lenient is not None and args:
                    args = (lenient(args[0]), *args[1:])
                return function(*args, **kwargs)
            except (RuntimeError, IndexError, errors.IvyError):
                raise
            except Exception as error:
                raise _translated(error) from error

        return call


_OF_SIGNATURES = ("positional argument", "keyword argument", "multiple values for argument")


def _translated(error: Exception) -> Exception:
    """A backend's error as PyTorch's; a call that does not fit the signature remains a TypeError."""
    trace = error.__traceback__
    if isinstance(error, TypeError):
        text = str(error)
        at_the_call = trace is not None and trace.tb_next is None
        if at_the_call or any(words in text for words in _OF_SIGNATURES):
            return error
    return RuntimeError(str(error))


def parameters_of(function: Callable) -> tuple[str, ...]:
    """Names of a function's parameters; a hundred times as fast as `inspect.signature`."""
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    code = function.__code__
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def _aliases(names: tuple[str, ...]) -> dict[str, str]:
    """NumPy's names of parameters, which PyTorch accepts as well."""
    return {
        other: own
        for other, candidates in _NUMPY_NAMES.items()
        if other not in names
        for own in candidates
        if own in names
    }


def _packed_place(names: tuple[str, ...]) -> int | None:
    """Position of a list that can be given number by number: `x.permute(0, 2, 1)`."""
    own = [n for n in names if n not in _TENSORS]
    return len(names) - 1 if len(own) == 1 and own[0] in _SIZES else None


def _packed(args: tuple, place: int) -> tuple:
    rest = args[place:]
    if len(rest) == 1 and not isinstance(rest[0], builtins.int):
        return args
    return (*args[:place], rest)


def _into(out: Any, result: Any, resize: bool = False) -> Any:
    """Writes a result into `out`: a tensor, or a sequence of one per result."""
    if isinstance(result, tuple):
        parts = [_into(o, r, resize) for o, r in zip(out, result, strict=True)]
        return type(result)(*parts) if hasattr(result, "_fields") else tuple(parts)
    if not isinstance(out, TensorWrapper):
        raise TypeError(f"argument 'out' must be Tensor, not {type(out).__name__}")
    if resize and result.shape != out.shape:
        out.resize_(result.shape)  # pyright: ignore[reportAttributeAccessIssue]
    write(out, result)
    return out


def write(tensor: Any, result: Any) -> None:
    """Replaces the values of a tensor by those of a result, as an in-place function does.

    Raises
    ------
    RuntimeError
        The result has another shape or a dtype of a higher category, or elements of the tensor share
        memory.
    """
    array = result._read()
    if tuple(array.shape) != tuple(tensor.shape):
        raise RuntimeError(
            f"output with shape {list(tensor.shape)} doesn't match the broadcast shape "
            f"{list(array.shape)}"
        )
    have, want = tensor.dtype, result.dtype
    if dtypes.category(want) > dtypes.category(have):
        raise RuntimeError(
            f"result type {want.name} can't be cast to the desired output type {have.name}"
        )
    backend = tensor._backend()
    if tensor._array.base is not None and tensor._array.overlaps:
        raise RuntimeError(
            "unsupported operation: more than one element of the written-to tensor refers to a "
            "single memory location. Please clone() the tensor before performing the operation."
        )
    with using(backend):
        tensor._write(to.cast(array, have))


class using:
    """Context in which ops run on a backend."""

    def __init__(self, backend: Any):
        self.backend = backend

    def __enter__(self) -> None:
        self.token = CURRENT.set(self.backend)
        self.scope = self.backend.scope()
        self.scope.__enter__()

    def __exit__(self, *error: Any) -> None:
        self.scope.__exit__(*error)
        CURRENT.reset(self.token)
