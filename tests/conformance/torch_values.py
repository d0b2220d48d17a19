"""Every public function of PyTorch and every method of a tensor, in every dtype that it takes.

    torch_values.py TARGET [--only torch.add,Tensor.add_] [--dtypes 2] [--names] [--shard i/n]

The samples of a name are those of the operator database, where it has an entry of that name or alias,
else the calls of `support/public_calls.py`, which also says which names compute nothing. A sample is
right if it is right for `torch_operators.py`: values, dtypes, shapes and changed arguments are
PyTorch's, and PyTorch computed nothing. `--names` prints the names that have no sample.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).parent.parent))

from conformance import torch_operators
from support import conformance, public_calls
from torch.testing._internal.common_methods_invocations import op_db

SAMPLES = 2  # of an entry of the database, in each dtype
SECONDS = 60  # per entry
LOW_RANK = ("pca_lowrank", "svd_lowrank")
OWNERS = {
    "torch": torch,
    "torch.fft": torch.fft,
    "torch.linalg": torch.linalg,
    "torch.special": torch.special,
    "torch.nn.functional": torch.nn.functional,
    "torch.signal.windows": torch.signal.windows,
    "Tensor": torch.Tensor,
}


class Function:
    """A public function in the place of an entry of the database."""

    def __init__(self, name: str, function: Callable):
        self.public = name.removeprefix("torch.").removeprefix("Tensor.")
        self.name = "svd" if self.public in LOW_RANK else self.public  # whose signs do not count
        self.function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        first, *others = args
        args = others if first is public_calls.NOTHING else args
        return self.function(*args, **kwargs)


def _places(owner: Any) -> tuple[Any, ...]:
    """Where its names are: a class has those of its bases too."""
    return owner.__mro__[:-1] if inspect.isclass(owner) else (owner,)


def names() -> Iterator[str]:
    """The public names of functions and methods."""
    for prefix, owner in OWNERS.items():
        for name in sorted({n for c in _places(owner) for n in vars(c)}):
            found = getattr(owner, name, None)
            hidden = name.startswith("_") and not (prefix == "Tensor" and name.startswith("__"))
            if callable(found) and not hidden and not inspect.isclass(found):
                yield f"{prefix}.{name}"


@functools.cache
def _database() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for op in op_db:
        for name in (op.name, *(alias.name for alias in op.aliases)):
            found.setdefault(name, []).append(op)
    return found


def entries_of(name: str) -> list[Any]:
    """The entries of the database for a public name, also of the function that a method writes."""
    base = name.rpartition(".")[2]
    known = _database()
    own = name.removeprefix("torch.").removeprefix("Tensor.")
    for found in (own, base, base.removesuffix("_"), f"linalg.{base}", f"nn.functional.{base}"):
        if found in known:
            return known[found]
    return known.get(f"nn.functional.{base.removesuffix('_')}", [])


def _function(name: str) -> Any:
    prefix, _, base = name.rpartition(".")
    return getattr(OWNERS[prefix], base)


def checks(name: str, most: int) -> Iterator[Callable[[str], bool]]:
    """The checks of a public name, in at most `most` dtypes."""
    function = Function(name, _function(name))
    for call in public_calls.CALLS.get(name, ()):
        for dtype, arguments in public_calls.made(call, most):
            way = torch_operators.Way(dtype)
            yield functools.partial(torch_operators.check, function, way, arguments)
    if name in public_calls.CALLS:
        return
    for op in entries_of(name):
        yield from _checks_of_entry(function, op, most)


def _checks_of_entry(function: Function, op: Any, most: int) -> Iterator[Callable[[str], bool]]:
    usual = sorted(op.dtypes - {torch.complex32}, key=lambda d: (d is not torch.float32, str(d)))
    for dtype in usual[:most]:
        torch.manual_seed(0)
        samples = list(op.sample_inputs("cpu", dtype))
        for s in conformance.spread(samples, SAMPLES):
            call = (s.input, s.args, s.kwargs)
            if all(t.layout is torch.strided for t in conformance.tensors(call)):
                way = torch_operators.Way(dtype)
                either = functools.partial(_either, function, op, way, call)
                yield either


def _either(function: Function, op: Any, way: Any, call: tuple, target: str) -> bool:
    """Whether PyTorch answers the public function, or else the entry's own way to call it."""
    return torch_operators.check(function, way, call, target) or (
        function.public == op.name
        and torch_operators.check(Function(op.name, op), way, call, target)
    )


def measured(most: int) -> list[conformance.Entry]:
    """An entry for each name that computes."""
    return [
        conformance.Entry(name, "", functools.partial(checks, name, most))
        for name in names()
        if not public_calls.reason(name) or entries_of(name)
    ]


ENTRIES = measured(2)

if __name__ == "__main__":
    parser = conformance.parser(__doc__, SECONDS)
    parser.add_argument("--dtypes", type=int, default=99, help="of each name, at most")
    parser.add_argument("--names", action="store_true", help="print what has no sample, and end")
    chosen = parser.parse_args()
    if chosen.names:
        without = [n for n in names() if not public_calls.reason(n)]
        print(*[n for n in without if n not in public_calls.CALLS and not entries_of(n)])
    else:
        conformance.run(measured(chosen.dtypes), chosen)
