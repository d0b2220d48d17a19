"""How samples of `torch.testing`'s operator database become cases."""

from __future__ import annotations

import contextlib
import itertools
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from frontends.case import Case, Invocation
from frontends.requirements import _beside_defaults
from frontends.sources import NATIVE, resolve
from torch.testing._internal.common_methods_invocations import op_db
from torch.testing._internal.opinfo.core import OpInfo, SampleInput

from ivy._core.dtypes import as_dtype

DTYPES = (
    torch.float32,
    torch.float64,
    torch.int64,
    torch.int32,
    torch.bool,
    torch.complex64,
    torch.complex128,
    torch.bfloat16,
)
PER_DTYPE = 3
DTYPES_OF_A_CASE = 3
LARGEST = 400  # elements of one sample, so that the file stays small
TRIED = 16
# Values that are memory, or another representative of what is right.
UNDEFINED = (
    "empty",
    "empty_like",
    "empty_permuted",
    "empty_strided",
    "new_empty",
    "new_empty_strided",
)


class NotPlain(Exception):
    """A sample holds what a case can't."""


def cases() -> list[Case]:
    """One case for each public function, method and in-place method in the database."""
    found: dict[str, Case] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for op in op_db:
            paths = [p for p in _paths(op) if p not in found]
            pool = _pool(op) if paths else {}
            for path in paths:
                case = _case(op, path, pool)
                if case is not None:
                    found[path] = case
    return list(found.values())


def _paths(op: OpInfo) -> Iterator[str]:
    """The native paths of an entry: function, method, in-place method; also of its aliases."""
    for names in (op, *op.aliases):
        base = names.name.split(".")[-1]
        yield from filter(_exists, [f"torch.{names.name}"])
        if "." not in names.name:  # the methods are those of the functions at the top
            yield from filter(_exists, [f"torch.Tensor.{base}", f"torch.Tensor.{base}_"])


def _exists(path: str) -> bool:
    with contextlib.suppress(AttributeError):
        return callable(resolve(torch, path)[1])
    return False


def _case(op: OpInfo, path: str, pool: dict) -> Case | None:
    samples: list[Invocation] = []
    for calls in pool.values():
        samples += _chosen(path, calls)
    if not samples:
        return None
    check = "shape" if path.rpartition(".")[2] in UNDEFINED else "values"
    return Case(path, samples, _bad(op, path, samples[0]), check)


def _pool(op: OpInfo) -> dict[torch.dtype, list[Invocation]]:
    """The samples of an entry that cases can hold, by dtype."""
    found = {}
    for dtype in DTYPES:
        if dtype in op.dtypes and len(found) < DTYPES_OF_A_CASE:
            calls = list(_calls(op, dtype))
            if calls:
                found[dtype] = calls
    return found


def _calls(op: OpInfo, dtype: torch.dtype) -> Iterator[Invocation]:
    for sample in itertools.islice(_samples(op, dtype), TRIED):
        with contextlib.suppress(NotPlain):
            call = _invocation(sample)
            if _size(call) <= LARGEST:
                yield call


def _chosen(path: str, calls: list[Invocation]) -> list[Invocation]:
    """A few samples of one dtype, those with arguments beside the defaults first."""
    optional = [c for c in calls if _has_option(path, c)]
    plain = [c for c in calls if not any(c is o for o in optional)]
    spread = optional[:: max(1, len(optional) // 2)] + plain[:: max(1, len(plain) // 2)]
    return list(itertools.islice((c for c in spread if _runs(path, c)), PER_DTYPE))


def _has_option(path: str, call: Invocation) -> bool:
    try:
        return _beside_defaults(path, call)
    except AssertionError:
        return bool(call.kwargs)


def _samples(op: OpInfo, dtype: torch.dtype) -> Iterator[SampleInput]:
    torch.manual_seed(5)
    with contextlib.suppress(Exception):
        yield from op.sample_inputs("cpu", dtype, requires_grad=False)


def _invocation(sample: SampleInput) -> Invocation:
    args = tuple(_plain(x) for x in (sample.input, *sample.args))
    return Invocation(args, {k: _plain(v) for k, v in sample.kwargs.items()})


def _plain(value: Any) -> Any:
    """An argument as cases write it.

    Raises
    ------
    NotPlain
        The argument has no such form.
    """
    if isinstance(value, torch.Tensor):
        if value.layout is not torch.strided or value.is_quantized:
            raise NotPlain
        return NATIVE["torch"].plain(value)
    if isinstance(value, torch.dtype):
        name = str(value).removeprefix("torch.")
        if name not in ("bool", "uint8", "int8", "int16", "int32", "int64") and "float" not in name:
            raise NotPlain
        return as_dtype(name)
    if isinstance(value, (list, tuple)):
        items = [_plain(v) for v in value]
        return items if isinstance(value, list) else tuple(items)
    if value is None or isinstance(value, (bool, int, float, complex, str, slice, np.ndarray)):
        return value
    if value is Ellipsis:
        return value
    raise NotPlain


def _size(call: Invocation) -> int:
    from frontends.case import leaves

    return sum(x.size for x in leaves(call.contents) if isinstance(x, np.ndarray))


def _runs(path: str, call: Invocation) -> bool:
    return _error(path, call) is None


def _error(path: str, call: Invocation) -> BaseException | None:
    from frontends import measure

    try:
        measure._run(NATIVE["torch"], path, call)
    except Exception as error:
        return error
    return None


def _bad(op: OpInfo, path: str, good: Invocation) -> Invocation | tuple:
    """What PyTorch refuses: an error input of the database, else no tensor for the first one."""
    for candidate in itertools.chain(_error_inputs(op), _generic(path, good)):
        if _size(candidate) <= LARGEST and _error(path, candidate) is not None:
            return candidate
    return ()


def _error_inputs(op: OpInfo) -> Iterator[Invocation]:
    if op.error_inputs_func is None:
        return
    with contextlib.suppress(Exception):
        for error in op.error_inputs("cpu"):
            with contextlib.suppress(NotPlain):
                yield _invocation(error.sample_input)


def _generic(path: str, good: Invocation) -> Iterator[Invocation]:
    if path.startswith("torch.Tensor."):
        yield Invocation((*good.args, "no such argument", "nor this", "nor that"), good.kwargs)
        yield Invocation(good.args, {**good.kwargs, "no_such_argument": 1})
    else:
        yield Invocation(("no tensor", *good.args[1:]), good.kwargs)
