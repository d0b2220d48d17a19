"""A backend that writes down what it calls: how a graph becomes source text of a framework.

The package `ivy.backends.<target>` is executed a second time, with the modules of the framework in the
place of their recordings (`Namespace`), and it is given `Written` values instead of arrays: a real
array, tracer or fake tensor, together with the line of source that makes it. So each line of a backend
writes itself: no table has the text of ops, and what a backend works out in Python (axes, shapes,
which kernel there is) is done by the time that the text is there.

What a target adds stands in `ivy/backends/<target>/_source.py`:

    MODULES     the name of a module in the source, by its own name; others are reached by attribute
    OPERATORS   functions that a person writes as an operator
    literal     the text of a value of the framework's own (a dtype, say), or None
    is_array, array, abstractly     what arrays are, how one is made, how a function runs on such values
    rewrite     changes a module of the second execution, where what it does can't be written down
"""

from __future__ import annotations

import builtins
import functools
import importlib
import importlib.util
import inspect
import math
import operator
import pkgutil
import re
import sys
import types
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import numpy as np

from ivy._core import errors
from ivy._core.backend import Backend, load

# how tight an operator binds its operands
ANY, COMPARED, OR, XOR, AND, SHIFT, SUM, PRODUCT, UNARY, POWER, PRIMARY = range(11)
_BINARY = {
    "+": ("add", SUM),
    "-": ("sub", SUM),
    "*": ("mul", PRODUCT),
    "/": ("truediv", PRODUCT),
    "//": ("floordiv", PRODUCT),
    "%": ("mod", PRODUCT),
    "@": ("matmul", PRODUCT),
    "**": ("pow", POWER),
    "&": ("and_", AND),
    "|": ("or_", OR),
    "^": ("xor", XOR),
    "<<": ("lshift", SHIFT),
    ">>": ("rshift", SHIFT),
    "==": ("eq", COMPARED),
    "!=": ("ne", COMPARED),
    "<": ("lt", COMPARED),
    "<=": ("le", COMPARED),
    ">": ("gt", COMPARED),
    ">=": ("ge", COMPARED),
}
_UNARY = {"-": "neg", "~": "invert"}
_FEW, _SMALL = 4, 64  # elements of a constant that is shown as a list in any case, and at most


class Line:
    """A value of the source: the text that makes it, with marks where other values are used.

    `level` tells how tight the text binds, `hint` a name for the value; `effect` marks a line that is
    there for what it does. `writes` counts the effects before it: nothing moves across one.
    """

    __slots__ = ("block", "effect", "hint", "level", "number", "scope", "text", "writes")

    def __init__(self, number: int, text: str, level: int, hint: str, scope: str, writes: int):
        self.number = number
        self.text = text
        self.level = level
        self.hint = hint
        self.scope = scope
        self.writes = writes
        self.effect = False
        self.block: Block | None = None


class Block:
    """A function in the source that a framework calls: its parameters, lines and result."""

    def __init__(self, parameters: list[Line], lines: list[Line], result: str):
        self.parameters = parameters
        self.lines = lines
        self.result = result
        self.effects = sum(line.effect for line in lines)


class Book:
    """What has been written down: lines in order, and the constants that they name."""

    def __init__(self, target: Any):
        self.target = target
        self.lines: list[Line] = []
        self.count = 0
        self.constants: dict[Any, tuple[str, np.ndarray]] = {}
        self.scope = ""
        self.writes = 0
        self.known = 0  # > 0: what runs hangs on constants alone
        self.wide = False  # whether there are numbers of 64 bits
        self.needs: set[str] = set()

    def line(self, text: str, level: int = PRIMARY, hint: str = "") -> Line:
        """A new line."""
        line = Line(self.count, text, level, hint, self.scope, self.writes)
        self.count += 1
        self.lines.append(line)
        return line

    def effect(self, text: str) -> None:
        """A line that changes an array."""
        self.line(text).effect = True
        self.writes += 1

    def within(self, function: Callable[..., Any], args: Any) -> Any:
        """Runs a function of ops whose lines become a function in the source."""
        scope = self.scope
        self.scope = ".".join(filter(None, (scope, function.__name__)))
        try:
            return function(*args)
        finally:
            self.scope = scope

    def constant(self, array: np.ndarray) -> str:
        """The name of a constant."""
        key = array.shape, array.dtype.str, array.dtype.name, array.tobytes()
        if key not in self.constants:
            self.constants[key] = f"C{len(self.constants)}", array
        return self.constants[key][0]


