"""Raw ops from their signatures: what TensorFlow checks before a kernel runs, for all of them at once.

`_raw/signatures.txt` is written from TensorFlow's own registry (tests/frontends/
tensorflow_signatures.py tells the format). An implementation gets backend arrays for inputs, checked
and of the dtypes that the signature allows, and attributes as Python values; an input that it
annotates with `Host` comes as a NumPy array.
"""

from __future__ import annotations

import functools
import pathlib
import sys
from collections import namedtuple
from collections.abc import Callable
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy._core.dtypes import DType
from ivy._core.errors import IndexOutOfRangeError, IvyError
from ivy.frontends import _publish
from ivy.frontends.tensorflow import _convert as to
from ivy.frontends.tensorflow import errors

Host = np.ndarray

_LETTERS = dict(zip("tbhiqBHIQeEfdFD", (
    "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 bfloat16 float32 float64 "
    "complex64 complex128"
).split(), strict=True))  # fmt: skip
_CONSTANTS = {"True": True, "False": False, "None": None, "[]": []}
_FILE = pathlib.Path(__file__).with_name("_raw") / "signatures.txt"
REQUIRED = object()


class Parameter(NamedTuple):
    """A parameter: an `input`, a `list` (one dtype) or `mixed` list of them, or an attribute.

    `type` is the type attribute of an input, or `=` and the letter of its dtype; of an attribute
    the kind of value.
    """

    name: str
    kind: str
    type: str
    default: Any


class Limit(NamedTuple):
    """What an attribute may be: dtypes that the op allows, and that a kernel exists for."""

    allowed: frozenset
    kernels: frozenset


class Signature(NamedTuple):
    """One line of the file; `results` makes the named tuple of several results."""

    name: str
    parameters: tuple[Parameter, ...]
    limits: dict[str, Limit]
    results: Callable | None


def dtype_of(letter: str) -> DType:
    """The dtype of a letter in the file."""
    return dtypes.as_dtype(_LETTERS[letter])


def _parameter(word: str) -> Parameter:
    head, _, default = word.partition("=") if "?" in word else _split_input(word)
    if "?" in head:
        name, kind = head.split("?")
        return Parameter(name, "attribute", kind, _default(kind, word, default))
    name, type_ = head.split(":")
    kind = {"+": "list", "*": "mixed"}.get(type_[0], "input")
    return Parameter(name, kind, type_.lstrip("+*"), dtype_of(default) if default else None)


def _split_input(word: str) -> tuple[str, str, str]:
    name, _, type_ = word.partition(":")
    mark = type_[: len(type_) - len(type_.lstrip("+*="))]
    head, _, default = type_[len(mark) :].partition("=")
    return f"{name}:{mark}{head}", "=", default


def _default(kind: str, word: str, default: str) -> Any:
    if "=" not in word:
        return REQUIRED
    if kind == "type":
        return dtype_of(default)
    if default in _CONSTANTS:
        return _CONSTANTS[default]
    if kind == "int":
        return int(default)
    if kind == "float":
        return float(default)
    return [int(n) for n in default.strip("[]").split(",")] if kind == "list(int)" else default


def _limit(text: str) -> Limit:
    if text[0] == "'":
        names = frozenset(text.strip("'").split(","))
        return Limit(names, names)
    allowed, _, kernels = text.partition("/")
    return Limit(frozenset(map(dtype_of, allowed)), frozenset(map(dtype_of, kernels or allowed)))


def _signature(line: str) -> Signature:
    words, _, limits = line.partition("|")
    words, _, results = words.partition("->")
    name, *parameters = words.split()
    pairs = (word.split("=", 1) for word in limits.split())
    return Signature(
        name,
        tuple(map(_parameter, parameters)),
        {k: _limit(v) for k, v in pairs if v},
        namedtuple(name, results.split())._make if results else None,
    )


@functools.cache
def lines() -> dict[str, str]:
    """The line of each raw op."""
    return {line.split()[0]: line for line in _FILE.read_text().splitlines()}


