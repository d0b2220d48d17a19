"""Every function of PyTorch's public namespaces, and every method of a tensor, called in a block.

    torch_names.py TARGET [--only torch.add,Tensor.apply_] [--every 40] [--shard i/n]

Each is called with samples of the operator database, if it has any, and with some usual shapes of
arguments. A call is right if it neither ends the process nor hangs, and if its results and arguments
are PyTorch's afterwards, unless Ivy refuses it by an error of its own. Calls that PyTorch refuses, or
answers differently each time, have to leave the process alive. Children do the work: when one ends, the
call is noted, and another child goes on behind it.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import inspect
import json
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).parent.parent))

from support import conformance
from support.compare import assert_same
from torch.nn import functional
from torch.testing._internal.common_methods_invocations import op_db
from torch.utils import _pytree as pytree

import ivy

QUIET_SECONDS = 240  # without a word of the child, it hangs
OWNERS: dict[str, Any] = {
    "torch": torch,
    "Tensor": torch.Tensor,
    "torch.nn.functional": functional,
    "torch.linalg": torch.linalg,
    "torch.fft": torch.fft,
    "torch.special": torch.special,
    "torch.functions": torch._C._VariableFunctions,
}
# State of the process, files, compilers, and what says another thing in each process.
LEFT_OUT = (
    *("__", "_disable_", "_enable_", "_enter_", "_exit_", "_set", "autocast_", "handle_torch"),
    *("has_torch", "init_", "set_", "use_"),
)
NOT_CALLED = {
    "_functionalize_unsafe_set",
    "compile",
    "exec",
    "import_ir_module",
    "import_ir_module_from_buffer",
    "inference_mode",
    "load",
    "save",
    "seed",
    "initial_seed",
    "unify_type_list",
}
SPECIAL_METHODS = {
    f"__{name}__"
    for name in (
        *("abs", "add", "and", "array", "bool", "complex", "contains", "deepcopy", "dlpack", "eq"),
        *(
            "float",
            "floordiv",
            "format",
            "ge",
            "getitem",
            "gt",
            "hash",
            "iadd",
            "iand",
            "ifloordiv",
        ),
        *("ilshift", "imod", "imul", "index", "int", "invert", "ior", "ipow", "irshift", "isub"),
        *("iter", "itruediv", "ixor", "le", "len", "lshift", "lt", "matmul", "mod", "mul", "ne"),
        *("neg", "or", "pos", "pow", "radd", "rdiv", "repr", "reversed", "rfloordiv", "rmatmul"),
        *("rmul", "rpow", "rshift", "rsub", "rtruediv", "setitem", "setstate", "sub", "truediv"),
        "xor",
    )
}


def _usual() -> list[tuple]:
    """Arguments that many functions take, new at each call."""
    x = torch.tensor([[0.5, -1.5, 2.0], [1.0, 0.25, -0.75]])
    square = torch.tensor([[4.0, 1.0], [1.0, 3.0]])
    i, b = torch.tensor([1, 0]), torch.tensor([[True, False, True], [False, True, True]])
    return [
        (),
        (x,),
        (x, x.clone()),
        (x, 1),
        (x, 0, i),
        (x, 0, 1),
        (x, 0, i, x.clone()),
        (x, [1, 0]),
        (x, i),
        (x, b),
        (x, b, 2.0),
        (x, lambda *values: values[0] * 2),
        (x, x.clone(), lambda *values: values[0] * 2),
        (x, x.clone(), x.clone()),
        (x, torch.float64),
        (x, "sum"),
        ([x, x.clone()],),
        ([x, x.clone()], [x.clone(), x.clone()]),
        (square,),
        (square, square.clone()),
        (i,),
        (i, 2),
        (i, i.clone()),
        (b,),
        (torch.tensor([1 + 2j, -1j]),),
        (torch.tensor(2.5),),
        (torch.tensor([[[0.5, 1.0, 2.0], [1.5, 0.5, 1.0]]]), torch.ones(2, 2, 3)),
        (2, 3),
        ([1.0, 2.0],),
        ([torch.tensor(1.0), 2.0],),
        (x.t(),),
        (x[:, 1:], 2.0),
    ]


def _samples() -> dict[str, list[Any]]:
    """The entries of the database by the names of their functions and methods."""
    found: dict[str, list[Any]] = {}
    for op in op_db:
        for name in (op.name, *(alias.name for alias in op.aliases)):
            found.setdefault(name.rpartition(".")[2], []).append(op)
    return found


SAMPLES = _samples()


def _of_database(name: str) -> list[tuple[tuple, dict]]:
    found = []
    for op in SAMPLES.get(name.removesuffix("_"), ()):
        dtype = min(
            op.dtypes, key=lambda d: (d is not torch.float32, str(d)), default=torch.float32
        )
        with contextlib.suppress(Exception):
            samples = list(op.sample_inputs("cpu", dtype))
            found += [((s.input, *s.args), s.kwargs) for s in conformance.spread(samples, 2)]
    return [
        call for call in found if all(t.layout is torch.strided for t in conformance.tensors(call))
    ]


def _copied(call: Any) -> Any:
    """The call with tensors of its own that have the same strides."""

    def twin(t: torch.Tensor) -> torch.Tensor:
        return t.detach().clone().requires_grad_(t.requires_grad)

    return pytree.tree_map_only(torch.Tensor, twin, call)


def _called(function: Callable, call: tuple) -> Any:
    torch.manual_seed(0)
    out = function(*call[0], **call[1])
    return list(out) if inspect.isgenerator(out) or type(out).__name__.endswith("iterator") else out


def _plain(value: Any) -> bool:
    """Whether a value can be compared."""
    kinds = (torch.Tensor, int, float, complex, str, torch.dtype, type(None))
    return all(isinstance(leaf, kinds) for leaf in pytree.tree_leaves(value))


def check(name: str, function: Callable, call: tuple, at: int, target: str) -> bool:
    """Whether PyTorch has one answer for a call; fails unless the block gives or refuses it."""
    say(f"{name} {at} native")
    native, theirs = _native_answer(function, call)
    say(f"{name} {at} {target}")
    try:
        with ivy.run_on(target, fallback="error"):
            ours = _copied(call)
            found = _called(function, ours)
    except Exception as error:
        if native is None or isinstance(error, _REFUSALS):
            return native is not None
        raise
    if native is None:
        return False
    _assert_same_call(name, (found, ours), (native[0], theirs))
    return True


_REFUSALS = (ivy.UnsupportedOpError, ivy.UnsupportedDtypeError)


def _native_answer(function: Callable, call: tuple) -> tuple[Any, Any]:
    """What PyTorch returns, in a tuple, and its arguments afterwards; None if it has not one answer."""
    theirs, again = _copied(call), _copied(call)
    try:
        native, second = _called(function, theirs), _called(function, again)
        assert _plain((native, theirs[1]))
        assert_same((second, _tensors(again)), (native, _tensors(theirs)))
    except Exception:
        return None, None
    return (native,), theirs


def _tensors(call: tuple) -> list[torch.Tensor]:
    return conformance.tensors(call)


def _assert_same_call(name: str, ours: tuple, native: tuple) -> None:
    magnitudes = name.rpartition(".")[2].removesuffix("_") in _UP_TO_SIGN
    assert_same(_tensors(ours[1]), _tensors(native[1]))
    if not (name.endswith("Tensor") or any(part in name for part in _UNDEFINED)):
        assert_same(ours[0], native[0], magnitudes=magnitudes)


# New memory; addresses; what reads memory whatever its shape, or is measured elsewhere.
_UNDEFINED = (*("_weight_norm", "data_ptr", "empty", "matrix_exp", "new", "resize"),)
_UP_TO_SIGN = {
    *("_linalg_svd", "eig", "eigh", "geqrf", "ldl_factor", "lu", "pca_lowrank", "qr", "svd"),
    "svd_lowrank",
}


def say(text: str) -> None:
    """Tells the parent what is done next."""
    print(f"# {text}", flush=True)


def checks(name: str, function: Callable) -> Iterator[Callable[[str], bool]]:
    """The checks of one function."""
    calls = [*_of_database(name.rpartition(".")[2]), *((args, {}) for args in _usual())]
    for at, call in enumerate(calls):
        yield functools.partial(check, name, function, call, at)


def _names() -> dict[str, Callable]:
    found: dict[str, Callable] = {}
    for owner, namespace in OWNERS.items():
        for name in filter(_is_called, dir(namespace)):
            is_property = owner == "Tensor" and isinstance(
                inspect.getattr_static(namespace, name), property
            )
            function = getattr(namespace, name)
            new = not any(function is other for other in found.values())
            if new and callable(function) and not is_property:
                found[f"{owner}.{name}"] = function
    return found


def _is_called(name: str) -> bool:
    return name in SPECIAL_METHODS or not (name.startswith(LEFT_OUT) or name in NOT_CALLED)


ENTRIES = [
    conformance.Entry(name, "", functools.partial(checks, name, function))
    for name, function in _names().items()
    if not inspect.isclass(function) or name.endswith("Tensor")
]


# -- children, and the parent that starts another one when one ends


def _row(name: str, reason: str) -> dict[str, Any]:
    return {"op": name, "variant": "", "samples": 1, "failed": 1, "first": [reason], "s": 0.0}


def _supervise(names: list[str], options: argparse.Namespace) -> None:
    """Prints a row for each name, whatever happens to the children."""
    while names:
        how, last = _of_child(names, options)
        if last is None:
            return
        at = names.index(last.split()[0]) if last else 0
        if how != "native":  # what ends PyTorch itself is no failure, nor what it has led to
            how, last = _of_child(names[at : at + 1], options)
            if last is not None and how != "native":
                print(json.dumps(_row(names[at], f"{how} {last}")), flush=True)
        names = names[at + 1 :]


def _of_child(names: list[str], options: argparse.Namespace) -> tuple[str, str | None]:
    """Passes on the rows of a child; how it ended, and the call that it was at, None if it did all."""
    command = [sys.executable, __file__, options.target, "--child"]
    command += ["--only", ",".join(names), "--seconds", str(options.seconds)]
    last, end, rows = "", "ended at", 0
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        text=True,
    ) as child:
        assert child.stdout is not None
        watch = _Watch(child)
        for line in child.stdout:
            watch.heard()
            if line.startswith("# "):
                last = line[2:].strip()
            elif line.startswith("{"):
                print(line, end="", flush=True)
                rows += 1
        watch.stop()
    if rows == len(names):
        return "", None
    if watch.killed:
        end = "hung at"
    return ("native" if last.endswith(" native") else end), last


class _Watch:
    """Kills a child of which nothing is heard."""

    def __init__(self, child: subprocess.Popen):
        self.child = child
        self.killed = False
        self.timer = self._start()

    def _start(self) -> threading.Timer:
        timer = threading.Timer(QUIET_SECONDS, self._kill)
        timer.daemon = True
        timer.start()
        return timer

    def _kill(self) -> None:
        self.killed = True
        self.child.kill()

    def heard(self) -> None:
        """Restarts the timer."""
        self.timer.cancel()
        self.timer = self._start()

    def stop(self) -> None:
        """Cancels the timer."""
        self.timer.cancel()


def main() -> None:
    parser = conformance.parser(__doc__, seconds=60)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--every", type=int, default=1, help="every nth entry only")
    options = parser.parse_args()
    if options.child:
        warnings.filterwarnings("ignore")
        conformance.run(ENTRIES, options)
        return
    first, count = map(int, options.shard.split("/"))
    wanted = set(options.only.split(",")) if options.only else None
    names = [e.name for e in ENTRIES if wanted is None or e.name in wanted]
    _supervise(names[:: options.every][first::count], options)


if __name__ == "__main__":
    main()