BOOK: ContextVar[Book] = ContextVar("ivy_book")


def mark(line: Line, level: int = ANY) -> str:
    """The mark of a value where it is used."""
    return f"\0{line.number}:{level}\1"


# -- values


class Written:
    """An array of the target with the line of source that makes it.

    `literal` is the text of a number, `known` says that no input is in it, so that it can be read.
    """

    __slots__ = ("_known", "_line", "_literal", "_real")
    __array_ufunc__ = None
    __array_priority__ = 1000

    def __init__(self, real: Any, line: Line | None, known: bool = False, literal: Any = None):
        for name, value in zip(
            ("_real", "_line", "_known", "_literal"), (real, line, known, literal), strict=True
        ):
            object.__setattr__(self, name, value)

    __class__ = property(lambda self: type(self._real))  # pyright: ignore[reportAssignmentType]
    __hash__ = object.__hash__

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        real = getattr(self._real, name)
        if BOOK.get().target.is_array(real):
            return value(real, f"{spelled(self, PRIMARY)}.{name}", self._known)
        return Method(real, self, name) if is_callable(real) else real

    def __setattr__(self, name: str, new: Any) -> None:
        setattr(self._real, name, real_of(new))
        BOOK.get().effect(f"{spelled(self, PRIMARY)}.{name} = {spelled(new)}")

    def __len__(self) -> int:
        return int(self._real.shape[0])

    def __iter__(self) -> Iterator[Any]:
        return (self[i] for i in range(len(self)))

    def __getitem__(self, index: Any) -> Any:
        text = f"{spelled(self, PRIMARY)}[{spelled_index(index)}]"
        return value(self._real[real_of(index)], text, self._known and all_known(index))

    def __setitem__(self, index: Any, new: Any) -> None:
        self._real[real_of(index)] = real_of(new)
        BOOK.get().effect(f"{spelled(self, PRIMARY)}[{spelled_index(index)}] = {spelled(new)}")

    def _read(self, function: Callable[[Any], Any]) -> Any:
        if not self._known:
            raise errors.ReadsValueError(
                "this target decides by the value of an array here, which source text can't."
            )
        return function(self._real)

    def __bool__(self) -> bool:
        return self._read(bool)

    def __int__(self) -> int:
        return self._read(int)

    def __index__(self) -> int:
        return self._read(operator.index)

    def __float__(self) -> float:
        return self._read(float)

    def __array__(self, *args: Any, **kwargs: Any) -> np.ndarray:
        return self._read(np.asarray)


def _add_operators() -> None:
    def binary(symbol: str, name: str, reverse: bool) -> Callable[..., Any]:
        apply = getattr(operator, name)

        def run(self: Written, other: Any) -> Any:
            a, b = (other, self) if reverse else (self, other)
            return operation(symbol, apply(real_of(a), real_of(b)), a, b)

        return run

    for symbol, (name, level) in _BINARY.items():
        plain = name.rstrip("_")
        setattr(Written, f"__{plain}__", binary(symbol, name, False))
        if level != COMPARED:
            setattr(Written, f"__r{plain}__", binary(symbol, name, True))
    for symbol, name in _UNARY.items():
        apply = getattr(operator, name)
        setattr(
            Written,
            f"__{name}__",
            lambda self, apply=apply, symbol=symbol: operation(symbol, apply(self._real), self),
        )


_add_operators()


