"""Plans: the backend calls that a function of backend arrays makes, recorded as straight-line code.

A body of the public layer checks dtypes, promotes, normalises axes, and calls one or a few raw ops.
All but the raw ops depends only on the types of its arguments. So the body runs once on boxes, in a
trace that records each op and decomposes composites, and the recording becomes a Python function of
the arrays:

    ivy.sum(x, axis=-1), x of two axes of float32 on NumPy        def plan(x):
                                                                      return _f0(x, axis=(1,))

A plan holds for the types and dtypes of its arguments. The recording notes whether it read a number
of axes or the length of one; the plan then holds for those only. A function that reads anything
else of a box (a value, memory, a device), takes functions or draws random numbers has no plan:
`Unplanned`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from ivy._array.extension import ENTER
from ivy._array.wrapping import wrap_all, wrapper
from ivy._core.backend import Backend
from ivy._core.op import Op
from ivy._core.specialization import resolve
from ivy._core.tracing import Box, Trace

_LITERALS = (type(None), bool, int, str, type(...))
_CONSTANTS = (float, complex, slice, type, np.dtype)
_MOST_BYTES = 1024  # largest host array that a plan keeps as a constant
_MOST_STEPS = 200


class Unplanned(Exception):
    """The steps of a function depend on more than the types of its arguments."""


class Slot(Box):
    """An array of a recording; `name` is its expression in the plan."""

    __slots__ = ("axes_of", "dynamic", "name")

    def __init__(self, trace: Recording, value: Any, name: str, axes_of: set[str], dynamic: bool):
        super().__init__(trace, value)
        trace.dtypes.add(trace.base.dtype(value))
        self.name = name
        self.axes_of = axes_of  # the parameters whose numbers of axes determine its own
        self.dynamic = dynamic  # the lengths of its axes depend on values

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of the axes; reading them limits the plan to these."""
        if self.dynamic:
            raise Unplanned("a shape depends on values")
        assert isinstance(self.trace, Recording)
        self.trace.by_shape = True
        return tuple(self.value.shape)

    @property
    def kind(self) -> type:
        """The type of the array; reading that of a result limits the plan to its ndim."""
        if self.is_result:
            _ = self.ndim
        return type(self.value)

    @property
    def is_result(self) -> bool:
        """Whether it is the result of an op."""
        return self.name.startswith("_v")

    @property
    def ndim(self) -> int:
        """The number of axes; reading it limits the plan to this number."""
        assert isinstance(self.trace, Recording)
        self.trace.by_axes |= self.axes_of
        return self.value.ndim if self.axes_of else len(self.shape)


