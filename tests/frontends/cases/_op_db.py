"""How samples of `torch.testing`'s operator database become cases (`record_op_db.py` keeps them)."""

from __future__ import annotations

import contextlib
import functools
import itertools
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from frontends.case import Case, Invocation, Of
from frontends.cases import _op_db_parts as parts
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


RANDOM = frozenset(
    """
    bernoulli cauchy exponential geometric log_normal multinomial normal rand rand_like randint
    randint_like randn randn_like uniform
    """.split()
)
# Arguments beside the defaults that the database does not try, by path without "torch".
EXTRA: dict[str, dict[str, Any]] = {
    **{key: {"decimals": 1} for key in ("round", "Tensor.round", "Tensor.round_", "special.round")},
    **{
        key: {"dtype": as_dtype("float64")}
        for key in ("softmax", "Tensor.softmax", "special.softmax")
    },
    **{
        key: {"dtype": as_dtype("float64")}
        for key in ("log_softmax", "Tensor.log_softmax", "special.log_softmax")
    },
    **{key: {"sparse_grad": True} for key in ("gather", "Tensor.gather")},
    **{key: {"p": 0.25} for key in ("bernoulli", "Tensor.bernoulli", "Tensor.bernoulli_")},
    **{key: {"nan": 1.0} for key in ("nan_to_num", "Tensor.nan_to_num", "Tensor.nan_to_num_")},
    **{
        key: {"check_errors": True}
        for key in ("linalg.inv_ex", "linalg.solve_ex", "linalg.lu_factor_ex")
    },
    **{key: {"rcond": 0.001} for key in ("pinverse", "Tensor.pinverse")},
    **{key: {"some": False} for key in ("qr", "Tensor.qr")},
    "linalg.qr": {"mode": "complete"},
    "linalg.cond": {"p": "fro"},
    "linalg.ldl_solve": {"hermitian": True},
    "triangular_solve": {"upper": False},
    "Tensor.triangular_solve": {"upper": False},
    "lu_unpack": {"unpack_data": False},
    "nonzero_static": {"fill_value": 7},
    "Tensor.nonzero_static": {"fill_value": 7},
    "isin": {"invert": True},
    "nn.functional.leaky_relu": {"negative_slope": 0.3},
    "nn.functional.elu": {"alpha": 1.5},
    "nn.functional.celu": {"alpha": 1.5},
    **{
        f"nn.functional.{name}": {"inplace": True}
        for name in "relu hardswish selu silu hardsigmoid mish relu6 threshold".split()
    },
}
# Parameters that are written, and so must be tensors.
WRITTEN = {"nn.functional.batch_norm": (1, 2), "nn.functional.instance_norm": ()}
WRITTEN_NAMES = ("running_mean", "running_var")


class NotPlain(Exception):
    """A sample holds what a case can't."""


def cases() -> list[Case]:
    """One case for each public function, method and in-place method in the database."""
    found: dict[str, Case] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for op in op_db:
            pool = _pool(op)
            for path in dict.fromkeys(_paths(op)):
                case = _case(op, path, pool)
                known = found.get(path)
                if known is not None and case is not None and op.variant_test_name:
                    found[path] = known._replace(samples=[*known.samples, *case.samples[:3]])
                elif known is None and case is not None:
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
    samples += itertools.islice(_extra(path, samples), 2)
    bad = _bad(op, path, samples[0])
    return Case(path, [_with_tensors(path, c) for c in samples], bad, _check_of(path))


def _check_of(path: str) -> Any:
    name = path.rpartition(".")[2].rstrip("_")
    if name in UNDEFINED:
        return "shape"
    if name in RANDOM:
        return "random"
    return "values"  # `_op_db_parts.CHECKS` has more


def _extra(path: str, samples: list[Invocation]) -> Iterator[Invocation]:
    """Samples with an argument that the database does not try."""
    added = EXTRA.get(path.removeprefix("torch."))
    if added is None:
        return
    for call in samples:
        candidate = Invocation(call.args, {**call.kwargs, **added})
        if _runs(path, candidate):
            yield candidate


def _with_tensors(path: str, call: Invocation) -> Invocation:
    """Arguments that are written, as tensors of the package."""

    def made(value: Any) -> Any:
        return (
            Of(functools.partial(parts.tensor, value)) if isinstance(value, np.ndarray) else value
        )

    args, kwargs = list(call.args), dict(call.kwargs)
    if kwargs.get("inplace"):
        args[0] = made(args[0])
    for place in WRITTEN.get(path.removeprefix("torch."), ()):
        if place < len(args):
            args[place] = made(args[place])
    if path.removeprefix("torch.") in WRITTEN:
        kwargs = {k: made(v) if k in WRITTEN_NAMES else v for k, v in kwargs.items()}
    return Invocation(tuple(args), kwargs)


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
    from frontends import outcomes

    try:
        outcomes.run(NATIVE["torch"], path, call)
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