class Method:
    """`x.name` to be called or indexed: `x.astype(...)`, `x.at[i].set(v)`."""

    def __init__(self, real: Any, owner: Written, path: str, known: bool = True):
        self.real, self.owner, self.path = real, owner, path
        self.known = known and owner._known

    def __getattr__(self, name: str) -> Method:
        if name.startswith("__"):
            raise AttributeError(name)
        return Method(getattr(self.real, name), self.owner, f"{self.path}.{name}", self.known)

    def __getitem__(self, index: Any) -> Method:
        path = f"{self.path}[{spelled_index(index)}]"
        return Method(self.real[real_of(index)], self.owner, path, self.known and all_known(index))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        known = self.known and all_known((args, kwargs))
        if not known and self.path in ("item", "tolist", "numpy"):
            self.owner._read(bool)
        text = f"{spelled(self.owner, PRIMARY)}.{self.path}({spelled_call(args, kwargs)})"
        real = self.real(*real_of(args), **real_of(kwargs))
        if self.path.endswith("_"):
            BOOK.get().effect(text)
            return self.owner
        if real is self.owner._real:
            return self.owner
        return value(real, text, known, self.path)


def is_callable(real: Any) -> bool:
    """Whether an attribute of an array is a method, or like one."""
    return callable(real) or type(real).__name__ == "_IndexUpdateHelper"


def real_of(x: Any) -> Any:
    """Arguments with the arrays themselves."""
    if type(x) is Written:
        return x._real
    if type(x) is Function:
        return x._real
    if type(x) is Nested:
        return x.real
    if type(x) is dict:
        return {k: real_of(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)):
        items = [real_of(v) for v in x]
        return type(x)(*items) if hasattr(x, "_fields") else type(x)(items)
    if type(x) is slice:
        return slice(real_of(x.start), real_of(x.stop), real_of(x.step))
    return x


def written(x: Any) -> Iterator[Written]:
    """The values among arguments."""
    if type(x) is Written:
        yield x
    elif type(x) is dict:
        for v in x.values():
            yield from written(v)
    elif isinstance(x, (list, tuple)):
        for v in x:
            yield from written(v)
    elif type(x) is slice:
        yield from written((x.start, x.stop, x.step))


def all_known(x: Any) -> bool:
    return all(w._known for w in written(x))


def value(real: Any, text: str, known: bool, hint: str = "", level: int = PRIMARY) -> Any:
    """What a call returned, as values."""
    book = BOOK.get()
    if book.target.is_array(real):
        book.wide |= is_wide(real.dtype)
        return Written(real, book.line(text, level, hint), known)
    if has_array(real, book.target):
        whole = book.line(text, level, hint)
        parts = [value(r, f"{mark(whole, PRIMARY)}[{i}]", known) for i, r in enumerate(real)]
        return type(real)(*parts) if hasattr(real, "_fields") else type(real)(parts)
    return real


def is_wide(dtype: Any) -> bool:
    """Whether a dtype has numbers of 64 bits."""
    return getattr(dtype, "itemsize", 0) >= (16 if getattr(dtype, "kind", "") == "c" else 8)


def operation(symbol: str, real: Any, *operands: Any) -> Any:
    """The value of an operator."""
    if len(operands) == 1:
        text, level = f"{symbol}{spelled(operands[0], UNARY)}", UNARY
    else:
        level = _BINARY[symbol][1]
        left, right = (level + 1, level) if symbol == "**" else (level, level + 1)
        left += level == COMPARED
        a, b = operands
        text = f"{as_operand(a, b, left)} {symbol} {as_operand(b, a, right)}"
    return value(real, text, all_known(operands), level=level)


def as_operand(x: Any, other: Any, level: int) -> str:
    """An operand; a number as such, where it is of the other one's dtype."""
    both = type(x) is Written and type(other) is Written
    if both and x._literal and not other._literal and x._real.dtype == other._real.dtype:
        text = x._literal
        return f"({text})" if text.startswith("-") and level > UNARY else text
    return spelled(x, level)


# -- text


