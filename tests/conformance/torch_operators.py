"""PyTorch's operator database, `op_db`, through `ivy.run_on`.

    torch_operators.py TARGET [--dtype float32] [--grad] [--form inplace] [--geometry]
                              [--only add,where] [--shard i/n]

Each entry runs with at most 12 samples, spread over all that the database has. A sample is right if
all results (and gradients) and all arguments after the call are those of PyTorch in value, dtype and
shape, if arrays of the target hold the results, and if PyTorch computed nothing. What PyTorch refuses,
or answers differently at each call, is no sample. Values may differ by a tolerance of their dtype;
beyond it, our distance from PyTorch's own result in a wider dtype may be at most twice PyTorch's.
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
    "qr",
    "svd",
)
_WIDER = {
    torch.bfloat16: torch.float32,
    torch.float16: torch.float32,
    torch.float32: torch.float64,
    torch.complex64: torch.complex128,
}


@dataclass(frozen=True)
class Way:
    """How operators are called, and what is compared."""

    dtype: torch.dtype = torch.float32
    form: str = "function"
    grad: bool = False
    geometry: bool = False  # strides, offsets, lazy bits and `requires_grad` too


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


def _reference(function: Callable, call: tuple, way: Way) -> Any:
    """PyTorch's result in a wider dtype; None where there is none."""
    wider = _WIDER.get(way.dtype)
    if wider is None:
        return None

    def widened(t: torch.Tensor) -> torch.Tensor:
        dtype = wider if t.dtype is way.dtype else t.dtype
        return t.detach().to(dtype).requires_grad_(t.requires_grad)

    try:
        call = pytree.tree_map_only(torch.Tensor, widened, conformance.copy(call))
        return _dense(_run(function, call, way.grad))
    except Exception:  # PyTorch has no kernel for it, say
        return None


def _dense(structure: Any) -> Any:
    return pytree.tree_map_only(torch.Tensor, conformance.dense, structure)


def _geometry(t: torch.Tensor) -> tuple:
    """Strides of the axes with more than one element, offset, lazy bits, part in autograd."""
    strides = tuple(s for s, n in zip(t.stride(), t.shape, strict=True) if n > 1)
    return strides, t.storage_offset(), t.is_conj(), t.is_neg(), t.requires_grad


def _assert_same(op: Any, way: Way, ours: Any, native: Any, reference: Any = None) -> None:
    magnitudes, values = op.name in MAGNITUDES, conformance.has_values(op)
    given = {"magnitudes": magnitudes, "values": values, "reference": reference}
    assert_same(_dense(ours), _dense(native), **given)
    if way.geometry:
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
        _assert_same(op, way, _run(function, again, way.grad), native)
    except Exception:  # it runs on CUDA only, say
        return False
    if any(t.dtype is torch.complex32 for t in conformance.tensors(native)):
        return False  # no target has it; PyTorch itself has hardly any kernel for it
    reference = _reference(function, call, way)
    with conformance.strictly_on(target):
        found = _run(function, ours, way.grad)
        conformance.assert_held(found, target)
    _assert_same(op, way, found, native, reference)
    _assert_same(op, way, ours, theirs)  # what PyTorch changes in place is changed, and no more
    return True


def checks(op: Any, way: Way) -> Iterator[Callable[[str], bool]]:
    """The checks of an operator."""
    torch.manual_seed(0)
    samples = list(op.sample_inputs("cpu", way.dtype, requires_grad=way.grad))
    for s in conformance.spread(samples, SAMPLES):
        call = (s.input, s.args, s.kwargs)
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
    parser.add_argument("--geometry", action="store_true", help="compare strides and the like too")
    return parser


def way(arguments: Sequence[str]) -> Way:
    """The way that arguments of the command line say."""
    return _way(_parser().parse_args(["jax", *arguments]))


def _way(options: argparse.Namespace) -> Way:
    dtype = getattr(torch, options.dtype)
    return Way(dtype, options.form, options.grad, options.geometry)


if __name__ == "__main__":
    chosen = _parser().parse_args()
    conformance.run(entries(_way(chosen)), chosen)
