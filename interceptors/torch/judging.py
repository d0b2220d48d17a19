"""What PyTorch refuses is refused: each new kind of call is shown to PyTorch before it runs.

Frontend functions are written for calls that PyTorch takes; a target's own functions take many more (a
negative padding, a mask of floats, a window larger than the image). So the first call of each kind
(shapes, dtypes, numbers) is replayed on tensors without data, where PyTorch runs its own checks. A
compiling target calls a frontend function only to trace it, so there this costs nothing later on; on
others it costs the look-up of a key.
"""

from __future__ import annotations

import functools
import inspect
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import torch

from interceptors import _lookup
from interceptors.torch import _compat, geometry, kernels, native
from ivy._core.context import CURRENT

_PREFIXES = {"torch.linalg.": "linalg_", "torch.special.": "special_", "torch.fft.": "fft_"}
_LIMIT = 4096
_STATIC = frozenset((int, bool, str, type(None), complex, type(Ellipsis)))
# Where a result lies is not for a frontend to say; here it lies nowhere.
_PLACES = _compat.TENSOR_OPTIONS - {"dtype"} | {"requires_grad", "contiguous"}
_META = torch.device("meta")
_FORMATS = {
    "contiguous_format": torch.contiguous_format,
    "preserve_format": torch.preserve_format,
    "channels_last": torch.channels_last,
    "channels_last_3d": torch.channels_last_3d,
}


def find(names: Iterable[str]) -> Callable | None:
    """The frontend function under the first of the names that has one, under PyTorch's eyes."""
    names = tuple(names)
    function = _lookup.find(names)
    operators = packets(names)
    return _judged(function, operators[0]) if function and operators else function


def packets(names: Iterable[str]) -> list[Any]:
    """The ATen operators, each with all of its overloads, that these native names stand for."""
    found = []
    for name in names:
        path, base = name.rsplit(".", 1)
        if path.startswith("torch.ops.aten."):
            base = path.rsplit(".", 1)[1]
        packet = getattr(_compat.aten, _PREFIXES.get(f"{path}.", "") + base, None)
        if packet is not None and packet._qualified_op_name not in _compat.NOT_REPLAYED:
            found.append(packet)
    return found


@functools.cache
def _judged(function: Callable, packet: Any) -> Callable:
    judge = _Judge(function, packet)
    admitted: set[tuple] = set()

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        kind = _kind(args) if not kwargs else (_kind(args), *kwargs, _kind(kwargs.values()))
        if kind not in admitted:
            judge(args, kwargs)
            if len(admitted) > _LIMIT:
                admitted.clear()
            admitted.add(kind)
        return function(*args, **kwargs)

    return run


def _kind(args: Iterable[Any]) -> tuple:
    """What PyTorch's checks may depend on, as a key."""
    kind: list[Any] = []
    for a in args:
        of = type(a)
        if of is np.ndarray:
            kind.append(a.shape)
            kind.append(a.dtype)
        elif of in _STATIC:
            kind.append((of, a))
        elif of is float:  # a learning rate may change at each call; checks are about its range
            kind.append(((a > 0) - (a < 0), abs(a) <= 1, abs(a) < 1e30))
        elif of is list or of is tuple:
            kind.append((of, _kind(a)))
        elif isinstance(a, np.dtype):
            kind.append(a)
        else:
            target = CURRENT.get()
            if isinstance(a, target.array_types):
                kind.append(target.shape(a))
                kind.append(target.dtype(a))
            else:
                kind.append(of)
    return tuple(kind)


class _Judge:
    """Replays calls of a frontend function as the ATen operator that it imitates."""

    def __init__(self, function: Callable, packet: Any):
        self.packet = packet
        self.known: set[tuple] = set()
        schemas = [getattr(packet, o)._schema for o in packet.overloads()]
        arguments = [a for s in schemas for a in s.arguments if not a.is_out]
        self.places = any(a.name == "device" for a in arguments)
        self.may_try = not self.places and packet._qualified_op_name not in _compat.NOT_TRIED
        self.names = {a.name for a in arguments}
        by_place = {a.name for a in arguments if not a.kwarg_only}
        parameters = inspect.signature(function).parameters.values()
        self.row = [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY]
        self.by_name = {
            i: name
            for i, name in enumerate(self.row)
            if name in self.names and name not in by_place
        }

    def __call__(self, args: tuple, kwargs: dict[str, Any]) -> None:
        """Raises what PyTorch raises for a call of this kind."""

        def call(make: kernels.Make, number: kernels.Number = kernels.as_it_is) -> Any:
            row, options = self._arguments(args, kwargs, make, number)
            return self.packet(*row, **options)

        with warnings.catch_warnings(), _compat.quiet(), geometry.own_errors():
            warnings.simplefilter("ignore")
            try:
                call(_without_data)
            except (NotImplementedError, RecursionError):  # no kernel that needs no data
                return
            except Exception as error:
                if geometry.is_refusal(error):
                    raise
                return
        if self.may_try:
            self._ask_for_kernels(call, args, kwargs)

    def _ask_for_kernels(self, call: kernels.Call, args: tuple, kwargs: dict[str, Any]) -> None:
        dtypes = tuple(_dtypes((*args, *kwargs.values())))
        kind = (*dtypes, *(type(a) for a in args))
        if kind not in self.known:
            error = kernels.refusal(call, dtypes)
            if error is not None:
                raise error
            self.known.add(kind)

    def _arguments(self, args: tuple, kwargs: dict, make: kernels.Make, number: Any) -> tuple:
        """The arguments of a frontend function as PyTorch takes them, with tensors by `make`."""
        named = {self.by_name[i]: a for i, a in enumerate(args) if i in self.by_name} | kwargs
        row = [
            _show(a, make, number, self.row[min(i, len(self.row) - 1)])  # sizes may come one by one
            for i, a in enumerate(args)
            if i not in self.by_name
        ]
        options = {
            k: _FORMATS[v] if k == "memory_format" and v is not None else _show(v, make, number, k)
            for k, v in named.items()
            if k in self.names and k not in _PLACES
        }
        return row, options | ({"device": _META} if self.places else {})


def _without_data(shape: tuple[int, ...], dtype: torch.dtype) -> torch.Tensor:
    return torch.empty(shape, dtype=dtype, device=_META)


def _show(value: Any, make: kernels.Make, number: kernels.Number, name: str) -> Any:
    if type(value) is int:
        return number(name, value)
    if isinstance(value, np.dtype):
        return native.TORCH[value]
    if type(value) in (list, tuple):
        return [_show(v, make, number, name) for v in value]
    target = CURRENT.get()
    if isinstance(value, target.array_types):
        return make(target.shape(value), native.TORCH[target.dtype(value)])
    return value


def _dtypes(values: Iterable[Any]) -> Iterator[torch.dtype]:
    for v in values:
        if type(v) in (list, tuple):
            yield from _dtypes(v)
        elif isinstance(v, CURRENT.get().array_types):
            yield native.TORCH[CURRENT.get().dtype(v)]