def spelled(x: Any, level: int = ANY) -> str:
    """The text of an argument, with marks for values."""
    if type(x) is Written:
        if x._line is None:
            return x._literal
        return mark(x._line, level)
    if type(x) is Function:
        return x._path
    if type(x) is Nested:
        return mark(x.defined()) if x.line is not None else "None"
    if type(x) in (bool, int, float, complex, str, type(None)) or x is Ellipsis:
        return literal(x)
    own = BOOK.get().target.literal(x)
    return own if own is not None else _structure(x)


def literal(x: Any) -> str:
    """The text of a Python value."""
    if type(x) is float and not math.isfinite(x):
        return f'float("{x}")'
    if type(x) is complex and not (math.isfinite(x.real) and math.isfinite(x.imag)):
        return f"complex({literal(x.real)}, {literal(x.imag)})"
    if type(x) is str:
        return '"' + repr(x)[1:-1].replace('"', '\\"') + '"'
    return "..." if x is Ellipsis else repr(x)


def _structure(x: Any) -> str:
    if type(x) is list:
        return f"[{', '.join(map(spelled, x))}]"
    if isinstance(x, tuple):
        items = ", ".join(map(spelled, x))
        return f"({items}{',' * (len(x) == 1)})"
    if isinstance(x, dict):
        return "{" + ", ".join(f"{spelled(k)}: {spelled(v)}" for k, v in x.items()) + "}"
    if isinstance(x, slice):
        return f"slice({', '.join(map(spelled, (x.start, x.stop, x.step)))})"
    if isinstance(x, np.generic):
        return spelled(x.item())
    book = BOOK.get()
    if isinstance(x, np.ndarray) or book.target.is_array(x):
        return spelled(constant(book.target.to_host(x)))
    raise errors.CompileError(f"{type(x).__module__}.{type(x).__qualname__} has no text.")


def spelled_index(index: Any) -> str:
    """What stands between the brackets of an index."""
    if not isinstance(index, tuple) or not index:
        return _spelled_place(index)
    return ", ".join(map(_spelled_place, index))


def _spelled_place(place: Any) -> str:
    if isinstance(place, slice):
        parts = [place.start, place.stop, *([place.step] if place.step not in (None, 1) else [])]
        return ":".join("" if p is None else spelled(p) for p in parts)
    return spelled(place)


def spelled_call(args: Any, kwargs: dict[str, Any]) -> str:
    """The arguments of a call."""
    return ", ".join([*map(spelled, args), *(f"{k}={spelled(v)}" for k, v in kwargs.items())])


# -- constants


def constant(array: np.ndarray) -> Written:
    """A constant of the graph."""
    book = BOOK.get()
    array = np.asarray(array)
    real = book.target.array(array)
    is_number = array.ndim == 0 and array.dtype.kind in "fib"
    text = made(array, book.target)
    if text is None:
        return Written(real, None, True, book.constant(array))
    return Written(real, book.line(text), True, literal(shortest(array)) if is_number else None)


def made(array: np.ndarray, target: Any) -> str | None:
    """The text that makes a constant; None if it is too long."""
    shape, dtype = array.shape, target.literal(array.dtype)
    if not array.size:
        return target.FULL.format(shape=shape, value=array.dtype.type(0).item(), dtype=dtype)
    found = patterned(array) if array.size > _FEW else None
    if found is None:
        if array.size > _SMALL:
            return None
        return target.ARRAY.format(values=listed(array), dtype=dtype)
    kind, what = found
    if kind == "repeated":
        text = made(what, target)
        return text and target.REPEATED.format(x=text, shape=shape)
    if kind == "full":
        return target.FULL.format(shape=shape, value=literal(what), dtype=dtype)
    if kind == "arange":
        start, stop, step = what
        text = target.ARANGE.format(start=start, stop=stop, step=step, dtype=dtype)
    else:
        k, low, high = what
        text = target.TRI.format(n=shape[-2], m=shape[-1], k=k)
        if array.dtype != np.bool_ or not low:
            low, high = (target.ARRAY.format(values=literal(v), dtype=dtype) for v in (low, high))
            text = target.WHERE.format(condition=text, yes=low, no=high)
    plain = len(shape) == (1 if kind == "arange" else 2)
    return text if plain else target.RESHAPE.format(x=text, shape=shape)


