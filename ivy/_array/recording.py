"""What a function of backend arrays does, recorded as a straight line of backend calls: a plan.

A body of the public layer checks dtypes, promotes, counts axes from the front, and calls one raw op
or a few. All of that but the raw ops is decided by what its arguments look like. So the body runs
once on boxes, in a trace that notes each op that it comes to and takes composites apart, and what was
noted is made into a Python function of the arrays:

    ivy.sum(x, axis=-1), x of two axes of float32 on NumPy        def plan(x):
                                                                      return _f0(x, axis=(1,))

A box tells what it looks like and nothing else. A plan holds for the types and dtypes of arguments;
that their number of axes was read, or the lengths of these, is noted: it holds for those only then.
Whoever asks a box for more (a value, memory, a device), calls a function of functions or draws random
numbers has no plan: `Unplanned`.
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
from ivy._core.tracing import Box, Trace
from ivy._core.unfolding import unfolded

_LITERALS = (type(None), bool, int, str, type(...))
_CONSTANTS = (float, complex, slice, type, np.dtype)
_MOST_BYTES = 1024  # of a host array that a plan keeps
_MOST_STEPS = 200


class Unplanned(Exception):
    """What a function does is not decided by what its arguments look like."""


class Slot(Box):
    """An array of a recording: `name` is what the plan calls it."""

    __slots__ = ("axes_of", "name", "vague")

    def __init__(self, trace: Recording, value: Any, name: str, axes_of: set[str], vague: bool):
        super().__init__(trace, value)
        trace.dtypes.add(trace.base.dtype(value))
        self.name = name
        self.axes_of = axes_of  # the parameters on whose numbers of axes that of this one depends
        self.vague = vague  # lengths of axes depend on values

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of the axes, for which the plan holds from now on."""
        if self.vague:
            raise Unplanned("a shape depends on values")
        assert isinstance(self.trace, Recording)
        self.trace.by_shape = True
        return tuple(self.value.shape)

    @property
    def kind(self) -> type:
        """The type of the array: of an argument a plan holds for it, of a result its axes tell it."""
        if self.is_result:
            _ = self.ndim
        return type(self.value)

    @property
    def is_result(self) -> bool:
        """Whether it comes out of an op."""
        return self.name.startswith("_v")

    @property
    def ndim(self) -> int:
        """The number of axes, for which the plan holds from now on."""
        assert isinstance(self.trace, Recording)
        self.trace.by_axes |= self.axes_of
        return self.value.ndim if self.axes_of else len(self.shape)


