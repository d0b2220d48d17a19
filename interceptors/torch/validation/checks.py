"""Validates each new kind of call with PyTorch's own checks.

Frontend functions are written for calls that PyTorch accepts; a target's own functions accept many
more (a negative padding, a mask of floats, a window larger than the image). So the first call of
each kind (shapes, dtypes, numbers) is replayed on meta tensors, where PyTorch runs its checks. A
validated function has the plain one as `unchecked`: a compiling target calls it only to trace a
program, and the fast path of other targets calls the plain one for kinds that have passed.
"""

from __future__ import annotations

import functools
import inspect
import warnings
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch

from interceptors import lookup
from interceptors.shared import signature, trees
from interceptors.shared.caches import BoundedCache
from interceptors.shared.slots import EXAMPLES
from interceptors.torch import _arguments, _compat
from interceptors.torch.tensors import conversion, meta
from interceptors.torch.validation import kernel_dtypes
from ivy._core.context import CURRENT
from ivy._core.dtypes import holds, is_float8

_LIMIT = 4096
_STATIC = frozenset((int, bool, str, type(None), complex, type(Ellipsis)))
_NUMBERS = (int, float, complex)
# Placement is not an argument of frontends; meta tensors have none.
_PLACES = _compat.TENSOR_OPTIONS - {"dtype"} | {"requires_grad", "contiguous"}
_META = torch.device("meta")
_FORMATS = {name: layout for layout, name in _arguments.MEMORY_FORMATS.items()}


def find(names: Iterable[str]) -> Callable | None:
    """The frontend function under the first of the names that has one, with PyTorch's checks."""
    names = tuple(names)
    function = lookup.find(names)
    operators = op_packets(names)
    return validated(function, operators[0]) if function and operators else function


def op_packets(names: Iterable[str]) -> list[Any]:
    """The ATen operators, each with all of its overloads, that these native names stand for."""
    found = []
    for name in names:
        path, base = name.rsplit(".", 1)
        if path.startswith("torch.ops.aten."):
            base = path.rsplit(".", 1)[1]
        packet = getattr(_compat.aten, _compat.NAMESPACES.get(f"{path}.", "") + base, None)
        if packet is not None and _compat.packet_name(packet) not in _compat.NOT_REPLAYED:
            found.append(packet)
    return found


@functools.cache
def validated(function: Callable, packet: Any) -> Callable:
    """`function`, which raises what the operator `packet` raises for calls of a new kind."""
    validator = CallValidator(function, packet)
    passed: dict[tuple, bool] = BoundedCache(_LIMIT)

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        kind = _kind(args) if not kwargs else (_kind(args), *kwargs, _kind(kwargs.values()))
        if kind not in passed:
            validator(args, kwargs)
            passed[kind] = True
        return function(*args, **kwargs)

    run.unchecked = function  # pyright: ignore[reportAttributeAccessIssue]
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
            kind.append(signature.float_range(a))
        elif of is list or of is tuple:
            kind.append((of, _kind(a)))
        elif isinstance(a, np.dtype):
            kind.append(a)
        else:
            target, examples = CURRENT.get(), EXAMPLES.get()
            if examples and id(a) in examples:
                kind.append(signature.float_range(examples[id(a)]))
            elif isinstance(a, target.array_types):
                kind.append(target.shape(a))
                kind.append(target.dtype(a))
            else:
                kind.append(of)
    return tuple(kind)