def _checked(signature: Signature, attribute: str, dtype: DType) -> None:
    """Refuses a dtype that the op does not allow, or has no kernel for."""
    limit = signature.limits.get(attribute)
    if limit is None:
        return
    if dtype not in limit.allowed:
        raise errors.invalid(
            f"Value for attr '{attribute}' of {dtype} is not in the list of allowed values: "
            f"{', '.join(sorted(d.name for d in limit.allowed))} [Op:{signature.name}]"
        )
    if dtype not in limit.kernels:
        raise errors.NotFoundError(
            None, None, f"Could not find device for node: {signature.name} with {attribute}={dtype}"
        )


class _Inputs:
    """The conversion of one call: which dtype each type attribute turned out to be."""

    def __init__(self, signature: Signature, values: tuple):
        self.signature = signature
        self.types: dict[str, DType] = {}
        self._check_lengths(values)
        for parameter, value in zip(signature.parameters, values, strict=True):
            if parameter.kind in ("input", "list") and parameter.type[0] != "=":
                self._look(parameter, value)

    def _check_lengths(self, values: tuple) -> None:
        pairs = zip(self.signature.parameters, values, strict=True)
        lengths = {len(v) for p, v in pairs if p.kind == "list" and isinstance(v, (list, tuple))}
        if len(lengths) > 1:
            raise ValueError(f"List arguments of {self.signature.name} must be of one length")

    def _look(self, parameter: Parameter, value: Any) -> None:
        for v in value if isinstance(value, (list, tuple)) else (value,):
            if parameter.type not in self.types and to.is_array(v):
                self.types[parameter.type] = to.dtype_of(v)

    def convert(self, parameter: Parameter, value: Any, host: bool) -> Any:
        if parameter.kind == "input":
            return self._input(parameter, value, host)
        if not isinstance(value, (list, tuple)):
            raise TypeError(f"Expected list for '{parameter.name}' argument, not {value!r}.")
        if parameter.kind == "list":
            return [self._input(parameter, v, host) for v in value]
        arrays = [to.tensor(v) for v in value]
        for array in arrays:
            _checked(self.signature, parameter.type, ivy.dtype(array))
        return arrays

    def _input(self, parameter: Parameter, value: Any, host: bool) -> Any:
        type_ = parameter.type
        wanted = dtype_of(type_[1]) if type_[0] == "=" else self.types.get(type_)
        array = (to.host if host else to.tensor)(value, wanted or parameter.default)
        dtype = array.dtype if host else ivy.dtype(array)
        if wanted is None:
            self.types[type_] = wanted = dtype
        if dtype != wanted:
            raise errors.invalid(
                f"cannot compute {self.signature.name} as input '{parameter.name}' was expected "
                f"to be a {wanted} tensor but is a {dtype} tensor"
            )
        _checked(self.signature, type_, wanted)
        return array


def _is_int(value: Any) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


_FITS: dict[str, Callable[[Any], bool]] = {
    "bool": lambda v: isinstance(v, bool),
    "int": _is_int,
    "float": lambda v: _is_int(v) or isinstance(v, float),
    "string": lambda v: isinstance(v, (str, bytes)),
    "list(int)": lambda v: isinstance(v, (list, tuple)) and all(map(_is_int, v)),
    "list(float)": lambda v: isinstance(v, (list, tuple)),
}


def _attribute(signature: Signature, parameter: Parameter, value: Any) -> Any:
    if parameter.type == "type":
        dtype = to.as_dtype(value)
        _checked(signature, parameter.name, dtype)
        return dtype
    fits = _FITS.get(parameter.type)
    if fits is not None and not fits(value):
        raise TypeError(f"Expected {parameter.type} for argument '{parameter.name}' not {value!r}.")
    if parameter.type == "float":
        return float(np.float32(value))  # attributes are single-precision
    limit = signature.limits.get(parameter.name)
    if limit is not None and value not in limit.allowed:
        raise errors.invalid(
            f"Value for attr '{parameter.name}' of \"{value}\" is not in the list of allowed "
            f"values: {', '.join(sorted(limit.allowed))} [Op:{signature.name}]"
        )
    return value


