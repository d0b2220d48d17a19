"""PyTorch's operator database, `op_db`, through `ivy.run_on`.

    torch_operators.py TARGET [--dtype float32] [--grad] [--form inplace] [--layout transposed]
                              [--only add,where] [--shard i/n]

Each entry runs with at most 12 samples, spread over all that the database has. A sample is right if
all results (and gradients) and all arguments after the call are those of PyTorch in value, dtype,
shape, strides, place in memory, lazy bits, memory that they share and `requires_grad`, if arrays of the
target hold the results, and if PyTorch computed nothing. What PyTorch refuses must be refused with the
same class of error; what it answers differently at each call is no sample. Values may differ by a
tolerance of their dtype; beyond it, our distance from PyTorch's own result in a wider dtype may be at
most twice PyTorch's.
"""

from __future__ import annotations

import argparse
import functools
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).parent.parent))

from support import conformance
from support.compare import assert_same
from torch.testing._internal.common_methods_invocations import op_db
from torch.utils import _pytree as pytree

import ivy

SAMPLES = 12
SECONDS = 40  # per entry
FORMS = ("function", "method", "inplace", "out")
# Factors that are unique up to sign: magnitudes are compared.
MAGNITUDES = (
    "eigh",
    "geqrf",
    "linalg.eig",
    "linalg.eigh",
    "linalg.lu",
    "linalg.qr",
    "linalg.svd",
    "lu",
    "pca_lowrank",
    "qr",
    "svd",
    "svd_lowrank",
)
_WIDER = {
    torch.bfloat16: torch.float32,
    torch.float16: torch.float32,
    torch.float32: torch.float64,
    torch.complex64: torch.complex128,
}


# What PyTorch says where it has no kernel on the CPU: the call itself may be right.
_WITHOUT_KERNEL = ("not implemented for", "CUDA", "Could not run")


@dataclass(frozen=True)
class Way:
    """How operators are called, and what is compared."""

    dtype: torch.dtype = torch.float32
    form: str = "function"
    grad: bool = False
    layout: str = "given"  # memory layout of the sample tensors


def _transposed(t: torch.Tensor) -> torch.Tensor:
    """The tensor with its last two axes the other way round in memory."""
    if t.ndim < 2 or t.layout is not torch.strided:
        return t
    grad, t = t.requires_grad, t.detach()
    return t.mT.contiguous().mT.requires_grad_(grad)


def _channels_last(t: torch.Tensor) -> torch.Tensor:
    """The tensor with its second axis innermost in memory."""
    if t.ndim < 3 or t.layout is not torch.strided:
        return t
    grad, t = t.requires_grad, t.detach()
    return t.movedim(1, -1).contiguous().movedim(-1, 1).requires_grad_(grad)


LAYOUTS = {"given": lambda t: t, "transposed": _transposed, "channels_last": _channels_last}


def form_of(op: Any, form: str) -> Callable | None:
    """The callable for one way of calling an operator; None where PyTorch has none."""
    match form:
        case "method":
            return op.method_variant
        case "inplace":
            return op.inplace_variant
        case "out":
            return functools.partial(_into_zeros, op) if op.supports_out else None
    return op


def _into_zeros(op: Any, *args: Any, **kwargs: Any) -> Any:
    """The tensors passed as `out=`, which begin as zeros of the result's shape."""
    with torch.no_grad():
        result = op(*args, **kwargs)
        out = pytree.tree_map_only(torch.Tensor, torch.zeros_like, result)
        op(*args, **kwargs, out=tuple(out) if isinstance(out, (tuple, list)) else out)
    return out


def _run(function: Callable, call: tuple, grad: bool) -> Any:
    torch.manual_seed(0)
    out = function(call[0], *call[1], **call[2])
    return _differentiated(out, call) if grad else out


def _differentiated(out: Any, inputs: Any) -> list[Any]:
    """The results that have gradients, then the gradients of a weighted sum of them."""
    leaves = [t for t in conformance.tensors(inputs) if t.requires_grad]
    outs = [t for t in conformance.tensors(out) if t.requires_grad]
    if not outs or not leaves:
        return []
    total = sum(map(conformance.weighted_sum, outs))
    return [o.detach() for o in outs] + list(torch.autograd.grad(total, leaves, allow_unused=True))


def _reference(function: Callable, call: tuple, way: Way) -> tuple[Any, Any]:
    """PyTorch's result in a wider dtype, and the arguments after the call; None where there is none."""
    wider = _WIDER.get(way.dtype)
    if wider is None:
        return None, None

    def widened(t: torch.Tensor) -> torch.Tensor:
        dtype = wider if t.dtype is way.dtype else t.dtype
        return t.detach().to(dtype).requires_grad_(t.requires_grad)

    try:
        call = pytree.tree_map_only(torch.Tensor, widened, conformance.copy(call))
        return _dense(_run(function, call, way.grad)), _dense(call)
    except Exception:  # PyTorch has no kernel for it, say
        return None, None