class Recording(Trace):
    """A trace that records the ops of `base` that a function calls."""

    def __init__(self, base: Backend, parameters: Sequence[str]):
        super().__init__(base)
        self.parameters = parameters  # the parameters of the plan
        self.by_axes: set[str] = set()
        self.by_shape = False
        self.steps: list[Callable] = []
        self.dtypes: set[np.dtype] = set()  # of all arrays in the plan
        self.names: dict[str, Any] = {}
        self.lines: list[tuple[str, str]] = []
        self.last: tuple[
            Callable, tuple, tuple[str, ...]
        ]  # function, arguments, keywords of the last line
        self.lengths: dict[str, int] = {}
        self.arguments: dict[str, Any] = {}
        native = getattr(base.package, "native_dtype", np.dtype)
        self.constants = (*_CONSTANTS, type(native(np.dtype("float32"))))

    def _concerns(self, op: Op, args: tuple, kwargs: dict[str, Any]) -> bool:
        return True  # ops that create arrays, too, run on each call of the plan

    def query(self, name: str, x: Box) -> Any:
        if name not in ("dtype", "python_kind"):
            raise Unplanned("a value is read")
        return super().query(name, x)

    def __getattribute__(self, name: str) -> Any:
        if name == "from_numpy":
            raise Unplanned("a host array becomes one of the backend")
        if name == "exchange":  # without devices and memory, which a plan must not depend on
            return SimpleNamespace(DEFAULT_DTYPES=self.base.exchange.DEFAULT_DTYPES)
        return super().__getattribute__(name)

    def argument(self, value: Any, name: str) -> Any:
        """An argument of the function, with each array (in a list, too) in a box."""
        self.arguments[name] = value
        if isinstance(value, (list, tuple)):
            # the key has only the ndim of the first one: the others must have the same anyway
            self.lengths[name] = len(value)
            owners = [{name}, *[set()] * len(value)]
            return [Slot(self, v, f"{name}[{i}]", owners[i], False) for i, v in enumerate(value)]
        if not isinstance(value, self.base.array_types):
            return value
        return Slot(self, value, name, {name}, False)

    def process(self, op: Op, args: tuple, kwargs: dict[str, Any]) -> Any:
        """Records a call of an op of the backend; decomposes composites."""
        if op.takes_function or op.random or op.reads_value:
            raise Unplanned(f"{op.name} has no plan")
        if op.name not in self.base.own:
            return op.declaration(*args, **kwargs)
        if len(self.lines) == _MOST_STEPS:
            raise Unplanned("a plan of too many steps")
        kwargs = _without_defaults(op, kwargs)
        function, args, kwargs = resolve(getattr(self.base, op.name), args, kwargs)
        if function is op.declaration:  # the backend overrides a composite for other arrays only
            return function(*args, **kwargs)
        host = op.name == "constant"
        texts = [self._text(a, host) for a in args]
        texts += [f"{name}={self._text(a, host)}" for name, a in kwargs.items()]
        out = function(*map(self.unboxed, args), **{n: self.unboxed(a) for n, a in kwargs.items()})
        self.steps.append(function)
        self.last = function, (*args, *kwargs.values()), tuple(kwargs)
        name = f"_v{len(self.lines)}"
        self.lines.append((name, f"{self._named(function, '_f')}({', '.join(texts)})"))
        dynamic = op.dynamic_shape or any(s.dynamic for s in _slots((*args, *kwargs.values())))
        return self._boxed(out, name, dynamic)

    def _boxed(self, out: Any, name: str, dynamic: bool) -> Any:
        if isinstance(out, self.base.array_types):
            return Slot(self, out, name, set(self.parameters), dynamic)
        if not isinstance(out, (list, tuple)):
            raise Unplanned("a result is not an array")
        self.by_shape = True  # their number may depend on the shape
        items = [self._boxed(o, f"{name}[{i}]", dynamic) for i, o in enumerate(out)]
        return type(out)(*items) if hasattr(out, "_fields") else type(out)(items)

    def _named(self, value: Any, letter: str) -> str:
        name = f"{letter}{len(self.names)}"
        self.names[name] = value
        return name

    def _text(self, value: Any, host: bool = False) -> str:
        """The expression of an argument in the plan."""
        kind = type(value)
        if kind is Slot and value.trace is self:
            return value.name
        if kind in _LITERALS:
            return repr(value)
        if kind is list or kind is tuple:
            whole = self._whole(value)
            items = ", ".join(self._text(v, host) for v in value)
            return whole or (f"[{items}]" if kind is list else f"({items},)" if value else "()")
        small = host and kind is np.ndarray and value.nbytes <= _MOST_BYTES
        if small or isinstance(value, self.constants):
            return self._named(_constant(value) if small else value, "_c")
        raise Unplanned(f"{kind.__name__} is not a constant")

    def _whole(self, values: Sequence[Any]) -> str | None:
        """The name of a list argument, if `values` are all of its items in order."""
        names = [v.name if type(v) is Slot else "" for v in values]
        name = names[0].partition("[")[0] if names else ""
        count = self.lengths.get(name, 0)
        return name if count and names == [f"{name}[{i}]" for i in range(count)] else None

    def plan(self, name: str, result: Any, wraps: bool) -> Callable:
        """The recording as a function that returns `result`, as `ivy.Array` if it `wraps`."""
        final = self._result(result, wraps)
        lines = list(self.lines)
        whole = None  # the function, if the plan only calls it with its own arguments
        if lines and final == lines[-1][0]:
            final = lines.pop()[1]
            name, _, arguments = final.partition("(")
            if not lines and arguments == f"{', '.join(self.parameters)})":
                whole = self.names[name]
        if whole is not None and not hasattr(whole, "small"):
            return whole
        alone = len(self.lines) == 1 and getattr(result, "name", "") == self.lines[0][0]
        step = self._step(result, wraps) if alone else None
        if step or whole:
            return step or whole
        self.names |= {"wrap": wrapper(self.base)}
        steps = "".join(f"    {v} = {call}\n" for v, call in lines)
        source = f"def plan({', '.join(self.parameters)}):\n{steps}    return {final}\n"
        exec(compile(source, f"<plan of ivy.{name}>", "exec"), self.names)
        return self.names["plan"]

    def _step(self, result: Any, wraps: bool) -> Callable | None:
        """The plan of a single call as a `Step` of the extension, if possible.

        A backend that compiles needs a function, and a new list per call needs code.
        """
        function, values, names = self.last
        if not ENTER or self.base.compile or len(values) > 16:
            return None
        places, constants = [], []
        for value in values:
            slots = list(_slots((value,)))
            whole = value.name if type(value) is Slot else self._whole(value) if slots else None
            if whole in self.parameters:
                places.append(self.parameters.index(whole))
                constants.append(NotImplemented)
            elif slots or type(value) is list or isinstance(value, np.ndarray):
                return None
            else:
                places.append(0)
                constants.append(value)
        wrap = wrapper(self.base) if wraps else None
        most, otherwise = 0, None
        if (small := getattr(function, "small", None)) is not None:
            most, otherwise = small.most, function
            function, names = small.function, tuple(small.options)
            constants += small.options.values()
            places += [0] * len(names)
        return ENTER.Step(function, tuple(places), tuple(constants), names, wrap, most, otherwise)

    def wrapping(self, result: Any) -> Callable:
        """The function that wraps the result of a plan."""
        if type(result) is Slot:
            return wrapper(self.base)
        return lambda out: wrap_all(out, self.base)

    def _result(self, result: Any, wraps: bool) -> str:
        if type(result) is Slot:
            return f"wrap({result.name})" if wraps else result.name
        if not isinstance(result, (list, tuple)):
            raise Unplanned("a result is not an array")
        items = ", ".join(self._result(r, wraps) for r in result)
        if hasattr(result, "_fields"):
            return f"{self._named(type(result), '_t')}({items})"
        return f"[{items}]" if type(result) is list else f"({items},)"


def _constant(values: np.ndarray) -> np.ndarray:
    """A copy that results of several calls may share: nobody can write into it."""
    values = values.copy()
    values.flags.writeable = False
    return values


def _slots(values: Any) -> Any:
    for value in values:
        if isinstance(value, Slot):
            yield value
        elif isinstance(value, (list, tuple)):
            yield from _slots(value)


def _without_defaults(op: Op, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Arguments other than the defaults of the declaration, which are those of backends, too."""
    defaults = op.declaration.__kwdefaults__ or {}
    return {n: v for n, v in kwargs.items() if n not in defaults or v is not defaults[n]}