def listed(array: np.ndarray) -> str:
    """The elements as nested lists."""
    if not array.ndim:
        return literal(shortest(array))
    return f"[{', '.join(map(listed, array))}]"


def shortest(array: np.ndarray) -> Any:
    """The Python number with the fewest digits that is this element."""
    x = array[()]
    if array.dtype.kind == "f" and np.isfinite(x):
        short = float(str(x))
        if abs(short) <= float(np.finfo(array.dtype).max):  # else a framework finds it too large
            return short
    return x.item()


def patterned(array: np.ndarray) -> Any:
    """How a constant is made, if it follows a rule.

    `("full", value)`, `("arange", bounds)`, `("tri", (k, low, high))` of a matrix with one value up to
    the diagonal `k` and another above it, or `("repeated", array)` of one that has axes of length 1.
    """
    flat = array.reshape(-1)
    if array.dtype.kind not in "biuf" or not np.array_equal(flat, flat):
        return None
    if _all_equal(flat, flat[:1]):
        return "full", shortest(flat[:1].reshape(()))
    if array.dtype.kind == "i":
        start, step = int(flat[0]), int(flat[1]) - int(flat[0])
        if step and np.array_equal(flat, start + step * np.arange(len(flat))):
            return "arange", (start, start + step * len(flat), step)
    for axis, length in enumerate(array.shape):
        first = array.take([0], axis)
        if length > 1 and _all_equal(array, first):
            return "repeated", first
    return _triangle(array) if array.size == math.prod(array.shape[-2:]) else None


def _all_equal(a: np.ndarray, b: np.ndarray) -> bool:
    return bool(
        ((a == b) & (np.signbit(a) == np.signbit(b))).all()
        if a.dtype.kind == "f"
        else (a == b).all()
    )


def _triangle(array: np.ndarray) -> Any:
    if array.ndim < 2:
        return None
    matrix = array.reshape(array.shape[-2:])
    low, high = matrix[-1, 0], matrix[0, -1]
    k = int((matrix[0] == low).sum()) - 1
    expected = np.where(np.tri(*matrix.shape, k, dtype=bool), low, high)
    if not _all_equal(matrix, expected):
        return None
    return "tri", (k, *(shortest(np.asarray(v)) for v in (low, high)))


# -- the framework's modules