def _dense(structure: Any) -> Any:
    return pytree.tree_map_only(torch.Tensor, conformance.dense, structure)


def _geometry(t: torch.Tensor) -> tuple:
    """Strides of the axes with more than one element, offset, lazy bits, part in autograd."""
    strides = tuple(s for s, n in zip(t.stride(), t.shape, strict=True) if n > 1)
    return strides, t.storage_offset(), t.is_conj(), t.is_neg(), t.requires_grad


def _sharing(structure: Any) -> list[int]:
    """For each tensor which one is the first in the same memory."""
    memories = [
        t.untyped_storage()._cdata if t.layout is torch.strided and t.numel() else -1
        for t in conformance.tensors(structure)
    ]
    return [memories.index(m) for m in memories]


def _assert_same(op: Any, ours: Any, native: Any, reference: Any = None) -> None:
    magnitudes, values = op.name in MAGNITUDES, conformance.has_values(op)
    given = {"magnitudes": magnitudes, "values": values, "reference": reference}
    assert_same(_dense(ours), _dense(native), **given)
    pairs = zip(conformance.tensors(ours), conformance.tensors(native), strict=True)
    for a, b in pairs:
        if b.numel() and b.layout is torch.strided and a.layout is torch.strided:
            assert _geometry(a) == _geometry(b), f"{_geometry(a)} for {_geometry(b)}"


def check(op: Any, way: Way, call: tuple, target: str) -> bool:
    """Whether PyTorch has one answer for a sample; fails unless the target has it too."""
    function = form_of(op, way.form)
    assert function is not None
    theirs, again, ours = (conformance.copy(call) for _ in range(3))
    try:
        native = _run(function, theirs, way.grad)
    except Exception as error:
        return _check_refusal(function, way, ours, error, target)
    try:
        _assert_same(op, _run(function, again, way.grad), native)
    except AssertionError:  # it is random, say
        return False
    if any(t.dtype is torch.complex32 for t in conformance.tensors(native)):
        return False  # no target has it; PyTorch itself has hardly any kernel for it
    reference, changed = _reference(function, call, way)
    with conformance.strictly_on(target):
        found = _run(function, ours, way.grad)
        conformance.assert_held(found, target)
    _assert_same(op, found, native, reference)
    # what PyTorch changes in place is changed, and no more
    _assert_same(op, ours, theirs, changed)
    mine, other = _sharing((ours, found)), _sharing((theirs, native))
    assert mine == other, f"share memory as {mine} for {other}"
    return True


def _check_refusal(
    function: Callable, way: Way, call: tuple, error: Exception, target: str
) -> bool:
    """Fails unless a call that PyTorch refuses raises the same class of error on the target."""
    if any(text in str(error) for text in _WITHOUT_KERNEL):
        return False
    try:
        with ivy.run_on(target, fallback="error"):
            _run(function, call, way.grad)
    except Exception as ours:
        assert type(ours) is type(error), f"{type(ours).__name__}: {ours} for {error!r}"
        return True
    raise AssertionError(f"no error for {error!r}")


def checks(op: Any, way: Way) -> Iterator[Callable[[str], bool]]:
    """The checks of an operator."""
    torch.manual_seed(0)
    lie = LAYOUTS[way.layout]
    samples = list(op.sample_inputs("cpu", way.dtype, requires_grad=way.grad))
    for s in conformance.spread(samples, SAMPLES):
        call = pytree.tree_map_only(torch.Tensor, lie, (s.input, s.args, s.kwargs))
        if all(t.layout is torch.strided for t in conformance.tensors(call)):
            yield functools.partial(check, op, way, call)


def operators(way: Way) -> list[Any]:
    """The entries of the database that can be called in a way."""
    return [
        op
        for op in op_db
        if way.dtype in op.dtypes
        and (op.supports_autograd or not way.grad)
        and form_of(op, way.form) is not None
    ]


def entries(way: Way) -> list[conformance.Entry]:
    """An entry for each of these operators."""
    return conformance.of_operators(operators(way), functools.partial(checks, way=way))


def _parser() -> argparse.ArgumentParser:
    parser = conformance.parser(__doc__, SECONDS)
    parser.add_argument("--dtype", default="float32")
    parser.add_argument("--form", default="function", choices=FORMS)
    parser.add_argument("--grad", action="store_true")
    parser.add_argument("--layout", default="given", choices=LAYOUTS)
    return parser


def way(arguments: Sequence[str]) -> Way:
    """The way that arguments of the command line say."""
    return _way(_parser().parse_args(["jax", *arguments]))


def _way(options: argparse.Namespace) -> Way:
    dtype = getattr(torch, options.dtype)
    return Way(dtype, options.form, options.grad, options.layout)


if __name__ == "__main__":
    chosen = _parser().parse_args()
    conformance.run(entries(_way(chosen)), chosen)