class Recording(Trace):
    """A trace that notes the ops of `base` that a function comes to."""

    def __init__(self, base: Backend, taking: Sequence[str]):
        super().__init__(base)
        self.taking = taking  # the parameters of the plan
        self.by_axes: set[str] = set()
        self.by_shape = False
        self.steps: list[Callable] = []
        self.dtypes: set[np.dtype] = set()  # of all arrays that the plan has to do with
        self.names: dict[str, Any] = {}
        self.lines: list[tuple[str, str]] = []
        self.last: tuple[Callable, tuple, tuple[str, ...]]  # the call of the last line
        self.lengths: dict[str, int] = {}
        self.arguments: dict[str, Any] = {}
        native = getattr(base.package, "native_dtype", np.dtype)
        self.constants = (*_CONSTANTS, type(native(np.dtype("float32"))))

    def _concerns(self, op: Op, args: tuple, kwargs: dict[str, Any]) -> bool:
        return True  # arrays made of nothing are made anew by each call of the plan

    def query(self, name: str, x: Box) -> Any:
        if name not in ("dtype", "python_kind"):
            raise Unplanned("a value is read")
        return super().query(name, x)

    def __getattribute__(self, name: str) -> Any:
        if name == "from_numpy":
            raise Unplanned("a host array becomes one of the backend")
        if name == "exchange":  # what tells of devices and memory is missing
            return SimpleNamespace(DEFAULT_DTYPES=self.base.exchange.DEFAULT_DTYPES)
        return super().__getattribute__(name)

    def given(self, value: Any, name: str) -> Any:
        """An argument of the function, with boxes in place of arrays, one or in a list."""
        self.arguments[name] = value
        if isinstance(value, (list, tuple)):
            # only the first one's number of axes is known: the others must have the same anyway
            self.lengths[name] = len(value)
            owners = [{name}, *[set()] * len(value)]
            return [Slot(self, v, f"{name}[{i}]", owners[i], False) for i, v in enumerate(value)]
        if not isinstance(value, self.base.array_types):
            return value
        return Slot(self, value, name, {name}, False)

    def process(self, op: Op, args: tuple, kwargs: dict[str, Any]) -> Any:
        """Notes a call of an op of the backend; composites are taken apart."""
        if op.takes_function or op.random or op.reads_value:
            raise Unplanned(f"{op.name} has no plan")
        if op.name not in self.base.own:
            return op.declaration(*args, **kwargs)
        if len(self.lines) == _MOST_STEPS:
            raise Unplanned("a plan of too many steps")
        kwargs = _without_defaults(op, kwargs)
        function, args, kwargs = unfolded(getattr(self.base, op.name), args, kwargs)
        if function is op.declaration:  # a line for some of the arrays, and this is not one of them
            return function(*args, **kwargs)
        host = op.name == "constant"
        texts = [self._text(a, host) for a in args]
        texts += [f"{name}={self._text(a, host)}" for name, a in kwargs.items()]
        out = function(*map(self.unboxed, args), **{n: self.unboxed(a) for n, a in kwargs.items()})
        self.steps.append(function)
        self.last = function, (*args, *kwargs.values()), tuple(kwargs)
        name = f"_v{len(self.lines)}"
        self.lines.append((name, f"{self._named(function, '_f')}({', '.join(texts)})"))
        vague = op.dynamic_shape or any(s.vague for s in _slots((*args, *kwargs.values())))
        return self._boxed(out, name, vague)

    def _boxed(self, out: Any, name: str, vague: bool) -> Any:
        if isinstance(out, self.base.array_types):
            return Slot(self, out, name, set(self.taking), vague)
        if not isinstance(out, (list, tuple)):
            raise Unplanned("a result is no array")
        self.by_shape = True  # how many there are may depend on it
        items = [self._boxed(o, f"{name}[{i}]", vague) for i, o in enumerate(out)]
        return type(out)(*items) if hasattr(out, "_fields") else type(out)(items)

    def _named(self, value: Any, letter: str) -> str:
        name = f"{letter}{len(self.names)}"
        self.names[name] = value
        return name

    def _text(self, value: Any, host: bool = False) -> str:
        """An argument as the plan writes it."""
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
            return self._named(value.copy() if small else value, "_c")
        raise Unplanned(f"{kind.__name__} is no constant")

    def _whole(self, values: Sequence[Any]) -> str | None:
        """The name of an argument that is a list, if `values` are its items in their order."""
        names = [v.name if type(v) is Slot else "" for v in values]
        name = names[0].partition("[")[0] if names else ""
        count = self.lengths.get(name, 0)
        return name if count and names == [f"{name}[{i}]" for i in range(count)] else None

    def plan(self, name: str, result: Any, wraps: bool) -> Callable:
        """What was noted as a function that gives `result`, of `ivy.Array` if it `wraps`."""
        final = self._result(result, wraps)
        lines = list(self.lines)
        whole = None  # the function of which the plan is nothing but a call
        if lines and final == lines[-1][0]:
            final = lines.pop()[1]
            name, _, arguments = final.partition("(")
            if not lines and arguments == f"{', '.join(self.taking)})":
                whole = self.names[name]
        if whole is not None and not hasattr(whole, "small"):
            return whole
        step = self._step(result, wraps) if len(self.lines) == 1 else None
        if step or whole:
            return step or whole
        self.names |= {"wrap": wrapper(self.base)}
        steps = "".join(f"    {v} = {call}\n" for v, call in lines)
        source = f"def plan({', '.join(self.taking)}):\n{steps}    return {final}\n"
        exec(compile(source, f"<plan of ivy.{name}>", "exec"), self.names)
        return self.names["plan"]

    def _step(self, result: Any, wraps: bool) -> Callable | None:
        """The plan of one call as an object of the extension, if there may be one.

        A program is made of a function only, and a list is made anew for each call.
        """
        function, values, names = self.last
        if not ENTER or self.base.compile or type(result) is not Slot or len(values) > 16:
            return None
        places, constants = [], []
        for value in values:
            slots = list(_slots((value,)))
            whole = value.name if type(value) is Slot else self._whole(value) if slots else None
            if whole in self.taking:
                places.append(self.taking.index(whole))
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

    def closing(self, result: Any) -> Callable:
        """What makes `ivy.Array` of what a plan of `result` gives."""
        if type(result) is Slot:
            return wrapper(self.base)
        return lambda out: wrap_all(out, self.base)

    def _result(self, result: Any, wraps: bool) -> str:
        if type(result) is Slot:
            return f"wrap({result.name})" if wraps else result.name
        if not isinstance(result, (list, tuple)):
            raise Unplanned("a result is no array")
        items = ", ".join(self._result(r, wraps) for r in result)
        if hasattr(result, "_fields"):
            return f"{self._named(type(result), '_t')}({items})"
        return f"[{items}]" if type(result) is list else f"({items},)"


def _slots(values: Any) -> Any:
    for value in values:
        if isinstance(value, Slot):
            yield value
        elif isinstance(value, (list, tuple)):
            yield from _slots(value)


def _without_defaults(op: Op, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Arguments that differ from the defaults of a declaration, which backends share."""
    defaults = op.declaration.__kwdefaults__ or {}
    return {n: v for n, v in kwargs.items() if n not in defaults or v is not defaults[n]}