class Function:
    """A function of a framework, whose calls are written down."""

    def __init__(self, real: Any, path: str):
        self._real, self._path = real, path
        self.__name__ = getattr(real, "__name__", path)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        book = BOOK.get(None)
        if book is None:
            return self._real(*args, **kwargs)
        return called(self._real, self._path, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(self._real, name)
        return Function(found, f"{self._path}.{name}") if callable(found) else found


class Nested:
    """A function of ours that the framework calls while it traces: it becomes one of the source."""

    def __init__(self, function: Callable[..., Any]):
        self.function = function
        self.line: Line | None = None

    def defined(self) -> Line:
        """The line that defines the function."""
        book = BOOK.get()
        assert self.line is not None
        if self.line not in book.lines:
            book.lines.append(self.line)
        return self.line

    def real(self, *args: Any) -> Any:
        """What the framework calls, perhaps several times; the last time is written down."""
        book = BOOK.get()
        start, count = len(book.lines), book.count
        parameters = [book.line("", PRIMARY, "x") for _ in args]
        del book.lines[start:]
        given = [unpacked(a, mark(p, PRIMARY)) for a, p in zip(args, parameters, strict=True)]
        out = self.function(*given)
        lines = book.lines[start:]
        del book.lines[start:]
        if self.line is None:
            self.line = Line(
                book.count, "", PRIMARY, self.function.__name__, book.scope, book.writes
            )
            book.count += 1
        self.line.block = Block(parameters, lines, spelled(out))
        inside = {count + i for i in range(book.count - count)}
        texts = [*(line.text for line in lines), self.line.block.result]
        used = dict.fromkeys(int(n) for t in texts for n in re.findall("\0(\\d+):", t))
        self.line.text = "".join(f"\0{n}:0\1" for n in used if n not in inside)
        return real_of(out)


def unpacked(x: Any, text: str) -> Any:
    """An argument of a nested function, or a tuple of them, as values."""
    if isinstance(x, (list, tuple)):
        return type(x)([unpacked(v, f"{text}[{i}]") for i, v in enumerate(x)])
    if BOOK.get().target.is_array(x):
        return Written(x, BOOK.get().line(text), False)
    return x


def as_function(x: Any) -> Any:
    """An argument; functions are written down when they are called."""
    is_ours = isinstance(x, (types.FunctionType, functools.partial))
    return Nested(x) if is_ours else x


def has_array(x: Any, target: Any) -> bool:
    """Whether there is an array in a result."""
    if isinstance(x, (list, tuple)):
        return any(has_array(v, target) for v in x)
    return target.is_array(x)


def plain(x: Any, among: tuple[Any, ...]) -> Any:
    """A constant number as such, where there is an array of its dtype beside it."""
    if type(x) is not Written or x._line is None or x._literal is None:
        return x
    arrays = [w for w in written(among) if w._literal is None and w._real.dtype == x._real.dtype]
    return Written(x._real, None, True, x._literal) if arrays else x


def typed(x: Any) -> Any:
    """What stands in a call as a plain number, as an array of its dtype."""
    if isinstance(x, (list, tuple)):
        return type(x)(map(typed, x))
    if type(x) is not Written or x._line is not None or x._literal.isidentifier():
        return x
    book = BOOK.get()
    dtype = book.target.literal(x._real.dtype)
    text = book.target.ARRAY.format(values=x._literal, dtype=dtype)
    return Written(x._real, book.line(text), x._known)


def called(function: Any, path: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Calls a function of the framework, and writes it down."""
    target = BOOK.get().target
    args, kwargs = tuple(map(as_function, args)), {k: as_function(v) for k, v in kwargs.items()}
    real = target.call(function, real_of(args), real_of(kwargs))
    found = list(written((args, kwargs)))
    if real is None and found:
        BOOK.get().effect(f"{path}({spelled_call(args, kwargs)})")
        return None
    if args and type(args[0]) is Written and real is args[0]._real:
        return args[0]
    if not has_array(real, target):
        return real
    known = all(w._known for w in found)
    if found and all(w._line is None for w in found) and (fixed := target.static(real)) is not None:
        return Written(real, None, True, spelled(fixed))
    path, args, kwargs = target.simpler(path, args, kwargs, typed)
    if path in target.TAKE_NUMBERS:
        args = tuple(plain(a, args) for a in args)
    axis = kwargs.get("axis")
    if type(axis) is tuple and len(axis) == 1:
        kwargs = {**kwargs, "axis": axis[0]}
    symbol = target.OPERATORS.get(path)
    if symbol is not None and found and not kwargs and len(args) <= 2:
        return operation(symbol, real, *args)
    return value(real, f"{path}({spelled_call(args, kwargs)})", known, path.rsplit(".", 1)[-1])


class Namespace(types.ModuleType):
    """A module of a framework whose functions write themselves down."""

    def __init__(self, real: Any, target: Any):
        super().__init__(real.__name__)
        self.__dict__.update(_real=real, _target=target)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        made: Any = found
        if isinstance(found, types.ModuleType):
            made = Namespace(found, self._target)
        elif callable(found) and not isinstance(found, type) and not self._target.is_value(found):
            made = Function(found, f"{path_of(self._real, self._target)}.{name}")
        self.__dict__[name] = made
        return made


def path_of(module: Any, target: Any) -> str:
    """How a module is named in the source."""
    name, rest = module.__name__, ""
    while name not in target.MODULES and "." in name:
        name, _, last = name.rpartition(".")
        rest = f".{last}{rest}"
    return target.MODULES.get(name, name) + rest


# -- the second execution


def target_of(name: str) -> Any:
    """How a target is written."""
    return importlib.import_module(f"ivy.backends.{name}._source")


def writing_backend(name: str) -> Backend:
    """A backend of its own whose ops write down the framework's calls."""
    real, target = load(name), target_of(name)
    package = _Modules(real.package, target).load(real.package.__name__)
    made = object.__new__(Backend)
    made.__dict__.update(real.__dict__)
    made.name, made.package = name, package
    made.array_types = (Written, *real.array_types)
    for module in package.__dict__["_modules"]:
        for op, function in vars(module).items():
            if op in real.own and not isinstance(function, types.ModuleType):
                setattr(made, op, function)
    dtype, kind = real.dtype, real.python_kind
    made.dtype = lambda x: dtype(real_of(x))
    made.shape = lambda x: tuple(real.shape(real_of(x)))
    made.python_kind = lambda x: None if type(x) is Written else kind(x)
    made.canonical = lambda x: x
    fill = made.full

    def full(shape: Any, value: Any, /, *, dtype: Any) -> Any:
        is_number = type(value) in (bool, int, float)
        return (
            constant(np.full(shape, value, dtype)) if is_number else fill(shape, value, dtype=dtype)
        )

    made.__dict__["full"] = full
    made.from_numpy = lambda a, device=None: constant(a)
    made.to_numpy = lambda x: x._read(target.to_host) if type(x) is Written else real.to_numpy(x)
    return made


@functools.cache
def _code(file: str) -> Any:
    return compile(Path(file).read_text(), file, "exec")


def _of_array(method: str, x: Any, *args: Any, **kwargs: Any) -> Any:
    return getattr(x, method)(*args, **kwargs)


class _Modules:
    """The modules of a backend, executed on recordings of its framework."""

    def __init__(self, package: Any, target: Any):
        self.package = package
        self.root = package.__name__
        self.target = target
        self.roots = {name.split(".")[0] for name in target.MODULES}
        self.made: dict[str, Any] = {}

    def load(self, name: str) -> Any:
        """One of the modules."""
        if name in self.made:
            return self.made[name]
        real = importlib.import_module(name)
        if name.rsplit(".", 1)[-1] in self.target.AS_THEY_ARE:
            return real
        module = types.ModuleType(name)
        self.made[name] = module
        module.__dict__.update(
            {k: v for k, v in vars(real).items() if k in ("__file__", "__path__", "__package__")}
        )
        names = {**vars(builtins), "__import__": self.imported}
        module.__dict__["__builtins__"] = names
        exec(_code(inspect.getfile(real)), module.__dict__)
        for key, found in list(vars(module).items()):
            if isinstance(found, types.MethodDescriptorType):  # a method of arrays, as a function
                setattr(module, key, functools.partial(_of_array, found.__name__))
        self.target.rewrite(name.removeprefix(self.root + "."), module, sys.modules[__name__])
        if name == self.root:
            module.from_numpy = lambda a, device=None: constant(a)  # pyright: ignore[reportAttributeAccessIssue]
            names = [m.name for m in pkgutil.iter_modules(self.package.__path__)]
            module.__dict__["_modules"] = [
                self.load(f"{name}.{n}") for n in names if not n.startswith("_")
            ]
        return module

    def imported(
        self, name: str, scope: Any = None, local: Any = None, fromlist: Any = (), level: int = 0
    ) -> Any:
        """What `import` finds in these modules."""
        if name == self.root or name.startswith(self.root + "."):
            module = self.load(name)
            for each in fromlist or ():
                if not hasattr(module, each):
                    setattr(module, each, self.load(f"{name}.{each}"))
            return module
        above, _, last = self.root.rpartition(".")
        if name == above and last in (fromlist or ()):
            return types.SimpleNamespace(**{last: self.load(self.root)})
        if name.split(".")[0] in self.roots:
            found = importlib.import_module(name)
            return Namespace(
                found if fromlist else importlib.import_module(name.split(".")[0]), self.target
            )
        return builtins.__import__(name, scope, local, fromlist, level)