class CallValidator:
    """Replays calls of a frontend function as the ATen operator that it imitates."""

    def __init__(self, function: Callable, packet: Any):
        _compat.leave_compiler_unloaded()
        self.packet = packet
        self.known: set[tuple] = set()
        schemas = [_compat.schema(getattr(packet, o)) for o in packet.overloads()]
        arguments = [a for s in schemas for a in s.arguments if not a.is_out]
        self.places = any(a.name == "device" for a in arguments)
        self.may_try = not self.places and _compat.packet_name(packet) not in _compat.NOT_TRIED
        self.names = {a.name for a in arguments}
        self.sizes = {a.name for a in arguments if _compat.is_size_type(a.type)}
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

        def call(
            make: kernel_dtypes.Make, number: kernel_dtypes.Number = kernel_dtypes.as_it_is
        ) -> Any:
            row, options = self._arguments(args, kwargs, make, number)
            return self.packet(*row, **options)

        with warnings.catch_warnings(), _compat.quiet(), meta.own_errors():
            warnings.simplefilter("ignore")
            try:
                call(_without_data)
            except (NotImplementedError, RecursionError):  # no kernel that needs no data
                return
            except Exception as error:
                # an expansion that takes floating dtypes only, which the kernel may as well
                if _compat.NO_SAFE_CAST not in str(error):
                    if meta.is_refusal(error):
                        raise
                    return
        if self.may_try or self._makes_float8(kwargs):
            self._ask_for_kernels(call, args, kwargs)
        if self.may_try:
            self._try_numbers(call, args, kwargs)

    def _makes_float8(self, kwargs: dict[str, Any]) -> bool:
        dtype = kwargs.get("dtype")
        return self.places and dtype is not None and is_float8(dtype)

    def _ask_for_kernels(
        self, call: kernel_dtypes.Call, args: tuple, kwargs: dict[str, Any]
    ) -> None:
        dtypes = _dtypes((*args, *kwargs.values()))
        if self._makes_float8(kwargs):
            dtypes = (*dtypes, conversion.TORCH[kwargs["dtype"]])
        kind = (*dtypes, *(type(a) for a in args))
        if kind not in self.known:
            error = kernel_dtypes.refusal(call, dtypes)
            if error is not None:
                raise error
            self.known.add(kind)

    def _try_numbers(self, call: kernel_dtypes.Call, args: tuple, kwargs: dict[str, Any]) -> None:
        """Raises what PyTorch raises for a number that some dtype of the call can't hold."""
        named = [*zip(self.row, args, strict=False), *kwargs.items()]
        numbers = [v for name, v in named if name not in self.sizes and type(v) in _NUMBERS]
        if numbers:
            found = trees.leaves(list(zip(*named, strict=True))[1])
            dtypes = {conversion.dtype_of(d) for d in (*_dtypes(found), torch.get_default_dtype())}
            dtypes.update(leaf for leaf in found if isinstance(leaf, np.dtype))
            if not all(holds(dtype, number) for dtype in dtypes for number in numbers):
                error = kernel_dtypes.overflow(call)
                if error is not None:
                    raise error

    def _arguments(self, args: tuple, kwargs: dict, make: kernel_dtypes.Make, number: Any) -> tuple:
        """The arguments of a frontend function as PyTorch takes them, with tensors by `make`."""
        named = {self.by_name[i]: a for i, a in enumerate(args) if i in self.by_name} | kwargs
        row = [
            _as_native(
                a, make, number, self.row[min(i, len(self.row) - 1)]
            )  # sizes may come one by one
            for i, a in enumerate(args)
            if i not in self.by_name
        ]
        options = {
            k: _FORMATS[v]
            if k == "memory_format" and v is not None
            else _as_native(v, make, number, k)
            for k, v in named.items()
            if k in self.names and k not in _PLACES
        }
        if self.places:
            options["device"] = make((), torch.float32).device
        return row, options


def _without_data(shape: tuple[int, ...], dtype: torch.dtype) -> torch.Tensor:
    return torch.empty(shape, dtype=dtype, device=_META)


def _as_native(
    value: Any, make: kernel_dtypes.Make, number: kernel_dtypes.Number, name: str
) -> Any:
    target, examples = CURRENT.get(), EXAMPLES.get() or {}

    def convert(leaf: Any) -> Any:
        if type(leaf) is int:
            return number(name, leaf)
        if isinstance(leaf, np.dtype):
            native = conversion.TORCH[leaf]
            return make((), native).dtype if is_float8(leaf) else native
        if isinstance(leaf, target.array_types):
            if target.python_kind(leaf) is float:  # an argument of a program
                return examples.get(id(leaf), 0.5)
            return make(target.shape(leaf), conversion.TORCH[target.dtype(leaf)])
        return leaf

    return trees.map_leaves(convert, value)


def _dtypes(values: Any) -> tuple[torch.dtype, ...]:
    target = CURRENT.get()
    arrays = trees.instances(target.array_types, values)
    return tuple(conversion.TORCH[target.dtype(a)] for a in arrays)