def _run(signature: Signature, implementation: Callable) -> Callable:
    """`f(*values)` in the order of the signature: convert, check, compute."""
    notes = getattr(implementation, "__annotations__", {})
    on_host = {name for name, kind in notes.items() if kind in (Host, "Host")}

    def run(*values: Any) -> Any:
        inputs = _Inputs(signature, values)
        arguments = [
            _attribute(signature, p, v)
            if p.kind == "attribute"
            else inputs.convert(p, v, p.name in on_host)
            for p, v in zip(signature.parameters, values, strict=True)
        ]
        try:
            result = implementation(*arguments)
            return signature.results(result) if signature.results else result
        except (IndexOutOfRangeError, ZeroDivisionError) as error:
            raise errors.invalid(f"{error} [Op:{signature.name}]") from error
        except (ValueError, IndexError, TypeError, RuntimeError) as error:
            if isinstance(error, IvyError):
                raise
            raise errors.invalid(f"{error} [Op:{signature.name}]") from error

    return run


def _function(name: str, parameters: tuple[Parameter, ...], run: Callable, star: str) -> Callable:
    """A function with TensorFlow's own parameters, as `namedtuple` makes its constructor."""
    names = [p.name for p in parameters]
    declared = [n if p.default is REQUIRED or p.kind != "attribute" else f"{n}=_d[{n!r}]"
                for n, p in zip(names, parameters, strict=True)]  # fmt: skip
    head = ", ".join((*star.split(), *declared, "name=None"))
    source = f"def {name}({head}): return _run({', '.join(names)})"
    space = {"_run": run, "_d": {p.name: p.default for p in parameters}}
    exec(source, space)
    return space[name]


def public(raw: Callable, name: str = "", **defaults: Any) -> Callable:
    """The public function that is a raw op called by position; `defaults` where they differ."""
    signature = raw.__tensorflow__  # pyright: ignore[reportFunctionMemberAccess]
    parameters = tuple(p._replace(kind="attribute", default=defaults[p.name]) if p.name in defaults
                       else p for p in signature.parameters)  # fmt: skip
    run = raw.__globals__["_run"]
    function = _function(name or signature.name, parameters, run, "")
    function.__module__ = sys._getframe(1).f_globals["__name__"]
    function.__tensorflow__ = signature  # pyright: ignore[reportFunctionMemberAccess]
    return function


def kernel(raw: Callable) -> Callable:
    """The implementation of a raw op, for another one: its inputs are checked already."""
    return raw.__kernel__  # pyright: ignore[reportFunctionMemberAccess]


def publish(module_name: str) -> None:
    """Makes raw ops of the capitalised names of a module, and files them in the registry."""
    module = sys.modules[module_name]
    for name, value in list(vars(module).items()):
        if not (name[0].isupper() and isinstance(value, FunctionType)):
            continue
        line = lines().get(name)
        if line is None:
            raise ValueError(f"{name} is not in {_FILE.name}: write it anew")
        signature = _signature(line)
        function = _function(name, signature.parameters, _run(signature, value), "*")
        function.__doc__ = value.__doc__ if value.__module__ == module_name else None
        function.__module__ = module_name
        function.__tensorflow__ = signature  # pyright: ignore[reportFunctionMemberAccess]
        function.__kernel__ = value  # pyright: ignore[reportFunctionMemberAccess]
        setattr(module, name, function)
    _publish.publish(module_name, native="tensorflow.raw_ops", helpers=_helpers(module))


def _helpers(module: Any) -> list[Callable]:
    """The functions of a module that are no raw ops."""
    return [v for n, v in vars(module).items() if isinstance(v, FunctionType) and n[0].islower()]
